//! What was reported then and what is known now: the figures side by side, and contract by contract who changed what.

use super::figure::{PLACES, points, signed, sums, value};
use super::parts::crumbs;
use super::question::{Question, controls, exports};
use super::shell::{Shell, page};
use super::words::{account_url, contract_url, count};
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::{FigureItem, RestatedItem, RestatementView};
use tenure_core::ledger::Balances;
use tenure_core::metrics::NOT_DEFINED;
use tenure_core::primitives::{display_date, format_minor};

/// The page.
pub fn restatement(shell: &Shell<'_>, view: &RestatementView, question: &Question<'_>) -> Markup {
    page(
        shell,
        "What changed",
        "p-numbers p-restatement",
        html! {
            header class="page-head" {
                (crumbs(&[("Retention", question.at("/retention", &[]))], "What changed"))
                h1 { "What changed" }
                span class="sub" { (display_date(view.opening_on)) " to " (display_date(view.closing_on)) ", as known on " (display_date(view.then_on)) " and on " (display_date(view.now_on)) }
                div class="actions" { (exports(question)) }
            }
            (controls(question, &then(view.then_on)))
            div class="body" {
                p class="big-line" { (sentence(view)) }
                (figures(view, question))
                (contracts(view))
            }
        },
    )
}

/// The earlier day of knowledge as a control.
pub fn then(day: Date) -> Markup {
    html! {
        div class="control" {
            label for="q-then" { "compared with what was known on" }
            input class="input day" id="q-then" name="then" type="date" value=(day) min="1990-01-01" max="2100-12-31";
        }
    }
}

fn sentence(view: &RestatementView) -> Markup {
    html! {
        @if view.contracts.is_empty() {
            "Nothing: what is known now of these days is what was known on " (display_date(view.then_on)) "."
        } @else {
            b { (count(view.contracts.len() as u64, "contract")) } " " @if view.contracts.len() == 1 { "is" } @else { "are" } " known otherwise now. ARR on " (display_date(view.closing_on)) " is "
            @match view.now.closing_minor - view.then.closing_minor {
                0 => "the same.",
                more => { b { (format_minor(more.saturating_abs(), view.currency)) } " " (view.currency.code()) @if more > 0 { " more" } @else { " less" } " than was known then." },
            }
        }
    }
}

fn figures(view: &RestatementView, question: &Question<'_>) -> Markup {
    html! {
        section aria-labelledby="figures-h" {
            div class="section-head" { h2 id="figures-h" { "Figures" } }
            div class="scroll" role="region" aria-label="Figures" tabindex="0" {
                table class="table two flush" {
                    thead { tr { th scope="col" { "Figure" } th scope="col" class="num" { "Known on " (display_date(view.then_on)) } th scope="col" class="num" { "Known on " (display_date(view.now_on)) } th scope="col" class="num" { "Points" } th scope="col" { "Sums" } } }
                    tbody {
                        @for (before, after) in &view.figures { (figure(view, question, before, after)) }
                        (balance("ARR, opening", view, |sums| sums.opening_minor))
                        (balance("ARR, closing", view, |sums| sums.closing_minor))
                    }
                }
            }
        }
    }
}

fn figure(view: &RestatementView, question: &Question<'_>, before: &FigureItem, after: &FigureItem) -> Markup {
    let definition = after.measure.definition;
    html! {
        tr data-row {
            td { a class="lead" href=(question.metric(definition.code, &[])) { (definition.name) } small { (definition.code) } }
            td class="num" { (value(&before.figure, view.currency, PLACES)) }
            td class="num strong" { (value(&after.figure, view.currency, PLACES)) }
            td class="num" { @match points(&after.figure, &before.figure) { Some(points) => (points), None => span class="quiet" { (NOT_DEFINED) } } }
            td { (sums(after, view.currency)) small { "then " (sums(before, view.currency)) } }
        }
    }
}

fn balance(name: &str, view: &RestatementView, of: fn(&Balances) -> i64) -> Markup {
    let (then, now) = (of(&view.then), of(&view.now));
    html! {
        tr {
            td class="med" { (name) small { (view.currency.code()) } }
            td class="num" { (format_minor(then, view.currency)) }
            td class="num strong" { (format_minor(now, view.currency)) }
            td {}
            td { (signed(now - then, view.currency)) }
        }
    }
}

fn contracts(view: &RestatementView) -> Markup {
    html! {
        section aria-labelledby="contracts-h" {
            div class="section-head" { h2 id="contracts-h" { "Contracts" } span class="note" { (view.currency.code()) ", with who wrote what between the two days" } }
            @if view.contracts.is_empty() { p class="quiet" { "None differs." } }
            @else {
                div class="scroll" role="region" aria-label="Contracts" tabindex="0" {
                    table class="table two flush restated" {
                        thead { tr {
                            th scope="col" { "Contract" }
                            th scope="col" class="num" { "Opening then" } th scope="col" class="num" { "now" } th scope="col" class="num" { "difference" }
                            th scope="col" class="num" { "Closing then" } th scope="col" class="num" { "now" } th scope="col" class="num" { "difference" }
                            th scope="col" { "What was written" }
                        } }
                        tbody { @for item in &view.contracts { (contract(view, item)) } }
                        tfoot { (totals(view)) }
                    }
                }
                (proof(view))
            }
        }
    }
}

fn contract(view: &RestatementView, item: &RestatedItem) -> Markup {
    let (then, now) = (item.then.unwrap_or_default(), item.now.unwrap_or_default());
    let known = |sums: Option<Balances>, minor: i64| html! { @if sums.is_some() { (format_minor(minor, view.currency)) } @else { span class="quiet" { "none" } } };
    html! {
        tr data-row {
            td class="duo" { a class="lead" href=(contract_url(&item.contract)) { (item.contract) } small { a href=(account_url(&item.account_reference)) { (item.account) } } }
            td class="num" { (known(item.then, then.opening_minor)) }
            td class="num" { (known(item.now, now.opening_minor)) }
            td class="num med" { (signed(now.opening_minor - then.opening_minor, view.currency)) }
            td class="num" { (known(item.then, then.closing_minor)) }
            td class="num" { (known(item.now, now.closing_minor)) }
            td class="num med" { (signed(now.closing_minor - then.closing_minor, view.currency)) }
            td class="written" {
                @if item.events.is_empty() { span class="quiet" { "nothing of the contract or its account: other rates hold" } }
                @for event in &item.events { p { b { (event.actor) } ", " (display_date(event.on)) ": " (event.summary) } }
            }
        }
    }
}

/// What the contracts differ by, added up.
fn differences(view: &RestatementView) -> (i64, i64) {
    view.contracts.iter().fold((0, 0), |(opening, closing), item| {
        let (then, now) = (item.then.unwrap_or_default(), item.now.unwrap_or_default());
        (opening + now.opening_minor - then.opening_minor, closing + now.closing_minor - then.closing_minor)
    })
}

fn totals(view: &RestatementView) -> Markup {
    let (opening, closing) = differences(view);
    html! {
        tr {
            td { (count(view.contracts.len() as u64, "contract")) } td {} td {} td class="num" { (signed(opening, view.currency)) }
            td {} td {} td class="num" { (signed(closing, view.currency)) } td {}
        }
    }
}

/// The difference of the balances less that of the contracts, which is nothing.
fn proof(view: &RestatementView) -> Markup {
    let (opening, closing) = differences(view);
    let left = (view.now.opening_minor - view.then.opening_minor - opening, view.now.closing_minor - view.then.closing_minor - closing);
    html! {
        p class="resid" {
            span class="quiet" { "Now − then − the contracts' differences, on both days" }
            b { "Residual " (format_minor(left.0, view.currency)) " and " (format_minor(left.1, view.currency)) }
        }
    }
}
