//! What was submitted against what came, by person: error and bias once renewals are decided.

use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::views::{Person, people};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::deal::due_of;
use tenure_core::forecast::{Forecast, Kind, Level, week_of};
use tenure_core::metrics::{Accuracy, Became, accuracy_of};
use tenure_core::primitives::{Currency, RenewalId, TeammateId};
use tenure_store::Scope;

/// How far back submissions are measured: two quarters, what a forecast looks ahead.
const WEEKS_BACK: i64 = 26;

/// A week's last submission held against what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekMeasured {
    /// Monday of the week.
    pub week_on: Date,
    /// What was committed against what came.
    pub accuracy: Accuracy,
}

/// How one person forecasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecasterItem {
    /// Who.
    pub person: Person,
    /// All weeks together.
    pub accuracy: Accuracy,
    /// Week by week, the last first.
    pub weeks: Vec<WeekMeasured>,
}

/// How well people forecast.
#[derive(Clone, Debug)]
pub struct AccuracyView {
    /// Today.
    pub today: Date,
    /// The first week that is measured.
    pub since_on: Date,
    /// The reporting currency.
    pub currency: Currency,
    /// Everybody who submitted.
    pub people: Vec<ForecasterItem>,
}

impl App {
    /// How well a person and their team forecast; of whoever is signed in where nobody is named, and of everybody for a reader who is no
    /// teammate.
    ///
    /// # Errors
    /// A person that does not exist.
    pub async fn forecast_accuracy(&self, actor: &Actor, person: Option<&str>) -> Result<AccuracyView, AppError> {
        let tx = self.store.read().await?;
        let general = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&general.organisation);
        let since_on = week_of(today).saturating_sub((7 * WEEKS_BACK).days());
        let wanted: Vec<TeammateId> = if person.is_none() && actor.teammate().is_none() {
            general.teammates.keys().copied().collect()
        } else {
            let me = super::forecaster_in(&general, actor, person)?;
            super::people_of(&general, me, Kind::Team).into_iter().collect()
        };
        let all = tx.forecasts_since(&wanted, Kind::Own, since_on).await?;
        // The last submission of each person and week counts.
        let last: BTreeMap<(TeammateId, Date), Forecast> = all.into_iter().map(|one| ((one.person, one.week_on), one)).collect();
        let mut forecasts: Vec<Forecast> = last.into_values().collect();
        tx.add_forecast_lines(&mut forecasts).await?;
        let ids: BTreeSet<RenewalId> = forecasts.iter().flat_map(|forecast| &forecast.lines).map(|line| line.renewal).collect();
        let ids: Vec<RenewalId> = ids.into_iter().collect();
        let accounts = tx.accounts_of_renewals(&ids).await?;
        let facts = tx.facts(&Scope::Accounts(accounts), self.playbooks.clone()).await?;
        let became = ids.iter().filter_map(|id| facts.renewals.get(id)).map(|renewal| {
            let became = match due_of(&facts, renewal) {
                None => Became::Nothing,
                Some(due) => due.ending.map_or(Became::Open, |ending| Became::Decided(ending.renewed_minor)),
            };
            (renewal.id, became)
        });
        let became: BTreeMap<RenewalId, Became> = became.collect();
        let persons = people(&general, today);
        let mut found: BTreeMap<TeammateId, Vec<WeekMeasured>> = BTreeMap::new();
        for forecast in &forecasts {
            let accuracy = accuracy_of(&forecast.lines, &became, Level::Commit);
            found.entry(forecast.person).or_default().push(WeekMeasured { week_on: forecast.week_on, accuracy });
        }
        let item = |(id, mut weeks): (TeammateId, Vec<WeekMeasured>)| {
            weeks.sort_by_key(|week| std::cmp::Reverse(week.week_on));
            let accuracy = weeks.iter().fold(Accuracy::default(), |sum, week| sum.plus(week.accuracy));
            Some(ForecasterItem { person: persons.get(&id)?.clone(), accuracy, weeks })
        };
        let mut people: Vec<ForecasterItem> = found.into_iter().filter_map(item).collect();
        people.sort_by_cached_key(|item| (std::cmp::Reverse(item.accuracy.decided), item.person.name.clone()));
        Ok(AccuracyView { today, since_on, currency: general.reporting(), people })
    }
}
