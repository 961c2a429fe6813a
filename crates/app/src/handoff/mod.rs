//! Verbs on handoffs: the joint meeting, acceptance, refusal, waiver. Handoffs of one account between the same two people go together.

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::{leads, may_act};
use crate::renewal::number;
use jiff::civil::Date;
use std::collections::BTreeSet;
use tenure_core::account::{Activity, ActivityKind};
use tenure_core::checks::introducer;
use tenure_core::commands::{self, Said};
use tenure_core::facts::{Facts, Write};
use tenure_core::ownership::handoff::Handoff;
use tenure_core::primitives::{AccountId, ActivityId, HandoffId, TeammateId};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::Renewal;
use tenure_store::Scope;

/// Most handoffs that one verb takes.
pub const TOGETHER_MAX: usize = 50;

/// The meeting, call or review at which giver and receiver were both present, or an internal step of both.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    /// What kind; a note is an internal step.
    pub kind: ActivityKind,
    /// The day; `None` is today.
    pub held_on: Option<Date>,
    /// One line.
    pub subject: String,
    /// What was said.
    pub notes: String,
    /// References or e-mails of ours who were present besides giver and receiver.
    pub ours: Vec<String>,
    /// References of stakeholders who were present.
    pub theirs: Vec<String>,
}

/// Handoffs of one account between the same two people.
pub(crate) struct Together<'a> {
    pub(crate) handoffs: Vec<&'a Handoff>,
    pub(crate) account: AccountId,
    pub(crate) giver: TeammateId,
    pub(crate) receiver: TeammateId,
}

impl Together<'_> {
    fn ids(&self) -> Vec<HandoffId> {
        self.handoffs.iter().map(|handoff| handoff.id).collect()
    }
}

impl App {
    /// Logs the joint meeting of some handoffs; after a waiver, the meeting that introduces the receiver. Giver and receiver are present
    /// without being named; of a giver who is gone, whoever introduces instead. Both of them may say so, those above them, the desk lead
    /// and administrators.
    ///
    /// # Errors
    /// See [`commands::meet_handoffs`] and [`commands::log_activity`].
    pub async fn meet_handoffs(&self, actor: &Actor, references: &[String], meeting: NewMeeting) -> Result<String, AppError> {
        let id = ActivityId::new(self.ids.as_ref());
        self.on_handoffs(actor, references, |context, together| {
            let today = context.moment.today;
            let presents = introducer(context.facts, first(together)?, today);
            let people = [together.giver, together.receiver, presents];
            if !people.iter().any(|person| may_act(actor, *person, context.facts, today)) {
                return Err(forbidden(context.facts, together, "record their meeting"));
            }
            let activity = joint(context, actor, (id, together, presents), &meeting)?;
            let met = commands::meet_handoffs(context.facts, &together.ids(), &activity)?;
            let writes = commands::log_activity(context.facts, activity, context.moment)?;
            Ok(("handoff_met", writes.into_iter().chain(met).collect(), format!("{}: {}", meeting.kind.label(), meeting.subject.trim())))
        })
        .await
    }

    /// Accepts handoffs: the receiver is accountable from today. The receiver may, whoever stands in for them, those above them, the
    /// desk lead and administrators.
    ///
    /// # Errors
    /// See [`commands::accept_handoffs`].
    pub async fn accept_handoffs(&self, actor: &Actor, references: &[String], note: &str) -> Result<String, AppError> {
        self.on_handoffs(actor, references, |context, together| {
            as_receiver(context, actor, together, "accept it")?;
            let writes = commands::accept_handoffs(context.facts, &together.ids(), &said(context, actor, note))?;
            Ok(("handoff_accepted", writes, "accepted".into()))
        })
        .await
    }

    /// Declines handoffs, with a reason; the giver stays accountable and the desk lead hears of it. For whoever may accept.
    ///
    /// # Errors
    /// See [`commands::decline_handoffs`].
    pub async fn decline_handoffs(&self, actor: &Actor, references: &[String], reason: &str) -> Result<String, AppError> {
        self.on_handoffs(actor, references, |context, together| {
            as_receiver(context, actor, together, "decline it")?;
            let writes = commands::decline_handoffs(context.facts, &together.ids(), &said(context, actor, reason))?;
            Ok(("handoff_declined", writes, format!("declined: {}", reason.trim())))
        })
        .await
    }

    /// Lets the joint meeting pass, by name and for a reason. Only those above giver or receiver, the desk lead and administrators may:
    /// nobody waives their own.
    ///
    /// # Errors
    /// See [`commands::waive_handoffs`].
    pub async fn waive_handoffs(&self, actor: &Actor, references: &[String], reason: &str) -> Result<String, AppError> {
        self.on_handoffs(actor, references, |context, together| {
            let leads = |person| leads(actor, person, context.facts);
            if !leads(together.giver) && !leads(together.receiver) {
                let says = "Only those above giver or receiver, the desk lead and administrators may let the joint meeting pass.";
                return Err(AppError::Forbidden(says.into()));
            }
            let writes = commands::waive_handoffs(context.facts, &together.ids(), &said(context, actor, reason))?;
            Ok(("handoff_waived", writes, format!("waived: {}", reason.trim())))
        })
        .await
    }

    /// Carries out a verb on handoffs that go together; answers with the reference of the first.
    async fn on_handoffs<D>(&self, actor: &Actor, references: &[String], decide: D) -> Result<String, AppError>
    where
        D: FnOnce(&Context<'_>, &Together<'_>) -> Result<(&'static str, Vec<Write>, String), AppError> + Send,
    {
        let name = references.first().ok_or_else(|| AppError::not_found("handoff", ""))?;
        carry_out(self, actor, scope_of(name)?, |context| {
            let together = together(context.facts, references)?;
            let (kind, writes, what) = decide(context, &together)?;
            let (giver, receiver) = (context.facts.name_of(together.giver), context.facts.name_of(together.receiver));
            let summary = format!("Handoff {} from {giver} to {receiver}, {what}", references.join(", "));
            let subject = name.split_once("-H").map_or(name.as_str(), |(renewal, _)| renewal).to_string();
            Ok(Decided { writes, kind, subject, summary })
        })
        .await?;
        Ok(name.clone())
    }
}

/// The account of a handoff, named by `R-1042-H1`.
pub(crate) fn scope_of(reference: &str) -> Result<Scope, AppError> {
    let (renewal, _) = parts(reference)?;
    Ok(Scope::Renewal(renewal))
}

/// The number of the renewal and that of the handoff.
fn parts(reference: &str) -> Result<(u32, u32), AppError> {
    let unknown = || AppError::not_found("handoff", reference);
    let (renewal, handoff) = reference.split_once("-H").ok_or_else(unknown)?;
    Ok((number(renewal).map_err(|_| unknown())?, handoff.parse().map_err(|_| unknown())?))
}

/// The handoff of a reference, and its renewal.
pub(crate) fn found<'a>(facts: &'a Facts, reference: &str) -> Result<(&'a Handoff, &'a Renewal), AppError> {
    let (renewal, of_renewal) = parts(reference)?;
    let unknown = || AppError::not_found("handoff", reference);
    let renewal = facts.renewals.values().find(|found| found.number == renewal).ok_or_else(unknown)?;
    let handoff = facts.handoffs.values().find(|found| found.renewal == renewal.id && found.number == of_renewal).ok_or_else(unknown)?;
    Ok((handoff, renewal))
}

fn together<'a>(facts: &'a Facts, references: &[String]) -> Result<Together<'a>, AppError> {
    let all = references.iter().map(|reference| found(facts, reference)).collect::<Result<Vec<_>, _>>()?;
    let (handoff, renewal) = *all.first().ok_or_else(|| AppError::not_found("handoff", ""))?;
    let same = |(other, of): &(&Handoff, &Renewal)| {
        (other.giver, other.receiver, of.account) == (handoff.giver, handoff.receiver, renewal.account)
    };
    let distinct: BTreeSet<HandoffId> = all.iter().map(|(handoff, _)| handoff.id).collect();
    if !all.iter().all(same) || distinct.len() != all.len() || all.len() > TOGETHER_MAX {
        let problem = format!("are not 1 to {TOGETHER_MAX} different handoffs of one account between the same two people");
        return Err(Refusal { column: Some("with".into()), value: Some(references.join(", ")), problem, ..Refusal::default() }.into());
    }
    let handoffs = all.iter().map(|(handoff, _)| *handoff).collect();
    Ok(Together { handoffs, account: renewal.account, giver: handoff.giver, receiver: handoff.receiver })
}

fn first<'a>(together: &Together<'a>) -> Result<&'a Handoff, AppError> {
    together.handoffs.first().copied().ok_or_else(|| AppError::not_found("handoff", ""))
}

fn said(context: &Context<'_>, actor: &Actor, reason: &str) -> Said {
    Said { by: actor.name(), reason: reason.into(), moment: context.moment }
}

fn as_receiver(context: &Context<'_>, actor: &Actor, together: &Together<'_>, what: &str) -> Result<(), AppError> {
    if may_act(actor, together.receiver, context.facts, context.moment.today) {
        return Ok(());
    }
    let name = context.facts.name_of(together.receiver);
    Err(AppError::Forbidden(format!(
        "{name} receives this; only they, who stands in for them, their managers and the desk lead may {what}."
    )))
}

fn forbidden(facts: &Facts, together: &Together<'_>, what: &str) -> AppError {
    let (giver, receiver) = (facts.name_of(together.giver), facts.name_of(together.receiver));
    AppError::Forbidden(format!("Only {giver}, {receiver}, those above them and the desk lead may {what}."))
}

/// The contact as it is logged.
fn joint(
    context: &Context<'_>,
    actor: &Actor,
    (id, together, presents): (ActivityId, &Together<'_>, TeammateId),
    meeting: &NewMeeting,
) -> Result<Activity, AppError> {
    let facts = context.facts;
    let handoff = first(together)?;
    let named = meeting.ours.iter().filter(|person| !person.is_empty());
    let mut ours = named.map(|person| teammate(facts.teammates.values(), person).map(|t| t.id)).collect::<Result<BTreeSet<_>, _>>()?;
    // After a waiver anybody may introduce the receiver: whoever is named, else the one who should.
    if handoff.state.owes_introduction() {
        ours.extend(if ours.iter().all(|id| *id == together.receiver) { Some(presents) } else { None });
    } else {
        ours.insert(together.giver);
    }
    ours.insert(together.receiver);
    let there = |reference: &String| {
        let found = facts.stakeholders.values().find(|person| person.account == together.account && person.reference == *reference);
        found.map(|person| person.id).ok_or_else(|| AppError::not_found("stakeholder", reference))
    };
    let theirs = meeting.theirs.iter().filter(|reference| !reference.is_empty()).map(there).collect::<Result<_, _>>()?;
    Ok(Activity {
        id,
        account: together.account,
        renewal: (together.handoffs.len() == 1).then_some(handoff.renewal),
        kind: meeting.kind,
        held_on: meeting.held_on.unwrap_or(context.moment.today),
        subject: meeting.subject.trim().into(),
        notes: meeting.notes.trim().into(),
        ours,
        theirs,
        author: actor.name(),
        recorded_at: context.moment.recorded_at,
        withdrawn: false,
    })
}
