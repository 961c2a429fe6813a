//! The weekly forecast: the walk of one person, the view of a manager, and how well people forecast.

pub mod accuracy;
mod parts;
mod section;
mod step;
pub mod team;

pub(super) use section::section;

use super::parts::{icon, risk};
use super::shell::{Shell, page};
use super::words::{count, near_day, url};
use maud::{Markup, html};
use parts::{bridge, by_category, head, said, submitted};
use tenure_app::{ForecastItem, WalkView};
use tenure_core::forecast::{due_on, week_name};
use tenure_core::primitives::{days_between, display_date, format_minor, weekday_date};

/// Where a walk stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// At the renewal with this place in the order.
    At(usize),
    /// At the end: what it comes to, and submitting.
    Summary,
}

impl Stop {
    /// Where the reader asked to be; nothing asked is the first renewal that was not looked at this week, else the end.
    pub fn of(view: &WalkView, asked: Option<&str>) -> Self {
        let place = match asked {
            Some("summary") => None,
            Some(reference) => view.open.iter().position(|item| item.renewal == reference),
            None => view.open.iter().position(|item| !item.reviewed),
        };
        place.map_or(Self::Summary, Self::At)
    }
}

/// The walk of one person. `of` names them where it is not the reader's own.
pub fn walk(shell: &Shell<'_>, view: &WalkView, (stop, of): (&Stop, Option<&str>)) -> Markup {
    let show = &view.show;
    let whose = of.map_or("Your renewals", |_| "Their renewals");
    page(
        shell,
        "Forecast",
        "p-forecast",
        html! {
            header class="page-head" {
                h1 { "Forecast" @if of.is_some() { " of " (show.person.name) } }
                span class="sub" { (week_name(show.week_on)) ", due " (weekday_date(due_on(show.week_on))) "; " (submitted(show)) }
                div class="actions" {
                    @if view.leads { a class="btn" href=(url("/forecast/team", &[("of", of.unwrap_or_default().into())])) { "The team" } }
                    a class="btn plain" href=(url("/forecast/accuracy", &[("of", of.unwrap_or_default().into())])) { "Accuracy" }
                }
            }
            (head(show))
            div class="split fc" {
                div class="main" {
                    @match stop {
                        Stop::At(place) => @if let Some(item) = view.open.get(*place) { (step::step(view, (item, *place), of)) },
                        Stop::Summary => (summary(view, of)),
                    }
                }
                aside aria-label="The renewals of the walk" {
                    section aria-labelledby="walk-h" {
                        div class="section-head" { h2 id="walk-h" { (whose) } span class="note" { (view.reviewed) " of " (view.open.len()) " looked at this week" } }
                        p class="small quiet" { "Terms that end from " (display_date(show.window.from_on)) " to before " (display_date(show.window.until_on)) ", and open ones that ended before. First those decided within 14 days, then 30, then 60, then the rest; in each the most money first, then the reddest." }
                        @if view.open.is_empty() { p class="quiet" { "None is open." } }
                        ol class="walk" { @for (place, item) in view.open.iter().enumerate() { (stop_row((item, place), stop, (view, of))) } }
                        @if !view.closed.is_empty() {
                            details class="small" { summary { (count(view.closed.len() as u64, "decided renewal")) } ul class="walk" { @for item in &view.closed { (closed_row(item)) } } }
                        }
                    }
                }
            }
        },
    )
}

fn stop_row((item, place): (&ForecastItem, usize), stop: &Stop, (view, of): (&WalkView, Option<&str>)) -> Markup {
    let here = *stop == Stop::At(place);
    let days = days_between(view.show.today, item.decision_on);
    html! {
        li data-row aria-current=[here.then_some("step")] {
            span class="done" { @if item.reviewed { (icon("check")) span class="vh" { "Looked at" } } @else { span class="vh" { "Not looked at" } } }
            a href=(at_url(&item.renewal, of)) { (item.account) }
            span class="money" { (format_minor(item.atr.minor, item.atr.currency)) " " small { (item.atr.currency.code()) } }
            small { (said(item)) ", " @if days < 0 { "was to be decided " } @else { "decided by " } (near_day(item.decision_on, days)) }
            (risk(item.risk))
        }
    }
}

fn closed_row(item: &ForecastItem) -> Markup {
    html! {
        li { span class="done" { (icon("check")) } a href=(super::words::renewal_url(&item.renewal)) { (item.account) }
            span class="money" { (format_minor(item.line.expected.minor, item.atr.currency)) " " small { (item.atr.currency.code()) } }
            small { @if let Some(outcome) = item.outcome { (outcome.label()) } ", of " (format_minor(item.atr.minor, item.atr.currency)) } }
    }
}

/// The address of one stop.
fn at_url(renewal: &str, of: Option<&str>) -> String {
    url("/forecast", &[("at", renewal.into()), ("of", of.unwrap_or_default().into())])
}

fn summary(view: &WalkView, of: Option<&str>) -> Markup {
    let show = &view.show;
    let left = view.open.len() as u64 - view.reviewed;
    html! {
        section aria-labelledby="sum-h" {
            div class="section-head" { h2 id="sum-h" { "What it comes to" } span class="note" { (show.currency.code()) } }
            (by_category(show))
        }
        (bridge(show, |_| None))
        section aria-labelledby="submit-h" {
            div class="section-head" { h2 id="submit-h" { "Submit" } }
            @if view.open.is_empty() && view.closed.is_empty() {
                p class="quiet" { "Nothing of theirs ends in these two quarters, so there is nothing to submit." }
            } @else {
                @if left > 0 { p { (count(left, "renewal")) " " (if left == 1 { "was" } else { "were" }) " not looked at this week; what was said of " (if left == 1 { "it" } else { "them" }) " before counts on." } }
                @if show.totals.uncalled > 0 { p { (count(show.totals.uncalled, "renewal")) " without a call: nothing of " (if show.totals.uncalled == 1 { "it" } else { "them" }) " is counted." } }
                p class="small quiet" { "Submitting keeps a copy of every line as it stands. It is never changed; submitting again this week puts another one beside it, and the last one counts." }
                @if show.may_submit {
                    form method="post" action="/forecast/submission" {
                        @if let Some(of) = of { input type="hidden" name="of" value=(of); }
                        button class="btn primary" type="submit" { "Submit " (week_name(show.week_on)) }
                    }
                }
            }
        }
    }
}
