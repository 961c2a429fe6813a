//! Lines of a contract as rows of a form. A row without product and quantity is no line.

use super::Typed;
use maud::{Markup, html};
use tenure_core::contract::{LineKind, PricePeriod};

/// Rows of an empty form; a button brings more.
pub const LINE_ROWS: usize = 5;

/// What a row of lines asks besides what is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineRow {
    /// New lines, for the whole term.
    New,
    /// Lines that are there, each changed from a day on, and new ones.
    Changed,
}

/// The name of a field of a row.
pub fn line_field(row: usize, field: &str) -> String {
    format!("line{row}_{field}")
}

/// How many rows the values ask for.
fn count(values: &Typed) -> usize {
    values.get("rows").parse().unwrap_or(LINE_ROWS).clamp(1, 200)
}

pub(super) fn rows(named: &LineRow, values: &Typed) -> Markup {
    let rows = count(values);
    html! {
        input type="hidden" name="rows" value=(rows);
        div class="line-rows" data-kind=(if *named == LineRow::New { "new" } else { "changed" }) {
            @for row in 0..rows { (line(*named, row, values)) }
        }
        div { button class="btn small" type="submit" name="more_rows" value="yes" formnovalidate { "More lines" } }
    }
}

fn line(named: LineRow, row: usize, values: &Typed) -> Markup {
    let name = |field: &str| line_field(row, field);
    let text = |field: &str, label: &str, class: &str| {
        let name = name(field);
        html! { label class=(class) for=(name) { span { (label) } input class="input" id=(name) name=(name) value=(values.get(&name)) autocomplete="off"; } }
    };
    let period = name("period");
    let kind = name("kind");
    let reference = name("reference");
    let known = values.get(&reference);
    html! {
        div class="line-row" role="group" aria-label={ "Line " (row + 1) } {
            @if named == LineRow::Changed {
                input type="hidden" name=(reference) value=(known);
                span class="ref quiet" { @if known.is_empty() { "new line" } @else { (known) } }
            }
            (text("product", "Product", "wide"))
            (text("business_unit", "Business unit", "wide"))
            (text("quantity", "Quantity", "num"))
            (text("unit_price", "Unit price", "num"))
            label for=(period) { span { "Price is" } select class="select" id=(period) name=(period) {
                @for choice in [PricePeriod::Year, PricePeriod::Quarter, PricePeriod::Month] { option value=(choice.code()) selected[values.get(&period) == choice.code()] { (choice.label()) } }
            } }
            (text("discount", "Discount, %", "num"))
            label for=(kind) { span { "Kind" } select class="select" id=(kind) name=(kind) {
                @for choice in LineKind::ALL { option value=(choice.code()) selected[values.get(&kind) == choice.code()] { (choice.label()) } }
            } }
            @if named == LineRow::Changed {
                @let from = name("from");
                label for=(from) { span { "Changes from" } input class="input" id=(from) type="date" name=(from) value=(values.get(&from)); }
            } @else { (text("escalator", "Yearly rise, %", "num")) }
        }
    }
}
