//! The people of a customer: a map of influence and sentiment with a list beside it, what is missing, and the same in short.

use super::account::customer::at;
use super::parts::{crumbs, empty, shape};
use super::shell::{Shell, page};
use super::words::{account_url, count, day, url_part};
use maud::{Markup, html};
use tenure_app::{AccountView, StakeMap, StandItem};
use tenure_core::primitives::display_date;
use tenure_core::room::{Influence, Sentiment};

/// The page.
pub fn stakeholders(shell: &Shell<'_>, view: &AccountView) -> Markup {
    let map = &view.room.people;
    let may = view.rights.work && view.account.merged_into.is_none();
    page(
        shell,
        &format!("Stakeholders of {}", view.account.name),
        "p-stakeholders",
        html! {
            header class="page-head" {
                (crumbs(&[("Accounts", "/accounts".into()), (&view.account.name, account_url(&view.account.reference))], "Stakeholders"))
                h1 { "Stakeholders of " (view.account.name) }
                @if may { div class="actions" { a class="btn primary" href=(at(view, "stakeholders/new")) { "Add stakeholder" } } }
            }
            div class="main body" {
                @if map.items.is_empty() { (empty("Nobody at the customer is known.", "Who decides, who pays, who speaks for you? Write down the first name.", html! {})) }
                @else {
                    (missing(map))
                    div class="stakes" { (grid(map)) (list(view, map, may)) }
                }
            }
        },
    )
}

/// What is missing, and what to do about it.
fn missing(map: &StakeMap) -> Markup {
    html! {
        @if !map.missing.is_empty() {
            ul class="say missing" aria-label="What is missing" { @for (what, remedy) in &map.missing { li { (shape("yellow")) p { b { (what) } " " (remedy) } } } }
        }
    }
}

/// Influence downwards, sentiment across; read as a table.
fn grid(map: &StakeMap) -> Markup {
    let of = |influence: Influence, sentiment: Sentiment| {
        let fits = move |item: &&StandItem| {
            item.standpoint.as_ref().is_some_and(|said| (said.influence, said.sentiment) == (influence, sentiment))
        };
        map.items.iter().filter(fits).collect::<Vec<_>>()
    };
    html! {
        section aria-labelledby="map-h" class="map" {
            div class="section-head" { h2 id="map-h" { "Map" } span class="note" { "influence downwards, sentiment across" } }
            div class="scroll" role="region" aria-label="Map of stakeholders" tabindex="0" {
                table class="table stake-map" {
                    thead { tr { th scope="col" { "Influence" } @for sentiment in Sentiment::ALL { th scope="col" { (sentiment.label()) } } } }
                    tbody { @for influence in Influence::ALL {
                        tr { th scope="row" { (influence.label()) } @for sentiment in Sentiment::ALL { td { @for item in of(*influence, *sentiment) { (placed(item)) } } } }
                    } }
                }
            }
        }
    }
}

fn placed(item: &StandItem) -> Markup {
    html! { p class="placed" { b { (item.person.name) } @if !item.person.roles.is_empty() { small { (roles(item)) } } small { (last(item)) } } }
}

fn roles(item: &StandItem) -> String {
    item.person.roles.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ")
}

fn last(item: &StandItem) -> String {
    item.last_on.map_or_else(|| "never met".into(), |on| format!("last met {}", display_date(on)))
}

fn list(view: &AccountView, map: &StakeMap, may: bool) -> Markup {
    html! {
        section aria-labelledby="people-h" {
            div class="section-head" { h2 id="people-h" { "People" } span class="note" { (count(map.items.len() as u64, "person").replace("persons", "people")) } }
            ul class="values" { @for item in &map.items {
                li {
                    div {
                        h3 { @if may { a class="link" href=(at(view, &format!("stakeholders/{}", url_part(&item.person.reference)))) { (item.person.name) } } @else { (item.person.name) } }
                        p class="small quiet" { @if item.person.title.is_empty() { (item.person.reference) } @else { (item.person.title) } @if !item.person.roles.is_empty() { ". " (roles(item)) } }
                        (stands(item))
                        p class="small quiet" { (known(item)) }
                    }
                    @if may { div class="actions" { a class="btn small" href=(at(view, &format!("stakeholders/{}/standpoint", url_part(&item.person.reference)))) { "Say where they stand" span class="vh" { ": " (item.person.name) } } } }
                }
            } }
        }
    }
}

fn stands(item: &StandItem) -> Markup {
    html! {
        @match &item.standpoint {
            Some(said) => p { (said.influence.label()) " influence, " (said.sentiment.label().to_lowercase()) ": " (said.reason) " " span class="small quiet" { (said.author) ", " (display_date(said.judged_on)) } },
            None => p class="quiet" { "Nobody has said where this person stands." },
        }
    }
}

fn known(item: &StandItem) -> String {
    let names: Vec<&str> = item.known_by.iter().map(|person| person.name.as_str()).collect();
    let known = if names.is_empty() { "Nobody of ours knows them".to_string() } else { format!("Known by {}", names.join(", ")) };
    format!("{known}; {}.", last(item))
}

/// The people in short: what is missing, and who counts.
pub(super) fn section(map: &StakeMap, account: &str) -> Markup {
    let place = format!("{}/stakeholders", account_url(account));
    let judged: Vec<&StandItem> = map.items.iter().filter(|item| item.standpoint.is_some() || !item.person.roles.is_empty()).collect();
    html! {
        section aria-labelledby="people-h" {
            div class="section-head" { h2 id="people-h" { a class="link" href=(place) { "Who decides there" } } span class="note" { (count(map.items.len() as u64, "person").replace("persons", "people")) } }
            (missing(map))
            @if map.items.is_empty() { p class="quiet" { "Nobody at the customer is known." } }
            @else {
                ul class="plain-list" { @for item in judged.iter().take(6) {
                    li { b { (item.person.name) } " " span class="small quiet" { (roles(item)) } br;
                        span class="small" { @match &item.standpoint { Some(said) => { (said.influence.label()) " influence, " (said.sentiment.label().to_lowercase()) ", " }, None => "not placed, " }
                            @match item.last_on { Some(on) => { "last met " (day(on)) }, None => "never met" } } }
                } }
            }
        }
    }
}
