//! Telling people: each notice once, however often and however late the daily work runs, and whoever does it; on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

mod told;

use jiff::ToSpan;
use std::collections::BTreeSet;
use tenure_app::{AppError, NoticeQuery, Seen};
use tenure_core::job::{JobKind, JobState, LEASE};
use tenure_core::notice::NoticeKind;
use tenure_sim::testing::{Fault, Instance, TestApp, each_engine};
use tenure_store::{Location, Scope};
use told::{DAY, company, live, member, operator, postgres, told};
use uuid::Uuid;

#[tokio::test]
async fn the_daily_work_of_a_day_is_written_down_once_and_done_twice_tells_nothing_more() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = company(&location).await;
        live(&at, DAY).await;
        let first = told(&at).await;
        assert!(first.len() > 5, "{first:?}");
        assert!(first.iter().all(|(_, _, late)| !late), "on the first day nothing is late");
        at.app.schedule_daily().await.unwrap();
        assert_eq!(at.app.run_jobs("test").await.unwrap(), [], "the work of this day is done");
        // A restore from before the job was done lets it be done again.
        let tx = at.app.store().write().await.unwrap();
        let job = tx.jobs(None, 10).await.unwrap().pop().unwrap();
        tx.put_job(&tenure_core::job::Job { state: JobState::Waiting, finished_at: None, ..job }).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(at.app.run_jobs("test").await.unwrap().len(), 1);
        assert_eq!(told(&at).await, first);
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn days_on_which_nobody_ran_it_lose_no_notice_and_are_told_late() -> Result<(), Fault> {
    for (daily, skipping) in Instance::each(postgres().as_deref()).await?.into_iter().zip(Instance::each(postgres().as_deref()).await?) {
        let (every, some) = (company(&daily.location).await, company(&skipping.location).await);
        for day in DAY.series(1.day()).take(12) {
            live(&every, day).await;
        }
        for days in [0, 4, 5, 11] {
            live(&some, DAY.saturating_add(days.days())).await;
        }
        let without_late = |told: Vec<(String, String, bool)>| told.into_iter().map(|(who, what, _)| (who, what)).collect::<BTreeSet<_>>();
        let (all, late) = (told(&every).await, told(&some).await);
        assert!(all.iter().all(|(_, _, late)| !late));
        assert!(late.iter().any(|(_, _, late)| *late), "{late:#?}");
        assert_eq!(without_late(all), without_late(late));
        every.app.close().await.unwrap();
        some.app.close().await.unwrap();
        daily.remove().await?;
        skipping.remove().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_worker_that_was_killed_loses_its_job_to_another_and_cannot_finish_it_later() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = company(&location).await;
        at.app.schedule_daily().await.unwrap();
        let tx = at.app.store().write().await.unwrap();
        let taken = tx.claim_job("killed", at.app.now()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        // A second start finds the job taken, writes no second one, and waits for the lease to end.
        let again = TestApp::open(&location, DAY, 9).await.unwrap();
        again.app.schedule_daily().await.unwrap();
        assert_eq!(again.app.run_jobs("other").await.unwrap(), []);
        again.clock.advance(LEASE);
        let done = again.app.run_jobs("other").await.unwrap();
        assert_eq!(done.iter().map(|job| (job.id, job.attempts, job.state)).collect::<Vec<_>>(), [(taken.id, 2, JobState::Done)]);
        let tx = at.app.store().write().await.unwrap();
        assert!(!tx.finish_job(&taken.clone().failed("too late".into(), at.app.now()), "killed").await.unwrap());
        tx.commit().await.unwrap();
        let page = at.app.jobs(&operator(), None, 10).await.unwrap();
        assert_eq!((page.items.len(), page.count(JobState::Done)), (1, 1));
        again.app.close().await.unwrap();
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn two_instances_on_one_database_do_each_job_once() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let (one, two) = (company(&location).await, TestApp::open(&location, DAY, 11).await.unwrap());
        for at in [&one, &two] {
            at.app.schedule_daily().await.unwrap();
        }
        // Jobs that have nothing left to do are done at once; what counts is who takes which.
        let person = one.app.store().read().await.unwrap().facts(&Scope::People, Vec::new()).await.unwrap().organisation.desk_lead;
        let tx = one.app.store().write().await.unwrap();
        for minute in 0..30 {
            let payload = format!("{person} 2026-11-23T08:{minute:02}:00Z");
            let id = tenure_core::primitives::JobId(Uuid::from_u128(1_000 + minute));
            let work = (JobKind::Digest, format!("digest:{payload}"), payload);
            tx.add_job(&tenure_core::job::Job::waiting(id, work, (one.app.now(), one.app.now()))).await.unwrap();
        }
        tx.commit().await.unwrap();
        let (first, second) = tokio::join!(one.app.run_jobs("one"), two.app.run_jobs("two"));
        let all: Vec<_> = first.unwrap().into_iter().chain(second.unwrap()).collect();
        let each: BTreeSet<_> = all.iter().map(|job| job.id).collect();
        assert_eq!((all.len(), each.len()), (31, 31), "none is done twice");
        assert!(all.iter().all(|job| (job.state, job.attempts) == (JobState::Done, 1)));
        let told = told(&one).await;
        assert_eq!(told.iter().map(|(who, what, _)| (who, what)).collect::<BTreeSet<_>>().len(), told.len());
        two.app.close().await.unwrap();
        one.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_person_sees_what_they_were_told_and_marks_it_as_seen() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = company(&location).await;
        live(&at, DAY).await;
        live(&at, DAY.tomorrow().unwrap()).await;
        let (who, ..) = told(&at).await.into_iter().next().unwrap();
        let me = member(&at, &who).await;
        let page = at.app.my_notices(&me, &NoticeQuery::default()).await.unwrap();
        assert!(page.items.len() as u64 == page.unseen && page.unseen > 0);
        assert!(page.items.is_sorted_by(|a, b| (a.made_at, a.id) > (b.made_at, b.id)), "the latest first");
        let first = page.items[0].id;
        at.app.see_notices(&me, &Seen::These(vec![first])).await.unwrap();
        let seen = at.app.my_notices(&me, &NoticeQuery::default()).await.unwrap();
        assert_eq!(seen.unseen, page.unseen - 1);
        at.clock.advance(jiff::SignedDuration::from_hours(1));
        at.app.see_notices(&me, &Seen::These(vec![first])).await.unwrap();
        let again = at.app.my_notices(&me, &NoticeQuery::default()).await.unwrap();
        assert_eq!(again.items, seen.items, "it stays seen when it was");
        let other = told(&at).await.into_iter().map(|(who, ..)| who).find(|other| *other != who).unwrap();
        let refused = at.app.see_notices(&member(&at, &other).await, &Seen::These(vec![first])).await;
        assert!(matches!(refused, Err(AppError::NotFound(_))), "{refused:?}");
        let mut paged = Vec::new();
        let mut query = NoticeQuery { limit: Some(2), ..NoticeQuery::default() };
        loop {
            let page = at.app.my_notices(&me, &query).await.unwrap();
            paged.extend(page.items);
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!(paged, again.items);
        let kind = again.items[0].notice.kind;
        let of_kind = at.app.my_notices(&me, &NoticeQuery { kind: Some(kind), ..NoticeQuery::default() }).await.unwrap();
        assert!(!of_kind.items.is_empty() && of_kind.items.iter().all(|kept| kept.notice.kind == kind));
        at.app.see_notices(&me, &Seen::All).await.unwrap();
        let unseen = NoticeQuery { unseen: true, ..NoticeQuery::default() };
        assert_eq!(at.app.my_notices(&me, &unseen).await.unwrap().items, []);
        assert!(NoticeKind::ALL.contains(&kind));
        at.app.close().await.unwrap();
    })
    .await
}
