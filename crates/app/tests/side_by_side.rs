//! Two instances of the program on one database: what one changes, the other sees at once, also what it keeps between transactions.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use tenure_app::{Actor, NewTeammate};
use tenure_core::account::Risk;
use tenure_core::commands::Judgement;
use tenure_core::identity::Role;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Scope;

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

async fn hire(at: &TestApp, reference: &str) {
    let new = NewTeammate {
        reference: reference.into(),
        name: format!("Mina {reference}"),
        email: format!("{reference}@halden.example"),
        role: Role::Csm,
        manager: Some("elena".into()),
        country: None,
        region: "EMEA".into(),
        active_from: "2026-11-01".parse().unwrap(),
    };
    at.app.add_teammate(&operator(), new).await.unwrap();
}

/// Everybody as this instance sees them now: reference and whether they left.
async fn people(at: &TestApp) -> Vec<(String, bool)> {
    let tx = at.app.store().read().await.unwrap();
    let facts = tx.facts(&Scope::People, tenure_core::catalog::playbooks().unwrap()).await.unwrap();
    facts.teammates.into_values().map(|teammate| (teammate.reference, teammate.left_on.is_some())).collect()
}

async fn assert_both_see(one: &TestApp, other: &TestApp, reference: &str, left: bool) {
    for at in [one, other] {
        let seen = people(at).await;
        assert!(seen.contains(&(reference.into(), left)), "{reference}, left: {left}: {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_instance_changes_the_other_sees() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let one = TestApp::few(&location).await.unwrap();
        let other = TestApp::open(&location, "2026-11-23".parse().unwrap(), 77).await.unwrap();
        for round in 0..3 {
            let (first, second) = (format!("mina{round}"), format!("nils{round}"));
            hire(&one, &first).await;
            assert_both_see(&one, &other, &first, false).await;
            // Writes that leave people alone move both on, each past what the other keeps.
            for (at, risk) in [(&one, Risk::Red), (&other, Risk::Yellow), (&one, Risk::Green)] {
                at.app.set_risk(&operator(), "A-2", Judgement { risk, reason: "seen today".into(), expires_on: None }).await.unwrap();
            }
            hire(&other, &second).await;
            assert_both_see(&one, &other, &second, false).await;
            one.app.mark_left(&operator(), &second, None).await.unwrap();
            assert_both_see(&one, &other, &second, true).await;
        }
        assert!(other.app.check().await.unwrap().is_clean());
        one.app.close().await.unwrap();
        other.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_whose_transaction_was_not_committed_is_not_kept() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let before = people(&at).await;
        let playbooks = tenure_core::catalog::playbooks().unwrap();
        let tx = at.app.store().write().await.unwrap();
        let facts = tx.facts(&Scope::People, playbooks.clone()).await.unwrap();
        let person = facts.teammates.values().next().unwrap();
        let renamed = tenure_core::identity::Teammate { name: "Somebody Else".into(), ..person.clone() };
        let moment = tenure_core::facts::Moment { today: facts.organisation.sample_today.unwrap(), recorded_at: at.app.now() };
        tx.save(&[tenure_core::facts::Write::Teammate(renamed)], moment, &[]).await.unwrap();
        let within = tx.facts(&Scope::People, playbooks.clone()).await.unwrap();
        assert_eq!(within.teammates[&person.id].name, "Somebody Else", "a transaction sees what it wrote");
        drop(tx);
        let after = at.app.store().read().await.unwrap().facts(&Scope::People, playbooks).await.unwrap();
        assert_eq!(after.teammates[&person.id].name, person.name);
        assert_eq!(people(&at).await, before);
        at.app.close().await.unwrap();
    })
    .await
}
