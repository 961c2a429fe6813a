//! The packed lines of each account are the lines of its contracts: nothing more, nothing less, nothing else (domain ruling 9).

use super::{Evidence, Invariant, Violation};
use crate::contract::Line;
use crate::ledger::pack;
use crate::primitives::{AccountId, Currency};
use std::collections::{BTreeMap, BTreeSet};

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "arr-projection",
    states: "The packed lines that months of revenue are told from say what the lines of the contracts say.",
    subjects: |evidence| evidence.listing.arr.len(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let facts = evidence.facts;
    let mut lines: BTreeMap<AccountId, Vec<(&Line, Currency)>> = BTreeMap::new();
    for line in facts.lines.values() {
        if let Some(contract) = facts.contracts.get(&line.contract) {
            lines.entry(contract.account).or_default().push((line, contract.currency));
        }
    }
    let listed: BTreeMap<AccountId, &str> = evidence.listing.arr.iter().map(|(account, packed)| (*account, packed.as_str())).collect();
    let accounts: BTreeSet<AccountId> = lines.keys().chain(listed.keys()).copied().collect();
    let strayed = accounts.into_iter().filter_map(|account| {
        let packed = listed.get(&account).copied().unwrap_or_default();
        let detail = match pack(lines.remove(&account).unwrap_or_default()) {
            Err(refusal) => refusal.to_string(),
            Ok(expected) if expected == packed => return None,
            Ok(expected) => format!("packed as {packed:?}; the lines give {expected:?}"),
        };
        let subject = facts.accounts.get(&account).map_or_else(|| format!("account {account}"), |known| known.reference.clone());
        Some(Violation { invariant: INVARIANT.code, subject, detail })
    });
    strayed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn a_row_that_is_missing_or_says_something_else_is_named() {
        let mut company = Company::with_one_contract();
        assert_eq!(check(&company.evidence()), []);
        let (account, packed) = company.listing.arr[0].clone();
        company.listing.arr[0].1.push('0');
        let violations = check(&company.evidence());
        assert_eq!((violations.len(), violations[0].subject.as_str()), (1, "A-17"));
        assert_eq!(violations[0].detail, format!("packed as {:?}; the lines give {packed:?}", format!("{packed}0")));
        company.listing.arr.clear();
        assert_eq!(check(&company.evidence())[0].detail, format!("packed as \"\"; the lines give {packed:?}"));
        company.facts.lines.clear();
        assert_eq!(check(&company.evidence()), []);
        company.listing.arr.push((account, packed.clone()));
        assert_eq!(check(&company.evidence())[0].detail, format!("packed as {packed:?}; the lines give \"\""));
    }
}
