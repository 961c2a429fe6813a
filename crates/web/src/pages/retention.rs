//! Retention over a period: what is left of what was there, the way from opening to closing, cohorts, the trend, the same figures as others
//! define them, and what moved most.

mod bridge;
mod cohorts;
mod headline;
mod others;
mod through_time;

use super::figure::signed;
use super::movements;
use super::parts::icon;
use super::question::{Question, controls};
use super::shell::{Shell, page};
use super::words::count;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::{MoneyQuery, RetentionView};
use tenure_core::metrics::Measured;
use tenure_core::primitives::{display_date, format_minor};

/// Days back to which the page offers to compare what is known.
pub const COMPARED_DAYS: i64 = 10;

/// The page. `measured` is what the cohorts show.
pub fn retention(shell: &Shell<'_>, view: &RetentionView, question: &Question<'_>, measured: Measured) -> Markup {
    let empty = view.opening_minor == 0 && view.closing_minor == 0 && view.movements == 0;
    page(
        shell,
        "Retention",
        "p-numbers p-retention",
        html! {
            header class="page-head" {
                h1 { "Retention" }
                span class="sub" { (display_date(view.opening_on)) " to " (display_date(view.closing_on)) }
                @if shell.is_administrator && !empty { div class="actions" { a class="btn plain" href=(question.at("/reports/new", &[])) { (icon("lock")) "Seal this report" } } }
            }
            (controls(question, &html! { (known(view, question)) }))
            div class="body ret" {
                @if empty { (nothing(view, question)) }
                @else {
                    p class="big-line" { (sentence(view)) }
                    (headline::figures(view, question))
                    div class="two-col" { (bridge::section(view, question)) (cohorts::section(view, question, measured)) }
                    (through_time::section(view))
                    div class="two-col low" { (others::section(view, question)) (largest(shell, view, question)) }
                }
            }
        },
    )
}

/// Where to read what changed in what is known.
fn known(view: &RetentionView, question: &Question<'_>) -> Markup {
    let (then, asked) = match view.query.known_on {
        Some(day) => (day, MoneyQuery { known_on: None, ..view.query.clone() }),
        None => (view.today.saturating_sub(COMPARED_DAYS.days()), view.query.clone()),
    };
    let question = Question { query: &asked, ..question.clone() };
    html! { a class="link end" href=(question.at("/retention/restatement", &[("then", then.to_string())])) { "What changed since " (day(then)) } }
}

fn day(date: Date) -> String {
    super::words::day(date)
}

/// What is true, in one sentence.
fn sentence(view: &RetentionView) -> Markup {
    let change = view.closing_minor - view.opening_minor;
    let code = view.currency.code();
    html! {
        "ARR went from " b { (format_minor(view.opening_minor, view.currency)) } " to " b { (format_minor(view.closing_minor, view.currency)) }
        " " (code) ", " (signed(change, view.currency)) " in " (count(view.movements, "movement")) "."
        @if let Some(day) = view.query.known_on { " Only what was recorded by the end of " (display_date(day)) " counts." }
    }
}

fn nothing(view: &RetentionView, question: &Question<'_>) -> Markup {
    let narrowed = !view.query.parameters().is_empty();
    html! {
        div class="empty" {
            h2 { "No revenue on either day, and none moved." }
            p { "Figures of retention need contracts with recurring lines on " (display_date(view.opening_on)) "." @if narrowed { " The question may be too narrow." } }
            div class="row wrap" {
                @if narrowed { a class="btn" href=(question.path) { "Ask the usual question" } }
                a class="btn" href="/accounts" { "Go to Accounts" }
            }
        }
    }
}

fn largest(shell: &Shell<'_>, view: &RetentionView, question: &Question<'_>) -> Markup {
    html! {
        section aria-labelledby="largest-h" {
            div class="section-head" {
                h2 id="largest-h" { "Largest movements" }
                span class="note" { (view.largest.len()) " of " (view.movements) }
                a class="link end" href=(question.at("/ledger", &[])) { "All movements" }
            }
            @if view.largest.is_empty() { p class="quiet" { "Nothing moved between the two days." } }
            @else { (movements::brief(&view.largest, "Largest movements", shell, question)) }
        }
    }
}
