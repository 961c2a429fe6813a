//! Where the data is: flags, then `TENURE_*` variables, then one TOML file in the data directory, then defaults.

use crate::output::{Failure, notice};
use crate::system::tools;
use clap::Args;
use serde::Deserialize;
use std::path::PathBuf;
use tenure_app::{App, Tools};
use tenure_store::Location;

/// Flags that say where the data is.
#[derive(Args, Clone, Debug)]
pub(crate) struct DataArgs {
    /// Data directory: holds tenure.db and, if you like, tenure.toml
    #[arg(long, global = true, env = "TENURE_DATA", default_value = "data", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// PostgreSQL instead of the embedded database: postgres://user:password@host/database
    #[arg(long, global = true, env = "TENURE_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) database_url: Option<String>,
}

/// What `tenure.toml` may say.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileConfig {
    /// PostgreSQL URL.
    pub(crate) database_url: Option<String>,
    /// Address to listen on.
    pub(crate) listen: Option<String>,
    /// Whether people reach the server by HTTPS through a proxy.
    pub(crate) https: Option<bool>,
    /// Time between backups that the server makes, such as `24h`.
    pub(crate) backup_every: Option<String>,
    /// How many of them are kept.
    pub(crate) backup_keep: Option<u32>,
    /// Where people reach the server, such as `https://tenure.company.example`.
    pub(crate) address: Option<String>,
    /// Mail server, such as `smtp://mail.company.example:587`.
    pub(crate) smtp: Option<String>,
    /// Who signs in there.
    pub(crate) smtp_user: Option<String>,
    /// With which password.
    pub(crate) smtp_password: Option<String>,
    /// Who e-mail is from.
    pub(crate) mail_from: Option<String>,
}

impl DataArgs {
    /// Reads `tenure.toml` of the data directory; absent is the same as empty.
    pub(crate) fn file(&self) -> Result<FileConfig, Failure> {
        let path = self.data.join("tenure.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(FileConfig::default()),
            Err(error) => return Err(Failure::refused(format!("{} cannot be read: {error}.", path.display()))),
        };
        toml::from_str(&text).map_err(|error| Failure::refused(format!("{} is not a configuration: {}", path.display(), error.message())))
    }

    /// Where the database is.
    pub(crate) fn location(&self) -> Result<Location, Failure> {
        match self.database_url.clone().or(self.file()?.database_url) {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => Ok(Location::Postgres(url)),
            Some(_) => {
                Err(Failure::refused("The database URL does not begin with postgres://. Leave it out for the embedded database.".into()))
            }
            None => Ok(Location::Sqlite(self.data.join("tenure.db"))),
        }
    }

    /// Opens the instance, creating the data directory where it is the embedded database.
    pub(crate) async fn open(&self) -> Result<App, Failure> {
        let location = self.location()?;
        self.create_directory(&location)?;
        let Tools { clock, ids } = tools();
        let app = App::open(&location, clock, ids).await?.with_backups_in(self.backups());
        if let Some(saved) = app.store().saved_before() {
            notice(&format!("The database was brought up to date. As it was before, it is saved in {}.", saved.display()));
        }
        Ok(app)
    }

    /// The folder of backups.
    pub(crate) fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// Opens an instance that must be there: a reading command does not leave an empty database behind a mistyped path.
    pub(crate) async fn open_existing(&self) -> Result<App, Failure> {
        let location = self.location()?;
        if let Location::Sqlite(path) = &location
            && !path.exists()
        {
            let sentence = format!(
                "There is no database at {}. Name the data directory with --data or TENURE_DATA, or load one: tenure demo",
                path.display()
            );
            return Err(Failure::refused(sentence));
        }
        self.open().await
    }

    pub(crate) fn create_directory(&self, location: &Location) -> Result<(), Failure> {
        if let Location::Sqlite(_) = location {
            std::fs::create_dir_all(&self.data)
                .map_err(|error| Failure::refused(format!("The data directory {} cannot be created: {error}.", self.data.display())))?;
        }
        Ok(())
    }
}
