//! Steps that are put off or given to somebody, and findings that are set aside; on both engines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use jiff::ToSpan;
use std::collections::BTreeSet;
use tenure_app::{Actor, AppError, Grouping, StepsDeed, TaskItem, TodayView, grouped};
use tenure_core::primitives::TaskId;
use tenure_sim::testing::{Fault, TestApp, each_engine};

fn actor() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    match result {
        Err(AppError::Refused(refusals)) => refusals.iter().map(ToString::to_string).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

fn ids(view: &TodayView, title: Option<&str>) -> BTreeSet<TaskId> {
    let buckets = view.buckets.iter().filter(|bucket| title.is_none_or(|title| bucket.title == title));
    buckets.flat_map(|bucket| bucket.tasks.iter().map(|task| task.id)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_leaves_a_queue_for_a_while_or_for_somebody_else_and_never_gets_lost() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let mine = at.app.today_of("priya").await.unwrap();
        let today = mine.today;
        let task = mine.buckets[0].tasks[0].clone();
        let before = ids(&mine, None);

        let until = today.saturating_add(1.day());
        assert!(refused(at.app.put_off_task(&actor(), task.id, (today, "Later.")).await).contains("1 to 30 days ahead"));
        assert!(
            refused(at.app.put_off_task(&actor(), task.id, (today.saturating_add(31.days()), "Later.")).await)
                .contains("1 to 30 days ahead")
        );
        assert!(refused(at.app.put_off_task(&actor(), task.id, (until, " ")).await).contains("must say why"));
        assert!(refused(at.app.bring_back_task(&actor(), task.id).await).contains("was not put off"));
        at.app.put_off_task(&actor(), task.id, (until, "They are on holiday.")).await.unwrap();
        let after = at.app.today_of("priya").await.unwrap();
        assert_eq!(ids(&after, Some("Put off")), [task.id].into());
        assert_eq!(ids(&after, None), before, "it is told where it went");
        let found = after.buckets.iter().flat_map(|bucket| &bucket.tasks).find(|found| found.id == task.id).unwrap();
        assert_eq!((found.due_on, found.put_off.clone()), (task.due_on, Some((until, "They are on holiday.".to_string()))));
        at.app.bring_back_task(&actor(), task.id).await.unwrap();
        let back = at.app.today_of("priya").await.unwrap();
        assert_eq!((ids(&back, Some("Put off")), ids(&back, None)), (BTreeSet::new(), before));

        assert!(refused(at.app.give_task(&actor(), task.id, ("priya", "Mine.")).await).contains("holds this task already"));
        let lucia = ids(&at.app.today_of("lucia").await.unwrap(), None);
        assert!(!lucia.contains(&task.id));
        at.app.give_task(&actor(), task.id, ("lucia", "Knows their trade.")).await.unwrap();
        assert!(!ids(&at.app.today_of("priya").await.unwrap(), None).contains(&task.id));
        assert!(ids(&at.app.today_of("lucia").await.unwrap(), None).contains(&task.id));
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        at.app.mark_left(&actor(), "lucia", Some(today)).await.unwrap();
        assert!(ids(&at.app.today_of("priya").await.unwrap(), None).contains(&task.id), "whoever leaves does nothing for others");
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_is_set_aside_with_a_reason_and_comes_back_on_its_day() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let today = at.app.today_of("priya").await.unwrap().today;
        let before = at.app.findings().await.unwrap();
        let finding = before[0].clone();
        let until = today.saturating_add(7.days());
        assert!(refused(at.app.dismiss_finding(&actor(), &finding.id, (until, "")).await).contains("must say why"));
        assert!(refused(at.app.dismiss_finding(&actor(), &finding.id, (today, "Known.")).await).contains("1 to 90 days ahead"));
        at.app.dismiss_finding(&actor(), &finding.id, (until, "They wait for their board.")).await.unwrap();
        let listed = |items: &[tenure_app::FindingItem]| items.iter().filter(|item| item.id == finding.id).count();
        assert_eq!(listed(&at.app.findings().await.unwrap()), 0);
        let all = at.app.all_findings().await.unwrap();
        let kept = all.iter().find(|item| item.id == finding.id).unwrap().dismissed.clone().unwrap();
        assert_eq!((kept.reason.as_str(), kept.until), ("They wait for their board.", until));
        at.app.bring_back_finding(&actor(), &finding.id).await.unwrap();
        assert_eq!(listed(&at.app.findings().await.unwrap()), 1);
        assert!(refused(at.app.bring_back_finding(&actor(), &finding.id).await).contains("is not set aside"));
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        at.app.close().await.unwrap();
    })
    .await
}

fn tasks(view: &TodayView) -> Vec<TaskItem> {
    view.buckets.iter().flat_map(|bucket| bucket.tasks.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_deed_on_several_steps_is_done_on_all_of_them_or_on_none_and_taken_back_together() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let mine = at.app.today_of("priya").await.unwrap();
        let until = mine.today.saturating_add(1.day());
        let all = tasks(&mine);
        let several: Vec<TaskId> = all.iter().take(5).map(|task| task.id).collect();
        assert!(several.len() > 2, "{} steps", several.len());

        let off = StepsDeed::PutOff(until, "They are on holiday.".into());
        let done = at.app.steps_together(&actor(), &several, &off).await.unwrap();
        assert_eq!(done.undo, Some(StepsDeed::BringBack));
        let after = at.app.today_of("priya").await.unwrap();
        assert_eq!(ids(&after, Some("Put off")), several.iter().copied().collect());
        let again = at.app.steps_together(&actor(), &several, &off).await.unwrap();
        assert_eq!(again.undo, None, "taking it back would lose that they were put off before");
        at.app.steps_together(&actor(), &several, &StepsDeed::BringBack).await.unwrap();
        assert_eq!(ids(&at.app.today_of("priya").await.unwrap(), Some("Put off")), BTreeSet::new());

        // One that was brought back alone meanwhile: nothing happens to the others either, and it is named.
        at.app.steps_together(&actor(), &several, &off).await.unwrap();
        at.app.bring_back_task(&actor(), several[0]).await.unwrap();
        let why = refused(at.app.steps_together(&actor(), &several, &StepsDeed::BringBack).await);
        assert!(why.contains(&all[0].title) && why.contains(&all[0].renewal) && why.contains(&all[0].account), "{why}");
        assert_eq!(ids(&at.app.today_of("priya").await.unwrap(), Some("Put off")).len(), several.len() - 1);

        // What is wrong with every step alike is said once, beside its field.
        let silent = at.app.steps_together(&actor(), &several, &StepsDeed::Complete("  ".into())).await;
        let Err(AppError::Refused(refusals)) = silent else { panic!("not refused: {silent:?}") };
        assert_eq!(refusals.iter().map(|refusal| refusal.column.as_deref()).collect::<Vec<_>>(), [Some("evidence")]);
        assert!(refused(at.app.steps_together(&actor(), &[], &off).await).contains("1 to 100 steps"));
        let report = at.app.check().await.unwrap();
        assert!(report.is_clean(), "{report:#?}");
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_is_parted_without_losing_a_step_and_counts_the_money_of_a_renewal_once() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let view = at.app.today_of("priya").await.unwrap();
        let every = ids(&view, None);
        for grouping in Grouping::ALL {
            let groups = grouped(&view.buckets, grouping, view.atr_total.currency);
            let found: Vec<TaskId> = groups.iter().flat_map(|group| group.tasks.iter().map(|task| task.id)).collect();
            assert_eq!(found.len(), every.len(), "{grouping:?}");
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), every, "{grouping:?}");
        }
        let by_account = grouped(&view.buckets, Grouping::Account, view.atr_total.currency);
        assert_eq!(by_account[0].tasks[0].id, view.buckets[0].tasks[0].id, "the most urgent account comes first");
        // Each renewal belongs to one account, so that the groups together have what the renewals of the queue have.
        let once: std::collections::BTreeMap<String, i64> =
            tasks(&view).into_iter().filter_map(|task| Some((task.renewal, task.atr_reporting?.minor))).collect();
        assert_eq!(by_account.iter().map(|group| group.atr.minor).sum::<i64>(), once.values().sum::<i64>());
        let manager = view.escalates_to.unwrap().reference;
        let team: BTreeSet<TaskId> =
            at.app.queue_of_team(&manager).await.unwrap().iter().flat_map(|bucket| bucket.tasks.iter().map(|task| task.id)).collect();
        assert!(every.is_subset(&team), "what Priya must do stands in her manager's view of the team");
        assert!(at.app.today_of(&manager).await.unwrap().leads);
        at.app.close().await.unwrap();
    })
    .await
}
