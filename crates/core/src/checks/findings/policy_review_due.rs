//! The policy in force should have been looked at again: companies outgrow how they divided the work (OWN-15).

use super::{Counts, Finding, Severity};
use crate::facts::Facts;
use crate::primitives::{days_between, display_date};
use jiff::civil::Date;

/// Days ahead of the review at which it is due.
const AHEAD_DAYS: i64 = 14;

/// The policy in force, where its review is near or past.
pub(super) fn find(facts: &Facts, _counts: &Counts, today: Date) -> Vec<Finding> {
    facts.policy_on(today).and_then(|version| due(facts, version.title(), version.standing.review_on?, today)).into_iter().collect()
}

fn due(facts: &Facts, title: String, review_on: Date, today: Date) -> Option<Finding> {
    let left = days_between(today, review_on);
    if left > AHEAD_DAYS {
        return None;
    }
    let (severity, says) = if left < 0 { (Severity::Medium, "is overdue for review") } else { (Severity::Low, "is due for review") };
    Some(Finding {
        code: "policy-review-due",
        severity,
        title: format!("{title} {says}"),
        evidence: format!("It was to be looked at again on {}.", display_date(review_on)),
        remedy: "Look at it with CS, Sales and Finance; then activate it again as it is, or as a draft that was changed.".into(),
        renewal: None,
        expansion: None,
        account: None,
        owner: facts.organisation.desk_lead,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    fn found(facts: &Facts, day: Date) -> Vec<Finding> {
        find(facts, &Counts::of(facts, day), day)
    }

    #[test]
    fn a_review_is_due_a_fortnight_ahead_and_overdue_the_day_after() {
        let company = Company::with_one_contract();
        let review_on = company.facts.policies[0].standing.review_on.unwrap();
        let on = |days: i64| {
            let told = found(&company.facts, review_on.saturating_add(jiff::Span::new().days(days)));
            told.into_iter().map(|finding| (finding.severity, finding.title)).collect::<Vec<_>>()
        };
        assert_eq!(on(-15), []);
        assert_eq!(on(-14), [(Severity::Low, "Hybrid, version 1 is due for review".to_string())]);
        assert_eq!(on(0)[0].0, Severity::Low);
        assert_eq!(on(1), [(Severity::Medium, "Hybrid, version 1 is overdue for review".to_string())]);
    }
}
