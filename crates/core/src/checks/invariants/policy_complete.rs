//! The policy in force has a rule for every possible renewal (OWN-4).

use super::{Evidence, Invariant, Violation};
use crate::facts::PolicyVersion;
use crate::ownership::analysis::analyse;
use crate::primitives::Currency;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "policy-complete",
    states: "The active policy has a rule for every possible renewal.",
    subjects: |evidence| usize::from(evidence.facts.policy_on(evidence.today).is_some()),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let violation = |subject: String, detail: String| Violation { invariant: INVARIANT.code, subject, detail };
    match evidence.facts.policy_on(evidence.today) {
        Some(version) => {
            let found = faults(version, evidence.facts.reporting()).into_iter();
            found.map(|detail| violation(version.title(), detail)).collect()
        }
        None if evidence.facts.contracts.is_empty() => Vec::new(),
        None => vec![violation("policy".into(), "there are contracts and no policy is active".into())],
    }
}

fn faults(version: &PolicyVersion, reporting: Currency) -> Vec<String> {
    match analyse(&version.policy) {
        Ok(analysis) => {
            let gaps = analysis.gaps.iter().map(|gap| format!("has no rule for: {}", gap.words(reporting)));
            gaps.chain(analysis.faulty_overlaps().map(|overlap| overlap.words(reporting))).collect()
        }
        Err(too_complex) => vec![too_complex.problem()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn a_policy_that_lost_its_last_rule_shows_what_it_misses() {
        let mut company = Company::with_one_contract();
        assert_eq!(check(&company.evidence()), []);
        if let Some(version) = company.facts.policies.last_mut() {
            version.policy.rules.pop();
        }
        let violations = check(&company.evidence());
        assert_eq!(violations[0].subject, "Hybrid, version 1");
        assert_eq!(violations[0].detail, "has no rule for: ATR from 25,000.00 USD to 99,999.99 USD, risk not Red");
    }

    #[test]
    fn contracts_without_any_policy_are_a_violation() {
        let mut company = Company::with_one_contract();
        company.facts.policies.clear();
        assert_eq!(check(&company.evidence()).len(), 1);
        company.facts.contracts.clear();
        assert_eq!(check(&company.evidence()), []);
    }
}
