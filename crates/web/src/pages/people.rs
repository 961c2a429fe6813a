//! Everybody: role, manager, what they hold, what of it is overdue.

use super::parts::{avatar_beside, empty, money};
use super::shell::{Shell, page};
use super::words::{person_url, url};
use maud::{Markup, html};
use tenure_app::{PeopleView, PersonItem};
use tenure_core::primitives::{display_date, last_day_of_service};

/// The page.
pub fn people(shell: &Shell<'_>, view: &PeopleView) -> Markup {
    let active = view.items.iter().filter(|item| item.person.active).count();
    let left = view.items.len() - active;
    page(
        shell,
        "People",
        "p-people",
        html! {
            header class="page-head" { h1 { "People" } span class="sub" { (active) " active" @if left > 0 { ", " (left) " not active" } }
                div class="actions" {
                    a class="btn plain" href="/workload" { "Workload" }
                    @if shell.is_administrator { a class="btn primary" href="/people/new" { "Add teammate" } }
                }
            }
            @if view.items.is_empty() {
                div class="body" { (empty("Nobody yet.", "People come with the book.", html! { code class="command" { "tenure import FOLDER" } })) }
            } @else {
                div class="scroll" role="region" aria-label="People" tabindex="0" { (table(view)) }
            }
        },
    )
}

fn table(view: &PeopleView) -> Markup {
    html! {
        table class="table two list" {
            thead {
                tr {
                    th scope="col" { "Person" }
                    th scope="col" { "Role" }
                    th scope="col" { "Manager" }
                    th scope="col" { "Region" }
                    th scope="col" title="V value, C commercial, E expansion, O operations, X executive" { "Holds" }
                    th scope="col" class="num" { "Open renewals" }
                    th scope="col" class="num" { "Up for renewal" }
                    th scope="col" class="num" { "Overdue" }
                }
            }
            tbody { @for item in &view.items { (row(item)) } }
        }
    }
}

fn row(item: &PersonItem) -> Markup {
    let person = &item.person;
    let book = url("/renewals", &[("person", person.reference.clone())]);
    html! {
        tr data-row class=[(!person.active).then_some("quiet")] {
            td {
                span class="row" { (avatar_beside(person)) a class="lead" href=(person_url(&person.reference)) { (person.name) } @if item.is_desk_lead { span class="tag" { "Desk lead" } } }
                small { (item.email) @if let Some(left_on) = item.left_on { ", last day " (display_date(last_day_of_service(left_on))) } }
            }
            td { (person.role.label()) }
            td { @match &item.manager { Some(manager) => a href=(person_url(&manager.reference)) { (manager.name) }, None => span class="quiet" { "none" } } }
            td { (item.region) }
            td { (holds(item)) }
            td class="num" { @if item.open_renewals > 0 { a class="link" href=(book) aria-label={ (item.open_renewals) " open renewals of " (person.name) } { (item.open_renewals) } } @else { "0" } }
            td class="num" { (money(item.atr_reporting)) }
            td class="num" { @if item.overdue > 0 { span class="text-red med" { (item.overdue) } } @else { "0" } }
        }
    }
}

/// Letters with their counts, each with its word for readers.
fn holds(item: &PersonItem) -> Markup {
    html! {
        @if item.held.is_empty() { span class="quiet" { "nothing" } }
        @else {
            span class="holds" {
                @for (responsibility, count) in &item.held {
                    span title={ (responsibility.label()) ": " (count) } {
                        b aria-hidden="true" { (responsibility.letter()) } span class="vh" { (responsibility.label()) } " " (count)
                    }
                }
            }
        }
    }
}
