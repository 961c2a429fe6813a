//! Verbs on the organisation's lists: products, holidays, plan rates, exchange rates; and what each would change.

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, Previewed, carry_out, preview};
use crate::error::AppError;
use crate::permission::require_administrator;
use std::collections::BTreeSet;
use tenure_core::commands::{self, PublicHolidays, Within};
use tenure_core::facts::{ListKey, Listed, Write};
use tenure_core::primitives::{Currency, Money, SubjectId, display_date};
use tenure_store::Scope;

/// A renewal whose amount in the reporting currency changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoned {
    /// Reference of the renewal.
    pub reference: String,
    /// Name of its account.
    pub account: String,
    /// The amount now.
    pub before: Money,
    /// The amount afterwards.
    pub after: Money,
}

/// What follows from a change of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequences {
    /// Renewals that are worth something else, by term end.
    pub renewals: Vec<Reckoned>,
    /// Playbook steps that get another day, come or fall away.
    pub steps: u64,
    /// Renewals of which somebody else holds something.
    pub owners: u64,
}

impl App {
    /// Adds an entry to a list of the organisation, or changes the one of its key; what follows from it follows. For administrators.
    ///
    /// # Errors
    /// See [`commands::set_listed`].
    pub async fn set_listed(&self, actor: &Actor, entry: Listed) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, scope_of(&entry.key(), true), |context| set(context, &entry)).await
    }

    /// Takes an entry off a list of the organisation. For administrators.
    ///
    /// # Errors
    /// See [`commands::remove_listed`]; a plan rate that a renewal needs.
    pub async fn remove_listed(&self, actor: &Actor, key: ListKey) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, scope_of(&key, false), |context| remove(context, &key)).await
    }

    /// Adds the public holidays of a country and year that are still to come; steps move off them. For administrators.
    ///
    /// # Errors
    /// See [`commands::take_public_holidays`].
    pub async fn take_public_holidays(&self, actor: &Actor, of: PublicHolidays) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::All, |context| take(context, of)).await
    }

    /// What would follow from [`App::take_public_holidays`]. Nothing is saved.
    ///
    /// # Errors
    /// As [`App::take_public_holidays`].
    pub async fn preview_public_holidays(&self, actor: &Actor, of: PublicHolidays) -> Result<Consequences, AppError> {
        require_administrator(actor)?;
        let seen = preview(self, actor, Scope::All, (None, |context: &Context<'_>| take(context, of))).await?;
        Ok(consequences(&seen))
    }

    /// What would follow from [`App::set_listed`]. Nothing is saved.
    ///
    /// # Errors
    /// As [`App::set_listed`].
    pub async fn preview_listed(&self, actor: &Actor, entry: Listed) -> Result<Consequences, AppError> {
        require_administrator(actor)?;
        let scope = scope_of(&entry.key(), true);
        let seen = preview(self, actor, scope, (None, |context: &Context<'_>| set(context, &entry))).await?;
        Ok(consequences(&seen))
    }

    /// What would follow from [`App::remove_listed`]. Nothing is saved.
    ///
    /// # Errors
    /// As [`App::remove_listed`].
    pub async fn preview_unlisted(&self, actor: &Actor, key: ListKey) -> Result<Consequences, AppError> {
        require_administrator(actor)?;
        let seen = preview(self, actor, scope_of(&key, false), (None, |context: &Context<'_>| remove(context, &key))).await?;
        Ok(consequences(&seen))
    }
}

/// The accounts that a change may concern. No renewal stands on the rate of a day or on a field that no account can have yet.
fn scope_of(key: &ListKey, sets: bool) -> Scope {
    match key {
        ListKey::ExchangeRate(..) => Scope::Rates,
        ListKey::Field(_) if sets => Scope::People,
        ListKey::Product(_) | ListKey::Field(_) | ListKey::Holiday(..) | ListKey::PlanRate(..) => Scope::All,
    }
}

fn set(context: &Context<'_>, entry: &Listed) -> Result<Decided, AppError> {
    let key = entry.key();
    let writes = commands::set_listed(context.facts, entry.clone(), context.moment.today)?;
    let kind = match key {
        ListKey::Product(_) => "product_set",
        ListKey::Field(_) => "field_set",
        ListKey::Holiday(..) => "holiday_set",
        ListKey::PlanRate(..) => "plan_rate_set",
        ListKey::ExchangeRate(..) => "exchange_rate_set",
    };
    Ok(Decided { writes, kind, subject: key.reference(), summary: told(entry, context.facts.reporting()) })
}

fn take(context: &Context<'_>, of: PublicHolidays) -> Result<Decided, AppError> {
    let PublicHolidays { country, year, within } = of;
    let writes = commands::take_public_holidays(context.facts, of, context.moment.today)?;
    let summary = format!("{} public holidays of {} in {year} were added", writes.len(), country.holidays_label());
    let summary = if within == Within::Country { summary + " for that country alone" } else { summary };
    Ok(Decided { writes, kind: "holiday_set", subject: format!("{country} {year}"), summary })
}

fn remove(context: &Context<'_>, key: &ListKey) -> Result<Decided, AppError> {
    let writes = commands::remove_listed(context.facts, key, context.moment.today)?;
    let kind = match key {
        ListKey::Product(_) => "product_removed",
        ListKey::Field(_) => "field_removed",
        ListKey::Holiday(..) => "holiday_removed",
        ListKey::PlanRate(..) => "plan_rate_removed",
        ListKey::ExchangeRate(..) => "exchange_rate_removed",
    };
    Ok(Decided { writes, kind, subject: key.reference(), summary: format!("The {key} was taken off its list") })
}

fn told(entry: &Listed, reporting: Currency) -> String {
    let is = |yes: bool, what: &str| if yes { what.to_string() } else { format!("not {what}") };
    match entry {
        Listed::Product(product) => {
            let (easy, low) = (is(product.easy_setup, "easy to set up"), is(product.low_effort, "low in effort"));
            format!("The product {} is {easy} and {low}", product.name)
        }
        Listed::Field(field) => format!("{} is a field of accounts: {}", field.label, field.kind.label().to_lowercase()),
        Listed::Holiday(None, day, name) => format!("{} is a holiday: {name}", display_date(*day)),
        Listed::Holiday(Some(country), day, name) => {
            format!("{} is a holiday in {}: {name}", display_date(*day), country.label())
        }
        Listed::PlanRate(year, currency, rate) => format!("The plan rate of {} for {year} is {rate} {}", currency.code(), reporting.code()),
        Listed::ExchangeRate(day, currency, rate) => {
            format!("The exchange rate of {} on {} is {rate} {}", currency.code(), display_date(*day), reporting.code())
        }
    }
}

pub(crate) fn consequences(seen: &Previewed) -> Consequences {
    let mut renewals = Vec::new();
    let (mut steps, mut owners) = (0_u64, BTreeSet::<SubjectId>::new());
    for write in &seen.writes {
        match write {
            Write::Renewal(after) => {
                let before = seen.before.renewals.get(&after.id).filter(|before| before.target.atr_reporting != after.target.atr_reporting);
                let account = seen.after.accounts.get(&after.account).map(|account| account.name.clone());
                renewals.extend(before.map(|before| {
                    (
                        after.target.end_on,
                        after.number,
                        Reckoned {
                            reference: after.reference(),
                            account: account.unwrap_or_default(),
                            before: before.target.atr_reporting,
                            after: after.target.atr_reporting,
                        },
                    )
                }));
            }
            Write::Task(_) => steps += 1,
            Write::Ownership(entry) => drop(owners.insert(entry.subject)),
            _ => {}
        }
    }
    renewals.sort_by_key(|(end_on, number, _)| (*end_on, *number));
    Consequences { renewals: renewals.into_iter().map(|(_, _, item)| item).collect(), steps, owners: owners.len() as u64 }
}
