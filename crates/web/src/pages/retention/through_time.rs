//! Two years month by month: ARR, and retention over the twelve months before each month end.

use crate::pages::charts::short;
use crate::pages::charts::trend::{Line, Trend, trend};
use crate::pages::figure::PLACES;
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::RetentionView;
use tenure_core::ledger::date_of;
use tenure_core::metrics::{Month, NOT_DEFINED, Ratio};
use tenure_core::primitives::{display_date, format_minor};

/// The two charts and the table behind them.
pub(super) fn section(view: &RetentionView) -> Markup {
    let days: Vec<Date> = view.months.iter().map(|month| date_of(month.day)).collect();
    let code = view.currency.code();
    html! {
        section aria-labelledby="trend-h" class="through" {
            div class="section-head" { h2 id="trend-h" { "Two years, month by month" } span class="note" { "retention over the twelve months before each day; axes do not begin at zero" } }
            div class="cols-2" {
                figure { figcaption { "ARR, " (code) } div class="scroll" role="region" aria-label="ARR by month" tabindex="0" { (revenue(view, &days)) } }
                figure { figcaption { "Trailing retention, %" } div class="scroll" role="region" aria-label="Trailing retention by month" tabindex="0" { (rates(view, &days)) } }
            }
            p class="small quiet" { "Each point compares balances twelve months apart, as the headline does; a contract that changed account counts where it was in the end." }
            details class="as-table" { summary { "Show as table" } (table(view)) }
        }
    }
}

fn revenue(view: &RetentionView, days: &[Date]) -> Markup {
    let ends = [view.months.first(), view.months.last()].map(|month| month.map_or(0, |month| month.closing_minor));
    let [from, to] = ends.map(|minor| format_minor(minor, view.currency));
    let points = view.months.iter().map(|month| Some(i128::from(month.closing_minor))).collect();
    let chart = Trend {
        says: format!("ARR by month went from {from} to {to} {}", view.currency.code()),
        days,
        lines: vec![Line { name: "ARR", points, stroke: "solid" }],
        keep: Vec::new(),
        height: 190,
    };
    trend(&chart, &|minor| short(i64::try_from(minor).unwrap_or(i64::MAX), view.currency))
}

fn rates(view: &RetentionView, days: &[Date]) -> Markup {
    let points = |of: fn(&Month) -> i64| -> Vec<Option<i128>> {
        view.months.iter().map(|month| rate(month, of).map(|rate| rate.rounded(4))).collect()
    };
    let last = |of: fn(&Month) -> i64| {
        view.months.last().and_then(|month| rate(month, of)).map_or(NOT_DEFINED.into(), |rate| rate.percent(PLACES))
    };
    let chart = Trend {
        says: format!(
            "Trailing net retention ends at {}, gross retention at {}",
            last(|month| month.net_minor),
            last(|month| month.gross_minor)
        ),
        days,
        lines: vec![
            Line { name: "Net", points: points(|month| month.net_minor), stroke: "solid" },
            Line { name: "Gross", points: points(|month| month.gross_minor), stroke: "dashed" },
        ],
        keep: vec![10_000],
        height: 190,
    };
    trend(&chart, &|points| Ratio::of(points, 100).map_or_else(String::new, |rate| rate.plain(if points % 100 == 0 { 0 } else { PLACES })))
}

/// Of what was there twelve months before.
fn rate(month: &Month, of: fn(&Month) -> i64) -> Option<Ratio> {
    Ratio::of(i128::from(of(month)), i128::from(month.base_minor))
}

fn table(view: &RetentionView) -> Markup {
    let money = |minor: i64| format_minor(minor, view.currency);
    let percent = |rate: Option<Ratio>| rate.map_or(NOT_DEFINED.to_string(), |rate| rate.percent(PLACES));
    html! {
        div class="scroll" role="region" aria-label="Months" tabindex="0" {
            table class="table flush months" {
                thead { tr {
                    th scope="col" { "Day" } th scope="col" class="num" { "ARR, " (view.currency.code()) } th scope="col" class="num" { "Customers" }
                    th scope="col" class="num" { "ARR a year before" } th scope="col" class="num" { "Net" } th scope="col" class="num" { "Gross" } th scope="col" class="num" { "Customers kept" }
                } }
                tbody {
                    @for month in view.months.iter().rev() {
                        tr {
                            td class="med" { (display_date(date_of(month.day))) }
                            td class="num" { (money(month.closing_minor)) }
                            td class="num" { (month.customers) }
                            td class="num" { (money(month.base_minor)) }
                            td class="num" { (percent(rate(month, |month| month.net_minor))) }
                            td class="num" { (percent(rate(month, |month| month.gross_minor))) }
                            td class="num" { (percent(Ratio::of(i128::from(month.kept_customers), i128::from(month.base_customers)))) }
                        }
                    }
                }
            }
        }
    }
}
