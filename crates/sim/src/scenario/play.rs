//! Plays a scenario through the verbs: on any app, at the pace of the daily job or only on the days on which something is said.

use super::Scenario;
use super::act::ActRow;
use super::expect::found_on;
use crate::deed::facts_of;
use crate::sample::people::{PEOPLE, founding_book};
use crate::{SeededIds, SimClock};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, ToSpan};
use std::collections::BTreeSet;
use std::sync::Arc;
use tenure_app::{Actor, App, AppError, Clock};
use tenure_core::refusal::Refusal;
use tenure_store::{Location, Scope, Store};

/// How often the daily job runs. Both must come to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Every day.
    Daily,
    /// Only on days on which the scenario acts or expects something, as after an outage.
    WhenSomethingIsSaid,
}

/// How a scenario went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// Verbs that were carried out or refused as expected.
    pub acts: usize,
    /// Expectations that were looked at.
    pub expectations: usize,
    /// Where the facts differ from what is expected.
    pub differences: Vec<String>,
}

const AUTHOR: &str = "Ingrid Solberg";

/// Plays the scenario on an empty instance whose clock is given.
///
/// # Errors
/// An act that is refused and should not be; a fault of the database.
pub async fn play(app: &App, clock: &SimClock, scenario: &Scenario, pace: Pace) -> Result<Played, AppError> {
    let by = Actor::Operator(AUTHOR.into());
    clock.set_day(scenario.begins_on, Time::constant(4, 30, 0, 0));
    app.import_book(&by, &founding_book(), "scenario").await?;
    let mut played = Played::default();
    for day in days(scenario, pace) {
        clock.set_day(day, Time::constant(8, 0, 0, 0));
        app.keep_up(&by).await?;
        for act in scenario.acts.iter().filter(|act| act.on == day) {
            for deed in act.deeds() {
                clock.advance(SignedDuration::from_secs(30));
                played.acts += 1;
                match (deed.carry_out(app, &actor(act)).await, &act.refused) {
                    (Ok(()), None) => {}
                    (Err(error), Some(words)) if error.to_string().contains(words) => {}
                    (Err(error), None) => return Err(error),
                    (outcome, Some(words)) => played.differences.push(format!("{day}: {outcome:?}, expected a refusal with {words:?}")),
                }
            }
        }
        if scenario.quiet {
            played.differences.extend(found_on(&facts_of(app, &Scope::All).await?, day));
        }
        for expected in scenario.expectations.iter().filter(|expected| expected.on == day) {
            played.expectations += 1;
            played.differences.extend(expected.differences(&facts_of(app, &Scope::All).await?));
        }
    }
    Ok(played)
}

/// Whoever the act names, else the desk lead.
fn actor(act: &ActRow) -> Actor {
    let named = PEOPLE.iter().find(|person| Some(person.reference) == act.by.as_deref());
    Actor::Operator(named.map_or(AUTHOR, |person| person.name).into())
}

fn days(scenario: &Scenario, pace: Pace) -> Vec<Date> {
    let all = std::iter::successors(Some(scenario.begins_on), |day| Some(day.saturating_add(1.day())));
    let all = all.take_while(|day| *day <= scenario.ends_on);
    let said: BTreeSet<Date> = scenario.acts.iter().map(|act| act.on).chain(scenario.expectations.iter().map(|e| e.on)).collect();
    all.filter(|day| pace == Pace::Daily || *day == scenario.ends_on || said.contains(day)).collect()
}

/// Plays the scenario in memory and keeps the company in an empty instance, whose today stays the last day.
///
/// # Errors
/// As [`play`]; an instance that is not empty.
pub async fn keep(location: &Location, scenario: &Scenario, seed: u64) -> Result<Played, AppError> {
    let clock = Arc::new(SimClock::on(scenario.begins_on));
    let ids = Arc::new(SeededIds::new(Arc::clone(&clock), seed));
    let target = App::open(location, Arc::clone(&clock) as Arc<dyn Clock>, ids.clone()).await?;
    if let Some(organisation) = target.organisation().await? {
        let problem = format!("this instance belongs to {}", organisation.name);
        return Err(Refusal::general(problem, "Play the scenario into an empty one.").into());
    }
    let app = App::over(Store::in_memory(), Arc::clone(&clock) as Arc<dyn Clock>, ids)?;
    let played = play(&app, &clock, scenario, Pace::Daily).await?;
    app.set_sample_today(&Actor::Operator(AUTHOR.into()), Some(scenario.ends_on)).await?;
    crate::sample::save(&target, &app.store().take_record()).await?;
    target.close().await?;
    Ok(played)
}
