//! Plans who owns an expansion: by the rule that the account's next renewal matches, with the responsibility for expansion given as the rule
//! gives its type.

use super::ownership::{self, Subject, anchor_of};
use super::{Index, Planning};
use crate::expansion::{Expansion, Routed};
use crate::facts::{PolicyVersion, Write};
use crate::ownership::input::Seen;
use crate::ownership::policy::Rule;
use crate::primitives::{AccountId, RenewalId};
use crate::refusal::Refusal;
use crate::renewal::Renewal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The writes that bring the open expansions of some accounts in line with the policy. `planned` is what the plan writes about renewals: an
/// expansion goes by the renewals as they will stand.
pub(super) fn plan(
    index: &Index<'_>,
    accounts: &BTreeSet<AccountId>,
    planned: &[Write],
    planning: Planning<'_>,
) -> Result<Vec<Write>, Refusal> {
    let settled_now = |expansion: &Expansion| expansion.state.settled().is_some_and(|word| word.on == planning.moment.today);
    let owned = |expansion: &&Expansion| expansion.is_open() || (expansion.routed.is_some() && settled_now(expansion));
    let of_accounts = index.facts.expansions.values().filter(|expansion| accounts.contains(&expansion.account));
    let of_accounts: Vec<&Expansion> = of_accounts.filter(owned).collect();
    if of_accounts.is_empty() {
        return Ok(Vec::new());
    }
    let owners: BTreeSet<AccountId> = of_accounts.iter().map(|expansion| expansion.account).collect();
    let renewals = renewals(index, &owners, planned);
    let version = index.facts.policy_on(planning.moment.today);
    let version = version.ok_or_else(|| Refusal::general("no ownership policy is active", "Activate one before expansions are raised."))?;
    let mut writes = Vec::new();
    for expansion in of_accounts {
        let of_account = renewals.get(&expansion.account).map_or(&[][..], Vec::as_slice);
        let subject = subject(index, expansion, version, of_account)?;
        if !expansion.is_open() {
            writes.extend(ownership::late_successors_at_once(index, subject, planning)?);
            continue;
        }
        let since = expansion.routed.as_ref().map_or(planning.moment.today, |routed| routed.since);
        let routed = Some(Routed { policy: version.id, rule: subject.decision.1.id.clone(), since });
        if expansion.routed != routed {
            writes.push(Write::Expansion(Expansion { routed, ..expansion.clone() }));
        }
        writes.extend(if index.facts.entries(expansion.id).is_empty() {
            ownership::first_entries(index, subject, planning)?
        } else {
            ownership::changes_at_once(index, subject, planning)?
        });
    }
    Ok(writes)
}

/// The renewals of some accounts once the plan is written.
fn renewals<'a>(index: &Index<'a>, accounts: &BTreeSet<AccountId>, planned: &'a [Write]) -> BTreeMap<AccountId, Vec<&'a Renewal>> {
    let recorded = index.facts.renewals.values();
    let written = planned.iter().filter_map(|write| if let Write::Renewal(renewal) = write { Some(renewal) } else { None });
    let latest: BTreeMap<RenewalId, &Renewal> = recorded.chain(written).map(|renewal| (renewal.id, renewal)).collect();
    let mut found: BTreeMap<AccountId, Vec<&Renewal>> = BTreeMap::new();
    for renewal in latest.into_values().filter(|renewal| accounts.contains(&renewal.account)) {
        found.entry(renewal.account).or_default().push(renewal);
    }
    // The next one that is open; where none is, the latest one that was decided.
    let next = |renewal: &&Renewal| (!renewal.is_open(), renewal.is_open().then_some(renewal.target.end_on));
    found.values_mut().for_each(|all| all.sort_by_key(|renewal| (next(renewal), Reverse(renewal.target.end_on), renewal.number)));
    found
}

fn subject<'a>(
    index: &Index<'a>,
    expansion: &Expansion,
    version: &'a PolicyVersion,
    renewals: &[&Renewal],
) -> Result<Subject<'a>, Refusal> {
    let id = expansion.id.into();
    let (account, turn) = (expansion.account, expansion.number);
    if let Some((renewal, seen, rule)) = renewals.iter().find_map(|renewal| rule_of(index, renewal, version)) {
        let anchor_on = anchor_of(index.facts, renewal, rule);
        let by = Some(renewal.reference());
        let decision = (version, rule);
        return Ok(Subject {
            id,
            account,
            decision,
            anchor_on,
            seen: Some(seen),
            renewal: None,
            expansion: Some((expansion.kind, by)),
            turn,
        });
    }
    let rule = version.policy.rules.last().ok_or_else(|| Refusal::general("the ownership policy has no rule", ""))?;
    // Without a renewal no phase has begun.
    let anchor_on = jiff::civil::Date::MAX;
    let decision = (version, rule);
    Ok(Subject { id, account, decision, anchor_on, seen: None, renewal: None, expansion: Some((expansion.kind, None)), turn })
}

/// What the policy sees of a renewal, and the rule that matches it; nothing of one whose term was taken back.
fn rule_of<'a, 'r>(index: &Index<'a>, renewal: &'r Renewal, version: &'a PolicyVersion) -> Option<(&'r Renewal, Seen, &'a Rule)> {
    let contract = index.facts.contracts.get(&renewal.contract).filter(|contract| contract.account == renewal.account)?;
    let seen = index.inputs.seen(contract, renewal.term_number, &renewal.target, renewal.frozen_tier).ok()?;
    let rule = version.policy.decide(&seen).ok()?.rule;
    Some((renewal, seen, rule))
}
