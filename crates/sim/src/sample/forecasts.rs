//! The weekly forecasts of the sample company: what people say each Friday of what they own, who submits, and who does not.

use super::agenda::Agenda;
use super::curated::{DEAL_DESK, amended};
use super::days::TODAY;
use super::life::{Act, Life};
use super::table::{Amended, Amendment, Line};
use crate::deed::{Deed, facts_of};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use tenure_app::{Actor, AppError, NewCall, StatedAmount};
use tenure_core::deal::{Suggestion, expect, up_for_forecast};
use tenure_core::facts::Facts;
use tenure_core::forecast::{Category, Due, Kind, Voice, due_on, window_on};
use tenure_core::primitives::{Money, TeammateId, divide_half_even};
use tenure_store::Scope;

/// Monday of the first week in which Halden Systems submits forecasts.
const FIRST_WEEK: Date = date(2026, 10, 5);

/// Twenty seats more after the last Friday: the amount of Daniel's forecast moves, and he has not changed his mind.
const AMENDED: Amendment =
    Amendment { on: TODAY, contract: "HS-2025-0012", what: Amended::Line("a", Line::yearly("Grid desk", "Operations", "280", "803.40")) };

/// Somebody's Friday: who, and whether they see more (above 0) or less in what they own than the facts do.
#[derive(Debug)]
pub(crate) struct Friday {
    person: &'static str,
    leaning: i8,
    kind: Kind,
}

/// Who forecasts. Theo forgets the last two weeks, and nobody hears of them before his manager asks.
const FRIDAYS: [Friday; 13] = [
    own("daniel", 1),
    own("theo", -1),
    own("wei", 0),
    own("jonas", 0),
    own("ben", 0),
    own("kenta", 1),
    own("noor", 0),
    own("priya", 0),
    own("ingrid", 0),
    own("mateo", 0),
    own("victor", 0),
    Friday { person: "victor", leaning: 0, kind: Kind::Team },
    Friday { person: "elena", leaning: 0, kind: Kind::Team },
];

const fn own(person: &'static str, leaning: i8) -> Friday {
    Friday { person, leaning, kind: Kind::Own }
}

/// Enters the Fridays of every week that is over.
///
/// # Errors
/// A number that is none.
pub(crate) fn enter(agenda: &mut Agenda) -> Result<(), AppError> {
    let weeks = std::iter::successors(Some(FIRST_WEEK), |week| Some(week.saturating_add(7.days())));
    for week in weeks.take_while(|week| due_on(*week) < TODAY) {
        let forgotten = week.saturating_add(14.days()) >= TODAY;
        for friday in FRIDAYS.iter().filter(|friday| !(forgotten && friday.person == "theo")) {
            agenda.enter(due_on(week), Act::Forecast(friday));
        }
    }
    agenda.does(AMENDED.on, DEAL_DESK, Deed::Amend(AMENDED.contract.into(), Box::new(amended(&AMENDED)?)));
    Ok(())
}

impl Life<'_> {
    /// Says what is new about what somebody owns, and submits.
    pub(super) async fn forecast(&mut self, day: Date, friday: &Friday) -> Result<bool, AppError> {
        let people = facts_of(self.app(), &Scope::People).await?;
        let Some(person) = people.teammates.values().find(|person| person.reference == friday.person && person.is_active_on(day)) else {
            return Ok(false);
        };
        let window = window_on(day, people.organisation.fiscal_year_start);
        let (me, by) = (person.id, Actor::Operator(person.name.clone()));
        if friday.kind == Kind::Own {
            let facts = facts_of(self.app(), &Scope::Forecast(vec![me], window)).await?;
            let dues = up_for_forecast(&facts, &[me].into(), &window);
            if dues.is_empty() {
                return Ok(false);
            }
            for due in dues.iter().filter(|due| due.ending.is_none()) {
                self.say_of(&facts, (due, me), (day, friday.leaning, &by)).await?;
            }
        }
        self.app().submit_forecast(&by, Some(friday.person), friday.kind).await?;
        Ok(true)
    }

    /// Says what a renewal will bring, where that is not what was said before. Every ninth one nobody gets round to.
    async fn say_of(&self, facts: &Facts, (due, me): (&Due, TeammateId), (day, leaning, by): (Date, i8, &Actor)) -> Result<(), AppError> {
        let Some(suggestion) = expect(facts, due.renewal, day) else { return Ok(()) };
        if due.number % 9 == 4 {
            return Ok(());
        }
        let category = leaned(&suggestion, leaning);
        let last = due.calls.iter().rfind(|call| call.voice == Voice::Owner && call.person == me).and_then(|call| call.said);
        if last.is_some_and(|last| last.category == category) {
            return Ok(());
        }
        let expected = expected(&suggestion, category, due.atr);
        let reason = why(category).to_string();
        let renewal = format!("R-{}", due.number);
        let new = NewCall { renewal, category: Some(category), amount: StatedAmount::Minor(expected), reason, speaks: None };
        self.app().call_renewal(by, new).await?;
        Ok(())
    }
}

/// In whose words.
const fn why(category: Category) -> &'static str {
    match category {
        Category::Commit => "The sponsor wants to go on, and the budget is in their plan.",
        Category::BestCase => "They want to go on; the price is not settled.",
        Category::Pipeline => "We have not heard a clear word from whoever decides.",
        Category::Omitted | Category::Closed => "They told us that they leave.",
    }
}

/// What somebody makes of what the facts suggest.
fn leaned(suggestion: &Suggestion, leaning: i8) -> Category {
    match (suggestion.category, leaning) {
        (Category::Pipeline, 1..) => Category::BestCase,
        (Category::BestCase, 1..) => Category::Commit,
        (Category::Commit, ..0) if suggestion.because.len() > 1 => Category::BestCase,
        (category, _) => category,
    }
}

/// Whoever is not sure of all of it says so: four fifths of what is only in the pipeline.
fn expected(suggestion: &Suggestion, category: Category, due: Money) -> i64 {
    let share = if category == Category::Pipeline { 4 } else { 5 };
    let minor = divide_half_even(i128::from(suggestion.expected_minor) * share, 5);
    i64::try_from(minor).unwrap_or(due.minor).clamp(0, due.minor.max(0))
}
