//! What people bring upon each other: handoffs, expansions that wait for an answer, reassignments by name, steps that are given away,
//! approvals that are asked for.

use super::{Days, Notice, NoticeKind, Told, named, renewal_path};
use crate::checks::introducer;
use crate::expansion::{Expansion, ExpansionState};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::ownership::handoff::{Handoff, HandoffState};
use crate::ownership::reassignment::Override;
use crate::primitives::{TeammateId, weekday_date};
use crate::proposal::{Proposal, StepKind};
use crate::renewal::{Renewal, Task, TaskState};
use jiff::ToSpan;
use jiff::civil::Date;

/// Notices about handoffs, expansions, reassignments, given steps and approvals.
pub(super) fn find(facts: &Facts, days: Days) -> Vec<Notice> {
    let handoffs = facts.handoffs.values().filter_map(|handoff| {
        let renewal = facts.renewals.get(&handoff.renewal).filter(|renewal| renewal.is_open())?;
        Some(of_handoff(facts, (handoff, renewal), days))
    });
    let expansions = facts.expansions.values().filter(|expansion| expansion.state == ExpansionState::Raised);
    let named = facts.overrides.values().filter(|named| named.covers(days.today));
    handoffs
        .flatten()
        .chain(expansions.flat_map(|expansion| of_expansion(facts, expansion, days)))
        .chain(named.filter_map(|named| of_override(facts, named, days)))
        .chain(facts.tasks.values().filter_map(|task| of_given_step(facts, task, days)))
        .chain(facts.proposals.values().filter_map(|proposal| of_approval(facts, proposal, days)))
        .collect()
}

/// Who has to do the next thing of a handoff, since when, and what it is.
fn next_of(facts: &Facts, handoff: &Handoff, today: Date) -> Option<(TeammateId, Date, String)> {
    let (giver, receiver) = (facts.name_of(handoff.giver), facts.name_of(handoff.receiver));
    match &handoff.state {
        HandoffState::Opened => Some((handoff.giver, handoff.opened_on, format!("meet the customer together with {receiver}"))),
        HandoffState::Met { touch } => {
            let met_on = facts.activities.get(touch).map_or(handoff.opened_on, |activity| activity.held_on.max(handoff.opened_on));
            Some((handoff.receiver, met_on, format!("accept or decline what {giver} hands over")))
        }
        HandoffState::Waived { word, introduced: None, .. } => {
            Some((introducer(facts, handoff, today), word.on, format!("introduce {receiver} to the customer")))
        }
        _ => None,
    }
}

fn of_handoff(facts: &Facts, (handoff, renewal): (&Handoff, &Renewal), days: Days) -> Vec<Notice> {
    let Some((person, since, what)) = next_of(facts, handoff, days.today) else { return Vec::new() };
    let Some(clock) = handoff.clock() else { return Vec::new() };
    let (about, reference, by) = (named(facts, renewal), handoff.reference(renewal), weekday_date(clock));
    let told = |kind, due_on, text| Told {
        kind,
        identity: format!("{reference}:{}", handoff.state.code()),
        subject: reference.clone(),
        due_on,
        text,
        path: format!("/handoffs/{reference}"),
    };
    let late = handoff.is_overdue(days.today);
    // Whoever is first told when it is overdue already is told that alone.
    let waits = (!late || days.reach(since))
        .then(|| told(NoticeKind::HandoffWaits, since, format!("Handoff of {about}: {what} by {by}.")).to(person, days));
    let overdue = late.then(|| {
        let text = format!("Handoff of {about} is overdue since {by}: {what}.");
        told(NoticeKind::HandoffOverdue, clock.saturating_add(1.day()), text).to(person, days)
    });
    waits.into_iter().chain(overdue).collect()
}

fn of_expansion(facts: &Facts, expansion: &Expansion, days: Days) -> Vec<Notice> {
    let Some(person) = facts.holder(expansion.id, Responsibility::Expansion) else { return Vec::new() };
    let account = facts.accounts.get(&expansion.account).map_or("an account", |account| account.name.as_str());
    let (reference, by) = (expansion.reference(), weekday_date(expansion.answer_by));
    let told = |kind, due_on, text| Told {
        kind,
        identity: format!("{reference}:{}", expansion.answer_by),
        subject: reference.clone(),
        due_on,
        text,
        path: format!("/expansions/{reference}"),
    };
    let finder = facts.name_of(expansion.found_by);
    let text = format!("{reference} at {account}, found by {finder}, waits for your answer by {by}.");
    let late = expansion.is_overdue(days.today);
    let waits = (!late || days.reach(expansion.raised_on)).then(|| told(NoticeKind::CsqlWaits, expansion.raised_on, text).to(person, days));
    let overdue = late.then(|| {
        let text = format!("{reference} at {account} should have been answered by {by}.");
        told(NoticeKind::CsqlOverdue, expansion.answer_by.saturating_add(1.day()), text).to(person, days)
    });
    waits.into_iter().chain(overdue).collect()
}

/// A step that somebody does for its holder is told to whoever does it. Given once more to the same person it is no other notice.
pub(super) fn of_given_step(facts: &Facts, task: &Task, days: Days) -> Option<Notice> {
    let given = task.given.as_ref().filter(|_| task.state == TaskState::Open)?;
    let renewal = facts.renewals.get(&task.renewal).filter(|renewal| renewal.is_open())?;
    let (about, due) = (named(facts, renewal), weekday_date(task.due_on));
    let told = Told {
        kind: NoticeKind::StepGiven,
        identity: format!("{}:{}", renewal.reference(), task.step),
        subject: renewal.reference(),
        due_on: days.today,
        text: format!("{about}: {} gave you {}, due on {due}: {}", given.by, task.title, given.reason),
        path: renewal_path(renewal),
    };
    Some(told.to(given.to, days))
}

/// A proposal that waits for somebody's approval.
pub(super) fn of_approval(facts: &Facts, proposal: &Proposal, days: Days) -> Option<Notice> {
    let approver = proposal.waits_for()?;
    let asked = proposal.last(StepKind::Asked)?;
    let renewal = facts.renewals.get(&proposal.renewal).filter(|renewal| renewal.is_open())?;
    let (reference, version) = (renewal.reference(), proposal.version);
    let told = Told {
        kind: NoticeKind::ApprovalAsked,
        identity: format!("{reference}:{version}:{}", asked.number),
        due_on: asked.on,
        text: format!("{}: {} asks you to approve version {version} of the proposal.", named(facts, renewal), asked.by),
        path: format!("/renewals/{reference}/proposals/{version}"),
        subject: reference,
    };
    Some(told.to(approver, days))
}

pub(super) fn of_override(facts: &Facts, named: &Override, days: Days) -> Option<Notice> {
    let reference = facts.reference_of(named.subject)?;
    let renewal = facts.renewals.get(&named.subject.as_renewal());
    let expansion = facts.expansions.get(&named.subject.as_expansion());
    let open = renewal.is_some_and(Renewal::is_open) || expansion.is_some_and(Expansion::is_open);
    let account = renewal.map(|renewal| renewal.account).or(expansion.map(|expansion| expansion.account))?;
    let account = facts.accounts.get(&account).map_or("an account", |account| account.name.as_str());
    let folder = if renewal.is_some() { "renewals" } else { "expansions" };
    let what = named.responsibility.label().to_lowercase();
    let text =
        format!("{} gave you {what} of {reference} at {account} until {}: {}", named.author, weekday_date(named.until_on), named.reason);
    let told = Told {
        kind: NoticeKind::Assigned,
        identity: named.id.to_string(),
        path: format!("/{folder}/{reference}"),
        subject: reference,
        due_on: named.from_on,
        text,
    };
    open.then(|| told.to(named.teammate, days))
}
