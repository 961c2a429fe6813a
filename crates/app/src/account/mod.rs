//! Verbs on accounts and their teams.

use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::identity::{require_administrator, teammate};
use tenure_core::account::{Account, Risk};
use tenure_core::commands;
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::primitives::AccountId;
use tenure_store::Scope;

/// An account to add.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Short reference.
    pub reference: String,
    /// Name.
    pub name: String,
    /// 1 to 3.
    pub tier: u8,
    /// Segment.
    pub segment: String,
    /// Region.
    pub region: String,
    /// Risk category.
    pub risk: Risk,
}

impl App {
    /// Adds an account.
    ///
    /// # Errors
    /// See [`commands::add_account`].
    pub async fn add_account(&self, actor: &Actor, new: NewAccount) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::Account(new.reference.clone()), |context| {
            let account = Account {
                id: AccountId::new(context.ids),
                reference: new.reference.clone(),
                name: new.name.clone(),
                tier: new.tier,
                segment: new.segment,
                region: new.region,
                risk: new.risk,
            };
            let writes = commands::add_account(context.facts, account)?;
            Ok(Decided { writes, kind: "account_added", subject: new.reference, summary: format!("{} became a customer", new.name) })
        })
        .await
    }

    /// Sets the risk category of an account; the policy then decides again.
    ///
    /// # Errors
    /// An account that does not exist.
    pub async fn set_risk(&self, actor: &Actor, account: &str, risk: Risk) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            let writes = commands::set_risk(context.facts, found.id, risk)?;
            let summary = format!("{} went from {} to {}", found.name, found.risk.label(), risk.label());
            Ok(Decided { writes, kind: "risk_set", subject: account.into(), summary })
        })
        .await
    }

    /// Puts a person on an account's team in a role from today on.
    ///
    /// # Errors
    /// See [`commands::set_team`].
    pub async fn set_team(&self, actor: &Actor, account: &str, role: Role, person: &str) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            let person = teammate(context.facts.teammates.values(), person)?;
            let writes = commands::set_team(context.facts, found.id, role, person.id, context.moment.today)?;
            let summary = format!("{} joined the team of {} as {}", person.name, found.name, role.label());
            Ok(Decided { writes, kind: "team_changed", subject: account.into(), summary })
        })
        .await
    }
}

/// The account of a reference among the facts in scope.
pub(crate) fn by_reference<'a>(facts: &'a Facts, reference: &str) -> Result<&'a Account, AppError> {
    facts.accounts.values().find(|account| account.reference == reference).ok_or_else(|| AppError::not_found("account", reference))
}
