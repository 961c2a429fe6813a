//! Backups: made while others write, proven before they get their name, listed, and restored.

mod restore;

pub use restore::{Existing, Restored, Tools, check_backup, restore};

use crate::App;
use crate::access::Actor;
use crate::archive::Staging;
use crate::error::AppError;
use jiff::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};
use tenure_core::refusal::Refusal;
use tenure_store::{Location, backup};

/// A backup as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// Name of the file.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// When it was made; of a file without a seal, when the file was last changed.
    pub made_at: Option<Timestamp>,
    /// SHA-256 from its seal, which is written only after the backup was proven; none where the seal is absent.
    pub sha256: Option<String>,
    /// Whether it was asked for, rather than made before a migration.
    pub is_regular: bool,
}

impl Backup {
    /// Reads every byte and compares it with the seal.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn is_intact(&self) -> Result<bool, AppError> {
        match &self.sha256 {
            None => Ok(false),
            Some(sealed) => Ok(backup::digest(&self.path)? == *sealed),
        }
    }
}

const EXTENSION: &str = "tenure";
const MADE: &str = "made ";

impl App {
    /// Makes a backup: one SQLite file on either engine, of one consistent state, while others read and write. It gets its name only
    /// after its pages, references and invariants were checked.
    ///
    /// # Errors
    /// A file of that name; a disk that is full; facts that break an invariant.
    pub async fn back_up(&self, to: &Path) -> Result<Backup, AppError> {
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if to.exists() {
            return Err(
                Refusal::general(format!("{} is already there", to.display()), "Name a new file; nothing is ever written over.").into()
            );
        }
        let staging = Staging::new(folder, self.ids.as_ref())?;
        let fresh = staging.file("backup.tenure");
        let made_at = self.now();
        self.copy_into(&staging, &fresh).await?;
        refuse_problems(&fresh, &backup::inspect(&fresh).await?.problems)?;
        let copy = self.beside(&Location::Sqlite(fresh.clone())).await?;
        let proven = copy.proven().await;
        let schema = copy.store.version().await?;
        copy.close().await?;
        proven?;
        fold(&fresh).await?;
        let note = format!("{MADE}{made_at:.0} by tenure {}, schema {schema}", env!("CARGO_PKG_VERSION"));
        let target = to.to_path_buf();
        off_the_workers(move || Ok(backup::put_in_place(&fresh, &target, &note)?)).await?;
        described(to)
    }

    async fn copy_into(&self, staging: &Staging, fresh: &Path) -> Result<(), AppError> {
        if self.store.is_embedded() {
            return Ok(self.store.copy_into(fresh).await?);
        }
        let copy = self.beside(&Location::Sqlite(staging.database())).await?;
        let filled = match copy.fill_from(self).await {
            Ok(_) => copy.store.copy_into(fresh).await.map_err(AppError::from),
            Err(error) => Err(error),
        };
        copy.close().await?;
        filled
    }

    /// Makes a backup with a name from the organisation and the instant, in a folder of backups.
    ///
    /// # Errors
    /// As [`App::back_up`].
    pub async fn back_up_in(&self, folder: &Path) -> Result<Backup, AppError> {
        let name = self.organisation().await?.map_or_else(|| "empty".into(), |organisation| slug(&organisation.name));
        let stem = format!("{name}-{}", self.now().strftime("%Y%m%dT%H%M%SZ"));
        let names = std::iter::once(stem.clone()).chain((2_u32..).map(|attempt| format!("{stem}-{attempt}")));
        let mut paths = names.map(|name| folder.join(format!("{name}.{EXTENSION}")));
        match paths.find(|path| !path.exists()) {
            Some(path) => self.back_up(&path).await,
            None => Err(Refusal::general("there is no free name for a backup", "").into()),
        }
    }
}

impl App {
    /// Backs up into the instance's folder. Only administrators may.
    ///
    /// # Errors
    /// As [`App::back_up`]; an instance without a folder of backups.
    pub async fn back_up_now(&self, actor: &Actor) -> Result<Backup, AppError> {
        if !actor.is_administrator() {
            return Err(AppError::Forbidden("Only administrators make backups.".into()));
        }
        match &self.backups {
            Some(folder) => self.back_up_in(folder).await,
            None => Err(Refusal::general("this instance has no folder for backups", "Make one on the server: tenure backup FILE").into()),
        }
    }

    /// The instance's backups, newest first; none where it has no folder of them. Only administrators see them.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn backups(&self, actor: &Actor) -> Result<Option<Vec<Backup>>, AppError> {
        match &self.backups {
            Some(folder) if actor.is_administrator() => backups(folder).map(Some),
            _ => Ok(None),
        }
    }
}

/// Letters and digits of a name, in lower case, with hyphens between.
fn slug(name: &str) -> String {
    let words: Vec<String> =
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    if words.is_empty() { "tenure".into() } else { words.join("-") }
}

/// The backups of a folder, newest first. A folder that is not there has none.
///
/// # Errors
/// A folder that cannot be read.
pub fn backups(folder: &Path) -> Result<Vec<Backup>, AppError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Refusal::general(format!("{} cannot be read: {error}", folder.display()), "").into()),
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut found = paths
        .filter(|path| path.extension().is_some_and(|e| e == EXTENSION))
        .map(|path| described(&path))
        .collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| (b.made_at, &b.name).cmp(&(a.made_at, &a.name)));
    Ok(found)
}

/// Removes regular backups of a folder but for the newest. Those made before a migration stay. Tells the names removed.
///
/// # Errors
/// A file that cannot be removed.
pub fn keep_newest(folder: &Path, keep: usize) -> Result<Vec<String>, AppError> {
    let regular = backups(folder)?.into_iter().filter(|backup| backup.is_regular);
    let mut removed = Vec::new();
    for old in regular.skip(keep.max(1)) {
        backup::remove(&old.path)?;
        backup::remove(&backup::seal_path(&old.path))?;
        removed.push(old.name);
    }
    Ok(removed)
}

fn described(path: &Path) -> Result<Backup, AppError> {
    let unreadable = |error| AppError::refused(Refusal::general(format!("{} cannot be read: {error}", path.display()), ""));
    let file = fs::metadata(path).map_err(unreadable)?;
    let seal = backup::read_seal(path).ok();
    let made = seal.as_ref().and_then(|seal| seal.note.strip_prefix(MADE)?.split(' ').next()?.parse::<Timestamp>().ok());
    let changed = || file.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
    Ok(Backup {
        path: path.to_path_buf(),
        name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        size: file.len(),
        is_regular: made.is_some(),
        made_at: made.or_else(changed),
        sha256: seal.map(|seal| seal.sha256),
    })
}

fn refuse_problems(file: &Path, problems: &[String]) -> Result<(), AppError> {
    match problems.first() {
        None => Ok(()),
        Some(first) => {
            let problem = format!("{} is damaged: {first}", file.display());
            Err(Refusal::general(problem, "Restore the newest backup that is intact: tenure backups --verify").into())
        }
    }
}

/// Makes the file alone the whole database.
async fn fold(database: &Path) -> Result<(), AppError> {
    if backup::fold(database).await? { Ok(()) } else { Err(in_use(database)) }
}

fn in_use(database: &Path) -> AppError {
    let problem = format!("another program has {} open", database.display());
    Refusal::general(problem, "Stop the server, then try again.").into()
}

/// Reads and writes whole files without holding up those who wait for small things.
async fn off_the_workers<T: Send + 'static>(work: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => Err(Refusal::general("the work on the file was broken off", "Try again.").into()),
    }
}
