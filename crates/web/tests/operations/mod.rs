//! Things to work on, and for every operation a request that fits them.
#![allow(dead_code, reason = "each test uses a part")]

mod expansions;
mod proposals;
mod rooms;

use crate::client::{Ask, Site};
use axum::http::{Method, StatusCode};
use expansions::Expansions;
use jiff::ToSpan;
use jiff::civil::Date;
use rooms::Rooms;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tenure_app::Actor;

/// What the requests are about.
pub struct Prepared {
    pub today: Date,
    /// The renewal of each contract, by contract number.
    pub renewals: BTreeMap<String, String>,
    pub activity: String,
    pub absence: String,
    pub reassignment: String,
    pub policy: String,
    /// Findings: to set aside, set aside.
    pub findings: [String; 2],
    /// Open steps: to put off, put off, to give, given, to complete with others.
    pub steps: [String; 5],
    pub channel: String,
    pub job: String,
    /// A handoff for each verb on handoffs.
    pub handoffs: BTreeMap<String, String>,
    /// An expansion for each verb on expansions.
    pub expansions: Expansions,
    /// What is written down of T-1.
    pub rooms: Rooms,
}

/// Contracts that do not renew by themselves: only such a one is lost without a notice.
const LOSABLE: [&str; 2] = ["K-lose", "K-lost"];

/// A contract on the account T-1 that runs for a year from today.
pub fn contract(reference: &str, today: Date) -> Value {
    json!({
        "reference": reference, "account": "T-1", "currency": "USD", "auto_renew": !LOSABLE.contains(&reference), "notice_days": 60, "renewal_months": 12,
        "start_on": today.to_string(), "end_on": today.saturating_add(1.year()).to_string(),
        "lines": [{ "product": "Platform", "business_unit": "All", "kind": "recurring", "quantity": "10", "unit_price": "1200.00", "price_period": "year" }],
    })
}

pub fn account(reference: &str, name: &str) -> Value {
    json!({ "reference": reference, "name": name, "tier": 2, "segment": "mid", "region": "EMEA" })
}

fn person(reference: &str) -> Value {
    let email = format!("{reference}@halden.example");
    json!({ "reference": reference, "name": "Some One", "email": email, "role": "csm", "region": "EMEA", "active_from": "2020-01-01" })
}

/// Sends what must be accepted.
pub async fn accepted(site: &Site, ask: Ask) -> Value {
    let what = format!("{} {}", ask.method, ask.path);
    let reply = site.send(ask).await;
    assert_eq!(reply.status, StatusCode::OK, "{what}: {}", reply.text);
    reply.json()
}

/// Accounts, contracts and people of their own, so that no operation is in another one's way.
pub async fn prepare(site: &Site, token: &str) -> Prepared {
    let get = |path: String| accepted(site, Ask::get(&path).token(token));
    let send = |method: Method, path: &str, body: &Value| accepted(site, Ask::new(method, path).token(token).json(body));
    let today: Date = get("/renewals".into()).await["today"].as_str().expect("today").parse().expect("a day");
    for (reference, name) in [("T-1", "Tarn Mills"), ("T-2", "Tarn Mills North"), ("T-3", "Tarn Holding")] {
        send(Method::POST, "/accounts", &account(reference, name)).await;
    }
    send(Method::PUT, "/plan-rates/2032/CHF", &json!({ "rate": "1.1" })).await;
    send(Method::PUT, "/exchange-rates/2026-01-06/CHF", &json!({ "rate": "1.1" })).await;
    for day in ["/holidays/2032-12-24", "/countries/SA/holidays/2032-09-23"] {
        send(Method::PUT, day, &json!({ "name": "A day off" })).await;
    }
    for (name, kind) in [("not_used", "flag"), ("budget", "money")] {
        send(Method::PUT, &format!("/fields/{name}"), &json!({ "label": name, "kind": kind })).await;
    }
    send(Method::PUT, "/products/Deep%20survey", &json!({ "easy_setup": true, "low_effort": true })).await;
    send(Method::POST, "/reports", &json!({ "title": "Retention, the first" })).await;
    for reference in ["mover", "leaver"] {
        send(Method::POST, "/people", &person(reference)).await;
    }
    let mut renewals = BTreeMap::new();
    for reference in [
        "K-read", "K-amend", "K-renew", "K-notice", "K-taken", "K-cancel", "K-lead", "K-follow", "K-group", "K-index", "K-move", "K-lose",
        "K-lost",
    ]
    .into_iter()
    .chain(proposals::CONTRACTS)
    {
        send(Method::POST, "/contracts", &contract(reference, today)).await;
        let found = get(format!("/contracts/{reference}")).await;
        renewals.insert(reference.to_string(), found["terms"][0]["renewal"].as_str().expect("a renewal").to_string());
    }
    let said = json!({ "category": "commit", "reason": "They confirmed it." });
    send(Method::POST, &format!("/renewals/{}/forecast", renewals["K-index"]), &said).await;
    let handoffs = hand_over(site, token).await;
    proposals::prepare(site, token, &renewals).await;
    send(Method::PUT, "/contracts/K-taken/notice", &json!({ "received_on": today.to_string() })).await;
    send(Method::PUT, "/contracts/K-group/co-term", &json!({ "lead": "K-lead" })).await;
    send(Method::POST, &format!("/renewals/{}/loss", renewals["K-lost"]), &json!({ "reason": "price", "words": "Too dear." })).await;
    send(Method::POST, &format!("/renewals/{}/reassignments", renewals["K-read"]), &reassignment(today)).await;
    send(Method::POST, "/accounts/T-1/activities", &json!({ "kind": "call", "subject": "Hello", "ours": ["mover"] })).await;
    let away = json!({ "from_on": today.to_string(), "to_on": today.saturating_add(3.days()).to_string() });
    send(Method::POST, "/people/mover/absences", &away).await;
    let text = |value: &Value| value.as_str().expect("a text").to_string();
    // One for each verb on drafts, by somebody else, so that whoever asks may be the second reader.
    let writer = Actor::Operator("Writer".into());
    for verb in ["activate", "change", "discard", "review"] {
        site.at.app.begin_draft(&writer, tenure_core::catalog::STARTER_POLICY.1.into(), verb.into()).await.expect("a draft");
    }
    let channel = send(Method::POST, "/channels", &channel()).await;
    let read = get(format!("/renewals/{}", renewals["K-read"])).await;
    let open = |lead: &str, at: usize| {
        let steps = read["steps"].as_array().expect("steps").iter();
        let mut open = steps.filter(|step| step["lead"] == lead && ["late", "next", "open"].iter().any(|state| step["state"] == *state));
        text(&open.nth(at).expect("an open step")["task"])
    };
    let steps = [open("commercial", 0), open("commercial", 1), open("value", 0), open("value", 1), open("commercial", 2)];
    let until = today.saturating_add(1.day()).to_string();
    send(Method::POST, &format!("/tasks/{}/postponement", steps[1]), &json!({ "until": until, "reason": "They are on holiday." })).await;
    send(Method::POST, &format!("/tasks/{}/delegation", steps[3]), &json!({ "to": "mover", "reason": "Knows their trade." })).await;
    let found = get("/findings".into()).await;
    let findings = [0, 1].map(|at| text(&found["items"][at]["id"]));
    let aside = json!({ "until": until, "reason": "They wait for their board." });
    send(Method::POST, &format!("/findings/{}/dismissal", findings[1]), &aside).await;
    Prepared {
        findings,
        steps,
        channel: text(&channel["reference"]),
        job: failed_job(site).await,
        activity: text(&get("/accounts/T-1/activities".into()).await["items"][0]["id"]),
        absence: text(&get("/people/mover".into()).await["absences"][0]["id"]),
        reassignment: text(&get(format!("/renewals/{}", renewals["K-read"])).await["reassignments"][0]["id"]),
        policy: text(&get("/policy".into()).await["versions"][0]["text"]),
        expansions: expansions::prepare(site, token, today).await,
        rooms: rooms::prepare(site, token).await,
        today,
        renewals,
        handoffs,
    }
}

/// Other people for running renewals of the sample company: four handoffs for an operation each; of one both have gone through it already.
async fn hand_over(site: &Site, token: &str) -> BTreeMap<String, String> {
    let send = async |method: Method, path: String, body: Value| accepted(site, Ask::new(method, &path).token(token).json(&body)).await;
    for (account, role, person) in
        [("A-1", "csm", "mover"), ("A-1", "ae", "theo"), ("A-7", "csm", "mover"), ("A-13", "csm", "mover"), ("A-13", "ae", "theo")]
    {
        send(Method::PUT, format!("/accounts/{account}/team/{role}"), json!({ "person": person })).await;
    }
    let page = accepted(site, Ask::get("/handoffs?waiting=true&limit=200").token(token)).await;
    let open = page["items"].as_array().expect("handoffs").iter().filter(|item| item["state"] == "opened");
    let mut open = open.map(|item| item["reference"].as_str().expect("a reference").to_string());
    let handoffs: BTreeMap<String, String> =
        ["meet", "accept", "decline", "waive"].map(|verb| (verb.to_string(), open.next().expect("four handoffs that wait"))).into();
    send(Method::POST, format!("/handoffs/{}/meeting", handoffs["accept"]), internal_step("Went through it together")).await;
    handoffs
}

fn channel() -> Value {
    json!({ "service": "slack", "name": "#renewals", "address": "https://hooks.chat.example/secret", "kinds": [] })
}

/// A job that was given up.
async fn failed_job(site: &Site) -> String {
    let now = site.at.app.now();
    let id = tenure_core::primitives::JobId("00000000-0000-7000-8000-000000000001".parse().expect("an id"));
    let work = (tenure_core::job::JobKind::Chat, "chat:gone".to_string(), "gone".to_string());
    let tx = site.at.app.store().write().await.expect("a turn");
    let job = tenure_core::job::Job::waiting(id, work, (now, now)).given_up(now);
    tx.put_job(&job).await.expect("a job");
    tx.commit().await.expect("written");
    id.to_string()
}

fn internal_step(subject: &str) -> Value {
    json!({ "kind": "note", "subject": subject })
}

pub fn reassignment(today: Date) -> Value {
    let until_on = today.saturating_add(30.days()).to_string();
    json!({ "responsibility": "commercial", "person": "mover", "reason": "Knows them.", "until_on": until_on })
}

impl Prepared {
    /// The path, where it differs from the document's for other reasons than a reference, and the body of a sound request.
    pub fn sound(&self, id: &str) -> Option<(String, Option<Value>)> {
        self.of_accounts(id)
            .or_else(|| self.expansions.sound(id))
            .or_else(|| self.rooms.sound(id))
            .or_else(|| proposals::sound(id, &self.renewals))
            .or_else(|| self.of_lists(id))
            .or_else(|| self.of_contracts(id))
            .or_else(|| self.of_others(id))
    }

    /// The address of the handoff for a verb.
    pub fn handoff(&self, verb: &str) -> String {
        format!("/handoffs/{}", self.handoffs[verb])
    }

    fn of_accounts(&self, id: &str) -> Option<(String, Option<Value>)> {
        let (path, body) = match id {
            "add_account" => ("/accounts".into(), Some(account("T-9", "Newcomer"))),
            "edit_account" => ("/accounts/T-1".into(), Some(json!({ "name": "Tarn Mills Group", "tier": 1 }))),
            "set_risk" => ("/accounts/T-1/risk".into(), Some(json!({ "risk": "red", "reason": "Logins stopped." }))),
            "set_team" => ("/accounts/T-1/team/csm".into(), Some(json!({ "person": "mover" }))),
            "merge_accounts" => ("/accounts/T-2/merger".into(), Some(json!({ "into": "T-3", "reason": "One company now." }))),
            "set_stakeholder" => {
                ("/accounts/T-1/stakeholders/T-1-P1".into(), Some(json!({ "name": "Ines Moll", "roles": ["champion", "legal"] })))
            }
            "log_activity" => {
                ("/accounts/T-1/activities".into(), Some(json!({ "kind": "meeting", "subject": "Plan for the year", "ours": ["mover"] })))
            }
            "withdraw_activity" => (format!("/accounts/T-1/activities/{}", self.activity), None),
            "list_activities" => ("/accounts/T-1/activities".into(), None),
            "list_stakeholders" => ("/accounts/T-1/stakeholders".into(), None),
            _ => return None,
        };
        Some((path, body))
    }

    fn of_contracts(&self, id: &str) -> Option<(String, Option<Value>)> {
        let day = |days: i32| self.today.saturating_add(days.days()).to_string();
        let (path, body) = match id {
            "sign_contract" => ("/contracts".into(), Some(contract("K-new", self.today))),
            "read_contract" => ("/contracts/K-read".into(), None),
            "amend_contract" => ("/contracts/K-amend".into(), Some(json!({ "notice_days": 90, "auto_renew": false }))),
            "renew_contract" => {
                ("/contracts/K-renew/terms".into(), Some(json!({ "end_on": day(730), "reason": "value_proven", "words": "It pays." })))
            }
            "give_notice" => ("/contracts/K-notice/notice".into(), Some(json!({ "received_on": day(0) }))),
            "withdraw_notice" => ("/contracts/K-taken/notice".into(), None),
            "cancel_contract" => ("/contracts/K-cancel/cancellation".into(), Some(json!({ "end_on": day(30), "reason": "budget" }))),
            "index_contract" => (
                "/contracts/K-index/indexation".into(),
                Some(json!({ "index": "CPI October 2026", "index_bps": 310, "floor_bps": 200, "cap_bps": 500, "from_on": day(30) })),
            ),
            "co_term_contract" => ("/contracts/K-follow/co-term".into(), Some(json!({ "lead": "K-lead" }))),
            "leave_co_term" => ("/contracts/K-group/co-term".into(), None),
            "move_contract" => ("/contracts/K-move/account".into(), Some(json!({ "account": "T-3", "reason": "Bought by it." }))),
            _ => return None,
        };
        Some((path, body))
    }

    fn of_lists(&self, id: &str) -> Option<(String, Option<Value>)> {
        let rate = Some(json!({ "rate": "1.09" }));
        let (path, body) = match id {
            "set_plan_rate" => ("/plan-rates/2031/CHF", rate),
            "remove_plan_rate" => ("/plan-rates/2032/CHF", None),
            "set_exchange_rate" => ("/exchange-rates/2026-01-05/CHF", rate),
            "remove_exchange_rate" => ("/exchange-rates/2026-01-06/CHF", None),
            "set_holiday" => ("/holidays/2031-12-24", Some(json!({ "name": "Christmas Eve" }))),
            "set_country_holiday" => ("/countries/DE/holidays/2031-12-24", Some(json!({ "name": "Heiligabend" }))),
            "remove_country_holiday" => ("/countries/SA/holidays/2032-09-23", None),
            "remove_holiday" => ("/holidays/2032-12-24", None),
            "set_product" => ("/products/Ore%20ledger", Some(json!({ "easy_setup": true, "low_effort": false }))),
            "remove_product" => ("/products/Deep%20survey", None),
            "set_field" => ("/fields/industry", Some(json!({ "label": "Industry", "kind": "word" }))),
            "remove_field" => ("/fields/not_used", None),
            "set_profile" => ("/people/mover/profile", Some(json!({ "skills": ["german"], "commercial": true, "capacity": 20 }))),
            "describe_account" => {
                ("/accounts/T-1/fields", Some(json!({ "needs": ["german"], "fields": [{ "name": "budget", "value": "1200.50" }] })))
            }
            "list_units" => ("/accounts/T-1/units", None),
            _ => return None,
        };
        Some((path.into(), body))
    }

    fn of_others(&self, id: &str) -> Option<(String, Option<Value>)> {
        let day = |days: i32| self.today.saturating_add(days.days()).to_string();
        let renewal = |contract: &str, rest: &str| format!("/renewals/{}/{rest}", self.renewals[contract]);
        let (path, body) = match id {
            "begin_draft" => ("/policy/drafts".into(), Some(json!({ "text": self.policy, "note": "For the new year." }))),
            "read_draft" => ("/policy/drafts/D-1".into(), None),
            "activate_draft" => ("/policy/drafts/D-1/activation".into(), Some(json!({ "reason": "Nobody else is here." }))),
            "change_draft" => ("/policy/drafts/D-2".into(), Some(json!({ "text": "not yet a policy" }))),
            "discard_draft" => ("/policy/drafts/D-3".into(), None),
            "review_draft" => ("/policy/drafts/D-4/review".into(), Some(json!({ "words": "Read." }))),
            "list_playbooks" => ("/playbooks".into(), None),
            "read_playbook" => ("/playbooks/joint-120".into(), None),
            "plan_playbook" => ("/playbooks/plan".into(), Some(json!({ "text": playbook() }))),
            "publish_playbook" => ("/playbooks".into(), Some(json!({ "text": playbook(), "reason": "The last push comes earlier." }))),
            "plan_policy" => ("/policy/plan".into(), Some(json!({ "text": self.policy }))),
            "read_forecast" => ("/forecast?person=daniel".into(), None),
            "read_team_forecast" => ("/forecast/team?person=victor".into(), None),
            "submit_forecast" => ("/forecast/submissions".into(), Some(json!({ "kind": "team", "person": "victor" }))),
            "adjust_forecast" => {
                ("/forecast/adjustments".into(), Some(json!({ "person": "daniel", "delta_minor": 0, "reason": "As they say." })))
            }
            "read_renewal_forecast" => (renewal("K-read", "forecast"), None),
            "call_renewal" => {
                let said = json!({ "category": "best_case", "expected_minor": 600_000, "reason": "They lose a team." });
                (renewal("K-read", "forecast"), Some(said))
            }
            "take_back_call" => (renewal("K-index", "forecast/withdrawal"), Some(json!({ "reason": "It was another one." }))),
            "lose_renewal" => (renewal("K-lose", "loss"), Some(json!({ "reason": "competitor", "words": "They went elsewhere." }))),
            "reopen_renewal" => (renewal("K-lost", "outcome"), Some(json!({ "reason": "It was another customer." }))),
            "read_handoff" => (self.handoff("meet"), None),
            "meet_handoff" => (format!("{}/meeting", self.handoff("meet")), Some(internal_step("Went through the rest"))),
            "accept_handoff" => (format!("{}/acceptance", self.handoff("accept")), Some(json!({ "note": "Gladly." }))),
            "decline_handoff" => (format!("{}/refusal", self.handoff("decline")), Some(json!({ "reason": "No room." }))),
            "waive_handoff" => (format!("{}/waiver", self.handoff("waive")), Some(json!({ "reason": "Signs tomorrow." }))),
            "reassign_renewal" => (renewal("K-notice", "reassignments"), Some(reassignment(self.today))),
            "end_reassignment" => (renewal("K-read", &format!("reassignments/{}", self.reassignment)), None),
            "dismiss_finding" => {
                let aside = json!({ "until": day(1), "reason": "They wait for their board." });
                (format!("/findings/{}/dismissal", self.findings[0]), Some(aside))
            }
            "bring_back_finding" => (format!("/findings/{}/dismissal", self.findings[1]), None),
            "put_off_task" => {
                (format!("/tasks/{}/postponement", self.steps[0]), Some(json!({ "until": day(1), "reason": "They are on holiday." })))
            }
            "bring_back_task" => (format!("/tasks/{}/postponement", self.steps[1]), None),
            "give_task" => (format!("/tasks/{}/delegation", self.steps[2]), Some(json!({ "to": "mover", "reason": "Knows their trade." }))),
            "complete_tasks" => {
                ("/tasks/completions".into(), Some(json!({ "tasks": [self.steps[4]], "evidence": "All of it was agreed." })))
            }
            "put_off_tasks" => {
                let asked = json!({ "tasks": [self.steps[0], self.steps[2]], "until": day(1), "reason": "They are on holiday." });
                ("/tasks/postponements".into(), Some(asked))
            }
            "give_tasks" => {
                let asked = json!({ "tasks": [self.steps[0], self.steps[2]], "to": "mover", "reason": "Knows their trade." });
                ("/tasks/delegations".into(), Some(asked))
            }
            "take_back_task" => (format!("/tasks/{}/delegation", self.steps[3]), None),
            "add_person" => ("/people".into(), Some(person("joiner"))),
            "read_person" => ("/people/mover".into(), None),
            "move_person" => ("/people/mover".into(), Some(json!({ "region": "APAC", "manager": null }))),
            "plan_departure" => ("/people/leaver/departure".into(), None),
            "record_departure" => ("/people/leaver/departure".into(), Some(json!({ "left_on": day(0) }))),
            "set_absence" => ("/people/mover/absences".into(), Some(json!({ "from_on": day(40), "to_on": day(44), "delegate": "priya" }))),
            "end_absence" => (format!("/absences/{}", self.absence), None),
            "seal_report" => {
                let parameters = json!([{ "name": "as_of", "value": day(-30) }, { "name": "grace_days", "value": "30" }]);
                ("/reports".into(), Some(json!({ "title": "Retention for the board", "parameters": parameters })))
            }
            "read_report" => ("/reports/S-1".into(), None),
            "answer_advisor" => {
                ("/advisor/answers".into(), Some(json!({ "answers": [{ "fact": "pay", "value": "paid", "note": "On GRR." }] })))
            }
            "set_handoff_clocks" => {
                ("/handoff-clocks".into(), Some(json!({ "accept_days": 3, "introduce_days": 10, "protected_days": 14 })))
            }
            "set_organisation" => (
                "/organisation".into(),
                Some(json!({ "name": "Halden Software", "stage": "5m_to_25m", "fiscal_year_start": 2, "absence_moves_after_days": 10 })),
            ),
            "add_channel" => ("/channels".into(), Some(channel())),
            "remove_channel" => (format!("/channels/{}", self.channel), None),
            "retry_job" => (format!("/jobs/{}/retry", self.job), None),
            "see_notices" => ("/notices/seen".into(), Some(json!({ "notices": [] }))),
            "set_notice_preference" => {
                ("/notices/preference".into(), Some(json!({ "digest": "daily", "hour": 7, "kinds": ["notice_deadline"] })))
            }
            "set_ledger_rules" => ("/ledger-rules".into(), Some(ledger_rules())),
            "activate_policy" => ("/policy".into(), Some(json!({ "text": self.policy }))),
            _ => return None,
        };
        Some((path, body))
    }
}

fn ledger_rules() -> Value {
    json!({
        "discounts": "every", "grace_days": 30, "returning": "new", "overlaps": "sum", "renewed_by": "account", "lapse_days_to_new": 180,
        "upsell_share_bps": 1500, "upsell_units": 40, "precedence": ["cross_sell", "cross_division", "cross_stakeholder"]
    })
}

/// A shipped playbook with one step on another day.
fn playbook() -> String {
    let (_, text) = tenure_core::catalog::PLAYBOOK_FILES[0];
    text.replace("days_before_anchor = 45", "days_before_anchor = 47")
}
