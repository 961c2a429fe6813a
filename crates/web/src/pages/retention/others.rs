//! The same period under other definitions: how far each lies from the headline, and what money makes the difference.

use crate::pages::figure::{PLACES, points, signed_sum, sums, value};
use crate::pages::question::Question;
use maud::{Markup, html};
use tenure_app::{FigureItem, RetentionView};
use tenure_core::metrics::{NOT_DEFINED, Step, Sums};

/// A headline and the definitions that others use in its place.
const GROUPS: [(&str, &[&str]); 3] = [
    (
        "cohort_nrr",
        &["cohort_nrr_without_escalators", "formula_nrr", "monthly_net_retention", "baremetrics_nrr", "baremetrics_nrr_with_downgrades"],
    ),
    ("cohort_grr", &["formula_grr", "monthly_gross_retention"]),
    ("renewal_rate_gross", &["renewal_rate_net", "renewal_rate_on_time", "renewal_rate_by_count"]),
];

/// The table.
pub(super) fn section(view: &RetentionView, question: &Question<'_>) -> Markup {
    html! {
        section aria-labelledby="others-h" {
            div class="section-head" {
                h2 id="others-h" { "The same period, other definitions" }
                a class="link end" href=(question.at("/metrics", &[])) { "All definitions" }
            }
            div class="scroll" role="region" aria-label="The same period, other definitions" tabindex="0" {
                table class="table two flush others" {
                    thead { tr { th scope="col" { "Definition" } th scope="col" class="num" { "Figure" } th scope="col" class="num" { "Points" } th scope="col" { "Difference of the sums, " (view.currency.code()) } } }
                    tbody { @for (headline, others) in GROUPS { (group(view, question, (headline, others))) } }
                }
            }
        }
    }
}

fn group(view: &RetentionView, question: &Question<'_>, (headline, others): (&str, &[&str])) -> Markup {
    let Some(headline) = view.figure(headline) else { return html! {} };
    let definition = headline.measure.definition;
    html! {
        tr aria-selected="true" {
            td { a class="lead" href=(question.metric(definition.code, &[])) { (definition.name) } small { (definition.code) } }
            td class="num strong" { (value(&headline.figure, view.currency, PLACES)) }
            td {}
            td { small { (sums(headline, view.currency)) } }
        }
        @for other in others.iter().filter_map(|code| view.figure(code)) { (row(view, question, headline, other)) }
    }
}

fn row(view: &RetentionView, question: &Question<'_>, headline: &FigureItem, other: &FigureItem) -> Markup {
    let definition = other.measure.definition;
    let compare = question.metric(headline.measure.definition.code, &[("versus", definition.code.into())]);
    html! {
        tr data-row {
            td { a class="lead" href=(question.metric(definition.code, &[])) { (definition.name) } small { (definition.code) } }
            td class="num" { (value(&other.figure, view.currency, PLACES)) }
            td class="num" { @match points(&other.figure, &headline.figure) { Some(points) => (points), None => span class="quiet" { (NOT_DEFINED) } } }
            td class="duo" { (difference(view, headline, other)) small { a class="link" href=(compare) { "Customer by customer" span class="vh" { ": " (definition.name) } } } }
        }
    }
}

/// The sums of what was kept over the base. A definition that takes a loss from the whole kept the rest of its base; one with other steps
/// has no such sums.
fn kept(item: &FigureItem) -> Option<Sums> {
    let sums = item.figure.sums;
    match item.measure.definition.steps {
        [] => Some(sums),
        [Step::OneMinus] => Some(Sums { numerator: sums.denominator - sums.numerator, ..sums }),
        _ => None,
    }
}

/// What is in one sum and not in the other. Sums that count other things are not set against each other.
fn difference(view: &RetentionView, headline: &FigureItem, other: &FigureItem) -> Markup {
    let theirs = other.measure.definition;
    let (Some(ours), Some(others)) = (kept(headline), kept(other).filter(|_| theirs.unit == headline.measure.definition.unit)) else {
        return html! { (sums(other, view.currency)) };
    };
    let (numerator, denominator) = (others.numerator - ours.numerator, others.denominator - ours.denominator);
    html! {
        @if numerator == 0 && denominator == 0 { "none: the sums are the same" }
        @if numerator != 0 { (signed_sum(theirs, numerator, view.currency)) " above the line" }
        @if numerator != 0 && denominator != 0 { ", " }
        @if denominator != 0 { (signed_sum(theirs, denominator, view.currency)) " below it" }
    }
}
