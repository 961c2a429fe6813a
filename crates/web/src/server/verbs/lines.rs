//! Lines of a contract as they come from the rows of a form.

use super::reading::Reader;
use crate::pages::form::{LINE_ROWS, Typed, line_field};
use jiff::civil::Date;
use tenure_app::NewLine;
use tenure_core::contract::{Line, LineKind, PricePeriod};
use tenure_core::primitives::Decimal6;

/// The rows that were filled in, each with the line it changes if it names one.
pub(crate) fn read(typed: &Typed, reader: &mut Reader<'_>) -> Vec<NewLine> {
    let rows: usize = typed.get("rows").parse().unwrap_or(LINE_ROWS).min(200);
    (0..rows).filter_map(|row| read_row(row, typed, reader)).collect()
}

fn read_row(row: usize, typed: &Typed, reader: &mut Reader<'_>) -> Option<NewLine> {
    let name = |field: &str| line_field(row, field);
    let given = |field: &str| !typed.get(&name(field)).is_empty();
    if !["product", "quantity", "unit_price"].iter().any(|field| given(field)) {
        return None;
    }
    let what = |field: &str| format!("row {}: the {field}", row + 1);
    let kind = reader.word(&name("kind")).unwrap_or(LineKind::Recurring);
    Some(NewLine {
        reference: reader.text(&name("reference")),
        product: reader.text(&name("product")),
        business_unit: reader.text(&name("business_unit")),
        kind,
        quantity: if given("quantity") { reader.decimal(&name("quantity"), "quantity", &what("quantity")) } else { Decimal6::ONE },
        unit_price: reader.decimal(&name("unit_price"), "unit_price", &what("unit price")),
        price_period: reader.word(&name("period")).unwrap_or(PricePeriod::Year),
        discount_bps: reader.per_cent(&name("discount")).unwrap_or(0),
        discount_span: None,
        start_on: reader.day(&name("from")),
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: reader.per_cent(&name("escalator")).unwrap_or(0),
    })
}

/// Lines as the values of rows; `price` says the unit price to show.
pub(crate) fn fill<'a>(values: &mut Typed, lines: impl Iterator<Item = &'a Line>, price: impl Fn(&Line) -> Decimal6) {
    let mut rows = 0;
    for (row, line) in lines.enumerate() {
        let mut set = |field: &str, value: String| values.push(&line_field(row, field), value);
        set("reference", line.reference.clone());
        set("product", line.product.clone());
        set("business_unit", line.business_unit.clone());
        set("quantity", line.quantity.to_string());
        set("unit_price", price(line).to_string());
        set("period", line.price_period.code().into());
        set("discount", if line.discount_bps == 0 { String::new() } else { super::reading::per_cent(line.discount_bps) });
        set("kind", line.kind.code().into());
        rows = row + 1;
    }
    values.push("rows", (rows + 1).max(LINE_ROWS.min(rows + 2)).to_string());
}

/// Whether a row says something else than the line it names.
pub(crate) fn changes(new: &NewLine, line: &Line) -> bool {
    let (was, is) = (
        (&line.product, &line.business_unit, line.kind, line.quantity, line.unit_price, line.price_period, line.discount_bps),
        (&new.product, &new.business_unit, new.kind, new.quantity, new.unit_price, new.price_period, new.discount_bps),
    );
    was != is
}

/// A row with what rows do not ask, from the line it names.
pub(crate) fn completed(new: NewLine, line: &Line, from: Option<Date>) -> NewLine {
    NewLine { economic_buyer: line.economic_buyer.clone(), discount_span: line.discount_span, start_on: from, ..new }
}
