//! Cohorts as a table of figures with a tint: every cell says its number, the tint only helps the eye.

use crate::pages::charts::short;
use crate::pages::question::{Question, exports};
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::RetentionView;
use tenure_core::metrics::{CohortRow, Measured, Ratio};

/// The strongest tint, in per cent of the colour: text on it stays readable.
const STRONGEST: i128 = 55;
/// A table in which nothing is further than this from 100 is tinted as if something were.
const LEAST_SPREAD: i128 = 12;

/// The table with its switch.
pub(super) fn section(view: &RetentionView, question: &Question<'_>, measured: Measured) -> Markup {
    let ages = view.cohorts.triangle.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let spread = spread(view, ages, measured);
    html! {
        section aria-labelledby="cohorts" {
            div class="section-head" {
                h2 id="cohorts" { "Cohorts" }
                span class="note" { (said(measured)) }
                (switch(question, measured))
            }
            @if view.cohorts.triangle.rows.is_empty() { p class="quiet" { "No customer came in the last twelve quarters." } }
            @else {
                div class="scroll" role="region" aria-label="Cohorts" tabindex="0" {
                    table class="heat" {
                        thead { tr { th scope="col" { "Came in" } @for age in 0..ages { th scope="col" { "Q+" (age) } } } }
                        tbody { @for row in &view.cohorts.triangle.rows { (cohort(view, row, (ages, spread), measured)) } }
                        tfoot { tr { th scope="row" { "All, weighted" } @for age in 0..ages { (cell(view.cohorts.triangle.average(age, measured), spread)) } } }
                    }
                }
                div class="under" { p class="small quiet" { "Per cent of what each quarter began with. Whoever paid before the first quarter is in none." } (exports(question)) }
            }
        }
    }
}

const fn said(measured: Measured) -> &'static str {
    match measured {
        Measured::Logo => "customers still there",
        Measured::Gross => "ARR kept, growth not counted",
        Measured::Net => "ARR with growth and returns",
    }
}

fn switch(question: &Question<'_>, measured: Measured) -> Markup {
    html! {
        span class="seg end" role="group" aria-label="What the cohorts show" {
            @for (one, name) in [(Measured::Net, "Net"), (Measured::Gross, "Gross"), (Measured::Logo, "Customers")] {
                @let value = if one == Measured::Net { String::new() } else { one.code().to_string() };
                a href={ (question.and(&[("cohorts", value)])) "#cohorts" } aria-current=[(one == measured).then_some("true")] { (name) }
            }
        }
    }
}

/// The furthest that a cell lies from 100.
fn spread(view: &RetentionView, ages: usize, measured: Measured) -> i128 {
    let rates = view.cohorts.triangle.rows.iter().flat_map(|row| (0..ages).filter_map(move |age| row.rate(age, measured)));
    rates.map(|rate| (rate.rounded(2) - 100).abs()).max().unwrap_or(0).max(LEAST_SPREAD)
}

fn cohort(view: &RetentionView, row: &CohortRow, (ages, spread): (usize, i128), measured: Measured) -> Markup {
    let start = row.cells.first().copied().unwrap_or_default();
    html! {
        tr {
            th scope="row" {
                (view.cohorts.ends.get(row.period).map_or_else(String::new, |end| quarter(*end)))
                " " small { @if measured == Measured::Logo { (start.customers) } @else { (short(start.net_minor, view.currency)) } }
            }
            @for age in 0..ages { (cell(row.rate(age, measured), spread)) }
        }
    }
}

fn quarter(end: Date) -> String {
    format!("Q{} {}", (end.month() - 1) / 3 + 1, end.year())
}

fn cell(rate: Option<Ratio>, spread: i128) -> Markup {
    let Some(rate) = rate else { return html! { td class="none" {} } };
    let off = rate.rounded(2) - 100;
    let side = match off {
        0 => None,
        1.. => Some("u"),
        _ => Some("d"),
    };
    let strength = (off.abs() * STRONGEST / spread).min(STRONGEST);
    html! { td data-k=[side] style={ "--p:" (strength) "%" } { (rate.percent(0).trim_end_matches('%')) } }
}
