//! Proposals through the verbs, on each engine: who may do what, and what comes back from the database.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use tenure_app::{Acceptance, Actor, AppError, NewOption, NewProposal, NewReview, OutcomeQuery, RenewalQuery};
use tenure_core::identity::Role;
use tenure_core::proposal::{Authority, Lever, ProposalState, Trade};
use tenure_core::renewal::{OutcomeReason, Strength};
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Location;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn option(name: &str, discount_bps: u32) -> NewOption {
    NewOption {
        name: name.into(),
        months: 24,
        lines: Vec::new(),
        uplift_bps: 0,
        discount_bps: Some(discount_bps),
        trades: vec![Trade { lever: Lever::LongerTerm, give: "A discount".into(), get: "Two years".into() }],
        over_cap_reason: String::new(),
    }
}

fn offer(discount_bps: u32) -> NewProposal {
    NewProposal {
        made_by: Some("priya".into()),
        note: "Theirs to take.".into(),
        options: vec![option("As it is", 0), option("Two years", discount_bps)],
    }
}

/// An open renewal without a proposal whose lines have no discount.
async fn renewal(app: &tenure_app::App) -> String {
    let page = app.renewals(&RenewalQuery { limit: Some(200), ..RenewalQuery::default() }).await.unwrap();
    for item in page.items.into_iter().filter(|item| !item.is_review) {
        let view = app.proposals(&operator(), &item.reference).await.unwrap();
        let plain = view.lines.iter().all(|line| line.discount_bps == 0) && !view.lines.is_empty();
        if view.versions.is_empty() && view.open && plain {
            return item.reference;
        }
    }
    panic!("the sample has such a renewal")
}

#[tokio::test]
async fn a_proposal_goes_its_way_through_approval_to_a_signature_and_comes_back_as_it_was_written() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let (actor, reference) = (operator(), renewal(&app).await);
        app.make_proposal(&actor, &reference, offer(1_200)).await.unwrap();
        let of = (reference.as_str(), 1);
        let refused = app.send_proposal(&actor, of, ("Ana Ruiz", "")).await.unwrap_err();
        assert!(matches!(refused, AppError::Refused(_)), "{refused}");
        let view = app.proposal(&actor, of).await.unwrap();
        assert_eq!((view.state, view.options.len(), view.proposal.note.as_str()), (ProposalState::Draft, 2, "Theirs to take."));
        let figures = view.options[1].figures;
        let sum: i64 = view.options[1].rows.iter().map(|row| row.arr_is).sum();
        assert_eq!((figures.arr_first, view.options[1].option.trades.len()), (sum, 1));
        assert!(view.approvers.iter().all(|person| person.reference != "priya"));
        app.ask_approval(&actor, of, ("elena", "They sign this month.")).await.unwrap();
        app.approve_proposal(&actor, of, "").await.unwrap();
        app.send_proposal(&actor, of, ("Ana Ruiz", "")).await.unwrap();
        let accepted = Acceptance { option: 2, signed_on: None, reason: Some(OutcomeReason::ValueProven), words: "It works.".into() };
        app.accept_proposal(&actor, of, accepted).await.unwrap();
        let view = app.proposal(&actor, of).await.unwrap();
        assert_eq!((view.state, view.proposal.steps.len()), (ProposalState::Accepted, 4));
        let outcome = app.outcome(&reference).await.unwrap().unwrap();
        assert_eq!((outcome.reason, outcome.words.as_str()), (Some(OutcomeReason::ValueProven), "It works."));
        let lessons = NewReview {
            themes: ["product: reporting".parse().unwrap()].into(),
            lessons: "Ask earlier.".into(),
            strength: Some(Strength::Weak),
            plan: Some(("Meet their chief.".into(), "priya".into(), "2032-01-01".parse().unwrap())),
        };
        app.review_outcome(&actor, &reference, lessons).await.unwrap();
        let theme = Some("product: reporting".parse().unwrap());
        let found = app.outcomes(&OutcomeQuery { theme, ..OutcomeQuery::default() }).await.unwrap();
        assert_eq!(found.items.iter().map(|item| item.renewal.as_str()).collect::<Vec<_>>(), [reference.as_str()]);
        assert_eq!(found.items[0].judged.by_person, Some(Strength::Weak));
        assert!(app.check().await.unwrap().is_clean());
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_limit_that_somebody_set_counts_and_outcomes_add_up() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let (actor, reference) = (operator(), renewal(&app).await);
        app.make_proposal(&actor, &reference, offer(1_200)).await.unwrap();
        assert!(app.proposal(&actor, (&reference, 1)).await.unwrap().approval.needed);
        let authority = Authority { share_bps: 1_200, amount_minor: None };
        app.set_discount_limit(&actor, Role::Csm, (authority, None)).await.unwrap();
        assert!(!app.proposal(&actor, (&reference, 1)).await.unwrap().approval.needed);
        let limits = app.discount_limits().await.unwrap();
        assert_eq!((limits.history.len(), limits.limits[0].authority), (1, authority));
        let outcomes = app.outcomes(&OutcomeQuery { months: Some(24), ..OutcomeQuery::default() }).await.unwrap();
        for counted in [&outcomes.quadrants, &outcomes.reasons, &outcomes.segments] {
            assert_eq!(counted.iter().map(|item| item.count).sum::<usize>(), outcomes.total);
        }
        assert!(outcomes.total > 0);
        app.close().await.unwrap();
    })
    .await
}
