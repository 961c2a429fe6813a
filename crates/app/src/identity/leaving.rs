//! A teammate leaves: first as a plan to look at, then in one transaction.

use super::teammate;
use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out, preview};
use crate::error::AppError;
use crate::permission::require_administrator;
use crate::views::Person;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::commands;
use tenure_core::expansion::Expansion;
use tenure_core::facts::{Facts, Write};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{OwnershipEntry, Stream};
use tenure_core::primitives::{AccountId, Money, RenewalId, TeammateId, display_date, last_day_of_service};
use tenure_core::renewal::{Renewal, RenewalKind, TaskState};

/// What changes hands when somebody leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeavingPlan {
    /// Who leaves.
    pub person: Person,
    /// First day no longer with us.
    pub left_on: Date,
    /// Every responsibility of a renewal that moves, by end of term.
    pub moves: Vec<MovedResponsibility>,
    /// Every responsibility of an open expansion that moves, by number.
    pub expansions: Vec<MovedExpansion>,
    /// Open steps that the receivers take over.
    pub open_tasks: u64,
    /// Places on account teams that end.
    pub team_places: u64,
}

/// One responsibility and who gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedResponsibility {
    /// `R-1042`.
    pub renewal: String,
    /// The customer.
    pub account: String,
    /// T-0.
    pub end_on: Date,
    /// Amount up for renewal, in the reporting currency.
    pub atr_reporting: Money,
    /// Whether it is a yearly review, whose amount stays out of sums.
    pub is_review: bool,
    /// What moves.
    pub responsibility: Responsibility,
    /// Who gets it.
    pub to: Person,
    /// Why that person.
    pub because: String,
}

/// One responsibility of an open expansion and who gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedExpansion {
    /// `E-12`.
    pub expansion: String,
    /// The customer.
    pub account: String,
    /// Its annual value as expected, in the reporting currency.
    pub expected_reporting: Money,
    /// What moves.
    pub responsibility: Responsibility,
    /// Who gets it.
    pub to: Person,
    /// Why that person.
    pub because: String,
}

impl App {
    /// Marks a teammate as gone from a day on and moves all they hold, in one transaction.
    ///
    /// # Errors
    /// See [`commands::mark_left`].
    pub async fn mark_left(&self, actor: &Actor, reference: &str, left_on: Option<Date>) -> Result<String, AppError> {
        require_administrator(actor)?;
        let scope = self.held_by(reference).await?;
        carry_out(self, actor, scope, |context| leave(context, reference, left_on)).await
    }

    /// What [`App::mark_left`] would do. Nothing is written.
    ///
    /// # Errors
    /// As [`App::mark_left`].
    pub async fn plan_leaving(&self, actor: &Actor, reference: &str, left_on: Option<Date>) -> Result<LeavingPlan, AppError> {
        require_administrator(actor)?;
        let scope = self.held_by(reference).await?;
        let previewed = preview(self, actor, scope, (left_on, |context: &Context<'_>| leave(context, reference, left_on))).await?;
        let (writes, before, after) = (&previewed.writes, &previewed.before, &previewed.after);
        let today = self.today(&after.organisation);
        let leaver = teammate(after.teammates.values(), reference)?;
        let mut moves: BTreeMap<(RenewalId, Responsibility), MovedResponsibility> = BTreeMap::new();
        let mut expansions: BTreeMap<(u32, Responsibility), MovedExpansion> = BTreeMap::new();
        for write in writes {
            let Write::Ownership(entry) = write else { continue };
            let Some(to) = after.teammates.get(&entry.holder) else { continue };
            let was_theirs = before.holder(entry.subject, entry.responsibility) == Some(leaver.id);
            if entry.stream != Stream::Accountable || !was_theirs || entry.holder == leaver.id {
                continue;
            }
            let to = Person::of(to, today);
            if let Some(renewal) = after.renewals.get(&entry.subject.as_renewal()) {
                moves.insert((renewal.id, entry.responsibility), moved_responsibility(after, renewal, (entry, to)));
            } else if let Some(expansion) = after.expansions.get(&entry.subject.as_expansion()) {
                expansions.insert((expansion.number, entry.responsibility), moved_expansion(after, expansion, (entry, to)));
            }
        }
        let tasks = after.tasks.values().filter(|task| task.state == TaskState::Open && moves.contains_key(&(task.renewal, task.lead)));
        let open_tasks = tasks.count() as u64;
        let team_places = writes.iter().filter(|write| matches!(write, Write::TeamMember(m) if m.teammate == leaver.id)).count() as u64;
        let mut moves: Vec<MovedResponsibility> = moves.into_values().collect();
        moves.sort_by(|a, b| (a.end_on, &a.renewal, a.responsibility).cmp(&(b.end_on, &b.renewal, b.responsibility)));
        let left_on = leaver.left_on.unwrap_or(today);
        let expansions = expansions.into_values().collect();
        Ok(LeavingPlan { person: Person::of(leaver, today), left_on, moves, expansions, open_tasks, team_places })
    }
}

fn moved_responsibility(facts: &Facts, renewal: &Renewal, (entry, to): (&OwnershipEntry, Person)) -> MovedResponsibility {
    MovedResponsibility {
        renewal: renewal.reference(),
        account: name_of(facts, renewal.account),
        end_on: renewal.target.end_on,
        atr_reporting: renewal.target.atr_reporting,
        is_review: renewal.kind == RenewalKind::Review,
        responsibility: entry.responsibility,
        to,
        because: entry.because.sentence.clone(),
    }
}

fn moved_expansion(facts: &Facts, expansion: &Expansion, (entry, to): (&OwnershipEntry, Person)) -> MovedExpansion {
    MovedExpansion {
        expansion: expansion.reference(),
        account: name_of(facts, expansion.account),
        expected_reporting: expansion.expected_reporting,
        responsibility: entry.responsibility,
        to,
        because: entry.because.sentence.clone(),
    }
}

fn name_of(facts: &Facts, account: AccountId) -> String {
    facts.accounts.get(&account).map_or_else(String::new, |account| account.name.clone())
}

fn leave(context: &Context<'_>, reference: &str, left_on: Option<Date>) -> Result<Decided, AppError> {
    let person = teammate(context.facts.teammates.values(), reference)?;
    let id: TeammateId = person.id;
    let left_on = left_on.unwrap_or(context.moment.today);
    let writes = commands::mark_left(context.facts, id, left_on)?;
    let summary = format!("{} left, last day {}", person.name, display_date(last_day_of_service(left_on)));
    Ok(Decided { writes, kind: "teammate_left", subject: person.reference.clone(), summary })
}
