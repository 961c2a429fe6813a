//! Writes a book as a folder. The folder appears complete or not at all.

use crate::records::refusal;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tenure_core::book::{Book, POLICY_FILE, Table, file_schema};
use tenure_core::refusal::Refusal;

/// Writes every table and the policy into a new or empty folder. The files are written beside it and moved there at the end.
///
/// # Errors
/// A folder that has something in it, a path that is a file, a table with an unknown name, or what the file system reports.
pub fn write_book(dir: &Path, book: &Book) -> Result<(), Refusal> {
    let shown = dir.display().to_string();
    check_target(dir, &shown)?;
    check_names(book)?;
    let partial = partial_of(dir).ok_or_else(|| refusal(&shown, "has no name of its own", "Name a new folder."))?;
    write_and_move(dir, &partial, book).map_err(|error| {
        // What was begun is of no use; should it not go away either, the first error is the one to report.
        drop(fs::remove_dir_all(&partial));
        refusal(&shown, format!("cannot be written: {error}"), "")
    })
}

fn check_target(dir: &Path, shown: &str) -> Result<(), Refusal> {
    let remedy = "Name a new or an empty folder.";
    match fs::read_dir(dir).map(Iterator::count) {
        Ok(0) => Ok(()),
        Ok(_) => Err(refusal(shown, "is not empty", remedy)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(refusal(shown, format!("cannot be used as a folder: {error}"), remedy)),
    }
}

fn check_names(book: &Book) -> Result<(), Refusal> {
    match book.tables.iter().find(|table| file_schema(&table.file).is_none()) {
        Some(table) => Err(refusal(&table.file, "is not a file of the book", "")),
        None => Ok(()),
    }
}

/// A hidden sibling of the folder, so that the move stays inside one file system.
fn partial_of(dir: &Path) -> Option<PathBuf> {
    let name = dir.file_name()?.to_string_lossy().into_owned();
    Some(dir.with_file_name(format!(".{name}.{}.partial", std::process::id())))
}

fn write_and_move(dir: &Path, partial: &Path, book: &Book) -> io::Result<()> {
    if let Some(parent) = partial.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    fs::create_dir(partial)?;
    for table in &book.tables {
        write_table(&partial.join(&table.file), table)?;
    }
    if let Some((_, text)) = &book.policy {
        let mut file = File::create(partial.join(POLICY_FILE))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
    }
    if dir.exists() {
        fs::remove_dir(dir)?;
    }
    fs::rename(partial, dir)
}

fn write_table(path: &Path, table: &Table) -> io::Result<()> {
    let file = File::create(path)?;
    let mut writer =
        WriterBuilder::new().quote_style(QuoteStyle::Necessary).terminator(Terminator::Any(b'\n')).flexible(true).from_writer(file);
    writer.write_record(&table.header)?;
    for row in &table.rows {
        writer.write_record(&row.cells)?;
    }
    writer.flush()?;
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?.sync_all()
}
