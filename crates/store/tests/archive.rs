//! The archive knows all that the database has, and a migration risks nothing of what is there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use sea_orm::{ConnectionTrait, Database};
use std::path::{Path, PathBuf};
use tenure_sim::testing::{Fault, Instance, each_engine};
use tenure_store::archive::{Holds, TABLES};
use tenure_store::{Location, Schema, Store, StoreError, backup};

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

#[tokio::test]
async fn the_archive_knows_every_table_and_column_of_the_schema() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = Store::open(&location).await.unwrap();
        let shapes = store.read().await.unwrap().shapes().await.unwrap();
        let names: Vec<&str> = shapes.iter().map(|shape| shape.table.name).collect();
        assert_eq!(names, TABLES.iter().map(|table| table.name).collect::<Vec<_>>(), "a line of TABLES names a table that is gone");
        for shape in &shapes {
            let has = |name: &str| shape.columns.iter().any(|column| column.name == name);
            assert!(shape.table.order.iter().all(|name| has(name)), "{shape:?}");
            assert!(
                shape.table.has_key || shape.columns.iter().all(|column| shape.table.order.contains(&column.name.as_str())),
                "{shape:?}"
            );
            for column in &shape.columns {
                let secret = ["password", "secret", "token"].iter().any(|word| column.name.contains(word));
                let stays = matches!(shape.table.holds, Holds::Secrets | Holds::Passing) || shape.table.holds.withholds(&column.name);
                assert!(!secret || stays, "{}.{} looks like a secret and would be exported", shape.table.name, column.name);
            }
            if let Holds::FactsBut(withheld) = shape.table.holds {
                assert!(withheld.iter().all(|name| has(name)), "{shape:?}");
            }
        }
        store.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn what_a_later_migration_adds_is_discovered_or_named_but_never_left_out() -> Result<(), Fault> {
    for (sql, expected) in [
        ("CREATE TABLE surprise (id TEXT NOT NULL PRIMARY KEY)", Err("the archive does not know table surprise")),
        ("ALTER TABLE account ADD COLUMN odd REAL", Err("the archive does not know column account.odd of kind real")),
        ("ALTER TABLE account ADD COLUMN noted_by TEXT", Ok("noted_by")),
    ] {
        each_engine(postgres(), move |location: Location| async move {
            let store = Store::open_at(&location, &Schema::current().followed_by(sql)).await.unwrap();
            let shapes = store.read().await.unwrap().shapes().await;
            match (shapes, expected) {
                (Ok(shapes), Ok(column)) => {
                    let account = shapes.iter().find(|shape| shape.table.name == "account").unwrap();
                    assert_eq!(account.columns.last().unwrap().name, column);
                }
                (Err(error), Err(sentence)) => assert_eq!(error.to_string(), sentence),
                (outcome, expected) => panic!("{sql}: {outcome:?}, not {expected:?}"),
            }
            store.close().await.unwrap();
        })
        .await?;
    }
    Ok(())
}

/// One statement on a connection of its own.
async fn raw(location: &Location, sql: &str) {
    let url = match location {
        Location::Sqlite(path) => format!("sqlite://{}", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

/// A database of the first schema, with one event.
async fn old(location: &Location) {
    Store::open_at(location, &Schema::up_to(1)).await.unwrap().close().await.unwrap();
    let event = "INSERT INTO event (sequence, id, kind, subject, summary, actor, occurred_on, recorded_at)
                 VALUES (1, 'e1', 'noted', 'A-1', 'Ingrid wrote this before', 'Ingrid', '2026-11-23', '2026-11-23T10:00:00.000000Z')";
    raw(location, event).await;
}

/// The current schema and one migration more: there is always one that the old database lacks.
fn next() -> Schema {
    Schema::current().followed_by("ALTER TABLE account ADD COLUMN noted_by TEXT")
}

fn file(instance: &Instance) -> PathBuf {
    match &instance.location {
        Location::Sqlite(path) => path.clone(),
        Location::Postgres(url) => panic!("{url} is no file"),
    }
}

fn saved_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect(),
        Err(_) => Vec::new(),
    };
    names.sort();
    names
}

#[tokio::test]
async fn a_database_with_data_is_saved_before_its_schema_changes_and_a_new_one_is_not() -> Result<(), Fault> {
    let instance = Instance::sqlite()?;
    let folder = backup::folder_beside(&file(&instance));
    Store::open_at(&instance.location, &Schema::up_to(1)).await?.close().await?;
    let store = Store::open(&instance.location).await?;
    assert_eq!((store.saved_before(), saved_in(&folder).len()), (None, 0), "an empty one has nothing to lose");
    store.close().await?;
    instance.remove().await?;

    let instance = Instance::sqlite()?;
    let folder = backup::folder_beside(&file(&instance));
    old(&instance.location).await;
    let store = Store::open_at(&instance.location, &next()).await?;
    let saved = store.saved_before().unwrap().to_path_buf();
    let name = format!("before-schema-{}.tenure", next().version());
    assert_eq!(saved, folder.join(&name));
    assert_eq!(saved_in(&folder), [name.clone(), format!("{name}.sha256")]);
    assert_eq!(store.version().await?, next().version());
    store.close().await?;
    assert_eq!(backup::read_seal(&saved)?.sha256, backup::digest(&saved)?);
    let seen = backup::inspect(&saved).await?;
    assert_eq!((seen.version, seen.problems.len()), (1, 0));
    let before = Store::open_at(&Location::Sqlite(saved), &Schema::up_to(1)).await?;
    assert!(!before.read().await?.is_empty().await?, "the event is in it");
    before.close().await?;
    let store = Store::open_at(&instance.location, &next()).await?;
    assert_eq!(store.saved_before(), None, "nothing is pending any more");
    store.close().await?;
    instance.remove().await
}

#[tokio::test]
async fn a_migration_that_fails_changes_nothing_and_names_the_backup_and_tries_do_not_pile_up() -> Result<(), Fault> {
    let instance = Instance::sqlite()?;
    let folder = backup::folder_beside(&file(&instance));
    old(&instance.location).await;
    // The current migrations pass; the one behind them does something and then fails.
    let failing = || Schema::current().followed_by("DELETE FROM event; INSERT INTO nowhere VALUES (1);");
    for _ in 0..3 {
        let error = Store::open_at(&instance.location, &failing()).await.unwrap_err().to_string();
        assert!(error.contains("before-schema-") && error.contains("could not be brought up to date"), "{error}");
    }
    // Migrations before the failing one stay applied; the copies are of different schemas, at most one each.
    assert!(saved_in(&folder).len() <= 4, "{:?}", saved_in(&folder));
    let store = Store::open(&instance.location).await?;
    assert!(!store.read().await?.is_empty().await?, "the event is still there");
    store.close().await?;
    instance.remove().await
}

#[tokio::test]
async fn a_database_of_a_later_program_is_refused_in_a_clear_sentence_and_left_alone() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        old(&location).await;
        Store::open_at(&location, &next()).await.unwrap().close().await.unwrap();
        let (found, known) = (next().version(), Schema::current().version());
        match Store::open(&location).await.unwrap_err() {
            error @ StoreError::Newer { .. } => {
                let sentence = format!("the database has schema {found}, and this program knows schemas up to {known}");
                assert_eq!(error.to_string(), sentence);
            }
            other => panic!("{other}"),
        }
        let store = Store::open_at(&location, &next()).await.unwrap();
        assert_eq!(store.version().await.unwrap(), found);
        store.close().await.unwrap();
    })
    .await
}
