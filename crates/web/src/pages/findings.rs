//! Findings: mistakes that the facts show, worst first, each with who should act.

use super::parts::{empty, finding_url, person, severity_shape, shape};
use super::shell::{Shell, page};
use super::words::{count, url};
use maud::{Markup, html};
use tenure_app::{FindingItem, FindingsView};
use tenure_core::checks::Severity;
use tenure_core::primitives::display_date;

/// The page.
pub fn findings(shell: &Shell<'_>, view: &FindingsView) -> Markup {
    let all: usize = view.counts.values().sum();
    page(
        shell,
        "Findings",
        "p-findings",
        html! {
            header class="page-head" { h1 { "Findings" } span class="sub" { (count(all as u64, "finding")) @if view.continued { ", continued" } } }
            div class="body" {
                p class="mid measure" {
                    "A finding is a mistake in the work, for a person to mend. An invariant is a promise of the software, and "
                    code { "tenure check" } " proves each of them."
                }
                @if all == 0 {
                    (empty("No finding.", "The facts show no mistake today. New facts are looked at whenever this page is opened.",
                        html! { a class="btn" href="/renewals" { "See open renewals" } }))
                }
                @for severity in Severity::ALL { (group(*severity, view)) }
                @if view.continued || view.page.next.is_some() {
                    nav class="pager row" aria-label="Pages" {
                        @if view.continued { a class="btn" href="/findings" { "The worst" } }
                        @if let Some(next) = &view.page.next { a class="btn" href=(url("/findings", &[("after", next.clone())])) rel="next" { "Next findings" } }
                    }
                }
                (set_aside(&view.aside))
            }
        },
    )
}

/// What somebody looked at and set aside for a while.
fn set_aside(findings: &[FindingItem]) -> Markup {
    let aside = findings.iter().filter_map(|finding| Some((finding, finding.dismissed.as_ref()?)));
    let aside: Vec<_> = aside.collect();
    html! {
        @if !aside.is_empty() {
            details class="rules" {
                summary { (aside.len()) " set aside" }
                ul class="plain-list" {
                    @for (finding, said) in aside {
                        li { p {
                            (finding.title) @if let Some((name, _)) = &finding.account { ", " (name) }
                            span class="quiet" { ": " (said.reason) " " (said.author) ", until " (display_date(said.until)) ". " }
                            a class="link small" href={ "/findings/" (finding.id) "/return" } { "Bring back" span class="vh" { ": " (finding.title) } }
                        } }
                    }
                }
            }
        }
    }
}

fn group(severity: Severity, view: &FindingsView) -> Markup {
    let of: Vec<&FindingItem> = view.page.items.iter().filter(|finding| finding.severity == severity).collect();
    let all = view.counts.get(&severity).copied().unwrap_or_default();
    let id = format!("severity-{}", severity.code());
    html! {
        @if !of.is_empty() {
            section aria-labelledby=(id) {
                div class="section-head" { h2 id=(id) { (severity.label()) } span class="note" { @if of.len() < all { (of.len()) " of " } (all) } }
                ul class="found" { @for finding in &of { (item(finding)) } }
            }
        }
    }
}

fn item(finding: &FindingItem) -> Markup {
    let word = severity_shape(finding.severity);
    let about = finding.account.as_ref().map_or_else(|| finding.renewal.clone().unwrap_or_default(), |(name, _)| name.clone());
    html! {
        li data-row data-risk=(word) {
            (shape(word))
            div {
                p class="lead" {
                    @if let Some(url) = finding_url(finding) { a href=(url) { (about) } ": " }
                    (finding.title)
                }
                p class="mid" { (finding.evidence) }
                p { (finding.remedy) " " a class="link small" href={ "/findings/" (finding.id) "/dismissal" } { "Set aside" span class="vh" { ": " (finding.title) } } }
            }
            (person(&finding.owner))
        }
    }
}
