//! `tenure import --archive`: all data with its history, into an empty instance.

use super::Call;
use crate::output::{Failure, json, print};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

#[derive(Serialize)]
struct Archived {
    tables: usize,
    rows: u64,
}

/// Imports the archive in a folder.
pub(crate) async fn run(call: &Call, folder: &Path) -> Result<ExitCode, Failure> {
    let app = call.data.open().await?;
    let tables = app.import_archive(folder, &call.data.data).await?;
    let archived = Archived { tables: tables.len(), rows: tables.iter().map(|table| table.rows).sum() };
    if call.json {
        json(&archived)?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{} tables with {} rows are here, with their history; every invariant holds.", archived.tables, archived.rows));
    print("Passwords are not part of an archive. Set one for each user: tenure user password --email NAME@COMPANY");
    Ok(ExitCode::SUCCESS)
}
