//! A contract is about to renew by itself and nobody has spoken with the customer: an auto-renewal must never be the first contact (REN-5).

use super::{Finding, Severity, Words, holder, tasks_by_renewal};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{days_between, display_date};
use crate::renewal::{Renewal, TaskState};
use jiff::civil::Date;

/// Days before the notice deadline from which silence is a finding.
pub const SILENT_DAYS: i64 = 30;

/// Open auto-renewing renewals near or past their notice deadline without one completed step.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let tasks = tasks_by_renewal(facts);
    let touched = |renewal: &Renewal| tasks.get(&renewal.id).is_some_and(|tasks| tasks.iter().any(|task| task.state == TaskState::Done));
    let near = |renewal: &&Renewal| {
        renewal.is_open() && renewal.target.auto_renew && days_between(today, renewal.target.decision_on) <= SILENT_DAYS
    };
    facts.renewals.values().filter(near).filter(|renewal| !touched(renewal)).map(|renewal| on(facts, renewal, today)).collect()
}

fn on(facts: &Facts, renewal: &Renewal, today: Date) -> Finding {
    let deadline_on = renewal.target.decision_on;
    let days = days_between(today, deadline_on);
    let distance = if days >= 0 { format!("is {days} days ahead") } else { format!("passed {} days ago", -days) };
    let words = Words {
        code: "untouched-before-notice",
        severity: Severity::High,
        title: "Renews by itself and nobody was in touch".into(),
        evidence: format!(
            "The notice deadline, {}, {distance}; no step is completed. {} are up.",
            display_date(deadline_on),
            renewal.target.atr
        ),
        remedy: "Speak with the customer before the contract renews itself, and complete the step with what was said.".into(),
    };
    words.on(renewal, holder(facts, renewal, Responsibility::Commercial))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn silence_is_found_from_thirty_days_before_the_deadline_until_a_step_is_done() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, date(2026, 10, 25)), []);
        assert_eq!(find(&company.facts, date(2026, 10, 26)).len(), 1);
        let found = find(&company.facts, date(2026, 11, 27));
        assert_eq!(found[0].evidence, "The notice deadline, 25 Nov 2026, passed 2 days ago; no step is completed. 412,500.00 USD are up.");
        assert_eq!((found[0].severity, found[0].owner), (Severity::High, company.teammate("rafael")));
        company.complete("business-review");
        assert_eq!(find(&company.facts, company.today), []);
    }

    #[test]
    fn a_contract_that_ends_unless_renewed_is_another_matter() {
        let mut company = Company::with_one_contract();
        let (contract, end_on) = (company.renewal().contract, company.renewal().target.end_on);
        company.amend(contract, end_on, |contract| contract.auto_renew = false);
        assert_eq!(find(&company.facts, company.today), []);
    }
}
