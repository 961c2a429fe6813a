//! What commands print and how they end. Exit codes: 0 done, 1 a check found something, 2 the call or its input was refused,
//! 3 the world failed.

use serde::Serialize;
use std::io::Write;
use std::process::ExitCode;
use tenure_app::AppError;
use tenure_core::refusal::Refusal;

/// A check found something against what must hold.
pub(crate) const FOUND: u8 = 1;
/// More refusals than this are counted and not printed; a core import adds a line of its own that counts.
const SHOWN_MAX: usize = 201;
const REFUSED: u8 = 2;
const FAULT: u8 = 3;

/// Why a command ended early.
pub(crate) struct Failure {
    sentences: Vec<String>,
    code: u8,
}

impl Failure {
    /// The call or its input was refused.
    pub(crate) fn refused(sentence: String) -> Self {
        Self { sentences: vec![sentence], code: REFUSED }
    }

    /// Input was refused, value by value.
    pub(crate) fn refusals(refusals: &[Refusal]) -> Self {
        let mut sentences: Vec<String> = refusals.iter().take(SHOWN_MAX).map(ToString::to_string).collect();
        if refusals.len() > SHOWN_MAX {
            sentences.push(format!("And {} more.", refusals.len() - SHOWN_MAX));
        }
        sentences.push("Nothing was written.".into());
        Self { sentences, code: REFUSED }
    }

    /// The world failed.
    pub(crate) fn fault(sentence: String) -> Self {
        Self { sentences: vec![sentence], code: FAULT }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusals) => Self::refusals(&refusals),
            AppError::NotFound(sentence) | AppError::Forbidden(sentence) => Self::refused(sentence),
            AppError::Stale(stale) => Self::refused(stale.to_string()),
            AppError::Fault(fault) => Self::fault(fault.to_string()),
        }
    }
}

/// Prints a failure to the error stream and returns its exit code.
pub(crate) fn fail(failure: &Failure) -> ExitCode {
    for sentence in &failure.sentences {
        notice(sentence);
    }
    ExitCode::from(failure.code)
}

/// Tells beside the answer, on the error stream.
pub(crate) fn notice(sentence: &str) {
    // Nobody is left to tell if the error stream is closed.
    let _ = writeln!(std::io::stderr(), "{sentence}");
}

/// Prints lines; a reader that went away ends the command quietly.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// Sends bytes as they are; a reader that went away ends the command quietly.
pub(crate) fn bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(bytes);
    let _ = out.flush();
}

/// Prints a body as indented JSON.
pub(crate) fn json<T: Serialize>(body: &T) -> Result<(), Failure> {
    let text =
        serde_json::to_string_pretty(body).map_err(|error| Failure::fault(format!("the answer could not be written as JSON: {error}")))?;
    print(&text);
    Ok(())
}

/// Lines up columns; numbers are right-aligned where `right` says so.
pub(crate) fn table(header: &[&str], right: &[bool], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).zip(right).map(|((cell, width), right)| {
            let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
            if *right { format!("{pad}{cell}") } else { format!("{cell}{pad}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_string()
    };
    let head = line(header.to_vec());
    let body = rows.iter().map(|row| line(row.iter().map(String::as_str).collect()));
    [head].into_iter().chain(body).collect::<Vec<_>>().join("\n")
}
