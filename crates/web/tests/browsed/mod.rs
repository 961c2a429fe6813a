//! A server with somebody signed in, and what its pages answer.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use axum::{Extension, Router};
use std::net::SocketAddr;
use tempfile::TempDir;
use tenure_app::{Access, Actor, App, NewUser};
use tenure_store::Location;
use tenure_web::{WebConfig, router};
use tower::ServiceExt;

pub const PASSWORD: &str = "correct horse battery";
pub const CONTRACT: &str = "HS-2024-0117";

/// A running server with an administrator and a member signed in.
pub struct Site {
    pub router: Router,
    pub app: App,
    pub administrator: String,
    pub outsider: String,
    /// The open renewal of [`CONTRACT`].
    pub renewal: String,
    _folder: TempDir,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Site {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::Sqlite(folder.path().join("tenure.db"));
        tenure_sim::load_sample(&location, 1).await.expect("the sample company loads");
        let app = tenure_sim::testing::TestApp::open(&location, jiff::civil::date(2026, 11, 23), 7).await.expect("an app").app;
        for (email, access) in [("boss@halden.example", Access::Administrator), ("outsider@halden.example", Access::Member)] {
            let new = NewUser { email: email.into(), name: "Somebody".into(), access, password: PASSWORD.into() };
            app.add_user(&Actor::Operator("test".into()), new).await.expect("a user");
        }
        let server = router(app.clone(), WebConfig::default()).layer(Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000)))));
        let mut site =
            Self { router: server, app, administrator: String::new(), outsider: String::new(), renewal: String::new(), _folder: folder };
        let contract = site.app.contract(&Actor::Operator("test".into()), CONTRACT).await.expect("the contract");
        site.renewal = contract.running().and_then(|item| item.renewal.clone()).map(|(reference, _, _)| reference).expect("its renewal");
        site.administrator = site.sign_in("boss@halden.example").await;
        site.outsider = site.sign_in("outsider@halden.example").await;
        site
    }

    pub async fn sign_in(&self, email: &str) -> String {
        let body = format!("email={email}&password={}", PASSWORD.replace(' ', "+"));
        let response = tokio::spawn(self.router.clone().oneshot(request(Method::POST, "/signin", "", &body)))
            .await
            .expect("no panic")
            .expect("an answer");
        let set = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).expect("a cookie");
        set.split(';').next().unwrap_or_default().to_string()
    }

    pub async fn call(&self, method: Method, path: &str, cookie: &str, body: &str) -> Answer {
        let response =
            tokio::spawn(self.router.clone().oneshot(request(method, path, cookie, body))).await.expect("no panic").expect("an answer");
        let status = response.status();
        let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_string();
        let bytes = axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        Answer { status, location, body: String::from_utf8(bytes.to_vec()).expect("text") }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &self.administrator, "").await
    }

    pub async fn post(&self, path: &str, body: &str) -> Answer {
        self.call(Method::POST, path, &self.administrator, body).await
    }

    /// Carries a verb out and answers with the page that follows, its toast included.
    pub async fn done(&self, path: &str, body: &str) -> String {
        let answer = self.post(path, body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", plain(&answer.body));
        let page = self.get(&answer.location).await;
        assert_eq!(page.status, StatusCode::OK, "{path} leads to {}", answer.location);
        page.body
    }

    /// Sends what is not accepted and answers with the question that comes back.
    pub async fn refused(&self, path: &str, body: &str) -> String {
        let answer = self.post(path, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} with {body}: {}", plain(&answer.body));
        assert!(answer.body.contains("role=\"alert\""), "{path}: no reason stands in the page");
        answer.body
    }
}

pub fn request(method: Method, path: &str, cookie: &str, body: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.to_string()))
        .expect("a request")
}

/// The page without its markup, for messages.
pub fn plain(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in page.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text.chars().take(600).collect()
}

/// The problem that stands beside a field.
pub fn beside(page: &str, field: &str) -> String {
    let mark = format!("id=\"{field}-error\"");
    plain(
        page.split(&mark)
            .nth(1)
            .unwrap_or_else(|| panic!("nothing stands beside {field}: {}", plain(page)))
            .split("</div>")
            .next()
            .unwrap_or_default(),
    )
}
