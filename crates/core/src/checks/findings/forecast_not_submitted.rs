//! Somebody who owns renewals of the next two quarters has not said what they will bring: the sum of the week has a hole (FC-1).

use super::step_overdue::escalates_to;
use super::{Counts, Finding, Severity};
use crate::deal::up_for_forecast;
use crate::facts::Facts;
use crate::forecast::{Kind, last_due_on, week_name, week_of, window_on};
use crate::primitives::{TeammateId, display_date};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Renewals that people owned when their last forecast was due and that it looks at.
pub(super) fn count(facts: &Facts, today: Date) -> BTreeMap<TeammateId, u64> {
    let (due, window) = (last_due_on(today), window_on(today, facts.organisation.fiscal_year_start));
    let here = facts.teammates.values().filter(|person| person.is_active_on(due)).map(|person| person.id).collect();
    let mut held: BTreeMap<TeammateId, u64> = BTreeMap::new();
    for open in up_for_forecast(facts, &here, &window).into_iter().filter(|open| open.ending.is_none() && open.held_since <= due) {
        *held.entry(open.holder).or_default() += 1;
    }
    held
}

/// Whoever owns open renewals of the two quarters commercially and did not submit the last forecast that was due: theirs on the day itself,
/// their manager's after it. Only where somebody here ever submitted one: a company that has no such week is not missing anything.
pub(super) fn find(facts: &Facts, counts: &Counts, today: Date) -> Vec<Finding> {
    if facts.forecast_weeks.is_empty() {
        return Vec::new();
    }
    let due = last_due_on(today);
    let week_on = week_of(due);
    let late = |person: &TeammateId| facts.forecast_weeks.get(&(*person, Kind::Own)).is_none_or(|last| *last < week_on);
    let missing = counts.forecasts.iter().filter(|(person, _)| late(person));
    missing.map(|(person, renewals)| on(facts, (*person, *renewals), (due, today))).collect()
}

fn on(facts: &Facts, (person, renewals): (TeammateId, u64), (due, today): (Date, Date)) -> Finding {
    let name = facts.name_of(person);
    let week = week_name(due);
    let counted = if renewals == 1 { "1 renewal".to_string() } else { format!("{renewals} renewals") };
    let last = facts
        .forecast_weeks
        .get(&(person, Kind::Own))
        .map_or("none was submitted before".to_string(), |last| format!("the last one is of {}", week_name(*last)));
    let late = today > due;
    Finding {
        code: "forecast-not-submitted",
        severity: if late { Severity::Medium } else { Severity::Low },
        title: format!("{name} has not submitted the forecast of {week}"),
        evidence: format!("It was due on {}; {name} owns {counted} up by the end of the next quarter; {last}.", display_date(due)),
        remedy: if late { format!("Walk through them with {name}.") } else { "Walk through them and submit.".into() },
        renewal: None,
        expansion: None,
        account: None,
        owner: if late { escalates_to(facts, person, today) } else { person },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands;
    use crate::facts::Write;
    use crate::primitives::ForecastId;
    use jiff::civil::date;

    fn submit(company: &mut Company, person: &str) {
        let who = company.teammate(person);
        let id = ForecastId::new(&company.ids);
        let forecast = commands::submit_forecast(&company.facts, (who, Kind::Own), (id, "Rafael Costa"), company.moment()).unwrap();
        company.accept(Ok(vec![Write::Forecast(forecast)]));
    }

    fn told(facts: &Facts, day: Date) -> Vec<Finding> {
        find(facts, &Counts::of(facts, day), day)
    }

    #[test]
    fn it_is_the_persons_on_the_day_and_the_managers_after_it() {
        let mut company = Company::with_one_contract();
        let holder = company.holder(crate::ownership::Responsibility::Commercial).to_string();
        let person = company.teammate(&holder);
        let lena = company.teammate("lena");
        company.facts.teammates.get_mut(&person).unwrap().manager = Some(lena);
        assert_eq!(told(&company.facts, date(2026, 11, 27)), [], "nobody here ever submitted one");
        submit(&mut company, &holder);
        let found = |company: &Company, day| {
            told(&company.facts, date(2026, 11, day)).into_iter().map(|f| (f.owner, f.severity)).collect::<Vec<_>>()
        };
        assert_eq!(found(&company, 27), [], "the week of 23 November is submitted");
        company.wait_until(date(2026, 12, 1));
        assert_eq!(told(&company.facts, date(2026, 12, 3)), [], "the last one that was due is that of 27 November");
        let late = |day| told(&company.facts, date(2026, 12, day)).into_iter().map(|f| (f.owner, f.severity)).collect::<Vec<_>>();
        assert_eq!(late(4), [(person, Severity::Low)], "the Friday itself");
        assert_eq!(late(5), [(lena, Severity::Medium)]);
        assert_eq!(late(10), [(lena, Severity::Medium)], "until the next Friday");
        assert_eq!(
            told(&company.facts, date(2026, 12, 4))[0].evidence,
            format!(
                "It was due on 4 Dec 2026; {0} owns 1 renewal up by the end of the next quarter; the last one is of 2026-W48.",
                company.facts.name_of(person)
            )
        );
    }
}
