//! The terms of a request: carried out once for each key, and only on what the caller has seen.

use crate::App;
use crate::access::Actor;
use crate::book::ImportSummary;
use crate::error::AppError;
use crate::views::LogItem;
use jiff::{Timestamp, ToSpan};
use sha2::{Digest, Sha256};
use std::sync::{Arc, OnceLock};
use tenure_core::account::Account;
use tenure_core::facts::Facts;
use tenure_core::primitives::UserId;
use tenure_core::refusal::Refusal;
use tenure_store::{AnsweredRequest, LogFilter, LogPlace, Tx};

/// Answers are kept this long at least.
const KEPT_HOURS: i64 = 24;

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Reference of what was changed.
    pub subject: String,
    /// Number of its event; `None` where nothing had to change.
    pub event: Option<u64>,
    /// Revision of the one account concerned, if it was one.
    pub revision: Option<u64>,
    /// What an import did, where it was one and this is its first answer.
    pub import: Option<Box<ImportSummary>>,
}

/// What is answered to a request, word for word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What came of the change.
    pub receipt: Receipt,
    /// HTTP status.
    pub status: u16,
    /// Body.
    pub body: String,
    /// Whether the request had been carried out before: nothing was changed this time.
    pub replayed: bool,
}

/// How an edge words the answer to a change: status and body. It is worded before the commit, so that it is kept with the effect.
pub type Wording = fn(&Receipt) -> (u16, String);

/// A key under which a request is carried out once.
#[derive(Clone, Debug)]
pub struct RequestKey {
    /// The caller's key.
    pub key: String,
    /// Method and path.
    pub request: String,
    /// The request's body as it came.
    pub body: Vec<u8>,
}

/// What a caller demands beside the change itself.
#[derive(Clone, Debug)]
pub struct RequestTerms {
    key: Option<RequestKey>,
    seen: Option<Vec<u64>>,
    about: Option<String>,
    wording: Wording,
    answer: Arc<OnceLock<Answer>>,
}

impl RequestTerms {
    /// Terms of one request. `seen` holds the revisions that the caller accepts; `None` accepts any.
    pub fn new(key: Option<RequestKey>, seen: Option<Vec<u64>>, wording: Wording) -> Self {
        Self { key, seen, about: None, wording, answer: Arc::default() }
    }

    /// Terms of somebody who has seen an account at a revision. A change that concerns others as well holds to this one.
    pub fn seen(account: &str, revision: u64) -> Self {
        let nothing: Wording = |_| (200, String::new());
        Self { about: Some(account.into()), ..Self::new(None, Some(vec![revision]), nothing) }
    }

    /// The answer, once the change is committed or was found to be committed before.
    pub fn answer(&self) -> Option<&Answer> {
        self.answer.get()
    }
}

/// The user behind the actor, with the terms, if the actor is a request.
fn terms(actor: &Actor) -> Option<(UserId, &RequestTerms)> {
    match actor {
        Actor::Request(user, terms) => Some((user.id, terms)),
        Actor::User(_) | Actor::Operator(_) => None,
    }
}

/// The subject of the change, where this request was carried out before.
pub(crate) async fn carried_out_before(tx: &Tx, actor: &Actor) -> Result<Option<String>, AppError> {
    let Some((user, terms)) = terms(actor) else { return Ok(None) };
    let Some(key) = &terms.key else { return Ok(None) };
    let Some(before) = tx.answered(user, &key.key).await? else { return Ok(None) };
    if (before.request.as_str(), before.body_sha256) != (key.request.as_str(), digest(&key.body)) {
        let problem = format!("was used for {} with another body", before.request);
        let problem = if before.request == key.request { problem } else { format!("was used for {}", before.request) };
        return Err(Refusal {
            column: Some("Idempotency-Key".into()),
            value: Some(key.key.clone()),
            problem,
            remedy: "Use a new key for a new request.".into(),
            ..Refusal::default()
        }
        .into());
    }
    let receipt = Receipt { subject: before.subject.clone(), event: before.event, revision: before.revision, import: None };
    let _ = terms.answer.set(Answer { receipt, status: before.status, body: before.answer, replayed: true });
    Ok(Some(before.subject))
}

/// Refuses a change of an account that the caller has seen in another state.
pub(crate) async fn check_seen(tx: &Tx, actor: &Actor, facts: &Facts) -> Result<(), AppError> {
    let Some((_, RequestTerms { seen: Some(seen), about, .. })) = terms(actor) else { return Ok(()) };
    let concerned = |account: &&Account| about.as_ref().is_none_or(|about| account.reference == *about);
    let mut accounts = facts.accounts.values().filter(concerned);
    // Where there is no account, the verb says what is missing.
    let Some(account) = accounts.next() else { return Ok(()) };
    if accounts.next().is_some() {
        let problem = "has no meaning for a change of several accounts".to_string();
        return Err(Refusal { column: Some("If-Match".into()), problem, ..Refusal::default() }.into());
    }
    let revision = tx.revision(account.id).await?;
    if seen.contains(&revision) {
        return Ok(());
    }
    let last = tx.log(&LogFilter::default(), LogPlace::After(revision.saturating_sub(1)), 1).await?;
    let changed = last.into_iter().find(|row| row.sequence == revision).map(LogItem::of);
    Err(AppError::Stale(Box::new(Stale { account: account.reference.clone(), revision, changed })))
}

/// Keeps the answer in the change's own transaction, where the request has a key, and commits. Gives the subject.
pub(crate) async fn commit(tx: Tx, actor: &Actor, receipt: Receipt, now: Timestamp) -> Result<String, AppError> {
    let subject = receipt.subject.clone();
    let Some((user, terms)) = terms(actor) else {
        tx.commit().await?;
        return Ok(subject);
    };
    let (status, body) = (terms.wording)(&receipt);
    if let Some(key) = &terms.key {
        let answered = AnsweredRequest {
            user,
            key: key.key.clone(),
            request: key.request.clone(),
            body_sha256: digest(&key.body),
            subject: receipt.subject.clone(),
            event: receipt.event,
            revision: receipt.revision,
            status,
            answer: body.clone(),
            recorded_at: now,
        };
        tx.put_answered(&answered).await?;
    }
    tx.commit().await?;
    let _ = terms.answer.set(Answer { receipt, status, body, replayed: false });
    Ok(subject)
}

/// What is known of a change that came between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Account reference.
    pub account: String,
    /// Its revision now.
    pub revision: u64,
    /// The event of that revision.
    pub changed: Option<LogItem>,
}

impl std::fmt::Display for Stale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} was changed since you read it", self.account)?;
        match &self.changed {
            Some(item) => {
                let at = item.event.at.strftime("%Y-%m-%d %H:%M UTC");
                write!(f, ", by {} at {at}: {}.", item.event.actor, item.event.summary.trim_end_matches('.'))
            }
            None => write!(f, "."),
        }
    }
}

impl App {
    /// Forgets answers that are older than a day: their keys may be used again. Returns how many.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn forget_answers(&self) -> Result<u64, AppError> {
        let tx = self.store.write().await?;
        let forgotten = tx.forget_answered(self.now() - KEPT_HOURS.hours()).await?;
        tx.commit().await?;
        Ok(forgotten)
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
