//! Lists of the API by the page: no gap, no repeat, and no place that was made up; on both databases.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;

use axum::http::{Method, StatusCode};
use client::{Ask, Site, done};
use serde_json::Value;
use tenure_app::Access;
use tenure_sim::testing::{Fault, each_engine};
use tenure_store::Location;

const ADA: &str = "ada@halden.example";

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

#[tokio::test]
async fn pages_of_any_size_join_to_the_whole_list() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        for list in ["/renewals?include_closed=true", "/accounts?q=", "/findings?", "/events?", "/ledger?months=36"] {
            let whole = joined(&site, &token, list, 200).await;
            assert!(whole.len() > 1, "{list} has {} rows", whole.len());
            for limit in [1, 3] {
                // One request for each row is enough of the log.
                let few = if list == "/events?" { "/events?subject=A-1&" } else { list };
                assert_eq!(joined(&site, &token, few, limit).await, joined(&site, &token, few, 200).await, "{few} by {limit}");
            }
        }
    })
    .await
}

async fn joined(site: &Site, token: &str, list: &str, limit: u16) -> Vec<Value> {
    let (mut rows, mut after) = (Vec::new(), String::new());
    loop {
        let reply = site.send(Ask::get(&format!("{list}&limit={limit}{after}").replace("?&", "?")).token(token)).await;
        assert_eq!(reply.status, StatusCode::OK, "{list}: {}", reply.text);
        let page = reply.json();
        let items = page["items"].as_array().expect("items").clone();
        assert!(items.len() <= usize::from(limit), "{list}");
        rows.extend(items);
        after = match &page["next"] {
            Value::Null => return rows,
            Value::String(next) => format!("&after={next}"),
            number => format!("&after={number}"),
        };
    }
}

#[tokio::test]
async fn places_and_bounds_that_no_page_gave_are_refused() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        for query in [
            "/renewals?after=x",
            "/renewals?after=2027-13-01.1",
            "/renewals?after=2027-01-01.-1",
            "/renewals?limit=0",
            "/renewals?limit=201",
            "/renewals?limit=many",
            "/renewals?risk=purple",
            "/renewals?ends_within_days=36501",
            "/renewals?auto_renew=perhaps",
            "/accounts?after=A-999",
            "/accounts?limit=0",
            "/findings?after=high",
            "/findings?after=high.2027-01-01.1.nothexadecimal!!",
            "/findings?limit=201",
            "/events?after=-1",
            "/events?after=x",
            "/events?limit=501",
        ] {
            let reply = site.send(Ask::get(query).token(&token)).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {}", reply.text);
        }
    })
    .await
}

#[tokio::test]
async fn the_log_is_followed_without_a_gap_and_narrowed_by_subject_and_actor() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        let read = |query: String| {
            let ask = Ask::get(&format!("/events?{query}")).token(&token);
            async { site.send(ask).await.json() }
        };
        let (mut after, mut numbers) = (0, Vec::new());
        loop {
            let page = read(format!("after={after}&limit=40")).await;
            numbers.extend(page["items"].as_array().into_iter().flatten().filter_map(|event| event["sequence"].as_u64()));
            match page["next"].as_u64() {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
        let last = numbers.len() as u64;
        assert_eq!(read(format!("after={last}")).await["items"], serde_json::json!([]));
        let task = site.open_tasks(&token).await[0].clone();
        let body =
            site.send(Ask::new(Method::POST, &format!("/tasks/{task}/completion")).token(&token).json(&done("Agreed."))).await.json();
        let news = read(format!("after={last}")).await["items"].clone();
        assert_eq!((news.as_array().map(Vec::len), &news[0]["sequence"]), (Some(1), &body["event"]));
        for narrowed in [format!("subject={}", body["reference"].as_str().unwrap_or_default()), format!("actor={ADA}")] {
            let items = read(narrowed.clone()).await["items"].clone();
            let (name, value) = narrowed.split_once('=').expect("a filter");
            assert!(items.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(|item| item[name] == value)), "{narrowed}");
        }
    })
    .await
}
