//! What a database would load of an account, out of the facts in memory.

use super::held::Held;
use std::collections::BTreeSet;
use tenure_core::facts::Facts;
use tenure_core::forecast::{Adjustment, Window};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{AccountId, SubjectId, TeammateId};

/// Copies what belongs to an account.
pub(super) fn copy(all: &Facts, held: &Held, facts: &mut Facts) {
    facts.team.extend(held.team.iter().cloned());
    for id in &held.contracts {
        facts.contracts.extend(all.contracts.get(id).map(|contract| (*id, contract.clone())));
        facts.terms.extend(all.terms.range((*id, 0)..=(*id, u32::MAX)).map(|(key, term)| (*key, term.clone())));
    }
    facts.lines.extend(held.lines.iter().filter_map(|id| all.lines.get(id)).map(|line| (line.id, line.clone())));
    facts.stakeholders.extend(held.stakeholders.iter().filter_map(|id| all.stakeholders.get(id)).map(|person| (person.id, person.clone())));
    facts.activities.extend(held.activities.iter().filter_map(|id| all.activities.get(id)).map(|contact| (contact.id, contact.clone())));
    for id in &held.renewals {
        facts.renewals.extend(all.renewals.get(id).map(|renewal| (*id, renewal.clone())));
        facts.forecast_calls.extend(all.forecast_calls.get(id).map(|calls| (*id, calls.clone())));
        facts.reviews.extend(all.reviews.get(id).map(|review| (*id, review.clone())));
        facts.proposals.extend(all.proposals.range((*id, 0)..=(*id, u32::MAX)).map(|(key, proposal)| (*key, proposal.clone())));
        copy_owners(all, (*id).into(), facts);
    }
    let of_renewals = |named: &&Override| all.renewals.contains_key(&named.subject.as_renewal());
    let named = held.overrides.iter().filter_map(|id| all.overrides.get(id)).filter(of_renewals);
    facts.overrides.extend(named.map(|named| (named.id, named.clone())));
    facts.handoffs.extend(held.handoffs.iter().filter_map(|id| all.handoffs.get(id)).map(|handoff| (handoff.id, handoff.clone())));
    facts.tasks.extend(held.tasks.iter().filter_map(|id| all.tasks.get(id)).map(|task| (task.id, task.clone())));
}

/// A merger takes expansions along: those count that are still the account's.
pub(super) fn copy_expansions(all: &Facts, (account, held): (AccountId, &Held), facts: &mut Facts) {
    let own = held.expansions.iter().filter_map(|id| all.expansions.get(id)).filter(|expansion| expansion.account == account);
    for expansion in own {
        facts.expansions.insert(expansion.id, expansion.clone());
        copy_owners(all, expansion.id.into(), facts);
        let named = all.overrides.values().filter(|named| named.subject == expansion.id.into());
        facts.overrides.extend(named.map(|named| (named.id, named.clone())));
    }
}

fn copy_owners(all: &Facts, subject: SubjectId, facts: &mut Facts) {
    facts.ledger.extend(all.ledger.get(&subject).map(|entries| (subject, entries.clone())));
    for responsibility in Responsibility::ALL {
        let key = (subject, *responsibility);
        facts.holders.extend(all.holders.get(&key).map(|holder| (key, *holder)));
    }
}

/// Accounts to which a person has open commitments.
pub(super) fn promised_by(all: &Facts, person: TeammateId) -> impl Iterator<Item = AccountId> + '_ {
    let all = all.rooms.values().flat_map(|room| room.commitments.values());
    all.filter(move |commitment| commitment.owner == person && commitment.is_open()).map(|commitment| commitment.account)
}

/// Accounts with renewals of some people that a forecast looks at.
pub(super) fn forecast_accounts(all: &Facts, people: &[TeammateId], window: &Window) -> BTreeSet<AccountId> {
    let looked_at = all.renewals.values().filter(|renewal| renewal.is_open() || renewal.target.end_on >= window.from_on);
    let ours = looked_at.filter(|renewal| renewal.target.end_on < window.until_on).filter(|renewal| {
        let holder = all.holder(renewal.id, Responsibility::Commercial);
        holder.is_some_and(|holder| people.contains(&holder))
    });
    ours.filter_map(|renewal| all.contracts.get(&renewal.contract)).map(|contract| contract.account).collect()
}

/// What managers said of the forecasts of some people.
pub(super) fn said_of(all: &Facts, people: &[TeammateId]) -> Vec<Adjustment> {
    all.adjustments.iter().filter(|said| people.contains(&said.person)).cloned().collect()
}
