//! Every term of a contract has its one renewal, so that no end comes unseen.

use super::{Evidence, Invariant, Violation};
use crate::primitives::ContractId;
use crate::renewal::{Outcome, Renewal, State};
use std::collections::BTreeMap;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "one-renewal-per-term",
    states: "Every contract term has exactly one renewal, and every renewal that was not voided with its term has it.",
    subjects: |evidence| evidence.facts.terms.len(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let facts = evidence.facts;
    let violation = |subject: String, detail: String| Violation { invariant: INVARIANT.code, subject, detail };
    let mut by_term: BTreeMap<(ContractId, u32), Vec<&Renewal>> = BTreeMap::new();
    for renewal in facts.renewals.values() {
        by_term.entry((renewal.contract, renewal.term_number)).or_default().push(renewal);
    }
    let mut violations = Vec::new();
    for ((contract, number), term) in &facts.terms {
        let found = by_term.get(&(*contract, *number)).map_or(&[][..], Vec::as_slice);
        let reference = facts.contracts.get(contract).map_or("unknown contract", |c| c.reference.as_str());
        let subject = || format!("{reference}, term {number}");
        match found {
            [_] => {}
            [] => violations.push(violation(subject(), format!("ends on {} and has no renewal", term.end_on))),
            several => {
                let references: Vec<String> = several.iter().map(|renewal| renewal.reference()).collect();
                violations.push(violation(subject(), format!("has several renewals: {}", references.join(", "))));
            }
        }
    }
    let voided = |renewal: &Renewal| matches!(renewal.state, State::Closed { outcome: Outcome::Voided, .. });
    let termless = |renewal: &&Renewal| !facts.terms.contains_key(&(renewal.contract, renewal.term_number));
    let without = facts.renewals.values().filter(termless).filter(|renewal| !voided(renewal));
    violations.extend(
        without.map(|renewal| violation(renewal.reference(), format!("belongs to term {}, which does not exist", renewal.term_number))),
    );
    violations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::primitives::RenewalId;

    #[test]
    fn a_term_that_was_signed_by_mistake_leaves_its_voided_renewal_behind() {
        let mut company = Company::with_one_contract();
        let renewal = company.renewal().id;
        company.renew(company.renewal().contract, jiff::civil::date(2028, 1, 9), "412500");
        company.accept(crate::commands::reopen_renewal(&company.facts, renewal, company.moment()));
        assert_eq!((company.facts.renewals.len(), company.facts.terms.len()), (2, 1));
        assert_eq!(details(&company), Vec::<String>::new());
    }

    fn details(company: &Company) -> Vec<String> {
        check(&company.evidence()).into_iter().map(|violation| format!("{}: {}", violation.subject, violation.detail)).collect()
    }

    #[test]
    fn terms_and_renewals_pair_off() {
        let mut company = Company::with_one_contract();
        assert!(details(&company).is_empty());
        let mut twin = company.renewal().clone();
        twin.id = RenewalId(uuid::Uuid::max());
        twin.number = 1002;
        company.facts.renewals.insert(twin.id, twin);
        assert_eq!(details(&company), ["HS-1, term 1: has several renewals: R-1001, R-1002"]);
    }

    #[test]
    fn a_term_without_renewal_and_a_renewal_without_term_are_named() {
        let mut company = Company::with_one_contract();
        company.renewal_mut().term_number = 7;
        assert_eq!(
            details(&company),
            ["HS-1, term 1: ends on 2027-01-09 and has no renewal", "R-1001: belongs to term 7, which does not exist"]
        );
    }
}
