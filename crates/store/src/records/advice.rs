//! Rows of answers to the advisor.

use crate::error::StoreError;
use crate::record::{Record, Row, day, instant};
use sea_orm::Value;
use tenure_core::ownership::advisor::{Answer, Factor};

impl Record for Answer {
    const TABLE: &'static str = "advisor_answer";
    const COLUMNS: &'static [&'static str] = &["number", "question", "answer", "note", "author", "answered_on", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            i64::from(self.number).into(),
            self.factor.code().into(),
            self.level.map(|level| self.factor.code_of(level)).into(),
            self.note.clone().into(),
            self.author.clone().into(),
            day(self.answered_on),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let factor: Factor = row.parsed("question")?;
        let code: Option<String> = row.get_or_none("answer")?;
        let known = |code: String| factor.level(&code).ok_or_else(|| row.unreadable("answer", &code, "is no answer to the question"));
        Ok(Self {
            number: row.number("number")?,
            factor,
            level: code.map(known).transpose()?,
            note: row.text("note")?,
            author: row.text("author")?,
            answered_on: row.parsed("answered_on")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}
