//! What is written down of an account, one thing for each verb, and a request that fits each operation on it.

use super::accepted;
use crate::client::{Ask, Site};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Entries by the verb that they are for.
pub struct Rooms {
    values: BTreeMap<String, String>,
}

fn outcome(title: &str) -> Value {
    json!({ "kind": "outcome", "title": title, "unit": "days a claim", "baseline": "12", "target": "4.5" })
}

/// Writes one down for each verb.
pub async fn prepare(site: &Site, token: &str) -> Rooms {
    let send = async |method: Method, path: &str, body: Value| accepted(site, Ask::new(method, path).token(token).json(&body)).await;
    send(Method::PUT, "/accounts/T-1/stakeholders/T-1-P9", json!({ "name": "Nadia Roth" })).await;
    for verb in ["read", "confirm", "withdraw"] {
        send(Method::POST, "/accounts/T-1/value", outcome(&format!("For {verb}"))).await;
    }
    let list = accepted(site, Ask::get("/accounts/T-1/value").token(token)).await;
    let items = list["items"].as_array().expect("entries").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_string();
    Rooms { values: items.map(|item| (text(&item["title"]), text(&item["id"]))).collect() }
}

impl Rooms {
    /// The path and the body of a sound request.
    pub fn sound(&self, id: &str) -> Option<(String, Option<Value>)> {
        let value = |verb: &str, rest: &str| format!("/accounts/T-1/value/{}{rest}", self.values[&format!("For {verb}")]);
        Some(match id {
            "list_value" => ("/accounts/T-1/value".into(), None),
            "note_value" => {
                let factors =
                    json!([{ "name": "Hours saved", "quantity": "10", "unit": "a week" }, { "name": "Rate", "quantity": "62.50" }]);
                let body = json!({ "kind": "roi", "title": "Hours saved", "factors": factors, "currency": "USD", "with": "T-1-P9" });
                ("/accounts/T-1/value".into(), Some(body))
            }
            "read_outcome" => (value("read", "/readings"), Some(json!({ "actual": "7.25", "note": "Their June report" }))),
            "confirm_value" => (value("confirm", "/confirmation"), Some(json!({ "by": "T-1-P9" }))),
            "withdraw_value" => (value("withdraw", "/withdrawal"), Some(json!({ "reason": "It was another customer." }))),
            _ => return None,
        })
    }
}
