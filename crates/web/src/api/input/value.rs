//! The value record of a customer: entries, readings, confirmations.

use super::word::{CurrencyText, DayText, DecimalText, ValueKindWord, day};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{NewMatter, NewReading, NewValue};
use tenure_core::room::{Factor, Measure, ValueKind};
use utoipa::ToSchema;

/// An entry of the value record.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValueInput {
    /// What it is.
    #[garde(skip)]
    kind: ValueKindWord,
    /// One line; of the entries of an account no two have the same.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// How it was measured or came about, or what they said.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    told: Option<String>,
    /// Where that can be seen: an https:// address or words.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    evidence: Option<String>,
    /// The day on which it was agreed, happened or was said; today where it is absent.
    #[garde(skip)]
    happened_on: Option<DayText>,
    /// Reference of the stakeholder with whom it was agreed, or who said it.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    with: Option<String>,
    /// Of an outcome, which needs one: what the numbers count.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    unit: Option<String>,
    /// Of an outcome: where the customer began; absent is not measured.
    #[garde(skip)]
    baseline: Option<DecimalText>,
    /// Of an outcome, which needs one: what was agreed.
    #[garde(skip)]
    target: Option<DecimalText>,
    /// Of a return, which needs them: what is multiplied.
    #[serde(default)]
    #[garde(length(max = 10), dive)]
    #[schema(max_items = 10)]
    factors: Vec<FactorInput>,
    /// Of a return: currency of the product; the reporting currency where it is absent.
    #[garde(skip)]
    currency: Option<CurrencyText>,
}

/// One number of a return.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactorInput {
    /// What it is, without a colon or a semicolon.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, example = "Hours saved")]
    name: String,
    /// How many, above zero.
    #[garde(skip)]
    quantity: DecimalText,
    /// Of what, without a semicolon.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200, example = "a week")]
    unit: Option<String>,
}

impl ValueInput {
    pub(crate) fn entry(&self, account: &str) -> Result<NewValue, String> {
        let matter = match self.kind.0 {
            ValueKind::Win => NewMatter::Win,
            ValueKind::Quality => NewMatter::Quality,
            ValueKind::Outcome => NewMatter::Outcome(Measure {
                unit: self.unit.clone().unwrap_or_default().trim().into(),
                baseline: self.baseline.map(|number| number.0),
                target: self.target.ok_or("an outcome needs a target")?.0,
            }),
            ValueKind::Roi => {
                let factor = |given: &FactorInput| -> Result<Factor, String> {
                    // Read as everywhere else, so that what is kept can be written as one text.
                    format!("{}: {} {}", given.name, given.quantity.0, given.unit.as_deref().unwrap_or_default()).parse()
                };
                let factors = self.factors.iter().map(factor).collect::<Result<_, _>>()?;
                NewMatter::Roi(factors, self.currency.map(|currency| currency.0))
            }
        };
        Ok(NewValue {
            account: account.into(),
            matter,
            title: self.title.clone(),
            told: self.told.clone().unwrap_or_default(),
            evidence: self.evidence.clone().unwrap_or_default(),
            happened_on: day(self.happened_on),
            with: self.with.clone(),
        })
    }
}

/// What was measured of an agreed outcome.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadingInput {
    /// What was measured, in the unit of the outcome.
    #[garde(skip)]
    actual: DecimalText,
    /// The day; today where it is absent.
    #[garde(skip)]
    read_on: Option<DayText>,
    /// Where the number is from.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    note: Option<String>,
}

impl ReadingInput {
    pub(crate) fn reading(&self) -> NewReading {
        NewReading { actual: self.actual.0, read_on: day(self.read_on), note: self.note.clone().unwrap_or_default() }
    }
}

/// The customer's word that an entry is true.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmationInput {
    /// Reference of the stakeholder who confirmed it.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) by: String,
    /// The day; today where it is absent.
    #[garde(skip)]
    on: Option<DayText>,
}

impl ConfirmationInput {
    pub(crate) fn day(&self) -> Option<jiff::civil::Date> {
        day(self.on)
    }
}

/// Why something written down is taken back.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawalInput {
    /// Why.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) reason: String,
}
