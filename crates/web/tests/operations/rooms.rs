//! What is written down of an account, one thing for each verb, and a request that fits each operation on it.

use super::accepted;
use crate::client::{Ask, Site};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Entries by the verb that they are for.
pub struct Rooms {
    values: BTreeMap<String, String>,
    objections: BTreeMap<String, String>,
    commitments: BTreeMap<String, String>,
    comments: BTreeMap<String, String>,
    documents: BTreeMap<String, String>,
}

fn outcome(title: &str) -> Value {
    json!({ "kind": "outcome", "title": title, "unit": "days a claim", "baseline": "12", "target": "4.5" })
}

fn document(title: &str) -> Value {
    json!({ "kind": "quote", "title": title, "address": format!("https://files.example/{}", title.replace(' ', "-")) })
}

/// Writes one down for each verb.
pub async fn prepare(site: &Site, token: &str) -> Rooms {
    let send = async |method: Method, path: &str, body: Value| accepted(site, Ask::new(method, path).token(token).json(&body)).await;
    send(Method::PUT, "/accounts/T-1/stakeholders/T-1-P9", json!({ "name": "Nadia Roth" })).await;
    for verb in ["read", "confirm", "withdraw"] {
        send(Method::POST, "/accounts/T-1/value", outcome(&format!("For {verb}"))).await;
    }
    for verb in ["answer", "resolve", "withdraw"] {
        send(Method::POST, "/accounts/T-1/objections", json!({ "kind": "price", "text": format!("For {verb}") })).await;
    }
    for verb in ["end", "withdraw"] {
        let body = json!({ "promise": format!("For {verb}"), "owner": "mover", "due_on": "2027-01-15" });
        send(Method::POST, "/accounts/T-1/commitments", body).await;
    }
    for verb in ["correct", "withdraw"] {
        send(Method::POST, "/accounts/T-1/comments", json!({ "text": format!("For {verb}") })).await;
    }
    for verb in ["change", "withdraw"] {
        send(Method::POST, "/accounts/T-1/documents", document(&format!("For {verb}"))).await;
    }
    let ids = async |what: &str, name: &str| {
        let list = accepted(site, Ask::get(&format!("/accounts/T-1/{what}")).token(token)).await;
        let items = list["items"].as_array().expect("a list").iter();
        let text = |value: &Value| value.as_str().expect("a text").to_string();
        items.map(|item| (text(&item[name]), text(&item["id"]))).collect::<BTreeMap<_, _>>()
    };
    Rooms {
        values: ids("value", "title").await,
        objections: ids("objections", "text").await,
        commitments: ids("commitments", "promise").await,
        comments: ids("comments", "text").await,
        documents: ids("documents", "title").await,
    }
}

impl Rooms {
    /// The path and the body of a sound request.
    pub fn sound(&self, id: &str) -> Option<(String, Option<Value>)> {
        let value = |verb: &str, rest: &str| format!("/accounts/T-1/value/{}{rest}", self.values[&format!("For {verb}")]);
        let objection = |verb: &str, rest: &str| format!("/accounts/T-1/objections/{}{rest}", self.objections[&format!("For {verb}")]);
        let commitment = |verb: &str, rest: &str| format!("/accounts/T-1/commitments/{}{rest}", self.commitments[&format!("For {verb}")]);
        let comment = |verb: &str, rest: &str| format!("/accounts/T-1/comments/{}{rest}", self.comments[&format!("For {verb}")]);
        let linked = |verb: &str, rest: &str| format!("/accounts/T-1/documents/{}{rest}", self.documents[&format!("For {verb}")]);
        Some(match id {
            "list_comments" => ("/accounts/T-1/comments".into(), None),
            "write_comment" => ("/accounts/T-1/comments".into(), Some(json!({ "text": "They ask for two years." }))),
            "correct_comment" => (comment("correct", ""), Some(json!({ "text": "They ask for three years." }))),
            "withdraw_comment" => (comment("withdraw", "/withdrawal"), Some(json!({ "reason": "Another customer." }))),
            "list_documents" => ("/accounts/T-1/documents".into(), None),
            "add_document" => ("/accounts/T-1/documents".into(), Some(document("Their deck"))),
            "change_document" => (linked("change", ""), Some(document("Their new deck"))),
            "withdraw_document" => (linked("withdraw", "/withdrawal"), Some(json!({ "reason": "Another customer." }))),
            "judge_stakeholder" => {
                let body =
                    json!({ "influence": "high", "sentiment": "supporter", "reason": "She asked for the price.", "known_by": ["mover"] });
                ("/accounts/T-1/stakeholders/T-1-P9/standpoint".into(), Some(body))
            }
            "list_objections" => ("/accounts/T-1/objections".into(), None),
            "raise_objection" => {
                ("/accounts/T-1/objections".into(), Some(json!({ "kind": "legal", "text": "Data must stay here", "raised_by": "T-1-P9" })))
            }
            "answer_objection" => (objection("answer", "/answer"), Some(json!({ "words": "Two years at 3%." }))),
            "resolve_objection" => (objection("resolve", "/resolution"), Some(json!({ "words": "They took it." }))),
            "withdraw_objection" => (objection("withdraw", "/withdrawal"), Some(json!({ "reason": "Somebody else said it." }))),
            "list_commitments" => ("/accounts/T-1/commitments".into(), None),
            "make_commitment" => {
                let body = json!({ "promise": "A test system", "to": "T-1-P9", "owner": "mover", "due_on": "2027-01-20" });
                ("/accounts/T-1/commitments".into(), Some(body))
            }
            "end_commitment" => (commitment("end", "/ending"), Some(json!({ "end": "kept", "note": "A week early." }))),
            "withdraw_commitment" => (commitment("withdraw", "/withdrawal"), Some(json!({ "reason": "Not promised by us." }))),
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
