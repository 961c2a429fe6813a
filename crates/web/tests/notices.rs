//! Notices as a browser, a program and a calendar meet them.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;

use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode};
use axum::{Extension, Router};
use client::{Ask, Site};
use jiff::civil::date;
use serde_json::json;
use std::net::SocketAddr;
use tenure_app::{Access, Actor};
use tenure_core::account::Risk;
use tenure_core::commands::Judgement;
use tenure_sim::testing::Instance;
use tenure_web::{WebConfig, router};

const PRIYA: &str = "priya.raman@halden.example";

async fn told(instance: &Instance) -> Site {
    let site = Site::open(&instance.location).await;
    site.at.app.schedule_daily().await.expect("written down");
    site.at.app.run_jobs("test").await.expect("done");
    let from = Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
    let router: Router = router(site.at.app.clone(), WebConfig::default()).layer(from);
    Site { router, at: site.at }
}

fn anywhere(path: &str) -> Ask {
    Ask { path: path.into(), ..Ask::get("") }
}

#[tokio::test]
async fn a_program_reads_its_users_notices_and_marks_them_as_seen() {
    let instance = Instance::sqlite().expect("a folder");
    let site = told(&instance).await;
    let token = site.token(PRIYA, Access::Member).await;
    let page = site.send(Ask::get("/notices").token(&token)).await.json();
    let items = page["items"].as_array().expect("notices");
    assert!(!items.is_empty());
    let unseen = page["unseen"].as_u64().expect("a number");
    let first = items[0]["id"].as_str().expect("an id");
    let seen = Ask::new(Method::POST, "/notices/seen").token(&token).json(&json!({ "notices": [first] }));
    let once = site.send(seen.clone().header("Idempotency-Key", "k1")).await;
    assert_eq!(once.status, StatusCode::OK, "{}", once.text);
    let again = site.send(seen.header("Idempotency-Key", "k1")).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (StatusCode::OK, "true".to_string()));
    let after = site.send(Ask::get("/notices?unseen=true").token(&token)).await.json();
    assert_eq!(after["unseen"].as_u64(), Some(unseen - 1));
    let other = site.token("theo.lindqvist@halden.example", Access::Member).await;
    let stolen = Ask::new(Method::POST, "/notices/seen").token(&other).json(&json!({ "notices": [first] }));
    assert_eq!(site.send(stolen).await.status, StatusCode::NOT_FOUND, "a notice of somebody else");
}

#[tokio::test]
async fn a_calendar_is_read_with_its_secret_alone_and_a_wrong_one_is_no_address() {
    let instance = Instance::sqlite().expect("a folder");
    let site = told(&instance).await;
    let me = Actor::User(Box::new(site.user(PRIYA, Access::Member).await));
    let secret = site.at.app.create_calendar_link(&me, "Phone").await.expect("a link");
    for (file, begins) in [("tasks.ics", "UID:task-"), ("renewals.ics", "UID:end-"), ("deadlines.ics", "UID:notice-")] {
        let reply = site.send(anywhere(&format!("/calendar/{secret}/{file}"))).await;
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8".to_string()), "{file}");
        assert!(reply.text.starts_with("BEGIN:VCALENDAR\r\n") && reply.text.contains(begins), "{file}: {}", reply.text);
        assert!(!reply.text.contains("19700101"), "{file}: every entry says when it changed");
        let again = site.send(anywhere(&format!("/calendar/{secret}/{file}"))).await;
        assert_eq!(again.text, reply.text, "what did not change is the same file");
    }
    for wrong in [format!("/calendar/{secret}/other.ics"), "/calendar/cal_0000/tasks.ics".to_string()] {
        assert_eq!(site.send(anywhere(&wrong)).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let link = site.at.app.calendar_links(&me).await.expect("links").remove(0);
    assert!(!format!("{link:?}").contains(&secret), "only a hash is kept");
    site.at.app.revoke_calendar_link(&me, link.id).await.expect("revoked");
    assert_eq!(site.send(anywhere(&format!("/calendar/{secret}/tasks.ics"))).await.status, StatusCode::NOT_FOUND);
    let mut last = StatusCode::NOT_FOUND;
    for guess in 0..80 {
        last = site.send(anywhere(&format!("/calendar/cal_{guess}/tasks.ics"))).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "whoever guesses is slowed down");
}

#[tokio::test]
async fn a_deadline_that_moves_keeps_its_identity_in_the_calendar_and_raises_its_sequence() {
    let instance = Instance::sqlite().expect("a folder");
    let site = told(&instance).await;
    let me = Actor::User(Box::new(site.user(PRIYA, Access::Administrator).await));
    let secret = site.at.app.create_calendar_link(&me, "Phone").await.expect("a link");
    let entry = async |site: &Site| {
        let text = site.send(anywhere(&format!("/calendar/{secret}/tasks.ics"))).await.text.replace("\r\n ", "");
        let event = text.split("BEGIN:VEVENT").nth(1).expect("an entry").to_string();
        let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).expect("a field").to_string();
        (field("UID:"), field("SEQUENCE:").parse::<u64>().expect("a number"), field("SUMMARY:"))
    };
    let (uid, sequence, summary) = entry(&site).await;
    let name = summary.split(": ").next().expect("an account").replace("\\,", ",");
    let facts = site.at.app.store().read().await.expect("facts").facts(&tenure_store::Scope::All, Vec::new()).await.expect("facts");
    let account = facts.accounts.values().find(|account| account.name == name).expect("the account").reference.clone();
    let operator = Actor::Operator("test".into());
    site.at.app.set_sample_today(&operator, Some(date(2026, 11, 23))).await.expect("the same day");
    site.at
        .app
        .set_risk(&operator, &account, Judgement { risk: Risk::Red, reason: "Logins stopped.".into(), expires_on: None })
        .await
        .expect("a change of the account");
    let (same, later, _) = entry(&site).await;
    assert_eq!(same, uid);
    assert!(later > sequence);
}
