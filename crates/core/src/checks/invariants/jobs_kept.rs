//! No work beside requests is lost: a letter that waits has a job that will send it or says why not, a job that runs has a worker, and a
//! day has its work once.

use super::{Evidence, Invariant, Letter, Violation};
use crate::job::{Job, JobKind, JobState};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "jobs-kept",
    states: "Every letter that has not gone out has its job, every job that runs has a worker, and each day has its work once.",
    subjects: |evidence| evidence.told.jobs.len() + evidence.told.letters.len(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let jobs = &evidence.told.jobs;
    let violation = |subject: String, detail: &str| Violation { invariant: INVARIANT.code, subject, detail: detail.into() };
    let idle = jobs.iter().filter(|job| job.state == JobState::Running && (job.lease.is_none() || job.leased_until.is_none()));
    let idle = idle.map(|job| violation(format!("job {}", job.id), "runs and nobody has it"));
    let mut days: BTreeMap<&str, usize> = BTreeMap::new();
    for job in jobs.iter().filter(|job| job.kind == JobKind::Daily) {
        *days.entry(job.payload.as_str()).or_default() += 1;
    }
    let twice = days.iter().filter(|(_, count)| **count > 1).map(|(day, _)| violation((*day).to_string(), "has its daily work twice"));
    // Jobs are not taken to another place, and those that were done long ago are forgotten: of days that have none here nothing is known.
    let known: BTreeSet<Date> = days.keys().filter_map(|day| day.parse().ok()).collect();
    let letters = evidence.told.letters.iter().filter(|letter| known.contains(&letter.made_on));
    let lost = letters.filter(|letter| !jobs.iter().any(|job| carries(job, letter)));
    let lost = lost.map(|letter| violation(format!("notice {}", letter.notice), "is to go out by e-mail and no job does it"));
    idle.chain(twice).chain(lost).collect()
}

/// Whether a job that is not done sends a letter, or waits for somebody who looks why it did not.
fn carries(job: &Job, letter: &Letter) -> bool {
    match job.kind {
        JobKind::Mail => job.payload == letter.notice.to_string(),
        JobKind::Digest => job.payload.split_once(' ').is_some_and(|(person, until)| {
            let until: Option<Timestamp> = until.parse().ok();
            person == letter.person.to_string() && until.is_some_and(|until| letter.made_at <= until)
        }),
        JobKind::Daily | JobKind::Chat => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::primitives::{JobId, NoticeId};
    use jiff::civil::date;
    use uuid::Uuid;

    fn job(number: u128, kind: JobKind, payload: String) -> Job {
        let now = Timestamp::UNIX_EPOCH;
        Job::waiting(JobId(Uuid::from_u128(number)), (kind, format!("{kind}:{payload}"), payload), (now, now))
    }

    #[test]
    fn a_letter_without_a_job_a_job_without_a_worker_and_a_day_that_is_worked_twice_are_named() {
        let mut company = Company::with_one_contract();
        let (person, notice, made_at) = (company.teammate("priya"), NoticeId(Uuid::from_u128(7)), Timestamp::UNIX_EPOCH);
        company.told.letters.push(Letter { notice, person, made_on: date(2026, 11, 23), made_at });
        assert_eq!(check(&company.evidence()), [], "nothing is known of jobs of that day");
        company.told.jobs.push(job(1, JobKind::Daily, "2026-11-23".into()));
        assert_eq!(check(&company.evidence())[0].detail, "is to go out by e-mail and no job does it");
        for (kind, payload) in [(JobKind::Mail, notice.to_string()), (JobKind::Digest, format!("{person} 1970-01-01T00:00:00Z"))] {
            company.told.jobs.push(job(2, kind, payload));
            assert_eq!(check(&company.evidence()), []);
            company.told.jobs.pop();
        }
        company.told.jobs.push(job(2, JobKind::Digest, format!("{person} 1969-12-31T00:00:00Z")));
        assert_eq!(check(&company.evidence()).len(), 1, "that letter was for what was made before");
        company.told.letters.clear();
        company.told.jobs[1].state = JobState::Running;
        assert_eq!(check(&company.evidence())[0].detail, "runs and nobody has it");
        company.told.jobs[1] = job(3, JobKind::Daily, "2026-11-23".into());
        assert_eq!(check(&company.evidence())[0].detail, "has its daily work twice");
    }
}
