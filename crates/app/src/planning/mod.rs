//! Keeping up with the calendar: facts dated ahead take effect when their day comes.

use crate::App;
use crate::access::Actor;
use crate::change::{event, weigh};
use crate::error::AppError;
use std::collections::BTreeSet;
use tenure_core::facts::{Moment, Write};
use tenure_core::planner::{Cause, Planning, carried, follow};
use tenure_core::primitives::AccountId;
use tenure_store::{Scope, StoreError, Tx};

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
            match self.follow(&portion, actor).await {
                Ok(writes) => written += writes,
                Err(AppError::Refused(refusals)) => refused.extend(refusals),
                Err(fault) => return Err(fault),
            }
        }
        if refused.is_empty() { Ok(written) } else { Err(AppError::Refused(refused)) }
    }

    /// Writes what the calendar demands of some accounts and is not recorded yet.
    async fn follow(&self, portion: &Scope, actor: &Actor) -> Result<usize, AppError> {
        // Most portions change nothing on most days. Finding that out must not keep writers waiting.
        if self.demanded(&self.store.read().await?, portion, actor).await?.0.is_empty() {
            return Ok(0);
        }
        let tx = self.store.write().await?;
        let (writes, moment) = self.demanded(&tx, portion, actor).await?;
        if !writes.is_empty() {
            let summary = format!("The plan followed the calendar to {}: {} changes", moment.today, writes.len());
            tx.save(&writes, moment, &[event(self, actor, moment, ("day_planned", "plan", &summary))]).await?;
            tx.commit().await?;
        }
        Ok(writes.len())
    }

    async fn demanded(&self, tx: &Tx, portion: &Scope, actor: &Actor) -> Result<(Vec<Write>, Moment), AppError> {
        let mut facts = tx.facts(portion, self.playbooks.clone()).await?;
        let moment = self.moment(&facts.organisation);
        let accounts: BTreeSet<AccountId> = facts.accounts.keys().copied().collect();
        let here = carried(&facts, moment.today);
        weigh(tx, portion, &mut facts, (moment.today, &here)).await?;
        let cause = Cause { author: actor.name(), reason: format!("a fact dated ahead took effect by {}", moment.today) };
        Ok((follow(&mut facts, &accounts, Planning { moment, cause: &cause, ids: self.ids.as_ref() })?, moment))
    }
}
