//! The review at the beginning of the playbook is the first talk about what the customer got: nobody reviewed with them through the whole
//! term (VAL-4).

use super::{Finding, Severity, Words, holder, tasks_by_renewal};
use crate::account::{ActivityKind, owed_on};
use crate::facts::Facts;
use crate::ownership::{Motion, Responsibility};
use crate::primitives::{AccountId, days_between, display_date};
use crate::renewal::{Renewal, Task, TaskState};
use jiff::civil::Date;
use std::collections::BTreeMap;

const REVIEW: &str = "business-review";

/// Running renewals in a joint motion whose review is still to come and whose customer went unreviewed since the term began, for longer
/// than the rhythm of its tier.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let tasks = tasks_by_renewal(facts);
    let mut reviewed: BTreeMap<AccountId, Date> = BTreeMap::new();
    let held = facts.activities.values().filter(|activity| activity.kind == ActivityKind::BusinessReview && !activity.withdrawn);
    for activity in held.filter(|activity| activity.held_on <= today) {
        let last = reviewed.entry(activity.account).or_insert(activity.held_on);
        *last = activity.held_on.max(*last);
    }
    let running = facts.renewals.values().filter(|renewal| renewal.is_running(today));
    let on = |renewal: &Renewal| on(facts, renewal, (tasks.get(&renewal.id)?, reviewed.get(&renewal.account).copied()), today);
    running.filter_map(on).collect()
}

fn on(facts: &Facts, renewal: &Renewal, (tasks, last): (&[&Task], Option<Date>), today: Date) -> Option<Finding> {
    let decided = renewal.decided.as_ref().filter(|decided| decided.motion == Motion::Joint)?;
    let review = tasks.iter().find(|task| task.step == REVIEW && task.state == TaskState::Open)?;
    let begins = facts.terms.get(&(renewal.contract, renewal.term_number))?.start_on;
    let account = facts.accounts.get(&renewal.account)?;
    let every = owed_on(&facts.cares, account.tier, today).0.review_days;
    let late = days_between(begins, decided.opens_on) > i64::from(every);
    if !late || last.is_some_and(|last| last >= begins) {
        return None;
    }
    let told = last.map_or("none is written down at all".to_string(), |last| format!("the last one was on {}", display_date(last)));
    let words = Words {
        code: "no-data-before-review",
        severity: Severity::Medium,
        title: "The review will be the first talk about results".into(),
        evidence: format!(
            "No business review since the term began on {}; {told}. Tier {} is owed one every {every} days. {} is due on {}.",
            display_date(begins),
            account.tier,
            review.title,
            display_date(review.due_on)
        ),
        remedy: "Send the figures ahead and speak about them before the review, or log the reviews that took place.".into(),
    };
    Some(words.on(renewal, holder(facts, renewal, Responsibility::Value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn a_term_without_a_review_is_found_until_one_is_held_or_written_down() {
        let mut company = Company::with_one_contract();
        let found = find(&company.facts, company.today);
        assert_eq!(
            found[0].evidence,
            "No business review since the term began on 9 Jan 2026; none is written down at all. Tier 1 is owed one every 91 days. \
             Business review is due on 28 Jul 2026."
        );
        assert_eq!(found[0].owner, company.teammate("priya"));
        company.meet("priya", "rafael");
        assert_eq!(find(&company.facts, company.today).len(), 1, "a meeting is no review");
        for activity in company.facts.activities.values_mut() {
            (activity.kind, activity.held_on) = (ActivityKind::BusinessReview, date(2026, 4, 1));
        }
        assert_eq!(find(&company.facts, company.today), []);
    }
}
