//! A row as one line of JSON: an object with every column in the table's order. The same row is the same line on both engines.

use super::TableCount;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tenure_store::archive::{Cell, CellKind, Column, Shape};
use tenure_store::backup::hexadecimal;

/// Which columns of a table a line shows.
pub(crate) struct Form<'a> {
    shape: &'a Shape,
    withheld: Vec<bool>,
}

impl<'a> Form<'a> {
    /// Every column.
    pub(crate) fn whole(shape: &'a Shape) -> Self {
        Self { shape, withheld: vec![false; shape.columns.len()] }
    }

    /// Only what may leave the instance.
    pub(crate) fn public(shape: &'a Shape) -> Self {
        Self { shape, withheld: shape.columns.iter().map(|column| shape.table.holds.withholds(&column.name)).collect() }
    }

    /// The columns that a line shows.
    pub(crate) fn columns(&self) -> Vec<String> {
        self.shown().map(|(column, _)| column.name.clone()).collect()
    }

    fn shown(&self) -> impl Iterator<Item = (&'a Column, usize)> {
        let placed = self.shape.columns.iter().zip(&self.withheld).enumerate();
        placed.filter(|(_, (_, withheld))| !**withheld).map(|(at, (column, _))| (column, at))
    }

    /// A row as a line, with its line end.
    pub(crate) fn line(&self, row: &[Cell]) -> String {
        let mut line = String::from("{");
        for (column, at) in self.shown() {
            if line.len() > 1 {
                line.push(',');
            }
            let value = match row.get(at) {
                None | Some(Cell::Null) => Value::Null,
                Some(Cell::Text(text)) => Value::from(text.as_str()),
                Some(Cell::Integer(number)) => Value::from(*number),
                Some(Cell::Boolean(truth)) => Value::from(*truth),
            };
            line.push_str(&format!("{}:{value}", Value::from(column.name.as_str())));
        }
        line.push_str("}\n");
        line
    }

    /// The row of a line. A withheld column becomes empty text.
    pub(crate) fn row(&self, line: &[u8]) -> Result<Vec<Cell>, Fault> {
        let mut object: Map<String, Value> = serde_json::from_slice(line).map_err(|_| Fault::of("", "is not a JSON object"))?;
        let cells =
            self.shape.columns.iter().zip(&self.withheld).map(|(column, withheld)| {
                if *withheld { Ok(Cell::Text(String::new())) } else { cell(column, object.remove(&column.name)) }
            });
        let row = cells.collect::<Result<Vec<_>, _>>()?;
        match object.into_iter().next() {
            Some((column, _)) => Err(Fault::of(&column, "is a column that the table does not have")),
            None => Ok(row),
        }
    }
}

/// What is wrong with a line.
pub(crate) struct Fault {
    /// Column; empty where it is about the whole line.
    pub(crate) column: String,
    pub(crate) problem: &'static str,
}

impl Fault {
    fn of(column: &str, problem: &'static str) -> Self {
        Self { column: column.into(), problem }
    }
}

fn cell(column: &Column, value: Option<Value>) -> Result<Cell, Fault> {
    let cell = match (value, column.kind) {
        (None, _) => return Err(Fault::of(&column.name, "is missing")),
        (Some(Value::Null), _) => Some(Cell::Null),
        (Some(Value::String(text)), CellKind::Text) => Some(Cell::Text(text)),
        (Some(Value::Number(number)), CellKind::Integer) => number.as_i64().map(Cell::Integer),
        (Some(Value::Bool(truth)), CellKind::Boolean) => Some(Cell::Boolean(truth)),
        _ => None,
    };
    cell.ok_or_else(|| {
        let problem = match column.kind {
            CellKind::Text => "must be text",
            CellKind::Integer => "must be a whole number of 64 bits",
            CellKind::Boolean => "must be true or false",
        };
        Fault::of(&column.name, problem)
    })
}

/// Lines counted and hashed.
#[derive(Default)]
pub(crate) struct Tally {
    rows: u64,
    hash: Sha256,
}

impl Tally {
    pub(crate) fn add(&mut self, line: &str) {
        self.add_bytes(line.as_bytes());
    }

    pub(crate) fn add_bytes(&mut self, line: &[u8]) {
        self.rows += 1;
        self.hash.update(line);
    }

    pub(crate) fn done(self, table: &'static str) -> TableCount {
        TableCount { table, rows: self.rows, sha256: hexadecimal(&self.hash.finalize()) }
    }
}
