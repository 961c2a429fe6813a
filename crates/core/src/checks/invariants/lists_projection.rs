//! What lists narrow by says what it follows from: the texts of accounts, and the risk of each renewal's account.

use super::{Evidence, Invariant, ListedText, Violation};
use crate::account::folded;
use crate::primitives::AccountId;
use std::collections::{BTreeMap, BTreeSet};

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "lists-projection",
    states: "Lists find every account by its name and reference, and every renewal under the risk of its account.",
    subjects: |evidence| evidence.facts.accounts.len() + evidence.facts.renewals.len(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let accounts = evidence.facts.accounts.values();
    let expected: BTreeSet<ListedText> = accounts.map(|a| (a.id, folded(&a.name), folded(&a.reference))).collect();
    let texts = evidence.listing.texts.iter().flat_map(|listed| strayed(evidence, &expected, listed));
    texts.chain(risks(evidence)).collect()
}

/// Accounts that one place lists otherwise, more than once, or not at all.
fn strayed(evidence: &Evidence<'_>, expected: &BTreeSet<ListedText>, listed: &[ListedText]) -> Vec<Violation> {
    let mut times: BTreeMap<AccountId, usize> = BTreeMap::new();
    let mut wrong: BTreeMap<AccountId, String> = BTreeMap::new();
    for text in listed {
        *times.entry(text.0).or_default() += 1;
        if !expected.contains(text) {
            wrong.insert(text.0, format!("a search finds it by {:?} and {:?}", text.1, text.2));
        }
    }
    for (account, ..) in expected {
        match times.get(account).copied().unwrap_or(0) {
            1 => {}
            number => drop(wrong.entry(*account).or_insert_with(|| format!("a search finds it {number} times"))),
        }
    }
    let reference = |id: AccountId| evidence.facts.accounts.get(&id).map_or_else(|| format!("account {id}"), |a| a.reference.clone());
    let violation = |(id, detail)| Violation { invariant: INVARIANT.code, subject: reference(id), detail };
    wrong.into_iter().map(violation).collect()
}

fn risks(evidence: &Evidence<'_>) -> Vec<Violation> {
    let (facts, risks) = (evidence.facts, &evidence.listing.risks);
    let strayed = |renewal: &&crate::renewal::Renewal| {
        facts.accounts.get(&renewal.account).map(|account| account.risk) != risks.get(&renewal.id).copied()
    };
    let violation = |renewal: &crate::renewal::Renewal| {
        let under = risks.get(&renewal.id).map_or("nothing", |risk| risk.code());
        let detail = format!("listed under {under}; its account has another risk");
        Violation { invariant: INVARIANT.code, subject: evidence.reference(renewal.id), detail }
    };
    facts.renewals.values().filter(strayed).map(violation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Risk;
    use crate::checks::fixture::Company;

    fn details(company: &Company) -> Vec<String> {
        check(&company.evidence()).into_iter().map(|violation| violation.detail).collect()
    }

    #[test]
    fn missing_doubled_and_old_texts_and_another_risk_are_named() {
        let mut company = Company::with_one_contract();
        assert_eq!(details(&company), Vec::<String>::new());
        let right = company.listing.clone();
        let (id, ..) = right.texts[0][0].clone();
        company.listing.texts[0].clear();
        assert_eq!(details(&company), ["a search finds it 0 times"]);
        company.listing = right.clone();
        let again = company.listing.texts[1][0].clone();
        company.listing.texts[1].push(again);
        assert_eq!(details(&company), ["a search finds it 2 times"]);
        company.listing.texts[1][1] = (id, "old name".into(), "a-1".into());
        assert_eq!(details(&company), ["a search finds it by \"old name\" and \"a-1\""]);
        company.listing = right;
        company.listing.risks.insert(company.renewal().id, Risk::Expansion);
        assert_eq!(details(&company), ["listed under expansion; its account has another risk"]);
    }
}
