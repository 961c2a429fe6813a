//! Who may sign in: users, their sessions and API tokens.

use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::record::{Record, Row, get, glance, instant, instant_text, put};
use jiff::Timestamp;
use sea_orm::Value;
use tenure_core::primitives::{TeammateId, UserId};

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everything, users and settings included.
    Administrator,
    /// Their own work.
    Member,
}

impl Access {
    /// The stored word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Member => "member",
        }
    }
}

impl std::str::FromStr for Access {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "administrator" => Ok(Self::Administrator),
            "member" => Ok(Self::Member),
            _ => Err("is neither administrator nor member".into()),
        }
    }
}

/// A person who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Identity.
    pub id: UserId,
    /// Signs in with it; kept in lower case.
    pub email: String,
    /// Name.
    pub name: String,
    /// The teammate the user is, if any.
    pub teammate: Option<TeammateId>,
    /// Access.
    pub access: Access,
    /// Argon2 hash in PHC form.
    pub password_hash: String,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Record for User {
    const TABLE: &'static str = "app_user";
    const COLUMNS: &'static [&'static str] = &["id", "email", "name", "teammate_id", "access", "password_hash", "created_at"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.email.clone().into(),
            self.name.clone().into(),
            self.teammate.map(|id| id.to_string()).into(),
            self.access.code().into(),
            self.password_hash.clone().into(),
            instant(self.created_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            email: row.text("email")?,
            name: row.text("name")?,
            teammate: row.parsed_or_none("teammate_id")?,
            access: row.parsed("access")?,
            password_hash: row.text("password_hash")?,
            created_at: row.parsed("created_at")?,
        })
    }
}

/// An API token as listed: the secret itself is not kept, only its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Identity.
    pub id: String,
    /// Whose.
    pub user: UserId,
    /// What it is for.
    pub name: String,
    /// Hexadecimal SHA-256 of the secret.
    pub sha256: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Record for ApiToken {
    const TABLE: &'static str = "api_token";
    const COLUMNS: &'static [&'static str] = &["id", "user_id", "name", "token_sha256", "created_at", "revoked_at"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.clone().into(),
            self.user.to_string().into(),
            self.name.clone().into(),
            self.sha256.clone().into(),
            instant(self.created_at),
            self.revoked_at.map(instant_text).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text("id")?,
            user: row.parsed("user_id")?,
            name: row.text("name")?,
            sha256: row.text("token_sha256")?,
            created_at: row.parsed("created_at")?,
            revoked_at: row.parsed_or_none("revoked_at")?,
        })
    }
}

/// A browser session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// Identity, as the session layer spells it.
    pub id: String,
    /// Its data as JSON.
    pub data: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Record for SessionRecord {
    const TABLE: &'static str = "user_session";
    const COLUMNS: &'static [&'static str] = &["id", "session_data", "expires_at"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![self.id.clone().into(), self.data.clone().into(), instant(self.expires_at)]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.text("id")?, data: row.text("session_data")?, expires_at: row.parsed("expires_at")? })
    }
}

impl Tx {
    /// Adds or changes a user.
    ///
    /// # Errors
    /// [`StoreError::Database`], also where the e-mail is taken.
    pub async fn put_user(&self, user: &User) -> Result<(), StoreError> {
        put(self, [user]).await
    }

    /// The user of an e-mail, whatever its capitals.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn user_by_email(&self, email: &str) -> Result<Option<User>, StoreError> {
        Ok(get(self, "WHERE t.email = ?", vec![email.trim().to_lowercase().into()]).await?.pop())
    }

    /// Every user, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        get(self, "ORDER BY t.name, t.id", vec![]).await
    }

    /// Adds or changes an API token.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn put_token(&self, token: &ApiToken) -> Result<(), StoreError> {
        put(self, [token]).await
    }

    /// The tokens of a user that still work, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tokens_of(&self, user: UserId) -> Result<Vec<ApiToken>, StoreError> {
        get(self, "WHERE t.user_id = ? AND t.revoked_at IS NULL ORDER BY t.created_at DESC", vec![user.to_string().into()]).await
    }

    /// Stores a session.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn put_session(&self, session: &SessionRecord) -> Result<(), StoreError> {
        put(self, [session]).await
    }

    /// Ends a session, and drops those that ended by themselves.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn end_session(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.execute("DELETE FROM user_session WHERE id = ? OR expires_at <= ?", vec![id.into(), instant(now)]).await.map(drop)
    }
}

/// A user as one who asks for something: with the teammate of the same e-mail where none is named. The first administrator is there
/// before any book names a teammate.
struct Asking(User);

impl Record for Asking {
    const TABLE: &'static str = "(SELECT u.id, u.email, u.name, u.access, u.password_hash, u.created_at,
                                   COALESCE(u.teammate_id, (SELECT MIN(m.id) FROM teammate m WHERE LOWER(m.email) = u.email)) AS teammate_id FROM app_user u)";
    const COLUMNS: &'static [&'static str] = User::COLUMNS;
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        // It follows from other rows.
        Vec::new()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        User::read(row).map(Self)
    }
}

impl Store {
    /// The user of an id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(glance::<Asking>(self, "WHERE t.id = ?", vec![id.to_string().into()]).await?.pop().map(|asking| asking.0))
    }

    /// The user of the working token with this SHA-256.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn user_of_token(&self, sha256: &str) -> Result<Option<User>, StoreError> {
        let rest = "JOIN api_token k ON k.user_id = t.id WHERE k.token_sha256 = ? AND k.revoked_at IS NULL";
        Ok(glance::<Asking>(self, rest, vec![sha256.into()]).await?.pop().map(|asking| asking.0))
    }

    /// The user of an e-mail, whatever its capitals.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn user_by_email(&self, email: &str) -> Result<Option<User>, StoreError> {
        Ok(glance::<Asking>(self, "WHERE t.email = ?", vec![email.trim().to_lowercase().into()]).await?.pop().map(|asking| asking.0))
    }

    /// A session that has not ended.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session(&self, id: &str, now: Timestamp) -> Result<Option<SessionRecord>, StoreError> {
        Ok(glance(self, "WHERE t.id = ? AND t.expires_at > ?", vec![id.into(), instant(now)]).await?.pop())
    }
}
