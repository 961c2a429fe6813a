//! Everything an instance holds, as files in an open format and from one engine to the other.
//!
//! A folder has one file of JSON Lines for each table and `manifest.json`. Whatever is brought in is first built in a database of its own,
//! brought up to date and checked there; only then is it copied into the empty instance, in one transaction.

mod copy;
mod folder;
mod lines;
mod staging;

pub(crate) use staging::Staging;

use crate::error::AppError;
use crate::{App, CheckReport};
use std::path::Path;
use tenure_core::refusal::Refusal;
use tenure_store::Location;

/// How much of a table was written or copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCount {
    /// Table.
    pub table: &'static str,
    /// Rows.
    pub rows: u64,
    /// SHA-256 of the rows as JSON Lines, in the archive's order.
    pub sha256: String,
}

impl App {
    /// Writes all facts with their full history into a new folder: JSON Lines and a manifest. Passwords, tokens and sessions stay here.
    ///
    /// # Errors
    /// A folder that holds something already or cannot be written; an instance that is empty.
    pub async fn export_archive(&self, folder: &Path) -> Result<Vec<TableCount>, AppError> {
        let version = self.store.version().await?;
        let tx = self.store.read().await?;
        if tx.is_empty().await? {
            return Err(AppError::empty());
        }
        folder::write(&tx, version, folder).await
    }

    /// Brings an exported archive into this empty instance: all of it, proven by its hashes and the invariants, or nothing.
    /// `work` is a folder for the database that is built on the way.
    ///
    /// # Errors
    /// Refusals for an instance that is not empty, for an archive that is damaged, incomplete or of a later program, and for facts that
    /// break an invariant.
    pub async fn import_archive(&self, folder: &Path, work: &Path) -> Result<Vec<TableCount>, AppError> {
        self.refuse_unless_empty().await?;
        let manifest = folder::Manifest::read(folder)?;
        let staging = Staging::new(work, self.ids.as_ref())?;
        folder::load(folder, &manifest, &staging.database()).await?;
        let staged = self.beside(&Location::Sqlite(staging.database())).await?;
        let copied = match staged.proven().await {
            Ok(()) => self.fill_from(&staged).await,
            Err(error) => Err(error),
        };
        staged.close().await?;
        copied
    }

    /// Copies this instance into an empty one, usually of the other engine. This one stays as it is.
    ///
    /// # Errors
    /// A target that is not empty; a target whose content differs after the copy, or breaks an invariant. Nothing was then written.
    pub async fn move_to(&self, target: &Location) -> Result<Vec<TableCount>, AppError> {
        let target = self.beside(target).await?;
        let copied = target.fill_from(self).await;
        target.close().await?;
        copied
    }

    /// Another database with this clock and these ids.
    pub(crate) async fn beside(&self, location: &Location) -> Result<Self, AppError> {
        Self::open(location, self.clock.clone(), self.ids.clone()).await
    }

    /// Whether nothing was ever written here: no organisation, no user, no event.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn is_empty(&self) -> Result<bool, AppError> {
        Ok(self.store.read().await?.is_empty().await?)
    }

    async fn refuse_unless_empty(&self) -> Result<(), AppError> {
        if self.is_empty().await? {
            return Ok(());
        }
        Err(Refusal::general("this instance is not empty", "Name an empty data directory or database; nothing is ever written over.")
            .into())
    }

    /// Fills this empty instance with all rows of another, and proves before the commit that both hold the same.
    pub(crate) async fn fill_from(&self, source: &Self) -> Result<Vec<TableCount>, AppError> {
        self.refuse_unless_empty().await?;
        let (from, into) = (source.store.read().await?, self.store.write().await?);
        if !into.is_empty().await? {
            return Err(Refusal::general("somebody wrote into this instance just now", "Name one that nobody uses.").into());
        }
        let copied = copy::copy(&from, &into).await?;
        let arrived = copy::count(&into).await?;
        if let Some((was, is)) = copied.iter().zip(&arrived).find(|(was, is)| was != is) {
            let problem =
                format!("table {} holds {} rows after the copy that are not the {} rows of the source", was.table, is.rows, was.rows);
            return Err(Refusal::general(problem, "The disk or the database may be damaged; try another target.").into());
        }
        if into.organisation().await?.is_some() {
            refuse_unless_clean(&self.check_in(&into).await?)?;
        }
        into.commit().await?;
        Ok(copied)
    }

    /// Refuses an instance whose facts break an invariant.
    pub(crate) async fn proven(&self) -> Result<(), AppError> {
        match self.organisation().await? {
            // Nothing is there yet that could be wrong.
            None => Ok(()),
            Some(_) => refuse_unless_clean(&self.check().await?),
        }
    }
}

fn refuse_unless_clean(report: &CheckReport) -> Result<(), AppError> {
    let broken = report.invariants.iter().filter_map(|invariant| Some((invariant, invariant.violations.first()?)));
    let refusals: Vec<Refusal> = broken
        .map(|(invariant, (subject, detail))| {
            let problem = format!("the facts do not hold together: {} ({}: {subject}: {detail})", invariant.states, invariant.code);
            Refusal::general(problem, "Take an earlier backup or another export.")
        })
        .collect();
    if refusals.is_empty() { Ok(()) } else { Err(AppError::Refused(refusals)) }
}
