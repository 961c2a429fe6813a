//! What tiers are owed, on each engine: the evidence gate holds a proposal back until the customer confirmed something, and coverage
//! follows the rhythm. And the weekly forecast: what was submitted stays, and what changed since is told without a rest.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use jiff::civil::date;
use tenure_app::{Actor, NewCall, NewMatter, NewOption, NewProposal, NewStakeholder, NewValue, RenewalQuery, StatedAmount};
use tenure_core::account::{EvidenceGate, Owed};
use tenure_core::forecast::{Category, Cause, Kind, Level};
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

/// What Daniel says of the renewal of A-1, 412,500.00 USD on 9 January.
fn calls(speaks: &str, (category, amount): (Category, &str)) -> NewCall {
    let (amount, reason) = (StatedAmount::Text(amount.into()), "They have the budget.".into());
    NewCall { renewal: String::new(), category: Some(category), amount, reason, speaks: Some(speaks.into()) }
}

#[tokio::test]
async fn a_submission_stays_as_it_was_and_the_way_to_the_next_one_leaves_nothing_unexplained() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let desk = Actor::Operator("Ingrid Solberg".into());
        at.app.set_sample_today(&desk, None).await.unwrap();
        let on = |month, day| at.clock.set_day(date(2026, month, day), jiff::civil::Time::constant(9, 0, 0, 0));
        on(11, 23);
        let walk = async || at.app.my_forecast(&desk, Some("daniel")).await.unwrap().unwrap();
        let kestrel = walk().await.open.into_iter().find(|item| item.account_reference == "A-1").unwrap();
        assert_eq!((kestrel.line.category, kestrel.line.expected.minor, kestrel.atr.minor), (None, 0, 41_250_000));
        assert!(kestrel.suggestion.is_some_and(|suggestion| !suggestion.because.is_empty()), "a suggestion is counted nowhere");
        let says =
            async |speaks, said| at.app.call_renewal(&desk, NewCall { renewal: kestrel.renewal.clone(), ..calls(speaks, said) }).await;
        assert!(says("daniel", (Category::Commit, "412,500.01")).await.is_err(), "more than is due");
        assert!(says("priya", (Category::Commit, "1")).await.is_err(), "who neither owns it commercially nor leads who does");
        says("daniel", (Category::Commit, "400,000.00")).await.unwrap();
        assert!(at.app.today_of("daniel").await.unwrap().forecast.is_none(), "nobody here ever submitted one");
        at.app.submit_forecast(&desk, Some("daniel"), Kind::Own).await.unwrap();
        at.app.submit_forecast(&desk, Some("daniel"), Kind::Own).await.unwrap();
        at.app.submit_forecast(&desk, Some("victor"), Kind::Team).await.unwrap();
        let first = walk().await.show;
        assert_eq!(first.submitted.len(), 2, "both are kept");
        on(11, 30);
        let todo = at.app.today_of("daniel").await.unwrap().forecast.unwrap();
        assert_eq!((todo.week_on, todo.due_on), (date(2026, 11, 30), date(2026, 12, 4)));
        says("daniel", (Category::BestCase, "300000")).await.unwrap();
        says("victor", (Category::Commit, "412500")).await.unwrap();
        let second = walk().await.show;
        assert_eq!(second.opening.as_ref().unwrap().totals, first.totals, "what was submitted stays");
        let bridge: Vec<_> = second.bridge.iter().map(|row| (row.cause, row.minor)).collect();
        assert_eq!(bridge, [(Cause::ChangedMind, [-40_000_000, -10_000_000, -10_000_000])]);
        let team = async || at.app.team_forecast(&desk, Some("victor")).await.unwrap().unwrap();
        let line = team().await.items.into_iter().find(|item| item.renewal == kestrel.renewal).unwrap();
        assert_eq!((line.line.category, line.line.expected.minor), (Some(Category::Commit), 41_250_000), "the manager's own word");
        assert_eq!(line.own.and_then(|own| own.expected).map(|expected| expected.minor), Some(30_000_000), "the owner's beside it");
        at.app.adjust_forecast(&desk, "daniel", (StatedAmount::Minor(-1_000_000), "One of them slips.")).await.unwrap();
        assert!(at.app.adjust_forecast(&desk, "daniel", (StatedAmount::Minor(-900_000_000), "All.")).await.is_err());
        let view = team().await;
        let daniel = view.people.iter().find(|row| row.person.reference == "daniel").unwrap();
        assert_eq!(daniel.adjustment.as_ref().map(|item| item.delta.minor), Some(-1_000_000));
        for (place, level) in Level::ALL.iter().enumerate() {
            let from = view.show.opening.as_ref().unwrap().totals.at(*level);
            let changed: i64 = view.show.bridge.iter().map(|row| row.minor[place]).sum();
            assert_eq!(from + changed, view.show.totals.at(*level), "{level}");
        }
        let back = NewCall { category: None, renewal: kestrel.renewal.clone(), ..calls("daniel", (Category::Commit, "")) };
        at.app.call_renewal(&desk, back).await.unwrap();
        let said = at.app.renewal_forecast(&desk, &kestrel.renewal).await.unwrap().unwrap();
        assert_eq!((said.calls.len(), said.line.category), (4, None), "what was said stays, and counts no more");
        let accuracy = at.app.forecast_accuracy(&desk, Some("daniel")).await.unwrap();
        assert_eq!(accuracy.people[0].accuracy.decided, 0, "cannot tell yet");
        at.app.keep_up(&desk).await.unwrap();
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        at.app.close().await.unwrap();
    })
    .await
}
