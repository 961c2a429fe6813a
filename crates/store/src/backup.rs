//! A backup is one SQLite file and, beside it, a seal: a line of `sha256sum` and a comment that says when it was made.

use crate::connection::Store;
use crate::error::StoreError;
use crate::schema::version_of;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the seal of a backup says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// SHA-256 of the backup, in hexadecimal digits.
    pub sha256: String,
    /// When and how it was made.
    pub note: String,
}

/// What was seen in a database file without changing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The last migration it has.
    pub version: i64,
    /// What SQLite found wrong with pages, indexes and references; empty where all is well.
    pub problems: Vec<String>,
}

/// The folder of backups beside an embedded database.
pub fn folder_beside(database: &Path) -> PathBuf {
    database.parent().unwrap_or(Path::new("")).join("backups")
}

/// The seal's file.
pub fn seal_path(backup: &Path) -> PathBuf {
    let mut name = backup.as_os_str().to_owned();
    name.push(".sha256");
    PathBuf::from(name)
}

/// Reads a seal.
///
/// # Errors
/// [`StoreError::File`] where it is absent or says no SHA-256.
pub fn read_seal(backup: &Path) -> Result<Seal, StoreError> {
    let path = seal_path(backup);
    let text = fs::read(&path).map_err(|error| file_error("read", &path, error))?;
    let text = String::from_utf8_lossy(&text);
    let note = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default().to_string();
    let sha256 = text.lines().find(|line| !line.starts_with('#')).and_then(|line| line.split_whitespace().next()).unwrap_or_default();
    if sha256.len() != 64 || !sha256.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(StoreError::File(format!("{} holds no SHA-256", path.display())));
    }
    Ok(Seal { sha256: sha256.to_string(), note })
}

/// SHA-256 of a file, in hexadecimal digits.
///
/// # Errors
/// [`StoreError::File`].
pub fn digest(path: &Path) -> Result<String, StoreError> {
    let failed = |error| file_error("read", path, error);
    let mut file = File::open(path).map_err(failed)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let count = file.read(&mut buffer).map_err(failed)?;
        if count == 0 {
            return Ok(hexadecimal(&hash.finalize()));
        }
        hash.update(&buffer[..count]);
    }
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Gives a finished file its name, after its bytes and its seal are safe on the disk.
///
/// # Errors
/// [`StoreError::File`]; a file of that name is never replaced.
pub fn put_in_place(fresh: &Path, backup: &Path, note: &str) -> Result<Seal, StoreError> {
    if backup.exists() {
        return Err(StoreError::File(format!("{} is already there", backup.display())));
    }
    for_owner_only(fresh)?;
    flush(fresh)?;
    let seal = Seal { sha256: digest(fresh)?, note: note.to_string() };
    let name = backup.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let path = seal_path(backup);
    let written = File::create(&path).and_then(|mut file| {
        file.write_all(format!("# {}\n{}  {name}\n", seal.note, seal.sha256).as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| file_error("written", &path, error))?;
    rename(fresh, backup)?;
    Ok(seal)
}

/// A backup holds password hashes and all customers: only whoever made it may read it.
///
/// # Errors
/// [`StoreError::File`].
#[cfg(unix)]
pub fn for_owner_only(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(|error| file_error("kept from others", path, error))
}

/// Elsewhere a file belongs to whoever made it, as the folder says.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn for_owner_only(_path: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Renames a file and makes the new name durable.
///
/// # Errors
/// [`StoreError::File`].
pub fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|error| file_error("renamed", from, error))?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    flush(folder)
}

fn flush(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| file_error("made durable", path, error))
}

/// Removes a file; one that is not there is fine.
///
/// # Errors
/// [`StoreError::File`].
pub fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file_error("removed", path, error)),
        _ => Ok(()),
    }
}

fn file_error(what: &str, path: &Path, error: io::Error) -> StoreError {
    StoreError::File(format!("{} cannot be {what}: {error}", path.display()))
}

/// Writes one consistent state of an embedded database into a new file, while others read and write.
pub(crate) async fn copy_into(db: &DatabaseConnection, path: &Path) -> Result<(), StoreError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| file_error("created", folder, error))?;
    }
    remove(path)?;
    let into = path.to_string_lossy().into_owned();
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", vec![into.into()])).await?;
    Ok(())
}

impl Store {
    /// Writes one consistent state of an embedded database into a file, while others read and write. A file of that name is replaced.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn copy_into(&self, path: &Path) -> Result<(), StoreError> {
        copy_into(self.connection()?, path).await
    }
}

/// Looks at a database file without changing a byte of it.
///
/// # Errors
/// [`StoreError::Database`] where it is no SQLite database or is too damaged to be looked at.
pub async fn inspect(path: &Path) -> Result<Inspection, StoreError> {
    let db = connect(path, Access::Look).await?;
    let seen = look(&db).await;
    db.close().await?;
    seen
}

async fn look(db: &DatabaseConnection) -> Result<Inspection, StoreError> {
    let all = |sql: &'static str| db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql));
    let mut problems = Vec::new();
    for row in all("PRAGMA integrity_check").await? {
        problems.extend(Some(row.try_get_by_index::<String>(0)?).filter(|text| text != "ok"));
    }
    for row in all("PRAGMA foreign_key_check").await? {
        problems.push(format!("a row of {} refers to nothing", row.try_get_by_index::<String>(0)?));
    }
    Ok(Inspection { version: version_of(db).await?, problems })
}

/// Folds the write-ahead log of an embedded database into its one file, so that the file alone is the database. False where another
/// program has it open.
///
/// # Errors
/// [`StoreError::Database`] for a file that is no database.
pub async fn fold(path: &Path) -> Result<bool, StoreError> {
    let db = connect(path, Access::Change).await?;
    let folded = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode = DELETE")).await;
    db.close().await?;
    match folded {
        Ok(Some(row)) => Ok(row.try_get_by_index::<String>(0)? == "delete"),
        Ok(None) => Ok(false),
        Err(error) if is_locked(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn is_locked(error: &DbErr) -> bool {
    error.to_string().contains("locked")
}

#[derive(Clone, Copy, PartialEq)]
enum Access {
    Look,
    Change,
}

/// One connection to a file that is there, apart from any running instance.
async fn connect(path: &Path, access: Access) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    let path = path.to_path_buf();
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite.in_memory(false).shared_cache(false).filename(&path).create_if_missing(false).busy_timeout(Duration::ZERO);
        match access {
            Access::Look => sqlite.read_only(true).immutable(true),
            Access::Change => sqlite,
        }
    });
    Ok(Database::connect(options).await?)
}
