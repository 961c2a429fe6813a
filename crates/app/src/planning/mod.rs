//! Keeping up with the calendar: facts dated ahead take effect when their day comes.

use crate::App;
use crate::access::Actor;
use crate::change::{event, weigh};
use crate::error::AppError;
use std::collections::BTreeSet;
use tenure_core::facts::{Facts, Moment, Write};
use tenure_core::planner::{Cause, Planning, carried, follow};
use tenure_core::primitives::AccountId;
use tenure_store::{Scope, StoreError};

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
        let (mut written, mut refused) = (0, Vec::new());
        for portion in self.store.due(self.today(&organisation)).await? {
            let facts = self.portion(&portion).await?;
            match self.follow(&portion, facts, actor).await {
                Ok((writes, _)) => written += writes,
                Err(AppError::Refused(refusals)) => refused.extend(refusals),
                Err(fault) => return Err(fault),
            }
        }
        if refused.is_empty() { Ok(written) } else { Err(AppError::Refused(refused)) }
    }

    /// The facts of a portion as they are now.
    pub(crate) async fn portion(&self, portion: &Scope) -> Result<Facts, AppError> {
        Ok(self.store.read().await?.facts(portion, self.playbooks.clone()).await?)
    }

    /// Writes what the calendar demands of some accounts and is not recorded yet. Gives how many writes that took, and the facts afterwards.
    pub(crate) async fn follow(&self, portion: &Scope, mut read: Facts, actor: &Actor) -> Result<(usize, Facts), AppError> {
        // Most portions change nothing on most days. Finding that out must not keep writers waiting, and needs no look at what people
        // carry elsewhere: loads choose among people once somebody has to be chosen, and never make anybody be chosen.
        let moment = self.moment(&read.organisation);
        if self.demanded(&mut read, (moment, actor))?.is_empty() {
            return Ok((0, read));
        }
        let tx = self.store.write().await?;
        let mut facts = tx.facts(portion, self.playbooks.clone()).await?;
        let moment = self.moment(&facts.organisation);
        let here = carried(&facts, moment.today);
        weigh(&tx, portion, &mut facts, (moment.today, &here)).await?;
        let writes = self.demanded(&mut facts, (moment, actor))?;
        if !writes.is_empty() {
            let summary = format!("The plan followed the calendar to {}: {} changes", moment.today, writes.len());
            tx.save(&writes, moment, &[event(self, actor, moment, ("day_planned", "plan", &summary))]).await?;
            tx.commit().await?;
        }
        Ok((writes.len(), facts))
    }

    /// What the calendar demands, applied to the facts.
    fn demanded(&self, facts: &mut Facts, (moment, actor): (Moment, &Actor)) -> Result<Vec<Write>, AppError> {
        let accounts: BTreeSet<AccountId> = facts.accounts.keys().copied().collect();
        let cause = Cause { author: actor.name(), reason: format!("a fact dated ahead took effect by {}", moment.today) };
        Ok(follow(facts, &accounts, Planning { moment, cause: &cause, ids: self.ids.as_ref() })?)
    }
}
