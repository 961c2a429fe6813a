//! Workers that are killed while they do the day's work and hand letters in: each notice is there once, none is lost, and what a kill
//! between sending and writing down sends again is the same letter under the same identity.
//! `TENURE_KILLS` says how often; a failure prints `TENURE_SEED`, which kills in the same way again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they met"
)]

mod sinks;

use jiff::civil::{Date, Time, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sinks::Sink;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tenure_app::{Access, Actor, MailSettings, Mailer, NewChannel, Outside, User};
use tenure_core::job::{JobKind, JobState, LEASE};
use tenure_core::notice::{ChatService, Digest, NoticeKind, Preference};
use tenure_core::primitives::UserId;
use tenure_sim::testing::{Fault, Instance, TestApp};
use tenure_store::{KeptNotice, Location, NoticeFilter, Scope};
use uuid::Uuid;

const DAY: Date = date(2026, 11, 23);
/// Rounds of each day: one worker that is killed, two at once of which one is killed, two at once that are left alone.
const ROUNDS: i64 = 3;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn outside(mail: SocketAddr) -> Outside {
    let settings =
        MailSettings { server: format!("smtp://{mail}"), user: None, password: None, from: "Tenure <tenure@halden.example>".into() };
    Outside { mailer: Some(Arc::new(Mailer::new(&settings).unwrap())), address: None }
}

/// Not a test by itself: the worker that [`workers_that_are_killed_lose_no_notice_and_double_none`] starts and kills.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "is started by the tests that kill it"]
async fn works_until_it_is_killed() {
    let Ok(url) = std::env::var("TENURE_WORKER_URL") else { return };
    let location = match url.strip_prefix("sqlite://") {
        Some(path) => Location::Sqlite(path.into()),
        None => Location::Postgres(url),
    };
    let now: Timestamp = std::env::var("TENURE_WORKER_NOW").unwrap().parse().unwrap();
    let at = TestApp::open(&location, DAY, number("TENURE_WORKER_SEED", 0)).await.unwrap();
    at.clock.set(now);
    let app = at.app.with_outside(outside(std::env::var("TENURE_WORKER_MAIL").unwrap().parse().unwrap()));
    println!("worker: begins");
    app.schedule_daily().await.unwrap();
    while let Some(job) = app.run_job("worker").await.unwrap() {
        println!("worker: {} {}", job.kind, job.state);
    }
}

/// A worker process.
struct Worker(Child);

impl Worker {
    fn start(instance: &Instance, mail: SocketAddr, (now, seed): (Timestamp, u64)) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "works_until_it_is_killed", "--ignored", "--nocapture"])
            .env("TENURE_WORKER_URL", instance.url())
            .env("TENURE_WORKER_NOW", now.to_string())
            .env("TENURE_WORKER_SEED", seed.to_string())
            .env("TENURE_WORKER_MAIL", mail.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    /// Kills it after so many things it said and so long; whether it was still at work.
    fn kill(mut self, said: usize, then: Duration) -> bool {
        let lines = BufReader::new(self.0.stdout.take().unwrap()).lines();
        let mut worked = lines.map_while(Result::ok).filter(|line| line.contains("worker: "));
        let alive = worked.nth(said).is_some();
        std::thread::park_timeout(if alive { then } else { Duration::ZERO });
        let _ = self.0.kill();
        alive && !self.0.wait().unwrap().success()
    }

    fn finish(mut self) {
        let lines = BufReader::new(self.0.stdout.take().unwrap()).lines();
        let worked = lines.map_while(Result::ok).filter(|line| line.contains("worker: ")).count();
        assert!(self.0.wait().unwrap().success() && worked > 0, "a worker that nobody killed did not finish");
    }
}

/// A few customers of the sample company on the day after everybody was told for the first time, everybody written to at once.
async fn company(instance: &Instance, chat: &Sink) -> TestApp {
    let at = TestApp::few(&instance.location).await.unwrap();
    at.app.set_sample_today(&operator(), None).await.unwrap();
    for person in people(&at).await.teammates.values() {
        let me = Actor::User(Box::new(User {
            id: UserId(Uuid::nil()),
            email: person.email.clone(),
            name: person.name.clone(),
            access: Access::Member,
            teammate: Some(person.id),
            password_hash: String::new(),
            created_at: at.app.now(),
        }));
        let preference = Preference { digest: Digest::Immediately, ..Preference::of(person.id) };
        at.app.set_my_preference(&me, preference).await.unwrap();
    }
    live(&at, DAY).await;
    let kinds = NoticeKind::ALL.iter().copied().collect();
    let address = format!("http://{}/services/secret", chat.address);
    let channel = NewChannel { service: ChatService::Slack, name: "#renewals".into(), address, kinds };
    at.app.add_channel(&operator(), channel).await.unwrap();
    at
}

async fn live(at: &TestApp, day: Date) {
    at.clock.set_day(day, Time::constant(12, 0, 0, 0));
    at.app.schedule_daily().await.unwrap();
    at.app.run_jobs("test").await.unwrap();
}

async fn people(at: &TestApp) -> tenure_core::facts::Facts {
    at.app.store().read().await.unwrap().facts(&Scope::People, Vec::new()).await.unwrap()
}

/// Every notice that was made after the first day, with the reference of its person.
async fn told(at: &TestApp) -> Vec<(String, KeptNotice)> {
    let tx = at.app.store().read().await.unwrap();
    let mut told = Vec::new();
    for person in people(at).await.teammates.values() {
        let all = tx.notices_of(person.id, NoticeFilter::default(), None, 10_000).await.unwrap();
        told.extend(all.into_iter().filter(|kept| kept.made_on > DAY).map(|kept| (person.reference.clone(), kept)));
    }
    told
}

fn identities(told: &[(String, KeptNotice)]) -> BTreeMap<(String, String, bool), u32> {
    let mut each = BTreeMap::new();
    for (person, kept) in told {
        *each.entry((person.clone(), kept.notice.identity.clone(), kept.notice.late)).or_default() += 1;
    }
    each
}

/// Three rounds of a day, each after the leases of the one before have ended. Gives how many workers were killed at work.
fn live_through_kills(instance: &Instance, mail: SocketAddr, (day, seed): (Date, u64), dice: &mut ChaCha8Rng) -> u64 {
    // An embedded database has one program at a time.
    let side_by_side = matches!(instance.location, Location::Postgres(_));
    let mut kills = 0;
    for round in 0..ROUNDS {
        let noon = day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp() + SignedDuration::from_hours(12);
        let now = noon + SignedDuration::from_mins(round * ((LEASE.as_secs() / 60) + 1));
        let start = |place: u64| Worker::start(instance, mail, (now, seed * 100 + u64::try_from(round).unwrap() * 10 + place));
        // In the plan of the day, or beside the letters and messages that follow it.
        let mut moment = || match dice.random_range(0..=4) {
            0 | 1 => (0, Duration::from_micros(dice.random_range(0..=150_000))),
            said => (said - 1, Duration::from_micros(dice.random_range(0..=6_000))),
        };
        let other = (side_by_side && round > 0).then(|| start(1));
        if round < ROUNDS - 1 {
            let (said, then) = moment();
            kills += u64::from(start(0).kill(said, then));
        } else {
            start(0).finish();
        }
        if let Some(other) = other {
            other.finish();
        }
    }
    kills
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_that_are_killed_lose_no_notice_and_double_none() -> Result<(), Fault> {
    let seed = number("TENURE_SEED", 1);
    let days = i32::try_from(number("TENURE_KILLS", 50).div_ceil(5)).unwrap();
    for instance in Instance::each(std::env::var("TENURE_TEST_POSTGRES").ok().as_deref()).await? {
        let place = format!("{instance}, TENURE_SEED={seed}");
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let (mail, chat, calm) = (Sink::mail("220 ready").await, Sink::http("200 OK").await, Sink::http("200 OK").await);
        let spared = Instance::sqlite()?;
        let reference = company(&spared, &calm).await;
        company(&instance, &chat).await.app.close().await.unwrap();
        let mut kills = 0;
        for day in DAY.tomorrow().unwrap().series(1.day()).take(usize::try_from(days).unwrap()) {
            live(&reference, day).await;
            kills += live_through_kills(&instance, mail.address, (day, seed + u64::try_from(day.day()).unwrap()), &mut dice);
        }
        let at = TestApp::open(&instance.location, DAY, 9).await.unwrap();
        let made = told(&at).await;
        assert_eq!(identities(&made), identities(&told(&reference).await), "{place}: each notice once, none lost, none late");
        let jobs = at.app.jobs(&operator(), None, 500).await.unwrap();
        let undone: Vec<_> = jobs.items.iter().filter(|job| job.state != JobState::Done).collect();
        assert!(undone.is_empty(), "{place}: {undone:#?}");
        let daily: BTreeSet<&str> = jobs.items.iter().filter(|j| j.kind == JobKind::Daily).map(|job| job.payload.as_str()).collect();
        assert_eq!(daily.len(), usize::try_from(days).unwrap() + 1, "{place}: each day has its work once");
        assert_told_outside((&mail, &chat), &made, (kills, &place));
        assert!(at.app.check().await.unwrap().is_clean(), "{place}");
        assert!(kills >= u64::from(days.unsigned_abs()) / 2, "{place}: only {kills} workers were killed at work");
        println!("{place}: {kills} workers killed at work, {} notices, {} letters", made.len(), mail.got().len());
        at.app.close().await.unwrap();
        reference.app.close().await.unwrap();
        instance.remove().await?;
        spared.remove().await?;
    }
    Ok(())
}

/// Each notice went out by each way. More than once at most as often as a worker was killed, and then a letter has the same identity.
fn assert_told_outside((mail, chat): (&Sink, &Sink), made: &[(String, KeptNotice)], (kills, place): (u64, &str)) {
    let letters = mail.got();
    let identity = |letter: &String| letter.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_string();
    let sent: BTreeSet<String> = letters.iter().map(identity).collect();
    let expected: BTreeSet<String> =
        made.iter().filter(|(_, kept)| kept.by_mail).map(|(_, kept)| format!("<notice-{}@halden.example>", kept.id)).collect();
    assert!(!expected.is_empty(), "{place}: nobody is told anything");
    assert_eq!(sent, expected, "{place}: a letter for each notice");
    let again = letters.len() - sent.len();
    assert!(again as u64 <= kills, "{place}: {again} letters came again after {kills} kills");
    let posts = chat.got().len();
    let often = posts.saturating_sub(made.len());
    assert!(posts >= made.len() && often as u64 <= kills, "{place}: {posts} messages for {} notices after {kills} kills", made.len());
}
