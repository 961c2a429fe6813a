//! Somebody who proves value on large customers also processes more renewals than a person can (domain section 7: a CSM with strategic
//! work and a hundred renewals or more in a quarter). The seeds name the number.

use super::{Counts, Finding, Severity};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{TeammateId, days_between};
use crate::renewal::RenewalKind;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days of a quarter.
const QUARTER_DAYS: i64 = 91;
/// Renewals decided in a quarter that are too many beside strategic work.
pub const RENEWALS_MAX: u64 = 100;

/// What one person carries of the next quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Carried {
    commercial: u64,
    strategic: u64,
}

impl Carried {
    /// With what the person carries in another part of the book.
    pub(super) fn add(&mut self, other: &Self) {
        self.commercial += other.commercial;
        self.strategic += other.strategic;
    }
}

/// What people carry.
pub(super) fn count(facts: &Facts, today: Date) -> BTreeMap<TeammateId, Carried> {
    let mut people: BTreeMap<TeammateId, Carried> = BTreeMap::new();
    for renewal in facts.renewals.values().filter(|renewal| renewal.is_open() && renewal.kind == RenewalKind::Renewal) {
        let soon = (0..=QUARTER_DAYS).contains(&days_between(today, renewal.target.decision_on));
        if let Some(holder) = facts.holder(renewal.id, Responsibility::Commercial).filter(|_| soon) {
            people.entry(holder).or_default().commercial += 1;
        }
        let strategic = facts.accounts.get(&renewal.account).is_some_and(|account| account.tier == 1);
        if let Some(holder) = facts.holder(renewal.id, Responsibility::Value).filter(|_| strategic) {
            people.entry(holder).or_default().strategic += 1;
        }
    }
    people
}

/// People with value work on tier 1 accounts whose commercial renewals of the next quarter reach the limit.
pub(super) fn find(facts: &Facts, counts: &Counts, _today: Date) -> Vec<Finding> {
    let exceeded = counts.carried.iter().filter(|(_, carried)| carried.commercial >= RENEWALS_MAX && carried.strategic > 0);
    exceeded.map(|(person, carried)| finding(facts, *person, carried)).collect()
}

fn finding(facts: &Facts, person: TeammateId, carried: &Carried) -> Finding {
    let manager = facts.teammates.get(&person).and_then(|teammate| teammate.manager);
    Finding {
        code: "capacity-exceeded",
        severity: Severity::Medium,
        title: format!("{} processes renewals beside strategic work", facts.name_of(person)),
        evidence: format!(
            "{} renewals are decided within {QUARTER_DAYS} days in their hands, beside value work on {} renewals of tier 1 customers; {RENEWALS_MAX} are too many.",
            carried.commercial, carried.strategic
        ),
        remedy: "Give the small, steady ones to a renewals coordinator or a renewals manager, by a rule of the policy.".into(),
        renewal: None,
        expansion: None,
        account: None,
        owner: manager.unwrap_or(facts.organisation.desk_lead),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Risk;
    use crate::checks::fixture::Company;

    fn found(facts: &Facts, day: Date) -> Vec<Finding> {
        find(facts, &Counts::of(facts, day), day)
    }

    #[test]
    fn a_hundred_renewals_beside_value_work_on_a_large_customer_are_too_many_and_ninety_nine_are_not() {
        let mut company = Company::with_one_contract();
        let (account, end_on) = (company.add_account("A-18", 2, Risk::Green), company.renewal().target.end_on);
        for _ in 0..99 {
            company.sign(account, None, end_on, "1000");
        }
        let priya = company.teammate("priya");
        let of_small: Vec<_> =
            company.facts.renewals.values().filter(|renewal| renewal.account == account).map(|renewal| renewal.id).collect();
        assert_eq!(of_small.len(), 99);
        let hold = |company: &mut Company, renewal: crate::primitives::RenewalId, responsibility| {
            company.facts.holders.insert((renewal.into(), responsibility), priya);
        };
        for renewal in &of_small {
            hold(&mut company, *renewal, Responsibility::Commercial);
        }
        let large = company.facts.renewals.values().find(|renewal| renewal.account != account).unwrap().id;
        hold(&mut company, large, Responsibility::Value);
        assert_eq!(found(&company.facts, company.today), []);
        hold(&mut company, large, Responsibility::Commercial);
        let told = found(&company.facts, company.today);
        assert_eq!(told.len(), 1);
        assert!(told[0].evidence.starts_with("100 renewals are decided within 91 days"), "{}", told[0].evidence);
        assert_eq!(told[0].owner, company.facts.organisation.desk_lead, "nobody is above her here");
    }
}
