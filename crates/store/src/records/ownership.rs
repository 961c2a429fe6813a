//! Rows of policy versions, the ownership ledger and its projection.

use crate::error::StoreError;
use crate::record::{Record, Row, day, day_or_null, instant};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::Value;
use tenure_core::facts::Standing;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{Because, OwnershipEntry, Passage};
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{PolicyId, SubjectId, TeammateId};

/// A policy version as text; parsing it needs the organisation and the catalog.
pub(crate) struct PolicyRow {
    pub(crate) id: PolicyId,
    pub(crate) version: u32,
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) effective_on: Date,
    pub(crate) recorded_at: Timestamp,
    pub(crate) standing: Standing,
}

impl Record for PolicyRow {
    const TABLE: &'static str = "policy_version";
    const COLUMNS: &'static [&'static str] =
        &["id", "version", "name", "policy_text", "effective_on", "recorded_at", "author", "approved_by", "reason", "draft", "review_on"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            i64::from(self.version).into(),
            self.name.clone().into(),
            self.text.clone().into(),
            day(self.effective_on),
            instant(self.recorded_at),
            self.standing.author.clone().into(),
            self.standing.approved_by.clone().into(),
            self.standing.reason.clone().into(),
            self.standing.draft.map(i64::from).into(),
            day_or_null(self.standing.review_on),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let standing = Standing {
            author: row.text("author")?,
            approved_by: row.get_or_none("approved_by")?,
            reason: row.text("reason")?,
            draft: row.number_or_none("draft")?,
            review_on: row.parsed_or_none("review_on")?,
        };
        Ok(Self {
            standing,
            id: row.parsed("id")?,
            version: row.number("version")?,
            name: row.text("name")?,
            text: row.text("policy_text")?,
            effective_on: row.parsed("effective_on")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

/// A published playbook as text.
pub(crate) struct PlaybookRow {
    pub(crate) code: String,
    pub(crate) version: u32,
    pub(crate) text: String,
    pub(crate) reason: String,
    pub(crate) author: String,
    pub(crate) recorded_at: Timestamp,
}

impl Record for PlaybookRow {
    const TABLE: &'static str = "playbook_version";
    const COLUMNS: &'static [&'static str] = &["code", "version", "playbook_text", "reason", "author", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.code.clone().into(),
            i64::from(self.version).into(),
            self.text.clone().into(),
            self.reason.clone().into(),
            self.author.clone().into(),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            code: row.text("code")?,
            version: row.number("version")?,
            text: row.text("playbook_text")?,
            reason: row.text("reason")?,
            author: row.text("author")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

/// A ledger entry with the key of the entry before it, which the schema checks.
pub(crate) struct EntryRow {
    pub(crate) entry: OwnershipEntry,
    pub(crate) previous_on: Option<Date>,
}

impl Record for EntryRow {
    const TABLE: &'static str = "ownership_entry";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "subject_id",
        "responsibility",
        "stream",
        "effective_on",
        "sequence",
        "previous_effective_on",
        "previous_sequence",
        "holder_id",
        "waived_by",
        "waiver_reason",
        "handoff_id",
        "policy_id",
        "rule",
        "role",
        "person_reason",
        "because",
        "author",
        "recorded_at",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let entry = &self.entry;
        let waiver = match &entry.passage {
            Passage::Initial | Passage::Joint { .. } => (None, None),
            Passage::Waived { by, reason, .. } => (Some(by.clone()), Some(reason.clone())),
        };
        vec![
            entry.id.to_string().into(),
            entry.subject.to_string().into(),
            entry.responsibility.code().into(),
            entry.stream.code().into(),
            day(entry.effective_on),
            i64::from(entry.sequence).into(),
            day_or_null(self.previous_on),
            entry.sequence.checked_sub(1).map(i64::from).into(),
            entry.holder.to_string().into(),
            waiver.0.into(),
            waiver.1.into(),
            entry.passage.handoff().map(|handoff| handoff.to_string()).into(),
            entry.because.policy.to_string().into(),
            entry.because.rule.clone().into(),
            entry.because.role.code().into(),
            entry.because.person.code().into(),
            entry.because.sentence.clone().into(),
            entry.author.to_string().into(),
            instant(entry.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let handoff = row.parsed_or_none("handoff_id")?;
        let passage = match (row.parsed_or_none("waived_by")?, row.get_or_none("waiver_reason")?, handoff) {
            (Some(by), Some(reason), handoff) => Passage::Waived { by, reason, handoff },
            (_, _, Some(handoff)) => Passage::Joint { handoff },
            _ => Passage::Initial,
        };
        let because = Because {
            policy: row.parsed("policy_id")?,
            rule: row.text("rule")?,
            role: row.parsed("role")?,
            person: row.parsed("person_reason")?,
            sentence: row.text("because")?,
        };
        let entry = OwnershipEntry {
            id: row.parsed("id")?,
            subject: row.parsed("subject_id")?,
            responsibility: row.parsed("responsibility")?,
            stream: row.parsed("stream")?,
            effective_on: row.parsed("effective_on")?,
            sequence: row.number("sequence")?,
            holder: row.parsed("holder_id")?,
            passage,
            because: because.into(),
            author: row.text("author")?.into(),
            recorded_at: row.parsed("recorded_at")?,
        };
        Ok(Self { entry, previous_on: row.parsed_or_none("previous_effective_on")? })
    }
}

impl Record for Override {
    const TABLE: &'static str = "ownership_override";
    const COLUMNS: &'static [&'static str] =
        &["id", "renewal_id", "responsibility", "teammate_id", "reason", "author", "from_on", "until_on", "recorded_at"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.subject.to_string().into(),
            self.responsibility.code().into(),
            self.teammate.to_string().into(),
            self.reason.clone().into(),
            self.author.clone().into(),
            day(self.from_on),
            day(self.until_on),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        named(row, row.parsed("renewal_id")?)
    }
}

/// A reassignment of a renewal or an expansion.
pub(super) fn named(row: &Row<'_>, subject: SubjectId) -> Result<Override, StoreError> {
    Ok(Override {
        id: row.parsed("id")?,
        subject,
        responsibility: row.parsed("responsibility")?,
        teammate: row.parsed("teammate_id")?,
        reason: row.text("reason")?,
        author: row.text("author")?,
        from_on: row.parsed("from_on")?,
        until_on: row.parsed("until_on")?,
        recorded_at: row.parsed("recorded_at")?,
    })
}

/// Who is accountable now.
pub(crate) struct HolderRow {
    pub(crate) subject: SubjectId,
    pub(crate) responsibility: Responsibility,
    pub(crate) teammate: TeammateId,
}

impl Record for HolderRow {
    const TABLE: &'static str = "ownership_holder";
    const COLUMNS: &'static [&'static str] = &["subject_id", "responsibility", "teammate_id"];
    const KEY: &'static [&'static str] = &["subject_id", "responsibility"];

    fn values(&self) -> Vec<Value> {
        vec![self.subject.to_string().into(), self.responsibility.code().into(), self.teammate.to_string().into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { subject: row.parsed("subject_id")?, responsibility: row.parsed("responsibility")?, teammate: row.parsed("teammate_id")? })
    }
}
