//! Answers to requests that carried a key, so that a repeated request is answered and not carried out again.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, get, instant, put};
use jiff::Timestamp;
use sea_orm::Value;
use tenure_core::primitives::UserId;

/// A request that was carried out, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredRequest {
    /// Who asked.
    pub user: UserId,
    /// The key that the caller gave the request.
    pub key: String,
    /// Method and path.
    pub request: String,
    /// Hexadecimal SHA-256 of the request's body.
    pub body_sha256: String,
    /// Reference of what was changed.
    pub subject: String,
    /// Number of the change's event; `None` where nothing had to change.
    pub event: Option<u64>,
    /// Revision of the one account concerned, if it was one.
    pub revision: Option<u64>,
    /// HTTP status of the answer.
    pub status: u16,
    /// Body of the answer.
    pub answer: String,
    /// When it was carried out.
    pub recorded_at: Timestamp,
}

impl Record for AnsweredRequest {
    const TABLE: &'static str = "answered_request";
    const COLUMNS: &'static [&'static str] =
        &["user_id", "request_key", "request", "body_sha256", "subject", "event_sequence", "revision", "status", "answer", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let number = |number: Option<u64>| Value::from(number.and_then(|n| i64::try_from(n).ok()));
        vec![
            self.user.to_string().into(),
            self.key.clone().into(),
            self.request.clone().into(),
            self.body_sha256.clone().into(),
            self.subject.clone().into(),
            number(self.event),
            number(self.revision),
            i64::from(self.status).into(),
            self.answer.clone().into(),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.parsed("user_id")?,
            key: row.text("request_key")?,
            request: row.text("request")?,
            body_sha256: row.text("body_sha256")?,
            subject: row.text("subject")?,
            event: row.number_or_none("event_sequence")?,
            revision: row.number_or_none("revision")?,
            status: row.number("status")?,
            answer: row.text("answer")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

impl Tx {
    /// What was answered to a user's request of this key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn answered(&self, user: UserId, key: &str) -> Result<Option<AnsweredRequest>, StoreError> {
        Ok(get(self, "WHERE t.user_id = ? AND t.request_key = ?", vec![user.to_string().into(), key.into()]).await?.pop())
    }

    /// Keeps an answer.
    ///
    /// # Errors
    /// [`StoreError::Database`], also where the user's key has an answer already.
    pub async fn put_answered(&self, answered: &AnsweredRequest) -> Result<(), StoreError> {
        put(self, [answered]).await
    }

    /// Removes answers given before an instant, and returns how many.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn forget_answered(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute("DELETE FROM answered_request WHERE recorded_at < ?", vec![instant(before)]).await
    }
}
