//! A folder for a database that is being built or looked at; it goes when it is no more needed.

use crate::error::AppError;
use std::path::{Path, PathBuf};
use tenure_core::primitives::IdSource;
use tenure_core::refusal::Refusal;

/// A folder of its own, removed with everything in it when dropped.
pub(crate) struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// Makes the folder within another, which is made if absent.
    pub(crate) fn new(within: &Path, ids: &dyn IdSource) -> Result<Self, AppError> {
        let folder = within.join(format!(".staging-{}", ids.next_id()));
        std::fs::create_dir_all(&folder).map_err(|error| {
            Refusal::general(format!("the folder {} cannot be made: {error}", folder.display()), "Name a folder that can be written.")
        })?;
        Ok(Self { folder })
    }

    /// The database in it.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("tenure.db")
    }

    /// Another file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What stays behind is named .staging- and can be removed by hand; the outcome does not depend on it.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
