//! One person does all of it and never met whoever pays: nobody else would notice (domain section 7).

use super::{Finding, Severity, Words};
use crate::account::{Activity, StakeholderRole};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{AccountId, t_minus};
use crate::renewal::Renewal;
use crate::room::touches;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What one person holding all of it means: executive accountability stands above it.
const ALL: [Responsibility; 3] = [Responsibility::Value, Responsibility::Commercial, Responsibility::Expansion];

/// Running renewals whose value, price and expansion one person holds who is not known to have met an economic buyer.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let mut contacts: BTreeMap<AccountId, Vec<&Activity>> = BTreeMap::new();
    for activity in facts.activities.values() {
        contacts.entry(activity.account).or_default().push(activity);
    }
    let running = facts.renewals.values().filter(|renewal| renewal.is_running(today));
    running.filter_map(|renewal| on(facts, renewal, contacts.get(&renewal.account).map_or(&[][..], Vec::as_slice), today)).collect()
}

fn on(facts: &Facts, renewal: &Renewal, contacts: &[&Activity], today: Date) -> Option<Finding> {
    let [value, commercial, expansion] = ALL.map(|responsibility| facts.holder(renewal.id, responsibility));
    let owner = value.filter(|_| value == commercial && value == expansion)?;
    let met = touches(contacts.iter().copied(), today);
    let buyers: Vec<_> = facts
        .stakeholders
        .values()
        .filter(|person| person.account == renewal.account && person.is_there_on(today))
        .filter(|person| person.roles.contains(&StakeholderRole::EconomicBuyer))
        .collect();
    // Where nobody knows who pays, the finding of the unmet buyer says so once the proposal is out.
    if buyers.is_empty() || buyers.iter().any(|buyer| met.get(&buyer.id).is_some_and(|touches| touches.with.contains(&owner))) {
        return None;
    }
    let names: Vec<&str> = buyers.iter().map(|buyer| buyer.name.as_str()).collect();
    let words = Words {
        code: "one-owner-buyer-unmet",
        severity: Severity::Medium,
        title: "One person does all and never met whoever pays".into(),
        evidence: format!(
            "It is {} with {} up: {} holds value, price and expansion, and no contact with {} is written down.",
            t_minus(renewal.target.end_on, today),
            renewal.target.atr,
            facts.name_of(owner),
            names.join(", ")
        ),
        remedy: "Meet them before the proposal, or bring somebody in who knows them.".into(),
    };
    Some(words.on(renewal, owner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn one_who_holds_all_is_named_until_they_met_the_buyer() {
        let mut company = Company::with_one_contract();
        company.meet("rafael", "tomas");
        company.facts.stakeholders.values_mut().for_each(|person| person.roles = [StakeholderRole::EconomicBuyer].into());
        assert_eq!(find(&company.facts, company.today), [], "value and price are held by two");
        let (renewal, priya) = (company.renewal().id, company.teammate("priya"));
        for responsibility in ALL {
            company.facts.holders.insert((renewal.into(), responsibility), priya);
        }
        let found = find(&company.facts, company.today);
        assert_eq!(
            found[0].evidence,
            "It is T-47 with 412,500.00 USD up: Priya Nair holds value, price and expansion, and no contact with Dana Fox is written down."
        );
        company.facts.activities.values_mut().for_each(|activity| activity.ours = [priya].into());
        assert_eq!(find(&company.facts, company.today), []);
    }
}
