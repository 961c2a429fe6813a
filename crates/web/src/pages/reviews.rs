//! Business reviews: coverage of their rhythm by tier and by person, and who is due.

use super::parts::{avatar_beside, empty};
use super::shell::{Shell, page};
use super::words::{account_url, count, url};
use maud::{Markup, html};
use tenure_app::{ReviewDue, Reviewed, ReviewsView};
use tenure_core::primitives::{days_between, display_date};

/// The page.
pub fn reviews(shell: &Shell<'_>, view: &ReviewsView) -> Markup {
    page(
        shell,
        "Business reviews",
        "p-reviews",
        html! {
            header class="page-head" {
                h1 { "Business reviews" }
                span class="sub" { "customers with an open renewal, reviewed within the rhythm of their tier" }
                div class="actions" { a class="btn plain" href="/people" { "People" } a class="btn plain" href="/accounts" { "Accounts" } }
            }
            div class="body" {
                @if view.all.accounts == 0 {
                    (empty("No customer has an open renewal.", "Sign or import a contract: its customer is then to be reviewed.", html! { a class="btn" href="/accounts" { "Open accounts" } }))
                } @else {
                    p class="big-line" { b { (share(view.all)) " reviewed." } " " (view.all.reviewed) " of " (count(view.all.accounts, "customer")) "; " (view.all.never) " never." }
                    (tiers(view))
                    (people(view))
                    (due(view))
                }
            }
        },
    )
}

/// Whole per cent of those reviewed; a dash where there is nobody.
fn share(reviewed: Reviewed) -> String {
    match reviewed.accounts {
        0 => "\u{2013}".into(),
        accounts => format!("{}%", reviewed.reviewed * 100 / accounts),
    }
}

fn tiers(view: &ReviewsView) -> Markup {
    html! {
        section aria-labelledby="tiers-h" {
            div class="section-head" { h2 id="tiers-h" { "By tier" } a class="btn small end" href="/settings/care" { "The rhythm" } }
            div class="scroll" role="region" aria-label="By tier" tabindex="0" { table class="table" {
                thead { tr { th scope="col" { "Tier" } th scope="col" { "Every" } th scope="col" class="num" { "Customers" } th scope="col" class="num" { "Reviewed" } th scope="col" class="num" { "Never" } th scope="col" class="num" { "Share" } } }
                tbody {
                    @for (tier, days, reviewed) in &view.tiers {
                        tr { th scope="row" { "Tier " (tier) } td { (days) " days" } (figures(*reviewed)) }
                    }
                }
            } }
        }
    }
}

fn figures(reviewed: Reviewed) -> Markup {
    html! {
        td class="num" { (reviewed.accounts) } td class="num" { (reviewed.reviewed) } td class="num" { (reviewed.never) } td class="num" { (share(reviewed)) }
    }
}

fn people(view: &ReviewsView) -> Markup {
    html! {
        section aria-labelledby="who-h" {
            div class="section-head" { h2 id="who-h" { "By who is accountable for value" } }
            div class="scroll" role="region" aria-label="By person" tabindex="0" {
                table class="table" {
                    thead { tr { th scope="col" { "Person" } th scope="col" class="num" { "Customers" } th scope="col" class="num" { "Reviewed" } th scope="col" class="num" { "Never" } th scope="col" class="num" { "Share" } } }
                    tbody {
                        @for (person, reviewed) in &view.people {
                            tr {
                                th scope="row" { a href=(url("/reviews", &[("person", person.reference.clone())])) { (person.name) } }
                                (figures(*reviewed))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn due(view: &ReviewsView) -> Markup {
    html! {
        section aria-labelledby="due-h" {
            div class="section-head" { h2 id="due-h" { "Due" } span class="note" { (view.all.due()) } }
            @if view.due.is_empty() { p class="quiet" { "Nobody: every customer was reviewed in time." } }
            @else {
                ul class="plain-list" { @for item in &view.due { (row(item, view)) } }
                @if view.all.due() > view.due.len() as u64 { p class="quiet" { "And " (view.all.due() - view.due.len() as u64) " more." } }
            }
        }
    }
}

fn row(item: &ReviewDue, view: &ReviewsView) -> Markup {
    html! {
        li data-row {
            @if let Some(holder) = &item.holder { (avatar_beside(holder)) " " }
            a class="link" href=(account_url(&item.account.reference)) { (item.account.name) }
            span class="small quiet" {
                ", tier " (item.tier) ": "
                @match (item.last_on, item.due_on) {
                    (Some(last), Some(due)) => { "last on " (display_date(last)) ", due " (days_between(due, view.today)) " days ago" },
                    _ => { "never reviewed" },
                }
            }
            " " a class="link small" href={ (account_url(&item.account.reference)) "/activities/new" } { "Log a review" span class="vh" { " of " (item.account.name) } }
        }
    }
}
