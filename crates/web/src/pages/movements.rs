//! Movements as rows: each leads to its account, its contract, its line and the event that wrote it.

use super::figure::signed;
use super::question::Question;
use super::shell::Shell;
use super::words::{account_url, contract_url, url, url_part};
use maud::{Markup, html};
use tenure_app::MovementItem;
use tenure_core::ledger::Part;
use tenure_core::primitives::display_date;

/// Few columns, for a page where movements stand beside other things. Accounts lead to their part of the ledger.
pub fn brief(items: &[MovementItem], name: &str, shell: &Shell<'_>, question: &Question<'_>) -> Markup {
    html! {
        div class="scroll" role="region" aria-label=(name) tabindex="0" {
            table class="table two flush moves" {
                thead { tr { th scope="col" { "Day" } th scope="col" { "Account" } th scope="col" { "Movement" } (money_head(items)) th scope="col" { "Recorded" } } }
                tbody {
                    @for item in items {
                        @let ledger = question.at("/ledger", &[("account", item.account_reference.clone())]);
                        tr data-row {
                            td class="nowrap" { (display_date(item.day)) }
                            td class="duo" { a class="lead" href=(account_url(&item.account_reference)) { (item.account) } small { a href=(ledger) { "its movements" span class="vh" { " (" (item.account) ")" } } } }
                            td { (what(item)) }
                            (money(item))
                            td class="nowrap" { (recorded(item, shell)) }
                        }
                    }
                }
            }
        }
    }
}

/// Every column, for the ledger.
pub fn full(items: &[MovementItem], shell: &Shell<'_>) -> Markup {
    html! {
        table class="table two list moves" {
            thead { tr {
                th scope="col" aria-sort="descending" { "Day ↓" } th scope="col" { "Account" } th scope="col" { "Movement" } th scope="col" { "Product, unit" }
                th scope="col" { "Contract, line" } th scope="col" class="num" { "In its own money" } (money_head(items)) th scope="col" { "Recorded" }
            } }
            tbody {
                @for item in items {
                    tr data-row {
                        td class="nowrap" { (display_date(item.day)) }
                        td { a class="lead" href=(account_url(&item.account_reference)) { (item.account) } small { (item.account_reference) } }
                        td { (what(item)) }
                        td { (item.product) small { (item.unit) } }
                        td class="duo" { (source(item)) }
                        td class="num" { (signed(item.amount.minor, item.amount.currency)) " " small { (item.amount.currency.code()) } }
                        (money(item))
                        td class="nowrap" { (recorded(item, shell)) }
                    }
                }
            }
        }
    }
}

/// Of one account: neither its name nor its currency twice.
pub fn of_account(items: &[MovementItem], shell: &Shell<'_>) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="ARR movements" tabindex="0" {
            table class="table two flush moves" {
                thead { tr { th scope="col" { "Day" } th scope="col" { "Movement" } th scope="col" { "Contract, line" } (money_head(items)) th scope="col" { "Recorded" } } }
                tbody {
                    @for item in items {
                        tr data-row {
                            td class="nowrap" { (display_date(item.day)) }
                            td { (what(item)) }
                            td class="duo" { (source(item)) }
                            (money(item))
                            td class="nowrap" { (recorded(item, shell)) }
                        }
                    }
                }
            }
        }
    }
}

fn money_head(items: &[MovementItem]) -> Markup {
    let code = items.first().map_or("ARR", |item| item.reporting.currency.code());
    html! { th scope="col" class="num" { (code) } }
}

fn money(item: &MovementItem) -> Markup {
    html! { td class="num med" { (signed(item.reporting.minor, item.reporting.currency)) } }
}

/// Class over cause.
fn what(item: &MovementItem) -> Markup {
    html! {
        (item.class.label())
        small { (item.cause.label()) @match item.part { Part::Whole => "", Part::Quantity => ", the units", Part::Price => ", the price" } }
    }
}

/// Contract over line, each a link.
fn source(item: &MovementItem) -> Markup {
    let contract = contract_url(&item.contract);
    let line = |reference: &str| html! { a href={ (contract) "#line-" (url_part(reference)) } { (reference) } };
    html! {
        a class="lead" href=(contract) { (item.contract) }
        small {
            @match (&item.line_before, &item.line_after) {
                (Some(before), Some(after)) if before == after => (line(after)),
                (Some(before), Some(after)) => { (line(before)) " to " (line(after)) },
                (None, Some(after)) => { (line(after)) " begins" },
                (Some(before), None) => { (line(before)) " ends" },
                (None, None) => "no line",
            }
        }
    }
}

/// When it was written down, with the event for those who may read the log.
fn recorded(item: &MovementItem, shell: &Shell<'_>) -> Markup {
    html! {
        (display_date(item.recorded_on))
        @if let Some(event) = item.event {
            small {
                @if shell.is_administrator { a href=(url("/activity", &[("before", event.saturating_add(1).to_string())])) { "event " (event) } }
                @else { "event " (event) }
            }
        }
    }
}
