//! One renewal: its facts, who owns what and why, the steps, the lines, what happened.

mod standing;
mod steps;
pub mod strip;

use super::account::customer::contacts;
use super::forecast;
use super::outcomes::learnt;
use super::parts::{activity, crumbs, findings, icon, lines, money, person, risk_soft};
use super::promises;
use super::shell::{Shell, page};
use super::stakeholders;
use super::talk;
use super::value;
use super::words::{account_url, contract_url, day, distance, handoff_url, many, near_day, per_cent, renewal_url};
use maud::{Markup, html};
use tenure_app::{FaceItem, RenewalView, ResponsibilityView, StepState};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{TaskId, display_date, last_day_of_service};
use tenure_core::renewal::State;

/// What the page shows opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The lane whose reason is read.
    pub lane: Responsibility,
    /// The step whose form is open.
    pub complete: Option<TaskId>,
    /// What was typed into that form, and why it was not accepted.
    pub error: Option<(String, String)>,
}

/// The workspace of one renewal.
pub fn renewal(shell: &Shell<'_>, view: &RenewalView, opened: &Opened) -> Markup {
    let item = &view.item;
    page(
        shell,
        &format!("{}, {}", item.account, item.reference),
        "p-renewal",
        html! {
            header class="page-head" {
                (crumbs(&[("Renewals", "/renewals".into()), (&item.account, account_url(&item.account_reference))], &item.reference))
                h1 { (item.account) }
                (risk_soft(item.risk))
                @if item.is_review { span class="tag" { "Yearly review" } }
                (now(view))
            }
            (facts(view))
            (index(view))
            (standing::outcome(view))
            (standing::away(view))
            @if !view.responsibilities.is_empty() { (ownership(view, opened.lane)) }
            div class="split rn" {
                div class="main" {
                    @if view.steps.is_empty() { (no_steps(view)) } @else { (steps::steps(view, opened)) }
                    (talk::comments(&view.room.talk, (&view.item.account_reference, Some(&view.item.reference))))
                    (value::section(&view.room.value, (&view.item.account_reference, view.standing.rights.work)))
                    (promises::objections(&view.room.objections, (&view.item.account_reference, Some(&view.item.reference), view.standing.rights.work)))
                    (promises::commitments(&view.room.commitments, (&view.item.account_reference, Some(&view.item.reference), view.standing.rights.work)))
                }
                aside aria-label="About this renewal" {
                    section aria-labelledby="lines-h" { div class="section-head" { h2 id="lines-h" { "Lines" } span class="note" { "of term " (view.term.number) ", from " (display_date(view.term.start_on)) } } (lines(&view.lines, view.item.end_on)) }
                    (stakeholders::section(&view.room.people, &view.item.account_reference))
                    (talk::documents(&view.room.talk, (&view.item.account_reference, Some(&view.item.reference), view.standing.rights.work)))
                    (standing::proposals(view))
                    @if let Some(said) = &view.forecast { (forecast::section(said)) }
                    (standing::decision(view))
                    (standing::budget(view))
                    @if let Some(item) = &view.learnt { (learnt(item, view.standing.rights.work)) }
                    (standing::reassignments(view))
                    (standing::group(view))
                    (findings(&view.findings))
                    (promises::attention(view.room.attention.as_ref()))
                    (contacts(&view.activities, view.standing.rights.work.then(|| standing::log_url(view)), |_| None))
                    (activity(&view.events))
                }
            }
        },
    )
}

/// What to do now: the step that is late, else the next one.
fn now(view: &RenewalView) -> Markup {
    let late = view.steps.iter().find(|step| step.state == StepState::Late);
    let step = late.or_else(|| view.steps.iter().find(|step| step.state == StepState::Next)).filter(|_| view.item.state == State::Open);
    let word = if late.is_some() { "Late" } else { "Next" };
    html! { @if let Some(step) = step { div class="actions" { a class="btn primary" href={ "#step-" (step.id) } { (word) ": " (step.title) } } } }
}

/// Where on the page what stands.
fn index(view: &RenewalView) -> Markup {
    let open = |n: usize| if n == 0 { String::new() } else { format!(" {n}") };
    let objections = view.room.objections.iter().filter(|item| item.objection.resolved.is_none()).count();
    let promised = view.room.commitments.iter().filter(|item| item.commitment.is_open()).count();
    html! {
        nav class="page-index" aria-label="On this page" {
            a href="#steps-h" { "Steps" } a href="#comments-h" { "Comments" (open(view.room.talk.comments.len())) } a href="#value-h" { "Value" } a href="#people-h" { "Who decides" } @if view.forecast.is_some() { a href="#forecast-h" { "Forecast" } }
            a href="#objections-h" { "Objections" (open(objections)) } a href="#commitments-h" { "Promises" (open(promised)) } a href="#documents-h" { "Documents" (open(view.room.talk.documents.len())) } a href="#contacts-h" { "Contacts" }
        }
    }
}

fn facts(view: &RenewalView) -> Markup {
    let item = &view.item;
    let other = (item.atr.currency != item.atr_reporting.currency).then(|| format!(", {} at plan rates", item.atr_reporting));
    html! {
        dl class="facts head" {
            div { dt { "Up for renewal" } dd class="big" { (money(item.atr)) @if let Some(other) = other { small { (other) } } @if item.is_review { " " small { "a review: stays out of the sums" } } } }
            div { dt { "Term end" } dd class="big" { (item.t_minus) " "
                small { (display_date(item.end_on)) ", last day of service " (day(last_day_of_service(item.end_on))) } } }
            div { dt { "Notice deadline" } (notice(view)) }
            div { dt { "Contract" } dd class="big" { a class="link" href=(contract_url(&item.contract)) { (item.contract) } " " small { (terms(view)) } } }
            @if !view.playbook.is_empty() {
                div { dt { "Playbook" } dd class="big" { (view.playbook) " " small { "counted from " (view.anchor.0) ", " (day(view.anchor.1)) } } }
            }
        }
    }
}

fn notice(view: &RenewalView) -> Markup {
    let item = &view.item;
    let near = item.auto_renew && (0..=7).contains(&item.days_to_notice) && item.state == State::Open;
    let tone = near.then_some("text-red");
    html! {
        dd class={ "big" @if near { " text-red" } } {
            @if !item.auto_renew { "None " small { "the contract ends unless it is renewed" } }
            @else {
                (near_day(item.notice_on, item.days_to_notice)) " "
                small class=[tone] { @if item.state == State::Open { (distance(item.days_to_notice)) } @if item.notice_assumed { ", assumed 30 days: notice period unknown" } @if let Some(by) = view.notice_by.filter(|_| item.state == State::Open) { ", a day off: act by " (day(by)) } }
            }
        }
    }
}

fn terms(view: &RenewalView) -> String {
    let contract = &view.contract;
    let renews = match (contract.auto_renew, contract.renewal_months) {
        (true, months) => format!("auto-renews {months} months"),
        (false, _) => "ends unless renewed".into(),
    };
    let cap = contract.uplift_cap_bps.map(|cap| format!(", cap {}", per_cent(cap))).unwrap_or_default();
    format!("{renews}{cap}")
}

fn ownership(view: &RenewalView, selected: Responsibility) -> Markup {
    html! {
        section class="own" aria-labelledby="own-h" {
            div class="section-head" {
                h2 id="own-h" { "Who owns what" }
                span class="note" { (decided(view)) }
                (strip::legend())
            }
            (strip::strip(view, selected))
            div class="whys" data-why tabindex="-1" {
                (icon("info"))
                div { @for lane in &view.responsibilities { (reason(view, lane)) } }
                span class="actions" { a class="btn small" href={ (renewal_url(&view.item.reference)) "/why" } { "Explain" } }
            }
        }
    }
}

fn decided(view: &RenewalView) -> String {
    format!("{}, rule {}. {}. {} motion.", view.policy, view.rule, view.model, view.motion)
}

/// The one sentence of a lane, and what was let pass when its holder took over.
fn reason(view: &RenewalView, lane: &ResponsibilityView) -> Markup {
    let current = lane.holdings.iter().rfind(|holding| holding.from_on <= view.today).or(lane.holdings.last());
    html! {
        p class={ "why-" (lane.responsibility.code()) } {
            span class="vh" { (lane.responsibility.label()) ": " }
            @if let Some(holding) = current.filter(|_| designates_another(lane)) { (holding.because) " " b { "The policy now designates another:" } " " }
            (lane.why)
            @if let Some(pending) = &lane.handoff {
                " " b { (lane.holder.name) " stays accountable until " (pending.receiver.name) " accepts" } ", due " (day(pending.due_on)) ": "
                a class="link" href=(handoff_url(&pending.reference)) { "handoff " (pending.reference) } ". "
            }
            @if let Some((by, reason)) = current.and_then(|holding| holding.waived.as_ref()) {
                " " b { "No joint step took place when it changed hands" } ": " (by) " waived it (" (reason) ")."
            }
        }
    }
}

/// Whether the sentence of the policy begins with somebody other than the holder: a handoff is still to come.
fn designates_another(lane: &ResponsibilityView) -> bool {
    !lane.why.starts_with(&lane.holder.name)
}

/// Whom of ours a customer met in 90 days: the fewer faces, the clearer who speaks for what.
pub(super) fn faces(faces: &[FaceItem]) -> Markup {
    html! {
        section aria-labelledby="faces-h" {
            div class="section-head" { h2 id="faces-h" { "Faces a customer met" } span class="note" { (many(faces, "person").replace("persons", "people")) " in 90 days" } }
            @if faces.is_empty() { p class="quiet" { "Nobody of ours met this customer in 90 days." } }
            @else {
                ul class="plain-list" { @for face in faces {
                    li { (person(&face.person)) " " span class="small quiet" { @if face.times > 1 { (face.times) " times, last " } (day(face.last_on)) } }
                } }
            }
        }
    }
}

fn no_steps(view: &RenewalView) -> Markup {
    let says = match (&view.item.state, view.opens_on) {
        (State::Closed { inferred: true, .. }, _) => {
            "Nobody worked on this renewal here: its outcome was read from the imported terms.".to_string()
        }
        (_, Some(opens_on)) => format!("Its playbook begins on {}.", display_date(opens_on)),
        _ => "No playbook was decided for it.".to_string(),
    };
    html! { section aria-labelledby="steps-h" { div class="section-head" { h2 id="steps-h" { "Steps" } } p class="quiet" { (says) } } }
}
