//! A customer in red hears less from us than its tier is owed: attention goes elsewhere (domain section 7).

use super::{Finding, Severity, Words, holder};
use crate::account::{Activity, ActivityKind, CONTACT_DAYS, Risk, owed_on, risk_since};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{AccountId, days_between, display_date};
use crate::renewal::Renewal;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days in red after which contacts must have come: before, an intervention only begins.
pub const RED_DAYS: i64 = 30;

/// Customers with a running renewal that are red for a month and had fewer contacts in 90 days than their tier is owed.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let contacts = contacts(facts, today);
    let on = |(account, renewal): (AccountId, &Renewal)| {
        let found = facts.accounts.get(&account).filter(|account| account.risk == Risk::Red)?;
        let since = risk_since(facts.risk_calls.get(&account)?, today).filter(|since| days_between(*since, today) >= RED_DAYS)?;
        let least = owed_on(&facts.cares, found.tier, today).0.contacts_least;
        let had = contacts.get(&account).copied().unwrap_or(0);
        let told = if had == 1 { "1 contact".to_string() } else { format!("{had} contacts") };
        let words = Words {
            code: "red-underserved",
            severity: Severity::High,
            title: "A customer in red is left alone".into(),
            evidence: format!(
                "Red since {}; {told} in {CONTACT_DAYS} days, where tier {} is owed {least} at the least.",
                display_date(since),
                found.tier
            ),
            remedy: "Call them this week, and move time from customers who are well.".into(),
        };
        (had < least).then(|| words.on(renewal, holder(facts, renewal, Responsibility::Value)))
    };
    next_running(facts, today).into_iter().filter_map(on).collect()
}

/// The running renewal of each account that ends first.
pub(super) fn next_running(facts: &Facts, today: Date) -> BTreeMap<AccountId, &Renewal> {
    let mut next: BTreeMap<AccountId, &Renewal> = BTreeMap::new();
    for renewal in facts.renewals.values().filter(|renewal| renewal.is_running(today)) {
        let first = next.entry(renewal.account).or_insert(renewal);
        if (renewal.target.end_on, renewal.number) < (first.target.end_on, first.number) {
            *first = renewal;
        }
    }
    next
}

/// Contacts with each account in the days that count, internal notes left out.
pub(super) fn contacts(facts: &Facts, today: Date) -> BTreeMap<AccountId, u16> {
    let counts = |activity: &&Activity| {
        let age = days_between(activity.held_on, today);
        !activity.withdrawn && activity.kind != ActivityKind::Note && (0..CONTACT_DAYS).contains(&age)
    };
    let mut found: BTreeMap<AccountId, u16> = BTreeMap::new();
    for activity in facts.activities.values().filter(counts) {
        let count = found.entry(activity.account).or_default();
        *count = count.saturating_add(1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn a_customer_in_red_for_a_month_with_too_few_contacts_is_found() {
        let mut company = Company::with_one_contract();
        let account = company.renewal().account;
        company.judge(account, Risk::Red);
        company.meet("priya", "rafael");
        assert_eq!(find(&company.facts, date(2026, 12, 22)), [], "29 days");
        let found = find(&company.facts, date(2026, 12, 23));
        assert_eq!(found[0].evidence, "Red since 23 Nov 2026; 1 contact in 90 days, where tier 1 is owed 3 at the least.");
        assert_eq!((found[0].owner, found[0].severity), (company.teammate("priya"), Severity::High));
        company.meet("priya", "rafael");
        company.meet("priya", "rafael");
        assert_eq!(find(&company.facts, date(2026, 12, 23)), []);
    }
}
