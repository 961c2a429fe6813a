//! Backups: made while others write, refused when damaged, and restored as they were.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;
use tenure_app::{Actor, App, AppError, Existing, NewAccount, Tools, backups, check_backup, keep_newest, restore};
use tenure_core::account::Risk;
use tenure_core::commands::Judgement;
use tenure_sim::testing::{Fault, Instance, TestApp, each_engine};
use tenure_sim::{SeededIds, SimClock};
use tenure_store::{Location, Scope, backup};
use tokio::sync::mpsc;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn tools(seed: u64) -> Tools {
    let clock = Arc::new(SimClock::on(jiff::civil::date(2026, 11, 23)));
    Tools { clock: clock.clone(), ids: Arc::new(SeededIds::new(clock, seed)) }
}

/// Adds an account of which nothing is known yet.
async fn add(app: &App, reference: &str) {
    let new = NewAccount {
        reference: reference.into(),
        name: format!("Customer {reference}"),
        tier: 3,
        segment: "Small".into(),
        country: None,
        region: "EMEA".into(),
        parent: None,
        fiscal_year_start: None,
    };
    let unjudged = Judgement { risk: Risk::Unknown, reason: String::new(), expires_on: None };
    app.add_account(&operator(), new, unjudged).await.unwrap();
}

fn sentence<T: std::fmt::Debug>(outcome: Result<T, AppError>) -> String {
    match outcome {
        Err(AppError::Refused(refusals)) => refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        other => panic!("not refused: {other:?}"),
    }
}

async fn accounts(app: &App) -> Vec<String> {
    let facts = app.store().read().await.unwrap().facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap();
    facts.accounts.values().map(|account| account.reference.clone()).collect()
}

/// Adds accounts until told to stop; sends each reference once the write is acknowledged.
async fn write_on(app: App, stop: Arc<AtomicBool>, acknowledged: mpsc::UnboundedSender<String>) {
    for number in 1.. {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let reference = format!("NEW-{number}");
        add(&app, &reference).await;
        acknowledged.send(reference).unwrap();
    }
}

#[tokio::test]
async fn a_backup_made_while_others_write_has_every_write_acknowledged_before_it_began() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let (sender, mut acknowledged) = mpsc::unbounded_channel();
        let writer = tokio::spawn(write_on(at.app.clone(), stop.clone(), sender));
        for round in 1..=3_u64 {
            let mut before = vec![acknowledged.recv().await.unwrap()];
            while let Ok(more) = acknowledged.try_recv() {
                before.push(more);
            }
            let made = at.app.back_up(&folder.path().join(format!("{round}.tenure"))).await.unwrap();
            assert!(made.is_intact().unwrap() && made.is_regular);
            for target in Instance::each(postgres().as_deref()).await.unwrap() {
                restore(&made.path, (&target.location, Existing::Refuse), folder.path(), &tools(round)).await.unwrap();
                let restored = TestApp::open(&target.location, jiff::civil::date(2026, 11, 23), 70 + round).await.unwrap();
                let there = accounts(&restored.app).await;
                assert!(before.iter().all(|reference| there.contains(reference)), "round {round}");
                assert!(restored.app.check().await.unwrap().is_clean());
                add(&restored.app, "AFTER").await;
                restored.app.close().await.unwrap();
                target.remove().await.unwrap();
            }
        }
        stop.store(true, Ordering::SeqCst);
        writer.await.unwrap();
        at.app.close().await.unwrap();
    })
    .await
}

/// A sound backup in a folder of its own.
async fn made() -> (TempDir, PathBuf) {
    let instance = Instance::sqlite().unwrap();
    let at = TestApp::few(&instance.location).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let made = at.app.back_up(&folder.path().join("sound.tenure")).await.unwrap();
    at.app.close().await.unwrap();
    instance.remove().await.unwrap();
    (folder, made.path)
}

fn with_seal(original: &Path, copy: &Path, bytes: &[u8]) {
    std::fs::write(copy, bytes).unwrap();
    std::fs::copy(backup::seal_path(original), backup::seal_path(copy)).unwrap();
}

#[tokio::test]
async fn a_flipped_bit_or_a_cut_anywhere_is_refused() -> Result<(), Fault> {
    let (folder, sound) = made().await;
    let bytes = std::fs::read(&sound)?;
    let mut random = ChaCha8Rng::seed_from_u64(17);
    let copy = folder.path().join("hurt.tenure");
    for round in 0..60 {
        let mut hurt = bytes.clone();
        let at = random.random_range(0..hurt.len());
        if round % 3 == 0 {
            hurt.truncate(at);
        } else {
            hurt[at] ^= 1 << random.random_range(0..8);
        }
        with_seal(&sound, &copy, &hurt);
        let said = sentence(check_backup(&copy, folder.path(), &tools(1)).await);
        assert!(said.contains("is damaged: its SHA-256 is not the one of its seal"), "round {round}, byte {at}: {said}");
    }
    with_seal(&sound, &copy, &bytes);
    assert!(check_backup(&copy, folder.path(), &tools(1)).await?.organisation.is_some());
    Ok(())
}

#[tokio::test]
async fn damage_under_a_seal_that_fits_is_found_by_pages_and_invariants_or_changes_nothing_that_counts() -> Result<(), Fault> {
    let (folder, sound) = made().await;
    let bytes = std::fs::read(&sound)?;
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let mut refused = 0;
    for round in 0..40 {
        let mut hurt = bytes.clone();
        let page = random.random_range(0..hurt.len() / 4096);
        // The head of a page: its type, its cells' places, its free space.
        hurt[page * 4096 + random.random_range(0..8)] ^= 0xFF;
        let (fresh, copy) = (folder.path().join("fresh"), folder.path().join(format!("{round}.tenure")));
        std::fs::write(&fresh, &hurt)?;
        backup::put_in_place(&fresh, &copy, "sealed by hand")?;
        match check_backup(&copy, folder.path(), &tools(2)).await {
            Ok(_) => {}
            Err(AppError::Refused(_)) => refused += 1,
            Err(other) => panic!("round {round}, page {page}: {other}"),
        }
    }
    assert!(refused > 30, "{refused} of 40 were found");
    Ok(())
}

#[tokio::test]
async fn what_is_no_backup_is_refused_by_name() -> Result<(), Fault> {
    let (folder, sound) = made().await;
    let refused = async |file: &Path| sentence(check_backup(file, folder.path(), &tools(3)).await);
    assert!(refused(&folder.path().join("nowhere.tenure")).await.contains("there is no file"));
    let bare = folder.path().join("bare.tenure");
    std::fs::copy(&sound, &bare)?;
    assert!(refused(&bare).await.contains("bare.tenure.sha256 cannot be read"));
    std::fs::write(backup::seal_path(&bare), "# made up\n1234  bare.tenure\n")?;
    assert!(refused(&bare).await.contains("holds no SHA-256"));
    for (name, content) in [("text", "This is a letter.".repeat(500)), ("nothing", String::new())] {
        let (fresh, file) = (folder.path().join("fresh"), folder.path().join(format!("{name}.tenure")));
        std::fs::write(&fresh, content)?;
        backup::put_in_place(&fresh, &file, "sealed by hand")?;
        assert!(refused(&file).await.contains("is damaged: "), "{name}");
    }
    let names: Vec<_> = std::fs::read_dir(folder.path())?.map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with(".staging")), "{names:?}");
    Ok(())
}

#[tokio::test]
async fn an_instance_is_replaced_only_when_asked_and_only_when_nobody_has_it_open_and_is_kept() -> Result<(), Fault> {
    let (_folder, sound) = made().await;
    let instance = Instance::sqlite()?;
    let Location::Sqlite(path) = instance.location.clone() else { panic!("an embedded database") };
    let data = path.parent().unwrap();
    let at = TestApp::few(&instance.location).await?;
    add(&at.app, "LATER").await;
    let attempt = async |existing| restore(&sound, (&instance.location, existing), data, &tools(5)).await;
    assert!(sentence(attempt(Existing::Refuse).await).contains("holds an instance already"));
    assert!(sentence(attempt(Existing::Replace).await).contains("another program has"));
    add(&at.app, "STILL-THERE").await;
    at.app.close().await?;

    let restored = attempt(Existing::Replace).await?;
    let at = TestApp::open(&instance.location, jiff::civil::date(2026, 11, 23), 6).await?;
    assert!(!accounts(&at.app).await.contains(&"LATER".into()), "the backup's state is here");
    at.app.close().await?;
    let kept = restored.kept.unwrap();
    assert_eq!(kept.parent(), Some(data.join("backups").as_path()));
    restore(&kept, (&instance.location, Existing::Replace), data, &tools(7)).await?;
    let at = TestApp::open(&instance.location, jiff::civil::date(2026, 11, 23), 8).await?;
    let back = accounts(&at.app).await;
    assert!(back.contains(&"LATER".into()) && back.contains(&"STILL-THERE".into()), "what was replaced can be had again");
    at.app.close().await?;

    std::fs::write(&path, "a disk wrote this over the database".repeat(400))?;
    let restored = attempt(Existing::Replace).await?;
    let aside = restored.kept.unwrap().join("tenure.db");
    assert!(std::fs::read_to_string(aside)?.starts_with("a disk wrote this"), "a ruin is moved aside as it is");
    let at = TestApp::open(&instance.location, jiff::civil::date(2026, 11, 23), 9).await?;
    assert!(at.app.check().await?.is_clean());
    at.app.close().await?;
    instance.remove().await
}

#[tokio::test]
async fn the_newest_are_kept_and_what_was_saved_before_a_migration_stays() -> Result<(), Fault> {
    let instance = Instance::sqlite()?;
    let at = TestApp::few(&instance.location).await?;
    let folder = tempfile::tempdir()?;
    let mut names = Vec::new();
    for _ in 0..3 {
        names.push(at.app.back_up_in(folder.path()).await?.name);
        at.clock.advance(jiff::SignedDuration::from_hours(24));
    }
    assert_eq!(names[0], "halden-systems-20261123T120000Z.tenure");
    let before = folder.path().join("before-schema-2.tenure");
    std::fs::copy(folder.path().join(&names[0]), folder.path().join("fresh"))?;
    backup::put_in_place(&folder.path().join("fresh"), &before, "saved before schema 2 was applied")?;
    assert_eq!(keep_newest(folder.path(), 2)?, [names[0].clone()]);
    let listed = backups(folder.path())?;
    let regular: Vec<&str> = listed.iter().filter(|backup| backup.is_regular).map(|backup| backup.name.as_str()).collect();
    assert_eq!(regular, [names[2].as_str(), names[1].as_str()], "newest first");
    assert!(listed.iter().any(|backup| backup.name == "before-schema-2.tenure" && backup.is_intact().unwrap()));
    assert!(!backup::seal_path(&folder.path().join(&names[0])).exists());
    at.app.close().await?;
    instance.remove().await
}
