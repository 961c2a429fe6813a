//! Keeping up with the calendar: facts dated ahead take effect when their day comes. The book is gone through in portions; what a portion
//! demands is found out for several at a time, and written for one after the other, so that people are chosen in a fixed order.

use crate::App;
use crate::access::Actor;
use crate::change::event;
use crate::error::AppError;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::Future;
use std::num::NonZeroUsize;
use tenure_core::facts::{Facts, Moment, Write};
use tenure_core::ownership::designation::Load;
use tenure_core::planner::{Cause, Planning, carried, follow, weighed_in_plan};
use tenure_core::primitives::{AccountId, TeammateId};
use tenure_core::refusal::Refusal;
use tenure_store::{Scope, StoreError, Tx};
use tokio::task::JoinHandle;

/// Portions that are looked at together, at most: each holds the facts of some hundred accounts.
const LANES_MAX: usize = 4;

/// What a portion demands of a day, before anything of it is written.
pub(crate) struct Looked {
    /// Its facts, as they stand.
    pub(crate) facts: Facts,
    /// References of the accounts that something is demanded for.
    pub(crate) changed: Vec<String>,
    /// Why it cannot be planned; nothing of it is written then.
    pub(crate) refused: Vec<Refusal>,
}

impl App {
    /// Plans every account for today and writes what a dated fact changed since. Running it twice writes nothing the second time.
    /// Accounts are planned in portions, each in a transaction of its own: the book need not fit into memory, and no writer waits long.
    ///
    /// Returns how many writes were needed.
    ///
    /// # Errors
    /// [`AppError::Refused`] where a renewal cannot be planned; nothing of its portion was then written, the others were planned.
    pub async fn keep_up(&self, actor: &Actor) -> Result<usize, AppError> {
        let organisation = self.store.read().await?.organisation().await?.ok_or(StoreError::Empty)?;
        let (mut written, mut round) = (0, Round::default());
        let mut lanes = Lanes::of(self.store.due(self.today(&organisation)).await?);
        while let Some(looked) = lanes.next(|portion| look(self.clone(), portion, actor.clone())).await? {
            written += self.settle(looked, actor, &mut round).await?.0;
        }
        if round.refused.is_empty() { Ok(written) } else { Err(AppError::Refused(round.refused)) }
    }

    /// Reads a portion and finds out for which accounts the calendar demands anything that is not recorded yet.
    pub(crate) async fn look(&self, portion: &Scope, actor: &Actor) -> Result<Looked, AppError> {
        // Most accounts change nothing on most days. Finding that out must not keep writers waiting, and needs no look at what people
        // carry elsewhere: loads choose among people once somebody has to be chosen, and never make anybody be chosen.
        let facts = self.store.read().await?.facts(portion, self.playbooks.clone()).await?;
        let mut planned = facts.clone();
        let moment = self.moment(&facts.organisation);
        let cause = calendar(actor, moment);
        let (changed, refused) = match demanded(&mut planned, Planning { moment, cause: &cause, ids: self.ids.as_ref() }) {
            Ok(writes) => {
                let accounts: BTreeSet<AccountId> = writes.iter().filter_map(|write| planned.account_of(write)).collect();
                (accounts.iter().filter_map(|id| planned.accounts.get(id)).map(|account| account.reference.clone()).collect(), Vec::new())
            }
            Err(refused) => (Vec::new(), refused),
        };
        Ok(Looked { facts, changed, refused })
    }

    /// Writes what a portion demands. Gives how many writes that took, and the facts afterwards; refusals are added to those before.
    pub(crate) async fn settle(&self, looked: Looked, actor: &Actor, round: &mut Round) -> Result<(usize, Facts), AppError> {
        let Looked { mut facts, changed, refused } = looked;
        round.refused.extend(refused);
        if changed.is_empty() {
            return Ok((0, facts));
        }
        let tx = self.store.write().await?;
        let mut now = tx.facts(&Scope::Accounts(changed), self.playbooks.clone()).await?;
        let moment = self.moment(&now.organisation);
        let cause = calendar(actor, moment);
        let planning = Planning { moment, cause: &cause, ids: self.ids.as_ref() };
        round.weigh(&tx, &mut now, planning).await?;
        let writes = match demanded(&mut now, planning) {
            Ok(writes) => writes,
            Err(told) => {
                round.refused.extend(told);
                Vec::new()
            }
        };
        if !writes.is_empty() {
            let summary = format!("The plan followed the calendar to {}: {} changes", moment.today, writes.len());
            let number = tx.save(&writes, moment, &[event(self, actor, moment, ("day_planned", "plan", &summary))]).await?;
            tx.commit().await?;
            round.loads = number.map(|number| (number, carried(&now, moment.today)));
            facts.apply_all(&writes);
        }
        Ok((writes.len(), facts))
    }
}

/// Why the calendar demands something.
fn calendar(actor: &Actor, moment: Moment) -> Cause {
    Cause { author: actor.name(), reason: format!("a fact dated ahead took effect by {}", moment.today) }
}

/// What the calendar demands of all accounts in the facts, applied to them.
fn demanded(facts: &mut Facts, planning: Planning<'_>) -> Result<Vec<Write>, Vec<Refusal>> {
    let accounts: BTreeSet<AccountId> = facts.accounts.keys().copied().collect();
    follow(facts, &accounts, planning)
}

/// What goes from portion to portion.
#[derive(Default)]
pub(crate) struct Round {
    /// What could not be planned.
    pub(crate) refused: Vec<Refusal>,
    /// What everybody carried after the portion before, and the number of the event that wrote it. Counting it takes a look at every open
    /// renewal; as long as nobody else writes, it follows from what was written here.
    loads: Option<(u64, BTreeMap<TeammateId, Load>)>,
}

impl Round {
    /// Tells the facts what people carry elsewhere, where the plan asks.
    async fn weigh(&mut self, tx: &Tx, facts: &mut Facts, planning: Planning<'_>) -> Result<(), AppError> {
        let (accounts, today) = (facts.accounts.keys().copied().collect(), planning.moment.today);
        if weighed_in_plan(facts, &accounts, planning).is_empty() {
            return Ok(());
        }
        let event = tx.last_event().await?;
        let all = match self.loads.take() {
            Some((at, loads)) if Some(at) == event => loads,
            _ => {
                let active = facts.teammates.values().filter(|person| person.is_active_on(today));
                tx.carried(&active.map(|person| person.id).collect(), today).await?
            }
        };
        let here = carried(facts, today);
        let part = |id: &TeammateId| here.get(id).copied().unwrap_or_default();
        facts.loads_elsewhere = all.into_iter().map(|(id, load)| (id, load.without(part(&id)))).collect();
        Ok(())
    }
}

async fn look(app: App, portion: Scope, actor: Actor) -> Result<Looked, AppError> {
    app.look(&portion, &actor).await
}

/// Work on one portion after the other, of which some run beside each other; what comes of it comes in the order of the portions.
pub(crate) struct Lanes<T> {
    waiting: VecDeque<Scope>,
    running: VecDeque<JoinHandle<Result<T, AppError>>>,
    at_once: usize,
}

impl<T: Send + 'static> Lanes<T> {
    /// As many beside each other as there are processors, within reason.
    pub(crate) fn of(portions: Vec<Scope>) -> Self {
        let at_once = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(LANES_MAX);
        Self { waiting: portions.into(), running: VecDeque::new(), at_once }
    }

    /// What came of the next portion; `None` after the last one.
    pub(crate) async fn next<F>(&mut self, work: impl Fn(Scope) -> F) -> Result<Option<T>, AppError>
    where
        F: Future<Output = Result<T, AppError>> + Send + 'static,
    {
        while self.running.len() < self.at_once
            && let Some(portion) = self.waiting.pop_front()
        {
            self.running.push_back(tokio::spawn(work(portion)));
        }
        let Some(first) = self.running.pop_front() else { return Ok(None) };
        joined(first).await.map(Some)
    }
}

/// What came of work beside this; a panic in it goes on here.
pub(crate) async fn joined<T>(work: JoinHandle<Result<T, AppError>>) -> Result<T, AppError> {
    work.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))
}

/// Whatever still runs has nobody left who waits for it.
impl<T> Drop for Lanes<T> {
    fn drop(&mut self) {
        self.running.iter().for_each(JoinHandle::abort);
    }
}
