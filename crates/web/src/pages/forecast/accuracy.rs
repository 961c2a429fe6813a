//! How well people forecast: what was submitted against what came.

use crate::pages::parts::{empty, person as who};
use crate::pages::shell::{Shell, page};
use crate::pages::words::url;
use maud::{Markup, html};
use tenure_app::{AccuracyView, ForecasterItem};
use tenure_core::forecast::week_name;
use tenure_core::metrics::{Accuracy, NOT_DEFINED, Ratio};
use tenure_core::primitives::format_minor;

/// The page. `of` names whose it is where it is not the reader's own.
pub fn accuracy(shell: &Shell<'_>, view: &AccuracyView, of: Option<&str>) -> Markup {
    page(
        shell,
        "Forecast accuracy",
        "p-forecast",
        html! {
            header class="page-head" {
                h1 { "Forecast accuracy" }
                span class="sub" { "commits submitted since " (week_name(view.since_on)) ", against what came" }
                div class="actions" { a class="btn plain" href=(url("/forecast", &[("of", of.unwrap_or_default().into())])) { "Forecast" } }
            }
            div class="body" {
                p class="small quiet" { "Only renewals that were open when a forecast was submitted and are decided by now. The error is the distance of what came from what was committed, over what came; the bias is what was committed less what came, over what came: above zero is too much. The error renewal by renewal does not let one make up for another." }
                @if view.people.is_empty() {
                    (empty("Nobody has submitted a forecast.", "Once somebody has, and renewals of theirs are decided, it is held against what came.", html! { a class="btn" href="/forecast" { "Open the forecast" } }))
                } @else { (people(view)) }
            }
        },
    )
}

fn people(view: &AccuracyView) -> Markup {
    html! {
        section aria-labelledby="by-h" {
            div class="section-head" { h2 id="by-h" { "By person" } span class="note" { (view.currency.code()) } }
            div class="scroll" role="region" aria-label="By person" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Person, week" } th scope="col" class="num" { "Decided" } th scope="col" class="num" { "Committed" } th scope="col" class="num" { "Came" } th scope="col" class="num" { "Error" } th scope="col" class="num" { "Bias" } th scope="col" class="num" { "Renewal by renewal" } } }
                    @for item in &view.people { (of_person(item, view)) }
                }
            }
        }
    }
}

fn of_person(item: &ForecasterItem, view: &AccuracyView) -> Markup {
    html! {
        tbody {
            tr class="group" { th scope="row" { (who(&item.person)) } (figures(&item.accuracy, view)) }
            @for week in item.weeks.iter().take(8) { tr { th scope="row" { (week_name(week.week_on)) } (figures(&week.accuracy, view)) } }
            @if item.weeks.len() > 8 { tr { td colspan="7" class="quiet" { "And " (item.weeks.len() - 8) " weeks more, counted above." } } }
        }
    }
}

fn figures(found: &Accuracy, view: &AccuracyView) -> Markup {
    let share = |ratio: Option<Ratio>| ratio.map_or_else(|| NOT_DEFINED.to_string(), |ratio| ratio.percent(1));
    html! {
        td class="num" { (found.decided) " of " (found.open_then) }
        @if found.decided == 0 { td colspan="5" class="quiet" { "Cannot tell yet: nothing of it is decided." } }
        @else {
            td class="num" { (format_minor(found.forecast, view.currency)) } td class="num" { (format_minor(found.actual, view.currency)) }
            td class="num" { (share(found.error())) } td class="num" { (share(found.bias())) } td class="num" { (share(found.weighted_error())) }
        }
    }
}
