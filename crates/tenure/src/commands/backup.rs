//! `tenure backup` and `tenure backups`: making backups while others work, and listing them.

use super::Call;
use crate::output::{FOUND, Failure, json, print, table};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;
use tenure_app::{Backup, backups, keep_newest};

/// Back up the instance into one file, while others work.
///
/// The file is a SQLite database on either engine. It gets its name only after it was proven. Beside it stands its seal (.sha256).
#[derive(Args)]
pub(crate) struct BackupArgs {
    /// A new file [default: backups/ORGANISATION-INSTANT.tenure in the data directory]
    file: Option<PathBuf>,
    /// Keep only so many of the newest in the backups folder; those made before a migration stay
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
}

/// List the backups of the data directory.
#[derive(Args)]
pub(crate) struct BackupsArgs {
    /// Read every byte and compare it with the seal; ends with 1 where one is not intact
    #[arg(long)]
    verify: bool,
}

#[derive(Serialize)]
struct Made {
    file: String,
    size: u64,
    sha256: Option<String>,
    removed: Vec<String>,
}

#[derive(Serialize)]
struct Listed {
    file: String,
    made_at: Option<String>,
    size: u64,
    state: &'static str,
}

/// Makes a backup.
pub(crate) async fn run(call: &Call, args: BackupArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let folder = call.data.backups();
    let made = match &args.file {
        Some(file) => app.back_up(file).await?,
        None => app.back_up_in(&folder).await?,
    };
    let removed = args.keep.map_or_else(|| Ok(Vec::new()), |keep| keep_newest(&folder, keep as usize))?;
    if call.json {
        json(&Made { file: made.path.display().to_string(), size: made.size, sha256: made.sha256, removed })?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{} is backed up and proven in {} bytes, with its seal beside it.", made.path.display(), made.size));
    if !removed.is_empty() {
        print(&format!("Removed, being older than the newest to keep: {}", removed.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}

/// Lists backups.
pub(crate) fn list(call: &Call, args: &BackupsArgs) -> Result<ExitCode, Failure> {
    let found = backups(&call.data.backups())?;
    let states = found.iter().map(|backup| state(backup, args)).collect::<Result<Vec<_>, _>>()?;
    let code =
        if states.contains(&DAMAGED) || (args.verify && states.contains(&NO_SEAL)) { ExitCode::from(FOUND) } else { ExitCode::SUCCESS };
    let listed: Vec<Listed> = found.iter().zip(states).map(|(backup, state)| listed(backup, state)).collect();
    if call.json {
        json(&listed)?;
        return Ok(code);
    }
    if listed.is_empty() {
        print(&format!("There is no backup in {}. Make one: tenure backup", call.data.backups().display()));
        return Ok(code);
    }
    let row = |item: &Listed| vec![item.file.clone(), item.made_at.clone().unwrap_or_default(), item.size.to_string(), item.state.into()];
    let rows: Vec<Vec<String>> = listed.iter().map(row).collect();
    print(&table(&["File", "Made", "Bytes", "State"], &[false, false, true, false], &rows));
    Ok(code)
}

const DAMAGED: &str = "DAMAGED";
const NO_SEAL: &str = "no seal";

fn state(backup: &Backup, args: &BackupsArgs) -> Result<&'static str, Failure> {
    Ok(match (backup.sha256.is_some(), args.verify) {
        (false, _) => NO_SEAL,
        (true, false) => "sealed",
        (true, true) if backup.is_intact()? => "intact",
        (true, true) => DAMAGED,
    })
}

fn listed(backup: &Backup, state: &'static str) -> Listed {
    Listed { file: backup.name.clone(), made_at: backup.made_at.map(|at| format!("{at:.0}")), size: backup.size, state }
}
