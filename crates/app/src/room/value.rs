//! Verbs on the value record of a customer: write down, measure, confirm, withdraw. Whoever works on the account may.

use super::{stakeholder, stakeholder_or_none};
use crate::App;
use crate::access::Actor;
use crate::account::by_reference;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_account_people;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::facts::Facts;
use tenure_core::primitives::{AccountId, Currency, Decimal6, ReadingId, ValueId, display_date};
use tenure_core::refusal::Refusal;
use tenure_core::room::{Claim, Confirmation, Factor, Matter, Measure, Reading, ValueEntry, Withdrawal};
use tenure_store::Scope;

/// What an entry is to say.
#[derive(Clone, Debug)]
pub enum NewMatter {
    /// What we and the customer agreed to reach.
    Outcome(Measure),
    /// Something that went well.
    Win,
    /// What the customer got in money: the factors, and the currency of their product; `None` is the reporting currency.
    Roi(Vec<Factor>, Option<Currency>),
    /// What they got that has no number.
    Quality,
}

/// An entry to write down.
#[derive(Clone, Debug)]
pub struct NewValue {
    /// Reference of the account.
    pub account: String,
    /// What it says.
    pub matter: NewMatter,
    /// One line.
    pub title: String,
    /// How it was measured or came about, or what they said.
    pub told: String,
    /// Where that can be seen.
    pub evidence: String,
    /// The day on which it was agreed, happened or was said; `None` is today.
    pub happened_on: Option<Date>,
    /// Reference of the stakeholder with whom it was agreed, or who said it.
    pub with: Option<String>,
}

/// A reading to write down.
#[derive(Clone, Debug)]
pub struct NewReading {
    /// What was measured.
    pub actual: Decimal6,
    /// The day; `None` is today.
    pub read_on: Option<Date>,
    /// Where the number is from.
    pub note: String,
}

impl App {
    /// Writes down an entry of the value record. Answers with its id.
    ///
    /// # Errors
    /// See [`commands::note_value`].
    pub async fn note_value(&self, actor: &Actor, new: NewValue) -> Result<String, AppError> {
        let id = ValueId::new(self.ids.as_ref());
        carry_out(self, actor, Scope::Account(new.account.clone()), |context| {
            let account = by_reference(context.facts, &new.account)?;
            require_account_people(actor, account.id, context)?;
            let entry = ValueEntry {
                id,
                account: account.id,
                matter: matter(context.facts, new.matter.clone())?,
                title: new.title.trim().into(),
                told: new.told.trim().into(),
                evidence: new.evidence.trim().into(),
                happened_on: new.happened_on.unwrap_or(context.moment.today),
                with: stakeholder_or_none(context, account, new.with.as_deref())?,
                confirmed: None,
                author: actor.name(),
                recorded_at: context.moment.recorded_at,
                withdrawn: None,
            };
            let summary = format!("{}: {}", entry.matter.kind().label(), entry.title);
            let writes = commands::note_value(context.facts, entry, context.moment)?;
            Ok(Decided { writes, kind: "value_noted", subject: new.account.clone(), summary })
        })
        .await?;
        Ok(id.to_string())
    }

    /// Writes down what was measured of an agreed outcome.
    ///
    /// # Errors
    /// See [`commands::read_outcome`].
    pub async fn read_outcome(&self, actor: &Actor, (account, id): (&str, ValueId), new: NewReading) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            require_account_people(actor, found.id, context)?;
            let reading = Reading {
                id: ReadingId::new(context.ids),
                account: found.id,
                outcome: id,
                read_on: new.read_on.unwrap_or(context.moment.today),
                actual: new.actual,
                note: new.note.trim().into(),
                author: actor.name(),
                recorded_at: context.moment.recorded_at,
            };
            let summary = format!("{} was {} on {}", title(context.facts, (found.id, id)), reading.actual, display_date(reading.read_on));
            let writes = commands::read_outcome(context.facts, reading, context.moment)?;
            Ok(Decided { writes, kind: "outcome_read", subject: account.into(), summary })
        })
        .await
    }

    /// Writes down that somebody at the customer confirmed an entry: who by reference, and when; no day is today.
    ///
    /// # Errors
    /// See [`commands::confirm_value`].
    pub async fn confirm_value(
        &self,
        actor: &Actor,
        (account, id): (&str, ValueId),
        (by, on): (&str, Option<Date>),
    ) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            require_account_people(actor, found.id, context)?;
            let confirmation = Confirmation {
                by: stakeholder(context, found, by)?,
                on: on.unwrap_or(context.moment.today),
                author: actor.name(),
                recorded_at: context.moment.recorded_at,
            };
            let who = context.facts.stakeholders.get(&confirmation.by).map_or("", |person| person.name.as_str());
            let summary = format!("{who} confirmed: {}", title(context.facts, (found.id, id)));
            let writes = commands::confirm_value(context.facts, (found.id, id), confirmation, context.moment)?;
            Ok(Decided { writes, kind: "value_confirmed", subject: account.into(), summary })
        })
        .await
    }

    /// Takes an entry of the value record back.
    ///
    /// # Errors
    /// See [`commands::withdraw_value`].
    pub async fn withdraw_value(&self, actor: &Actor, (account, id): (&str, ValueId), reason: &str) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            require_account_people(actor, found.id, context)?;
            let withdrawal = Withdrawal { reason: reason.trim().into(), by: actor.name(), at: context.moment.recorded_at };
            let summary = format!("Withdrawn: {}", title(context.facts, (found.id, id)));
            let writes = commands::withdraw_value(context.facts, (found.id, id), withdrawal)?;
            Ok(Decided { writes, kind: "value_withdrawn", subject: account.into(), summary })
        })
        .await
    }
}

fn matter(facts: &Facts, new: NewMatter) -> Result<Matter, AppError> {
    Ok(match new {
        NewMatter::Outcome(measure) => Matter::Outcome(measure),
        NewMatter::Win => Matter::Win,
        NewMatter::Quality => Matter::Quality,
        NewMatter::Roi(factors, currency) => {
            let claim = Claim::of(factors, currency.unwrap_or(facts.reporting()));
            Matter::Roi(claim.map_err(|problem| Refusal { column: Some("factors".into()), problem, ..Refusal::default() })?)
        }
    })
}

fn title(facts: &Facts, (account, id): (AccountId, ValueId)) -> String {
    facts.room(account).and_then(|room| room.values.get(&id)).map_or_else(String::new, |entry| entry.title.clone())
}
