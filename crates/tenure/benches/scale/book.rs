//! The large book in memory and into the database.

use crate::{at_most, now, processor_time, ratio, say};
use sea_orm::{ConnectionTrait, Database};
use std::path::Path;
use std::time::Duration;
use tenure_app::{Actor, Faulty, ImportRequest, Material, Mode};
use tenure_core::book::plan_import;
use tenure_core::facts::Moment;
use tenure_core::planner::{Cause, Planning};
use tenure_sim::testing::large::large_book;
use tenure_sim::testing::{Fault, TestApp};
use tenure_sim::{SeededIds, SimClock};
use tenure_store::{Location, Store};

const TODAY: &str = "2026-11-23";
/// Tables in the order in which their references allow loading.
const TABLES: [&str; 16] = [
    "teammate",
    "organisation",
    "plan_rate",
    "account",
    "account_text",
    "team_member",
    "contract",
    "term",
    "contract_line",
    "account_arr",
    "policy_version",
    "ownership_entry",
    "ownership_holder",
    "renewal",
    "task",
    "event",
];

/// Reads and checks the book, schedules, designates and plans, all in memory; in processor time, since it waits for nothing.
pub fn plan_in_memory(accounts: usize) -> Result<(), Fault> {
    let book = large_book(accounts, 3);
    let before = resident()?;
    let clock = std::sync::Arc::new(SimClock::on(TODAY.parse()?));
    let ids = SeededIds::new(clock, 1);
    let moment = Moment { today: TODAY.parse()?, recorded_at: "2026-11-23T12:00:00Z".parse()? };
    let cause = Cause { author: "Bench".into(), reason: "the book large was imported".into() };
    let start = processor_time(std::process::id())?;
    let plan = plan_import(None, &book, tenure_core::catalog::playbooks()?, Planning { moment, cause: &cause, ids: &ids })
        .map_err(|refusals| format!("{:?}", refusals.first()))?;
    let took = processor_time(std::process::id())? - start;
    let target = Duration::from_secs(3) * u32::try_from(accounts)? / 100_000;
    at_most(&format!("{accounts} accounts read, checked and planned ({} writes)", plan.writes.len()), took, target);
    say("resident memory", &format!("{} MB, {} MB of them the book as read", resident()?, before));
    let mut facts = plan.facts_after;
    drop((plan.writes, book));
    facts.renewals.clear();
    facts.ledger.clear();
    facts.holders.clear();
    facts.tasks.clear();
    let accounts = facts.accounts.keys().copied().collect();
    let start = processor_time(std::process::id())?;
    let writes = tenure_core::planner::plan(&facts, &accounts, Planning { moment, cause: &cause, ids: &ids });
    let writes = writes.map_err(|refusals| format!("{:?}", refusals.first()))?.len();
    at_most(&format!("of it scheduling, designating and planning ({writes} writes)"), processor_time(std::process::id())? - start, target);
    Ok(())
}

/// The most memory that this process held so far, in megabytes.
fn resident() -> Result<u64, Fault> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1_024)
}

/// Imports the book and loads the same rows in bulk into the same tables with the same indexes and references.
pub async fn import(folder: &Path, accounts: usize) -> Result<(), Fault> {
    let imported = folder.join("tenure.db");
    let at = TestApp::open(&Location::Sqlite(imported.clone()), TODAY.parse()?, 1).await?;
    let material = Material::Book(Box::new(large_book(accounts, 3)));
    let (source, mode, faulty, progress) = ("large", Mode::Save, Faulty::Stop, &|_: &str| {});
    let request = ImportRequest { material: &material, source, as_of: None, mode, faulty, unread: &[], progress };
    let start = now();
    at.app.import(&Actor::Operator("Bench".into()), request).await?;
    let import = start.elapsed();
    drop(material);
    say("resident memory, the book as read among it", &format!("{} MB", resident()?));
    let start = now();
    at.app.known_on(None).await?;
    at_most(&format!("everything known about money of {accounts} accounts"), start.elapsed(), Duration::from_secs(1));
    at.app.set_sample_today(&Actor::Operator("Bench".into()), Some(TODAY.parse()?)).await?;
    at.app.close().await?;
    let loaded = folder.join("bulk.db");
    Store::open(&Location::Sqlite(loaded.clone())).await?.close().await?;
    let db = Database::connect({
        let mut options = sea_orm::ConnectOptions::new(format!("sqlite://{}", loaded.display()));
        options.max_connections(1).sqlx_logging(false);
        options
    })
    .await?;
    db.execute_unprepared(&format!("PRAGMA cache_size = -65536; ATTACH '{}' AS imported", imported.display())).await?;
    let start = now();
    db.execute_unprepared("BEGIN IMMEDIATE").await?;
    for table in TABLES {
        db.execute_unprepared(&format!("INSERT INTO main.{table} SELECT * FROM imported.{table}")).await?;
    }
    db.execute_unprepared("COMMIT").await?;
    let bulk = start.elapsed();
    db.close().await?;
    std::fs::remove_file(loaded)?;
    say(&format!("{accounts} accounts and {} lines", accounts * 3), &format!("import {import:.1?}, bulk load of the same rows {bulk:.1?}"));
    ratio("import beside bulk load", import, bulk, 5);
    Ok(())
}
