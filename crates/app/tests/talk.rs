//! Comments, mentions and documents through the verbs and on each engine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use jiff::civil::{Time, date};
use tenure_app::{Access, Actor, AppError, CommentItem, NewComment, NewDocument, NewUser};
use tenure_core::primitives::{CommentId, DocumentId};
use tenure_core::refusal::Refusal;
use tenure_core::room::DocumentKind;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::{Location, NoticeFilter, Scope};

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator(name: &str) -> Actor {
    Actor::Operator(name.into())
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer {
        Err(AppError::Refused(refusals)) => refusals[0].clone(),
        other => panic!("not refused: {other:?}"),
    }
}

fn says(text: &str) -> NewComment {
    NewComment { account: "A-1".into(), renewal: None, text: text.into() }
}

fn links(title: &str, address: &str) -> NewDocument {
    let (account, title, address) = ("A-1".into(), title.into(), address.into());
    NewDocument { account, renewal: None, contract: None, kind: DocumentKind::Quote, title, address }
}

/// The comments on the customer that begin with a word.
async fn said(at: &TestApp, by: &Actor, beginning: &str) -> Vec<CommentItem> {
    let view = at.app.account(by, "A-1").await.unwrap();
    view.room.talk.comments.into_iter().filter(|item| item.comment.text.starts_with(beginning)).collect()
}

/// What a person was told of comments.
async fn told(at: &TestApp, person: &str) -> Vec<(String, String)> {
    let tx = at.app.store().read().await.unwrap();
    let facts = tx.facts(&Scope::People, Vec::new()).await.unwrap();
    let id = facts.teammates.values().find(|known| known.reference == person).unwrap().id;
    let filter = NoticeFilter { kind: Some("mention".parse().unwrap()), ..NoticeFilter::default() };
    let kept = tx.notices_of(id, filter, None, 100).await.unwrap();
    kept.into_iter().map(|kept| (kept.notice.text, kept.notice.path)).collect()
}

/// Somebody of ours who may sign in.
async fn member(at: &TestApp, person: &str) -> Actor {
    let facts = at.app.store().read().await.unwrap().facts(&Scope::People, Vec::new()).await.unwrap();
    let email = facts.teammates.values().find(|known| known.reference == person).unwrap().email.clone();
    let new = NewUser { email, name: String::new(), access: Access::Member, password: "a long enough password".into() };
    Actor::User(Box::new(at.app.add_user(&operator("Ingrid Solberg"), new).await.unwrap()))
}

/// The work of a day is done: before the first one, nobody is told anything at once.
async fn the_day_passes(at: &TestApp) {
    at.app.schedule_daily().await.unwrap();
    at.app.run_jobs("test").await.unwrap();
}

/// The sample company whose today is that of the clock, told of the day before.
async fn company(location: &Location) -> TestApp {
    let at = TestApp::few(location).await.unwrap();
    at.app.set_sample_today(&operator("Ingrid Solberg"), None).await.unwrap();
    at.clock.set_day(date(2026, 11, 23), Time::constant(9, 0, 0, 0));
    the_day_passes(&at).await;
    at.clock.set_day(date(2026, 11, 24), Time::constant(9, 0, 0, 0));
    at
}

#[tokio::test]
async fn whoever_is_mentioned_is_told_once_however_often_the_comment_is_corrected() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = company(&location).await;
        let (priya, before) = (operator("Priya Raman"), told(&at, "daniel").await.len());
        let id: CommentId = at.app.write_comment(&priya, says("First: @daniel, and @Priya Raman")).await.unwrap().parse().unwrap();
        let [(text, path)] = &told(&at, "daniel").await[before..] else { panic!("not told once") };
        assert!(text.starts_with("Priya Raman mentioned you at ") && text.ends_with("First: @Daniel Osei, and @Priya Raman"), "{text}");
        assert_eq!(path, &format!("/accounts/A-1#comment-{id}"));
        assert!(told(&at, "priya").await.iter().all(|(text, _)| !text.contains("First:")), "nobody is told of a mention by oneself");
        at.app.correct_comment(&priya, ("A-1", id), "First: @Daniel Osei and @Victor Amadi").await.unwrap();
        at.app.correct_comment(&priya, ("A-1", id), "First: @Daniel Osei and @Victor Amadi, please").await.unwrap();
        for day in [24, 25] {
            at.clock.set_day(date(2026, 11, day), Time::constant(12, 0, 0, 0));
            the_day_passes(&at).await;
        }
        let count = async |person| told(&at, person).await.iter().filter(|(_, path)| path.ends_with(&id.to_string())).count();
        assert_eq!((count("daniel").await, count("victor").await), (1, 1));
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_correction_is_its_authors_alone_and_what_was_said_before_stays() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = company(&location).await;
        let priya = operator("Priya Raman");
        let id: CommentId = at.app.write_comment(&priya, says("They want one year")).await.unwrap().parse().unwrap();
        assert_eq!(
            refused(at.app.write_comment(&priya, says("They want one year")).await).problem,
            "was written here by you today already"
        );
        let other = refused(at.app.correct_comment(&operator("Ingrid Solberg"), ("A-1", id), "They want two").await);
        assert!(other.problem.starts_with("was written by Priya Raman"), "{other:?}");
        at.app.correct_comment(&priya, ("A-1", id), "They want three years").await.unwrap();
        let [item] = &said(&at, &priya, "They want").await[..] else { panic!("one comment") };
        assert_eq!(
            (item.comment.text.as_str(), item.earlier.as_slice()),
            ("They want three years", &["They want one year".to_string()][..])
        );
        assert_eq!((item.comment.version, item.mine), (2, true));
        let log = at.app.account(&priya, "A-1").await.unwrap().events;
        assert!(log.iter().any(|event| event.summary.ends_with("It said: They want one year")), "{log:#?}");
        at.app.withdraw_comment(&priya, ("A-1", id), "Another customer").await.unwrap();
        assert!(said(&at, &priya, "They want").await.is_empty());
        assert_eq!(refused(at.app.correct_comment(&priya, ("A-1", id), "No").await).problem, "that does not exist or was withdrawn");
        let tx = at.app.store().read().await.unwrap();
        let facts = tx.facts(&Scope::Account("A-1".into()), Vec::new()).await.unwrap();
        let kept: usize = facts.rooms.values().filter_map(|room| room.comments.get(&id)).map(Vec::len).sum();
        assert_eq!(kept, 2, "both versions stay in the database");
        drop(tx);
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn whoever_is_mentioned_may_answer_and_nobody_else_from_outside_the_account() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = company(&location).await;
        let (priya, yuki) = (operator("Priya Raman"), member(&at, "yuki").await);
        let forbidden = at.app.write_comment(&yuki, says("May I?")).await;
        assert!(matches!(forbidden, Err(AppError::Forbidden(_))), "{forbidden:?}");
        at.app.write_comment(&priya, says("Ask again: @Yuki Tanaka or @Victor Amadi?")).await.unwrap();
        let [item] = &said(&at, &priya, "Ask again").await[..] else { panic!("one comment") };
        assert_eq!(item.unseeing, ["Victor Amadi"], "who cannot sign in is named");
        let id: CommentId = at.app.write_comment(&yuki, says("Yes, on Friday")).await.unwrap().parse().unwrap();
        let theirs = at.app.withdraw_comment(&yuki, ("A-1", item.comment.id), "Not mine").await;
        assert!(matches!(theirs, Err(AppError::Forbidden(_))), "{theirs:?}");
        at.app.withdraw_comment(&yuki, ("A-1", id), "On Monday").await.unwrap();
        let link = at.app.add_document(&yuki, links("Quote", "https://files.example/q")).await;
        assert!(matches!(link, Err(AppError::Forbidden(_))), "a mention lets nobody change anything else: {link:?}");
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_document_is_linked_once_changed_and_withdrawn_and_has_no_secret_in_it() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let at = company(&location).await;
        let by = operator("Priya Raman");
        let id: DocumentId = at.app.add_document(&by, links("Quote", "https://files.example/q")).await.unwrap().parse().unwrap();
        assert_eq!(refused(at.app.add_document(&by, links("Again", "https://files.example/q")).await).problem, "is there already");
        for address in ["https://me:pass@files.example/q", "javascript:alert(1)", "https://files.example/?token=1"] {
            let refusal = refused(at.app.add_document(&by, links("Quote", address)).await);
            assert_eq!((refusal.column.as_deref(), refusal.value), (Some("address"), None), "a secret is not repeated");
        }
        at.app.change_document(&by, id, links("Quote, two years", "https://files.example/q2")).await.unwrap();
        let documents = async || at.app.account(&by, "A-1").await.unwrap().room.talk.documents;
        let found = documents().await.into_iter().find(|item| item.document.id == id).unwrap().document;
        assert_eq!((found.title.as_str(), found.address.as_str()), ("Quote, two years", "https://files.example/q2"));
        assert_eq!(found.changed.map(|(who, _)| who).as_deref(), Some("Priya Raman"));
        at.app.withdraw_document(&by, ("A-1", id), "Sent to nobody").await.unwrap();
        assert!(documents().await.iter().all(|item| item.document.id != id));
        at.app.close().await.unwrap();
    })
    .await
}
