//! One stop of the walk: what is up, what changed, what was said, what the facts suggest, and saying it.

use super::at_url;
use super::parts::said;
use crate::pages::figure::signed;
use crate::pages::parts::{money, risk_soft};
use crate::pages::words::{account_url, near_day, renewal_url};
use maud::{Markup, html};
use tenure_app::{CallItem, ForecastItem, WalkView};
use tenure_core::deal::Suggestion;
use tenure_core::forecast::{Category, Cause, Change, Level, week_name};
use tenure_core::primitives::{Money, days_between, display_date, format_minor, t_minus, weekday_date};

/// The stop at a place of the order.
pub(super) fn step(view: &WalkView, (item, place): (&ForecastItem, usize), of: Option<&str>) -> Markup {
    let show = &view.show;
    let before = place.checked_sub(1).and_then(|place| view.open.get(place));
    let after = view.open.get(place + 1);
    let next = after.map_or_else(|| "summary".to_string(), |item| item.renewal.clone());
    let notice = days_between(show.today, item.notice_on);
    html! {
        section class="stop" aria-labelledby="stop-h" {
            div class="section-head" {
                h2 id="stop-h" { a href=(renewal_url(&item.renewal)) { (item.account) } }
                (risk_soft(item.risk))
                span class="note" { (place + 1) " of " (view.open.len()) }
                span class="end hints" { @if before.is_some() { "Back " kbd { "B" } } " Next " kbd { "N" } }
            }
            dl class="facts" {
                div { dt { "Up for renewal" } dd { (money(item.atr)) } }
                div { dt { "Term end" } dd { (t_minus(item.end_on, show.today)) " " small { (display_date(item.end_on)) } } }
                div { dt { "Notice deadline" } dd { (near_day(item.notice_on, notice)) " " small { @if item.auto_renew { "then it renews by itself" } @else { "ends unless it is signed" } } } }
                div { dt { "Stands in the forecast as" } dd { (said(item)) } }
            }
            (changed(view, item))
            (spoken(item))
            (suggestion(item.suggestion.as_ref(), item.atr))
            @if show.may_submit { (question(item, (&next, of))) }
            nav class="row" aria-label="Walk" {
                @if let Some(before) = before { a class="btn plain" href=(at_url(&before.renewal, of)) data-back { "Back" } }
                a class="btn plain" href=(at_url(&next, of)) data-next { @if after.is_some() { "Next without a word" } @else { "To the summary" } }
                a class="btn plain" href=(account_url(&item.account_reference)) { "The account" }
            }
        }
    }
}

/// What changed about it since the last submission.
fn changed(view: &WalkView, item: &ForecastItem) -> Markup {
    let Some(opening) = &view.show.opening else { return html! {} };
    let week = week_name(opening.week_on);
    html! {
        div class="since" {
            h3 { "Since " (week) }
            @match &item.was {
                None => @for change in &item.changes { p { b { (change.cause.label()) ". " } (change.cause.meaning()) ": it was not in the forecast of " (week) "." } },
                Some(was) => {
                    @if item.changes.is_empty() { p class="quiet" { "Nothing changed." } }
                    @for change in &item.changes { (sentence(change, (was.due_minor, item))) }
                },
            }
        }
    }
}

fn sentence(change: &Change, (due_then, item): (i64, &ForecastItem)) -> Markup {
    let currency = item.atr.currency;
    let place = Level::ALL.len() - 1;
    let largest = change.minor.iter().copied().max_by_key(|minor| minor.abs()).unwrap_or(change.minor[place]);
    html! {
        p {
            b { (change.cause.label()) ". " }
            @if change.cause == Cause::Amended { "Up for renewal went from " (format_minor(due_then, currency)) " to " (item.atr) " by a change of the contract. " }
            @else if change.cause == Cause::ChangedMind { "It stood otherwise before. " }
            @else { (change.cause.meaning()) ". " }
            "This moves the forecast by " (signed(largest, currency_of(item))) " " (currency_of(item).code()) "."
            @if change.cause == Cause::Amended { " " span class="quiet" { "An amendment, not a change of mind." } }
        }
    }
}

const fn currency_of(item: &ForecastItem) -> tenure_core::primitives::Currency {
    item.line.expected.currency
}

/// What its owner and the managers said.
fn spoken(item: &ForecastItem) -> Markup {
    html! {
        div class="spoken" {
            h3 { "What was said" }
            @match item.own.as_ref().filter(|own| own.call.said.is_some()) {
                None => p class="quiet" { "Nobody called it yet." },
                Some(own) => (call(own)),
            }
            @for manager in &item.managers { (call(manager)) }
        }
    }
}

pub(super) fn call(item: &CallItem) -> Markup {
    let call = &item.call;
    html! {
        p class="call" {
            b { (item.person) }
            @if call.voice == tenure_core::forecast::Voice::Manager { " as manager" }
            " on " (weekday_date(call.called_on)) ": "
            @match (call.said, item.expected) {
                (Some(said), Some(expected)) => { b { (said.category.label()) } ", " (expected) " of " (call.due) },
                _ => "taken back",
            }
            ". " span class="quiet" { (call.reason) @if call.author != item.person { " (written down by " (call.author) ")" } }
        }
    }
}

/// What the facts alone suggest, as what it is.
pub(super) fn suggestion(suggestion: Option<&Suggestion>, atr: Money) -> Markup {
    let Some(suggestion) = suggestion else { return html! {} };
    html! {
        details class="suggests" open {
            summary { "The facts suggest " (suggestion.category.label().to_lowercase()) ", " (Money::new(suggestion.expected_minor, atr.currency)) }
            ul { @for fact in &suggestion.because { li { (fact) } } }
            p class="small quiet" { "A suggestion: it is nobody's call and is not counted." }
        }
    }
}

fn question(item: &ForecastItem, (next, of): (&str, Option<&str>)) -> Markup {
    let own = item.own.as_ref().and_then(|own| own.call.said.map(|said| (own, said)));
    let chosen = own.map(|(_, said)| said.category);
    let amount = if own.is_some() { item.line.expected.minor } else { item.atr.minor };
    let action = format!("{}/forecast", renewal_url(&item.renewal));
    html! {
        form class="ask" method="post" action=(action) {
            input type="hidden" name="walk" value=(next);
            @if let Some(of) = of { input type="hidden" name="of" value=(of); }
            fieldset class="field" {
                legend class="label" { "Category" }
                div class="categories" {
                    @for category in Category::CALLED {
                        label class="option" for={ "c-" (category.code()) } {
                            input type="radio" id={ "c-" (category.code()) } name="category" value=(category.code()) required checked[chosen == Some(category)];
                            span { b { (category.label()) } small { (category.meaning()) } }
                        }
                    }
                }
            }
            div class="field" {
                label for="amount" { "Expected to renew, " (item.atr.currency.code()) }
                input class="input short" id="amount" name="amount" type="text" inputmode="decimal" autocomplete="off" value=(format_minor(amount, item.atr.currency)) aria-describedby="amount-hint";
                span class="hint" id="amount-hint" { "At most what is up, " (item.atr) ". Growth is an expansion of its own. Empty is all of it." }
            }
            div class="field" {
                label for="reason" { "Why" }
                textarea class="input" id="reason" name="reason" rows="2" required { @if let Some((own, _)) = own { (own.call.reason) } }
            }
            div class="row" {
                button class="btn primary" type="submit" { @if own.is_some() { "Keep or change, and go on" } @else { "Call it and go on" } }
                @if own.is_some() && !item.reviewed { span class="small quiet" { "Not looked at this week: sending it as it stands keeps it." } }
            }
        }
    }
}
