//! Small pieces of SQL text that both engines share.

/// Replaces each `?` by `$1`, `$2`, ... for PostgreSQL. Query texts hold no literal question mark.
pub(crate) fn numbered(sql: &str) -> String {
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
    fn marks_become_numbers_in_order() {
        assert_eq!(numbered("a = ? AND b IN (?, ?)"), "a = $1 AND b IN ($2, $3)");
        assert_eq!(marks(3), "?, ?, ?");
    }
}
