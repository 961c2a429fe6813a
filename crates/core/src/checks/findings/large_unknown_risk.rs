//! A large customer is three months from its end and nobody has said how it stands.

use super::{Finding, Severity, Words, holder};
use crate::account::Risk;
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::t_minus;
use crate::renewal::Renewal;
use jiff::civil::Date;

/// Days before the end from which a large account must have a risk category.
pub const JUDGED_DAYS_BEFORE_END: i64 = 90;

/// Running renewals of tier 1 accounts whose risk is unknown inside T-90.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let near = facts.renewals.values().filter(|renewal| renewal.is_running(today) && renewal.days_to_end(today) <= JUDGED_DAYS_BEFORE_END);
    let unjudged =
        |renewal: &&Renewal| facts.accounts.get(&renewal.account).is_some_and(|account| account.tier == 1 && account.risk == Risk::Unknown);
    near.filter(unjudged).map(|renewal| on(facts, renewal, today)).collect()
}

fn on(facts: &Facts, renewal: &Renewal, today: Date) -> Finding {
    let words = Words {
        code: "large-unknown-risk",
        severity: Severity::Medium,
        title: "Risk of a tier 1 account is unknown".into(),
        evidence: format!(
            "It is {} with {} up, and nobody has set a risk category.",
            t_minus(renewal.target.end_on, today),
            renewal.target.atr
        ),
        remedy: "Set the risk category of the account; the policy may give the renewal to somebody else.".into(),
    };
    words.on(renewal, holder(facts, renewal, Responsibility::Value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn a_large_account_must_be_judged_by_ninety_days_before_its_end() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, company.today), [], "it is green");
        let account = company.renewal().account;
        company.judge(account, Risk::Unknown);
        assert_eq!(find(&company.facts, date(2026, 10, 10)), []);
        let found = find(&company.facts, date(2026, 10, 11));
        assert_eq!(found[0].evidence, "It is T-90 with 412,500.00 USD up, and nobody has set a risk category.");
        assert_eq!(found[0].owner, company.teammate("priya"));
        if let Some(account) = company.facts.accounts.get_mut(&account) {
            account.tier = 2;
        }
        assert_eq!(find(&company.facts, company.today), []);
    }
}
