//! A program that uses the API of a small company.
#![allow(dead_code, reason = "each test uses a part of the client")]

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::{Extension, Router};
use serde_json::Value;
use std::net::SocketAddr;
use tenure_app::{Access, Actor, NewUser, User};
use tenure_sim::testing::TestApp;
use tenure_store::Location;
use tenure_web::{WebConfig, router};
use tower::ServiceExt;

/// A served company on a clock that is set.
pub struct Site {
    pub router: Router,
    pub at: TestApp,
}

/// An answer, byte for byte.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_string()
    }
}

/// A request in the making.
#[derive(Clone)]
pub struct Ask {
    pub method: Method,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Ask {
    pub fn new(method: Method, path: &str) -> Self {
        Self { method, path: format!("/api/v1{path}"), headers: Vec::new(), body: String::new() }
    }

    pub fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    pub fn token(self, token: &str) -> Self {
        self.header(header::AUTHORIZATION.as_str(), &format!("Bearer {token}"))
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string();
        self.header(header::CONTENT_TYPE.as_str(), "application/json")
    }
}

impl Site {
    pub async fn open(location: &Location) -> Self {
        let at = TestApp::few(location).await.expect("the sample company loads");
        Self { router: router(at.app.clone(), WebConfig::default()), at }
    }

    pub async fn user(&self, email: &str, access: Access) -> User {
        let new = NewUser { email: email.into(), name: String::new(), access, password: "correct horse battery".into() };
        self.at.app.add_user(&Actor::Operator("test".into()), new).await.expect("a user")
    }

    pub async fn token(&self, email: &str, access: Access) -> String {
        let user = self.user(email, access).await;
        self.at.app.create_token(&user, "test").await.expect("a token")
    }

    pub async fn send(&self, ask: Ask) -> Reply {
        let mut request = Request::builder().method(ask.method).uri(ask.path);
        for (name, value) in ask.headers {
            request = request.header(name, value);
        }
        let response = tokio::spawn(self.router.clone().oneshot(request.body(Body::from(ask.body)).expect("a request")))
            .await
            .expect("no panic")
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 10_000_000).await.expect("a body");
        Reply { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Ids of open tasks on the renewals that end first.
    pub async fn open_tasks(&self, token: &str) -> Vec<String> {
        let page = self.send(Ask::get("/renewals?limit=10").token(token)).await.json();
        let mut tasks = Vec::new();
        for item in page["items"].as_array().expect("renewals") {
            let reference = item["reference"].as_str().expect("a reference");
            let renewal = self.send(Ask::get(&format!("/renewals/{reference}")).token(token)).await.json();
            let open = renewal["steps"].as_array().into_iter().flatten();
            let open = open.filter(|step| ["late", "next", "open"].contains(&step["state"].as_str().unwrap_or_default()));
            tasks.extend(open.map(|step| step["task"].as_str().expect("a task").to_string()));
        }
        tasks
    }

    /// Events of a kind so far.
    pub async fn events(&self, token: &str, kind: &str) -> u64 {
        let (mut after, mut found) = (0_u64, 0_u64);
        loop {
            let page = self.send(Ask::get(&format!("/events?after={after}&limit=500")).token(token)).await.json();
            found += page["items"].as_array().into_iter().flatten().filter(|event| event["kind"] == kind).count() as u64;
            match page["next"].as_u64() {
                Some(next) => after = next,
                None => return found,
            }
        }
    }
}

/// The body of a completion.
pub fn done(evidence: &str) -> Value {
    serde_json::json!({ "outcome": "done", "evidence": evidence })
}

/// A browser: one session at the site.
pub struct Browser {
    router: Router,
    cookie: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub text: String,
}

impl Browser {
    pub async fn open(site: &Site, email: &str, access: Access) -> Self {
        site.user(email, access).await;
        Self::again(site, email).await
    }

    pub async fn again(site: &Site, email: &str) -> Self {
        let router = site.router.clone().layer(Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000)))));
        let browser = Self { router, cookie: String::new() };
        let body = format!("email={email}&password=correct+horse+battery");
        let request = browser.request(Method::POST, "/signin", ("application/x-www-form-urlencoded", body));
        let response = tokio::spawn(browser.router.clone().oneshot(request)).await.expect("no panic").expect("an answer");
        let set = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).expect("a cookie");
        Self { cookie: set.split(';').next().unwrap_or_default().to_string(), ..browser }
    }

    fn request(&self, method: Method, path: &str, (kind, body): (&str, String)) -> Request<Body> {
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, &self.cookie).header(header::CONTENT_TYPE, kind);
        request.body(Body::from(body)).expect("a request")
    }

    pub async fn call(&self, method: Method, path: &str, body: (&str, String)) -> Answer {
        let response =
            tokio::spawn(self.router.clone().oneshot(self.request(method, path, body))).await.expect("no panic").expect("an answer");
        let (parts, body) = response.into_parts();
        let location = parts.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_string();
        let bytes = axum::body::to_bytes(body, 10_000_000).await.expect("a body");
        Answer { status: parts.status, location, text: String::from_utf8(bytes.to_vec()).expect("text") }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, ("text/plain", String::new())).await
    }

    pub async fn post(&self, path: &str, body: &str) -> Answer {
        self.call(Method::POST, path, ("application/x-www-form-urlencoded", body.into())).await
    }
}
