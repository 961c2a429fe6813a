//! The books that were asked for last. A book is derived from facts alone, so what was kept for one event number is right for ever.

use super::asked::Asked;
use super::retention::RetentionView;
use crate::error::AppError;
use jiff::Timestamp;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tenure_core::ledger::{Book, Known, Rules};
use tenure_store::{Store, Tx};

/// Books kept at once: today's, one of an earlier day to compare with, and room for another user.
const KEPT: usize = 4;

/// How long a reader waits for a second connection.
const SECOND_CONNECTION_WAIT: Duration = Duration::from_millis(20);

/// Answers kept at once: they are small beside a book.
const ANSWERS: usize = 16;

/// What a book was derived from: the number of the last event, the moment of knowledge, the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    event: u64,
    known_at: Option<Timestamp>,
    rules: Rules,
}

/// What is kept between questions.
#[derive(Debug, Default)]
struct Kept {
    /// The last one asked for first.
    books: VecDeque<(Key, Arc<Book>)>,
    /// What is known now, with the number of the last event in it: a change is then followed by what it changed, not read anew.
    now: Option<(u64, Known)>,
    /// The last answers about retention, each with the book that it came from; one whose book is gone is never found again.
    retention: VecDeque<(Weak<Book>, RetentionView)>,
}

/// The books of one instance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books {
    kept: Arc<Mutex<Kept>>,
    /// Held while a book is made.
    making: Arc<tokio::sync::Mutex<()>>,
}

/// The turn to make a book.
pub(super) struct Turn<'a>(#[expect(dead_code, reason = "held until the book is kept")] tokio::sync::MutexGuard<'a, ()>);

/// What became of a look for a book.
pub(super) enum Found {
    /// The book.
    Book(Arc<Book>),
    /// Nothing was recorded by then.
    Nothing,
    /// It is not kept, and to make it takes a turn.
    NotKept,
}

impl Books {
    /// Waits for the turn to make a book: whoever wants the one that is being made does not make it once more. Nobody should wait with a
    /// connection in hand.
    pub(super) async fn turn(&self) -> Turn<'_> {
        Turn(self.making.lock().await)
    }

    /// The book as known at a moment, or as known now. Without a turn, only one that is kept.
    pub(super) async fn at(
        &self,
        (store, tx): (&Store, &Tx),
        (known_at, rules): (Option<Timestamp>, &Rules),
        turn: Option<&Turn<'_>>,
    ) -> Result<Found, AppError> {
        let key = tx.last_event().await?.map(|event| Key { event, known_at, rules: rules.clone() });
        if let Some(book) = key.as_ref().and_then(|key| self.kept(key)) {
            return Ok(Found::Book(book));
        }
        if turn.is_none() {
            return Ok(Found::NotKept);
        }
        let (known, keep) = match (&key, known_at) {
            (Some(key), None) => (self.known_now((store, tx), key.event).await?, true),
            _ => (read((store, tx), known_at).await?, false),
        };
        let Some(known) = known else { return Ok(Found::Nothing) };
        if let Some(key) = key.as_ref().filter(|_| keep)
            && let Some(book) = self.kept(key)
        {
            // What happened since was nothing about money.
            self.lock().now = Some((key.event, known));
            return Ok(Found::Book(book));
        }
        let rules = rules.clone();
        let (book, known) = off_the_way(move || Ok((Arc::new(Book::build(&known, &rules)?), known))).await?;
        if let Some(key) = key {
            let mut kept = self.lock();
            if keep {
                kept.now = Some((key.event, known));
            }
            kept.books.push_front((key, Arc::clone(&book)));
            kept.books.truncate(KEPT);
        }
        Ok(Found::Book(book))
    }

    /// The answer to the same question on the same day from the same book, if it was one of the last.
    pub(super) fn answered(&self, asked: &Asked) -> Option<RetentionView> {
        let of_book = |book: &Weak<Book>| book.upgrade().is_some_and(|book| Arc::ptr_eq(&book, &asked.book));
        let kept = self.lock();
        let found = kept
            .retention
            .iter()
            .find(|(book, view)| of_book(book) && view.today == asked.today && view.query == asked.query && view.rules == asked.rules);
        found.map(|(_, view)| view.clone())
    }

    /// Keeps an answer beside the others.
    pub(super) fn keep(&self, book: &Arc<Book>, view: &RetentionView) {
        let mut kept = self.lock();
        kept.retention.push_front((Arc::downgrade(book), view.clone()));
        kept.retention.truncate(ANSWERS);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self, key: &Key) -> Option<Arc<Book>> {
        let books = &mut self.lock().books;
        let at = books.iter().position(|(of, _)| of == key)?;
        let found = books.remove(at)?;
        let book = Arc::clone(&found.1);
        books.push_front(found);
        Some(book)
    }

    /// Books of what was known at one event are those of a later one too.
    fn hold_on(&self, before: u64, event: u64) {
        for (key, _) in self.lock().books.iter_mut().filter(|(key, _)| key.known_at.is_none() && key.event == before) {
            key.event = event;
        }
    }

    /// What is known now: what was kept, with what changed since; all of it where nothing was kept.
    async fn known_now(&self, (store, tx): (&Store, &Tx), event: u64) -> Result<Option<Known>, AppError> {
        let Some((before, mut known)) = self.lock().now.take().filter(|(before, _)| *before <= event) else {
            return read((store, tx), None).await;
        };
        if before < event {
            let (_, changed) = tx.known_since(before).await?;
            if !known.renew(changed) {
                self.hold_on(before, event);
            }
        }
        Ok(Some(known))
    }
}

/// Reads what was known on two connections at once, where both see the same last event; else on the one.
async fn read((store, tx): (&Store, &Tx), known_at: Option<Timestamp>) -> Result<Option<Known>, AppError> {
    // Under load each reader makes do with its own connection.
    let Some(other) = store.read_beside(SECOND_CONNECTION_WAIT).await? else { return Ok(tx.known(known_at).await?) };
    let event = tx.last_event().await?;
    if event.is_none() || other.last_event().await? != event {
        return Ok(tx.known(known_at).await?);
    }
    let lines = tokio::spawn(async move { other.known_lines(known_at).await });
    let known = tx.known_but_lines(known_at).await;
    let lines = lines.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()));
    let Some(mut known) = known? else { return Ok(None) };
    known.versions = lines?;
    known.arrange();
    Ok(Some(known))
}

/// Runs what takes long on a thread of its own. A panic there goes on here.
pub(crate) async fn off_the_way<T, F>(work: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, AppError> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))
}
