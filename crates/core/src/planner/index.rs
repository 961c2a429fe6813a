//! What the planner looks up: built once, so that planning a whole book is one pass.

use super::Cause;
use crate::account::Activity;
use crate::contract::{Contract, Line, Term};
use crate::facts::Facts;
use crate::ownership::designation::People;
use crate::ownership::handoff::Handoff;
use crate::ownership::reassignment::Override;
use crate::primitives::{AccountId, ContractId, RenewalId};
use crate::renewal::{Renewal, Task};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lookups built once, so that planning a whole book is one pass.
pub(super) struct Index<'a> {
    pub(super) facts: &'a Facts,
    pub(super) people: People<'a>,
    /// Who caused the plan.
    pub(super) author: Arc<str>,
    pub(super) renewals: BTreeMap<(ContractId, u32), &'a Renewal>,
    pub(super) lines: BTreeMap<(ContractId, u32), Vec<&'a Line>>,
    pub(super) tasks: BTreeMap<RenewalId, Vec<&'a Task>>,
    pub(super) overrides: BTreeMap<RenewalId, Vec<&'a Override>>,
    /// Handoffs of each renewal, open and settled.
    pub(super) handoffs: BTreeMap<RenewalId, Vec<&'a Handoff>>,
    /// Contacts with each account that count.
    pub(super) activities: BTreeMap<AccountId, Vec<&'a Activity>>,
    /// Contracts that are decided with the renewal of the one that leads their co-term group.
    followers: BTreeMap<ContractId, Vec<ContractId>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(facts: &'a Facts, cause: &Cause) -> Self {
        let mut index = Self {
            facts,
            people: facts.people(),
            author: cause.author.as_str().into(),
            renewals: facts.renewals.values().map(|r| ((r.contract, r.term_number), r)).collect(),
            lines: BTreeMap::new(),
            tasks: BTreeMap::new(),
            overrides: BTreeMap::new(),
            handoffs: BTreeMap::new(),
            activities: BTreeMap::new(),
            followers: BTreeMap::new(),
        };
        for line in facts.lines.values() {
            index.lines.entry((line.contract, line.term_number)).or_default().push(line);
        }
        for task in facts.tasks.values() {
            index.tasks.entry(task.renewal).or_default().push(task);
        }
        for named in facts.overrides.values() {
            index.overrides.entry(named.renewal).or_default().push(named);
        }
        for handoff in facts.handoffs.values() {
            index.handoffs.entry(handoff.renewal).or_default().push(handoff);
        }
        for activity in facts.activities.values().filter(|activity| !activity.withdrawn) {
            index.activities.entry(activity.account).or_default().push(activity);
        }
        for contract in facts.contracts.values() {
            if let Some(lead) = contract.co_term_lead {
                index.followers.entry(lead).or_default().push(contract.id);
            }
        }
        index
    }

    /// The lines that are decided at the end of a term: its own, and those of terms in its co-term group that end with it.
    pub(super) fn lines(&self, contract: ContractId, term: &Term) -> Vec<&'a Line> {
        let own = [(contract, term.number)];
        let with_it = self.followers.get(&contract).into_iter().flatten().filter_map(|follower| self.term_ending(*follower, term.end_on));
        let terms = own.into_iter().chain(with_it.map(|term| (term.contract, term.number)));
        terms.filter_map(|key| self.lines.get(&key)).flatten().copied().collect()
    }

    fn term_ending(&self, contract: ContractId, end_on: Date) -> Option<&'a Term> {
        self.facts.terms.range((contract, 0)..=(contract, u32::MAX)).map(|(_, term)| term).find(|term| term.end_on == end_on)
    }

    /// Whether a term is decided in the renewal of the contract that leads its group.
    pub(super) fn is_decided_elsewhere(&self, contract: &Contract, term: &Term) -> bool {
        contract.co_term_lead.is_some_and(|lead| self.term_ending(lead, term.end_on).is_some())
    }
}
