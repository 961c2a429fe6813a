//! Who may do what to the book, besides administrators.

use crate::access::Actor;
use crate::change::Context;
use crate::error::AppError;
use jiff::civil::Date;
use std::collections::BTreeSet;
use tenure_core::account::Account;
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{AccountId, SubjectId, TeammateId};
use tenure_core::renewal::Task;

/// Refuses anybody but administrators.
pub(crate) fn require_administrator(actor: &Actor) -> Result<(), AppError> {
    if actor.is_administrator() { Ok(()) } else { Err(AppError::Forbidden("Only administrators may change this.".into())) }
}

/// Whether the actor is the person, stands in for them today, is somebody above them, the desk lead or an administrator.
pub(crate) fn may_act(actor: &Actor, holder: TeammateId, facts: &Facts, today: Date) -> bool {
    let Some(me) = actor.teammate() else { return actor.is_administrator() };
    let manager_of = |id: &TeammateId| facts.teammates.get(id).and_then(|t| t.manager);
    // A chain of managers is finite even if somebody entered a circle.
    let mut chain = std::iter::successors(Some(holder), manager_of).take(20);
    let away = facts.absences.values().filter(|absence| absence.teammate == holder && absence.covers(today));
    actor.is_administrator()
        || facts.organisation.desk_lead == me
        || chain.any(|id| id == me)
        || away.into_iter().any(|absence| absence.delegate == Some(me))
}

/// Whether the actor may act on a task of a holder: as [`may_act`], and whoever does it for the holder.
pub(crate) fn may_do(actor: &Actor, (task, holder): (&Task, TeammateId), facts: &Facts, today: Date) -> bool {
    let helper = task.given.as_ref().map(|given| given.to);
    may_act(actor, holder, facts, today) || (helper.is_some() && helper == actor.teammate())
}

/// Whether the actor is somebody above the person, the desk lead or an administrator.
pub(crate) fn leads(actor: &Actor, person: TeammateId, facts: &Facts) -> bool {
    let Some(me) = actor.teammate() else { return actor.is_administrator() };
    let manager_of = |id: &TeammateId| facts.teammates.get(id).and_then(|t| t.manager);
    let mut above = std::iter::successors(manager_of(&person), manager_of).take(20);
    actor.is_administrator() || facts.organisation.desk_lead == me || above.any(|id| id == me)
}

/// What somebody may do on a page, so that it shows no action that would be refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Everything, as an administrator.
    pub administer: bool,
    /// What whoever works on the account may do.
    pub work: bool,
}

impl Rights {
    pub(crate) fn on(actor: &Actor, account: AccountId, facts: &Facts, today: Date) -> Self {
        Self { administer: actor.is_administrator(), work: works_on(actor, account, facts, today) }
    }
}

/// Whether the actor works on an account: whoever is on its team or holds something on one of its open renewals or expansions does, and so do
/// those who stand in for them or lead them.
fn works_on(actor: &Actor, account: AccountId, facts: &Facts, today: Date) -> bool {
    let team = facts.team.iter().filter(|member| member.account == account && member.covers(today)).map(|member| member.teammate);
    let open = facts.renewals.values().filter(|renewal| renewal.account == account && renewal.is_open());
    let renewals = open.map(|renewal| SubjectId::from(renewal.id));
    let expansions = facts.expansions.values().filter(|expansion| expansion.account == account && expansion.is_open());
    let subjects = renewals.chain(expansions.map(|expansion| expansion.id.into()));
    let holders = subjects.flat_map(|subject| Responsibility::ALL.iter().filter_map(move |held| facts.holder(subject, *held)));
    let people: BTreeSet<TeammateId> = team.chain(holders).collect();
    actor.is_administrator() || people.into_iter().any(|person| may_act(actor, person, facts, today))
}

/// Whether the actor may comment on an account: whoever works on it, and whoever is mentioned there and so was asked.
pub(crate) fn speaks(actor: &Actor, account: AccountId, facts: &Facts, today: Date) -> bool {
    let said = facts.room(account).into_iter().flat_map(|room| room.comments.values()).filter_map(|versions| versions.last());
    let mentioned = |me: TeammateId| said.into_iter().any(|last| last.withdrawn.is_none() && last.mentions.contains(&me));
    works_on(actor, account, facts, today) || actor.teammate().is_some_and(mentioned)
}

/// Refuses anybody who may not comment on an account.
pub(crate) fn may_comment(actor: &Actor, account: AccountId, context: &Context<'_>) -> Result<(), AppError> {
    if speaks(actor, account, context.facts, context.moment.today) { Ok(()) } else { require_account_people(actor, account, context) }
}

/// Refuses anybody who does not work on an account.
pub(crate) fn require_account_people(actor: &Actor, account: AccountId, context: &Context<'_>) -> Result<(), AppError> {
    if works_on(actor, account, context.facts, context.moment.today) {
        return Ok(());
    }
    let name = context.facts.accounts.get(&account).map_or("this account", |account: &Account| account.name.as_str());
    Err(AppError::Forbidden(format!("You are not on the team of {name} and hold nothing there.")))
}
