//! What the calendar brings by itself: terms that renew without a signature, reviews that come round, judgements that expire.

use super::carry::{carried_over, lines_at_the_end};
use super::{Planning, plan};
use crate::account::{Account, risk_on};
use crate::contract::{Contract, ContractKind, LineOrigin, Signature, Term};
use crate::facts::{Facts, Write};
use crate::primitives::{AccountId, add_months};
use crate::refusal::Refusal;
use crate::renewal::goes_on_by_itself;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Rolls and plans the accounts, and applies both to the facts. Every verb ends with this.
///
/// # Errors
/// As [`plan`].
pub fn follow(facts: &mut Facts, accounts: &BTreeSet<AccountId>, planning: Planning<'_>) -> Result<Vec<Write>, Vec<Refusal>> {
    let mut writes = roll(facts, accounts, planning);
    facts.apply_all(&writes);
    let planned = plan(facts, accounts, planning)?;
    facts.apply_all(&planned);
    if writes.is_empty() {
        // The plan of a whole book is not copied.
        return Ok(planned);
    }
    writes.extend(planned);
    Ok(writes)
}

/// The facts that follow from the day alone. Rolling twice changes nothing the second time.
///
/// - A term that ended, whose renewal is still open, and that renews by itself gets its successor: same lines, contracted uplift
///   (domain ruling 6). A term that had ended already when it was told to us is left for people to decide.
/// - The review of an open-ended contract comes round on the anniversary (domain ruling 5).
/// - A judgement of risk expires.
pub fn roll(facts: &Facts, accounts: &BTreeSet<AccountId>, planning: Planning<'_>) -> Vec<Write> {
    let today = planning.moment.today;
    let expired = accounts.iter().filter_map(|id| facts.accounts.get(id)).filter_map(|account| expiry(facts, account, today));
    let open: std::collections::BTreeMap<_, _> = facts
        .renewals
        .values()
        .filter(|renewal| renewal.is_open())
        .map(|renewal| ((renewal.contract, renewal.term_number), renewal))
        .collect();
    let contracts = facts.contracts.values().filter(|contract| accounts.contains(&contract.account) && contract.co_term_lead.is_none());
    let rolled = contracts.flat_map(|contract| {
        let last = facts.terms.range((contract.id, 0)..=(contract.id, u32::MAX)).next_back().map(|(_, term)| term);
        let due = last.filter(|term| {
            let tracked = open.get(&(contract.id, term.number)).is_some_and(|renewal| renewal.scheduled_on < term.end_on);
            term.end_on <= today && goes_on_by_itself(contract, term) && tracked
        });
        due.map(|term| successors(facts, contract, term, planning)).unwrap_or_default()
    });
    expired.chain(rolled).collect()
}

fn expiry(facts: &Facts, account: &Account, today: Date) -> Option<Write> {
    let risk = risk_on(facts.risk_calls.get(&account.id).map_or(&[][..], Vec::as_slice), today);
    (risk != account.risk).then(|| Write::Account(Account { risk, ..account.clone() }))
}

/// Successor terms until one that has not ended: several where nobody looked for longer than a term.
fn successors(facts: &Facts, contract: &Contract, term: &Term, planning: Planning<'_>) -> Vec<Write> {
    let anchor = facts.terms.range((contract.id, 0)..).next().map_or(term.start_on, |(_, first)| first.start_on);
    let (months, uplift_bps) = match contract.kind {
        ContractKind::Fixed => {
            (contract.renewal_months.max(1), contract.uplift_cap_bps.map_or(contract.uplift_bps, |cap| cap.min(contract.uplift_bps)))
        }
        ContractKind::OpenEnded => (12, 0),
    };
    let mut writes = Vec::new();
    let mut last = term.clone();
    let mut lines = lines_at_the_end(facts, contract, term);
    while last.end_on <= planning.moment.today {
        let signature = Signature { signed_on: last.end_on, reason: None, words: String::new() };
        let next = Term {
            contract: contract.id,
            number: last.number + 1,
            start_on: last.end_on,
            end_on: add_months(last.end_on, months, anchor),
            opt_out_received_on: None,
            cancelled_on: None,
            signature: Some(signature),
        };
        lines = carried_over(facts, (contract, &next), &lines, (uplift_bps, LineOrigin::AutoRenewed), planning.ids);
        writes.push(Write::Term(next.clone()));
        writes.extend(lines.iter().cloned().map(Write::Line));
        last = next;
    }
    writes
}
