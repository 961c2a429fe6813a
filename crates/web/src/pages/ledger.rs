//! The ledger: every movement of a period, narrowed as you like, and the sum that must come out.

use super::figure::signed;
use super::movements;
use super::question::{Question, choice, controls, exports};
use super::shell::{Shell, page};
use super::words::count;
use maud::{Markup, html};
use tenure_app::{ClassSum, LedgerFilter, LedgerPage};
use tenure_core::ledger::{Cause, Class};
use tenure_core::primitives::{display_date, format_minor};

/// The page.
pub fn ledger(shell: &Shell<'_>, view: &LedgerPage, question: &Question<'_>, filter: &LedgerFilter) -> Markup {
    page(
        shell,
        "Ledger",
        "p-numbers p-ledger",
        html! {
            header class="page-head" {
                h1 { "Ledger" }
                span class="sub" { (count(view.total, "movement")) " after " (display_date(view.opening_on)) ", to " (display_date(view.closing_on)) ": " (signed(view.total_minor, view.currency)) " " (view.currency.code()) }
                div class="actions" { (exports(question)) }
            }
            (controls(question, &own(filter)))
            div class="body" {
                (balance(view, question, filter))
                section aria-labelledby="movements-h" {
                    div class="section-head" { h2 id="movements-h" { "Movements" } span class="note" { "latest first" @if narrowed(filter) { "; the balance above is of all" } } }
                    @if view.items.is_empty() { (nothing(question, filter)) }
                    @else {
                        div class="scroll" role="region" aria-label="Movements" tabindex="0" { (movements::full(&view.items, shell)) }
                        (pager(view, question))
                    }
                }
            }
        },
    )
}

const fn narrowed(filter: &LedgerFilter) -> bool {
    filter.class.is_some() || filter.cause.is_some()
}

/// Controls that narrow the list, not the sums; unit and product narrow both.
fn own(filter: &LedgerFilter) -> Markup {
    let any = ("", "any");
    let classes: Vec<(&str, &str)> = std::iter::once(any).chain(Class::ALL.iter().map(|class| (class.code(), class.label()))).collect();
    let causes: Vec<(&str, &str)> = std::iter::once(any).chain(Cause::ALL.iter().map(|cause| (cause.code(), cause.label()))).collect();
    html! {
        (choice("class", "Class", &classes, filter.class.map(Class::code).unwrap_or_default()))
        (choice("cause", "Cause", &causes, filter.cause.map(Cause::code).unwrap_or_default()))
    }
}

/// Opening, every class, closing, and what is left unexplained.
fn balance(view: &LedgerPage, question: &Question<'_>, filter: &LedgerFilter) -> Markup {
    let code = view.currency.code();
    html! {
        section aria-labelledby="balance-h" {
            div class="section-head" { h2 id="balance-h" { "Balance" } span class="note" { (code) } }
            dl class="balance" {
                div { dt { "Opening, " (display_date(view.opening_on)) } dd { (format_minor(view.opening_minor, view.currency)) } }
                @for sum in view.sums.iter().filter(|sum| sum.count > 0) { (class(view, question, filter, sum)) }
                div { dt { "Closing, " (display_date(view.closing_on)) } dd { (format_minor(view.closing_minor, view.currency)) } }
                div class="end" { dt { "Residual" } dd { (format_minor(view.residual_minor, view.currency)) } }
            }
        }
    }
}

/// A class, as a link to its movements alone; the one in force leads back to all.
fn class(view: &LedgerPage, question: &Question<'_>, filter: &LedgerFilter, sum: &ClassSum) -> Markup {
    let here = filter.class == Some(sum.class);
    let only = if here { String::new() } else { sum.class.code().to_string() };
    html! {
        div {
            dt { a class="link" href=(question.and(&[("class", only), ("after", String::new())])) aria-current=[here.then_some("true")] { (sum.class.label()) } " " span class="quiet" { (sum.count) } }
            dd { (signed(sum.minor, view.currency)) }
        }
    }
}

fn nothing(question: &Question<'_>, filter: &LedgerFilter) -> Markup {
    let all = question.and(&[("class", String::new()), ("cause", String::new()), ("after", String::new())]);
    html! {
        div class="empty" {
            h3 { @if narrowed(filter) { "No movement is of this class and cause." } @else { "Nothing moved between the two days." } }
            p { @if narrowed(filter) { "The balance above has every class with its movements." } @else { "ARR on both days is the same, contract by contract." } }
            @if narrowed(filter) { a class="btn" href=(all) { "Show all movements" } }
        }
    }
}

fn pager(view: &LedgerPage, question: &Question<'_>) -> Markup {
    let begun = question.own.iter().any(|(name, value)| *name == "after" && !value.is_empty());
    html! {
        @if begun || view.next.is_some() {
            p class="pager" {
                @if begun { a class="btn" href=(question.and(&[("after", String::new())])) { "First page" } }
                @if let Some(next) = &view.next { a class="btn" href=(question.and(&[("after", next.clone())])) rel="next" { "Earlier movements" } }
                span { (view.items.len()) " of " (view.total) " shown" }
            }
        }
    }
}
