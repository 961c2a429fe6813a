//! A proposal is out and whoever pays was never met, or nobody knows who that is.

use super::{Finding, Severity, Words, holder, tasks_by_renewal};
use crate::account::{Activity, Stakeholder, StakeholderRole};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{AccountId, display_date};
use crate::renewal::{Renewal, Task, TaskState};
use crate::room::touches;
use jiff::civil::Date;
use std::collections::BTreeMap;

const PROPOSAL: &str = "renewal-proposal";

/// Open renewals past their proposal step whose economic buyer was never met or is not named.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let tasks = tasks_by_renewal(facts);
    let mut contacts: BTreeMap<AccountId, Vec<&Activity>> = BTreeMap::new();
    for activity in facts.activities.values() {
        contacts.entry(activity.account).or_default().push(activity);
    }
    let mut buyers: BTreeMap<AccountId, Vec<&Stakeholder>> = BTreeMap::new();
    let pays = |person: &&Stakeholder| person.roles.contains(&StakeholderRole::EconomicBuyer) && person.is_there_on(today);
    for person in facts.stakeholders.values().filter(pays) {
        buyers.entry(person.account).or_default().push(person);
    }
    let open = facts.renewals.values().filter(|renewal| renewal.is_open());
    let on = |renewal: &Renewal| {
        let proposal = proposed(tasks.get(&renewal.id)?, today)?;
        let buyers = buyers.get(&renewal.account).map_or(&[][..], Vec::as_slice);
        let contacts = contacts.get(&renewal.account).map_or(&[][..], Vec::as_slice);
        on(facts, (renewal, proposal), (buyers, contacts), today)
    };
    open.filter_map(on).collect()
}

/// The proposal step, where it took place or should have.
fn proposed<'a>(tasks: &[&'a Task], today: Date) -> Option<&'a Task> {
    let passed = |task: &&&Task| match task.state {
        TaskState::Done => true,
        TaskState::Open => task.due_on < today,
        _ => false,
    };
    tasks.iter().filter(|task| task.step == PROPOSAL).find(passed).copied()
}

fn on(
    facts: &Facts,
    (renewal, proposal): (&Renewal, &Task),
    (buyers, contacts): (&[&Stakeholder], &[&Activity]),
    today: Date,
) -> Option<Finding> {
    let met = touches(contacts.iter().copied(), today);
    if buyers.iter().any(|buyer| met.contains_key(&buyer.id)) {
        return None;
    }
    let stands = match proposal.state {
        TaskState::Done => format!("{} is done", proposal.title),
        _ => format!("{} was due on {}", proposal.title, display_date(proposal.due_on)),
    };
    let (title, evidence, remedy) = match buyers.first() {
        Some(buyer) => (
            "The economic buyer was never met",
            format!("{stands}; no meeting, call or review with {} is written down.", buyer.name),
            format!("Ask for a meeting with {}, or log the one that took place.", buyer.name),
        ),
        None => (
            "Nobody knows who pays",
            format!("{stands}; no stakeholder is named as economic buyer."),
            "Ask your champion who signs off the money, and give that person the role.".to_string(),
        ),
    };
    let words = Words { code: "economic-buyer-unmet", severity: Severity::Medium, title: title.into(), evidence, remedy };
    Some(words.on(renewal, holder(facts, renewal, Responsibility::Commercial)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn a_proposal_without_a_named_or_met_buyer_is_found() {
        let mut company = Company::with_one_contract();
        company.complete("renewal-proposal");
        let found = find(&company.facts, company.today);
        assert_eq!(found[0].evidence, "Renewal proposal meeting is done; no stakeholder is named as economic buyer.");
        assert_eq!(found[0].owner, company.teammate("rafael"));
        company.meet("priya", "rafael");
        assert_eq!(find(&company.facts, company.today).len(), 1, "a champion does not pay");
        company.facts.stakeholders.values_mut().for_each(|person| person.roles = [StakeholderRole::EconomicBuyer].into());
        assert_eq!(find(&company.facts, company.today), [], "the buyer was met");
        company.facts.activities.values_mut().for_each(|activity| activity.withdrawn = true);
        let found = find(&company.facts, company.today);
        assert_eq!(found[0].evidence, "Renewal proposal meeting is done; no meeting, call or review with Dana Fox is written down.");
    }
}
