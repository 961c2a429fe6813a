//! CSV for spreadsheets. A text that a spreadsheet would take for a formula gets an apostrophe before it (domain ruling 13); numbers and
//! days are ours and stay as they are.

use super::number::{amount, ratio};
use super::{Cell, Column, Table};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use std::borrow::Cow;
use tenure_core::refusal::Refusal;

/// With one of these before it a spreadsheet calculates; the wide forms stand for the narrow ones in some of them.
const BEGINS_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

pub(super) fn write(table: &Table) -> Result<Vec<u8>, Refusal> {
    let failed = |error: csv::Error| Refusal::general(format!("the table {} could not be written as CSV: {error}", table.name), "");
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(Column::title)).map_err(failed)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| text(cell).into_owned())).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| failed(error.into_error().into()))
}

fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Nothing => "".into(),
        Cell::Text(text) => inert(text),
        Cell::Day(day) => day.to_string().into(),
        Cell::Count(count) => count.to_string().into(),
        Cell::Amount(money) => amount(*money).into(),
        Cell::Percent(share) | Cell::Times(share) => ratio(*share).into(),
    }
}

/// A text that a spreadsheet shows and does not calculate. Blanks before the sign do not protect.
fn inert(text: &str) -> Cow<'_, str> {
    let calculates = text.starts_with(BEGINS_FORMULA) || text.trim_start().starts_with(BEGINS_FORMULA);
    if calculates { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_only_shown_and_every_other_text_stays() {
        for text in ["=1+1", "+49", "-Ltd", "@now", "\tx", "\r=1", " =cmd|' /C calc'!A0", "＝1"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        for text in ["Kestrel", "3M", "a=b", "'quoted", "", "  spaced", "Ü-Werk"] {
            assert_eq!(inert(text), text);
        }
    }
}
