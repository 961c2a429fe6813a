//! Verbs on pages as a browser meets them: each is asked on its own page, carried out once, refused beside its field with what was typed.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod browsed;

use axum::http::{Method, StatusCode};
use browsed::{CONTRACT, Site, beside, plain};
use tenure_app::Actor;
use tenure_core::renewal::State;

const ACCOUNT: &str = "A-1";

/// Where the undo of the toast leads.
fn undo(page: &str) -> String {
    let toast = page.split("class=\"toast\"").nth(1).expect("a toast");
    let action = toast.split("action=\"").nth(1).expect("an undo");
    action.split('"').next().unwrap_or_default().to_string()
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
        format!("/renewals/{}/close", site.renewal),
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

/// A field that the page carries along.
fn carried(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name} is not on the page"));
    after.split('"').next().unwrap_or_default().to_string()
}

#[tokio::test]
async fn a_close_is_walked_through_forth_and_back_without_a_script_and_written_once_at_the_end() {
    let site = Site::open().await;
    let close = &format!("/renewals/{}/close", site.renewal);
    let page = site.get(close).await.body;
    assert!(page.contains("1 How it was decided") && page.contains("It renews by itself: nobody gave notice."), "{}", plain(&page));
    let typed = "way=renewed&last_day=2028-01-08&uplift=3&signed_on=2026-11-20&reason=value_proven&words=It+pays&lessons=Ask+earlier\
                 &promise_1=Connect+their+archive&owner_1=priya&due_on_1=2027-03-01";
    let there = site.post(close, &format!("{typed}&step=2&preview=next")).await;
    assert_eq!(there.status, StatusCode::OK);
    assert!(there.body.contains("Themes"), "{}", plain(&there.body));
    assert_eq!((carried(&there.body, "words"), carried(&there.body, "promise_1")), ("It pays".into(), "Connect their archive".into()));
    let back = site.post(close, &format!("{typed}&step=3&preview=back")).await;
    assert!(back.body.contains("In the customer's own words") && back.body.contains("It pays"), "{}", plain(&back.body));
    let over = site.post(close, &format!("{typed}&step=5&preview=next")).await;
    for said in ["Renewed up", "On time.", "The next renewal", "9 Jan 2028", "Connect their archive", "Close renewal"] {
        assert!(over.body.contains(said), "{said}: {}", plain(&over.body));
    }
    let operator = Actor::Operator("test".into());
    let view = site.app.renewal(&operator, &site.renewal).await.expect("the renewal");
    assert_eq!(view.item.state, State::Open, "looking writes nothing");
    let refused = site.refused(close, &format!("{}&step=6", typed.replace("owner_1=priya", "owner_1=nobody-here"))).await;
    assert!(refused.contains("Promise 1") && refused.contains("nobody-here"), "the step that asks for it: {}", plain(&refused));
    let page = site.done(close, &format!("{typed}&step=6")).await;
    assert!(page.contains("was closed.") && page.contains("Connect their archive"), "{}", plain(&page));
    let view = site.app.renewal(&operator, &site.renewal).await.expect("the renewal");
    assert!(matches!(view.item.state, State::Closed { .. }));
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
