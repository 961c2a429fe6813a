//! What changed about a contract since a proposal was made for its renewal (REN-13).

use super::{Basis, basis, offered};
use crate::contract::{Line, LineKind};
use crate::facts::Facts;
use crate::primitives::{IdSource, LineId, add_months, display_date, whole_months};
use crate::proposal::{Choice, Proposal};
use crate::refusal::Refusal;
use crate::renewal::State;
use jiff::civil::Date;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What: `Line HS-1-t1-1`, `The end of the term`.
    pub what: String,
    /// As the proposal has it; empty where it had nothing.
    pub was: String,
    /// As the contract has it now; empty where it has nothing.
    pub is: String,
}

/// What changed since, line by line; nothing where the proposal still stands on the contract as it is.
///
/// # Errors
/// A renewal that does not exist.
pub fn changes(facts: &Facts, proposal: &Proposal) -> Result<Vec<Change>, Refusal> {
    let now = basis(facts, proposal.renewal)?;
    let mut changes = Vec::new();
    if let State::Closed { outcome, .. } = &now.renewal.state {
        changes.push(Change { what: "The renewal".into(), was: "Open".into(), is: outcome.label().into() });
    }
    if now.term.end_on != proposal.start_on {
        let (was, is) = (display_date(proposal.start_on), display_date(now.term.end_on));
        changes.push(Change { what: "The end of the term".into(), was, is });
    }
    for was in &proposal.basis {
        let is = now.lines.iter().find(|line| line.id == was.id).map(told).unwrap_or_default();
        if told(was) != is {
            changes.push(Change { what: format!("Line {}", was.reference), was: told(was), is });
        }
    }
    for line in now.lines.iter().filter(|line| !proposal.basis.iter().any(|was| was.id == line.id)) {
        changes.push(Change { what: format!("Line {}", line.reference), was: String::new(), is: told(line) });
    }
    Ok(changes)
}

/// A line in one sentence: everything of it that a proposal rests on.
fn told(line: &Line) -> String {
    let mut told = format!(
        "{}, {}: {} at {} {}",
        line.product,
        line.business_unit,
        line.quantity,
        line.unit_price.with_places(2),
        if line.kind == LineKind::OneOff { "once" } else { line.price_period.label() }
    );
    if line.discount_bps > 0 {
        told.push_str(&format!(" less {}.{:02}%", line.discount_bps / 100, line.discount_bps % 100));
    }
    if let Some((from_on, to_on)) = line.discount_span {
        told.push_str(&format!(" from {} until {}", display_date(from_on), display_date(to_on)));
    }
    told
}

/// The options of a proposal on the contract as it is now, for a new version. A line whose line of the contract is as it was keeps its
/// terms; one whose line changed takes the contract's quantity and price and keeps its discount; one whose line is gone falls away; a new
/// line of the contract is added as it is. Terms keep their months.
///
/// # Errors
/// A renewal that does not exist.
pub fn refreshed(facts: &Facts, proposal: &Proposal, ids: &dyn IdSource) -> Result<Vec<Choice>, Refusal> {
    let now = basis(facts, proposal.renewal)?;
    let start_on = now.term.end_on;
    let option = |option: &Choice| {
        let end_on = add_months(start_on, whole_months(proposal.start_on, option.end_on).max(1), now.term.start_on);
        let kept = option.lines.iter().filter_map(|line| kept(&now, proposal, line));
        let mut lines: Vec<Line> = kept.map(|line| fitted(line, (proposal.start_on, option.end_on), (start_on, end_on))).collect();
        let known = |line: &&Line| proposal.basis.iter().any(|was| was.id == line.id);
        lines.extend(now.lines.iter().filter(|line| !known(line)).map(|line| offered(&now, line, end_on, ids)));
        lines.iter_mut().for_each(|line| line.id = LineId::new(ids));
        Choice { end_on, lines, ..option.clone() }
    };
    Ok(proposal.options.iter().map(option).collect())
}

/// A line of an option on the contract as it is now; `None` where the line that it continued is gone.
fn kept(now: &Basis<'_>, proposal: &Proposal, line: &Line) -> Option<Line> {
    let Some(follows) = line.follows else { return Some(line.clone()) };
    let is = now.lines.iter().find(|is| is.id == follows)?;
    let was = proposal.basis.iter().find(|was| was.id == follows)?;
    if told(was) == told(is) {
        return Some(line.clone());
    }
    Some(Line {
        product: is.product.clone(),
        business_unit: is.business_unit.clone(),
        quantity: is.quantity,
        unit_price: is.unit_price,
        price_period: is.price_period,
        ..line.clone()
    })
}

/// A line with its days moved from one term to another.
fn fitted(line: Line, (from, to): (Date, Date), (start_on, end_on): (Date, Date)) -> Line {
    let begins = if line.start_on == from || line.start_on <= start_on || line.start_on >= end_on { start_on } else { line.start_on };
    let ends = if line.end_on == to || line.end_on >= end_on || line.end_on <= begins { end_on } else { line.end_on };
    Line { start_on: begins, end_on: ends, ..line }.with_discount_inside()
}
