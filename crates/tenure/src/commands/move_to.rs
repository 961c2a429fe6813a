//! `tenure move`: the instance goes to another database, usually of the other engine.

use super::Call;
use crate::lock;
use crate::output::{Failure, json, print};
use clap::Args;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tenure_store::Location;

/// Copy the instance into an empty database, from SQLite to PostgreSQL or back.
///
/// All of it in one transaction, proven equal table by table before it is committed. The instance itself stays as it is.
#[derive(Args)]
pub(crate) struct MoveArgs {
    /// postgres://user:password@host/database, or a data directory
    #[arg(long, value_name = "URL_OR_DIR")]
    to: String,
}

#[derive(Serialize)]
struct Moved {
    tables: usize,
    rows: u64,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: MoveArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let _alone = if app.store().is_embedded() { Some(lock::alone(&call.data.data)?) } else { None };
    let is_postgres = args.to.starts_with("postgres://") || args.to.starts_with("postgresql://");
    let location = if is_postgres { Location::Postgres(args.to.clone()) } else { Location::Sqlite(Path::new(&args.to).join("tenure.db")) };
    let made = prepare(&location)?;
    let outcome = app.move_to(&location).await;
    if let (Err(_), Some(made)) = (&outcome, made) {
        // Only what this call made: a data directory that was there is not touched.
        let _ = std::fs::remove_dir_all(made);
    }
    let tables = outcome?;
    let rows = tables.iter().map(|table| table.rows).sum();
    if call.json {
        json(&Moved { tables: tables.len(), rows })?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{} tables with {rows} rows are copied and proven equal. The instance here is unchanged.", tables.len()));
    print(&if is_postgres {
        format!(
            "To use the copy, set TENURE_DATABASE_URL, or in {}: database_url = \"postgres://...\"",
            call.data.data.join("tenure.toml").display()
        )
    } else {
        format!(
            "To use the copy: tenure serve --data {}, without TENURE_DATABASE_URL and without database_url in its tenure.toml.",
            args.to
        )
    });
    print("Everybody signs in anew.");
    Ok(ExitCode::SUCCESS)
}

/// Makes the data directory of an embedded target; tells which folder that was new.
fn prepare(location: &Location) -> Result<Option<PathBuf>, Failure> {
    let Location::Sqlite(path) = location else { return Ok(None) };
    let Some(folder) = path.parent().filter(|folder| !folder.exists()) else { return Ok(None) };
    std::fs::create_dir_all(folder).map_err(|error| Failure::refused(format!("{} cannot be created: {error}.", folder.display())))?;
    Ok(Some(folder.to_path_buf()))
}
