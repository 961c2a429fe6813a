//! What the planner remembers of its choices: who was chosen for whom, and what everybody carries by now.

use super::Index;
use super::ownership::Subject;
use crate::facts::Facts;
use crate::identity::Role;
use crate::ownership::Responsibility;
use crate::ownership::designation::{Before, Load, Memory, NEAR_DAYS, Person, PersonReason};
use crate::ownership::ledger::{OwnershipEntry, Stream, stream_of};
use crate::primitives::{AccountId, RenewalId, TeammateId, days_between};
use crate::renewal::Renewal;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Choices of one plan, on top of those that are recorded.
#[derive(Default)]
pub(super) struct Choices {
    /// What everybody carries; counted when it is first asked for.
    loads: Option<BTreeMap<TeammateId, Load>>,
    /// Whose load was asked for.
    pub(super) weighed: BTreeSet<TeammateId>,
    /// Who was chosen in this plan.
    made: BTreeMap<(AccountId, Role), TeammateId>,
    /// What was added to somebody's load in this plan.
    given: BTreeSet<(RenewalId, TeammateId)>,
}

/// The memory of choices as one responsibility of one renewal or expansion asks it.
pub(super) struct Remembered<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) subject: &'a Subject<'a>,
    pub(super) responsibility: Responsibility,
    pub(super) today: Date,
}

impl Remembered<'_> {
    /// Notes a choice, so that the next one in this plan knows of it.
    pub(super) fn note(&self, person: &Person) {
        if !person.reason.is_choice() {
            return;
        }
        let mut choices = self.index.choices.borrow_mut();
        choices.made.insert((self.subject.account, person.role), person.teammate);
        // What people carry is counted in renewals.
        let Some(renewal) = self.subject.renewal else { return };
        let mut held = Stream::ALL.iter().flat_map(|stream| self.recorded(*stream)).rev();
        if held.any(|entry| entry.holder == person.teammate) || !choices.given.insert((renewal.id, person.teammate)) {
            return;
        }
        if let Some(loads) = choices.loads.as_mut() {
            loads.entry(person.teammate).or_default().add(renewal, self.today);
        }
    }

    fn recorded(&self, stream: Stream) -> Vec<&OwnershipEntry> {
        stream_of(self.index.facts.entries(self.subject.id), self.responsibility, stream)
    }

    /// The last choice for this responsibility: what was named for a while or stood in does not count.
    fn own(&self, role: Role) -> Option<Before> {
        let designated = self.recorded(Stream::Designated);
        let last = designated.iter().rev().find(|entry| is_choice(entry, role))?;
        Some(Before { teammate: last.holder, reason: last.because.person })
    }
}

fn is_choice(entry: &OwnershipEntry, role: Role) -> bool {
    entry.stream == Stream::Designated && entry.because.role == role && entry.because.person.is_choice()
}

/// Who was chosen for renewals of an account, those of the newest renewal first.
fn of_account<'a>(facts: &'a Facts, renewals: &'a [RenewalId], role: Role) -> impl Iterator<Item = TeammateId> + use<'a> {
    let entries = renewals.iter().rev().flat_map(|id| facts.entries(*id).iter().rev());
    entries.filter(move |entry| is_choice(entry, role)).map(|entry| entry.holder)
}

impl Memory for Remembered<'_> {
    fn before(&self, role: Role) -> Vec<Before> {
        let made = self.index.choices.borrow().made.get(&(self.subject.account, role)).copied();
        let renewals = self.index.of_account.get(&self.subject.account).map_or(&[][..], Vec::as_slice);
        let elsewhere = made.into_iter().chain(of_account(self.index.facts, renewals, role));
        let continued = |teammate| Before { teammate, reason: PersonReason::Continuity };
        self.own(role).into_iter().chain(elsewhere.map(continued)).collect()
    }

    fn load(&self, teammate: TeammateId) -> Load {
        let mut choices = self.index.choices.borrow_mut();
        choices.weighed.insert(teammate);
        let loads = choices.loads.get_or_insert_with(|| carried(self.index.facts, self.today));
        loads.get(&teammate).copied().unwrap_or_default()
    }
}

impl Load {
    fn add(&mut self, renewal: &Renewal, today: Date) {
        self.renewals += 1;
        self.near += u32::from(days_between(today, renewal.target.decision_on) <= NEAR_DAYS);
        self.atr_minor = self.atr_minor.saturating_add(renewal.target.atr_reporting.minor);
    }
}

/// Renewals of each account, by number.
pub(super) fn renewals_of_accounts(facts: &Facts) -> BTreeMap<AccountId, Vec<RenewalId>> {
    let mut numbered: Vec<&Renewal> = facts.renewals.values().collect();
    numbered.sort_by_key(|renewal| renewal.number);
    let mut of_account: BTreeMap<AccountId, Vec<RenewalId>> = BTreeMap::new();
    for renewal in numbered {
        of_account.entry(renewal.account).or_default().push(renewal.id);
    }
    of_account
}

/// What everybody carries on a day: of open renewals in the facts, and of those elsewhere.
pub fn carried(facts: &Facts, today: Date) -> BTreeMap<TeammateId, Load> {
    let mut loads = facts.loads_elsewhere.clone();
    for renewal in facts.renewals.values().filter(|renewal| renewal.is_open()) {
        let held = Responsibility::ALL.iter().filter(|held| **held != Responsibility::Executive);
        let holders: BTreeSet<TeammateId> = held.filter_map(|held| facts.holder(renewal.id, *held)).collect();
        for holder in holders {
            loads.entry(holder).or_default().add(renewal, today);
        }
    }
    loads
}
