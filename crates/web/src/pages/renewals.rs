//! The grid of renewals: saved views, filters, rows by month of term end, totals.

mod grid;

use super::parts::{icon, shape};
use super::shell::{Shell, page};
use super::words::{count, url};
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::{Moments, RenewalPage, RenewalQuery, Stood};
use tenure_core::account::Risk;
use tenure_core::primitives::display_date;

const PATH: &str = "/renewals";
const ENDS: [u16; 4] = [30, 60, 90, 180];

/// The page. `me` is the reference of the teammate who is signed in, if the user is one.
pub fn renewals(shell: &Shell<'_>, view: &RenewalPage, query: &RenewalQuery, me: Option<&str>) -> Markup {
    let total = if view.total_is_capped { format!("over {} renewals", view.total) } else { count(view.total, "renewal") };
    page(
        shell,
        "Renewals",
        "p-renewals",
        html! {
            header class="page-head" { h1 { "Renewals" } span class="sub" { (summary(view, query)) } }
            (views(query, me))
            (filters(query))
            div id="book" class="grid-wrap" role="region" aria-label="Renewals" tabindex="0" {
                p class="vh" role="status" { (total) }
                @if let Some(stood) = &view.stood { (banner(stood, query)) }
                (chips(query, me))
                @if view.items.is_empty() { (grid::nothing(query)) } @else { (grid::table(view, query)) }
                @if let Some(next) = &view.next { (pager(query, next, view.items.len())) }
            }
        },
    )
}

fn summary(view: &RenewalPage, query: &RenewalQuery) -> String {
    let over = if view.total_is_capped { "over " } else { "" };
    let state = if query.include_closed { "open and closed" } else { "open" };
    format!("{over}{} {state}, {} up for renewal", view.total, view.atr_total)
}

/// The filters as parameters of the address, without the place in the list.
pub(super) fn parameters(query: &RenewalQuery) -> Vec<(&'static str, String)> {
    let number = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
    vec![
        ("q", query.search.clone().unwrap_or_default()),
        ("person", query.person.clone().unwrap_or_default()),
        ("risk", query.risk.map(|risk| risk.code().to_string()).unwrap_or_default()),
        ("ends", number(query.ends_within_days)),
        ("decides", number(query.decides_within_days)),
        ("auto", auto_word(query).to_string()),
        ("closed", if query.include_closed { "yes".into() } else { String::new() }),
        ("as_of", day_word(query.moments.as_of)),
        ("known_on", day_word(query.moments.known_on)),
    ]
}

fn day_word(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn auto_word(query: &RenewalQuery) -> &'static str {
    match query.auto_renew {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

fn address(query: &RenewalQuery) -> String {
    url(PATH, &parameters(query))
}

fn views(query: &RenewalQuery, me: Option<&str>) -> Markup {
    let all = RenewalQuery { moments: query.moments, ..RenewalQuery::default() };
    let mut tabs = vec![("All open", all.clone())];
    if let Some(me) = me {
        tabs.push(("My book", RenewalQuery { person: Some(me.into()), ..all.clone() }));
    }
    tabs.push(("Decision in 30 days", RenewalQuery { decides_within_days: Some(30), ..all.clone() }));
    tabs.push(("Auto-renewing", RenewalQuery { auto_renew: Some(true), ..all.clone() }));
    tabs.push(("Red", RenewalQuery { risk: Some(Risk::Red), ..all.clone() }));
    tabs.push(("Unknown risk", RenewalQuery { risk: Some(Risk::Unknown), ..all }));
    let here = address(query);
    html! {
        nav class="tabs" aria-label="Saved views" {
            @for (name, view) in &tabs {
                @let there = address(view);
                a href=(there) aria-current=[(there == here).then_some("true")] { (name) }
            }
            a href="/outcomes" { "Outcomes" }
        }
    }
}

fn filters(query: &RenewalQuery) -> Markup {
    let search = query.search.as_deref().unwrap_or_default();
    html! {
        form class="toolbar" method="get" action=(PATH) role="search" aria-label="Filter renewals"
            hx-get=(PATH) hx-trigger="input delay:300ms" hx-target="#book" hx-select="#book" hx-swap="outerHTML" hx-push-url="true" {
            @for (name, value) in parameters(query).iter().filter(|(name, value)| ["person", "decides", "closed"].contains(name) && !value.is_empty()) {
                input type="hidden" name=(name) value=(value);
            }
            div class="control" { label for="f-q" { "Account" } input class="input" id="f-q" name="q" type="search" value=(search) autocomplete="off" data-search; }
            div class="control" { label for="f-risk" { "Risk" } select class="select" id="f-risk" name="risk" {
                option value="" { "any" }
                @for risk in Risk::ALL { option value=(risk.code()) selected[query.risk == Some(*risk)] { (risk.label()) } }
            } }
            div class="control" { label for="f-ends" { "Term ends" } select class="select" id="f-ends" name="ends" {
                option value="" { "any day" }
                @for days in ENDS { option value=(days) selected[query.ends_within_days == Some(days)] { "within " (days) " days" } }
                @if let Some(other) = query.ends_within_days.filter(|days| !ENDS.contains(days)) { option value=(other) selected { "within " (other) " days" } }
            } }
            div class="control" { label for="f-auto" { "Auto-renews" } select class="select" id="f-auto" name="auto" {
                option value="" { "either" }
                option value="yes" selected[query.auto_renew == Some(true)] { "yes" }
                option value="no" selected[query.auto_renew == Some(false)] { "no" }
            } }
            (day_control("as_of", "As of", query.moments.as_of))
            (day_control("known_on", "as known on", query.moments.known_on))
            button class="btn" type="submit" { "Apply" }
        }
    }
}

fn day_control(name: &str, label: &str, value: Option<Date>) -> Markup {
    let id = format!("f-{name}");
    html! {
        div class="control" {
            label for=(id) { (label) }
            input class="input day" id=(id) name=(name) type="date" value=[value.map(|day| day.to_string())] min="1990-01-01" max="2100-12-31";
        }
    }
}

/// Says that the list is one of then, and what of it nobody can tell.
fn banner(stood: &Stood, query: &RenewalQuery) -> Markup {
    let now = RenewalQuery { moments: Moments::default(), after: None, ..query.clone() };
    html! {
        p class="banner" data-risk="yellow" {
            (shape("yellow"))
            span {
                b {
                    "As it stood on " (display_date(stood.as_of))
                    @if let Some(known_on) = stood.known_on { ", as known on " (display_date(known_on)) }
                    "."
                }
                " This list can be read, not worked on: links lead to what is known now. "
                @if !stood.untold.is_empty() { "Nobody can tell " (stood.untold.join(", ")) " for then. " }
                a href=(address(&now)) { "Show it as it is" } "."
            }
        }
    }
}

/// The active filters as sentences, each with a link that removes it.
fn chips(query: &RenewalQuery, me: Option<&str>) -> Markup {
    let mut active: Vec<(&str, String, RenewalQuery)> = Vec::new();
    if let Some(text) = &query.search {
        active.push(("Account", text.clone(), RenewalQuery { search: None, ..query.clone() }));
    }
    if let Some(person) = &query.person {
        let whose = if Some(person.as_str()) == me { "me".into() } else { person.clone() };
        active.push(("Held by", whose, RenewalQuery { person: None, ..query.clone() }));
    }
    if let Some(risk) = query.risk {
        active.push(("Risk", risk.label().into(), RenewalQuery { risk: None, ..query.clone() }));
    }
    if let Some(days) = query.ends_within_days {
        active.push(("Term ends", format!("within {days} days"), RenewalQuery { ends_within_days: None, ..query.clone() }));
    }
    if let Some(days) = query.decides_within_days {
        active.push(("Decision", format!("within {days} days"), RenewalQuery { decides_within_days: None, ..query.clone() }));
    }
    if query.auto_renew.is_some() {
        active.push(("Auto-renews", auto_word(query).into(), RenewalQuery { auto_renew: None, ..query.clone() }));
    }
    if query.include_closed {
        active.push(("Closed", "shown".into(), RenewalQuery { include_closed: false, ..query.clone() }));
    }
    if let Some(day) = query.moments.as_of {
        active.push(("As of", display_date(day), RenewalQuery { moments: Moments { as_of: None, ..query.moments }, ..query.clone() }));
    }
    if let Some(day) = query.moments.known_on {
        active.push((
            "As known on",
            display_date(day),
            RenewalQuery { moments: Moments { known_on: None, ..query.moments }, ..query.clone() },
        ));
    }
    html! {
        @if !active.is_empty() {
            ul class="chips" aria-label="Active filters" {
                @for (name, value, without) in &active {
                    li class="chip" { (name) " " b { (value) } a href=(address(without)) aria-label={ "Remove filter: " (name) " " (value) } { (icon("x")) } }
                }
                @if active.len() > 1 { li { a class="link small" href=(PATH) { "Remove all" } } }
            }
        }
    }
}

fn pager(query: &RenewalQuery, next: &str, shown: usize) -> Markup {
    let mut parameters = parameters(query);
    parameters.push(("after", next.to_string()));
    let first = query.after.is_some().then(|| address(query));
    html! {
        p class="pager" {
            @if let Some(first) = first { a class="btn" href=(first) { "First page" } }
            a class="btn" href=(url(PATH, &parameters)) rel="next" { "Next 50" }
            span { (shown) " shown" }
        }
    }
}
