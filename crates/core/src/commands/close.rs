//! The verb that closes a renewal with everything that belongs to it, in one go: how it was decided, what it teaches, what was promised.
//! Underneath are the verbs that do each alone.

use super::contract::{cancel_contract, renew_contract};
use super::proposal::{Word, accept_proposal};
use super::renewal::close_lost;
use super::review::{Learnt, written};
use super::room::make_commitment;
use crate::contract::{Line, Signature};
use crate::facts::{Facts, Moment, Write};
use crate::primitives::{IdSource, RenewalId};
use crate::refusal::Refusal;
use crate::renewal::OutcomeReason;
use crate::room::Commitment;
use jiff::civil::Date;

/// Most promises that are written down with one close.
pub const PROMISES_MAX: usize = 20;

/// How the customer decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The next term is signed with lines of its own.
    Renewed {
        /// First day no longer.
        end_on: Date,
        /// Its lines.
        lines: Vec<Line>,
        /// When and why.
        signature: Signature,
    },
    /// An option of a proposal that was sent is accepted.
    Accepted {
        /// The version.
        version: u32,
        /// The option.
        option: u32,
        /// When and why.
        signature: Signature,
    },
    /// The customer leaves at the end of the term.
    Lost {
        /// Why, as we class it.
        reason: OutcomeReason,
        /// Why, in the customer's own words.
        words: String,
    },
    /// Both sides end the contract before its time.
    Cancelled {
        /// First day no longer in service.
        end_on: Date,
        /// Why, as we class it.
        reason: OutcomeReason,
        /// Why, in the customer's own words.
        words: String,
    },
}

/// Everything that belongs to a close.
#[derive(Clone, Debug)]
pub struct Closing {
    /// How the customer decided.
    pub decision: Decision,
    /// What it teaches, where anybody says.
    pub learnt: Option<Learnt>,
    /// What we promised, each with who sees to it and by when.
    pub promises: Vec<Commitment>,
}

/// Closes a renewal with everything that belongs to it: all of it, or nothing.
///
/// # Errors
/// As [`renew_contract`], [`accept_proposal`], [`close_lost`] or [`cancel_contract`]; as [`super::review_outcome`] and
/// [`super::make_commitment`]; too many promises.
pub fn close_renewal(
    facts: &Facts,
    renewal: RenewalId,
    closing: Closing,
    (by, moment, ids): (&str, Moment, &dyn IdSource),
) -> Result<Vec<Write>, Refusal> {
    let found = facts.renewals.get(&renewal).ok_or_else(|| Refusal::general("that renewal does not exist", ""))?;
    if !found.is_open() {
        return Err(Refusal::general(format!("{} is decided", found.reference()), "Reopen it as a correction first."));
    }
    if closing.promises.len() > PROMISES_MAX {
        return Err(super::field("promises", &closing.promises.len().to_string(), format!("are more than {PROMISES_MAX}")));
    }
    let mut writes = match closing.decision {
        Decision::Renewed { end_on, lines, signature } => renew_contract(facts, found.contract, end_on, lines, signature)?,
        Decision::Accepted { version, option, signature } => {
            let word = Word { by, moment, note: "" };
            accept_proposal(facts, (renewal, version), (option, signature), (&word, ids))?
        }
        Decision::Lost { reason, words } => close_lost(facts, renewal, (reason, &words), moment)?,
        Decision::Cancelled { end_on, reason, words } => cancel_contract(facts, found.contract, end_on, (reason, &words), moment)?,
    };
    if let Some(learnt) = closing.learnt {
        writes.push(written(facts, renewal, learnt, (by, moment))?);
    }
    for promise in closing.promises {
        writes.extend(make_commitment(facts, promise, moment)?);
    }
    Ok(writes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::primitives::CommitmentId;
    use crate::renewal::{Plan, State};
    use jiff::civil::date;

    fn promise(company: &Company, text: &str) -> Commitment {
        let renewal = company.renewal();
        Commitment {
            id: CommitmentId::new(&company.ids),
            account: renewal.account,
            renewal: Some(renewal.id),
            promise: text.into(),
            to: None,
            owner: company.teammate("priya"),
            made_on: company.today,
            due_on: date(2027, 3, 1),
            ended: None,
            author: "Mara Lind".into(),
            recorded_at: company.moment().recorded_at,
            withdrawn: None,
        }
    }

    fn lost(company: &mut Company) -> Decision {
        let contract = company.renewal().contract;
        let end_on = company.renewal().target.end_on;
        company.amend(contract, end_on, |contract| contract.auto_renew = false);
        Decision::Lost { reason: OutcomeReason::Budget, words: "No money this year.".into() }
    }

    #[test]
    fn a_close_decides_teaches_and_promises_at_once() {
        let mut company = Company::with_one_contract();
        let decision = lost(&mut company);
        let id = company.renewal().id;
        let plan = Plan { text: "Call when the budget is made.".into(), owner: company.teammate("priya"), due_on: date(2027, 2, 1) };
        let learnt = Some(Learnt { lessons: "Ask earlier.".into(), plan: Some(plan), ..Learnt::default() });
        let promises = vec![promise(&company, "Export their data"), promise(&company, "Keep the archive for a year")];
        let closing = Closing { decision, learnt, promises };
        let writes = close_renewal(&company.facts, id, closing, ("Mara Lind", company.moment(), &company.ids));
        company.accept(writes);
        assert!(
            matches!(&company.facts.renewals[&id].state, State::Closed { words, inferred: false, .. } if words == "No money this year.")
        );
        assert_eq!(company.facts.reviews[&id].lessons, "Ask earlier.");
        assert_eq!(company.facts.room(company.renewal().account).unwrap().commitments.len(), 2);
    }

    #[test]
    fn a_promise_that_does_not_hold_keeps_the_renewal_open() {
        let mut company = Company::with_one_contract();
        let decision = lost(&mut company);
        let broken = Commitment { due_on: date(2020, 1, 1), ..promise(&company, "Export their data") };
        let closing = Closing { decision, learnt: None, promises: vec![broken] };
        let id = company.renewal().id;
        let refusal = close_renewal(&company.facts, id, closing, ("Mara Lind", company.moment(), &company.ids)).unwrap_err();
        assert_eq!(refusal.column.as_deref(), Some("due_on"));
        assert!(company.renewal().is_open());
    }
}
