//! Rows of plan rates, contracts, terms and line versions.

use crate::error::StoreError;
use crate::record::{Record, Row, day, instant};
use jiff::Timestamp;
use sea_orm::Value;
use tenure_core::contract::{Contract, Line, Term};
use tenure_core::primitives::Decimal6;

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

impl Record for Contract {
    const TABLE: &'static str = "contract";
    const COLUMNS: &'static [&'static str] =
        &["id", "reference", "account_id", "currency", "auto_renew", "notice_days", "renewal_months", "uplift_cap_bps"];
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
        })
    }
}

impl Record for Term {
    const TABLE: &'static str = "term";
    const COLUMNS: &'static [&'static str] = &["contract_id", "number", "start_on", "end_on"];
    const KEY: &'static [&'static str] = &["contract_id", "number"];

    fn values(&self) -> Vec<Value> {
        vec![self.contract.to_string().into(), i64::from(self.number).into(), day(self.start_on), day(self.end_on)]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            contract: row.parsed("contract_id")?,
            number: row.number("number")?,
            start_on: row.parsed("start_on")?,
            end_on: row.parsed("end_on")?,
        })
    }
}

/// A line version with the instant it was written.
pub(crate) struct LineRow {
    pub(crate) line: Line,
    pub(crate) recorded_at: Timestamp,
}

impl Record for LineRow {
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
        "recorded_at",
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
            instant(self.recorded_at),
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
            start_on: row.parsed("start_on")?,
            end_on: row.parsed("end_on")?,
        };
        Ok(Self { line, recorded_at: row.parsed("recorded_at")? })
    }
}
