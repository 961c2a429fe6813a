//! Expansions to work on, one for each verb, and a request that fits each operation on them.

use super::{accepted, contract, reassignment};
use crate::client::{Ask, Site};
use axum::http::Method;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Expansions by the verb that they are for.
pub struct Expansions {
    references: BTreeMap<String, String>,
    reassignment: String,
    movement: String,
    today: Date,
}

pub fn raised(what: &str) -> Value {
    json!({ "expansion_type": "cross_sell", "expected_arr_minor": 1_200_000, "currency": "USD", "what": what, "found_by": "mover" })
}

/// Raises one for each verb; those that need an answer have it, and a contract that begins tomorrow may close one.
pub async fn prepare(site: &Site, token: &str, today: Date) -> Expansions {
    let send = async |method: Method, path: String, body: Value| accepted(site, Ask::new(method, &path).token(token).json(&body)).await;
    let mut references = BTreeMap::new();
    for verb in ["accept", "reject", "withdraw", "correct", "reassign", "end", "win", "lose", "reopen"] {
        let answer = send(Method::POST, "/accounts/T-1/expansions".into(), raised(&format!("For {verb}"))).await;
        references.insert(verb.to_string(), answer["reference"].as_str().expect("a reference").to_string());
    }
    for verb in ["win", "lose"] {
        send(Method::POST, format!("/expansions/{}/acceptance", references[verb]), json!({ "note": "" })).await;
    }
    send(Method::POST, format!("/expansions/{}/refusal", references["reopen"]), json!({ "reason": "No budget." })).await;
    send(Method::POST, format!("/expansions/{}/reassignments", references["end"]), reassignment(today)).await;
    let (start_on, end_on) = (today.saturating_add(1.day()), today.saturating_add(1.year()));
    let mut more = contract("K-more", today);
    more["start_on"] = json!(start_on.to_string());
    more["end_on"] = json!(end_on.to_string());
    more["lines"][0]["product"] = json!("Dispatch");
    send(Method::POST, "/contracts".into(), more).await;
    let of_one = accepted(site, Ask::get(&format!("/expansions/{}", references["end"])).token(token)).await;
    let winnable = accepted(site, Ask::get(&format!("/expansions/{}", references["win"])).token(token)).await;
    let movements = winnable["movements"].as_array().expect("movements");
    let fitting = movements.iter().find(|movement| movement["expansion_type"] == "cross_sell").expect("a cross-sell");
    let text = |value: &Value| value.as_str().expect("a text").to_string();
    Expansions { reassignment: text(&of_one["reassignments"][0]["id"]), movement: text(&fitting["movement"]), references, today }
}

impl Expansions {
    /// The path and the body of a sound request.
    pub fn sound(&self, id: &str) -> Option<(String, Option<Value>)> {
        let of = |verb: &str, rest: &str| format!("/expansions/{}{rest}", self.references[verb]);
        let why = || Some(json!({ "reason": "They changed their mind." }));
        Some(match id {
            "raise_expansion" => ("/accounts/T-1/expansions".into(), Some(raised("The north mill asked"))),
            "read_expansion" => (of("accept", ""), None),
            "correct_expansion" => {
                let body = json!({ "expansion_type": "big_upsell", "expected_arr_minor": 2_400_000, "what": "Two mills, not one" });
                (of("correct", ""), Some(body))
            }
            "accept_expansion" => (of("accept", "/acceptance"), Some(json!({ "note": "Gladly." }))),
            "reject_expansion" => (of("reject", "/refusal"), why()),
            "withdraw_expansion" => (of("withdraw", "/withdrawal"), why()),
            "win_expansion" => (of("win", "/win"), Some(json!({ "movements": [self.movement] }))),
            "lose_expansion" => (of("lose", "/loss"), why()),
            "reopen_expansion" => (of("reopen", "/reopening"), why()),
            "reassign_expansion" => (of("reassign", "/reassignments"), Some(reassignment(self.today))),
            "end_expansion_reassignment" => (of("end", &format!("/reassignments/{}", self.reassignment)), None),
            _ => return None,
        })
    }
}
