//! Pages of figures as a browser meets them: they show what the application says, and a question that cannot be answered comes back with
//! its controls and the reason.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use axum::{Extension, Router};
use jiff::civil::date;
use std::net::SocketAddr;
use tempfile::TempDir;
use tenure_app::{Access, Actor, App, LedgerFilter, MetricQuery, MoneyQuery, NewUser};
use tenure_core::ledger::Class;
use tenure_core::metrics::DEFINITIONS;
use tenure_core::primitives::format_minor;
use tenure_store::Location;
use tenure_web::{WebConfig, router};
use tower::ServiceExt;

/// A running server with an administrator and a member signed in.
struct Site {
    router: Router,
    app: App,
    administrator: String,
    member: String,
    _folder: TempDir,
}

impl Site {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::Sqlite(folder.path().join("tenure.db"));
        tenure_sim::sample::load_part(&location, 1, |_| true).await.expect("the sample company loads");
        let app = tenure_sim::testing::TestApp::open(&location, date(2026, 11, 23), 7).await.expect("an app").app;
        for (email, access) in [("boss@halden.example", Access::Administrator), ("member@halden.example", Access::Member)] {
            let new = NewUser { email: email.into(), name: "Somebody".into(), access, password: "correct horse battery".into() };
            app.add_user(&Actor::Operator("test".into()), new).await.expect("a user");
        }
        let server = router(app.clone(), WebConfig::default()).layer(Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000)))));
        let mut site = Self { router: server, app, administrator: String::new(), member: String::new(), _folder: folder };
        site.administrator = site.sign_in("boss@halden.example").await;
        site.member = site.sign_in("member@halden.example").await;
        site
    }

    async fn sign_in(&self, email: &str) -> String {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/signin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("email={email}&password=correct+horse+battery")))
            .expect("a request");
        let response = tokio::spawn(self.router.clone().oneshot(request)).await.expect("no panic").expect("an answer");
        let set = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).expect("a cookie");
        set.split(';').next().unwrap_or_default().to_string()
    }

    /// Status and page, for the administrator.
    async fn get(&self, path: &str) -> (StatusCode, String) {
        self.get_as(&self.administrator, path).await
    }

    /// What came of a form: status, and where it leads or what it says.
    async fn post_as(&self, cookie: &str, path: &str, body: &str) -> (StatusCode, String) {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_string()))
            .expect("a request");
        let response = tokio::spawn(self.router.clone().oneshot(request)).await.expect("no panic").expect("an answer");
        let status = response.status();
        if let Some(location) = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()) {
            return (status, location.to_string());
        }
        let bytes = axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        (status, String::from_utf8(bytes.to_vec()).expect("text"))
    }

    async fn get_as(&self, cookie: &str, path: &str) -> (StatusCode, String) {
        let request = Request::builder().uri(path).header(header::COOKIE, cookie).body(Body::empty()).expect("a request");
        let response = tokio::spawn(self.router.clone().oneshot(request)).await.expect("no panic").expect("an answer");
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        (status, String::from_utf8(bytes.to_vec()).expect("text"))
    }
}

#[tokio::test]
async fn pages_of_figures_show_what_the_application_says() {
    let site = Site::open().await;
    let view = site.app.retention(&MoneyQuery::default()).await.expect("figures");
    assert!(view.movements > 20 && view.residual_minor == 0, "the sample company has something to show");
    let (status, page) = site.get("/retention").await;
    assert_eq!(status, StatusCode::OK);
    for code in ["cohort_nrr", "cohort_grr", "renewal_rate_gross", "logo_retention"] {
        let item = view.figure(code).expect("a figure");
        assert!(page.contains(&format!(">{}<", item.figure.value.in_words(1))) && page.contains(item.measure.definition.formula), "{code}");
    }
    assert!(page.contains("Residual 0.00"));
    for minor in [view.opening_minor, view.closing_minor] {
        assert!(page.contains(&format_minor(minor, view.currency)));
    }
    let (_, page) = site.get("/metrics").await;
    for definition in DEFINITIONS {
        assert!(page.contains(&format!("href=\"/metrics/{}\"", definition.code)), "{} is not listed", definition.code);
    }
}

#[tokio::test]
async fn every_definition_opens_and_can_be_compared_and_cut() {
    let site = Site::open().await;
    for definition in DEFINITIONS {
        let (status, page) = site.get(&format!("/metrics/{}?versus=cohort_nrr&by=tier", definition.code)).await;
        assert_eq!(status, StatusCode::OK, "{}", definition.code);
        assert!(page.contains(definition.use_for), "{}", definition.code);
    }
    let asked = MetricQuery { measure: "monthly_net_retention(reactivation=left_out)".into(), ..MetricQuery::default() };
    let view = site.app.metric(&MoneyQuery::default(), &asked).await.expect("a figure");
    let (_, page) = site.get("/metrics/monthly_net_retention?reactivation=left_out").await;
    assert!(page.contains(&view.item.measure.to_string()), "the parameters are printed with the figure");
    assert!(page.contains(&format!(">{}<", view.item.figure.value.in_words(2))));
}

#[tokio::test]
async fn a_class_leads_to_its_own_movements_and_a_page_of_the_ledger_to_the_next() {
    let site = Site::open().await;
    let filter = LedgerFilter { class: Some(Class::PriceIncrease), ..LedgerFilter::default() };
    let risen = site.app.ledger(&MoneyQuery::default(), &filter).await.expect("the ledger");
    let (_, page) = site.get("/ledger?class=price_increase").await;
    assert!(risen.total > 1 && page.contains(&format!("{} movements after", risen.total)), "{} are price increases", risen.total);
    assert_eq!(page.matches("<tr data-row>").count(), risen.items.len());
    let long = MoneyQuery { months: 36, ..MoneyQuery::default() };
    let all = site.app.ledger(&long, &LedgerFilter::default()).await.expect("the ledger");
    assert!(all.next.is_some(), "three years of the sample are more than a page");
    let (_, first) = site.get("/ledger?months=36").await;
    let (_, second) = site.get("/ledger?months=36&after=50").await;
    assert!(first.contains("href=\"/ledger?months=36&amp;after=50\"") && second.contains("First page"));
    assert_eq!(first.matches("<tr data-row>").count(), 50);
    assert_eq!(second.matches("<tr data-row>").count(), usize::try_from(all.total - 50).unwrap_or(0).min(50));
    let (_, of_a_member) = site.get_as(&site.member, "/ledger").await;
    assert!(first.contains("href=\"/activity?before=") && !of_a_member.contains("/activity?before="), "the log is for administrators");
}

#[tokio::test]
async fn a_question_that_cannot_be_answered_comes_back_with_its_controls_and_the_reason() {
    let site = Site::open().await;
    for (path, says) in [
        ("/retention?months=x", "is not a whole number from 1 to 120"),
        ("/retention?as_of=31/10/2026", "is not a date"),
        ("/retention?cohorts=sideways", "is not one of: logo, gross, net"),
        ("/retention?known_on=2019-12-31", "lies before the first facts were recorded"),
        ("/retention?known_on=2031-01-01", "nobody knows yet"),
        ("/retention?since=2026-11-23&as_of=2026-11-23", "does not lie before the closing day"),
        ("/retention?money=dated", "No rate from"),
        ("/retention/restatement?then=never", "is not a date"),
        ("/metrics?level=team", "is not one of: parent, account, unit, product"),
        ("/metrics/cohort_nrr?versus=nonsense", "is not the code of a definition"),
        ("/metrics/quick_ratio?reactivation=perhaps", "is not one of: counted, left_out"),
        ("/metrics/cohort_nrr?by=mood", "is not one of: segment"),
        ("/metrics/cohort_nrr?after=-1", "is not a place that a page gave"),
        ("/ledger?class=luck", "is not one of: new"),
        ("/ledger?after=elsewhere", "is not a place that a page gave"),
        ("/ledger?account=A-99999", "was no account then"),
        ("/ledger?product=Nothing", "is on no line that was known then"),
    ] {
        let (status, page) = site.get(path).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(page.contains(says), "{path} does not say why");
        assert!(page.contains("name=\"money\"") && page.contains("role=\"alert\""), "{path} does not let me mend it");
    }
    assert_eq!(site.get("/metrics/nonsense").await.0, StatusCode::NOT_FOUND);
    let (_, page) = site.get("/retention?known_on=2019-12-31").await;
    assert!(page.contains("Not known"));
}

#[tokio::test]
async fn a_question_survives_its_own_links() {
    let site = Site::open().await;
    let (status, page) = site.get("/retention?as_of=2026-10-31&months=6&segment=Enterprise&money=USD&returning=new&cohorts=logo").await;
    assert_eq!(status, StatusCode::OK);
    let question = "as_of=2026-10-31&amp;months=6&amp;money=USD&amp;segment=Enterprise&amp;returning=new";
    for place in ["/metrics/cohort_nrr?", "/ledger?", "/metrics?", "/retention/restatement?"] {
        assert!(page.contains(&format!("href=\"{place}{question}")), "{place} is asked something else");
    }
    assert!(page.contains("a customer that comes back is new"), "a rule that is not as shipped is said");
    assert!(page.contains("<input type=\"hidden\" name=\"cohorts\" value=\"logo\">"));
    let (_, today) = site.get("/retention?known_on=2026-11-23").await;
    assert!(!today.contains("Only what was recorded"), "what is known by the end of today is what is known");
    let (_, before) = site.get("/retention?known_on=2026-09-01").await;
    assert!(before.contains("Only what was recorded by the end of 1 Sep 2026 counts."));
}

#[tokio::test]
async fn what_changed_is_told_contract_by_contract_with_the_event_that_wrote_it() {
    let site = Site::open().await;
    let view = site.app.restatement(&MoneyQuery::default(), date(2026, 10, 1)).await.expect("a restatement");
    assert!(!view.contracts.is_empty(), "the sample company wrote something in the weeks before its today");
    let untold: Vec<_> = view.contracts.iter().filter(|item| item.events.is_empty()).map(|item| &item.contract).collect();
    assert!(untold.is_empty(), "nobody is named for {untold:?}");
    let (status, page) = site.get("/retention/restatement?then=2026-10-01").await;
    assert_eq!(status, StatusCode::OK);
    for item in &view.contracts {
        assert!(page.contains(&item.contract) && page.contains(&item.events[0].actor), "{}", item.contract);
    }
    assert!(page.contains("Residual 0.00 and 0.00"));
}

#[tokio::test]
async fn an_account_shows_its_revenue_month_by_month_with_every_movement() {
    let site = Site::open().await;
    let query = MoneyQuery { months: 24, ..MoneyQuery::default() };
    let history = site.app.account_history("A-1", &query).await.expect("a history");
    let (status, page) = site.get("/accounts/A-1").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("href=\"/ledger?months=24&amp;account=A-1\""));
    let steps = page.split("class=\"steps-chart\"").nth(1).expect("a chart");
    let line = steps.split("class=\"ln\" d=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a line");
    assert_eq!(line.matches('V').count(), history.months.len() - 1, "one step for each month");
}

#[tokio::test]
async fn an_administrator_seals_a_report_and_its_page_proves_it() {
    let site = Site::open().await;
    let (_, page) = site.get("/retention?as_of=2026-10-31&known_on=2026-11-10").await;
    assert!(page.contains("href=\"/reports/new?as_of=2026-10-31&amp;known_on=2026-11-10\""));
    let (_, of_a_member) = site.get_as(&site.member, "/retention").await;
    assert!(!of_a_member.contains("/reports/new"), "a member has no button that would be refused");
    assert_eq!(site.get_as(&site.member, "/reports/new").await.0, StatusCode::FORBIDDEN);
    assert_eq!(site.post_as(&site.member, "/reports/new", "title=Mine").await.0, StatusCode::FORBIDDEN);

    let (_, asked) = site.get("/reports/new?as_of=2026-10-31&known_on=2026-11-10").await;
    assert!(asked.contains("<input type=\"hidden\" name=\"as_of\" value=\"2026-10-31\">"));
    let (refused, again) = site.post_as(&site.administrator, "/reports/new", "title=&as_of=2026-10-31").await;
    assert_eq!(refused, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.contains("value=\"2026-10-31\""), "what was asked is not lost");
    let body = "title=Board%2C+October&as_of=2026-10-31&known_on=2026-11-10";
    assert_eq!(site.post_as(&site.administrator, "/reports/new", body).await, (StatusCode::SEE_OTHER, "/reports/S-1".to_string()));

    let query = MoneyQuery::read([("as_of", "2026-10-31"), ("known_on", "2026-11-10")]).expect("a question");
    let nrr = site.app.retention(&query).await.expect("figures").figure("cohort_nrr").expect("a figure").figure.value.in_words(2);
    let (status, page) = site.get_as(&site.member, "/reports/S-1").await;
    assert_eq!(status, StatusCode::OK);
    for says in ["The seal holds.", "The same comes out again", "Board, October", &nrr] {
        assert!(page.contains(says), "{says}");
    }
    assert!(page.contains("then=2026-11-10"), "it leads to what changed since");
    let (_, list) = site.get("/reports").await;
    assert!(list.contains("href=\"/reports/S-1\"") && list.contains("Board, October"));
    assert_eq!(site.get("/reports/S-2").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_page_shows_leaves_as_a_file_whole_and_not_by_the_page() {
    let site = Site::open().await;
    let query = MoneyQuery { months: 36, ..MoneyQuery::default() };
    let all = site.app.ledger(&query, &LedgerFilter::default()).await.expect("the ledger").total;
    let (status, csv) = site.get("/ledger?months=36&after=50&format=csv").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(csv.lines().count() as u64, all + 1, "every movement and a header");
    let (_, page) = site.get("/ledger?months=36&after=50").await;
    assert!(page.contains("href=\"/ledger?months=36&amp;format=csv\""));
    for path in
        ["/metrics/cohort_nrr?", "/metrics/cohort_nrr?versus=formula_nrr&", "/retention?", "/retention/restatement?then=2026-10-01&"]
    {
        let (status, json) = site.get(&format!("{path}format=json")).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(json.starts_with(['{', '[']), "{path}");
    }
    assert_eq!(site.get("/ledger?format=pdf").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}
