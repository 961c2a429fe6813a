//! A proposal held against the facts: what is up for renewal now, what changed since it was made, what its acceptance would do to the
//! ledger, which approval it needs, and what the customer's fiscal year means for its timing.

mod budget;
mod classes;
mod ending;
mod evidence;
mod forecast;
mod quadrant;
mod stale;
mod suggestion;

pub use budget::{BudgetFit, budget_fit};
pub use classes::{Delta, deltas};
pub use ending::{Ending, Told, told_apart};
pub use evidence::{Lacking, evidence_lacking};
pub use forecast::{Suggestion, due_of, expect, forecast_lines, managers_up_to, range_of, team_of, up_for_forecast};
pub use quadrant::{Judged, Mark, Quadrant, judged};
pub use stale::{Change, changes, refreshed};
pub use suggestion::{Way, suggested};

use crate::contract::{Contract, Line, LineOrigin, Term};
use crate::facts::Facts;
use crate::identity::Role;
use crate::planner::lines_at_the_end;
use crate::primitives::{IdSource, LineId, Money, RenewalId, TeammateId};
use crate::proposal::{Authority, Choice, Compared, Given, Proposal, authority_on, compare, exceeds, given};
use crate::refusal::Refusal;
use crate::renewal::{Renewal, to_reporting};
use jiff::civil::Date;

/// What is up for renewal: the contract that is renewed, its running term, and the lines live on its last day.
#[derive(Clone, Debug)]
pub struct Basis<'a> {
    /// The renewal.
    pub renewal: &'a Renewal,
    /// Its contract.
    pub contract: &'a Contract,
    /// The term that ends.
    pub term: &'a Term,
    /// The lines, with those of the contracts that are decided with it.
    pub lines: Vec<Line>,
}

/// What a renewal is about now.
///
/// # Errors
/// A renewal that does not exist, or whose contract or term is gone.
pub fn basis(facts: &Facts, renewal: RenewalId) -> Result<Basis<'_>, Refusal> {
    let gone = || Refusal::general("that renewal does not exist", "");
    let renewal = facts.renewals.get(&renewal).ok_or_else(gone)?;
    let contract = facts.contracts.get(&renewal.contract).ok_or_else(gone)?;
    let term = facts.terms.get(&(renewal.contract, renewal.term_number)).ok_or_else(gone)?;
    Ok(Basis { renewal, contract, term, lines: lines_at_the_end(facts, contract, term) })
}

/// A line of the contract as it would go on in the next term at the same price; a temporary discount is gone.
pub fn offered(now: &Basis<'_>, line: &Line, end_on: Date, ids: &dyn IdSource) -> Line {
    Line {
        id: LineId::new(ids),
        reference: String::new(),
        version: 1,
        contract: now.contract.id,
        term_number: now.term.number + 1,
        discount_bps: line.lasting_discount_bps(),
        discount_span: None,
        start_on: now.term.end_on,
        end_on,
        origin: LineOrigin::Renewed,
        follows: Some(line.id),
        ..line.clone()
    }
}

/// The lines of an option as they are signed: under new ids, with references of the contract.
pub fn signed_lines(facts: &Facts, now: &Basis<'_>, option: &Choice, ids: &dyn IdSource) -> Vec<Line> {
    let number = now.term.number + 1;
    let signed = option.lines.iter().enumerate().map(|(index, line)| Line {
        id: LineId::new(ids),
        reference: facts.line_reference(now.contract, number, index),
        contract: now.contract.id,
        term_number: number,
        ..line.clone()
    });
    signed.collect()
}

/// The lines of an option whose price rises above the contract's cap.
///
/// # Errors
/// A line that is too large.
pub fn over_cap<'a>(contract: &Contract, basis: &'a [Line], option: &'a Choice) -> Result<Vec<Compared<'a>>, Refusal> {
    let Some(cap) = contract.uplift_cap_bps.map(i64::from) else { return Ok(Vec::new()) };
    let rows = compare(basis, option, contract.currency).map_err(|problem| Refusal::general(format!("an option {problem}"), ""))?;
    Ok(rows.into_iter().filter(|row| row.price_change_bps.is_some_and(|change| change > cap)).collect())
}

/// What a proposal gives away, who offers it, and whether that person may do so alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The most that any option gives.
    pub given: Given,
    /// [`Given::yearly_minor`] in the reporting currency.
    pub reporting: Money,
    /// What its maker may give alone.
    pub authority: Authority,
    /// Whether somebody else has to approve.
    pub needed: bool,
}

/// Which approval a proposal needs under the limits of a day.
///
/// # Errors
/// No plan rate for the contract's currency.
pub fn approval(facts: &Facts, proposal: &Proposal, day: Date) -> Result<Approval, Refusal> {
    let (given, reporting) = most_given(facts, proposal)?;
    let authority = authority_of(facts, proposal.made_by, day);
    Ok(Approval { given, reporting, authority, needed: exceeds(given, reporting.minor, authority) })
}

/// Whether a person's authority covers what a proposal gives away.
///
/// # Errors
/// No plan rate for the contract's currency.
pub fn covers(facts: &Facts, person: TeammateId, proposal: &Proposal, day: Date) -> Result<bool, Refusal> {
    let (given, reporting) = most_given(facts, proposal)?;
    Ok(!exceeds(given, reporting.minor, authority_of(facts, person, day)))
}

/// What a person may give alone on a day; nothing for somebody unknown.
pub fn authority_of(facts: &Facts, person: TeammateId, day: Date) -> Authority {
    let role = facts.teammates.get(&person).map_or(Role::SolutionsEngineer, |teammate| teammate.role);
    authority_on(&facts.discount_limits, role, day).0
}

/// The most that any option gives: the largest share and the largest amount.
fn most_given(facts: &Facts, proposal: &Proposal) -> Result<(Given, Money), Refusal> {
    let contract = basis(facts, proposal.renewal)?.contract;
    let mut most = Given::default();
    for option in &proposal.options {
        let own = given(&proposal.basis, option, contract.currency);
        most.share_bps = most.share_bps.max(own.share_bps);
        most.yearly_minor = most.yearly_minor.max(own.yearly_minor);
    }
    let amount = Money::new(most.yearly_minor, contract.currency);
    Ok((most, to_reporting(amount, proposal.start_on.year(), &facts.plan_rates, facts.reporting())?))
}
