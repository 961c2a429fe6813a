//! The report of an import as a CSV file.

use crate::records::refusal;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use std::path::Path;
use tenure_core::mapping::Entry;
use tenure_core::refusal::Refusal;

const HEADER: [&str; 7] = ["kind", "file", "row", "column", "value", "became", "reason"];

/// The entries as CSV, one a row. A cell that a spreadsheet program would take for a formula gets an apostrophe before it: the
/// report is meant for such programs.
///
/// # Errors
/// What the writer reports.
pub fn report_csv(entries: &[Entry]) -> std::io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().quote_style(QuoteStyle::Necessary).terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for entry in entries {
        let row = entry.row.map(|row| row.to_string()).unwrap_or_default();
        let cells = [entry.kind.code(), &entry.file, &row, &entry.column, &entry.value, &entry.became, &entry.reason];
        writer.write_record(cells.map(neutral))?;
    }
    writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))
}

/// Writes the report to a file, in place of what was there.
///
/// # Errors
/// What the file system reports.
pub fn write_report(path: &Path, entries: &[Entry]) -> Result<(), Refusal> {
    report_csv(entries)
        .and_then(|bytes| std::fs::write(path, bytes))
        .map_err(|error| refusal(&path.display().to_string(), format!("cannot be written: {error}"), "Name another file with --report."))
}

fn neutral(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_string() }
}
