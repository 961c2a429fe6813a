//! What the organisation sets for itself, and how long handoffs may take: by whom and when, carried by the book, told in the log; on both
//! engines.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use tenure_app::{Activation, Actor, AppError};
use tenure_core::catalog;
use tenure_core::identity::{OrganisationSettings, Role, Stage};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::handoff::Clocks;
use tenure_core::ownership::ledger::{Stream, in_force};
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Scope;

fn by(name: &str) -> Actor {
    Actor::Operator(name.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn days_are_set_with_a_history_and_travel_with_the_book() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let shipped = at.app.handoff_clocks().await.unwrap();
        assert_eq!((shipped.clocks, shipped.history.len()), (Clocks { accept_days: 5, introduce_days: 5, protected_days: 0 }, 0));
        let days = Clocks { accept_days: 3, introduce_days: 1, protected_days: 14 };
        for _ in 0..2 {
            at.app.set_handoff_clocks(&by("Grace Lin"), days).await.unwrap();
        }
        let set = at.app.handoff_clocks().await.unwrap();
        assert_eq!((set.clocks, set.history.len()), (days, 1), "the same again is nothing");
        assert_eq!(set.history[0].by, "Grace Lin");
        assert_eq!(
            set.history[0].summary,
            "A handoff is to be accepted within 3 business days, was 5; an introduction is owed within 1 business day, was 5; \
             the 14 days before a decision are protected, was 0"
        );
        let book = at.app.export_book().await.unwrap();
        at.app.set_handoff_clocks(&by("Mara Lind"), Clocks { accept_days: 60, introduce_days: 60, protected_days: 0 }).await.unwrap();
        at.app.import_book(&by("Ana Sousa"), &book, "book").await.unwrap();
        let imported = at.app.handoff_clocks().await.unwrap();
        assert_eq!(imported.clocks, days);
        assert_eq!(imported.history.iter().map(|item| item.by.as_str()).collect::<Vec<_>>(), ["Ana Sousa", "Mara Lind", "Grace Lin"]);
        let refused = at.app.set_handoff_clocks(&by("Grace Lin"), Clocks { accept_days: 0, ..Clocks::default() }).await;
        assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    })
    .await
}

/// Two rules that only the stage tells apart: the other person owns commercial at each.
const BY_STAGE: &str = r#"
name = "By stage"
hit_policy = "first"

[[rule]]
id = "grown"
when = { stage = '"25m_to_200m","over_200m"' }
model = "sales_led"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["ae"]
expansion = ["ae"]
operations = ["ops"]
executive = ["sales_leader"]

[[rule]]
id = "young"
when = {}
model = "cs_led"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["csm"]
expansion = ["csm"]
operations = ["ops"]
executive = ["cs_leader"]
"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_stage_of_the_organisation_moves_what_the_policy_makes_of_it_and_is_looked_at_first() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let admin = by("Grace Lin");
        at.app.activate_policy(&admin, &Activation::of("policy.toml", BY_STAGE, "by stage")).await.unwrap();
        // The policy designates; who is accountable changes once a handoff took place.
        let commercial = || async {
            let facts = at.app.store().read().await.unwrap().facts(&Scope::All, catalog::playbooks().unwrap()).await.unwrap();
            let today = at.app.policy(&admin).await.unwrap().today;
            let open = facts.renewals.values().filter(|renewal| renewal.is_open());
            let entries = open.filter_map(|renewal| {
                in_force(facts.entries(renewal.id), Responsibility::Commercial, Stream::Designated, today).map(|entry| entry.because.role)
            });
            let mut roles: Vec<Role> = entries.collect();
            roles.sort();
            roles
        };
        let before = commercial().await;
        assert!(before.contains(&Role::Csm) && !before.contains(&Role::AccountExecutive), "a young company: {before:?}");
        let settings = at.app.organisation_settings().await.unwrap().settings;
        let grown = OrganisationSettings { stage: Some(Stage::Scaling), ..settings.clone() };
        let seen = at.app.preview_organisation(&admin, grown.clone()).await.unwrap();
        assert_eq!(commercial().await, before, "a look writes nothing");
        assert!(seen.owners > 0);
        for _ in 0..2 {
            at.app.set_organisation(&admin, grown.clone()).await.unwrap();
        }
        assert!(!commercial().await.contains(&Role::Csm));
        let view = at.app.organisation_settings().await.unwrap();
        assert_eq!(
            (view.settings, view.history.len()),
            (grown.clone(), 2),
            "the sample states its stage at first; the same again is nothing"
        );
        assert_eq!(
            (view.history[0].by.as_str(), view.history[0].summary.as_str()),
            ("Grace Lin", "The stage is 25M to 200M ARR, was 5M to 25M ARR")
        );
        let book = at.app.export_book().await.unwrap();
        at.app.set_organisation(&admin, settings).await.unwrap();
        assert_eq!(commercial().await, before, "taken back");
        at.app.import_book(&admin, &book, "book").await.unwrap();
        assert_eq!(at.app.organisation_settings().await.unwrap().settings, grown, "the book carries it");
        let refused = at.app.set_organisation(&admin, OrganisationSettings { fiscal_year_start: 13, ..grown }).await;
        assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    })
    .await
}
