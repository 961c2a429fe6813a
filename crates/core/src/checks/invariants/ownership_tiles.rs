//! The ledger covers all time: each responsibility has a first entry by the day the renewal was scheduled, and each entry holds
//! until the next, so there is never nobody and never two (OWN-1).

use super::{Evidence, Invariant, Owned, Violation};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::ownership::ledger::{OwnershipEntry, Stream};

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "ownership-tiles",
    states: "Every renewal and expansion has, for each responsibility, an unbroken row of owners from the day it was written down.",
    subjects: |evidence| evidence.owned().count(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let facts = evidence.facts;
    let mut violations = Vec::new();
    for owned in evidence.owned() {
        for responsibility in Responsibility::ALL {
            for stream in Stream::ALL {
                let found = faults(facts, &owned, *responsibility, *stream).into_iter();
                violations.extend(found.map(|fault| violation(owned.reference.clone(), format!("{responsibility}, {stream}: {fault}"))));
            }
        }
    }
    let strays = facts.ledger.keys().filter(|id| facts.reference_of(**id).is_none());
    violations.extend(strays.map(|id| violation(evidence.reference(*id), "has owners and does not exist".into())));
    violations
}

fn violation(subject: String, detail: String) -> Violation {
    Violation { invariant: INVARIANT.code, subject, detail }
}

fn faults(facts: &Facts, owned: &Owned, responsibility: Responsibility, stream: Stream) -> Vec<String> {
    let of_key = |entry: &&OwnershipEntry| entry.responsibility == responsibility && entry.stream == stream;
    let mut row: Vec<&OwnershipEntry> = facts.entries(owned.id).iter().filter(of_key).collect();
    row.sort_by_key(|entry| entry.sequence);
    let Some(first) = row.first() else { return vec!["nobody was ever entered".into()] };
    let mut faults = Vec::new();
    if first.sequence != 0 {
        faults.push(format!("begins with sequence {} instead of 0", first.sequence));
    }
    if first.effective_on > owned.since {
        faults.push(format!("nobody from {} to {}", owned.since, first.effective_on));
    }
    for (earlier, later) in row.iter().zip(row.iter().skip(1)) {
        if later.sequence != earlier.sequence + 1 {
            faults.push(format!("sequence {} follows {}", later.sequence, earlier.sequence));
        }
        if later.effective_on < earlier.effective_on {
            faults.push(format!(
                "entry {} of {} lies before entry {} of {}",
                later.sequence, later.effective_on, earlier.sequence, earlier.effective_on
            ));
        }
    }
    let unknown = row.iter().filter(|entry| !facts.teammates.contains_key(&entry.holder));
    faults.extend(unknown.map(|entry| format!("entry {} names a person who does not exist", entry.sequence)));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::primitives::TeammateId;

    #[test]
    fn a_company_at_work_has_unbroken_owners() {
        assert_eq!(check(&Company::with_one_contract().evidence()), []);
    }

    #[test]
    fn a_removed_first_entry_a_skipped_number_a_day_out_of_order_and_a_stranger_are_named() {
        let mut company = Company::with_one_contract();
        let id = company.renewal().id;
        let scheduled_on = company.renewal().scheduled_on;
        if let Some(entries) = company.facts.ledger.get_mut(&id.into()) {
            entries.retain(|entry| (entry.responsibility, entry.stream) != (Responsibility::Value, Stream::Accountable));
            let mut later =
                entries.iter().find(|e| e.responsibility == Responsibility::Commercial && e.stream == Stream::Accountable).cloned();
            if let Some(entry) = &mut later {
                entry.sequence = 2;
                entry.effective_on = scheduled_on.yesterday().unwrap_or(scheduled_on);
                entry.holder = TeammateId(uuid::Uuid::nil());
            }
            entries.extend(later);
        }
        let details: Vec<String> = check(&company.evidence()).into_iter().map(|violation| violation.detail).collect();
        assert_eq!(
            details,
            [
                "value, accountable: nobody was ever entered",
                "commercial, accountable: sequence 2 follows 0",
                "commercial, accountable: entry 2 of 2026-05-31 lies before entry 0 of 2026-06-01",
                "commercial, accountable: entry 2 names a person who does not exist",
            ]
        );
    }

    #[test]
    fn a_first_owner_who_came_too_late_leaves_days_without_one() {
        let mut company = Company::with_one_contract();
        company.renewal_mut().scheduled_on = jiff::civil::date(2026, 5, 20);
        let violations = check(&company.evidence());
        assert_eq!(violations.len(), Responsibility::ALL.len() * Stream::ALL.len());
        assert_eq!(violations[0].detail, "value, designated: nobody from 2026-05-20 to 2026-06-01");
    }
}
