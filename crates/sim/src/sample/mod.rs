//! The first sample company: Halden Systems, from its first day with Tenure to Monday 23 November 2026.
//!
//! People, customers, contracts and what happened are tables; [`load_sample`] lives them day by day through the verbs.

pub mod accounts;
pub mod contracts;
pub mod days;
mod life;
pub mod people;
pub mod table;

use crate::{SeededIds, SimClock};
use jiff::civil::Date;
use life::{AUTHOR, Life};
use std::sync::Arc;
use tenure_app::{Actor, App, AppError};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::TaskState;
use tenure_store::{Location, Scope};

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

/// Loads the sample company into an empty instance. The seed decides ids, times of day and who writes what down.
///
/// # Errors
/// An instance that is not empty; a fault of the database.
pub async fn load_sample(location: &Location, seed: u64) -> Result<SampleSummary, AppError> {
    load_part(location, seed, |_| true).await
}

/// Loads the sample company with some of its customers: enough for a test that does not count them.
///
/// # Errors
/// As [`load_sample`].
pub async fn load_part(location: &Location, seed: u64, keeps: fn(&str) -> bool) -> Result<SampleSummary, AppError> {
    let clock = Arc::new(SimClock::on(people::FOUNDED_ON));
    let ids = Arc::new(SeededIds::new(Arc::clone(&clock), seed));
    let app = App::open(location, Arc::clone(&clock) as Arc<dyn tenure_app::Clock>, ids).await?;
    let summary = live(&app, &clock, seed, keeps).await;
    app.close().await?;
    summary
}

async fn live(app: &App, clock: &SimClock, seed: u64, keeps: fn(&str) -> bool) -> Result<SampleSummary, AppError> {
    if let Some(organisation) = app.organisation().await? {
        let problem = format!("this instance belongs to {}", organisation.name);
        return Err(Refusal::general(problem, "Load the sample company into an empty one.").into());
    }
    let verbs = Life::new(app, clock, seed, keeps).live_until(days::TODAY).await?;
    app.set_sample_today(&Actor::Operator(AUTHOR.into()), Some(days::TODAY)).await?;
    summarise(app, verbs + 1).await
}

async fn summarise(app: &App, verbs: usize) -> Result<SampleSummary, AppError> {
    let facts = app.store().read().await?.facts(&Scope::All, tenure_core::catalog::playbooks()?).await?;
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
