//! The organisation's lists, the divisions of a customer, and forms that somebody else was quicker with.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;

use axum::http::{Method, StatusCode};
use client::{Ask, Browser, Site};
use serde_json::json;
use tenure_app::Access;
use tenure_sim::testing::Instance;

#[tokio::test]
async fn a_plan_rate_is_previewed_saved_shown_and_removed_on_pages() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let boss = Browser::open(&site, "boss@halden.example", Access::Administrator).await;
    let page = boss.get("/settings/rates").await.text;
    assert!(page.contains("What open renewals stand on"), "{page}");
    let token = site.token("ada@halden.example", Access::Administrator).await;
    let need = site.send(Ask::get("/plan-rates").token(&token)).await.json()["needs"][0].clone();
    let (year, code) = (need["year"].as_i64().expect("a year"), need["currency"].as_str().expect("a currency").to_string());
    let typed = format!("year={year}&currency={}&rate=2.5", code.to_lowercase());
    let preview = boss.get(&format!("/settings/plan-rates/new?{typed}&preview=yes")).await;
    assert!(preview.text.contains("What would change:") && preview.text.contains("Nothing is saved yet."), "{}", preview.text);
    assert!(!boss.get("/settings/rates").await.text.contains(">2.5</td>"), "a preview saves nothing");
    let refused = boss.post("/settings/plan-rates/new", "year=2026&currency=EURO&rate=0").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("id=\"currency-error\"") && refused.text.contains("value=\"EURO\""), "{}", refused.text);
    let saved = boss.post("/settings/plan-rates/new", &typed).await;
    assert_eq!((saved.status, saved.location.as_str()), (StatusCode::SEE_OTHER, "/settings/rates"));
    let page = boss.get("/settings/rates").await.text;
    assert!(page.contains(&format!("The plan rate {year} {code} is saved.")) && page.contains(">2.5</td>"), "{page}");
    let dated = boss.post("/settings/exchange-rates/new", "day=2026-01-05&currency=CHF&rate=1.07").await;
    assert_eq!(dated.status, StatusCode::SEE_OTHER, "{}", dated.text);
    let removal = "/settings/exchange-rates/2026-01-05/CHF/removal";
    assert!(boss.get(removal).await.text.contains("Nothing else changes by it."));
    assert_eq!(boss.post(removal, "").await.location, "/settings/rates");
    assert_eq!(boss.get(removal).await.status, StatusCode::OK);
    assert!(boss.get(removal).await.text.contains("there is no exchange rate 2026-01-05 CHF"));
}

#[tokio::test]
async fn holidays_and_products_are_for_everybody_to_read_and_for_administrators_to_change() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let boss = Browser::open(&site, "boss@halden.example", Access::Administrator).await;
    let member = Browser::open(&site, "member@halden.example", Access::Member).await;
    for (path, body, list) in [
        ("/settings/holidays/new", "day=2031-12-24&name=Christmas+Eve", "/settings/holidays"),
        ("/settings/products/new", "name=Ore+ledger&easy_setup=no&low_effort=yes", "/settings/products"),
    ] {
        assert_eq!(member.get(path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(member.post(path, body).await.status, StatusCode::FORBIDDEN);
        assert_eq!(boss.post(path, body).await.location, list);
        assert!(!member.get(list).await.text.contains("Remove"));
    }
    assert!(member.get("/settings/holidays").await.text.contains("Christmas Eve"));
    let theirs = "day=2031-09-23&name=National+day&country=SA";
    assert_eq!(boss.post("/settings/holidays/new", theirs).await.location, "/settings/holidays");
    let nowhere = boss.post("/settings/holidays/new", &theirs.replace("SA", "XX")).await;
    assert!(nowhere.text.contains("Is not the ISO 3166 code of a country"), "{}", nowhere.text);
    let listed = boss.get("/settings/holidays").await.text;
    assert!(listed.contains("Saudi Arabia") && listed.contains("/settings/holidays/2031-09-23.SA/removal"));
    assert!(boss.post("/settings/holidays/2031-09-23.SA/removal", "").await.location.ends_with("/holidays"));
    assert!(!boss.get("/settings/holidays").await.text.contains("National day"));
    assert!(member.get("/settings/products").await.text.contains("complex"));
    assert!(boss.post("/settings/products/Ore%20ledger/removal", "").await.location.ends_with("/products"));
    assert_eq!(boss.get("/settings/holidays/someday/removal").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_queue_is_parted_over_the_api_as_on_the_page() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let token = site.token("ada@halden.example", Access::Administrator).await;
    let read = |query: &'static str| site.send(Ask::get(&format!("/today?person=priya{query}")).token(&token));
    let plain = read("").await.json();
    assert!(plain["groups"].is_null() && !plain["buckets"].as_array().unwrap().is_empty());
    let ids = |parts: &serde_json::Value| -> Vec<String> {
        let tasks = parts.as_array().unwrap().iter().flat_map(|part| part["tasks"].as_array().unwrap());
        let mut ids: Vec<String> = tasks.map(|task| task["task"].as_str().unwrap().to_string()).collect();
        ids.sort();
        ids
    };
    for word in ["&group=urgency", "&group=account", "&group=day", "&group=step"] {
        assert_eq!(ids(&read(word).await.json()["groups"]), ids(&plain["buckets"]), "{word} loses no task");
    }
    for group in read("&group=account").await.json()["groups"].as_array().unwrap() {
        assert!(group["tasks"].as_array().unwrap().iter().all(|task| task["account"]["name"] == group["title"]), "{group}");
    }
    assert_eq!(read("&group=colour").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn outcomes_leave_as_a_file_with_a_row_for_each_that_the_filters_leave() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let token = site.token("ada@halden.example", Access::Administrator).await;
    let read = async |query: &str| site.send(Ask::get(&format!("/outcomes?months=60{query}")).token(&token)).await;
    for filter in ["", "&ending=renewed_up", "&case=fragile"] {
        let listed = read(filter).await.json()["items"].as_array().unwrap().clone();
        let file = read(&format!("{filter}&format=csv")).await.text;
        let rows: Vec<&str> = file.trim_end().lines().collect();
        assert!(rows[0].starts_with("Renewal,Account,Name of the account,"), "{}", rows[0]);
        let told: Vec<&str> = rows[1..].iter().filter_map(|row| row.split(',').next()).collect();
        let expected: Vec<&str> = listed.iter().map(|item| item["renewal"].as_str().unwrap()).collect();
        assert_eq!(told, expected, "{filter}");
        assert!(!filter.is_empty() || !told.is_empty());
    }
    assert_eq!(read("&format=pdf").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let boss = Browser::open(&site, "boss@halden.example", Access::Administrator).await;
    let page = boss.get("/outcomes?months=60&format=csv").await;
    assert_eq!((page.status, page.text), (StatusCode::OK, read("&format=csv").await.text));
}

#[tokio::test]
async fn the_divisions_of_a_customer_come_from_its_lines_and_people() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let token = site.token("ada@halden.example", Access::Administrator).await;
    let account = site.send(Ask::get("/accounts/A-1").token(&token)).await;
    let person = json!({ "name": "Ines Moll", "business_unit": "Harbour", "roles": ["champion"] });
    let put = site.send(Ask::new(Method::PUT, "/accounts/A-1/stakeholders/A-1-P77").token(&token).json(&person)).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.text);
    let reply = site.send(Ask::get("/accounts/A-1/units").token(&token)).await;
    assert_ne!(reply.header("etag"), account.header("etag"), "it carries the revision of the account");
    let units = reply.json();
    let named = |name: &str| units["items"].as_array().into_iter().flatten().find(|unit| unit["name"] == name).cloned();
    let harbour = named("Harbour").expect("a unit that only a person names");
    assert_eq!((&harbour["arr"], &harbour["products"]), (&json!([]), &json!([])));
    assert_eq!(harbour["stakeholders"][0]["name"], "Ines Moll");
    let view = site.at.app.account(&tenure_app::Actor::Operator("test".into()), "A-1").await.unwrap();
    let line = &view.arr[0];
    let unit = named(&line.business_unit).expect("a unit that lines name");
    let sum: i64 = view
        .arr
        .iter()
        .filter(|item| item.business_unit == line.business_unit && item.arr.currency == line.arr.currency)
        .map(|item| item.arr.minor)
        .sum();
    assert!(unit["arr"].as_array().into_iter().flatten().any(|arr| arr["minor"] == sum), "{unit}");
    let boss = Browser::open(&site, "boss@halden.example", Access::Administrator).await;
    let page = boss.get("/accounts/A-1").await.text;
    assert!(page.contains("Business units") && page.contains("Harbour"));
}

/// What a form shows of the account it is about.
fn seen(page: &str) -> String {
    let field = page.split("name=\"seen\" value=\"").nth(1).expect("the form says what its reader saw");
    field.split('"').next().unwrap_or_default().replace(' ', "+")
}

#[tokio::test]
async fn a_form_that_somebody_was_quicker_with_comes_back_with_who_did_what_and_with_what_was_typed() {
    let instance = Instance::sqlite().unwrap();
    let site = Site::open(&instance.location).await;
    let token = site.token("ada@halden.example", Access::Administrator).await;
    let boss = Browser::open(&site, "boss@halden.example", Access::Administrator).await;
    let account =
        site.send(Ask::get("/accounts?q=A-1&limit=1").token(&token)).await.json()["items"][0]["reference"].as_str().unwrap().to_string();
    let contract = site.send(Ask::get(&format!("/accounts/{account}")).token(&token)).await.json()["contracts"][0]["reference"]
        .as_str()
        .unwrap()
        .to_string();
    for (path, typed) in [
        (format!("/accounts/{account}/risk"), "risk=red&reason=They+asked+for+a+copy+of+all+data"),
        (format!("/contracts/{contract}/notice"), "received_on=2026-11-02"),
        (format!("/accounts/{account}/activities/new"), "kind=call&held_on=2026-11-02&subject=They+asked+for+a+copy"),
    ] {
        let before = seen(&boss.get(&path).await.text);
        let judged = json!({ "risk": "yellow", "reason": format!("Quicker than {path}") });
        let quicker = site.send(Ask::new(Method::POST, &format!("/accounts/{account}/risk")).token(&token).json(&judged)).await;
        assert_eq!(quicker.status, StatusCode::OK, "{}", quicker.text);
        let stale = boss.post(&path, &format!("{typed}&seen={before}")).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "{path}: {}", stale.text);
        for says in ["was changed since you read it", &format!("Quicker than {path}"), "Nothing was saved."] {
            assert!(stale.text.contains(says), "{path} does not say {says}");
        }
        let kept = typed.rsplit('=').next().unwrap_or_default().replace('+', " ");
        assert!(stale.text.contains(&kept), "{path} lost what was typed");
        let now = seen(&stale.text);
        assert_ne!(now, before);
        let again = boss.post(&path, &format!("{typed}&seen={now}")).await;
        assert_ne!(again.status, StatusCode::PRECONDITION_FAILED, "having looked, the same may be sent");
    }
}
