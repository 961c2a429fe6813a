//! What the proof says of a policy, with repairs, and what the policy would do.

use crate::pages::parts::{empty, shape};
use crate::pages::words::{count, many, renewal_url};
use maud::{Markup, html};
use tenure_app::{GapItem, PolicyCheck, RepairItem};
use tenure_core::ownership::policy::HitPolicy;

/// Overlaps told at most.
const OVERLAPS_MAX: usize = 8;

/// The panel.
pub(super) fn checker(check: &PolicyCheck, edit: Option<&String>) -> Markup {
    html! {
        section class="wide" aria-labelledby="checker-h" {
            div class="section-head" { h2 id="checker-h" { "Checker" } span class="note" { "every possible renewal, in " (count(check.steps as u64, "step")) } }
            ul class="finds" {
                @for (index, gap) in check.gaps.iter().enumerate() { (gap_row(check, (index, gap), edit)) }
                @if check.gaps.is_empty() { li data-risk="green" { (shape("green")) div { b { "Every possible renewal has a rule." } " Amounts to the cent, words that no rule names, and what is not known." } } }
                @for repair in check.repairs.iter().filter(|repair| repair.gap.is_none() && repair.removes.is_none()) { (offer("unknown", "Or close every gap at once.", repair, edit)) }
                (idle(check, edit))
                (overlaps(check))
                @for (input, rules) in &check.unknown { li data-risk="unknown" { (shape("unknown")) div { b { (input) " not known or not judged" } " goes to " (rules.join(", ")) "." } } }
                (roles(check))
            }
        }
    }
}

fn gap_row(check: &PolicyCheck, (index, gap): (usize, &GapItem), edit: Option<&String>) -> Markup {
    let repairs: Vec<&RepairItem> = check.repairs.iter().filter(|repair| repair.gap == Some(index)).collect();
    html! {
        li data-risk="red" {
            (shape("red"))
            div {
                b { "Gap: " (gap.words) "." } " For example " (gap.example) "."
                @if !gap.named.is_empty() { " " (gap.named.join(", ")) @if gap.renewals > gap.named.len() as u64 { " and others" } " " @if gap.renewals == 1 { "is" } @else { "are" } " in it today." }
                @if let Some(edit) = edit { @if !repairs.is_empty() { div class="row" { @for repair in repairs { (repair_button(edit, repair)) } } } }
            }
        }
    }
}

fn idle(check: &PolicyCheck, edit: Option<&String>) -> Markup {
    html! {
        @for used in check.rules.iter().filter(|used| used.unreachable) {
            li data-risk="yellow" {
                (shape("yellow"))
                div {
                    b { (used.rule) " can never match." } " "
                    @if used.taken_by.is_empty() { "No renewal fits its conditions." } @else { (used.taken_by.join(", ")) " " @if used.taken_by.len() == 1 { "takes" } @else { "take" } " everything it covers." }
                    @if let Some(edit) = edit {
                        @for repair in check.repairs.iter().filter(|repair| repair.removes.as_ref() == Some(&used.rule)) { div class="row" { (repair_button(edit, repair)) } }
                    }
                }
            }
        }
        @for used in check.rules.iter().filter(|used| used.redundant) {
            li data-risk="unknown" { (shape("unknown")) div { b { (used.rule) " changes nothing." } " Without it every renewal would be decided the same." } }
        }
    }
}

fn overlaps(check: &PolicyCheck) -> Markup {
    let (tone, says) = match check.policy.hit_policy {
        HitPolicy::First => ("unknown", "the order decides"),
        HitPolicy::Unique => ("red", "only one may match"),
    };
    html! {
        @for overlap in check.overlaps.iter().take(OVERLAPS_MAX) {
            li data-risk=(tone) {
                (shape(tone))
                div { b { (overlap.earlier) " and " (overlap.later) " overlap" } ", and " (says) ": " (overlap.words) @if overlap.renewals > 0 { " (" (count(overlap.renewals, "renewal")) " today)" } "." }
            }
        }
        @if check.overlaps.len() > OVERLAPS_MAX { li data-risk="unknown" { (shape("unknown")) div { (check.overlaps.len() - OVERLAPS_MAX) " more overlaps." } } }
    }
}

fn roles(check: &PolicyCheck) -> Markup {
    html! {
        @for role in &check.roles_without_holder {
            li data-risk="yellow" { (shape("yellow")) div { b { "Nobody is " (role.label()) "." } " The next role in the list, or its leader, would hold for it." } }
        }
        @if check.roles_without_holder.is_empty() { li data-risk="green" { (shape("green")) div { b { "Every role has someone." } } } }
    }
}

fn offer(tone: &str, says: &str, repair: &RepairItem, edit: Option<&String>) -> Markup {
    html! { @if let Some(edit) = edit { li data-risk=(tone) { (shape(tone)) div { (says) div class="row" { (repair_button(edit, repair)) } } } } }
}

/// One click that makes a repair.
pub(super) fn repair_button(edit: &str, repair: &RepairItem) -> Markup {
    html! {
        form method="post" action={ (edit) "/repair" } {
            input type="hidden" name="text" value=(repair.text);
            button class="btn small" type="submit" { (repair.title) }
        }
    }
}

/// What the policy would do to the open renewals.
pub(super) fn effect(check: &PolicyCheck) -> Markup {
    let effect = &check.effect;
    html! {
        section aria-labelledby="effect-h" {
            div class="section-head" { h2 id="effect-h" { "Decided differently from now" } span class="note" { (effect.changed) " of " (effect.renewals) } }
            @if effect.told.is_empty() { (empty("Nothing changes.", "Every open renewal gets the roles it has under the policy in force.", html! {})) }
            @else {
                ol class="trace" {
                    @for decision in &effect.told {
                        li {
                            span { a class="link" href=(renewal_url(&decision.renewal)) { (decision.account) } }
                            em { (rule(decision.before.as_deref())) " → " (rule(decision.after.as_deref())) }
                        }
                    }
                }
                @if effect.changed > effect.told.len() as u64 { p class="small quiet" { "The first " (many(&effect.told, "renewal")) " by number." } }
            }
        }
    }
}

fn rule(id: Option<&str>) -> &str {
    id.unwrap_or("no rule")
}
