//! Changes through the API: carried out once for each key, never over what somebody else wrote, on both databases.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;

use axum::http::{Method, StatusCode};
use client::{Ask, Reply, Site, done};
use jiff::SignedDuration;
use std::sync::Arc;
use tenure_app::{Access, Actor, LogFilter, LogPlace};
use tenure_core::account::Risk;
use tenure_core::identity::Role;
use tenure_sim::testing::{Fault, each_engine};
use tenure_store::Location;
use tokio::task::JoinSet;

const ADA: &str = "ada@halden.example";

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn complete(task: &str, token: &str, evidence: &str) -> Ask {
    Ask::new(Method::POST, &format!("/tasks/{task}/completion")).token(token).json(&done(evidence))
}

fn reopen(task: &str, token: &str) -> Ask {
    Ask::new(Method::DELETE, &format!("/tasks/{task}/completion")).token(token)
}

fn assert_replayed(first: &Reply, again: &Reply) {
    assert_eq!((again.status, &again.text, again.header("etag")), (first.status, &first.text, first.header("etag")));
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), (String::new(), "true".to_string()));
}

#[tokio::test]
async fn a_request_sent_again_with_its_key_is_answered_byte_for_byte_and_not_repeated() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        let tasks = site.open_tasks(&token).await;
        let before = site.events(&token, "task_completed").await;
        let ask = || complete(&tasks[0], &token, "They agreed.").header("Idempotency-Key", "k-1");
        let first = site.send(ask()).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);
        assert_replayed(&first, &site.send(ask()).await);
        // Somebody opens the step again: a late repetition must not complete it a second time.
        assert_eq!(site.send(reopen(&tasks[0], &token)).await.status, StatusCode::OK);
        assert_replayed(&first, &site.send(ask()).await);
        assert_eq!(site.events(&token, "task_completed").await, before + 1);
        let body = first.json();
        assert_eq!(first.header("etag"), format!("\"{}\"", body["revision"]));
        assert_eq!(body["event"], body["revision"], "the revision is the number of the event");
    })
    .await
}

#[tokio::test]
async fn several_tasks_are_changed_once_for_each_key_and_each_has_its_event() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        let tasks = site.open_tasks(&token).await;
        let before = site.events(&token, "task_completed").await;
        let asked = |tasks: &[String]| {
            let body = serde_json::json!({ "tasks": tasks, "evidence": "They agreed to all of it." });
            Ask::new(Method::POST, "/tasks/completions").token(&token).json(&body)
        };
        let keyed = || asked(&tasks[..3]).header("Idempotency-Key", "k-1");
        let first = site.send(keyed()).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);
        assert_replayed(&first, &site.send(keyed()).await);
        assert_eq!(site.events(&token, "task_completed").await, before + 3);
        // One of them is done by now: nothing happens to the other.
        let refused = site.send(asked(&tasks[2..4])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.text.contains("is not open but"), "{}", refused.text);
        assert_eq!(site.events(&token, "task_completed").await, before + 3);
        let stranger = site.token("nobody.inparticular@halden.example", Access::Member).await;
        let body = serde_json::json!({ "tasks": [tasks[3], tasks[4]], "evidence": "Not mine." });
        let theirs = site.send(Ask::new(Method::POST, "/tasks/completions").token(&stranger).json(&body)).await;
        assert_eq!(theirs.status, StatusCode::FORBIDDEN, "{}", theirs.text);
    })
    .await
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_user_for_a_day() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        let other = site.token("grace@halden.example", Access::Administrator).await;
        let tasks = site.open_tasks(&token).await;
        let keyed = |ask: Ask| ask.header("Idempotency-Key", "k-1");
        assert_eq!(site.send(keyed(complete(&tasks[0], &token, "They agreed."))).await.status, StatusCode::OK);
        for ask in [complete(&tasks[0], &token, "Other words."), complete(&tasks[1], &token, "They agreed."), reopen(&tasks[0], &token)] {
            let refused = site.send(keyed(ask)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
            assert!(refused.text.contains("Idempotency-Key"), "{}", refused.text);
        }
        let theirs = site.send(keyed(complete(&tasks[1], &other, "They agreed too."))).await;
        assert_eq!((theirs.status, theirs.header("idempotency-replayed")), (StatusCode::OK, String::new()));
        // What was refused is not kept: mended, the same key serves.
        let mend = |evidence: &str| complete(&tasks[2], &token, evidence).header("Idempotency-Key", "k-2");
        assert_eq!(site.send(mend("")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.send(mend("Now with words.")).await.status, StatusCode::OK);
        site.at.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(site.at.app.forget_answers().await.expect("answers"), 0, "kept for a whole day");
        site.at.clock.advance(SignedDuration::from_secs(1));
        assert_eq!(site.at.app.forget_answers().await.expect("answers"), 3);
        let again = site.send(keyed(complete(&tasks[0], &token, "They agreed."))).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a forgotten key is a new request: the step is completed already");
        assert!(!again.text.contains("Idempotency-Key"), "{}", again.text);
    })
    .await
}

#[tokio::test]
async fn sixteen_clients_that_send_each_request_up_to_four_times_have_one_effect_each() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Arc::new(Site::open(&location).await);
        let token = site.token(ADA, Access::Administrator).await;
        let tasks = site.open_tasks(&token).await;
        assert!(tasks.len() >= 16, "{} open steps", tasks.len());
        let before = site.events(&token, "task_completed").await;
        let mut sent = JoinSet::new();
        for (client, task) in tasks.iter().take(16).enumerate() {
            for _ in 0..=client % 4 {
                let (site, ask) = (site.clone(), complete(task, &token, "Agreed.").header("Idempotency-Key", &format!("client-{client}")));
                sent.spawn(async move { (client, site.send(ask).await) });
            }
        }
        let mut answers: Vec<Vec<Reply>> = vec![Vec::new(); 16];
        for (client, reply) in sent.join_all().await {
            answers[client].push(reply);
        }
        for (client, replies) in answers.iter().enumerate() {
            assert_eq!(replies.len(), client % 4 + 1);
            assert!(replies.iter().all(|reply| reply.status == StatusCode::OK && reply.text == replies[0].text), "{client}: {replies:?}");
            let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed") == "true").count();
            assert_eq!(replayed, replies.len() - 1, "one of client {client} was carried out");
        }
        assert_eq!(site.events(&token, "task_completed").await, before + 16);
    })
    .await
}

#[tokio::test]
async fn a_stale_change_is_told_who_changed_what_and_when() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        let page = site.send(Ask::get("/today?person=priya").token(&token)).await.json();
        let task = page["buckets"][0]["tasks"][0].clone();
        let (id, account) = (task["task"].as_str().expect("a task"), task["account"]["reference"].as_str().expect("an account"));
        let read = |path: String| site.send(Ask::get(&path).token(&token));
        let seen = read(format!("/accounts/{account}")).await.header("etag");
        assert_eq!(seen, read(format!("/renewals/{}", task["renewal"].as_str().expect("a renewal"))).await.header("etag"));
        assert_eq!(seen, format!("\"{}\"", task["revision"]));
        let first = site.send(complete(id, &token, "Went well.").header("If-Match", &seen)).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);
        let stale = site.send(reopen(id, &token).header("If-Match", &seen)).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "{}", stale.text);
        let problem = stale.json();
        assert_eq!((problem["type"].as_str(), problem["current"]["account"].as_str()), (Some("stale"), Some(account)));
        assert_eq!(problem["current"]["revision"], first.json()["revision"]);
        let event = &problem["current"]["event"];
        assert_eq!((event["kind"].as_str(), event["actor"].as_str()), (Some("task_completed"), Some(ADA)));
        assert!(event["summary"].as_str().is_some_and(|words| words.contains("Went well.")), "{event}");
        assert!(event["recorded_at"].as_str().is_some_and(|at| at.starts_with("20")), "{event}");
        let opened = site.send(reopen(id, &token).header("If-Match", "*")).await;
        assert_eq!(opened.status, StatusCode::OK, "any state will do: {}", opened.text);
        // A proxy that compresses may have made the ETag weak; one of several will do.
        let several = format!("\"1\", W/{}", opened.header("etag"));
        let again = site.send(complete(id, &token, "Once more.").header("If-Match", &several)).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.text);
        assert_eq!(read(format!("/accounts/{account}")).await.header("etag"), again.header("etag"));
    })
    .await
}

#[tokio::test]
async fn a_repeated_request_is_not_stale_through_its_own_effect() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        let task = site.open_tasks(&token).await[0].clone();
        let page = site.send(Ask::get("/renewals?limit=1").token(&token)).await.json();
        let seen = format!("\"{}\"", page["items"][0]["revision"]);
        let ask = || complete(&task, &token, "Agreed.").header("If-Match", &seen).header("Idempotency-Key", "once");
        let first = site.send(ask()).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);
        assert_replayed(&first, &site.send(ask()).await);
    })
    .await
}

/// Edits until two edits are in: reads the step's state and the revision, and turns the state over. Returns how many were refused.
async fn edit_twice(site: Arc<Site>, token: String, renewal: String, task: String) -> u64 {
    let (mut edits, mut stale) = (0, 0);
    while edits < 2 {
        let read = site.send(Ask::get(&format!("/renewals/{renewal}")).token(&token)).await;
        let body = read.json();
        let step = body["steps"].as_array().into_iter().flatten().find(|step| step["task"] == task.as_str()).expect("the step").clone();
        let ask = if step["state"] == "done" { reopen(&task, &token) } else { complete(&task, &token, "Agreed.") };
        let reply = site.send(ask.header("If-Match", &read.header("etag"))).await;
        match reply.status {
            StatusCode::OK => edits += 1,
            // Anything but stale would mean that an edit was decided on a state that was gone.
            other => {
                assert_eq!(other, StatusCode::PRECONDITION_FAILED, "{}", reply.text);
                stale += 1;
            }
        }
    }
    stale
}

#[tokio::test]
async fn sixteen_clients_that_edit_one_record_lose_no_update() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Arc::new(Site::open(&location).await);
        let token = site.token(ADA, Access::Administrator).await;
        let task = site.open_tasks(&token).await[0].clone();
        let page = site.send(Ask::get("/renewals?limit=1").token(&token)).await.json();
        let renewal = page["items"][0]["reference"].as_str().expect("a renewal").to_string();
        let before = site.events(&token, "task_completed").await + site.events(&token, "task_reopened").await;
        let mut clients = JoinSet::new();
        for _ in 0..16 {
            clients.spawn(edit_twice(site.clone(), token.clone(), renewal.clone(), task.clone()));
        }
        let stale: u64 = clients.join_all().await.into_iter().sum();
        assert!(stale > 0, "the clients never met");
        let after = site.events(&token, "task_completed").await + site.events(&token, "task_reopened").await;
        assert_eq!(after, before + 32, "each edit that was accepted is there");
        let check = site.at.app.check().await.expect("a check");
        assert!(check.is_clean(), "{check:?}");
    })
    .await
}

#[tokio::test]
async fn whatever_changes_of_an_account_moves_its_revision_to_the_number_of_the_event() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let (app, operator) = (&site.at.app, Actor::Operator("test".into()));
        let last = || async {
            let newest = app.log(&operator, &LogFilter::default(), LogPlace::Before(None), 1).await.expect("the log");
            newest.items[0].sequence
        };
        let revision = |account: &'static str| async move {
            app.account(&Actor::Operator("test".into()), account).await.expect("an account").revision
        };
        assert!(revision("A-1").await > 0);
        let elsewhere = revision("A-2").await;
        let judgement = tenure_core::commands::Judgement { risk: Risk::Red, reason: "logins stopped".into(), expires_on: None };
        app.set_risk(&operator, "A-1", judgement).await.expect("the risk is set");
        assert_eq!(revision("A-1").await, last().await, "a change of the account's own row");
        app.set_team(&operator, "A-1", Role::Csm, "priya").await.expect("the team is set");
        assert_eq!(revision("A-1").await, last().await, "a change of its team");
        let book = app.export_book().await.expect("a book");
        app.import_book(&operator, &book, "the same book").await.expect("an import");
        assert_eq!(revision("A-1").await, last().await, "an import that changes nothing is no change");
        assert_eq!(revision("A-2").await, elsewhere, "nothing was done to it");
    })
    .await
}
