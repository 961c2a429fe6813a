//! What tiers are owed, on each engine: the evidence gate holds a proposal back until the customer confirmed something, and coverage
//! follows the rhythm.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use tenure_app::{Actor, NewMatter, NewOption, NewProposal, NewStakeholder, NewValue, RenewalQuery};
use tenure_core::account::{EvidenceGate, Owed};
use tenure_core::primitives::ValueId;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Location;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

/// A draft that needs no approval, on a renewal whose customer has nothing in the value record: the renewal and the account.
async fn draft(app: &tenure_app::App) -> (String, String) {
    let page = app.renewals(&RenewalQuery { limit: Some(200), ..RenewalQuery::default() }).await.unwrap();
    for item in page.items.into_iter().filter(|item| !item.is_review) {
        let view = app.renewal(&operator(), &item.reference).await.unwrap();
        if view.room.value.items.is_empty() && view.proposals.is_empty() {
            let option = NewOption {
                name: "As it is".into(),
                months: 12,
                lines: Vec::new(),
                uplift_bps: 0,
                discount_bps: None,
                trades: Vec::new(),
                over_cap_reason: String::new(),
            };
            let new = NewProposal { made_by: Some("priya".into()), note: String::new(), options: vec![option] };
            app.make_proposal(&operator(), &item.reference, new).await.unwrap();
            return (item.reference, item.account_reference);
        }
    }
    panic!("the sample has such a renewal")
}

async fn set_evidence(app: &tenure_app::App, evidence: EvidenceGate) {
    for item in app.care().await.unwrap().tiers {
        app.set_care(&operator(), item.tier, (Owed { evidence, ..item.owed }, None)).await.unwrap();
    }
}

#[tokio::test]
async fn a_proposal_waits_for_value_that_the_customer_confirmed_where_its_tier_is_owed_that() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let by = operator();
        let (renewal, account) = draft(&app).await;
        let lacking = async || app.proposal(&by, (&renewal, 1)).await.unwrap().lacking;
        assert_eq!(lacking().await, None, "as shipped nobody asks");
        set_evidence(&app, EvidenceGate::Warn).await;
        assert!(lacking().await.unwrap().says.ends_with("and none is written down"));
        set_evidence(&app, EvidenceGate::Block).await;
        let refused = app.send_proposal(&by, (&renewal, 1), ("Ana Ruiz", "")).await.unwrap_err().to_string();
        assert!(refused.contains("it cannot be sent") && refused.contains("have somebody there confirm it"), "{refused}");
        let value = NewValue {
            account: account.clone(),
            matter: NewMatter::Win,
            title: "The audit passed".into(),
            told: "Their auditors' report".into(),
            evidence: String::new(),
            happened_on: None,
            with: None,
        };
        let id: ValueId = app.note_value(&by, value).await.unwrap().parse().unwrap();
        assert!(lacking().await.unwrap().says.contains("of 1 written down, 0 are confirmed"), "our word alone is not enough");
        let person = NewStakeholder {
            reference: "care-1".into(),
            account: account.clone(),
            name: "Olga Brandt".into(),
            title: "CFO".into(),
            email: String::new(),
            business_unit: String::new(),
            roles: [].into(),
            left_on: None,
        };
        app.set_stakeholder(&by, person).await.unwrap();
        app.confirm_value(&by, (&account, id), ("care-1", None)).await.unwrap();
        assert_eq!(lacking().await, None);
        app.send_proposal(&by, (&renewal, 1), ("Ana Ruiz", "")).await.unwrap();
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn coverage_follows_the_rhythm_that_somebody_set_and_the_decision_is_kept() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let before = app.reviews(None).await.unwrap();
        for item in app.care().await.unwrap().tiers {
            app.set_care(&operator(), item.tier, (Owed { review_days: 1_100, ..item.owed }, None)).await.unwrap();
        }
        let after = app.reviews(None).await.unwrap();
        assert!(after.tiers.iter().all(|(_, days, _)| *days == 1_100));
        assert!(after.all.reviewed >= before.all.reviewed && after.all.accounts == before.all.accounts);
        assert_eq!(after.all.reviewed + after.all.never, after.all.accounts, "whoever was ever reviewed is reviewed within three years");
        let care = app.care().await.unwrap();
        assert_eq!((care.history.len(), care.tiers[0].said.is_some()), (3, true));
        assert!(app.set_care(&operator(), 4, (care.tiers[0].owed, None)).await.is_err());
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn what_today_keeps_of_people_follows_what_their_customers_are_owed() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let people = at.app.people_choices().await.unwrap();
        let references: Vec<String> = people.into_iter().map(|person| person.reference).collect();
        let findings = async |app: &tenure_app::App| {
            let mut all = Vec::new();
            for reference in &references {
                all.push(app.today_of(reference).await.unwrap().findings);
            }
            all
        };
        let before = findings(&at.app).await;
        for item in at.app.care().await.unwrap().tiers {
            let owed = Owed { contacts_least: 90, contacts_most: 90, ..item.owed };
            at.app.set_care(&operator(), item.tier, (owed, None)).await.unwrap();
        }
        let anew = TestApp::over(at.app.store().clone(), "2026-11-23".parse().unwrap(), 0).unwrap();
        let after = findings(&at.app).await;
        assert_eq!(after, findings(&anew.app).await);
        assert_ne!(after, before, "a customer in red gets too little now");
        at.app.close().await.unwrap();
    })
    .await
}
