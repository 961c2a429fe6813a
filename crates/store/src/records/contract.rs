//! Rows of rates, products, contracts, terms and line versions.

use crate::error::StoreError;
use crate::history::Kept;
use crate::record::{Record, Row, day, day_or_null, instant};
use jiff::civil::Date;
use sea_orm::Value;
use tenure_core::contract::{Contract, Line, Product, Signature, Term};
use tenure_core::ledger::LineVersion;
use tenure_core::primitives::{ContractId, Decimal6};

/// One plan rate.
pub(crate) struct PlanRate {
    pub(crate) year: i16,
    pub(crate) currency: String,
    pub(crate) rate: Decimal6,
}

impl Record for PlanRate {
    const TABLE: &'static str = "plan_rate";
    const COLUMNS: &'static [&'static str] = &["year", "currency", "rate_millionths"];
    const KEY: &'static [&'static str] = &["year", "currency"];

    fn values(&self) -> Vec<Value> {
        vec![i64::from(self.year).into(), self.currency.clone().into(), self.rate.millionths().into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            year: row.number("year")?,
            currency: row.text("currency")?,
            rate: Decimal6::from_millionths(row.get("rate_millionths")?),
        })
    }
}

impl Kept for PlanRate {
    const HISTORY: &'static str = "plan_rate_history";
    type Id = (i16, String);

    fn id(&self) -> Self::Id {
        (self.year, self.currency.clone())
    }

    fn key((year, currency): &Self::Id) -> Vec<Value> {
        vec![i64::from(*year).into(), currency.clone().into()]
    }
}

impl Record for Contract {
    const TABLE: &'static str = "contract";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "reference",
        "account_id",
        "currency",
        "auto_renew",
        "notice_days",
        "renewal_months",
        "uplift_cap_bps",
        "uplift_bps",
        "kind",
        "co_term_lead_id",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.reference.clone().into(),
            self.account.to_string().into(),
            self.currency.code().into(),
            self.auto_renew.into(),
            self.notice_days.map(i64::from).into(),
            i64::from(self.renewal_months).into(),
            self.uplift_cap_bps.map(i64::from).into(),
            i64::from(self.uplift_bps).into(),
            self.kind.code().into(),
            self.co_term_lead.map(|id| id.to_string()).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            reference: row.text("reference")?,
            account: row.parsed("account_id")?,
            currency: row.currency("currency")?,
            auto_renew: row.get("auto_renew")?,
            notice_days: row.number_or_none("notice_days")?,
            renewal_months: row.number("renewal_months")?,
            uplift_cap_bps: row.number_or_none("uplift_cap_bps")?,
            uplift_bps: row.number("uplift_bps")?,
            kind: row.parsed("kind")?,
            co_term_lead: row.parsed_or_none("co_term_lead_id")?,
        })
    }
}

impl Kept for Contract {
    const HISTORY: &'static str = "contract_history";
    type Id = ContractId;

    fn id(&self) -> Self::Id {
        self.id
    }

    fn key(id: &Self::Id) -> Vec<Value> {
        vec![id.to_string().into()]
    }
}

/// A term, and whether it was taken back.
pub(crate) struct TermRow {
    pub(crate) term: Term,
    pub(crate) voided: bool,
}

impl Record for TermRow {
    const TABLE: &'static str = "term";
    const COLUMNS: &'static [&'static str] = &[
        "contract_id",
        "number",
        "start_on",
        "end_on",
        "opt_out_received_on",
        "cancelled_on",
        "signed_on",
        "signed_because",
        "signed_words",
        "voided",
    ];
    const KEY: &'static [&'static str] = &["contract_id", "number"];

    fn values(&self) -> Vec<Value> {
        let term = &self.term;
        let signature = term.signature.as_ref();
        vec![
            term.contract.to_string().into(),
            i64::from(term.number).into(),
            day(term.start_on),
            day(term.end_on),
            day_or_null(term.opt_out_received_on),
            day_or_null(term.cancelled_on),
            day_or_null(signature.map(|signature| signature.signed_on)),
            signature.and_then(|signature| signature.reason).map(|reason| reason.code().to_string()).into(),
            signature.map_or_else(String::new, |signature| signature.words.clone()).into(),
            self.voided.into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let signature = match row.parsed_or_none("signed_on")? {
            None => None,
            Some(signed_on) => {
                Some(Signature { signed_on, reason: row.parsed_or_none("signed_because")?, words: row.text("signed_words")? })
            }
        };
        let term = Term {
            contract: row.parsed("contract_id")?,
            number: row.number("number")?,
            start_on: row.parsed("start_on")?,
            end_on: row.parsed("end_on")?,
            opt_out_received_on: row.parsed_or_none("opt_out_received_on")?,
            cancelled_on: row.parsed_or_none("cancelled_on")?,
            signature,
        };
        Ok(Self { term, voided: row.get("voided")? })
    }
}

impl Kept for TermRow {
    const HISTORY: &'static str = "term_history";
    type Id = (ContractId, u32);

    fn id(&self) -> Self::Id {
        (self.term.contract, self.term.number)
    }

    fn key((contract, number): &Self::Id) -> Vec<Value> {
        vec![contract.to_string().into(), i64::from(*number).into()]
    }
}

/// The rate of a day.
pub(crate) struct DatedRate {
    pub(crate) rated_on: Date,
    pub(crate) currency: String,
    pub(crate) rate: Decimal6,
}

impl Record for DatedRate {
    const TABLE: &'static str = "dated_rate";
    const COLUMNS: &'static [&'static str] = &["rated_on", "currency", "rate_millionths"];
    const KEY: &'static [&'static str] = &["rated_on", "currency"];

    fn values(&self) -> Vec<Value> {
        vec![day(self.rated_on), self.currency.clone().into(), self.rate.millionths().into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            rated_on: row.parsed("rated_on")?,
            currency: row.text("currency")?,
            rate: Decimal6::from_millionths(row.get("rate_millionths")?),
        })
    }
}

impl Kept for DatedRate {
    const HISTORY: &'static str = "dated_rate_history";
    type Id = (Date, String);

    fn id(&self) -> Self::Id {
        (self.rated_on, self.currency.clone())
    }

    fn key((rated_on, currency): &Self::Id) -> Vec<Value> {
        vec![day(*rated_on), currency.clone().into()]
    }
}

impl Record for Product {
    const TABLE: &'static str = "product";
    const COLUMNS: &'static [&'static str] = &["name", "easy_setup", "low_effort"];
    const KEY: &'static [&'static str] = &["name"];

    fn values(&self) -> Vec<Value> {
        vec![self.name.clone().into(), self.easy_setup.into(), self.low_effort.into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { name: row.text("name")?, easy_setup: row.get("easy_setup")?, low_effort: row.get("low_effort")? })
    }
}

impl Record for LineVersion {
    const TABLE: &'static str = "contract_line";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "version",
        "reference",
        "contract_id",
        "term_number",
        "product",
        "business_unit",
        "kind",
        "quantity_millionths",
        "unit_price_millionths",
        "price_period",
        "discount_bps",
        "start_on",
        "end_on",
        "discount_from_on",
        "discount_to_on",
        "economic_buyer",
        "origin",
        "follows_id",
        "voided",
        "recorded_at",
        "event_sequence",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let line = &self.line;
        vec![
            line.id.to_string().into(),
            i64::from(line.version).into(),
            line.reference.clone().into(),
            line.contract.to_string().into(),
            i64::from(line.term_number).into(),
            line.product.clone().into(),
            line.business_unit.clone().into(),
            line.kind.code().into(),
            line.quantity.millionths().into(),
            line.unit_price.millionths().into(),
            line.price_period.code().into(),
            i64::from(line.discount_bps).into(),
            day(line.start_on),
            day(line.end_on),
            day_or_null(line.discount_span.map(|(from_on, _)| from_on)),
            day_or_null(line.discount_span.map(|(_, to_on)| to_on)),
            line.economic_buyer.clone().into(),
            line.origin.code().into(),
            line.follows.map(|id| id.to_string()).into(),
            self.voided.into(),
            instant(self.recorded_at),
            self.event.map(|number| i64::try_from(number).unwrap_or(i64::MAX)).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let line = Line {
            id: row.parsed("id")?,
            version: row.number("version")?,
            reference: row.text("reference")?,
            contract: row.parsed("contract_id")?,
            term_number: row.number("term_number")?,
            product: row.text("product")?,
            business_unit: row.text("business_unit")?,
            kind: row.parsed("kind")?,
            quantity: Decimal6::from_millionths(row.get("quantity_millionths")?),
            unit_price: Decimal6::from_millionths(row.get("unit_price_millionths")?),
            price_period: row.parsed("price_period")?,
            discount_bps: row.number("discount_bps")?,
            discount_span: row.parsed_or_none("discount_from_on")?.zip(row.parsed_or_none("discount_to_on")?),
            start_on: row.parsed("start_on")?,
            end_on: row.parsed("end_on")?,
            economic_buyer: row.text("economic_buyer")?,
            origin: row.parsed("origin")?,
            follows: row.parsed_or_none("follows_id")?,
        };
        let event = row.number_or_none("event_sequence")?;
        Ok(Self { line, voided: row.get("voided")?, recorded_at: row.parsed("recorded_at")?, event })
    }
}
