//! Verbs on accounts: the customer and its team; people there, contacts and mergers are files beside this one.

mod activity;
mod care;
mod merger;
mod stakeholder;

pub use activity::NewActivity;
pub use care::{CareItem, CareView};
pub use stakeholder::NewStakeholder;

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out, preview};
use crate::error::AppError;
use crate::identity::teammate;
use crate::organisation::{Consequences, consequences};
use crate::permission::{require_account_people, require_administrator};
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::{Account, FieldName};
use tenure_core::commands::{self, Judgement};
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::primitives::{AccountId, Country};
use tenure_store::Scope;

/// An account to add, or what one is to become.
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
    /// The country whose business days count for steps that the customer takes part in.
    pub country: Option<Country>,
    /// Reference of the company it belongs to.
    pub parent: Option<String>,
    /// First month of the customer's fiscal year.
    pub fiscal_year_start: Option<u8>,
}

/// What an account asks of people, and what its own fields say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountDetails {
    /// Skills that whoever looks after it should have; small letters.
    pub needs: BTreeSet<String>,
    /// Values of the organisation's own fields.
    pub fields: BTreeMap<FieldName, String>,
}

impl App {
    /// Adds an account, with a first judgement of its risk.
    ///
    /// # Errors
    /// See [`commands::add_account`].
    pub async fn add_account(&self, actor: &Actor, new: NewAccount, judgement: Judgement) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, with_parent(&new.reference, new.parent.as_deref()), |context| {
            let account = account(context, AccountId::new(context.ids), &new, None)?;
            let by = actor.name();
            let writes = commands::add_account(context.facts, account, judgement, (&by, context.moment), context.ids)?;
            let summary = format!("{} became a customer", new.name);
            Ok(Decided { writes, kind: "account_added", subject: new.reference.clone(), summary })
        })
        .await
    }

    /// Changes what an account is; its reference and risk stay.
    ///
    /// # Errors
    /// See [`commands::edit_account`].
    pub async fn edit_account(&self, actor: &Actor, new: NewAccount) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, with_parent(&new.reference, new.parent.as_deref()), |context| edited(context, &new)).await
    }

    /// What would follow from [`App::edit_account`]. Nothing is saved.
    ///
    /// # Errors
    /// As [`App::edit_account`].
    pub async fn preview_edit(&self, actor: &Actor, new: NewAccount) -> Result<Consequences, AppError> {
        require_administrator(actor)?;
        let scope = with_parent(&new.reference, new.parent.as_deref());
        Ok(consequences(&preview(self, actor, scope, (None, |context: &Context<'_>| edited(context, &new))).await?))
    }

    /// Says which skills whoever looks after an account should have, and what its own fields say; what is not named is taken away.
    ///
    /// # Errors
    /// See [`commands::edit_account`].
    pub async fn describe_account(&self, actor: &Actor, account: &str, details: AccountDetails) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let before = by_reference(context.facts, account)?;
            require_account_people(actor, before.id, context)?;
            let AccountDetails { needs, fields } = details;
            let writes = commands::edit_account(context.facts, Account { needs, fields, ..before.clone() })?;
            let summary = format!("Needs and fields of {} were changed", before.name);
            Ok(Decided { writes, kind: "account_described", subject: account.into(), summary })
        })
        .await
    }

    /// Writes down a judgement of an account's risk; the policy then decides again. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::set_risk`].
    pub async fn set_risk(&self, actor: &Actor, account: &str, judgement: Judgement) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            require_account_people(actor, found.id, context)?;
            let to = judgement.risk.label();
            let because = if judgement.reason.trim().is_empty() { String::new() } else { format!(": {}", judgement.reason.trim()) };
            let summary = format!("{} went from {} to {to}{because}", found.name, found.risk.label());
            let by = actor.name();
            let writes = commands::set_risk(context.facts, found.id, judgement, (&by, context.moment), context.ids)?;
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

fn edited(context: &Context<'_>, new: &NewAccount) -> Result<Decided, AppError> {
    let before = by_reference(context.facts, &new.reference)?;
    let account = account(context, before.id, new, Some(before))?;
    let writes = commands::edit_account(context.facts, account)?;
    let summary = format!("{} was changed", new.name);
    Ok(Decided { writes, kind: "account_edited", subject: new.reference.clone(), summary })
}

fn with_parent(reference: &str, parent: Option<&str>) -> Scope {
    Scope::Accounts([Some(reference), parent].into_iter().flatten().map(str::to_string).collect())
}

fn account(context: &Context<'_>, id: AccountId, new: &NewAccount, before: Option<&Account>) -> Result<Account, AppError> {
    let parent = match new.parent.as_deref().filter(|parent| !parent.is_empty()) {
        Some(parent) => Some(by_reference(context.facts, parent)?.id),
        None => None,
    };
    Ok(Account {
        id,
        reference: new.reference.clone(),
        name: new.name.trim().into(),
        tier: new.tier,
        segment: new.segment.trim().into(),
        region: new.region.trim().into(),
        country: new.country,
        risk: before.map_or(tenure_core::account::Risk::Unknown, |before| before.risk),
        parent,
        fiscal_year_start: new.fiscal_year_start,
        merged_into: before.and_then(|before| before.merged_into),
        needs: before.map(|before| before.needs.clone()).unwrap_or_default(),
        fields: before.map(|before| before.fields.clone()).unwrap_or_default(),
    })
}

/// The account of a reference among the facts in scope.
pub(crate) fn by_reference<'a>(facts: &'a Facts, reference: &str) -> Result<&'a Account, AppError> {
    facts.accounts.values().find(|account| account.reference == reference).ok_or_else(|| AppError::not_found("account", reference))
}
