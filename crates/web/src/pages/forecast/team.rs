//! The view of a manager: who submitted, what it comes to, and the manager's own word beside what people say.

use super::parts::{bridge, by_category, head, said, submitted};
use crate::pages::figure::signed;
use crate::pages::parts::{empty, money, person as who, risk};
use crate::pages::shell::{Shell, page};
use crate::pages::words::{account_url, count, renewal_url, url};
use maud::{Markup, html};
use tenure_app::{ForecastItem, ForecastPerson, TeamForecastView};
use tenure_core::forecast::{Category, Cause, Level, due_on, week_name};
use tenure_core::primitives::{Money, format_minor, t_minus, weekday_date};

/// What the list of renewals is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// The manager, where it is not the reader.
    pub of: Option<String>,
    /// Of this person.
    pub person: Option<String>,
    /// In this category; `Some(None)` is not called.
    pub category: Option<Option<Category>>,
    /// That changed for this cause.
    pub cause: Option<Cause>,
}

impl Narrowed {
    fn fits(&self, item: &ForecastItem) -> bool {
        self.person.as_ref().is_none_or(|person| item.owner.reference == *person)
            && self.category.is_none_or(|category| item.line.category == category)
            && self.cause.is_none_or(|cause| item.changes.iter().any(|change| change.cause == cause))
    }

    const fn is_narrow(&self) -> bool {
        self.person.is_some() || self.category.is_some() || self.cause.is_some()
    }

    fn url(&self, more: &[(&'static str, String)]) -> String {
        let mut parameters = vec![("of", self.of.clone().unwrap_or_default())];
        parameters.extend(more.iter().cloned());
        format!("{}#lines-h", url("/forecast/team", &parameters))
    }
}

/// Where nobody reports to the reader.
pub fn nobody(shell: &Shell<'_>) -> Markup {
    let next = html! { a class="btn" href="/forecast" { "Open your own" } a class="btn plain" href="/people" { "People" } };
    page(
        shell,
        "Forecast of the team",
        "p-forecast",
        html! {
            header class="page-head" { h1 { "Forecast of the team" } }
            div class="body" { (empty("Nobody reports to you.", "A person's manager sees the forecast of all who report to them here.", next)) }
        },
    )
}

/// The page.
pub fn team(shell: &Shell<'_>, view: &TeamForecastView, narrowed: &Narrowed) -> Markup {
    let show = &view.show;
    let missing = view.people.iter().filter(|person| person.submitted.is_none()).count() as u64;
    page(
        shell,
        "Forecast of the team",
        "p-forecast",
        html! {
            header class="page-head" {
                h1 { "Forecast of the team" @if narrowed.of.is_some() { " of " (show.person.name) } }
                span class="sub" { (week_name(show.week_on)) ", due " (weekday_date(due_on(show.week_on))) "; " (submitted(show)) }
                div class="actions" {
                    a class="btn plain" href=(url("/forecast", &[("of", narrowed.of.clone().unwrap_or_default())])) { "Own renewals" }
                    a class="btn plain" href=(url("/forecast/accuracy", &[("of", narrowed.of.clone().unwrap_or_default())])) { "Accuracy" }
                }
            }
            (head(show))
            div class="body" {
                p class="big-line" { b { (view.people.len() as u64 - missing) " of " (view.people.len()) " submitted." } @if missing > 0 { " " (count(missing, "person").replace("persons", "people")) " still to submit." } }
                (people(view, narrowed))
                section aria-labelledby="sum-h" { div class="section-head" { h2 id="sum-h" { "What it comes to" } span class="note" { (show.currency.code()) } } (by_category(show)) }
                (bridge(show, |cause| matches!(cause, Cause::Adjusted).then(String::new).map_or_else(|| Some(narrowed.url(&[("cause", cause.code().into())])), |_| None)))
                (lines(view, narrowed))
                (submit(view, narrowed))
            }
        },
    )
}

fn people(view: &TeamForecastView, narrowed: &Narrowed) -> Markup {
    html! {
        section aria-labelledby="people-h" {
            div class="section-head" { h2 id="people-h" { "By person" } span class="note" { "each roll-up holds the one before it; " (view.show.currency.code()) } }
            div class="scroll" role="region" aria-label="By person" tabindex="0" {
                table class="table two flush" {
                    thead { tr {
                        th scope="col" { "Person" } th scope="col" { "Submitted" } th scope="col" class="num" { "Up" } th scope="col" class="num" { "Closed" }
                        th scope="col" class="num" { "Commit" } th scope="col" class="num" { "Best case" } th scope="col" class="num" { "Not called" } th scope="col" class="num" { "You have" } th scope="col" { span class="vh" { "Adjust" } }
                    } }
                    tbody { @for row in &view.people { (person_row(row, (view, narrowed))) } }
                }
            }
        }
    }
}

fn person_row(row: &ForecastPerson, (view, narrowed): (&TeamForecastView, &Narrowed)) -> Markup {
    let currency = view.show.currency;
    let reference = || row.person.reference.clone();
    let list = |category: &str| narrowed.url(&[("person", reference()), ("category", category.into())]);
    let own = row.own.at(Level::Commit);
    let mine = row.adjusted.at(Level::Commit);
    let late = view.show.today > due_on(view.show.week_on);
    let may_adjust = view.show.may_submit && row.person.reference != view.show.person.reference;
    html! {
        tr data-row {
            th scope="row" { (who(&row.person)) }
            td { @match &row.submitted { Some(last) => (weekday_date(last.submitted_on)), None => span class=[late.then_some("late")] { "Not yet" } } small { (row.reviewed) " of " (row.open) " looked at" } }
            td class="num" { a class="link" href=(narrowed.url(&[("person", reference())])) { (format_minor(row.own.due, currency)) } }
            td class="num" { a class="link" href=(list("closed")) { (format_minor(row.own.closed, currency)) } }
            td class="num" { a class="link" href=(list("commit")) { (format_minor(own, currency)) } }
            td class="num" { a class="link" href=(list("best_case")) { (format_minor(row.own.at(Level::BestCase), currency)) } }
            td class="num" { a class="link" href=(list("none")) { (row.own.uncalled) } small { (format_minor(row.own.uncalled_due, currency)) } }
            td class="num" { (format_minor(mine, currency)) small { @if mine == own { "as they say" } @else { (signed(mine - own, currency)) } } @if let Some(item) = &row.adjustment { small { (item.said.reason) } } }
            td { a class="link small" href=(url("/forecast", &[("of", reference())])) { "Walk" span class="vh" { " of " (row.person.name) } }
                @if may_adjust { " " a class="link small" href=(url(&format!("/forecast/team/{}/adjustment", row.person.reference), &[("of", narrowed.of.clone().unwrap_or_default())])) { "Adjust" span class="vh" { " " (row.person.name) } } } }
        }
    }
}

fn lines(view: &TeamForecastView, narrowed: &Narrowed) -> Markup {
    let items: Vec<&ForecastItem> = view.items.iter().filter(|item| narrowed.fits(item)).collect();
    let shown = 200;
    html! {
        section aria-labelledby="lines-h" {
            div class="section-head" {
                h2 id="lines-h" { "Renewals" } span class="note" { (items.len()) " of " (view.items.len()) @if narrowed.is_narrow() { ", " (words(view, narrowed)) } }
                @if narrowed.is_narrow() { a class="btn small end" href=(narrowed.url(&[])) { "Show all" } }
            }
            @if items.is_empty() { (empty("None fits.", "What changed may have left the forecast: the causes above name it.", html! { a class="btn" href=(narrowed.url(&[])) { "Show all" } })) }
            @else {
                div class="scroll" role="region" aria-label="Renewals" tabindex="0" {
                    table class="table two flush" {
                        thead { tr { th scope="col" { "Account" } th scope="col" { "Owner" } th scope="col" { "Term end" } th scope="col" class="num" { "Up" } th scope="col" { "They say" } th scope="col" { "Counted as" } th scope="col" { "Risk" } th scope="col" { "Changed" } th scope="col" { span class="vh" { "Adjust" } } } }
                        tbody { @for item in items.iter().take(shown) { (line_row(item, view)) } }
                    }
                }
                @if items.len() > shown { p class="quiet" { "And " (items.len() - shown) " more: narrow the list by a person or a category." } }
            }
        }
    }
}

fn words(view: &TeamForecastView, narrowed: &Narrowed) -> String {
    let name = |reference: &String| view.people.iter().find(|row| row.person.reference == *reference).map(|row| row.person.name.clone());
    let person = narrowed.person.as_ref().and_then(name);
    let category = narrowed.category.map(|category| category.map_or("not called", Category::label).to_lowercase());
    let cause = narrowed.cause.map(|cause| cause.label().to_lowercase());
    [person, category, cause].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn line_row(item: &ForecastItem, view: &TeamForecastView) -> Markup {
    let own = item.own.as_ref().and_then(|own| own.call.said.map(|said| (said.category, own.expected, own.call.reason.clone())));
    html! {
        tr data-row {
            th scope="row" { a class="link" href=(renewal_url(&item.renewal)) { (item.renewal) } small { a href=(account_url(&item.account_reference)) { (item.account) } } }
            td { (item.owner.name) }
            td { (t_minus(item.end_on, view.show.today)) }
            td class="num" { (money(item.atr)) }
            td { @match own { Some((category, expected, reason)) => { (category.label()) @if let Some(expected) = expected { ", " (format_minor(expected.minor, expected.currency)) } small { (reason) } }, None => span class="quiet" { @if item.outcome.is_some() { "Decided" } @else { "Not called" } } } }
            td { (said(item)) @if let Some(by) = item.called_by.as_ref().filter(|by| **by != item.owner.name) { small { "by " (by) } } }
            td { (risk(item.risk)) }
            td { @for change in &item.changes { span class="tag" { (change.cause.label()) } " " small { (signed(change.minor.iter().copied().max_by_key(|minor| minor.abs()).unwrap_or(0), view.show.currency)) } } }
            td { @if item.outcome.is_none() && view.show.may_submit { a class="link small" href={ (renewal_url(&item.renewal)) "/forecast?walk=team" } { "Adjust" span class="vh" { " " (item.renewal) } } } }
        }
    }
}

fn submit(view: &TeamForecastView, narrowed: &Narrowed) -> Markup {
    let show = &view.show;
    html! {
        section aria-labelledby="submit-h" {
            div class="section-head" { h2 id="submit-h" { "Submit" } }
            p { "The commit is " (Money::new(show.totals.at(Level::Commit), show.currency)) @if show.totals.adjusted != 0 { ", with " (signed(show.totals.adjusted, show.currency)) " of adjustments of persons" } ". What people say stays theirs beside it." }
            @if show.may_submit {
                form method="post" action="/forecast/team/submission" {
                    @if let Some(of) = &narrowed.of { input type="hidden" name="of" value=(of); }
                    button class="btn primary" type="submit" { "Submit " (week_name(show.week_on)) " of the team" }
                }
            }
        }
    }
}
