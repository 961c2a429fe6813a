//! The log has one event for each accepted write, numbered from 1 without a gap.

use super::{EventLog, Evidence, Invariant, Violation};

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "one-event-per-write",
    states: "Every accepted write has exactly one event; events are numbered from 1 without a gap.",
    subjects: |evidence| usize::try_from(evidence.log.events).unwrap_or(usize::MAX),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let EventLog { last_sequence, events, lowest, highest, .. } = *evidence.log;
    let first = u64::from(events > 0);
    if events == last_sequence && highest == last_sequence && lowest == first {
        return Vec::new();
    }
    let detail = format!("{events} events numbered {lowest} to {highest}, while the last accepted write has number {last_sequence}");
    vec![Violation { invariant: INVARIANT.code, subject: "event log".into(), detail }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn gaps_losses_and_a_late_beginning_are_found() {
        let mut company = Company::with_one_contract();
        let log = |last_sequence, events, lowest, highest| EventLog { last_sequence, events, lowest, highest, sealed: 0 };
        for whole in [log(0, 0, 0, 0), log(3, 3, 1, 3)] {
            company.log = whole;
            assert_eq!(check(&company.evidence()), []);
        }
        for broken in [log(3, 2, 1, 3), log(4, 3, 1, 3), log(3, 3, 2, 4), log(1, 0, 0, 0)] {
            company.log = broken;
            assert_eq!(check(&company.evidence()).len(), 1, "{broken:?}");
        }
    }
}
