//! The program is killed while it writes: every write it answered is there exactly once, none in part, and it opens again.
//! `TENURE_KILLS` says how often; a failure prints `TENURE_SEED`, which kills in the same way again. Beside it, what many clients at once
//! may rely on: keys that make a write happen once, edits that are not lost, and backups of a moment.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they met"
)]

mod edits;
mod keys;
mod served;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sea_orm::{ConnectionTrait, Database, Statement};
use served::{Served, tenure, token_of};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tenure_core::renewal::TaskState;
use tenure_sim::testing::TestApp;
use tenure_sim::testing::wire::Wire;
use tenure_store::{Location, Scope};
use tokio::runtime::Runtime;

const CLIENTS: usize = 8;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

/// A task whose completion is written, undone, written again, by one client at a time.
#[derive(Clone, Debug)]
struct Subject {
    id: String,
    /// How its events begin: `Call the buyer on R-1042`.
    words: String,
    /// What the log must say of it, in order.
    told: Vec<String>,
}

/// One write of a client and whether it was answered.
#[derive(Debug)]
struct Attempt {
    subject: usize,
    says: String,
    answered: bool,
}

/// An instance to write to, with tasks enough for every client.
struct Stage {
    folder: TempDir,
    token: String,
    subjects: Vec<Subject>,
}

impl Stage {
    async fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = TestApp::few(&location(folder.path())).await.unwrap();
        let token = token_of(&at.app).await;
        let tx = at.app.store().read().await.unwrap();
        let facts = tx.facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap();
        drop(tx);
        let open = facts.tasks.values().filter(|task| task.state == TaskState::Open && facts.renewals[&task.renewal].is_open());
        let subjects = open.map(|task| {
            let words = format!("{} on {}", task.title, facts.renewals[&task.renewal].reference());
            Subject { id: task.id.to_string(), words, told: Vec::new() }
        });
        let mut subjects: Vec<Subject> = subjects.collect();
        at.app.close().await.unwrap();
        let before = log(folder.path()).await;
        for subject in &mut subjects {
            subject.told = of(&before, &subject.words);
        }
        assert!(subjects.len() >= 2 * CLIENTS, "{} open tasks", subjects.len());
        Self { folder, token, subjects }
    }
}

fn location(folder: &Path) -> Location {
    Location::Sqlite(folder.join("tenure.db"))
}

/// One row of one text column for each row that the statement gives.
async fn texts(folder: &Path, sql: &str) -> Vec<String> {
    let db = Database::connect(format!("sqlite://{}", folder.join("tenure.db").display())).await.unwrap();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql.to_string())).await.unwrap();
    let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect();
    db.close().await.unwrap();
    texts
}

async fn log(folder: &Path) -> Vec<String> {
    texts(folder, "SELECT summary FROM event WHERE kind IN ('task_completed', 'task_reopened') ORDER BY sequence").await
}

/// What the log says of a task, without the words it begins with.
fn of(log: &[String], words: &str) -> Vec<String> {
    log.iter().filter_map(|summary| summary.strip_prefix(words)).map(String::from).collect()
}

/// Writes to the client's own tasks as fast as the server answers, until it answers no more.
fn write_on(address: &str, token: &str, mut mine: Vec<(usize, Subject)>, round: u64, answered: &Sender<()>) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    let Ok(mut wire) = Wire::connect(address, token) else { return attempts };
    for turn in 0.. {
        let at = turn % mine.len();
        let (subject, task) = &mut mine[at];
        let path = format!("/api/v1/tasks/{}/completion", task.id);
        let open = task.told.last().is_none_or(|last| last.ends_with("was opened again"));
        let (says, answer) = if open {
            let evidence = format!("round {round}, turn {turn}");
            let body = format!(r#"{{"outcome":"done","evidence":"{evidence}"}}"#);
            (format!(": {evidence}"), wire.send("POST", &path, &body))
        } else {
            (" was opened again".to_string(), wire.send("DELETE", &path, ""))
        };
        task.told.push(says.clone());
        let written = answer.as_ref().is_ok_and(|answer| answer.status == 200);
        assert!(written || answer.is_err(), "{answer:?}");
        attempts.push(Attempt { subject: *subject, says, answered: written });
        if !written {
            break;
        }
        let _ = answered.send(());
    }
    attempts
}

/// Lets clients write, kills the server at a moment of the dice, and gives back what each tried.
fn kill_while_writing(stage: &Stage, served: Served, round: u64, dice: &mut ChaCha8Rng) -> Vec<Vec<Attempt>> {
    let (answered, answers): (Sender<()>, Receiver<()>) = channel();
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let all = stage.subjects.iter().cloned().enumerate();
                let mine: Vec<_> = all.filter(|(index, _)| index % CLIENTS == client).collect();
                let (address, answered) = (served.address.clone(), answered.clone());
                scope.spawn(move || write_on(&address, &stage.token, mine, round, &answered))
            })
            .collect();
        for _ in 0..dice.random_range(1..=60) {
            answers.recv_timeout(Duration::from_secs(30)).unwrap();
        }
        // Not only just after an answer: anywhere within the writes that follow.
        thread::park_timeout(Duration::from_micros(dice.random_range(0..=4_000)));
        drop(served);
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    })
}

/// Compares the log with what was answered; what was not answered may be there once or not at all.
fn settle(stage: &mut Stage, log: &[String], attempts: Vec<Vec<Attempt>>, told: &str) -> usize {
    let mut acknowledged = 0;
    let mut open: BTreeMap<usize, Vec<Attempt>> = BTreeMap::new();
    for attempt in attempts.into_iter().flatten() {
        acknowledged += usize::from(attempt.answered);
        open.entry(attempt.subject).or_default().push(attempt);
    }
    for (index, subject) in stage.subjects.iter_mut().enumerate() {
        let found = of(log, &subject.words);
        let mut expected = std::mem::take(&mut subject.told);
        for attempt in open.remove(&index).unwrap_or_default() {
            if attempt.answered || found.get(expected.len()) == Some(&attempt.says) {
                expected.push(attempt.says);
            }
        }
        assert_eq!(found, expected, "{told}: the log of {}", subject.words);
        subject.told = found;
    }
    acknowledged
}

async fn assert_sound(folder: &Path, told: &str) {
    assert_eq!(texts(folder, "PRAGMA integrity_check").await, ["ok"], "{told}");
    let at = TestApp::open(&location(folder), "2026-11-23".parse().unwrap(), 9).await.unwrap();
    let (last, events, lowest, highest) = at.app.store().read().await.unwrap().log_figures().await.unwrap();
    assert_eq!((events, lowest.min(1), highest), (last, last.min(1), last), "{told}: numbers of events have no hole");
    if at.app.organisation().await.unwrap().is_some() {
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{told}: {report:?}");
    }
    at.app.close().await.unwrap();
}

#[expect(clippy::disallowed_methods, reason = "a test that prints how long opening took")]
fn timed<T>(act: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let outcome = act();
    (start.elapsed(), outcome)
}

#[test]
fn a_server_that_is_killed_loses_no_write_it_answered_and_keeps_none_in_part() {
    let (kills, seed) = (number("TENURE_KILLS", 50), number("TENURE_SEED", 1));
    let runtime = Runtime::new().unwrap();
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut stage = runtime.block_on(Stage::set());
    let (mut acknowledged, mut ready) = (0, Vec::new());
    for round in 0..kills {
        let told = format!("TENURE_SEED={seed}, kill {round}");
        let (took, served) = timed(|| Served::start(stage.folder.path()));
        ready.push(took);
        let attempts = kill_while_writing(&stage, served, round, &mut dice);
        let log = runtime.block_on(async {
            assert_sound(stage.folder.path(), &told).await;
            log(stage.folder.path()).await
        });
        acknowledged += settle(&mut stage, &log, attempts, &told);
    }
    ready.sort_unstable();
    let slowest = ready[(ready.len() * 99 / 100).min(ready.len() - 1)];
    println!("{kills} kills, seed {seed}: {acknowledged} acknowledged writes, 0 lost; ready again in {slowest:?} (p99)");
    let check = tenure(stage.folder.path(), &["check"]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn an_import_that_is_killed_is_there_whole_or_not_at_all() {
    let (kills, seed) = (number("TENURE_KILLS", 50) / 5, number("TENURE_SEED", 1));
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let runtime = Runtime::new().unwrap();
    let work = tempfile::tempdir().unwrap();
    let sample = work.path().join("sample");
    std::fs::create_dir(&sample).unwrap();
    runtime.block_on(async { TestApp::few(&location(&sample)).await.unwrap().app.close().await.unwrap() });
    let book = work.path().join("book");
    let book = book.to_str().unwrap();
    assert!(tenure(&sample, &["export", book]).output().unwrap().status.success());
    let import = |data: &Path| tenure(data, &["import", book]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (whole, _) = timed(|| assert!(import(&work.path().join("whole")).wait().unwrap().success()));
    let events = runtime.block_on(texts(&work.path().join("whole"), "SELECT kind || subject FROM event ORDER BY sequence"));
    let mut absent = 0;
    for kill in 0..kills {
        let told = format!("TENURE_SEED={seed}, kill {kill} of an import");
        let data = work.path().join(kill.to_string());
        let mut child = import(&data);
        // Most of the time goes into starting and reading; the end is where it writes.
        let percent = dice.random_range(40..=105);
        thread::park_timeout(whole * percent / 100);
        child.kill().unwrap();
        child.wait().unwrap();
        if data.join("tenure.db").exists() {
            runtime.block_on(assert_sound(&data, &told));
            let found = runtime.block_on(texts(&data, "SELECT kind || subject FROM event ORDER BY sequence"));
            assert!(found.is_empty() || found == events, "{told}: {} of {} events", found.len(), events.len());
            absent += u64::from(found.is_empty());
        }
        assert!(import(&data).wait().unwrap().success(), "{told}: importing again completes it");
        assert_eq!(runtime.block_on(texts(&data, "SELECT kind || subject FROM event ORDER BY sequence")), events, "{told}");
        std::fs::remove_dir_all(&data).unwrap();
    }
    println!("{kills} imports killed, seed {seed}: {absent} absent, the others whole");
}
