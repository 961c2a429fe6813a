//! Findings: mistakes that the facts show, worst first, each with who should act.

use super::parts::{empty, finding_url, person, severity_shape, shape};
use super::shell::{Shell, page};
use super::words::many;
use maud::{Markup, html};
use tenure_app::FindingItem;
use tenure_core::checks::Severity;
use tenure_core::primitives::display_date;

/// The page.
pub fn findings(shell: &Shell<'_>, findings: &[FindingItem]) -> Markup {
    let open: Vec<&FindingItem> = findings.iter().filter(|finding| finding.dismissed.is_none()).collect();
    page(
        shell,
        "Findings",
        "p-findings",
        html! {
            header class="page-head" { h1 { "Findings" } span class="sub" { (many(&open, "finding")) } }
            div class="body" {
                p class="mid measure" {
                    "A finding is a mistake in the work, for a person to mend. An invariant is a promise of the software, and "
                    code { "tenure check" } " proves each of them."
                }
                @if open.is_empty() {
                    (empty("No finding.", "The facts show no mistake today. New facts are looked at whenever this page is opened.",
                        html! { a class="btn" href="/renewals" { "See open renewals" } }))
                }
                @for severity in Severity::ALL { (group(*severity, &open)) }
                (set_aside(findings))
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

fn group(severity: Severity, findings: &[&FindingItem]) -> Markup {
    let of: Vec<&&FindingItem> = findings.iter().filter(|finding| finding.severity == severity).collect();
    let id = format!("severity-{}", severity.code());
    html! {
        @if !of.is_empty() {
            section aria-labelledby=(id) {
                div class="section-head" { h2 id=(id) { (severity.label()) } span class="note" { (of.len()) } }
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
