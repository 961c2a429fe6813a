//! Sales owns all of a renewal and nobody reviewed with the customer what it got: the price stands alone (domain section 7).

use super::{Finding, Severity, Words, holder};
use crate::account::ActivityKind;
use crate::facts::Facts;
use crate::identity::{Family, Role};
use crate::ownership::{Motion, Responsibility};
use crate::primitives::{AccountId, TeammateId, display_date, t_minus};
use crate::renewal::Renewal;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days before the end of a term within which the value should have been reviewed.
pub const REVIEWED_DAYS_BEFORE_END: i64 = 90;

/// Running renewals inside T-90 whose value and price Sales holds and whose customer had no business review in this term. A digital motion
/// promises none.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let mut reviewed: BTreeMap<AccountId, Date> = BTreeMap::new();
    for activity in facts.activities.values().filter(|activity| activity.kind == ActivityKind::BusinessReview && !activity.withdrawn) {
        let last = reviewed.entry(activity.account).or_insert(activity.held_on);
        *last = activity.held_on.max(*last);
    }
    let near = |renewal: &&Renewal| renewal.is_running(today) && renewal.days_to_end(today) <= REVIEWED_DAYS_BEFORE_END;
    let running = facts.renewals.values().filter(near);
    running.filter_map(|renewal| on(facts, renewal, reviewed.get(&renewal.account).copied(), today)).collect()
}

fn on(facts: &Facts, renewal: &Renewal, last: Option<Date>, today: Date) -> Option<Finding> {
    renewal.decided.as_ref().filter(|decided| matches!(decided.motion, Motion::Joint | Motion::Asynchronous))?;
    let sells = |id: TeammateId| {
        let role = facts.teammates.get(&id).map(|person| person.role);
        role.is_some_and(|role| role.family() == Family::Sales || role == Role::SalesLeader)
    };
    let held = [Responsibility::Value, Responsibility::Commercial].map(|responsibility| holder(facts, renewal, responsibility));
    let begins = facts.terms.get(&(renewal.contract, renewal.term_number))?.start_on;
    if !held.into_iter().all(sells) || last.is_some_and(|last| last >= begins) {
        return None;
    }
    let [value, commercial] = held;
    let words = Words {
        code: "sales-without-value-review",
        severity: Severity::Medium,
        title: "Sales owns all and no value review took place".into(),
        evidence: format!(
            "It is {} with {} up: {} holds value, {} price, and no business review is written down since {}.",
            t_minus(renewal.target.end_on, today),
            renewal.target.atr,
            facts.name_of(value),
            facts.name_of(commercial),
            display_date(begins)
        ),
        remedy: "Bring a CSM in for a review before terms are talked about, or give value to one.".into(),
    };
    Some(words.on(renewal, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn a_renewal_that_sales_holds_alone_without_a_review_is_found() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, company.today), [], "a CSM holds its value");
        let (renewal, rafael) = (company.renewal().id, company.teammate("rafael"));
        company.facts.holders.insert((renewal.into(), Responsibility::Value), rafael);
        let found = find(&company.facts, company.today);
        assert_eq!(
            found[0].evidence,
            "It is T-47 with 412,500.00 USD up: Rafael Costa holds value, Rafael Costa price, and no business review is written down since \
             9 Jan 2026."
        );
        company.meet("priya", "rafael");
        company.facts.activities.values_mut().for_each(|activity| activity.kind = ActivityKind::BusinessReview);
        assert_eq!(find(&company.facts, company.today), []);
    }
}
