//! Fields that the organisation added to accounts, and their values.

use super::import::{Work, each_row};
use super::names::Seen;
use super::sheet::{Cells, Sheet, joined, references};
use crate::account::{Field, FieldName, field_value};
use crate::facts::{Facts, Write};
use std::collections::BTreeMap;

pub(super) const FILE: &str = "fields.csv";

/// Reads fields.csv. What the values of a field are does not change: they would not fit.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let read = |cells: &mut Cells<'_, '_>, work: &Work<'_>| {
        let (name, label, kind) = (cells.read("name", str::parse::<FieldName>), cells.text("label"), cells.word("kind"));
        let field = Field { name: name?, label: label?, kind: kind? };
        if work.before.fields.get(&field.name).is_some_and(|known| known.kind != field.kind) {
            cells.refuse("kind", "differs from what the values of this field are", "Add another field.");
        }
        Some(field)
    };
    let mut seen = Seen::new();
    for (row, field) in each_row(sheet, work, read) {
        let name = field.name.to_string();
        if seen.is_first(sheet, work, row, (name.clone(), ("name", &name))) {
            let before = work.before.fields.get(&field.name);
            work.fields.insert(field.name, field.clone());
            work.changes.record(sheet.schema, name, (before, field), Write::Field);
        }
    }
}

/// Rows of fields.csv.
pub(super) fn rows(facts: &Facts) -> Vec<Vec<String>> {
    facts.fields.values().map(|field| vec![field.name.to_string(), field.label.clone(), field.kind.to_string()]).collect()
}

/// Reads the values of an account: `industry=Health "budget_cycle=Q4 2026"`.
pub(super) fn values(
    cells: &mut Cells<'_, '_>,
    before: Option<&BTreeMap<FieldName, String>>,
    work: &Work<'_>,
) -> Option<BTreeMap<FieldName, String>> {
    let reporting = work.currency();
    let one = |text: String| {
        let (name, value) = field_value(&text)?;
        let field = work.fields.get(&name).ok_or_else(|| format!("names {name}, which is not in {FILE}"))?;
        field.kind.read(&value, reporting).map_err(|problem| format!("gives {name} the value {value:?}, which {problem}"))?;
        Ok((name, value))
    };
    cells.optional("fields", (before.cloned(), BTreeMap::new()), |text| references(text)?.into_iter().map(one).collect())
}

/// Writes the values of an account, so that [`values`] reads them back.
pub(super) fn cell(fields: &BTreeMap<FieldName, String>) -> String {
    let values: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    joined(values.iter().map(String::as_str))
}
