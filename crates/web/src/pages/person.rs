//! One person of ours: what they hold, when they are away, whose teams they are on, where they were before.

use super::parts::{crumbs, empty, money, person as by_name};
use super::shell::{Shell, page};
use super::words::{account_url, count, expansion_url, many, person_url, renewal_url, url};
use maud::{Markup, html};
use std::collections::BTreeSet;
use tenure_app::{AbsenceItem, HeldItem, PersonView};
use tenure_core::identity::{Brings, joined};
use tenure_core::primitives::{display_date, last_day_of_service};

/// Rows of what somebody holds that one page shows; the grid shows the rest.
const HELD_SHOWN: usize = 50;

/// The page.
pub fn person(shell: &Shell<'_>, view: &PersonView) -> Markup {
    page(
        shell,
        &view.person.name,
        "p-person",
        html! {
            header class="page-head" {
                (crumbs(&[("People", "/people".into())], &view.person.name))
                h1 { (view.person.name) }
                span class="sub" { (view.person.role.label()) @if view.is_desk_lead { ", desk lead" } }
                (actions(view))
            }
            (facts(view))
            (banner(view))
            div class="split ac" {
                div class="main" { (held(view)) (expansions(view)) (places(view)) }
                aside aria-label="About this person" { (brings(view)) (absences(view)) (reports(view)) (positions(view)) }
            }
        },
    )
}

fn actions(view: &PersonView) -> Markup {
    let at = |verb: &str| format!("{}/{verb}", person_url(&view.person.reference));
    let here = view.teammate.left_on.is_none();
    html! {
        @if here && (view.may_administer || view.may_set_absence) {
            div class="actions" {
                @if view.may_administer { a class="btn" href=(at("move")) { "Move" } }
                @if view.may_administer && !view.is_desk_lead { a class="btn danger" href=(at("leaving")) { "Leaves" } }
                @if view.may_set_absence { a class="btn primary" href=(at("absences/new")) { "Add absence" } }
            }
        }
    }
}

fn facts(view: &PersonView) -> Markup {
    html! {
        dl class="facts head" {
            div { dt { "Holds" } dd class="big" { (count(view.held.len() as u64, "open renewal")) @if !view.expansions.is_empty() { ", " (count(view.expansions.len() as u64, "expansion")) } } }
            div { dt { "Up for renewal" } dd class="big" { (money(view.atr_reporting)) " " small { "yearly reviews left out" } } }
            div { dt { "Reports to" } dd class="big" { @match &view.manager { Some(manager) => a href=(person_url(&manager.reference)) { (manager.name) }, None => "Nobody" } } }
            div { dt { "Region" } dd class="big" { (view.teammate.region) @if let Some(country) = view.teammate.country { " " small { (country.label()) } } } }
            div { dt { "E-mail" } dd { (view.teammate.email) } }
            div { dt { "First day" } dd { (display_date(view.teammate.active_from)) } }
        }
    }
}

/// The one fact that changes how the page is read.
fn banner(view: &PersonView) -> Markup {
    let away = view.absences.iter().find(|absence| absence.from_on <= view.today && view.today < absence.to_on);
    html! {
        @if let Some(left_on) = view.teammate.left_on { p class="banner" { span { b { "Last day " (display_date(last_day_of_service(left_on))) "." } " What they held has other owners from then on." } } }
        @else if let Some(absence) = away { p class="banner" { span { b { "Away until " (display_date(last_day_of_service(absence.to_on))) "." } " " (meanwhile(view, absence)) } } }
        @for (person, to_on) in &view.stands_in_for { p class="banner" { span { "Stands in for " a href=(person_url(&person.reference)) { (person.name) } " until " (display_date(last_day_of_service(*to_on))) "." } } }
    }
}

fn meanwhile(view: &PersonView, absence: &AbsenceItem) -> Markup {
    html! {
        @match &absence.delegate { Some(delegate) => { a href=(person_url(&delegate.reference)) { (delegate.name) } " may act. " }, None => "Nobody stands in. " }
        @if absence.moves { "Longer than " (view.moves_after_days) " days: what they hold has moved meanwhile." }
    }
}

fn held(view: &PersonView) -> Markup {
    let all = url("/renewals", &[("person", view.person.reference.clone())]);
    html! {
        section aria-labelledby="held-h" {
            div class="section-head" { h2 id="held-h" { "Holds" } span class="note" { (count(view.held.len() as u64, "open renewal")) } a class="link end" href=(all) { "In the grid" } }
            @if view.held.is_empty() { (empty("Holds nothing now.", "The policy gives responsibilities by role, account team and region.", html! {})) }
            @else {
                div class="scroll" role="region" aria-label="Holds" tabindex="0" {
                    table class="table two flush" {
                        thead { tr { th scope="col" { "Account" } th scope="col" { "Term end" } th scope="col" { "Responsibilities" } th scope="col" class="num" { "ATR" } } }
                        tbody { @for item in view.held.iter().take(HELD_SHOWN) { (row(item)) } }
                    }
                }
                @if view.held.len() > HELD_SHOWN { p class="small quiet" { (HELD_SHOWN) " of " (view.held.len()) " shown; the grid has them all." } }
            }
        }
    }
}

fn expansions(view: &PersonView) -> Markup {
    html! {
        @if !view.expansions.is_empty() {
            section aria-labelledby="expansions-h" {
                div class="section-head" { h2 id="expansions-h" { "Expansions" } span class="note" { (count(view.expansions.len() as u64, "open expansion")) } a class="link end" href="/expansions" { "All expansions" } }
                div class="scroll" role="region" aria-label="Expansions" tabindex="0" {
                    table class="table two flush" {
                        thead { tr { th scope="col" { "Account" } th scope="col" { "State" } th scope="col" { "Responsibilities" } th scope="col" class="num" { "Expected ARR" } } }
                        tbody { @for item in view.expansions.iter().take(HELD_SHOWN) { tr data-row {
                            td { a class="lead" href=(expansion_url(&item.expansion)) { (item.account.name) } small { (item.expansion) } }
                            td { (item.standing) @if let Some(by) = item.answer_by { small { "by " (display_date(by)) } } }
                            td { (item.responsibilities.iter().map(|held| held.label()).collect::<Vec<_>>().join(", ")) }
                            td class="num" { (money(item.expected)) }
                        } } }
                    }
                }
                @if view.expansions.len() > HELD_SHOWN { p class="small quiet" { (HELD_SHOWN) " of " (view.expansions.len()) " shown." } }
            }
        }
    }
}

fn row(item: &HeldItem) -> Markup {
    html! {
        tr data-row {
            td { a class="lead" href=(renewal_url(&item.renewal)) { (item.account.name) } small { (item.renewal) @if item.is_review { ", yearly review" } } }
            td { span class="t-minus" { (item.t_minus) } small { (display_date(item.end_on)) } }
            td { (item.responsibilities.iter().map(|held| held.label()).collect::<Vec<_>>().join(", ")) }
            td class="num" { (money(item.atr)) }
        }
    }
}

fn places(view: &PersonView) -> Markup {
    html! {
        section aria-labelledby="places-h" {
            div class="section-head" { h2 id="places-h" { "Account teams" } span class="note" { (count(view.places.len() as u64, "place")) } }
            @if view.places.is_empty() { p class="quiet" { "On no account team today." } }
            @else { ul class="plain-list cols" { @for (account, role, since) in &view.places { li { a class="link" href=(account_url(&account.reference)) { (account.name) } " " span class="quiet" { (role.label()) " since " (display_date(*since)) } } } } }
        }
    }
}

fn absences(view: &PersonView) -> Markup {
    html! {
        section aria-labelledby="absences-h" {
            div class="section-head" { h2 id="absences-h" { "Absences" } span class="note end" { (view.absences.len()) } }
            @if view.absences.is_empty() { p class="quiet" { "None written down." } }
            @else {
                ul class="say plain" {
                    @for absence in &view.absences {
                        li { div {
                            p { b { (display_date(absence.from_on)) " to " (display_date(last_day_of_service(absence.to_on))) } @if !absence.note.is_empty() { ", " (absence.note) } }
                            p class="quiet" {
                                @match &absence.delegate { Some(delegate) => { (delegate.name) " may act" }, None => "nobody stands in" }
                                @if absence.moves { "; moves what they hold" }
                            }
                            @if view.may_set_absence && !absence.over { a class="btn small" href={ "/absences/" (absence.id) "/ending" } { "End" span class="vh" { " the absence from " (display_date(absence.from_on)) } } }
                        } }
                    }
                }
            }
        }
    }
}

fn brings(view: &PersonView) -> Markup {
    let change = format!("{}/profile", person_url(&view.person.reference));
    html! {
        section aria-labelledby="brings-h" {
            div class="section-head" { h2 id="brings-h" { "Brings" } @if view.may_administer && view.teammate.left_on.is_none() { a class="link end" href=(change) { "Change" span class="vh" { " what they bring" } } } }
            @match &view.brings {
                Some(brings) => dl class="facts" {
                    div { dt { "Skills" } dd { (words_or(&brings.skills, "none written down")) } }
                    div { dt { "Leads negotiations" } dd { @match brings.commercial { Some(true) => "Yes", Some(false) => "No", None => "Not known" } } }
                    @if !brings.pod.is_empty() { div { dt { "Pod" } dd { (brings.pod) } } }
                    @if !brings.territories.is_empty() { div { dt { "Also covers" } dd { (joined(&brings.territories)) } } }
                    div { dt { "Capacity" } dd { @match brings.capacity { Some(capacity) => { (view.near) " of " (capacity) " decided within 90 days" }, None => { "Not stated; " (view.near) " decided within 90 days" } } } }
                },
                None => p class="quiet" { "Nothing written down: skills, pod, territories and capacity are not known." },
            }
            @if view.profiles.len() > 1 {
                ul class="say plain" { @for (from_on, brings) in &view.profiles { li { div { p { b { "From " (display_date(*from_on)) } } p class="quiet" { (told(brings)) } } } } }
            }
        }
    }
}

fn words_or(words: &BTreeSet<String>, none: &str) -> String {
    if words.is_empty() { none.into() } else { joined(words) }
}

/// What somebody brings, in one line.
fn told(brings: &Brings) -> String {
    let parts = [
        (!brings.skills.is_empty()).then(|| joined(&brings.skills)),
        brings.commercial.map(|leads| if leads { "leads negotiations".into() } else { "does not negotiate".into() }),
        (!brings.pod.is_empty()).then(|| format!("pod {}", brings.pod)),
        (!brings.territories.is_empty()).then(|| format!("covers {}", joined(&brings.territories))),
        brings.capacity.map(|capacity| format!("capacity {capacity}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "nothing".into() } else { parts.join("; ") }
}

fn reports(view: &PersonView) -> Markup {
    html! {
        @if !view.reports.is_empty() {
            section aria-labelledby="reports-h" {
                div class="section-head" { h2 id="reports-h" { "Reports" } span class="note end" { (many(&view.reports, "person").replace("persons", "people")) } }
                ul class="plain-list" { @for report in &view.reports { li { (by_name(report)) } } }
            }
        }
    }
}

fn positions(view: &PersonView) -> Markup {
    html! {
        section aria-labelledby="positions-h" {
            div class="section-head" { h2 id="positions-h" { "Where they were" } }
            @if view.positions.is_empty() { p class="quiet" { "In this role and place since the first day." } }
            @else {
                ul class="say plain" {
                    @for position in &view.positions {
                        li { div { p { b { (position.role.label()) } " from " (display_date(position.from_on)) }
                            p class="quiet" { (position.region) @if let Some(manager) = &position.manager { ", reporting to " (manager.name) } } } }
                    }
                }
            }
        }
    }
}
