//! Every verb of the API shows its effect in what is read afterwards, and names the column of what it refuses; on both databases.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;
mod operations;

use axum::http::{Method, StatusCode};
use client::{Ask, Site};
use operations::{Prepared, accepted, prepare};
use serde_json::{Value, json};
use tenure_app::Access;
use tenure_sim::testing::{Fault, each_engine};
use tenure_store::Location;

const ADA: &str = "ada@halden.example";

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

/// Operation, method, what is read afterwards, where in it, and what stands there then.
fn effects(prepared: &Prepared) -> Vec<(&'static str, Method, String, &'static str, Value)> {
    let renewal = |contract: &str| format!("/renewals/{}", prepared.renewals[contract]);
    let today = prepared.today.to_string();
    vec![
        ("add_account", Method::POST, "/accounts/T-9".into(), "/account/name", json!("Newcomer")),
        ("edit_account", Method::PUT, "/accounts/T-1".into(), "/account/name", json!("Tarn Mills Group")),
        ("set_risk", Method::POST, "/accounts/T-1".into(), "/risk_reason", json!("Logins stopped.")),
        ("set_team", Method::PUT, "/accounts/T-1".into(), "/team/0/person/reference", json!("mover")),
        ("merge_accounts", Method::POST, "/accounts/T-2".into(), "/merged_into/reference", json!("T-3")),
        ("set_stakeholder", Method::PUT, "/accounts/T-1/stakeholders".into(), "/items/0/roles", json!(["champion", "legal"])),
        ("withdraw_activity", Method::DELETE, "/accounts/T-1/activities".into(), "/items", json!([])),
        ("log_activity", Method::POST, "/accounts/T-1/activities".into(), "/items/0/subject", json!("Plan for the year")),
        ("sign_contract", Method::POST, "/contracts/K-new".into(), "/clock/atr/text", json!("12,000.00 USD")),
        ("amend_contract", Method::PATCH, "/contracts/K-amend".into(), "/notice_days", json!(90)),
        ("renew_contract", Method::POST, "/contracts/K-renew".into(), "/terms/1/renewal_state", json!("renewed_flat")),
        ("give_notice", Method::PUT, "/contracts/K-notice".into(), "/terms/0/notice_received_on", json!(today)),
        ("withdraw_notice", Method::DELETE, "/contracts/K-taken".into(), "/terms/0/notice_received_on", Value::Null),
        ("cancel_contract", Method::POST, "/contracts/K-cancel".into(), "/terms/0/renewal_state", json!("churned")),
        ("co_term_contract", Method::PUT, "/contracts/K-follow".into(), "/group/0/reference", json!("K-lead")),
        ("leave_co_term", Method::DELETE, "/contracts/K-group".into(), "/group", json!([])),
        ("move_contract", Method::PUT, "/contracts/K-move".into(), "/account/reference", json!("T-3")),
        ("lose_renewal", Method::POST, renewal("K-lose"), "/outcome/words", json!("They went elsewhere.")),
        ("reopen_renewal", Method::DELETE, renewal("K-lost"), "/renewal/state", json!("open")),
        ("reassign_renewal", Method::POST, renewal("K-notice"), "/reassignments/0/person/reference", json!("mover")),
        ("end_reassignment", Method::DELETE, renewal("K-read"), "/reassignments", json!([])),
        ("meet_handoff", Method::POST, prepared.handoff("meet"), "/state", json!("met")),
        ("accept_handoff", Method::POST, prepared.handoff("accept"), "/state", json!("accepted")),
        ("decline_handoff", Method::POST, prepared.handoff("decline"), "/settled/reason", json!("No room.")),
        ("waive_handoff", Method::POST, prepared.handoff("waive"), "/state", json!("waived")),
        ("add_person", Method::POST, "/people/joiner".into(), "/email", json!("joiner@halden.example")),
        ("move_person", Method::PATCH, "/people/mover".into(), "/region", json!("APAC")),
        ("end_absence", Method::DELETE, "/people/mover".into(), "/absences", json!([])),
        ("set_absence", Method::POST, "/people/mover".into(), "/absences/0/delegate/reference", json!("priya")),
        ("record_departure", Method::POST, "/people/leaver".into(), "/left_on", json!(today)),
        // The sample company is on its second version.
        ("activate_policy", Method::POST, "/policy".into(), "/active", json!(3)),
    ]
}

#[tokio::test]
async fn what_a_verb_did_is_read_afterwards() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        let prepared = prepare(&site, &token).await;
        for (id, method, read, place, expected) in effects(&prepared) {
            let (path, body) = prepared.sound(id).expect("a request");
            let ask = Ask::new(method, &path).token(&token);
            accepted(&site, body.map_or(ask.clone(), |body| ask.json(&body))).await;
            let found = accepted(&site, Ask::get(&read).token(&token)).await;
            assert_eq!(found.pointer(place), Some(&expected), "{id}: {found}");
        }
        let check = site.at.app.check().await.expect("a check");
        assert!(check.is_clean(), "{check:?}");
    })
    .await
}

/// A body with one value that does not fit, and its column.
fn faults() -> Vec<(&'static str, Method, Value, &'static str)> {
    let line = json!({ "product": "P", "kind": "recurring", "quantity": "1", "unit_price": "1,200", "price_period": "year" });
    let account = json!({ "name": "N", "tier": 4 });
    vec![
        ("/accounts", Method::POST, json!({ "reference": "X", "name": "N", "tier": 4 }), "tier"),
        ("/accounts", Method::POST, operations::account("T-1", "Taken"), "reference"),
        ("/accounts/T-1", Method::PUT, account, "tier"),
        ("/accounts/T-1/risk", Method::POST, json!({ "risk": "purple", "reason": "x" }), "risk"),
        ("/accounts/T-1/risk", Method::POST, json!({ "risk": "red" }), "reason"),
        ("/accounts/T-1/team/csm", Method::PUT, json!({ "person": "" }), "person"),
        ("/accounts/T-1/merger", Method::POST, json!({ "into": "T-3", "reason": "" }), "reason"),
        ("/accounts/T-1/stakeholders/X", Method::PUT, json!({ "name": "N", "roles": ["king"] }), "roles[0]"),
        ("/accounts/T-1/activities", Method::POST, json!({ "kind": "call", "subject": "x", "held_on": "2026-02-30" }), "held_on"),
        ("/contracts/K-amend", Method::PATCH, json!({}), "body"),
        ("/contracts/K-amend", Method::PATCH, json!({ "lines": [line] }), "lines[0].unit_price"),
        ("/contracts/K-amend", Method::PATCH, json!({ "notice_days": 3_651 }), "notice_days"),
        ("/contracts/K-renew/terms", Method::POST, json!({ "end_on": "tomorrow" }), "end_on"),
        ("/contracts/K-notice/notice", Method::PUT, json!({ "received_on": "1889-01-01" }), "received_on"),
        ("/contracts/K-cancel/cancellation", Method::POST, json!({ "end_on": "2027-01-01", "reason": "spite" }), "reason"),
        ("/contracts/K-follow/co-term", Method::PUT, json!({ "lead": "" }), "lead"),
        ("/contracts/K-move/account", Method::PUT, json!({ "account": "T-3", "reason": "" }), "reason"),
        (
            "/people",
            Method::POST,
            json!({ "reference": "x", "name": "N", "email": "n@halden.example", "role": "czar", "active_from": "2020-01-01" }),
            "role",
        ),
        ("/people/mover", Method::PATCH, json!({ "role": "czar" }), "role"),
        ("/people/leaver/departure", Method::POST, json!({ "left_on": "" }), "left_on"),
        ("/people/mover/absences", Method::POST, json!({ "from_on": "2027-01-01", "to_on": "x" }), "to_on"),
    ]
}

#[tokio::test]
async fn what_is_refused_is_named_by_its_column() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let site = Site::open(&location).await;
        let token = site.token(ADA, Access::Administrator).await;
        let prepared = prepare(&site, &token).await;
        let renewal = format!("/renewals/{}", prepared.renewals["K-lose"]);
        let of_renewal = [
            ("loss", Method::POST, json!({ "reason": "spite" }), "reason"),
            ("outcome", Method::DELETE, json!({ "reason": "" }), "reason"),
            (
                "reassignments",
                Method::POST,
                json!({ "responsibility": "all", "person": "mover", "reason": "x", "until_on": "2027-01-01" }),
                "responsibility",
            ),
        ];
        let faults = faults().into_iter().map(|(path, method, body, column)| (path.to_string(), method, body, column));
        for (path, method, body, column) in faults.chain(of_renewal.map(|(rest, m, b, c)| (format!("{renewal}/{rest}"), m, b, c))) {
            let reply = site.send(Ask::new(method, &path).token(&token).json(&body)).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {body}: {}", reply.text);
            assert_eq!(reply.json()["errors"][0]["column"], column, "{path} {body}: {}", reply.text);
        }
        for (path, unknown) in [("/accounts/T-1/team/king", "role"), ("/absences/x", "absence"), ("/accounts/T-1/activities/x", "activity")]
        {
            let method = if path.contains("team") { Method::PUT } else { Method::DELETE };
            let ask = Ask::new(method.clone(), path).token(&token);
            let ask = if method == Method::PUT { ask.json(&json!({ "person": "mover" })) } else { ask };
            let reply = site.send(ask).await;
            assert_eq!((reply.status, reply.text.contains(unknown)), (StatusCode::NOT_FOUND, true), "{path}: {}", reply.text);
        }
    })
    .await
}
