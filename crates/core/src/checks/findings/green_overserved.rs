//! A customer in green takes more of our time than its tier is owed, while others need it (domain section 7).

use super::red_underserved::{contacts, next_running};
use super::{Finding, Severity, Words, holder};
use crate::account::{CONTACT_DAYS, Risk, owed_on};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::AccountId;
use crate::renewal::Renewal;
use jiff::civil::Date;

/// Customers with a running renewal that are green and had more contacts in 90 days than their tier is owed.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let contacts = contacts(facts, today);
    let on = |(account, renewal): (AccountId, &Renewal)| {
        let found = facts.accounts.get(&account).filter(|account| account.risk == Risk::Green)?;
        let most = owed_on(&facts.cares, found.tier, today).0.contacts_most;
        let had = contacts.get(&account).copied().unwrap_or(0);
        let words = Words {
            code: "green-overserved",
            severity: Severity::Low,
            title: "A customer in green takes more time than its tier is owed".into(),
            evidence: format!("Green; {had} contacts in {CONTACT_DAYS} days, where tier {} is owed {most} at the most.", found.tier),
            remedy: "Look at whether they need it: if not, give the time to a customer in red; if so, say why it is green.".into(),
        };
        (had > most).then(|| words.on(renewal, holder(facts, renewal, Responsibility::Value)))
    };
    next_running(facts, today).into_iter().filter_map(on).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Care, Owed};
    use crate::checks::fixture::Company;
    use crate::commands;

    #[test]
    fn more_contacts_than_a_tier_is_owed_are_found_on_a_green_customer_alone() {
        let mut company = Company::with_one_contract();
        let (shipped, _) = owed_on(&company.facts.cares, 1, company.today);
        let owed = Owed { contacts_least: 0, contacts_most: 2, ..shipped };
        let recorded_at = company.moment().recorded_at;
        let care = Care { tier: 1, number: 0, from_on: company.today, owed, set_by: "Mara Lind".into(), recorded_at };
        company.accept(commands::set_care(&company.facts, care, company.today));
        for _ in 0..2 {
            company.meet("priya", "rafael");
        }
        assert_eq!(find(&company.facts, company.today), []);
        company.meet("priya", "rafael");
        let found = find(&company.facts, company.today);
        assert_eq!(found[0].evidence, "Green; 3 contacts in 90 days, where tier 1 is owed 2 at the most.");
        let account = company.renewal().account;
        company.judge(account, Risk::Yellow);
        assert_eq!(find(&company.facts, company.today), []);
    }
}
