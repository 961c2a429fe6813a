//! What happens when somebody leaves: who gets what and why, counted and in money, before it is done.

use super::parts::{money, person as by_name};
use super::words::{count, expansion_url, many, person_url, renewal_url};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use tenure_app::{LeavingPlan, MovedExpansion, MovedResponsibility};
use tenure_core::primitives::{Money, display_date, last_day_of_service};

/// The plan, with the form that asks for another day.
pub fn plan(plan: &LeavingPlan) -> Markup {
    let last_day = last_day_of_service(plan.left_on);
    html! {
        form class="inline-form" method="get" action={ (person_url(&plan.person.reference)) "/leaving" } {
            div class="field" {
                label for="plan-day" { "Last day with us" }
                input class="input day" id="plan-day" name="last_day" type="date" value=(last_day) required;
            }
            button class="btn" type="submit" { "Show the plan for that day" }
        }
        section aria-labelledby="plan-h" {
            div class="section-head" { h2 id="plan-h" { "Who gets what" } span class="note" { "nothing is saved yet" } }
            p class="big-line" { (sentence(plan)) }
            @if !plan.moves.is_empty() { (receivers(&plan.moves)) (table(&plan.moves)) }
        }
        @if !plan.expansions.is_empty() { (expansions(&plan.expansions)) }
    }
}

/// Distinct renewals and their amount: a renewal counts once, however many of its responsibilities move. Yearly reviews add no amount.
fn renewals(moves: &[&MovedResponsibility]) -> (u64, i64) {
    let distinct: BTreeMap<&str, i64> =
        moves.iter().map(|moved| (moved.renewal.as_str(), if moved.is_review { 0 } else { moved.atr_reporting.minor })).collect();
    (distinct.len() as u64, distinct.values().fold(0, |sum: i64, minor| sum.saturating_add(*minor)))
}

fn sentence(plan: &LeavingPlan) -> Markup {
    let all: Vec<&MovedResponsibility> = plan.moves.iter().collect();
    let (number, minor) = renewals(&all);
    let name = &plan.person.name;
    html! {
        @match plan.moves.first() {
            None => { (name) " is accountable for no open renewal: nothing moves. " },
            Some(first) => { b { (many(&plan.moves, "responsibility").replace("responsibilitys", "responsibilities")) } " on " (count(number, "renewal")) ", "
                b { (Money::new(minor, first.atr_reporting.currency)) } " up for renewal, "
                @if plan.moves.len() == 1 { "moves" } @else { "move" } " when " (name) " leaves. " (count(plan.open_tasks, "open step")) " go along. " },
        }
        @if !plan.expansions.is_empty() { b { (many(&plan.expansions, "responsibility").replace("responsibilitys", "responsibilities")) } " on open expansions " @if plan.expansions.len() == 1 { "moves" } @else { "move" } " too. " }
        (count(plan.team_places, "place")) " on account teams " @if plan.team_places == 1 { "ends" } @else { "end" } " that day."
    }
}

/// Each receiver with how much they get.
fn receivers(moves: &[MovedResponsibility]) -> Markup {
    let names: BTreeSet<(&str, &str)> = moves.iter().map(|moved| (moved.to.name.as_str(), moved.to.reference.as_str())).collect();
    html! {
        ul class="receivers" {
            @for (_, reference) in names {
                @let theirs = moves.iter().filter(|moved| moved.to.reference == reference).collect::<Vec<_>>();
                @let (number, minor) = renewals(&theirs);
                @if let Some(first) = theirs.first() {
                    li { (by_name(&first.to)) span class="quiet" { (theirs.len()) " on " (count(number, "renewal")) } span class="num" { (money(Money::new(minor, first.atr_reporting.currency))) } }
                }
            }
        }
    }
}

fn expansions(moved: &[MovedExpansion]) -> Markup {
    html! {
        section aria-labelledby="plan-expansions-h" {
            div class="section-head" { h2 id="plan-expansions-h" { "Expansions" } span class="note" { "owned in their own right" } }
            div class="scroll" role="region" aria-label="Expansions that move" tabindex="0" {
                table class="table two flush" {
                    thead { tr { th scope="col" { "Expansion" } th scope="col" { "What" } th scope="col" { "Goes to" } th scope="col" { "Because" } th scope="col" class="num" { "Expected ARR" } } }
                    tbody {
                        @for moved in moved {
                            tr {
                                td { a class="lead" href=(expansion_url(&moved.expansion)) { (moved.account) } small { (moved.expansion) } }
                                td { (moved.responsibility.label()) }
                                td { (by_name(&moved.to)) }
                                td class="why-cell" { (moved.because) }
                                td class="num" { (money(moved.expected_reporting)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn table(moves: &[MovedResponsibility]) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="What moves" tabindex="0" {
            table class="table two flush" {
                thead { tr {
                    th scope="col" { "Renewal" } th scope="col" { "What" } th scope="col" { "Goes to" } th scope="col" { "Because" } th scope="col" class="num" { "Up for renewal" }
                } }
                tbody {
                    @for moved in moves {
                        tr {
                            td { a class="lead" href=(renewal_url(&moved.renewal)) { (moved.account) } small { (moved.renewal) @if moved.is_review { ", yearly review" } ", ends " (display_date(moved.end_on)) } }
                            td { (moved.responsibility.label()) }
                            td { (by_name(&moved.to)) }
                            td class="why-cell" { (moved.because) }
                            td class="num" { (money(moved.atr_reporting)) }
                        }
                    }
                }
            }
        }
    }
}
