//! Rows of what is written down in the rooms of customers.

use crate::error::StoreError;
use crate::record::{Record, Row, day, day_or_null, instant};
use sea_orm::Value;
use tenure_core::primitives::{Decimal6, Money};
use tenure_core::room::{Claim, Confirmation, Matter, Measure, Reading, ValueEntry, ValueKind, Withdrawal, factors, factors_text};

impl Record for ValueEntry {
    const TABLE: &'static str = "value_entry";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "id", "account_id", "kind", "title", "told", "evidence", "happened_on", "with_id", "unit", "baseline_millionths", "target_millionths",
        "factors", "currency", "amount_minor", "confirmed_by_id", "confirmed_on", "confirmed_author", "confirmed_at", "author", "recorded_at",
        "withdrawn_reason", "withdrawn_by", "withdrawn_at",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let (measure, claim) = match &self.matter {
            Matter::Outcome(measure) => (Some(measure), None),
            Matter::Roi(claim) => (None, Some(claim)),
            Matter::Win | Matter::Quality => (None, None),
        };
        let (confirmed, withdrawn) = (self.confirmed.as_ref(), self.withdrawn.as_ref());
        vec![
            self.id.to_string().into(),
            self.account.to_string().into(),
            self.matter.kind().code().into(),
            self.title.clone().into(),
            self.told.clone().into(),
            self.evidence.clone().into(),
            day(self.happened_on),
            self.with.map(|id| id.to_string()).into(),
            measure.map(|measure| measure.unit.clone()).unwrap_or_default().into(),
            measure.and_then(|measure| measure.baseline).map(Decimal6::millionths).into(),
            measure.map(|measure| measure.target.millionths()).into(),
            claim.map(|claim| factors_text(&claim.factors)).unwrap_or_default().into(),
            claim.map(|claim| claim.amount.currency.code().to_string()).into(),
            claim.map(|claim| claim.amount.minor).into(),
            confirmed.map(|word| word.by.to_string()).into(),
            day_or_null(confirmed.map(|word| word.on)),
            confirmed.map(|word| word.author.clone()).into(),
            confirmed.map_or_else(|| None::<String>.into(), |word| instant(word.recorded_at)),
            self.author.clone().into(),
            instant(self.recorded_at),
            withdrawn.map(|gone| gone.reason.clone()).into(),
            withdrawn.map(|gone| gone.by.clone()).into(),
            withdrawn.map_or_else(|| None::<String>.into(), |gone| instant(gone.at)),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let confirmed = match row.parsed_or_none("confirmed_by_id")? {
            Some(by) => Some(Confirmation {
                by,
                on: row.parsed("confirmed_on")?,
                author: row.text("confirmed_author")?,
                recorded_at: row.parsed("confirmed_at")?,
            }),
            None => None,
        };
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account_id")?,
            matter: matter(row)?,
            title: row.text("title")?,
            told: row.text("told")?,
            evidence: row.text("evidence")?,
            happened_on: row.parsed("happened_on")?,
            with: row.parsed_or_none("with_id")?,
            confirmed,
            author: row.text("author")?,
            recorded_at: row.parsed("recorded_at")?,
            withdrawn: withdrawal(row)?,
        })
    }
}

fn matter(row: &Row<'_>) -> Result<Matter, StoreError> {
    Ok(match row.parsed::<ValueKind>("kind")? {
        ValueKind::Win => Matter::Win,
        ValueKind::Quality => Matter::Quality,
        ValueKind::Outcome => Matter::Outcome(Measure {
            unit: row.text("unit")?,
            baseline: row.get_or_none("baseline_millionths")?.map(Decimal6::from_millionths),
            target: Decimal6::from_millionths(row.get("target_millionths")?),
        }),
        ValueKind::Roi => {
            let text = row.text("factors")?;
            let factors = factors(&text).map_err(|problem| row.unreadable("factors", &text, &problem))?;
            Matter::Roi(Claim { factors, amount: Money::new(row.get("amount_minor")?, row.currency("currency")?) })
        }
    })
}

/// The withdrawal that a row tells of.
pub(super) fn withdrawal(row: &Row<'_>) -> Result<Option<Withdrawal>, StoreError> {
    let Some(at) = row.parsed_or_none("withdrawn_at")? else { return Ok(None) };
    Ok(Some(Withdrawal { reason: row.text("withdrawn_reason")?, by: row.text("withdrawn_by")?, at }))
}

impl Record for Reading {
    const TABLE: &'static str = "value_reading";
    const COLUMNS: &'static [&'static str] =
        &["id", "account_id", "value_id", "read_on", "actual_millionths", "note", "author", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.account.to_string().into(),
            self.outcome.to_string().into(),
            day(self.read_on),
            self.actual.millionths().into(),
            self.note.clone().into(),
            self.author.clone().into(),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account_id")?,
            outcome: row.parsed("value_id")?,
            read_on: row.parsed("read_on")?,
            actual: Decimal6::from_millionths(row.get("actual_millionths")?),
            note: row.text("note")?,
            author: row.text("author")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}
