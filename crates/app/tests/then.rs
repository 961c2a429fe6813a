//! Lists as they stood: renewals and accounts as of a day, as known on a day, against what the lists said on that day; on both engines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use jiff::civil::{Date, date, time};
use tenure_app::{AccountItem, Actor, App, AppError, Moments, NewTerm, RenewalItem, RenewalQuery};
use tenure_core::account::Risk;
use tenure_core::commands::Judgement;
use tenure_sim::SimClock;
use tenure_sim::testing::{Fault, TestApp, each_engine};

fn by() -> Actor {
    Actor::Operator("Mara Lind".into())
}

/// A renewal without what nobody can tell for then.
fn tellable(item: RenewalItem) -> RenewalItem {
    RenewalItem { next_step: None, revision: 0, ..item }
}

async fn renewals(app: &App, query: RenewalQuery) -> Vec<RenewalItem> {
    app.renewals(&RenewalQuery { limit: Some(200), ..query }).await.unwrap().items.into_iter().map(tellable).collect()
}

/// What the list of renewals says of each narrowing that people use.
async fn lists(app: &App, moments: Moments) -> Vec<Vec<RenewalItem>> {
    let all = RenewalQuery { moments, ..RenewalQuery::default() };
    let mut lists = Vec::new();
    for query in [
        all.clone(),
        RenewalQuery { person: Some("priya".into()), ..all.clone() },
        RenewalQuery { risk: Some(Risk::Red), ..all.clone() },
        RenewalQuery { search: Some("ke".into()), ..all.clone() },
        RenewalQuery { search: Some("A-1".into()), ..all.clone() },
        RenewalQuery { ends_within_days: Some(120), auto_renew: Some(false), ..all.clone() },
        RenewalQuery { include_closed: true, ..all },
    ] {
        lists.push(renewals(app, query).await);
    }
    lists
}

async fn accounts(app: &App, moments: Moments) -> Vec<AccountItem> {
    let page = if moments.is_now() {
        app.accounts(None, None, Some(200)).await.unwrap()
    } else {
        app.accounts_then(None, moments, (None, Some(200))).await.unwrap()
    };
    page.items.into_iter().map(|item| AccountItem { revision: 0, ..item }).collect()
}

/// What happens after the days that are asked about.
async fn go_on(app: &App, clock: &SimClock) {
    let judgement = |risk| Judgement { risk, reason: "they wrote".into(), expires_on: None };
    clock.set_day(date(2026, 11, 24), time(9, 0, 0, 0));
    app.keep_up(&by()).await.unwrap();
    app.set_risk(&by(), "A-1", judgement(Risk::Red)).await.unwrap();
    app.move_contract(&by(), "HS-2025-0074", "A-11", "they split").await.unwrap();
    let next = NewTerm { end_on: date(2028, 5, 10), lines: Vec::new(), uplift_bps: 0, signed_on: None, reason: None, words: String::new() };
    app.renew_contract(&by(), "HS-2025-0074", next).await.unwrap();
    app.mark_left(&by(), "priya", None).await.unwrap();
    clock.set_day(date(2026, 11, 26), time(9, 0, 0, 0));
    app.keep_up(&by()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_as_known_on_a_day_is_the_list_that_the_day_ended_with() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let TestApp { app, clock } = TestApp::few(&location).await.unwrap();
        app.set_sample_today(&by(), None).await.unwrap();
        let on = |day: Date| Moments { as_of: None, known_on: Some(day) };
        let (now, first) = (Moments::default(), date(2026, 11, 23));
        let shown = (lists(&app, now).await, accounts(&app, now).await);
        let counts: Vec<usize> = shown.0.iter().map(Vec::len).collect();
        assert!(counts.iter().filter(|count| **count > 0).count() >= 6, "{counts:?}");
        go_on(&app, &clock).await;
        let then = (lists(&app, on(first)).await, accounts(&app, on(first)).await);
        assert_eq!(then.0, shown.0);
        assert_eq!(then.1, shown.1);
        assert_ne!(lists(&app, now).await[0], shown.0[0], "much has changed since");
        // As of that day by what is known since: the contract was still with A-7, and its renewal open.
        let as_of = Moments { as_of: Some(first), known_on: None };
        let of_contract = |list: &[RenewalItem]| list.iter().find(|item| item.contract == "HS-2025-0074").cloned();
        let list = renewals(&app, RenewalQuery { moments: as_of, ..RenewalQuery::default() }).await;
        assert_eq!(of_contract(&list).map(|item| item.account_reference), Some("A-7".into()));
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_list_of_then_follow_each_other_and_what_cannot_be_told_is_said() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let moments = Moments { as_of: Some(date(2026, 6, 30)), known_on: Some(date(2026, 7, 10)) };
        let all = app.renewals(&RenewalQuery { moments, limit: Some(200), ..RenewalQuery::default() }).await.unwrap();
        let (mut after, mut paged) = (None, Vec::new());
        loop {
            let page = app.renewals(&RenewalQuery { moments, limit: Some(3), after, ..RenewalQuery::default() }).await.unwrap();
            assert_eq!((page.total, page.atr_total), (all.total, all.atr_total));
            paged.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, all.items);
        let stood = all.stood.unwrap();
        assert_eq!((stood.as_of, stood.known_on, stood.untold), (date(2026, 6, 30), Some(date(2026, 7, 10)), &["the next step"][..]));
        assert!(all.items.iter().all(|item| item.next_step.is_none() && !item.owners.is_empty()));
        for (as_of, known_on) in [(Some(date(2026, 12, 1)), None), (None, Some(date(2026, 12, 1))), (None, Some(date(2020, 1, 1)))] {
            let query = RenewalQuery { moments: Moments { as_of, known_on }, ..RenewalQuery::default() };
            assert!(matches!(app.renewals(&query).await, Err(AppError::Refused(_))), "{as_of:?} {known_on:?}");
        }
        app.close().await.unwrap();
    })
    .await
}
