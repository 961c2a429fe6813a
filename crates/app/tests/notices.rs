//! Telling people: each notice once, however often and however late the daily work runs, and whoever does it; on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use jiff::ToSpan;
use jiff::civil::{Date, Time, date};
use std::collections::BTreeSet;
use tenure_app::{Access, Actor, AppError, NoticeQuery, Seen, User};
use tenure_core::job::{JobKind, JobState, LEASE};
use tenure_core::notice::NoticeKind;
use tenure_core::primitives::UserId;
use tenure_sim::testing::{Fault, Instance, TestApp, each_engine};
use tenure_store::{Location, NoticeFilter, Scope};
use uuid::Uuid;

const DAY: Date = date(2026, 11, 23);

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

/// The sample company whose today is that of the clock.
async fn company(location: &Location) -> TestApp {
    let at = TestApp::few(location).await.unwrap();
    at.app.set_sample_today(&operator(), None).await.unwrap();
    at
}

/// Does the work of a day.
async fn live(at: &TestApp, day: Date) {
    at.clock.set_day(day, Time::constant(12, 0, 0, 0));
    at.app.schedule_daily().await.unwrap();
    let done = at.app.run_jobs("test").await.unwrap();
    assert!(done.iter().all(|job| job.state == JobState::Done), "{done:#?}");
}

/// Everything that anybody was told: person, identity and whether it was late.
async fn told(at: &TestApp) -> Vec<(String, String, bool)> {
    let tx = at.app.store().read().await.unwrap();
    let facts = tx.facts(&Scope::People, Vec::new()).await.unwrap();
    let mut told = Vec::new();
    for person in facts.teammates.values() {
        for kept in tx.notices_of(person.id, NoticeFilter::default(), None, 10_000).await.unwrap() {
            told.push((person.reference.clone(), kept.notice.identity, kept.notice.late));
        }
    }
    told.sort();
    told
}

async fn member(at: &TestApp, reference: &str) -> Actor {
    let facts = at.app.store().read().await.unwrap().facts(&Scope::People, Vec::new()).await.unwrap();
    let teammate = facts.teammates.values().find(|person| person.reference == reference).unwrap();
    Actor::User(Box::new(User {
        id: UserId(Uuid::nil()),
        email: teammate.email.clone(),
        name: teammate.name.clone(),
        access: Access::Member,
        teammate: Some(teammate.id),
        password_hash: String::new(),
        created_at: at.app.now(),
    }))
}

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

#[tokio::test]
async fn what_one_person_brings_upon_another_is_told_at_once_and_not_again_the_next_day() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = company(&location).await;
        let task = at.app.today_of("priya").await.unwrap().buckets[0].tasks[0].clone();
        let of_kind = |told: Vec<(String, String, bool)>, kind: NoticeKind| {
            let told = told.into_iter().filter(move |(_, identity, _)| identity.starts_with(&format!("{kind}:")));
            told.map(|(person, _, late)| (person, late)).collect::<Vec<_>>()
        };
        at.app.give_task(&operator(), task.id, ("lucia", "Knows their trade.")).await.unwrap();
        assert_eq!(told(&at).await, [], "nobody was told anything yet: the first day tells it");
        live(&at, DAY).await;
        let lucia = [("lucia".to_string(), false)];
        assert_eq!(of_kind(told(&at).await, NoticeKind::StepGiven), lucia);

        at.app.take_back_task(&operator(), task.id).await.unwrap();
        let other = at.app.today_of("priya").await.unwrap().buckets[0].tasks.iter().find(|found| found.id != task.id).unwrap().clone();
        at.app.give_task(&operator(), other.id, ("aisha", "Is there tomorrow.")).await.unwrap();
        let (aisha, same_day) = (("aisha".to_string(), false), told(&at).await);
        assert_eq!(of_kind(same_day.clone(), NoticeKind::StepGiven), [aisha.clone(), lucia[0].clone()], "on the day itself");
        let until_on = DAY.saturating_add(20.days());
        let (responsibility, reason) = (tenure_core::ownership::Responsibility::Value, "Knows them.".to_string());
        let named = tenure_app::NewOverride { responsibility, teammate: "aisha".into(), reason, until_on };
        at.app.reassign(&operator(), &other.renewal, named).await.unwrap();
        let assigned = of_kind(told(&at).await, NoticeKind::Assigned);
        assert!(assigned.contains(&aisha), "{assigned:?}");

        // Whoever takes a step for themselves is told nothing.
        let aisha_acts = member(&at, "aisha").await;
        assert!(
            at.app.give_task(&aisha_acts, task.id, ("aisha", "I do it.")).await.is_err()
                || of_kind(told(&at).await, NoticeKind::StepGiven).len() == 2
        );
        live(&at, DAY.tomorrow().unwrap()).await;
        let next = told(&at).await;
        assert_eq!(of_kind(next.clone(), NoticeKind::Assigned), assigned, "told once");
        let each: BTreeSet<_> = next.iter().map(|(person, identity, _)| (person, identity)).collect();
        assert_eq!(each.len(), next.len());
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_letter_whose_job_is_gone_is_a_broken_invariant() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = company(&location).await;
        live(&at, DAY).await;
        let tx = at.app.store().write().await.unwrap();
        let mut kept = Vec::new();
        for person in tx.facts(&Scope::People, Vec::new()).await.unwrap().teammates.keys() {
            kept.extend(tx.notices_of(*person, NoticeFilter::default(), None, 1).await.unwrap());
        }
        let lost = tenure_store::KeptNotice { id: tenure_core::primitives::NoticeId(Uuid::from_u128(7)), by_mail: true, ..kept[0].clone() };
        let notice = tenure_core::notice::Notice { identity: "finding:lost".into(), ..lost.notice.clone() };
        tx.add_notices(&[tenure_store::KeptNotice { notice, ..lost }]).await.unwrap();
        tx.commit().await.unwrap();
        let report = at.app.check().await.unwrap();
        let broken: Vec<&str> = report.invariants.iter().filter(|found| !found.violations.is_empty()).map(|found| found.code).collect();
        assert_eq!(broken, ["jobs-kept"]);
        at.app.close().await.unwrap();
    })
    .await
}
