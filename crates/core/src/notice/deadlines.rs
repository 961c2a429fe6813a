//! What the calendar of a renewal brings: its playbook opens, its notice deadline or the end of its term comes near.

use super::{Days, Notice, NoticeKind, Told, named, renewal_path};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{TeammateId, days_between, weekday_date};
use crate::renewal::{Renewal, RenewalKind};
use jiff::ToSpan;
use std::collections::BTreeSet;

/// So many days before a deadline it is told of.
pub const LEADS: [i64; 4] = [30, 14, 7, 1];

/// Notices about the days of open renewals.
pub(super) fn find(facts: &Facts, days: Days) -> Vec<Notice> {
    let open = facts.renewals.values().filter(|renewal| renewal.is_open());
    open.flat_map(|renewal| opened(facts, renewal, days).into_iter().chain(ahead(facts, renewal, days))).collect()
}

/// The playbook began: everybody who answers for value or for commercial is told.
fn opened(facts: &Facts, renewal: &Renewal, days: Days) -> Vec<Notice> {
    let Some(opens_on) = renewal.decided.as_ref().map(|decided| decided.opens_on.max(renewal.scheduled_on)) else { return Vec::new() };
    if !days.reach(opens_on) {
        return Vec::new();
    }
    let held = [Responsibility::Value, Responsibility::Commercial];
    let people: BTreeSet<TeammateId> = held.into_iter().filter_map(|held| facts.holder(renewal.id, held)).collect();
    let told = |person| {
        let target = &renewal.target;
        let text = format!("{} opened: {} up for renewal, term end {}.", named(facts, renewal), target.atr, weekday_date(target.end_on));
        Told {
            kind: NoticeKind::RenewalOpened,
            identity: format!("{}:{}", renewal.reference(), target.end_on),
            subject: renewal.reference(),
            due_on: opens_on,
            text,
            path: renewal_path(renewal),
        }
        .to(person, days)
    };
    people.into_iter().map(told).collect()
}

/// The day on which the renewal is decided comes near: whoever answers for commercial is told 30, 14, 7 and 1 days ahead. Whoever gets to
/// know of it later is told at once.
fn ahead(facts: &Facts, renewal: &Renewal, days: Days) -> Vec<Notice> {
    let Some(person) = facts.holder(renewal.id, Responsibility::Commercial) else { return Vec::new() };
    if renewal.kind == RenewalKind::Review {
        return Vec::new();
    }
    let decision_on = renewal.target.decision_on;
    let left = days_between(days.today, decision_on);
    let now = LEADS.into_iter().rev().find(|lead| (0..=*lead).contains(&left));
    let due = LEADS.into_iter().filter(|lead| days.reach(decision_on.saturating_sub(lead.days())) || now == Some(*lead));
    due.map(|lead| of_lead(facts, renewal, (lead, left)).to(person, days)).collect()
}

fn of_lead(facts: &Facts, renewal: &Renewal, (lead, left): (i64, i64)) -> Told {
    let decision_on = renewal.target.decision_on;
    let (about, on, how_soon) = (named(facts, renewal), weekday_date(decision_on), how_soon(left));
    let (kind, text) = if renewal.target.auto_renew {
        (NoticeKind::NoticeDeadline, format!("{about} renews by itself unless notice is given by {on}, {how_soon}."))
    } else {
        (NoticeKind::TermEnd, format!("{about} is not signed, and its term ends on {on}, {how_soon}."))
    };
    Told {
        kind,
        identity: format!("{}:{decision_on}:{lead}", renewal.reference()),
        subject: renewal.reference(),
        due_on: decision_on.saturating_sub(lead.days()).max(renewal.scheduled_on),
        text,
        path: renewal_path(renewal),
    }
}

/// How far a day is from today.
fn how_soon(left: i64) -> String {
    match left {
        0 => "today".into(),
        1 => "tomorrow".into(),
        2.. => format!("in {left} days"),
        -1 => "yesterday".into(),
        _ => format!("{} days ago", -left),
    }
}
