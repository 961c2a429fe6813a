//! A figure cut by segment, region, tier, unit or product. Slices divide the sums, so those of accounts add up to the whole.

use super::{OWN_PLACES, Shown};
use crate::pages::figure::{sum, value};
use crate::pages::question::Question;
use maud::{Markup, html};
use tenure_app::{MetricSlice, MetricView, MoneyQuery};
use tenure_core::ledger::Slice;
use tenure_core::metrics::Value;

/// The slices, if they were asked for.
pub(super) fn section(view: &MetricView, question: &Question<'_>, shown: Shown) -> Markup {
    let Some(by) = shown.by else { return html! {} };
    let definition = view.item.measure.definition;
    let over = !definition.denominator.is_empty();
    html! {
        section aria-labelledby="slices-h" {
            div class="section-head" { h2 id="slices-h" { "By " (by.label().to_lowercase()) } @if matches!(by, Slice::Unit | Slice::Product) { span class="note" { "a customer with several is in several" } } }
            @if view.slices.is_empty() { p class="quiet" { "Nobody is in the question." } }
            @else {
                div class="scroll" role="region" aria-label="Slices" tabindex="0" {
                    table class="table flush" {
                        thead { tr { th scope="col" { (by.label()) } th scope="col" class="num" { "Figure" } th scope="col" class="num" { (definition.numerator) } @if over { th scope="col" class="num" { (definition.denominator) } } } }
                        tbody {
                            @for slice in &view.slices {
                                tr data-row {
                                    td { (name(question, by, slice)) }
                                    td class="num strong" { (value(&slice.figure, view.currency, OWN_PLACES)) }
                                    td class="num" { (sum(definition, slice.figure.sums.numerator, view.currency)) }
                                    @if over { td class="num" { (sum(definition, slice.figure.sums.denominator, view.currency)) } }
                                }
                            }
                        }
                    }
                }
                @if matches!(view.item.figure.value, Value::Percent(_)) { p class="small quiet" { "Rates of slices are never averaged: the figure above is made of the sums." } }
            }
        }
    }
}

/// The slice, as a link that narrows the question to it.
fn name(question: &Question<'_>, by: Slice, slice: &MetricSlice) -> Markup {
    let name = Some(slice.name.clone()).filter(|name| !name.is_empty());
    let narrowed = match by {
        Slice::Segment => MoneyQuery { segment: name, ..question.query.clone() },
        Slice::Region => MoneyQuery { region: name, ..question.query.clone() },
        Slice::Tier => MoneyQuery { tier: slice.name.parse().ok(), ..question.query.clone() },
        Slice::Unit => MoneyQuery { unit: name, ..question.query.clone() },
        Slice::Product => MoneyQuery { product: name, ..question.query.clone() },
    };
    html! {
        @if slice.name.is_empty() { span class="quiet" { "not known" } }
        @else { a class="lead" href=(question.asking(&narrowed)) { @if by == Slice::Tier { "Tier " } (slice.name) } }
    }
}
