//! The projection of who is accountable now says what the ledger says: nothing more, nothing less, nothing else (domain ruling 9).

use super::{Evidence, Invariant, Violation};
use crate::ownership::Responsibility;
use crate::ownership::ledger::{Stream, stream_of};
use crate::primitives::{SubjectId, TeammateId};
use std::collections::BTreeMap;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "holders-projection",
    states: "The list of who is accountable now is exactly what the ownership ledger gives.",
    subjects: |evidence| evidence.facts.holders.len(),
    check,
};

type Holders = BTreeMap<(SubjectId, Responsibility), TeammateId>;

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let facts = evidence.facts;
    let rebuilt = rebuild(evidence);
    let name = |holder: Option<&TeammateId>| holder.map_or("nobody", |id| facts.name_of(*id)).to_string();
    let listed_only = facts.holders.keys().filter(|key| !rebuilt.contains_key(key));
    let keys = rebuilt.keys().chain(listed_only).filter(|key| rebuilt.get(key) != facts.holders.get(key));
    let violation = |(subject, responsibility): &(SubjectId, Responsibility)| {
        let key = (*subject, *responsibility);
        let detail = format!("{responsibility}: listed {}; the ledger gives {}", name(facts.holders.get(&key)), name(rebuilt.get(&key)));
        Violation { invariant: INVARIANT.code, subject: evidence.reference(*subject), detail }
    };
    keys.map(violation).collect()
}

fn rebuild(evidence: &Evidence<'_>) -> Holders {
    let mut holders = Holders::new();
    for (subject, entries) in &evidence.facts.ledger {
        for responsibility in Responsibility::ALL {
            if let Some(last) = stream_of(entries, *responsibility, Stream::Accountable).last() {
                holders.insert((*subject, *responsibility), last.holder);
            }
        }
    }
    holders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn extra_missing_and_different_holders_are_named() {
        let mut company = Company::with_one_contract();
        assert_eq!(check(&company.evidence()), []);
        let (id, priya) = (SubjectId::from(company.renewal().id), company.teammate("priya"));
        company.facts.holders.remove(&(id, Responsibility::Value));
        company.facts.holders.insert((id, Responsibility::Commercial), priya);
        company.facts.holders.insert((SubjectId(uuid::Uuid::nil()), Responsibility::Value), priya);
        let details: Vec<String> = check(&company.evidence()).into_iter().map(|violation| violation.detail).collect();
        assert_eq!(
            details,
            [
                "value: listed nobody; the ledger gives Priya Nair",
                "commercial: listed Priya Nair; the ledger gives Rafael Costa",
                "value: listed Priya Nair; the ledger gives nobody",
            ]
        );
    }
}
