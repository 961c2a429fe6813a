//! Who holds what, kept as far as it decides about whoever would come after them: what a policy is tried on beside what it sees.

use std::collections::{BTreeMap, BTreeSet};
use tenure_core::facts::Facts;
use tenure_core::ownership::ledger::essential;
use tenure_core::primitives::{AccountId, RenewalId, SubjectId};

/// Customers with their teams, their renewals, who holds them, and of the ledger what is asked for a choice.
#[derive(Clone, Debug)]
pub(super) struct Seats {
    facts: Facts,
    /// The account that a renewal was read with: that of its contract, which may have moved since the renewal was decided.
    read_with: BTreeMap<RenewalId, AccountId>,
}

impl Seats {
    /// Nobody's, with people and playbooks as they are in some facts.
    pub(super) fn none(general: &Facts) -> Self {
        let mut facts = Facts::empty(general.organisation.clone(), Vec::new());
        facts.calendar.clone_from(&general.calendar);
        facts.teammates.clone_from(&general.teammates);
        facts.absences.clone_from(&general.absences);
        facts.positions.clone_from(&general.positions);
        facts.profiles.clone_from(&general.profiles);
        facts.playbooks.clone_from(&general.playbooks);
        Self { facts, read_with: BTreeMap::new() }
    }

    /// The facts, for whoever chooses among people.
    pub(super) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Takes what is kept of some customers.
    pub(super) fn add(&mut self, read: Facts) {
        let Facts { accounts, team, renewals, mut ledger, overrides, holders, contracts, .. } = read;
        for (id, renewal) in renewals {
            let entries = ledger.remove(&id.into()).unwrap_or_default();
            if !renewal.is_open() && !entries.iter().any(|entry| entry.because.person.is_choice()) {
                continue;
            }
            self.read_with.insert(id, contracts.get(&renewal.contract).map_or(renewal.account, |contract| contract.account));
            self.facts.ledger.insert(id.into(), essential(entries));
            self.facts.renewals.insert(id, renewal);
        }
        self.facts.accounts.extend(accounts);
        self.facts.team.extend(team);
        self.facts.overrides.extend(overrides);
        self.facts.holders.extend(holders.into_iter().filter(|((subject, _), _)| self.read_with.contains_key(&subject.as_renewal())));
    }

    /// Forgets some customers.
    pub(super) fn remove(&mut self, customers: &BTreeSet<AccountId>) {
        let of_them = self.read_with.iter().filter(|(_, account)| customers.contains(account)).map(|(id, _)| *id);
        let renewals: BTreeSet<RenewalId> = of_them.collect();
        for id in &renewals {
            self.read_with.remove(id);
            self.facts.renewals.remove(id);
            self.facts.ledger.remove(&(*id).into());
        }
        let theirs = |subject: &SubjectId| renewals.contains(&subject.as_renewal());
        self.facts.holders.retain(|(subject, _), _| !theirs(subject));
        self.facts.overrides.retain(|_, named| !theirs(&named.subject));
        self.facts.accounts.retain(|id, _| !customers.contains(id));
        self.facts.team.retain(|member| !customers.contains(&member.account));
    }
}
