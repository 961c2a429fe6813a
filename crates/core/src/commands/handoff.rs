//! Verbs on handoffs: the joint meeting, acceptance, refusal, waiver. Each takes several of one account that go the same way.

use super::{check_note, check_text, field};
use crate::account::Activity;
use crate::facts::{Facts, Moment, Write};
use crate::ownership::handoff::{Handoff, HandoffState, Word};
use crate::primitives::HandoffId;
use crate::refusal::Refusal;

/// Who speaks on handoffs or expansions, and what they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub moment: Moment,
}

impl Said {
    pub(super) fn word(&self) -> Word {
        let reason = self.reason.trim().into();
        Word { by: self.by.clone(), reason, on: self.moment.today, recorded_at: self.moment.recorded_at }
    }
}

/// Says that a contact, or an internal step, was the joint touch of some handoffs; after a waiver, that it introduced the receiver.
/// The contact itself is logged by [`super::log_activity`], in the same transaction where it is new.
///
/// # Errors
/// A handoff that is settled or met, a contact at which one of the two was missing, or nobody of the customer.
pub fn meet_handoffs(facts: &Facts, handoffs: &[HandoffId], activity: &Activity) -> Result<Vec<Write>, Refusal> {
    each(facts, handoffs, |handoff| {
        let state = handoff.state.clone().met(activity.id)?;
        handoff.check_touch(activity).map_err(|problem| field("subject", &activity.subject, problem.into()))?;
        Ok(state)
    })
}

/// The receiver accepts. The planner makes them accountable in the same transaction.
///
/// # Errors
/// A handoff that has no joint touch, or is settled.
pub fn accept_handoffs(facts: &Facts, handoffs: &[HandoffId], said: &Said) -> Result<Vec<Write>, Refusal> {
    check_note("reason", &said.reason)?;
    each(facts, handoffs, |handoff| handoff.state.clone().accepted(said.word()))
}

/// The receiver declines, with a reason. The giver stays accountable; the lead names another, or changes the policy.
///
/// # Errors
/// A handoff that is settled, or no reason.
pub fn decline_handoffs(facts: &Facts, handoffs: &[HandoffId], said: &Said) -> Result<Vec<Write>, Refusal> {
    check_text("reason", &said.reason)?;
    each(facts, handoffs, |handoff| handoff.state.clone().declined(said.word()))
}

/// A lead lets the joint meeting pass, by name and for a reason: the receiver is accountable from today and is introduced afterwards.
///
/// # Errors
/// A handoff that is settled, or no reason.
pub fn waive_handoffs(facts: &Facts, handoffs: &[HandoffId], said: &Said) -> Result<Vec<Write>, Refusal> {
    check_text("reason", &said.reason)?;
    let introduce_by = facts.organisation.handoff_clocks.introduce_by(said.moment.today, facts.calendar.of(None));
    each(facts, handoffs, |handoff| handoff.state.clone().waived(said.word(), introduce_by))
}

fn each(facts: &Facts, handoffs: &[HandoffId], next: impl Fn(&Handoff) -> Result<HandoffState, Refusal>) -> Result<Vec<Write>, Refusal> {
    if handoffs.is_empty() {
        return Err(field("handoff", "", "is not named".into()));
    }
    let change = |id: &HandoffId| {
        let handoff = facts.handoffs.get(id).ok_or_else(|| Refusal::general("that handoff does not exist", ""))?;
        let reference = facts.renewals.get(&handoff.renewal).map(|renewal| handoff.reference(renewal)).unwrap_or_default();
        let state = next(handoff).map_err(|refusal| Refusal { problem: format!("{reference}: {}", refusal.problem), ..refusal })?;
        Ok(Write::Handoff(Handoff { state, ..handoff.clone() }))
    };
    handoffs.iter().map(change).collect()
}
