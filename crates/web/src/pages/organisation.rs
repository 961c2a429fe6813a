//! What the organisation says of itself, and who said what when.

use super::parts::crumbs;
use super::shell::{Shell, page};
use super::words::{count, many, person_url};
use maud::{Markup, html};
use tenure_app::{DecisionItem, OrganisationView};
use tenure_core::primitives::{display_date, month_name};

/// Where it is said anew.
const CHANGE: &str = "/settings/organisation/change";

/// The page.
pub fn organisation(shell: &Shell<'_>, view: &OrganisationView) -> Markup {
    page(
        shell,
        "Organisation",
        "p-lists",
        html! {
            header class="page-head" { (crumbs(&[("Settings", "/settings".into())], "Organisation")) h1 { "Organisation" } }
            div class="body prose" {
                p class="mid measure" { "What policies, forecasts and absences read of the company itself." }
                (said(shell, view))
                (fixed(view))
                @if !view.history.is_empty() { (decisions(&view.history)) }
            }
        },
    )
}

fn said(shell: &Shell<'_>, view: &OrganisationView) -> Markup {
    let settings = &view.settings;
    html! {
        section aria-labelledby="said-h" {
            div class="section-head" {
                h2 id="said-h" { "In force" }
                @if shell.is_administrator { a class="btn small end" href=(CHANGE) { "Change" } }
            }
            dl class="kv" {
                dt { "Name" } dd { (settings.name) }
                dt { "Stage" } dd { @match settings.stage { Some(stage) => (stage.label()), None => { "Not stated" small { "A rule that asks for the stage takes its row for a missing value." } } } }
                dt { "Fiscal year" } dd { "begins in " (month_name(settings.fiscal_year_start).unwrap_or("no month")) small { "Quarters and years of forecasts, Retention and reports begin with it." } }
                dt { "Absence" } dd { "of more than " (count(u64::from(settings.absence_moves_after_days), "day")) " moves what the person holds" small { "A shorter one lets the delegate act." } }
            }
        }
    }
}

fn fixed(view: &OrganisationView) -> Markup {
    html! {
        section aria-labelledby="fixed-h" {
            div class="section-head" { h2 id="fixed-h" { "Stands" } span class="note" { "recorded amounts and days are in it" } }
            dl class="kv" {
                dt { "Reporting currency" } dd { (view.currency.code()) }
                dt { "Time zone" } dd { (view.time_zone) @if view.is_sample { small { "A sample company has a today of its own." } } }
                dt { "Desk lead" } dd { a class="link" href=(person_url(&view.desk_lead.reference)) { (view.desk_lead.name) } small { "Holds what nobody else fits." } }
            }
        }
    }
}

/// Who set what, when: the last decision first.
pub(super) fn decisions(history: &[DecisionItem]) -> Markup {
    html! {
        section aria-labelledby="history-h" {
            div class="section-head" { h2 id="history-h" { "Who set what, when" } span class="note" { (many(history, "decision")) } }
            div class="scroll" role="region" aria-label="Decisions" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Day" } th scope="col" { "By" } th scope="col" { "What changed" } } }
                    tbody { @for item in history { tr { td class="med" { (display_date(item.on)) } td { (item.by) } td { (item.summary) } } } }
                }
            }
        }
    }
}
