//! Every verb writes all of itself and one event, or nothing; on both engines, also side by side.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use std::collections::BTreeSet;
use tenure_app::{Access, Activation, Actor, Amendment, AppError, NewAccount, NewContract, NewTeammate, NewTerm, User};
use tenure_core::account::Risk;
use tenure_core::commands::{Completion, Judgement};
use tenure_core::contract::ContractKind;
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::primitives::{Currency, TaskId, TeammateId, UserId};
use tenure_core::renewal::TaskState;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::{Location, Scope};
use uuid::Uuid;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

/// All facts in a fixed order, and the number of events.
async fn state(at: &TestApp) -> (String, u64) {
    let tx = at.app.store().read().await.unwrap();
    let mut facts = tx.facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap();
    facts.team.sort();
    facts.ledger.values_mut().for_each(|entries| entries.sort_by_key(|e| e.id));
    let (last, events, lowest, highest) = tx.log_figures().await.unwrap();
    assert_eq!((events, highest), (last, last), "numbers of events have no hole");
    assert!(lowest <= 1);
    (format!("{facts:?}"), last)
}

async fn facts(at: &TestApp) -> Facts {
    at.app.store().read().await.unwrap().facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap()
}

async fn tasks(at: &TestApp, state: TaskState) -> Vec<TaskId> {
    let facts = facts(at).await;
    let open = facts.tasks.values().filter(|task| facts.renewals[&task.renewal].is_open());
    open.filter(|task| task.state == state).map(|task| task.id).collect()
}

fn account(reference: &str) -> NewAccount {
    let (segment, region) = ("Small".into(), "EMEA".into());
    NewAccount {
        reference: reference.into(),
        name: format!("Customer {reference}"),
        tier: 3,
        segment,
        region,
        parent: None,
        fiscal_year_start: None,
        country: None,
    }
}

fn unjudged() -> Judgement {
    Judgement { risk: Risk::Unknown, reason: String::new(), expires_on: None }
}

fn judged(risk: Risk) -> Judgement {
    Judgement { risk, reason: "usage fell by half".into(), expires_on: None }
}

fn successor(end_on: &str) -> NewTerm {
    let end_on = end_on.parse().unwrap();
    NewTerm { end_on, lines: Vec::new(), uplift_bps: 0, signed_on: None, reason: None, words: String::new() }
}

fn hire(reference: &str) -> NewTeammate {
    NewTeammate {
        reference: reference.into(),
        name: "Mina Ode".into(),
        email: format!("{reference}@halden.example"),
        role: Role::Csm,
        manager: Some("elena".into()),
        region: "EMEA".into(),
        country: None,
        active_from: "2026-11-23".parse().unwrap(),
    }
}

fn contract(reference: &str, account: &str, end_on: &str) -> NewContract {
    NewContract {
        reference: reference.into(),
        account: account.into(),
        currency: Currency::USD,
        auto_renew: true,
        notice_days: Some(30),
        renewal_months: 12,
        uplift_cap_bps: None,
        uplift_bps: 0,
        kind: ContractKind::Fixed,
        signed_on: None,
        start_on: "2026-11-23".parse().unwrap(),
        end_on: end_on.parse().unwrap(),
        lines: Vec::new(),
    }
}

#[tokio::test]
async fn an_accepted_verb_writes_exactly_one_event() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let (app, by) = (&at.app, operator());
        let task = tasks(&at, TaskState::Open).await[0];
        let (mut before, mut events) = state(&at).await;
        macro_rules! writes_one_event {
            ($verb:expr) => {{
                $verb.await.unwrap();
                let (after, now) = state(&at).await;
                assert_eq!(now, events + 1, "{}", stringify!($verb));
                assert_ne!(after, before, "{}", stringify!($verb));
                (before, events) = (after, now);
            }};
        }
        writes_one_event!(app.add_teammate(&by, hire("mina")));
        writes_one_event!(app.add_account(&by, account("A-31"), unjudged()));
        writes_one_event!(app.set_team(&by, "A-31", Role::Csm, "mina"));
        writes_one_event!(app.set_risk(&by, "A-31", judged(Risk::Red)));
        writes_one_event!(app.sign_contract(&by, contract("N-1", "A-31", "2027-11-23")));
        writes_one_event!(app.amend_contract(&by, "N-1", Amendment { notice_days: Some(None), ..Amendment::default() }));
        writes_one_event!(app.renew_contract(&by, "N-1", successor("2028-11-23")));
        writes_one_event!(app.complete_task(&by, task, Completion::Done, "It took place."));
        writes_one_event!(app.reopen_task(&by, task));
        writes_one_event!(app.mark_left(&by, "priya", None));
        writes_one_event!(app.activate_policy(&by, &Activation::of("policy.toml", tenure_core::catalog::STARTER_POLICY.1, "")));
        writes_one_event!(app.set_sample_today(&by, Some("2026-11-24".parse().unwrap())));
        assert!(app.check().await.unwrap().is_clean());
        app.set_risk(&by, "A-31", judged(Risk::Red)).await.unwrap();
        assert_eq!(state(&at).await, (before, events), "what changes nothing tells nothing");
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_refused_verb_writes_nothing() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let (app, by, stranger) = (&at.app, operator(), stranger());
        let (open, done) = (tasks(&at, TaskState::Open).await[0], tasks(&at, TaskState::Done).await[0]);
        let nowhere = TaskId(Uuid::nil());
        let before = state(&at).await;
        macro_rules! refused {
            ($verb:expr) => {
                $verb.await.err().expect(stringify!($verb))
            };
        }
        refused!(app.add_teammate(&by, hire("priya")));
        refused!(app.add_teammate(&by, NewTeammate { manager: Some("nobody".into()), ..hire("mina") }));
        refused!(app.add_account(&by, account("A-1"), unjudged()));
        refused!(app.add_account(&by, NewAccount { tier: 4, ..account("A-31") }, unjudged()));
        refused!(app.set_team(&by, "A-1", Role::Csm, "rafael"));
        refused!(app.set_risk(&by, "A-99", judged(Risk::Red)));
        refused!(app.sign_contract(&by, contract("HS-2024-0117", "A-1", "2027-11-23")));
        refused!(app.sign_contract(&by, contract("N-1", "A-1", "2026-11-23")));
        refused!(app.sign_contract(&by, NewContract { currency: Currency::NOK, ..contract("N-1", "A-1", "2027-11-23") }));
        refused!(app.renew_contract(&by, "HS-2024-0117", successor("2027-01-09")));
        refused!(app.amend_contract(&by, "HS-0", Amendment::default()));
        refused!(app.complete_task(&by, open, Completion::Done, "  "));
        refused!(app.complete_task(&by, done, Completion::Done, "Again."));
        refused!(app.reopen_task(&by, open));
        refused!(app.reopen_task(&by, nowhere));
        refused!(app.mark_left(&by, "ingrid", None));
        refused!(app.mark_left(&by, "rafael", None));
        refused!(app.activate_policy(&by, &Activation::of("policy.toml", "name = \"Nothing\"", "")));
        refused!(app.set_sample_today(&by, Some("2026-11-22".parse().unwrap())));
        for told in [
            refused!(app.set_sample_today(&stranger, None)),
            refused!(app.complete_task(&stranger, open, Completion::Done, "Not mine.")),
            refused!(app.add_account(&stranger, account("A-31"), unjudged())),
        ] {
            assert!(matches!(told, AppError::Forbidden(_)), "{told}");
        }
        assert_eq!(state(&at).await, before);
        at.app.close().await.unwrap();
    })
    .await
}

/// Somebody who may sign in and holds nothing.
fn stranger() -> Actor {
    Actor::User(Box::new(User {
        id: UserId(Uuid::from_u128(1)),
        email: "stranger@halden.example".into(),
        name: "Stranger".into(),
        teammate: Some(TeammateId(Uuid::from_u128(2))),
        access: Access::Member,
        password_hash: String::new(),
        created_at: jiff::Timestamp::UNIX_EPOCH,
    }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_at_once_lose_nothing() -> Result<(), Fault> {
    const EACH: usize = 4;
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let (_, before) = state(&at).await;
        let accounts = facts(&at).await.accounts.len();
        let open = tasks(&at, TaskState::Open).await;
        let hands: Vec<_> = (0..8)
            .map(|hand| {
                let (app, mine) = (at.app.clone(), open[hand * EACH..(hand + 1) * EACH].to_vec());
                tokio::spawn(async move {
                    for (n, task) in mine.into_iter().enumerate() {
                        app.complete_task(&operator(), task, Completion::Done, "Done by one of eight.").await.unwrap();
                        if n % 2 == 0 {
                            app.reopen_task(&operator(), task).await.unwrap();
                        }
                        let reference = format!("C-{hand}-{n}");
                        app.add_account(&operator(), account(&reference), unjudged()).await.unwrap();
                        app.sign_contract(&operator(), contract(&format!("N-{hand}-{n}"), &reference, "2027-11-23")).await.unwrap();
                    }
                })
            })
            .collect();
        for hand in hands {
            hand.await.unwrap();
        }
        let (_, after) = state(&at).await;
        assert_eq!(after - before, 8 * (3 * EACH as u64 + 2), "an event for each completion, reopening, account and contract");
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        let facts = facts(&at).await;
        let numbers: BTreeSet<u32> = facts.renewals.values().map(|renewal| renewal.number).collect();
        assert_eq!(numbers.len(), facts.renewals.len());
        assert_eq!(facts.accounts.len(), accounts + 8 * EACH);
        let done = facts.tasks.values().filter(|task| task.evidence == "Done by one of eight.").count();
        assert_eq!(done, 8 * (EACH / 2));
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_eight_completes_a_task_and_the_others_are_told() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let task = tasks(&at, TaskState::Open).await[0];
        let hands: Vec<_> = (0..8)
            .map(|hand| {
                let app = at.app.clone();
                tokio::spawn(async move { app.complete_task(&operator(), task, Completion::Done, &format!("By hand {hand}.")).await })
            })
            .collect();
        let mut accepted = 0;
        for hand in hands {
            match hand.await.unwrap() {
                Ok(_) => accepted += 1,
                Err(error) => assert!(matches!(error, AppError::Refused(_)), "{error}"),
            }
        }
        assert_eq!(accepted, 1);
        at.app.close().await.unwrap();
    })
    .await
}
