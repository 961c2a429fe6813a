//! Verbs on the forecast: calling a renewal, adjusting somebody's forecast as their manager, and submitting.

use super::{check_note, field};
use crate::deal::{forecast_lines, team_of, up_for_forecast};
use crate::facts::{Facts, Moment, Write};
use crate::forecast::{Adjustment, Category, Forecast, ForecastCall, Kind, Totals, Voice, adjustments_in, week_of, window_on};
use crate::primitives::{ForecastId, Money, TeammateId, format_minor};
use crate::refusal::Refusal;
use crate::renewal::RenewalKind;
use std::collections::BTreeSet;

/// Says what a renewal will bring, or takes that back. Its number and what is due are taken from the facts; the same words again on the
/// same day are nothing.
///
/// # Errors
/// A renewal that does not exist, is decided, or is a yearly review; closed as a category; an amount below nothing or above what is due;
/// no reason; nothing to take back.
pub fn call_renewal(facts: &Facts, call: ForecastCall) -> Result<Vec<Write>, Refusal> {
    let renewal = facts.renewals.get(&call.renewal).ok_or_else(|| Refusal::general("that renewal does not exist", ""))?;
    if renewal.kind != RenewalKind::Renewal {
        let remedy = "A review brings no renewal money, so nobody forecasts it.";
        return Err(Refusal { remedy: remedy.into(), ..field("renewal", &renewal.reference(), "is a yearly review".into()) });
    }
    if !renewal.is_open() {
        let remedy = "What is decided stands in the forecast as closed.";
        return Err(Refusal { remedy: remedy.into(), ..field("renewal", &renewal.reference(), "is decided".into()) });
    }
    let due = renewal.target.atr;
    if let Some(said) = call.said {
        if said.category == Category::Closed {
            return Err(field("category", said.category.code(), "follows from the outcome and is never called".into()));
        }
        if !(0..=due.minor.max(0)).contains(&said.expected_minor) {
            let given = format_minor(said.expected_minor, due.currency);
            let remedy = "Growth is an expansion of its own; write down here what of the present contract renews.";
            return Err(Refusal {
                remedy: remedy.into(),
                ..field("amount", &given, format!("is not between nothing and what is due, {due}"))
            });
        }
    }
    let reason = check_note("reason", &call.reason)?;
    if reason.is_empty() {
        return Err(field("reason", "", "is missing: say in a few words why".into()));
    }
    let calls = facts.forecast_calls.get(&call.renewal).map_or(&[][..], Vec::as_slice);
    // Whoever owns it now may take back what somebody said who owned it before; a manager's word is their own.
    let mine = |other: &&ForecastCall| other.voice == call.voice && (call.voice == Voice::Owner || other.person == call.person);
    let before = calls.iter().rfind(mine);
    if call.said.is_none() && before.is_none_or(|before| before.said.is_none()) {
        return Err(field("category", "", "was not called, so there is nothing to take back".into()));
    }
    let call = ForecastCall { number: calls.last().map_or(0, |last| last.number) + 1, due, reason, ..call };
    let told = |call: &ForecastCall| (call.said, call.due, call.reason.clone(), call.called_on);
    let last = calls.iter().rfind(|other| other.voice == call.voice);
    let same = last.is_some_and(|last| last.person == call.person && told(last) == told(&call));
    Ok(if same { Vec::new() } else { vec![Write::ForecastCall(call)] })
}

/// Adds to or takes from what a person forecasts, as somebody above them, for the week of `said_on`. Its week and number are given here; the
/// same again is nothing, and nothing as an amount takes the adjustment back.
///
/// # Errors
/// Somebody who does not report to the manager, an amount that would take the person's commit below nothing or above what is due, no
/// reason.
pub fn adjust_forecast(facts: &Facts, said: Adjustment) -> Result<Vec<Write>, Refusal> {
    let team = team_of(facts, said.manager);
    if said.person == said.manager || !team.contains(&said.person) {
        let name = facts.name_of(said.person).to_string();
        return Err(field("person", &name, format!("does not report to {}", facts.name_of(said.manager))));
    }
    let reason = check_note("reason", &said.reason)?;
    if reason.is_empty() {
        return Err(field("reason", "", "is missing: say in a few words why".into()));
    }
    let window = window_on(said.said_on, facts.organisation.fiscal_year_start);
    let dues = up_for_forecast(facts, &[said.person].into(), &window);
    let totals = Totals::of(&forecast_lines(facts, &dues, Some(said.manager)), 0);
    let commit = totals.closed + totals.commit;
    let (least, most) = (-commit, totals.due - commit);
    if !(least..=most).contains(&said.delta_minor) {
        let currency = facts.reporting();
        let given = format_minor(said.delta_minor, currency);
        let (least, most) = (Money::new(least, currency), Money::new(most, currency));
        return Err(field("amount", &given, format!("is not between {least}, which leaves nothing, and {most}, which is all that is due")));
    }
    let week_on = week_of(said.said_on);
    let of = |other: &&Adjustment| (other.manager, other.person, other.week_on) == (said.manager, said.person, week_on);
    let before = facts.adjustments.iter().filter(of).max_by_key(|other| other.number);
    let unchanged = match before {
        Some(before) => before.delta_minor == said.delta_minor && before.reason == reason,
        None => said.delta_minor == 0,
    };
    let number = before.map_or(0, |before| before.number) + 1;
    Ok(if unchanged { Vec::new() } else { vec![Write::Adjustment(Adjustment { week_on, number, reason, ..said })] })
}

/// Submits what a person's renewals, or those of their team, are expected to bring in the week of today: a copy of every line.
///
/// # Errors
/// Nothing that ends in the two quarters.
pub fn submit_forecast(
    facts: &Facts,
    (person, kind): (TeammateId, Kind),
    (id, author): (ForecastId, &str),
    moment: Moment,
) -> Result<Forecast, Refusal> {
    let window = window_on(moment.today, facts.organisation.fiscal_year_start);
    let (people, top): (BTreeSet<TeammateId>, _) = match kind {
        Kind::Own => ([person].into(), None),
        Kind::Team => (team_of(facts, person), Some(person)),
    };
    if kind == Kind::Team && people.len() == 1 {
        return Err(field("person", facts.name_of(person), "has nobody who reports to them".into()));
    }
    let dues = up_for_forecast(facts, &people, &window);
    if dues.is_empty() {
        let remedy = "A forecast looks at renewals that somebody owns commercially and that end in this fiscal quarter or the next.";
        return Err(Refusal::general("nothing ends in this quarter or the next", remedy));
    }
    let week_on = week_of(moment.today);
    let adjusted = if kind == Kind::Team { adjustments_in(&facts.adjustments, person, week_on) } else { Vec::new() };
    Ok(Forecast {
        id,
        person,
        kind,
        week_on,
        window,
        adjusted_minor: adjusted.iter().map(|said| said.delta_minor).sum(),
        currency: facts.reporting(),
        author: author.into(),
        submitted_on: moment.today,
        recorded_at: moment.recorded_at,
        lines: forecast_lines(facts, &dues, top),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::forecast::Said;
    use crate::ownership::Responsibility;

    fn call(company: &Company, said: Option<(Category, i64)>) -> ForecastCall {
        let renewal = company.renewal();
        let person = company.facts.holder(renewal.id, Responsibility::Commercial).unwrap();
        ForecastCall {
            renewal: renewal.id,
            number: 0,
            voice: Voice::Owner,
            person,
            said: said.map(|(category, expected_minor)| Said { category, expected_minor }),
            due: renewal.target.atr,
            reason: "The sponsor confirmed the budget.".into(),
            author: "Rafael Costa".into(),
            called_on: company.today,
            recorded_at: company.moment().recorded_at,
        }
    }

    #[test]
    fn a_call_is_bounded_by_what_is_due_and_the_same_word_again_is_nothing() {
        let mut company = Company::with_one_contract();
        let due = company.renewal().target.atr.minor;
        let refused = |company: &Company, call| call_renewal(&company.facts, call).unwrap_err().to_string();
        assert!(refused(&company, call(&company, Some((Category::Commit, due + 1)))).contains("412,500.00 USD"));
        assert!(refused(&company, call(&company, Some((Category::Commit, -1)))).contains("not between nothing"));
        assert!(refused(&company, call(&company, Some((Category::Closed, due)))).contains("follows from the outcome"));
        assert!(
            refused(&company, ForecastCall { reason: " ".into(), ..call(&company, Some((Category::Commit, due))) }).contains("missing")
        );
        assert!(refused(&company, call(&company, None)).contains("nothing to take back"));
        let first = call(&company, Some((Category::Commit, due)));
        company.accept(call_renewal(&company.facts, first.clone()));
        assert_eq!(call_renewal(&company.facts, first), Ok(vec![]));
        let back = call(&company, None);
        company.accept(call_renewal(&company.facts, back));
        let numbers: Vec<u32> = company.facts.forecast_calls[&company.renewal().id].iter().map(|call| call.number).collect();
        assert_eq!(numbers, [1, 2], "what was said stays");
    }

    #[test]
    fn a_submission_copies_the_lines_and_a_later_call_leaves_it_as_it_was() {
        let mut company = Company::with_one_contract();
        let due = company.renewal().target.atr.minor;
        let first = call(&company, Some((Category::BestCase, due / 2)));
        let (person, id) = (first.person, ForecastId::new(&company.ids));
        company.accept(call_renewal(&company.facts, first));
        let submitted = submit_forecast(&company.facts, (person, Kind::Own), (id, "Rafael Costa"), company.moment()).unwrap();
        let later = call(&company, Some((Category::Commit, due)));
        company.accept(call_renewal(&company.facts, later));
        let line = &submitted.lines[0];
        assert_eq!((line.category, line.expected.minor, line.due_minor), (Some(Category::BestCase), due / 2, due));
        let lena = company.teammate("lena");
        let none = submit_forecast(&company.facts, (lena, Kind::Own), (id, "Lena Brandt"), company.moment());
        assert!(none.unwrap_err().to_string().contains("nothing ends in this quarter or the next"));
    }

    #[test]
    fn an_adjustment_stays_between_nothing_and_all_that_is_due() {
        let mut company = Company::with_one_contract();
        let due = company.renewal().target.atr.minor;
        let first = call(&company, Some((Category::Commit, due)));
        let person = first.person;
        company.accept(call_renewal(&company.facts, first));
        let lena = company.teammate("lena");
        let said = |delta_minor| Adjustment {
            manager: lena,
            person,
            week_on: company.today,
            number: 0,
            delta_minor,
            reason: "Two of them slip, I do not know which.".into(),
            said_on: company.today,
            recorded_at: company.moment().recorded_at,
        };
        assert!(adjust_forecast(&company.facts, said(-1)).unwrap_err().to_string().contains("does not report to"));
        let mut facts = company.facts.clone();
        facts.teammates.get_mut(&person).unwrap().manager = Some(lena);
        assert!(adjust_forecast(&facts, said(1)).is_err(), "all that is due is committed");
        assert!(adjust_forecast(&facts, said(-due - 1)).is_err());
        facts.apply_all(&adjust_forecast(&facts, said(-due)).unwrap());
        assert_eq!(
            facts.adjustments.last().map(|said| (said.number, said.delta_minor, said.week_on)),
            Some((1, -due, jiff::civil::date(2026, 11, 23)))
        );
        assert_eq!(adjust_forecast(&facts, said(-due)), Ok(vec![]), "the same again");
        let team = submit_forecast(&facts, (lena, Kind::Team), (ForecastId::new(&company.ids), "Lena Brandt"), company.moment()).unwrap();
        let totals = Totals::of(&team.lines, team.adjusted_minor);
        assert_eq!((totals.commit, totals.at(crate::forecast::Level::Commit)), (due, 0), "the person's word stays beside it");
    }
}
