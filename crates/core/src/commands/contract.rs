//! Verbs on contracts: sign, renew, amend, co-term, give notice, cancel.

use super::renewal::{check_words, lost};
use super::{check_text, field};
use crate::contract::{Contract, Line, Signature, Term};
use crate::facts::{Facts, Moment, Write};
use crate::primitives::ContractId;
use crate::refusal::Refusal;
use crate::renewal::{OutcomeReason, Renewal, State, target_of};
use jiff::civil::Date;

/// Most lines of one term.
pub const LINES_MAX: usize = 2_000;

/// Signs a new contract with its first term and lines.
///
/// # Errors
/// A contract number in use, an unknown account, dates the wrong way round, a line outside its term or too large.
pub fn sign_contract(facts: &Facts, contract: Contract, term: Term, lines: Vec<Line>) -> Result<Vec<Write>, Refusal> {
    check_text("contract", &contract.reference)?;
    if facts.contracts.values().any(|other| other.reference == contract.reference) {
        return Err(field("contract", &contract.reference, "is already a contract".into()));
    }
    if !facts.accounts.contains_key(&contract.account) {
        return Err(Refusal::general("that account does not exist", ""));
    }
    if facts.accounts.get(&contract.account).is_some_and(|account| account.merged_into.is_some()) {
        return Err(Refusal::general("that account was merged into another one", "Sign the contract with that one."));
    }
    check_terms_of_sale(&contract)?;
    check_term(&contract, &term, &lines)?;
    let head = [Write::Contract(contract), Write::Term(term)];
    Ok(head.into_iter().chain(lines.into_iter().map(Write::Line)).collect())
}

/// Signs the successor term of a contract; its renewal is thereby decided, and so are those of its co-term group.
///
/// # Errors
/// A term that does not follow the last one without a gap, a line outside it or too large, a contract that was lost or is decided elsewhere.
pub fn renew_contract(
    facts: &Facts,
    contract: ContractId,
    end_on: Date,
    lines: Vec<Line>,
    signature: Signature,
) -> Result<Vec<Write>, Refusal> {
    let found = known(facts, contract)?;
    let last = running_term(facts, contract)?;
    if let Some(lead) = decided_with(facts, found, last) {
        return Err(Refusal::general(
            format!("contract {} is decided together with {}", found.reference, lead.reference),
            "Renew that one, with the lines of both.",
        ));
    }
    let told = facts.renewal_of(contract, last.number).filter(|renewal| matches!(renewal.state, State::Closed { inferred: false, .. }));
    if let Some(renewal) = told {
        return Err(Refusal::general(
            format!("{} is decided", renewal.reference()),
            "Reopen it as a correction, or sign a new contract for a customer who comes back.",
        ));
    }
    let words = check_words(&signature.words)?;
    let signature = Some(Signature { words, ..signature });
    let term =
        Term { contract, number: last.number + 1, start_on: last.end_on, end_on, opt_out_received_on: None, cancelled_on: None, signature };
    check_term(found, &term, &lines)?;
    Ok([Write::Term(term)].into_iter().chain(lines.into_iter().map(Write::Line)).collect())
}

/// The contract that leads the group in which the term is decided.
fn decided_with<'a>(facts: &'a Facts, contract: &Contract, term: &Term) -> Option<&'a Contract> {
    let lead = facts.contracts.get(&contract.co_term_lead?)?;
    let mut terms = facts.terms.range((lead.id, 0)..=(lead.id, u32::MAX));
    terms.any(|(_, other)| other.end_on == term.end_on).then_some(lead)
}

/// Amends the running term: a new end, notice period or auto-renewal, and new versions of lines. The renewal follows.
///
/// # Errors
/// An end that does not lie after the start, a line outside the term or too large.
pub fn amend_contract(facts: &Facts, amended: Contract, end_on: Date, lines: Vec<Line>) -> Result<Vec<Write>, Refusal> {
    let last = running_term(facts, amended.id)?;
    let term = Term { end_on, ..last.clone() };
    check_terms_of_sale(&amended)?;
    check_term(&amended, &term, &lines)?;
    let untouched = facts.lines_of(amended.id, last.number).into_iter().filter(|line| !lines.iter().any(|new| new.id == line.id));
    if let Some(line) = untouched.into_iter().find(|line| line.end_on > end_on) {
        let problem = format!("would go on to {} after the new end, {end_on}", line.end_on);
        return Err(field("line", &line.reference, problem));
    }
    let head = [Write::Contract(amended), Write::Term(term)];
    Ok(head.into_iter().chain(lines.into_iter().map(Write::Line)).collect())
}

/// Puts a contract into a co-term group: its running term ends with the leader's and is decided in the leader's renewal.
///
/// # Errors
/// Contracts of different accounts or currencies, a leader that follows another one, a leader's term that ended before this one began.
pub fn co_term(facts: &Facts, contract: ContractId, lead: ContractId) -> Result<Vec<Write>, Refusal> {
    let (found, leader) = (known(facts, contract)?, known(facts, lead)?);
    let (term, lead_term) = (running_term(facts, contract)?, running_term(facts, lead)?);
    let refuse = |problem: String| Err(field("lead", &leader.reference, problem));
    if contract == lead || found.account != leader.account || found.currency != leader.currency || found.kind != leader.kind {
        return refuse("is not another contract of the same account, currency and kind".into());
    }
    if leader.co_term_lead.is_some() || facts.contracts.values().any(|other| other.co_term_lead == Some(contract)) {
        return refuse("cannot lead: a contract of a group does not lead, and a leader does not follow".into());
    }
    if lead_term.end_on <= term.start_on {
        return refuse(format!("ends on {}, before the running term of {} begins", lead_term.end_on, found.reference));
    }
    let told = facts.renewal_of(contract, term.number).filter(|renewal| matches!(renewal.state, State::Closed { inferred: false, .. }));
    if let Some(renewal) = told {
        return Err(Refusal::general(format!("{} is decided", renewal.reference()), "Reopen it as a correction first."));
    }
    let joined = Contract { co_term_lead: Some(lead), ..found.clone() };
    let moved = Term { end_on: lead_term.end_on, ..term.clone() };
    let head = [Write::Contract(joined), Write::Term(moved)];
    Ok(head.into_iter().chain(fitted_lines(facts, term, lead_term.end_on)).collect())
}

/// Takes a contract out of its co-term group; its running term gets a renewal of its own again.
///
/// # Errors
/// A contract that is in no group.
pub fn leave_co_term(facts: &Facts, contract: ContractId) -> Result<Vec<Write>, Refusal> {
    let found = known(facts, contract)?;
    if found.co_term_lead.is_none() {
        return Err(Refusal::general(format!("contract {} is in no co-term group", found.reference), ""));
    }
    Ok(vec![Write::Contract(Contract { co_term_lead: None, ..found.clone() })])
}

/// Writes down the customer's notice not to renew. The term then ends as agreed; the renewal stays open until somebody closes it.
///
/// # Errors
/// A day ahead, or after the notice deadline of a contract that renews by itself: the renewal holds unless both sides cancel it.
pub fn give_notice(facts: &Facts, contract: ContractId, received_on: Date, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let found = known(facts, contract)?;
    let term = running_term(facts, contract)?;
    let refuse =
        |problem: String, remedy: &str| Err(Refusal { remedy: remedy.into(), ..field("received_on", &received_on.to_string(), problem) });
    if received_on > moment.today {
        return refuse(format!("lies after today, {}", moment.today), "");
    }
    if let Some(before) = term.opt_out_received_on {
        return refuse(format!("is late: notice was received on {before} already"), "Withdraw that one first.");
    }
    let target = target_of(found, term, &[], &facts.plan_rates, found.currency)?;
    if found.auto_renew && received_on > target.notice_on {
        let remedy = "Cancel the contract if both sides agreed to end it.";
        return refuse(format!("lies after the notice deadline, {}: the renewal holds", target.notice_on), remedy);
    }
    Ok(vec![Write::Term(Term { opt_out_received_on: Some(received_on), ..term.clone() })])
}

/// Takes a notice back: the customer stays, or it was entered by mistake.
///
/// # Errors
/// A running term without a notice.
pub fn withdraw_notice(facts: &Facts, contract: ContractId) -> Result<Vec<Write>, Refusal> {
    let term = last_term(facts, contract).filter(|term| term.opt_out_received_on.is_some());
    let term = term.ok_or_else(|| Refusal::general("there is no notice to withdraw", ""))?;
    Ok(vec![Write::Term(Term { opt_out_received_on: None, cancelled_on: None, ..term.clone() })])
}

/// Cancels a contract from a day on, within its running term: the customer leaves then. Lines end that day; the renewal is lost.
///
/// # Errors
/// A day outside the running term, a renewal that is decided, a contract that leads a co-term group or is decided in one.
pub fn cancel_contract(
    facts: &Facts,
    contract: ContractId,
    end_on: Date,
    (reason, words): (OutcomeReason, &str),
    moment: Moment,
) -> Result<Vec<Write>, Refusal> {
    let found = known(facts, contract)?;
    let term = running_term(facts, contract)?;
    if end_on <= term.start_on || end_on > term.end_on {
        let problem = format!("does not lie inside the running term, {} to {}", term.start_on, term.end_on);
        return Err(field("end_on", &end_on.to_string(), problem));
    }
    if facts.contracts.values().any(|other| other.co_term_lead == Some(contract)) {
        return Err(field("contract", &found.reference, "leads a co-term group; take the others out of it first".into()));
    }
    let words = check_words(words)?;
    let renewal =
        facts.renewal_of(contract, term.number).ok_or_else(|| Refusal::general("that contract has no renewal", "Run tenure check."))?;
    if let Some(lead) = decided_with(facts, found, term) {
        // Its own renewal was never owned while the group's decided for it.
        let problem = format!("is decided together with {}; take it out of the group first", lead.reference);
        return Err(field("contract", &found.reference, problem));
    }
    if !renewal.is_open() {
        return Err(Refusal::general(format!("{} is decided", renewal.reference()), "Reopen it as a correction first."));
    }
    let alone = Contract { co_term_lead: None, ..found.clone() };
    let ended = Term { end_on, cancelled_on: Some(moment.today), ..term.clone() };
    let fitted = fitted_lines(facts, term, end_on);
    let gone = |line: &&Line| fitted.iter().any(|write| matches!(write, Write::Line(l) | Write::VoidLine(l) if l.id == line.id));
    let kept = facts.lines_of(contract, term.number).into_iter().filter(|line| !gone(line));
    let cut = fitted.iter().filter_map(|write| if let Write::Line(line) = write { Some(line) } else { None });
    // The customer leaves on the new day: what is lost is what is live until then.
    let target = target_of(&alone, &ended, &kept.chain(cut).collect::<Vec<_>>(), &facts.plan_rates, facts.reporting())?;
    let decided = Renewal { target, ..renewal.clone() };
    let head = [Write::Contract(alone), Write::Term(ended)];
    Ok(head.into_iter().chain(fitted.iter().cloned()).chain(lost(facts, &decided, (reason, words), moment)).collect())
}

/// New versions of a term's lines for a new end: those that ended with the term, or after the new end, go to it;
/// those that would begin later are void.
pub fn fitted_lines(facts: &Facts, term: &Term, end_on: Date) -> Vec<Write> {
    let lines = facts.lines_of(term.contract, term.number).into_iter().filter(|line| line.end_on == term.end_on || line.end_on > end_on);
    let versions = lines.filter(|line| line.end_on != end_on).map(|line| {
        let next = line.ending(end_on);
        if line.start_on >= end_on {
            Write::VoidLine(Line { end_on: line.end_on, ..next })
        } else {
            Write::Line(next.with_discount_inside())
        }
    });
    versions.collect()
}

/// The latest term of a contract.
pub fn last_term(facts: &Facts, contract: ContractId) -> Option<&Term> {
    facts.terms.range((contract, 0)..=(contract, u32::MAX)).next_back().map(|(_, term)| term)
}

fn running_term(facts: &Facts, contract: ContractId) -> Result<&Term, Refusal> {
    known(facts, contract)?;
    last_term(facts, contract).ok_or_else(|| Refusal::general("that contract has no term", ""))
}

fn known(facts: &Facts, contract: ContractId) -> Result<&Contract, Refusal> {
    facts.contracts.get(&contract).ok_or_else(|| Refusal::general("that contract does not exist", ""))
}

fn check_terms_of_sale(contract: &Contract) -> Result<(), Refusal> {
    if !(1..=1200).contains(&contract.renewal_months) {
        return Err(field("renewal_months", &contract.renewal_months.to_string(), "is not 1 to 1200 months".into()));
    }
    if let Some(days) = contract.notice_days.filter(|days| *days > 3650) {
        return Err(field("notice_days", &days.to_string(), "is more than ten years".into()));
    }
    if contract.uplift_bps > 100_000 || contract.uplift_cap_bps.is_some_and(|cap| cap > 100_000) {
        return Err(field("uplift_bps", "", "is more than ten times the price".into()));
    }
    Ok(())
}

/// What must hold between a contract, a term and its lines.
pub(super) fn check_term(contract: &Contract, term: &Term, lines: &[Line]) -> Result<(), Refusal> {
    if term.end_on <= term.start_on {
        let problem = format!("is not after the start, {}", term.start_on);
        return Err(field("end_on", &term.end_on.to_string(), problem));
    }
    if lines.len() > LINES_MAX {
        return Err(Refusal::general(format!("a term has {LINES_MAX} lines at most, this one {}", lines.len()), ""));
    }
    lines.iter().try_for_each(|line| check_line(contract, term, line))
}

fn check_line(contract: &Contract, term: &Term, line: &Line) -> Result<(), Refusal> {
    check_text("line", &line.reference)?;
    check_text("product", &line.product)?;
    if line.end_on <= line.start_on || line.start_on < term.start_on || line.end_on > term.end_on {
        let problem = format!("does not lie inside the term {} to {}", term.start_on, term.end_on);
        return Err(field("line", &format!("{} {} to {}", line.reference, line.start_on, line.end_on), problem));
    }
    if line.quantity.millionths() <= 0 {
        return Err(field("quantity", &line.quantity.to_string(), "is not above zero".into()));
    }
    if line.discount_bps > 10_000 {
        return Err(field("discount_bps", &line.discount_bps.to_string(), "is more than the whole price".into()));
    }
    if let Some((from_on, to_on)) = line.discount_span.filter(|(from_on, to_on)| to_on <= from_on) {
        return Err(field("discount_to_on", &to_on.to_string(), format!("is not after {from_on}")));
    }
    if let Some((from_on, to_on)) = line.discount_span.filter(|(from_on, to_on)| *from_on < line.start_on || *to_on > line.end_on) {
        let problem = format!("lies outside the line, {} to {}", line.start_on, line.end_on);
        return Err(field("discount_from_on", &format!("{from_on} to {to_on}"), problem));
    }
    line.arr_minor(contract.currency).map(drop).map_err(|problem| field("line", &line.reference, problem))
}
