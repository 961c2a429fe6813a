//! Drafts and versions, and the policy as a text.

use crate::pages::words::url_part;
use maud::{Markup, html};
use tenure_app::PolicyView;
use tenure_core::primitives::display_date;

/// Open drafts and every version.
pub(super) fn lists(view: &PolicyView) -> Markup {
    html! {
        div class="panels two-up" {
            section aria-labelledby="drafts-h" {
                div class="section-head" { h2 id="drafts-h" { "Drafts" } span class="note end" { (view.drafts.len()) } }
                @if view.drafts.is_empty() { p class="quiet" { "Nobody is writing one." } }
                ol class="dl" {
                    @for item in &view.drafts {
                        li {
                            a class="link med" href={ "/policy/drafts/" (url_part(&item.reference())) } { (item.reference()) }
                            span { @if item.draft.note.is_empty() { span class="quiet" { "No note" } } @else { (item.draft.note) } }
                            span class="quiet nowrap" { @match &item.draft.review { Some(review) => { "approved by " (review.reviewer) }, None => { "by " (item.draft.author) } } }
                        }
                    }
                }
            }
            section aria-labelledby="versions-h" {
                div class="section-head" { h2 id="versions-h" { "Versions" } span class="note end" { (view.versions.len()) } }
                @if view.versions.is_empty() { p class="quiet" { "None yet." } }
                ol class="dl" {
                    @for version in &view.versions {
                        li {
                            span class="med nowrap" { "Version " (version.version) }
                            a class="link" href={ "/policy?version=" (version.version) } { (version.name) }
                            span class="quiet nowrap" { (display_date(version.effective_on)) @if let Some(by) = &version.standing.approved_by { ", read by " (by) } }
                        }
                    }
                }
            }
        }
    }
}

/// The text, and where it is changed or taken away. `base` is the address of the version or draft.
pub(super) fn texts(text: &str, base: &str) -> Markup {
    let is_draft = base.starts_with("/policy/drafts/");
    let files = if is_draft { format!("{base}/files") } else { base.to_string() };
    html! {
        details class="rules source" {
            summary { "The policy as a text" }
            pre class="mono" tabindex="0" { (text) }
        }
        p class="row below" {
            @if is_draft { a class="btn small" href={ (base) "/text" } { "Change the text" } }
            a class="btn small plain" href={ (files) "/policy.toml" } { "Download TOML" }
            a class="btn small plain" href={ (files) "/policy.dmn" } { "Download DMN" }
        }
    }
}
