//! Verbs of an embedded database that share a commit: each is told once it is on the disk, and none takes another with it.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use tenure_core::facts::{Facts, Moment, Write};
use tenure_core::primitives::{RenewalId, UserId};
use tenure_sim::testing::{Instance, TestApp};
use tenure_store::{ApiToken, Location, Scope, SessionRecord, Store, StoreError, Tx};
use tokio::task::{JoinHandle, spawn, yield_now};

const NOW: &str = "2026-11-23T12:00:00Z";

/// The sample company in an embedded database, which is there as long as the instance.
async fn sample() -> (Instance, Store) {
    let instance = Instance::sqlite().unwrap();
    let at = TestApp::few(&instance.location).await.unwrap();
    (instance, at.app.store().clone())
}

fn session(id: &str) -> SessionRecord {
    SessionRecord { id: id.into(), data: "{}".into(), expires_at: "2027-01-01T00:00:00Z".parse().unwrap() }
}

async fn is_there(store: &Store, id: &str) -> bool {
    store.session(id, NOW.parse().unwrap()).await.unwrap().is_some()
}

/// A verb that wrote a session and is not kept yet.
async fn verb(store: &Store, id: &str) -> Tx {
    let tx = store.write_shared().await.unwrap();
    tx.put_session(&session(id)).await.unwrap();
    tx
}

/// A verb that waits for its turn, and writes when it has it.
async fn queued(store: &Store, id: &'static str) -> JoinHandle<Tx> {
    let store = store.clone();
    let waiting = spawn(async move { verb(&store, id).await });
    yield_now().await;
    waiting
}

/// Something that a statement refuses: a token of nobody. It goes to the database with the question after it.
async fn fail(tx: &Tx) {
    let user = UserId(uuid::Uuid::from_u128(1));
    let (created_at, revoked_at) = (NOW.parse().unwrap(), None);
    let token = ApiToken { id: "1".into(), user, name: "nobody's".into(), sha256: "1".into(), created_at, revoked_at };
    tx.put_token(&token).await.unwrap();
    assert!(matches!(tx.last_event().await, Err(StoreError::Database(_))));
}

/// Something that only the commit refuses: a renewal that nobody owns.
async fn owe(tx: &Tx, facts: &Facts) {
    let renewal = facts.renewals.values().find(|renewal| renewal.is_open()).unwrap();
    let mut term = facts.terms.get(&(renewal.contract, renewal.term_number)).unwrap().clone();
    term.number += 70;
    let mut unowned = renewal.clone();
    (unowned.id, unowned.number, unowned.term_number) = (RenewalId(uuid::Uuid::from_u128(7)), 999_999, term.number);
    let moment = Moment { today: "2026-11-23".parse().unwrap(), recorded_at: NOW.parse().unwrap() };
    tx.save(&[Write::Term(term), Write::Renewal(unowned)], moment, &[]).await.unwrap();
}

#[tokio::test]
async fn what_shares_a_commit_is_there_when_it_is_told_and_not_before() {
    let (_instance, store) = sample().await;
    let first = verb(&store, "first").await;
    let (second, third) = (queued(&store, "second").await, queued(&store, "third").await);
    let first = spawn(first.commit());
    let second = spawn(second.await.unwrap().commit());
    let third = third.await.unwrap();
    assert!(!first.is_finished() && !second.is_finished(), "told before the commit");
    assert!(!is_there(&store, "first").await, "seen before the commit");
    third.commit().await.unwrap();
    for told in [first, second] {
        told.await.unwrap().unwrap();
    }
    for id in ["first", "second", "third"] {
        assert!(is_there(&store, id).await, "{id}");
    }
}

#[tokio::test]
async fn a_verb_that_is_refused_or_given_up_leaves_the_others_alone() {
    let (_instance, store) = sample().await;
    let first = verb(&store, "first").await;
    let (refused, given_up, last) = (queued(&store, "refused").await, queued(&store, "given up").await, queued(&store, "last").await);
    let first = spawn(first.commit());
    let refused = spawn(refused.await.unwrap().leave());
    drop(given_up.await.unwrap());
    let last = last.await.unwrap();
    assert!(!first.is_finished() && !refused.is_finished(), "told before the commit");
    last.commit().await.unwrap();
    for told in [first, refused] {
        told.await.unwrap().unwrap();
    }
    for (id, there) in [("first", true), ("refused", false), ("given up", false), ("last", true)] {
        assert_eq!(is_there(&store, id).await, there, "{id}");
    }
}

#[tokio::test]
async fn the_last_of_those_that_share_a_commit_may_be_given_up() {
    let (_instance, store) = sample().await;
    let first = verb(&store, "first").await;
    let last = queued(&store, "last").await;
    let first = spawn(first.commit());
    drop(last.await.unwrap());
    first.await.unwrap().unwrap();
    assert!(is_there(&store, "first").await && !is_there(&store, "last").await);
}

#[tokio::test]
async fn a_verb_alone_that_is_given_up_leaves_nothing_and_holds_nobody_up() {
    let (_instance, store) = sample().await;
    drop(verb(&store, "given up").await);
    verb(&store, "left").await.leave().await.unwrap();
    verb(&store, "next").await.commit().await.unwrap();
    for (id, there) in [("given up", false), ("left", false), ("next", true)] {
        assert_eq!(is_there(&store, id).await, there, "{id}");
    }
}

#[tokio::test]
async fn a_statement_that_fails_is_a_fault_for_all_that_share_the_commit_and_for_nobody_after_them() {
    let (_instance, store) = sample().await;
    let first = verb(&store, "first").await;
    let second = queued(&store, "second").await;
    let first = spawn(first.commit());
    let second = second.await.unwrap();
    fail(&second).await;
    drop(second);
    assert!(matches!(first.await.unwrap(), Err(StoreError::Database(_))));
    verb(&store, "next").await.commit().await.unwrap();
    for (id, there) in [("first", false), ("second", false), ("next", true)] {
        assert_eq!(is_there(&store, id).await, there, "{id}");
    }
}

#[tokio::test]
async fn a_commit_that_fails_is_a_fault_for_all_that_share_it_refusals_included() {
    let (_instance, store) = sample().await;
    let facts = store.read().await.unwrap().facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap();
    let first = verb(&store, "first").await;
    owe(&first, &facts).await;
    let (second, refused) = (queued(&store, "second").await, queued(&store, "refused").await);
    let first = spawn(first.commit());
    let second = spawn(second.await.unwrap().commit());
    let refused = refused.await.unwrap().leave().await;
    assert!(matches!(refused, Err(StoreError::Database(_))), "a refusal may rest on what was not kept");
    for told in [first, second] {
        assert!(matches!(told.await.unwrap(), Err(StoreError::Database(_))));
    }
    verb(&store, "next").await.commit().await.unwrap();
    for (id, there) in [("first", false), ("second", false), ("next", true)] {
        assert_eq!(is_there(&store, id).await, there, "{id}");
    }
}

#[tokio::test]
async fn a_writer_of_its_own_finds_committed_what_others_shared_before_it() {
    let (_instance, store) = sample().await;
    let first = verb(&store, "first").await;
    let waiting = spawn({
        let store = store.clone();
        async move { store.write().await.unwrap() }
    });
    yield_now().await;
    let first = spawn(first.commit());
    let alone = waiting.await.unwrap();
    assert!(is_there(&store, "first").await);
    first.await.unwrap().unwrap();
    alone.put_session(&session("alone")).await.unwrap();
    assert!(!is_there(&store, "alone").await);
    alone.commit().await.unwrap();
    assert!(is_there(&store, "alone").await);
}

#[tokio::test]
async fn a_log_is_folded_beside_the_writers_where_it_is_long_and_was_written() {
    let (instance, store) = sample().await;
    verb(&store, "first").await.commit().await.unwrap();
    assert_eq!(store.fold_log(u64::MAX, None).await.unwrap(), None, "it is short");
    let folded = store.fold_log(0, None).await.unwrap();
    assert!(folded.is_some());
    assert_eq!(store.fold_log(0, folded).await.unwrap(), folded, "nothing was written since");
    // The database alone, without its log, has it.
    let Location::Sqlite(path) = &instance.location else { unreachable!("it is embedded") };
    let alone = path.with_extension("alone");
    std::fs::copy(path, &alone).unwrap();
    assert!(is_there(&Store::open(&Location::Sqlite(alone)).await.unwrap(), "first").await);
    let next = verb(&store, "second").await;
    store.fold_log(0, None).await.unwrap();
    next.commit().await.unwrap();
    assert!(is_there(&store, "second").await, "whoever writes meanwhile goes on");
}
