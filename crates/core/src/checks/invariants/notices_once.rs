//! What a person is told is told once: a notice has an identity, and of each there is one for a person.

use super::{Evidence, Invariant, Violation};

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "notices-once",
    states: "Each notice is there once for its person.",
    subjects: |evidence| usize::try_from(evidence.told.notices).unwrap_or(usize::MAX),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let violation =
        |doubled: &String| Violation { invariant: INVARIANT.code, subject: doubled.clone(), detail: "is there more than once".into() };
    evidence.told.doubled.iter().map(violation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn a_notice_that_is_there_twice_is_named() {
        let mut company = Company::with_one_contract();
        assert_eq!(check(&company.evidence()), []);
        company.told.doubled.push("priya step_due:R-1001:review:2026-07-28".into());
        assert_eq!(check(&company.evidence())[0].subject, "priya step_due:R-1001:review:2026-07-28");
    }
}
