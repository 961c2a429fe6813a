//! A process that writes is killed, a PostgreSQL backend is ended, a PostgreSQL server is stopped at once: what a verb answered is
//! there exactly once, nothing is there in part, and the next request works.
//! `TENURE_KILLS` says how often; a failure prints `TENURE_SEED`, which kills in the same way again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

#[path = "kills/server.rs"]
mod server;
#[path = "kills/writer.rs"]
mod writer;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use server::Server;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;
use tenure_app::AppError;
use tenure_sim::testing::{Fault, SKIPPED, TestApp, each_engine};
use tenure_store::Location;
use tokio::sync::watch;
use writer::{CLIENTS, Writer};

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

fn dice() -> (u64, ChaCha8Rng) {
    let seed = number("TENURE_SEED", 1);
    (seed, ChaCha8Rng::seed_from_u64(seed))
}

fn url(location: &Location) -> String {
    match location {
        Location::Sqlite(path) => format!("sqlite://{}", path.display()),
        Location::Postgres(url) => url.clone(),
    }
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql.to_string())).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

/// Every answered write has exactly one event, no write has two, numbers have no hole, and the invariants hold.
async fn assert_sound(location: &Location, answered: &[String], told: &str) {
    let at = TestApp::open(location, "2026-11-23".parse().unwrap(), 9).await.unwrap();
    let (last, events, lowest, highest) = at.app.store().read().await.unwrap().log_figures().await.unwrap();
    assert_eq!((events, lowest, highest), (last, 1, last), "{told}: numbers of events have no hole");
    let report = at.app.check().await.unwrap();
    assert!(report.is_clean(), "{told}: {report:?}");
    at.app.close().await.unwrap();
    let db = Database::connect(url(location)).await.unwrap();
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for event in texts(&db, "SELECT kind || ' ' || subject FROM event WHERE subject LIKE 'K%'").await {
        *found.entry(event).or_default() += 1;
    }
    if matches!(location, Location::Sqlite(_)) {
        assert_eq!(texts(&db, "PRAGMA integrity_check").await, ["ok"], "{told}");
    }
    db.close().await.unwrap();
    for write in answered {
        assert_eq!(found.get(write), Some(&1), "{told}: {write} was answered");
    }
    assert!(found.values().all(|count| *count == 1), "{told}: {found:?}");
}

/// Not a test by itself: the process that [`a_writer_that_is_killed_loses_nothing_it_said_was_written`] starts and kills.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "is started by the tests that kill it"]
async fn writes_until_it_is_killed() {
    let Ok(url) = std::env::var("TENURE_WRITER_URL") else { return };
    let location = match url.strip_prefix("sqlite://") {
        Some(path) => Location::Sqlite(path.into()),
        None => Location::Postgres(url),
    };
    let round = number("TENURE_WRITER_ROUND", 0);
    let at = TestApp::open(&location, "2026-11-23".parse().unwrap(), 1_000 + round).await.unwrap();
    let clients = (0..CLIENTS).map(|client| {
        let mut writer = Writer::new(at.clone(), format!("{round}-{client}"));
        tokio::spawn(async move {
            // A refusal or a fault ends this client; the test counts what was written.
            while let Ok(written) = writer.next().await {
                println!("written: {written}");
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
}

/// Starts the writer, kills it after so many answers and so many microseconds, and gives back what it said.
fn killed_writer(location: &Location, round: u64, answers: usize, then: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writes_until_it_is_killed", "--ignored", "--nocapture"])
        .env("TENURE_WRITER_URL", url(location))
        .env("TENURE_WRITER_ROUND", round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said = Vec::new();
    for line in lines.map_while(Result::ok) {
        let Some((_, written)) = line.split_once("written: ") else { continue };
        said.push(written.to_string());
        if said.len() == answers {
            std::thread::park_timeout(then);
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(said.len() >= answers, "the writer ended by itself after {} writes", said.len());
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_that_is_killed_loses_nothing_it_said_was_written() -> Result<(), Fault> {
    let kills = number("TENURE_KILLS", 50) / 5;
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), move |location| async move {
        let (seed, mut dice) = dice();
        TestApp::few(&location).await.unwrap().app.close().await.unwrap();
        let mut answered = Vec::new();
        for round in 0..kills {
            let (answers, then) = (dice.random_range(1..=50), Duration::from_micros(dice.random_range(0..=8_000)));
            answered.extend(killed_writer(&location, round, answers, then));
            assert_sound(&location, &answered, &format!("TENURE_SEED={seed}, kill {round}")).await;
        }
        println!("{kills} kills: {} answered writes, 0 lost", answered.len());
    })
    .await
}

/// Requests that came back so far, answered or failed: the moments of trouble are counted in them.
type Requests = watch::Receiver<u64>;

async fn after(requests: &mut Requests, more: u64) {
    let until = *requests.borrow() + more;
    requests.wait_for(|count| *count >= until).await.unwrap();
}

/// Writes from several clients while `trouble` makes trouble; every failure must be a fault of the database, not a refusal or a panic.
async fn written_through<T: Future<Output = ()>>(at: &TestApp, round: u64, trouble: impl FnOnce(Requests) -> T) -> (Vec<String>, usize) {
    let (stop, stopped) = watch::channel(false);
    let (count, requests) = watch::channel(0);
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (mut writer, stopped, count) = (Writer::new(at.clone(), format!("{round}-{client}")), stopped.clone(), count.clone());
            tokio::spawn(async move {
                let (mut answered, mut faults) = (Vec::new(), 0);
                while !*stopped.borrow() {
                    match writer.next().await {
                        Ok(written) => answered.push(written),
                        Err(AppError::Fault(_)) => faults += 1,
                        Err(other) => panic!("{other:?}"),
                    }
                    count.send_modify(|count| *count += 1);
                }
                (answered, faults)
            })
        })
        .collect();
    trouble(requests).await;
    stop.send(true).unwrap();
    let (mut answered, mut faults) = (Vec::new(), 0);
    for client in clients {
        let (said, met) = client.await.unwrap();
        answered.extend(said);
        faults += met;
    }
    (answered, faults)
}

/// The next request works: with a pool of connections that all died, at once or after the server is back.
async fn assert_works_again(at: &TestApp, told: &str) -> String {
    let mut writer = Writer::new(at.clone(), format!("after-{told}").replace(' ', "-"));
    writer.next().await.unwrap_or_else(|error| panic!("after {told}: {error:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgresql_backend_that_is_ended_costs_a_fault_and_nothing_else() -> Result<(), Fault> {
    let Some(server) = Server::start().await? else {
        println!("{}", SKIPPED.replace("TENURE_TEST_POSTGRES is not set", "PostgreSQL is not installed"));
        return Ok(());
    };
    let location = Location::Postgres(server.url());
    let at = TestApp::few(&location).await.unwrap();
    let (seed, mut dice) = dice();
    let rounds = number("TENURE_KILLS", 50);
    let dice = &mut dice;
    let url = server.url();
    let (answered, faults) = written_through(&at, 1, async move |mut requests| {
        let db = Database::connect(url).await.unwrap();
        for _ in 0..rounds {
            after(&mut requests, dice.random_range(1..=12)).await;
            let others = "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
                 WHERE pid <> pg_backend_pid() AND datname = current_database() AND state <> 'idle' ORDER BY random() LIMIT 1";
            texts(&db, others).await;
        }
        db.close().await.unwrap();
    })
    .await;
    let mut answered = answered;
    answered.push(assert_works_again(&at, "ended backends").await);
    at.app.close().await.unwrap();
    println!("{rounds} backends ended: {} answered writes, {faults} faults, 0 lost", answered.len());
    assert!(faults > 0, "a backend that was ended was not noticed");
    assert_sound(&location, &answered, &format!("TENURE_SEED={seed}")).await;
    server.remove()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgresql_server_that_stops_at_once_loses_nothing_answered() -> Result<(), Fault> {
    let Some(server) = Server::start().await? else {
        println!("{}", SKIPPED.replace("TENURE_TEST_POSTGRES is not set", "PostgreSQL is not installed"));
        return Ok(());
    };
    let location = Location::Postgres(server.url());
    let at = TestApp::few(&location).await.unwrap();
    let (seed, mut dice) = dice();
    let (stops, mut answered, mut faults) = (number("TENURE_KILLS", 50).div_ceil(25), Vec::new(), 0);
    for round in 0..stops {
        let (server, writes) = (&server, dice.random_range(5..=60));
        let (said, met) = written_through(&at, 10 + round, async move |mut requests| {
            after(&mut requests, writes).await;
            server.stop_at_once().unwrap();
            server.start_again().unwrap();
        })
        .await;
        answered.extend(said);
        faults += met;
        answered.push(assert_works_again(&at, &format!("stop {round}")).await);
    }
    at.app.close().await.unwrap();
    println!("{stops} stops: {} answered writes, {faults} faults, 0 lost", answered.len());
    assert!(faults > 0, "a server that stopped was not noticed");
    assert_sound(&location, &answered, &format!("TENURE_SEED={seed}")).await;
    server.remove()
}
