//! All data out and in again, and from one engine to the other: nothing is lost, nothing is changed, and what is damaged is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;
use tenure_app::{Access, Actor, AppError, NewUser};
use tenure_core::ledger::Rules;
use tenure_sim::testing::{Fault, Instance, TestApp};
use tenure_store::{Location, SessionRecord};

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

const PASSWORD: &str = "long enough words";

/// A company that lived for two years, with a user, a token and a session.
async fn company(location: &Location) -> TestApp {
    let at = TestApp::few(location).await.unwrap();
    let operator = Actor::Operator("Ingrid Solberg".into());
    let new = NewUser {
        email: "aisha.khan@halden.example".into(),
        name: String::new(),
        access: Access::Administrator,
        password: PASSWORD.into(),
    };
    let user = at.app.add_user(&operator, new).await.unwrap();
    at.app.create_token(&user, "warehouse").await.unwrap();
    for grace_days in [30, 45] {
        let rules = Rules { grace_days, ..Rules::default() };
        at.app.set_ledger_rules(&operator, rules).await.unwrap();
        at.clock.advance(jiff::SignedDuration::from_secs(60));
    }
    let tx = at.app.store().write().await.unwrap();
    let session =
        SessionRecord { id: "s-1".into(), data: "{\"seat\":\"window\"}".into(), expires_at: "2027-01-01T00:00:00Z".parse().unwrap() };
    tx.put_session(&session).await.unwrap();
    tx.commit().await.unwrap();
    at
}

/// An instance that holds nothing yet, on the company's day.
async fn empty(location: &Location) -> TestApp {
    TestApp::open(location, jiff::civil::date(2026, 11, 23), 3).await.unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())).collect()
}

async fn exported(at: &TestApp, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    at.app.export_archive(folder).await.unwrap();
    files(folder)
}

fn sentence<T: std::fmt::Debug>(outcome: Result<T, AppError>) -> String {
    match outcome {
        Err(AppError::Refused(refusals)) => refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn export_import_export_gives_the_same_bytes_on_each_engine_and_across() -> Result<(), Fault> {
    for source in Instance::each(postgres().as_deref()).await? {
        let at = company(&source.location).await;
        let work = tempfile::tempdir()?;
        let first = exported(&at, &work.path().join("first")).await;
        assert!(first["ownership_entry.jsonl"].iter().filter(|byte| **byte == b'\n').count() > 100);
        for target in Instance::each(postgres().as_deref()).await? {
            let other = empty(&target.location).await;
            let counts = other.app.import_archive(&work.path().join("first"), work.path()).await?;
            assert!(counts.iter().any(|count| count.table == "event" && count.rows > 100));
            let again = TempDir::new_in(work.path())?;
            let second = exported(&other, &again.path().join("second")).await;
            assert!(first == second, "{source} to {target}");
            assert!(other.app.check().await?.is_clean());
            assert!(other.app.sign_in("aisha.khan@halden.example", PASSWORD).await?.is_none(), "passwords stay behind");
            let operator = Actor::Operator("Ingrid Solberg".into());
            other.app.set_password(&operator, "aisha.khan@halden.example", PASSWORD.into()).await?;
            assert!(other.app.sign_in("aisha.khan@halden.example", PASSWORD).await?.is_some());
            other.app.close().await?;
            target.remove().await?;
        }
        at.app.close().await?;
        source.remove().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_export_holds_no_password_no_token_and_no_session() -> Result<(), Fault> {
    let instance = Instance::sqlite()?;
    let at = company(&instance.location).await;
    let work = tempfile::tempdir()?;
    let all: String =
        exported(&at, &work.path().join("out")).await.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(all.contains("aisha.khan@halden.example"), "users are facts");
    for secret in ["argon2", "password_hash", "token_sha256", "window"] {
        assert!(!all.contains(secret), "{secret} is in the export");
    }
    at.app.close().await?;
    instance.remove().await
}

#[tokio::test]
async fn an_instance_moves_to_the_other_engine_and_back_and_is_the_same() -> Result<(), Fault> {
    let source = Instance::sqlite()?;
    let at = company(&source.location).await;
    let work = tempfile::tempdir()?;
    let before = exported(&at, &work.path().join("before")).await;
    let mut stops = Instance::each(postgres().as_deref()).await?;
    stops.push(Instance::sqlite()?);
    let mut here = at;
    for (stop, number) in stops.iter().zip(1..) {
        let counts = here.app.move_to(&stop.location).await?;
        assert!(counts.iter().any(|count| count.table == "api_token" && count.rows == 1), "tokens move along");
        assert!(counts.iter().all(|count| count.table != "user_session"));
        here.app.close().await?;
        here = TestApp::open(&stop.location, jiff::civil::date(2026, 11, 23), 4).await?;
        assert!(before == exported(&here, &work.path().join(format!("after-{number}"))).await, "{stop}");
        assert!(here.app.sign_in("aisha.khan@halden.example", PASSWORD).await?.is_some(), "passwords move along");
        assert!(here.app.check().await?.is_clean());
    }
    let occupied = here.app.move_to(&source.location).await;
    assert!(sentence(occupied).contains("this instance is not empty"));
    let back = TestApp::open(&source.location, jiff::civil::date(2026, 11, 23), 5).await?;
    assert!(before == exported(&back, &work.path().join("source")).await, "the source is as it was");
    back.app.close().await?;
    here.app.close().await?;
    for instance in stops.into_iter().chain([source]) {
        instance.remove().await?;
    }
    Ok(())
}

/// Changes a file of the archive so that the manifest still fits: what is wrong is what it says, not its hash.
fn forged(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has {from}");
    let old = tenure_store::backup::digest(&path).unwrap();
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let manifest = folder.join("manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace(&old, &tenure_store::backup::digest(&path).unwrap())).unwrap();
}

fn changed(folder: &Path, file: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(from), "{file} has {from}");
    std::fs::write(folder.join(file), text.replacen(from, to, 1)).unwrap();
}

type Damage = fn(&Path);

const DAMAGED: &[(&str, Damage, &[&str])] = &[
    ("a missing file", |f| std::fs::remove_file(f.join("event.jsonl")).unwrap(), &["event.jsonl: ", "cannot be read"]),
    ("no manifest", |f| std::fs::remove_file(f.join("manifest.json")).unwrap(), &["manifest.json: ", "cannot be read"]),
    ("a manifest cut short", |f| changed(f, "manifest.json", "]\n}", ""), &["manifest.json: is not a manifest"]),
    ("a changed word", |f| changed(f, "account.jsonl", "\"name\":\"", "\"name\":\"X"), &["account.jsonl: has the SHA-256"]),
    (
        "a line less",
        |f| {
            let text = std::fs::read_to_string(f.join("event.jsonl")).unwrap();
            std::fs::write(f.join("event.jsonl"), text.split_once('\n').unwrap().1).unwrap();
        },
        &["event.jsonl: holds ", "and the manifest says"],
    ),
    ("a later schema", |f| changed(f, "manifest.json", "\"schema\": ", "\"schema\": 9"), &["manifest.json: has format 1 and schema 9"]),
    ("another format", |f| changed(f, "manifest.json", "\"format\": 1", "\"format\": 2"), &["manifest.json: has format 2"]),
    (
        "an unknown table",
        |f| changed(f, "manifest.json", "\"table\": \"account\"", "\"table\": \"accounts\""),
        &["manifest.json: names the table accounts"],
    ),
    ("an unknown column", |f| changed(f, "manifest.json", "\"tier\"", "\"grade\""), &["manifest.json: table account has the columns "]),
    (
        "a column too many in a row",
        |f| forged(f, "account.jsonl", "\"tier\":", "\"grade\":1,\"tier\":"),
        &["account.jsonl, row 1, column grade: is a column that the table does not have"],
    ),
    (
        "a column that a row lacks",
        |f| forged(f, "account.jsonl", "\"tier\":", "\"grade\":"),
        &["account.jsonl, row 1, column tier: is missing"],
    ),
    (
        "text for a number",
        |f| forged(f, "task.jsonl", "\"title\":\"", "\"title\":7,\"x\":\""),
        &["task.jsonl, row 1, column title: must be text"],
    ),
    (
        "an amount that is no whole number",
        |f| forged(f, "renewal.jsonl", "\"atr_minor\":", "\"atr_minor\":0.5"),
        &["renewal.jsonl, row 1, column atr_minor: must be a whole number"],
    ),
    (
        "an owner who is nobody",
        |f| forged(f, "ownership_entry.jsonl", "\"holder_id\":\"", "\"holder_id\":\"nobody"),
        &["ownership_entry.jsonl: has rows that contradict each other"],
    ),
    (
        "an event left out",
        |f| forged(f, "event_counter.jsonl", "\"last_sequence\":", "\"last_sequence\":1"),
        &["the facts do not hold together: ", "one-event-per-write"],
    ),
];

#[tokio::test]
async fn a_damaged_or_forged_archive_is_refused_with_its_place_and_nothing_is_written() -> Result<(), Fault> {
    let source = Instance::sqlite()?;
    let at = company(&source.location).await;
    let work = tempfile::tempdir()?;
    let good = exported(&at, &work.path().join("good")).await;
    let target = Instance::sqlite()?;
    let other = empty(&target.location).await;
    for (what, damage, words) in DAMAGED {
        let folder = TempDir::new_in(work.path())?;
        for (name, bytes) in &good {
            std::fs::write(folder.path().join(name), bytes)?;
        }
        damage(folder.path());
        let said = sentence(other.app.import_archive(folder.path(), work.path()).await);
        for word in *words {
            assert!(said.contains(word), "{what}: {word} is missing in: {said}");
        }
        assert!(other.app.is_empty().await?, "{what}");
    }
    let left: Vec<_> = std::fs::read_dir(work.path())?.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["good"], "nothing is left of the attempts");
    let refused = at.app.import_archive(&work.path().join("good"), work.path()).await;
    assert!(sentence(refused).contains("this instance is not empty"));
    other.app.import_archive(&work.path().join("good"), work.path()).await?;
    at.app.close().await?;
    other.app.close().await?;
    source.remove().await?;
    target.remove().await
}
