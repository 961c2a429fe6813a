//! Verbs on renewals: reassign by name, close as lost, reopen as a correction.

mod close;
mod review;

pub use close::{CloseForeseen, ClosingView, NewClosing, NewDecision, NextRenewal};
pub use review::{Counted, NewReview, OutcomeItem, OutcomeQuery, OutcomesView};
pub(crate) use review::{decided, item as outcome_item};

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::expansion;
use crate::identity::teammate;
use crate::permission::{may_act, require_account_people, require_administrator};
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{OverrideId, SubjectId, display_date, last_day_of_service};
use tenure_core::renewal::{OutcomeReason, Renewal};
use tenure_store::Scope;

/// A reassignment by name.
#[derive(Clone, Debug)]
pub struct NewOverride {
    /// What is reassigned.
    pub responsibility: Responsibility,
    /// Reference or e-mail of who gets it.
    pub teammate: String,
    /// Why.
    pub reason: String,
    /// First day on which the policy decides again.
    pub until_on: Date,
}

impl App {
    /// Gives a responsibility of a renewal or an expansion to a person by name until a day. Its holder may, those above them, the desk lead and administrators.
    ///
    /// # Errors
    /// See [`commands::reassign`].
    pub async fn reassign(&self, actor: &Actor, reference: &str, new: NewOverride) -> Result<String, AppError> {
        carry_out(self, actor, scope_of(reference)?, |context| {
            let subject = subject(context, reference)?;
            authorise(context, actor, (subject, new.responsibility))?;
            let person = teammate(context.facts.teammates.values(), &new.teammate)?;
            let named = Override {
                id: OverrideId::new(context.ids),
                subject,
                responsibility: new.responsibility,
                teammate: person.id,
                reason: new.reason.trim().into(),
                author: actor.name(),
                from_on: context.moment.today,
                until_on: new.until_on,
                recorded_at: context.moment.recorded_at,
            };
            let until = display_date(last_day_of_service(new.until_on));
            let summary =
                format!("{} of {} went to {} until {until}: {}", new.responsibility.label(), reference, person.name, named.reason);
            let writes = commands::reassign(context.facts, named, context.moment)?;
            Ok(Decided { writes, kind: reassigned(reference), subject: reference.into(), summary })
        })
        .await
    }

    /// Ends a reassignment today; the policy decides again.
    ///
    /// # Errors
    /// See [`commands::end_reassignment`].
    pub async fn end_reassignment(&self, actor: &Actor, reference: &str, id: OverrideId) -> Result<String, AppError> {
        carry_out(self, actor, scope_of(reference)?, |context| {
            let subject = subject(context, reference)?;
            let named = context.facts.overrides.get(&id).filter(|named| named.subject == subject);
            let named = named.ok_or_else(|| AppError::not_found("reassignment", &id.to_string()))?;
            authorise(context, actor, (subject, named.responsibility))?;
            let writes = commands::end_reassignment(context.facts, id, context.moment)?;
            let summary = format!("The reassignment of {} on {reference} ended", named.responsibility);
            Ok(Decided { writes, kind: "reassignment_ended", subject: reference.into(), summary })
        })
        .await
    }

    /// Closes a renewal as lost, with the reason and the customer's own words.
    ///
    /// # Errors
    /// See [`commands::close_lost`].
    pub async fn close_lost(&self, actor: &Actor, reference: &str, reason: OutcomeReason, words: &str) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Renewal(number(reference)?), |context| {
            let renewal = found(context, reference)?;
            require_account_people(actor, renewal.account, context)?;
            let writes = commands::close_lost(context.facts, renewal.id, (reason, words), context.moment)?;
            let summary = format!("{reference} was lost: {}", reason.label());
            Ok(Decided { writes, kind: "renewal_lost", subject: reference.into(), summary })
        })
        .await
    }

    /// Opens a decided renewal again as a correction; a term it was renewed with is taken back.
    ///
    /// # Errors
    /// See [`commands::reopen_renewal`].
    pub async fn reopen_renewal(&self, actor: &Actor, reference: &str, reason: &str) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::Renewal(number(reference)?), |context| {
            let renewal = found(context, reference)?;
            let writes = commands::reopen_renewal(context.facts, renewal.id, context.moment)?;
            let reason: String = reason.trim().chars().take(commands::TEXT_MAX).collect();
            let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            let summary = format!("{reference} was opened again as a correction{because}");
            Ok(Decided { writes, kind: "renewal_reopened", subject: reference.into(), summary })
        })
        .await
    }
}

fn authorise(context: &Context<'_>, actor: &Actor, (subject, responsibility): (SubjectId, Responsibility)) -> Result<(), AppError> {
    let holder = context.facts.holder(subject, responsibility);
    if actor.is_administrator() || holder.is_some_and(|holder| may_act(actor, holder, context.facts, context.moment.today)) {
        return Ok(());
    }
    let name = holder.map_or("nobody", |holder| context.facts.name_of(holder));
    Err(AppError::Forbidden(format!("{name} holds this; only they, their managers and the desk lead may reassign it.")))
}

/// The account of a renewal or an expansion.
fn scope_of(reference: &str) -> Result<Scope, AppError> {
    if expansion::is_named_by(reference) { expansion::scope_of(reference) } else { Ok(Scope::Renewal(number(reference)?)) }
}

fn subject(context: &Context<'_>, reference: &str) -> Result<SubjectId, AppError> {
    if expansion::is_named_by(reference) {
        return Ok(expansion::found(context.facts, reference)?.id.into());
    }
    Ok(found(context, reference)?.id.into())
}

/// The kind of event of a reassignment.
fn reassigned(reference: &str) -> &'static str {
    if expansion::is_named_by(reference) { "expansion_reassigned" } else { "renewal_reassigned" }
}

/// The number in `R-1042`.
pub(crate) fn number(reference: &str) -> Result<u32, AppError> {
    reference.strip_prefix("R-").and_then(|digits| digits.parse().ok()).ok_or_else(|| AppError::not_found("renewal", reference))
}

fn found<'a>(context: &Context<'a>, reference: &str) -> Result<&'a Renewal, AppError> {
    let number = number(reference)?;
    context.facts.renewals.values().find(|renewal| renewal.number == number).ok_or_else(|| AppError::not_found("renewal", reference))
}
