//! How long handoffs may take, and who decided it when.

use super::organisation::decisions;
use super::parts::crumbs;
use super::shell::{Shell, page};
use super::words::count;
use maud::{Markup, html};
use tenure_app::HandoffClocksView;
use tenure_core::primitives::display_date;

/// Where the days are changed.
const CHANGE: &str = "/settings/handoff-clocks/change";

/// The page.
pub fn handoff_clocks(shell: &Shell<'_>, view: &HandoffClocksView) -> Markup {
    page(
        shell,
        "Handoff clocks",
        "p-lists",
        html! {
            header class="page-head" { (crumbs(&[("Settings", "/settings".into())], "Handoff clocks")) h1 { "Handoff clocks" } }
            div class="body prose" {
                p class="mid measure" { "A responsibility that stands between two people for long belongs to neither. What is late is a finding. Holidays and weekends do not count." }
                (in_force(shell, view))
                @if !view.history.is_empty() { (decisions(&view.history)) }
            }
        },
    )
}

fn in_force(shell: &Shell<'_>, view: &HandoffClocksView) -> Markup {
    let rows = [
        ("From the opening of a handoff to its acceptance", view.clocks.accept_days),
        ("From a waiver to the introduction that it owes", view.clocks.introduce_days),
    ];
    html! {
        section aria-labelledby="clocks-h" {
            div class="section-head" {
                h2 id="clocks-h" { "In force" }
                span class="note" { @match view.history.first() { Some(last) => { "set by " (last.by) " on " (display_date(last.on)) }, None => { "as shipped or imported" } } }
                @if shell.is_administrator { a class="btn small end" href=(CHANGE) { "Change" } }
            }
            div class="scroll" role="region" aria-label="Days in force" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Clock" } th scope="col" class="num" { "Runs for" } } }
                    tbody {
                        @for (what, days) in rows { tr { td class="med" { (what) } td class="num" { (count(u64::from(days), "business day")) } } }
                        tr { td class="med" { "Before a decision, nothing moves by itself" } td class="num" { @if view.clocks.protected_days == 0 { "never" } @else { "for " (count(u64::from(view.clocks.protected_days), "day")) } } }
                    }
                }
            }
        }
    }
}
