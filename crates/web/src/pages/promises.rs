//! What a customer objects to, what we promised it, and whether it hears less from us since it signed.

use super::parts::{avatar_beside, shape};
use super::words::{account_url, count, renewal_url};
use maud::{Markup, html};
use tenure_app::{CommitmentItem, ObjectionItem};
use tenure_core::primitives::{display_date, weekday_date};
use tenure_core::room::Attention;

/// Objections, the open ones first. `renewal` is the one whose page it is.
pub(super) fn objections(items: &[ObjectionItem], (account, renewal, may): (&str, Option<&str>, bool)) -> Markup {
    let open = items.iter().filter(|item| item.objection.resolved.is_none()).count();
    html! {
        section aria-labelledby="objections-h" {
            div class="section-head" { h2 id="objections-h" { "Objections" } span class="note" { (open) " not out of the way" }
                @if may { a class="btn small end" href={ (account_url(account)) "/objections/new" @if let Some(renewal) = renewal { "?renewal=" (renewal) } } { "Add objection" } } }
            @if items.is_empty() { p class="quiet" { "None written down. A customer who objects to nothing has not been asked." } }
            @else { ul class="values" { @for item in items { (objection(item, account, may)) } } }
        }
    }
}

fn objection(item: &ObjectionItem, account: &str, may: bool) -> Markup {
    let known = &item.objection;
    let to = |verb: &str| format!("{}/objections/{}/{verb}", account_url(account), known.id);
    html! {
        li {
            div {
                p { span class="tag" { (known.kind.label()) } " " b { (known.text) } }
                p class="small quiet" { (item.raised_by.as_deref().unwrap_or("Somebody there")) ", " (display_date(known.raised_on)) @if let Some(renewal) = &item.renewal { ", about " a class="link" href=(renewal_url(renewal)) { (renewal) } } }
                @if let Some(answer) = &known.answer { p { span class="quiet" { "Answer: " } (answer.reason) " " span class="small quiet" { (answer.by) ", " (display_date(answer.on)) } } }
                @match &known.resolved {
                    Some(word) => p { span class="quiet" { "Out of the way: " } (word.reason) " " span class="small quiet" { (word.by) ", " (display_date(word.on)) } },
                    None => p class="small stands" { @if known.answer.is_some() { "Answered, not out of the way" } @else { (shape("yellow")) "Not answered" } },
                }
            }
            @if may { div class="actions" {
                @if known.resolved.is_none() {
                    a class="btn small" href=(to("answer")) { @if known.answer.is_some() { "Answer anew" } @else { "Answer" } span class="vh" { ": " (known.text) } }
                    a class="btn small" href=(to("resolution")) { "Out of the way" span class="vh" { ": " (known.text) } }
                }
                a class="btn small plain" href=(to("withdrawal")) { "Withdraw" span class="vh" { ": " (known.text) } }
            } }
        }
    }
}

/// Commitments, the open ones by due day.
pub(super) fn commitments(items: &[CommitmentItem], (account, renewal, may): (&str, Option<&str>, bool)) -> Markup {
    let open = items.iter().filter(|item| item.commitment.is_open()).count();
    html! {
        section aria-labelledby="commitments-h" {
            div class="section-head" { h2 id="commitments-h" { "What we promised" } span class="note" { (open) " to be kept" }
                @if may { a class="btn small end" href={ (account_url(account)) "/commitments/new" @if let Some(renewal) = renewal { "?renewal=" (renewal) } } { "Add commitment" } } }
            @if items.is_empty() { p class="quiet" { "Nothing written down. What was promised at the table is forgotten first." } }
            @else { ul class="values" { @for item in items { (commitment(item, may)) } } }
        }
    }
}

fn commitment(item: &CommitmentItem, may: bool) -> Markup {
    let known = &item.commitment;
    let to = |verb: &str| format!("{}/commitments/{}/{verb}", account_url(&item.account.1), known.id);
    html! {
        li {
            div {
                p { b { (known.promise) } }
                p class="small quiet" { @if let Some(owner) = &item.owner { (avatar_beside(owner)) " " (owner.name) } ", promised" @if let Some(name) = &item.to { " to " (name) } " on " (display_date(known.made_on)) @if let Some(renewal) = &item.renewal { " at " a class="link" href=(renewal_url(renewal)) { (renewal) } } }
                @match &known.ended {
                    Some((end, word)) => p { (end.label()) @if !word.reason.is_empty() { ": " (word.reason) } " " span class="small quiet" { (word.by) ", " (display_date(word.on)) } },
                    None => p class={ "stands" @if item.overdue { " text-red" } } { @if item.overdue { (shape("red")) } span { @if item.overdue { "Was due " } @else { "Due " } (weekday_date(known.due_on)) } },
                }
            }
            @if may { div class="actions" {
                @if known.ended.is_none() { a class="btn small" href=(to("ending")) { "It ended" span class="vh" { ": " (known.promise) } } }
                a class="btn small plain" href=(to("withdrawal")) { "Withdraw" span class="vh" { ": " (known.promise) } }
            } }
        }
    }
}

/// Commitments of one person that are due, as they stand on Today.
pub(super) fn due(items: &[CommitmentItem]) -> Markup {
    html! {
        @if !items.is_empty() {
            section class="bucket" aria-labelledby="promised-h" {
                h2 id="promised-h" { "What you promised " span class="quiet" { (items.len()) } }
                ul class="plain-list" { @for item in items {
                    li class="stands" {
                        @if item.overdue { (shape("red")) }
                        span { b { (item.commitment.promise) } " " a class="link" href={ (account_url(&item.account.1)) "#commitments-h" } { (item.account.0) } " "
                            span class={ "small " @if item.overdue { "text-red" } @else { "quiet" } } { @if item.overdue { "was due " } @else { "due " } (weekday_date(item.commitment.due_on)) } }
                    }
                } }
            }
        }
    }
}

/// What is still to be kept and what still stands in the way, for whoever takes over.
pub(super) fn brief(commitments: &[CommitmentItem], objections: &[ObjectionItem]) -> Markup {
    html! {
        section aria-labelledby="promised-h" {
            div class="section-head" { h2 id="promised-h" { "Promises and objections that stand" } span class="note" { "carried over with the renewal" } }
            @if commitments.is_empty() && objections.is_empty() { p class="quiet" { "None is written down." } }
            ul class="plain-list" {
                @for item in commitments { li { b { (item.commitment.promise) } span class="quiet" { ", promised" @if let Some(name) = &item.to { " to " (name) } @if let Some(owner) = &item.owner { " by " (owner.name) } ", due " (display_date(item.commitment.due_on)) @if item.overdue { ", overdue" } } } }
                @for item in objections { li { b { (item.objection.text) } span class="quiet" { ", " (item.objection.kind.label().to_lowercase()) ", " (item.raised_by.as_deref().unwrap_or("somebody there")) @match &item.objection.answer { Some(answer) => { ". Answered: " (answer.reason) }, None => ". Not answered" } } } }
            }
        }
    }
}

/// Contacts before and after the last signature.
pub(super) fn attention(seen: Option<&Attention>) -> Markup {
    let tenths = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
    html! {
        @if let Some(seen) = seen {
            section aria-labelledby="attention-h" {
                div class="section-head" { h2 id="attention-h" { "Attention around the signature" } span class="note" { "signed " (display_date(seen.signed_on)) } }
                ul class="plain-list" {
                    li { b { (tenths(seen.before_tenths())) " in 30 days" } " before it, " (count(u64::from(seen.before), "contact")) " in 90 days" }
                    li { b { (tenths(seen.after_tenths())) " in 30 days" } " since, " (count(u64::from(seen.after), "contact")) " in " (count(seen.days_after.unsigned_abs(), "day")) }
                }
                @if seen.dropped() { p class="small stands" { (shape("yellow")) "Less than half of what it was." } }
            }
        }
    }
}
