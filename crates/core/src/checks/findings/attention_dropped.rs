//! The customer signed and we went quiet: contacts are less than half of what they were before the signature (REN-11).

use super::{Finding, Severity};
use crate::account::Activity;
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{AccountId, days_between, display_date};
use crate::room::{Attention, attention};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days after the signature from which quiet is a finding.
pub const FROM_DAYS: i64 = 60;
/// Days after the signature until which it is one; later other clocks have begun.
pub const UNTIL_DAYS: i64 = 180;

/// Contacts before the signature from which a rate means something.
const BEFORE_MIN: u32 = 3;

/// Customers whose last signature lies two to six months back and who hear less than half as much from us since.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let recent = |signed_on: &Date| (FROM_DAYS..=UNTIL_DAYS).contains(&days_between(*signed_on, today));
    let signed: BTreeMap<AccountId, Date> = signatures(facts, today).into_iter().filter(|(_, on)| recent(on)).collect();
    let mut contacts: BTreeMap<AccountId, Vec<&Activity>> = BTreeMap::new();
    for activity in facts.activities.values().filter(|activity| signed.contains_key(&activity.account)) {
        contacts.entry(activity.account).or_default().push(activity);
    }
    let on = |(account, signed_on): (&AccountId, &Date)| {
        let contacts = contacts.get(account).map_or(&[][..], Vec::as_slice);
        let seen = attention(contacts.iter().copied(), *signed_on, today);
        (seen.before >= BEFORE_MIN && seen.dropped()).then(|| on(facts, *account, seen))
    };
    signed.iter().filter_map(on).collect()
}

/// The last day until today on which each account signed a term.
pub fn signatures(facts: &Facts, today: Date) -> BTreeMap<AccountId, Date> {
    let mut signed = BTreeMap::new();
    for term in facts.terms.values() {
        let Some(on) = term.signature.as_ref().map(|signature| signature.signed_on).filter(|on| *on <= today) else { continue };
        let Some(account) = facts.contracts.get(&term.contract).map(|contract| contract.account) else { continue };
        let last = signed.entry(account).or_insert(on);
        *last = on.max(*last);
    }
    signed
}

fn on(facts: &Facts, account: AccountId, seen: Attention) -> Finding {
    let tenths = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
    let open = facts.renewals.values().filter(|renewal| renewal.account == account && renewal.is_open());
    let next = open.min_by_key(|renewal| (renewal.target.end_on, renewal.number));
    let owner = next.and_then(|renewal| facts.holder(renewal.id, Responsibility::Value)).unwrap_or(facts.organisation.desk_lead);
    Finding {
        code: "attention-dropped",
        severity: Severity::Medium,
        title: "Quiet since the signature".into(),
        evidence: format!(
            "Signed on {}: {} contacts in 30 days before it, {} since ({} and {} contacts).",
            display_date(seen.signed_on),
            tenths(seen.before_tenths()),
            tenths(seen.after_tenths()),
            seen.before,
            seen.after
        ),
        remedy: "Speak with them about what was promised at the signature, before they wonder.".into(),
        renewal: next.map(|renewal| renewal.id),
        expansion: None,
        account: Some(account),
        owner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn quiet_after_a_signature_is_found_from_two_months_to_six() {
        let mut company = Company::with_one_contract();
        for _ in 0..3 {
            company.meet("priya", "rafael");
        }
        let contract = company.renewal().contract;
        company.wait_until(date(2026, 11, 25));
        company.renew(contract, date(2028, 1, 9), "420000");
        let on = |day| find(&company.facts, day).into_iter().map(|finding| finding.evidence).collect::<Vec<_>>();
        assert_eq!(on(date(2027, 1, 23)), Vec::<String>::new(), "the 59th day");
        assert_eq!(on(date(2027, 1, 24)), ["Signed on 25 Nov 2026: 1.0 contacts in 30 days before it, 0.0 since (3 and 0 contacts)."]);
        assert_eq!(on(date(2027, 5, 25)), Vec::<String>::new(), "after half a year other clocks have begun");
        company.wait_until(date(2027, 1, 10));
        company.meet("priya", "rafael");
        assert_eq!(find(&company.facts, date(2027, 1, 24)).len(), 1, "one in 61 days is a little less than half of three in ninety");
        company.meet("priya", "rafael");
        assert_eq!(find(&company.facts, date(2027, 1, 24)), [], "two are more");
    }
}
