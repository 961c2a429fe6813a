//! The term has ended and nobody has signed or said that it is lost.

use super::{Finding, Severity, Words, holder};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::display_date;
use crate::renewal::Renewal;
use jiff::civil::Date;

/// Open renewals after the day by which they could be signed in time.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let late = facts.renewals.values().filter(|renewal| renewal.is_open() && renewal.target.end_on < today);
    late.map(|renewal| on(facts, renewal, today)).collect()
}

fn on(facts: &Facts, renewal: &Renewal, today: Date) -> Finding {
    let days = -renewal.days_to_end(today);
    let words = Words {
        code: "unsigned-after-end",
        severity: Severity::High,
        title: "Term ended and nothing is decided".into(),
        evidence: format!(
            "The term ended on {}, {days} days ago. {} are undecided.",
            display_date(renewal.target.end_on),
            renewal.target.atr
        ),
        remedy: "Sign the next term, or say how the renewal ended.".into(),
    };
    words.on(renewal, holder(facts, renewal, Responsibility::Executive))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn the_executive_holder_hears_of_a_term_that_ended_undecided() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, date(2027, 1, 9)), [], "signing on the day itself is in time");
        let found = find(&company.facts, date(2027, 1, 14));
        assert_eq!(found[0].evidence, "The term ended on 9 Jan 2027, 5 days ago. 412,500.00 USD are undecided.");
        assert_eq!(found[0].owner, company.teammate("lena"));
        let contract = company.renewal().contract;
        company.renew(contract, date(2028, 1, 9), "412500");
        assert_eq!(find(&company.facts, date(2027, 1, 14)), []);
    }
}
