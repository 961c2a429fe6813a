//! Whatever must be decided has work on the calendar: no notice deadline comes without a step that leads to it.

use super::{Evidence, Invariant, Violation};
use crate::primitives::RenewalId;
use crate::renewal::{Renewal, TaskState};
use std::collections::BTreeSet;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "deadlines-have-a-step-ahead",
    states: "Every open renewal with its decision still ahead has steps that lead to it.",
    subjects: |evidence| ahead(evidence).count(),
    check,
};

fn ahead<'a>(evidence: &Evidence<'a>) -> impl Iterator<Item = &'a Renewal> {
    let today = evidence.today;
    evidence.facts.renewals.values().filter(move |renewal| renewal.is_open() && renewal.target.decision_on >= today)
}

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let standing = evidence.facts.tasks.values().filter(|task| task.state != TaskState::Withdrawn);
    let prepared: BTreeSet<RenewalId> = standing.map(|task| task.renewal).collect();
    let bare = ahead(evidence).filter(|renewal| !prepared.contains(&renewal.id));
    let violation = |renewal: &Renewal| Violation {
        invariant: INVARIANT.code,
        subject: renewal.reference(),
        detail: format!("must be decided by {} and has no step", renewal.target.decision_on),
    };
    bare.map(violation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn a_deadline_without_any_step_is_named_until_it_has_passed() {
        let mut company = Company::with_one_contract();
        assert_eq!(check(&company.evidence()), []);
        company.facts.tasks.values_mut().for_each(|task| task.state = TaskState::Withdrawn);
        assert_eq!(check(&company.evidence())[0].detail, "must be decided by 2026-11-25 and has no step");
        company.today = jiff::civil::date(2026, 11, 26);
        assert_eq!(check(&company.evidence()), []);
    }
}
