//! Activating a policy: first a plan that shows who would gain and lose what, then the same in one transaction.

use super::drafts::DraftItem;
use super::seats::Seats;
use crate::App;
use crate::access::Actor;
use crate::change::{self, Context, Previewed, carry_out, preview};
use crate::error::AppError;
use crate::money::off_the_way;
use crate::permission::require_administrator;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tenure_core::commands::{self, Activation};
use tenure_core::facts::{Facts, PolicyVersion, Write};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{Stream, in_force};
use tenure_core::planner::{Cause, Move, Planning, try_policy};
use tenure_core::primitives::TeammateId;
use tenure_core::renewal::{Decided, Renewal};
use tenure_store::Scope;

/// Moves told one by one.
const MOVES_MAX: usize = 200;

/// One responsibility that would go to somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyMove {
    /// The renewal.
    pub renewal: String,
    /// The customer.
    pub account: String,
    /// Its end.
    pub end_on: Date,
    /// What moves.
    pub responsibility: Responsibility,
    /// Who is designated now.
    pub from: String,
    /// Who would be.
    pub to: String,
}

/// What a policy would change for one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonChange {
    /// Name.
    pub name: String,
    /// Responsibilities that would come to the person.
    pub gains: u64,
    /// Responsibilities that would go.
    pub loses: u64,
    /// ATR of renewals whose commercial part would come, less what would go, in minor units of the reporting currency.
    pub commercial_minor: i64,
}

/// What activating a policy would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyPlan {
    /// Title of the version it would be.
    pub title: String,
    /// From which day.
    pub effective_on: Date,
    /// When it would be looked at again.
    pub review_on: Option<Date>,
    /// Open renewals.
    pub renewals: u64,
    /// Those that would get another model, motion, playbook or first step.
    pub redecided: u64,
    /// Responsibilities that would change hands.
    pub handovers: u64,
    /// Renewals among which they lie.
    pub renewals_changing_hands: u64,
    /// The first of them, by renewal; at most 200.
    pub moves: Vec<PolicyMove>,
    /// Everybody who would gain or lose, most first.
    pub people: Vec<PersonChange>,
}

impl App {
    /// What activating a policy would do, by its day. Writes nothing.
    ///
    /// # Errors
    /// As [`App::activate_policy`].
    pub async fn plan_policy(&self, actor: &Actor, activation: &Activation) -> Result<PolicyPlan, AppError> {
        require_administrator(actor)?;
        let none = || AppError::NotFound("There is no policy to activate.".into());
        let general = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let moment = self.moment(&general.organisation);
        if activation.effective_on.is_some_and(|day| day > moment.today) {
            // By a later day facts may have changed by themselves: it is planned as it will be then.
            let decide = |context: &Context<'_>| decide(actor, activation, context);
            let seen = preview(self, actor, Scope::All, (activation.effective_on, decide)).await?;
            return told(&seen).ok_or_else(none);
        }
        let decided = decide(actor, activation, &Context { facts: &general, moment, ids: self.ids.as_ref() })?;
        let version = version_in(&decided.writes).ok_or_else(none)?.clone();
        let (desk, seats) = self.desk_and_seats().await?;
        let (ids, cause) = (Arc::clone(&self.ids), Cause { author: actor.name(), reason: decided.summary });
        let plan = move || {
            let Some(facts) = seats.as_ref().map(Seats::facts) else { return Err(AppError::empty()) };
            let planning = Planning { moment, cause: &cause, ids: ids.as_ref() };
            let mut tried = try_policy(facts, &version, |renewal| desk.seen(renewal), planning)?;
            tried.sort_unstable_by_key(|tried| tried.renewal.number);
            let mut plan = Telling::of(&version, desk.open.len() as u64);
            tried.iter().for_each(|tried| plan.tell(facts, tried.renewal, (tried.is_redecided(), &tried.moves)));
            Ok(plan.told())
        };
        off_the_way(plan).await
    }

    /// Activates a policy text as the next version. Open renewals are decided again in the same transaction, or on the day it comes into force.
    ///
    /// # Errors
    /// Anybody but an administrator; see [`commands::activate_policy`].
    pub async fn activate_policy(&self, actor: &Actor, activation: &Activation) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::All, |context| decide(actor, activation, context)).await
    }

    /// Activates a draft with its review. Without a second reader it needs a reason.
    ///
    /// # Errors
    /// As [`App::activate_policy`]; a draft that is not open; one that nobody else read, without a reason.
    pub async fn activate_draft(&self, actor: &Actor, draft: &str, terms: &Activation) -> Result<String, AppError> {
        let item = self.draft(draft).await?;
        self.activate_policy(actor, &of_draft(&item, terms)?).await
    }

    /// What activating a draft would do.
    ///
    /// # Errors
    /// As [`App::plan_policy`]; a draft that is not open.
    pub async fn plan_draft(&self, actor: &Actor, draft: &str, terms: &Activation) -> Result<PolicyPlan, AppError> {
        let item = self.draft(draft).await?;
        let mut activation = terms.clone();
        activation.text.clone_from(&item.draft.text);
        activation.file = item.reference();
        self.plan_policy(actor, &activation).await
    }
}

fn of_draft(item: &DraftItem, terms: &Activation) -> Result<Activation, AppError> {
    if !item.is_open() {
        return Err(AppError::field("draft", &item.reference(), "is not open any more"));
    }
    let approved_by = item.draft.review.as_ref().map(|review| review.reviewer.clone());
    if approved_by.is_none() && terms.standing.reason.trim().is_empty() {
        let problem = "was read by nobody but its author; ask a second person, or give a reason to go on without";
        return Err(AppError::field("draft", &item.reference(), problem));
    }
    let mut activation = terms.clone();
    activation.file = item.reference();
    activation.text.clone_from(&item.draft.text);
    activation.standing.approved_by = approved_by;
    activation.standing.draft = Some(item.draft.number);
    if activation.standing.reason.trim().is_empty() {
        activation.standing.reason.clone_from(&item.draft.note);
    }
    Ok(activation)
}

fn decide(actor: &Actor, activation: &Activation, context: &Context<'_>) -> Result<change::Decided, AppError> {
    let mut activation = activation.clone();
    activation.standing.author = actor.name();
    let writes = commands::activate_policy(context.facts, &activation, context.moment, context.ids)?;
    let version = version_in(&writes);
    let title = version.map(PolicyVersion::title).unwrap_or_default();
    let from = version.map(|version| version.effective_on).filter(|day| *day > context.moment.today);
    let summary = from.map_or_else(|| format!("{title} was activated"), |day| format!("{title} was activated from {day} on"));
    Ok(change::Decided { writes, kind: "policy_activated", subject: "policy".into(), summary })
}

fn version_in(writes: &[Write]) -> Option<&PolicyVersion> {
    writes.iter().find_map(|write| if let Write::Policy(version) = write { Some(version) } else { None })
}

fn told(seen: &Previewed) -> Option<PolicyPlan> {
    let version = version_in(&seen.writes)?;
    let mut plan = Telling::of(version, seen.before.renewals.values().filter(|renewal| renewal.is_open()).count() as u64);
    for (before, after) in changed_renewals(seen) {
        let moves = moves(seen, after, version.effective_on);
        let redecided = before.decided.as_ref().map(Decided::outcome) != after.decided.as_ref().map(Decided::outcome);
        plan.tell(&seen.after, after, (redecided, &moves));
    }
    Some(plan.told())
}

/// A plan while it is told, renewal by renewal.
struct Telling {
    plan: PolicyPlan,
    people: BTreeMap<TeammateId, PersonChange>,
}

impl Telling {
    fn of(version: &PolicyVersion, renewals: u64) -> Self {
        let plan = PolicyPlan {
            title: version.title(),
            effective_on: version.effective_on,
            review_on: version.standing.review_on,
            renewals,
            redecided: 0,
            handovers: 0,
            renewals_changing_hands: 0,
            moves: Vec::new(),
            people: Vec::new(),
        };
        Self { plan, people: BTreeMap::new() }
    }

    fn tell(&mut self, facts: &Facts, renewal: &Renewal, (redecided, moves): (bool, &[Move])) {
        let plan = &mut self.plan;
        plan.redecided += u64::from(redecided);
        plan.handovers += moves.len() as u64;
        plan.renewals_changing_hands += u64::from(!moves.is_empty());
        for moved in moves {
            count(&mut self.people, facts, renewal, *moved);
            if plan.moves.len() < MOVES_MAX {
                plan.moves.push(told_move(facts, renewal, *moved));
            }
        }
    }

    fn told(self) -> PolicyPlan {
        let mut people: Vec<PersonChange> = self.people.into_values().collect();
        people.sort_by_key(|person| std::cmp::Reverse(person.gains + person.loses));
        PolicyPlan { people, ..self.plan }
    }
}

/// Open renewals that anything was written about, as they are and as they would be, by their number.
fn changed_renewals(seen: &Previewed) -> Vec<(&Renewal, &Renewal)> {
    let written: BTreeSet<_> = seen
        .writes
        .iter()
        .filter_map(|write| match write {
            Write::Renewal(renewal) => Some(renewal.id),
            Write::Ownership(entry) => Some(entry.subject.as_renewal()),
            _ => None,
        })
        .collect();
    let pairs = written.iter().filter_map(|id| Some((seen.before.renewals.get(id)?, seen.after.renewals.get(id)?)));
    let mut pairs: Vec<_> = pairs.filter(|(before, after)| before.is_open() && after.is_open()).collect();
    pairs.sort_by_key(|(before, _)| before.number);
    pairs
}

/// The responsibilities whose designated person changes.
fn moves(seen: &Previewed, renewal: &Renewal, day: Date) -> Vec<Move> {
    let designated = |facts: &Facts, responsibility| {
        in_force(facts.entries(renewal.id), responsibility, Stream::Designated, day).map(|entry| entry.holder)
    };
    let moved = Responsibility::ALL.iter().filter_map(|responsibility| {
        let (from, to) = (designated(&seen.before, *responsibility)?, designated(&seen.after, *responsibility)?);
        (from != to).then_some((*responsibility, from, to))
    });
    moved.collect()
}

fn count(people: &mut BTreeMap<TeammateId, PersonChange>, facts: &Facts, renewal: &Renewal, (responsibility, from, to): Move) {
    let commercial = if responsibility == Responsibility::Commercial { renewal.target.atr_reporting.minor } else { 0 };
    let mut person = |id: TeammateId, gains: u64, loses: u64, minor: i64| {
        let person = people.entry(id).or_insert_with(|| PersonChange { name: facts.name_of(id).to_string(), ..PersonChange::default() });
        person.gains += gains;
        person.loses += loses;
        person.commercial_minor = person.commercial_minor.saturating_add(minor);
    };
    person(from, 0, 1, -commercial);
    person(to, 1, 0, commercial);
}

fn told_move(facts: &Facts, renewal: &Renewal, (responsibility, from, to): Move) -> PolicyMove {
    PolicyMove {
        renewal: renewal.reference(),
        account: facts.accounts.get(&renewal.account).map(|account| account.name.clone()).unwrap_or_default(),
        end_on: renewal.target.end_on,
        responsibility,
        from: facts.name_of(from).to_string(),
        to: facts.name_of(to).to_string(),
    }
}
