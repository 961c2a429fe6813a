//! Coverage of random histories, day by day and without the code that counts it by stretches.

use super::History;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::expansion::Expansion;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::coverage::Coverage;
use tenure_core::ownership::designation::PersonReason;
use tenure_core::ownership::handoff::HandoffState;
use tenure_core::ownership::ledger::{OwnershipEntry, Passage, Stream};
use tenure_core::primitives::{SubjectId, TeammateId};
use tenure_core::renewal::{Outcome, Renewal, State};

/// What a day adds to its month: renewals and expansions open at its end, demanded, uncovered, last resort by person.
type Day = ((u64, u64), u64, u64, BTreeMap<TeammateId, u64>);

impl History {
    /// Every month of two years, for several days that may be asked about.
    pub fn check_coverage(&self, told: &str) {
        for back in [0, 1, 17, 40] {
            self.check_coverage_until(self.company.today.saturating_sub(i64::from(back).days()), told);
        }
    }

    fn check_coverage_until(&self, through: Date, told: &str) {
        let facts = &self.company.facts;
        let mut coverage = Coverage::until(through, &facts.teammates);
        facts.renewals.values().for_each(|renewal| coverage.add(renewal, facts.entries(renewal.id)));
        facts.expansions.values().for_each(|expansion| coverage.add_expansion(expansion, facts.entries(expansion.id)));
        facts.handoffs.values().for_each(|handoff| coverage.add_handoff(handoff));
        let months = coverage.months();
        assert_eq!((months.len(), months[23].to_on), (24, through.tomorrow().unwrap()), "{told}");
        for (at, month) in months.iter().enumerate() {
            assert_eq!(month.from_on.day(), 1, "{told}");
            assert!(at == 0 || months[at - 1].to_on == month.from_on, "{told}");
            let (mut open, mut demanded, mut uncovered, mut last_resort) = ((0, 0), 0, 0, BTreeMap::new());
            let mut day = month.from_on;
            while day < month.to_on {
                let of_day = self.walk(day);
                (open, demanded, uncovered) = (of_day.0, demanded + of_day.1, uncovered + of_day.2);
                of_day.3.into_iter().for_each(|(who, count)| *last_resort.entry(who).or_default() += count);
                day = day.tomorrow().unwrap();
            }
            let counted = ((month.open, month.open_expansions), month.demanded, month.uncovered);
            assert_eq!(counted, (open, demanded, uncovered), "{told}\n{through} {}", month.from_on);
            assert_eq!(month.last_resort, last_resort, "{told}\n{through} {}", month.from_on);
            assert_eq!(month.uncovered, 0, "{told}\nsomething was uncovered in {}", month.from_on);
            let passed = self.passed(month.from_on, month.to_on);
            assert_eq!((month.joint, month.waived, month.declined), passed, "{told}\n{through} {}", month.from_on);
        }
    }

    fn walk(&self, day: Date) -> Day {
        let facts = &self.company.facts;
        let (mut demanded, mut uncovered, mut last_resort) = (0, 0, BTreeMap::new());
        let renewals = facts.renewals.values().filter(|renewal| is_open(renewal, day)).map(|renewal| SubjectId::from(renewal.id));
        let under_way = |expansion: &&Expansion| {
            let settled = expansion.state.settled().is_some_and(|word| word.on <= day);
            expansion.routed.is_some() && expansion.raised_on <= day && !settled
        };
        let expansions = facts.expansions.values().filter(under_way).map(|expansion| SubjectId::from(expansion.id));
        let (renewals, expansions): (Vec<_>, Vec<_>) = (renewals.collect(), expansions.collect());
        let open = (renewals.len() as u64, expansions.len() as u64);
        for subject in renewals.into_iter().chain(expansions) {
            for responsibility in Responsibility::ALL {
                demanded += 1;
                let of_row =
                    |e: &&OwnershipEntry| e.stream == Stream::Accountable && e.responsibility == *responsibility && e.effective_on <= day;
                let entry = facts.entries(subject).iter().filter(of_row).max_by_key(|e| (e.effective_on, e.sequence));
                let holder = entry.map(|entry| entry.holder);
                uncovered += u64::from(!holder.is_some_and(|who| facts.teammates[&who].is_active_on(day)));
                if entry.is_some_and(|e| [PersonReason::RoleLeader, PersonReason::DeskLead].contains(&e.because.person)) {
                    *last_resort.entry(holder.unwrap()).or_default() += 1;
                }
            }
        }
        (open, demanded, uncovered, last_resort)
    }

    /// Handoffs with an entry whose first day lies within, by passage; and those declined within.
    fn passed(&self, from: Date, to: Date) -> (u64, u64, u64) {
        let facts = &self.company.facts;
        let within = |day: Date| from <= day && day < to;
        let (mut joint, mut waived) = (BTreeMap::new(), BTreeMap::new());
        for entry in facts.ledger.values().flatten().filter(|entry| entry.stream == Stream::Accountable) {
            let (of, handoff) = match &entry.passage {
                Passage::Joint { handoff } => (&mut joint, *handoff),
                Passage::Waived { handoff: Some(handoff), .. } => (&mut waived, *handoff),
                _ => continue,
            };
            let first = of.entry(handoff).or_insert(entry.effective_on);
            *first = entry.effective_on.min(*first);
        }
        let count = |of: &BTreeMap<_, Date>| of.values().filter(|day| within(**day)).count() as u64;
        let declined: BTreeSet<_> = facts
            .handoffs
            .values()
            .filter(|handoff| matches!(&handoff.state, HandoffState::Declined { word } if within(word.on)))
            .map(|handoff| handoff.id)
            .collect();
        (count(&joint), count(&waived), declined.len() as u64)
    }
}

fn is_open(renewal: &Renewal, day: Date) -> bool {
    let decided = matches!(renewal.state, State::Closed { closed_on, .. } if closed_on <= day);
    let in_a_group = matches!(renewal.state, State::Closed { outcome: Outcome::Merged, .. });
    renewal.decided.is_some() && !in_a_group && renewal.scheduled_on <= day && !decided
}
