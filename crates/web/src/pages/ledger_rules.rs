//! The rules that questions about money are answered under: those in force, whether somebody confirmed them, and what they were before.

use super::parts::{crumbs, shape};
use super::question::rule_words::{changed, told};
use super::shell::{Shell, page};
use super::words::many;
use maud::{Markup, html};
use tenure_app::LedgerRulesView;
use tenure_core::ledger::Rules;
use tenure_core::primitives::display_date;

/// Where the rules are changed.
const CHANGE: &str = "/settings/ledger-rules/change";

/// The page.
pub fn ledger_rules(shell: &Shell<'_>, view: &LedgerRulesView) -> Markup {
    page(
        shell,
        "Ledger rules",
        "p-lists",
        html! {
            header class="page-head" { (crumbs(&[("Settings", "/settings".into())], "Ledger rules")) h1 { "Ledger rules" } }
            (standing(shell, view))
            div class="body prose" {
                p class="mid measure" { "Sources disagree on these choices, so each has a name. Figures are read under the rules below, and print them; a question may state others. Figures as known on an earlier day keep the rules of that day." }
                (in_force(shell, view))
                @if !view.history.is_empty() { (history(view)) }
            }
        },
    )
}

fn standing(shell: &Shell<'_>, view: &LedgerRulesView) -> Markup {
    html! {
        @if !view.confirmed {
            p class="banner" data-risk="yellow" {
                (shape("yellow"))
                span {
                    b { "Not confirmed." } " Nobody has confirmed the shipped rules. Above all the line between a small and a big upsell decides who works on an expansion. "
                    @if shell.is_administrator { a href=(CHANGE) { "Look at them and confirm" } "." } @else { "An administrator confirms them." }
                }
            }
        }
    }
}

fn in_force(shell: &Shell<'_>, view: &LedgerRulesView) -> Markup {
    html! {
        section aria-labelledby="rules-h" {
            div class="section-head" {
                h2 id="rules-h" { "In force" }
                span class="note" {
                    @match view.history.first() {
                        Some(last) => { "set by " (last.set_by) " on " (display_date(last.recorded_on)) },
                        None => { "as shipped" },
                    }
                }
                @if shell.is_administrator { a class="btn small end" href=(CHANGE) { "Change" } }
            }
            div class="scroll" role="region" aria-label="Rules in force" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Rule" } th scope="col" { "Says" } } }
                    tbody { @for (about, says) in told(&view.rules) { tr { td class="med" { (about) } td { (says) } } } }
                }
            }
        }
    }
}

/// What changed with each set: against the one before, the first against what is shipped.
fn history(view: &LedgerRulesView) -> Markup {
    let shipped = Rules::default();
    html! {
        section aria-labelledby="history-h" {
            div class="section-head" { h2 id="history-h" { "Who set what, when" } span class="note" { (many(&view.history, "decision")) } }
            div class="scroll" role="region" aria-label="Decisions" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Day" } th scope="col" { "By" } th scope="col" { "What changed" } } }
                    tbody {
                        @for (at, item) in view.history.iter().enumerate() {
                            @let differences = changed(&item.rules, view.history.get(at + 1).map_or(&shipped, |before| &before.rules));
                            tr {
                                td class="med" { (display_date(item.recorded_on)) }
                                td { (item.set_by) }
                                td { @if differences.is_empty() { "confirmed as shipped" } @else { (differences.join("; ")) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
