//! Work beside requests: a worker takes one job at a time, and a job that fails is tried again later.

use crate::App;
use crate::access::Actor;
use crate::change::event;
use crate::error::AppError;
use crate::permission::require_administrator;
use crate::planning::{Lanes, Round, joined};
use crate::request::{self, Receipt};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::sync::Arc;
use tenure_core::job::{Job, JobKind, JobState};
use tenure_core::primitives::JobId;
use tenure_core::refusal::Refusal;
use tenure_store::StoreError;
use tokio::task::JoinHandle;

/// Jobs that were done are kept for so many days.
const KEPT_DAYS: i64 = 30;

/// The jobs of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobPage {
    /// Those that failed first, then those that run, wait, and were done.
    pub items: Vec<Job>,
    /// How many there are in each state.
    pub counts: Vec<(JobState, u64)>,
}

impl JobPage {
    /// How many jobs are in a state.
    pub fn count(&self, state: JobState) -> u64 {
        self.counts.iter().find(|(of, _)| *of == state).map_or(0, |(_, count)| *count)
    }
}

/// What became of a try.
pub(crate) enum Tried {
    /// It is done; the transaction holds what it wrote, and finishes the job with it.
    Done(Box<tenure_store::Tx>),
    /// It is not to be done yet; that is no failure.
    NotBefore(Timestamp),
    /// It did not work this time.
    Failed(String),
    /// It never will.
    Hopeless(String),
}

impl App {
    /// Writes down the work of today, unless it is written down already.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn schedule_daily(&self) -> Result<Option<Date>, AppError> {
        let Some(day) = self.day().await? else { return Ok(None) };
        let tx = self.store.write().await?;
        tx.add_job(&self.new_job((JobKind::Daily, day.to_string(), day.to_string()), self.now())).await?;
        tx.commit().await?;
        Ok(Some(day))
    }

    /// A job that waits; the same work has the same key.
    pub(crate) fn new_job(&self, (kind, key, payload): (JobKind, String, String), due_at: Timestamp) -> Job {
        let id = JobId::new(self.ids.as_ref());
        Job::waiting(id, (kind, format!("{kind}:{key}"), payload), (due_at, self.now()))
    }

    /// Takes the job that is due first, and does it. Gives the job as it is afterwards, or nothing where none is due.
    ///
    /// # Errors
    /// [`AppError::Fault`], where the database failed: the job is taken again when its lease has ended.
    pub async fn run_job(&self, worker: &str) -> Result<Option<Job>, AppError> {
        if !self.store.has_free_job(self.now()).await? {
            return Ok(None);
        }
        // Each try has a lease of its own: a worker that comes back late does not pass for the one that took the job since.
        let lease = format!("{worker} {}", self.ids.next_id());
        let tx = self.store.write().await?;
        let Some(job) = tx.claim_job(&lease, self.now()).await? else { return Ok(None) };
        tx.commit().await?;
        let tried = match self.try_job(&job).await {
            Ok(tried) => tried,
            Err(AppError::Fault(StoreError::Database(fault))) => Tried::Failed(format!("the database failed: {fault}")),
            Err(refused) => Tried::Failed(refused.to_string()),
        };
        let (tx, after) = match tried {
            Tried::Done(tx) => (*tx, job.done(self.now())),
            Tried::NotBefore(due_at) => {
                let attempts = job.attempts.saturating_sub(1);
                (self.store.write().await?, Job { state: JobState::Waiting, lease: None, leased_until: None, due_at, attempts, ..job })
            }
            Tried::Failed(error) => (self.store.write().await?, job.failed(short(error), self.now())),
            Tried::Hopeless(error) => (self.store.write().await?, Job { error: short(error), ..job }.given_up(self.now())),
        };
        if tx.finish_job(&after, &lease).await? {
            tx.commit().await?;
        }
        Ok(Some(after))
    }

    /// Does every job that is due, one after the other, and gives those it did.
    ///
    /// # Errors
    /// As [`App::run_job`].
    pub async fn run_jobs(&self, worker: &str) -> Result<Vec<Job>, AppError> {
        let mut done = Vec::new();
        while let Some(job) = self.run_job(worker).await? {
            done.push(job);
        }
        Ok(done)
    }

    async fn try_job(&self, job: &Job) -> Result<Tried, AppError> {
        match job.kind {
            JobKind::Daily => self.run_daily().await,
            JobKind::Mail => self.send_mail(&job.payload).await,
            JobKind::Digest => self.send_digest(&job.payload).await,
            JobKind::Chat => self.send_chat(&job.payload).await,
        }
    }

    /// What a day demands: people are told of what fell due, dated facts take effect, and what follows from them is told too. What fell due
    /// on days that were skipped is told first, from the facts as they were on those days. The book is gone through once, in portions: a
    /// portion that cannot be planned is told of all the same, and the others are planned.
    async fn run_daily(&self) -> Result<Tried, AppError> {
        let (skipped, today) = self.tellings().await?;
        let (skipped, today) = (Arc::new(skipped), Arc::new(today));
        let actor = Actor::Operator("daily plan".into());
        let mut round = Round::default();
        let mut lanes = Lanes::of(self.store.due(today.days.today).await?);
        let mut told: Option<JoinHandle<Result<(), AppError>>> = None;
        let look = |portion| {
            let (app, skipped, actor) = (self.clone(), Arc::clone(&skipped), actor.clone());
            async move {
                let looked = app.look(&portion, &actor).await?;
                if let Some(skipped) = skipped.as_ref() {
                    app.tell_of(&looked.facts, skipped).await?;
                }
                Ok(looked)
            }
        };
        while let Some(looked) = lanes.next(look).await? {
            let (_, facts) = self.settle(looked, &actor, &mut round).await?;
            if let Some(before) = told.take() {
                joined(before).await?;
            }
            let (app, today) = (self.clone(), Arc::clone(&today));
            told = Some(tokio::spawn(async move { app.tell_of(&facts, &today).await }));
        }
        if let Some(last) = told {
            joined(last).await?;
        }
        if !round.refused.is_empty() {
            return Err(AppError::Refused(round.refused));
        }
        let tx = self.store.write().await?;
        tx.forget_jobs(self.now() - (24 * KEPT_DAYS).hours()).await?;
        Ok(Tried::Done(Box::new(tx)))
    }

    /// The jobs, for administrators.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub async fn jobs(&self, actor: &Actor, state: Option<JobState>, limit: u16) -> Result<JobPage, AppError> {
        require_administrator(actor)?;
        let tx = self.store.read().await?;
        Ok(JobPage { items: tx.jobs(state, u32::from(limit.clamp(1, 500))).await?, counts: tx.job_counts().await? })
    }

    /// Tries a job anew that was given up. Administrators may.
    ///
    /// # Errors
    /// A job that does not exist, or that was not given up.
    pub async fn retry_job(&self, actor: &Actor, id: JobId) -> Result<String, AppError> {
        require_administrator(actor)?;
        let tx = self.store.write().await?;
        if let Some(subject) = request::carried_out_before(&tx, actor).await? {
            return Ok(subject);
        }
        let job = tx.job(id).await?.ok_or_else(|| AppError::not_found("job", &id.to_string()))?;
        let (kind, now) = (job.kind, self.now());
        let again = job.retried(now).ok_or_else(|| Refusal::general("the job was not given up", "Only a job that failed is retried."))?;
        tx.put_job(&again).await?;
        let organisation = tx.organisation().await?.ok_or(StoreError::Empty)?;
        let summary = format!("{} is tried again", kind.label());
        let told = event(self, actor, self.moment(&organisation), ("job_retried", "jobs", &summary));
        let number = tx.save(&[], self.moment(&organisation), &[told]).await?;
        request::commit(tx, actor, Receipt { subject: id.to_string(), event: number, revision: None, import: None }, now).await
    }
}

/// The beginning of an error: enough to know what to mend.
fn short(error: String) -> String {
    if error.chars().count() <= 1_000 { error } else { error.chars().take(1_000).collect() }
}
