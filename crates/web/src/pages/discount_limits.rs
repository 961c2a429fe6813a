//! What each role may give away alone, and who decided it when.

use super::parts::crumbs;
use super::shell::{Shell, page};
use super::words::{many, per_cent};
use maud::{Markup, html};
use tenure_app::{LimitItem, LimitsView};
use tenure_core::primitives::{Money, display_date};
use tenure_core::proposal::Authority;

/// The page.
pub fn discount_limits(shell: &Shell<'_>, view: &LimitsView) -> Markup {
    page(
        shell,
        "Discount authority",
        "p-lists",
        html! {
            header class="page-head" { (crumbs(&[("Settings", "/settings".into())], "Discount authority")) h1 { "Discount authority" } }
            div class="body prose" {
                p class="mid measure" { "What each role may give away in price alone. A proposal that gives more is sent only once a named person whose limit covers it, and who did not make it, has approved it. A discount that a line carries already is no new gift." }
                (limits(shell, view))
                @if !view.history.is_empty() { (history(view)) }
            }
        },
    )
}

fn limits(shell: &Shell<'_>, view: &LimitsView) -> Markup {
    html! {
        section aria-labelledby="limits-h" {
            div class="section-head" { h2 id="limits-h" { "In force" } span class="note" { "on " (display_date(view.today)) } @if shell.is_administrator { a class="btn small end" href="/settings/discount-authority/change" { "Change" } } }
            div class="scroll" role="region" aria-label="Limits in force" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Role" } th scope="col" class="num" { "On any line" } th scope="col" class="num" { "Of an option, a year" } th scope="col" { "Said by" } } }
                    tbody { @for item in &view.limits { (limit(view, item)) } }
                }
            }
        }
    }
}

fn limit(view: &LimitsView, item: &LimitItem) -> Markup {
    html! {
        tr {
            td class="med" { (item.role.label()) }
            td class="num" { (per_cent(item.authority.share_bps)) }
            td class="num" { (amount(view, item.authority)) }
            td {
                @match &item.said { Some((by, from_on)) => { (by) ", from " (display_date(*from_on)) }, None => span class="quiet" { "as shipped" } }
                @if let Some((authority, from_on)) = item.later { " " span class="quiet" { "From " (display_date(from_on)) ": " (per_cent(authority.share_bps)) } }
            }
        }
    }
}

fn amount(view: &LimitsView, authority: Authority) -> String {
    authority.amount_minor.map_or_else(|| "no limit".to_string(), |minor| Money::new(minor, view.currency).to_string())
}

fn history(view: &LimitsView) -> Markup {
    html! {
        section aria-labelledby="history-h" {
            div class="section-head" { h2 id="history-h" { "Who set what, when" } span class="note" { (many(&view.history, "decision")) } }
            div class="scroll" role="region" aria-label="Decisions" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "From" } th scope="col" { "Role" } th scope="col" class="num" { "On any line" } th scope="col" class="num" { "A year" } th scope="col" { "By" } } }
                    tbody { @for item in &view.history { tr { td class="med" { (display_date(item.from_on)) } td { (item.role.label()) } td class="num" { (per_cent(item.authority.share_bps)) } td class="num" { (amount(view, item.authority)) } td { (item.set_by) } } } }
                }
            }
        }
    }
}
