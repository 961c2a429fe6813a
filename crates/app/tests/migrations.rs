//! A company under every schema that was ever released comes to the present one whole, also when the process that brings it there is
//! killed at any moment. `TENURE_MIGRATION_KILLS` says how often; a failure prints `TENURE_SEED`, which kills in the same way again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "tests: what is refused stops them, they say what they skip, and a kill needs a clock"
)]

use jiff::Timestamp;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tenure_app::Actor;
use tenure_core::ledger::Known;
use tenure_sim::testing::large::large_book;
use tenure_sim::testing::{Fault, Instance, SKIPPED, TestApp};
use tenure_store::archive::{Cell, Shape};
use tenure_store::{Location, Schema, Store, Tx};

const KILLS: u64 = 50;
const TODAY: &str = "2026-11-23";
/// The schema from which on a fact that is changed in place keeps what it said before.
const KEPT_SINCE: i64 = 6;
/// The schema from which on expansions are kept.
const EXPANDED_SINCE: i64 = 13;
/// The schema from which on handoffs are kept.
const HANDED_OVER_SINCE: i64 = 10;
/// The schema from which on a holiday may be a country's.
const COUNTRIES_SINCE: i64 = 24;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

async fn rows_of(tx: &Tx, shape: &Shape) -> Vec<Vec<Cell>> {
    let (mut pages, mut rows) = (tx.pages(shape), Vec::new());
    while let Some(page) = pages.next().await.unwrap() {
        rows.extend(page);
    }
    rows
}

/// Writes what a company of the present schema holds under an earlier one, as far as that one has a place for it.
async fn write_under(present: &Store, location: &Location, version: i64) {
    let old = Store::open_at(location, &Schema::up_to(version)).await.unwrap();
    let (from, into) = (present.read().await.unwrap(), old.write().await.unwrap());
    let shapes = into.shapes().await.unwrap();
    into.clear(&shapes).await.unwrap();
    for shape in &shapes {
        into.put_rows(shape, &rows_of(&from, shape).await).await.unwrap();
    }
    into.commit().await.unwrap();
    old.close().await.unwrap();
}

/// Everything that is under the columns of an earlier schema, table by table.
async fn content(location: &Location, version: i64) -> BTreeMap<&'static str, Vec<Vec<Cell>>> {
    let shapes = {
        let empty = Instance::sqlite().unwrap();
        let store = Store::open_at(&empty.location, &Schema::up_to(version)).await.unwrap();
        let shapes = store.read().await.unwrap().shapes().await.unwrap();
        store.close().await.unwrap();
        shapes
    };
    let store = Store::open(location).await.unwrap();
    let tx = store.read().await.unwrap();
    let mut content = BTreeMap::new();
    for shape in &shapes {
        let mut rows = rows_of(&tx, shape).await;
        rows.sort_by_key(|row| format!("{row:?}"));
        content.insert(shape.table.name, rows);
    }
    drop(tx);
    store.close().await.unwrap();
    content
}

async fn assert_clean(location: &Location, told: &str) {
    let at = TestApp::open(location, TODAY.parse().unwrap(), 9).await.unwrap();
    assert_eq!(at.app.store().version().await.unwrap(), Schema::current().version(), "{told}");
    // What an earlier program did not decide is decided at the first start, as on any day: the first schema froze no tier.
    at.app.keep_up(&Actor::Operator("Ingrid Solberg".into())).await.unwrap();
    let report = at.app.check().await.unwrap();
    assert!(report.is_clean(), "{told}: {report:?}");
    at.app.close().await.unwrap();
}

/// Before handoffs were kept, each change of the accountable person was a waiver.
async fn without_handoffs(location: &Location) {
    let Location::Sqlite(path) = location else { panic!("an embedded database") };
    let db = sea_orm::Database::connect(format!("sqlite://{}", path.display())).await.unwrap();
    for sql in [
        "UPDATE ownership_entry SET waived_by = author, waiver_reason = 'it changed' WHERE handoff_id IS NOT NULL AND waived_by IS NULL",
        "UPDATE ownership_entry SET handoff_id = NULL",
        "DELETE FROM handoff",
    ] {
        db.execute_unprepared(sql).await.unwrap();
    }
    db.close().await.unwrap();
}

/// Before expansions were kept, nobody owned one.
async fn without_expansions(location: &Location) {
    let Location::Sqlite(path) = location else { panic!("an embedded database") };
    let db = sea_orm::Database::connect(format!("sqlite://{}", path.display())).await.unwrap();
    for sql in [
        "DELETE FROM expansion_credit",
        "DELETE FROM expansion_override",
        "DELETE FROM expansion_history",
        "DELETE FROM ownership_holder WHERE subject_id IN (SELECT id FROM expansion)",
        "BEGIN; CREATE TEMP TABLE gone AS SELECT id FROM expansion; DELETE FROM expansion; \
         DELETE FROM ownership_entry WHERE subject_id IN (SELECT id FROM gone) AND sequence > 0; \
         DELETE FROM ownership_entry WHERE subject_id IN (SELECT id FROM gone); COMMIT",
    ] {
        db.execute_unprepared(sql).await.unwrap();
    }
    db.close().await.unwrap();
}

/// Before countries were kept, none had holidays of its own; no customer of this company is in one.
async fn without_countries(location: &Location) {
    let Location::Sqlite(path) = location else { panic!("an embedded database") };
    let db = sea_orm::Database::connect(format!("sqlite://{}", path.display())).await.unwrap();
    db.execute_unprepared("DELETE FROM holiday WHERE country <> ''").await.unwrap();
    db.close().await.unwrap();
}

/// A company under the present schema that an earlier one could have held: the first schema had no place for notices, price rises or
/// what was taken back.
async fn company(version: i64) -> (Instance, Store) {
    let instance = Instance::sqlite().unwrap();
    if version < 2 {
        let at = TestApp::open(&instance.location, TODAY.parse().unwrap(), 3).await.unwrap();
        at.app.import_book(&Actor::Operator("Ingrid Solberg".into()), &large_book(30, 2), "book").await.unwrap();
        at.app.close().await.unwrap();
    } else {
        TestApp::few(&instance.location).await.unwrap().app.close().await.unwrap();
    }
    if version < EXPANDED_SINCE {
        without_expansions(&instance.location).await;
    }
    if version < HANDED_OVER_SINCE {
        without_handoffs(&instance.location).await;
    }
    if version < COUNTRIES_SINCE {
        without_countries(&instance.location).await;
    }
    let store = Store::open(&instance.location).await.unwrap();
    (instance, store)
}

async fn known(store: &Store) -> Known {
    store.read().await.unwrap().known(None).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_of_every_released_schema_comes_to_the_present_one_whole() -> Result<(), Fault> {
    if std::env::var("TENURE_TEST_POSTGRES").is_err() {
        println!("{SKIPPED}");
    }
    for version in 1..Schema::current().version() {
        let (kept, present) = company(version).await;
        let facts = known(&present).await;
        for instance in Instance::each(std::env::var("TENURE_TEST_POSTGRES").ok().as_deref()).await? {
            let told = format!("{instance}, schema {version}");
            write_under(&present, &instance.location, version).await;
            assert!(content(&instance.location, version).await == content(&kept.location, version).await, "{told}: a row was lost");
            let store = Store::open(&instance.location).await?;
            let instants = assert_lines_know_their_event(&store, &told).await;
            if version < KEPT_SINCE {
                assert_known_from_the_beginning(&store, instants[0], &told).await;
            } else {
                for at in instants.into_iter().step_by(50) {
                    assert!(known_at(&store, at).await == known_at(&present, at).await, "{told}: what was known at {at} differs");
                }
            }
            let mut now = known(&store).await;
            now.versions.iter_mut().zip(&facts.versions).for_each(|(now, then)| now.event = then.event);
            now.moves.iter_mut().zip(&facts.moves).for_each(|(now, then)| now.event = then.event);
            if version < 2 {
                // The first schema had no place for a frozen tier.
                now.renewals.iter_mut().zip(&facts.renewals).for_each(|(now, then)| now.frozen_tier = then.frozen_tier);
            }
            assert!(now == facts, "{told}: what is known now differs");
            store.close().await?;
            assert_clean(&instance.location, &told).await;
            instance.remove().await?;
        }
        present.close().await?;
        kept.remove().await?;
    }
    Ok(())
}

async fn known_at(store: &Store, at: Timestamp) -> Option<Known> {
    store.read().await.unwrap().known(Some(at)).await.unwrap()
}

/// The event that a line names was recorded at the instant of the line; gives the instants of all events, the earliest first.
async fn assert_lines_know_their_event(store: &Store, told: &str) -> Vec<Timestamp> {
    let tx = store.read().await.unwrap();
    let log = tx.log(&tenure_store::LogFilter::default(), tenure_store::LogPlace::After(0), u32::MAX).await.unwrap();
    let at: BTreeMap<u64, Timestamp> = log.iter().map(|event| (event.sequence, event.recorded_at)).collect();
    let known = tx.known(None).await.unwrap().unwrap();
    for version in &known.versions {
        assert_eq!(at.get(&version.event.unwrap()), Some(&version.recorded_at), "{told}: {}", version.line.reference);
    }
    at.into_values().collect::<BTreeSet<_>>().into_iter().collect()
}

/// What was changed in place before that was kept counts as known since the first event; before it nothing was known.
async fn assert_known_from_the_beginning(store: &Store, first: Timestamp, told: &str) {
    let (then, now) = (known_at(store, first).await.unwrap(), known(store).await);
    assert_eq!((then.accounts, then.terms, then.renewals), (now.accounts, now.terms, now.renewals), "{told}");
    let before = first.checked_sub(jiff::Span::new().microseconds(1)).unwrap();
    assert_eq!(known_at(store, before).await, None, "{told}");
}

/// Not a test by itself: the process that the tests below start and kill.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "is started by the tests that kill it"]
async fn migrates_until_it_is_killed() {
    let Ok(url) = std::env::var("TENURE_MIGRATED_URL") else { return };
    let location = match url.strip_prefix("sqlite://") {
        Some(path) => Location::Sqlite(path.into()),
        None => Location::Postgres(url),
    };
    println!("begins");
    let store = Store::open(&location).await.unwrap();
    println!("is done");
    store.close().await.unwrap();
}

/// Starts the process and returns when it begins.
fn migrating(url: &str) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "migrates_until_it_is_killed", "--ignored", "--nocapture"])
        .env("TENURE_MIGRATED_URL", url)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("begins") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "the process ended before it began");
    }
    (child, said)
}

/// Lets one migration run to its end and tells how long it took.
fn uncut(url: &str) -> Duration {
    let (mut child, said) = migrating(url);
    let begun = Instant::now();
    assert!(said.lines().map_while(Result::ok).any(|line| line.contains("is done")), "the migration failed");
    let took = begun.elapsed();
    child.wait().unwrap();
    took
}

/// Kills the migration after a while; true where it was not done yet.
fn killed(url: &str, after: Duration) -> bool {
    let (mut child, said) = migrating(url);
    std::thread::park_timeout(after);
    child.kill().unwrap();
    child.wait().unwrap();
    !said.lines().map_while(Result::ok).any(|line| line.contains("is done"))
}

fn copy(from: &Path, into: &Instance) {
    let Location::Sqlite(path) = &into.location else { panic!("{into} is no file") };
    std::fs::copy(from, path).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_that_is_killed_loses_nothing_and_goes_on_at_the_next_start() -> Result<(), Fault> {
    let seed = number("TENURE_SEED", 1);
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let versions: Vec<i64> = (1..Schema::current().version()).collect();
    let rounds = number("TENURE_MIGRATION_KILLS", KILLS).div_ceil(versions.len() as u64);
    let mut cut = 0;
    for version in versions {
        let (kept, present) = company(version).await;
        let template = Instance::sqlite()?;
        write_under(&present, &template.location, version).await;
        let Location::Sqlite(path) = &template.location else { panic!("{template} is no file") };
        let expected = content(&kept.location, version).await;
        let whole = Instance::sqlite()?;
        copy(path, &whole);
        let took = uncut(&whole.url());
        whole.remove().await?;
        for round in 0..rounds {
            let instance = Instance::sqlite()?;
            copy(path, &instance);
            let after = took.mul_f64(chance.random_range(0.0..1.0));
            let told = format!("TENURE_SEED={seed}, schema {version}, kill {round} after {after:?}");
            cut += u64::from(killed(&instance.url(), after));
            assert!(content(&instance.location, version).await == expected, "{told}: a row was lost");
            assert_clean(&instance.location, &told).await;
            instance.remove().await?;
        }
        template.remove().await?;
        present.close().await?;
        kept.remove().await?;
    }
    println!("{cut} migrations were cut short");
    assert!(cut > 0, "no kill came in time");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_on_postgresql_whose_client_is_killed_loses_nothing() -> Result<(), Fault> {
    let Ok(server) = std::env::var("TENURE_TEST_POSTGRES") else {
        println!("{SKIPPED}");
        return Ok(());
    };
    let seed = number("TENURE_SEED", 1);
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    for version in 1..Schema::current().version() {
        let (kept, present) = company(version).await;
        let expected = content(&kept.location, version).await;
        let mut took = None;
        for round in 0..=2 {
            let instance = Instance::postgres(&server).await?;
            write_under(&present, &instance.location, version).await;
            match took {
                None => took = Some(uncut(&instance.url())),
                Some(took) => {
                    let _ = killed(&instance.url(), Duration::mul_f64(took, chance.random_range(0.0..1.0)));
                }
            }
            let told = format!("TENURE_SEED={seed}, schema {version}, kill {round}");
            assert!(content(&instance.location, version).await == expected, "{told}: a row was lost");
            assert_clean(&instance.location, &told).await;
            instance.remove().await?;
        }
        present.close().await?;
        kept.remove().await?;
    }
    Ok(())
}
