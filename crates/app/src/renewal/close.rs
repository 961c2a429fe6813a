//! Closing a renewal with everything that belongs to it, and what that would bring before it is done.

use super::review::{NewReview, learnt};
use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out, preview};
use crate::contract::{NewTerm, next_lines};
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::require_account_people;
use crate::views::{Person, find, number_of, people};
use jiff::civil::Date;
use tenure_core::commands::{self, Closing, Decision};
use tenure_core::contract::Signature;
use tenure_core::deal::{Judged, Quadrant, Told, Way, judged, suggested, told_apart};
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{CommitmentId, Money};
use tenure_core::proposal::ProposalState;
use tenure_core::renewal::{OutcomeReason, Renewal};
use tenure_core::room::Commitment;
use tenure_store::Scope;

/// A close as somebody tells it.
#[derive(Clone, Debug)]
pub struct NewClosing {
    /// How the customer decided.
    pub decision: NewDecision,
    /// Why, as we class it; a loss needs one.
    pub reason: Option<OutcomeReason>,
    /// Why, in the customer's own words.
    pub words: String,
    /// What it teaches; `None` where nothing is said.
    pub review: Option<NewReview>,
    /// What we promised: what, who of ours sees to it (reference or e-mail), by when.
    pub promises: Vec<(String, String, Date)>,
}

/// How the customer decided, as somebody tells it. A day of signature that is `None` is today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewDecision {
    /// On an option of a proposal that was sent.
    Accepted {
        /// The version.
        version: u32,
        /// The option.
        option: u32,
        /// When it was signed.
        signed_on: Option<Date>,
    },
    /// The lines go on, raised by basis points.
    Renewed {
        /// First day no longer.
        end_on: Date,
        /// Price rise in basis points.
        uplift_bps: u32,
        /// When it was signed.
        signed_on: Option<Date>,
    },
    /// Lost at the end of the term.
    Lost,
    /// Ended before its time by both sides.
    Cancelled {
        /// First day no longer in service.
        end_on: Date,
    },
}

/// What there is to close, for the page that leads through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosingView {
    /// What the facts suggest, and why.
    pub suggested: Option<(Way, String)>,
    /// Options of the proposal that is with the customer: version, number, name, last day no longer.
    pub options: Vec<(u32, u32, String, Date)>,
    /// The end of a next term as long as the contract says.
    pub next_end_on: Date,
}

/// What a close would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseForeseen {
    /// What the outcome would be, told apart.
    pub told: Told,
    /// How firmly the customer is held.
    pub judged: Judged,
    /// The renewal of the next term; `None` after a loss.
    pub next: Option<NextRenewal>,
}

impl CloseForeseen {
    /// Whether it renews although little holds it, or nobody can tell: a plan into the next term is then asked for.
    pub const fn wants_plan(&self) -> bool {
        matches!(self.judged.quadrant, Quadrant::Fragile)
    }
}

/// The renewal that a close would schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextRenewal {
    /// When its term ends.
    pub end_on: Date,
    /// What will be up.
    pub atr: Money,
    /// Its playbook and the day on which that begins.
    pub playbook: String,
    /// The first day of the playbook.
    pub opens_on: Option<Date>,
    /// Who would hold what.
    pub owners: Vec<(Responsibility, Person)>,
}

impl App {
    /// Closes a renewal with everything that belongs to it, in one transaction. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::close_renewal`].
    pub async fn close_renewal(&self, actor: &Actor, reference: &str, new: NewClosing) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Renewal(number_of(reference)?), |context| decided(context, actor, reference, &new)).await
    }

    /// What [`App::close_renewal`] would bring. Nothing is saved.
    ///
    /// # Errors
    /// As [`App::close_renewal`].
    pub async fn foresee_close(&self, actor: &Actor, reference: &str, new: NewClosing) -> Result<CloseForeseen, AppError> {
        let number = number_of(reference)?;
        let decide = |context: &Context<'_>| decided(context, actor, reference, &new);
        let seen = preview(self, actor, Scope::Renewal(number), (None, decide)).await?;
        let renewal = find(&seen.after, number, reference)?;
        let told = told_apart(&seen.after, renewal).ok_or_else(|| AppError::not_found("outcome of", reference))?;
        let judged = judged(&seen.after, renewal).ok_or_else(|| AppError::not_found("outcome of", reference))?;
        let today = self.today(&seen.after.organisation);
        Ok(CloseForeseen { told, judged, next: next(&seen.after, renewal, today) })
    }

    /// What there is to close.
    ///
    /// # Errors
    /// A renewal that does not exist.
    pub async fn closing(&self, reference: &str) -> Result<ClosingView, AppError> {
        let number = number_of(reference)?;
        let facts = self.store.read().await?.facts(&Scope::Renewal(number), self.playbooks.clone()).await?;
        let renewal = find(&facts, number, reference)?;
        let sent = commands::versions_of(&facts, renewal.id).into_iter().rfind(|proposal| proposal.state() == ProposalState::Sent);
        let options = sent.into_iter().flat_map(|proposal| {
            proposal.options.iter().map(|option| (proposal.version, option.number, option.name.clone(), option.end_on))
        });
        let gone = || AppError::not_found("term of renewal", reference);
        let term = facts.terms.get(&(renewal.contract, renewal.term_number)).ok_or_else(gone)?;
        let months = facts.contracts.get(&renewal.contract).ok_or_else(gone)?.renewal_months.max(1);
        Ok(ClosingView {
            suggested: suggested(&facts, renewal),
            options: options.collect(),
            next_end_on: tenure_core::primitives::add_months(term.end_on, months, term.start_on),
        })
    }
}

fn next(facts: &Facts, renewal: &Renewal, today: Date) -> Option<NextRenewal> {
    let next = facts.renewal_of(renewal.contract, renewal.term_number + 1).filter(|next| next.is_open())?;
    let persons = people(facts, today);
    let owner = |responsibility: &Responsibility| {
        let holder = facts.holder(next.id, *responsibility)?;
        Some((*responsibility, persons.get(&holder)?.clone()))
    };
    let decided = next.decided.as_ref();
    Some(NextRenewal {
        end_on: next.target.end_on,
        atr: next.target.atr,
        playbook: decided.and_then(|of| facts.playbook(&of.playbook)).map(|playbook| playbook.name.clone()).unwrap_or_default(),
        opens_on: decided.map(|of| of.opens_on),
        owners: Responsibility::ALL.iter().filter_map(owner).collect(),
    })
}

/// What a close writes, and the sentence of its event.
fn decided(context: &Context<'_>, actor: &Actor, reference: &str, new: &NewClosing) -> Result<Decided, AppError> {
    let facts = context.facts;
    let renewal = find(facts, number_of(reference)?, reference)?;
    require_account_people(actor, renewal.account, context)?;
    let learnt = new.review.as_ref().map(|review| learnt(facts, review)).transpose()?;
    let promises = new.promises.iter().map(|promise| promised(context, actor, renewal, promise)).collect::<Result<_, _>>()?;
    let (decision, told) = decision(context, renewal, new)?;
    let closing = Closing { decision, learnt, promises };
    let writes = commands::close_renewal(facts, renewal.id, closing, (&actor.name(), context.moment, context.ids))?;
    let because = new.reason.map_or_else(String::new, |reason| format!(": {}", reason.label()));
    let subject = renewal.reference();
    Ok(Decided { writes, kind: "renewal_closed", summary: format!("{subject} was closed, {told}{because}"), subject })
}

fn promised(
    context: &Context<'_>,
    actor: &Actor,
    renewal: &Renewal,
    (promise, owner, due_on): &(String, String, Date),
) -> Result<Commitment, AppError> {
    Ok(Commitment {
        id: CommitmentId::new(context.ids),
        account: renewal.account,
        renewal: Some(renewal.id),
        promise: promise.trim().into(),
        to: None,
        owner: teammate(context.facts.teammates.values(), owner)?.id,
        made_on: context.moment.today,
        due_on: *due_on,
        ended: None,
        author: actor.name(),
        recorded_at: context.moment.recorded_at,
        withdrawn: None,
    })
}

fn decision(context: &Context<'_>, renewal: &Renewal, new: &NewClosing) -> Result<(Decision, &'static str), AppError> {
    let today = context.moment.today;
    let words = new.words.clone();
    let why = || new.reason.ok_or_else(|| AppError::field("reason", "", "is missing: a loss needs a reason"));
    let signature = |signed_on: Option<Date>| {
        let signed_on = crate::contract::signed_on(signed_on, today)?;
        Ok::<_, AppError>(Signature { signed_on, reason: new.reason, words: new.words.clone() })
    };
    Ok(match &new.decision {
        NewDecision::Accepted { version, option, signed_on } => {
            let signature = signature(*signed_on)?;
            (Decision::Accepted { version: *version, option: *option, signature }, "renewed as proposed")
        }
        NewDecision::Renewed { end_on, uplift_bps, signed_on } => {
            let contract = context.facts.contracts.get(&renewal.contract);
            let contract = contract.ok_or_else(|| AppError::not_found("contract of", &renewal.reference()))?;
            let term = NewTerm {
                end_on: *end_on,
                lines: Vec::new(),
                uplift_bps: *uplift_bps,
                signed_on: *signed_on,
                reason: new.reason,
                words: new.words.clone(),
            };
            let lines = next_lines(context, contract, &term)?;
            (Decision::Renewed { end_on: *end_on, lines, signature: signature(*signed_on)? }, "renewed")
        }
        NewDecision::Lost => (Decision::Lost { reason: why()?, words }, "lost"),
        NewDecision::Cancelled { end_on } => (Decision::Cancelled { end_on: *end_on, reason: why()?, words }, "cancelled"),
    })
}
