//! Places playbook steps on a renewal. What was done is kept; what is still open follows the dates and the playbook.

use super::Planning;
use crate::account::{Account, risk_since};
use crate::facts::{Facts, Write};
use crate::ownership::Responsibility;
use crate::ownership::ledger::Stream;
use crate::playbook::{Days, Placed, Playbook, Step, Variant};
use crate::primitives::{Calendar, RenewalId, TaskId, TeammateId, closed_words};
use crate::refusal::Refusal;
use crate::renewal::{Renewal, RenewalKind, Task, TaskState};
use jiff::civil::Date;

/// The writes that bring the tasks of a renewal in line with its playbook and dates.
///
/// `planned` is what the same plan writes before: who holds something after it does the steps.
pub(super) fn place(
    (facts, planned): (&Facts, &[Write]),
    renewal: &Renewal,
    existing: &[&Task],
    planning: Planning<'_>,
) -> Result<Vec<Write>, Refusal> {
    let Some(decided) = &renewal.decided else { return Ok(Vec::new()) };
    let playbook =
        facts.playbook(&decided.playbook).ok_or_else(|| Refusal::general(format!("playbook {} does not exist", decided.playbook), ""))?;
    let account = facts.accounts.get(&renewal.account).ok_or_else(|| Refusal::general("a renewal has no account", ""))?;
    let (of, days) =
        variant_of(facts, (renewal, account), planning.moment.today).ok_or_else(|| Refusal::general("a renewal was not decided", ""))?;
    let today = planning.moment.today;
    let doer = |step: &Step, code: &str| {
        let given = existing.iter().find(|task| task.step == code).and_then(|task| given_to(facts, task, today));
        given.or_else(|| held_then(planned, renewal.id, step.lead)).or_else(|| facts.holder(renewal.id, step.lead))
    };
    let placed = playbook.placed(of, days, |step, code| place_of(facts, account, step, doer(step, code)).1);
    let mut writes = Vec::new();
    for step in &placed {
        match existing.iter().find(|task| task.step == step.code) {
            None => writes.push(Write::Task(first(step, renewal, planning))),
            Some(task) => writes.extend(moved((facts, today), task, step, renewal.scheduled_on).map(Write::Task)),
        }
    }
    let gone = existing.iter().copied().filter(|task| placed.iter().all(|step| step.code != task.step)).collect::<Vec<_>>();
    writes.extend(withdraw(&gone));
    Ok(writes)
}

/// Who does a step instead of its holder; whoever left does nothing for others any more.
fn given_to(facts: &Facts, task: &Task, today: Date) -> Option<TeammateId> {
    let given = task.given.as_ref()?;
    facts.teammates.get(&given.to).filter(|person| person.is_active_on(today)).map(|person| person.id)
}

/// Who holds a responsibility by the last word of a plan, where it says something.
fn held_then(planned: &[Write], renewal: RenewalId, lead: Responsibility) -> Option<TeammateId> {
    planned.iter().rev().find_map(|write| match write {
        Write::Ownership(entry)
            if entry.stream == Stream::Accountable && (entry.subject, entry.responsibility) == (renewal.into(), lead) =>
        {
            Some(entry.holder)
        }
        _ => None,
    })
}

closed_words! {
    /// Whose business days a step counts on.
    Whose {
        Customer = "customer", "the customer's country";
        Owner = "owner", "the country of who does it";
        Organisation = "organisation", "the organisation";
    }
}

/// The calendar that a step counts on: of the customer's country where the customer takes part, else of the country of who does it; where
/// that is not known, the organisation's.
pub fn place_of<'a>(facts: &'a Facts, account: &Account, step: &Step, doer: Option<TeammateId>) -> (Whose, Calendar<'a>) {
    let theirs = account.country.filter(|_| step.meets_customer()).map(|country| (Whose::Customer, country));
    let ours = || Some((Whose::Owner, facts.teammates.get(&doer?)?.country?));
    match theirs.or_else(ours) {
        Some((whose, country)) => (whose, facts.calendar.of(Some(country))),
        None => (Whose::Organisation, facts.calendar.of(None)),
    }
}

/// The occurrences of the steps of a playbook on a renewal as it is held now; `None` for one that no policy decided.
pub fn placed_on<'a>(
    facts: &Facts,
    playbook: &'a Playbook,
    (renewal, account): (&Renewal, &Account),
    today: Date,
) -> Option<Vec<Placed<'a>>> {
    let (of, days) = variant_of(facts, (renewal, account), today)?;
    let tasks = facts.tasks_of(renewal.id);
    let doer = |step: &Step, code: &str| {
        let given = tasks.iter().find(|task| task.step == code).and_then(|task| given_to(facts, task, today));
        given.or_else(|| facts.holder(renewal.id, step.lead))
    };
    Some(playbook.placed(of, days, |step, code| place_of(facts, account, step, doer(step, code)).1))
}

/// What the steps of a playbook ask of a renewal, and the days they count from; `None` for one that no policy decided.
pub fn variant_of(facts: &Facts, (renewal, account): (&Renewal, &Account), today: Date) -> Option<(Variant, Days)> {
    let decided = renewal.decided.as_ref()?;
    let calls = facts.risk_calls.get(&account.id).map_or(&[][..], Vec::as_slice);
    let of = Variant {
        risk: account.risk,
        tier: renewal.frozen_tier.unwrap_or(account.tier),
        motion: decided.motion,
        risk_since: risk_since(calls, today),
    };
    Some((of, days_of(facts, renewal)))
}

/// The days that a playbook counts from on a renewal.
fn days_of(facts: &Facts, renewal: &Renewal) -> Days {
    let target = &renewal.target;
    let term =
        facts.terms.get(&(renewal.contract, renewal.term_number)).filter(|term| term.number > 1 && renewal.kind == RenewalKind::Renewal);
    let signed_on = term.map(|term| term.signature.as_ref().map_or(term.start_on, |signature| signature.signed_on));
    Days { decision_on: target.decision_on, end_on: target.end_on, signed_on }
}

fn first(placed: &Placed<'_>, renewal: &Renewal, planning: Planning<'_>) -> Task {
    Task {
        id: TaskId::new(planning.ids),
        renewal: renewal.id,
        step: placed.code.clone(),
        title: placed.step.title.clone(),
        lead: placed.step.lead,
        due_on: placed.due_on,
        state: if placed.due_on < renewal.scheduled_on { TaskState::BeforeTracking } else { TaskState::Open },
        evidence: String::new(),
        completed_by: String::new(),
        completed_at: None,
        put_off: None,
        given: None,
    }
}

/// A task as its step has it now, or nothing where it is finished or already stands there.
fn moved((facts, today): (&Facts, Date), task: &Task, placed: &Placed<'_>, scheduled_on: Date) -> Option<Task> {
    let due_on = placed.due_on;
    let state = match task.state {
        TaskState::Done | TaskState::NotNeeded => return None,
        TaskState::Open | TaskState::Withdrawn | TaskState::BeforeTracking if due_on < scheduled_on => TaskState::BeforeTracking,
        TaskState::Open | TaskState::Withdrawn | TaskState::BeforeTracking => TaskState::Open,
    };
    let given = task.given.clone().filter(|_| given_to(facts, task, today).is_some());
    let planned = Task { due_on, state, title: placed.step.title.clone(), lead: placed.step.lead, given, ..task.clone() };
    (planned != *task).then_some(planned)
}

/// Open tasks fall away.
pub(super) fn withdraw(tasks: &[&Task]) -> Vec<Write> {
    let open = tasks.iter().filter(|task| task.state == TaskState::Open);
    open.map(|task| Write::Task(Task { state: TaskState::Withdrawn, ..(*task).clone() })).collect()
}
