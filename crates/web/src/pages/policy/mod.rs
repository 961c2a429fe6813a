//! The ownership policy: the version in force as a table with its checker, drafts, versions, and models to begin from.

mod aside;
mod checker;
mod models;
mod plan;
mod table;

pub use models::models;
pub use plan::plan;

use super::parts::{crumbs, empty, shape};
use super::shell::{Shell, page};
use super::words::count;
use maud::{Markup, html};
use tenure_app::{DraftItem, PolicyCheck, PolicyItem, PolicyView};
use tenure_core::primitives::display_date;
use tenure_core::refusal::Refusal;

/// What a check found.
#[derive(Clone, Debug)]
pub enum Checked {
    /// The text cannot be read, or is too complex to prove.
    Refused(Vec<Refusal>),
    /// It can be read.
    Read(Box<PolicyCheck>),
}

/// The page of a version.
pub fn policy(shell: &Shell<'_>, view: &PolicyView, shown: Option<(&PolicyItem, &Checked)>) -> Markup {
    page(
        shell,
        "Policy",
        "p-policy",
        html! {
            header class="page-head" {
                h1 { "Policy" }
                @if let Some((item, _)) = shown { span class="sub" { (item.name) ", version " (item.version) (standing(view, item)) } }
                @if view.may_activate {
                    div class="actions" {
                        a class="btn plain" href="/workload" { "Coverage" }
                        a class="btn plain" href="/policy/models" { "Models" }
                        a class="btn primary" href=(begin_url(shown.map(|(item, _)| item))) { "Begin a draft" }
                    }
                } @else { div class="actions" { a class="btn plain" href="/workload" { "Coverage" } a class="btn plain" href="/policy/models" { "Models" } } }
            }
            @match shown {
                None => (empty("No policy yet.", "A policy comes with the book, or is begun from a model.", html! { a class="btn" href="/policy/models" { "Look at the models" } })),
                Some((item, checked)) => {
                    (facts(item, checked))
                    (body(checked, None))
                    (aside::texts(&item.text, &format!("/policy/versions/{}", item.version)))
                }
            }
            (aside::lists(view))
        },
    )
}

/// The page of a draft.
pub fn draft(shell: &Shell<'_>, item: &DraftItem, checked: &Checked, may_change: bool) -> Markup {
    let reference = item.reference();
    let editable = may_change && item.is_open();
    let base = format!("/policy/drafts/{reference}");
    page(
        shell,
        &format!("Draft {reference}"),
        "p-policy",
        html! {
            header class="page-head" {
                (crumbs(&[("Policy", "/policy".into())], &reference))
                h1 { "Draft " (reference) }
                span class="sub" { (draft_state(item)) }
                @if editable {
                    div class="actions" {
                        a class="btn plain" href={ (base) "/discarding" } { "Discard" }
                        a class="btn" href={ (base) "/review" } { "Approve as second reader" }
                        @if is_complete(checked) { a class="btn primary" href={ (base) "/activation" } { "Activate" } }
                        @else { button class="btn primary" type="button" aria-disabled="true" aria-describedby="why-not" { "Activate" } }
                    }
                }
            }
            (draft_facts(item, checked))
            (body(checked, editable.then_some(&base)))
            (aside::texts(&item.draft.text, &base))
        },
    )
}

fn begin_url(item: Option<&PolicyItem>) -> String {
    item.map_or_else(|| "/policy/drafts/new".to_string(), |item| format!("/policy/drafts/new?version={}", item.version))
}

fn is_complete(checked: &Checked) -> bool {
    matches!(checked, Checked::Read(check) if check.complete)
}

fn standing(view: &PolicyView, item: &PolicyItem) -> String {
    let active = view.active.as_ref().map(|active| active.version);
    if active == Some(item.version) {
        format!(", in force since {}", display_date(item.effective_on))
    } else if item.effective_on > view.today {
        format!(", comes into force on {}", display_date(item.effective_on))
    } else {
        format!(", was in force from {}", display_date(item.effective_on))
    }
}

fn draft_state(item: &DraftItem) -> String {
    match (&item.activated_as, &item.draft.review) {
        (Some(version), _) => format!("Activated as version {version}"),
        (None, _) if item.draft.discarded => "Discarded".into(),
        (None, Some(review)) => format!("Approved by {}", review.reviewer),
        (None, None) => "Not read by a second person yet".into(),
    }
}

fn facts(item: &PolicyItem, checked: &Checked) -> Markup {
    let standing = &item.standing;
    html! {
        dl class="facts head" {
            (applies_to(checked))
            div { dt { "Review due" } dd { @match standing.review_on { Some(day) => (display_date(day)), None => span class="quiet" { "No day was set" } } } }
            div { dt { "Activated by" } dd { @if standing.author.is_empty() { span class="quiet" { "Not known" } } @else { (standing.author) } } }
            div { dt { "Second reader" } dd { @match &standing.approved_by { Some(name) => (name), None => span class="quiet" { "Nobody" } } } }
            @if !standing.reason.is_empty() { div { dt { "Why" } dd { (standing.reason) } } }
        }
    }
}

fn draft_facts(item: &DraftItem, checked: &Checked) -> Markup {
    html! {
        dl class="facts head" {
            (applies_to(checked))
            div { dt { "Changed last by" } dd { (item.draft.author) } }
            @if let Some(version) = item.draft.based_on { div { dt { "Begun from" } dd { a class="link" href={ "/policy?version=" (version) } { "Version " (version) } } } }
            @if !item.draft.note.is_empty() { div { dt { "For" } dd { (item.draft.note) } } }
            @if let Some(review) = &item.draft.review { @if !review.words.is_empty() { div { dt { (review.reviewer) " said" } dd { (review.words) } } } }
        }
    }
}

fn applies_to(checked: &Checked) -> Markup {
    html! {
        @if let Checked::Read(check) = checked {
            div { dt { "Applies to" } dd {
                (count(check.effect.renewals, "open renewal"))
                @if check.effect.changed > 0 { " " small { (check.effect.changed) " decided differently from now" } }
            } }
        }
    }
}

/// The table and the checker, or why there are none. `edit` is the address of a draft that may be changed.
fn body(checked: &Checked, edit: Option<&String>) -> Markup {
    html! {
        @match checked {
            Checked::Refused(refusals) => (refused(refusals)),
            Checked::Read(check) => {
                (verdict(check, edit))
                (table::rules(check, edit))
                div class="panels" {
                    (checker::checker(check, edit))
                    @if edit.is_some() || check.effect.changed > 0 { (checker::effect(check)) }
                }
            }
        }
    }
}

fn verdict(check: &PolicyCheck, edit: Option<&String>) -> Markup {
    let gaps = check.gaps.len();
    let faults = if check.complete || gaps > 0 { 0 } else { check.overlaps.len() };
    html! {
        @if !check.complete {
            div class="banner flat" data-risk="red" id="why-not" role="status" {
                (shape("red"))
                span {
                    b { "This policy cannot be activated: " @if gaps > 0 { (count(gaps as u64, "gap")) @if check.more_gaps { " and more" } } @else { (count(faults as u64, "overlap")) } "." }
                    " "
                    @if let Some(gap) = check.gaps.first() { (gap.words) " has no rule." }
                    @else if let Some(overlap) = check.overlaps.first() { (overlap.earlier) " and " (overlap.later) " both fit " (overlap.words) "." }
                }
                @if let (Some(edit), Some(repair)) = (edit, check.repairs.first()) { (checker::repair_button(edit, repair)) }
            }
        }
    }
}

fn refused(refusals: &[Refusal]) -> Markup {
    html! {
        section class="result" id="why-not" aria-labelledby="refused-h" role="alert" {
            div class="section-head" { h2 id="refused-h" { "This text is no policy yet" } span class="note" { "change the text below" } }
            ul class="say" { @for refusal in refusals { li data-risk="red" { (shape("red")) p { (refusal.to_string()) } } } }
        }
    }
}
