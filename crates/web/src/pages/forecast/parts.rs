//! Parts that the walk and the manager's view share: figures, categories, and why a forecast changed.

use crate::pages::charts::waterfall::{Bar, BarKind, cut, waterfall};
use crate::pages::figure::signed;
use crate::pages::parts::money;
use crate::pages::words::renewal_url;
use maud::{Markup, html};
use tenure_app::{ForecastItem, ForecastShow};
use tenure_core::forecast::{Category, Cause, Level, Totals, week_name};
use tenure_core::metrics::{DASH, Ratio};
use tenure_core::primitives::{Money, display_date, format_minor, weekday_date};

/// Whether it was submitted, in a few words.
pub(super) fn submitted(show: &ForecastShow) -> String {
    match show.submitted.as_slice() {
        [] => "not submitted yet".into(),
        [one] => format!("submitted on {}", weekday_date(one.submitted_on)),
        [.., last] => format!("submitted {} times, last on {}", show.submitted.len(), weekday_date(last.submitted_on)),
    }
}

/// What is said of a renewal, in a few words.
pub(super) fn said(item: &ForecastItem) -> String {
    match item.line.category {
        None => "Not called".into(),
        Some(category) if item.line.expected.minor == item.line.due_minor || category == Category::Omitted => category.label().into(),
        Some(category) => format!("{} {}", category.label(), format_minor(item.line.expected.minor, item.line.expected.currency)),
    }
}

fn share(ratio: Option<Ratio>) -> String {
    ratio.map_or_else(|| DASH.to_string(), |ratio| ratio.percent(1))
}

/// The figures above everything.
pub(super) fn head(show: &ForecastShow) -> Markup {
    let amount = |minor| money(Money::new(minor, show.currency));
    let totals = &show.totals;
    html! {
        dl class="facts head" {
            div { dt { "Commit, with what is closed" } dd class="big" { (amount(totals.at(Level::Commit))) } }
            div { dt { "Best case, with the commit" } dd class="big" { (amount(totals.at(Level::BestCase))) } }
            div { dt { "Up for renewal" } dd class="big" { (amount(totals.due)) } }
            div { dt { "Worst to best, of what is up" } dd class="big" { (share(show.range.worst)) " to " (share(show.range.best)) } }
            @if totals.uncalled > 0 { div { dt { "Not called" } dd class="big" { (totals.uncalled) " " small { "of " (totals.lines) ", " (Money::new(totals.uncalled_due, show.currency)) } } } }
        }
    }
}

/// What stands in each category, beside the last submission.
pub(super) fn by_category(show: &ForecastShow) -> Markup {
    let now = &show.totals;
    let then = show.opening.as_ref().map(|opening| opening.totals);
    let amount = |minor| format_minor(minor, show.currency);
    let row = |name: &'static str, of: &dyn Fn(&Totals) -> i64| {
        html! {
            tr {
                th scope="row" { (name) } td class="num" { (amount(of(now))) }
                @if let Some(then) = &then { td class="num" { (amount(of(then))) } td class="num" { (signed(of(now) - of(then), show.currency)) } }
            }
        }
    };
    html! {
        div class="scroll" role="region" aria-label="By category" tabindex="0" {
            table class="table flush" {
                thead { tr {
                    th scope="col" { "Category" } th scope="col" class="num" { "Now" }
                    @if let Some(opening) = &show.opening { th scope="col" class="num" { (week_name(opening.week_on)) } th scope="col" class="num" { "Change" } }
                } }
                tbody {
                    (row("Closed", &|totals| totals.closed)) (row("Commit", &|totals| totals.commit))
                    @if now.adjusted != 0 || then.is_some_and(|then| then.adjusted != 0) { (row("Adjustments of persons", &|totals| totals.adjusted)) }
                    (row("Best case", &|totals| totals.best_case)) (row("Pipeline", &|totals| totals.pipeline)) (row("Omitted, counted nowhere", &|totals| totals.omitted))
                    (row("Not called, up for renewal", &|totals| totals.uncalled_due)) (row("All that is up for renewal", &|totals| totals.due))
                }
            }
        }
        p class="small quiet" { "Worst " (share(show.range.worst)) ": closed and commit. Best " (share(show.range.best)) ": the best case too. Pipeline, omitted and what nobody called count in neither; more than is up for renewal is never counted." }
    }
}

/// Why the commit is another than in the last submission; `to` is where the renewals of a cause are listed.
pub(super) fn bridge(show: &ForecastShow, to: impl Fn(Cause) -> Option<String>) -> Markup {
    let Some(opening) = &show.opening else {
        return html! { section aria-labelledby="bridge-h" { div class="section-head" { h2 id="bridge-h" { "What changed" } } p class="quiet" { "There is no submission of an earlier week to compare with." } } };
    };
    let (from, now) = (opening.totals.at(Level::Commit), show.totals.at(Level::Commit));
    let total = |name: String, note: String, minor| Bar { name, note, minor, kind: BarKind::Total };
    let moved = show.bridge.iter().filter(|row| row.minor[0] != 0);
    let mut bars = vec![total(week_name(opening.week_on), display_date(opening.submitted_on), from)];
    bars.extend(moved.map(|row| Bar { name: short(row.cause).into(), note: String::new(), minor: row.minor[0], kind: BarKind::Movement }));
    bars.push(total("Now".into(), display_date(show.today), now));
    let words: Vec<String> = bars
        .iter()
        .filter(|bar| bar.kind == BarKind::Movement)
        .map(|bar| format!("{} {}", bar.name.to_lowercase(), signed(bar.minor, show.currency)))
        .collect();
    let finding = format!(
        "The commit went from {} to {} {}: {}",
        format_minor(from, show.currency),
        format_minor(now, show.currency),
        show.currency.code(),
        if words.is_empty() { "nothing changed".to_string() } else { words.join(", ") }
    );
    html! {
        section aria-labelledby="bridge-h" {
            div class="section-head" { h2 id="bridge-h" { "What changed since " (week_name(opening.week_on)) } span class="note" { "commit, " (show.currency.code()) @if cut(&bars) > 0 { "; totals cut" } } }
            @if bars.len() > 2 { div class="scroll" role="region" aria-label="Waterfall" tabindex="0" { (waterfall(&finding, &bars, show.currency)) } }
            (table(show, to))
        }
    }
}

const fn short(cause: Cause) -> &'static str {
    match cause {
        Cause::CameDue => "Came due",
        Cause::Adjusted => "Adjusted",
        Cause::Ended => "Quarter over",
        other => other.label(),
    }
}

fn table(show: &ForecastShow, to: impl Fn(Cause) -> Option<String>) -> Markup {
    let Some(opening) = &show.opening else { return html! {} };
    let levels = |of: &dyn Fn(usize, Level) -> String| {
        html! { @for (place, level) in Level::ALL.iter().enumerate() { td class="num" { (of(place, *level)) } } }
    };
    let changed: [i64; 3] = std::array::from_fn(|place| show.bridge.iter().map(|row| row.minor[place]).sum());
    html! {
        div class="scroll" role="region" aria-label="Why it changed" tabindex="0" {
            table class="table flush bridge" {
                thead { tr { th scope="col" { "Why" } @for level in Level::ALL { th scope="col" class="num" { (level.label()) } } th scope="col" { "Renewals" } } }
                tbody {
                    tr { th scope="row" { (week_name(opening.week_on)) } (levels(&|_, level| format_minor(opening.totals.at(level), show.currency))) td {} }
                    @for row in &show.bridge {
                        tr {
                            th scope="row" { (row.cause.label()) small { (row.cause.meaning()) } }
                            (levels(&|place, _| signed(row.minor[place], show.currency)))
                            td { (renewals(&row.renewals)) @if let Some(url) = to(row.cause) { " " a class="link small" href=(url) { "List" span class="vh" { " those: " (row.cause.label()) } } } }
                        }
                    }
                }
                tfoot {
                    tr { td { "Now" } (levels(&|_, level| format_minor(show.totals.at(level), show.currency))) td { small { "Not explained: " (levels_left(show, opening.totals, changed)) } } }
                }
            }
        }
    }
}

/// What the causes leave unexplained: nothing, ever.
fn levels_left(show: &ForecastShow, opening: Totals, changed: [i64; 3]) -> String {
    let mut left = Level::ALL.iter().zip(changed).map(|(level, changed)| show.totals.at(*level) - opening.at(*level) - changed);
    format_minor(left.find(|left| *left != 0).unwrap_or(0), show.currency)
}

/// The first few, and how many more.
fn renewals(named: &[(String, String)]) -> Markup {
    html! {
        @for (place, (reference, account)) in named.iter().take(3).enumerate() { @if place > 0 { ", " } a class="link" href=(renewal_url(reference)) { (account) } }
        @if named.len() > 3 { " and " (named.len() - 3) " more" }
    }
}
