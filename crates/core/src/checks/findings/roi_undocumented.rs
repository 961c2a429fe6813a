//! Terms are about to be talked about and nobody wrote down what the customer got: documented return is what renews (VAL-5).

use super::{Finding, Severity, Words, holder};
use crate::facts::Facts;
use crate::ownership::{Motion, Responsibility};
use crate::primitives::{display_date, t_minus};
use crate::renewal::Renewal;
use crate::room::{Matter, ValueEntry};
use jiff::civil::Date;

/// Days before the end of a term within which the return should be there: the proposal meeting is at T-90.
pub const DOCUMENTED_DAYS_BEFORE_END: i64 = 90;

/// Running renewals in a joint motion inside T-90 without a return or a measured outcome of this term.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let near = |renewal: &&Renewal| renewal.is_running(today) && renewal.days_to_end(today) <= DOCUMENTED_DAYS_BEFORE_END;
    facts.renewals.values().filter(near).filter_map(|renewal| on(facts, renewal, today)).collect()
}

fn on(facts: &Facts, renewal: &Renewal, today: Date) -> Option<Finding> {
    renewal.decided.as_ref().filter(|decided| decided.motion == Motion::Joint)?;
    let begins = facts.terms.get(&(renewal.contract, renewal.term_number))?.start_on;
    let room = facts.room(renewal.account);
    let entries: Vec<&ValueEntry> =
        room.into_iter().flat_map(|room| room.values.values()).filter(|entry| entry.withdrawn.is_none()).collect();
    let measured = |entry: &ValueEntry| {
        room.is_some_and(|room| room.readings.values().flatten().any(|reading| reading.outcome == entry.id && reading.read_on >= begins))
    };
    let counts = |entry: &&&ValueEntry| match entry.matter {
        Matter::Roi(_) => entry.happened_on >= begins,
        Matter::Outcome(_) => measured(entry),
        Matter::Win | Matter::Quality => false,
    };
    if entries.iter().any(|entry| counts(&entry)) {
        return None;
    }
    let words = Words {
        code: "roi-undocumented",
        severity: Severity::Medium,
        title: "Nobody wrote down what the customer got".into(),
        evidence: format!(
            "It is {} with {} up; of {} entries none is a return of this term or an outcome measured since {}.",
            t_minus(renewal.target.end_on, today),
            renewal.target.atr,
            entries.len(),
            display_date(begins)
        ),
        remedy: "Write down one return with its factors, or measure an agreed outcome, and have the customer confirm it.".into(),
    };
    Some(words.on(renewal, holder(facts, renewal, Responsibility::Value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn a_renewal_inside_t_90_without_a_return_or_a_measure_is_found() {
        let company = Company::with_one_contract();
        assert_eq!(find(&company.facts, date(2026, 10, 10)), [], "T-91");
        let found = find(&company.facts, date(2026, 10, 11));
        assert_eq!(
            found[0].evidence,
            "It is T-90 with 412,500.00 USD up; of 0 entries none is a return of this term or an outcome measured since 9 Jan 2026."
        );
        assert_eq!(found[0].owner, company.teammate("priya"));
    }
}
