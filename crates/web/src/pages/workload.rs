//! Who carries how much, and whether everything is carried.

mod coverage;
mod teams;

use super::parts::{avatar_beside, shape};
use super::shell::{Shell, page};
use super::words::{count, expansion_url, person_url, renewal_url, url};
use maud::{Markup, html};
use tenure_app::{CoverageView, LoadItem, Moments, WorkloadView};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{display_date, format_minor};

/// Per cent of the median of a role from which a load stands out.
const HEAVY: u64 = 150;

/// The page.
pub fn workload(shell: &Shell<'_>, view: &WorkloadView, (history, moments): (&CoverageView, Moments)) -> Markup {
    page(
        shell,
        "Coverage and workload",
        "p-workload",
        html! {
            header class="page-head" {
                h1 { "Coverage and workload" }
                span class="sub" { (count(view.renewals, "open renewal")) @if view.expansions > 0 { " and " (count(view.expansions, "open expansion")) } ", five responsibilities each" }
                div class="actions" { a class="btn plain" href="/people" { "People" } a class="btn plain" href="/policy" { "Policy" } }
            }
            (today(view))
            (teams::section(view))
            div class="section-head" id="people" {
                h2 { @match view.team.and_then(|place| view.teams.get(place)) { Some(team) => { "The team of " (team.lead.name) }, None => "People" } }
                span class="note" { (people(view.people.len() as u64)) }
                @if view.team.is_some() { a class="btn small end" href="/workload" { "Everybody" } }
            }
            div class="scroll" role="region" aria-label="Workload" tabindex="0" { (table(view)) }
            (coverage::section(history, moments))
        },
    )
}

fn today(view: &WorkloadView) -> Markup {
    html! {
        @if view.uncovered.is_empty() {
            p class="big-line" { b { "0 uncovered." } " Each of " (view.responsibilities) " responsibilities has exactly one active owner today; the record lets none be without." }
        } @else {
            div class="banner" data-risk="red" role="status" { (shape("red")) span { b { (view.uncovered.len()) " uncovered." } " Run tenure check." } }
            ul class="say" { @for missing in view.uncovered.iter().take(20) { li data-risk="red" { (shape("red")) p { a class="link" href=(subject_url(&missing.subject)) { (missing.subject) } ": " (missing.responsibility.label()) } } } }
        }
        @if view.stand_ins > 0 {
            p class="mid beside" { (view.stand_ins) @if view.stand_ins == 1 { " of them is" } @else { " of them are" } " held by a leader or the desk lead, since nobody has the role: " a class="link" href="/findings" { "Findings" } " names them." }
        }
    }
}

/// Where a renewal or an expansion is shown.
fn subject_url(reference: &str) -> String {
    if reference.starts_with("E-") { expansion_url(reference) } else { renewal_url(reference) }
}

fn table(view: &WorkloadView) -> Markup {
    html! {
        table class="table two list" {
            thead {
                tr {
                    th scope="col" { "Person" }
                    th scope="col" class="num" { "Open renewals" }
                    th scope="col" { "Of the role's median" }
                    th scope="col" class="num" { "In 90 days, of capacity" }
                    @for responsibility in Responsibility::ALL { th scope="col" class="num" { (responsibility.label()) } }
                    th scope="col" class="num" { "Expansions" }
                    th scope="col" class="num" { "Commercial ATR, " (view.reporting.code()) }
                    th scope="col" { span class="vh" { "If they left" } }
                }
            }
            tbody { @for item in &view.people { (row(view, item)) } }
        }
    }
}

fn row(view: &WorkloadView, item: &LoadItem) -> Markup {
    let person = &item.person;
    html! {
        tr data-row {
            td { span class="row" { (avatar_beside(person)) a class="lead" href=(person_url(&person.reference)) { (person.name) } } small { (person.role.label()) @if let Some(until) = item.away_until { ", away until " (display_date(until)) } } }
            td class="num" { @if item.renewals > 0 { a class="link" href=(url("/renewals", &[("person", person.reference.clone())])) aria-label={ (item.renewals) " open renewals of " (person.name) } { (item.renewals) } } @else { "0" } }
            td { (beside_median(item.of_median)) }
            td class="num" { (of_capacity(item)) }
            @for responsibility in Responsibility::ALL { td class="num" { (item.held.get(responsibility).copied().unwrap_or(0)) } }
            td class="num" { (item.expansions) }
            td class="num" { (format_minor(item.commercial_minor, view.reporting)) }
            td { a class="link" href={ (person_url(&person.reference)) "/leaving" } { "If they left" span class="vh" { ": " (person.name) } } }
        }
    }
}

/// Renewals decided within 90 days, beside how many the person can carry.
fn of_capacity(item: &LoadItem) -> Markup {
    html! {
        @match item.capacity {
            None => { (item.near) small class="quiet" { "capacity not stated" } },
            Some(capacity) if item.near > u64::from(capacity) => span class="text-red med" { (item.near) " of " (capacity) span class="vh" { ", more than their capacity" } },
            Some(capacity) => { (item.near) " of " (capacity) },
        }
    }
}

/// How many people, in words.
fn people(number: u64) -> String {
    if number == 1 { "1 person".into() } else { format!("{number} people") }
}

fn beside_median(of_median: Option<u64>) -> Markup {
    html! {
        @match of_median {
            None => span class="quiet" { "nobody to compare" },
            Some(share) if share >= HEAVY => span class="text-red med" { (share) "%" },
            Some(share) => { (share) "%" },
        }
    }
}
