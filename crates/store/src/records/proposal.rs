//! Rows of proposals: their versions, options, lines and steps; and of what roles may give away alone.

use crate::error::StoreError;
use crate::record::{Record, Row, day, day_or_null, instant};
use sea_orm::Value;
use tenure_core::contract::Line;
use tenure_core::primitives::{Decimal6, RenewalId};
use tenure_core::proposal::{Authority, Choice, DiscountLimit, Proposal, Step, read_trades, written_trades};

/// A version without its options, lines and steps, which stand in rows of their own.
impl Record for Proposal {
    const TABLE: &'static str = "proposal";
    const COLUMNS: &'static [&'static str] =
        &["renewal_id", "version", "made_by_id", "made_on", "written_by", "note", "start_on", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.renewal.to_string().into(),
            i64::from(self.version).into(),
            self.made_by.to_string().into(),
            day(self.made_on),
            self.written_by.clone().into(),
            self.note.clone().into(),
            day(self.start_on),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            renewal: row.parsed("renewal_id")?,
            version: row.number("version")?,
            made_by: row.parsed("made_by_id")?,
            made_on: row.parsed("made_on")?,
            written_by: row.text("written_by")?,
            note: row.text("note")?,
            start_on: row.parsed("start_on")?,
            recorded_at: row.parsed("recorded_at")?,
            basis: Vec::new(),
            options: Vec::new(),
            steps: Vec::new(),
        })
    }
}

/// An option of a version, without its lines.
pub(crate) struct OptionRow {
    pub(crate) of: (RenewalId, u32),
    pub(crate) option: Choice,
}

impl Record for OptionRow {
    const TABLE: &'static str = "proposal_option";
    const COLUMNS: &'static [&'static str] = &["renewal_id", "version", "number", "name", "end_on", "trades", "over_cap_reason"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let (renewal, version) = self.of;
        vec![
            renewal.to_string().into(),
            i64::from(version).into(),
            i64::from(self.option.number).into(),
            self.option.name.clone().into(),
            day(self.option.end_on),
            written_trades(&self.option.trades).into(),
            self.option.over_cap_reason.clone().into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let trades = row.text("trades")?;
        let option = Choice {
            number: row.number("number")?,
            name: row.text("name")?,
            end_on: row.parsed("end_on")?,
            trades: read_trades(&trades).map_err(|problem| row.unreadable("trades", &trades, &problem))?,
            over_cap_reason: row.text("over_cap_reason")?,
            lines: Vec::new(),
        };
        Ok(Self { of: (row.parsed("renewal_id")?, row.number("version")?), option })
    }
}

/// A line of an option, or of the contract as it was: option 0.
pub(crate) struct OfferedRow {
    pub(crate) of: (RenewalId, u32),
    pub(crate) option: u32,
    pub(crate) position: u32,
    pub(crate) line: Line,
}

impl Record for OfferedRow {
    const TABLE: &'static str = "proposal_line";
    const COLUMNS: &'static [&'static str] = &[
        "renewal_id",
        "version",
        "option_number",
        "position",
        "line_id",
        "line_version",
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
        "discount_from_on",
        "discount_to_on",
        "start_on",
        "end_on",
        "economic_buyer",
        "origin",
        "follows_id",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let (line, (renewal, version)) = (&self.line, self.of);
        vec![
            renewal.to_string().into(),
            i64::from(version).into(),
            i64::from(self.option).into(),
            i64::from(self.position).into(),
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
            day_or_null(line.discount_span.map(|(from_on, _)| from_on)),
            day_or_null(line.discount_span.map(|(_, to_on)| to_on)),
            day(line.start_on),
            day(line.end_on),
            line.economic_buyer.clone().into(),
            line.origin.code().into(),
            line.follows.map(|id| id.to_string()).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let line = Line {
            id: row.parsed("line_id")?,
            version: row.number("line_version")?,
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
        let of = (row.parsed("renewal_id")?, row.number("version")?);
        Ok(Self { of, option: row.number("option_number")?, position: row.number("position")?, line })
    }
}

impl Record for Step {
    const TABLE: &'static str = "proposal_step";
    const COLUMNS: &'static [&'static str] = &[
        "renewal_id",
        "version",
        "number",
        "kind",
        "said_by",
        "said_on",
        "recorded_at",
        "note",
        "approver_id",
        "sent_to",
        "option_number",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.renewal.to_string().into(),
            i64::from(self.version).into(),
            i64::from(self.number).into(),
            self.kind.code().into(),
            self.by.clone().into(),
            day(self.on),
            instant(self.recorded_at),
            self.note.clone().into(),
            self.approver.map(|id| id.to_string()).into(),
            self.sent_to.clone().into(),
            self.option.map(i64::from).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            renewal: row.parsed("renewal_id")?,
            version: row.number("version")?,
            number: row.number("number")?,
            kind: row.parsed("kind")?,
            by: row.text("said_by")?,
            on: row.parsed("said_on")?,
            recorded_at: row.parsed("recorded_at")?,
            note: row.text("note")?,
            approver: row.parsed_or_none("approver_id")?,
            sent_to: row.text("sent_to")?,
            option: row.number_or_none("option_number")?,
        })
    }
}

impl Record for DiscountLimit {
    const TABLE: &'static str = "discount_limit";
    const COLUMNS: &'static [&'static str] = &["role", "from_on", "share_bps", "amount_minor", "set_by", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.role.code().into(),
            day(self.from_on),
            i64::from(self.authority.share_bps).into(),
            self.authority.amount_minor.into(),
            self.set_by.clone().into(),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            role: row.parsed("role")?,
            from_on: row.parsed("from_on")?,
            authority: Authority { share_bps: row.number("share_bps")?, amount_minor: row.get_or_none("amount_minor")? },
            set_by: row.text("set_by")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}
