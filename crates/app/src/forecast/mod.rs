//! The weekly forecast: calling a renewal, adjusting somebody's forecast, submitting; and the views to walk through it.

mod accuracy;
mod ground;
mod team;
mod walk;

pub use accuracy::{AccuracyView, ForecasterItem, WeekMeasured};
pub use ground::{BridgeRow, CallItem, ForecastItem, ForecastShow, OpeningItem};
pub use team::{AdjustmentItem, ForecastPerson, TeamForecastView};
pub(crate) use walk::forecast_of;
pub use walk::{ForecastToDo, RenewalForecastView, WalkView};

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::{leads, may_act};
use crate::views::number_of;
use std::collections::BTreeSet;
use tenure_core::commands;
use tenure_core::deal::{managers_up_to, team_of};
use tenure_core::facts::{Facts, Write};
use tenure_core::forecast::{Adjustment, Category, ForecastCall, Kind, Level, Said, Totals, Voice, week_name, window_on};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{Currency, ForecastId, Money, TeammateId, parse_minor};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::Renewal;
use tenure_store::Scope;

/// An amount as somebody states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatedAmount {
    /// Everything that is due; nothing for what is omitted.
    All,
    /// Minor units of the currency in question.
    Minor(i64),
    /// As people write it, such as `25000.50`.
    Text(String),
}

impl StatedAmount {
    fn minor(&self, all: i64, currency: Currency) -> Result<i64, Refusal> {
        match self {
            Self::All => Ok(all),
            Self::Minor(minor) => Ok(*minor),
            Self::Text(text) => {
                let plain: String = text.trim().chars().filter(|c| *c != ',').collect();
                parse_minor(&plain, currency).map_err(|problem| Refusal {
                    column: Some("amount".into()),
                    value: Some(text.clone()),
                    problem,
                    remedy: format!("Write the amount in {}, such as 25000.50.", currency.code()),
                    ..Refusal::default()
                })
            }
        }
    }
}

/// What somebody says of a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCall {
    /// `R-1042`.
    pub renewal: String,
    /// The category; `None` takes back what was said.
    pub category: Option<Category>,
    /// The amount expected to renew.
    pub amount: StatedAmount,
    /// Why.
    pub reason: String,
    /// Reference or e-mail of whose word it is: the owner, or somebody above. Where it is absent, the reader's own where they are above the
    /// owner, else the owner's.
    pub speaks: Option<String>,
}

impl App {
    /// Says what a renewal will bring: for whoever owns it commercially or stands in, and, kept apart, for whoever is above them. Desk lead
    /// and administrators say it for the owner.
    ///
    /// # Errors
    /// See [`commands::call_renewal`].
    pub async fn call_renewal(&self, actor: &Actor, new: NewCall) -> Result<String, AppError> {
        let number = number_of(&new.renewal)?;
        carry_out(self, actor, Scope::Renewal(number), |context| {
            let facts = context.facts;
            let missing = || AppError::not_found("renewal", &new.renewal);
            let renewal = facts.renewals.values().find(|renewal| renewal.number == number).ok_or_else(missing)?;
            let (voice, person) = speaker(actor, (renewal, new.speaks.as_deref()), context)?;
            let due = renewal.target.atr;
            let said = match new.category {
                None => None,
                Some(category) => {
                    let all = if category == Category::Omitted { 0 } else { due.minor };
                    Some(Said { category, expected_minor: new.amount.minor(all, due.currency)? })
                }
            };
            let call = ForecastCall {
                renewal: renewal.id,
                number: 0,
                voice,
                person,
                said,
                due,
                reason: new.reason.clone(),
                author: actor.name(),
                called_on: context.moment.today,
                recorded_at: context.moment.recorded_at,
            };
            let writes = commands::call_renewal(facts, call)?;
            let reference = renewal.reference();
            Ok(Decided {
                writes,
                kind: "forecast_called",
                summary: told(facts, &reference, (voice, person, said), due),
                subject: reference,
            })
        })
        .await
    }

    /// Submits the forecast of a person's own renewals, or of their team: a copy of every line as it stands. For the person, whoever stands in
    /// for them or leads them, and administrators.
    ///
    /// # Errors
    /// Nobody named by somebody who is no teammate; see [`commands::submit_forecast`].
    pub async fn submit_forecast(&self, actor: &Actor, person: Option<&str>, kind: Kind) -> Result<String, AppError> {
        let (general, me) = self.forecaster(actor, person).await?;
        let today = self.today(&general.organisation);
        let window = window_on(today, general.organisation.fiscal_year_start);
        let people = people_of(&general, me, kind);
        carry_out(self, actor, Scope::Forecast(people.into_iter().collect(), window), |context| {
            if !may_act(actor, me, context.facts, context.moment.today) {
                return Err(AppError::Forbidden(format!("You do not submit for {}.", context.facts.name_of(me))));
            }
            let id = ForecastId::new(context.ids);
            let forecast = commands::submit_forecast(context.facts, (me, kind), (id, &actor.name()), context.moment)?;
            let totals = Totals::of(&forecast.lines, forecast.adjusted_minor);
            let money = |minor| Money::new(minor, forecast.currency);
            let summary = format!(
                "{} of {} for {}: commit {} of {} due, {} of {} renewals called",
                kind.label(),
                context.facts.name_of(me),
                week_name(forecast.week_on),
                money(totals.at(Level::Commit)),
                money(totals.due),
                totals.lines - totals.uncalled,
                totals.lines
            );
            let subject = context.facts.teammates.get(&me).map(|person| person.reference.clone()).unwrap_or_default();
            Ok(Decided { writes: vec![Write::Forecast(forecast)], kind: "forecast_submitted", subject, summary })
        })
        .await
    }

    /// Adds to or takes from what somebody forecasts this week, kept apart from their own word. For whoever is above the person; an
    /// administrator or the desk lead who is not says it for the person's manager.
    ///
    /// # Errors
    /// See [`commands::adjust_forecast`].
    pub async fn adjust_forecast(&self, actor: &Actor, person: &str, (delta, reason): (StatedAmount, &str)) -> Result<String, AppError> {
        let (general, of) = self.forecaster(actor, Some(person)).await?;
        let window = window_on(self.today(&general.organisation), general.organisation.fiscal_year_start);
        let people = people_of(&general, of, Kind::Own);
        carry_out(self, actor, Scope::Forecast(people.into_iter().collect(), window), |context| {
            let facts = context.facts;
            let name = facts.name_of(of).to_string();
            if !leads(actor, of, facts) {
                return Err(AppError::Forbidden(format!("You do not lead {name}.")));
            }
            let above = actor.teammate().filter(|me| !managers_up_to(facts, of, *me).is_empty());
            let theirs = facts.teammates.get(&of).and_then(|person| person.manager);
            let nobody = || Refusal::general(format!("{name} reports to nobody"), "Say who leads them first.");
            let manager = above.or(theirs).ok_or_else(nobody)?;
            let currency = facts.reporting();
            let delta_minor = delta.minor(0, currency)?;
            let said = Adjustment {
                manager,
                person: of,
                week_on: context.moment.today,
                number: 0,
                delta_minor,
                reason: reason.into(),
                said_on: context.moment.today,
                recorded_at: context.moment.recorded_at,
            };
            let writes = commands::adjust_forecast(facts, said)?;
            let by = facts.name_of(manager);
            let summary = format!("{by} adjusts the commit of {name} by {}", Money::new(delta_minor, currency));
            let subject = facts.teammates.get(&of).map(|person| person.reference.clone()).unwrap_or_default();
            Ok(Decided { writes, kind: "forecast_adjusted", subject, summary })
        })
        .await
    }

    /// The facts without accounts, and the person of a reference or e-mail, else whoever is signed in.
    pub(crate) async fn forecaster(&self, actor: &Actor, person: Option<&str>) -> Result<(Facts, TeammateId), AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let id = forecaster_in(&facts, actor, person)?;
        Ok((facts, id))
    }
}

/// Whose forecast is meant: that of a person who is named, else that of whoever asks.
fn forecaster_in(facts: &Facts, actor: &Actor, person: Option<&str>) -> Result<TeammateId, AppError> {
    match (person, actor.teammate()) {
        (Some(reference), _) => Ok(teammate(facts.teammates.values(), reference)?.id),
        (None, Some(me)) => Ok(me),
        (None, None) => {
            let remedy = "Name one by reference or e-mail.";
            Err(Refusal { column: Some("person".into()), ..Refusal::general("is missing: you are no teammate", remedy) }.into())
        }
    }
}

/// Whose renewals a forecast has.
pub(crate) fn people_of(facts: &Facts, person: TeammateId, kind: Kind) -> BTreeSet<TeammateId> {
    match kind {
        Kind::Own => [person].into(),
        Kind::Team => team_of(facts, person),
    }
}

/// In which part the actor speaks of a renewal, and for whom.
fn speaker(actor: &Actor, (renewal, named): (&Renewal, Option<&str>), context: &Context<'_>) -> Result<(Voice, TeammateId), AppError> {
    let facts = context.facts;
    let holder = facts.holder(renewal.id, Responsibility::Commercial).unwrap_or(facts.organisation.desk_lead);
    if !may_act(actor, holder, facts, context.moment.today) {
        return Err(AppError::Forbidden(format!("{} owns {} commercially and calls it.", facts.name_of(holder), renewal.reference())));
    }
    let is_above = |person: &TeammateId| *person != holder && !managers_up_to(facts, holder, *person).is_empty();
    if let Some(reference) = named {
        let person = teammate(facts.teammates.values(), reference)?;
        if !may_act(actor, person.id, facts, context.moment.today) {
            return Err(AppError::Forbidden(format!("You do not speak for {}.", person.name)));
        }
        return match person.id == holder {
            true => Ok((Voice::Owner, holder)),
            false if is_above(&person.id) => Ok((Voice::Manager, person.id)),
            false => {
                let says = format!("neither owns {} commercially nor leads who does", renewal.reference());
                Err(Refusal { column: Some("speaks".into()), value: Some(reference.into()), ..Refusal::general(says, "") }.into())
            }
        };
    }
    let above = actor.teammate().filter(is_above);
    Ok(above.map_or((Voice::Owner, holder), |me| (Voice::Manager, me)))
}

fn told(facts: &Facts, reference: &str, (voice, person, said): (Voice, TeammateId, Option<Said>), due: Money) -> String {
    let who = match voice {
        Voice::Owner => facts.name_of(person).to_string(),
        Voice::Manager => format!("{}, as manager,", facts.name_of(person)),
    };
    match said {
        Some(said) => {
            let expected = Money::new(said.expected_minor, due.currency);
            format!("{who} calls {reference} {}: {expected} of {due}", said.category.label().to_lowercase())
        }
        None => format!("{who} takes back what was called of {reference}"),
    }
}
