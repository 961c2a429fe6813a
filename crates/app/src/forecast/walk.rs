//! The walk of one person: their renewals of the two quarters, one after the other, and what they come to.

use super::ground::{CallItem, ForecastItem, ForecastShow};
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::permission::may_act;
use crate::views::number_of;
use jiff::civil::Date;
use tenure_core::deal::{Suggestion, due_of, expect, managers_up_to};
use tenure_core::facts::Facts;
use tenure_core::forecast::{ForecastCall, ForecastLine, Kind, Voice, due_on, line_of, week_of, window_on};
use tenure_core::primitives::{Money, TeammateId};
use tenure_core::renewal::Renewal;
use tenure_store::{Scope, Tx};

/// A person's forecast of this week.
#[derive(Clone, Debug)]
pub struct WalkView {
    /// What every forecast shows.
    pub show: ForecastShow,
    /// Open renewals in the order of the walk.
    pub open: Vec<ForecastItem>,
    /// Decided ones of the two quarters.
    pub closed: Vec<ForecastItem>,
    /// How many open ones were looked at this week.
    pub reviewed: u64,
    /// Whether somebody reports to the person.
    pub leads: bool,
}

/// A forecast that somebody owes this week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForecastToDo {
    /// Monday of the week.
    pub week_on: Date,
    /// The day on which it is due.
    pub due_on: Date,
    /// How many open renewals it has.
    pub renewals: u64,
}

/// What is said of one renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalForecastView {
    /// `R-1042`.
    pub renewal: String,
    /// The line as its owner's forecast has it.
    pub line: ForecastLine,
    /// What is due.
    pub due: Money,
    /// Every call, first to last.
    pub calls: Vec<CallItem>,
    /// What the facts alone suggest; `None` for one that is decided.
    pub suggestion: Option<Suggestion>,
    /// Whether the reader may call it, and in which part.
    pub may: Option<Voice>,
}

impl App {
    /// The forecast of a person's own renewals, of whoever is signed in where nobody is named; `None` for a reader who is no teammate.
    ///
    /// # Errors
    /// A person that does not exist.
    pub async fn my_forecast(&self, actor: &Actor, person: Option<&str>) -> Result<Option<WalkView>, AppError> {
        if person.is_none() && actor.teammate().is_none() {
            return Ok(None);
        }
        let (general, me) = self.forecaster(actor, person).await?;
        let today = self.today(&general.organisation);
        let leads = general.teammates.values().any(|other| other.manager == Some(me) && other.is_active_on(today));
        let may_submit = may_act(actor, me, &general, today);
        let ground = self.forecast_ground(&self.store.read().await?, (general, me), Kind::Own).await?;
        let Some(show) = ground.show(may_submit) else { return Ok(None) };
        let (open, closed): (Vec<_>, Vec<_>) = ground.items().into_iter().partition(|item| item.outcome.is_none());
        let open: Vec<ForecastItem> = open.into_iter().map(|item| ground.suggested(item)).collect();
        let reviewed = open.iter().filter(|item| item.reviewed).count() as u64;
        Ok(Some(WalkView { show, open, closed, reviewed, leads }))
    }

    /// The forecast that a person owes this week.
    pub(crate) async fn forecast_to_do(&self, tx: &Tx, (facts, me): (&Facts, TeammateId)) -> Result<Option<ForecastToDo>, AppError> {
        let today = self.today(&facts.organisation);
        let week_on = week_of(today);
        let submitted = facts.forecast_weeks.get(&(me, Kind::Own)).is_some_and(|last| *last >= week_on);
        if facts.forecast_weeks.is_empty() || submitted {
            return Ok(None);
        }
        let window = window_on(today, facts.organisation.fiscal_year_start);
        let renewals = tx.open_for_forecast(me, &window).await?;
        Ok((renewals > 0).then_some(ForecastToDo { week_on, due_on: due_on(week_on), renewals }))
    }

    /// What is said of one renewal; `None` for a yearly review, and for one that nobody owned here.
    ///
    /// # Errors
    /// A renewal that does not exist.
    pub async fn renewal_forecast(&self, actor: &Actor, reference: &str) -> Result<Option<RenewalForecastView>, AppError> {
        let number = number_of(reference)?;
        let facts = self.store.read().await?.facts(&Scope::Renewal(number), self.playbooks.clone()).await?;
        let found = facts.renewals.values().find(|renewal| renewal.number == number);
        let renewal = found.ok_or_else(|| AppError::not_found("renewal", reference))?;
        Ok(forecast_of(actor, renewal, (&facts, self.today(&facts.organisation))))
    }
}

/// What is said of a renewal.
pub(crate) fn forecast_of(actor: &Actor, renewal: &Renewal, (facts, today): (&Facts, Date)) -> Option<RenewalForecastView> {
    let due = due_of(facts, renewal)?;
    let above = actor.teammate().is_some_and(|me| me != due.holder && !managers_up_to(facts, due.holder, me).is_empty());
    let voice = if above { Voice::Manager } else { Voice::Owner };
    let item = |call: &ForecastCall| CallItem {
        person: facts.name_of(call.person).to_string(),
        expected: call.said.map(|said| Money::new(said.expected_minor, call.due.currency)),
        call: call.clone(),
    };
    Some(RenewalForecastView {
        renewal: renewal.reference(),
        line: line_of(&due, &[]),
        due: due.atr,
        calls: due.calls.iter().map(item).collect(),
        suggestion: expect(facts, renewal.id, today),
        may: (renewal.is_open() && may_act(actor, due.holder, facts, today)).then_some(voice),
    })
}

impl RenewalForecastView {
    /// Whether what is due changed since its owner said what counts.
    pub fn moved(&self) -> bool {
        let own = self.calls.iter().rfind(|item| item.call.voice == Voice::Owner && item.call.said.is_some());
        own.is_some_and(|item| item.call.due != self.due)
    }
}
