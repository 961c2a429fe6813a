//! Questions about money over the API: sums that add up, files, and parameters that are refused by name.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;

use axum::http::{Method, StatusCode};
use client::{Ask, Reply, Site};
use serde_json::{Value, json};
use tenure_app::Access;
use tenure_sim::testing::{Fault, Instance, each_engine};
use tenure_store::Location;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

struct Desk {
    site: Site,
    token: String,
}

impl Desk {
    async fn open(location: &Location) -> Self {
        let site = Site::open(location).await;
        let token = site.token("ada@halden.example", Access::Administrator).await;
        Self { site, token }
    }

    async fn get(&self, path: &str) -> Reply {
        self.site.send(Ask::get(path).token(&self.token)).await
    }

    async fn json(&self, path: &str) -> Value {
        let reply = self.get(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
        reply.json()
    }
}

fn minor(amount: &Value) -> i64 {
    amount["minor"].as_i64().expect("minor units")
}

fn whole(number: &Value) -> i64 {
    number.as_str().expect("a whole number as text").parse().expect("a whole number")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

#[tokio::test]
async fn the_ledger_adds_up_and_a_file_of_it_has_every_movement() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let desk = Desk::open(&location).await;
        let page = desk.json("/ledger?months=36&limit=1000").await;
        let (sums, items) = (&page["sums"], list(&page["items"]));
        let moved: i64 = list(&sums["classes"]).iter().map(|class| minor(&class["sum"])).sum();
        assert_eq!(minor(&sums["opening"]) + moved, minor(&sums["closing"]));
        assert_eq!(minor(&sums["residual"]), 0);
        assert_eq!(items.iter().map(|item| minor(&item["reporting"])).sum::<i64>(), moved);
        assert_eq!(page["total"].as_u64(), Some(items.len() as u64));
        assert!(items.len() > 10, "{page}");
        let csv = desk.get("/ledger?months=36&format=csv").await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(csv.header("content-disposition").contains("filename=\"ledger-"), "{}", csv.header("content-disposition"));
        assert_eq!(csv.text.lines().count(), items.len() + 1, "a heading and every movement");
        let by_header = desk.site.send(Ask::get("/ledger?months=36").token(&desk.token).header("Accept", "text/csv, */*")).await;
        assert_eq!(by_header.text, csv.text, "the Accept header asks for the same");
        let churn = desk.json("/ledger?months=36&class=churn").await;
        assert_eq!(churn["sums"], page["sums"], "a class narrows the list, not the sums");
        let lost = list(&sums["classes"]).iter().find(|class| class["class"] == "churn").expect("churn");
        assert_eq!(churn["total_sum"], lost["sum"]);
    })
    .await
}

#[tokio::test]
async fn every_figure_is_the_sum_of_what_its_customers_and_its_slices_add() {
    let instance = Instance::sqlite().expect("a folder");
    let desk = Desk::open(&instance.location).await;
    let all = desk.json("/metrics").await;
    assert!(list(&all["items"]).len() >= 35);
    for item in list(&all["items"]) {
        let code = item["figure"]["definition"].as_str().expect("a code");
        let one = desk.json(&format!("/metrics/{code}?limit=1000&by=segment")).await;
        assert_eq!(one["definition"], *item, "{code}");
        let figure = &item["figure"];
        let sum = |side: &str| list(&one["shares"]).iter().map(|share| share["adds"][side].as_i64().expect("a number")).sum::<i64>();
        let sliced = |side: &str| list(&one["slices"]).iter().map(|slice| whole(&slice["figure"][side])).sum::<i64>();
        for side in ["numerator", "denominator"] {
            // What is summed day by day has a base on each day.
            if code != "daily_net_churn" {
                assert_eq!(sum(side), whole(&figure[side]), "{code}: customers, {side}");
                assert_eq!(sliced(side), whole(&figure[side]), "{code}: slices, {side}");
            }
        }
        let is_ratio = figure["amount"].is_null() && figure["count"].is_null();
        if is_ratio && !code.starts_with("annualised") && code != "daily_net_churn" {
            assert_eq!(figure["rate"].is_null(), whole(&figure["denominator"]) <= 0, "{code}: without a base there is no figure");
        }
    }
}

#[tokio::test]
async fn customers_of_a_figure_come_by_the_page_and_differences_of_two_definitions_are_listed() {
    let instance = Instance::sqlite().expect("a folder");
    let desk = Desk::open(&instance.location).await;
    let whole = desk.json("/metrics/cohort_nrr?limit=1000").await;
    let (mut rows, mut next) = (Vec::new(), json!("0"));
    while let Some(after) = next.as_str() {
        let page = desk.json(&format!("/metrics/cohort_nrr?limit=3&after={after}")).await;
        rows.extend(list(&page["shares"]).to_vec());
        next = page["next"].clone();
    }
    assert_eq!(json!(rows), whole["shares"]);
    let compared = desk.json("/metrics/cohort_nrr?versus=cohort_grr&limit=1000").await;
    assert!(list(&compared["shares"]).iter().all(|share| share["versus"] != share["adds"]), "{compared}");
    assert_eq!(compared["versus"]["figure"]["definition"], "cohort_grr");
    let own = desk.json("/metrics/quick_ratio(reactivation=counted)").await;
    assert_eq!(own["definition"]["figure"]["measure"], "quick_ratio(reactivation=counted)");
}

#[tokio::test]
async fn retention_restatement_and_the_history_of_an_account_agree_with_the_ledger() {
    let instance = Instance::sqlite().expect("a folder");
    let desk = Desk::open(&instance.location).await;
    let ledger = desk.json("/ledger").await;
    let retention = desk.json("/retention").await;
    assert_eq!(retention["waterfall"], ledger["sums"]);
    assert_eq!(retention["headline"][0]["definition"], "cohort_nrr");
    let months = list(&retention["months"]);
    assert_eq!(months.last().expect("months")["closing"], ledger["sums"]["closing"]);
    let account = ledger["items"][0]["account"]["reference"].as_str().expect("an account").to_string();
    let history = desk.json(&format!("/accounts/{account}/arr")).await;
    let of_account = desk.json(&format!("/ledger?account={account}&limit=1000")).await;
    assert_eq!(history["movements"], of_account["items"]);
    assert_eq!((&history["opening"], &history["closing"]), (&of_account["sums"]["opening"], &of_account["sums"]["closing"]));
    let today = retention["question"]["closing_on"].as_str().expect("a day").to_string();
    let same = desk.json(&format!("/restatement?then={today}")).await;
    assert_eq!((same["total"].as_u64(), &same["then"]), (Some(0), &same["now"]), "what is known today is known today");
    for (path, begins) in [
        ("/retention?format=csv".to_string(), "Came in the quarter that ended,"),
        (format!("/restatement?then={today}&format=csv"), "Contract,Account,Name,Opening as known then (USD),"),
        (format!("/accounts/{account}/arr?format=csv"), "Movement,Day,Account,"),
        ("/metrics/logo_retention?format=csv".into(), "Account,Name,Unit or product,ARR on the opening day (USD)"),
    ] {
        let reply = desk.get(&path).await;
        assert!(reply.text.starts_with(begins), "{path}: {}", reply.text);
    }
    let book = desk.get("/ledger?format=xlsx").await;
    assert_eq!(book.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert!(book.text.starts_with("PK"), "a workbook");
}

#[tokio::test]
async fn a_parameter_that_is_none_is_refused_by_its_name() {
    let instance = Instance::sqlite().expect("a folder");
    let desk = Desk::open(&instance.location).await;
    for (path, field) in [
        ("/ledger?as_of=31/10/2026", "as_of"),
        ("/ledger?as_of=", "as_of"),
        ("/metrics?known_on=2100-01-01", "known_on"),
        ("/metrics?known_on=1990-01-01", "known_on"),
        ("/retention?since=2099-01-01", "since"),
        ("/retention?months=0", "months"),
        ("/retention?months=121", "months"),
        ("/ledger?level=team", "level"),
        ("/ledger?money=gold", "money"),
        ("/ledger?tier=4", "tier"),
        ("/ledger?product=Unheard", "product"),
        ("/ledger?unit=%20", "unit"),
        ("/ledger?account=A-999999", "account"),
        ("/ledger?grace_days=-1", "grace_days"),
        ("/ledger?returning=maybe", "returning"),
        ("/ledger?segment=a&segment=b", "segment"),
        ("/ledger?limit=1001", "limit"),
        ("/metrics/cohort_nrr?versus=unheard_of", "versus"),
        ("/metrics/quick_ratio(unheard=1)", "definition"),
        ("/accounts/A-1/arr?account=A-2", "account"),
        ("/accounts/A-1/arr?segment=mid", "segment"),
    ] {
        let reply = desk.get(path).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", reply.text);
        assert_eq!(reply.json()["errors"][0]["column"], field, "{path}: {}", reply.text);
    }
    for path in ["/metrics/unheard_of", "/accounts/A-999999/arr"] {
        assert_eq!(desk.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [
        "/ledger?class=loss",
        "/ledger?format=pdf",
        "/restatement",
        "/restatement?then=yesterday",
        "/metrics?by=segment",
        "/metrics?limit=5",
    ] {
        assert_eq!(desk.get(path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
}

#[tokio::test]
async fn a_report_is_sealed_once_for_each_key_with_every_rule_that_it_stands_on() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let desk = Desk::open(&location).await;
        let asked = json!([{ "name": "as_of", "value": "2026-10-31" }, { "name": "grace_days", "value": "30" }]);
        let body = json!({ "title": "Board, October", "parameters": asked });
        let seal = || Ask::new(Method::POST, "/reports").token(&desk.token).json(&body).header("Idempotency-Key", "board");
        let (first, again) = (desk.site.send(seal()).await, desk.site.send(seal()).await);
        assert_eq!((first.status, &first.text), (StatusCode::OK, &again.text));
        assert_eq!(again.header("idempotency-replayed"), "true");
        let listed = desk.json("/reports").await;
        assert_eq!((list(&listed["items"]).len(), &listed["next"]), (1, &Value::Null));
        let report = desk.json("/reports/S-1").await;
        assert_eq!((&report["holds"], &report["recomputed"]), (&true.into(), &"same".into()));
        let stated: Value = serde_json::from_str(report["seal"]["parameters"].as_str().expect("parameters")).expect("JSON");
        assert_eq!(
            (&stated["grace_days"], &stated["returning"], &stated["upsell_units"]),
            (&"30".into(), &"reactivation".into(), &"25".into())
        );
        for (parameters, says) in [
            (json!([{ "name": "as_off", "value": "2026-10-31" }]), "as_off"),
            (json!([{ "name": "tier", "value": "1" }, { "name": "tier", "value": "2" }]), "comes twice"),
            (json!([{ "name": "grace_days", "value": "500" }]), "0 to 366"),
        ] {
            let ask = Ask::new(Method::POST, "/reports").token(&desk.token).json(&json!({ "title": "Board", "parameters": parameters }));
            let refused = desk.site.send(ask).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
            assert!(refused.text.contains(says), "{}", refused.text);
        }
        assert_eq!(desk.get("/reports/S-2").await.status, StatusCode::NOT_FOUND);
    })
    .await
}

#[tokio::test]
async fn answers_say_the_rules_of_the_organisation_and_lists_how_they_stood() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let desk = Desk::open(&location).await;
        let before = desk.json("/retention").await;
        assert_eq!((&before["question"]["rules_confirmed"], &before["question"]["rules"]["grace_days"]), (&false.into(), &0.into()));
        let mut rules = before["question"]["rules"].clone();
        rules["grace_days"] = 45.into();
        let put = |body: &Value| desk.site.send(Ask::new(Method::PUT, "/ledger-rules").token(&desk.token).json(body));
        assert_eq!(put(&rules).await.status, StatusCode::OK);
        let after = desk.json("/retention").await;
        assert_eq!((&after["question"]["rules_confirmed"], &after["question"]["rules"]), (&true.into(), &rules));
        assert_eq!(desk.json("/retention?grace_days=7").await["question"]["rules"]["grace_days"], 7);
        assert_eq!(desk.json("/ledger-rules").await["history"][0]["rules"], rules);
        rules["precedence"] = json!(["cross_sell", "cross_sell", "cross_division"]);
        assert_eq!(put(&rules).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let renewals = desk.json("/renewals?as_of=2026-06-30&known_on=2026-07-10&limit=2").await;
        assert_eq!(renewals["stood"], json!({ "as_of": "2026-06-30", "known_on": "2026-07-10", "untold": ["the next step"] }));
        assert_eq!(desk.json("/renewals?limit=2").await["stood"], Value::Null);
        let accounts = desk.json("/accounts?known_on=2026-07-10&limit=2").await;
        assert_eq!((list(&accounts["items"]).len(), &accounts["stood"]["as_of"]), (2, &"2026-07-10".into()));
        let next = accounts["next"].as_str().expect("a place");
        assert_ne!(desk.json(&format!("/accounts?known_on=2026-07-10&limit=2&after={next}")).await["items"], accounts["items"]);
        assert_eq!(desk.get("/accounts?as_of=2031-01-01").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await
}
