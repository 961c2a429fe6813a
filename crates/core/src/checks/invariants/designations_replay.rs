//! Replaying the policy over today's facts designates the people and gives the renewals that are recorded.

use super::{Evidence, Invariant, Violation};
use crate::expansion::Expansion;
use crate::facts::Write;
use crate::ownership::handoff::Handoff;
use crate::ownership::ledger::{OwnershipEntry, in_force};
use crate::renewal::Renewal;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "designations-replay",
    states: "Planning the whole company again changes no renewal, no expansion, no owner and no handoff.",
    subjects: |evidence| evidence.owned().count(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let refused = evidence.refusals().iter().map(|refusal| violation("plan".into(), refusal.to_string()));
    let changed = evidence.planned().iter().filter_map(|write| match write {
        Write::Renewal(renewal) => Some(violation(renewal.reference(), renewal_differs(evidence, renewal))),
        Write::Expansion(expansion) => Some(violation(expansion.reference(), expansion_differs(evidence, expansion))),
        Write::Ownership(entry) => Some(violation(evidence.reference(entry.subject), owner_differs(evidence, entry))),
        Write::Handoff(handoff) => Some(violation(evidence.reference(handoff.renewal), handoff_differs(evidence, handoff))),
        _ => None,
    });
    refused.chain(changed).collect()
}

fn violation(subject: String, detail: String) -> Violation {
    Violation { invariant: INVARIANT.code, subject, detail }
}

fn renewal_differs(evidence: &Evidence<'_>, planned: &Renewal) -> String {
    let Some(recorded) = evidence.facts.renewals.get(&planned.id) else {
        return format!("would be scheduled now for term {} of {}", planned.term_number, contract_reference(evidence, planned));
    };
    let mut differences = Vec::new();
    if recorded.target != planned.target {
        let (was, is) = (&recorded.target, &planned.target);
        let wording = |t: &crate::renewal::Target| format!("{}, decision {}, end {}", t.atr, t.decision_on, t.end_on);
        differences.push(format!("recorded {}; the contract gives {}", wording(was), wording(is)));
    }
    if recorded.decided != planned.decided {
        let wording =
            |r: &Renewal| r.decided.as_ref().map_or_else(|| "no rule".into(), |d| format!("rule {} opening {}", d.rule, d.opens_on));
        differences.push(format!("recorded {}; the policy gives {}", wording(recorded), wording(planned)));
    }
    if recorded.account != planned.account {
        differences.push("recorded for another account than its contract".into());
    }
    if recorded.state != planned.state {
        differences.push(format!("recorded {:?}; the terms give {:?}", recorded.state, planned.state));
    }
    differences.join("; ")
}

fn expansion_differs(evidence: &Evidence<'_>, planned: &Expansion) -> String {
    let rule = |expansion: &Expansion| expansion.routed.as_ref().map_or_else(|| "no rule".into(), |routed| format!("rule {}", routed.rule));
    let recorded = evidence.facts.expansions.get(&planned.id).map_or_else(|| "nothing".into(), rule);
    format!("recorded {recorded}; the policy gives {}", rule(planned))
}

fn contract_reference<'a>(evidence: &Evidence<'a>, renewal: &Renewal) -> &'a str {
    evidence.facts.contracts.get(&renewal.contract).map_or("an unknown contract", |contract| contract.reference.as_str())
}

fn handoff_differs(evidence: &Evidence<'_>, planned: &Handoff) -> String {
    let facts = evidence.facts;
    let recorded = facts.handoffs.get(&planned.id).map_or("none", |handoff| handoff.state.code());
    let (giver, receiver, state) = (facts.name_of(planned.giver), facts.name_of(planned.receiver), planned.state.code());
    format!("handoff from {giver} to {receiver}: recorded {recorded}; the ledger gives {state}")
}

fn owner_differs(evidence: &Evidence<'_>, planned: &OwnershipEntry) -> String {
    let facts = evidence.facts;
    let (responsibility, stream) = (planned.responsibility, planned.stream);
    let recorded = in_force(facts.entries(planned.subject), responsibility, stream, evidence.today);
    let recorded = recorded.map_or_else(|| "nobody".into(), |e| format!("{} by rule {}", facts.name_of(e.holder), e.because.rule));
    let given = format!("{} by rule {}", facts.name_of(planned.holder), planned.because.rule);
    format!("{responsibility}, {stream}: recorded {recorded}; the policy gives {given}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Risk;
    use crate::checks::fixture::Company;

    #[test]
    fn a_company_at_work_replays_to_what_is_recorded() {
        assert_eq!(check(&Company::with_one_contract().evidence()), []);
    }

    #[test]
    fn facts_that_changed_without_a_plan_show_the_owners_they_would_give() {
        let mut company = Company::with_one_contract();
        let id = company.renewal().account;
        if let Some(account) = company.facts.accounts.get_mut(&id) {
            account.risk = Risk::Red;
        }
        assert_eq!(check(&company.evidence()), [], "the rule for large renewals takes it, red or not");
        company.facts.team.retain(|member| member.role != crate::identity::Role::AccountExecutive);
        let noor = company.teammate("noor");
        let rafael = company.teammate("rafael");
        company.facts.teammates.remove(&noor);
        company.facts.teammates.remove(&rafael);
        let details: Vec<String> = check(&company.evidence()).into_iter().map(|violation| violation.detail).collect();
        assert_eq!(
            details[0],
            "commercial, designated: recorded somebody unknown by rule large-or-strategic; the policy gives Tomas Berg by rule large-or-strategic"
        );
    }

    #[test]
    fn a_projection_that_was_tampered_with_is_named_with_both_values() {
        let mut company = Company::with_one_contract();
        let renewal = company.renewal_mut();
        renewal.target.atr.minor -= 1;
        let violations = check(&company.evidence());
        assert_eq!(violations.len(), 1);
        assert_eq!(
            violations[0].detail,
            "recorded 412,499.99 USD, decision 2026-11-25, end 2027-01-09; the contract gives 412,500.00 USD, decision 2026-11-25, end 2027-01-09"
        );
    }

    #[test]
    fn a_company_without_policy_is_refused_by_name_of_the_contract() {
        let mut company = Company::with_one_contract();
        company.facts.policies.clear();
        let violations = check(&company.evidence());
        assert!(violations[0].detail.contains("no ownership policy is active"), "{violations:?}");
    }
}
