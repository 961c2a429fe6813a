//! What was known when: told alike in memory and on both engines, also of a company that is lived in memory and saved afterwards.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use jiff::Timestamp;
use jiff::civil::{Date, time};
use sea_orm::{ConnectionTrait, Database};
use tenure_app::{Actor, Amendment, NewContract, NewLine};
use tenure_core::contract::{ContractKind, LineKind, PricePeriod};
use tenure_core::ledger::Known;
use tenure_core::primitives::{Currency, Decimal6};
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::{Location, Store};

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn line(reference: &str, quantity: &str) -> NewLine {
    NewLine {
        reference: reference.into(),
        product: "Platform, \"large\"".into(),
        business_unit: String::new(),
        kind: LineKind::Recurring,
        quantity: quantity.parse().unwrap(),
        unit_price: Decimal6::ONE,
        price_period: PricePeriod::Year,
        discount_bps: 0,
        discount_span: None,
        start_on: None,
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: 0,
    }
}

fn contract(reference: &str, line_reference: &str) -> NewContract {
    NewContract {
        reference: reference.into(),
        account: "A-1".into(),
        currency: Currency::USD,
        auto_renew: false,
        notice_days: None,
        renewal_months: 12,
        uplift_cap_bps: None,
        uplift_bps: 0,
        kind: ContractKind::Fixed,
        signed_on: None,
        start_on: day("2026-01-01"),
        end_on: day("2027-01-01"),
        lines: vec![line(line_reference, "100")],
    }
}

/// A contract that is signed, amended twice on one day, once dated back, and on which notice is given and withdrawn.
async fn live(at: &TestApp) {
    let book = tenure_sim::testing::large::large_book(2, 1);
    at.app.import_book(&operator(), &book, "book").await.unwrap();
    at.clock.set_day(day("2026-12-01"), time(9, 0, 0, 0));
    at.app.sign_contract(&operator(), contract("HS-1", "L-A")).await.unwrap();
    at.app.keep_up(&operator()).await.unwrap();
    at.clock.set_day(day("2026-12-03"), time(9, 0, 0, 0));
    for (from_on, quantity) in [("2026-06-01", "120"), ("2026-03-01", "130")] {
        // The first change splits the line; the second is of the part before it.
        let lines = vec![NewLine { start_on: Some(day(from_on)), ..line("L-A", quantity) }];
        at.app.amend_contract(&operator(), "HS-1", Amendment { lines, ..Amendment::default() }).await.unwrap();
    }
    at.clock.set_day(day("2026-12-04"), time(9, 0, 0, 0));
    let amendment = Amendment { end_on: Some(day("2027-03-01")), notice_days: Some(Some(30)), ..Amendment::default() };
    at.app.amend_contract(&operator(), "HS-1", amendment).await.unwrap();
    at.app.give_notice(&operator(), "HS-1", None).await.unwrap();
    at.clock.set_day(day("2026-12-10"), time(9, 0, 0, 0));
    at.app.withdraw_notice(&operator(), "HS-1").await.unwrap();
    at.app.merge_accounts(&operator(), "A-1", "A-2", "one company now").await.unwrap();
}

const DAYS: [&str; 8] = ["2026-11-22", "2026-11-23", "2026-11-30", "2026-12-01", "2026-12-03", "2026-12-04", "2026-12-09", "2026-12-10"];

async fn told(at: &TestApp) -> Vec<Option<Known>> {
    let mut told = vec![at.app.known_on(None).await.unwrap()];
    for text in DAYS {
        told.push(at.app.known_on(Some(day(text))).await.unwrap());
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_lived_in_memory_and_saved_knows_what_it_knew_on_each_day() -> Result<(), Fault> {
    let memory = TestApp::over(Store::in_memory(), day("2026-11-23"), 5)?;
    live(&memory).await;
    let expected = told(&memory).await;
    assert!(expected[1].is_none() && expected[2..].iter().all(Option::is_some), "nothing was known before the first import");
    let quantities: Vec<usize> = expected[2..].iter().flatten().map(|known| known.versions.len()).collect();
    assert!(quantities.is_sorted() && quantities.first() < quantities.last(), "{quantities:?}");
    let record = memory.app.store().take_record();
    assert_eq!(told(&memory).await, expected, "taking the record away changes nothing");
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), move |location| {
        let (record, expected) = (record.clone(), expected.clone());
        async move {
            let saved = TestApp::open(&location, day("2026-12-10"), 6).await.unwrap();
            let tx = saved.app.store().write().await.unwrap();
            tx.save_all(&record).await.unwrap();
            tx.commit().await.unwrap();
            let found = told(&saved).await;
            for ((found, expected), asked) in found.iter().zip(&expected).zip(std::iter::once("now").chain(DAYS)) {
                assert_eq!(found, expected, "{asked}");
            }
            assert!(saved.app.check().await.unwrap().is_clean());
            saved.app.close().await.unwrap();
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn verb_by_verb_in_a_database_is_told_as_in_memory() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let memory = TestApp::over(Store::in_memory(), day("2026-11-23"), 5).unwrap();
        let database = TestApp::open(&location, day("2026-11-23"), 5).await.unwrap();
        live(&memory).await;
        live(&database).await;
        assert_eq!(told(&database).await, told(&memory).await);
        database.app.close().await.unwrap();
    })
    .await
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
async fn a_text_that_holds_the_separator_is_read_as_it_is() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let before = at.app.known_on(None).await.unwrap().unwrap();
        let name = "one\u{1f}two\u{1f}";
        let renamed = format!("UPDATE contract_line SET product = '{name}' WHERE version = 1");
        assert!(raw(&location, &renamed).await > 0);
        let mut expected = before.clone();
        expected.versions.iter_mut().filter(|version| version.line.version == 1).for_each(|version| version.line.product = name.into());
        assert_eq!(at.app.known_on(None).await.unwrap().unwrap(), expected);
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_was_set_back_loses_no_present_state() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::open(&location, day("2026-11-23"), 5).await.unwrap();
        live(&at).await;
        let last: Timestamp = at.app.now();
        at.clock.set_day(day("2026-12-02"), time(9, 0, 0, 0));
        let amendment = Amendment { auto_renew: Some(true), ..Amendment::default() };
        at.app.amend_contract(&operator(), "HS-1", amendment).await.unwrap();
        let now = at.app.known_on(None).await.unwrap().unwrap();
        assert!(now.contracts.values().any(|contract| contract.reference == "HS-1" && contract.auto_renew));
        let then = at.app.store().read().await.unwrap().known(Some(last)).await.unwrap().unwrap();
        assert_eq!((then.contracts, then.terms, then.renewals), (now.contracts, now.terms, now.renewals));
        at.app.close().await.unwrap();
    })
    .await
}
