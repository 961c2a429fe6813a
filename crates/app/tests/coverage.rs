//! Coverage through time: as known on a day it is what was said on that day, and it leaves as a table; on both engines.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use jiff::civil::{date, time};
use tenure_app::{Actor, AppError, CoverageView, Moments, NewTerm};
use tenure_sim::testing::{Fault, TestApp, each_engine};

fn by() -> Actor {
    Actor::Operator("Mara Lind".into())
}

fn figures(view: &CoverageView) -> Vec<[u64; 7]> {
    view.months.iter().map(|m| [m.open, m.demanded, m.uncovered, m.last_resort, m.joint, m.waived, m.declined]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn coverage_as_known_on_a_day_is_what_was_said_on_that_day_and_nothing_is_ever_uncovered() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let TestApp { app, clock } = TestApp::few(&location).await.unwrap();
        app.set_sample_today(&by(), None).await.unwrap();
        let said = app.coverage(Moments::default()).await.unwrap();
        assert_eq!((said.months.len(), said.through, said.months[23].from_on), (24, date(2026, 11, 23), date(2026, 11, 1)));
        assert!(said.months[23].open > 0 && said.uncovered() == 0);
        clock.set_day(date(2026, 11, 24), time(9, 0, 0, 0));
        app.keep_up(&by()).await.unwrap();
        let next =
            NewTerm { end_on: date(2028, 5, 10), lines: Vec::new(), uplift_bps: 0, signed_on: None, reason: None, words: String::new() };
        app.renew_contract(&by(), "HS-2025-0074", next).await.unwrap();
        clock.set_day(date(2026, 11, 26), time(9, 0, 0, 0));
        app.keep_up(&by()).await.unwrap();
        let then = app.coverage(Moments { as_of: None, known_on: Some(date(2026, 11, 23)) }).await.unwrap();
        assert_eq!((figures(&then), then.through), (figures(&said), said.through));
        let now = app.coverage(Moments::default()).await.unwrap();
        assert_eq!(now.uncovered(), 0, "who left three days before it was written down has a successor for them");
        assert_ne!(figures(&now), figures(&said));
        let as_of = app.coverage(Moments { as_of: Some(date(2026, 11, 26)), known_on: None }).await.unwrap();
        assert_eq!((figures(&as_of), as_of.stood.is_some()), (figures(&now), true), "both ways of counting agree");
        assert_eq!(as_of.table().rows.len(), 24);
        let ahead = app.coverage(Moments { as_of: Some(date(2027, 1, 1)), known_on: None }).await;
        assert!(matches!(ahead, Err(AppError::Refused(_))));
        app.close().await.unwrap();
    })
    .await
}
