//! Restoring a backup: proven in a copy first, then put in place in one step.

use super::{fold, in_use, off_the_workers, refuse_problems};
use crate::archive::Staging;
use crate::error::AppError;
use crate::{App, Clock};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tenure_core::primitives::IdSource;
use tenure_core::refusal::Refusal;
use tenure_store::{Location, Schema, StoreError, backup};

/// The clock and the ids of whoever restores.
#[derive(Clone)]
pub struct Tools {
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// The one source of ids.
    pub ids: Arc<dyn IdSource>,
}

/// What to do with an instance that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and refuse.
    Refuse,
    /// Back it up, then put the restored one in its place. The embedded database only.
    Replace,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The organisation; none for an instance that was empty.
    pub organisation: Option<String>,
    /// Where the instance that was there before is kept.
    pub kept: Option<PathBuf>,
}

/// Proves a backup: its seal, its pages and references, and, in a copy brought up to date, the invariants. `work` is a folder for the copy.
///
/// # Errors
/// Refusals that say what is wrong with it.
pub async fn check_backup(file: &Path, work: &Path, tools: &Tools) -> Result<Restored, AppError> {
    let staging = Staging::new(work, tools.ids.as_ref())?;
    let staged = stage(file, &staging, tools).await?;
    let organisation = staged.organisation().await?.map(|organisation| organisation.name);
    staged.close().await?;
    Ok(Restored { organisation, kept: None })
}

/// Restores a backup into an instance that is empty or not there, on either engine. `work` lies on the disk of the embedded database.
///
/// # Errors
/// As [`check_backup`]; an instance that is not empty, or that another program has open. What was there is then unchanged.
pub async fn restore(file: &Path, to: (&Location, Existing), work: &Path, tools: &Tools) -> Result<Restored, AppError> {
    let staging = Staging::new(work, tools.ids.as_ref())?;
    let staged = stage(file, &staging, tools).await?;
    let organisation = staged.organisation().await?.map(|organisation| organisation.name);
    let kept = match to.0 {
        Location::Sqlite(path) => {
            staged.close().await?;
            fold(&staging.database()).await?;
            swap(&staging.database(), (path, to.1), tools).await?
        }
        Location::Postgres(_) => {
            let target = App::open(to.0, tools.clock.clone(), tools.ids.clone()).await?;
            let filled = target.fill_from(&staged).await;
            target.close().await?;
            staged.close().await?;
            filled?;
            None
        }
    };
    Ok(Restored { organisation, kept })
}

/// A proven copy of the backup, brought up to date and without anybody's browser session.
async fn stage(file: &Path, staging: &Staging, tools: &Tools) -> Result<App, AppError> {
    let (from, copy) = (file.to_path_buf(), staging.database());
    off_the_workers(move || copy_sealed(&from, &copy)).await?;
    let seen = backup::inspect(&staging.database()).await.map_err(|error| damaged(file, &error.to_string()))?;
    refuse_problems(file, &seen.problems)?;
    let known = Schema::current().version();
    if seen.version == 0 {
        return Err(damaged(file, "it is no database of Tenure"));
    }
    if seen.version > known {
        return Err(StoreError::Newer { found: seen.version, known }.into());
    }
    let staged = App::open(&Location::Sqlite(staging.database()), tools.clock.clone(), tools.ids.clone()).await?;
    let proven = match staged.store.end_sessions().await {
        Ok(()) => staged.proven().await,
        Err(error) => Err(error.into()),
    };
    match proven {
        Ok(()) => Ok(staged),
        Err(error) => {
            staged.close().await?;
            Err(error)
        }
    }
}

/// Copies the file and compares what arrived with the seal.
fn copy_sealed(file: &Path, copy: &Path) -> Result<(), AppError> {
    let failed = |error: std::io::Error| AppError::from(Refusal::general(format!("{} cannot be copied: {error}", file.display()), ""));
    if !file.exists() {
        return Err(Refusal::general(format!("there is no file {}", file.display()), "tenure backups lists what is there.").into());
    }
    let seal = backup::read_seal(file).map_err(|error| {
        let remedy = "Each backup has its seal beside it, a file with .sha256 at the end; copy both.";
        AppError::from(Refusal::general(error.to_string(), remedy))
    })?;
    fs::copy(file, copy).map_err(failed)?;
    // The copy is this program's own, also where the backup may only be read.
    backup::for_owner_only(copy)?;
    if backup::digest(copy)? != seal.sha256 {
        return Err(damaged(file, "its SHA-256 is not the one of its seal"));
    }
    Ok(())
}

fn damaged(file: &Path, what: &str) -> AppError {
    Refusal::general(format!("{} is damaged: {what}", file.display()), "Take another backup: tenure backups --verify").into()
}

/// Puts a database in place of another, which is backed up first. Tells where that backup is.
async fn swap(fresh: &Path, (path, existing): (&Path, Existing), tools: &Tools) -> Result<Option<PathBuf>, AppError> {
    let kept = if path.exists() { keep_old(path, existing, tools).await? } else { None };
    backup::rename(fresh, path)?;
    Ok(kept)
}

/// Nobody may have the old one open when another takes its place: what they then wrote would be lost.
async fn keep_old(path: &Path, existing: Existing, tools: &Tools) -> Result<Option<PathBuf>, AppError> {
    if existing == Existing::Replace && backup::fold(path).await.is_ok_and(|folded| !folded) {
        return Err(in_use(path));
    }
    match (back_up_old(path, existing, tools).await, existing) {
        (Ok(kept), _) => fold(path).await.map(|()| kept),
        (Err(error), Existing::Refuse) => Err(error),
        // It is replaced because something is wrong with it: it is kept as it is.
        (Err(_), Existing::Replace) => set_aside(path, tools),
    }
}

async fn back_up_old(path: &Path, existing: Existing, tools: &Tools) -> Result<Option<PathBuf>, AppError> {
    let old = App::open(&Location::Sqlite(path.to_path_buf()), tools.clock.clone(), tools.ids.clone()).await?;
    let is_empty = old.is_empty().await;
    let outcome = match (is_empty, existing) {
        (Ok(true), _) => Ok(None),
        (Ok(false), Existing::Refuse) => {
            let problem = format!("{} holds an instance already", path.display());
            Err(Refusal::general(problem, "Name an empty data directory, or say --replace; what is there is then backed up first.").into())
        }
        (Ok(false), Existing::Replace) => old.back_up_in(&backup::folder_beside(path)).await.map(|made| Some(made.path)),
        (Err(error), _) => Err(error),
    };
    old.close().await?;
    outcome
}

/// A database that cannot be backed up is moved aside with the files beside it, as it is.
fn set_aside(path: &Path, tools: &Tools) -> Result<Option<PathBuf>, AppError> {
    let folder = backup::folder_beside(path).join(format!("replaced-{}", tools.clock.now().strftime("%Y%m%dT%H%M%SZ")));
    let failed = |error: std::io::Error| Refusal::general(format!("{} cannot be made: {error}", folder.display()), "");
    fs::create_dir_all(&folder).map_err(failed)?;
    for suffix in ["-wal", "-shm", ""] {
        let mut from = path.as_os_str().to_owned();
        from.push(suffix);
        let from = PathBuf::from(from);
        if let (true, Some(name)) = (from.exists(), from.file_name()) {
            backup::rename(&from, &folder.join(name))?;
        }
    }
    Ok(Some(folder))
}
