//! Money was asked for before anybody showed what it bought: the proposal took place and the business review did not.

use super::{Finding, Severity, Words, holder, tasks_by_renewal};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::display_date;
use crate::renewal::{Renewal, Task, TaskState};
use jiff::civil::Date;

const REVIEW: &str = "business-review";
const PROPOSAL: &str = "renewal-proposal";

/// Open renewals whose proposal is done while their review is still open or was withdrawn.
pub(super) fn find(facts: &Facts, _today: Date) -> Vec<Finding> {
    let tasks = tasks_by_renewal(facts);
    let open = facts.renewals.values().filter(|renewal| renewal.is_open());
    open.filter_map(|renewal| on(facts, renewal, tasks.get(&renewal.id)?)).collect()
}

fn on(facts: &Facts, renewal: &Renewal, tasks: &[&Task]) -> Option<Finding> {
    let in_state = |step: &str, states: &[TaskState]| tasks.iter().find(|task| task.step == step && states.contains(&task.state));
    let proposal = in_state(PROPOSAL, &[TaskState::Done])?;
    let review = in_state(REVIEW, &[TaskState::Open, TaskState::Withdrawn])?;
    let words = Words {
        code: "no-review-before-proposal",
        severity: Severity::Medium,
        title: "Proposal made without a business review".into(),
        evidence: format!(
            "{} is done by {}; the review, due on {}, is {}.",
            proposal.title,
            proposal.completed_by,
            display_date(review.due_on),
            review.state.label().to_lowercase()
        ),
        remedy: "Hold the review before terms are negotiated further, and write down what the customer achieved.".into(),
    };
    Some(words.on(renewal, holder(facts, renewal, Responsibility::Value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn a_proposal_without_review_is_found_until_the_review_is_done() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, company.today), []);
        company.complete("renewal-proposal");
        let found = find(&company.facts, company.today);
        assert_eq!(found[0].evidence, "Renewal proposal meeting is done by Priya Nair; the review, due on 28 Jul 2026, is open.");
        assert_eq!(found[0].owner, company.teammate("priya"));
        company.complete("business-review");
        assert_eq!(find(&company.facts, company.today), []);
    }
}
