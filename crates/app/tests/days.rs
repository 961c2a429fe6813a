//! Days pass over a book that is larger than one portion of the daily plan.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use tenure_app::Actor;
use tenure_sim::testing::large::large_book;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Location;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

#[tokio::test]
async fn a_day_is_followed_in_every_portion_of_the_book_and_then_has_nothing_left() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let operator = Actor::Operator("daily plan".into());
        let TestApp { app, clock } = TestApp::open(&location, "2026-11-23".parse().unwrap(), 5).await.unwrap();
        app.import_book(&operator, &large_book(900, 1), "large").await.unwrap();
        assert_eq!(app.keep_up(&operator).await.unwrap(), 0, "an import plans what it brings");
        // Terms end in every month of 2027 and renew by themselves; by March those of January, February and early March did.
        clock.set("2027-03-15T12:00:00Z".parse().unwrap());
        assert!(!app.check().await.unwrap().is_clean(), "nobody followed the calendar yet");
        assert!(app.keep_up(&operator).await.unwrap() > 900);
        let report = app.check().await.unwrap();
        assert!(report.is_clean(), "{:?}", report.invariants.iter().find(|invariant| !invariant.violations.is_empty()));
        assert_eq!(app.keep_up(&operator).await.unwrap(), 0);
        app.close().await.unwrap();
    })
    .await
}
