//! A close with everything that belongs to it, on each engine: all of it in one event, or nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use tenure_app::{Actor, NewClosing, NewDecision, NewReview, OutcomeQuery, RenewalQuery};
use tenure_core::deal::Ending;
use tenure_core::renewal::{OutcomeReason, State};
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Location;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

#[tokio::test]
async fn a_close_is_foreseen_written_at_once_and_found_among_the_outcomes_by_what_it_was() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let actor = Actor::Operator("Ingrid Solberg".into());
        let page = app.renewals(&RenewalQuery { limit: Some(200), ..RenewalQuery::default() }).await.unwrap();
        let item = page.items.into_iter().find(|item| item.state == State::Open && !item.is_review && item.days_to_end > 30).unwrap();
        let end_on = app.closing(&item.reference).await.unwrap().next_end_on;
        let closing = |owner: &str| NewClosing {
            decision: NewDecision::Renewed { end_on, uplift_bps: 500, signed_on: None },
            reason: Some(OutcomeReason::ValueProven),
            words: "It pays for itself.".into(),
            review: Some(NewReview { lessons: "Ask earlier.".into(), ..NewReview::default() }),
            promises: vec![("Connect their archive".into(), owner.into(), "2031-06-01".parse().unwrap())],
        };
        let foreseen = app.foresee_close(&actor, &item.reference, closing("priya")).await.unwrap();
        assert!(foreseen.told.is(Ending::RenewedUp) && foreseen.told.on_time == Some(true), "{foreseen:?}");
        assert_eq!(foreseen.next.map(|next| (next.end_on, next.owners.len())), Some((end_on, 5)));
        assert!(app.close_renewal(&actor, &item.reference, closing("nobody")).await.is_err());
        assert_eq!(app.renewal(&actor, &item.reference).await.unwrap().item.state, State::Open, "a refused close writes nothing");
        app.close_renewal(&actor, &item.reference, closing("priya")).await.unwrap();
        let view = app.renewal(&actor, &item.reference).await.unwrap();
        assert_eq!(view.learnt.and_then(|learnt| learnt.review).map(|review| review.lessons), Some("Ask earlier.".into()));
        assert!(view.room.commitments.iter().any(|item| item.commitment.promise == "Connect their archive"));
        let up = app.outcomes(&OutcomeQuery { ending: Some(Ending::RenewedUp), ..OutcomeQuery::default() }).await.unwrap();
        assert!(up.items.iter().any(|outcome| outcome.renewal == item.reference));
        let lost = app.outcomes(&OutcomeQuery { ending: Some(Ending::Churned), ..OutcomeQuery::default() }).await.unwrap();
        assert!(lost.items.iter().all(|outcome| outcome.renewal != item.reference));
        assert!(app.check().await.unwrap().is_clean());
        app.close().await.unwrap();
    })
    .await
}
