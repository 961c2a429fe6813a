//! What the schema refuses, on both engines, and that nothing of it remains.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use sea_orm::{ConnectionTrait, Database, DbErr};
use tenure_core::expansion::Expansion;
use tenure_core::facts::{Facts, Moment, Write};
use tenure_core::primitives::{EntryId, RenewalId};
use tenure_core::renewal::Renewal;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::{Location, Scope, Store};
use uuid::Uuid;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

/// A company that lived for two years.
async fn company(location: &Location) -> Store {
    let TestApp { app, .. } = TestApp::few(location).await.unwrap();
    app.close().await.unwrap();
    Store::open(location).await.unwrap()
}

async fn facts_of(store: &Store) -> Facts {
    store.read().await.unwrap().facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap()
}

/// The facts in an order that does not depend on the database.
async fn shown(store: &Store) -> String {
    let mut facts = facts_of(store).await;
    facts.team.sort();
    facts.ledger.values_mut().for_each(|entries| entries.sort_by_key(|e| e.id));
    format!("{facts:?} {:?}", store.read().await.unwrap().log_figures().await.unwrap())
}

fn moment(facts: &Facts) -> Moment {
    Moment { today: facts.organisation.sample_today.unwrap(), recorded_at: "2026-11-23T18:00:00Z".parse().unwrap() }
}

/// Saves writes and commits; the first of the two that fails tells why.
async fn save(store: &Store, writes: &[Write]) -> Result<(), String> {
    let moment = moment(&facts_of(store).await);
    let tx = store.write().await.unwrap();
    tx.save(writes, moment, &[]).await.map_err(|error| error.to_string())?;
    tx.commit().await.map_err(|error| error.to_string())
}

/// The next renewal of the first contract, as the planner would write it.
fn next_renewal(facts: &Facts) -> (Renewal, Vec<Write>) {
    let like = facts.renewals.values().find(|renewal| renewal.is_open()).unwrap();
    let (number, term_number) = (facts.next_renewal_number, like.term_number + 1);
    let renewal = Renewal { id: RenewalId(Uuid::from_u128((7 << 76) | (2 << 62) | 1)), number, term_number, ..like.clone() };
    let last = &facts.terms[&(like.contract, like.term_number)];
    let term =
        tenure_core::contract::Term { number: term_number, start_on: last.end_on, end_on: last.end_on.tomorrow().unwrap(), ..last.clone() };
    let entries = facts.entries(like.id).iter().filter(|entry| entry.sequence == 0).zip(1_u128..);
    let entries = entries.map(|(entry, n)| {
        Write::Ownership(tenure_core::ownership::ledger::OwnershipEntry {
            id: EntryId(Uuid::from_u128((7 << 76) | (2 << 62) | (100 + n))),
            subject: renewal.id.into(),
            ..entry.clone()
        })
    });
    let writes = [Write::Term(term), Write::Renewal(renewal.clone())].into_iter().chain(entries).collect();
    (renewal, writes)
}

#[tokio::test]
async fn a_renewal_needs_a_first_entry_for_each_responsibility_in_both_streams() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let before = shown(&store).await;
        let (_, writes) = next_renewal(&facts_of(&store).await);
        assert_eq!(writes.len(), 12);
        let refused = save(&store, &writes[..2]).await.unwrap_err();
        assert!(refused.to_lowercase().contains("foreign key"), "{refused}");
        for left_out in 2..12 {
            let mut incomplete = writes.clone();
            incomplete.remove(left_out);
            let refused = save(&store, &incomplete).await;
            assert!(refused.is_err(), "accepted without {:?}", writes[left_out]);
        }
        assert_eq!(shown(&store).await, before);
        save(&store, &writes).await.unwrap();
        assert_ne!(shown(&store).await, before);
        store.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn an_open_expansion_needs_a_first_entry_for_each_responsibility_and_a_movement_is_credited_once() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let before = shown(&store).await;
        let facts = facts_of(&store).await;
        let like = facts.expansions.values().find(|expansion| expansion.is_open()).unwrap();
        let id = tenure_core::primitives::ExpansionId(Uuid::from_u128((7 << 76) | (2 << 62) | 2));
        let raised = Expansion { id, number: facts.next_expansion_number, ..like.clone() };
        let entries = facts.entries(like.id).iter().filter(|entry| entry.sequence == 0).zip(1_u128..);
        let entries = entries.map(|(entry, n)| {
            let id = EntryId(Uuid::from_u128((7 << 76) | (2 << 62) | (200 + n)));
            Write::Ownership(tenure_core::ownership::ledger::OwnershipEntry { id, subject: raised.id.into(), ..entry.clone() })
        });
        let writes: Vec<Write> = [Write::Expansion(raised.clone())].into_iter().chain(entries).collect();
        assert_eq!(writes.len(), 11);
        for left_out in 1..11 {
            let mut incomplete = writes.clone();
            incomplete.remove(left_out);
            let refused = save(&store, &incomplete).await.unwrap_err();
            assert!(refused.to_lowercase().contains("foreign key"), "{refused}");
        }
        let won = facts.expansions.values().find(|expansion| !expansion.state.credits().is_empty()).unwrap();
        let twice = Expansion { state: won.state.clone(), ..raised };
        let refused = save(&store, &[&[Write::Expansion(twice)], &writes[1..]].concat()).await.unwrap_err();
        assert!(refused.to_lowercase().contains("unique"), "{refused}");
        assert_eq!(shown(&store).await, before);
        save(&store, &writes).await.unwrap();
        assert_ne!(shown(&store).await, before);
        store.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn an_end_before_its_start_is_refused() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let before = shown(&store).await;
        let facts = facts_of(&store).await;
        let mut term = facts.terms.values().next().unwrap().clone();
        term.end_on = term.start_on;
        assert!(save(&store, &[Write::Term(term)]).await.unwrap_err().to_lowercase().contains("check"));
        let mut line = facts.lines.values().next().unwrap().clone();
        (line.version, line.end_on) = (line.version + 1, line.start_on);
        assert!(save(&store, &[Write::Line(line)]).await.unwrap_err().to_lowercase().contains("check"));
        let mut member = facts.team[0].clone();
        member.to_on = member.from_on.yesterday().ok();
        assert!(save(&store, &[Write::TeamMember(member)]).await.unwrap_err().to_lowercase().contains("check"));
        assert_eq!(shown(&store).await, before);
        store.close().await.unwrap();
    })
    .await
}

/// An entry copied from the ledger with some columns given anew.
fn copied(changed: &[(&str, &str)]) -> String {
    let columns = "id subject_id responsibility stream effective_on sequence previous_effective_on previous_sequence holder_id waived_by \
                   waiver_reason handoff_id policy_id rule role person_reason because author recorded_at";
    let columns: Vec<&str> = columns.split_whitespace().collect();
    let given = |column: &str| changed.iter().find(|(name, _)| *name == column).map(|(_, sql)| *sql);
    let values: Vec<&str> = columns.iter().map(|column| given(column).unwrap_or(column)).collect();
    format!(
        "INSERT INTO ownership_entry ({}) SELECT {} FROM ownership_entry e WHERE sequence = 0 AND stream = 'accountable' AND NOT EXISTS
         (SELECT 1 FROM ownership_entry n WHERE n.subject_id = e.subject_id AND n.responsibility = e.responsibility
          AND n.stream = e.stream AND n.sequence = 1) ORDER BY id LIMIT 1",
        columns.join(", "),
        values.join(", ")
    )
}

const NEW_ID: (&str, &str) = ("id", "'00000000-0000-7000-8000-000000000001'");

#[tokio::test]
async fn the_ledger_takes_no_second_entry_no_gap_no_step_back_and_no_sixth_responsibility() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let before = shown(&store).await;
        let next = [NEW_ID, ("sequence", "1"), ("previous_sequence", "0"), ("previous_effective_on", "effective_on")];
        let with = |changed: &[(&'static str, &'static str)]| {
            let kept = next.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name)).copied();
            copied(&kept.chain(changed.iter().copied()).collect::<Vec<_>>())
        };
        let refused = [
            ("a second first entry", copied(&[NEW_ID])),
            ("a second first entry on another day", copied(&[NEW_ID, ("effective_on", "'2026-11-23'")])),
            ("no previous one", with(&[("previous_sequence", "NULL"), ("previous_effective_on", "NULL")])),
            ("a previous one that is not there", with(&[("sequence", "2"), ("previous_sequence", "1")])),
            ("a number left out", with(&[("sequence", "2")])),
            ("a previous one on another day", with(&[("previous_effective_on", "'2020-01-01'")])),
            ("a day before the previous one", with(&[("effective_on", "'2020-01-01'")])),
            ("a sixth responsibility", copied(&[NEW_ID, ("responsibility", "'marketing'")])),
            ("a third stream", copied(&[NEW_ID, ("stream", "'wished'")])),
            ("a waiver without a reason", with(&[("waived_by", "'Elena Petrova'"), ("waiver_reason", "NULL")])),
            ("a holder who is nobody", with(&[("holder_id", "'nobody'")])),
        ];
        for (what, sql) in &refused {
            assert!(raw(&location, sql).await.is_err(), "{what} was accepted");
        }
        assert_eq!(shown(&store).await, before);
        assert!(raw(&location, &with(&[])).await.is_ok(), "the entry that follows is accepted");
        store.close().await.unwrap();
    })
    .await
}

/// One statement on a connection of its own.
async fn raw(location: &Location, sql: &str) -> Result<(), DbErr> {
    let url = match location {
        Location::Sqlite(path) => format!("sqlite://{}", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    let db = Database::connect(url).await.unwrap();
    let outcome = db.execute_unprepared(sql).await.map(|done| assert_eq!(done.rows_affected(), 1));
    db.close().await.unwrap();
    outcome
}

#[tokio::test]
async fn a_transaction_dropped_without_commit_leaves_no_trace() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let before = shown(&store).await;
        let facts = facts_of(&store).await;
        let (_, writes) = next_renewal(&facts);
        let tx = store.write().await.unwrap();
        tx.save(&writes, moment(&facts), &[]).await.unwrap();
        drop(tx);
        assert_eq!(shown(&store).await, before);
        store.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn what_is_saved_loads_back_equal() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let before = shown(&store).await;
        let facts = facts_of(&store).await;
        // Everything that can be written again is; versions and entries only grow.
        let mut writes = vec![Write::Organisation(facts.organisation.clone())];
        writes.extend(facts.plan_rates.iter().map(|((year, currency), rate)| Write::PlanRate(*year, currency.clone(), *rate)));
        writes.extend(facts.teammates.values().cloned().map(Write::Teammate));
        writes.extend(facts.accounts.values().cloned().map(Write::Account));
        writes.extend(facts.team.iter().cloned().map(Write::TeamMember));
        writes.extend(facts.contracts.values().cloned().map(Write::Contract));
        writes.extend(facts.terms.values().cloned().map(Write::Term));
        writes.extend(facts.renewals.values().cloned().map(Write::Renewal));
        writes.extend(facts.tasks.values().cloned().map(Write::Task));
        save(&store, &writes).await.unwrap();
        assert_eq!(shown(&store).await, before);
        let TestApp { app, .. } = TestApp::open(&location, moment(&facts).today, 9).await.unwrap();
        assert!(app.check().await.unwrap().is_clean());
        app.close().await.unwrap();
        store.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn all_facts_are_those_that_a_second_company_of_the_same_seed_has() -> Result<(), Fault> {
    let reference = tenure_sim::testing::Instance::sqlite()?;
    let store = company(&reference.location).await;
    let expected = shown(&store).await;
    store.close().await?;
    each_engine(postgres(), move |location: Location| {
        let expected = expected.clone();
        async move {
            let store = company(&location).await;
            assert_eq!(shown(&store).await, expected);
            store.close().await.unwrap();
        }
    })
    .await
}
