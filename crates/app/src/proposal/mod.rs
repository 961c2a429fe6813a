//! Verbs on proposals: make a version, refresh it, have it approved, send it, settle it; and what each role may give away alone.

mod limits;
mod view;

pub use limits::{LimitItem, LimitsView};
pub use view::{LineCompared, OptionView, ProposalItem, ProposalView, ProposalsView, Waiting};

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out};
use crate::contract::NewLine;
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::require_account_people;
use crate::views::number_of;
use jiff::civil::Date;
use tenure_core::commands::{self, Word};
use tenure_core::contract::{Line, LineOrigin, Signature, raised};
use tenure_core::deal::{Basis, basis, offered, refreshed};
use tenure_core::facts::{Facts, Write};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{LineId, RenewalId, add_months, display_date, last_day_of_service};
use tenure_core::proposal::{Choice, Proposal, Trade};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::{OutcomeReason, Renewal};
use tenure_store::Scope;

/// A version of a proposal to make.
#[derive(Clone, Debug)]
pub struct NewProposal {
    /// Reference or e-mail of whose offer it is; `None` is whoever makes it, else whoever is the commercial holder.
    pub made_by: Option<String>,
    /// For us alone.
    pub note: String,
    /// The options.
    pub options: Vec<NewOption>,
}

/// An option to offer.
#[derive(Clone, Debug)]
pub struct NewOption {
    /// What people call it.
    pub name: String,
    /// Months of the term.
    pub months: u16,
    /// The lines; where there are none, those of the contract go on under the two changes below.
    pub lines: Vec<NewLine>,
    /// How much the prices of lines that go on rise, in basis points.
    pub uplift_bps: u32,
    /// The discount of lines that go on, in basis points; `None` leaves each as it is.
    pub discount_bps: Option<u32>,
    /// What is given for what.
    pub trades: Vec<Trade>,
    /// Why a price rises above the contract's cap.
    pub over_cap_reason: String,
}

/// An acceptance by the customer.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The number of the option.
    pub option: u32,
    /// The day of the signature; `None` is today.
    pub signed_on: Option<Date>,
    /// Why they stay.
    pub reason: Option<OutcomeReason>,
    /// Why, in their own words.
    pub words: String,
}

impl App {
    /// Makes a version of a renewal's proposal; an open one before it is replaced. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::make_proposal`].
    pub async fn make_proposal(&self, actor: &Actor, reference: &str, new: NewProposal) -> Result<String, AppError> {
        self.on_renewal(actor, reference, |context, renewal| {
            let now = basis(context.facts, renewal.id)?;
            let made_by = maker(context.facts, actor, renewal, new.made_by.as_deref())?;
            let options = new.options.iter().map(|option| built(context, &now, option)).collect::<Result<_, _>>()?;
            let new = commands::NewProposal { renewal: renewal.id, made_by, note: new.note.clone(), options };
            let writes = commands::make_proposal(context.facts, new, &actor.name(), context.moment)?;
            Ok(("proposal_made", writes, format!("was given version {} of a proposal", next_version(context.facts, renewal.id))))
        })
        .await
    }

    /// Makes a new version of the last one on the contract as it is now. Whoever works on the account may.
    ///
    /// # Errors
    /// A renewal without a proposal; and see [`commands::make_proposal`].
    pub async fn refresh_proposal(&self, actor: &Actor, reference: &str) -> Result<String, AppError> {
        self.on_renewal(actor, reference, |context, renewal| {
            let last =
                commands::versions_of(context.facts, renewal.id).pop().ok_or_else(|| AppError::not_found("proposal of", reference))?;
            let options = refreshed(context.facts, last, context.ids)?;
            let (made_by, note) = (last.made_by, last.note.clone());
            let new = commands::NewProposal { renewal: renewal.id, made_by, note, options };
            let writes = commands::make_proposal(context.facts, new, &actor.name(), context.moment)?;
            Ok(("proposal_refreshed", writes, format!("has its proposal refreshed from the contract, as version {}", last.version + 1)))
        })
        .await
    }

    /// Asks a person for approval. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::ask_approval`].
    pub async fn ask_approval(&self, actor: &Actor, of: (&str, u32), (approver, note): (&str, &str)) -> Result<String, AppError> {
        self.on_proposal(actor, of, note, |facts, key, word| {
            let approver = teammate(facts.teammates.values(), approver)?;
            let told = format!("is put to {} for approval", approver.name);
            Ok(("approval_asked", commands::ask_approval(facts, key, approver.id, word)?, told))
        })
        .await
    }

    /// Approves a proposal. For the person who was asked, and for administrators on their word, never for whoever made it.
    ///
    /// # Errors
    /// Anybody else; and see [`commands::approve_proposal`].
    pub async fn approve_proposal(&self, actor: &Actor, of: (&str, u32), note: &str) -> Result<String, AppError> {
        self.as_approver(actor, of, note, |facts, key, word| {
            Ok(("proposal_approved", commands::approve_proposal(facts, key, word)?, "was approved".into()))
        })
        .await
    }

    /// Refuses approval, for a reason. For whoever may approve.
    ///
    /// # Errors
    /// Anybody else; and see [`commands::refuse_proposal`].
    pub async fn refuse_proposal(&self, actor: &Actor, of: (&str, u32), reason: &str) -> Result<String, AppError> {
        self.as_approver(actor, of, reason, |facts, key, word| {
            Ok(("proposal_refused", commands::refuse_proposal(facts, key, word)?, format!("was not approved: {}", reason.trim())))
        })
        .await
    }

    /// Marks a proposal as sent to somebody. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::send_proposal`].
    pub async fn send_proposal(&self, actor: &Actor, of: (&str, u32), (sent_to, note): (&str, &str)) -> Result<String, AppError> {
        self.on_proposal(actor, of, note, |facts, key, word| {
            Ok(("proposal_sent", commands::send_proposal(facts, key, sent_to, word)?, format!("was sent to {}", sent_to.trim())))
        })
        .await
    }

    /// The customer declines. Whoever works on the account may say so.
    ///
    /// # Errors
    /// See [`commands::decline_proposal`].
    pub async fn decline_proposal(&self, actor: &Actor, of: (&str, u32), reason: &str) -> Result<String, AppError> {
        self.on_proposal(actor, of, reason, |facts, key, word| {
            Ok(("proposal_declined", commands::decline_proposal(facts, key, word)?, format!("was declined: {}", reason.trim())))
        })
        .await
    }

    /// Takes a proposal back. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::withdraw_proposal`].
    pub async fn withdraw_proposal(&self, actor: &Actor, of: (&str, u32), reason: &str) -> Result<String, AppError> {
        self.on_proposal(actor, of, reason, |facts, key, word| {
            Ok(("proposal_withdrawn", commands::withdraw_proposal(facts, key, word)?, format!("was withdrawn: {}", reason.trim())))
        })
        .await
    }

    /// The customer accepts an option: the next term is signed with its lines and the renewal is decided, in one transaction. Whoever works
    /// on the account may say so.
    ///
    /// # Errors
    /// See [`commands::accept_proposal`].
    pub async fn accept_proposal(
        &self,
        actor: &Actor,
        (reference, version): (&str, u32),
        accepted: Acceptance,
    ) -> Result<String, AppError> {
        self.on_renewal(actor, reference, |context, renewal| {
            let today = context.moment.today;
            let signed_on = accepted.signed_on.unwrap_or(today);
            if signed_on > today {
                return Err(AppError::field("signed_on", &signed_on.to_string(), &format!("lies after today, {today}")));
            }
            let signature = Signature { signed_on, reason: accepted.reason, words: accepted.words.clone() };
            let name = actor.name();
            let word = Word { by: &name, moment: context.moment, note: "" };
            let (key, option) = ((renewal.id, version), accepted.option);
            let writes = commands::accept_proposal(context.facts, key, (option, signature), (&word, context.ids))?;
            let end_on =
                found(context.facts, key, reference)?.option(option).map(|option| display_date(last_day_of_service(option.end_on)));
            let told = format!("was renewed until {}: option {option} of proposal {version} was accepted", end_on.unwrap_or_default());
            Ok(("proposal_accepted", writes, told))
        })
        .await
    }

    async fn on_renewal<D>(&self, actor: &Actor, reference: &str, decide: D) -> Result<String, AppError>
    where
        D: FnOnce(&Context<'_>, &Renewal) -> Result<(&'static str, Vec<Write>, String), AppError> + Send,
    {
        carry_out(self, actor, Scope::Renewal(number_of(reference)?), |context| {
            let renewal = renewal(context.facts, reference)?;
            require_account_people(actor, renewal.account, context)?;
            let (kind, writes, told) = decide(context, renewal)?;
            let subject = renewal.reference();
            Ok(Decided { writes, kind, summary: format!("{subject} {told}"), subject })
        })
        .await
    }

    async fn on_proposal<D>(&self, actor: &Actor, (reference, version): (&str, u32), note: &str, decide: D) -> Result<String, AppError>
    where
        D: FnOnce(&Facts, (RenewalId, u32), &Word<'_>) -> Result<(&'static str, Vec<Write>, String), AppError> + Send,
    {
        self.on_renewal(actor, reference, |context, renewal| told(actor, context, (renewal, version), note, decide)).await
    }

    async fn as_approver<D>(&self, actor: &Actor, (reference, version): (&str, u32), note: &str, decide: D) -> Result<String, AppError>
    where
        D: FnOnce(&Facts, (RenewalId, u32), &Word<'_>) -> Result<(&'static str, Vec<Write>, String), AppError> + Send,
    {
        carry_out(self, actor, Scope::Renewal(number_of(reference)?), |context| {
            let renewal = renewal(context.facts, reference)?;
            let proposal = found(context.facts, (renewal.id, version), reference)?;
            if !may_approve(actor, proposal) {
                let asked = proposal.waits_for().map_or("Nobody", |id| context.facts.name_of(id));
                return Err(AppError::Forbidden(format!(
                    "{asked} was asked for approval; nobody else may answer. Ask another person instead."
                )));
            }
            let (kind, writes, told) = told(actor, context, (renewal, version), note, decide)?;
            let subject = renewal.reference();
            Ok(Decided { writes, kind, summary: format!("{subject} {told}"), subject })
        })
        .await
    }
}

/// A verb on a version, told of its renewal.
fn told<D>(
    actor: &Actor,
    context: &Context<'_>,
    (renewal, version): (&Renewal, u32),
    note: &str,
    decide: D,
) -> Result<(&'static str, Vec<Write>, String), AppError>
where
    D: FnOnce(&Facts, (RenewalId, u32), &Word<'_>) -> Result<(&'static str, Vec<Write>, String), AppError>,
{
    let name = actor.name();
    let word = Word { by: &name, moment: context.moment, note };
    found(context.facts, (renewal.id, version), &renewal.reference())?;
    let (kind, writes, told) = decide(context.facts, (renewal.id, version), &word)?;
    Ok((kind, writes, format!("proposal {version} {told}")))
}

/// Whether an answer to a question for approval is the actor's to write down: the person who was asked, or an administrator on their word, who
/// is then named beside them. Nobody answers for what they made.
pub(crate) fn may_approve(actor: &Actor, proposal: &Proposal) -> bool {
    let me = actor.teammate();
    let on_their_word = actor.is_administrator() && me != Some(proposal.made_by);
    proposal.waits_for().is_some_and(|asked| me == Some(asked) || on_their_word)
}

fn renewal<'a>(facts: &'a Facts, reference: &str) -> Result<&'a Renewal, AppError> {
    let number = number_of(reference)?;
    facts.renewals.values().find(|renewal| renewal.number == number).ok_or_else(|| AppError::not_found("renewal", reference))
}

fn found<'a>(facts: &'a Facts, key: (RenewalId, u32), reference: &str) -> Result<&'a Proposal, AppError> {
    facts.proposals.get(&key).ok_or_else(|| AppError::not_found(&format!("proposal {} of", key.1), reference))
}

fn next_version(facts: &Facts, renewal: RenewalId) -> u32 {
    commands::versions_of(facts, renewal).last().map_or(0, |last| last.version) + 1
}

fn maker(facts: &Facts, actor: &Actor, renewal: &Renewal, named: Option<&str>) -> Result<tenure_core::primitives::TeammateId, AppError> {
    match named {
        Some(reference) => Ok(teammate(facts.teammates.values(), reference)?.id),
        None => {
            let holder = || facts.holder(renewal.id, Responsibility::Commercial).unwrap_or(facts.organisation.desk_lead);
            Ok(actor.teammate().unwrap_or_else(holder))
        }
    }
}

/// An option as it is stored: the lines as they were told, or those of the contract with the changes.
fn built(context: &Context<'_>, now: &Basis<'_>, option: &NewOption) -> Result<Choice, AppError> {
    if !(1..=120).contains(&option.months) {
        return Err(AppError::field("months", &option.months.to_string(), "is not 1 to 120 months"));
    }
    let end_on = add_months(now.term.end_on, option.months, now.term.start_on);
    let lines = match option.lines.as_slice() {
        [] => now.lines.iter().map(|line| carried(offered(now, line, end_on, context.ids), option)).collect(),
        lines => lines.iter().map(|new| told_line(context, now, new, end_on)).collect::<Result<_, _>>()?,
    };
    Ok(Choice {
        number: 0,
        name: option.name.trim().into(),
        end_on,
        trades: option.trades.clone(),
        over_cap_reason: option.over_cap_reason.trim().into(),
        lines,
    })
}

fn carried(line: Line, option: &NewOption) -> Line {
    Line { unit_price: raised(line.unit_price, option.uplift_bps), discount_bps: option.discount_bps.unwrap_or(line.discount_bps), ..line }
}

/// A line as it was told; its reference names the line of the contract that it continues.
fn told_line(context: &Context<'_>, now: &Basis<'_>, new: &NewLine, end_on: Date) -> Result<Line, AppError> {
    let reference = new.reference.trim();
    let follows = now.lines.iter().find(|line| line.reference == reference);
    if !reference.is_empty() && follows.is_none() {
        let problem = "is no line that is up for renewal".to_string();
        let remedy = "Leave the reference out for a new line.".to_string();
        return Err(Refusal { column: Some("line".into()), value: Some(reference.into()), problem, remedy, ..Refusal::default() }.into());
    }
    Ok(Line {
        id: LineId::new(context.ids),
        reference: String::new(),
        version: 1,
        contract: now.contract.id,
        term_number: now.term.number + 1,
        product: new.product.trim().into(),
        business_unit: new.business_unit.trim().into(),
        kind: new.kind,
        quantity: new.quantity,
        unit_price: new.unit_price,
        price_period: new.price_period,
        discount_bps: new.discount_bps,
        discount_span: new.discount_span,
        start_on: new.start_on.unwrap_or(now.term.end_on),
        end_on: new.end_on.unwrap_or(end_on),
        economic_buyer: match follows {
            Some(line) if new.economic_buyer.is_empty() => line.economic_buyer.clone(),
            _ => new.economic_buyer.trim().into(),
        },
        origin: LineOrigin::Renewed,
        follows: follows.map(|line| line.id),
    })
}
