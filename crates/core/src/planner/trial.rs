//! A policy tried on the open renewals: what it would decide of them and whom it would designate. It chooses as the plan does, and in its
//! order, but writes nothing: no entries with their reasons, no steps, no handoffs.

use super::ownership::{Move, Subject, anchor_of, moves};
use super::{Index, Planning, decided, no_rule};
use crate::facts::{Facts, PolicyVersion};
use crate::ownership::input::Seen;
use crate::refusal::Refusal;
use crate::renewal::{Decided, Renewal};

/// An open renewal that a policy would decide otherwise, or give to other people.
#[derive(Clone, Debug)]
pub struct Tried<'a> {
    /// As it is.
    pub renewal: &'a Renewal,
    /// What would be decided of it.
    pub decided: Decided,
    /// Responsibilities that would be designated to somebody else.
    pub moves: Vec<Move>,
}

impl Tried<'_> {
    /// Whether it would get another model, motion, playbook or first step.
    pub fn is_redecided(&self) -> bool {
        self.renewal.decided.as_ref().map(Decided::outcome) != Some(self.decided.outcome())
    }
}

/// Tries a version of the policy that would come into force today. `seen` is what policies see of an open renewal; one of which nothing is
/// known is left out. Of the facts it needs people and playbooks, accounts with their teams, renewals with who holds them, reassignments, and
/// of the ledger what [`essential`](crate::ownership::ledger::essential) keeps.
///
/// # Errors
/// A renewal that no rule takes, or whose playbook does not exist.
pub fn try_policy<'a>(
    facts: &'a Facts,
    version: &'a PolicyVersion,
    seen: impl Fn(&Renewal) -> Option<&'a Seen>,
    planning: Planning<'_>,
) -> Result<Vec<Tried<'a>>, Refusal> {
    let index = Index::new(facts, planning);
    let mut tried = Vec::new();
    for renewal in index.renewals.values().copied().filter(|renewal| renewal.is_open()) {
        let Some(seen) = seen(renewal) else { continue };
        let matched = version.policy.decide(seen);
        let rule = matched.map_err(|_| no_rule(version, (&renewal.reference(), seen), facts.reporting()))?.rule;
        let decided = decided(facts, version, rule, &renewal.target)?;
        let subject = Subject {
            id: renewal.id.into(),
            account: renewal.account,
            decision: (version, rule),
            anchor_on: anchor_of(facts, renewal, rule),
            seen: None,
            renewal: Some(renewal),
            expansion: None,
            turn: renewal.number,
        };
        let found = Tried { renewal, decided, moves: moves(&index, subject, planning)? };
        if found.is_redecided() || !found.moves.is_empty() {
            tried.push(found);
        }
    }
    Ok(tried)
}
