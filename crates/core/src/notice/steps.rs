//! What a playbook's steps bring: due today, overdue, and so long overdue that a manager hears of it.

use super::{Days, Notice, NoticeKind, Told, named, renewal_path};
use crate::checks::{escalates, escalates_to};
use crate::facts::Facts;
use crate::primitives::weekday_date;
use crate::renewal::{Renewal, Task, TaskState};
use jiff::ToSpan;
use jiff::civil::Date;

/// Notices about open steps of open renewals.
pub(super) fn find(facts: &Facts, days: Days) -> Vec<Notice> {
    let open = facts.tasks.values().filter(|task| task.state == TaskState::Open && task.due_on <= days.today);
    let of_open = open.filter_map(|task| Some((facts.renewals.get(&task.renewal).filter(|renewal| renewal.is_open())?, task)));
    of_open.flat_map(|of| on(facts, of, days)).collect()
}

fn on(facts: &Facts, (renewal, task): (&Renewal, &Task), days: Days) -> Vec<Notice> {
    let Some(holder) = facts.holder(renewal.id, task.lead) else { return Vec::new() };
    let (about, due) = (named(facts, renewal), weekday_date(task.due_on));
    let told = |kind, due_on, text| Told {
        kind,
        identity: format!("{}:{}:{}", renewal.reference(), task.step, task.due_on),
        subject: renewal.reference(),
        due_on,
        text,
        path: renewal_path(renewal),
    };
    // Whoever does it for its holder hears of it; what escalates is the holder's.
    let does = task.given.as_ref().map_or(holder, |given| given.to);
    let mut notices = Vec::new();
    if days.reach(task.due_on) {
        let text = format!("{about}: {} is due on {due}.", task.title);
        notices.push(told(NoticeKind::StepDue, task.due_on, text).to(does, days));
    }
    if task.is_overdue(days.today) {
        let text = format!("{about}: {} was due on {due}.", task.title);
        notices.push(told(NoticeKind::StepOverdue, task.due_on.saturating_add(1.day()), text).to(does, days));
    }
    if escalates(task.due_on, days.today) {
        let name = facts.name_of(holder);
        let text = format!("{about}: {}, which {name} had due on {due}, is not done.", task.title);
        let superior = escalates_to(facts, holder, days.today);
        notices.push(told(NoticeKind::StepEscalated, escalation_of(task.due_on, days.today), text).to(superior, days));
    }
    notices
}

/// The first day on which a step escalates.
fn escalation_of(due_on: Date, today: Date) -> Date {
    due_on.series(1.day()).take(30).find(|day| escalates(due_on, *day)).unwrap_or(today)
}
