//! Lists find accounts and renewals alike on both engines, whatever is searched for and however much is found.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use sea_orm::{ConnectionTrait, Database};
use std::collections::BTreeSet;
use tenure_core::account::{Account, Risk, folded};
use tenure_core::facts::{Facts, Moment, Write};
use tenure_core::primitives::{AccountId, TeammateId};
use tenure_sim::testing::{Fault, Instance, TestApp, each_engine};
use tenure_store::{GridFilter, GridKey, Location, Schema, Scope, Store};
use uuid::Uuid;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

/// Names and references with everything that means something to one engine or the other.
const ODD: [(&str, &str); 16] = [
    ("100% Wolle", "W-1"),
    ("100 Wolle", "w_1"),
    ("O'Neill \"Irish\" Foods", "ON-1"),
    ("Straße & Söhne", "ß"),
    ("STRASSE", "ÄÖÜ-1"),
    ("Ärzte*ohne*Grenzen", "A*1"),
    ("under_score", "under%score"),
    ("bang!bang", "!"),
    ("ΟΔΟΣ", "GR-1"),
    ("İstanbul", "TR-1"),
    ("back\\slash", "b\\1"),
    ("AND OR NOT NEAR(x)", "^-+:"),
    ("日本株式会社", "日本"),
    ("Zz", "Q"),
    ("Zzz", "QQ"),
    ("emoji 🏔 mountain", "🏔"),
];

const SEARCHES: [&str; 51] = [
    "100%",
    "0% w",
    "100",
    "%",
    "_",
    "w_1",
    "W_1",
    "r_s",
    "r%s",
    "'",
    "o'n",
    "\"",
    "\"irish\"",
    "ish\" f",
    "*",
    "e*o",
    "*ohne*",
    "!",
    "g!b",
    "straße",
    "STRASSE",
    "sse",
    "ß",
    "ße",
    "söhne",
    "SÖHNE",
    "ärz",
    "Ä",
    "ÄÖ",
    "äöü-1",
    "σ",
    "οδος",
    "ΟΔΟΣ",
    "δοσ",
    "ist",
    "İst",
    "\\",
    "k\\s",
    "and or",
    "near(x)",
    "^-+",
    "日",
    "日本",
    "本株式",
    "会社",
    "z",
    "zz",
    "zzz",
    "q",
    "🏔",
    "\0ab",
];

/// What a search must find, from its words alone.
fn finds(search: &str, name: &str, reference: &str) -> bool {
    let (search, name, reference) = (folded(search), folded(name), folded(reference));
    if search.chars().count() < 3 {
        name.starts_with(&search) || reference == search
    } else {
        name.contains(&search) || reference.contains(&search)
    }
}

async fn facts_of(store: &Store) -> Facts {
    store.read().await.unwrap().facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap()
}

async fn save(store: &Store, writes: &[Write]) {
    let moment = Moment { today: "2026-11-23".parse().unwrap(), recorded_at: "2026-11-23T18:00:00Z".parse().unwrap() };
    let tx = store.write().await.unwrap();
    tx.save(writes, moment, &[]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A company that lived for two years, with odd customers besides.
async fn company(location: &Location) -> Store {
    TestApp::few(location).await.unwrap().app.close().await.unwrap();
    let store = Store::open(location).await.unwrap();
    let like = facts_of(&store).await.accounts.into_values().next().unwrap();
    save(&store, &ODD.iter().zip(1..).map(|((name, reference), n)| account(&like, n, name, reference)).collect::<Vec<_>>()).await;
    store
}

fn account(like: &Account, number: u128, name: &str, reference: &str) -> Write {
    let id = AccountId(Uuid::from_u128((7 << 76) | (2 << 62) | number));
    Write::Account(Account { id, name: name.into(), reference: reference.into(), parent: None, merged_into: None, ..like.clone() })
}

/// References of all accounts found, page by page.
async fn found(store: &Store, search: &str) -> Vec<String> {
    let tx = store.read().await.unwrap();
    let mut references = Vec::new();
    let mut after: Option<(String, AccountId)> = None;
    loop {
        let key = after.as_ref().map(|(name, id)| (name.as_str(), *id));
        let rows = tx.account_rows(Some(search), key, 7).await.unwrap();
        references.extend(rows.iter().map(|row| row.account.reference.clone()));
        let Some(last) = rows.last().filter(|_| rows.len() == 7) else { return references };
        after = Some((last.account.name.clone(), last.account.id));
    }
}

#[tokio::test]
async fn a_search_finds_what_its_words_say_in_the_order_of_names_on_both_engines() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let mut accounts: Vec<Account> = facts_of(&store).await.accounts.into_values().collect();
        accounts.sort_by_key(|account| (folded(&account.name), account.id.to_string()));
        for search in SEARCHES.iter().copied().chain(accounts.iter().map(|account| account.name.as_str())) {
            let expected = accounts.iter().filter(|account| finds(search, &account.name, &account.reference));
            assert_eq!(found(&store, search).await, expected.map(|account| account.reference.clone()).collect::<Vec<_>>(), "{search:?}");
        }
        store.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_renamed_account_is_found_by_its_new_name_alone() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let like = facts_of(&store).await.accounts.into_values().next().unwrap();
        save(
            &store,
            &ODD.iter().zip(1..).map(|((_, reference), n)| account(&like, n, &format!("Renamed {n}"), reference)).collect::<Vec<_>>(),
        )
        .await;
        for (name, _) in ODD.iter().filter(|(name, _)| name.chars().count() > 2) {
            assert_eq!(found(&store, name).await, Vec::<String>::new(), "{name}");
        }
        assert_eq!(found(&store, "renamed").await.len(), ODD.len());
        store.close().await.unwrap();
        // Both that wrote of the texts and that wrote of the risk: nothing is left over.
        let TestApp { app, .. } = TestApp::open(&location, "2026-11-23".parse().unwrap(), 9).await.unwrap();
        let report = app.check().await.unwrap();
        let lists = report.invariants.iter().find(|invariant| invariant.code == "lists-projection").unwrap();
        assert_eq!((lists.violations.len(), lists.looked_at > ODD.len()), (0, true), "{:?}", lists.violations);
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn a_search_that_finds_most_of_a_large_book_pages_as_one_that_finds_few() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let like = facts_of(&store).await.accounts.into_values().next().unwrap();
        let many: Vec<Write> = (1_000..1_700).map(|n| account(&like, n, &format!("Many {n}"), &format!("M-{n}"))).collect();
        save(&store, &many).await;
        for search in ["many", "m", "any 1", "m-1", "M-16", "any 169"] {
            let expected: Vec<String> =
                (1_000..1_700).filter(|n| finds(search, &format!("Many {n}"), &format!("M-{n}"))).map(|n| format!("M-{n}")).collect();
            let others = facts_of(&store).await.accounts.into_values().filter(|a| !a.reference.starts_with("M-"));
            assert_eq!(others.filter(|a| finds(search, &a.name, &a.reference)).count(), 0, "the test is of {search} alone");
            assert_eq!(found(&store, search).await, expected, "{search}");
        }
        store.close().await.unwrap();
    })
    .await
}

/// Numbers of the renewals that a filter leaves, page by page, and how many the totals count.
async fn listed(store: &Store, filter: &GridFilter) -> (Vec<u32>, u64) {
    let tx = store.read().await.unwrap();
    let mut numbers = Vec::new();
    let mut after = None;
    loop {
        let rows = tx.renewal_rows(filter, after, 5).await.unwrap();
        numbers.extend(rows.iter().map(|row| row.renewal.number));
        let Some(last) = rows.last().filter(|_| rows.len() == 5) else { break };
        after = Some(GridKey { end_on: last.renewal.target.end_on, number: last.renewal.number });
    }
    (numbers, tx.renewal_totals(filter, 10_000).await.unwrap().0)
}

/// The same from the facts.
fn expected(facts: &Facts, filter: &GridFilter) -> Vec<u32> {
    let mut left: Vec<_> = facts.renewals.values().collect();
    left.retain(|renewal| {
        let account = &facts.accounts[&renewal.account];
        let holds = |person: TeammateId| facts.holders.iter().any(|((id, _), holder)| *id == renewal.id.into() && *holder == person);
        (filter.include_closed || renewal.is_open())
            && filter.search.as_ref().is_none_or(|search| finds(search, &account.name, &account.reference))
            && filter.risk.as_ref().is_none_or(|risk| account.risk.code() == risk)
            && filter.holder.is_none_or(holds)
    });
    left.sort_by_key(|renewal| (renewal.target.end_on, renewal.number));
    left.into_iter().map(|renewal| renewal.number).collect()
}

#[tokio::test]
async fn a_list_of_renewals_is_narrowed_as_the_facts_say_also_after_a_risk_changed() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let store = company(&location).await;
        let before = facts_of(&store).await;
        let changed = before.accounts.values().cloned().zip(Risk::ALL.iter().cycle());
        save(&store, &changed.map(|(account, risk)| Write::Account(Account { risk: *risk, ..account })).collect::<Vec<_>>()).await;
        let facts = facts_of(&store).await;
        let names: BTreeSet<String> = facts.accounts.values().map(|account| account.name.clone()).collect();
        let searches =
            [None, Some("an".to_string()), Some("a".into()), names.first().cloned(), Some("nobody at all".into()), Some("\0".into())];
        let holders = [None, facts.holders.values().next().copied()];
        let risks = [None, Some("red".to_string()), Some("green".into())];
        let mut filters = Vec::new();
        for search in &searches {
            for holder in holders {
                for risk in &risks {
                    let filter = GridFilter { search: search.clone(), holder, risk: risk.clone(), ..GridFilter::default() };
                    filters.extend([GridFilter { include_closed: true, ..filter.clone() }, filter]);
                }
            }
        }
        for filter in &filters {
            let numbers = expected(&facts, filter);
            let total = numbers.len() as u64;
            assert_eq!(listed(&store, filter).await, (numbers, total), "{filter:?}");
        }
        assert!(!expected(&facts, &GridFilter { risk: Some("red".into()), ..GridFilter::default() }).is_empty());
        store.close().await.unwrap();
    })
    .await
}

/// One statement on a connection of its own.
async fn raw(location: &Location, sql: &str) {
    let url = match location {
        Location::Sqlite(path) => format!("sqlite://{}", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

#[tokio::test]
async fn accounts_from_before_there_was_an_index_are_found() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        Store::open_at(&location, &Schema::up_to(5)).await.unwrap().close().await.unwrap();
        let columns = "id, reference, name, tier, segment, region, risk";
        raw(&location, &format!("INSERT INTO account ({columns}) VALUES ('{}', 'Ä-1', 'Süd \"Öl\"', 1, '', '', 'red')", Uuid::nil())).await;
        for _ in 0..2 {
            let store = Store::open(&location).await.unwrap();
            for search in ["SÜD", "\"öl\"", "ä-1", "s"] {
                assert_eq!(found(&store, search).await, ["Ä-1"], "{search}");
            }
            store.close().await.unwrap();
        }
    })
    .await
}

#[tokio::test]
async fn a_role_that_may_not_create_the_extension_searches_without_it() -> Result<(), Fault> {
    let Some(server) = postgres() else { return Ok(()) };
    let instance = Instance::postgres(&server).await?;
    let name = instance.url().rsplit_once('/').unwrap().1.to_string();
    let role = format!("plain_{name}");
    raw(&instance.location, &format!("CREATE ROLE {role} LOGIN; GRANT ALL ON SCHEMA public TO {role}")).await;
    let plain = Location::Postgres(instance.url().replace("postgres@", &format!("{role}@")));
    let store = company(&plain).await;
    assert_eq!(found(&store, "irish").await, ["ON-1"]);
    store.close().await?;
    let db = Database::connect(instance.url()).await?;
    let there = "SELECT 1 AS found FROM pg_indexes WHERE indexname = 'account_text_pieces'";
    let pieces = |db: sea_orm::DatabaseConnection| async move {
        db.query_one_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, there)).await.map(|row| row.is_some())
    };
    assert!(!pieces(db.clone()).await?, "the role could create the extension: this test proves nothing");
    db.execute_unprepared("CREATE EXTENSION pg_trgm").await?;
    let store = Store::open(&plain).await?;
    assert_eq!(found(&store, "irish").await, ["ON-1"]);
    store.close().await?;
    assert!(pieces(db.clone()).await?, "the next start uses what an administrator created");
    db.execute_unprepared(&format!("REASSIGN OWNED BY {role} TO postgres; DROP OWNED BY {role}; DROP ROLE {role}")).await?;
    db.close().await?;
    instance.remove().await
}
