//! Whoever is accountable is with us on that day: from the day a renewal or an expansion is written down until it is settled (OWN-1).

use super::{Evidence, Invariant, Violation};
use crate::identity::Teammate;
use crate::ownership::Responsibility;
use crate::ownership::ledger::{Stream, holdings};
use jiff::civil::Date;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "owners-active",
    states: "Whoever is accountable for an undecided renewal or an open expansion is an active teammate on every day of it.",
    subjects: |evidence| evidence.owned().count() * Responsibility::ALL.len(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    // While something is open, somebody holds it until tomorrow.
    let tomorrow = evidence.today.tomorrow().unwrap_or(evidence.today);
    for owned in evidence.owned() {
        let until = owned.until.unwrap_or(tomorrow);
        for responsibility in Responsibility::ALL {
            for holding in holdings(evidence.facts.entries(owned.id), *responsibility, Stream::Accountable) {
                let from_on = holding.from_on.max(owned.since);
                let to_on = holding.to_on.map_or(until, |to| to.min(until));
                let holder = evidence.facts.teammates.get(&holding.entry.holder);
                if let Some(fault) = holder.and_then(|person| absence(person, from_on, to_on)) {
                    let detail = format!("{responsibility}: {fault}");
                    violations.push(Violation { invariant: INVARIANT.code, subject: owned.reference.clone(), detail });
                }
            }
        }
    }
    violations
}

/// Why the person was not with us over all of `[from_on, to_on)`.
fn absence(person: &Teammate, from_on: Date, to_on: Date) -> Option<String> {
    if from_on >= to_on {
        return None;
    }
    if person.active_from > from_on {
        return Some(format!("{} holds from {from_on} and started on {}", person.name, person.active_from));
    }
    let left_on = person.left_on.filter(|left| *left < to_on)?;
    Some(format!("{} still holds after leaving on {left_on}", person.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn leavers_are_named_with_their_day_and_what_they_still_hold() {
        let mut company = Company::with_one_contract();
        assert_eq!(check(&company.evidence()), []);
        let rafael = company.teammate("rafael");
        if let Some(person) = company.facts.teammates.get_mut(&rafael) {
            person.left_on = Some(date(2026, 11, 23));
        }
        let violations = check(&company.evidence());
        let details: Vec<&str> = violations.iter().map(|violation| violation.detail.as_str()).collect();
        assert_eq!(
            details,
            [
                "commercial: Rafael Costa still holds after leaving on 2026-11-23",
                "expansion: Rafael Costa still holds after leaving on 2026-11-23"
            ]
        );
        assert_eq!(violations[0].subject, "R-1001");
    }

    #[test]
    fn nobody_holds_before_the_first_day_at_work() {
        let mut company = Company::with_one_contract();
        let priya = company.teammate("priya");
        if let Some(person) = company.facts.teammates.get_mut(&priya) {
            person.active_from = date(2026, 6, 2);
        }
        let violations = check(&company.evidence());
        assert_eq!(violations[0].detail, "value: Priya Nair holds from 2026-06-01 and started on 2026-06-02");
    }

    #[test]
    fn a_leaver_whose_renewals_moved_in_time_is_no_fault() {
        let mut company = Company::with_one_contract();
        let rafael = company.teammate("rafael");
        company.accept(crate::commands::mark_left(&company.facts, rafael, company.today));
        assert_eq!(check(&company.evidence()), []);
    }
}
