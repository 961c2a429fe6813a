//! What goes outside: letters handed in to a mail server on loopback and messages posted to a chat there; on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

mod sinks;

use jiff::ToSpan;
use jiff::civil::{Date, Time, date};
use sinks::Sink;
use std::collections::BTreeSet;
use std::sync::Arc;
use tenure_app::{Access, Actor, App, MailSettings, Mailer, NewChannel, Outside, User};
use tenure_core::job::{JobKind, JobState};
use tenure_core::notice::{ChatService, Digest, NoticeKind, Preference};
use tenure_core::primitives::UserId;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::{Location, NoticeFilter, Scope};
use uuid::Uuid;

const DAY: Date = date(2026, 11, 23);

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

/// The sample company with a mail server, its first day told.
async fn company(location: &Location, mail: &Sink) -> TestApp {
    let at = TestApp::few(location).await.unwrap();
    at.app.set_sample_today(&operator(), None).await.unwrap();
    let at = TestApp { app: outside(at.app, mail), clock: at.clock };
    live(&at, DAY).await;
    assert_eq!(mail.got(), Vec::<String>::new(), "on the first day nobody gets letters");
    at
}

fn outside(app: App, mail: &Sink) -> App {
    let settings = MailSettings {
        server: format!("smtp://{}", mail.address),
        user: None,
        password: None,
        from: "Tenure <tenure@halden.example>".into(),
    };
    let mailer = Some(Arc::new(Mailer::new(&settings).unwrap()));
    app.with_outside(Outside { mailer, address: Some("https://tenure.halden.example".into()) })
}

/// Does the work of a day at noon.
async fn live(at: &TestApp, day: Date) {
    at.clock.set_day(day, Time::constant(12, 0, 0, 0));
    at.app.schedule_daily().await.unwrap();
    at.app.run_jobs("test").await.unwrap();
}

async fn people(at: &TestApp) -> tenure_core::facts::Facts {
    at.app.store().read().await.unwrap().facts(&Scope::People, Vec::new()).await.unwrap()
}

async fn everybody_wants(at: &TestApp, digest: Digest) {
    for person in people(at).await.teammates.values() {
        let me = Actor::User(Box::new(User {
            id: UserId(Uuid::nil()),
            email: person.email.clone(),
            name: person.name.clone(),
            access: Access::Member,
            teammate: Some(person.id),
            password_hash: String::new(),
            created_at: at.app.now(),
        }));
        at.app.set_my_preference(&me, Preference { digest, ..Preference::of(person.id) }).await.unwrap();
    }
}

/// The notices that were made on a day.
async fn made_on(at: &TestApp, day: Date) -> Vec<tenure_store::KeptNotice> {
    let people = people(at).await;
    let tx = at.app.store().read().await.unwrap();
    let mut made = Vec::new();
    for person in people.teammates.keys() {
        let all = tx.notices_of(*person, NoticeFilter::default(), None, 10_000).await.unwrap();
        made.extend(all.into_iter().filter(|kept| kept.made_on == day));
    }
    made
}

fn header<'a>(letter: &'a str, name: &str) -> &'a str {
    letter.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim()
}

/// The day after the first on which somebody is told something.
async fn next_busy_day(at: &TestApp) -> Date {
    for day in DAY.tomorrow().unwrap().series(1.day()).take(20) {
        live(at, day).await;
        if !made_on(at, day).await.is_empty() {
            return day;
        }
    }
    panic!("nobody is told anything for weeks");
}

#[tokio::test]
async fn a_notice_is_written_at_once_as_one_letter_with_an_identity_of_its_own() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let mail = Sink::mail("220 ready").await;
        let at = company(&location, &mail).await;
        everybody_wants(&at, Digest::Immediately).await;
        let day = next_busy_day(&at).await;
        let made = made_on(&at, day).await;
        let letters = mail.got();
        assert_eq!(letters.len(), made.len());
        let ids: BTreeSet<&str> = letters.iter().map(|letter| header(letter, "Message-ID:")).collect();
        let expected: BTreeSet<String> = made.iter().map(|kept| format!("<notice-{}@halden.example>", kept.id)).collect();
        assert_eq!(ids, expected.iter().map(String::as_str).collect());
        let letter = &letters[0];
        assert_eq!(header(letter, "Auto-Submitted:"), "auto-generated");
        assert!(header(letter, "From:").contains("tenure@halden.example"), "{letter}");
        assert!(letter.contains("Content-Type: text/plain") && letter.contains("Content-Type: text/html"), "{letter}");
        let addresses: Vec<String> = people(&at).await.teammates.values().map(|person| person.email.clone()).collect();
        assert!(addresses.iter().any(|address| header(letter, "To:") == address), "{letter}");
        // A crash between handing in and writing it down: the job is taken again, and the letter has the same identity.
        let tx = at.app.store().write().await.unwrap();
        let job = tx.jobs(Some(JobState::Done), 100).await.unwrap().into_iter().find(|job| job.kind == JobKind::Mail).unwrap();
        tx.put_job(&tenure_core::job::Job { state: JobState::Waiting, finished_at: None, ..job }).await.unwrap();
        tx.commit().await.unwrap();
        at.app.run_jobs("test").await.unwrap();
        assert_eq!(mail.got().len(), letters.len(), "it was written down, so it is not sent again");
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_daily_letter_holds_what_waits_and_goes_once() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let mail = Sink::mail("220 ready").await;
        let at = company(&location, &mail).await;
        let day = next_busy_day(&at).await;
        let made = made_on(&at, day).await;
        assert_eq!(mail.got(), Vec::<String>::new(), "told at noon, written at eight the next morning");
        at.clock.advance(jiff::SignedDuration::from_hours(23));
        at.app.run_jobs("test").await.unwrap();
        let told: BTreeSet<_> = made.iter().map(|kept| kept.notice.person).collect();
        let letters = mail.got();
        assert_eq!(letters.len(), told.len(), "one letter for each person");
        assert_eq!(letters.iter().map(|letter| header(letter, "Message-ID:")).collect::<BTreeSet<_>>().len(), letters.len());
        at.app.run_jobs("test").await.unwrap();
        assert_eq!(mail.got(), letters);
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_mail_server_that_is_away_delays_letters_and_loses_none() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let (mail, away) = (Sink::mail("220 ready").await, Sink::mail("421 later").await);
        let at = company(&location, &mail).await;
        everybody_wants(&at, Digest::Immediately).await;
        let at = TestApp { app: outside(at.app, &away), clock: at.clock };
        let day = next_busy_day(&at).await;
        let made = made_on(&at, day).await;
        let failed = at.app.jobs(&operator(), Some(JobState::Waiting), 100).await.unwrap();
        assert_eq!(failed.items.len(), made.len());
        assert!(failed.items.iter().all(|job| job.attempts == 1 && job.error.contains("421")), "{:#?}", failed.items[0]);
        for _ in 0..5 {
            at.clock.advance(jiff::SignedDuration::from_hours(7));
            at.app.run_jobs("test").await.unwrap();
        }
        let dead = at.app.jobs(&operator(), Some(JobState::Dead), 100).await.unwrap();
        assert_eq!(dead.items.len(), made.len(), "given up after the sixth try");
        let at = TestApp { app: outside(at.app, &mail), clock: at.clock };
        at.app.run_jobs("test").await.unwrap();
        assert_eq!(mail.got(), Vec::<String>::new(), "nothing is tried again until somebody says so");
        for job in &dead.items {
            at.app.retry_job(&operator(), job.id).await.unwrap();
        }
        at.app.run_jobs("test").await.unwrap();
        assert_eq!(mail.got().len(), made.len());
        at.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn two_servers_on_one_database_send_each_letter_once() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let mail = Sink::mail("220 ready").await;
        let one = company(&location, &mail).await;
        everybody_wants(&one, Digest::Immediately).await;
        let other = TestApp::open(&location, DAY, 31).await.unwrap();
        let two = TestApp { app: outside(other.app, &mail), clock: other.clock };
        let mut made = Vec::new();
        for day in DAY.tomorrow().unwrap().series(1.day()).take(8) {
            for at in [&one, &two] {
                at.clock.set_day(day, Time::constant(12, 0, 0, 0));
                at.app.schedule_daily().await.unwrap();
            }
            let (first, second) = tokio::join!(one.app.run_jobs("one"), two.app.run_jobs("two"));
            first.unwrap();
            second.unwrap();
            made.extend(made_on(&one, day).await);
        }
        let ids: Vec<String> = mail.got().iter().map(|letter| header(letter, "Message-ID:").to_string()).collect();
        assert!(ids.len() > 3);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "no letter is sent twice");
        assert_eq!(ids.len(), made.len());
        two.app.close().await.unwrap();
        one.app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_channel_hears_once_of_the_kinds_it_asked_for_and_its_address_is_in_no_answer() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let (mail, chat, broken) = (Sink::mail("220 ready").await, Sink::http("200 OK").await, Sink::http("500 No").await);
        let at = company(&location, &mail).await;
        let kinds: BTreeSet<NoticeKind> = NoticeKind::ALL.iter().copied().collect();
        let add = |service, sink: &Sink, kinds| NewChannel {
            service,
            name: "#renewals".into(),
            address: format!("http://{}/services/very-secret", sink.address),
            kinds,
        };
        at.app.add_channel(&operator(), add(ChatService::Slack, &chat, kinds.clone())).await.unwrap();
        at.app.add_channel(&operator(), add(ChatService::Teams, &broken, kinds)).await.unwrap();
        let day = next_busy_day(&at).await;
        let made = made_on(&at, day).await;
        let got = chat.got();
        assert_eq!(got.len(), made.len());
        assert!(got.iter().all(|request| request.starts_with("POST /services/very-secret HTTP/1.1")), "{}", got[0]);
        assert!(got.iter().all(|request| request.contains("\"type\":\"mrkdwn\"")), "{}", got[0]);
        assert!(broken.got().iter().all(|request| request.contains("AdaptiveCard")));
        let failed = at.app.jobs(&operator(), Some(JobState::Waiting), 200).await.unwrap();
        let errors: Vec<&str> = failed.items.iter().filter(|job| job.kind == JobKind::Chat).map(|job| job.error.as_str()).collect();
        assert_eq!(errors.len(), made.len());
        assert!(errors.iter().all(|error| error.contains("answered 500") && !error.contains("secret")), "{errors:?}");
        let shown = format!("{:?}", at.app.channels(&operator()).await.unwrap());
        assert!(!shown.contains("secret"), "{shown}");
        at.app.run_jobs("test").await.unwrap();
        assert_eq!(chat.got(), got, "nothing is told there twice");
        for channel in at.app.channels(&operator()).await.unwrap() {
            at.app.remove_channel(&operator(), channel.id).await.unwrap();
        }
        at.clock.advance(jiff::SignedDuration::from_hours(1));
        at.app.run_jobs("test").await.unwrap();
        assert_eq!(
            at.app
                .jobs(&operator(), Some(JobState::Waiting), 200)
                .await
                .unwrap()
                .items
                .iter()
                .filter(|job| job.kind == JobKind::Chat)
                .count(),
            0
        );
        at.app.close().await.unwrap();
    })
    .await
}
