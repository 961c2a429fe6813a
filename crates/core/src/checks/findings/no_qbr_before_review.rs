//! The review that opens the playbook is the first deep conversation with the customer: no business review in its rhythm led to it
//! (domain section 7). A customer who is asked to renew should have seen the numbers before.

use super::{Finding, Severity, Words, holder, tasks_by_renewal};
use crate::account::{Activity, ActivityKind, review_days};
use crate::facts::Facts;
use crate::ownership::{Motion, Responsibility};
use crate::primitives::{AccountId, days_between, display_date};
use crate::renewal::{Renewal, Task, TaskState};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days ahead of the opening from which a missing review is found: enough to hold one.
pub const AHEAD_DAYS: i64 = 14;

/// The step that is the review of the playbook, and the one by which it is too late to mend.
const REVIEW: &str = "business-review";
const PROPOSAL: &str = "renewal-proposal";

/// Open renewals near or past their opening whose customer had no business review within the rhythm of its tier before it.
///
/// A motion without meetings has no reviews. Where the playbook has begun, a second review mends it: the first was then not the only one.
/// Once the proposal is due there is nothing left to mend.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let mut reviews: BTreeMap<AccountId, Vec<Date>> = BTreeMap::new();
    for activity in facts.activities.values().filter(|activity| reviews_value(activity)) {
        reviews.entry(activity.account).or_default().push(activity.held_on);
    }
    let tasks = tasks_by_renewal(facts);
    let proposed = |renewal: &Renewal| tasks.get(&renewal.id).is_some_and(|tasks| tasks.iter().any(|task| is_proposed(task, today)));
    let open = facts.renewals.values().filter(|renewal| renewal.is_open() && !proposed(renewal));
    open.filter_map(|renewal| on(facts, renewal, reviews.get(&renewal.account).map_or(&[][..], Vec::as_slice), today)).collect()
}

fn reviews_value(activity: &Activity) -> bool {
    activity.kind == ActivityKind::BusinessReview && !activity.withdrawn && !activity.theirs.is_empty()
}

fn is_proposed(task: &Task, today: Date) -> bool {
    task.step == PROPOSAL && (task.state != TaskState::Open || task.due_on < today)
}

fn on(facts: &Facts, renewal: &Renewal, reviews: &[Date], today: Date) -> Option<Finding> {
    let decided = renewal.decided.as_ref().filter(|decided| matches!(decided.motion, Motion::Joint | Motion::Asynchronous))?;
    facts.playbook(&decided.playbook)?.step(REVIEW)?;
    let opens_on = decided.opens_on;
    let rhythm = review_days(renewal.frozen_tier.or(facts.accounts.get(&renewal.account).map(|account| account.tier))?);
    let since = opens_on.saturating_sub(rhythm.days());
    // Who has been a customer, and known here, for less than one rhythm could not have been reviewed in it.
    let signed_on = facts.terms.get(&(renewal.contract, 1)).map(|term| term.start_on)?;
    if days_between(today, opens_on) > AHEAD_DAYS || since < signed_on.max(renewal.scheduled_on) {
        return None;
    }
    let held = |day: &&Date| since <= **day && **day <= today;
    let led_to_it = reviews.iter().filter(held).any(|day| *day < opens_on);
    if led_to_it || reviews.iter().filter(held).count() > 1 {
        return None;
    }
    let (opens, severity) = if today < opens_on { ("opens", Severity::Low) } else { ("opened", Severity::Medium) };
    let words = Words {
        code: "no-qbr-before-review",
        severity,
        title: "The renewal review is the first business review".into(),
        evidence: format!(
            "The playbook {opens} on {}; no business review with the customer is on record in the {rhythm} days before it.",
            display_date(opens_on)
        ),
        remedy: "Hold a review of what the customer reached before price is spoken of, and log who was there.".into(),
    };
    Some(words.on(renewal, holder(facts, renewal, Responsibility::Value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    /// A customer of tier 1 whose playbook opens on 28 Jul 2026, known since the beginning of the year.
    fn company() -> Company {
        let mut company = Company::new(date(2026, 1, 5));
        let account = company.add_account("A-17", 1, crate::account::Risk::Green);
        company.put_on_team(account, crate::identity::Role::Csm, "priya");
        company.put_on_team(account, crate::identity::Role::AccountExecutive, "rafael");
        company.sign(account, Some(45), date(2027, 1, 9), "412500");
        for renewal in company.facts.renewals.values_mut() {
            renewal.scheduled_on = date(2026, 1, 5);
        }
        for term in company.facts.terms.values_mut() {
            term.start_on = date(2026, 1, 5);
        }
        company
    }

    fn review(company: &mut Company, held_on: Date) {
        company.meet("priya", "rafael");
        let last = company.facts.activities.values_mut().last().unwrap();
        last.kind = ActivityKind::BusinessReview;
        last.held_on = held_on;
    }

    #[test]
    fn a_missing_review_is_found_a_fortnight_ahead_weighs_more_once_the_playbook_began_and_is_past_mending_after_the_proposal() {
        let company = company();
        assert_eq!(company.renewal().decided.as_ref().unwrap().opens_on, date(2026, 7, 28));
        assert_eq!(find(&company.facts, date(2026, 7, 13)), []);
        let found = find(&company.facts, date(2026, 7, 14));
        assert_eq!((found[0].severity, found[0].owner), (Severity::Low, company.teammate("priya")));
        let found = find(&company.facts, date(2026, 7, 28));
        assert_eq!(found[0].severity, Severity::Medium);
        assert_eq!(
            found[0].evidence,
            "The playbook opened on 28 Jul 2026; no business review with the customer is on record in the 91 days before it."
        );
        assert_eq!(find(&company.facts, date(2026, 8, 27)).len(), 1, "the day of the proposal");
        assert_eq!(find(&company.facts, date(2026, 8, 28)), []);
    }

    #[test]
    fn a_review_in_the_quarter_before_is_enough_one_that_is_older_is_not_and_a_second_one_mends_it() {
        let today = date(2026, 7, 30);
        let mut company = company();
        review(&mut company, date(2026, 4, 27));
        assert_eq!(find(&company.facts, today).len(), 1, "92 days before the opening");
        review(&mut company, date(2026, 7, 29));
        assert_eq!(find(&company.facts, today).len(), 1, "the review of the playbook itself");
        review(&mut company, date(2026, 7, 30));
        assert_eq!(find(&company.facts, today), []);
        company.facts.activities.values_mut().for_each(|activity| activity.theirs = BTreeSet::new());
        assert_eq!(find(&company.facts, today).len(), 1, "nobody of theirs was there");
        company.facts.activities.values_mut().for_each(|activity| activity.held_on = date(2026, 4, 28));
        assert_eq!(find(&company.facts, today).len(), 1);
    }
}
