//! Drafts of the ownership policy.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, get, instant, instant_text, put};
use sea_orm::Value;
use tenure_core::ownership::draft::{Draft, Review};

impl Record for Draft {
    const TABLE: &'static str = "policy_draft";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "number",
        "policy_text",
        "based_on",
        "note",
        "author",
        "changed_at",
        "reviewer",
        "review_words",
        "reviewed_at",
        "discarded",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let review = self.review.as_ref();
        vec![
            self.id.to_string().into(),
            i64::from(self.number).into(),
            self.text.clone().into(),
            self.based_on.map(i64::from).into(),
            self.note.clone().into(),
            self.author.clone().into(),
            instant(self.changed_at),
            review.map(|review| review.reviewer.clone()).into(),
            review.map(|review| review.words.clone()).into(),
            review.map(|review| instant_text(review.reviewed_at)).into(),
            self.discarded.into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let review = match row.get_or_none::<String>("reviewer")? {
            Some(reviewer) => Some(Review { reviewer, words: row.text("review_words")?, reviewed_at: row.parsed("reviewed_at")? }),
            None => None,
        };
        Ok(Self {
            id: row.parsed("id")?,
            number: row.number("number")?,
            text: row.text("policy_text")?,
            based_on: row.number_or_none("based_on")?,
            note: row.text("note")?,
            author: row.text("author")?,
            changed_at: row.parsed("changed_at")?,
            review,
            discarded: row.get("discarded")?,
        })
    }
}

impl Tx {
    /// Adds a draft or changes it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        put(self, std::slice::from_ref(draft)).await
    }

    /// Drafts, newest first: every one that was begun.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        get::<Draft>(self, "ORDER BY t.number DESC", vec![]).await
    }
}
