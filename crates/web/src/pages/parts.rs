//! Parts that pages share: icons, risk, people, money, dates, findings, what happened, empty states.

use super::words::{account_url, expansion_url, per_cent, person_url, renewal_url};
use crate::assets::SPRITE_URL;
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::{EventItem, FindingItem, LineItem, Person};
use tenure_core::account::Risk;
use tenure_core::checks::Severity;
use tenure_core::contract::LineKind;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{Money, display_date, format_minor, last_day_of_service};

/// The formats in which a list leaves: a button each, in the look of those around it, to the address of the format.
pub fn export_buttons(class: &str, address: impl Fn(&str) -> String) -> Markup {
    html! {
        span class="btn-group" role="group" aria-label="Export" {
            @for (format, name) in [("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON")] {
                a class=(class) href=(address(format)) download { @if format == "csv" { (icon("download")) } (name) }
            }
        }
    }
}

/// An icon of the sprite, decoration beside words.
pub fn icon(name: &str) -> Markup {
    html! { svg class="icon" aria-hidden="true" { use href={ (SPRITE_URL) "#i-" (name) } {} } }
}

/// A risk shape of the sprite, beside its word.
pub fn shape(word: &str) -> Markup {
    html! { svg class="shape" viewBox="0 0 12 12" aria-hidden="true" { use href={ (SPRITE_URL) "#s-" (word) } {} } }
}

/// Risk in a row: shape and word.
pub fn risk(risk: Risk) -> Markup {
    html! { span class="risk" data-risk=(risk.code()) { (shape(risk.code())) (risk.label()) } }
}

/// Risk beside a page title.
pub fn risk_soft(risk: Risk) -> Markup {
    html! { span class="risk soft" data-risk=(risk.code()) { (shape(risk.code())) (risk.label()) } }
}

/// The shape word that a severity is drawn with.
pub fn severity_shape(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "red",
        Severity::Medium => "yellow",
        Severity::Low => "unknown",
    }
}

/// `Priya Raman, CSM`.
pub fn name_and_role(person: &Person) -> String {
    format!("{}, {}", person.name, person.role.label())
}

/// An avatar that stands alone and so carries the name.
pub fn avatar(person: &Person) -> Markup {
    let name = name_and_role(person);
    html! { span class="avatar" data-family=(person.family.code()) role="img" aria-label=(name) title=(name) { (person.initials) } }
}

/// A small avatar beside the name, or beside letters that name the person in their own way.
pub fn avatar_beside(person: &Person) -> Markup {
    html! { span class="avatar s" data-family=(person.family.code()) aria-hidden="true" { (person.initials) } }
}

/// Avatar, name, role; leads to the person.
pub fn person(person: &Person) -> Markup {
    html! { a class="person" href=(person_url(&person.reference)) { (avatar_beside(person)) (person.name) " " small { (person.role.label()) } } }
}

/// One avatar per person with the letters of what they hold.
pub fn owners(owners: &[(Person, Vec<Responsibility>)]) -> Markup {
    html! {
        @if owners.is_empty() { span class="quiet" { "nobody yet" } }
        @else {
            span class="owners" {
                @for (person, held) in owners {
                    @let letters = held.iter().map(|r| r.letter()).collect::<String>();
                    @let words = held.iter().map(|r| r.label().to_lowercase()).collect::<Vec<_>>().join(", ");
                    span title={ (name_and_role(person)) ": " (words) } {
                        (avatar_beside(person)) span aria-hidden="true" { (letters) }
                        span class="vh" { (person.name) ": " (words) ". " }
                    }
                }
            }
        }
    }
}

/// The amount, then its currency in the quiet tone.
pub fn money(amount: Money) -> Markup {
    html! { (format_minor(amount.minor, amount.currency)) " " small { (amount.currency.code()) } }
}

/// The lines of a term with their exact amounts; the total counts those that are up for renewal, live on its last day.
pub fn lines(lines: &[LineItem], end_on: Date) -> Markup {
    let last_day = last_day_of_service(end_on);
    let up = lines.iter().filter(|item| item.line.covers(last_day));
    let sum = up.map(|item| item.arr.minor).fold(0_i64, i64::saturating_add);
    let currency = lines.first().map(|item| item.arr.currency);
    html! {
        @if let Some(currency) = currency {
            div class="scroll" role="region" aria-label="Lines" tabindex="0" {
                table class="table two flush" {
                    thead {
                        tr {
                            th scope="col" { "Product, unit" }
                            th scope="col" class="num" { "Qty" }
                            th scope="col" class="num" { "Unit price" }
                            th scope="col" class="num" { "ARR, " (currency.code()) }
                        }
                    }
                    tbody { @for item in lines { (line_row(item, last_day)) } }
                    tfoot { tr { td colspan="3" { "Up for renewal" } td class="num" { (format_minor(sum, currency)) } } }
                }
            }
        } @else {
            p class="quiet" { "No lines: nothing is up for renewal." }
        }
    }
}

fn line_row(item: &LineItem, last_day: Date) -> Markup {
    let line = &item.line;
    html! {
        tr {
            td class="med" {
                (line.product)
                small {
                    (line.business_unit)
                    @if line.kind == LineKind::OneOff { ", one-off" }
                    @if line.end_on <= last_day { ", ends " (display_date(last_day_of_service(line.end_on))) }
                }
            }
            td class="num" { (line.quantity) }
            td class="num" {
                (line.unit_price.grouped(2))
                small { (line.price_period.label()) @if line.discount_bps > 0 { ", " (per_cent(line.discount_bps)) " off" } }
            }
            td class="num med" { (format_minor(item.arr.minor, item.arr.currency)) }
        }
    }
}

/// Findings beside the thing they are about.
pub fn findings(findings: &[FindingItem]) -> Markup {
    html! {
        section aria-labelledby="findings-h" {
            div class="section-head" { h2 id="findings-h" { "Findings" } span class="note end" { (findings.len()) } }
            @if findings.is_empty() { p class="quiet" { "None. The facts show no mistake here." } }
            @else {
                ul class="say" {
                    @for finding in findings {
                        li data-risk=(severity_shape(finding.severity)) {
                            (shape(severity_shape(finding.severity)))
                            p { b { (finding.title) "." } " " (finding.evidence) " " (finding.remedy) " " span class="quiet" { "For " (finding.owner.name) "." } }
                        }
                    }
                }
            }
        }
    }
}

/// Where a finding leads: its renewal or expansion, else its account.
pub fn finding_url(finding: &FindingItem) -> Option<String> {
    let own = finding.renewal.as_deref().map(renewal_url).or_else(|| finding.expansion.as_deref().map(expansion_url));
    own.or_else(|| finding.account.as_ref().map(|(_, reference)| account_url(reference)))
}

/// What happened, newest first.
pub fn activity(events: &[EventItem]) -> Markup {
    html! {
        section aria-labelledby="activity-h" {
            div class="section-head" { h2 id="activity-h" { "Activity" } }
            @if events.is_empty() { p class="quiet" { "Nothing has been written down yet." } }
            @else {
                ul class="act" {
                    @for event in events {
                        li { (icon("clock")) div { b { (event.actor) } span class="quiet dot-sep" { (display_date(event.on)) } p { (event.summary) } } }
                    }
                }
            }
        }
    }
}

/// What would be here, and the next step.
pub fn empty(title: &str, sentence: &str, next: Markup) -> Markup {
    html! { div class="empty" { h2 { (title) } p { (sentence) } (next) } }
}

/// A trail of places above the title; the last is where the reader is.
pub fn crumbs(places: &[(&str, String)], here: &str) -> Markup {
    html! {
        nav class="crumbs" aria-label="Breadcrumb" {
            @for (name, url) in places { a href=(url) { (name) } (icon("right")) }
            span aria-current="page" { (here) }
        }
    }
}
