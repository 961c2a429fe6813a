//! The queue on Today: parted as its reader wants it, and what is done with several steps at once.

use super::parts::{avatar, money, risk};
use super::today::{is_late, nothing_due};
use super::words::{count, day, renewal_url, url};
use maud::{Markup, html};
use tenure_app::{Bucket, Group, Grouping, StandIn, TaskItem, TodayView, grouped};
use tenure_core::primitives::{last_day_of_service, weekday_date};

/// How the queue is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// How it is parted.
    pub grouping: Grouping,
    /// The queue of those who report to the person, where that is looked at.
    pub team: Option<Vec<Bucket>>,
}

impl Look {
    fn address(&self, grouping: Grouping, team: bool) -> String {
        let group = (grouping != Grouping::default()).then(|| ("group", grouping.code().to_string()));
        let of = team.then(|| ("of", "team".to_string()));
        let parameters: Vec<(&str, String)> = of.into_iter().chain(group).collect();
        url("/today", &parameters)
    }
}

/// The queue with what stands above and below it.
pub fn queue(view: &TodayView, look: &Look) -> Markup {
    let buckets = look.team.as_ref().unwrap_or(&view.buckets);
    let stand_ins: &[StandIn] = if look.team.is_some() { &[] } else { &view.standing_in };
    let steps = !buckets.is_empty() || stand_ins.iter().any(|stand_in| !stand_in.tasks.is_empty());
    html! {
        @if steps || view.leads { (bar(view, look, steps)) }
        @if !buckets.is_empty() {
            div class="queue" { @for group in grouped(buckets, look.grouping, view.atr_total.currency) { (part(&group, view, look)) } }
        } @else if look.team.is_some() { p class="quiet" { "Nothing is due in the next 30 days for the people who report to you." } }
        @else { (nothing_due(view)) }
        @for stand_in in stand_ins { (for_somebody(stand_in, view)) }
        @if !buckets.is_empty() { (hints()) }
    }
}

/// Whose queue, how it is parted, and what is done with the steps that are picked.
fn bar(view: &TodayView, look: &Look, steps: bool) -> Markup {
    let team = look.team.is_some();
    html! {
        div class="queue-bar" {
            @if view.leads {
                nav class="seg" aria-label="Whose steps" {
                    a href=(look.address(look.grouping, false)) aria-current=[(!team).then_some("true")] { "Mine" }
                    a href=(look.address(look.grouping, true)) aria-current=[team.then_some("true")] { "My team" }
                }
            }
            nav class="seg" aria-label="Group by" {
                @for grouping in Grouping::ALL {
                    a href=(look.address(grouping, team)) aria-current=[(grouping == look.grouping).then_some("true")] { (grouping.label()) }
                }
            }
            @if steps {
                form class="together" id="together" method="get" action="/today/steps/delay" aria-label="With the picked steps" {
                    input type="hidden" name="back" value=(look.address(look.grouping, team));
                    button class="btn small" type="submit" formaction="/today/steps/completion" aria-label="Complete the picked steps" { "Complete" }
                    button class="btn small" type="submit" aria-label="Put off the picked steps" { "Put off" }
                    button class="btn small" type="submit" formaction="/today/steps/help" aria-label="Give the picked steps" { "Give" }
                }
            }
        }
        @if steps { p class="small quiet queue-order" { (order(look.grouping)) " Money counts each renewal once, at plan rates; yearly reviews left out. Pick steps to do one thing with all of them." } }
    }
}

const fn order(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Urgency => "By due day, then risk, then money.",
        Grouping::Account => "The account with the most urgent step first; within it by due day, then risk, then money.",
        Grouping::Day => "The earliest day first; on one day by risk, then money.",
        Grouping::Step => "The kind with the most urgent step first; within it by due day, then risk, then money.",
    }
}

fn part(group: &Group, view: &TodayView, look: &Look) -> Markup {
    let late = look.grouping == Grouping::Urgency && group.tasks.first().is_some_and(|task| is_late(task, view));
    let manager = view.escalates_to.as_ref().filter(|_| late && look.team.is_none());
    html! {
        section class="bucket" {
            h2 {
                (group.title) " " span class="quiet" { (group.tasks.len()) }
                @if group.tasks.len() > 1 { button class="btn plain small" type="button" data-pick-all hidden aria-label={ "Pick all: " (group.title) } { "Pick all" } }
                small {
                    @if let Some(manager) = manager { span class="text-red" { "Escalates to " (manager.name) } span class="dot-sep" {} }
                    span class="quiet" { (count(group.renewals, "renewal")) ", " span class="money" { (group.atr) } }
                }
            }
            ul { @for task in &group.tasks { (row(task, is_late(task, view))) } }
        }
    }
}

/// What may be done for somebody who is away.
fn for_somebody(stand_in: &StandIn, view: &TodayView) -> Markup {
    html! {
        section class="bucket" {
            h2 {
                "For " (stand_in.person.name) " " span class="quiet" { (stand_in.tasks.len()) }
                small class="quiet" { "away until " (day(last_day_of_service(stand_in.to_on))) "; you may act" }
            }
            @if stand_in.tasks.is_empty() { p class="quiet" { "Nothing of theirs is due before they are back." } }
            ul { @for task in &stand_in.tasks { (row(task, is_late(task, view))) } }
        }
    }
}

/// One task. The round button leads to the step's form, because completing asks for evidence.
fn row(task: &TaskItem, late: bool) -> Markup {
    let place = format!("{}#step-{}", renewal_url(&task.renewal), task.id);
    html! {
        li class="task pickable" data-row data-state=[late.then_some("late")] {
            label class="vh" for={ "pick-" (task.id) } { "Pick: " (task.title) ", " (task.account) }
            input class="check pick" type="checkbox" id={ "pick-" (task.id) } name="task" value=(task.id) form="together" data-pick;
            form method="get" action=(place) {
                input type="hidden" name="complete" value=(task.id);
                button class="check round" type="submit" data-done aria-label={ "Complete: " (task.title) ", " (task.account) } {}
            }
            div class="what" { a href=(place) { (task.title) } small { b { (task.account) } span class="dot-sep" {} (task.why)
                @if let Some((by, reason)) = &task.given { "; given by " (by) ": " (reason) }
                @if let Some((until, reason)) = &task.put_off { "; put off until " (weekday_date(*until)) ": " (reason) }
            } }
            span class="when" { span class="t-minus" { (task.t_minus) } small { (day(task.end_on)) } }
            span class="num money" { (money(task.atr)) }
            (risk(task.risk))
            (avatar(&task.holder))
        }
    }
}

fn hints() -> Markup {
    html! {
        p class="hints" {
            span { span class="keys" { kbd { "J" } kbd { "K" } } " move" }
            span { span class="keys" { kbd { "X" } } " pick" }
            span { span class="keys" { kbd { "E" } } " complete" }
            span { span class="keys" { kbd { "Enter" } } " open" }
            span { span class="keys" { kbd { "?" } } " all keys" }
        }
    }
}
