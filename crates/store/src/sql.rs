//! Small pieces of SQL text that both engines share.
//!
//! A limit stands in the text as a number. SQLite plans a statement anew each time a limit is given as a value, which takes longer
//! than many of the statements.

use sea_orm::{DbBackend, Statement, Value};

/// The one text of a query: `?` marks a value on both engines.
pub(crate) fn statement(backend: DbBackend, sql: &str, values: Vec<Value>) -> Statement {
    let sql = if backend == DbBackend::Postgres { numbered(sql) } else { sql.to_string() };
    Statement::from_sql_and_values(backend, sql, values)
}

/// Orders a text of PostgreSQL by bytes whatever the language of the database, as SQLite does.
pub(crate) const fn by_bytes(is_postgres: bool) -> &'static str {
    if is_postgres { " COLLATE \"C\"" } else { "" }
}

/// Replaces each `?` by `$1`, `$2`, ... for PostgreSQL. Query texts hold no literal question mark.
fn numbered(sql: &str) -> String {
    let mut numbered = String::with_capacity(sql.len() + 16);
    let mut count = 0_u32;
    for character in sql.chars() {
        if character == '?' {
            count += 1;
            numbered.push('$');
            numbered.push_str(&count.to_string());
        } else {
            numbered.push(character);
        }
    }
    numbered
}

/// `?, ?, ?` for a list of values.
pub(crate) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_statement_has_a_limit_as_a_value() {
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap().map(|file| file.unwrap().path()) {
            let text = if file.is_file() { std::fs::read_to_string(&file).unwrap() } else { String::new() };
            assert!(!text.contains(concat!("LIMIT", " ?")), "{}", file.display());
        }
    }

    #[test]
    fn marks_become_numbers_in_order() {
        assert_eq!(numbered("a = ? AND b IN (?, ?)"), "a = $1 AND b IN ($2, $3)");
        assert_eq!(marks(3), "?, ?, ?");
    }
}
