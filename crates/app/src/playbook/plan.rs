//! What a text of a playbook would move, told before anything is written.

use crate::change::Previewed;
use jiff::civil::Date;
use std::collections::BTreeSet;
use tenure_core::facts::{Facts, Write};
use tenure_core::primitives::RenewalId;
use tenure_core::renewal::{Task, TaskState};

/// Moves told one by one.
const MOVES_MAX: usize = 200;

/// A step of one renewal that a text would add, move or take away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepMove {
    /// `R-1042`.
    pub renewal: String,
    /// The customer.
    pub account: String,
    /// What to do.
    pub title: String,
    /// When it is due now; `None` where it would be new.
    pub from: Option<Date>,
    /// When it would be due; `None` where it would fall away.
    pub to: Option<Date>,
    /// Who would do it, or does it now.
    pub holder: String,
}

/// What publishing a text would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaybookPlan {
    /// Code of the playbook.
    pub code: String,
    /// Its name in the text.
    pub name: String,
    /// The version that it would be.
    pub version: u32,
    /// Open renewals that follow the playbook.
    pub renewals: u64,
    /// Those among which something would change.
    pub touched: u64,
    /// Steps that would be new.
    pub added: u64,
    /// Steps that would have another day.
    pub moved: u64,
    /// Steps that would fall away.
    pub withdrawn: u64,
    /// Steps whose words or lead would change, on the same day.
    pub reworded: u64,
    /// Steps that stay because they were settled.
    pub kept: u64,
    /// The first of the changes, by renewal; at most 200.
    pub moves: Vec<StepMove>,
}

pub(super) fn told(seen: &Previewed) -> Option<PlaybookPlan> {
    let version = seen.writes.iter().find_map(|write| if let Write::Playbook(version) = write { Some(version) } else { None })?;
    let mut plan = PlaybookPlan {
        code: version.playbook.code.clone(),
        name: version.playbook.name.clone(),
        version: version.version,
        ..PlaybookPlan::default()
    };
    let following: BTreeSet<RenewalId> = seen
        .after
        .renewals
        .values()
        .filter(|renewal| renewal.is_open() && renewal.decided.as_ref().is_some_and(|decided| decided.playbook == plan.code))
        .map(|renewal| renewal.id)
        .collect();
    plan.renewals = following.len() as u64;
    let settled = |task: &&Task| matches!(task.state, TaskState::Done | TaskState::NotNeeded);
    plan.kept = seen.before.tasks.values().filter(settled).filter(|task| following.contains(&task.renewal)).count() as u64;
    let mut tasks: Vec<&Task> =
        seen.writes.iter().filter_map(|write| if let Write::Task(task) = write { Some(task) } else { None }).collect();
    tasks.sort_by_key(|task| (seen.after.renewals.get(&task.renewal).map(|renewal| renewal.number), task.due_on));
    let mut touched = BTreeSet::new();
    for task in tasks {
        if count(&mut plan, seen, task) {
            touched.insert(task.renewal);
        }
    }
    plan.touched = touched.len() as u64;
    Some(plan)
}

/// Counts what a written task means, and whether it means anything.
fn count(plan: &mut PlaybookPlan, seen: &Previewed, task: &Task) -> bool {
    let open = |task: &&Task| task.state == TaskState::Open;
    let before = seen.before.tasks.get(&task.id).filter(open);
    let after = Some(task).filter(open);
    match (before, after) {
        (None, Some(_)) => plan.added += 1,
        (Some(_), None) => plan.withdrawn += 1,
        (Some(before), Some(after)) if before.due_on != after.due_on => plan.moved += 1,
        (Some(_), Some(_)) => {
            plan.reworded += 1;
            return true;
        }
        (None, None) => return false,
    }
    if plan.moves.len() < MOVES_MAX {
        plan.moves.push(told_move(&seen.after, task, (before.map(|task| task.due_on), after.map(|task| task.due_on))));
    }
    true
}

fn told_move(facts: &Facts, task: &Task, (from, to): (Option<Date>, Option<Date>)) -> StepMove {
    let renewal = facts.renewals.get(&task.renewal);
    let account = renewal.and_then(|renewal| facts.accounts.get(&renewal.account));
    StepMove {
        renewal: renewal.map(tenure_core::renewal::Renewal::reference).unwrap_or_default(),
        account: account.map(|account| account.name.clone()).unwrap_or_default(),
        title: task.title.clone(),
        from,
        to,
        holder: facts.holder(task.renewal, task.lead).map(|id| facts.name_of(id).to_string()).unwrap_or_default(),
    }
}
