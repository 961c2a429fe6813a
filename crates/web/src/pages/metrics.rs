//! Every definition by family, with its figure for the period, its formula, and its answers to what companies differ on.

use super::figure::{PLACES, is_money, sums, value};
use super::question::{Question, address, controls};
use super::shell::{Shell, page};
use super::words::count;
use maud::{Markup, html};
use tenure_app::{FigureItem, MetricsView, MoneyQuery};
use tenure_core::metrics::{Definition, Family, Step};
use tenure_core::primitives::display_date;

/// The page.
pub fn metrics(shell: &Shell<'_>, view: &MetricsView, question: &Question<'_>) -> Markup {
    page(
        shell,
        "Metrics",
        "p-numbers p-metrics",
        html! {
            header class="page-head" {
                h1 { "Metrics" }
                span class="sub" { (count(view.figures.len() as u64, "definition")) ", " (display_date(view.opening_on)) " to " (display_date(view.closing_on)) }
            }
            (controls(question, &html! {}))
            div class="body" {
                p class="big-line" { "A name means one formula. Each figure says which, opens to the customers that make it up, and can be set against another." }
                @for family in Family::ALL { (group(view, question, *family)) }
            }
        },
    )
}

fn group(view: &MetricsView, question: &Question<'_>, family: Family) -> Markup {
    let id = format!("family-{family}");
    let items = view.figures.iter().filter(|item| item.measure.definition.family == family);
    html! {
        section aria-labelledby=(id) {
            div class="section-head" { h2 id=(id) { (family.label()) } }
            div class="scroll" role="region" aria-label=(family.label()) tabindex="0" {
                table class="table flush definitions" {
                    thead { tr { th scope="col" { "Definition" } th scope="col" class="num" { "Figure" } th scope="col" { "How it is made" } } }
                    tbody { @for item in items { (row(view, question, item)) } }
                }
            }
        }
    }
}

fn row(view: &MetricsView, question: &Question<'_>, item: &FigureItem) -> Markup {
    let definition = item.measure.definition;
    html! {
        tr data-row {
            td { a class="lead" href=(question.metric(definition.code, &[])) { (definition.name) } small { (definition.code) } }
            td class="num strong" { (value(&item.figure, view.currency, PLACES)) @if is_money(&item.figure) { " " small { (view.currency.code()) } } }
            td {
                (definition.formula) "."
                small { (sums(item, view.currency)) }
                @if definition.steps.contains(&Step::TwelvefoldMonths) && question.query.months != 1 {
                    small { "Made for one month: " a class="link" href=(address("/metrics", &MoneyQuery { months: 1, since: None, ..question.query.clone() }, &[])) { "ask it of the last month" } }
                }
                details class="choices" { summary { "What it decides" span class="vh" { ": " (definition.name) } } (choices(definition)) }
            }
        }
    }
}

/// What companies differ on, and this definition's answers.
pub(super) fn choices(definition: &Definition) -> Markup {
    html! {
        dl class="answers" {
            @for choice in definition.choices { div { dt { (choice.topic.label()) } dd { (choice.answer) } } }
            div { dt { "Use it" } dd { (definition.use_for) } }
            div { dt { "Idea" } dd { (definition.source) } }
        }
    }
}
