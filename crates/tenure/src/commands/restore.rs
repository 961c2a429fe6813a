//! `tenure restore`: a backup becomes the instance.

use super::Call;
use crate::lock;
use crate::output::{Failure, json, print};
use crate::system::tools;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;
use tenure_app::{Existing, Restored, check_backup, restore};
use tenure_store::Location;

/// Restore a backup into an empty data directory or PostgreSQL database.
///
/// The seal, the pages and the invariants are proven in a copy before anything is touched. Everybody signs in anew afterwards.
#[derive(Args)]
pub(crate) struct RestoreArgs {
    /// A file that tenure backup made, with its seal (.sha256) beside it
    file: PathBuf,
    /// Put it in place of the instance in the data directory, which is backed up first
    #[arg(long, conflicts_with = "dry_run")]
    replace: bool,
    /// Only prove that it could be restored
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Shown {
    organisation: Option<String>,
    restored: bool,
    kept: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: RestoreArgs) -> Result<ExitCode, Failure> {
    if args.dry_run {
        let proven = check_backup(&args.file, &std::env::temp_dir(), &tools()).await?;
        return tell(call, &args, &proven);
    }
    let location = call.data.location()?;
    let _alone = match location {
        Location::Sqlite(_) => Some(lock::alone(&call.data.data)?),
        Location::Postgres(_) => None,
    };
    let existing = if args.replace { Existing::Replace } else { Existing::Refuse };
    let restored = restore(&args.file, (&location, existing), &call.data.data, &tools()).await?;
    tell(call, &args, &restored)
}

fn tell(call: &Call, args: &RestoreArgs, restored: &Restored) -> Result<ExitCode, Failure> {
    let kept = restored.kept.as_ref().map(|path| path.display().to_string());
    if call.json {
        json(&Shown { organisation: restored.organisation.clone(), restored: !args.dry_run, kept })?;
        return Ok(ExitCode::SUCCESS);
    }
    let what = restored.organisation.as_deref().unwrap_or("An empty instance");
    if args.dry_run {
        print(&format!(
            "{} can be restored: {what}. Its seal, its pages and every invariant are proven; nothing was changed.",
            args.file.display()
        ));
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{what} is restored from {}.", args.file.display()));
    if let Some(kept) = kept {
        print(&format!("What was there before is kept in {kept}."));
    }
    Ok(ExitCode::SUCCESS)
}
