//! Jobs: written in the transaction that demands them, claimed by one worker at a time, finished by whoever shows the lease.

use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::record::{Record, Row, get, instant, instant_text, put_rows};
use jiff::Timestamp;
use sea_orm::Value;
use tenure_core::job::{Job, JobKind, JobState, LEASE};
use tenure_core::primitives::JobId;

impl Record for Job {
    const TABLE: &'static str = "job";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "kind",
        "dedup_key",
        "payload",
        "due_at",
        "state",
        "attempts",
        "lease",
        "leased_until",
        "error",
        "created_at",
        "finished_at",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.kind.code().into(),
            self.dedup_key.clone().into(),
            self.payload.clone().into(),
            instant(self.due_at),
            self.state.code().into(),
            i64::from(self.attempts).into(),
            self.lease.clone().into(),
            self.leased_until.map(instant_text).into(),
            self.error.clone().into(),
            instant(self.created_at),
            self.finished_at.map(instant_text).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            kind: row.parsed("kind")?,
            dedup_key: row.text("dedup_key")?,
            payload: row.text("payload")?,
            due_at: row.parsed("due_at")?,
            state: row.parsed("state")?,
            attempts: row.number("attempts")?,
            lease: row.get_or_none("lease")?,
            leased_until: row.parsed_or_none("leased_until")?,
            error: row.text("error")?,
            created_at: row.parsed("created_at")?,
            finished_at: row.parsed_or_none("finished_at")?,
        })
    }
}

/// Jobs that somebody may take now: those whose time has come, and those whose worker is gone.
const FREE: &str = "(t.state = 'waiting' AND t.due_at <= ?) OR (t.state = 'running' AND t.leased_until <= ?)";

impl Store {
    /// Whether there is a job to take. Asked often, so it takes no turn of a writer.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_free_job(&self, now: Timestamp) -> Result<bool, StoreError> {
        let sql = format!("SELECT t.id FROM job t WHERE {FREE} LIMIT 1");
        Ok(!self.glance(&sql, vec![instant(now), instant(now)]).await?.is_empty())
    }
}

impl Tx {
    /// Writes a job down, unless the same work is written down already.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn add_job(&self, job: &Job) -> Result<(), StoreError> {
        // Nothing is told of the same work: its first job stands.
        let sql = format!(
            "INSERT INTO job ({}) VALUES ({}) ON CONFLICT (dedup_key) DO NOTHING",
            Job::COLUMNS.join(", "),
            crate::sql::marks(Job::COLUMNS.len())
        );
        self.execute(&sql, job.values()).await.map(drop)
    }

    /// Takes the job that is due first, for a lease. The caller commits before beginning the work.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn claim_job(&self, lease: &str, now: Timestamp) -> Result<Option<Job>, StoreError> {
        let free: Vec<Job> = get(self, &format!("WHERE {FREE} ORDER BY t.due_at, t.id LIMIT 1"), vec![instant(now), instant(now)]).await?;
        let Some(job) = free.into_iter().next() else { return Ok(None) };
        let until = now.checked_add(LEASE).unwrap_or(now);
        let taken = Job {
            state: JobState::Running,
            attempts: job.attempts.saturating_add(1),
            lease: Some(lease.into()),
            leased_until: Some(until),
            ..job
        };
        put_rows(self, (Job::TABLE, Job::COLUMNS, Job::KEY), taken.values()).await?;
        Ok(Some(taken))
    }

    /// Writes down what became of a job, if the lease is still the one it was taken with. Says whether it was: a worker that took too
    /// long finds its job taken by another, and leaves no trace.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish_job(&self, job: &Job, lease: &str) -> Result<bool, StoreError> {
        let held = "WHERE t.id = ? AND t.state = 'running' AND t.lease = ?";
        let held: Vec<Job> = get(self, held, vec![job.id.to_string().into(), lease.into()]).await?;
        if held.is_empty() {
            return Ok(false);
        }
        self.put_job(job).await?;
        Ok(true)
    }

    /// Changes a job.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_job(&self, job: &Job) -> Result<(), StoreError> {
        put_rows(self, (Job::TABLE, Job::COLUMNS, Job::KEY), job.values()).await
    }

    /// A job.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn job(&self, id: JobId) -> Result<Option<Job>, StoreError> {
        Ok(get(self, "WHERE t.id = ?", vec![id.to_string().into()]).await?.pop())
    }

    /// Jobs in a state, or in any: those that failed and those that are due first come first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn jobs(&self, state: Option<JobState>, limit: u32) -> Result<Vec<Job>, StoreError> {
        let order = "CASE t.state WHEN 'dead' THEN 0 WHEN 'running' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END";
        let (narrowed, values) = match state {
            Some(state) => ("WHERE t.state = ?", vec![Value::from(state.code())]),
            None => ("", Vec::new()),
        };
        get(self, &format!("{narrowed} ORDER BY {order}, t.due_at DESC, t.id LIMIT {limit}"), values).await
    }

    /// How many jobs there are in each state.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn job_counts(&self) -> Result<Vec<(JobState, u64)>, StoreError> {
        let rows = self.rows("SELECT state, COUNT(*) AS found FROM job GROUP BY state ORDER BY state", vec![]).await?;
        rows.iter()
            .map(|row| {
                let row = Row { row, table: Job::TABLE };
                Ok((row.parsed("state")?, row.number("found")?))
            })
            .collect()
    }

    /// The payload of the last job of a kind that was done, by its payload.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn last_done(&self, kind: JobKind) -> Result<Option<String>, StoreError> {
        // A company in memory has no jobs.
        if self.memory().is_some() {
            return Ok(None);
        }
        let done = "WHERE t.kind = ? AND t.state = 'done' ORDER BY t.payload DESC LIMIT 1";
        Ok(get::<Job>(self, done, vec![kind.code().into()]).await?.pop().map(|job| job.payload))
    }

    /// Removes jobs that were done before an instant, but for the last of the daily ones, and says how many.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn forget_jobs(&self, before: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM job WHERE state = 'done' AND finished_at < ?
                   AND payload <> COALESCE((SELECT MAX(d.payload) FROM job d WHERE d.kind = 'daily' AND d.state = 'done'), '')";
        self.execute(sql, vec![instant(before)]).await
    }
}
