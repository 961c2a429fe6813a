//! The power goes at any moment of a write load: everything acknowledged is there, whole, and the database is sound.
//! `TENURE_CUTS` says how many moments are tried; `TENURE_SEED` tries one seed again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they met"
)]

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sea_orm::sqlx::sqlite::SqliteSynchronous;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tenure_app::{Actor, NewAccount, NewContract};
use tenure_core::account::Risk;
use tenure_core::commands::Judgement;
use tenure_core::contract::ContractKind;
use tenure_core::primitives::Currency;
use tenure_powercut::{Disk, Recorder, Recording};
use tenure_sim::testing::TestApp;
use tenure_store::{Location, Store};

const FILE: &str = "tenure.db";
const CLIENTS: u64 = 4;
const WRITES_PER_CLIENT: u64 = 30;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

/// What an acknowledged write is called in the log of events.
fn subject(write: u64) -> String {
    if write.is_multiple_of(2) { format!("P-{}", write / 2) } else { format!("PC-{}", write / 2) }
}

/// One write: an account, and next a contract for it with its renewal, owners and steps.
async fn carry_out(at: &TestApp, write: u64) {
    let (reference, account) = (subject(write), format!("P-{}", write / 2));
    if write.is_multiple_of(2) {
        let (segment, region) = ("Small".into(), "EMEA".into());
        let new = NewAccount {
            reference,
            name: format!("Customer {account}"),
            tier: 3,
            segment,
            region,
            country: None,
            parent: None,
            fiscal_year_start: None,
        };
        at.app.add_account(&operator(), new, Judgement { risk: Risk::Unknown, reason: String::new(), expires_on: None }).await.unwrap();
        return;
    }
    let new = NewContract {
        reference,
        account,
        currency: Currency::USD,
        auto_renew: true,
        notice_days: Some(30),
        renewal_months: 12,
        uplift_cap_bps: None,
        uplift_bps: 0,
        kind: ContractKind::Fixed,
        signed_on: None,
        start_on: "2026-11-23".parse().unwrap(),
        end_on: "2027-11-23".parse().unwrap(),
        lines: Vec::new(),
    };
    at.app.sign_contract(&operator(), new).await.unwrap();
}

/// Records a write load of several clients, with each acknowledgement in its place.
async fn record(synchronous: SqliteSynchronous) -> Recording {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let at = TestApp::few(&Location::Sqlite(path.clone())).await.unwrap();
    at.app.close().await.unwrap();
    let recorder = Recorder::register().unwrap();
    let name = recorder.name().to_string();
    // Small logs, so that checkpoints and restarts of the log are among the moments that are cut.
    let tuned = Store::open_tuned(&path, |options| options.vfs(name).synchronous(synchronous).pragma("wal_autocheckpoint", "100"));
    let at = TestApp::over(tuned.await.unwrap(), "2026-11-23".parse().unwrap(), 3).unwrap();
    let clients = (0..CLIENTS).map(|client| {
        let (at, recorder) = (at.clone(), recorder.clone());
        tokio::spawn(async move {
            for write in client * WRITES_PER_CLIENT..(client + 1) * WRITES_PER_CLIENT {
                carry_out(&at, write).await;
                recorder.acknowledge(write);
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    // Before the database is closed: closing puts everything right.
    let recording = recorder.recording();
    at.app.close().await.unwrap();
    recording
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Result<Vec<String>, String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql.to_string())).await;
    let texts = rows.map_err(|error| error.to_string())?.iter().map(|row| row.try_get_by_index::<String>(0)).collect::<Result<_, _>>();
    texts.map_err(|error| error.to_string())
}

/// Opens what the cut left, as the program would, and says what is wrong with it.
async fn examine(path: &Path, acknowledged: &[u64], invariants_too: bool) -> Result<(), String> {
    let store = Store::open(&Location::Sqlite(path.to_path_buf())).await.map_err(|error| format!("does not open: {error}"))?;
    let at = TestApp::over(store, "2026-11-23".parse().unwrap(), 4).unwrap();
    let db = Database::connect(format!("sqlite://{}", path.display())).await.map_err(|error| error.to_string())?;
    let found = found_wrong(&at, &db, acknowledged, invariants_too).await;
    db.close().await.map_err(|error| error.to_string())?;
    at.app.close().await.map_err(|error| error.to_string())?;
    found
}

async fn found_wrong(at: &TestApp, db: &DatabaseConnection, acknowledged: &[u64], invariants_too: bool) -> Result<(), String> {
    let integrity = texts(db, "PRAGMA integrity_check").await?;
    if integrity != ["ok"] {
        return Err(format!("corrupt: {integrity:?}"));
    }
    let mut events: BTreeMap<String, u32> = BTreeMap::new();
    for event in texts(db, "SELECT subject FROM event WHERE kind IN ('account_added', 'contract_signed')").await? {
        *events.entry(event).or_default() += 1;
    }
    let lost: Vec<String> = acknowledged.iter().map(|write| subject(*write)).filter(|subject| events.get(subject) != Some(&1)).collect();
    if !lost.is_empty() {
        return Err(format!("acknowledged, but not there exactly once: {lost:?}"));
    }
    // The projection of the accounts and contracts themselves, not only of the log.
    let stored: BTreeSet<String> =
        texts(db, "SELECT reference FROM account UNION SELECT reference FROM contract").await?.into_iter().collect();
    if let Some(partial) = events.keys().find(|subject| !stored.contains(*subject)) {
        return Err(format!("{partial} has its event and not its record"));
    }
    if invariants_too {
        let report = at.app.check().await.map_err(|error| error.to_string())?;
        if !report.is_clean() {
            return Err(format!("invariants: {report:?}"));
        }
    }
    Ok(())
}

/// The power goes at so many moments of the recording; the outcome of each in order of the moments.
async fn cut(recording: &Recording, cuts: u64, seed: u64, stop_at_first: Stop) -> Vec<(usize, Result<(), String>)> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut moments: Vec<usize> = (0..cuts).map(|_| dice.random_range(0..=recording.operations.len())).collect();
    moments.sort_unstable();
    let folder = tempfile::tempdir().unwrap();
    let (mut disk, mut played, mut outcomes) = (Disk::default(), 0, Vec::new());
    for (index, moment) in moments.into_iter().enumerate() {
        recording.operations[played..moment].iter().for_each(|operation| disk.play(operation));
        played = moment;
        let path = rebuild(folder.path(), index, disk.cut(&mut dice));
        let outcome = examine(&path, disk.acknowledged(), index % 10 == 0).await;
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
        let failed = outcome.is_err();
        outcomes.push((moment, outcome));
        if failed && stop_at_first == Stop::AtTheFirstFault {
            break;
        }
    }
    outcomes
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    AtTheFirstFault,
    Never,
}

fn rebuild(folder: &Path, index: usize, files: Vec<(String, Vec<u8>)>) -> PathBuf {
    let folder = folder.join(index.to_string());
    std::fs::create_dir(&folder).unwrap();
    for (name, content) in files {
        std::fs::write(folder.join(name), content).unwrap();
    }
    folder.join(FILE)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_power_goes() {
    let (cuts, seed) = (number("TENURE_CUTS", 500), number("TENURE_SEED", 20_261_122));
    let recording = record(SqliteSynchronous::Full).await;
    let outcomes = cut(&recording, cuts, seed, Stop::Never).await;
    let faults: Vec<_> = outcomes.iter().filter_map(|(moment, outcome)| outcome.as_ref().err().map(|fault| (moment, fault))).collect();
    let (operations, syncs) = recording.figures();
    println!("{cuts} cuts over {operations} operations with {syncs} syncs, seed {seed}: {} faults", faults.len());
    assert!(faults.is_empty(), "TENURE_SEED={seed}: {faults:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_finds_what_weaker_durability_loses() {
    let seed = number("TENURE_SEED", 20_261_122);
    for (weaker, cuts) in [(SqliteSynchronous::Normal, 100), (SqliteSynchronous::Off, 100)] {
        let name = format!("{weaker:?}");
        let recording = record(weaker).await;
        let outcomes = cut(&recording, cuts, seed, Stop::AtTheFirstFault).await;
        let (moment, outcome) = outcomes.last().unwrap();
        println!("synchronous {name}: at operation {moment}, {outcome:?}");
        assert!(outcome.is_err(), "synchronous={name} came through {cuts} cuts: the test would not find a loss");
    }
}
