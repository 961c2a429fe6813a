//! What is sealed stays as it is, byte for byte, and every change of it is found; on both engines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use sea_orm::{ConnectionTrait, Database};
use tenure_app::{Actor, AppError, NewUser};
use tenure_core::seal::Report;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Location;

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

/// With what a database might be tempted to change: spaces, line ends, letters beyond ASCII, digits no number keeps.
const CONTENT: &str = "{ \"arr\" : 1.10,\r\n\t\"name\": \"Größe \u{1f4c8} \\u0000\", \"arr\": 90071992547409931234 }\n";

fn report(title: &str, content: &str) -> Report {
    Report {
        title: title.into(),
        kind: "arr".into(),
        parameters: "{\"as_of\":\"2026-09-30\"}".into(),
        as_of: "2026-09-30".parse().unwrap(),
        known_at: "2026-10-05T21:59:59.999999Z".parse().unwrap(),
        content: content.into(),
    }
}

async fn raw(location: &Location, sql: &str) {
    let url = match location {
        Location::Sqlite(path) => format!("sqlite://{}", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    let db = Database::connect(url).await.unwrap();
    assert_eq!(db.execute_unprepared(sql).await.unwrap().rows_affected(), 1, "{sql}");
    db.close().await.unwrap();
}

async fn broken(at: &TestApp) -> Vec<String> {
    let report = at.app.check().await.unwrap();
    let broken = report.invariants.into_iter().filter(|invariant| !invariant.violations.is_empty());
    broken.map(|invariant| invariant.code.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_report_comes_back_byte_for_byte_and_its_event_is_in_the_log() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let (before, ..) = at.app.store().read().await.unwrap().log_figures().await.unwrap();
        assert_eq!(at.app.seal_report(&operator(), report("Board, Q3", CONTENT)).await.unwrap(), "S-1");
        assert_eq!(at.app.seal_report(&operator(), report("Board, Q3, again", "{}")).await.unwrap(), "S-2");
        let sealed = at.app.sealed_report("S-1").await.unwrap();
        assert_eq!(sealed.content, CONTENT);
        assert_eq!((sealed.seal.title.as_str(), sealed.seal.sealed_by.as_str()), ("Board, Q3", "Ingrid Solberg"));
        assert_eq!(sealed.seal.known_at.to_string(), "2026-10-05T21:59:59.999999Z");
        let titles: Vec<String> = at.app.seals(None, 10).await.unwrap().into_iter().map(|seal| seal.title).collect();
        assert_eq!(titles, ["Board, Q3, again", "Board, Q3"]);
        assert_eq!(at.app.seals(Some(2), 10).await.unwrap().len(), 1);
        let (after, ..) = at.app.store().read().await.unwrap().log_figures().await.unwrap();
        assert_eq!(after, before + 2, "each has an event");
        assert_eq!(broken(&at).await, Vec::<String>::new());
        for unknown in ["S-3", "S-0", "S-x", "1"] {
            assert!(matches!(at.app.sealed_report(unknown).await, Err(AppError::NotFound(_))), "{unknown}");
        }
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_changes_a_seal_beneath_the_program_is_found_out() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        for quarter in 1..=3 {
            at.app.seal_report(&operator(), report(&format!("Board, Q{quarter}"), CONTENT)).await.unwrap();
        }
        let changes = [
            ("UPDATE sealed_report SET content = '{}' WHERE number = 2", "UPDATE sealed_report SET content = kept WHERE number = 2"),
            (
                "UPDATE sealed_report SET as_of = '2026-06-30' WHERE number = 3",
                "UPDATE sealed_report SET as_of = '2026-09-30' WHERE number = 3",
            ),
            ("UPDATE sealed_report SET number = 9 WHERE number = 3", "UPDATE sealed_report SET number = 3 WHERE number = 9"),
        ];
        let kept = format!("kept = '{}'", CONTENT.replace('\'', "''"));
        for (change, back) in changes {
            raw(&location, change).await;
            assert_eq!(broken(&at).await, ["seals-unbroken"], "{change}");
            raw(&location, &back.replace("content = kept", &kept.replace("kept =", "content ="))).await;
            assert_eq!(broken(&at).await, Vec::<String>::new(), "{back}");
        }
        raw(&location, "DELETE FROM sealed_report WHERE number = 3").await;
        assert_eq!(broken(&at).await, ["seals-unbroken"], "the log tells of three");
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_seal_and_what_cannot_be_kept_is_refused_whole() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let new = NewUser {
            email: "mina@halden.example".into(),
            name: "Mina".into(),
            access: tenure_app::Access::Member,
            password: "a long enough sentence".into(),
        };
        at.app.add_user(&operator(), new).await.unwrap();
        let member = at.app.sign_in("mina@halden.example", "a long enough sentence").await.unwrap();
        let refused = at.app.seal_report(&Actor::User(Box::new(member.unwrap())), report("Board", CONTENT)).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
        for (title, content) in [("", "{}"), ("Two\nlines", "{}"), ("Board", ""), ("Board", "{\"a\":\"\0\"}")] {
            let refused = at.app.seal_report(&operator(), report(title, content)).await;
            assert!(matches!(refused, Err(AppError::Refused(_))), "{title:?} {content:?}: {refused:?}");
        }
        assert_eq!(at.app.seals(None, 10).await.unwrap(), []);
        assert_eq!(broken(&at).await, Vec::<String>::new());
        at.app.close().await.unwrap();
    })
    .await
}
