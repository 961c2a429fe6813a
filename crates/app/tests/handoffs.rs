//! Handoffs as people work with them: opened by a change of the team, met, accepted, declined, waived; on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use tenure_app::{Access, Actor, AppError, HandoffPage, HandoffQuery, NewMeeting, User};
use tenure_core::account::ActivityKind;
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::UserId;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::{Location, Scope};
use uuid::Uuid;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

/// A member who is a teammate.
async fn member(at: &TestApp, reference: &str) -> Actor {
    let facts = at.app.store().read().await.unwrap().facts(&Scope::People, Vec::new()).await.unwrap();
    let teammate = facts.teammates.values().find(|person| person.reference == reference).unwrap();
    Actor::User(Box::new(User {
        id: UserId(Uuid::nil()),
        email: teammate.email.clone(),
        name: teammate.name.clone(),
        access: Access::Member,
        teammate: Some(teammate.id),
        password_hash: String::new(),
        created_at: at.app.now(),
    }))
}

async fn waiting(at: &TestApp) -> HandoffPage {
    at.app.handoffs(&HandoffQuery { waiting: true, ..HandoffQuery::default() }).await.unwrap()
}

fn meeting(kind: ActivityKind, theirs: &[&str]) -> NewMeeting {
    let theirs = theirs.iter().map(|reference| (*reference).to_string()).collect();
    NewMeeting { kind, held_on: None, subject: "Introduced Lucia".into(), notes: String::new(), ours: Vec::new(), theirs }
}

/// The value of Kestrel goes from Priya to Lucia; gives the reference of the handoff.
async fn open(at: &TestApp) -> String {
    at.app.set_team(&operator(), "A-1", Role::Csm, "lucia").await.unwrap();
    let mut page = waiting(at).await;
    page.items.retain(|item| item.renewal.account_reference == "A-1");
    let [item] = &page.items[..] else { panic!("{:?}", page.items) };
    assert_eq!((item.giver.name.as_str(), item.receiver.name.as_str()), ("Priya Raman", "Lucia Ferrer"));
    assert!(item.handoff.responsibilities.contains(&Responsibility::Value));
    item.reference.clone()
}

async fn holder(at: &TestApp, reference: &str) -> String {
    let renewal = reference.split_once("-H").unwrap().0;
    let view = at.app.renewal(&operator(), renewal).await.unwrap();
    view.responsibilities.iter().find(|lane| lane.responsibility == Responsibility::Value).unwrap().holder.name.clone()
}

async fn is_clean(at: &TestApp) {
    let report = at.app.check().await.unwrap();
    assert!(report.is_clean(), "{report:#?}");
}

#[tokio::test]
async fn the_giver_stays_accountable_until_both_met_and_the_receiver_accepted() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let reference = open(&at).await;
        let all = [reference.clone()];
        assert_eq!(holder(&at, &reference).await, "Priya Raman");
        let to_do =
            |view: tenure_app::TodayView| view.handoffs.into_iter().map(|todo| (todo.item.reference, todo.introduces)).collect::<Vec<_>>();
        assert!(to_do(at.app.today_of("priya").await.unwrap()).contains(&(reference.clone(), true)));
        assert!(to_do(at.app.today_of("lucia").await.unwrap()).is_empty(), "nothing to accept before the meeting");
        let lucia = member(&at, "lucia").await;
        assert!(matches!(at.app.accept_handoffs(&lucia, &all, "").await, Err(AppError::Refused(_))), "not met");
        let stranger = member(&at, "theo").await;
        let refused = at.app.meet_handoffs(&stranger, &all, meeting(ActivityKind::Meeting, &["A-1-P1"])).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))));
        let alone = at.app.meet_handoffs(&lucia, &all, meeting(ActivityKind::Meeting, &[])).await;
        assert!(matches!(alone, Err(AppError::Refused(_))), "nobody of the customer");
        let theirs = at.app.account(&operator(), "A-1").await.unwrap().stakeholders.first().map(|person| person.reference.clone());
        let theirs = match theirs {
            Some(known) => known,
            None => add_stakeholder(&at).await,
        };
        let priya = member(&at, "priya").await;
        at.app.meet_handoffs(&priya, &all, meeting(ActivityKind::Meeting, &[&theirs])).await.unwrap();
        assert_eq!(to_do(at.app.today_of("lucia").await.unwrap()), [(reference.clone(), false)]);
        assert!(matches!(at.app.accept_handoffs(&priya, &all, "").await, Err(AppError::Forbidden(_))), "it is Lucia's to accept");
        is_clean(&at).await;
        at.app.accept_handoffs(&lucia, &all, "").await.unwrap();
        assert_eq!(holder(&at, &reference).await, "Lucia Ferrer");
        let view = at.app.handoff(&operator(), &reference).await.unwrap();
        assert_eq!((view.item.handoff.state.code(), view.touch.is_some()), ("accepted", true));
        assert_eq!(view.brief.faces.iter().filter(|face| ["Priya Raman", "Lucia Ferrer"].contains(&face.person.name.as_str())).count(), 2);
        is_clean(&at).await;
        at.app.close().await.unwrap();
    })
    .await
}

async fn add_stakeholder(at: &TestApp) -> String {
    let person = tenure_app::NewStakeholder {
        reference: "A-1-P1".into(),
        account: "A-1".into(),
        name: "Dana Fox".into(),
        title: String::new(),
        email: String::new(),
        business_unit: String::new(),
        roles: [].into(),
        left_on: None,
    };
    at.app.set_stakeholder(&operator(), person).await.unwrap();
    "A-1-P1".into()
}

#[tokio::test]
async fn a_lead_waives_by_name_and_nobody_waives_their_own_and_a_refusal_leaves_the_giver() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let reference = open(&at).await;
        let all = [reference.clone()];
        for own in ["priya", "lucia"] {
            let own = member(&at, own).await;
            assert!(matches!(at.app.waive_handoffs(&own, &all, "urgent").await, Err(AppError::Forbidden(_))));
        }
        let lead = member(&at, "elena").await;
        assert!(matches!(at.app.waive_handoffs(&lead, &all, " ").await, Err(AppError::Refused(_))), "no reason");
        at.app.waive_handoffs(&lead, &all, "they sign tomorrow").await.unwrap();
        assert_eq!(holder(&at, &reference).await, "Lucia Ferrer");
        let page = waiting(&at).await;
        let owed = page.items.iter().find(|item| item.reference == reference).unwrap();
        assert!(owed.handoff.state.owes_introduction(), "an introduction is owed");
        assert!(page.figures.without_overlap >= 1);
        is_clean(&at).await;

        at.app.set_team(&operator(), "A-1", Role::Csm, "aisha").await.unwrap();
        let page = waiting(&at).await;
        let next = page.items.iter().find(|item| item.receiver.reference == "aisha" && item.renewal.account_reference == "A-1").unwrap();
        let all = [next.reference.clone()];
        let aisha = member(&at, "aisha").await;
        at.app.decline_handoffs(&aisha, &all, "no room").await.unwrap();
        assert_eq!(holder(&at, &all[0]).await, "Lucia Ferrer");
        let told = at.app.findings().await.unwrap();
        assert!(told.iter().any(|finding| finding.code == "handoff-overdue" && finding.title.contains("Aisha Khan declined")));
        is_clean(&at).await;
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn handoffs_of_others_do_not_go_together_and_what_does_not_exist_is_said() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let reference = open(&at).await;
        let twice = [reference.clone(), reference.clone()];
        assert!(matches!(at.app.waive_handoffs(&operator(), &twice, "urgent").await, Err(AppError::Refused(_))));
        for unknown in ["R-9-H1", "R-1001", "x", "", "R-1001-H999"] {
            let answer = at.app.accept_handoffs(&operator(), &[unknown.to_string()], "").await;
            assert!(matches!(answer, Err(AppError::NotFound(_))), "{unknown}: {answer:?}");
        }
        at.app.close().await.unwrap();
    })
    .await
}
