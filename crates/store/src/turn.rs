//! The line of writers of an embedded database. Verbs that wait for each other run one after another in one transaction and are told
//! together, once it is on the disk: its sync, which takes longer than many verbs, is paid once for all of them.
//!
//! The first verb that is kept queues once more, behind the verbs that wait by then, and commits for all. A verb that is not kept is
//! rolled back to where it began. A statement that fails may have ended the transaction, so it fails all verbs in it: each is told a
//! fault and may be repeated.

use crate::error::StoreError;
use crate::people::{PeopleCache, Seen};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// A writer gives up when others write for so long: the fault is told, and the request may be repeated.
const WRITER_WAIT: Duration = Duration::from_secs(5);

/// Where writers queue, in turn; SQLite would let them sleep and try again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writers(Arc<Mutex<Option<Shared>>>);

/// A transaction that several verbs share. Dropped, it leaves no trace, and every verb in it is told a fault.
#[derive(Debug)]
struct Shared {
    tx: DatabaseTransaction,
    /// People as the verbs in it see them.
    people: PeopleCache,
    /// Verbs that wait to be told, each of which hears what went wrong with the commit, or nothing where it did not come to one.
    waiting: Vec<oneshot::Sender<Result<(), String>>>,
    /// Verbs that began; each but the first at a savepoint of its number.
    begun: u32,
    /// Whether the last of them was kept.
    is_kept: bool,
    /// Whether a statement failed.
    failed: AtomicBool,
}

impl Shared {
    /// Makes room for the next verb: after what was kept, without what was not.
    async fn begin_next(&mut self) -> Result<(), DbErr> {
        let last = self.begun;
        let settled = match (last, self.is_kept) {
            (1, _) => String::new(),
            (_, true) => format!("RELEASE verb_{last};"),
            (_, false) => format!("ROLLBACK TO verb_{last};"),
        };
        // Noted before: if this is given up half-way, the next one asks for a savepoint that is not there, and all fails.
        (self.begun, self.is_kept) = (last + 1, false);
        self.tx.execute_unprepared(&format!("{settled} SAVEPOINT verb_{}", self.begun)).await.map(drop)
    }

    /// Commits, and tells every verb.
    async fn commit(mut self, people: &PeopleCache) {
        let waiting = std::mem::take(&mut self.waiting);
        let outcome = self.commit_untold(people).await.map_err(|error| error.to_string());
        for verb in waiting {
            // Whoever went away need not be told.
            let _ = verb.send(outcome.clone());
        }
    }

    async fn commit_untold(self, people: &PeopleCache) -> Result<(), DbErr> {
        if !self.is_kept {
            self.tx.execute_unprepared(&format!("ROLLBACK TO verb_{}", self.begun)).await?;
        }
        self.tx.commit().await?;
        people.renew(&self.people);
        Ok(())
    }
}

/// One writer's turn. No other writes until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn(OwnedMutexGuard<Option<Shared>>);

impl Turn {
    /// Commits what verbs share, if there is anything.
    async fn commit(&mut self, people: &PeopleCache) {
        if let Some(shared) = self.0.take() {
            shared.commit(people).await;
        }
    }
}

impl Writers {
    /// Tells one database from another.
    #[cfg(feature = "testing")]
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    /// Waits for a turn of one's own; what others wrote before is committed.
    pub(crate) async fn turn(&self, people: &PeopleCache) -> Result<Turn, StoreError> {
        let mut turn = self.wait().await?;
        turn.commit(people).await;
        Ok(turn)
    }

    async fn wait(&self) -> Result<Turn, StoreError> {
        let turn = tokio::time::timeout(WRITER_WAIT, Arc::clone(&self.0).lock_owned()).await;
        turn.map(Turn).map_err(|_| StoreError::Database(DbErr::Custom("others are writing; the database is locked".into())))
    }
}

/// A verb in a transaction that it may share with others.
#[derive(Debug)]
pub(crate) struct Verb {
    turn: Turn,
    writers: Writers,
    /// What all transactions of the database know of people.
    people: PeopleCache,
}

impl Verb {
    /// Waits for a turn, and begins where the verb before it ended, or a transaction.
    pub(crate) async fn begin<B>(writers: &Writers, people: &PeopleCache, transaction: B) -> Result<Self, StoreError>
    where
        B: Future<Output = Result<DatabaseTransaction, DbErr>>,
    {
        let mut turn = writers.wait().await?;
        if let Some(shared) = turn.0.as_mut() {
            if let Err(error) = shared.begin_next().await {
                *turn.0 = None;
                return Err(error.into());
            }
        } else {
            let (tx, people, failed) = (transaction.await?, people.fork(), AtomicBool::new(false));
            *turn.0 = Some(Shared { tx, people, waiting: Vec::new(), begun: 1, is_kept: false, failed });
        }
        Ok(Self { turn, writers: writers.clone(), people: people.clone() })
    }

    /// The transaction.
    pub(crate) fn tx(&self) -> Result<&DatabaseTransaction, StoreError> {
        self.shared().map(|shared| &shared.tx)
    }

    /// People as this verb sees them.
    pub(crate) fn people(&self) -> Result<PeopleCache, StoreError> {
        self.shared().map(|shared| shared.people.clone())
    }

    fn shared(&self) -> Result<&Shared, StoreError> {
        self.turn.0.as_ref().ok_or_else(lost)
    }

    /// Notes that a statement failed.
    pub(crate) fn fail(&self) {
        if let Ok(shared) = self.shared() {
            shared.failed.store(true, Ordering::Relaxed);
        }
    }

    /// Keeps what the verb wrote, and returns once it is on the disk.
    pub(crate) async fn keep(mut self, seen: &Seen) -> Result<(), StoreError> {
        let shared = self.turn.0.as_mut().filter(|shared| !shared.failed.load(Ordering::Relaxed)).ok_or_else(lost)?;
        let (verb, told) = oneshot::channel();
        shared.people.committed(seen);
        shared.is_kept = true;
        shared.waiting.push(verb);
        if shared.waiting.len() == 1 {
            tokio::spawn(commit_in_turn(self.writers.clone(), self.people.clone()));
        }
        drop(self);
        heard(told).await
    }

    /// Leaves what the verb wrote behind, and returns once what it saw of others is on the disk.
    pub(crate) async fn leave(mut self) -> Result<(), StoreError> {
        let Some(shared) = self.turn.0.as_mut().filter(|shared| !shared.waiting.is_empty()) else { return Ok(()) };
        if shared.failed.load(Ordering::Relaxed) {
            return Ok(());
        }
        let (verb, told) = oneshot::channel();
        shared.waiting.push(verb);
        drop(self);
        heard(told).await
    }
}

impl Drop for Verb {
    fn drop(&mut self) {
        let shared = self.turn.0.as_ref();
        // Where nobody waits, nothing was kept and nobody will come to commit it.
        if shared.is_some_and(|shared| shared.waiting.is_empty() || shared.failed.load(Ordering::Relaxed)) {
            *self.turn.0 = None;
        }
    }
}

async fn commit_in_turn(writers: Writers, people: PeopleCache) {
    let mut turn = Turn(writers.0.lock_owned().await);
    turn.commit(&people).await;
}

/// What became of the commit.
async fn heard(told: oneshot::Receiver<Result<(), String>>) -> Result<(), StoreError> {
    told.await.map_err(|_| lost())?.map_err(|problem| StoreError::Database(DbErr::Custom(problem)))
}

fn lost() -> StoreError {
    StoreError::Database(DbErr::Custom("what was written together with this failed".into()))
}
