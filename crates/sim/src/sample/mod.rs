//! The first sample company: Halden Systems, from its first day with Tenure to Monday 23 November 2026.
//!
//! Thirty customers, what they signed and what happened to them are tables; two hundred more are made from the seed. [`load_sample`]
//! lives them day by day through the verbs, in memory, and saves the whole life in one transaction.

pub mod accounts;
mod advice;
pub(crate) mod agenda;
pub mod contracts;
pub(crate) mod crowd;
mod csqls;
mod curated;
pub mod days;
mod forecasts;
mod handing_over;
pub(crate) mod life;
mod offers;
pub mod people;
mod profiles;
mod rates;
mod rooms;
mod stories;
pub mod table;
mod talk;
mod turns;

use crate::{SeededIds, SimClock};
use agenda::Agenda;
use crowd::Span;
use jiff::civil::{Date, Time};
use life::Life;
use people::{FOUNDED_ON, founding_book, products_and_holidays};
use std::sync::Arc;
use tenure_app::{Actor, App, AppError, Clock};
use tenure_core::book::Book;
use tenure_core::facts::Moment;
use tenure_core::identity::{OrganisationSettings, Stage};
use tenure_core::primitives::EventId;
use tenure_core::refusal::Refusal;
use tenure_core::renewal::TaskState;
use tenure_store::{Event, Location, Recorded, Scope, Store};

/// Who sets Tenure up.
pub const AUTHOR: &str = "Ingrid Solberg";

/// Numbers of the customers that are made from the seed; those of the tables come before, those of the stories after.
const CROWD: std::ops::Range<u32> = 31..231;

/// What was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleSummary {
    /// Name of the company.
    pub organisation: String,
    /// Its today, which stays.
    pub today: Date,
    /// People, also the one who left.
    pub people: usize,
    /// Customers.
    pub accounts: usize,
    /// Contracts.
    pub contracts: usize,
    /// Renewals that are open.
    pub open_renewals: usize,
    /// Renewals that are decided.
    pub decided_renewals: usize,
    /// Steps that somebody completed.
    pub completed_steps: usize,
    /// Verbs that were carried out.
    pub verbs: usize,
}

/// Loads the sample company into an empty instance. The seed decides ids, times of day, who writes what down, and the customers
/// that have no table.
///
/// # Errors
/// An instance that is not empty; a fault of the database.
pub async fn load_sample(location: &Location, seed: u64) -> Result<SampleSummary, AppError> {
    load_sample_telling(location, seed, |_| {}).await
}

/// As [`load_sample`]; `tell` hears of each day before it is lived.
///
/// # Errors
/// As [`load_sample`].
pub async fn load_sample_telling(location: &Location, seed: u64, tell: impl FnMut(Date)) -> Result<SampleSummary, AppError> {
    let mut agenda = Agenda::default();
    curated::enter(&mut agenda, |_| true)?;
    crowd::enter(&mut agenda, seed, CROWD, Span { from_on: FOUNDED_ON, until_on: days::TODAY });
    csqls::enter(&mut agenda, |_| true);
    rooms::enter(&mut agenda, |_| true);
    talk::enter(&mut agenda, |_| true);
    offers::enter(&mut agenda, |_| true);
    stories::enter(&mut agenda, seed);
    turns::enter(&mut agenda, seed);
    forecasts::enter(&mut agenda)?;
    rates::enter(&mut agenda);
    profiles::enter(&mut agenda)?;
    load(location, seed, agenda, tell).await
}

/// Loads the sample company with some of the customers that have tables: enough for a test that does not count them.
///
/// # Errors
/// As [`load_sample`].
pub async fn load_part(location: &Location, seed: u64, keeps: fn(&str) -> bool) -> Result<SampleSummary, AppError> {
    let mut agenda = Agenda::default();
    curated::enter(&mut agenda, keeps)?;
    csqls::enter(&mut agenda, keeps);
    rooms::enter(&mut agenda, keeps);
    talk::enter(&mut agenda, keeps);
    offers::enter(&mut agenda, keeps);
    load(location, seed, agenda, |_| {}).await
}

async fn load(location: &Location, seed: u64, mut agenda: Agenda, tell: impl FnMut(Date)) -> Result<SampleSummary, AppError> {
    let clock = Arc::new(SimClock::on(FOUNDED_ON));
    let ids = Arc::new(SeededIds::new(Arc::clone(&clock), seed));
    let target = App::open(location, Arc::clone(&clock) as Arc<dyn Clock>, ids.clone()).await?;
    if let Some(organisation) = target.organisation().await? {
        let problem = format!("this instance belongs to {}", organisation.name);
        return Err(Refusal::general(problem, "Load the sample company into an empty one.").into());
    }
    let app = App::over(Store::in_memory(), Arc::clone(&clock) as Arc<dyn Clock>, ids.clone())?;
    found(&app, (&clock, &ids), FOUNDED_ON, &founding_book()).await?;
    if let Some(organisation) = app.organisation().await? {
        let settings = OrganisationSettings { stage: Some(Stage::Growing), ..organisation.settings() };
        app.set_organisation(&Actor::Operator(AUTHOR.into()), settings).await?;
    }
    turns::enter_people(&mut agenda);
    advice::enter(&mut agenda)?;
    let verbs = Life::new(&app, &clock, seed, agenda, days::TODAY).live(FOUNDED_ON, tell).await?;
    app.set_sample_today(&Actor::Operator(AUTHOR.into()), Some(days::TODAY)).await?;
    let summary = summarise(&app, verbs + 3).await?;
    save(&target, &app.store().take_record()).await?;
    target.close().await?;
    Ok(summary)
}

/// The first morning: the founding book, and what it has no file for.
pub(crate) async fn found(app: &App, (clock, ids): (&SimClock, &SeededIds), on: Date, book: &Book) -> Result<(), AppError> {
    clock.set_day(on, Time::constant(4, 30, 0, 0));
    app.import_book(&Actor::Operator(AUTHOR.into()), book, "halden-systems").await?;
    let event = Event {
        id: EventId::new(ids),
        kind: "catalogue_set".into(),
        subject: "organisation".into(),
        summary: "Products and holidays were entered".into(),
        actor: AUTHOR.into(),
        occurred_on: on,
        recorded_at: app.now(),
    };
    let tx = app.store().write().await?;
    tx.save(&products_and_holidays()?, Moment { today: on, recorded_at: app.now() }, &[event]).await?;
    Ok(tx.commit().await?)
}

/// The whole life in one transaction: each verb keeps its own moment and event.
pub(crate) async fn save(target: &App, record: &[Recorded]) -> Result<(), AppError> {
    let tx = target.store().write().await?;
    tx.save_all(record).await?;
    Ok(tx.commit().await?)
}

async fn summarise(app: &App, verbs: usize) -> Result<SampleSummary, AppError> {
    let facts = crate::deed::facts_of(app, &Scope::All).await?;
    let open_renewals = facts.renewals.values().filter(|renewal| renewal.is_open()).count();
    Ok(SampleSummary {
        today: facts.organisation.sample_today.unwrap_or(days::TODAY),
        people: facts.teammates.len(),
        accounts: facts.accounts.len(),
        contracts: facts.contracts.len(),
        open_renewals,
        decided_renewals: facts.renewals.len() - open_renewals,
        completed_steps: facts.tasks.values().filter(|task| matches!(task.state, TaskState::Done | TaskState::NotNeeded)).count(),
        verbs,
        organisation: facts.organisation.name,
    })
}
