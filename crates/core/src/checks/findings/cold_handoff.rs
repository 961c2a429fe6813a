//! The leading person changes from one phase to the next and the customer never saw both together (OWN-10, domain ruling 2): the CSM
//! finishes the review at T-120 and the AE appears cold at T-90.

use super::{Finding, Severity, Words, holder, tasks_by_renewal};
use crate::account::{Activity, ActivityKind};
use crate::facts::Facts;
use crate::ownership::handoff::TOUCH_DAYS;
use crate::ownership::{Motion, Responsibility};
use crate::primitives::{AccountId, TeammateId, days_between, display_date};
use crate::renewal::{Renewal, Task, TaskState};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days ahead of the new leader's first step from which a missing introduction is found.
pub const AHEAD_DAYS: i64 = 14;

/// What the customer meets people for. Paperwork changes hands without a meeting.
const MEETS_THE_CUSTOMER: [Responsibility; 3] = [Responsibility::Value, Responsibility::Commercial, Responsibility::Expansion];

/// Running renewals whose lead changes to somebody whom the one before never brought along.
///
/// A motion without meetings has none to miss; in an asynchronous one an internal step of both is enough.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let tasks = tasks_by_renewal(facts);
    let mut contacts: BTreeMap<AccountId, Vec<&Activity>> = BTreeMap::new();
    for activity in facts.activities.values().filter(|activity| !activity.withdrawn) {
        contacts.entry(activity.account).or_default().push(activity);
    }
    let running = facts.renewals.values().filter(|renewal| renewal.is_running(today));
    let on = |renewal: &Renewal| {
        let contacts = contacts.get(&renewal.account).map_or(&[][..], Vec::as_slice);
        on(facts, renewal, (tasks.get(&renewal.id)?, contacts), today)
    };
    running.filter_map(on).collect()
}

fn on(facts: &Facts, renewal: &Renewal, (tasks, contacts): (&[&Task], &[&Activity]), today: Date) -> Option<Finding> {
    let decided = renewal.decided.as_ref()?;
    let meets = matches!(decided.motion, Motion::Joint | Motion::Asynchronous);
    let playbook = facts.playbook(&decided.playbook).filter(|_| meets)?;
    let steps = playbook.steps.iter().filter(|step| MEETS_THE_CUSTOMER.contains(&step.lead));
    let placed = steps.filter_map(|step| Some((step, *tasks.iter().find(|task| task.step == step.code && is_tracked(task))?)));
    let mut led: Vec<_> = placed.map(|(step, task)| (step, task, leader(facts, renewal, task))).collect();
    // A step that a colour brought may lie later than its place in the playbook.
    led.sort_by_key(|(_, task, _)| task.due_on);
    let since = decided.opens_on.saturating_sub(TOUCH_DAYS.days());
    let together = |one: TeammateId, other: TeammateId| {
        let counts = |kind: ActivityKind| kind.is_live() || (kind == ActivityKind::Note && decided.motion == Motion::Asynchronous);
        contacts
            .iter()
            .any(|contact| contact.held_on >= since && counts(contact.kind) && contact.ours.contains(&one) && contact.ours.contains(&other))
    };
    // Whoever took over what the giver held may bring the receiver along as well.
    let (from, to) = led.windows(2).map(|pair| (&pair[0], &pair[1])).find(|((before, _, giver), (_, task, receiver))| {
        let givers = [*giver, holder(facts, renewal, before.lead)];
        begins(task, today) && givers.iter().all(|giver| giver != receiver && !together(*giver, *receiver))
    })?;
    let ((before, _, giver), (step, task, receiver)) = (from, to);
    let here = facts.teammates.get(giver).is_some_and(|person| person.is_active_on(today));
    let brings = facts.name_of(if here { *giver } else { holder(facts, renewal, before.lead) });
    let (giver, name) = (facts.name_of(*giver), facts.name_of(*receiver));
    let (stands, severity) = match task.state {
        TaskState::Done => ("is done", Severity::High),
        _ => ("is due", Severity::Medium),
    };
    let words = Words {
        code: "cold-handoff",
        severity,
        title: format!("{name} takes the lead cold"),
        evidence: format!(
            "{giver} led until then; {}, led by {name}, {stands} ({}), and no meeting of both with the customer is on record since {}.",
            step.title,
            display_date(task.due_on),
            display_date(since)
        ),
        remedy: format!("Let {brings} bring {name} along once, before the next step, and log who was present."),
    };
    Some(words.on(renewal, *receiver))
}

/// Who led a step that is done, else who is to lead it.
fn leader(facts: &Facts, renewal: &Renewal, task: &Task) -> TeammateId {
    let doer = facts.teammates.values().find(|person| task.state == TaskState::Done && person.name == task.completed_by);
    doer.map_or_else(|| holder(facts, renewal, task.lead), |person| person.id)
}

/// Whether a step belongs to what we tracked and was not dropped.
const fn is_tracked(task: &Task) -> bool {
    matches!(task.state, TaskState::Open | TaskState::Done)
}

/// Whether the new leader's first step took place or comes soon.
fn begins(task: &Task, today: Date) -> bool {
    task.state == TaskState::Done || days_between(today, task.due_on) <= AHEAD_DAYS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::primitives::StakeholderId;
    use jiff::civil::date;

    /// The renewal opens on 28 Jul 2026; the proposal, which the AE leads, is due on 27 Aug.
    fn company_on(day: Date) -> Company {
        let mut company = Company::with_one_contract();
        company.today = day;
        company
    }

    #[test]
    fn the_change_of_lead_at_90_days_is_found_from_two_weeks_ahead_and_weighs_more_once_it_took_place() {
        let mut company = company_on(date(2026, 8, 13));
        assert_eq!(company.task("renewal-proposal").due_on, date(2026, 8, 27));
        assert_eq!(find(&company.facts, date(2026, 8, 12)), []);
        let found = find(&company.facts, company.today);
        assert_eq!((found.len(), found[0].severity, found[0].owner), (1, Severity::Medium, company.teammate("rafael")));
        let done = company.task("renewal-proposal").id;
        let by = ("Rafael Costa", company.moment());
        let how = crate::commands::Completion::Done;
        company.accept(crate::commands::complete_task(&company.facts, done, how, "Terms were given.", by));
        let found = find(&company.facts, company.today);
        assert_eq!(found[0].severity, Severity::High);
        assert_eq!(
            found[0].evidence,
            "Priya Nair led until then; Renewal proposal meeting, led by Rafael Costa, is done (27 Aug 2026), and no meeting of both with \
             the customer is on record since 28 Jun 2026."
        );
    }

    #[test]
    fn one_meeting_of_both_is_enough_and_a_meeting_of_one_or_a_note_is_not() {
        let mut company = company_on(date(2026, 8, 13));
        let account = company.renewal().account;
        let (priya, rafael) = (company.teammate("priya"), company.teammate("rafael"));
        let log = |company: &mut Company, contact: Activity| {
            company.accept(crate::commands::log_activity(&company.facts, contact, company.moment()));
        };
        let alone = company.contact(account, [rafael].into(), std::collections::BTreeSet::<StakeholderId>::new());
        log(&mut company, alone);
        let both = company.contact(account, [priya, rafael].into(), std::collections::BTreeSet::new());
        log(&mut company, Activity { kind: ActivityKind::Note, ..both.clone() });
        assert_eq!(find(&company.facts, company.today).len(), 1);
        log(&mut company, Activity { subject: "Review".into(), ..both });
        assert_eq!(find(&company.facts, company.today), []);
    }

    #[test]
    fn one_person_who_leads_both_phases_is_no_change() {
        let mut company = company_on(date(2026, 8, 13));
        let (renewal, priya) = (company.renewal().id, company.teammate("priya"));
        company.facts.holders.insert((renewal.into(), Responsibility::Commercial), priya);
        assert_eq!(find(&company.facts, company.today), []);
    }

    #[test]
    fn a_motion_without_meetings_misses_none() {
        let mut company = company_on(date(2026, 8, 13));
        if let Some(decided) = &mut company.renewal_mut().decided {
            decided.motion = Motion::Digital;
        }
        assert_eq!(find(&company.facts, company.today), []);
    }
}
