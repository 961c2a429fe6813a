//! JSON for programs: rows as objects, amounts in minor units with their currency, ratios exact.

use super::number::ratio as decimal;
use super::{Cell, Table};
use serde_json::{Map, Value, json};

pub(super) fn write(table: &Table) -> Vec<u8> {
    let rows = table.rows.iter().map(|row| {
        let cells = table.columns.iter().zip(row).map(|(column, cell)| (column.code.clone(), value(cell)));
        Value::Object(cells.collect())
    });
    let about: Map<String, Value> = table.about.iter().map(|(name, said)| (name.clone(), said.clone().into())).collect();
    let mut bytes = json!({ "name": table.name, "about": about, "rows": rows.collect::<Vec<_>>() }).to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Text(text) => text.clone().into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Count(count) => (*count).into(),
        Cell::Amount(money) => json!({ "minor": money.minor, "currency": money.currency.code() }),
        // Beyond 53 bits a program may read a number wrong: parts of a ratio are text.
        Cell::Percent(share) | Cell::Times(share) => json!({
            "numerator": share.numerator().to_string(),
            "denominator": share.denominator().to_string(),
            "decimal": decimal(*share),
        }),
    }
}
