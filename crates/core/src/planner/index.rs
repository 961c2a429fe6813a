//! What the planner looks up: built once, so that planning a whole book is one pass.

use super::choosing::{Choices, renewals_of_accounts};
use super::{Inputs, Planning};
use crate::account::Activity;
use crate::facts::Facts;
use crate::ownership::handoff::Handoff;
use crate::ownership::reassignment::Override;
use crate::primitives::{AccountId, ContractId, RenewalId, SubjectId};
use crate::renewal::{Renewal, Task};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lookups built once, so that planning a whole book is one pass.
pub(super) struct Index<'a> {
    pub(super) facts: &'a Facts,
    /// Who caused the plan.
    pub(super) author: Arc<str>,
    pub(super) renewals: BTreeMap<(ContractId, u32), &'a Renewal>,
    /// Renewals of each account, by number.
    pub(super) of_account: BTreeMap<AccountId, Vec<RenewalId>>,
    /// Who was chosen in this plan, and what everybody carries by now.
    pub(super) choices: RefCell<Choices>,
    pub(super) inputs: Inputs<'a>,
    pub(super) tasks: BTreeMap<RenewalId, Vec<&'a Task>>,
    pub(super) overrides: BTreeMap<SubjectId, Vec<&'a Override>>,
    /// Handoffs of each renewal, open and settled.
    pub(super) handoffs: BTreeMap<RenewalId, Vec<&'a Handoff>>,
    /// Contacts with each account that count.
    pub(super) activities: BTreeMap<AccountId, Vec<&'a Activity>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(facts: &'a Facts, planning: Planning<'_>) -> Self {
        let mut index = Self {
            facts,
            author: planning.cause.author.as_str().into(),
            renewals: facts.renewals.values().map(|r| ((r.contract, r.term_number), r)).collect(),
            of_account: renewals_of_accounts(facts),
            choices: RefCell::default(),
            inputs: Inputs::new(facts, planning.moment.today),
            tasks: BTreeMap::new(),
            overrides: BTreeMap::new(),
            handoffs: BTreeMap::new(),
            activities: BTreeMap::new(),
        };
        for task in facts.tasks.values() {
            index.tasks.entry(task.renewal).or_default().push(task);
        }
        for named in facts.overrides.values() {
            index.overrides.entry(named.subject).or_default().push(named);
        }
        for handoff in facts.handoffs.values() {
            index.handoffs.entry(handoff.renewal).or_default().push(handoff);
        }
        for activity in facts.activities.values().filter(|activity| !activity.withdrawn) {
            index.activities.entry(activity.account).or_default().push(activity);
        }
        index
    }
}
