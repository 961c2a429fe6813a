//! Handoffs: those that wait, overdue first, and one with its brief.

use super::account::customer::contacts;
use super::parts::{avatar_beside, crumbs, empty, icon, risk};
use super::promises;
use super::renewal::faces;
use super::shell::{Shell, page};
use super::words::{account_url, count, day, handoff_url, many, renewal_url, url};
use maud::{Markup, html};
use tenure_app::{HandoffItem, HandoffPage, HandoffQuery, HandoffView};
use tenure_core::ownership::handoff::{Figures, HandoffState};
use tenure_core::primitives::{display_date, weekday_date};

/// The list. `me` is the reference of whoever looks, where that is a teammate.
pub fn handoffs(shell: &Shell<'_>, view: &HandoffPage, query: &HandoffQuery, me: Option<&str>) -> Markup {
    page(
        shell,
        "Handoffs",
        "p-handoffs",
        html! {
            header class="page-head" { h1 { "Handoffs" } span class="sub" { (count(view.figures.open, "open handoff")) @if view.figures.overdue > 0 { ", " (view.figures.overdue) " overdue" } } }
            (figures(view.figures))
            (views(query, me))
            @if view.items.is_empty() { div class="body" { (nothing(query)) } }
            @else {
                div class="scroll" role="region" aria-label="Handoffs" tabindex="0" { (table(view)) }
                @if let Some(next) = &view.next {
                    nav class="pager" aria-label="Pages" { a class="btn" href=(address(&HandoffQuery { after: Some(next.clone()), ..query.clone() })) { "Next page" } }
                }
            }
        },
    )
}

fn figures(figures: Figures) -> Markup {
    let days = |days: Option<i64>, none: &str| days.map_or_else(|| none.to_string(), |days| count(days.unsigned_abs(), "day"));
    html! {
        dl class="facts head" {
            div { dt { "Without overlap, 90 days" } dd class="big" { (figures.without_overlap) " " small { "of " (count(figures.transferred, "transfer")) } } }
            div { dt { "In limbo, on average" } dd class="big" { (days(figures.limbo_days, "none")) " " small { "from opening to transfer, 90 days" } } }
            div { dt { "Oldest open one" } dd class="big" { (days(figures.oldest_days, "none")) } }
            div { dt { "Overdue" } dd class="big" { (figures.overdue) " " small { "acceptances and introductions" } } }
        }
    }
}

fn address(query: &HandoffQuery) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = if query.waiting { String::new() } else { "all".to_string() };
    url("/handoffs", &[("show", all), ("giver", text(&query.giver)), ("receiver", text(&query.receiver)), ("after", text(&query.after))])
}

fn views(query: &HandoffQuery, me: Option<&str>) -> Markup {
    let waiting = HandoffQuery { waiting: true, ..HandoffQuery::default() };
    let mut tabs = vec![("Waiting", waiting.clone())];
    if let Some(me) = me {
        tabs.push(("Mine to give", HandoffQuery { giver: Some(me.into()), ..waiting.clone() }));
        tabs.push(("Mine to accept", HandoffQuery { receiver: Some(me.into()), ..waiting }));
    }
    tabs.push(("All", HandoffQuery::default()));
    let here = HandoffQuery { after: None, ..query.clone() };
    html! {
        nav class="tabs" aria-label="Views" {
            @for (name, view) in &tabs { a href=(address(view)) aria-current=[(*view == here).then_some("page")] { (name) } }
        }
    }
}

fn nothing(query: &HandoffQuery) -> Markup {
    if query.waiting {
        empty(
            "No handoffs are waiting.",
            "A change of the accountable person of a running renewal opens one: a new account team, another rule, a reassignment.",
            html! {
                a class="btn" href=(address(&HandoffQuery::default())) { "Show all handoffs" }
            },
        )
    } else {
        empty("No handoffs yet.", "Nobody has handed a running renewal over.", html! {})
    }
}

/// Handoffs that go together stand in one row, each under its customer and people once.
fn groups(items: &[HandoffItem]) -> Vec<Vec<&HandoffItem>> {
    let mut groups: Vec<Vec<&HandoffItem>> = Vec::new();
    for item in items {
        let waits = item.handoff.clock().is_some();
        let known = groups.iter_mut().find(|group| waits && group.first().is_some_and(|first| first.goes_with(item)));
        match known {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

fn table(view: &HandoffPage) -> Markup {
    html! {
        table class="table two list" {
            thead { tr {
                th scope="col" { "Customer" } th scope="col" { "Giver, receiver" } th scope="col" { "What" } th scope="col" { "Stands" } th scope="col" { "Due" } th scope="col" class="num" { "Days" }
            } }
            tbody { @for group in groups(&view.items) { (row(&group)) } }
        }
    }
}

fn row(group: &[&HandoffItem]) -> Markup {
    let Some(first) = group.first() else { return html! {} };
    let late = group.iter().any(|item| item.overdue);
    let renewals: Vec<&str> = group.iter().map(|item| item.renewal.reference.as_str()).collect();
    html! {
        tr data-row data-state=[late.then_some("late")] {
            td { a class="lead" href=(handoff_url(&first.reference)) { (first.renewal.account) } small { (renewals.join(", ")) } }
            td { span class="row" { (avatar_beside(&first.giver)) (first.giver.name) } small class="row" { (icon("right")) (first.receiver.name) } }
            td { (what(first)) @if group.len() > 1 { small { "and " (count(group.len() as u64 - 1, "more renewal")) } } }
            td { (stands(first)) }
            td { (due(first)) }
            td class="num" { (group.iter().map(|item| item.days).max().unwrap_or(0)) }
        }
    }
}

fn what(item: &HandoffItem) -> String {
    item.handoff.responsibilities.iter().map(|responsibility| responsibility.label()).collect::<Vec<_>>().join(", ")
}

fn stands(item: &HandoffItem) -> Markup {
    let state = &item.handoff.state;
    let owed = state.owes_introduction();
    html! {
        (state.label())
        small { @match state {
            HandoffState::Opened => { (item.giver.name) " stays accountable" },
            HandoffState::Met { .. } => { (item.receiver.name) " is to accept" },
            HandoffState::Waived { .. } if owed => { "introduction owed" },
            HandoffState::Withdrawn { .. } => { "no longer needed" },
            _ => { (state.word().map(|word| display_date(word.on)).unwrap_or_default()) },
        } }
    }
}

fn due(item: &HandoffItem) -> Markup {
    html! {
        @match item.handoff.clock() {
            Some(on) if item.overdue => { span class="text-red med" { (weekday_date(on)) } small class="text-red" { "overdue" } },
            Some(on) => (weekday_date(on)),
            None => span class="quiet" { "settled" },
        }
    }
}

/// One handoff with what the receiver should know.
pub fn handoff(shell: &Shell<'_>, view: &HandoffView) -> Markup {
    let item = &view.item;
    page(
        shell,
        &format!("Handoff {}", item.reference),
        "p-handoff",
        html! {
            header class="page-head" {
                (crumbs(&[("Handoffs", "/handoffs".into()), (&item.renewal.account, account_url(&item.renewal.account_reference))], &item.reference))
                h1 { (item.giver.name) " to " (item.receiver.name) }
                span class="sub" { (item.renewal.account) }
                (actions(view))
            }
            (facts(view))
            (standing(view))
            div class="split" {
                div class="main" { (said(view)) (promises::brief(&view.brief.commitments, &view.brief.objections)) (people(view)) (contacts(&view.brief.contacts, None, |_| None)) }
                aside aria-label="About this handoff" { (touch(view)) (judged(view)) (steps(view)) (faces(&view.brief.faces)) }
            }
        },
    )
}

/// The address of a verb on everything that goes together.
fn verb(view: &HandoffView, verb: &str) -> String {
    let with: Vec<&str> = view.with.iter().map(|item| item.reference.as_str()).collect();
    url(&format!("{}/{verb}", handoff_url(&view.item.reference)), &[("with", with.join(" "))])
}

fn actions(view: &HandoffView) -> Markup {
    let met = view.item.handoff.state.touch().is_some();
    let owed = view.item.handoff.state.owes_introduction();
    html! {
        div class="actions" {
            @if view.rights.waive && !met { a class="btn" href=(verb(view, "waiver")) { "Waive" } }
            @if view.rights.accept { a class="btn" href=(verb(view, "refusal")) { "Decline" } }
            @if view.rights.meet { a class={ "btn" @if !met { " primary" } } href=(verb(view, "meeting")) { @if owed { "Record the introduction" } @else { "Record the joint meeting" } } }
            @if view.rights.accept && met { a class="btn primary" href=(verb(view, "acceptance")) { "Accept" } }
        }
    }
}

fn facts(view: &HandoffView) -> Markup {
    let item = &view.item;
    html! {
        dl class="facts head" {
            div { dt { "What" } dd class="big" { (what(item)) } }
            div { dt { "Renewal" } dd class="big" { a class="link" href=(renewal_url(&item.renewal.reference)) { (item.renewal.reference) } " " small { (item.renewal.t_minus) ", " (item.renewal.atr) }
                @if !view.with.is_empty() { small { "goes with " @for (index, other) in view.with.iter().enumerate() { @if index > 0 { ", " } a class="link" href=(handoff_url(&other.reference)) { (other.renewal.reference) } } } } } }
            div { dt { "Stands" } dd class="big" { (item.handoff.state.label()) " " small { (count(item.days.unsigned_abs(), "day")) " since it opened" } } }
            div { dt { "Due" } dd class={ "big" @if item.overdue { " text-red" } } { @match item.handoff.clock() { Some(on) => (weekday_date(on)), None => "settled" } @if item.overdue { " " small class="text-red" { "overdue" } } } }
            div { dt { "Contract" } dd class="big" { small { (view.brief.terms) } } }
        }
    }
}

/// In one sentence who is accountable, and what comes next.
fn standing(view: &HandoffView) -> Markup {
    let (giver, receiver) = (&view.item.giver.name, &view.item.receiver.name);
    html! {
        p class="banner" { span {
            @match &view.item.handoff.state {
                HandoffState::Opened => { b { (giver) " stays accountable until " (receiver) " accepts." } " First both meet the customer together, or go through it together within." },
                HandoffState::Met { .. } => { b { (giver) " stays accountable until " (receiver) " accepts." } " Both have met; acceptance is next." },
                HandoffState::Accepted { word, .. } => { b { (receiver) " is accountable since " (display_date(word.on)) "." } @if !word.reason.is_empty() { " " (word.reason) } },
                HandoffState::Declined { word } => { b { (receiver) " declined on " (display_date(word.on)) ": " } (word.reason) ". " (giver) " stays accountable until the lead names another." },
                HandoffState::Waived { word, .. } => {
                    b { "No joint meeting took place: " (word.by) " waived it on " (display_date(word.on)) "." } " " (word.reason) ". "
                    @if view.item.handoff.state.owes_introduction() { (view.introducer.name) " is to introduce " (receiver) " to the customer." }
                },
                HandoffState::Withdrawn { word } => { b { "Withdrawn on " (display_date(word.on)) "." } " It was no longer needed: " (word.reason) "." },
            }
            " Opened on " (display_date(view.item.handoff.opened_on)) ": " (view.item.handoff.reason) "."
        } }
    }
}

fn touch(view: &HandoffView) -> Markup {
    html! {
        section aria-labelledby="touch-h" {
            div class="section-head" { h2 id="touch-h" { "Joint meeting" } }
            @match &view.touch {
                Some(item) => {
                    p { b { (item.activity.subject) } ", " (display_date(item.activity.held_on)) }
                    p class="small quiet" { (item.activity.kind.label()) ": " @for (index, person) in item.ours.iter().enumerate() { @if index > 0 { ", " } (person.name) } @if !item.theirs.is_empty() { " with " (item.theirs.join(", ")) } }
                },
                None => p class="quiet" { "None on record. " (view.introducer.name) " brings " (view.item.receiver.name) " along." },
            }
        }
    }
}

/// Value, terms, objections and promises, as finished steps wrote them down.
fn said(view: &HandoffView) -> Markup {
    let said = &view.brief.said;
    html! {
        section aria-labelledby="said-h" {
            div class="section-head" { h2 id="said-h" { "What was said and promised" } span class="note" { "written down by finished steps" } }
            @if said.is_empty() { p class="quiet" { "Nothing yet: no step of this renewal is done. Ask " (view.item.giver.name) " what the customer wants." } }
            @else { ul class="say plain" { @for (title, words, by) in said { li { div { p { b { (title) } @if !by.is_empty() { " " span class="quiet" { (by) } } } p { (words) } } } } } }
        }
    }
}

fn people(view: &HandoffView) -> Markup {
    let there = &view.brief.stakeholders;
    html! {
        section aria-labelledby="people-h" {
            div class="section-head" { h2 id="people-h" { "People at the customer" } span class="note" { (many(there, "person").replace("persons", "people")) } }
            @if there.is_empty() { p class="quiet" { "Nobody is known. Enter them before the meeting, so that it can say who was there." } }
            @else { ul class="plain-list" { @for someone in there { li {
                b { (someone.name) } @if !someone.title.is_empty() { ", " (someone.title) }
                @if !someone.roles.is_empty() { span class="quiet" { " " (someone.roles.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ")) } }
            } } } }
        }
    }
}

fn judged(view: &HandoffView) -> Markup {
    html! {
        section aria-labelledby="risk-h" {
            div class="section-head" { h2 id="risk-h" { "Risk" } }
            @match &view.brief.risk {
                Some(call) => { p { (risk(call.risk)) " " span class="quiet" { (display_date(call.set_on)) ", " (call.author) } } @if !call.reason.is_empty() { p { (call.reason) } } },
                None => p class="quiet" { "Nobody has judged it: Unknown, not Green." },
            }
        }
    }
}

fn steps(view: &HandoffView) -> Markup {
    html! {
        section aria-labelledby="steps-h" {
            div class="section-head" { h2 id="steps-h" { "Steps that go along" } }
            @if view.brief.open_steps.is_empty() { p class="quiet" { "None is open in what changes hands." } }
            @else { ul class="plain-list" { @for (title, due_on) in &view.brief.open_steps { li { (title) span class="quiet" { ", due " (day(*due_on)) } } } } }
        }
    }
}
