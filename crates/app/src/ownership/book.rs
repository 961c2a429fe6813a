//! The open renewals as a policy sees them, kept for the next question: while a table is edited, the book behind it rarely changes.

use super::coverage::{CoverageView, coverage};
use super::workload::{WorkloadView, workload};
use crate::App;
use crate::error::AppError;
use crate::money::off_the_way;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use tenure_core::account::{Field, FieldName};
use tenure_core::checks::{Finding, policy_outgrown};
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::ownership::advisor::{Answer, Figures};
use tenure_core::ownership::input::Seen;
use tenure_core::ownership::policy::Policy;
use tenure_core::planner::Inputs;
use tenure_core::primitives::Currency;
use tenure_store::Scope;

/// One open renewal.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// Its number.
    pub(super) number: u32,
    /// Name of the customer.
    pub(super) account: String,
    /// Reference of the customer.
    pub(super) account_reference: String,
    /// What a policy sees of it.
    pub(super) seen: Seen,
}

/// What a text is tried on.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) today: Date,
    pub(super) reporting: Currency,
    pub(super) playbooks: Vec<String>,
    /// Fields that the organisation added to accounts.
    pub(super) fields: BTreeMap<FieldName, Field>,
    /// Roles that somebody active has.
    pub(super) held: BTreeSet<Role>,
    /// The policy of the day.
    pub(super) active: Option<Policy>,
    /// Open renewals, in the order of their numbers.
    pub(super) open: Vec<Open>,
    /// Who carries how much of them.
    pub(super) workload: WorkloadView,
    /// Whether everything was carried in the last two years.
    pub(super) coverage: CoverageView,
    /// What the advisor counts.
    pub(super) figures: Figures,
    /// What people told it.
    pub(super) answers: Vec<Answer>,
    /// What the policy of the day was not made for.
    pub(super) outgrown: Vec<Finding>,
}

/// The desk of the last question, with the number of the event and the day it was read on.
#[derive(Clone, Debug, Default)]
pub(crate) struct PolicyBook(Arc<Mutex<Kept>>);

type Kept = Option<(u64, Arc<Desk>)>;

impl PolicyBook {
    fn kept(&self, event: u64, today: Date) -> Option<Arc<Desk>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(at, desk)| *at == event && desk.today == today).map(|(_, desk)| Arc::clone(desk))
    }

    /// A draft was written: numbers follow each other, so what was read on the one before it still holds.
    pub(super) fn holds_at(&self, event: u64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, _)) = kept.as_mut().filter(|(at, _)| *at + 1 == event) {
            *at = event;
        }
    }
}

impl App {
    /// What a text is tried on, as it is now.
    pub(super) async fn desk(&self) -> Result<Arc<Desk>, AppError> {
        let tx = self.store.read().await?;
        let event = tx.last_event().await?;
        let today = match tx.organisation().await? {
            Some(organisation) => self.today(&organisation),
            None => return Err(tenure_store::StoreError::Empty.into()),
        };
        if let Some(desk) = event.and_then(|event| self.policy_book.kept(event, today)) {
            return Ok(desk);
        }
        let facts = tx.facts(&Scope::All, self.playbooks.clone()).await?;
        let read = move || Ok::<_, AppError>(Arc::new(read(&facts, today)?));
        let desk = off_the_way(read).await?;
        if let Some(event) = event {
            *self.policy_book.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((event, Arc::clone(&desk)));
        }
        Ok(desk)
    }
}

fn read(facts: &Facts, today: Date) -> Result<Desk, AppError> {
    let inputs = Inputs::complete(facts, today);
    let mut open = Vec::new();
    for renewal in facts.renewals.values().filter(|renewal| renewal.is_open()) {
        let Some(contract) = facts.contracts.get(&renewal.contract) else { continue };
        let seen = inputs.seen(contract, renewal.term_number, &renewal.target, renewal.frozen_tier)?;
        let account = facts.accounts.get(&renewal.account);
        open.push(Open {
            number: renewal.number,
            account: account.map(|account| account.name.clone()).unwrap_or_default(),
            account_reference: account.map(|account| account.reference.clone()).unwrap_or_default(),
            seen,
        });
    }
    open.sort_unstable_by_key(|open| open.number);
    Ok(Desk {
        figures: Figures::of(facts, today, open.iter().map(|open| &open.seen)),
        answers: facts.answers.clone(),
        outgrown: policy_outgrown(facts, today),
        today,
        reporting: facts.reporting(),
        playbooks: facts.playbooks.iter().map(|playbook| playbook.code.clone()).collect(),
        fields: facts.fields.clone(),
        held: facts.teammates.values().filter(|teammate| teammate.is_active_on(today)).map(|teammate| teammate.role).collect(),
        active: facts.policy_on(today).map(|version| version.policy.clone()),
        open,
        workload: workload(facts, today),
        coverage: coverage(facts, today),
    })
}
