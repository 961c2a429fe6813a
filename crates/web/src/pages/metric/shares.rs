//! The customers of a figure: what each adds, or by what two definitions differ on it. They add up to the sums of the figure.

use crate::pages::figure::{signed_sum, sum};
use crate::pages::question::Question;
use crate::pages::words::{account_url, count};
use maud::{Markup, html};
use tenure_app::{MetricView, ShareItem};
use tenure_core::metrics::Definition;
use tenure_core::primitives::format_minor;

/// Customers on one page.
const ROWS: usize = 50;

/// The list with its pager.
pub(super) fn section(view: &MetricView, question: &Question<'_>, after: usize) -> Markup {
    let rows: Vec<&ShareItem> = view.shares.iter().skip(after).take(ROWS).collect();
    html! {
        section aria-labelledby="customers" {
            div class="section-head" {
                h2 id="customers" { @if view.versus.is_some() { "Customers on which they differ" } @else { "Customers that make it up" } }
                span class="note" { (count(view.shares.len() as u64, "customer")) @if view.versus.is_some() { ", largest difference first" } @else { ", largest first" } }
            }
            @if rows.is_empty() {
                p class="quiet" { @if view.versus.is_some() { "None: on every customer the two add the same." } @else { "None: nobody adds anything." } }
            } @else {
                div class="scroll" role="region" aria-label="Customers" tabindex="0" {
                    @match &view.versus { Some(versus) => (compared(view, versus.measure.definition, &rows, question)), None => (plain(view, &rows, question)) }
                }
                (pager(view, question, after))
            }
        }
    }
}

/// What each customer adds, with the balances it comes from.
fn plain(view: &MetricView, rows: &[&ShareItem], question: &Question<'_>) -> Markup {
    let definition = view.item.measure.definition;
    let over = !definition.denominator.is_empty();
    let sums = view.item.figure.sums;
    html! {
        table class="table two flush" {
            thead { tr {
                th scope="col" { "Customer" } th scope="col" class="num" { "ARR at opening" } th scope="col" class="num" { "ARR at closing" }
                th scope="col" class="num" { (definition.numerator) } @if over { th scope="col" class="num" { (definition.denominator) } }
            } }
            tbody {
                @for item in rows {
                    tr data-row {
                        td class="duo" { (who(item, question)) }
                        td class="num" { (format_minor(item.opening_minor, view.currency)) }
                        td class="num" { (format_minor(item.closing_minor, view.currency)) }
                        td class="num med" { (sum(definition, i128::from(item.share.numerator), view.currency)) }
                        @if over { td class="num med" { (sum(definition, i128::from(item.share.denominator), view.currency)) } }
                    }
                }
            }
            tfoot { tr {
                td colspan="3" { "All " (count(view.shares.len() as u64, "customer")) }
                td class="num" { (sum(definition, sums.numerator, view.currency)) } @if over { td class="num" { (sum(definition, sums.denominator, view.currency)) } }
            } }
        }
    }
}

/// Two definitions side by side, with what lies between them.
fn compared(view: &MetricView, other: &Definition, rows: &[&ShareItem], question: &Question<'_>) -> Markup {
    let definition = view.item.measure.definition;
    let of = |of: &Definition, number: i64| sum(of, i128::from(number), view.currency);
    let between = |item: &ShareItem, side: fn(&tenure_core::metrics::Share) -> i64| {
        let other = item.other.unwrap_or_default();
        i128::from(side(&item.share)) - i128::from(side(&other))
    };
    let comparable = definition.unit == other.unit;
    html! {
        table class="table two flush" {
            thead { tr {
                th scope="col" { "Customer" }
                @for one in [definition, other] {
                    th scope="col" class="num" { (one.code) br; (one.numerator) }
                    @if !one.denominator.is_empty() { th scope="col" class="num" { (one.code) br; (one.denominator) } }
                }
                @if comparable { th scope="col" class="num" { "Difference" br; "above the line" } th scope="col" class="num" { "Difference" br; "below it" } }
            } }
            tbody {
                @for item in rows {
                    @let theirs = item.other.unwrap_or_default();
                    tr data-row {
                        td class="duo" { (who(item, question)) }
                        @for (one, share) in [(definition, item.share), (other, theirs)] {
                            td class="num" { (of(one, share.numerator)) }
                            @if !one.denominator.is_empty() { td class="num" { (of(one, share.denominator)) } }
                        }
                        @if comparable {
                            td class="num med" { (signed_sum(definition, between(item, |share| share.numerator), view.currency)) }
                            td class="num med" { (signed_sum(definition, between(item, |share| share.denominator), view.currency)) }
                        }
                    }
                }
            }
            @if comparable { (differences(view, other)) }
        }
    }
}

/// The differences of all customers, which are those of the two figures.
fn differences(view: &MetricView, other: &Definition) -> Markup {
    let definition = view.item.measure.definition;
    let columns = [definition, other].iter().map(|one| if one.denominator.is_empty() { 1 } else { 2 }).sum::<usize>() + 1;
    let (mut above, mut below) = (0_i128, 0_i128);
    for item in &view.shares {
        let theirs = item.other.unwrap_or_default();
        above += i128::from(item.share.numerator) - i128::from(theirs.numerator);
        below += i128::from(item.share.denominator) - i128::from(theirs.denominator);
    }
    html! {
        tfoot { tr {
            td colspan=(columns) { "All " (count(view.shares.len() as u64, "customer")) " that differ" }
            td class="num" { (signed_sum(definition, above, view.currency)) }
            td class="num" { (signed_sum(definition, below, view.currency)) }
        } }
    }
}

/// Account and, at finer levels, its unit or product; both lead on.
fn who(item: &ShareItem, question: &Question<'_>) -> Markup {
    let ledger = question.at("/ledger", &[("account", item.account_reference.clone())]);
    html! {
        a class="lead" href=(account_url(&item.account_reference)) { (item.account) }
        small { @if let Some(part) = &item.part { (part) ", " } a href=(ledger) { "its movements" span class="vh" { " (" (item.account) ")" } } }
    }
}

fn pager(view: &MetricView, question: &Question<'_>, after: usize) -> Markup {
    let next = after + ROWS;
    let place = |at: usize| if at == 0 { String::new() } else { at.to_string() };
    html! {
        @if after > 0 || next < view.shares.len() {
            p class="pager" {
                @if after > 0 { a class="btn" href={ (question.and(&[("after", place(after.saturating_sub(ROWS)))])) "#customers" } rel="prev" { "Back " (ROWS) } }
                @if next < view.shares.len() { a class="btn" href={ (question.and(&[("after", place(next))])) "#customers" } rel="next" { "Next " (ROWS) } }
                span { (after + 1) " to " (next.min(view.shares.len())) " of " (view.shares.len()) }
            }
        }
    }
}
