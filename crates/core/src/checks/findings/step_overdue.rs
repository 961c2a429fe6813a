//! A step has been overdue for more than a working week: its holder's manager hears of it.

use super::{Finding, Severity, Words, holder};
use crate::facts::Facts;
use crate::primitives::{TeammateId, days_between, display_date};
use crate::renewal::{Renewal, Task};
use jiff::civil::Date;

/// Business days after which an overdue step escalates.
pub const OVERDUE_BUSINESS_DAYS: i64 = 5;

/// Open steps of open renewals that have been overdue for more than [`OVERDUE_BUSINESS_DAYS`].
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let overdue = facts.tasks.values().filter(|task| task.is_overdue(today));
    let late = overdue.map(|task| (task, business_days_between(task.due_on, today))).filter(|(_, days)| *days > OVERDUE_BUSINESS_DAYS);
    let of_open =
        late.filter_map(|(task, days)| Some((facts.renewals.get(&task.renewal).filter(|renewal| renewal.is_open())?, task, days)));
    of_open.map(|(renewal, task, days)| on(facts, renewal, (task, days), today)).collect()
}

fn on(facts: &Facts, renewal: &Renewal, (task, days): (&Task, i64), today: Date) -> Finding {
    let lead = holder(facts, renewal, task.lead);
    let superior = escalates_to(facts, lead, today);
    let (name, superior_name) = (facts.name_of(lead), facts.name_of(superior));
    let words = Words {
        code: "step-overdue",
        severity: Severity::Medium,
        title: format!("{} is overdue", task.title),
        evidence: format!("{name} had it due on {}, {days} business days ago. It escalates to {superior_name}.", display_date(task.due_on)),
        remedy: format!("Agree with {name} on a day, or do the step and write down what happened."),
    };
    words.on(renewal, superior)
}

/// Whether a step that is still open on a day has been overdue for so long that its holder's manager hears of it.
pub fn escalates(due_on: Date, today: Date) -> bool {
    business_days_between(due_on, today) > OVERDUE_BUSINESS_DAYS
}

/// The active manager of a person, else the desk lead.
pub fn escalates_to(facts: &Facts, person: TeammateId, today: Date) -> TeammateId {
    let manager = facts.teammates.get(&person).and_then(|t| t.manager).and_then(|id| facts.teammates.get(&id));
    manager.filter(|t| t.is_active_on(today)).map_or(facts.organisation.desk_lead, |t| t.id)
}

/// Mondays to Fridays after the first day, up to and with the last.
fn business_days_between(from: Date, to: Date) -> i64 {
    let days = days_between(from, to);
    let (weeks, rest) = (days.div_euclid(7), days.rem_euclid(7));
    let weekday = i64::from(from.weekday().to_monday_zero_offset());
    let over = (1..=rest).filter(|offset| (weekday + offset) % 7 < 5).count();
    weeks * 5 + i64::try_from(over).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn weekends_do_not_count() {
        let friday = date(2026, 11, 20);
        for (to, days) in [(20, 0), (21, 0), (22, 0), (23, 1), (27, 5), (28, 5), (30, 6)] {
            assert_eq!(business_days_between(friday, date(2026, 11, to)), days, "to {to} Nov");
        }
        assert_eq!(business_days_between(date(2026, 11, 21), date(2026, 12, 5)), 10);
    }

    #[test]
    fn a_step_escalates_to_the_manager_on_the_sixth_business_day_and_not_before() {
        let mut company = Company::with_one_contract();
        let due_on = company.task("account-confirmation").due_on;
        assert_eq!(due_on, date(2026, 11, 18));
        let confirmation = |company: &Company, day| -> Vec<Finding> {
            find(&company.facts, day).into_iter().filter(|finding| finding.title.contains("Account confirmation")).collect()
        };
        assert_eq!(confirmation(&company, date(2026, 11, 25)), []);
        let found = confirmation(&company, date(2026, 11, 26));
        assert_eq!(found[0].evidence, "Olga Petrova had it due on 18 Nov 2026, 6 business days ago. It escalates to Mara Lind.");
        let (olga, lena) = (company.teammate("olga"), company.teammate("lena"));
        if let Some(person) = company.facts.teammates.get_mut(&olga) {
            person.manager = Some(lena);
        }
        assert_eq!(confirmation(&company, date(2026, 11, 26))[0].owner, lena);
        company.complete("account-confirmation");
        assert_eq!(confirmation(&company, date(2026, 11, 26)), []);
    }
}
