//! Rows of expansions, of what they are credited with, and of their reassignments.

use crate::error::StoreError;
use crate::history::Kept;
use crate::record::{Record, Row, day, day_or_null, instant, instant_text};
use jiff::Timestamp;
use sea_orm::Value;
use tenure_core::expansion::{Credit, Expansion, ExpansionState, Routed};
use tenure_core::ownership::handoff::Word;
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{ExpansionId, Money};

impl Record for Expansion {
    const TABLE: &'static str = "expansion";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "number",
        "account_id",
        "expansion_type",
        "currency",
        "expected_minor",
        "reporting_currency",
        "expected_reporting_minor",
        "what",
        "found_by_id",
        "found_on",
        "source",
        "raised_by",
        "raised_on",
        "raised_at",
        "answer_by",
        "state",
        "accepted_by",
        "accepted_note",
        "accepted_on",
        "accepted_at",
        "settled_by",
        "settled_reason",
        "settled_on",
        "settled_at",
        "policy_id",
        "rule",
        "owned_since",
        "first_sequence",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let head: [Value; 9] = [
            self.id.to_string().into(),
            i64::from(self.number).into(),
            self.account.to_string().into(),
            self.kind.code().into(),
            self.expected.currency.code().into(),
            self.expected.minor.into(),
            self.expected_reporting.currency.code().into(),
            self.expected_reporting.minor.into(),
            self.what.clone().into(),
        ];
        let raised: [Value; 8] = [
            self.found_by.to_string().into(),
            day(self.found_on),
            self.source.code().into(),
            self.raised_by.clone().into(),
            day(self.raised_on),
            instant(self.raised_at),
            day(self.answer_by),
            self.state.code().into(),
        ];
        let routed = self.routed.as_ref();
        let owned: [Value; 4] = [
            routed.map(|routed| routed.policy.to_string()).into(),
            routed.map(|routed| routed.rule.clone()).into(),
            day_or_null(routed.map(|routed| routed.since)),
            routed.map(|_| 0_i64).into(),
        ];
        let words = [self.state.accepted(), self.state.settled()].into_iter().flat_map(word_values);
        head.into_iter().chain(raised).chain(words).chain(owned).collect()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let routed = match row.parsed_or_none("policy_id")? {
            Some(policy) => Some(Routed { policy, rule: row.text("rule")?, since: row.parsed("owned_since")? }),
            None => None,
        };
        Ok(Self {
            id: row.parsed("id")?,
            number: row.number("number")?,
            account: row.parsed("account_id")?,
            kind: row.parsed("expansion_type")?,
            expected: Money::new(row.get("expected_minor")?, row.currency("currency")?),
            expected_reporting: Money::new(row.get("expected_reporting_minor")?, row.currency("reporting_currency")?),
            what: row.text("what")?,
            found_by: row.parsed("found_by_id")?,
            found_on: row.parsed("found_on")?,
            source: row.parsed("source")?,
            raised_by: row.text("raised_by")?,
            raised_on: row.parsed("raised_on")?,
            raised_at: row.parsed("raised_at")?,
            answer_by: row.parsed("answer_by")?,
            routed,
            state: state(row)?,
        })
    }
}

fn word_values(word: Option<&Word>) -> [Value; 4] {
    [
        word.map(|word| word.by.clone()).into(),
        word.map(|word| word.reason.clone()).into(),
        day_or_null(word.map(|word| word.on)),
        word.map(|word| instant_text(word.recorded_at)).into(),
    ]
}

/// Where it stands; what it is credited with stands in rows of its own.
fn state(row: &Row<'_>) -> Result<ExpansionState, StoreError> {
    let accepted = || word(row, ["accepted_by", "accepted_note", "accepted_on", "accepted_at"]);
    let settled = || word(row, ["settled_by", "settled_reason", "settled_on", "settled_at"]);
    let code = row.text("state")?;
    Ok(match code.as_str() {
        "raised" => ExpansionState::Raised,
        "accepted" => ExpansionState::Accepted { accepted: accepted()? },
        "rejected" => ExpansionState::Rejected { word: settled()? },
        "withdrawn" => ExpansionState::Withdrawn { word: settled()? },
        "won" => ExpansionState::Won { accepted: accepted()?, word: settled()?, credits: Vec::new() },
        "lost" => ExpansionState::Lost { accepted: accepted()?, word: settled()? },
        other => return Err(row.unreadable("state", other, "is not a state of an expansion")),
    })
}

fn word(row: &Row<'_>, [by, reason, on, at]: [&'static str; 4]) -> Result<Word, StoreError> {
    Ok(Word { by: row.text(by)?, reason: row.text(reason)?, on: row.parsed(on)?, recorded_at: row.parsed(at)? })
}

impl Kept for Expansion {
    const HISTORY: &'static str = "expansion_history";
    type Id = ExpansionId;

    fn id(&self) -> Self::Id {
        self.id
    }

    fn key(id: &Self::Id) -> Vec<Value> {
        vec![id.to_string().into()]
    }
}

/// A movement that an expansion is credited with.
pub(crate) struct CreditRow {
    pub(crate) expansion: ExpansionId,
    pub(crate) credit: Credit,
    pub(crate) credited_at: Timestamp,
}

impl Record for CreditRow {
    const TABLE: &'static str = "expansion_credit";
    const COLUMNS: &'static [&'static str] =
        &["expansion_id", "movement", "moved_on", "expansion_type", "currency", "amount_minor", "credited_at"];
    const KEY: &'static [&'static str] = &["expansion_id", "movement", "credited_at"];

    fn values(&self) -> Vec<Value> {
        let credit = &self.credit;
        vec![
            self.expansion.to_string().into(),
            credit.movement.clone().into(),
            day(credit.moved_on),
            credit.class.code().into(),
            credit.amount.currency.code().into(),
            credit.amount.minor.into(),
            instant(self.credited_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let credit = Credit {
            movement: row.text("movement")?,
            moved_on: row.parsed("moved_on")?,
            class: row.parsed("expansion_type")?,
            amount: Money::new(row.get("amount_minor")?, row.currency("currency")?),
        };
        Ok(Self { expansion: row.parsed("expansion_id")?, credit, credited_at: row.parsed("credited_at")? })
    }
}

/// A reassignment of what an expansion gives to do.
pub(crate) struct ExpansionOverride(pub(crate) Override);

impl Record for ExpansionOverride {
    const TABLE: &'static str = "expansion_override";
    const COLUMNS: &'static [&'static str] =
        &["id", "expansion_id", "responsibility", "teammate_id", "reason", "author", "from_on", "until_on", "recorded_at"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        self.0.values()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        super::ownership::named(row, row.parsed("expansion_id")?).map(Self)
    }
}
