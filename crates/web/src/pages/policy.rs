//! The ownership policy: the version in force, those before it, and a text to check and activate.

use super::parts::{empty, shape};
use super::shell::{Shell, page};
use super::words::count;
use maud::{Markup, html};
use tenure_app::{PolicyCheck, PolicyView};
use tenure_core::primitives::display_date;
use tenure_core::refusal::Refusal;

/// What a check of the typed text found.
#[derive(Clone, Debug)]
pub enum Checked {
    /// Not checked yet.
    Not,
    /// The text cannot be read, or leaves renewals without a rule.
    Refused(Vec<Refusal>),
    /// It can be read; gaps stand in the check.
    Read(PolicyCheck),
}

/// The page. `typed` is the text in the form.
pub fn policy(shell: &Shell<'_>, view: &PolicyView, typed: &str, checked: &Checked) -> Markup {
    page(
        shell,
        "Policy",
        "p-policy",
        html! {
            header class="page-head" {
                h1 { "Policy" }
                @if let Some(active) = &view.active { span class="sub" { (active.name) ", version " (active.version) ", in force since " (display_date(active.effective_on)) } }
            }
            div class="split" {
                div class="main" {
                    @match &view.active {
                        None => (empty("No policy yet.", "A policy comes with the book, or is activated here.", html! {})),
                        Some(active) => p class="big-line" { b { (count(active.rules as u64, "rule")) } ", the first that fits decides who holds what on each renewal." },
                    }
                    @match checked {
                        Checked::Not => {},
                        Checked::Refused(refusals) => (refused(refusals)),
                        Checked::Read(check) => (found(check, typed, view.may_activate)),
                    }
                    (text_form(view, typed))
                }
                aside aria-label="Versions" { (versions(view)) }
            }
        },
    )
}

fn text_form(view: &PolicyView, typed: &str) -> Markup {
    html! {
        section aria-labelledby="text-h" {
            div class="section-head" { h2 id="text-h" { "The text" } span class="note" { "TOML; nothing changes until a text is activated" } }
            form class="ask wide" method="post" action="/policy/check" {
                div class="field" {
                    label class="vh" for="text" { "Policy text" }
                    textarea class="input mono" id="text" name="text" rows="26" spellcheck="false" required readonly[!view.may_activate] { (typed) }
                    @if view.may_activate { span class="hint" { "Change it here, or paste a file. The check proves whether every possible renewal has a rule, and tries the text on the open renewals." } }
                    @else { span class="hint" { "Only administrators change the policy." } }
                }
                @if view.may_activate { div class="row" { button class="btn primary" type="submit" { "Check the text" } } }
            }
        }
    }
}

fn refused(refusals: &[Refusal]) -> Markup {
    html! {
        section class="result" aria-labelledby="refused-h" role="alert" {
            div class="section-head" { h2 id="refused-h" { "Not accepted" } span class="note" { "nothing was changed" } }
            ul class="say" { @for refusal in refusals { li data-risk="red" { (shape("red")) p { (refusal.to_string()) } } } }
        }
    }
}

fn found(check: &PolicyCheck, typed: &str, may_activate: bool) -> Markup {
    html! {
        section class="result" aria-labelledby="check-h" role="status" {
            div class="section-head" { h2 id="check-h" { (check.name) @if check.gaps.is_empty() { " is complete" } @else { " has gaps" } } span class="note" { (check.cells) " cases looked at" } }
            @if !check.gaps.is_empty() {
                p { "These renewals would have no rule, so the text cannot be activated. Add a rule for them, or a last rule that takes everything." }
                ul class="say" { @for gap in &check.gaps { li data-risk="red" { (shape("red")) p { (gap) } } } }
            }
            @for role in &check.roles_without_holder { p class="mid" { "Nobody active is " (role.label()) "; the fallback would hold for that role." } }
            div class="scroll" role="region" aria-label="Rules of the text" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Rule" } th scope="col" class="num" { "Open renewals" } th scope="col" { "" span class="vh" { "Note" } } } }
                    tbody { @for rule in &check.rules { tr { td class="med" { (rule.rule) } td class="num" { (rule.renewals) } td class="quiet" { @if rule.unreachable { "never reached" } } } } }
                }
            }
            @if check.gaps.is_empty() && may_activate {
                form method="post" action="/policy/activation" {
                    input type="hidden" name="text" value=(typed);
                    p class="mid" { "Every open renewal is decided again by it, in one step. Owners that change are told in the record." }
                    button class="btn danger" type="submit" { "Activate " (check.name) }
                }
            }
        }
    }
}

fn versions(view: &PolicyView) -> Markup {
    html! {
        section aria-labelledby="versions-h" {
            div class="section-head" { h2 id="versions-h" { "Versions" } span class="note end" { (view.versions.len()) } }
            @if view.versions.is_empty() { p class="quiet" { "None yet." } }
            ol class="dl" {
                @for version in &view.versions {
                    li {
                        span class="med" { "Version " (version.version) }
                        a class="link" href={ "/policy?version=" (version.version) } { (version.name) }
                        span class="quiet nowrap" { (display_date(version.effective_on)) }
                    }
                }
            }
        }
    }
}
