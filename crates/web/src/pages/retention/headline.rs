//! The four figures that people ask for first, each with its definition, its formula and its sums.

use crate::pages::figure::{PLACES, sums, value};
use crate::pages::question::Question;
use maud::{Markup, html};
use tenure_app::{FigureItem, RetentionView};
use tenure_core::metrics::Value;

/// Codes of the four.
pub(super) const HEADLINES: [&str; 4] = ["cohort_nrr", "cohort_grr", "renewal_rate_gross", "logo_retention"];

/// The figures side by side.
pub(super) fn figures(view: &RetentionView, question: &Question<'_>) -> Markup {
    html! {
        div class="figs" {
            @for item in HEADLINES.into_iter().filter_map(|code| view.figure(code)) { (figure(view, item, question)) }
        }
    }
}

fn figure(view: &RetentionView, item: &FigureItem, question: &Question<'_>) -> Markup {
    let definition = item.measure.definition;
    let none = matches!(item.figure.value, Value::Percent(None) | Value::Times(None));
    html! {
        section class="figure" aria-label=(definition.name) {
            h2 class="k" { (definition.name) }
            p class="v" data-none[none] { (value(&item.figure, view.currency, PLACES)) }
            p class="def" { (sums(item, view.currency)) }
            @if definition.code == "renewal_rate_gross" { (on_time(view, question)) }
            p class="def" { (definition.formula) "." }
            p class="def" { a class="link" href=(question.metric(definition.code, &[])) { "Customers and choices" span class="vh" { " of " (definition.name) } } }
        }
    }
}

/// The same renewals, by whether they were signed in time.
fn on_time(view: &RetentionView, question: &Question<'_>) -> Markup {
    html! {
        @if let Some(item) = view.figure("renewal_rate_on_time") {
            p class="def" { "On time: " a class="link" href=(question.metric("renewal_rate_on_time", &[])) { (value(&item.figure, view.currency, PLACES)) } }
        }
    }
}
