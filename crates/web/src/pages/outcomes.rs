//! Outcomes of a window: retention against renewal in four cases, reasons, themes and segments; every figure opens to its renewals.

use super::parts::{crumbs, export_buttons, money};
use super::shell::{Shell, page};
use super::words::{many, renewal_url, url};
use maud::{Markup, html};
use tenure_app::{Counted, OutcomeItem, OutcomeQuery, OutcomesView};
use tenure_core::primitives::display_date;
use tenure_core::renewal::Strength;

/// Windows that are offered, in months.
const WINDOWS: [u16; 4] = [3, 6, 12, 24];

/// Renewals that are shown at once; a narrower window or a figure shows the others.
const SHOWN: usize = 100;

/// The page.
pub fn outcomes(shell: &Shell<'_>, view: &OutcomesView) -> Markup {
    page(
        shell,
        "Outcomes",
        "p-outcomes",
        html! {
            header class="page-head" {
                (crumbs(&[("Renewals", "/renewals".into())], "Outcomes"))
                h1 { "Outcomes" }
                span class="sub" { "Decided from " (display_date(view.from_on)) " to " (display_date(view.today)) }
                div class="actions" { @for months in WINDOWS {
                    @let chosen = view.query.months.unwrap_or(12) == months;
                    a class="btn small" aria-current=[chosen.then_some("true")] href=(address(&OutcomeQuery { months: Some(months), ..view.query.clone() })) { (months) " months" }
                }
                @if !view.items.is_empty() { (exports(&view.query)) } }
            }
            @if view.total == 0 { div class="body" { p class="quiet" { "Nobody decided a renewal in this window." } } }
            @else {
                (cases(view))
                div class="split" {
                    div class="main" { (listed(view)) }
                    aside aria-label="Counted" {
                        (counted(view, ("endings", "What they were"), &view.endings, |query, code| OutcomeQuery { ending: code.parse().ok(), ..query }))
                        @if view.on_time.1 > 0 { p class="small quiet" { (view.on_time.0) " of " (view.on_time.1) " signed on or before the end of the term. One outcome may be several of these." } }
                        (counted(view, ("reasons", "Reasons"), &view.reasons, |query, code| OutcomeQuery { reason: code.parse().ok(), ..query }))
                        (counted(view, ("themes", "Themes"), &view.themes, |query, code| OutcomeQuery { theme: code.parse().ok(), ..query }))
                        (counted(view, ("segments", "Segments"), &view.segments, |query, code| OutcomeQuery { segment: Some(code.into()), ..query }))
                    }
                }
            }
        },
    )
}

fn exports(query: &OutcomeQuery) -> Markup {
    let narrowed = parameters(query);
    export_buttons("btn small", |format| url("/outcomes", &[narrowed.as_slice(), &[("format", format.into())]].concat()))
}

/// The address of a narrowed page.
fn address(query: &OutcomeQuery) -> String {
    url("/outcomes", &parameters(query))
}

fn parameters(query: &OutcomeQuery) -> Vec<(&'static str, String)> {
    let mut parameters = vec![("months", query.months.unwrap_or(12).to_string())];
    parameters.extend(query.quadrant.map(|case| ("case", case.code().to_string())));
    parameters.extend(query.ending.map(|ending| ("ending", ending.code().to_string())));
    parameters.extend(query.reason.map(|reason| ("reason", reason.code().to_string())));
    parameters.extend(query.theme.as_ref().map(|theme| ("theme", theme.to_string())));
    parameters.extend(query.segment.as_ref().map(|segment| ("segment", segment.clone())));
    parameters
}

fn cases(view: &OutcomesView) -> Markup {
    html! {
        section class="body" aria-labelledby="cases-h" {
            div class="section-head" { h2 id="cases-h" { "Retention against renewal" } span class="note" { "a customer who renews is not held for that alone" } }
            dl class="facts head" { @for case in &view.quadrants {
                div { dt { (case.label) } dd class="big" {
                    a class="link" href=(address(&OutcomeQuery { quadrant: case.code.parse().ok(), months: view.query.months, ..OutcomeQuery::default() })) { (case.count) }
                    " " small { (money(case.atr)) }
                } }
            } }
            p class="small quiet" { "Told from the risk on the day before, live contacts in the 90 days before, the reason, whether it renewed by itself unnoticed, what the customer confirmed of the value record, and who there spoke for us; more for than against is strong. A person's judgement, where there is one, is the final word." }
        }
    }
}

fn counted(view: &OutcomesView, (id, title): (&str, &str), items: &[Counted], narrowed: fn(OutcomeQuery, &str) -> OutcomeQuery) -> Markup {
    let id = format!("{id}-h");
    let base = OutcomeQuery { months: view.query.months, ..OutcomeQuery::default() };
    html! {
        section aria-labelledby=(id) {
            div class="section-head" { h2 id=(id) { (title) } }
            @if items.is_empty() { p class="quiet" { "None." } }
            @else { ul class="plain-list" { @for item in items { li {
                @if item.code.is_empty() { (item.label) } @else { a class="link" href=(address(&narrowed(base.clone(), &item.code))) { (item.label) } }
                " " span class="quiet" { (item.count) ", " (money(item.atr)) }
            } } } }
        }
    }
}

fn listed(view: &OutcomesView) -> Markup {
    let narrowed = view.items.len() < view.total;
    html! {
        section aria-labelledby="list-h" {
            div class="section-head" { h2 id="list-h" { (many(&view.items, "renewal")) } @if view.items.len() > SHOWN { span class="note" { "the latest " (SHOWN) } } @if narrowed { a class="btn small end" href=(address(&OutcomeQuery { months: view.query.months, ..OutcomeQuery::default() })) { "Show all " (view.total) } } }
            div class="scroll" role="region" aria-label="Renewals" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Renewal" } th scope="col" { "Outcome" } th scope="col" { "Case" } th scope="col" { "Why" } th scope="col" class="num" { "Was up" } } }
                    tbody { @for item in view.items.iter().take(SHOWN) { (row(item)) } }
                }
            }
        }
    }
}

fn row(item: &OutcomeItem) -> Markup {
    html! {
        tr {
            td class="med" { a class="link" href=(renewal_url(&item.renewal)) { (item.account.name) } small { (item.renewal) } }
            td { (endings(item)) " " span class="quiet" { (display_date(item.closed_on)) } }
            td { (item.judged.quadrant.label()) @if item.judged.by_person.is_some() { " " span class="quiet" { "a person's word" } } }
            td { @match item.reason { Some(reason) => (reason.label()), None => { span class="quiet" { "not told" } } } @if !item.words.is_empty() { ": “" (item.words) "”" } }
            td class="num" { (money(item.atr)) }
        }
    }
}

/// What an outcome was, in a few words.
fn endings(item: &OutcomeItem) -> String {
    let words: Vec<&str> = item.told.endings.iter().map(|(word, _)| word.label()).collect();
    let mut told = words.join(", ");
    if item.told.backdated {
        told.push_str(", day written down later");
    }
    told
}

/// What an outcome was, with the fact behind each word.
fn told(item: &OutcomeItem) -> Markup {
    html! {
        ul class="plain-list small" {
            @for (word, says) in &item.told.endings { li { b { (word.label()) ". " } (says) } }
            @match item.told.on_time {
                Some(true) => li { b { "On time" } @if item.told.backdated { ", by a day that was written down after the end" } "." },
                Some(false) => li { b { "Not on time." } },
                None => {},
            }
        }
    }
}

/// What one decided renewal teaches, on its page.
pub(super) fn learnt(item: &OutcomeItem, may_write: bool) -> Markup {
    let place = format!("{}/lessons", renewal_url(&item.renewal));
    let judged = &item.judged;
    html! {
        section aria-labelledby="learnt-h" {
            div class="section-head" { h2 id="learnt-h" { "What it teaches" } @if may_write { a class="btn small end" href=(place) { "Write it down" } } }
            (told(item))
            p { b { (judged.quadrant.label()) "." } @if judged.by_person.is_some() { " A person judged so; the facts say: " (judged.by_facts.label().to_lowercase()) "." } }
            ul class="plain-list small" { @for mark in &judged.marks { li { (mark.says) " " span class="quiet" { (points(mark.points)) } } } }
            @if let Some(review) = &item.review {
                @if !review.themes.is_empty() { p { b { "Themes: " } (review.themes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")) } }
                @if !review.lessons.is_empty() { p { (review.lessons) } }
                @if let (Some(plan), Some(owner)) = (&review.plan, &item.plan_owner) { p { b { "Plan into the next term: " } (plan.text) " " span class="quiet" { (owner.name) ", by " (display_date(plan.due_on)) } } }
                p class="small quiet" { "By " (review.by) " on " (display_date(review.on)) "." }
            }
        }
    }
}

const fn points(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "speaks for",
        Strength::Weak => "speaks against",
        Strength::Unknown => "does not tell",
    }
}
