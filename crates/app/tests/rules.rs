//! The rules of the ledger: the organisation's own, who set them when, and figures as known on a day under the rules of that day; on both
//! engines.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use jiff::civil::{Date, date};
use tenure_app::{Actor, App, AppError, MoneyQuery};
use tenure_core::ledger::{Discounts, Returning, Rules, UpsellLine};
use tenure_sim::testing::{Fault, TestApp, each_engine};

fn by(name: &str) -> Actor {
    Actor::Operator(name.into())
}

/// Grace that makes a difference nowhere but in the rules that an answer prints.
fn graceful(grace_days: u16) -> Rules {
    Rules { grace_days, ..Rules::default() }
}

/// The days of grace that an answer prints, and whether somebody had confirmed the rules.
async fn printed(app: &App, known_on: Option<Date>, stated: &[(&str, &str)]) -> (u16, bool) {
    let query = MoneyQuery { known_on, ..MoneyQuery::read(stated.iter().copied()).unwrap() };
    let rules = app.retention(&query).await.unwrap().rules;
    (rules.rules.grace_days, rules.confirmed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_takes_the_rules_of_its_day_of_knowledge_and_states_its_own_over_them() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let TestApp { app, clock } = TestApp::few(&location).await.unwrap();
        let first = date(2026, 11, 23);
        assert_eq!(printed(&app, None, &[]).await, (0, false), "as shipped, and nobody confirmed it");
        clock.set_day(date(2026, 11, 24), jiff::civil::time(9, 0, 0, 0));
        app.set_sample_today(&by("Mara"), None).await.unwrap();
        app.set_ledger_rules(&by("Grace Lin"), graceful(30)).await.unwrap();
        clock.set_day(date(2026, 11, 26), jiff::civil::time(9, 0, 0, 0));
        app.set_ledger_rules(&by("Ingrid Solberg"), graceful(45)).await.unwrap();
        assert_eq!(printed(&app, None, &[]).await, (45, true));
        assert_eq!(printed(&app, Some(date(2026, 11, 25)), &[]).await, (30, true), "those in force then");
        assert_eq!(printed(&app, Some(first), &[]).await, (0, false));
        assert_eq!(printed(&app, None, &[("grace_days", "0")]).await, (0, true), "what the question states counts");
        assert_eq!(printed(&app, Some(first), &[("grace_days", "7")]).await, (7, false));
        let view = app.ledger_rules().await.unwrap();
        let told: Vec<_> = view.history.iter().map(|item| (item.rules.grace_days, item.set_by.as_str(), item.recorded_on)).collect();
        assert_eq!(told, [(45, "Ingrid Solberg", date(2026, 11, 26)), (30, "Grace Lin", date(2026, 11, 24))]);
        app.keep_up(&by("daily plan")).await.unwrap();
        let report = app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn confirming_what_is_shipped_is_a_decision_and_the_same_again_is_none() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        assert!(!at.app.ledger_rules().await.unwrap().confirmed);
        for _ in 0..2 {
            at.app.set_ledger_rules(&by("Grace Lin"), Rules::default()).await.unwrap();
        }
        let view = at.app.ledger_rules().await.unwrap();
        assert_eq!((view.confirmed, view.history.len()), (true, 1));
        let every = Rules {
            discounts: Discounts::Every,
            returning: Returning::New,
            lapse_days_to_new: Some(180),
            upsell_line: UpsellLine { share_bps: 0, units: 65_535 },
            ..Rules::default()
        };
        at.app.set_ledger_rules(&by("Grace Lin"), every.clone()).await.unwrap();
        let book = at.app.export_book().await.unwrap();
        at.app.set_ledger_rules(&by("Grace Lin"), Rules::default()).await.unwrap();
        let summary = at.app.import_book(&by("the book"), &book, "book").await.unwrap();
        assert_eq!(
            summary.files.iter().map(|counts| counts.updated).sum::<usize>(),
            1,
            "the book carries the rules and nothing else changed"
        );
        assert_eq!(at.app.ledger_rules().await.unwrap().history[0].rules, every);
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_report_keeps_its_rules_whatever_is_decided_later_that_day() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let query = MoneyQuery::read([("as_of", "2026-10-31"), ("level", "product")]).unwrap();
        let reference = at.app.seal_retention(&by("Grace Lin"), " Retention for the board ", &query).await.unwrap();
        at.app.set_ledger_rules(&by("Grace Lin"), Rules { discounts: Discounts::Ignored, ..graceful(366) }).await.unwrap();
        let view = at.app.read_seal(&reference).await.unwrap();
        assert!(view.holds);
        assert_eq!(view.recomputed, tenure_app::Recomputed::Same);
        assert_eq!(view.seal.title, "Retention for the board");
        let sealed = view.retention.unwrap();
        let shown = at.app.retention(view.query.as_ref().unwrap()).await.unwrap();
        assert_eq!((sealed.opening_minor, sealed.closing_minor, sealed.residual_minor), (shown.opening_minor, shown.closing_minor, 0));
        assert_eq!(sealed.figures.len(), shown.figures.len());
        assert!(matches!(at.app.seal_retention(&by("Grace Lin"), "", &query).await, Err(AppError::Refused(_))), "a report needs a title");
        at.app.close().await.unwrap();
    })
    .await
}
