//! Verbs on renewals: reassign, close as lost, reopen as a correction.

use super::{check_note, check_text, field};
use crate::contract::{Line, Term};
use crate::facts::{Facts, Moment, Write};
use crate::ownership::reassignment::Override;
use crate::primitives::{OverrideId, RenewalId, SubjectId, days_between};
use crate::refusal::Refusal;
use crate::renewal::{Outcome, OutcomeReason, Renewal, State, Task, TaskState, goes_on_by_itself, renews_by_itself};

/// Longest reassignment, in days: what lasts longer belongs into the account team or the policy.
pub const OVERRIDE_MAX_DAYS: i64 = 366;

/// Gives a responsibility to a person by name until a day. Then the policy decides again.
///
/// # Errors
/// A renewal that is decided, an expansion that is settled, a person who is gone or away, no reason, a last day that is past or more than a year ahead.
pub fn reassign(facts: &Facts, named: Override, moment: Moment) -> Result<Vec<Write>, Refusal> {
    open_subject(facts, named.subject)?;
    check_text("reason", &named.reason)?;
    if !facts.people().is_available(named.teammate, moment.today) {
        return Err(field("teammate", facts.name_of(named.teammate), "is not here to take it".into()));
    }
    let days = days_between(moment.today, named.until_on);
    if days <= 0 || days > OVERRIDE_MAX_DAYS {
        let problem = format!("is not 1 to {OVERRIDE_MAX_DAYS} days after today, {}", moment.today);
        return Err(field("until_on", &named.until_on.to_string(), problem));
    }
    let same =
        |other: &&Override| (other.subject, other.responsibility) == (named.subject, named.responsibility) && other.covers(moment.today);
    let ended = facts.overrides.values().filter(same).map(|other| Override { until_on: moment.today, ..other.clone() });
    Ok(ended.map(Write::Override).chain([Write::Override(named.clone())]).collect())
}

/// Ends a reassignment today: the undo of [`reassign`].
///
/// # Errors
/// A reassignment that does not exist or is over.
pub fn end_reassignment(facts: &Facts, named: OverrideId, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let found = facts.overrides.get(&named).filter(|found| found.covers(moment.today));
    let found = found.ok_or_else(|| Refusal::general("that reassignment does not exist or is over", ""))?;
    Ok(vec![Write::Override(Override { until_on: moment.today, ..found.clone() })])
}

/// Closes a renewal as lost: the customer leaves at the end of the term.
///
/// # Errors
/// A renewal that is decided, or one that renews by itself because no notice was received.
pub fn close_lost(
    facts: &Facts,
    renewal: RenewalId,
    (reason, words): (OutcomeReason, &str),
    moment: Moment,
) -> Result<Vec<Write>, Refusal> {
    let found = open_renewal(facts, renewal)?;
    let words = check_words(words)?;
    let contract = facts.contracts.get(&found.contract);
    let term = facts.terms.get(&(found.contract, found.term_number));
    if contract.zip(term).is_some_and(|(contract, term)| renews_by_itself(contract, term)) {
        let problem = format!("{} renews by itself unless the customer gives notice", found.reference());
        return Err(Refusal::general(problem, "Record the customer's notice first, or cancel the contract."));
    }
    Ok(lost(facts, found, (reason, words), moment))
}

pub(super) fn lost(facts: &Facts, renewal: &Renewal, (reason, words): (OutcomeReason, String), moment: Moment) -> Vec<Write> {
    let state = State::Closed { outcome: Outcome::Churned, closed_on: moment.today, inferred: false, reason: Some(reason), words };
    let closed = Write::Renewal(Renewal { state, ..renewal.clone() });
    [closed].into_iter().chain(withdrawn_tasks(facts, renewal.id)).collect()
}

/// Opens a decided renewal again as a correction. A successor term that it was renewed with is taken back, with its lines.
///
/// # Errors
/// A renewal that is open, that was decided in another one, that went on by itself, or whose successor is in use: work was done on it or it was renewed again.
pub fn reopen_renewal(facts: &Facts, renewal: RenewalId, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let found = facts.renewals.get(&renewal).ok_or_else(|| Refusal::general("that renewal does not exist", ""))?;
    let State::Closed { outcome, inferred, .. } = &found.state else {
        return Err(Refusal::general(format!("{} is open", found.reference()), ""));
    };
    if *inferred || !outcome.is_decision() || found.decided.is_none() {
        return Err(Refusal::general(
            format!("the outcome of {} was deduced from its contract, not decided here", found.reference()),
            "Correct the contract instead.",
        ));
    }
    let (contract, term) = (facts.contracts.get(&found.contract), facts.terms.get(&(found.contract, found.term_number)));
    if contract.zip(term).is_some_and(|(contract, term)| term.end_on <= moment.today && goes_on_by_itself(contract, term)) {
        return Err(Refusal::general(
            format!("{} went on by itself and would do so again", found.reference()),
            "Cancel the contract; or amend it so that it does not renew by itself, then reopen.",
        ));
    }
    let mut writes = vec![Write::Renewal(Renewal { state: State::Open, ..found.clone() })];
    writes.extend(term.filter(|term| term.cancelled_on.is_some()).map(|term| Write::Term(Term { cancelled_on: None, ..term.clone() })));
    if let Some(successor) = facts.terms.get(&(found.contract, found.term_number + 1)) {
        writes.extend(void(facts, successor, moment)?);
    }
    Ok(writes)
}

fn void(facts: &Facts, term: &Term, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let renewal = facts.renewal_of(term.contract, term.number);
    let used = renewal.is_some_and(|renewal| {
        let worked_on = facts.tasks_of(renewal.id).iter().any(|task| matches!(task.state, TaskState::Done | TaskState::NotNeeded));
        worked_on || !renewal.is_open()
    });
    if used || facts.terms.contains_key(&(term.contract, term.number + 1)) {
        let reference = renewal.map(Renewal::reference).unwrap_or_default();
        return Err(Refusal::general(
            format!("the term it was renewed with is in use: work was done on {reference}, or it is decided"),
            "Amend the contract instead.",
        ));
    }
    let lines = facts.lines_of(term.contract, term.number).into_iter();
    let mut writes: Vec<Write> = lines.map(|line| Write::VoidLine(Line { version: line.version + 1, ..line.clone() })).collect();
    writes.push(Write::VoidTerm(term.clone()));
    if let Some(renewal) = renewal {
        writes.push(Write::Renewal(Renewal { state: State::deduced(Outcome::Voided, moment.today), ..renewal.clone() }));
        writes.extend(withdrawn_tasks(facts, renewal.id));
    }
    Ok(writes)
}

fn withdrawn_tasks(facts: &Facts, renewal: RenewalId) -> Vec<Write> {
    let open = facts.tasks.values().filter(|task| task.renewal == renewal && task.state == TaskState::Open);
    open.map(|task| Write::Task(Task { state: TaskState::Withdrawn, ..task.clone() })).collect()
}

/// A renewal or an expansion that somebody is accountable for.
fn open_subject(facts: &Facts, subject: SubjectId) -> Result<(), Refusal> {
    match facts.expansions.get(&subject.as_expansion()) {
        None => open_renewal(facts, subject.as_renewal()).map(drop),
        Some(expansion) if expansion.is_open() => Ok(()),
        Some(expansion) => {
            let problem = format!("{} is {}", expansion.reference(), expansion.state.code());
            Err(Refusal::general(problem, "Open it again first."))
        }
    }
}

fn open_renewal(facts: &Facts, renewal: RenewalId) -> Result<&Renewal, Refusal> {
    let found = facts.renewals.get(&renewal).ok_or_else(|| Refusal::general("that renewal does not exist", ""))?;
    if found.is_open() {
        return Ok(found);
    }
    Err(Refusal::general(format!("{} is decided", found.reference()), "Reopen it as a correction first."))
}

pub(super) fn check_words(words: &str) -> Result<String, Refusal> {
    check_note("words", words)
}
