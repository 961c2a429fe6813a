//! What is written down in the room of a customer, through the verbs and on each engine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: what is refused stops them")]

use tenure_app::{Actor, AppError, NewCommitment, NewMatter, NewObjection, NewReading, NewStakeholder, NewStandpoint, NewValue};
use tenure_core::primitives::{CommitmentId, ObjectionId, ValueId};
use tenure_core::room::{CommitmentEnd, Influence, Matter, Measure, ObjectionKind, Sentiment, Standing, factors};
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::Location;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn value(account: &str, title: &str, matter: NewMatter) -> NewValue {
    let (account, title) = (account.into(), title.into());
    NewValue {
        account,
        matter,
        title,
        told: String::new(),
        evidence: String::new(),
        happened_on: Some("2026-03-02".parse().unwrap()),
        with: None,
    }
}

fn problem<T: std::fmt::Debug>(answer: Result<T, AppError>) -> String {
    match answer {
        Err(AppError::Refused(refusals)) => refusals[0].problem.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

/// A customer of the sample with a person of its own, and the reference of the person.
async fn customer(app: &tenure_app::App) -> (String, String) {
    let account = app.accounts(None, None, None).await.unwrap().items[0].account.reference.clone();
    let person = NewStakeholder {
        reference: "room-1".into(),
        account: account.clone(),
        name: "Olga Brandt".into(),
        title: "CFO".into(),
        email: String::new(),
        business_unit: String::new(),
        roles: [].into(),
        left_on: None,
    };
    app.set_stakeholder(&operator(), person).await.unwrap();
    (account, "room-1".into())
}

#[tokio::test]
async fn an_outcome_is_measured_put_right_and_confirmed_and_what_was_withdrawn_stays() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let by = operator();
        let (account, person) = customer(&app).await;
        let measure = Measure { unit: "days".into(), baseline: Some("12".parse().unwrap()), target: "4".parse().unwrap() };
        let outcome = value(&account, "Claims settled faster", NewMatter::Outcome(measure));
        let id: ValueId = app.note_value(&by, outcome.clone()).await.unwrap().parse().unwrap();
        assert_eq!(problem(app.note_value(&by, outcome).await), "is in the value record already");
        let read = async |actual: &str, day: &str| {
            let new = NewReading { actual: actual.parse().unwrap(), read_on: Some(day.parse().unwrap()), note: String::new() };
            app.read_outcome(&by, (&account, id), new).await
        };
        read("9", "2026-06-30").await.unwrap();
        read("6", "2026-06-30").await.unwrap();
        assert!(problem(read("6", "2026-03-01").await).starts_with("lies before it was agreed"));
        app.confirm_value(&by, (&account, id), (&person, Some("2026-07-02".parse().unwrap()))).await.unwrap();
        let view = app.account(&by, &account).await.unwrap().room.value;
        let item = view.items.iter().find(|item| item.entry.id == id).unwrap();
        let counts: Vec<String> = item.readings.iter().map(|reading| reading.actual.to_string()).collect();
        assert_eq!(counts, ["6"], "the later reading of the day counts");
        assert_eq!((item.standing, item.way_bps), (Some(Standing::OnTheWay), Some(7_500)));
        assert_eq!(item.confirmed_by.as_deref(), Some("Olga Brandt"));
        app.withdraw_value(&by, (&account, id), "another customer").await.unwrap();
        let view = app.account(&by, &account).await.unwrap().room.value;
        let item = view.items.iter().find(|item| item.entry.id == id).unwrap();
        assert_eq!(item.entry.withdrawn.as_ref().map(|gone| gone.reason.as_str()), Some("another customer"));
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn evidence_is_words_whatever_they_mention_or_an_address_that_is_safe_to_follow() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let (account, _) = customer(&app).await;
        let noted = async |title: &str, evidence: &str| {
            app.note_value(&operator(), NewValue { evidence: evidence.into(), ..value(&account, title, NewMatter::Win) }).await
        };
        for (title, sound) in
            [("One", "https://files.halden.example/roi"), ("Two", "page 3 of http://wiki.halden.example"), ("Three", "://")]
        {
            noted(title, sound).await.unwrap();
        }
        for refused in ["http://files.halden.example/roi", "FTP://files.halden.example", "coap+tcp://files.halden.example"] {
            assert_eq!(problem(noted("Four", refused).await), "is an address that does not begin with https://");
        }
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_return_counts_as_our_word_alone_until_the_customer_confirms_it() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let by = operator();
        let (account, person) = customer(&app).await;
        let before = app.account(&by, &account).await.unwrap().room.value;
        let parts = factors("Hours saved: 10 a week; People: 40; Weeks: 48; Rate: 62.50 JPY an hour").unwrap();
        let currency = Some(tenure_core::primitives::parse_currency("JPY").unwrap());
        let id = app.note_value(&by, value(&account, "Hours", NewMatter::Roi(parts, currency))).await.unwrap();
        let id: ValueId = id.parse().unwrap();
        let sums = async || {
            let view = app.account(&by, &account).await.unwrap().room.value;
            let yen = |sums: &[tenure_core::primitives::Money]| sums.iter().find(|sum| sum.currency.code() == "JPY").map(|sum| sum.minor);
            let stored = view.items.iter().find(|item| item.entry.id == id).unwrap().entry.matter.clone();
            assert!(matches!(stored, Matter::Roi(claim) if claim.factors.len() == 4));
            (yen(&view.confirmed), yen(&view.claimed))
        };
        assert!(before.items.iter().all(|item| item.entry.id != id));
        assert_eq!(sums().await, (None, Some(1_200_000)));
        app.confirm_value(&by, (&account, id), (&person, None)).await.unwrap();
        assert_eq!(sums().await, (Some(1_200_000), None));
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn people_are_judged_objections_answered_and_promises_ended() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let TestApp { app, .. } = TestApp::few(&location).await.unwrap();
        let by = operator();
        let (account, person) = customer(&app).await;
        let judge = async |sentiment: Sentiment| {
            let new = NewStandpoint {
                influence: Influence::High,
                sentiment,
                known_by: vec!["priya".into()],
                reason: "Said so".into(),
                judged_on: None,
            };
            app.judge_stakeholder(&by, (&account, &person), new).await.unwrap();
        };
        judge(Sentiment::Unknown).await;
        judge(Sentiment::Critic).await;
        let objection = NewObjection {
            account: account.clone(),
            renewal: None,
            kind: ObjectionKind::Price,
            text: "Too dear".into(),
            raised_by: Some(person.clone()),
            raised_on: None,
        };
        let objection: ObjectionId = app.raise_objection(&by, objection).await.unwrap().parse().unwrap();
        app.answer_objection(&by, (&account, objection), ("Two years", None)).await.unwrap();
        app.resolve_objection(&by, (&account, objection), ("They took it", None)).await.unwrap();
        assert!(problem(app.answer_objection(&by, (&account, objection), ("Late", None)).await).starts_with("comes too late"));
        let promise = NewCommitment {
            account: account.clone(),
            renewal: None,
            promise: "A test system".into(),
            to: Some(person.clone()),
            owner: Some("priya".into()),
            made_on: Some("2026-11-02".parse().unwrap()),
            due_on: "2026-11-20".parse().unwrap(),
        };
        let promise: CommitmentId = app.make_commitment(&by, promise).await.unwrap().parse().unwrap();
        let today = app.today_of("priya").await.unwrap();
        let due: Vec<bool> = today.commitments.iter().filter(|item| item.commitment.id == promise).map(|item| item.overdue).collect();
        assert_eq!(due, [true], "it stands in Today of who sees to it");
        assert!(today.findings.iter().any(|finding| finding.code == "commitment-overdue"));
        let broken = app.end_commitment(&by, (&account, promise), (CommitmentEnd::Broken, "", None)).await;
        assert!(problem(broken).starts_with("must be 1 to 200"), "a broken promise needs a note");
        app.end_commitment(&by, (&account, promise), (CommitmentEnd::Kept, "", None)).await.unwrap();
        let room = app.account(&by, &account).await.unwrap().room;
        let stands = room.people.items.iter().find(|item| item.person.reference == person).unwrap();
        assert_eq!(stands.standpoint.as_ref().unwrap().sentiment, Sentiment::Critic, "the last judgement counts");
        assert!(stands.known_by.iter().any(|known| known.reference == "priya"));
        assert_eq!(room.objections.iter().find(|item| item.objection.id == objection).unwrap().objection.state(), "resolved");
        let ended = room.commitments.iter().find(|item| item.commitment.id == promise).unwrap().commitment.ended.clone();
        assert_eq!(ended.map(|(end, word)| (end, word.by)), Some((CommitmentEnd::Kept, "Ingrid Solberg".into())));
        app.close().await.unwrap();
    })
    .await
}
