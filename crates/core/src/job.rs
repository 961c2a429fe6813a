//! Work that is done beside requests: what waits, who has it, how often it was tried, and when it is tried again.

use crate::primitives::{JobId, closed_words};
use jiff::{SignedDuration, Timestamp};

closed_words! {
    /// What is to be done.
    JobKind {
        Daily = "daily", "Daily plan and notices";
        Mail = "mail", "E-mail of one notice";
        Digest = "digest", "E-mail of a day's notices";
        Chat = "chat", "Message to a chat";
    }
}

closed_words! {
    /// Where a job stands.
    JobState {
        Waiting = "waiting", "Waiting";
        Running = "running", "Running";
        Done = "done", "Done";
        Dead = "dead", "Failed";
    }
}

/// How long a worker has a job: one that says nothing for so long is taken to be gone, and another does the job.
pub const LEASE: SignedDuration = SignedDuration::from_mins(10);

/// How long after each try that failed the next one follows. After the last of them the job is dead until somebody retries it.
pub const PAUSES: [SignedDuration; 5] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(6),
];

/// One piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Identity.
    pub id: JobId,
    /// What is to be done.
    pub kind: JobKind,
    /// The same work never waits twice.
    pub dedup_key: String,
    /// What it is about: a day, or the id of a notice.
    pub payload: String,
    /// Not before this instant.
    pub due_at: Timestamp,
    /// Where it stands.
    pub state: JobState,
    /// How often it was begun.
    pub attempts: u32,
    /// Who has it, while it runs.
    pub lease: Option<String>,
    /// Until when, while it runs.
    pub leased_until: Option<Timestamp>,
    /// Why the last try failed; empty where none did.
    pub error: String,
    /// When it was written down.
    pub created_at: Timestamp,
    /// When it was done or given up.
    pub finished_at: Option<Timestamp>,
}

impl Job {
    /// A job that waits.
    pub fn waiting(id: JobId, (kind, dedup_key, payload): (JobKind, String, String), (due_at, now): (Timestamp, Timestamp)) -> Self {
        Self {
            id,
            kind,
            dedup_key,
            payload,
            due_at,
            state: JobState::Waiting,
            attempts: 0,
            lease: None,
            leased_until: None,
            error: String::new(),
            created_at: now,
            finished_at: None,
        }
    }

    /// It was done.
    #[must_use]
    pub fn done(self, now: Timestamp) -> Self {
        Self { state: JobState::Done, lease: None, leased_until: None, error: String::new(), finished_at: Some(now), ..self }
    }

    /// It failed: tried again after a pause, or given up after the last one.
    #[must_use]
    pub fn failed(self, error: String, now: Timestamp) -> Self {
        let pause = usize::try_from(self.attempts).ok().and_then(|tries| PAUSES.get(tries.saturating_sub(1)));
        let free = Self { lease: None, leased_until: None, error, ..self };
        match pause.and_then(|pause| now.checked_add(*pause).ok()) {
            Some(due_at) => Self { state: JobState::Waiting, due_at, ..free },
            None => free.given_up(now),
        }
    }

    /// It cannot be done, and trying again would not help.
    #[must_use]
    pub fn given_up(self, now: Timestamp) -> Self {
        Self { state: JobState::Dead, lease: None, leased_until: None, finished_at: Some(now), ..self }
    }

    /// A dead one is tried anew, from the first try; nothing for one that is not dead.
    pub fn retried(self, now: Timestamp) -> Option<Self> {
        let dead = self.state == JobState::Dead;
        dead.then_some(Self { state: JobState::Waiting, attempts: 0, due_at: now, finished_at: None, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn job() -> Job {
        let now = at("2026-11-23T06:00:00Z");
        Job::waiting(JobId(uuid::Uuid::nil()), (JobKind::Mail, "mail:1".into(), "1".into()), (now, now))
    }

    #[test]
    fn a_job_that_fails_waits_longer_each_time_and_is_dead_after_the_sixth_try() {
        let now = at("2026-11-23T06:00:00Z");
        let mut failing = job();
        for wait in ["06:01", "06:05", "06:30", "08:00", "12:00"] {
            failing = Job { attempts: failing.attempts + 1, state: JobState::Running, ..failing }.failed("no answer".into(), now);
            assert_eq!((failing.state, failing.due_at), (JobState::Waiting, at(&format!("2026-11-23T{wait}:00Z"))));
        }
        let dead = Job { attempts: failing.attempts + 1, state: JobState::Running, ..failing }.failed("no answer".into(), now);
        assert_eq!((dead.state, dead.error.as_str(), dead.finished_at), (JobState::Dead, "no answer", Some(now)));
    }

    #[test]
    fn only_a_dead_job_is_retried_and_begins_anew() {
        let now = at("2026-11-23T06:00:00Z");
        let later = at("2026-11-24T06:00:00Z");
        assert_eq!(job().retried(later), None);
        assert_eq!(job().done(now).retried(later), None);
        let again = Job { attempts: 6, error: "no answer".into(), ..job() }.given_up(now).retried(later).unwrap();
        assert_eq!((again.state, again.attempts, again.due_at, again.finished_at), (JobState::Waiting, 0, later, None));
    }
}
