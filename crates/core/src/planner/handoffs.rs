//! Plans handoffs: a responsibility whose accountable person is no longer the designated one opens one, and what became of it decides
//! when the receiver is accountable.

use super::{Index, Planning};
use crate::facts::Write;
use crate::ownership::Responsibility;
use crate::ownership::designation::PersonReason;
use crate::ownership::handoff::{Handoff, HandoffState, Word};
use crate::ownership::ledger::{OwnershipEntry, Passage};
use crate::primitives::{AccountId, HandoffId, TeammateId};
use crate::renewal::Renewal;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// A responsibility that the policy gives to somebody else than its accountable person.
pub(super) struct Change<'a> {
    pub responsibility: Responsibility,
    pub receiver: TeammateId,
    /// The accountable entries so far, in order; the last one names the giver.
    pub row: &'a [&'a OwnershipEntry],
    /// When the present designation was written: a receiver who declined after it is not asked again.
    pub designated_at: Timestamp,
}

impl Change<'_> {
    fn giver(&self) -> Option<&OwnershipEntry> {
        self.row.last().copied()
    }
}

pub(super) type Pair = (TeammateId, TeammateId);

/// How a responsibility reaches who is designated.
pub(super) trait Passages {
    /// How the receiver becomes accountable today; `None` while the giver stays it.
    fn passage(&mut self, change: &Change<'_>) -> Option<Passage>;

    /// How somebody follows a giver who was gone before today and we did not know.
    fn passage_from_the_gone(&mut self, responsibility: Responsibility, pair: Pair) -> Passage;
}

/// No meeting is asked for: whoever caused the plan lets it pass by name.
pub(super) struct Waivers<'a>(pub Planning<'a>);

impl Waivers<'_> {
    fn waived(&self) -> Passage {
        let cause = self.0.cause;
        Passage::Waived { by: cause.author.clone(), reason: format!("an expansion changes hands at once: {}", cause.reason), handoff: None }
    }
}

impl Passages for Waivers<'_> {
    fn passage(&mut self, _: &Change<'_>) -> Option<Passage> {
        Some(self.waived())
    }

    fn passage_from_the_gone(&mut self, _: Responsibility, _: Pair) -> Passage {
        self.waived()
    }
}

/// The handoffs of one renewal while it is planned.
pub(super) struct Handoffs<'a> {
    index: &'a Index<'a>,
    renewal: &'a Renewal,
    planning: Planning<'a>,
    /// As they are recorded, and as the plan changes them.
    handoffs: BTreeMap<HandoffId, Handoff>,
    /// Waived by this plan, because the giver is gone: they take on whatever else goes the same way.
    waived_now: BTreeSet<HandoffId>,
    /// What waits for a joint meeting and an acceptance.
    waiting: BTreeMap<Pair, BTreeSet<Responsibility>>,
}

impl<'a> Handoffs<'a> {
    pub fn new(index: &'a Index<'a>, renewal: &'a Renewal, planning: Planning<'a>) -> Self {
        let recorded = index.handoffs.get(&renewal.id).into_iter().flatten().map(|handoff| (handoff.id, (*handoff).clone()));
        let handoffs = recorded.collect();
        Self { index, renewal, planning, handoffs, waived_now: BTreeSet::new(), waiting: BTreeMap::new() }
    }
}

impl Passages for Handoffs<'_> {
    fn passage(&mut self, change: &Change<'_>) -> Option<Passage> {
        let giver = change.giver()?.holder;
        if let Some(done) = self.done(change, giver) {
            return Some(done);
        }
        let today = self.planning.moment.today;
        let running = self.renewal.is_running(today);
        if running && !self.index.inputs.people.is_available(giver, today) {
            return Some(self.waive_for_the_gone(change.responsibility, (giver, change.receiver)));
        }
        let reason = if !running {
            format!("before the playbook opens: {}", self.planning.cause.reason)
        } else if change.giver().is_some_and(|entry| entry.sequence == 0 && entry.effective_on == today) {
            format!("on the day it was written down: {}", self.planning.cause.reason)
        } else if is_return(change) {
            format!("{} is back: {}", self.index.facts.name_of(change.receiver), self.planning.cause.reason)
        } else {
            if !self.was_declined(change, giver) {
                self.waiting.entry((giver, change.receiver)).or_default().insert(change.responsibility);
            }
            return None;
        };
        Some(Passage::Waived { by: self.planning.cause.author.clone(), reason, handoff: None })
    }

    fn passage_from_the_gone(&mut self, responsibility: Responsibility, pair: Pair) -> Passage {
        if self.renewal.is_running(self.planning.moment.today) {
            return self.waive_for_the_gone(responsibility, pair);
        }
        let (by, reason) = (self.planning.cause.author.clone(), self.planning.cause.reason.clone());
        Passage::Waived { by, reason, handoff: None }
    }
}

impl Handoffs<'_> {
    /// The handoff of the pair that was completed or waived and has not moved this responsibility yet.
    fn done(&self, change: &Change<'_>, giver: TeammateId) -> Option<Passage> {
        let used = |handoff: &Handoff| change.row.iter().any(|entry| entry.passage.handoff() == Some(handoff.id));
        let fits = |handoff: &&Handoff| {
            (handoff.giver, handoff.receiver) == (giver, change.receiver)
                && handoff.responsibilities.contains(&change.responsibility)
                && handoff.state.transfers()
                && !used(handoff)
        };
        self.handoffs.values().find(fits).map(passage_of)
    }

    /// A receiver who said no is not asked again until the policy or the lead decides anew.
    fn was_declined(&self, change: &Change<'_>, giver: TeammateId) -> bool {
        self.handoffs.values().any(|handoff| match &handoff.state {
            HandoffState::Declined { word } => {
                (handoff.giver, handoff.receiver) == (giver, change.receiver)
                    && handoff.responsibilities.contains(&change.responsibility)
                    && word.recorded_at >= change.designated_at
            }
            _ => false,
        })
    }

    /// The giver has left or is away for long and cannot stay accountable: whoever caused the plan lets the meeting pass, and an
    /// introduction is owed.
    fn waive_for_the_gone(&mut self, responsibility: Responsibility, pair: Pair) -> Passage {
        let waived_now = self.waived_now.clone();
        let of_pair = |handoff: &&mut Handoff| {
            (handoff.giver, handoff.receiver) == pair && (handoff.state.is_open() || waived_now.contains(&handoff.id))
        };
        let known = self.handoffs.values_mut().find(of_pair).map(|handoff| handoff.id);
        let id = known.unwrap_or_else(|| self.open(pair, BTreeSet::new()));
        let word = self.word();
        let facts = self.index.facts;
        let introduce_by = facts.organisation.handoff_clocks.introduce_by(self.planning.moment.today, facts.calendar.of(None));
        let waived = self.handoffs.get_mut(&id).map(|handoff| {
            handoff.responsibilities.insert(responsibility);
            if let Ok(state) = handoff.state.clone().waived(word.clone(), introduce_by) {
                handoff.state = state;
            }
            passage_of(handoff)
        });
        self.waived_now.insert(id);
        waived.unwrap_or(Passage::Waived { by: word.by, reason: word.reason, handoff: None })
    }

    /// Opens a handoff; the clock runs from today.
    fn open(&mut self, (giver, receiver): Pair, responsibilities: BTreeSet<Responsibility>) -> HandoffId {
        let (moment, facts) = (self.planning.moment, self.index.facts);
        let handoff = Handoff {
            id: HandoffId::new(self.planning.ids),
            renewal: self.renewal.id,
            number: self.handoffs.values().map(|handoff| handoff.number).max().unwrap_or(0) + 1,
            giver,
            receiver,
            responsibilities,
            opened_on: moment.today,
            due_on: facts.organisation.handoff_clocks.accept_by(moment.today, facts.calendar.of(None)),
            opened_by: self.planning.cause.author.clone(),
            reason: self.planning.cause.reason.clone(),
            recorded_at: moment.recorded_at,
            state: HandoffState::Opened,
        };
        let id = handoff.id;
        self.handoffs.insert(id, handoff);
        id
    }

    fn word(&self) -> Word {
        word(self.planning)
    }

    /// The writes once every responsibility has been looked at: what waits has one open handoff for each pair of people, what no
    /// longer waits is withdrawn, and contacts that were joint touches are found.
    pub fn settle(mut self) -> Vec<Write> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let word = self.word();
        for handoff in self.handoffs.values_mut().filter(|handoff| handoff.state.is_open()) {
            match waiting.remove(&(handoff.giver, handoff.receiver)) {
                Some(responsibilities) => handoff.responsibilities = responsibilities,
                None => withdraw(handoff, &word),
            }
        }
        for (pair, responsibilities) in waiting {
            self.open(pair, responsibilities);
        }
        self.find_touches();
        self.writes()
    }

    /// The writes where the renewal is decided: nothing waits any longer.
    pub fn close(mut self) -> Vec<Write> {
        let word = self.word();
        self.handoffs.values_mut().filter(|handoff| handoff.state.is_open()).for_each(|handoff| withdraw(handoff, &word));
        self.writes()
    }

    /// A contact with the customer at which both were present, or a late introduction, counts without anybody saying so.
    fn find_touches(&mut self) {
        let contacts = self.index.activities.get(&self.renewal.account).map_or(&[][..], Vec::as_slice);
        for handoff in self.handoffs.values_mut().filter(|handoff| handoff.state.touch().is_none()) {
            let fits = contacts.iter().filter(|activity| handoff.is_met_by(activity));
            let Some(touch) = fits.min_by_key(|activity| (activity.held_on, activity.id)) else { continue };
            if let Ok(state) = handoff.state.clone().met(touch.id) {
                handoff.state = state;
            }
        }
    }

    fn writes(self) -> Vec<Write> {
        let recorded = &self.index.facts.handoffs;
        self.handoffs.into_values().filter(|handoff| recorded.get(&handoff.id) != Some(handoff)).map(Write::Handoff).collect()
    }
}

fn passage_of(handoff: &Handoff) -> Passage {
    match &handoff.state {
        HandoffState::Waived { word, .. } => {
            Passage::Waived { by: word.by.clone(), reason: word.reason.clone(), handoff: Some(handoff.id) }
        }
        _ => Passage::Joint { handoff: handoff.id },
    }
}

/// Whether a stand-in gives back to the one who was away: they know the customer already.
fn is_return(change: &Change<'_>) -> bool {
    let stands_in = change.giver().is_some_and(|entry| entry.because.person == PersonReason::Delegate);
    let before = change.row.iter().rev().nth(1);
    stands_in && before.is_some_and(|entry| entry.holder == change.receiver)
}

fn withdraw(handoff: &mut Handoff, word: &Word) {
    if let Ok(state) = handoff.state.clone().withdrawn(word.clone()) {
        handoff.state = state;
    }
}

fn word(planning: Planning<'_>) -> Word {
    let moment = planning.moment;
    Word { by: planning.cause.author.clone(), reason: planning.cause.reason.clone(), on: moment.today, recorded_at: moment.recorded_at }
}

/// What is left open of a renewal that is decided falls away.
pub(super) fn withdraw_open(index: &Index<'_>, renewal: &Renewal, planning: Planning<'_>) -> Vec<Write> {
    Handoffs::new(index, renewal, planning).close()
}

/// As [`withdraw_open`], for the renewals of some accounts that were decided by a person: also for those whose term is gone.
pub(super) fn of_decided(index: &Index<'_>, accounts: &BTreeSet<AccountId>, planning: Planning<'_>) -> Vec<Write> {
    let facts = index.facts;
    let open = facts.handoffs.values().filter(|handoff| handoff.state.is_open()).map(|handoff| handoff.renewal);
    let renewals: BTreeSet<_> = open.collect();
    let decided = renewals.iter().filter_map(|id| facts.renewals.get(id)).filter(|renewal| !renewal.is_open());
    let in_scope = decided.filter(|renewal| facts.contracts.get(&renewal.contract).is_some_and(|c| accounts.contains(&c.account)));
    in_scope.flat_map(|renewal| withdraw_open(index, renewal, planning)).collect()
}
