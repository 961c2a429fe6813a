//! What we sell.

use super::import::{Work, each_row};
use super::names::Seen;
use super::sheet::{Cells, Sheet, flag};
use crate::contract::Product;
use crate::facts::{Facts, Write};

/// Reads products.csv.
pub(super) fn read_products(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let read = |cells: &mut Cells<'_, '_>, _: &Work<'_>| {
        let (name, easy_setup, low_effort) = (cells.text("name"), cells.read("easy_setup", flag), cells.read("low_effort", flag));
        Some(Product { name: name?, easy_setup: easy_setup?, low_effort: low_effort? })
    };
    let mut seen = Seen::new();
    for (row, product) in each_row(sheet, work, read) {
        let name = product.name.clone();
        if seen.is_first(sheet, work, row, (name.clone(), ("name", &name))) {
            let before = work.before.products.get(&name);
            work.changes.record(sheet.schema, name, (before, product), Write::Product);
        }
    }
}

/// Rows of products.csv.
pub(super) fn products(facts: &Facts) -> Vec<Vec<String>> {
    let row = |product: &Product| vec![product.name.clone(), product.easy_setup.to_string(), product.low_effort.to_string()];
    facts.products.values().map(row).collect()
}
