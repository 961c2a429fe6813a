//! Browser sessions, kept in the database so that a restart signs nobody out.

use super::WebConfig;
use async_trait::async_trait;
use jiff::Timestamp;
use tenure_app::{App, SessionRecord};
use time::OffsetDateTime;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};

/// Sessions through the application.
#[derive(Clone)]
pub(crate) struct AppSessions {
    app: App,
}

impl std::fmt::Debug for AppSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppSessions")
    }
}

/// The session layer: cookie for this site only, unreadable to scripts, ending with the browser unless the person asked otherwise.
pub(crate) fn layer(app: App, config: WebConfig) -> SessionManagerLayer<AppSessions> {
    // The prefix makes browsers refuse the cookie unless it is secure and for this host alone.
    let name = if config.https { "__Host-tenure" } else { "tenure" };
    SessionManagerLayer::new(AppSessions { app })
        .with_name(name)
        .with_path("/")
        .with_secure(config.https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnSessionEnd)
}

#[async_trait]
impl SessionStore for AppSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // Ids are 128 random bits; the loop is for the one that is taken all the same.
        while self.load(&record.id).await?.is_some() {
            record.id = Id::default();
        }
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
        let expires_at = Timestamp::from_second(record.expiry_date.unix_timestamp()).map_err(|error| Error::Encode(error.to_string()))?;
        let stored = SessionRecord { id: record.id.to_string(), data, expires_at };
        self.app.put_session(&stored).await.map_err(|error| Error::Backend(error.to_string()))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = self.app.session(&id.to_string()).await.map_err(|error| Error::Backend(error.to_string()))?;
        let Some(stored) = found else { return Ok(None) };
        let data = serde_json::from_str(&stored.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date =
            OffsetDateTime::from_unix_timestamp(stored.expires_at.as_second()).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.app.end_session(&id.to_string()).await.map_err(|error| Error::Backend(error.to_string()))
    }
}
