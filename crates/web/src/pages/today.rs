//! Today: what is true, what to do first, then the queue of one person.

use super::parts::{avatar, avatar_beside, empty, finding_url, icon, money, risk, shape};
use super::promises;
use super::queue::{self, Look};
use super::shell::{Shell, page};
use super::words::{count, day, distance, expansion_url, handoff_url, many, near_day, proposals_url, renewal_url, url};
use maud::{Markup, html};
use tenure_app::{Deadline, ExpansionItem, FindingItem, HandoffToDo, Person, TaskItem, TodayView};
use tenure_core::checks::Severity;
use tenure_core::forecast::week_name;
use tenure_core::primitives::{display_date_long, weekday_date};

/// The page of whoever is signed in.
pub fn today(shell: &Shell<'_>, view: &TodayView, look: &Look) -> Markup {
    page(
        shell,
        "Today",
        "p-today",
        html! {
            header class="page-head" { h1 { "Today" } span class="sub" { (display_date_long(view.today)) } }
            div class="split" {
                div class="main" {
                    (alerts(view))
                    (handoffs(view))
                    (answers(view))
                    (promises::due(&view.commitments))
                    (approvals(view))
                    (queue::queue(view, look))
                }
                aside aria-label="My book" { (book(view)) (deadlines(view)) (reports(view)) }
            }
        },
    )
}

/// The page of a user who is no teammate: nothing can be due for them.
pub fn today_without_person(shell: &Shell<'_>) -> Markup {
    let says = "Steps are due for people of the book. Your e-mail is none of theirs, so you have no queue.";
    let sub = shell.today.map(display_date_long).unwrap_or_default();
    page(
        shell,
        "Today",
        "p-today",
        html! {
            header class="page-head" { h1 { "Today" } span class="sub" { (sub) } }
            div class="body" {
                (empty("Nothing is due for you here.", says, html! {
                    p { "See " a href="/people" { "what each person holds" } ", or " a href="/renewals" { "every open renewal" } "." }
                }))
            }
        },
    )
}

/// Proposals that wait for the person's approval.
fn approvals(view: &TodayView) -> Markup {
    html! {
        @if !view.approvals.is_empty() {
            section aria-labelledby="approvals-h" {
                div class="section-head" { h2 id="approvals-h" { "Approvals" } span class="note" { (many(&view.approvals, "proposal")) " above its maker's authority" } }
                ul class="say plain" { @for waiting in &view.approvals { li { div {
                    p { a class="link" href={ (proposals_url(&waiting.renewal)) "/" (waiting.version) } { "Proposal " (waiting.version) " for " (waiting.account.name) } ", " (waiting.renewal) }
                    p class="small quiet" { "Asked by " (waiting.asked_by) " on " (weekday_date(waiting.asked_on)) @if !waiting.note.is_empty() { ": " (waiting.note) } }
                } } } }
            }
        }
    }
}

struct Alert {
    risk: &'static str,
    fact: String,
    first: String,
    action: String,
    url: String,
}

fn alerts(view: &TodayView) -> Markup {
    let all: Vec<Alert> = [overdue_alert(view), notice_alert(view), forecast_alert(view), finding_alert(view), escalated_alert(view)]
        .into_iter()
        .flatten()
        .collect();
    html! {
        @if !all.is_empty() {
            ul class="alerts" aria-label="What needs you first" {
                @for alert in &all {
                    li data-risk=(alert.risk) {
                        (shape(alert.risk))
                        p { b { (alert.fact) } " " span { (alert.first) } }
                        a class="btn small" href=(alert.url) {
                            span class="wide-only" { (alert.action) }
                            span class="phone-only" { (icon("right")) span class="vh" { (alert.action) } }
                        }
                    }
                }
            }
        }
    }
}

/// Names the case that follows as the first of several.
const fn lead(cases: usize) -> &'static str {
    if cases > 1 { "First: " } else { "" }
}

const fn open_word(cases: usize) -> &'static str {
    if cases > 1 { "Open the first" } else { "Open it" }
}

pub(super) fn is_late(task: &TaskItem, view: &TodayView) -> bool {
    task.due_on < view.today
}

fn overdue_alert(view: &TodayView) -> Option<Alert> {
    let late: Vec<&TaskItem> = view.buckets.iter().flat_map(|bucket| &bucket.tasks).filter(|task| is_late(task, view)).collect();
    let first = late.first()?;
    let verb = if late.len() == 1 { "is" } else { "are" };
    Some(Alert {
        risk: "red",
        fact: format!("{} {verb} overdue.", many(&late, "step")),
        first: format!("{}{}, {}, due {}.", lead(late.len()), first.title, first.account, weekday_date(first.due_on)),
        action: open_word(late.len()).into(),
        url: renewal_url(&first.renewal),
    })
}

fn notice_alert(view: &TodayView) -> Option<Alert> {
    const DAYS: i64 = 7;
    let near: Vec<&Deadline> = view.deadlines.iter().filter(|deadline| deadline.is_notice && deadline.days < DAYS).collect();
    let first = near.first()?;
    let verb = if near.len() == 1 { "passes its" } else { "pass their" };
    let parameters = [("person", view.person.reference.clone()), ("decides", DAYS.to_string()), ("auto", "yes".into())];
    Some(Alert {
        risk: "red",
        fact: format!("{} {verb} notice deadline in the next {DAYS} days.", many(&near, "renewal")),
        first: format!(
            "{}{}, {}: {} renews by itself if nobody answers.",
            lead(near.len()),
            first.account,
            weekday_date(first.on),
            first.atr
        ),
        action: if near.len() == 1 { "Review it".into() } else { format!("Review {}", near.len()) },
        url: url("/renewals", &parameters),
    })
}

fn finding_alert(view: &TodayView) -> Option<Alert> {
    let high: Vec<&FindingItem> = view.findings.iter().filter(|finding| finding.severity == Severity::High).collect();
    let first = high.first()?;
    let about = first.account.as_ref().map(|(name, _)| format!("{name}: ")).unwrap_or_default();
    let verb = if high.len() == 1 { "needs" } else { "need" };
    Some(Alert {
        risk: "yellow",
        fact: format!("{} {verb} you.", many(&high, "finding")),
        first: format!("{}{about}{}. {}", lead(high.len()), first.title, first.evidence),
        action: open_word(high.len()).into(),
        url: finding_url(first).unwrap_or_else(|| "/findings".into()),
    })
}

/// The forecast of the week: quiet until its day.
fn forecast_alert(view: &TodayView) -> Option<Alert> {
    let todo = view.forecast?;
    Some(Alert {
        risk: if view.today < todo.due_on { "unknown" } else { "yellow" },
        fact: format!("Your forecast of {} is due {}.", week_name(todo.week_on), weekday_date(todo.due_on)),
        first: format!("{} to walk through.", count(todo.renewals, "renewal")),
        action: "Walk through it".into(),
        url: "/forecast".into(),
    })
}

fn escalated_alert(view: &TodayView) -> Option<Alert> {
    let first = view.escalated.first()?;
    let verb = if view.escalated.len() == 1 { "has" } else { "have" };
    Some(Alert {
        risk: "yellow",
        fact: format!("{} of people who report to you {verb} escalated.", many(&view.escalated, "overdue step")),
        first: format!(
            "{}{}, {}, {}, due {}.",
            lead(view.escalated.len()),
            first.title,
            first.account,
            first.holder.name,
            weekday_date(first.due_on)
        ),
        action: open_word(view.escalated.len()).into(),
        url: renewal_url(&first.renewal),
    })
}

/// What to give and what to accept; handoffs that go together once.
fn handoffs(view: &TodayView) -> Markup {
    html! {
        @if !view.handoffs.is_empty() {
            section class="bucket" aria-labelledby="handoffs-h" {
                h2 id="handoffs-h" { "Handoffs " span class="quiet" { (view.handoffs.len()) } }
                ul { @for todo in &view.handoffs { (handoff(todo)) } }
            }
        }
    }
}

/// Expansions that wait for the person's answer.
fn answers(view: &TodayView) -> Markup {
    html! {
        @if !view.expansions.is_empty() {
            section class="bucket" aria-labelledby="csqls-h" {
                h2 id="csqls-h" { "CSQLs to answer " span class="quiet" { (view.expansions.len()) } }
                ul { @for item in &view.expansions { (answer(item)) } }
            }
        }
    }
}

fn answer(item: &ExpansionItem) -> Markup {
    let place = expansion_url(&item.reference);
    let title = format!("Accept or reject the {} that {} found", item.expansion.kind.label().to_lowercase(), item.finder.name);
    let late = if item.overdue { "overdue since" } else { "answer by" };
    html! {
        li class="task" data-row data-state=[item.overdue.then_some("late")] {
            form method="get" action=(place) { button class="check round" type="submit" aria-label={ (title) ", " (item.account.name) } {} }
            div class="what" { a href=(place) { (title) } small { b { (item.account.name) } span class="dot-sep" {} (late) " " (weekday_date(item.expansion.answer_by)) span class="dot-sep" {} (item.expansion.what) } }
            span class="when" { span class="t-minus" { (item.reference) } }
            span class="num money" { (money(item.expansion.expected)) }
            span {}
            (avatar(&item.finder))
        }
    }
}

fn handoff(todo: &HandoffToDo) -> Markup {
    let item = &todo.item;
    let place = handoff_url(&item.reference);
    let title =
        if todo.introduces { format!("Introduce {}", item.receiver.name) } else { format!("Accept the handoff from {}", item.giver.name) };
    let late = if item.overdue { "overdue since" } else { "due" };
    let due = item.handoff.clock().map(|on| format!("{late} {}", weekday_date(on))).unwrap_or_default();
    let stays =
        if item.handoff.state.is_open() { format!("; {} stays accountable until it is accepted", item.giver.name) } else { String::new() };
    html! {
        li class="task" data-row data-state=[item.overdue.then_some("late")] {
            (icon("handoff"))
            div class="what" { a href=(place) { (title) } small { b { (item.renewal.account) } span class="dot-sep" {} span class=[item.overdue.then_some("text-red")] { (due) } (stays) @if todo.together > 1 { ", " (count(todo.together as u64, "renewal")) } } }
            span class="when" { span class="t-minus" { (item.renewal.t_minus) } small { (day(item.renewal.end_on)) } }
            span class="num money" { (money(item.renewal.atr)) }
            (risk(item.renewal.risk))
            (avatar(if todo.introduces { &item.receiver } else { &item.giver }))
        }
    }
}

pub(super) fn nothing_due(view: &TodayView) -> Markup {
    let next = view.deadlines.first().map(|deadline| {
        let what = if deadline.is_notice { "notice deadline" } else { "term end" };
        format!("The next decision day is {}, {}: the {what} of {}.", weekday_date(deadline.on), distance(deadline.days), deadline.account)
    });
    let says = next.unwrap_or_else(|| "No decision day of yours lies in the next 60 days either.".into());
    let mine = url("/renewals", &[("person", view.person.reference.clone())]);
    empty("Nothing is due for you in the next 30 days.", &says, html! { a class="btn" href=(mine) { "Open my book" } })
}

fn book(view: &TodayView) -> Markup {
    let mine = url("/renewals", &[("person", view.person.reference.clone())]);
    html! {
        section aria-labelledby="book-h" {
            div class="section-head" { h2 id="book-h" { "My book" } a class="link small end" href=(mine) { "Open" } }
            p class="load-n" { b { (view.open_renewals) } @if view.open_renewals == 1 { " open renewal" } @else { " open renewals" } }
            p class="small quiet" { "Where you hold at least one responsibility: " span class="money" { (view.atr_total) } " up for renewal, at plan rates; yearly reviews left out." }
        }
    }
}

fn deadlines(view: &TodayView) -> Markup {
    const SHOWN: usize = 8;
    let more = view.deadlines.len().saturating_sub(SHOWN);
    html! {
        section aria-labelledby="deadlines-h" {
            div class="section-head" { h2 id="deadlines-h" { "Decision days" } span class="note" { "next 60 days" } }
            @if view.deadlines.is_empty() { p class="quiet" { "None in the next 60 days." } }
            @else {
                ul class="dl" {
                    @for deadline in view.deadlines.iter().take(SHOWN) {
                        li {
                            span class="t-minus" data-near[deadline.days <= 7] { (near_day(deadline.on, deadline.days)) }
                            span class="clip" { a href=(renewal_url(&deadline.renewal)) { (deadline.account) } }
                            small class="quiet" { @if deadline.is_notice { "notice" } @else { "term end" } }
                        }
                    }
                }
                @if more > 0 {
                    p class="small" { a href=(url("/renewals", &[("person", view.person.reference.clone()), ("decides", "60".into())])) { "And " (more) " more" } }
                }
            }
        }
    }
}

fn reports(view: &TodayView) -> Markup {
    let mut people: Vec<(&Person, Vec<&TaskItem>)> = Vec::new();
    for task in &view.escalated {
        match people.iter_mut().find(|(person, _)| person.reference == task.holder.reference) {
            Some((_, tasks)) => tasks.push(task),
            None => people.push((&task.holder, vec![task])),
        }
    }
    html! {
        @if !people.is_empty() {
            section aria-labelledby="reports-h" {
                div class="section-head" { h2 id="reports-h" { "Escalated to me" } span class="note end" { (view.escalated.len()) } }
                ul class="hand" { @for (person, tasks) in &people { (report(person, tasks)) } }
            }
        }
    }
}

fn report(person: &Person, tasks: &[&TaskItem]) -> Markup {
    html! {
        li {
            div class="row" { (avatar_beside(person)) span class="lead" { (person.name) } span class="quiet push" { (count(tasks.len() as u64, "overdue step")) } }
            @for task in tasks.iter().take(3) {
                p class="small mid" { a href={ (renewal_url(&task.renewal)) "#step-" (task.id) } { (task.title) } ", " (task.account) ", due " (weekday_date(task.due_on)) "." }
            }
            @if tasks.len() > 3 { p class="small quiet" { "And " (tasks.len() - 3) " more." } }
        }
    }
}
