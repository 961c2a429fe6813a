//! The sample company whose days are worked through, and what its people were told.
#![allow(dead_code, reason = "each test uses a part")]

use jiff::civil::{Date, Time, date};
use tenure_app::{Access, Actor, User};
use tenure_core::job::JobState;
use tenure_core::primitives::UserId;
use tenure_sim::testing::TestApp;
use tenure_store::{Location, NoticeFilter, Scope};
use uuid::Uuid;

/// The first of them.
pub const DAY: Date = date(2026, 11, 23);

pub fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

pub fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

/// The sample company whose today is that of the clock.
pub async fn company(location: &Location) -> TestApp {
    let at = TestApp::few(location).await.unwrap();
    at.app.set_sample_today(&operator(), None).await.unwrap();
    at
}

/// Does the work of a day.
pub async fn live(at: &TestApp, day: Date) {
    at.clock.set_day(day, Time::constant(12, 0, 0, 0));
    at.app.schedule_daily().await.unwrap();
    let done = at.app.run_jobs("test").await.unwrap();
    assert!(done.iter().all(|job| job.state == JobState::Done), "{done:#?}");
}

/// Everything that anybody was told: person, identity and whether it was late.
pub async fn told(at: &TestApp) -> Vec<(String, String, bool)> {
    let tx = at.app.store().read().await.unwrap();
    let facts = tx.facts(&Scope::People, Vec::new()).await.unwrap();
    let mut told = Vec::new();
    for person in facts.teammates.values() {
        for kept in tx.notices_of(person.id, NoticeFilter::default(), None, 10_000).await.unwrap() {
            told.push((person.reference.clone(), kept.notice.identity, kept.notice.late));
        }
    }
    told.sort();
    told
}

pub async fn member(at: &TestApp, reference: &str) -> Actor {
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
