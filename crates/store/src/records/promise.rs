//! Rows of where people at customers stand, of objections and of commitments.

use super::room::withdrawal;
use crate::error::StoreError;
use crate::record::{Record, Row, day, day_or_null, instant};
use sea_orm::Value;
use tenure_core::ownership::handoff::Word;
use tenure_core::primitives::TeammateId;
use tenure_core::room::{Commitment, Objection, Standpoint, Withdrawal};

impl Record for Standpoint {
    const TABLE: &'static str = "standpoint";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "id", "account_id", "stakeholder_id", "influence", "sentiment", "known_by", "reason", "judged_on", "author", "recorded_at",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let known_by: Vec<String> = self.known_by.iter().map(ToString::to_string).collect();
        vec![
            self.id.to_string().into(),
            self.account.to_string().into(),
            self.stakeholder.to_string().into(),
            self.influence.code().into(),
            self.sentiment.code().into(),
            known_by.join(" ").into(),
            self.reason.clone().into(),
            day(self.judged_on),
            self.author.clone().into(),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let known_by = row.text("known_by")?;
        let read = |id: &str| id.parse::<TeammateId>().map_err(|problem| row.unreadable("known_by", id, &problem.to_string()));
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account_id")?,
            stakeholder: row.parsed("stakeholder_id")?,
            influence: row.parsed("influence")?,
            sentiment: row.parsed("sentiment")?,
            known_by: known_by.split_whitespace().map(read).collect::<Result<_, _>>()?,
            reason: row.text("reason")?,
            judged_on: row.parsed("judged_on")?,
            author: row.text("author")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

/// The four columns of what somebody said: the words, who, the day, the instant.
fn said(word: Option<&Word>) -> [Value; 4] {
    [
        word.map(|word| word.reason.clone()).into(),
        word.map(|word| word.by.clone()).into(),
        day_or_null(word.map(|word| word.on)),
        word.map_or_else(|| None::<String>.into(), |word| instant(word.recorded_at)),
    ]
}

fn word(row: &Row<'_>, [reason, by, on, at]: [&'static str; 4]) -> Result<Option<Word>, StoreError> {
    let Some(recorded_at) = row.parsed_or_none(at)? else { return Ok(None) };
    Ok(Some(Word { by: row.text(by)?, reason: row.text(reason)?, on: row.parsed(on)?, recorded_at }))
}

/// The three columns of a withdrawal: why, who, when.
pub(super) fn gone(withdrawn: Option<&Withdrawal>) -> [Value; 3] {
    [
        withdrawn.map(|gone| gone.reason.clone()).into(),
        withdrawn.map(|gone| gone.by.clone()).into(),
        withdrawn.map_or_else(|| None::<String>.into(), |gone| instant(gone.at)),
    ]
}

impl Record for Objection {
    const TABLE: &'static str = "objection";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "id", "account_id", "renewal_id", "kind", "objection_text", "raised_by_id", "raised_on", "answer", "answered_by", "answered_on",
        "answered_at", "resolution", "resolved_by", "resolved_on", "resolved_at", "author", "recorded_at", "withdrawn_reason", "withdrawn_by",
        "withdrawn_at",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let head: Vec<Value> = vec![
            self.id.to_string().into(),
            self.account.to_string().into(),
            self.renewal.map(|id| id.to_string()).into(),
            self.kind.code().into(),
            self.text.clone().into(),
            self.raised_by.map(|id| id.to_string()).into(),
            day(self.raised_on),
        ];
        let written: [Value; 2] = [self.author.clone().into(), instant(self.recorded_at)];
        let words = said(self.answer.as_ref()).into_iter().chain(said(self.resolved.as_ref()));
        head.into_iter().chain(words).chain(written).chain(gone(self.withdrawn.as_ref())).collect()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account_id")?,
            renewal: row.parsed_or_none("renewal_id")?,
            kind: row.parsed("kind")?,
            text: row.text("objection_text")?,
            raised_by: row.parsed_or_none("raised_by_id")?,
            raised_on: row.parsed("raised_on")?,
            answer: word(row, ["answer", "answered_by", "answered_on", "answered_at"])?,
            resolved: word(row, ["resolution", "resolved_by", "resolved_on", "resolved_at"])?,
            author: row.text("author")?,
            recorded_at: row.parsed("recorded_at")?,
            withdrawn: withdrawal(row)?,
        })
    }
}

impl Record for Commitment {
    const TABLE: &'static str = "commitment";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "id", "account_id", "renewal_id", "promise", "promised_to_id", "owner_id", "made_on", "due_on", "ended_as", "ended_note", "ended_by",
        "ended_on", "ended_at", "author", "recorded_at", "withdrawn_reason", "withdrawn_by", "withdrawn_at",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let head: Vec<Value> = vec![
            self.id.to_string().into(),
            self.account.to_string().into(),
            self.renewal.map(|id| id.to_string()).into(),
            self.promise.clone().into(),
            self.to.map(|id| id.to_string()).into(),
            self.owner.to_string().into(),
            day(self.made_on),
            day(self.due_on),
            self.ended.as_ref().map(|(end, _)| end.code().to_string()).into(),
        ];
        let written: [Value; 2] = [self.author.clone().into(), instant(self.recorded_at)];
        let ended = said(self.ended.as_ref().map(|(_, word)| word));
        head.into_iter().chain(ended).chain(written).chain(gone(self.withdrawn.as_ref())).collect()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let end = row.parsed_or_none("ended_as")?;
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account_id")?,
            renewal: row.parsed_or_none("renewal_id")?,
            promise: row.text("promise")?,
            to: row.parsed_or_none("promised_to_id")?,
            owner: row.parsed("owner_id")?,
            made_on: row.parsed("made_on")?,
            due_on: row.parsed("due_on")?,
            ended: end.zip(word(row, ["ended_note", "ended_by", "ended_on", "ended_at"])?),
            author: row.text("author")?,
            recorded_at: row.parsed("recorded_at")?,
            withdrawn: withdrawal(row)?,
        })
    }
}
