//! Databases for tests: each test body runs on a SQLite file of its own and, where a server is named, on a PostgreSQL database of its own.

pub mod large;
pub mod wire;

use crate::{SeededIds, SimClock};
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, Database, DbErr};
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use tenure_app::{App, AppError};
use tenure_store::{Location, Store};

/// The word for a test that runs on SQLite alone.
pub const SKIPPED: &str = "skipped: TENURE_TEST_POSTGRES is not set";

/// A database of one test. [`Instance::remove`] takes it away.
#[derive(Debug)]
pub struct Instance {
    /// Where it lives.
    pub location: Location,
    folder: Option<TempDir>,
    server: Option<(String, String)>,
}

/// What went wrong around a test, not in it.
pub type Fault = Box<dyn Error + Send + Sync>;

static DATABASES: AtomicU32 = AtomicU32::new(0);

impl Instance {
    /// An empty SQLite file in a temporary folder.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn sqlite() -> Result<Self, Fault> {
        let folder = tempfile::tempdir()?;
        Ok(Self { location: Location::Sqlite(folder.path().join("tenure.db")), folder: Some(folder), server: None })
    }

    /// An empty database on the server, ordered by bytes as SQLite orders.
    ///
    /// # Errors
    /// A server that does not answer or does not let us create a database.
    pub async fn postgres(server: &str) -> Result<Self, Fault> {
        let number = DATABASES.fetch_add(1, Ordering::SeqCst);
        let name = format!("tenure_test_{}_{number}", std::process::id());
        let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
        administer(server, &create).await?;
        let (base, _) = server.rsplit_once('/').ok_or("the server's URL names no database")?;
        Ok(Self { location: Location::Postgres(format!("{base}/{name}")), folder: None, server: Some((server.into(), name)) })
    }

    /// One of each engine that is there.
    ///
    /// # Errors
    /// As [`Instance::sqlite`] and [`Instance::postgres`].
    pub async fn each(server: Option<&str>) -> Result<Vec<Self>, Fault> {
        let mut instances = vec![Self::sqlite()?];
        if let Some(server) = server {
            instances.push(Self::postgres(server).await?);
        }
        Ok(instances)
    }

    /// Takes the database away.
    ///
    /// # Errors
    /// A server that does not let us.
    pub async fn remove(self) -> Result<(), Fault> {
        if let Some((server, name)) = &self.server {
            administer(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        }
        self.folder.map_or(Ok(()), TempDir::close)?;
        Ok(())
    }

    /// The URL under which raw statements reach the database.
    pub fn url(&self) -> String {
        match &self.location {
            Location::Sqlite(path) => format!("sqlite://{}", path.display()),
            Location::Postgres(url) => url.clone(),
        }
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.server.is_some() { "PostgreSQL" } else { "SQLite" })
    }
}

async fn administer(server: &str, statement: &str) -> Result<(), DbErr> {
    let db = Database::connect(server).await?;
    db.execute_unprepared(statement).await?;
    db.close().await
}

/// Runs a test body on each engine, on a task of its own so that its database is taken away also when it fails.
///
/// # Errors
/// A database that cannot be made or taken away. A body that panics panics here.
pub async fn each_engine<F, B>(server: Option<String>, body: F) -> Result<(), Fault>
where
    F: Fn(Location) -> B,
    B: Future<Output = ()> + Send + 'static,
{
    if server.is_none() {
        say(SKIPPED);
    }
    for instance in Instance::each(server.as_deref()).await? {
        let outcome = tokio::spawn(body(instance.location.clone())).await;
        if outcome.is_err() {
            say(&format!("on {instance}"));
        }
        instance.remove().await?;
        if let Err(failed) = outcome {
            std::panic::resume_unwind(failed.into_panic());
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a test says what it skips and where it failed")]
fn say(words: &str) {
    println!("{words}");
}

/// An app on a clock that is set and with ids from a seed.
#[derive(Clone)]
pub struct TestApp {
    /// The app.
    pub app: App,
    /// Its clock.
    pub clock: Arc<SimClock>,
}

impl TestApp {
    /// Opens the database on a day.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open(location: &Location, day: Date, seed: u64) -> Result<Self, AppError> {
        Self::over(Store::open(location).await?, day, seed)
    }

    /// An app over a database that is open already.
    ///
    /// # Errors
    /// As [`App::over`].
    pub fn over(store: Store, day: Date, seed: u64) -> Result<Self, AppError> {
        let clock = Arc::new(SimClock::on(day));
        let app = App::over(store, clock.clone(), Arc::new(SeededIds::new(clock.clone(), seed)))?;
        Ok(Self { app, clock })
    }
}

/// The accounts of [`TestApp::few`]: two contracts on one, a leaver's, a red one, several currencies, open steps for many hands.
const FEW: &[&str] = &["A-1", "A-2", "A-7", "A-11", "A-13", "A-15", "A-20"];

impl TestApp {
    /// Loads the sample company with few of its customers and opens it on its day.
    ///
    /// # Errors
    /// As [`crate::load_sample`].
    pub async fn few(location: &Location) -> Result<Self, AppError> {
        let summary = crate::sample::load_part(location, 1, |account| FEW.contains(&account)).await?;
        Self::open(location, summary.today, 2).await
    }
}
