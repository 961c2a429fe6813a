//! A customer renewed although little held it, and nobody planned what the next term is to change.

use super::{Finding, Severity, Words, holder};
use crate::deal::{Quadrant, judged};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{days_between, display_date};
use crate::renewal::{Renewal, State, Strength};
use jiff::civil::Date;

/// Days after the decision in which a plan is still asked for.
const DAYS: i64 = 90;

/// Fragile renewals of the last days that have no plan into the next term.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let lately = |renewal: &&Renewal| matches!(&renewal.state, State::Closed { inferred: false, closed_on, .. } if (0..=DAYS).contains(&days_between(*closed_on, today)));
    let unplanned = |renewal: &&Renewal| facts.reviews.get(&renewal.id).is_none_or(|review| review.plan.is_none());
    facts.renewals.values().filter(lately).filter(unplanned).filter_map(|renewal| on(facts, renewal)).collect()
}

fn on(facts: &Facts, renewal: &Renewal) -> Option<Finding> {
    let judged = judged(facts, renewal).filter(|judged| judged.quadrant == Quadrant::Fragile)?;
    let State::Closed { closed_on, .. } = &renewal.state else { return None };
    let against: Vec<&str> = judged.marks.iter().filter(|mark| mark.points == Strength::Weak).map(|mark| mark.says.as_str()).collect();
    let because = if judged.by_person.is_some() { "A person judged it weak".to_string() } else { against.join(". ") };
    let words = Words {
        code: "fragile-without-plan",
        severity: Severity::Medium,
        title: "Renewed, but little holds the customer, and there is no plan".into(),
        evidence: format!("Renewed on {}. {because}.", display_date(*closed_on)),
        remedy: "Write down what the next term is to change, who does it and by when.".into(),
    };
    Some(words.on(renewal, holder(facts, renewal, Responsibility::Value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands::{Learnt, review_outcome};
    use crate::renewal::Plan;
    use jiff::civil::date;

    #[test]
    fn a_fragile_renewal_is_found_until_it_has_a_plan() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, company.today), []);
        company.wait_until(date(2027, 1, 10));
        let found = find(&company.facts, company.today);
        assert_eq!(found.len(), 1);
        assert!(found[0].evidence.contains("It renewed by itself and nobody had spoken"), "{}", found[0].evidence);
        let plan = Plan { text: "Meet their chief.".into(), owner: company.teammate("priya"), due_on: date(2027, 3, 1) };
        let learnt = Learnt { plan: Some(plan), ..Learnt::default() };
        let writes = review_outcome(&company.facts, found[0].renewal.unwrap(), learnt, ("Mara Lind", company.moment()));
        company.accept(writes);
        assert_eq!(find(&company.facts, company.today), []);
    }
}
