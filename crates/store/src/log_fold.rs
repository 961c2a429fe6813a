//! Folding the write-ahead log of an embedded database into it, beside whoever writes: a writer that came upon a long log would wait while it
//! is copied and reaches the disk.

use crate::connection::Store;
use crate::error::StoreError;
use std::time::SystemTime;

impl Store {
    /// Folds the write-ahead log into the database where it is longer than some bytes and was written since it was folded last. Gives when it
    /// was written; nothing for other databases. Readers and writers go on meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn fold_log(&self, longer_than: u64, folded: Option<SystemTime>) -> Result<Option<SystemTime>, StoreError> {
        let Some(Ok(log)) = self.log().map(std::fs::metadata) else { return Ok(None) };
        let written = log.modified().ok();
        if log.len() <= longer_than || written == folded {
            return Ok(folded);
        }
        self.glance("PRAGMA wal_checkpoint(PASSIVE)", Vec::new()).await?;
        Ok(written)
    }
}
