//! How long handoffs may take: set by whom and when, carried by the book, told in the log; on both engines.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use tenure_app::{Actor, AppError};
use tenure_core::ownership::handoff::Clocks;
use tenure_sim::testing::{Fault, TestApp, each_engine};

fn by(name: &str) -> Actor {
    Actor::Operator(name.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn days_are_set_with_a_history_and_travel_with_the_book() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let shipped = at.app.handoff_clocks().await.unwrap();
        assert_eq!((shipped.clocks, shipped.history.len()), (Clocks { accept_days: 5, introduce_days: 5, protected_days: 0 }, 0));
        let days = Clocks { accept_days: 3, introduce_days: 1, protected_days: 14 };
        for _ in 0..2 {
            at.app.set_handoff_clocks(&by("Grace Lin"), days).await.unwrap();
        }
        let set = at.app.handoff_clocks().await.unwrap();
        assert_eq!((set.clocks, set.history.len()), (days, 1), "the same again is nothing");
        assert_eq!(set.history[0].by, "Grace Lin");
        assert_eq!(
            set.history[0].summary,
            "A handoff is to be accepted within 3 business days, was 5; an introduction is owed within 1 business day, was 5; \
             the 14 days before a decision are protected, was 0"
        );
        let book = at.app.export_book().await.unwrap();
        at.app.set_handoff_clocks(&by("Mara Lind"), Clocks { accept_days: 60, introduce_days: 60, protected_days: 0 }).await.unwrap();
        at.app.import_book(&by("Ana Sousa"), &book, "book").await.unwrap();
        let imported = at.app.handoff_clocks().await.unwrap();
        assert_eq!(imported.clocks, days);
        assert_eq!(imported.history.iter().map(|item| item.by.as_str()).collect::<Vec<_>>(), ["Ana Sousa", "Mara Lind", "Grace Lin"]);
        let refused = at.app.set_handoff_clocks(&by("Grace Lin"), Clocks { accept_days: 0, ..Clocks::default() }).await;
        assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    })
    .await
}
