//! Sealed reports: what was reported, by whom, and the fingerprint that proves it.

use super::parts::empty;
use super::shell::{Shell, page};
use super::words::{many, url};
use maud::{Markup, html};
use tenure_core::primitives::display_date;
use tenure_core::seal::Seal;

/// The page, newest seal first. `next` is where the list goes on.
pub fn reports(shell: &Shell<'_>, seals: &[Seal], next: Option<u32>) -> Markup {
    page(
        shell,
        "Sealed reports",
        "p-numbers p-reports",
        html! {
            header class="page-head" { h1 { "Sealed reports" } span class="sub" { (many(seals, "report")) @if next.is_some() { " on this page" } } }
            div class="body" {
                @if seals.is_empty() {
                    (empty("Nothing is sealed.", "A sealed report keeps its figures, its question and what was known for ever. An administrator seals one on Retention.",
                        html! { a class="btn" href="/retention" { "Go to Retention" } }))
                } @else {
                    div class="scroll" role="region" aria-label="Sealed reports" tabindex="0" {
                        table class="table two flush seals" {
                            thead { tr { th scope="col" { "Report" } th scope="col" { "As of" } th scope="col" { "Sealed" } th scope="col" { "By" } th scope="col" { "SHA-256 of the content" } } }
                            tbody { @for seal in seals { (row(seal)) } }
                        }
                    }
                    @if let Some(next) = next { p class="pager" { a class="btn" href=(url("/reports", &[("before", next.to_string())])) rel="next" { "Earlier seals" } } }
                }
            }
        },
    )
}

/// `S-3`.
pub(super) fn reference(seal: &Seal) -> String {
    format!("S-{}", seal.number)
}

/// Date and time, as logs write them.
pub(super) fn instant(at: jiff::Timestamp) -> String {
    at.strftime("%-d %b %Y, %H:%M UTC").to_string()
}

fn row(seal: &Seal) -> Markup {
    let reference = reference(seal);
    html! {
        tr data-row {
            td { a class="lead" href={ "/reports/" (reference) } { (seal.title) } small { (reference) ", " (seal.kind) } }
            td { (display_date(seal.as_of)) small { "known at " (instant(seal.known_at)) } }
            td { (instant(seal.sealed_at)) }
            td { (seal.sealed_by) }
            td { code class="hash" { (seal.content_sha256) } }
        }
    }
}
