//! Sessions are stored for the web layer, so that a restart signs nobody out.

use super::SessionRecord;
use crate::App;
use crate::error::AppError;

impl App {
    /// Stores a session.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn put_session(&self, session: &SessionRecord) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        tx.put_session(session).await?;
        Ok(tx.commit().await?)
    }

    /// A session that has not ended.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn session(&self, id: &str) -> Result<Option<SessionRecord>, AppError> {
        Ok(self.store.session(id, self.now()).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn end_session(&self, id: &str) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        tx.end_session(id, self.now()).await?;
        Ok(tx.commit().await?)
    }
}
