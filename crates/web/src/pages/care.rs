//! What customers of each tier are owed, and who decided it when.

use super::parts::crumbs;
use super::shell::{Shell, page};
use super::words::many;
use maud::{Markup, html};
use tenure_app::{CareItem, CareView};
use tenure_core::account::Owed;
use tenure_core::primitives::display_date;

/// The page.
pub fn care(shell: &Shell<'_>, view: &CareView) -> Markup {
    page(
        shell,
        "What each tier is owed",
        "p-lists",
        html! {
            header class="page-head" { (crumbs(&[("Settings", "/settings".into())], "What each tier is owed")) h1 { "What each tier is owed" } }
            div class="body prose" {
                p class="mid measure" { "How often customers of a tier are reviewed, how many contacts they get, and what happens to a proposal without value that the customer confirmed. A customer in red below the least and one in green above the most are findings; the page of business reviews follows the rhythm." }
                (tiers(shell, view))
                @if !view.history.is_empty() { (history(view)) }
            }
        },
    )
}

fn tiers(shell: &Shell<'_>, view: &CareView) -> Markup {
    html! {
        section aria-labelledby="care-h" {
            div class="section-head" { h2 id="care-h" { "In force" } span class="note" { "on " (display_date(view.today)) } @if shell.is_administrator { a class="btn small end" href="/settings/care/change" { "Change" } } }
            div class="scroll" role="region" aria-label="In force" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Tier" } (heads()) th scope="col" { "Said by" } } }
                    tbody { @for item in &view.tiers { (tier(item)) } }
                }
            }
        }
    }
}

fn heads() -> Markup {
    html! { th scope="col" { "A review every" } th scope="col" { "Contacts in 90 days" } th scope="col" { "A proposal without confirmed value" } }
}

fn cells(owed: Owed) -> Markup {
    html! { td { (owed.review_days) " days" } td { (owed.contacts_least) " to " (owed.contacts_most) } td { (owed.evidence.label()) } }
}

fn tier(item: &CareItem) -> Markup {
    html! {
        tr {
            td class="med" { "Tier " (item.tier) }
            (cells(item.owed))
            td {
                @match &item.said { Some((by, from_on)) => { (by) ", from " (display_date(*from_on)) }, None => span class="quiet" { "as shipped" } }
                @if let Some((owed, from_on)) = item.later { " " span class="quiet" { "From " (display_date(from_on)) ": a review every " (owed.review_days) " days, " (owed.contacts_least) " to " (owed.contacts_most) " contacts" } }
            }
        }
    }
}

fn history(view: &CareView) -> Markup {
    html! {
        section aria-labelledby="history-h" {
            div class="section-head" { h2 id="history-h" { "Who set what, when" } span class="note" { (many(&view.history, "decision")) } }
            div class="scroll" role="region" aria-label="Decisions" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "From" } th scope="col" { "Tier" } (heads()) th scope="col" { "By" } } }
                    tbody { @for care in &view.history { tr { td class="med" { (display_date(care.from_on)) } td { "Tier " (care.tier) } (cells(care.owed)) td { (care.set_by) } } } }
                }
            }
        }
    }
}
