//! Read models after verbs, on both engines: what a page shows of a contract, a person and an account is what was written.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use jiff::civil::{Date, date};
use tenure_app::{
    Actor, Amendment, App, ContractView, NewAbsence, NewAccount, NewActivity, NewContract, NewLine, NewOverride, NewStakeholder,
};
use tenure_core::account::{ActivityKind, Risk, StakeholderRole};
use tenure_core::commands::Judgement;
use tenure_core::contract::{ContractKind, LineKind, LineOrigin, PricePeriod};
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::Currency;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Location;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn line(quantity: &str, price: &str) -> NewLine {
    NewLine {
        reference: String::new(),
        product: "Platform".into(),
        business_unit: "Group".into(),
        kind: LineKind::Recurring,
        quantity: quantity.parse().unwrap(),
        unit_price: price.parse().unwrap(),
        price_period: PricePeriod::Year,
        discount_bps: 0,
        discount_span: None,
        start_on: None,
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: 0,
    }
}

fn contract(reference: &str, account: &str, kind: ContractKind) -> NewContract {
    NewContract {
        reference: reference.into(),
        account: account.into(),
        currency: Currency::USD,
        kind,
        auto_renew: false,
        notice_days: None,
        renewal_months: 12,
        uplift_cap_bps: None,
        uplift_bps: 0,
        start_on: date(2026, 11, 1),
        end_on: date(2027, 11, 1),
        signed_on: None,
        lines: vec![line("10", "1000")],
    }
}

async fn customer(app: &App, reference: &str) {
    let new = NewAccount {
        reference: reference.into(),
        name: format!("Customer {reference}"),
        tier: 3,
        segment: "Small".into(),
        country: None,
        region: "EMEA".into(),
        parent: None,
        fiscal_year_start: None,
    };
    let unjudged = Judgement { risk: Risk::Unknown, reason: String::new(), expires_on: None };
    app.add_account(&operator(), new, unjudged).await.unwrap();
}

async fn contract_view(app: &App, reference: &str) -> ContractView {
    app.contract(&operator(), reference).await.unwrap()
}

#[tokio::test]
async fn a_contract_shows_every_version_of_its_lines_its_group_and_its_moves() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let (app, by) = (&at.app, operator());
        for account in ["V-1", "V-2"] {
            customer(app, account).await;
        }
        for reference in ["C-1", "C-2"] {
            app.sign_contract(&by, contract(reference, "V-1", ContractKind::Fixed)).await.unwrap();
        }
        let more = NewLine { reference: "C-1-t1-1".into(), start_on: Some(date(2027, 5, 1)), ..line("15", "1000") };
        app.amend_contract(&by, "C-1", Amendment { lines: vec![more], ..Amendment::default() }).await.unwrap();
        let view = contract_view(app, "C-1").await;
        let first = view.lines.iter().find(|item| item.line.reference == "C-1-t1-1").unwrap();
        assert_eq!((first.line.version, first.line.end_on), (2, date(2027, 5, 1)));
        assert_eq!(first.before.iter().map(|(line, _)| line.end_on).collect::<Vec<Date>>(), [date(2027, 11, 1)]);
        let second = view.lines.iter().find(|item| item.line.reference != "C-1-t1-1").unwrap();
        assert_eq!((second.follows.as_deref(), second.line.origin), (Some("C-1-t1-1"), LineOrigin::Amended));
        let clock = view.clock.as_ref().unwrap();
        assert_eq!((clock.atr.minor, clock.notice_assumed, clock.days_to_end), (1_500_000, true, 343), "15 x 1,000.00 from May on");
        assert_eq!(view.could_lead, ["C-2"]);
        app.co_term(&by, "C-2", "C-1").await.unwrap();
        let group: Vec<(String, bool)> = contract_view(app, "C-1").await.group.into_iter().map(|g| (g.reference, g.leads)).collect();
        assert_eq!(group, [("C-1".to_string(), true), ("C-2".into(), false)]);
        app.leave_co_term(&by, "C-2").await.unwrap();
        app.move_contract(&by, "C-2", "V-2", "Split in November").await.unwrap();
        let view = contract_view(app, "C-2").await;
        assert_eq!((view.account.reference.as_str(), view.moves[0].from.reference.as_str()), ("V-2", "V-1"));
        assert!(view.group.is_empty());
    })
    .await
}

#[tokio::test]
async fn an_account_shows_its_people_contacts_judgements_and_neighbours() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let (app, by) = (&at.app, operator());
        for account in ["V-1", "V-2", "V-3"] {
            customer(app, account).await;
        }
        app.sign_contract(&by, contract("C-1", "V-1", ContractKind::Fixed)).await.unwrap();
        app.sign_contract(&by, contract("C-2", "V-1", ContractKind::OpenEnded)).await.unwrap();
        let judged = |risk, reason: &str| Judgement { risk, reason: reason.into(), expires_on: None };
        app.set_risk(&by, "V-1", judged(Risk::Green, "Content")).await.unwrap();
        app.set_risk(&by, "V-1", judged(Risk::Red, "Champion left")).await.unwrap();
        let person = NewStakeholder {
            reference: String::new(),
            account: "V-1".into(),
            name: "Rachel Tan".into(),
            title: String::new(),
            email: String::new(),
            business_unit: String::new(),
            roles: [StakeholderRole::Champion].into(),
            left_on: None,
        };
        app.set_stakeholder(&by, person).await.unwrap();
        let contact = NewActivity {
            account: "V-1".into(),
            renewal: None,
            kind: ActivityKind::Call,
            held_on: None,
            subject: "Budget agreed".into(),
            notes: String::new(),
            ours: vec!["priya".into()],
            theirs: vec!["V-1-P1".into()],
        };
        let id = app.log_activity(&by, contact).await.unwrap();
        app.merge_accounts(&by, "V-2", "V-1", "Bought").await.unwrap();
        let view = app.account(&by, "V-1").await.unwrap();
        assert_eq!(view.atr_reporting.minor, 1_000_000, "the yearly review stays out");
        assert_eq!(view.arr.iter().map(|item| item.arr.minor).collect::<Vec<_>>(), [2_000_000], "10 x 1,000.00 on each contract");
        assert_eq!(view.risk_calls.iter().map(|call| call.risk).collect::<Vec<_>>(), [Risk::Red, Risk::Green]);
        assert_eq!(view.relations.merged_from.iter().map(|a| a.reference.as_str()).collect::<Vec<_>>(), ["V-2"]);
        let [contact] = view.activities.as_slice() else { panic!("one contact: {:?}", view.activities) };
        assert_eq!((contact.ours[0].reference.as_str(), contact.theirs[0].as_str()), ("priya", "Rachel Tan"));
        app.withdraw_activity(&by, "V-1", id.parse().unwrap()).await.unwrap();
        assert!(app.account(&by, "V-1").await.unwrap().activities[0].activity.withdrawn, "it stays, withdrawn");
        let gone = app.account(&by, "V-2").await.unwrap();
        assert_eq!(gone.relations.merged_into.unwrap().reference, "V-1");
        let listed = app.account_choices().await.unwrap();
        assert!(!listed.iter().any(|account| account.reference == "V-2"), "a merged account is not offered");
    })
    .await
}

#[tokio::test]
async fn a_stand_in_sees_the_steps_of_who_is_away_and_a_plan_looks_ahead_to_the_last_day() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let (app, by) = (&at.app, operator());
        let held = app.person(&by, "priya").await.unwrap().held;
        let renewal = held.first().unwrap().renewal.clone();
        let away = NewAbsence {
            teammate: "priya".into(),
            from_on: date(2026, 11, 23),
            to_on: date(2026, 12, 5),
            delegate: Some("marcus".into()),
            note: String::new(),
        };
        app.set_absence(&by, away).await.unwrap();
        let today = app.today_of("marcus").await.unwrap();
        assert_eq!(
            today.standing_in.iter().map(|s| (s.person.reference.as_str(), s.to_on)).collect::<Vec<_>>(),
            [("priya", date(2026, 12, 5))]
        );
        assert!(today.standing_in[0].tasks.iter().all(|task| task.holder.reference == "priya"));
        let view = app.renewal(&by, &renewal).await.unwrap();
        assert_eq!(view.standing.away[0].delegate.as_ref().map(|person| person.reference.as_str()), Some("marcus"));
        let named = NewOverride {
            responsibility: Responsibility::Executive,
            teammate: "marcus".into(),
            reason: "Knows them".into(),
            until_on: date(2026, 12, 20),
        };
        app.reassign(&by, &renewal, named).await.unwrap();
        let view = app.renewal(&by, &renewal).await.unwrap();
        assert_eq!(
            view.standing.overrides.iter().map(|o| (o.responsibility, o.until_on)).collect::<Vec<_>>(),
            [(Responsibility::Executive, date(2026, 12, 20))]
        );
        let now = app.plan_leaving(&by, "priya", Some(date(2026, 11, 23))).await.unwrap();
        let later = app.plan_leaving(&by, "priya", Some(date(2026, 12, 1))).await.unwrap();
        let names = |plan: &tenure_app::LeavingPlan| {
            plan.moves.iter().map(|m| (m.renewal.clone(), m.responsibility, m.to.reference.clone())).collect::<Vec<_>>()
        };
        assert!(!now.moves.is_empty());
        let what = |plan: &tenure_app::LeavingPlan| names(plan).into_iter().map(|(renewal, held, _)| (renewal, held)).collect::<Vec<_>>();
        assert_eq!(what(&now), what(&later), "the same things move, whenever she leaves; to whom depends on the loads of the day");
        assert!(later.moves.iter().all(|moved| moved.to.reference != "priya"));
        assert_eq!(app.person(&by, "priya").await.unwrap().teammate.left_on, None, "looking changes nothing");
        assert_eq!(app.person(&by, "priya").await.unwrap().person.role, Role::Csm);
    })
    .await
}
