//! Lines as a person gives them, and the versions that follow from them.

use crate::change::Context;
use jiff::civil::Date;
use tenure_core::contract::{Contract, Line, LineKind, LineOrigin, PricePeriod, Term, escalated, raised};
use tenure_core::primitives::{Decimal6, LineId, last_day_of_service};

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

/// The recurring lines live at the end of a term, and of those in its co-term group that end with it, carried into the next one.
pub(super) fn renewed_lines(context: &Context<'_>, contract: &Contract, (last, next): (&Term, &Term), uplift_bps: u32) -> Vec<Line> {
    let facts = context.facts;
    let last_day = last_day_of_service(last.end_on);
    let of_group = |line: &&Line| {
        let follower = facts.contracts.get(&line.contract).is_some_and(|other| other.co_term_lead == Some(contract.id));
        let ends_with_it = facts.terms.get(&(line.contract, line.term_number)).is_some_and(|term| term.end_on == last.end_on);
        (line.contract == contract.id && line.term_number == last.number) || (follower && ends_with_it)
    };
    let live = facts.lines.values().filter(of_group).filter(|line| line.covers(last_day) && line.kind == LineKind::Recurring);
    let carried = live.enumerate().map(|(index, line)| Line {
        id: LineId::new(context.ids),
        reference: facts.line_reference(contract, next.number, index),
        version: 1,
        contract: contract.id,
        term_number: next.number,
        unit_price: raised(line.unit_price, uplift_bps),
        discount_bps: line.lasting_discount_bps(),
        discount_span: None,
        start_on: next.start_on,
        end_on: next.end_on,
        origin: LineOrigin::Renewed,
        follows: Some(line.id),
        ..line.clone()
    });
    carried.collect()
}
