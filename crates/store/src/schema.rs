//! Migrations: what the schema is, what a database has of it, and bringing it up to date without risk to what is there.

use crate::backup;
use crate::connection::Location;
use crate::error::StoreError;
use crate::search;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The migrations in order.
#[derive(Debug)]
pub struct Schema(Migrator);

impl Schema {
    /// All migrations that this program knows.
    pub fn current() -> Self {
        Self(sqlx::migrate!("./migrations"))
    }

    /// The schema as it was at a version.
    pub fn up_to(version: i64) -> Self {
        let Self(mut migrator) = Self::current();
        migrator.migrations = migrator.migrations.iter().filter(|known| known.version <= version).cloned().collect::<Vec<_>>().into();
        Self(migrator)
    }

    /// This schema and one migration more, as a later program has it. For tests.
    #[doc(hidden)]
    #[must_use]
    pub fn followed_by(self, sql: &'static str) -> Self {
        let next = Migration::new(self.version() + 1, Cow::Borrowed("next"), MigrationType::Simple, sql.into_sql_str(), false);
        let Self(mut migrator) = self;
        migrator.migrations.to_mut().push(next);
        Self(migrator)
    }

    /// The number of the last migration.
    pub fn version(&self) -> i64 {
        self.0.migrations.iter().map(|known| known.version).max().unwrap_or(0)
    }
}

/// Nothing was ever written: no row comes back.
pub(crate) const ANY_DATA: &str =
    "SELECT 1 AS found FROM organisation UNION ALL SELECT 1 FROM app_user UNION ALL SELECT 1 FROM event LIMIT 1";

/// Applies the migrations that the database lacks. An embedded database with data is first saved beside itself; tells where.
pub(crate) async fn bring_up_to_date(db: &DatabaseConnection, location: &Location, schema: &Schema) -> Result<Option<PathBuf>, StoreError> {
    let found = version_of(db).await?;
    let known = schema.version();
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    let saved = match location {
        Location::Sqlite(path) if 0 < found && found < known && has_data(db).await? => Some(save_before(db, path, known).await?),
        _ => None,
    };
    let outcome = match db.get_database_backend() {
        DbBackend::Postgres => schema.0.run(db.get_postgres_connection_pool()).await,
        _ => schema.0.run(db.get_sqlite_connection_pool()).await,
    };
    let outcome = match outcome {
        Ok(()) => search::prepare(db, known).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match (outcome, &saved) {
        (Ok(()), _) => Ok(saved),
        (Err(error), None) => Err(StoreError::Migration(error)),
        (Err(error), Some(saved)) => {
            Err(StoreError::Migration(format!("{error}; what was there before is also saved in {}", saved.display())))
        }
    }
}

/// The last migration that the database has; 0 for a new one.
pub(crate) async fn version_of(db: &DatabaseConnection) -> Result<i64, StoreError> {
    let backend = db.get_database_backend();
    let there = match backend {
        DbBackend::Postgres => {
            "SELECT 1 AS found FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'"
        }
        _ => "SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'",
    };
    if db.query_one_raw(Statement::from_string(backend, there)).await?.is_none() {
        return Ok(0);
    }
    let last = Statement::from_string(backend, "SELECT COALESCE(MAX(version), 0) AS version FROM _sqlx_migrations WHERE success");
    Ok(db.query_one_raw(last).await?.map_or(Ok(0), |row| row.try_get("", "version"))?)
}

async fn has_data(db: &DatabaseConnection) -> Result<bool, StoreError> {
    Ok(db.query_one_raw(Statement::from_string(db.get_database_backend(), ANY_DATA)).await?.is_some())
}

/// Saves an embedded database before a migration. Another attempt on unchanged data does not leave a second copy.
async fn save_before(db: &DatabaseConnection, path: &Path, version: i64) -> Result<PathBuf, StoreError> {
    let folder = backup::folder_beside(path);
    let fresh = folder.join(format!(".before-schema-{version}.part"));
    backup::copy_into(db, &fresh).await?;
    let digest = backup::digest(&fresh)?;
    for attempt in 1_u32.. {
        let suffix = if attempt == 1 { String::new() } else { format!("-{attempt}") };
        let saved = folder.join(format!("before-schema-{version}{suffix}.tenure"));
        if !saved.exists() {
            backup::put_in_place(&fresh, &saved, &format!("saved before schema {version} was applied"))?;
            return Ok(saved);
        }
        if backup::read_seal(&saved).is_ok_and(|seal| seal.sha256 == digest) && backup::digest(&saved)? == digest {
            backup::remove(&fresh)?;
            return Ok(saved);
        }
    }
    Err(StoreError::Migration(format!("there is no free name for a backup in {}", folder.display())))
}
