//! The steps of a renewal, each with the form that completes it in place.

use super::Opened;
use crate::pages::parts::{avatar, icon, shape};
use crate::pages::words::{day, renewal_url};
use maud::{Markup, html};
use tenure_app::{RenewalView, StepItem, StepState};
use tenure_core::primitives::weekday_date;

/// The list of steps.
pub(super) fn steps(view: &RenewalView, opened: &Opened) -> Markup {
    let name = if view.playbook.is_empty() { "Steps" } else { view.playbook.as_str() };
    html! {
        section aria-labelledby="steps-h" {
            div class="section-head" { h2 id="steps-h" { (name) } span class="note" { (progress(&view.steps)) } }
            ol class="steps" { @for step in &view.steps { (row(step, view, opened)) } }
        }
    }
}

fn progress(steps: &[StepItem]) -> String {
    let of = |states: &[StepState]| steps.iter().filter(|step| states.contains(&step.state)).count();
    let ours = steps.len() - of(&[StepState::Withdrawn, StepState::BeforeTracking]);
    let late = of(&[StepState::Late]);
    let done = format!("{} of {ours} done", of(&[StepState::Done, StepState::NotNeeded]));
    if late == 0 { done } else { format!("{done}, {late} late") }
}

const fn code(state: StepState) -> &'static str {
    match state {
        StepState::Done => "done",
        StepState::NotNeeded => "not-needed",
        StepState::Late => "late",
        StepState::Next => "next",
        StepState::Open => "open",
        StepState::Withdrawn => "withdrawn",
        StepState::BeforeTracking => "before",
    }
}

fn row(step: &StepItem, view: &RenewalView, opened: &Opened) -> Markup {
    let checked = matches!(step.state, StepState::Done | StepState::NotNeeded);
    html! {
        li id={ "step-" (step.id) } data-row data-state=(code(step.state)) {
            span class="node" { @if checked { (icon("check")) } }
            span class="t" { b { (step.t_minus) } small { (day(step.due_on)) } }
            div class="x" {
                b class="title" { (step.title) }
                (state_line(step))
                @if let Some(attendance) = attendance(&step.attends) { small { (attendance) } }
                (moved(step))
                (elsewhere(step))
                @if step.may_act { (action(step, view, opened)) }
            }
            (avatar(&step.holder))
        }
    }
}

fn state_line(step: &StepItem) -> Markup {
    let completed = step.completed.as_ref().map(|(by, on)| format!("{by}, {}", weekday_date(*on))).unwrap_or_default();
    html! {
        @match step.state {
            StepState::Done => small { (step.evidence) " " span class="quiet nowrap" { "Done by " (completed) "." } },
            StepState::NotNeeded => small { "Not needed: " (step.evidence) " " span class="quiet nowrap" { (completed) "." } },
            StepState::Late => small { "Due " (weekday_date(step.due_on)) ". " (step.goal) },
            StepState::Next | StepState::Open => small { (step.goal) },
            StepState::Withdrawn => small { "Fell away: the plan changed before it was due." },
            StepState::BeforeTracking => small { "Was due before this renewal was known here. Nobody has to complete it." },
        }
    }
}

/// Why a step is not due on the day that its playbook counts to.
fn moved(step: &StepItem) -> Markup {
    html! {
        @if let Some(moved) = &step.moved {
            small class="quiet" { "Moved from " (weekday_date(moved.from)) ", " (moved.because()) "." }
        }
    }
}

/// What stands between the step and whoever holds it: other steps, a day, somebody who does it for them.
fn elsewhere(step: &StepItem) -> Markup {
    let open = matches!(step.state, StepState::Late | StepState::Next | StepState::Open);
    html! {
        @if open && !step.waits_for.is_empty() { small { "Waits for: " (step.waits_for.join(", ")) "." } }
        @if let Some((until, reason)) = step.put_off.as_ref().filter(|_| open) { small { "Put off until " (weekday_date(*until)) ": " (reason) } }
        @if let Some((holder, reason)) = step.given.as_ref().filter(|_| open) { small { (step.holder.name) " does it for " (holder) ": " (reason) } }
    }
}

/// `Priya Raman attends. Daniel Osei attends silently.`
fn attendance(attends: &[(String, bool)]) -> Option<String> {
    let sentence = |(name, silent): &(String, bool)| if *silent { format!("{name} attends silently.") } else { format!("{name} attends.") };
    (!attends.is_empty()).then(|| attends.iter().map(sentence).collect::<Vec<_>>().join(" "))
}

fn action(step: &StepItem, view: &RenewalView, opened: &Opened) -> Markup {
    match step.state {
        StepState::Late | StepState::Next | StepState::Open => html! { (complete(step, view, opened)) (others(step, view)) },
        StepState::Done | StepState::NotNeeded => html! {
            form class="reopen" method="post" action={ "/tasks/" (step.id) "/reopening" } {
                button class="btn small plain" type="submit" { span { "Reopen" span class="vh" { ": " (step.title) } } }
            }
        },
        StepState::Withdrawn | StepState::BeforeTracking => html! {},
    }
}

/// What else may be done with an open step.
fn others(step: &StepItem, view: &RenewalView) -> Markup {
    let at = format!("{}/steps/{}", renewal_url(&view.item.reference), step.id);
    let named = html! { span class="vh" { ": " (step.title) } };
    html! {
        span class="row small" {
            @if step.put_off.is_some() { a class="link" href={ (at) "/delay/ending" } { "Bring back" (named) } }
            @else { a class="link" href={ (at) "/delay" } { "Put off" (named) } }
            @if step.given.is_some() { a class="link" href={ (at) "/help/ending" } { "Take back" (named) } }
            @else { a class="link" href={ (at) "/help" } { "Give to somebody" (named) } }
        }
    }
}

/// The form that completes a step. It opens by itself where Today led here, and after what was typed was not accepted.
fn complete(step: &StepItem, view: &RenewalView, opened: &Opened) -> Markup {
    let is_open = opened.complete == Some(step.id);
    let (typed, problem) = opened.error.as_ref().filter(|_| is_open).map_or(("", None), |(typed, problem)| (typed.as_str(), Some(problem)));
    let (field, hint, error) = (format!("evidence-{}", step.id), format!("hint-{}", step.id), format!("error-{}", step.id));
    let described = if problem.is_some() { format!("{error} {hint}") } else { hint.clone() };
    let from_today = is_open && problem.is_none();
    let back = if from_today { "/today".to_string() } else { renewal_url(&view.item.reference) };
    html! {
        details class="complete" open[is_open] {
            summary class="btn small" data-done { span { "Complete" span class="vh" { ": " (step.title) } } }
            form method="post" action={ "/tasks/" (step.id) "/completion" } {
                input type="hidden" name="renewal" value=(view.item.reference);
                input type="hidden" name="back" value=(back);
                div class="field" {
                    label for=(field) { "Evidence" }
                    textarea class="input" id=(field) name="evidence" rows="3" required autofocus[is_open]
                        aria-invalid=[problem.map(|_| "true")] aria-describedby=(described) { (typed) }
                    @if let Some(problem) = problem { span class="error" id=(error) role="alert" { (shape("red")) (problem) } }
                    span class="hint" id=(hint) { (step.evidence_asked) }
                }
                div class="row" {
                    button class="btn primary" type="submit" name="outcome" value="done" { "Complete step" }
                    @if step.optional { button class="btn" type="submit" name="outcome" value="not_needed" { "Not needed" } }
                }
            }
        }
    }
}
