//! No responsibility changes hands in silence: without a joint step, a named person let it pass for a reason (OWN-10, domain ruling 2).

use super::{Evidence, Invariant, Violation};
use crate::ownership::Responsibility;
use crate::ownership::ledger::{Handoff, OwnershipEntry, Stream, stream_of};

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "handoffs-waived-or-joint",
    states: "No responsibility changed hands without a joint step or a waiver with a name and a reason.",
    subjects: |evidence| evidence.facts.ledger.values().flatten().filter(|entry| entry.stream == Stream::Accountable).count(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (renewal, entries) in &evidence.facts.ledger {
        for responsibility in Responsibility::ALL {
            let row = stream_of(entries, *responsibility, Stream::Accountable);
            let silent = row.iter().zip(row.iter().skip(1)).filter(|(giver, receiver)| is_silent(giver, receiver));
            violations.extend(silent.map(|(giver, receiver)| {
                let name = |entry: &OwnershipEntry| evidence.facts.name_of(entry.holder).to_string();
                let detail = format!(
                    "{responsibility}: passed from {} to {} on {} without a joint step or a named waiver",
                    name(giver),
                    name(receiver),
                    receiver.effective_on
                );
                Violation { invariant: INVARIANT.code, subject: evidence.reference(*renewal), detail }
            }));
        }
    }
    violations
}

fn is_silent(giver: &OwnershipEntry, receiver: &OwnershipEntry) -> bool {
    let explained = match &receiver.handoff {
        Handoff::Initial => false,
        Handoff::Waived { by, reason } => !by.trim().is_empty() && !reason.trim().is_empty(),
    };
    giver.holder != receiver.holder && !explained
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    fn after_a_leaver() -> Company {
        let mut company = Company::with_one_contract();
        let rafael = company.teammate("rafael");
        company.accept(crate::commands::mark_left(&company.facts, rafael, company.today));
        company
    }

    #[test]
    fn a_waiver_with_name_and_reason_explains_a_change() {
        assert_eq!(check(&after_a_leaver().evidence()), []);
    }

    #[test]
    fn a_waiver_without_reason_is_a_silent_handoff() {
        let mut company = after_a_leaver();
        for entry in company.facts.ledger.values_mut().flatten() {
            if let Handoff::Waived { reason, .. } = &mut entry.handoff {
                *reason = " ".into();
            }
        }
        let violations = check(&company.evidence());
        assert_eq!(violations.len(), 2, "commercial and expansion");
        assert_eq!(
            violations[0].detail,
            "commercial: passed from Rafael Costa to Tomas Berg on 2026-11-23 without a joint step or a named waiver"
        );
    }
}
