//! The policy says little: the rule for everything else decides most renewals (domain section 7). Gaps are refused before a policy comes
//! into force; a rule without conditions fills them all and hides them.

use super::{Counts, Finding, Severity};
use crate::facts::{Facts, PolicyVersion};
use crate::ownership::policy::Rule;
use jiff::civil::Date;

/// Open renewals from which a share means something.
const OPEN_MIN: u64 = 20;

/// Open renewals that the policy of the day decided, and those of them that its rule for everything else did.
pub(super) fn count(facts: &Facts, today: Date) -> (u64, u64) {
    let Some(version) = facts.policy_on(today) else { return (0, 0) };
    let rest = rule_for_the_rest(version);
    let decided = facts.renewals.values().filter(|renewal| renewal.is_open()).filter_map(|renewal| renewal.decided.as_ref());
    let decided = decided.filter(|decided| decided.policy == version.id);
    decided.fold((0, 0), |(all, by_rest), decided| (all + 1, by_rest + u64::from(rest.is_some_and(|rest| decided.rule == rest.id))))
}

fn rule_for_the_rest(version: &PolicyVersion) -> Option<&Rule> {
    version.policy.rules.iter().find(|rule| rule.when.is_empty())
}

/// The policy in force, where one rule without conditions decides more than half of the open renewals although it has others.
pub(super) fn find(facts: &Facts, counts: &Counts, today: Date) -> Vec<Finding> {
    let Some(version) = facts.policy_on(today).filter(|version| version.policy.rules.len() > 1) else { return Vec::new() };
    let Some(rest) = rule_for_the_rest(version) else { return Vec::new() };
    let (all, by_rest) = counts.by_rest;
    if all < OPEN_MIN || by_rest * 2 <= all {
        return Vec::new();
    }
    vec![Finding {
        code: "policy-vague",
        severity: Severity::Low,
        title: format!("{}: one rule for everything else decides most", version.title()),
        evidence: format!("Rule {} has no condition and decides {by_rest} of {all} open renewals.", rest.id),
        remedy: "Say in rules of their own what those renewals have in common, or let the other rules go.".into(),
        renewal: None,
        expansion: None,
        account: None,
        owner: facts.organisation.desk_lead,
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Risk;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    fn found(facts: &Facts, day: Date) -> Vec<Finding> {
        find(facts, &Counts::of(facts, day), day)
    }

    #[test]
    fn a_rule_for_everything_else_that_decides_more_than_half_is_named() {
        let mut company = Company::new(date(2026, 6, 1));
        for number in 1..=20 {
            let account = company.add_account(&format!("A-{number}"), 3, Risk::Green);
            company.sign(account, None, date(2027, 6, 1), "1000");
        }
        let version = company.facts.policies[0].clone();
        let rest = version.policy.rules.iter().find(|rule| rule.when.is_empty()).map(|rule| rule.id.clone());
        let ids: Vec<_> = company.facts.renewals.keys().copied().collect();
        let Some(rest) = rest else { return assert_eq!(found(&company.facts, company.today), []) };
        let set = |company: &mut Company, by_rest: usize| {
            for (index, id) in ids.iter().enumerate() {
                let decided = company.facts.renewals.get_mut(id).unwrap().decided.as_mut().unwrap();
                decided.rule = if index < by_rest { rest.clone() } else { "another".into() };
            }
        };
        set(&mut company, 10);
        assert_eq!(found(&company.facts, company.today), [], "half");
        set(&mut company, 11);
        let told = found(&company.facts, company.today);
        assert_eq!(told[0].evidence, format!("Rule {rest} has no condition and decides 11 of 20 open renewals."));
    }
}
