//! Who is chosen for a role where the account team names nobody: by what people bring and what they carry, the same on every engine,
//! and the same whether a plan sees the whole book or one account.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use std::collections::{BTreeMap, BTreeSet};
use tenure_app::{AccountDetails, Activation, Actor, AppError, NewAccount, NewContract, NewProfile, NewTeammate};
use tenure_core::account::{Field, FieldKind, FieldName, Risk};
use tenure_core::catalog::{self, STARTER_POLICY};
use tenure_core::commands::Judgement;
use tenure_core::contract::ContractKind;
use tenure_core::facts::{Facts, ListKey, Listed};
use tenure_core::identity::{Brings, Role};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::designation::PersonReason;
use tenure_core::ownership::ledger::{Stream, stream_of};
use tenure_core::primitives::Currency;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::{Location, Scope};

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn by() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

async fn facts(at: &TestApp) -> Facts {
    at.app.store().read().await.unwrap().facts(&Scope::All, catalog::playbooks().unwrap()).await.unwrap()
}

async fn hire(at: &TestApp, reference: &str, brings: Brings) {
    let new = NewTeammate {
        reference: reference.into(),
        name: reference.into(),
        email: format!("{reference}@halden.example"),
        role: Role::Csm,
        manager: None,
        country: None,
        region: "Nordics".into(),
        active_from: "2026-11-23".parse().unwrap(),
    };
    at.app.add_teammate(&by(), new).await.unwrap();
    at.app.set_profile(&by(), NewProfile { teammate: reference.into(), from_on: None, brings }).await.unwrap();
}

/// A customer in a region that nobody of the sample covers, with a contract and no team.
async fn customer(at: &TestApp, reference: &str, end_on: &str) {
    let new = NewAccount {
        reference: reference.into(),
        name: format!("Customer {reference}"),
        tier: 3,
        segment: "Small".into(),
        country: None,
        region: "Nordics".into(),
        parent: None,
        fiscal_year_start: None,
    };
    let judgement = Judgement { risk: Risk::Unknown, reason: String::new(), expires_on: None };
    at.app.add_account(&by(), new, judgement).await.unwrap();
    sign(at, reference, end_on).await;
}

async fn sign(at: &TestApp, account: &str, end_on: &str) {
    let new = NewContract {
        reference: format!("C-{account}-{end_on}"),
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
    };
    at.app.sign_contract(&by(), new).await.unwrap();
}

/// Who holds the value of each open renewal of an account, by number, and how they were found.
fn holders(facts: &Facts, account: &str) -> Vec<(String, PersonReason)> {
    let mut renewals: Vec<_> = facts.renewals.values().filter(|r| r.is_open() && facts.accounts[&r.account].reference == account).collect();
    renewals.sort_by_key(|renewal| renewal.number);
    let last = |renewal: &&tenure_core::renewal::Renewal| {
        let row = stream_of(facts.entries(renewal.id), Responsibility::Value, Stream::Designated);
        let entry = row.last().unwrap();
        (facts.teammates[&entry.holder].reference.clone(), entry.because.person)
    };
    renewals.iter().map(last).collect()
}

fn capacity(capacity: u16) -> Brings {
    Brings { capacity: Some(capacity), ..Brings::default() }
}

#[tokio::test]
async fn customers_that_come_one_by_one_go_to_whoever_has_most_room_and_stay_there() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        hire(&at, "nils", capacity(10)).await;
        hire(&at, "olga", capacity(30)).await;
        // Decided within 90 days, so that each counts against the capacity.
        for number in 0..8 {
            customer(&at, &format!("X-{number}"), "2027-02-01").await;
        }
        let known = facts(&at).await;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for number in 0..8 {
            let (who, _) = holders(&known, &format!("X-{number}")).remove(0);
            *counts.entry(who).or_default() += 1;
        }
        assert_eq!(counts, [("nils".to_string(), 2), ("olga".to_string(), 6)].into(), "shares of 10 and 30 stay level");
        let first = holders(&known, "X-0").remove(0).0;
        sign(&at, "X-0", "2027-03-01").await;
        let of_account = holders(&facts(&at).await, "X-0");
        assert_eq!(of_account[1], (first, PersonReason::Continuity), "the second contract goes to whom the customer knows");
        assert_eq!(at.app.keep_up(&by()).await.unwrap(), 0, "loads that grew since move nobody");
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    })
    .await
}

#[tokio::test]
async fn a_skill_that_a_customer_needs_moves_it_to_whoever_has_it() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        hire(&at, "nils", capacity(1)).await;
        hire(&at, "olga", Brings { skills: ["sami".to_string()].into(), ..capacity(900) }).await;
        customer(&at, "X-1", "2027-11-23").await;
        let before = holders(&facts(&at).await, "X-1").remove(0).0;
        let needs = |skill: &str| AccountDetails { needs: [skill.to_string()].into(), fields: BTreeMap::new() };
        at.app.describe_account(&by(), "X-1", needs("sami")).await.unwrap();
        assert_eq!(holders(&facts(&at).await, "X-1"), [("olga".to_string(), PersonReason::Skill)]);
        at.app.set_profile(&by(), NewProfile { teammate: "olga".into(), from_on: None, brings: capacity(900) }).await.unwrap();
        at.app
            .set_profile(
                &by(),
                NewProfile {
                    teammate: "nils".into(),
                    from_on: None,
                    brings: Brings { skills: ["sami".to_string()].into(), ..capacity(1) },
                },
            )
            .await
            .unwrap();
        assert_eq!(holders(&facts(&at).await, "X-1").remove(0).0, "nils", "she has it no longer, he has; before: {before}");
    })
    .await
}

#[tokio::test]
async fn a_policy_asks_for_a_field_only_where_the_organisation_has_it_so() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let industry: FieldName = "industry".parse().unwrap();
        let rule = STARTER_POLICY.1.split("[[rule]]").nth(1).unwrap();
        let (head, _) = rule.split_once("when = {").unwrap();
        let (_, tail) = rule.split_once("}\n").unwrap();
        let asking = format!(
            "[fields]\nindustry = \"word\"\n\n[[rule]]{}when = {{ field_industry = '\"Health\"' }}\n{tail}[[rule]]",
            head.replacen("id = \"", "id = \"health-", 1)
        );
        let text = STARTER_POLICY.1.replacen("[[rule]]", &asking, 1);
        let activate = || async { at.app.activate_policy(&by(), &Activation::of("policy.toml", &text, "")).await };
        let Err(AppError::Refused(refusals)) = activate().await else { panic!("a field that nobody defined") };
        assert_eq!((refusals[0].column.as_deref(), refusals[0].value.as_deref()), (Some("fields"), Some("industry")));
        let field = |kind: FieldKind| Listed::Field(Field { name: industry, label: "Industry".into(), kind });
        at.app.set_listed(&by(), field(FieldKind::Number)).await.unwrap();
        assert!(activate().await.is_err(), "another kind");
        at.app.remove_listed(&by(), ListKey::Field(industry)).await.unwrap();
        at.app.set_listed(&by(), field(FieldKind::Word)).await.unwrap();
        activate().await.unwrap();
        let details = AccountDetails { needs: BTreeSet::new(), fields: [(industry, "Health".to_string())].into() };
        at.app.describe_account(&by(), "A-1", details).await.unwrap();
        let known = facts(&at).await;
        let of_account = known.renewals.values().filter(|r| r.is_open() && known.accounts[&r.account].reference == "A-1");
        let rules: BTreeSet<&str> = of_account.filter_map(|r| r.decided.as_ref()).map(|decided| decided.rule.as_str()).collect();
        assert!(!rules.is_empty() && rules.iter().all(|rule| rule.starts_with("health-")), "{rules:?}");
        let others = known.renewals.values().filter(|r| r.is_open() && known.accounts[&r.account].reference != "A-1");
        assert!(others.filter_map(|r| r.decided.as_ref()).all(|decided| !decided.rule.starts_with("health-")));
        for refused in [at.app.remove_listed(&by(), ListKey::Field(industry)).await, at.app.set_listed(&by(), field(FieldKind::Flag)).await]
        {
            assert!(matches!(refused, Err(AppError::Refused(_))), "a policy asks for it, and an account has a value");
        }
        let stranger = AccountDetails { needs: BTreeSet::new(), fields: [("colour".parse().unwrap(), "blue".to_string())].into() };
        assert!(matches!(at.app.describe_account(&by(), "A-1", stranger).await, Err(AppError::Refused(_))));
    })
    .await
}
