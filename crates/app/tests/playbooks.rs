//! Playbooks: published with a plan that is shown first; open renewals follow, what was done stays; on both engines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_app::{Activation, Actor, AppError, StepsDeed};
use tenure_core::account::Risk;
use tenure_core::catalog;
use tenure_core::commands::{Completion, Judgement, Publication};
use tenure_core::facts::Facts;
use tenure_core::renewal::TaskState;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Scope;

fn actor() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn publication(text: String, reason: &str) -> Publication {
    Publication { file: "joint-120.toml".into(), text, reason: reason.into(), author: String::new() }
}

fn shipped(code: &str) -> String {
    catalog::playbooks().unwrap().iter().find(|playbook| playbook.code == code).unwrap().to_toml()
}

async fn facts(at: &TestApp) -> Facts {
    at.app.store().read().await.unwrap().facts(&Scope::All, catalog::playbooks().unwrap()).await.unwrap()
}

/// Due days of the open tasks of a step, by renewal.
fn due(facts: &Facts, step: &str) -> BTreeMap<u32, Date> {
    let tasks = facts.tasks.values().filter(|task| task.step == step && task.state == TaskState::Open);
    tasks.map(|task| (facts.renewals[&task.renewal].number, task.due_on)).collect()
}

async fn broken(at: &TestApp) -> Vec<String> {
    let report = at.app.check().await.unwrap();
    report.invariants.iter().flat_map(|result| &result.violations).map(|violation| violation.1.clone()).collect()
}

fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    match result {
        Err(AppError::Refused(refusals)) => refusals.iter().map(ToString::to_string).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_text_moves_what_is_open_as_the_plan_said_and_keeps_what_was_done() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let before = facts(&at).await;
        let open = before.tasks.values().find(|task| task.state == TaskState::Open && task.step == "signature-push").unwrap();
        let kept = (open.id, open.due_on);
        at.app.complete_task(&actor(), kept.0, Completion::Done, "Agreed on Friday.").await.unwrap();
        let before = facts(&at).await;

        let text = shipped("joint-120").replace("days_before_anchor = 45", "days_before_anchor = 59");
        let publication_of = |reason: &str| publication(text.clone(), reason);
        assert!(refused(at.app.publish_playbook(&actor(), &publication_of(" ")).await).contains("must say why"));
        let plan = at.app.plan_playbook(&actor(), &publication_of("")).await.unwrap();
        assert_eq!(due(&facts(&at).await, "signature-push"), due(&before, "signature-push"), "a plan writes nothing");
        at.app.publish_playbook(&actor(), &publication_of("Signatures take two weeks longer.")).await.unwrap();

        let after = facts(&at).await;
        assert_eq!((after.tasks[&kept.0].state, after.tasks[&kept.0].due_on), (TaskState::Done, kept.1));
        let (was, is) = (due(&before, "signature-push"), due(&after, "signature-push"));
        let moved: Vec<_> = is.iter().filter(|(number, day)| was.get(number).is_some_and(|was| was != *day)).collect();
        assert!(!moved.is_empty());
        assert_eq!(plan.moved, moved.len() as u64);
        for (number, day) in &is {
            let Some(was) = was.get(number) else { continue };
            let earlier = was.since(*day).unwrap().get_days();
            assert!((12..=18).contains(&earlier), "two weeks, give or take a weekend or holiday: {was} to {day}");
        }
        let told: BTreeMap<String, Option<Date>> = plan.moves.iter().map(|moved| (moved.renewal.clone(), moved.to)).collect();
        assert!(moved.iter().all(|(number, day)| told.get(&format!("R-{number}")) == Some(&Some(**day))));
        assert!(refused(at.app.publish_playbook(&actor(), &publication_of("Again.")).await).contains("says this already"));
        assert_eq!(broken(&at).await, Vec::<String>::new());

        let view = at.app.playbook("joint-120", None).await.unwrap();
        assert_eq!((view.item.version, view.versions[0].author.as_str()), (Some(2), "Ingrid Solberg"), "the sample has one already");
        at.app.publish_playbook(&actor(), &publication(view.shipped_text.unwrap(), "Back to the shipped one.")).await.unwrap();
        assert_eq!(due(&facts(&at).await, "signature-push"), was, "published again, the days are those of before");
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colour_brings_its_steps_and_takes_them_along_when_it_goes() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let before = facts(&at).await;
        let today = at.app.policy(&actor()).await.unwrap().today;
        let running = before.renewals.values().find(|renewal| {
            renewal.is_open()
                && renewal.target.decision_on > today.saturating_add(jiff::ToSpan::days(10))
                && before.accounts[&renewal.account].risk != Risk::Red
        });
        let account = before.accounts[&running.unwrap().account].reference.clone();
        let judge = |risk: Risk| Judgement { risk, reason: "Looked at it.".into(), expires_on: None };
        at.app.set_risk(&actor(), &account, judge(Risk::Red)).await.unwrap();
        let red = facts(&at).await;
        let engagement = due(&red, "executive-engagement");
        assert!(!engagement.is_empty());
        assert!(engagement.values().all(|day| *day >= today), "what a colour brings is not late on its first day");
        at.app.set_risk(&actor(), &account, judge(Risk::Green)).await.unwrap();
        let number = running.unwrap().number;
        assert!(!due(&facts(&at).await, "executive-engagement").contains_key(&number));
        assert_eq!(broken(&at).await, Vec::<String>::new());
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_may_name_an_own_playbook_and_a_step_waits_for_those_before_it() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let policy = catalog::policy("hybrid").unwrap().replace("\"joint-120\"", "\"our-90\"");
        let activation = Activation::of("policy.toml", &policy, "");
        assert!(refused(at.app.activate_policy(&actor(), &activation).await).contains("our-90"));
        let own = shipped("classic-90").replace("code = \"classic-90\"", "code = \"our-90\"");
        at.app.publish_playbook(&actor(), &publication(own, "Ours.")).await.unwrap();
        at.app.activate_policy(&actor(), &activation).await.unwrap();
        let after = facts(&at).await;
        assert!(
            after
                .renewals
                .values()
                .filter(|renewal| renewal.is_open())
                .all(|renewal| renewal.decided.as_ref().unwrap().playbook == "our-90")
        );
        let waiting = after.tasks.values().find(|task| {
            let of = |step: &str| {
                after.tasks.values().any(|other| other.renewal == task.renewal && other.step == step && other.state == TaskState::Open)
            };
            task.step == "preparation" && task.state == TaskState::Open && of("assessment")
        });
        let waiting = waiting.unwrap();
        assert!(
            refused(at.app.complete_task(&actor(), waiting.id, Completion::Done, "Ready.").await).contains("waits for Renewal assessment")
        );
        let first = after.tasks.values().find(|task| task.renewal == waiting.renewal && task.step == "assessment").unwrap();
        let both = [waiting.id, first.id];
        let alone = at.app.steps_together(&actor(), &both[..1], &StepsDeed::Complete("Ready.".into())).await;
        assert!(refused(alone).contains("waits for Renewal assessment"), "what it waits for is not among the steps");
        at.app.steps_together(&actor(), &both, &StepsDeed::Complete("Green, and ready.".into())).await.unwrap();
        at.app.steps_together(&actor(), &both, &StepsDeed::Reopen).await.unwrap();
        at.app.complete_task(&actor(), first.id, Completion::Done, "Green.").await.unwrap();
        at.app.complete_task(&actor(), waiting.id, Completion::Done, "Ready.").await.unwrap();
        assert_eq!(broken(&at).await, Vec::<String>::new());
        at.app.close().await.unwrap();
    })
    .await
}
