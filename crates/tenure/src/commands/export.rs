//! `tenure export`: the whole book out, or all data with its history.

use super::Call;
use crate::output::{Failure, json, print};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Export the whole book into a new folder: CSV files and policy.toml, as docs/book-format.md describes.
///
/// With --archive: every table with its full history as JSON Lines, and a manifest with the SHA-256 of each file. Passwords, tokens and
/// sessions stay here.
#[derive(Args)]
pub(crate) struct ExportArgs {
    /// A folder that does not exist yet, or an empty one
    folder: PathBuf,
    /// All data with its full history, to read elsewhere or to import into an empty instance
    #[arg(long)]
    archive: bool,
}

#[derive(Serialize)]
struct Exported {
    folder: String,
    rows: u64,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ExportArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let folder = args.folder.display().to_string();
    if args.archive {
        let tables = app.export_archive(&args.folder).await?;
        return tell(call, &Exported { folder, rows: tables.iter().map(|table| table.rows).sum() });
    }
    let book = app.export_book().await?;
    tenure_connect::book::write_book(&args.folder, &book).map_err(|refusal| Failure::refusals(&[refusal]))?;
    let rows: usize = book.tables.iter().map(|table| table.rows.len()).sum();
    tell(call, &Exported { folder, rows: rows as u64 })
}

fn tell(call: &Call, exported: &Exported) -> Result<ExitCode, Failure> {
    if call.json {
        json(exported)?;
    } else {
        print(&format!("{} rows are in {}.", exported.rows, exported.folder));
    }
    Ok(ExitCode::SUCCESS)
}
