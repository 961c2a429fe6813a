//! What teams carry, each below the team that it belongs to; a team opens to its people.

use super::people;
use crate::pages::parts::avatar_beside;
use crate::pages::words::url;
use maud::{Markup, html};
use tenure_app::{TeamLoad, WorkloadView};
use tenure_core::primitives::format_minor;

/// The section; nothing where nobody reports to anybody.
pub(super) fn section(view: &WorkloadView) -> Markup {
    html! {
        @if !view.teams.is_empty() {
            div class="section-head" { h2 { "Teams" } span class="note" { "a lead and whoever reports there, directly or through others; each renewal once" } }
            div class="scroll" role="region" aria-label="Teams" tabindex="0" {
                table class="table two list" {
                    thead {
                        tr {
                            th scope="col" { "Team of" }
                            th scope="col" class="num" { "Open renewals" }
                            th scope="col" class="num" { "In 90 days, of capacity" }
                            th scope="col" class="num" { "Above capacity" }
                            th scope="col" class="num" { "Expansions" }
                            th scope="col" class="num" { "Commercial ATR, " (view.reporting.code()) }
                        }
                    }
                    tbody { @for (place, team) in view.teams.iter().enumerate() { (row(view, team, view.team == Some(place))) } }
                }
            }
        }
    }
}

fn row(view: &WorkloadView, team: &TeamLoad, shown: bool) -> Markup {
    html! {
        tr data-row aria-current=[shown.then_some("true")] {
            td data-depth=(team.depth.min(5)) { span class="row" { (avatar_beside(&team.lead)) a class="lead" href={ (url("/workload", &[("team", team.lead.reference.clone())])) "#people" } { (team.lead.name) } } small { (team.lead.role.label()) ", " (people(team.members.len() as u64)) } }
            td class="num" { (team.renewals) }
            td class="num" { (of_capacity(team)) }
            td class="num" { @if team.over > 0 { span class="text-red med" { (people(team.over)) } } @else { "0" } }
            td class="num" { (team.expansions) }
            td class="num" { (format_minor(team.commercial_minor, view.reporting)) }
        }
    }
}

/// What is decided within 90 days, person by person, beside what these can carry.
fn of_capacity(team: &TeamLoad) -> Markup {
    html! {
        @match team.capacity {
            None => small class="quiet" { "capacity not stated" },
            Some(capacity) => {
                span class=[(team.near > capacity).then_some("text-red med")] { (team.near) " of " (capacity) }
                @if team.unstated > 0 { small class="quiet" { "not stated for " (people(team.unstated)) } }
            }
        }
    }
}
