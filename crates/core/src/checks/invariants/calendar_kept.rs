//! What the calendar brings by itself is written down: nothing waits for a job that did not run.

use super::{Evidence, Invariant, Violation};
use crate::facts::Write;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "calendar-kept",
    states: "No term is due to renew by itself, no review to come round, and no judgement of risk stands beyond its last day.",
    subjects: |evidence| evidence.facts.terms.len() + evidence.facts.risk_calls.len(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let facts = evidence.facts;
    let violation = |subject: String, detail: String| Violation { invariant: INVARIANT.code, subject, detail };
    let due = evidence.rolled.iter().filter_map(|write| match write {
        Write::Term(term) => {
            let reference = facts.contracts.get(&term.contract).map_or_else(String::new, |contract| contract.reference.clone());
            Some(violation(reference, format!("term {} began on {} by itself and is not written down", term.number, term.start_on)))
        }
        Write::Account(account) => {
            let recorded = facts.accounts.get(&account.id).map_or("nothing", |recorded| recorded.risk.label());
            Some(violation(account.reference.clone(), format!("recorded as {recorded}; the judgements give {}", account.risk.label())))
        }
        _ => None,
    });
    due.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Risk;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn a_term_that_renewed_unseen_and_a_risk_nobody_judged_are_named() {
        let mut company = Company::with_one_contract();
        assert_eq!(check(&company.evidence()), []);
        let account = company.renewal().account;
        company.facts.accounts.entry(account).and_modify(|account| account.risk = Risk::Red);
        company.today = date(2027, 1, 9);
        let details: Vec<String> = check(&company.evidence()).into_iter().map(|violation| violation.detail).collect();
        assert_eq!(details, ["recorded as Red; the judgements give Green", "term 2 began on 2027-01-09 by itself and is not written down"]);
    }
}
