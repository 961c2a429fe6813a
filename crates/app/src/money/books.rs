//! The books that were asked for last. A book is derived from facts alone, so what was kept for one event number is right for ever.

use crate::App;
use crate::error::AppError;
use jiff::Timestamp;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tenure_core::ledger::{Book, Rules};
use tenure_store::Tx;

/// Books kept at once: today's, one of an earlier day to compare with, and room for another user.
const KEPT: usize = 4;

/// What a book was derived from: the number of the last event, the moment of knowledge, the rules.
type Key = (u64, Option<Timestamp>, Rules);

/// Books of one instance, the last one asked for first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books(Arc<Mutex<VecDeque<(Key, Arc<Book>)>>>);

impl Books {
    /// The books of an instance.
    pub(crate) fn of(app: &App) -> &Self {
        &app.books
    }

    /// The book as known at a moment, or as known now.
    pub(crate) async fn at(&self, tx: &Tx, known_at: Option<Timestamp>, rules: &Rules) -> Result<Arc<Book>, AppError> {
        let key = (tx.last_event().await?, known_at, rules.clone());
        if let Some(book) = self.kept(&key) {
            return Ok(book);
        }
        let known = tx.known(known_at).await?;
        let rules = rules.clone();
        let book = Arc::new(off_the_way(move || Ok(Book::build(&known, &rules)?)).await?);
        let mut books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        books.push_front((key, Arc::clone(&book)));
        books.truncate(KEPT);
        Ok(book)
    }

    fn kept(&self, key: &Key) -> Option<Arc<Book>> {
        let mut books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = books.iter().position(|(of, _)| of == key)?;
        let found = books.remove(at)?;
        let book = Arc::clone(&found.1);
        books.push_front(found);
        Some(book)
    }
}

/// Runs what takes long on a thread of its own. A panic there goes on here.
pub(super) async fn off_the_way<T, F>(work: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, AppError> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))
}
