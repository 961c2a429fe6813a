//! The table of the grid: months with their subtotals, rows, totals, and what stands there when there is no row.

use crate::pages::parts::{empty, money, owners, risk};
use crate::pages::words::{count, day, distance, near_day, renewal_url};
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::{RenewalItem, RenewalPage, RenewalQuery};
use tenure_core::primitives::{display_date, format_minor};
use tenure_core::renewal::State;

/// Rows of one month of term end.
struct Month<'a> {
    name: String,
    items: Vec<&'a RenewalItem>,
}

/// The rows with their subtotals and the totals of the whole query.
pub(super) fn table(view: &RenewalPage, query: &RenewalQuery) -> Markup {
    let months = months(&view.items);
    let last = months.len().saturating_sub(1);
    html! {
        table class="table two grid" {
            thead {
                tr {
                    th scope="col" { "Account" }
                    th scope="col" aria-sort="ascending" { "Term end ↑" }
                    th scope="col" { "Notice by" }
                    th scope="col" class="num" { "ATR" }
                    th scope="col" { "Risk" }
                    th scope="col" title="V value, C commercial, E expansion, O operations, X executive" { "Owners" }
                    @if view.stood.is_none() { th scope="col" { "Next step" } }
                }
            }
            @for (index, month) in months.iter().enumerate() {
                @let cut = (index == 0 && query.after.is_some()) || (index == last && view.next.is_some());
                (group(month, view, cut))
            }
            (totals(view))
        }
    }
}

/// Columns after the amount: what nobody can tell for then has none.
const fn after_amount(view: &RenewalPage) -> u8 {
    if view.stood.is_none() { 3 } else { 2 }
}

fn months(items: &[RenewalItem]) -> Vec<Month<'_>> {
    let mut months: Vec<Month<'_>> = Vec::new();
    for item in items {
        let name = item.end_on.strftime("%B %Y").to_string();
        match months.last_mut().filter(|month| month.name == name) {
            Some(month) => month.items.push(item),
            None => months.push(Month { name, items: vec![item] }),
        }
    }
    months
}

/// `cut` says that the page begins or ends within the month, so its subtotal is of the rows shown.
fn group(month: &Month<'_>, view: &RenewalPage, cut: bool) -> Markup {
    let reporting = view.atr_total.currency;
    let sum = month.items.iter().filter(|item| !item.is_review).map(|item| item.atr_reporting.minor).fold(0_i64, i64::saturating_add);
    let shown = if cut { " on this page" } else { "" };
    html! {
        tbody {
            tr class="group" {
                th colspan="3" scope="rowgroup" { (month.name) " " span class="quiet" { (count(month.items.len() as u64, "renewal")) (shown) } }
                th class="num" scope="col" { (format_minor(sum, reporting)) }
                td colspan=(after_amount(view)) class="quiet small" { (reporting.code()) }
            }
            @for item in &month.items { (row(item, view)) }
        }
    }
}

fn row(item: &RenewalItem, view: &RenewalPage) -> Markup {
    html! {
        tr data-row {
            td class="c-acct" { a class="lead clip" href=(renewal_url(&item.reference)) { (item.account) } small { (under_account(item)) } }
            td class="c-end" { span class="t-minus" { (item.t_minus) } small { (display_date(item.end_on)) } }
            td class="c-not" data-none[!item.auto_renew] { (notice(item)) }
            td class="c-atr num" { (money(item.atr)) }
            td class="c-risk" { (risk(item.risk)) }
            td class="c-own" { (owners(&item.owners)) }
            @if view.stood.is_none() { td class="c-next" { (next(item, view.today)) } }
        }
    }
}

fn under_account(item: &RenewalItem) -> String {
    let renews = if item.auto_renew { ", auto-renews" } else { "" };
    let kind = if item.is_review { ", yearly review" } else { "" };
    format!("{}, {}{kind}{renews}", item.reference, item.segment)
}

fn notice(item: &RenewalItem) -> Markup {
    let assumed = if item.notice_assumed { ", assumed" } else { "" };
    match item.days_to_notice {
        _ if !item.auto_renew => html! { span class="quiet" { "no notice" } small { "ends unless renewed" } },
        days @ 0..=7 => html! { span class="t-minus" data-near { (near_day(item.notice_on, days)) } small { (distance(days)) (assumed) } },
        days @ 8.. => html! { (day(item.notice_on)) small { (distance(days)) (assumed) } },
        _ => html! { span class="quiet" { (day(item.notice_on)) } small { "passed" (assumed) } },
    }
}

fn next(item: &RenewalItem, today: Date) -> Markup {
    match (&item.state, &item.next_step) {
        (State::Closed { outcome, closed_on, .. }, _) => {
            html! { span class="quiet" { (outcome.label()) } small { (display_date(*closed_on)) } }
        }
        (State::Open, Some((title, due_on))) if *due_on < today => html! {
            div class="clip" { (title) } small class="late" { "late, due " (day(*due_on)) }
        },
        (State::Open, Some((title, due_on))) => html! { div class="clip" { (title) } small { (day(*due_on)) } },
        (State::Open, None) if item.running => html! { span class="quiet" { "all steps done" } },
        (State::Open, None) => html! { span class="quiet" { "not begun" } },
    }
}

fn totals(view: &RenewalPage) -> Markup {
    let counted = if view.total_is_capped { format!("first {} renewals", view.total) } else { count(view.total, "renewal") };
    html! {
        tfoot {
            tr {
                td { (counted) }
                td {}
                td {}
                td class="num" { (money(view.atr_total)) }
                td colspan=(after_amount(view)) { small { "The whole filter, in " (view.atr_total.currency.code()) " at plan rates; yearly reviews left out" } }
            }
        }
    }
}

/// What stands in place of rows.
pub(super) fn nothing(query: &RenewalQuery) -> Markup {
    let narrowed = super::parameters(query).iter().any(|(_, value)| !value.is_empty());
    html! {
        div class="body" {
            @if narrowed {
                (empty("No renewal fits these filters.", "Remove one above, or begin again.", html! { a class="btn" href="/renewals" { "Show all open" } }))
            } @else {
                (empty("No renewal is open.", "A renewal opens with each contract term. Import contracts, and they appear here.", html! { code class="command" { "tenure import FOLDER" } }))
            }
        }
    }
}
