//! A made book of any size is sound, and the same seed makes the same one.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use tenure_sim::large::{Size, make};
use tenure_sim::testing::{Fault, TestApp, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn a_made_book_is_clean_across_its_portions() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let made = make(&location, Size { accounts: 520, months: 4 }, 7, |_| {}).await.unwrap();
        assert_eq!(made.accounts, 520);
        assert!(made.renewals >= 400, "{made:?}");
        let TestApp { app, .. } = TestApp::open(&location, "2030-01-01".parse().unwrap(), 2).await.unwrap();
        let report = app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        app.close().await.unwrap();
        assert!(make(&location, Size { accounts: 1, months: 4 }, 7, |_| {}).await.is_err(), "it is not empty any more");
    })
    .await
}
