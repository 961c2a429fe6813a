//! The advisor over a database: answers by name and day, taken back, for administrators; kept in an archive; on both engines.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use jiff::civil::date;
use tenure_app::{Actor, AppError};
use tenure_core::ownership::advisor::{Factor, Origin};
use tenure_sim::testing::{Fault, TestApp, each_engine};

fn by(name: &str) -> Actor {
    Actor::Operator(name.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_kept_by_name_and_day_and_what_is_taken_back_is_not_known() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let before = at.app.advice(&by("Grace Lin")).await.unwrap();
        assert!(before.known(Factor::Stage).is_some() && before.known(Factor::Product).is_none());
        let level = |factor: Factor, code: &str| (factor, factor.level(code), "As we know them".to_string());
        at.app.answer_advisor(&by("Grace Lin"), &[level(Factor::Pods, "shared"), level(Factor::Product, "complex")]).await.unwrap();
        let told = at.app.advice(&by("Grace Lin")).await.unwrap();
        let pods = told.known(Factor::Pods).unwrap();
        assert_eq!(pods.origin, Origin::Answered { by: "Grace Lin".into(), on: date(2026, 11, 23) });
        assert_eq!((Factor::Pods.code_of(pods.level), pods.evidence.as_str()), ("shared", "As we know them"));
        at.app.answer_advisor(&by("Mara Lind"), &[(Factor::Pods, None, String::new())]).await.unwrap();
        assert!(at.app.advice(&by("Grace Lin")).await.unwrap().known(Factor::Pods).is_none());
        let refused = at.app.answer_advisor(&by("Grace Lin"), &[level(Factor::Stage, "early")]).await;
        assert!(matches!(refused, Err(AppError::Refused(_))), "what is counted is not answered: {refused:?}");
        let at_the_end = at.app.advice(&by("Grace Lin")).await.unwrap().factors;
        at.app.close().await.unwrap();
        let again = TestApp::open(&location, date(2026, 11, 23), 2).await.unwrap();
        let kept = again.app.advice(&by("Grace Lin")).await.unwrap();
        assert_eq!(kept.factors, at_the_end);
        again.app.close().await.unwrap();
    })
    .await
}
