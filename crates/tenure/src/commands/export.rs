//! `tenure export`: the whole book out.

use super::Call;
use crate::output::{Failure, json, print};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Export the whole book into a new folder: CSV files and policy.toml, as docs/book-format.md describes.
#[derive(Args)]
pub(crate) struct ExportArgs {
    /// A folder that does not exist yet, or an empty one
    folder: PathBuf,
}

#[derive(Serialize)]
struct Exported {
    folder: String,
    rows: usize,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ExportArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let book = app.export_book().await?;
    tenure_connect::book::write_book(&args.folder, &book).map_err(|refusal| Failure::refusals(&[refusal]))?;
    let exported = Exported { folder: args.folder.display().to_string(), rows: book.tables.iter().map(|table| table.rows.len()).sum() };
    if call.json {
        json(&exported)?;
    } else {
        print(&format!("{} rows are in {}.", exported.rows, exported.folder));
    }
    Ok(ExitCode::SUCCESS)
}
