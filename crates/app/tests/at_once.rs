//! What one person brings upon another is told on the day itself; and what `tenure check` says where a letter has no job; on both engines.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

mod told;

use jiff::ToSpan;
use std::collections::BTreeSet;
use tenure_core::notice::NoticeKind;
use tenure_sim::testing::{Fault, each_engine};
use tenure_store::{Location, NoticeFilter, Scope};
use told::{DAY, company, live, member, operator, postgres, told};
use uuid::Uuid;

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
        let other = at.app.today_of("priya").await.unwrap();
        let other = other.buckets.iter().flat_map(|bucket| &bucket.tasks).find(|found| found.id != task.id).unwrap().clone();
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
        let taken = at.app.give_task(&member(&at, "elena").await, task.id, ("elena", "I do it.")).await;
        taken.unwrap();
        assert_eq!(of_kind(told(&at).await, NoticeKind::StepGiven).len(), 2);
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
