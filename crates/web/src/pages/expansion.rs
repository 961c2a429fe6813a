//! One expansion: what it is, who owns it and why, what it is credited with, what happened.

use super::expansions::trail;
use super::parts::{activity, crumbs, money, person};
use super::shell::{Shell, page};
use super::words::{account_url, expansion_url, url};
use maud::{Markup, html};
use tenure_app::{ExpansionOwner, ExpansionView};
use tenure_core::expansion::{ExpansionState, Source};
use tenure_core::ownership::handoff::Word;
use tenure_core::primitives::{display_date, last_day_of_service, weekday_date};

/// The page.
pub fn expansion(shell: &Shell<'_>, view: &ExpansionView) -> Markup {
    let item = &view.item;
    page(
        shell,
        &format!("CSQL {}", item.reference),
        "p-expansion",
        html! {
            header class="page-head" {
                (crumbs(&trail(item), &item.reference))
                h1 { (item.account.name) ": " (item.expansion.kind.label()) }
                span class="sub" { (item.reference) }
                (actions(view))
            }
            (facts(view))
            (standing(view))
            div class="split" {
                div class="main" { (told(view)) (owners(view)) @if !item.expansion.state.credits().is_empty() { (credits(view)) } }
                aside aria-label="About this CSQL" { (named(view)) (activity(&view.events)) }
            }
        },
    )
}

fn at(view: &ExpansionView, verb: &str) -> String {
    format!("{}/{verb}", expansion_url(&view.item.reference))
}

fn actions(view: &ExpansionView) -> Markup {
    let rights = &view.rights;
    html! {
        div class="actions" {
            @if rights.correct { a class="btn" href=(at(view, "correction")) { "Correct" } }
            @if rights.withdraw { a class="btn" href=(at(view, "withdrawal")) { "Withdraw" } }
            @if rights.reopen { a class="btn" href=(at(view, "reopening")) { "Open again" } }
            @if rights.answer { a class="btn" href=(at(view, "refusal")) { "Reject" } a class="btn primary" href=(at(view, "acceptance")) { "Accept" } }
            @if rights.close { a class="btn" href=(at(view, "loss")) { "Lost" } a class="btn primary" href=(at(view, "win")) { "Won" } }
        }
    }
}

fn facts(view: &ExpansionView) -> Markup {
    let (item, expansion) = (&view.item, &view.item.expansion);
    html! {
        dl class="facts head" {
            div { dt { "Expected ARR" } dd class="big" { (money(expansion.expected)) @if expansion.expected.currency != expansion.expected_reporting.currency { " " small { (expansion.expected_reporting) " at plan rates" } } } }
            div { dt { "Found by" } dd class="big" { (item.finder.name) " " small { (expansion.source.label()) ", " (display_date(expansion.found_on)) } } }
            div { dt { @if expansion.is_open() { "Closes it" } @else { "Closed by" } } dd class="big" {
                @match view.closed_by.as_ref().or(item.closer.as_ref()) { Some(closer) => { (closer.name) " " small { (closer.role.label()) } }, None => small { "settled before it came here" } }
            } }
            div { dt { "Stands" } dd class="big" { (expansion.state.label()) " " small { (answered(view)) } } }
            div { dt { "Answer by" } dd class={ "big" @if item.overdue { " text-red" } } { (weekday_date(expansion.answer_by)) @if item.overdue { " " small class="text-red" { "overdue" } } } }
        }
    }
}

fn answered(view: &ExpansionView) -> String {
    let days = view.item.expansion.days_to_answer(view.today);
    let days = if days == 1 { "1 day".to_string() } else { format!("{days} days") };
    if view.item.expansion.state == ExpansionState::Raised { format!("for {days}") } else { format!("answered after {days}") }
}

fn said(word: &Word) -> Markup {
    html! { @if !word.reason.is_empty() { " " (word.reason) @if !word.reason.ends_with(['.', '!', '?']) { "." } } }
}

/// In one sentence what stands, and what comes next.
fn standing(view: &ExpansionView) -> Markup {
    let item = &view.item;
    let closer = item.closer.as_ref().map_or("Nobody", |closer| closer.name.as_str());
    html! {
        p class="banner" { span {
            @match &item.expansion.state {
                ExpansionState::Raised => { b { (closer) " is to accept or reject it by " (weekday_date(item.expansion.answer_by)) "." } " Whoever has the responsibility for expansion answers within two working days." },
                ExpansionState::Accepted { accepted } => { b { (accepted.by) " accepted it on " (display_date(accepted.on)) "." } (said(accepted)) " It is won once a movement of the ledger closes it." },
                ExpansionState::Rejected { word } => { b { (word.by) " rejected it on " (display_date(word.on)) "." } (said(word)) },
                ExpansionState::Withdrawn { word } => { b { (word.by) " withdrew it on " (display_date(word.on)) "." } (said(word)) },
                ExpansionState::Won { word, .. } => { b { "Won on " (display_date(word.on)) ", found by " (item.finder.name) @if let Some(closer) = &view.closed_by { ", closed by " (closer.name) } "." } (said(word)) },
                ExpansionState::Lost { word, .. } => { b { (word.by) " closed it as lost on " (display_date(word.on)) "." } (said(word)) },
            }
        } }
    }
}

fn told(view: &ExpansionView) -> Markup {
    let (item, expansion) = (&view.item, &view.item.expansion);
    html! {
        section aria-labelledby="what-h" {
            div class="section-head" { h2 id="what-h" { "What it is" } span class="note" { (expansion.kind.label()) " at " a class="link" href=(account_url(&item.account.reference)) { (item.account.name) } } }
            p { (expansion.what) }
            p class="small quiet" { "Raised by " (expansion.raised_by) " on " (display_date(expansion.raised_on)) @if expansion.source == Source::Csql { ", a lead of customer success." } @else { ", found by sales itself." } }
        }
    }
}

fn owners(view: &ExpansionView) -> Markup {
    html! {
        section aria-labelledby="owners-h" {
            div class="section-head" { h2 id="owners-h" { "Who owns it, and why" } span class="note" { "one person for each responsibility, every day" } }
            @if view.owners.is_empty() { p class="quiet" { "Nobody owned it here: it was settled before it was brought in." } }
            @else { ul class="say plain" { @for owner in &view.owners { (owned(owner)) } } }
        }
    }
}

fn owned(owner: &ExpansionOwner) -> Markup {
    html! {
        li { div {
            p { b { (owner.responsibility.label()) } " " (person(&owner.person)) }
            p { (owner.why) }
            @if owner.stretches.len() > 1 {
                ul class="plain-list small" {
                    @for stretch in &owner.stretches {
                        li {
                            (stretch.person.name) " from " (display_date(stretch.from_on))
                            @if let Some(to_on) = stretch.to_on { " to " (display_date(last_day_of_service(to_on))) }
                            @if let Some((by, reason)) = &stretch.waived { span class="quiet" { ", passed on by " (by) ": " (reason) } }
                        }
                    }
                }
            }
        } }
    }
}

fn credits(view: &ExpansionView) -> Markup {
    html! {
        section aria-labelledby="credits-h" {
            div class="section-head" { h2 id="credits-h" { "Credited with" } span class="note" { "movements of the ledger; no other expansion has them" } }
            div class="scroll" role="region" aria-label="Credited with" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Movement" } th scope="col" { "Day" } th scope="col" { "Type" } th scope="col" class="num" { "ARR" } } }
                    tbody { @for credit in view.item.expansion.state.credits() {
                        tr {
                            td { a class="link" href=(url("/ledger", &[("account", view.item.account.reference.clone()), ("class", credit.class.code().into())])) { (credit.movement) } }
                            td { (display_date(credit.moved_on)) } td { (credit.class.label()) } td class="num" { (money(credit.amount)) }
                        }
                    } }
                }
            }
        }
    }
}

/// Reassignments in force, and the way to make one.
fn named(view: &ExpansionView) -> Markup {
    let may = &view.rights.reassign;
    html! {
        @if !view.overrides.is_empty() || !may.is_empty() {
            section aria-labelledby="named-h" {
                div class="section-head" { h2 id="named-h" { "Reassigned by name" } @if !may.is_empty() { a class="btn small end" href=(at(view, "reassignments/new")) { "Reassign" } } }
                @if view.overrides.is_empty() { p class="quiet" { "Nothing: the policy decides who holds what." } }
                @else { ul class="say plain" { @for named in &view.overrides { li { div {
                    p { b { (named.responsibility.label()) } " " (named.person.name) }
                    p { (named.reason) }
                    p class="small quiet" { "By " (named.author) " on " (display_date(named.from_on)) ", until " (display_date(last_day_of_service(named.until_on))) "." }
                    @if may.contains(&named.responsibility) { a class="btn small" href=(at(view, &format!("reassignments/{}/ending", named.id))) { "End" span class="vh" { " the reassignment of " (named.responsibility.label()) } } }
                } } } } }
            }
        }
    }
}
