//! The life of a policy: drafted, read by a second person, planned, activated, also ahead of its day; on both engines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use std::collections::BTreeSet;
use tenure_app::{Activation, Actor, AppError};
use tenure_core::catalog;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{Stream, in_force};
use tenure_sim::testing::large::large_book;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Scope;

fn actor(name: &str) -> Actor {
    Actor::Operator(name.into())
}

fn terms(reason: &str) -> Activation {
    let mut activation = Activation::of("", "", "");
    activation.standing.reason = reason.into();
    activation
}

fn refusals<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    match result {
        Err(AppError::Refused(refusals)) => refusals.iter().map(ToString::to_string).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Who is designated for what on a day, of every open renewal.
async fn designations(at: &TestApp, day: Date) -> BTreeSet<(u32, Responsibility, String)> {
    let playbooks = catalog::playbooks().unwrap();
    let facts = at.app.store().read().await.unwrap().facts(&Scope::All, playbooks).await.unwrap();
    let open = facts.renewals.values().filter(|renewal| renewal.is_open());
    let all = open.flat_map(|renewal| {
        Responsibility::ALL.iter().filter_map(|responsibility| {
            let entry = in_force(facts.entries(renewal.id), *responsibility, Stream::Designated, day)?;
            Some((renewal.number, *responsibility, facts.name_of(entry.holder).to_string()))
        })
    });
    all.collect()
}

async fn broken(at: &TestApp) -> Vec<String> {
    let report = at.app.check().await.unwrap();
    report
        .invariants
        .into_iter()
        .filter(|found| !found.violations.is_empty())
        .map(|found| format!("{}: {:?}", found.code, found.violations))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_read_by_somebody_else_and_goes_into_force_as_its_plan_said() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let (writer, reader) = (actor("Ingrid Solberg"), actor("Mara Lind"));
        let today = at.app.policy(&writer).await.unwrap().today;
        let text = catalog::policy("sales-led").unwrap();
        assert_eq!(at.app.begin_draft(&writer, "not yet a policy".into(), "for the new year".into()).await.unwrap(), "D-1");
        assert_eq!(at.app.change_draft(&writer, "D-1", text.into(), "for the new year".into()).await.unwrap(), "D-1");
        assert!(refusals(at.app.review_draft(&writer, "D-1", String::new()).await).contains("cannot be its second reader"));
        assert!(refusals(at.app.activate_draft(&writer, "D-1", &terms("")).await).contains("read by nobody but its author"));
        at.app.review_draft(&reader, "D-1", "Read it twice.".into()).await.unwrap();

        let before = designations(&at, today).await;
        let plan = at.app.plan_draft(&writer, "D-1", &terms("")).await.unwrap();
        assert_eq!(designations(&at, today).await, before, "a plan writes nothing");
        assert!(plan.handovers > 0);
        at.app.activate_draft(&writer, "D-1", &terms("")).await.unwrap();
        let after = designations(&at, today).await;
        let moved: BTreeSet<(String, Responsibility, String)> =
            after.difference(&before).map(|(number, responsibility, to)| (format!("R-{number}"), *responsibility, to.clone())).collect();
        let planned = plan.moves.iter().map(|moved| (moved.renewal.clone(), moved.responsibility, moved.to.clone())).collect();
        assert_eq!(moved, planned);
        assert_eq!(plan.handovers, moved.len() as u64);

        let again = at.app.plan_policy(&writer, &Activation::of("again.toml", text, "")).await.unwrap();
        assert_eq!((again.handovers, again.redecided), (0, 0), "the policy in force moves nothing");
        assert_eq!(again.renewals, plan.renewals);

        let view = at.app.policy(&writer).await.unwrap();
        let active = view.active.unwrap();
        assert_eq!((active.standing.author.as_str(), active.standing.approved_by.as_deref()), ("Ingrid Solberg", Some("Mara Lind")));
        assert_eq!((active.standing.draft, active.standing.reason.as_str()), (Some(1), "for the new year"));
        assert_eq!(active.standing.review_on, Some(today.saturating_add(6.months())));
        assert!(view.drafts.is_empty());
        assert_eq!(at.app.draft("D-1").await.unwrap().activated_as, Some(active.version));
        assert!(refusals(at.app.change_draft(&writer, "D-1", "x".into(), String::new()).await).contains("stays as it is"));
        assert_eq!(broken(&at).await, Vec::<String>::new());
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_dated_ahead_decides_from_its_day_on_and_a_later_version_takes_its_place() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::open(&location, "2026-11-23".parse().unwrap(), 5).await.unwrap();
        let by = actor("Ingrid Solberg");
        at.app.import_book(&by, &large_book(30, 1), "large").await.unwrap();
        let today = at.app.policy(&by).await.unwrap().today;
        let ahead = today.saturating_add(10.days());
        let mut activation = Activation::of("policy.toml", catalog::policy("sales-led").unwrap(), "");
        activation.effective_on = Some(today.yesterday().unwrap());
        assert!(refusals(at.app.activate_policy(&by, &activation).await).contains("has passed"));
        activation.effective_on = Some(ahead);
        activation.standing.review_on = Some(ahead);
        assert!(refusals(at.app.activate_policy(&by, &activation).await).contains("no day on which to look at the policy again"));
        activation.standing.review_on = Some(ahead.saturating_add(1.year()));
        let version = at.app.policy(&by).await.unwrap().active.unwrap().version;
        let before = designations(&at, today).await;
        let plan = at.app.plan_policy(&by, &activation).await.unwrap();
        at.app.activate_policy(&by, &activation).await.unwrap();
        assert_eq!(at.app.policy(&by).await.unwrap().active.unwrap().version, version, "not yet");
        assert_eq!(designations(&at, today).await, before);
        at.clock.set_day(ahead, Time::constant(12, 0, 0, 0));
        at.app.keep_up(&by).await.unwrap();
        assert_eq!(at.app.policy(&by).await.unwrap().active.unwrap().version, version + 1);
        let after = designations(&at, ahead).await;
        let to = |moved: &tenure_app::PolicyMove| {
            let number: u32 = moved.renewal.trim_start_matches("R-").parse().unwrap();
            (number, moved.responsibility, moved.to.clone())
        };
        assert!(!plan.moves.is_empty());
        assert!(plan.moves.iter().all(|moved| after.contains(&to(moved))), "what the plan said happened on the day");
        assert_eq!(broken(&at).await, Vec::<String>::new());
        at.app.close().await.unwrap();
    })
    .await
}

/// Every team by hand: its people from who reports to whom, its renewals one by one.
async fn teams_add_up(at: &TestApp, view: &tenure_app::WorkloadView) {
    let facts = at.app.store().read().await.unwrap().facts(&Scope::All, catalog::playbooks().unwrap()).await.unwrap();
    assert!(view.teams.len() > 1 && view.teams[0].depth == 0, "{:?}", view.teams);
    for team in &view.teams {
        let lead = facts.teammates.values().find(|person| person.reference == team.lead.reference).unwrap();
        let chain = |id| std::iter::successors(Some(id), |id| facts.teammates.get(id).and_then(|person| person.manager));
        let members: BTreeSet<_> = facts
            .teammates
            .values()
            .filter(|person| person.is_active_on(view.today))
            .map(|person| person.id)
            .filter(|id| chain(*id).any(|id| id == lead.id))
            .collect();
        let mut names: Vec<String> = members.iter().map(|id| facts.teammates[id].reference.clone()).collect();
        names.sort();
        assert_eq!(team.members, names);
        let open = || facts.renewals.values().filter(|renewal| renewal.is_open());
        let held = |renewal: &&tenure_core::renewal::Renewal| {
            Responsibility::ALL.iter().any(|part| facts.holder(renewal.id, *part).is_some_and(|holder| members.contains(&holder)))
        };
        let owned =
            open().filter(|renewal| facts.holder(renewal.id, Responsibility::Commercial).is_some_and(|holder| members.contains(&holder)));
        let minor: i64 = owned.map(|renewal| renewal.target.atr_reporting.minor).sum();
        assert_eq!((team.renewals, team.commercial_minor), (open().filter(held).count() as u64, minor), "{}", team.lead.name);
        let own = at.app.workload(Some(&team.lead.reference)).await.unwrap();
        let mut shown: Vec<String> = own.people.iter().map(|item| item.person.reference.clone()).collect();
        shown.sort();
        assert_eq!(shown, names);
    }
    let nobody = at.app.workload(Some("nobody")).await;
    assert!(matches!(nobody, Err(AppError::NotFound(_))), "{nobody:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_carried_by_somebody_active_also_after_somebody_left() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let by = actor("Ingrid Solberg");
        let before = at.app.workload(None).await.unwrap();
        let carried = |view: &tenure_app::WorkloadView| view.people.iter().flat_map(|item| item.held.values()).sum::<u64>();
        assert_eq!((before.uncovered.len(), carried(&before)), (0, before.renewals * 5));
        assert_eq!(before.responsibilities, (before.renewals + before.expansions) * 5);
        teams_add_up(&at, &before).await;
        let most = before.people.iter().max_by_key(|item| item.renewals).unwrap();
        assert!(most.renewals > 0 && most.near <= most.renewals);
        let gone = most.person.reference.clone();
        at.app.mark_left(&by, &gone, None).await.unwrap();
        let after = at.app.workload(None).await.unwrap();
        assert!(after.people.iter().all(|item| item.person.reference != gone));
        assert_eq!((after.uncovered.len(), carried(&after)), (0, after.renewals * 5), "others carry it");
        at.app.close().await.unwrap();
    })
    .await
}
