//! Verbs on contacts with a customer: log one with who was present on both sides, withdraw one.

use super::by_reference;
use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::require_account_people;
use crate::renewal::number;
use jiff::civil::Date;
use tenure_core::account::{Account, Activity, ActivityKind};
use tenure_core::commands;
use tenure_core::primitives::{ActivityId, StakeholderId};
use tenure_store::Scope;

/// A contact to write down.
#[derive(Clone, Debug)]
pub struct NewActivity {
    /// Reference of the account.
    pub account: String,
    /// `R-1042`, where it was about a renewal.
    pub renewal: Option<String>,
    /// What kind.
    pub kind: ActivityKind,
    /// The day; `None` is today.
    pub held_on: Option<Date>,
    /// One line.
    pub subject: String,
    /// What was said.
    pub notes: String,
    /// References or e-mails of ours who were present; nobody means whoever logs it.
    pub ours: Vec<String>,
    /// References of stakeholders who were present.
    pub theirs: Vec<String>,
}

impl App {
    /// Writes down a contact. Whoever works on the account may. Answers with the id of the activity.
    ///
    /// # Errors
    /// See [`commands::log_activity`].
    pub async fn log_activity(&self, actor: &Actor, new: NewActivity) -> Result<String, AppError> {
        let id = ActivityId::new(self.ids.as_ref());
        carry_out(self, actor, Scope::Account(new.account.clone()), |context| {
            let account = by_reference(context.facts, &new.account)?;
            require_account_people(actor, account.id, context)?;
            let activity = activity(context, actor, (id, account), &new)?;
            let with: Vec<&str> =
                activity.theirs.iter().filter_map(|id| context.facts.stakeholders.get(id)).map(|s| s.name.as_str()).collect();
            let with = if with.is_empty() { account.name.clone() } else { with.join(", ") };
            let summary = format!("{} with {with}: {}", activity.kind.label(), activity.subject);
            let writes = commands::log_activity(context.facts, activity, context.moment)?;
            Ok(Decided { writes, kind: "activity_logged", subject: account.reference.clone(), summary })
        })
        .await?;
        Ok(id.to_string())
    }

    /// Takes an activity back that was written down by mistake.
    ///
    /// # Errors
    /// See [`commands::withdraw_activity`].
    pub async fn withdraw_activity(&self, actor: &Actor, account: &str, id: ActivityId) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            require_account_people(actor, found.id, context)?;
            let writes = commands::withdraw_activity(context.facts, id)?;
            let subject = context.facts.activities.get(&id).map_or_else(String::new, |activity| activity.subject.clone());
            Ok(Decided { writes, kind: "activity_withdrawn", subject: account.into(), summary: format!("Withdrawn: {subject}") })
        })
        .await
    }
}

fn activity(context: &Context<'_>, actor: &Actor, (id, account): (ActivityId, &Account), new: &NewActivity) -> Result<Activity, AppError> {
    let facts = context.facts;
    let named = new.ours.iter().filter(|person| !person.is_empty());
    let mut ours = named.map(|person| teammate(facts.teammates.values(), person).map(|t| t.id)).collect::<Result<Vec<_>, _>>()?;
    if ours.is_empty() {
        ours.extend(actor.teammate());
    }
    let theirs = new.theirs.iter().filter(|person| !person.is_empty()).map(|person| stakeholder(context, account, person));
    let renewal = match new.renewal.as_deref().filter(|reference| !reference.is_empty()) {
        Some(reference) => {
            let number = number(reference)?;
            Some(facts.renewals.values().find(|r| r.number == number).ok_or_else(|| AppError::not_found("renewal", reference))?.id)
        }
        None => None,
    };
    Ok(Activity {
        id,
        account: account.id,
        renewal,
        kind: new.kind,
        held_on: new.held_on.unwrap_or(context.moment.today),
        subject: new.subject.trim().into(),
        notes: new.notes.trim().into(),
        ours: ours.into_iter().collect(),
        theirs: theirs.collect::<Result<_, _>>()?,
        author: actor.name(),
        recorded_at: context.moment.recorded_at,
        withdrawn: false,
    })
}

fn stakeholder(context: &Context<'_>, account: &Account, reference: &str) -> Result<StakeholderId, AppError> {
    let mut people = context.facts.stakeholders.values().filter(|person| person.account == account.id);
    let found = people.find(|person| person.reference == reference);
    found.map(|person| person.id).ok_or_else(|| AppError::not_found("stakeholder", reference))
}
