//! One figure, open to the customers that make it up: formula, sums, choices, slices, and customer by customer against another definition.

mod shares;
mod slices;

use super::figure::{is_money, points, sums, value};
use super::metrics::choices;
use super::parts::crumbs;
use super::question::{Question, choice, controls, exports};
use super::shell::{Shell, page};
use maud::{Markup, html};
use tenure_app::{FigureItem, MetricView};
use tenure_core::ledger::Slice;
use tenure_core::metrics::{Counting, DEFINITIONS, Parameter, Step};
use tenure_core::primitives::display_date;

/// Places of the figure on its own page.
const OWN_PLACES: u32 = 2;

/// What of the page is asked besides the question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// By what the figure is cut.
    pub by: Option<Slice>,
    /// The first customer of the page, counted from 0.
    pub after: usize,
}

/// The page.
pub fn metric(shell: &Shell<'_>, view: &MetricView, question: &Question<'_>, shown: Shown) -> Markup {
    let definition = view.item.measure.definition;
    page(
        shell,
        definition.name,
        "p-numbers p-metric",
        html! {
            header class="page-head" {
                (crumbs(&[("Metrics", question.at("/metrics", &[]))], definition.code))
                h1 { (definition.name) }
                span class="sub" { (display_date(view.opening_on)) " to " (display_date(view.closing_on)) }
                div class="actions" { (exports(question)) }
            }
            (controls(question, &own(view, shown)))
            div class="split nm" {
                div class="main" {
                    (figure(view))
                    (slices::section(view, question, shown))
                    (shares::section(view, question, shown.after))
                }
                aside aria-label="About this definition" { (about(view)) }
            }
        },
    )
}

/// The figure, and the one it is compared with.
fn figure(view: &MetricView) -> Markup {
    html! {
        div class="figs" {
            (one(view, &view.item))
            @if let Some(versus) = &view.versus {
                (one(view, versus))
                @if let Some(points) = points(&view.item.figure, &versus.figure) {
                    div class="figure" { span class="k" { "Difference" } span class="v" { (points) } span class="def" { "points, rounded once from the exact difference" } }
                }
            }
        }
    }
}

fn one(view: &MetricView, item: &FigureItem) -> Markup {
    let definition = item.measure.definition;
    html! {
        div class="figure" {
            span class="k" { (definition.name) }
            span class="v" { (value(&item.figure, view.currency, OWN_PLACES)) @if is_money(&item.figure) { " " small { (view.currency.code()) } } }
            span class="def" { (sums(item, view.currency)) }
            @if !definition.steps.is_empty() { span class="def" { "then " (steps(definition.steps)) } }
            span class="def" { (definition.formula) "." }
        }
    }
}

fn steps(steps: &[Step]) -> String {
    steps.iter().map(|step| step.label()).collect::<Vec<_>>().join(", then ")
}

/// Controls of the page itself: parameters of the definition, another definition, slices.
fn own(view: &MetricView, shown: Shown) -> Markup {
    let definition = view.item.measure.definition;
    let versus = view.versus.as_ref().map(|item| item.measure.definition.code).unwrap_or_default();
    let others = DEFINITIONS.iter().filter(|other| other.code != definition.code).map(|other| (other.code, other.name));
    let others: Vec<(&str, &str)> = std::iter::once(("", "nothing")).chain(others).collect();
    let slices: Vec<(&str, &str)> =
        std::iter::once(("", "nothing")).chain(Slice::ALL.iter().map(|slice| (slice.code(), slice.label()))).collect();
    html! {
        @for parameter in definition.parameters { (control(view, *parameter)) }
        (choice("versus", "Compare with", &others, versus))
        (choice("by", "Cut by", &slices, shown.by.map(Slice::code).unwrap_or_default()))
    }
}

fn control(view: &MetricView, parameter: Parameter) -> Markup {
    let chosen = view.item.measure.parameters().value(parameter);
    let id = format!("q-{parameter}");
    html! {
        @match parameter {
            Parameter::TermMonths => div class="control" { label for=(id) { "Months of the terms" } input class="input num short" id=(id) name=(parameter) type="number" min="1" max="120" value=(chosen); },
            Parameter::Reactivation => (choice(parameter.code(), "Who came back", &COUNTED, &chosen)),
            Parameter::SamePeriod => (choice(parameter.code(), "Newcomers' later moves", &COUNTED, &chosen)),
            Parameter::Undecided => (choice(parameter.code(), "Undecided renewals", &COUNTED, &chosen)),
        }
    }
}

const COUNTED: [(&str, &str); 2] = [(Counting::Counted.code(), "counted"), (Counting::LeftOut.code(), "left out")];

fn about(view: &MetricView) -> Markup {
    let definition = view.item.measure.definition;
    html! {
        section aria-labelledby="choices-h" {
            div class="section-head" { h2 id="choices-h" { "What it decides" } }
            (choices(definition))
        }
        section aria-labelledby="again-h" {
            div class="section-head" { h2 id="again-h" { "Ask for it again" } }
            p class="small quiet" { "In files, the API and the command line this figure is" }
            code class="command" { (view.item.measure) }
        }
    }
}
