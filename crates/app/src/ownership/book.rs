//! The open renewals as a policy sees them, kept for the next question: while a table is edited, the book behind it changes little, and what
//! changed is read alone.

use crate::App;
use crate::error::AppError;
use crate::money::off_the_way;
use crate::planning::Lanes;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tenure_core::account::{Field, FieldName};
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::ownership::input::Seen;
use tenure_core::ownership::policy::Policy;
use tenure_core::planner::Inputs;
use tenure_core::primitives::{AccountId, Currency};
use tenure_store::{Scope, Tx};

/// Customers that are gathered at a time.
const PORTION: usize = 1_000;

/// So many changed customers are read alone; from there on, everything is read again.
const RENEWED_MAX: usize = 20_000;

/// One open renewal.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// Its number.
    pub(super) number: u32,
    /// The account of its contract.
    of: AccountId,
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
    pub(super) open: Vec<Arc<Open>>,
}

/// The desk of the last question, with the number of the last event in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PolicyBook {
    kept: Arc<Mutex<Option<Kept>>>,
    /// Held while a desk is made: whoever wants the one that is being made does not make it once more.
    making: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug)]
struct Kept {
    event: u64,
    /// People, products, rates and policies that it was made with.
    general: Facts,
    desk: Arc<Desk>,
}

impl PolicyBook {
    fn lock(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is kept of a day, where it was made with the same people, products, rates and policies.
    fn kept(&self, general: &Facts, today: Date) -> Option<(u64, Arc<Desk>)> {
        let kept = self.lock();
        let kept = kept.as_ref().filter(|kept| kept.desk.today == today && are_alike(&kept.general, general))?;
        Some((kept.event, Arc::clone(&kept.desk)))
    }
}

/// Whether people, products, fields, rates, policies and playbooks are the same: what a policy sees beside the customers.
pub(crate) fn are_alike(a: &Facts, b: &Facts) -> bool {
    let (lists, people) = (
        (&a.organisation, &a.plan_rates, &a.products, &a.fields) == (&b.organisation, &b.plan_rates, &b.products, &b.fields),
        (&a.teammates, &a.absences, &a.positions, &a.profiles) == (&b.teammates, &b.absences, &b.positions, &b.profiles),
    );
    lists && people && a.policies == b.policies && a.playbooks == b.playbooks
}

impl App {
    /// Gathers what policy texts are tried on, so that whoever opens the policy next need not wait for it. An empty instance has nothing.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn gather_open_renewals(&self) -> Result<(), AppError> {
        if self.organisation().await?.is_some() {
            self.desk().await?;
        }
        Ok(())
    }

    /// What a text is tried on, as it is now.
    pub(super) async fn desk(&self) -> Result<Arc<Desk>, AppError> {
        // Nobody waits with a connection in hand.
        let _turn = self.policy_book.making.lock().await;
        let tx = self.store.read().await?;
        let general = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&general.organisation);
        let Some(event) = tx.last_event().await? else {
            let facts = tx.facts(&Scope::All, self.playbooks.clone()).await?;
            return off_the_way(move || Ok(Arc::new(Desk::new(&facts, today, open(&facts, today)?)))).await;
        };
        let desk = match self.policy_book.kept(&general, today) {
            Some((at, desk)) if at == event => return Ok(desk),
            Some((at, desk)) if at < event => self.renewed_desk(tx, (at, desk), &general).await?,
            _ => self.whole_desk(tx, &general, today).await?,
        };
        *self.policy_book.lock() = Some(Kept { event, general, desk: Arc::clone(&desk) });
        Ok(desk)
    }

    /// A desk from the whole book, gathered in portions. What somebody changes meanwhile is in it now or, at the next question, read again.
    async fn whole_desk(&self, tx: Tx, general: &Facts, today: Date) -> Result<Arc<Desk>, AppError> {
        let accounts = tx.accounts_changed(None).await?;
        drop(tx);
        let mut lanes = Lanes::of(accounts.chunks(PORTION).map(|portion| Scope::These(portion.to_vec())).collect());
        let mut open = Vec::new();
        while let Some(part) = lanes.next(|portion| gather(self.clone(), portion, today)).await? {
            open.extend(part);
        }
        Ok(Arc::new(Desk::new(general, today, open)))
    }

    /// A desk with what changed since an event.
    async fn renewed_desk(&self, tx: Tx, (at, desk): (u64, Arc<Desk>), general: &Facts) -> Result<Arc<Desk>, AppError> {
        let changed = tx.accounts_changed(Some(at)).await?;
        if changed.is_empty() {
            return Ok(desk);
        }
        if changed.len() > RENEWED_MAX {
            return self.whole_desk(tx, general, desk.today).await;
        }
        let facts = tx.ground(&changed, self.playbooks.clone()).await?;
        let changed: BTreeSet<AccountId> = changed.into_iter().collect();
        let renew = move || {
            let others = desk.open.iter().filter(|open| !changed.contains(&open.of)).cloned();
            Ok(Arc::new(Desk::new(&facts, desk.today, others.chain(open(&facts, desk.today)?).collect())))
        };
        off_the_way(renew).await
    }
}

/// The open renewals of a portion.
async fn gather(app: App, portion: Scope, today: Date) -> Result<Vec<Arc<Open>>, AppError> {
    let Scope::These(accounts) = portion else { return Ok(Vec::new()) };
    let facts = app.store.read().await?.ground(&accounts, app.playbooks.clone()).await?;
    open(&facts, today)
}

impl Desk {
    fn new(facts: &Facts, today: Date, mut open: Vec<Arc<Open>>) -> Self {
        open.sort_unstable_by_key(|open| open.number);
        Self {
            today,
            reporting: facts.reporting(),
            playbooks: facts.playbooks.iter().map(|playbook| playbook.code.clone()).collect(),
            fields: facts.fields.clone(),
            held: facts.teammates.values().filter(|teammate| teammate.is_active_on(today)).map(|teammate| teammate.role).collect(),
            active: facts.policy_on(today).map(|version| version.policy.clone()),
            open,
        }
    }
}

/// Every open renewal in the facts as policies see it.
pub(super) fn open(facts: &Facts, today: Date) -> Result<Vec<Arc<Open>>, AppError> {
    let inputs = Inputs::complete(facts, today);
    let mut open = Vec::new();
    for renewal in facts.renewals.values().filter(|renewal| renewal.is_open()) {
        let Some(contract) = facts.contracts.get(&renewal.contract) else { continue };
        let seen = inputs.seen(contract, renewal.term_number, &renewal.target, renewal.frozen_tier)?;
        let account = facts.accounts.get(&renewal.account);
        open.push(Arc::new(Open {
            number: renewal.number,
            of: contract.account,
            account: account.map(|account| account.name.clone()).unwrap_or_default(),
            account_reference: account.map(|account| account.reference.clone()).unwrap_or_default(),
            seen,
        }));
    }
    Ok(open)
}
