//! The manager's view: who submitted, what it comes to by person and category, and the manager's own word beside it.

use super::ground::{ForecastItem, ForecastShow, Ground};
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::permission::may_act;
use crate::views::Person;
use std::collections::BTreeMap;
use tenure_core::deal::forecast_lines;
use tenure_core::forecast::{Adjustment, Due, Forecast, ForecastLine, Kind, Totals, adjustments_in};
use tenure_core::primitives::{Money, TeammateId};

/// What a manager adds to or takes from somebody's forecast this week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjustmentItem {
    /// Whose forecast.
    pub person: Person,
    /// What is added to the commit, in the reporting currency.
    pub delta: Money,
    /// The word itself.
    pub said: Adjustment,
}

/// One person of a team.
#[derive(Clone, Debug)]
pub struct ForecastPerson {
    /// Who.
    pub person: Person,
    /// What they say themselves, as it stands.
    pub own: Totals,
    /// With the word of those above them on single renewals and on the whole.
    pub adjusted: Totals,
    /// The manager's word on the whole.
    pub adjustment: Option<AdjustmentItem>,
    /// Their last submission of this week, without its lines.
    pub submitted: Option<Forecast>,
    /// How many open renewals they looked at this week.
    pub reviewed: u64,
    /// How many open renewals they have.
    pub open: u64,
}

/// The forecast of everybody who reports to a person, directly or through others, and of the person.
#[derive(Clone, Debug)]
pub struct TeamForecastView {
    /// What every forecast shows.
    pub show: ForecastShow,
    /// Everybody with something in it, those who have not submitted first.
    pub people: Vec<ForecastPerson>,
    /// Every renewal, in the order of a walk.
    pub items: Vec<ForecastItem>,
}

impl App {
    /// The forecast of a person's team, of whoever is signed in where nobody is named; `None` for a reader who is no teammate and for
    /// somebody to whom nobody reports.
    ///
    /// # Errors
    /// A person that does not exist.
    pub async fn team_forecast(&self, actor: &Actor, manager: Option<&str>) -> Result<Option<TeamForecastView>, AppError> {
        if manager.is_none() && actor.teammate().is_none() {
            return Ok(None);
        }
        let (general, me) = self.forecaster(actor, manager).await?;
        let may_submit = may_act(actor, me, &general, self.today(&general.organisation));
        if super::people_of(&general, me, Kind::Team).len() == 1 {
            return Ok(None);
        }
        let tx = self.store.read().await?;
        let ground = self.forecast_ground(&tx, (general, me), Kind::Team).await?;
        let named: Vec<TeammateId> = ground.people.iter().copied().collect();
        let submitted = tx.forecasts_since(&named, Kind::Own, ground.week_on).await?;
        let Some(show) = ground.show(may_submit) else { return Ok(None) };
        let items = ground.items();
        let people = by_person(&ground, &items, submitted);
        Ok(Some(TeamForecastView { show, people, items }))
    }
}

fn by_person(ground: &Ground, items: &[ForecastItem], submitted: Vec<Forecast>) -> Vec<ForecastPerson> {
    let last: BTreeMap<TeammateId, Forecast> = submitted.into_iter().map(|forecast| (forecast.person, forecast)).collect();
    let said = adjustments_in(&ground.facts.adjustments, ground.me, ground.week_on);
    let mut people: Vec<ForecastPerson> = Vec::new();
    for id in &ground.people {
        let Some(person) = ground.persons.get(id) else { continue };
        let dues: Vec<Due> = ground.dues.iter().filter(|due| due.holder == *id).cloned().collect();
        if dues.is_empty() {
            continue;
        }
        let adjustment = said.iter().find(|said| said.person == *id).map(|said| AdjustmentItem {
            person: person.clone(),
            delta: Money::new(said.delta_minor, ground.facts.reporting()),
            said: (*said).clone(),
        });
        let theirs: Vec<&ForecastItem> = items.iter().filter(|item| item.line.holder == *id && item.outcome.is_none()).collect();
        let lines: Vec<&ForecastLine> = ground.lines.iter().filter(|line| line.holder == *id).collect();
        people.push(ForecastPerson {
            person: person.clone(),
            own: Totals::of(&forecast_lines(&ground.facts, &dues, None), 0),
            adjusted: Totals::of(lines, adjustment.as_ref().map_or(0, |item| item.delta.minor)),
            adjustment,
            submitted: last.get(id).cloned(),
            reviewed: theirs.iter().filter(|item| item.reviewed).count() as u64,
            open: theirs.len() as u64,
        });
    }
    let due = |person: &ForecastPerson| std::cmp::Reverse(person.adjusted.due);
    people.sort_by_cached_key(|person| (person.submitted.is_some(), due(person), person.person.name.clone()));
    people
}
