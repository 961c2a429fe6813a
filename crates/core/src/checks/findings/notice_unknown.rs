//! The notice period of a running renewal is unknown and 30 days are assumed (domain ruling 7).

use super::{Finding, Severity, Words, holder};
use crate::contract::ASSUMED_NOTICE_DAYS;
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::display_date;
use crate::renewal::Renewal;
use jiff::civil::Date;

/// Running renewals whose deadline is a guess. The guess drives the work of an auto-renewing contract, so there it weighs more.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let running = facts.renewals.values().filter(|renewal| renewal.is_running(today) && renewal.target.notice_assumed);
    running.map(|renewal| on(facts, renewal)).collect()
}

fn on(facts: &Facts, renewal: &Renewal) -> Finding {
    let target = &renewal.target;
    let (end_on, notice_on) = (display_date(target.end_on), display_date(target.notice_on));
    let words = Words {
        code: "notice-unknown",
        severity: if target.auto_renew { Severity::Medium } else { Severity::Low },
        title: "Notice period is unknown".into(),
        evidence: format!("The term ends on {end_on}; {ASSUMED_NOTICE_DAYS} days are assumed, which puts the deadline on {notice_on}."),
        remedy: "Read the notice period in the contract and enter it.".into(),
    };
    words.on(renewal, holder(facts, renewal, Responsibility::Commercial))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn an_assumed_notice_is_found_while_the_renewal_runs_and_goes_when_it_is_known() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, company.today), []);
        let (contract, end_on) = (company.renewal().contract, company.renewal().target.end_on);
        company.amend(contract, end_on, |contract| contract.notice_days = None);
        let found = find(&company.facts, company.today);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].evidence, "The term ends on 9 Jan 2027; 30 days are assumed, which puts the deadline on 10 Dec 2026.");
        assert_eq!((found[0].severity, found[0].owner), (Severity::Medium, company.teammate("rafael")));
        let opens_on = company.renewal().decided.as_ref().map_or(company.today, |decided| decided.opens_on);
        assert_eq!(find(&company.facts, opens_on.yesterday().unwrap_or(opens_on)), []);
    }
}
