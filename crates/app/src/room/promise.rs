//! Verbs on objections of a customer and on what we promised it. Whoever works on the account may.

use super::stakeholder_or_none;
use crate::App;
use crate::access::Actor;
use crate::account::by_reference;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::require_account_people;
use crate::renewal::number;
use jiff::civil::Date;
use tenure_core::account::Account;
use tenure_core::commands;
use tenure_core::facts::Write;
use tenure_core::ownership::handoff::Word;
use tenure_core::primitives::{AccountId, CommitmentId, ObjectionId, RenewalId, TeammateId, display_date};
use tenure_core::refusal::Refusal;
use tenure_core::room::{Commitment, CommitmentEnd, Objection, ObjectionKind, Withdrawal};
use tenure_store::Scope;

/// An objection to write down.
#[derive(Clone, Debug)]
pub struct NewObjection {
    /// Reference of the account.
    pub account: String,
    /// `R-1042`, where it stands in the way of a renewal.
    pub renewal: Option<String>,
    /// What it is about.
    pub kind: ObjectionKind,
    /// What they say, in a line.
    pub text: String,
    /// Reference of the stakeholder who raised it.
    pub raised_by: Option<String>,
    /// When; `None` is today.
    pub raised_on: Option<Date>,
}

/// A commitment to write down.
#[derive(Clone, Debug)]
pub struct NewCommitment {
    /// Reference of the account.
    pub account: String,
    /// `R-1042`, where it was promised at a renewal.
    pub renewal: Option<String>,
    /// What was promised, in a line.
    pub promise: String,
    /// Reference of the stakeholder to whom.
    pub to: Option<String>,
    /// Reference or e-mail of who sees to it; `None` is whoever writes it down.
    pub owner: Option<String>,
    /// When it was promised; `None` is today.
    pub made_on: Option<Date>,
    /// By when.
    pub due_on: Date,
}

pub(super) fn renewal(context: &Context<'_>, reference: Option<&str>) -> Result<Option<RenewalId>, AppError> {
    let Some(reference) = reference.filter(|reference| !reference.trim().is_empty()) else { return Ok(None) };
    let wanted = number(reference)?;
    let found = context.facts.renewals.values().find(|renewal| renewal.number == wanted);
    found.map(|renewal| Some(renewal.id)).ok_or_else(|| AppError::not_found("renewal", reference))
}

fn owner(context: &Context<'_>, actor: &Actor, named: Option<&str>) -> Result<TeammateId, AppError> {
    match named.filter(|named| !named.trim().is_empty()) {
        Some(named) => Ok(teammate(context.facts.teammates.values(), named)?.id),
        None => actor.teammate().ok_or_else(|| {
            let problem = "is missing: say who of ours sees to it".to_string();
            Refusal { column: Some("owner".into()), problem, ..Refusal::default() }.into()
        }),
    }
}

fn word(context: &Context<'_>, actor: &Actor, (text, on): (&str, Option<Date>)) -> Word {
    let on = on.unwrap_or(context.moment.today).min(context.moment.today);
    Word { by: actor.name(), reason: text.trim().into(), on, recorded_at: context.moment.recorded_at }
}

pub(super) fn withdrawal(context: &Context<'_>, actor: &Actor, reason: &str) -> Withdrawal {
    Withdrawal { reason: reason.trim().into(), by: actor.name(), at: context.moment.recorded_at }
}

fn objected(context: &Context<'_>, (account, id): (AccountId, ObjectionId)) -> String {
    let found = context.facts.room(account).and_then(|room| room.objections.get(&id));
    found.map_or_else(String::new, |objection| objection.text.clone())
}

fn promised(context: &Context<'_>, (account, id): (AccountId, CommitmentId)) -> String {
    let found = context.facts.room(account).and_then(|room| room.commitments.get(&id));
    found.map_or_else(String::new, |commitment| commitment.promise.clone())
}

impl App {
    /// Carries out a verb on the room of an account; what it decides comes with a sentence for the log.
    pub(super) async fn in_room(
        &self,
        actor: &Actor,
        (account, kind): (&str, &'static str),
        decide: impl Fn(&Context<'_>, &Account) -> Result<(Vec<Write>, String), AppError> + Send + Sync,
    ) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            require_account_people(actor, found.id, context)?;
            let (writes, summary) = decide(context, found)?;
            Ok(Decided { writes, kind, subject: account.into(), summary })
        })
        .await
    }

    /// Writes down what a customer objects to. Answers with its id.
    ///
    /// # Errors
    /// See [`commands::raise_objection`].
    pub async fn raise_objection(&self, actor: &Actor, new: NewObjection) -> Result<String, AppError> {
        let id = ObjectionId::new(self.ids.as_ref());
        self.in_room(actor, (&new.account, "objection_raised"), |context, account| {
            let objection = Objection {
                id,
                account: account.id,
                renewal: renewal(context, new.renewal.as_deref())?,
                kind: new.kind,
                text: new.text.trim().into(),
                raised_by: stakeholder_or_none(context, account, new.raised_by.as_deref())?,
                raised_on: new.raised_on.unwrap_or(context.moment.today),
                answer: None,
                resolved: None,
                author: actor.name(),
                recorded_at: context.moment.recorded_at,
                withdrawn: None,
            };
            let summary = format!("Objection, {}: {}", new.kind.label().to_lowercase(), objection.text);
            Ok((commands::raise_objection(context.facts, objection, context.moment)?, summary))
        })
        .await?;
        Ok(id.to_string())
    }

    /// Writes down what we answered to an objection, and when; no day is today.
    ///
    /// # Errors
    /// See [`commands::answer_objection`].
    pub async fn answer_objection(
        &self,
        actor: &Actor,
        (account, id): (&str, ObjectionId),
        (answer, on): (&str, Option<Date>),
    ) -> Result<String, AppError> {
        self.in_room(actor, (account, "objection_answered"), |context, account| {
            let at = (account.id, id);
            let summary = format!("Answered {:?}: {}", objected(context, at), answer.trim());
            Ok((commands::answer_objection(context.facts, at, word(context, actor, (answer, on)))?, summary))
        })
        .await
    }

    /// Writes down that an objection is out of the way, and what did it; no day is today.
    ///
    /// # Errors
    /// See [`commands::resolve_objection`].
    pub async fn resolve_objection(
        &self,
        actor: &Actor,
        (account, id): (&str, ObjectionId),
        (reason, on): (&str, Option<Date>),
    ) -> Result<String, AppError> {
        self.in_room(actor, (account, "objection_resolved"), |context, account| {
            let at = (account.id, id);
            let summary = format!("Out of the way, {:?}: {}", objected(context, at), reason.trim());
            Ok((commands::resolve_objection(context.facts, at, word(context, actor, (reason, on)))?, summary))
        })
        .await
    }

    /// Takes an objection back that was written down by mistake.
    ///
    /// # Errors
    /// See [`commands::withdraw_objection`].
    pub async fn withdraw_objection(&self, actor: &Actor, (account, id): (&str, ObjectionId), reason: &str) -> Result<String, AppError> {
        self.in_room(actor, (account, "objection_withdrawn"), |context, account| {
            let at = (account.id, id);
            let summary = format!("Withdrawn: {}", objected(context, at));
            Ok((commands::withdraw_objection(context.facts, at, withdrawal(context, actor, reason))?, summary))
        })
        .await
    }

    /// Writes down what we promised a customer. Answers with its id.
    ///
    /// # Errors
    /// See [`commands::make_commitment`].
    pub async fn make_commitment(&self, actor: &Actor, new: NewCommitment) -> Result<String, AppError> {
        let id = CommitmentId::new(self.ids.as_ref());
        self.in_room(actor, (&new.account, "commitment_made"), |context, account| {
            let commitment = Commitment {
                id,
                account: account.id,
                renewal: renewal(context, new.renewal.as_deref())?,
                promise: new.promise.trim().into(),
                to: stakeholder_or_none(context, account, new.to.as_deref())?,
                owner: owner(context, actor, new.owner.as_deref())?,
                made_on: new.made_on.unwrap_or(context.moment.today),
                due_on: new.due_on,
                ended: None,
                author: actor.name(),
                recorded_at: context.moment.recorded_at,
                withdrawn: None,
            };
            let sees_to = context.facts.name_of(commitment.owner);
            let summary = format!("Promised by {}: {}; {sees_to} sees to it", display_date(commitment.due_on), commitment.promise);
            Ok((commands::make_commitment(context.facts, commitment, context.moment)?, summary))
        })
        .await?;
        Ok(id.to_string())
    }

    /// Writes down how a commitment ended, with a note and the day; no day is today.
    ///
    /// # Errors
    /// See [`commands::end_commitment`].
    pub async fn end_commitment(
        &self,
        actor: &Actor,
        (account, id): (&str, CommitmentId),
        (end, note, on): (CommitmentEnd, &str, Option<Date>),
    ) -> Result<String, AppError> {
        self.in_room(actor, (account, "commitment_ended"), |context, account| {
            let at = (account.id, id);
            let summary = format!("{}: {}", end.label(), promised(context, at));
            Ok((commands::end_commitment(context.facts, at, (end, word(context, actor, (note, on))))?, summary))
        })
        .await
    }

    /// Takes a commitment back that was written down by mistake.
    ///
    /// # Errors
    /// See [`commands::withdraw_commitment`].
    pub async fn withdraw_commitment(&self, actor: &Actor, (account, id): (&str, CommitmentId), reason: &str) -> Result<String, AppError> {
        self.in_room(actor, (account, "commitment_withdrawn"), |context, account| {
            let at = (account.id, id);
            let summary = format!("Withdrawn: {}", promised(context, at));
            Ok((commands::withdraw_commitment(context.facts, at, withdrawal(context, actor, reason))?, summary))
        })
        .await
    }
}
