//! Verbs on mergers and splits: revenue that moves between accounts is neither churn nor growth.

use super::by_reference;
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::contract::contract;
use crate::error::AppError;
use crate::permission::require_administrator;
use tenure_core::commands;
use tenure_store::Scope;

impl App {
    /// Merges an account into another one from today on.
    ///
    /// # Errors
    /// See [`commands::merge_accounts`].
    pub async fn merge_accounts(&self, actor: &Actor, from: &str, into: &str, reason: &str) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::Accounts(vec![from.into(), into.into()]), |context| {
            let (gone, stays) = (by_reference(context.facts, from)?, by_reference(context.facts, into)?);
            let writes = commands::merge_accounts(context.facts, gone.id, stays.id, reason.trim(), context.moment)?;
            let summary = format!("{} was merged into {}: {}", gone.name, stays.name, reason.trim());
            Ok(Decided { writes, kind: "accounts_merged", subject: into.into(), summary })
        })
        .await
    }

    /// Moves one contract to another account from today on: a split or a migration.
    ///
    /// # Errors
    /// See [`commands::move_contract`].
    pub async fn move_contract(&self, actor: &Actor, reference: &str, to: &str, reason: &str) -> Result<String, AppError> {
        require_administrator(actor)?;
        let from = self.store.read().await?.facts(&Scope::Contract(reference.into()), self.playbooks.clone()).await?;
        let from = from.accounts.values().map(|account| account.reference.clone());
        let scope = Scope::Accounts(from.chain([to.to_string()]).collect());
        carry_out(self, actor, scope, |context| {
            let found = contract(context.facts, reference)?;
            let target = by_reference(context.facts, to)?;
            let writes = commands::move_contract(context.facts, found.id, target.id, reason.trim(), context.moment)?;
            let summary = format!("Contract {reference} moved to {}: {}", target.name, reason.trim());
            Ok(Decided { writes, kind: "contract_moved", subject: reference.into(), summary })
        })
        .await
    }
}
