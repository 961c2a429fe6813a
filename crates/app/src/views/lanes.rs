//! The lanes of the ownership strip: who was accountable from when to when, and what is on its way to somebody else.

use super::Person;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{Passage, Stream, holdings};
use tenure_core::primitives::{TeammateId, days_between};
use tenure_core::renewal::Renewal;

/// One stretch of accountability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldingItem {
    /// Who.
    pub person: Person,
    /// First day.
    pub from_on: Date,
    /// First day no longer, or still in force.
    pub to_on: Option<Date>,
    /// First day, from the term end.
    pub from_day: i64,
    /// First day no longer, from the term end.
    pub to_day: Option<i64>,
    /// Who waived the joint step at its beginning, and why.
    pub waived: Option<(String, String)>,
    /// Since when, from the term end, giver and receiver overlapped before it began.
    pub overlap_from: Option<i64>,
    /// Why, in one sentence.
    pub because: String,
}

/// One lane of the ownership strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponsibilityView {
    /// Which.
    pub responsibility: Responsibility,
    /// Who is accountable now.
    pub holder: Person,
    /// Every stretch since it was scheduled.
    pub holdings: Vec<HoldingItem>,
    /// Why the holder holds it, in one sentence.
    pub why: String,
    /// The handoff that is under way.
    pub handoff: Option<PendingHandoff>,
}

/// A responsibility on its way to somebody else: the holder stays accountable until it is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingHandoff {
    /// `R-1042-H1`.
    pub reference: String,
    /// Who receives.
    pub receiver: Person,
    /// The day it began, from the term end.
    pub from_day: i64,
    /// Whether both have met.
    pub met: bool,
    /// The day by which it should be accepted.
    pub due_on: Date,
}

pub(super) fn lanes(facts: &Facts, renewal: &Renewal, people: &BTreeMap<TeammateId, Person>) -> Vec<ResponsibilityView> {
    let entries = facts.entries(renewal.id);
    let lane = |responsibility: &Responsibility| {
        let stretches = holdings(entries, *responsibility, Stream::Accountable);
        let last = stretches.last()?.entry;
        let items = stretches.iter().filter_map(|stretch| {
            let waived = match &stretch.entry.passage {
                Passage::Waived { by, reason, .. } => Some((by.clone(), reason.clone())),
                Passage::Initial | Passage::Joint { .. } => None,
            };
            let joint = match &stretch.entry.passage {
                Passage::Joint { handoff } => facts.handoffs.get(handoff),
                Passage::Initial | Passage::Waived { .. } => None,
            };
            Some(HoldingItem {
                person: people.get(&stretch.entry.holder)?.clone(),
                from_on: stretch.from_on,
                to_on: stretch.to_on,
                from_day: days_between(renewal.target.end_on, stretch.from_on),
                to_day: stretch.to_on.map(|to_on| days_between(renewal.target.end_on, to_on)),
                waived,
                overlap_from: joint.map(|handoff| days_between(renewal.target.end_on, handoff.opened_on)),
                because: stretch.entry.because.sentence.clone(),
            })
        });
        let designated =
            entries.iter().filter(|e| e.responsibility == *responsibility && e.stream == Stream::Designated).max_by_key(|e| e.sequence)?;
        let open = facts
            .handoffs
            .values()
            .find(|handoff| handoff.renewal == renewal.id && handoff.state.is_open() && handoff.responsibilities.contains(responsibility));
        let pending = open.and_then(|handoff| {
            Some(PendingHandoff {
                reference: handoff.reference(renewal),
                receiver: people.get(&handoff.receiver)?.clone(),
                from_day: days_between(renewal.target.end_on, handoff.opened_on),
                met: handoff.state.touch().is_some(),
                due_on: handoff.due_on,
            })
        });
        Some(ResponsibilityView {
            handoff: pending,
            responsibility: *responsibility,
            holder: people.get(&last.holder)?.clone(),
            holdings: items.collect(),
            why: designated.because.sentence.clone(),
        })
    };
    Responsibility::ALL.iter().filter_map(lane).collect()
}
