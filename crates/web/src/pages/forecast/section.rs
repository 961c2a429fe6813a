//! The forecast of one renewal on its own page.

use super::step::{call, suggestion};
use crate::pages::words::renewal_url;
use maud::{Markup, html};
use tenure_app::RenewalForecastView;
use tenure_core::forecast::{Category, Voice};

/// What is said of it, who said it, and what the facts suggest.
pub(crate) fn section(view: &RenewalForecastView) -> Markup {
    let line = &view.line;
    let word = if view.may == Some(Voice::Manager) { "Adjust" } else { "Call it" };
    html! {
        section aria-labelledby="forecast-h" {
            div class="section-head" { h2 id="forecast-h" { "Forecast" } @if view.may.is_some() { a class="btn small end" href={ (renewal_url(&view.renewal)) "/forecast" } { (word) } } }
            @match line.category {
                None => p { "Nobody called it." },
                Some(Category::Closed) => p { b { "Closed" } ": " (line.expected) " of " (view.due) " went on." },
                Some(category) => p { b { (category.label()) } ": " (line.expected) " of " (view.due) "." @if view.moved() { " " span class="quiet" { "What was up for renewal changed since it was said; the share stays." } } },
            }
            @for said in view.calls.iter().rev().take(3) { (call(said)) }
            @if view.calls.len() > 3 {
                details class="small" { summary { "Earlier" } @for said in view.calls.iter().rev().skip(3) { (call(said)) } }
            }
            @if view.may.is_some() && view.calls.iter().any(|item| item.call.said.is_some()) { p { a class="link small" href={ (renewal_url(&view.renewal)) "/forecast/withdrawal" } { "Take back what was said" } } }
            (suggestion(view.suggestion.as_ref(), view.due))
        }
    }
}
