//! Coverage through two years: what was uncovered, what was held as a last resort and by whom, and how responsibilities passed on.

use crate::pages::charts::trend::{Line, Trend, trend};
use crate::pages::parts::{export_buttons, shape};
use crate::pages::words::{count, person_url, url};
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::{CoverageMonth, CoverageView, Moments};
use tenure_core::primitives::{display_date, group_thousands};

/// Where coverage is to be seen.
const PATH: &str = "/workload";

/// The section.
pub(super) fn section(view: &CoverageView, moments: Moments) -> Markup {
    let days: Vec<Date> = view.months.iter().map(|month| month.last_on).collect();
    html! {
        section aria-labelledby="coverage-h" class="through" id="coverage" {
            div class="section-head" {
                h2 id="coverage-h" { "Coverage, two years month by month" }
                span class="note" { "days of single responsibilities: each open renewal and expansion needs five a day" }
                span class="end" { (exports(moments)) }
            }
            (asking(moments))
            (headline(view))
            div class="cols-2" {
                figure { figcaption { "Days of responsibilities" } div class="scroll" role="region" aria-label="Uncovered and last resort by month" tabindex="0" { (days_chart(view, &days)) } }
                figure { figcaption { "Handoffs" } div class="scroll" role="region" aria-label="Handoffs by month" tabindex="0" { (handoffs_chart(view, &days)) } }
            }
            details class="as-table" open { summary { "As a table" } (table(view)) }
        }
    }
}

fn parameters(moments: Moments) -> [(&'static str, String); 2] {
    let word = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    [("as_of", word(moments.as_of)), ("known_on", word(moments.known_on))]
}

fn exports(moments: Moments) -> Markup {
    let [as_of, known_on] = parameters(moments);
    export_buttons("btn", |format| url(PATH, &[as_of.clone(), known_on.clone(), ("format", format.into())]))
}

fn asking(moments: Moments) -> Markup {
    html! {
        form class="toolbar" method="get" action=(PATH) {
            @for ((name, value), label) in parameters(moments).into_iter().zip(["Until", "as known on"]) {
                div class="control" {
                    label for={ "c-" (name) } { (label) }
                    input class="input day" id={ "c-" (name) } name=(name) type="date" value=(value) min="1990-01-01" max="2100-12-31";
                }
            }
            button class="btn" type="submit" { "Apply" }
            @if !moments.is_now() { a class="link" href=(PATH) { "Show it as it is" } }
        }
    }
}

fn headline(view: &CoverageView) -> Markup {
    let known = view.stood.as_ref().and_then(|stood| stood.known_on);
    let last_resort: u64 = view.months.iter().map(|month| month.last_resort).sum();
    let uncovered = view.uncovered();
    html! {
        p class="mid" {
            @if let Some(known) = known { "By what was recorded until " (display_date(known)) ": " }
            @if uncovered == 0 { b { "0 days uncovered" } } @else { (shape("red")) " " b { (number(uncovered)) " days uncovered" } }
            " in the two years until " (display_date(view.through)) "; " (number(last_resort)) " held by a leader or the desk lead as a last resort."
        }
    }
}

fn days_chart(view: &CoverageView, days: &[Date]) -> Markup {
    let of = |of: fn(&CoverageMonth) -> u64| view.months.iter().map(|month| Some(i128::from(of(month)))).collect();
    let chart = Trend {
        says: format!(
            "Uncovered days by month: {} in all; days held as a last resort end at {}",
            view.uncovered(),
            last(view, |m| m.last_resort)
        ),
        days,
        lines: vec![
            Line { name: "Last resort", points: of(|month| month.last_resort), stroke: "dashed" },
            Line { name: "Uncovered", points: of(|month| month.uncovered), stroke: "solid" },
        ],
        keep: vec![0],
        height: 190,
    };
    trend(&chart, &plain)
}

fn handoffs_chart(view: &CoverageView, days: &[Date]) -> Markup {
    let of = |of: fn(&CoverageMonth) -> u64| view.months.iter().map(|month| Some(i128::from(of(month)))).collect();
    let chart = Trend {
        says: format!(
            "Handoffs by month: the last one has {} after a meeting of both and {} waived",
            last(view, |m| m.joint),
            last(view, |m| m.waived)
        ),
        days,
        lines: vec![
            Line { name: "After a meeting", points: of(|month| month.joint), stroke: "solid" },
            Line { name: "Waived", points: of(|month| month.waived), stroke: "dashed" },
        ],
        keep: vec![0],
        height: 190,
    };
    trend(&chart, &plain)
}

fn last(view: &CoverageView, of: fn(&CoverageMonth) -> u64) -> u64 {
    view.months.last().map_or(0, of)
}

fn plain(value: i128) -> String {
    group_thousands(&value.to_string())
}

fn number(value: u64) -> String {
    group_thousands(&value.to_string())
}

fn table(view: &CoverageView) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="Coverage by month" tabindex="0" {
            table class="table flush months" {
                thead { tr {
                    th scope="col" { "Month" } th scope="col" class="num" { "Open renewals at its end" } th scope="col" class="num" { "Open expansions" } th scope="col" class="num" { "Days needed" } th scope="col" class="num" { "Uncovered" }
                    th scope="col" class="num" { "Last resort" } th scope="col" { "By whom" }
                    th scope="col" class="num" { "Handoffs met" } th scope="col" class="num" { "Waived" } th scope="col" class="num" { "Declined" }
                } }
                tbody { @for month in view.months.iter().rev() { (row(month)) } }
            }
        }
    }
}

fn row(month: &CoverageMonth) -> Markup {
    html! {
        tr {
            td class="med" { (month.from_on.strftime("%b %Y").to_string()) @if month.last_on != month.from_on.last_of_month() { small class="quiet" { " until " (display_date(month.last_on)) } } }
            td class="num" { (number(month.open)) }
            td class="num" { (number(month.open_expansions)) }
            td class="num" { (number(month.demanded)) }
            td class="num" { @if month.uncovered > 0 { span class="text-red med" { (number(month.uncovered)) } } @else { "0" } }
            td class="num" { (number(month.last_resort)) }
            td { @for (at, (person, days)) in month.stood_in.iter().enumerate() { @if at > 0 { ", " } a class="link" href=(person_url(&person.reference)) { (person.name) } " " (count(*days, "day")) } }
            td class="num" { (number(month.joint)) }
            td class="num" { (number(month.waived)) }
            td class="num" { (number(month.declined)) }
        }
    }
}
