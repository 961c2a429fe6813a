//! What moves between accounts and people keeps its history, on both engines.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use jiff::civil::date;
use tenure_app::{Actor, NewAbsence, NewTerm};
use tenure_core::ownership::Responsibility;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Scope;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn by() -> Actor {
    Actor::Operator("Mara Lind".into())
}

#[tokio::test]
async fn a_contract_that_moves_takes_its_decided_renewals_along_in_what_verbs_see() -> Result<(), Fault> {
    each_engine(postgres(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let next =
            NewTerm { end_on: date(2028, 5, 10), lines: Vec::new(), uplift_bps: 0, signed_on: None, reason: None, words: String::new() };
        // HS-2025-0074 of A-7 has one renewal that is decided already; the move, and then a verb on the new account, must know it.
        at.app.move_contract(&by(), "HS-2025-0074", "A-11", "they split").await.unwrap();
        at.app.renew_contract(&by(), "HS-2025-0074", next).await.unwrap();
        let scope = Scope::Account("A-11".into());
        let facts = at.app.store().read().await.unwrap().facts(&scope, tenure_core::catalog::playbooks().unwrap()).await.unwrap();
        let contract = facts.contracts.values().find(|contract| contract.reference == "HS-2025-0074").unwrap();
        let mut terms: Vec<u32> = facts.renewals.values().filter(|r| r.contract == contract.id).map(|r| r.term_number).collect();
        terms.sort_unstable();
        assert_eq!(terms, [1, 2, 3]);
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn somebody_back_early_holds_again_also_what_no_team_gives() -> Result<(), Fault> {
    each_engine(postgres(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let away = NewAbsence {
            teammate: "marcus".into(),
            from_on: date(2026, 11, 23),
            to_on: date(2027, 2, 1),
            delegate: None,
            note: String::new(),
        };
        at.app.set_absence(&by(), away).await.unwrap();
        let held = |app: tenure_app::App| async move {
            let playbooks = tenure_core::catalog::playbooks().unwrap();
            let facts = app.store().read().await.unwrap().facts(&Scope::All, playbooks).await.unwrap();
            let marcus = facts.teammates.values().find(|person| person.reference == "marcus").unwrap().id;
            let open = facts.renewals.values().filter(|renewal| renewal.is_open());
            let count = open.filter(|r| facts.holder(r.id, Responsibility::Operations) == Some(marcus)).count();
            let absence = facts.absences.keys().next().copied();
            (count, absence)
        };
        let (count, absence) = held(at.app.clone()).await;
        assert_eq!(count, 0, "a long absence moves what he holds by his role");
        at.app.end_absence(&by(), absence.unwrap()).await.unwrap();
        assert!(held(at.app.clone()).await.0 > 0);
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        at.app.close().await.unwrap();
    })
    .await
}
