//! What activating a policy would do, shown before it is done.

use crate::pages::words::{count, renewal_url};
use maud::{Markup, html};
use tenure_app::PolicyPlan;
use tenure_core::primitives::display_date;

/// Moves shown one by one.
const MOVES_SHOWN: usize = 25;

/// The plan, above the button that carries it out.
pub fn plan(plan: &PolicyPlan) -> Markup {
    html! {
        p class="big-line" {
            b { (plan.title) } " comes into force on " (display_date(plan.effective_on)) ". "
            @if plan.handovers == 0 { "Nobody gains or loses a responsibility." }
            @else { b { (plan.handovers) @if plan.handovers == 1 { " responsibility" } @else { " responsibilities" } } " on " (count(plan.renewals_changing_hands, "renewal")) " would go to somebody else; each is a handoff." }
        }
        p class="mid" { (plan.redecided) " of " (plan.renewals) " open renewals get another model, motion, playbook or first day." }
        @if !plan.people.is_empty() {
            div class="scroll" role="region" aria-label="Who gains and loses" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Who" } th scope="col" class="num" { "Gains" } th scope="col" class="num" { "Loses" } } }
                    tbody { @for person in &plan.people { tr { td { (person.name) } td class="num" { (person.gains) } td class="num" { (person.loses) } } } }
                }
            }
        }
        @if !plan.moves.is_empty() {
            details class="rules" {
                summary { "Each of them" }
                ul class="say" {
                    @for moved in plan.moves.iter().take(MOVES_SHOWN) {
                        li { p { a class="link" href=(renewal_url(&moved.renewal)) { (moved.account) } ": " (moved.responsibility.label()) " from " (moved.from) " to " (moved.to) } }
                    }
                }
                @if plan.handovers > MOVES_SHOWN as u64 { p class="quiet" { (plan.handovers - MOVES_SHOWN as u64) " more; the API tells up to 200." } }
            }
        }
    }
}
