//! Lines as a person gives them, and the versions that follow from them.

use crate::change::Context;
use jiff::civil::Date;
use tenure_core::contract::{Contract, Line, LineKind, LineOrigin, PricePeriod, Term, escalated};
use tenure_core::primitives::{Decimal6, LineId};

/// A line to sign or to change.
#[derive(Clone, Debug)]
pub struct NewLine {
    /// Reference, unique among lines; empty takes the next of the term.
    pub reference: String,
    /// Product.
    pub product: String,
    /// Business unit.
    pub business_unit: String,
    /// Recurring or one-off.
    pub kind: LineKind,
    /// Quantity.
    pub quantity: Decimal6,
    /// Unit price.
    pub unit_price: Decimal6,
    /// What the price pays for.
    pub price_period: PricePeriod,
    /// Discount in basis points.
    pub discount_bps: u32,
    /// The days `[from, to)` of a temporary discount.
    pub discount_span: Option<(Date, Date)>,
    /// First day; `None` is the start of the term, or today for a change.
    pub start_on: Option<Date>,
    /// First day no longer; `None` is the end of the term.
    pub end_on: Option<Date>,
    /// Reference of the stakeholder who pays for it.
    pub economic_buyer: String,
    /// Price rise on each anniversary, in basis points.
    pub escalator_bps: u32,
}

/// First versions of the lines of a term, with the years of an escalator as lines of their own.
pub(super) fn first_versions(context: &Context<'_>, contract: &Contract, term: &Term, given: &[NewLine]) -> Vec<Line> {
    let lines = given.iter().enumerate().flat_map(|(index, new)| {
        let line = first_version(context, (contract, term), new, index);
        escalated(&line, new.escalator_bps, context.ids)
    });
    lines.collect()
}

pub(super) fn first_version(context: &Context<'_>, (contract, term): (&Contract, &Term), new: &NewLine, index: usize) -> Line {
    let reference = match new.reference.trim() {
        "" => context.facts.line_reference(contract, term.number, index),
        given => given.to_string(),
    };
    let origin = if term.number == 1 { LineOrigin::Sold } else { LineOrigin::Renewed };
    Line {
        id: LineId::new(context.ids),
        reference,
        version: 1,
        contract: contract.id,
        term_number: term.number,
        product: new.product.trim().into(),
        business_unit: new.business_unit.trim().into(),
        kind: new.kind,
        quantity: new.quantity,
        unit_price: new.unit_price,
        price_period: new.price_period,
        discount_bps: new.discount_bps,
        discount_span: new.discount_span,
        start_on: new.start_on.unwrap_or(term.start_on),
        end_on: new.end_on.unwrap_or(term.end_on),
        economic_buyer: new.economic_buyer.trim().into(),
        origin,
        follows: None,
    }
}
