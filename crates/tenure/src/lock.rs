//! The lock of a data directory: servers share it, and whoever puts another database in place needs it alone.

use crate::output::Failure;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Says that the instance is being served, until dropped.
pub(crate) fn share(data: &Path) -> Result<File, Failure> {
    let file = open(data)?;
    match file.try_lock_shared() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::refused(format!(
            "The instance in {} is being restored or moved just now. Start the server when that is done.",
            data.display()
        ))),
        Err(TryLockError::Error(error)) => Err(unusable(data, &error)),
    }
}

/// Refuses while a server serves the instance, and keeps servers from starting until dropped.
pub(crate) fn alone(data: &Path) -> Result<File, Failure> {
    let file = open(data)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::refused(format!("A server uses the instance in {}. Stop it first; nothing was changed.", data.display())))
        }
        Err(TryLockError::Error(error)) => Err(unusable(data, &error)),
    }
}

fn open(data: &Path) -> Result<File, Failure> {
    std::fs::create_dir_all(data)
        .and_then(|()| File::options().create(true).truncate(false).write(true).open(data.join("tenure.lock")))
        .map_err(|error| unusable(data, &error))
}

fn unusable(data: &Path, error: &std::io::Error) -> Failure {
    Failure::refused(format!("The data directory {} cannot be locked: {error}.", data.display()))
}
