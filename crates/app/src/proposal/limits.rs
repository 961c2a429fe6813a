//! What each role may give away alone: the limits in force, what was said when, and saying it anew.

use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_administrator;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::identity::Role;
use tenure_core::primitives::{Currency, Money, display_date};
use tenure_core::proposal::{Authority, DiscountLimit, authority_on};
use tenure_store::Scope;

/// What events about the limits are about.
const SUBJECT: &str = "discount authority";

/// Limits of every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitsView {
    /// Today.
    pub today: Date,
    /// The reporting currency, in which amounts are limited.
    pub currency: Currency,
    /// One for each role, in the order of the roles.
    pub limits: Vec<LimitItem>,
    /// Everything that was ever said, the last first.
    pub history: Vec<DiscountLimit>,
}

/// What a role may give alone today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitItem {
    /// The role.
    pub role: Role,
    /// What it may give.
    pub authority: Authority,
    /// Who said so and from when; `None` is the shipped start.
    pub said: Option<(String, Date)>,
    /// What comes later, if anything was said about later.
    pub later: Option<(Authority, Date)>,
}

impl App {
    /// What each role may give away alone.
    ///
    /// # Errors
    /// An instance without an organisation.
    pub async fn discount_limits(&self) -> Result<LimitsView, AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let item = |role: &Role| {
            let (authority, said) = authority_on(&facts.discount_limits, *role, today);
            let next =
                facts.discount_limits.iter().filter(|limit| limit.role == *role && limit.from_on > today).map(|limit| limit.from_on).min();
            LimitItem {
                role: *role,
                authority,
                said: said.map(|limit| (limit.set_by.clone(), limit.from_on)),
                later: next.map(|day| (authority_on(&facts.discount_limits, *role, day).0, day)),
            }
        };
        let mut history = facts.discount_limits.clone();
        history.reverse();
        Ok(LimitsView { today, currency: facts.reporting(), limits: Role::ALL.iter().map(item).collect(), history })
    }

    /// Sets what a role may give away alone from a day on; today where none is named. For administrators.
    ///
    /// # Errors
    /// See [`commands::set_discount_limit`].
    pub async fn set_discount_limit(
        &self,
        actor: &Actor,
        role: Role,
        (authority, from_on): (Authority, Option<Date>),
    ) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::People, |context| {
            let today = context.moment.today;
            let from_on = from_on.unwrap_or(today);
            let recorded_at = context.moment.recorded_at;
            let limit = DiscountLimit { role, from_on, authority, set_by: actor.name(), recorded_at };
            let writes = commands::set_discount_limit(context.facts, limit, today)?;
            let amount = authority
                .amount_minor
                .map_or_else(String::new, |minor| format!(" and {} a year", Money::new(minor, context.facts.reporting())));
            let share = format!("{}.{:02}%", authority.share_bps / 100, authority.share_bps % 100);
            let summary = format!("From {} the role {} may give {share}{amount} alone", display_date(from_on), role.label());
            Ok(Decided { writes, kind: "discount_limit_set", subject: SUBJECT.into(), summary })
        })
        .await
    }
}
