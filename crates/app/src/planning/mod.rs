//! Keeping up with the calendar: facts dated ahead take effect when their day comes.

use crate::App;
use crate::access::Actor;
use crate::change::event;
use crate::error::AppError;
use std::collections::BTreeSet;
use tenure_core::planner::{Cause, Planning, follow};
use tenure_core::primitives::AccountId;
use tenure_store::Scope;

impl App {
    /// Plans every account for today and writes what a dated fact changed since. Running it twice writes nothing the second time.
    ///
    /// Returns how many writes were needed.
    ///
    /// # Errors
    /// [`AppError::Refused`] where a renewal cannot be planned; nothing was then written.
    pub async fn keep_up(&self, actor: &Actor) -> Result<usize, AppError> {
        let tx = self.store.write().await?;
        let Some(organisation) = tx.organisation().await? else { return Ok(0) };
        let moment = self.moment(&organisation);
        let mut facts = tx.facts(&Scope::Due(moment.today), self.playbooks.clone()).await?;
        let accounts: BTreeSet<AccountId> = facts.accounts.keys().copied().collect();
        let cause = Cause { author: actor.name(), reason: format!("a fact dated ahead took effect by {}", moment.today) };
        let writes = follow(&mut facts, &accounts, Planning { moment, cause: &cause, ids: self.ids.as_ref() })?;
        if !writes.is_empty() {
            let summary = format!("The plan followed the calendar to {}: {} changes", moment.today, writes.len());
            tx.save(&writes, moment, &[event(self, actor, moment, ("day_planned", "plan", &summary))]).await?;
            tx.commit().await?;
        }
        Ok(writes.len())
    }
}
