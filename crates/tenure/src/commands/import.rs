//! `tenure import`: a book or an archive in, all of it or nothing.

use super::Call;
use crate::output::{Failure, json, print, table};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;
use tenure_web::api::body::ImportBody;

/// Import a book: a folder of CSV files and policy.toml, as docs/book-format.md describes.
///
/// All of it is written in one transaction, or nothing: every refused value is named with its file, row and column.
/// Importing the same book again changes nothing.
///
/// With --archive: a folder that tenure export --archive wrote, into an empty instance, with its full history. Its users need new
/// passwords afterwards: tenure user password
#[derive(Args)]
pub(crate) struct ImportArgs {
    /// The folder
    folder: PathBuf,
    /// The folder is an archive with its manifest
    #[arg(long)]
    archive: bool,
}

#[derive(Serialize)]
struct Archived {
    tables: usize,
    rows: u64,
}

async fn import_archive(call: &Call, args: &ImportArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open().await?;
    let tables = app.import_archive(&args.folder, &call.data.data).await?;
    let archived = Archived { tables: tables.len(), rows: tables.iter().map(|table| table.rows).sum() };
    if call.json {
        json(&archived)?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{} tables with {} rows are here, with their history; every invariant holds.", archived.tables, archived.rows));
    print("Passwords are not part of an archive. Set one for each user: tenure user password --email NAME@COMPANY");
    Ok(ExitCode::SUCCESS)
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ImportArgs) -> Result<ExitCode, Failure> {
    if args.archive {
        return import_archive(call, &args).await;
    }
    let book = tenure_connect::book::read_book(&args.folder).map_err(|refusals| Failure::refusals(&refusals))?;
    let app = call.data.open().await?;
    let source = args.folder.file_name().map_or_else(|| args.folder.display().to_string(), |name| name.to_string_lossy().into_owned());
    let summary = app.import_book(&call.actor(), &book, &source).await?;
    if call.json {
        json(&ImportBody::from(&summary))?;
        return Ok(ExitCode::SUCCESS);
    }
    let row = |file: &tenure_core::book::FileCounts| {
        [file.read, file.created, file.updated, file.unchanged].iter().fold(vec![file.file.to_string()], |mut row, count| {
            row.push(count.to_string());
            row
        })
    };
    let rows: Vec<Vec<String>> = summary.files.iter().map(row).collect();
    print(&table(&["File", "Read", "Created", "Updated", "Unchanged"], &[false, true, true, true, true], &rows));
    let outcome = if summary.changed { "Imported." } else { "Nothing changed: the book is already here." };
    print(&format!("{outcome} {} renewals are open, each with five owners.", summary.open_renewals));
    Ok(ExitCode::SUCCESS)
}
