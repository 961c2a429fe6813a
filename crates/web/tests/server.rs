//! The server as a browser and an API client meet it: signing in, refusing, and saying the same as the pages.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, Response, StatusCode, header};
use axum::{Extension, Router};
use serde_json::Value;
use std::net::SocketAddr;
use tempfile::TempDir;
use tenure_app::{Access, Actor, App, NewUser};
use tenure_store::Location;
use tenure_web::{WebConfig, router};
use tower::ServiceExt;

const EMAIL: &str = "priya.raman@halden.example";
const PASSWORD: &str = "correct horse battery";

struct Site {
    router: Router,
    app: App,
    folder: TempDir,
}

async fn site() -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("tenure.db"));
    tenure_sim::sample::load_part(&location, 1, |_| true).await.expect("the sample company loads");
    let app = tenure_sim::testing::TestApp::open(&location, jiff::civil::date(2026, 11, 23), 7).await.expect("an app").app;
    let new = NewUser { email: EMAIL.into(), name: String::new(), access: Access::Member, password: PASSWORD.into() };
    app.add_user(&Actor::Operator("test".into()), new).await.expect("a user");
    Site { router: wrap(&app), app, folder }
}

fn wrap(app: &App) -> Router {
    router(app.clone(), WebConfig::default()).layer(Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000)))))
}

async fn send(router: &Router, request: Request<Body>) -> Response<Body> {
    tokio::spawn(router.clone().oneshot(request)).await.expect("no panic").expect("an answer")
}

async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a body");
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn get(path: &str, cookie: &str) -> Request<Body> {
    Request::builder().uri(path).header(header::COOKIE, cookie).body(Body::empty()).expect("a request")
}

fn form(path: &str, cookie: &str, body: &str) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.to_string()))
        .expect("a request")
}

fn location(response: &Response<Body>) -> &str {
    response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn cookie(response: &Response<Body>) -> String {
    let set = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).expect("a cookie is set");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"), "{set}");
    set.split(';').next().unwrap_or_default().to_string()
}

async fn signed_in(site: &Site) -> String {
    let body = format!("email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
    let response = send(&site.router, form("/signin", "", &body)).await;
    assert_eq!((response.status(), location(&response)), (StatusCode::SEE_OTHER, "/today"));
    cookie(&response)
}

async fn api(site: &Site, method: Method, path: &str, token: &str, body: Option<Value>) -> (StatusCode, String, Value) {
    let request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.map_or_else(Body::empty, |value| Body::from(value.to_string())))
        .expect("a request");
    let response = send(&site.router, request).await;
    let (status, kind) =
        (response.status(), response.headers().get(header::CONTENT_TYPE).map(|v| v.to_str().unwrap_or_default().to_string()));
    let body = text(response).await;
    (status, kind.unwrap_or_default(), serde_json::from_str(&body).unwrap_or(Value::Null))
}

async fn token(site: &Site) -> String {
    let user = site.app.sign_in(EMAIL, PASSWORD).await.expect("the database answers").expect("the user signs in");
    site.app.create_token(&user, "test").await.expect("a token")
}

#[tokio::test]
async fn nobody_sees_a_page_before_signing_in_and_comes_back_to_it_afterwards() {
    let site = site().await;
    for path in ["/", "/today", "/renewals", "/renewals/R-1001", "/accounts", "/people", "/findings", "/settings", "/activity"] {
        let response = send(&site.router, get(path, "")).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
        assert!(location(&response).starts_with("/signin?back=/"), "{path} leads to {}", location(&response));
    }
    let cookie = signed_in(&site).await;
    for path in [
        "/today",
        "/renewals",
        "/renewals/R-1001",
        "/renewals/R-1001/why",
        "/accounts",
        "/accounts/A-1",
        "/people",
        "/findings",
        "/settings",
    ] {
        assert_eq!(send(&site.router, get(path, &cookie)).await.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike_and_tries_run_out() {
    let site = site().await;
    let wrong = send(&site.router, form("/signin", "", &format!("email={EMAIL}&password=wrong"))).await;
    let unknown = send(&site.router, form("/signin", "", "email=nobody@halden.example&password=wrong")).await;
    assert_eq!((wrong.status(), unknown.status()), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    let without_address = |page: String| page.replace(EMAIL, "").replace("nobody@halden.example", "");
    assert_eq!(without_address(text(wrong).await), without_address(text(unknown).await));
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = send(&site.router, form("/signin", "", "email=a@b.example&password=wrong")).await.status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_first_run_creates_one_administrator_and_never_a_second() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = Location::Sqlite(folder.path().join("tenure.db"));
    let app = tenure_sim::testing::TestApp::open(&at, jiff::civil::date(2026, 11, 23), 1).await.expect("an app").app;
    let router = wrap(&app);
    assert_eq!(location(&send(&router, get("/today", "")).await), "/welcome");
    let short = send(&router, form("/welcome", "", "name=Ada+Boss&email=ada@company.example&password=short")).await;
    assert_eq!(short.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let made = send(&router, form("/welcome", "", "name=Ada+Boss&email=ada@company.example&password=long+enough+words")).await;
    assert_eq!((made.status(), location(&made)), (StatusCode::SEE_OTHER, "/today"));
    let empty = send(&router, get("/today", &cookie(&made))).await;
    assert!(text(empty).await.contains("tenure import"), "an empty instance says how to fill it");
    let again = send(&router, form("/welcome", "", "name=Eve&email=eve@company.example&password=long+enough+words")).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN);
    assert_eq!(app.users().await.expect("users").len(), 1);
}

#[tokio::test]
async fn an_administrator_who_came_before_the_book_is_the_teammate_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = Location::Sqlite(folder.path().join("tenure.db"));
    let app = tenure_sim::testing::TestApp::open(&at, jiff::civil::date(2026, 11, 23), 1).await.expect("an app").app;
    let router = wrap(&app);
    let body = format!("name=Priya+Raman&email={EMAIL}&password=long+enough+words");
    let cookie = cookie(&send(&router, form("/welcome", "", &body)).await);
    tenure_sim::sample::load_part(&at, 1, |_| true).await.expect("the sample company loads");
    let page = text(send(&router, get("/today", &cookie)).await).await;
    assert!(page.contains("Overdue"), "Today shows Priya's own work");
}

/// Each page asks for a connection several times; nobody may wait for one with another in hand.
#[tokio::test]
async fn many_more_than_there_are_connections_are_answered_at_once() {
    let site = site().await;
    let cookie = signed_in(&site).await;
    let asking = (0..48).map(|turn| {
        let path = ["/today", "/renewals", "/notices", "/handoffs"][turn % 4];
        let request = Request::builder().uri(path).header(header::COOKIE, &cookie).body(Body::empty()).expect("a request");
        tokio::spawn(site.router.clone().oneshot(request))
    });
    for asked in asking.collect::<Vec<_>>() {
        assert_eq!(asked.await.expect("no panic").expect("an answer").status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let site = site().await;
    let cookie = signed_in(&site).await;
    let mut request = form("/signout", &cookie, "");
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().expect("a value"));
    assert_eq!(send(&site.router, request).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(send(&site.router, get("/today", &cookie)).await.status(), StatusCode::OK, "still signed in");
    assert_eq!(location(&send(&site.router, form("/signout", &cookie, "")).await), "/signin");
    assert_eq!(send(&site.router, get("/today", &cookie)).await.status(), StatusCode::SEE_OTHER, "signed out");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_browsers_strict() {
    let site = site().await;
    for path in ["/signin", "/healthz", "/api/v1/openapi.json", "/no-such-page"] {
        let response = send(&site.router, get(path, "")).await;
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_string();
        assert!(header("content-security-policy").contains("script-src 'self';"), "{path}");
        assert_eq!((header("x-content-type-options").as_str(), header("referrer-policy").as_str()), ("nosniff", "same-origin"), "{path}");
    }
}

#[tokio::test]
async fn the_api_answers_only_to_a_working_token() {
    let site = site().await;
    for bad in ["", "tnr_0000", "nonsense"] {
        let (status, kind, body) = api(&site, Method::GET, "/renewals", bad, None).await;
        assert_eq!(
            (status, kind.as_str(), body["type"].as_str()),
            (StatusCode::UNAUTHORIZED, "application/problem+json", Some("unauthorised"))
        );
    }
    let token = token(&site).await;
    assert_eq!(api(&site, Method::GET, "/renewals", &token, None).await.0, StatusCode::OK);
    let user = site.app.sign_in(EMAIL, PASSWORD).await.expect("answers").expect("signs in");
    let id = site.app.tokens(&user).await.expect("tokens")[0].id.clone();
    site.app.revoke_token(&user, &id).await.expect("revoked");
    assert_eq!(api(&site, Method::GET, "/renewals", &token, None).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn pages_of_the_list_join_without_a_gap_or_a_repeat() {
    let site = site().await;
    let token = token(&site).await;
    let (_, _, whole) = api(&site, Method::GET, "/renewals?limit=200", &token, None).await;
    let references =
        |page: &Value| page["items"].as_array().into_iter().flatten().map(|item| item["reference"].to_string()).collect::<Vec<_>>();
    let (mut joined, mut after) = (Vec::new(), String::new());
    loop {
        let (status, _, page) = api(&site, Method::GET, &format!("/renewals?limit=7{after}"), &token, None).await;
        assert_eq!(status, StatusCode::OK);
        joined.extend(references(&page));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(joined, references(&whole));
    assert_eq!(whole["total"].as_u64(), Some(joined.len() as u64));
    assert!(joined.len() > 20);
}

#[tokio::test]
async fn a_task_is_completed_once_by_its_holder_and_can_be_opened_again() {
    let site = site().await;
    let token = token(&site).await;
    let (_, _, today) = api(&site, Method::GET, "/today", &token, None).await;
    let task = today["buckets"][0]["tasks"][0]["task"].as_str().expect("Priya has a task").to_string();
    let path = format!("/tasks/{task}/completion");
    let body = |evidence: &str| Some(serde_json::json!({ "outcome": "done", "evidence": evidence }));
    let (status, _, refused) = api(&site, Method::POST, &path, &token, body("")).await;
    assert_eq!((status, refused["errors"][0]["column"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("evidence")));
    assert_eq!(api(&site, Method::POST, &path, &token, body("They agreed.")).await.0, StatusCode::OK);
    assert_eq!(api(&site, Method::POST, &path, &token, body("Again.")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, _, after) = api(&site, Method::GET, "/today", &token, None).await;
    assert!(!after.to_string().contains(&task), "a completed task leaves the queue");
    assert_eq!(api(&site, Method::DELETE, &path, &token, None).await.0, StatusCode::OK);
    let (_, _, again) = api(&site, Method::GET, "/today", &token, None).await;
    assert!(again.to_string().contains(&task), "an opened task is back");
}

#[tokio::test]
async fn somebody_elses_task_is_not_mine_to_complete() {
    let site = site().await;
    let token = token(&site).await;
    let (_, _, theirs) = api(&site, Method::GET, "/today?person=marcus", &token, None).await;
    let task = theirs["buckets"][0]["tasks"][0]["task"].as_str().expect("Marcus has a task").to_string();
    let body = Some(serde_json::json!({ "outcome": "done", "evidence": "I did it for him." }));
    let (status, _, problem) = api(&site, Method::POST, &format!("/tasks/{task}/completion"), &token, body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("Marcus Bell")), "{problem}");
}

#[tokio::test]
async fn bad_requests_are_problems_that_name_what_to_mend() {
    let site = site().await;
    let token = token(&site).await;
    for (path, status, word) in [
        ("/renewals?risk=purple", StatusCode::UNPROCESSABLE_ENTITY, "risk"),
        ("/renewals?after=nowhere", StatusCode::UNPROCESSABLE_ENTITY, "after"),
        ("/renewals?person=nobody", StatusCode::NOT_FOUND, "nobody"),
        ("/renewals/R-1", StatusCode::NOT_FOUND, "R-1"),
        ("/renewals/R-99999999999999", StatusCode::NOT_FOUND, "R-99999999999999"),
        ("/accounts/A-999", StatusCode::NOT_FOUND, "A-999"),
        ("/today?person=nobody", StatusCode::NOT_FOUND, "nobody"),
    ] {
        let (got, kind, problem) = api(&site, Method::GET, path, &token, None).await;
        assert_eq!((got, kind.as_str()), (status, "application/problem+json"), "{path}");
        assert!(problem.to_string().contains(word), "{path}: {problem}");
    }
    let (status, _, problem) =
        api(&site, Method::POST, "/policy/check", &token, Some(serde_json::json!({ "text": "name = \"x\"\nhit_policy = \"first\"\n" })))
            .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("no rule")), "{problem}");
}

#[test]
fn the_openapi_document_describes_every_operation() {
    let document = serde_json::to_string_pretty(&tenure_web::api::document()).expect("the document is JSON");
    insta::assert_snapshot!("openapi", document);
}

#[tokio::test]
async fn an_administrator_makes_a_backup_by_button_and_by_api_and_a_member_does_not() {
    let site = site().await;
    let folder = site.folder.path().join("backups");
    let site = Site { app: site.app.clone().with_backups_in(folder), ..site };
    let site = Site { router: wrap(&site.app), ..site };
    let (member, session) = (token(&site).await, signed_in(&site).await);
    assert_eq!(api(&site, Method::GET, "/backups", &member, None).await.0, StatusCode::FORBIDDEN);
    assert_eq!(api(&site, Method::POST, "/backups", &member, None).await.0, StatusCode::FORBIDDEN);
    assert!(!text(send(&site.router, get("/settings", &session)).await).await.contains("Back up now"));
    assert_eq!(send(&site.router, form("/settings/backups", &session, "")).await.status(), StatusCode::FORBIDDEN);

    let new = NewUser {
        email: "ada@halden.example".into(),
        name: "Ada Okafor".into(),
        access: Access::Administrator,
        password: "other long words".into(),
    };
    let ada = site.app.add_user(&Actor::Operator("test".into()), new).await.expect("an administrator");
    let secret = site.app.create_token(&ada, "backups").await.expect("a token");
    let (status, _, made) = api(&site, Method::POST, "/backups", &secret, None).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let signing_in = form("/signin", "", "email=ada@halden.example&password=other+long+words");
    let session = cookie(&send(&site.router, signing_in).await);
    let pressed = send(&site.router, form("/settings/backups", &session, "")).await;
    assert_eq!((pressed.status(), location(&pressed)), (StatusCode::SEE_OTHER, "/settings"));
    let page = text(send(&site.router, get("/settings", &session)).await).await;
    assert!(page.contains("Backed up and proven: halden-systems-") && page.contains("proven and sealed"), "{page}");
    let (_, _, listed) = api(&site, Method::GET, "/backups", &secret, None).await;
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(2), "{listed}");
}
