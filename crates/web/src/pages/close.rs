//! What the page that closes a renewal tells: what is being closed, and what the close will bring, before it does.

use super::form::Typed;
use super::parts::money;
use super::words::{contract_url, proposals_url};
use maud::{Markup, html};
use tenure_app::{CloseForeseen, ClosingView, NextRenewal, RenewalView};
use tenure_core::primitives::{display_date, last_day_of_service};

/// What is being closed, with its figures and what the facts suggest.
pub fn to_close(view: &RenewalView, closing: &ClosingView) -> Markup {
    let item = &view.item;
    let objections = view.room.objections.iter().filter(|item| item.objection.resolved.is_none()).count();
    let promised = view.room.commitments.iter().filter(|item| item.commitment.is_open()).count();
    html! {
        dl class="facts" {
            div { dt { "Up for renewal" } dd { (money(item.atr)) } }
            div { dt { "Last day of service" } dd { (display_date(last_day_of_service(item.end_on))) " " small { (item.t_minus) } } }
            div { dt { "Contract" } dd { a class="link" href=(contract_url(&item.contract)) { (item.contract) } " " small { @if item.auto_renew { "renews by itself" } @else { "ends unless renewed" } } } }
            div { dt { "Proposal" } dd { @match view.proposals.first() {
                Some((version, state, _)) => a class="link" href={ (proposals_url(&item.reference)) "/" (version) } { "Version " (version) ", " (state.label().to_lowercase()) },
                None => span class="quiet" { "none" },
            } } }
            div { dt { "Open" } dd { (objections) " objections, " (promised) " promises" } }
        }
        @match &closing.suggested {
            Some((way, why)) => p { b { (way.label()) "? " } (why) " It is chosen below; choose another where that is wrong." },
            None => p class="quiet" { "Nothing that is written down tells how it was decided." },
        }
        p class="small quiet" { "Nothing is written before the last step. Back keeps what you typed." }
    }
}

/// What was typed and what follows from it, or why it cannot be done yet.
pub fn looked_over(values: &Typed, foreseen: &Result<CloseForeseen, Vec<String>>) -> Markup {
    html! {
        @match foreseen {
            Err(problems) => {
                p class="error" role="alert" { span { "It cannot be closed so. Go back and put it right:" } }
                ul class="plain-list" { @for problem in problems { li { (problem) } } }
            },
            Ok(seen) => {
                ul class="plain-list" {
                    @for (word, says) in &seen.told.endings { li { b { (word.label()) ". " } (says) } }
                    @if let Some(on_time) = seen.told.on_time { li { b { @if on_time { "On time." } @else { "Not on time." } } } }
                }
                p { b { (seen.judged.quadrant.label()) "." } " " span class="quiet" { (seen.judged.marks.iter().map(|mark| mark.says.as_str()).collect::<Vec<_>>().join(". ")) "." } }
                @if seen.wants_plan() && values.get("plan").is_empty() {
                    p class="banner" { span { b { "It stays although little holds it, and there is no plan." } " Go back and write one, or it becomes a finding." } }
                }
                @match &seen.next { Some(next) => (next_renewal(next)), None => p { "There is no next term: open steps fall away." } }
            },
        }
        (typed(values))
    }
}

fn next_renewal(next: &NextRenewal) -> Markup {
    html! {
        h3 { "The next renewal" }
        dl class="facts" {
            div { dt { "Will be up" } dd { (money(next.atr)) } }
            div { dt { "Renewal date" } dd { (display_date(next.end_on)) } }
            @if !next.playbook.is_empty() { div { dt { "Playbook" } dd { (next.playbook) @if let Some(day) = next.opens_on { " " small { "begins on " (display_date(day)) } } } } }
        }
        ul class="dl" { @for (responsibility, person) in &next.owners { li { span class="med" { (responsibility.label()) } span { (person.name) } span class="quiet" { (person.role.label()) } } } }
    }
}

/// What will be written down besides.
fn typed(values: &Typed) -> Markup {
    let said = |name: &str| Some(values.get(name)).filter(|text| !text.is_empty());
    let promises = values.0.iter().filter(|(name, value)| name.starts_with("promise_") && !value.trim().is_empty());
    html! {
        ul class="plain-list" {
            @if let Some(words) = said("words") { li { b { "In their words: " } "“" (words) "”" } }
            @if let Some(themes) = said("themes") { li { b { "Themes: " } (themes) } }
            @if let Some(lessons) = said("lessons") { li { b { "Lesson: " } (lessons) } }
            @for (_, promise) in promises { li { b { "Promised: " } (promise) } }
            @if let Some(plan) = said("plan") { li { b { "Plan into the next term: " } (plan) } }
        }
    }
}
