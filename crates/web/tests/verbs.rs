//! Verbs on pages as a browser meets them: each is asked on its own page, carried out once, refused beside its field with what was typed.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use axum::{Extension, Router};
use std::net::SocketAddr;
use tempfile::TempDir;
use tenure_app::{Access, Actor, App, NewUser};
use tenure_core::renewal::State;
use tenure_store::Location;
use tenure_web::{WebConfig, router};
use tower::ServiceExt;

const PASSWORD: &str = "correct horse battery";
const ACCOUNT: &str = "A-1";
const CONTRACT: &str = "HS-2024-0117";

/// A running server with an administrator and a member signed in.
struct Site {
    router: Router,
    app: App,
    administrator: String,
    outsider: String,
    /// The open renewal of [`CONTRACT`].
    renewal: String,
    _folder: TempDir,
}

/// What came back.
struct Answer {
    status: StatusCode,
    location: String,
    body: String,
}

impl Site {
    async fn open() -> Self {
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

    async fn sign_in(&self, email: &str) -> String {
        let body = format!("email={email}&password={}", PASSWORD.replace(' ', "+"));
        let response = self.router.clone().oneshot(request(Method::POST, "/signin", "", &body)).await.expect("an answer");
        let set = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).expect("a cookie");
        set.split(';').next().unwrap_or_default().to_string()
    }

    async fn call(&self, method: Method, path: &str, cookie: &str, body: &str) -> Answer {
        let response = self.router.clone().oneshot(request(method, path, cookie, body)).await.expect("an answer");
        let status = response.status();
        let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_string();
        let bytes = axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        Answer { status, location, body: String::from_utf8(bytes.to_vec()).expect("text") }
    }

    async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &self.administrator, "").await
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        self.call(Method::POST, path, &self.administrator, body).await
    }

    /// Carries a verb out and answers with the page that follows, its toast included.
    async fn done(&self, path: &str, body: &str) -> String {
        let answer = self.post(path, body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", plain(&answer.body));
        let page = self.get(&answer.location).await;
        assert_eq!(page.status, StatusCode::OK, "{path} leads to {}", answer.location);
        page.body
    }

    /// Sends what is not accepted and answers with the question that comes back.
    async fn refused(&self, path: &str, body: &str) -> String {
        let answer = self.post(path, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} with {body}: {}", plain(&answer.body));
        assert!(answer.body.contains("role=\"alert\""), "{path}: no reason stands in the page");
        answer.body
    }
}

fn request(method: Method, path: &str, cookie: &str, body: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.to_string()))
        .expect("a request")
}

/// The page without its markup, for messages.
fn plain(page: &str) -> String {
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

/// Where the undo of the toast leads.
fn undo(page: &str) -> String {
    let toast = page.split("class=\"toast\"").nth(1).expect("a toast");
    let action = toast.split("action=\"").nth(1).expect("an undo");
    action.split('"').next().unwrap_or_default().to_string()
}

/// The problem that stands beside a field.
fn beside(page: &str, field: &str) -> String {
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

#[tokio::test]
async fn every_question_is_shown_to_an_administrator_and_to_nobody_without_a_part_in_the_account() {
    let site = Site::open().await;
    let account = ["edit", "risk", "team", "stakeholders/new", "merger", "activities/new", "contracts/new"]
        .map(|verb| format!("/accounts/{ACCOUNT}/{verb}"));
    let contract = ["renewal", "amendment", "notice", "cancellation", "move"].map(|verb| format!("/contracts/{CONTRACT}/{verb}"));
    let people = ["move", "leaving", "absences/new"].map(|verb| format!("/people/priya/{verb}"));
    let others = [
        "/accounts/new".to_string(),
        "/people/new".into(),
        format!("/renewals/{}/lost", site.renewal),
        format!("/renewals/{}/reassignments/new", site.renewal),
    ];
    for path in account.iter().chain(&contract).chain(&people).chain(&others) {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", plain(&page.body));
        assert!(page.body.contains(&format!("action=\"{path}\"")), "{path}: the form leads elsewhere");
        let other = site.call(Method::GET, path, &site.outsider, "").await;
        assert_eq!(other.status, StatusCode::FORBIDDEN, "{path} is shown to somebody who may not");
    }
    let seen = site.call(Method::GET, &format!("/accounts/{ACCOUNT}"), &site.outsider, "").await;
    assert_eq!(seen.status, StatusCode::OK, "everybody reads");
    for action in ["Set risk", "Sign contract", "Log activity", "Change team", "Merge", "Add stakeholder"] {
        assert!(!seen.body.contains(action), "{action} is offered to somebody who may not");
    }
}

#[tokio::test]
async fn what_an_outsider_sends_changes_nothing() {
    let site = Site::open().await;
    for (path, body) in [
        (format!("/accounts/{ACCOUNT}/risk"), "risk=red&reason=no"),
        (format!("/contracts/{CONTRACT}/notice"), "received_on=2026-11-20"),
        ("/people/priya/leaving".to_string(), "last_day=2026-11-23"),
        ("/policy/drafts/new".into(), "text=name"),
    ] {
        let answer = site.call(Method::POST, &path, &site.outsider, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let view = site.app.account(&Actor::Operator("test".into()), ACCOUNT).await.expect("the account");
    assert_eq!(view.account.risk.code(), "yellow", "as the sample has it");
}

#[tokio::test]
async fn a_risk_is_judged_with_a_reason_and_a_judgement_without_one_keeps_what_was_typed() {
    let site = Site::open().await;
    let path = format!("/accounts/{ACCOUNT}/risk");
    let page = site.refused(&path, "risk=red&reason=&expires_on=2026-12-31").await;
    assert!(beside(&page, "reason").contains("Must be 1 to 200 characters"), "{}", beside(&page, "reason"));
    assert!(page.contains("value=\"2026-12-31\"") && page.contains("<option value=\"red\" selected>"), "what was typed is kept");
    let page = site.done(&path, "risk=red&reason=Champion+left&expires_on=2026-12-31").await;
    assert!(
        page.contains("Risk is Red from today.") && page.contains("Champion left") && page.contains("until 31 Dec 2026"),
        "{}",
        plain(&page)
    );
    let past = site.refused(&path, "risk=red&reason=x&expires_on=2026-11-20").await;
    assert!(beside(&past, "expires_on").contains("not after today"));
}

#[tokio::test]
async fn a_stakeholder_comes_takes_part_and_leaves() {
    let site = Site::open().await;
    let account = format!("/accounts/{ACCOUNT}");
    let page = site.done(&format!("{account}/stakeholders/new"), "name=Rachel+Tan&title=CFO&roles=champion&roles=economic_buyer").await;
    assert!(page.contains("Rachel Tan") && page.contains("Champion, Economic buyer"), "{}", plain(&page));
    let operator = Actor::Operator("test".into());
    let reference = site
        .app
        .account(&operator, ACCOUNT)
        .await
        .expect("the account")
        .stakeholders
        .iter()
        .find(|p| p.name == "Rachel Tan")
        .map(|p| p.reference.clone());
    let reference = reference.expect("she is there");
    let body = format!("kind=call&held_on=2026-11-20&subject=Budget+agreed&ours=priya&theirs={reference}&renewal={}", site.renewal);
    let page = site.done(&format!("{account}/activities/new"), &body).await;
    assert!(page.contains("Budget agreed") && page.contains("with Rachel Tan"), "{}", plain(&page));
    let page = site.done(&undo(&page), "").await;
    assert!(page.contains("<s>Budget agreed</s>"), "a withdrawn contact stays, struck out");
    let ahead = site.refused(&format!("{account}/activities/new"), "kind=call&held_on=2026-12-24&subject=Later&ours=priya").await;
    assert!(beside(&ahead, "held_on").contains("Lies after today"));
    let page = site.done(&format!("{account}/stakeholders/{reference}"), "name=Rachel+Tan&left_on=2026-11-20").await;
    assert!(page.contains("left, last day 20 Nov 2026"), "{}", plain(&page));
    site.refused(&format!("{account}/stakeholders/new"), "name=").await;
}

#[tokio::test]
async fn a_contract_is_signed_with_lines_amended_and_renewed_and_the_renewal_can_be_reopened() {
    let site = Site::open().await;
    let sign = format!("/accounts/{ACCOUNT}/contracts/new");
    let terms = "contract=HS-NEW&currency=USD&kind=fixed&start_on=2026-11-01&last_day=2027-10-31&signed_on=2026-11-20&auto_renew=no&renewal_months=12&notice_days=";
    let line = "&rows=5&line0_product=Platform&line0_business_unit=Group&line0_quantity=40&line0_unit_price=1200&line0_period=year&line0_discount=5";
    let page = site.refused(&sign, &format!("{terms}&rows=1&line0_product=Platform&line0_quantity=4e1&line0_unit_price=1")).await;
    assert!(plain(&page).contains("Sign a contract") && page.contains("value=\"4e1\""), "what was typed is kept");
    let more = site.post(&sign, &format!("{terms}{line}&more_rows=yes")).await;
    assert!(more.status == StatusCode::OK && more.body.contains("name=\"line9_product\"") && more.body.contains("value=\"Platform\""));
    let page = site.done(&sign, &format!("{terms}{line}")).await;
    assert!(page.contains("45,600.00") && page.contains("1 Nov 2027"), "40 x 1,200.00 less 5%, ending on the day after the last one");
    assert!(page.contains("ends unless it is renewed"), "{}", plain(&page));
    site.refused(&sign, &format!("{terms}{line}")).await;

    let reference = "HS-NEW-t1-1";
    let amend = |notice: &str, quantity: &str, from: &str| {
        format!(
            "last_day=2027-10-31&notice_days={notice}&auto_renew=no&renewal_months=12&uplift_cap=5&uplift=0&rows=1&line0_reference={reference}&line0_product=Platform&line0_business_unit=Group&line0_quantity={quantity}&line0_unit_price=1200&line0_period=year&line0_discount=5&line0_from={from}"
        )
    };
    let page = site.done("/contracts/HS-NEW/amendment", &amend("60", "50", "2027-05-01")).await;
    assert!(page.contains("57,000.00") && page.contains("continues HS-NEW-t1-1"), "50 x 1,200.00 less 5% from May on: {}", plain(&page));
    let view = site.app.contract(&Actor::Operator("test".into()), "HS-NEW").await.expect("the contract");
    assert_eq!((view.contract.notice_days, view.contract.uplift_cap_bps), (Some(60), Some(500)));
    site.refused("/contracts/HS-NEW/amendment", &amend("sixty", "50", "")).await;

    let page = site
        .done(
            "/contracts/HS-NEW/renewal",
            "last_day=2028-10-31&signed_on=2026-11-23&carry=carry&uplift=10&reason=value_proven&words=It+works",
        )
        .await;
    assert!(page.contains("62,700.00") && page.contains("It works"), "57,000.00 plus 10%: {}", plain(&page));
    let page = site.done(&undo(&page), "").await;
    assert!(page.contains("is open again."), "{}", plain(&page));
    site.refused("/contracts/HS-NEW/renewal", "last_day=2020-01-01&signed_on=2026-11-23&carry=carry").await;
}

#[tokio::test]
async fn notice_is_recorded_in_time_withdrawn_by_undo_and_refused_when_late() {
    let site = Site::open().await;
    let path = format!("/contracts/{CONTRACT}/notice");
    let late = site.refused(&path, "received_on=2026-12-24").await;
    assert!(beside(&late, "received_on").contains("Lies after today"));
    let page = site.done(&path, "received_on=2026-11-20").await;
    assert!(page.contains("Notice was received on 20 Nov 2026.") && page.contains("Withdraw notice"), "{}", plain(&page));
    let page = site.done(&undo(&page), "").await;
    assert!(page.contains("The notice was withdrawn.") && page.contains("Record notice"), "{}", plain(&page));
}

#[tokio::test]
async fn a_renewal_that_renews_by_itself_is_not_lost_before_notice_and_a_lost_one_is_reopened_by_undo() {
    let site = Site::open().await;
    let lost = &format!("/renewals/{}/lost", site.renewal);
    let page = site.refused(lost, "reason=price&words=Too+much").await;
    assert!(page.contains("renews by itself unless the customer gives notice") && page.contains("Too much"), "{}", plain(&page));
    let page = site.refused(lost, "reason=&words=").await;
    assert!(beside(&page, "reason").contains("Is missing"));
    site.done(&format!("/contracts/{CONTRACT}/notice"), "received_on=2026-11-20").await;
    let page = site.done(lost, "reason=price&words=Too+much").await;
    assert!(page.contains("Churned") && page.contains("Price: “Too much”"), "{}", plain(&page));
    let page = site.done(&undo(&page), "").await;
    assert!(page.contains(&format!("{} is open again.", site.renewal)), "{}", plain(&page));
    let view = site.app.renewal(&Actor::Operator("test".into()), &site.renewal).await.expect("the renewal");
    assert_eq!(view.item.state, State::Open);
}

#[tokio::test]
async fn a_responsibility_is_reassigned_by_name_until_a_day_and_given_back() {
    let site = Site::open().await;
    let path = &format!("/renewals/{}/reassignments/new", site.renewal);
    let page = site.refused(path, "responsibility=commercial&teammate=priya&reason=Leave&last_day=2029-01-01").await;
    assert!(beside(&page, "last_day").contains("Is not 1 to 366 days after today"));
    let page = site.done(path, "responsibility=commercial&teammate=priya&reason=Parental+leave&last_day=2026-12-31").await;
    assert!(page.contains("Parental leave") && page.contains("until 31 Dec 2026"), "{}", plain(&page));
    let page = site.done(&undo(&page), "").await;
    assert!(page.contains("the policy decides again") && !page.contains("Parental leave."), "{}", plain(&page));
}

#[tokio::test]
async fn an_absence_says_who_may_act_and_ends_by_undo() {
    let site = Site::open().await;
    let path = "/people/priya/absences/new";
    let page = site.refused(path, "from_on=2026-11-23&last_day=2026-11-20&delegate=marcus").await;
    assert!(beside(&page, "last_day").contains("days after"));
    let page = site.done(path, "from_on=2026-11-23&last_day=2026-12-04&delegate=marcus&note=Holiday").await;
    assert!(page.contains("Away until 4 Dec 2026.") && page.contains("may act"), "{}", plain(&page));
    let renewal = site.get(&format!("/renewals/{}", site.renewal)).await.body;
    assert!(renewal.contains("is away until 4 Dec 2026; "), "{}", plain(&renewal));
    let page = site.done(&undo(&page), "").await;
    assert!(!page.contains("Away until"), "{}", plain(&page));
}

#[tokio::test]
async fn somebody_leaves_after_a_plan_that_says_who_gets_what() {
    let site = Site::open().await;
    let plan = site.get("/people/priya/leaving?last_day=2026-11-30").await.body;
    assert!(plan.contains("nothing is saved yet") && plan.contains("Kestrel Health Systems"), "{}", plain(&plan));
    assert!(plan.contains("Priya Raman leaves after 30 Nov 2026"), "the button says the day");
    let operator = Actor::Operator("test".into());
    assert_eq!(site.app.person(&operator, "priya").await.expect("she is there").teammate.left_on, None, "looking changes nothing");
    let page = site.done("/people/priya/leaving", "last_day=2026-11-23").await;
    assert!(page.contains("Last day 23 Nov 2026."), "{}", plain(&page));
    let again = site.post("/people/priya/leaving", "last_day=2026-11-23").await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && plain(&again.body).contains("may leave once"), "{}", plain(&again.body));
}

#[tokio::test]
async fn people_and_accounts_are_added_moved_and_edited_and_a_taken_reference_is_refused() {
    let site = Site::open().await;
    let new = "name=Mina+Ode&email=mina@halden.example&role=csm&manager=elena&region=EMEA&active_from=2026-11-23";
    let page = site.done("/people/new", &format!("reference=mina&{new}")).await;
    assert!(page.contains("Mina Ode was added."), "{}", plain(&page));
    let page = site.refused("/people/new", &format!("reference=mina&{new}")).await;
    assert!(beside(&page, "reference").contains("already belongs to"), "{}", plain(&page));
    let page = site.done("/people/mina/move", "role=renewals_manager&manager=elena&region=AMER").await;
    assert!(page.contains("Renewals manager") && page.contains("AMER"), "{}", plain(&page));
    let page = site
        .done("/accounts/new", "reference=A-900&name=New+Customer&tier=2&segment=Small&region=EMEA&parent=A-1&fiscal_year_start=4")
        .await;
    assert!(page.contains("New Customer") && page.contains("Belongs to"), "{}", plain(&page));
    let page = site.refused("/accounts/new", "reference=A-900&name=Other&tier=2").await;
    assert!(beside(&page, "reference").contains("lready"), "{}", plain(&page));
    let page = site.refused("/accounts/A-900/edit", "name=New+Customer&tier=2&parent=A-999").await;
    assert!(beside(&page, "parent").contains("There is no account A-999."), "{}", plain(&page));
    let page = site.done("/accounts/A-900/team", "role=csm&teammate=priya").await;
    assert!(page.contains("The team has another CSM."), "{}", plain(&page));
    let page = site.done("/accounts/A-900/merger", "into=A-1&reason=Bought").await;
    assert!(page.contains("was merged into this account.") && page.contains("was merged into it"), "{}", plain(&page));
}

#[tokio::test]
async fn comments_of_a_policy_stay_where_one_of_its_rules_is_edited_as_a_form() {
    let site = Site::open().await;
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let shipped =
        include_str!("../../../catalog/policies/hybrid.toml").replace("[[rule]]", "# agreed with Sales\n[[rule]]\n# and with Finance");
    let text = format!("# Reviewed in May.\n{shipped}");
    site.done("/policy/drafts/new", &format!("text={}&note=", encode(&text))).await;
    let path = "/policy/drafts/D-1/rules/red";
    let form = "id=red&note=Edited&when.risk=%22red%22&model=sales_led&motion=joint&playbook=joint-120&value=csm&commercial=ae&expansion=ae\
                &operations=ops&executive=sales_leader&phases=";
    let page = site.done(path, form).await;
    assert!(page.contains("The rule was saved."), "{}", plain(&page));
    let saved = site.get("/policy/drafts/D-1/files/policy.toml").await.body;
    assert!(saved.contains("note = \"Edited\""), "{saved}");
    let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).map(str::to_string).collect::<Vec<_>>();
    assert_eq!(comments(&saved), comments(&text), "{saved}");
    let others: Vec<&str> = text.split("# agreed with Sales").filter(|block| !block.contains("id = \"red\"")).collect();
    assert!(others.iter().all(|block| saved.contains(block.trim())), "{saved}");
}

#[tokio::test]
async fn the_advisor_takes_answers_and_says_what_follows() {
    let site = Site::open().await;
    let page = site.get("/advisor").await.body;
    assert!(page.contains("Is today&#39;s division in step?") || page.contains("Is today's division in step?"), "{}", plain(&page));
    let page = site.done("/advisor/answers", "pay=none&pods=shared&note=Plan+of+2027").await;
    assert!(page.contains("The answers are saved.") && page.contains("Plan of 2027"), "{}", plain(&page));
    assert!(page.contains("Incentives, out of step."), "{}", plain(&page));
    let page = site.refused("/advisor/answers", "pay=perhaps&pods=shared").await;
    let said = beside(&page, "pay");
    assert!(said.contains("Is none of the answers."), "{said}");
    let page = site.done("/advisor/answers", "pay=&pods=shared").await;
    assert!(!page.contains("Incentives, out of step. CSMs"), "{}", plain(&page));
}

#[tokio::test]
async fn a_draft_shows_its_gap_is_repaired_with_one_click_and_goes_into_force_after_its_plan_was_shown() {
    let site = Site::open().await;
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let text = include_str!("../../../catalog/policies/hybrid.toml").replace("when = {}", "when = { atr = \"[25000..99999.99)\" }");
    let page = site.done("/policy/drafts/new", &format!("text={}&note=New+bounds", encode(&text))).await;
    assert!(page.contains("This policy cannot be activated: ") && page.contains("ATR exactly 99,999.99 USD"), "{}", plain(&page));
    let page = site.post("/policy/drafts/D-1/activation", "effective_on=2026-11-23&review_on=2027-05-23&reason=Alone").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", plain(&page.body));
    let page = site.get("/policy/drafts/D-1").await;
    let repair = page
        .body
        .split("/policy/drafts/D-1/repair")
        .nth(1)
        .and_then(|rest| rest.split("value=\"").nth(1))
        .and_then(|rest| rest.split('"').next());
    let repaired =
        repair.expect("a repair is offered").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let page = site.done("/policy/drafts/D-1/repair", &format!("text={}", encode(&repaired))).await;
    assert!(page.contains("Every possible renewal has a rule."), "{}", plain(&page));
    let own = site.refused("/policy/drafts/D-1/review", "words=Fine").await;
    assert!(own.contains("cannot be its second reader"), "{}", plain(&own));
    let page = site.get("/policy/drafts/D-1/activation").await;
    assert!(page.body.contains("comes into force on") && page.body.contains("Activate policy"), "{}", plain(&page.body));
    let refused = site.refused("/policy/drafts/D-1/activation", "effective_on=&review_on=&reason=").await;
    assert!(refused.contains("read by nobody but its author"), "{}", plain(&refused));
    let page = site.done("/policy/drafts/D-1/activation", "effective_on=&review_on=&reason=Nobody+else+is+here").await;
    assert!(
        page.contains("The policy was activated") && page.contains("Version 3") && page.contains("Nobody else is here"),
        "{}",
        plain(&page)
    );
}

#[tokio::test]
async fn a_rule_is_added_changed_moved_and_taken_out_in_the_table() {
    let site = Site::open().await;
    let text = include_str!("../../../catalog/policies/hybrid.toml");
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    site.done("/policy/drafts/new", &format!("text={}", encode(text))).await;
    let outcome = "model=joint&motion=joint&playbook=joint-120&value=csm&commercial=ae%2C+renewals_manager&expansion=ae&operations=ops&executive=cs_leader";
    let rule = format!("id=public&when.segment=%22Public%22&phases=90+commercial+ae&support.attends=finance&{outcome}");
    let page = site.done("/policy/drafts/D-1/rules/new", &rule).await;
    assert!(page.contains("id=\"rule-public\"") && page.contains("from T-90: AE") && page.contains("Finance attends"), "{}", plain(&page));
    let page = site.refused("/policy/drafts/D-1/rules/public", &rule.replace("%22Public%22", "often")).await;
    assert!(beside(&page, "when.segment").contains("annot be decided"), "{}", plain(&page));
    let page = site.refused("/policy/drafts/D-1/rules/public", &rule.replace("90+commercial+ae", "soon")).await;
    assert!(beside(&page, "phases").contains("90 commercial ae"), "{}", plain(&page));
    let order = |page: &str| -> Vec<String> {
        page.split("id=\"rule-").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_string).collect()
    };
    assert_eq!(order(&site.get("/policy/drafts/D-1").await.body), ["small-steady", "large-or-strategic", "red", "public", "middle"]);
    let page = site.done("/policy/drafts/D-1/rules/public/up", "").await;
    assert_eq!(order(&page), ["small-steady", "large-or-strategic", "public", "red", "middle"]);
    let page = site.done("/policy/drafts/D-1/rules/public/removal", "").await;
    assert_eq!(order(&page), ["small-steady", "large-or-strategic", "red", "middle"]);
    let page = site.done("/policy/drafts/D-1/discarding", "").await;
    assert!(page.contains("D-1 was discarded"), "{}", plain(&page));
}

#[tokio::test]
async fn a_policy_leaves_as_dmn_and_comes_back_as_the_same_draft() {
    let site = Site::open().await;
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let dmn = site.get("/policy/versions/2/policy.dmn").await;
    assert!(dmn.status == StatusCode::OK && dmn.body.contains("<decisionTable"), "{}", dmn.body);
    site.done("/policy/drafts/new", &format!("text={}", encode(&dmn.body))).await;
    let back = site.get("/policy/drafts/D-1/files/policy.dmn").await;
    assert_eq!(back.body, dmn.body);
    let page = site.get("/policy/models").await;
    assert!(page.body.contains("Dual-threaded") && page.body.contains("AE from T-90"), "{}", plain(&page.body));
}

/// The first handoff of an account that waits.
async fn waiting(site: &Site, account: &str) -> tenure_app::HandoffItem {
    let query = tenure_app::HandoffQuery { waiting: true, ..tenure_app::HandoffQuery::default() };
    let page = site.app.handoffs(&query).await.expect("handoffs");
    page.items.into_iter().find(|item| item.renewal.account_reference == account).expect("a handoff that waits")
}

#[tokio::test]
async fn a_handoff_is_met_and_accepted_on_its_page_and_the_receiver_holds_it_then() {
    let site = Site::open().await;
    let item = waiting(&site, "A-8").await;
    let path = format!("/handoffs/{}", item.reference);
    let page = site.get(&path).await.body;
    assert!(page.contains("stays accountable until Aisha Khan accepts."), "{}", plain(&page));
    assert!(
        page.contains("Record the joint meeting") && page.contains(">Waive<") && !page.contains(">Accept<"),
        "accepting comes after the meeting"
    );
    let page = site.refused(&format!("{path}/acceptance"), "reason=").await;
    assert!(page.contains("have not met together yet"), "{}", plain(&page));
    let page = site.refused(&format!("{path}/meeting"), "kind=email&held_on=2026-11-23&subject=Hello").await;
    assert!(beside(&page, "subject").contains("is no meeting, call or review"), "{}", beside(&page, "subject"));
    let page = site.done(&format!("{path}/meeting"), "kind=note&held_on=2026-11-23&subject=Went+through+it+together").await;
    assert!(page.contains("The meeting was recorded.") && page.contains(">Accept<"), "{}", plain(&page));
    let page = site.done(&format!("{path}/acceptance"), "reason=").await;
    assert!(page.contains("Aisha Khan is accountable since 23 Nov 2026"), "{}", plain(&page));
    let renewal = site.get(&format!("/renewals/{}", item.renewal.reference)).await.body;
    assert!(renewal.contains("both present, then accepted"), "the strip hatches the overlap");
}

#[tokio::test]
async fn a_handoff_is_declined_or_waived_with_a_reason_and_by_nobody_without_a_part_in_it() {
    let site = Site::open().await;
    let (declined, waived) = (waiting(&site, "A-5").await, waiting(&site, "A-4").await);
    for (reference, verb) in [(&declined.reference, "refusal"), (&waived.reference, "waiver"), (&waived.reference, "meeting")] {
        let path = format!("/handoffs/{reference}/{verb}");
        let answer = site.call(Method::POST, &path, &site.outsider, "reason=no&kind=note&held_on=2026-11-23&subject=x").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let path = format!("/handoffs/{}/refusal", declined.reference);
    assert!(beside(&site.refused(&path, "reason=").await, "reason").contains("Must be 1 to 200 characters"));
    let page = site.done(&path, "reason=No+room").await;
    assert!(page.contains("declined on 23 Nov 2026") && page.contains("No room"), "{}", plain(&page));
    let page = site.done(&format!("/handoffs/{}/waiver", waived.reference), "reason=They+sign+tomorrow").await;
    assert!(page.contains("No joint meeting took place") && page.contains("to introduce Lucia Ferrer"), "{}", plain(&page));
    let list = site.get("/handoffs?show=all").await.body;
    assert!(list.contains("Waived") && list.contains("Declined"), "{}", plain(&list));
}
