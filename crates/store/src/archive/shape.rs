//! What tables and columns a database has, asked of the database itself.

use super::{TABLES, Table};
use crate::connection::Tx;
use crate::error::StoreError;
use std::collections::BTreeMap;

/// How a value is stored. The schema uses these three and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Text, also days, instants and ids.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// True or false.
    Boolean,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// How its values are stored.
    pub kind: CellKind,
}

/// A table as it is in one database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The table.
    pub table: &'static Table,
    /// Its columns, in the order in which the migrations made them.
    pub columns: Vec<Column>,
}

/// Virtual tables, and the tables behind them, are indexes: they follow from the others.
const SQLITE_COLUMNS: &str = "SELECT l.name AS table_name, c.name AS column_name, c.type AS kind
    FROM pragma_table_list l JOIN pragma_table_info(l.name) c
    WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY l.name, c.cid";
const POSTGRES_COLUMNS: &str = "SELECT c.table_name::TEXT AS table_name, c.column_name::TEXT AS column_name, c.data_type::TEXT AS kind
    FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position";

/// The migrator's own record of what it applied: it belongs to the schema, not to the data.
const MIGRATIONS: &str = "_sqlx_migrations";

impl Tx {
    /// The tables of this database in the order of the archive. A database of an earlier schema has fewer.
    ///
    /// # Errors
    /// [`StoreError::NotArchived`] for a column stored in a way that the archive does not know.
    pub async fn shapes(&self) -> Result<Vec<Shape>, StoreError> {
        let mut found = self.columns().await?;
        let mut shapes = Vec::new();
        for table in TABLES {
            let Some(columns) = found.remove(table.name) else { continue };
            let columns = columns.into_iter().map(|(name, kind)| column(table.name, name, &kind)).collect::<Result<_, _>>()?;
            shapes.push(Shape { table, columns });
        }
        match found.into_keys().next() {
            None => Ok(shapes),
            Some(table) => Err(StoreError::NotArchived(format!("table {table}"))),
        }
    }

    /// Name and declared kind of each column of each table.
    async fn columns(&self) -> Result<BTreeMap<String, Vec<(String, String)>>, StoreError> {
        let sql = if self.is_postgres() { POSTGRES_COLUMNS } else { SQLITE_COLUMNS };
        let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for row in self.rows(sql, vec![]).await? {
            let table: String = row.try_get("", "table_name")?;
            if table != MIGRATIONS {
                found.entry(table).or_default().push((row.try_get("", "column_name")?, row.try_get("", "kind")?));
            }
        }
        Ok(found)
    }
}

fn column(table: &str, name: String, kind: &str) -> Result<Column, StoreError> {
    let kind = match kind.to_ascii_lowercase().as_str() {
        "text" => CellKind::Text,
        "bigint" => CellKind::Integer,
        "boolean" => CellKind::Boolean,
        other => return Err(StoreError::NotArchived(format!("column {table}.{name} of kind {other}"))),
    };
    Ok(Column { name, kind })
}
