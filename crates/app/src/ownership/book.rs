//! The open renewals as a policy sees them, kept for the next question: while a table is edited, the book behind it changes little, and what
//! changed is read alone.

use super::seats::Seats;
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
use tenure_core::ownership::table::Table;
use tenure_core::planner::Inputs;
use tenure_core::primitives::{AccountId, Currency};
use tenure_core::renewal::Renewal;
use tenure_store::{Scope, Tx};
use tokio::sync::OwnedMutexGuard;

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
    /// The rule of the policy of the day that decides each of them; `None` where none does.
    pub(super) before: Vec<Option<usize>>,
}

impl Desk {
    /// What a policy sees of an open renewal.
    pub(super) fn seen(&self, renewal: &Renewal) -> Option<&Seen> {
        let at = self.open.binary_search_by_key(&renewal.number, |open| open.number).ok()?;
        self.open.get(at).map(|open| &open.seen)
    }
}

/// The desk of the last question, with the number of the last event in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PolicyBook {
    kept: Arc<Mutex<Option<Kept>>>,
    /// Held while a desk is made: whoever wants the one that is being made does not make it once more. The seats are those of the desk that
    /// is kept.
    seats: Arc<tokio::sync::Mutex<Option<Seats>>>,
}

#[derive(Debug)]
struct Kept {
    event: u64,
    /// People, products and rates that it was made with.
    general: Facts,
    desk: Arc<Desk>,
}

impl PolicyBook {
    fn lock(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is kept of a day, where it was made with the same people, products and rates.
    fn kept(&self, general: &Facts, today: Date) -> Option<(u64, Arc<Desk>)> {
        let kept = self.lock();
        let kept = kept.as_ref().filter(|kept| kept.desk.today == today && look_alike(&kept.general, general))?;
        Some((kept.event, Arc::clone(&kept.desk)))
    }
}

/// Whether people, products, fields, rates, calendars, policies and playbooks are the same.
pub(crate) fn are_alike(a: &Facts, b: &Facts) -> bool {
    look_alike(a, b) && a.policies == b.policies
}

/// Whether what a policy sees beside the customers is the same.
fn look_alike(a: &Facts, b: &Facts) -> bool {
    let (lists, people) = (
        (&a.organisation, &a.plan_rates, &a.products, &a.fields) == (&b.organisation, &b.plan_rates, &b.products, &b.fields),
        (&a.teammates, &a.absences, &a.positions, &a.profiles) == (&b.teammates, &b.absences, &b.positions, &b.profiles),
    );
    lists && people && a.calendar == b.calendar && a.playbooks == b.playbooks
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
        Ok(self.desk_and_seats().await?.0)
    }

    /// What a text is tried on, with who sits where. Nobody else asks for either until the seats are given back.
    pub(super) async fn desk_and_seats(&self) -> Result<(Arc<Desk>, OwnedMutexGuard<Option<Seats>>), AppError> {
        // Nobody waits with a connection in hand.
        let mut seats = Arc::clone(&self.policy_book.seats).lock_owned().await;
        let tx = self.store.read().await?;
        let general = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&general.organisation);
        let Some(event) = tx.last_event().await? else {
            let facts = tx.facts(&Scope::All, self.playbooks.clone()).await?;
            let make = move || {
                let desk = Arc::new(Desk::new(&facts, today, open(&facts, today)?));
                let mut taken = Seats::none(&general);
                taken.add(facts);
                Ok((desk, taken))
            };
            let (desk, taken) = off_the_way(make).await?;
            *seats = Some(taken);
            return Ok((desk, seats));
        };
        let kept = self.policy_book.kept(&general, today);
        let desk = match kept {
            Some((at, desk)) if at == event && seats.is_some() => return Ok((desk, seats)),
            Some((at, desk)) if at < event && seats.is_some() => self.renewed_desk(tx, (at, desk), (&general, &mut seats)).await?,
            _ => self.whole_desk(tx, (&general, &mut seats), today).await?,
        };
        *self.policy_book.lock() = Some(Kept { event, general, desk: Arc::clone(&desk) });
        Ok((desk, seats))
    }

    /// A desk from the whole book, gathered in portions. What somebody changes meanwhile is in it now or, at the next question, read again.
    async fn whole_desk(&self, tx: Tx, (general, seats): (&Facts, &mut Option<Seats>), today: Date) -> Result<Arc<Desk>, AppError> {
        *seats = None;
        let accounts = tx.accounts_changed(None).await?;
        drop(tx);
        let mut lanes = Lanes::of(accounts.chunks(PORTION).map(|portion| Scope::These(portion.to_vec())).collect());
        let (mut all, mut taken) = (Vec::new(), Seats::none(general));
        while let Some((open, part)) = lanes.next(|portion| gather(self.clone(), portion, today)).await? {
            all.extend(open);
            taken.add(part);
        }
        *seats = Some(taken);
        Ok(Arc::new(Desk::new(general, today, all)))
    }

    /// A desk with what changed since an event.
    async fn renewed_desk(
        &self,
        tx: Tx,
        (at, desk): (u64, Arc<Desk>),
        (general, seats): (&Facts, &mut Option<Seats>),
    ) -> Result<Arc<Desk>, AppError> {
        let changed = tx.accounts_changed(Some(at)).await?;
        let same_policy = general.policy_on(desk.today).map(|version| &version.policy) == desk.active.as_ref();
        if changed.is_empty() && same_policy {
            return Ok(desk);
        }
        if changed.is_empty() {
            return Ok(Arc::new(Desk::new(general, desk.today, desk.open.clone())));
        }
        if changed.len() > RENEWED_MAX {
            return self.whole_desk(tx, (general, seats), desk.today).await;
        }
        // Seats that are being changed are nobody's until they are right again.
        let Some(mut taken) = seats.take() else { return self.whole_desk(tx, (general, seats), desk.today).await };
        let facts = tx.ground(&changed, self.playbooks.clone()).await?;
        let changed: BTreeSet<AccountId> = changed.into_iter().collect();
        let renew = move || {
            let others = desk.open.iter().filter(|open| !changed.contains(&open.of)).cloned();
            let renewed = Desk::new(&facts, desk.today, others.chain(open(&facts, desk.today)?).collect());
            taken.remove(&changed);
            taken.add(facts);
            Ok((Arc::new(renewed), taken))
        };
        let (renewed, taken) = off_the_way(renew).await?;
        *seats = Some(taken);
        Ok(renewed)
    }
}

/// The open renewals of a portion, and what was read of it.
async fn gather(app: App, portion: Scope, today: Date) -> Result<(Vec<Arc<Open>>, Facts), AppError> {
    let Scope::These(accounts) = portion else { return Err(AppError::empty()) };
    let facts = app.store.read().await?.ground(&accounts, app.playbooks.clone()).await?;
    Ok((open(&facts, today)?, facts))
}

impl Desk {
    fn new(facts: &Facts, today: Date, mut open: Vec<Arc<Open>>) -> Self {
        open.sort_unstable_by_key(|open| open.number);
        let active = facts.policy_on(today).map(|version| version.policy.clone());
        Self {
            today,
            reporting: facts.reporting(),
            playbooks: facts.playbooks.iter().map(|playbook| playbook.code.clone()).collect(),
            fields: facts.fields.clone(),
            held: facts.teammates.values().filter(|teammate| teammate.is_active_on(today)).map(|teammate| teammate.role).collect(),
            before: active.as_ref().map_or_else(|| vec![None; open.len()], |policy| decided_by(policy, &open)),
            active,
            open,
        }
    }
}

/// The rule of a policy that decides each open renewal.
pub(super) fn decided_by(policy: &Policy, open: &[Arc<Open>]) -> Vec<Option<usize>> {
    let table = Table::new(policy);
    open.iter().map(|open| table.decide_seen(&open.seen)).collect()
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
            seen,
        }));
    }
    Ok(open)
}
