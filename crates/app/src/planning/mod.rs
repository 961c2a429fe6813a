//! Keeping up with the calendar: facts dated ahead take effect when their day comes.

use crate::App;
use crate::access::Actor;
use crate::change::event;
use crate::error::AppError;
use std::collections::BTreeSet;
use tenure_core::facts::{Moment, Write};
use tenure_core::planner::{Cause, Planning, follow};
use tenure_core::primitives::AccountId;
use tenure_store::{Scope, StoreError, Tx};

impl App {
    /// Plans every account for today and writes what a dated fact changed since. Running it twice writes nothing the second time.
    ///
    /// Returns how many writes were needed.
    ///
    /// # Errors
    /// [`AppError::Refused`] where a renewal cannot be planned; nothing was then written.
    pub async fn keep_up(&self, actor: &Actor) -> Result<usize, AppError> {
        // Most hours change nothing. Finding that out takes seconds in a large book, and must not keep writers waiting.
        if self.due(&self.store.read().await?, actor).await?.0.is_empty() {
            return Ok(0);
        }
        let tx = self.store.write().await?;
        let (writes, moment) = self.due(&tx, actor).await?;
        if !writes.is_empty() {
            let summary = format!("The plan followed the calendar to {}: {} changes", moment.today, writes.len());
            tx.save(&writes, moment, &[event(self, actor, moment, ("day_planned", "plan", &summary))]).await?;
            tx.commit().await?;
        }
        Ok(writes.len())
    }

    /// What the calendar demands and is not recorded yet.
    async fn due(&self, tx: &Tx, actor: &Actor) -> Result<(Vec<Write>, Moment), AppError> {
        let organisation = tx.organisation().await?.ok_or(StoreError::Empty)?;
        let moment = self.moment(&organisation);
        let mut facts = tx.facts(&Scope::Due(moment.today), self.playbooks.clone()).await?;
        let accounts: BTreeSet<AccountId> = facts.accounts.keys().copied().collect();
        let cause = Cause { author: actor.name(), reason: format!("a fact dated ahead took effect by {}", moment.today) };
        Ok((follow(&mut facts, &accounts, Planning { moment, cause: &cause, ids: self.ids.as_ref() })?, moment))
    }
}
