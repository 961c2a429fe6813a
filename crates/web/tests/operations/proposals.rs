//! Proposals to work on, one for each verb, and a request that fits each operation on them.

use super::accepted;
use crate::client::{Ask, Site};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Contracts whose renewals have a proposal each.
pub const CONTRACTS: [&str; 12] = [
    "K-p-make",
    "K-p-read",
    "K-p-refresh",
    "K-p-ask",
    "K-p-approve",
    "K-p-refuse",
    "K-p-send",
    "K-p-accept",
    "K-p-decline",
    "K-p-withdraw",
    "K-p-lesson",
    "K-p-close",
];

/// An offer of somebody who may give five per cent alone.
pub fn made(discount_bps: u32) -> Value {
    let trade = json!({ "lever": "longer_term", "give": "A discount", "get": "Two years" });
    json!({ "made_by": "mover", "note": "Theirs to take.", "options": [{ "name": "Two years", "months": 24, "discount_bps": discount_bps, "trades": [trade] }] })
}

/// Brings each proposal to where its verb begins.
pub async fn prepare(site: &Site, token: &str, renewals: &BTreeMap<String, String>) {
    let send = async |path: String, body: Value| accepted(site, Ask::new(Method::POST, &path).token(token).json(&body)).await;
    let purse = json!({ "reference": "purse", "name": "Pia Urse", "email": "purse@halden.example", "role": "finance", "region": "EMEA", "active_from": "2020-01-01" });
    send("/people".into(), purse).await;
    for contract in CONTRACTS {
        let above = ["K-p-ask", "K-p-approve", "K-p-refuse"].contains(&contract);
        send(format!("/renewals/{}/proposals", renewals[contract]), made(if above { 1_500 } else { 400 })).await;
    }
    for contract in ["K-p-approve", "K-p-refuse"] {
        send(format!("/renewals/{}/proposals/1/approval-request", renewals[contract]), json!({ "approver": "purse" })).await;
    }
    for contract in ["K-p-accept", "K-p-decline", "K-p-lesson"] {
        send(format!("/renewals/{}/proposals/1/sending", renewals[contract]), json!({ "sent_to": "Ana Ruiz" })).await;
    }
    let accepted = json!({ "option": 1, "reason": "switching_cost", "words": "It is a bother to change." });
    send(format!("/renewals/{}/proposals/1/acceptance", renewals["K-p-lesson"]), accepted).await;
}

/// The path and the body of a sound request.
pub fn sound(id: &str, renewals: &BTreeMap<String, String>) -> Option<(String, Option<Value>)> {
    let of = |contract: &str, rest: &str| format!("/renewals/{}/{rest}", renewals[contract]);
    let why = || Some(json!({ "reason": "They changed their mind." }));
    Some(match id {
        "list_proposals" => (of("K-p-read", "proposals"), None),
        "read_proposal" => (of("K-p-read", "proposals/1"), None),
        "make_proposal" => (of("K-p-make", "proposals"), Some(made(0))),
        "refresh_proposal" => (of("K-p-refresh", "proposal-refresh"), None),
        "ask_approval" => {
            (of("K-p-ask", "proposals/1/approval-request"), Some(json!({ "approver": "purse", "note": "They leave otherwise." })))
        }
        "approve_proposal" => (of("K-p-approve", "proposals/1/approval"), Some(json!({ "note": "" }))),
        "refuse_proposal" => (of("K-p-refuse", "proposals/1/approval-refusal"), why()),
        "send_proposal" => (of("K-p-send", "proposals/1/sending"), Some(json!({ "sent_to": "Ana Ruiz" }))),
        "accept_proposal" => {
            (of("K-p-accept", "proposals/1/acceptance"), Some(json!({ "option": 1, "reason": "value_proven", "words": "It works." })))
        }
        "decline_proposal" => (of("K-p-decline", "proposals/1/refusal"), why()),
        "withdraw_proposal" => (of("K-p-withdraw", "proposals/1/withdrawal"), why()),
        "list_outcomes" => ("/outcomes".into(), None),
        "write_lessons" => {
            let plan = json!({ "text": "Meet their new chief.", "owner": "mover", "due_on": "2032-01-01" });
            let body = json!({ "themes": ["product: reporting"], "lessons": "Ask earlier.", "strength": "weak", "plan": plan });
            (format!("/renewals/{}/lessons", renewals["K-p-lesson"]), Some(body))
        }
        "close_renewal" => {
            let promise = json!({ "promise": "Connect their archive", "owner": "mover", "due_on": "2031-06-01" });
            let body =
                json!({ "way": "renewed", "end_on": "2034-01-01", "reason": "value_proven", "words": "It works.", "promises": [promise] });
            (of("K-p-close", "closing"), Some(body))
        }
        "read_care" => ("/care".into(), None),
        "set_care" => {
            let owed = json!({ "tier": 3, "review_days": 200, "contacts_least": 1, "contacts_most": 9, "evidence": "warn" });
            ("/care".into(), Some(owed))
        }
        "read_discount_limits" => ("/discount-limits".into(), None),
        "set_discount_limit" => ("/discount-limits".into(), Some(json!({ "role": "ops", "share_bps": 100, "amount_minor": 500_000 }))),
        _ => return None,
    })
}
