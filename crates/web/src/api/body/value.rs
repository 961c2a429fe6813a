//! Bodies about the value record of a customer.

use super::MoneyBody;
use serde::Serialize;
use tenure_app::{AccountView, ValueItem};
use tenure_core::room::{Matter, Withdrawal};
use utoipa::ToSchema;

/// The value record of a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueList {
    /// Entries that count, latest first; those that were withdrawn come after them.
    pub items: Vec<ValueBody>,
    /// Returns that the customer confirmed, summed once for each currency.
    pub confirmed: Vec<MoneyBody>,
    /// Returns that nobody has confirmed, summed once for each currency.
    pub unconfirmed: Vec<MoneyBody>,
}

/// One entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueBody {
    /// Id.
    #[schema(format = Uuid)]
    pub id: String,
    /// `outcome`, `win`, `roi` or `quality`.
    pub kind: String,
    /// One line.
    pub title: String,
    /// How it was measured or came about, or what they said.
    pub told: String,
    /// Where that can be seen.
    pub evidence: String,
    /// The day on which it was agreed, happened or was said.
    #[schema(format = Date)]
    pub happened_on: String,
    /// Name of the person with whom it was agreed, or who said it.
    pub with: Option<String>,
    /// Of an outcome: what the numbers count.
    pub unit: Option<String>,
    /// Of an outcome: where the customer began.
    pub baseline: Option<String>,
    /// Of an outcome: what was agreed.
    pub target: Option<String>,
    /// Of an outcome: `unmeasured`, `behind`, `on_the_way` or `reached`.
    pub standing: Option<String>,
    /// Of an outcome: the reading that counts of each day, oldest first.
    pub readings: Vec<ReadingBody>,
    /// Of a return: what is multiplied.
    pub factors: Vec<FactorBody>,
    /// Of a return: the product.
    pub amount: Option<MoneyBody>,
    /// The customer's confirmation; null is our word alone.
    pub confirmed: Option<ConfirmedBody>,
    /// Who wrote it down.
    pub author: String,
    /// That it was taken back.
    pub withdrawn: Option<WithdrawnBody>,
}

/// One number of a return.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactorBody {
    /// What it is.
    pub name: String,
    /// How many.
    pub quantity: String,
    /// Of what.
    pub unit: String,
}

/// What was measured of an outcome.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingBody {
    /// The day.
    #[schema(format = Date)]
    pub read_on: String,
    /// What was measured.
    pub actual: String,
    /// Where the number is from.
    pub note: String,
    /// Who wrote it down.
    pub author: String,
}

/// The customer's word.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmedBody {
    /// Name of who confirmed it.
    pub by: Option<String>,
    /// The day.
    #[schema(format = Date)]
    pub on: String,
}

/// That something was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnBody {
    /// Who took it back.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
}

impl From<&Withdrawal> for WithdrawnBody {
    fn from(gone: &Withdrawal) -> Self {
        Self { by: gone.by.clone(), reason: gone.reason.clone(), at: gone.at.to_string() }
    }
}

impl From<&ValueItem> for ValueBody {
    fn from(item: &ValueItem) -> Self {
        let entry = &item.entry;
        let (measure, claim) = match &entry.matter {
            Matter::Outcome(measure) => (Some(measure), None),
            Matter::Roi(claim) => (None, Some(claim)),
            Matter::Win | Matter::Quality => (None, None),
        };
        let factors = claim.into_iter().flat_map(|claim| &claim.factors).map(|factor| FactorBody {
            name: factor.name.clone(),
            quantity: factor.quantity.to_string(),
            unit: factor.unit.clone(),
        });
        let readings = item.readings.iter().map(|reading| ReadingBody {
            read_on: reading.read_on.to_string(),
            actual: reading.actual.to_string(),
            note: reading.note.clone(),
            author: reading.author.clone(),
        });
        Self {
            id: entry.id.to_string(),
            kind: entry.matter.kind().code().into(),
            title: entry.title.clone(),
            told: entry.told.clone(),
            evidence: entry.evidence.clone(),
            happened_on: entry.happened_on.to_string(),
            with: item.with.clone(),
            unit: measure.map(|measure| measure.unit.clone()),
            baseline: measure.and_then(|measure| measure.baseline).map(|baseline| baseline.to_string()),
            target: measure.map(|measure| measure.target.to_string()),
            standing: item.standing.map(|standing| standing.code().into()),
            readings: readings.collect(),
            factors: factors.collect(),
            amount: claim.map(|claim| claim.amount.into()),
            confirmed: entry.confirmed.as_ref().map(|word| ConfirmedBody { by: item.confirmed_by.clone(), on: word.on.to_string() }),
            author: entry.author.clone(),
            withdrawn: entry.withdrawn.as_ref().map(WithdrawnBody::from),
        }
    }
}

impl From<&AccountView> for ValueList {
    fn from(view: &AccountView) -> Self {
        let record = &view.room.value;
        Self {
            items: record.items.iter().map(ValueBody::from).collect(),
            confirmed: record.confirmed.iter().map(|sum| (*sum).into()).collect(),
            unconfirmed: record.claimed.iter().map(|sum| (*sum).into()).collect(),
        }
    }
}
