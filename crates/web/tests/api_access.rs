//! Who may call what: every operation of the OpenAPI document, with every kind of token.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod access;
mod client;
mod operations;

use access::{May, OF_SEVERAL_ACCOUNTS, OPERATIONS};
use axum::http::{Method, StatusCode};
use client::{Ask, Reply, Site, done};
use operations::{Prepared, prepare};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tenure_app::Access;
use tenure_sim::testing::Instance;

struct Operation {
    id: String,
    method: Method,
    /// As in the document, without the prefix.
    path: String,
    changes: bool,
    described: Value,
}

impl Operation {
    fn is_revised(&self) -> bool {
        self.described["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == "If-Match")
    }
}

fn document() -> Value {
    serde_json::to_value(tenure_web::api::document()).expect("the document is JSON")
}

fn operations() -> Vec<Operation> {
    let document = document();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, described) in item.as_object().expect("operations") {
            let id = described["operationId"].as_str().expect("an id").to_string();
            let method: Method = method.to_uppercase().parse().expect("a method");
            let changes = method != Method::GET && !["check_policy", "make_backup", "plan_playbook", "plan_policy"].contains(&id.as_str());
            let path = path.strip_prefix("/api/v1").expect("the prefix").to_string();
            found.push(Operation { id, method, path, changes, described: described.clone() });
        }
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// A request that fits the operation, on things that exist. The task is one that the member does not hold.
fn sound(operation: &Operation, prepared: &Prepared, task: &str) -> Ask {
    if let Some((path, body)) = prepared.sound(&operation.id) {
        let ask = Ask::new(operation.method.clone(), &path);
        return body.map_or(ask.clone(), |body| ask.json(&body));
    }
    let path = operation.path.replace("{task}", task);
    let path = if path.starts_with("/accounts") { path.replace("{reference}", "A-1") } else { path };
    let path = path.replace("{definition}", "cohort_nrr");
    let mut ask = Ask::new(operation.method.clone(), &path);
    match path.as_str() {
        "/today" => ask.path.push_str("?person=priya.raman@halden.example"),
        "/restatement" => ask.path.push_str(&format!("?then={}", prepared.today)),
        _ => {}
    }
    match operation.id.as_str() {
        "import_book" => {
            ask.body = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"products.csv\"\r\n\r\nname,easy_setup,low_effort\nOre,true,true\r\n--b--\r\n".into();
            ask.header("content-type", "multipart/form-data; boundary=b")
        }
        "check_policy" => ask.json(&json!({ "text": "name = \"x\"" })),
        "complete_task" => ask.json(&done("They agreed.")),
        _ => ask,
    }
}

struct Company {
    site: Site,
    administrator: String,
    member: String,
    revoked: String,
    renewal: String,
    task: String,
    prepared: Prepared,
}

async fn company(instance: &Instance) -> Company {
    let site = Site::open(&instance.location).await;
    let administrator = site.token("ada@halden.example", Access::Administrator).await;
    let member = site.token("nobody.inparticular@halden.example", Access::Member).await;
    let left = site.user("was.here@halden.example", Access::Administrator).await;
    let revoked = site.at.app.create_token(&left, "test").await.expect("a token");
    let id = site.at.app.tokens(&left).await.expect("tokens")[0].id.clone();
    site.at.app.revoke_token(&left, &id).await.expect("revoked");
    let page = site.send(Ask::get("/renewals?limit=1").token(&member)).await.json();
    let renewal = page["items"][0]["reference"].as_str().expect("a renewal").to_string();
    let task = site.open_tasks(&member).await[0].clone();
    let prepared = prepare(&site, &administrator).await;
    Company { site, administrator, member, revoked, renewal, task, prepared }
}

impl Company {
    fn ask(&self, operation: &Operation) -> Ask {
        let mut ask = sound(operation, &self.prepared, &self.task);
        ask.path = ask.path.replace("{reference}", &self.renewal);
        ask
    }
}

fn is_problem(reply: &Reply, status: StatusCode, what: &str) {
    assert_eq!((reply.status, reply.header("content-type")), (status, "application/problem+json".to_string()), "{what}: {}", reply.text);
    let problem = reply.json();
    assert_eq!(problem["status"].as_u64(), Some(u64::from(status.as_u16())), "{what}");
    assert!(
        ["type", "title", "detail"].iter().all(|field| problem[field].as_str().is_some_and(|text| !text.is_empty())),
        "{what}: {problem}"
    );
}

#[tokio::test]
async fn every_operation_answers_those_who_may_and_refuses_everybody_else() {
    let operations = operations();
    let known: Vec<&str> = OPERATIONS.iter().map(|(id, _)| *id).collect();
    assert_eq!(operations.iter().map(|operation| operation.id.as_str()).collect::<Vec<_>>(), known, "say in OPERATIONS who may call it");
    let instance = Instance::sqlite().expect("a folder");
    let company = company(&instance).await;
    for (operation, (id, may)) in operations.iter().zip(OPERATIONS) {
        let ask = || company.ask(operation);
        is_problem(&company.site.send(ask()).await, StatusCode::UNAUTHORIZED, &format!("{id} without a token"));
        for bad in ["", "tnr_0000", &company.revoked] {
            is_problem(&company.site.send(ask().token(bad)).await, StatusCode::UNAUTHORIZED, &format!("{id} with the token {bad:?}"));
        }
        let member = company.site.send(ask().token(&company.member)).await;
        match may {
            May::Anybody => assert!(![401, 403].contains(&member.status.as_u16()), "{id}: {}", member.text),
            May::Concerned | May::Administrator | May::AdministratorOfBackups => {
                is_problem(&member, StatusCode::FORBIDDEN, &format!("{id} as a member"))
            }
        }
        let administrator = company.site.send(ask().token(&company.administrator)).await;
        // A policy text of one line is refused whoever sends it, and so is a backup where there is no folder for it.
        let expected = match may {
            _ if ["check_policy", "make_backup"].contains(id) => StatusCode::UNPROCESSABLE_ENTITY,
            May::AdministratorOfBackups => StatusCode::FORBIDDEN,
            // The administrator is no teammate, and nobody tells them anything.
            _ if id.ends_with("_notice_preference") => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        assert_eq!(administrator.status, expected, "{id}: {}", administrator.text);
    }
}

#[tokio::test]
async fn every_operation_refuses_what_it_does_not_know() {
    let instance = Instance::sqlite().expect("a folder");
    let company = company(&instance).await;
    let send = |ask: Ask| company.site.send(ask.token(&company.administrator));
    for operation in operations() {
        let (id, ask) = (&operation.id, || company.ask(&operation));
        let with = |more: &str| {
            let mut ask = ask();
            ask.path = format!("{}{}{more}", ask.path, if ask.path.contains('?') { '&' } else { '?' });
            ask
        };
        for more in ["surprise=1", "surprise", "limit=1&limit=1", "q=a%00b"] {
            is_problem(&send(with(more)).await, StatusCode::UNPROCESSABLE_ENTITY, &format!("{id} with {more}"));
        }
        if operation.changes {
            for (name, value) in
                [("Idempotency-Key", ""), ("Idempotency-Key", "two words"), ("If-Match", "7"), ("If-Match", "\"x\""), ("If-Match", "")]
            {
                let reply = send(ask().header(name, value)).await;
                is_problem(&reply, StatusCode::UNPROCESSABLE_ENTITY, &format!("{id} with {name}: {value}"));
            }
            let long = "k".repeat(201);
            is_problem(&send(ask().header("Idempotency-Key", &long)).await, StatusCode::UNPROCESSABLE_ENTITY, id);
            if operation.is_revised() {
                let stale = send(ask().header("If-Match", "\"0\"")).await;
                is_problem(&stale, StatusCode::PRECONDITION_FAILED, &format!("{id} on what was long ago"));
            }
        }
        let sent = &operation.described["requestBody"]["content"];
        if sent.get("multipart/form-data").is_some() {
            let with = |kind: &str| Ask { headers: vec![("content-type".into(), kind.into())], ..ask() };
            is_problem(&send(with("application/json")).await, StatusCode::UNSUPPORTED_MEDIA_TYPE, id);
            is_problem(&send(with("multipart/form-data")).await, StatusCode::BAD_REQUEST, id);
            is_problem(&send(with("multipart/form-data; boundary=other")).await, StatusCode::BAD_REQUEST, id);
        }
        if sent.get("application/json").is_some() {
            let with =
                |kind: &str, body: &str| Ask { body: body.into(), ..Ask { headers: vec![("content-type".into(), kind.into())], ..ask() } };
            is_problem(&send(with("application/json", "{")).await, StatusCode::BAD_REQUEST, id);
            is_problem(&send(with("text/plain", "{}")).await, StatusCode::UNSUPPORTED_MEDIA_TYPE, id);
            is_problem(&send(with("application/json", &" ".repeat(3_000_000))).await, StatusCode::PAYLOAD_TOO_LARGE, id);
            for body in ["{}", "[]", "null", "7", "{\"surprise\":1}"] {
                is_problem(&send(with("application/json", body)).await, StatusCode::UNPROCESSABLE_ENTITY, &format!("{id} with {body}"));
            }
        }
    }
}

#[tokio::test]
async fn addresses_and_methods_that_are_none_are_problems_too() {
    let instance = Instance::sqlite().expect("a folder");
    let site = Site::open(&instance.location).await;
    let anywhere = |path: &str| Ask { path: path.into(), ..Ask::get("") };
    for path in ["/api/v1/nothing", "/api/v1/", "/api/v2/renewals", "/api/x"] {
        is_problem(&site.send(anywhere(path)).await, StatusCode::NOT_FOUND, path);
    }
    let put = site.send(Ask::new(Method::PUT, "/renewals")).await;
    is_problem(&put, StatusCode::METHOD_NOT_ALLOWED, "PUT");
    assert_eq!(put.header("allow"), "GET,HEAD");
    let token = site.token("ada@halden.example", Access::Administrator).await;
    for path in ["/renewals/R-%FF", "/renewals/1001", "/renewals/R-+1", "/accounts/%00", "/tasks/x/completion"] {
        let ask = if path.starts_with("/tasks") { Ask::new(Method::DELETE, path) } else { Ask::get(path) };
        is_problem(&site.send(ask.token(&token)).await, StatusCode::NOT_FOUND, path);
    }
}

/// Calls `look` on every schema in a value, with where it stands.
fn each_schema(value: &Value, place: &str, look: &mut impl FnMut(&str, &Value)) {
    if value.get("type").is_some_and(|kind| kind.is_string() || kind.is_array()) {
        look(place, value);
    }
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| each_schema(inner, &format!("{place}/{name}"), look)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, inner)| each_schema(inner, &format!("{place}/{at}"), look)),
        _ => {}
    }
}

fn is_a(schema: &Value, kind: &str) -> bool {
    schema["type"] == kind || schema["type"].as_array().is_some_and(|kinds| kinds.contains(&json!(kind)))
}

/// Every reference to a schema in a value.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            let name = fields.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next());
            found.extend(name.map(str::to_string));
            fields.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

/// The schemas that requests bring, and those they are made of.
fn sent_bodies(document: &Value) -> BTreeSet<String> {
    let mut bodies = BTreeSet::new();
    operations().iter().for_each(|operation| references(&operation.described["requestBody"], &mut bodies));
    loop {
        let mut wider = bodies.clone();
        bodies.iter().for_each(|name| references(&document["components"]["schemas"][name], &mut wider));
        if wider == bodies {
            return bodies;
        }
        bodies = wider;
    }
}

#[test]
fn the_document_bounds_every_number_and_every_text_that_is_sent() {
    let document = document();
    let bodies = sent_bodies(&document);
    assert!(["LineInput", "DecimalText"].iter().all(|body| bodies.contains(*body)), "{bodies:?}");
    let mut faults = Vec::new();
    each_schema(&document, "", &mut |place, schema| {
        if is_a(schema, "integer") && !["format", "minimum", "maximum"].iter().all(|bound| schema.get(bound).is_some()) {
            faults.push(format!("{place}: an integer without format, minimum and maximum"));
        }
        let bound = ["maxLength", "enum"].iter().any(|bound| schema.get(bound).is_some());
        let sent = place.contains("/parameters/") || bodies.iter().any(|body| place.contains(&format!("/schemas/{body}")));
        if sent && is_a(schema, "string") && !bound {
            faults.push(format!("{place}: a text without maxLength"));
        }
    });
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn the_document_says_how_every_operation_fails_and_what_a_change_takes() {
    for operation in operations() {
        let responses = operation.described["responses"].as_object().expect("responses");
        let mut expected = vec!["401", "422", "503"];
        expected.extend(operation.path.contains('{').then_some("404"));
        expected.extend(if operation.changes { vec!["400", "403", "413", "415"] } else { vec![] });
        expected.extend(operation.is_revised().then_some("412"));
        for status in expected {
            assert!(responses.contains_key(status), "{} does not say {status}", operation.id);
        }
        for (status, response) in responses.iter().filter(|(status, _)| !status.starts_with('2')) {
            let content = response["content"].as_object().expect("content");
            assert_eq!(content.keys().collect::<Vec<_>>(), ["application/problem+json"], "{} {status}", operation.id);
        }
        let parameters = operation.described["parameters"].as_array().cloned().unwrap_or_default();
        let headers: Vec<&str> = parameters.iter().filter(|p| p["in"] == "header").filter_map(|p| p["name"].as_str()).collect();
        let expected: &[&str] = match (operation.changes, OF_SEVERAL_ACCOUNTS.contains(&operation.id.as_str())) {
            (true, false) => &["Idempotency-Key", "If-Match"],
            (true, true) => &["Idempotency-Key"],
            (false, _) => &[],
        };
        assert_eq!(headers, expected, "{}", operation.id);
    }
}
