//! Months told from packed lines are those told from the book, whatever happened to the lines; on both engines.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use jiff::civil::date;
use sea_orm::{ConnectionTrait, Database};
use tenure_app::{Actor, Amendment, App, MoneyQuery, NewLine, NewTerm};
use tenure_core::contract::{LineKind, PricePeriod};
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Location;

/// Months of the trend on the page of retention, which come from the book.
const TREND: u16 = 24;

fn by() -> Actor {
    Actor::Operator("Mara Lind".into())
}

fn line(reference: &str, quantity: &str) -> NewLine {
    NewLine {
        reference: reference.into(),
        product: "Platform".into(),
        business_unit: "Group".into(),
        kind: LineKind::Recurring,
        quantity: quantity.parse().unwrap(),
        unit_price: "1200".parse().unwrap(),
        price_period: PricePeriod::Year,
        discount_bps: 0,
        discount_span: None,
        start_on: None,
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: 0,
    }
}

/// Told in one pass, and from the book: the same, and the check is clean.
async fn assert_told_alike(app: &App, after: &str) {
    for money in ["plan", "dated", "USD"] {
        let usual = MoneyQuery::read([("money", money)]).unwrap();
        let Ok(retention) = app.retention(&usual).await else { continue };
        let query = MoneyQuery { months: TREND, ..usual };
        let view = app.months(&query).await.unwrap();
        assert_eq!((view.currency, &view.months), (retention.currency, &retention.months), "{money}, after {after}");
        assert!(view.months.last().unwrap().closing_minor > 0);
    }
    let report = app.check().await.unwrap();
    assert!(report.is_clean(), "after {after}: {report:#?}");
}

async fn raw(location: &Location, sql: &str) -> u64 {
    let url = match location {
        Location::Sqlite(path) => format!("sqlite://{}", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    let db = Database::connect(url).await.unwrap();
    let done = db.execute_unprepared(sql).await.unwrap().rows_affected();
    db.close().await.unwrap();
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn one_pass_over_packed_lines_tells_the_months_that_the_book_tells() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        assert_told_alike(&app, "the sample").await;
        let grown = Amendment { lines: vec![line("L-grown", "12")], ..Amendment::default() };
        app.amend_contract(&by(), "HS-2025-0074", grown).await.unwrap();
        assert_told_alike(&app, "another line").await;
        app.move_contract(&by(), "HS-2025-0074", "A-11", "they split").await.unwrap();
        assert_told_alike(&app, "a contract moved").await;
        let next =
            NewTerm { end_on: date(2028, 5, 10), lines: Vec::new(), uplift_bps: 300, signed_on: None, reason: None, words: String::new() };
        app.renew_contract(&by(), "HS-2025-0074", next).await.unwrap();
        assert_told_alike(&app, "a renewal").await;
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_packed_lines_do_not_answer_is_answered_from_the_book() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        for (name, value) in [("account", "A-7"), ("level", "product"), ("grace_days", "30"), ("discounts", "every"), ("tier", "1")] {
            let query = MoneyQuery::read([(name, value)]).unwrap();
            let expected = app.retention(&query).await.unwrap().months;
            let view = app.months(&MoneyQuery { months: TREND, ..query }).await.unwrap();
            assert_eq!(view.months, expected, "{name}={value}");
        }
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_row_is_found_and_one_that_was_emptied_is_packed_anew() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let rows = raw(&location, "UPDATE account_arr SET packed = 'USD 20000 365 100'").await;
        assert!(rows > 1);
        let report = app.check().await.unwrap();
        let found = report.invariants.iter().find(|invariant| invariant.code == "arr-projection").unwrap();
        assert_eq!(found.violations.len() as u64, rows);
        app.close().await.unwrap();
        assert_eq!(raw(&location, "UPDATE account_arr SET packed = NULL").await, rows);
        let again = TestApp::open(&location, date(2026, 11, 23), 3).await.unwrap();
        assert_told_alike(&again.app, "every row was emptied").await;
        again.app.close().await.unwrap();
    })
    .await
}
