//! Invariants: sentences that hold on every day of every company, whatever people do. A violation is a bug or a damaged database.

mod arr_projection;
mod calendar_kept;
mod deadlines_have_a_step_ahead;
mod designations_replay;
mod handoffs_waived_or_joint;
mod holders_projection;
mod jobs_kept;
mod ledger_reconciles;
mod lists_projection;
mod notices_once;
mod one_event_per_write;
mod one_renewal_per_term;
mod owners_active;
mod ownership_tiles;
mod policy_complete;
mod seals_unbroken;
mod tasks_planned;

use crate::account::Risk;
use crate::expansion::Expansion;
use crate::facts::{Facts, Moment, Write};
use crate::job::Job;
use crate::planner::{Cause, Planning, plan, roll};
use crate::primitives::{AccountId, NoticeId, RenewalId, SubjectId, TeammateId, UnsavedIds};
use crate::refusal::Refusal;
use crate::renewal::{Renewal, State};
use crate::seal::FoundSeal;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Every invariant, in the order of the report. A new one is one file and one line here.
pub const INVARIANTS: &[Invariant] = &[
    ownership_tiles::INVARIANT,
    owners_active::INVARIANT,
    designations_replay::INVARIANT,
    tasks_planned::INVARIANT,
    one_renewal_per_term::INVARIANT,
    holders_projection::INVARIANT,
    lists_projection::INVARIANT,
    arr_projection::INVARIANT,
    handoffs_waived_or_joint::INVARIANT,
    one_event_per_write::INVARIANT,
    policy_complete::INVARIANT,
    deadlines_have_a_step_ahead::INVARIANT,
    calendar_kept::INVARIANT,
    seals_unbroken::INVARIANT,
    ledger_reconciles::INVARIANT,
    notices_once::INVARIANT,
    jobs_kept::INVARIANT,
];

/// One statement about the facts and how it is checked.
#[derive(Clone, Copy, Debug)]
pub struct Invariant {
    /// Stable name, such as `ownership-tiles`.
    pub code: &'static str,
    /// What always holds, in one sentence.
    pub states: &'static str,
    /// How many subjects the check looks at; a check that looked at nothing proves nothing.
    pub subjects: fn(&Evidence<'_>) -> usize,
    /// Every place where the statement does not hold.
    pub check: fn(&Evidence<'_>) -> Vec<Violation>,
}

/// One place where an invariant does not hold.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Violation {
    /// Code of the invariant.
    pub invariant: &'static str,
    /// What it is about, such as `R-1042`.
    pub subject: String,
    /// What was found instead, with the days and names.
    pub detail: String,
}

/// What the event log says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventLog {
    /// The sequence number of the last accepted write.
    pub last_sequence: u64,
    /// How many events there are.
    pub events: u64,
    /// The lowest sequence number, 0 where there are no events.
    pub lowest: u64,
    /// The highest sequence number, 0 where there are no events.
    pub highest: u64,
    /// How many events tell of a sealed report.
    pub sealed: u64,
}

/// An account with the texts that a search finds it by: those of its name and of its reference.
pub type ListedText = (AccountId, String, String);

/// What lists narrow by, as it is kept beside the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The texts of all accounts, once for each place that keeps them; in any order.
    pub texts: Vec<Vec<ListedText>>,
    /// The risk that each renewal is listed under.
    pub risks: BTreeMap<RenewalId, Risk>,
    /// What the lines of accounts bring, packed; in any order.
    pub arr: Vec<(AccountId, String)>,
}

/// What people were told and what is done beside requests, as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// How many notices there are.
    pub notices: u64,
    /// Person and identity of notices that are there more than once.
    pub doubled: Vec<String>,
    /// Letters that are wanted and have not gone out.
    pub letters: Vec<Letter>,
    /// Jobs that are not done, and those of each day that are.
    pub jobs: Vec<Job>,
}

/// A notice that is to go out by e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The notice.
    pub notice: NoticeId,
    /// To whom.
    pub person: TeammateId,
    /// The day on which it was made.
    pub made_on: Date,
    /// When.
    pub made_at: Timestamp,
}

/// What is kept beside the facts.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// The event log.
    pub log: &'a EventLog,
    /// What lists narrow by.
    pub listing: &'a Listing,
    /// Sealed reports, first to last.
    pub seals: &'a [FoundSeal],
    /// What people were told.
    pub told: &'a Told,
}

/// Everything the invariants look at: the facts, the log, and what the planner would change today.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// All facts of the organisation.
    pub facts: &'a Facts,
    /// The event log.
    pub log: &'a EventLog,
    /// What lists narrow by.
    pub listing: &'a Listing,
    /// Sealed reports, first to last.
    pub seals: &'a [FoundSeal],
    /// What people were told, and jobs.
    pub told: &'a Told,
    /// Today in the organisation's time zone.
    pub today: Date,
    /// The plan over every account; empty where renewals, designations and tasks are as the facts say.
    plan: Result<Vec<Write>, Vec<Refusal>>,
    /// What the calendar brings by itself and nobody wrote down.
    rolled: Vec<Write>,
    /// Numbers of the renewals in the plan, also of those that are not yet written.
    new_numbers: BTreeMap<RenewalId, u32>,
}

impl<'a> Evidence<'a> {
    /// Takes the facts and what is kept beside them as they are and plans the whole company once.
    pub fn gather(facts: &'a Facts, Beside { log, listing, seals, told }: Beside<'a>, today: Date) -> Self {
        let cause = Cause { author: "tenure check".into(), reason: "a check plans and writes nothing".into() };
        let moment = Moment { today, recorded_at: Timestamp::UNIX_EPOCH };
        let ids = UnsavedIds::default();
        let accounts: BTreeSet<_> = facts.accounts.keys().copied().collect();
        let planning = Planning { moment, cause: &cause, ids: &ids };
        let (rolled, plan) = (roll(facts, &accounts, planning), plan(facts, &accounts, planning));
        let new_numbers = numbers_of(plan.as_deref().unwrap_or(&[]));
        Self { facts, log, listing, seals, told, today, plan, rolled, new_numbers }
    }

    /// The writes that the planner would make; none where it refuses.
    fn planned(&self) -> &[Write] {
        self.plan.as_deref().unwrap_or(&[])
    }

    /// Why the planner refuses, contract by contract.
    fn refusals(&self) -> &[Refusal] {
        self.plan.as_ref().err().map_or(&[], Vec::as_slice)
    }

    /// What somebody owns or owned here: renewals but for those with an inferred outcome, or one that a book told, and expansions but for
    /// those that were settled when they came here.
    fn owned(&self) -> impl Iterator<Item = Owned> {
        let owned = |renewal: &&Renewal| renewal.decided.is_some() && !matches!(renewal.state, State::Closed { inferred: true, .. });
        let of_renewal = |renewal: &Renewal| Owned {
            id: renewal.id.into(),
            reference: renewal.reference(),
            since: renewal.scheduled_on,
            until: if let State::Closed { closed_on, .. } = renewal.state { Some(closed_on) } else { None },
        };
        let of_expansion = |expansion: &Expansion| {
            let until = expansion.state.settled().map(|word| word.on);
            let since = expansion.routed.as_ref().map(|routed| routed.since).or(expansion.is_open().then_some(expansion.raised_on))?;
            Some(Owned { id: expansion.id.into(), reference: expansion.reference(), since, until })
        };
        let renewals = self.facts.renewals.values().filter(owned).map(of_renewal);
        renewals.chain(self.facts.expansions.values().filter_map(of_expansion))
    }

    /// `R-1042` or `E-12`, also for a renewal that is planned and not yet written.
    fn reference(&self, id: impl Into<SubjectId>) -> String {
        let id = id.into();
        let planned = || self.new_numbers.get(&id.as_renewal()).map(|number| format!("R-{number}"));
        self.facts.reference_of(id).or_else(planned).unwrap_or_else(|| format!("subject {id}"))
    }
}

/// A renewal or an expansion that somebody answers for.
struct Owned {
    id: SubjectId,
    reference: String,
    /// First day.
    since: Date,
    /// First day on which nobody has to; `None` while it is open.
    until: Option<Date>,
}

fn numbers_of(writes: &[Write]) -> BTreeMap<RenewalId, u32> {
    writes.iter().filter_map(|write| if let Write::Renewal(renewal) = write { Some((renewal.id, renewal.number)) } else { None }).collect()
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Checked {
    /// Code of the invariant.
    pub code: &'static str,
    /// Its sentence.
    pub states: &'static str,
    /// How many subjects were looked at.
    pub looked_at: usize,
    /// Where it does not hold; empty is proven.
    pub violations: Vec<Violation>,
}

/// Checks every invariant.
pub fn check_all(evidence: &Evidence<'_>) -> Vec<Checked> {
    let checked = INVARIANTS.iter().map(|invariant| Checked {
        code: invariant.code,
        states: invariant.states,
        looked_at: (invariant.subjects)(evidence),
        violations: (invariant.check)(evidence),
    });
    checked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn every_invariant_holds_and_has_looked_at_something_in_a_company_at_work() {
        let mut company = Company::with_one_contract();
        let person = company.teammate("priya");
        let letter = Letter { notice: NoticeId(uuid::Uuid::nil()), person, made_on: company.today, made_at: Timestamp::UNIX_EPOCH };
        company.told = Told { notices: 1, letters: vec![letter], ..Told::default() };
        for checked in check_all(&company.evidence()) {
            assert_eq!(checked.violations, [], "{}", checked.code);
            assert!(checked.looked_at > 0, "{} looked at nothing", checked.code);
        }
    }

    #[test]
    fn invariants_have_codes_of_their_own_and_sentences() {
        let mut codes: Vec<&str> = INVARIANTS.iter().map(|invariant| invariant.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), INVARIANTS.len());
        assert!(INVARIANTS.iter().all(|invariant| invariant.states.ends_with('.')));
    }
}
