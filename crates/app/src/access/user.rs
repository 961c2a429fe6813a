//! Adding users and signing in.

use super::{Access, Actor, User, password};
use crate::App;
use crate::change::event;
use crate::error::AppError;
use tenure_core::facts::Moment;
use tenure_core::primitives::UserId;
use tenure_core::refusal::Refusal;
use tenure_store::Tx;

/// A user to add.
#[derive(Clone)]
pub struct NewUser {
    /// E-mail; a teammate with the same e-mail becomes the user's person.
    pub email: String,
    /// Name; the teammate's name where it is left empty.
    pub name: String,
    /// Access.
    pub access: Access,
    /// Password in the clear; only its hash is kept.
    pub password: String,
}

/// A hash that no password fits, so that an unknown e-mail takes as long as a wrong password.
const NO_USER_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl App {
    /// Adds a user. Only administrators may.
    ///
    /// # Errors
    /// An e-mail that is taken or is none, a password outside 12 to 200 characters.
    pub async fn add_user(&self, actor: &Actor, new: NewUser) -> Result<User, AppError> {
        if !actor.is_administrator() {
            return Err(AppError::Forbidden("Only administrators add users.".into()));
        }
        self.insert_user(Some(actor), new).await
    }

    /// Creates the first administrator of an instance that has no user yet.
    ///
    /// # Errors
    /// As [`App::add_user`], and where there is a user already.
    pub async fn add_first_administrator(&self, new: NewUser) -> Result<User, AppError> {
        self.insert_user(None, NewUser { access: Access::Administrator, ..new }).await
    }

    async fn insert_user(&self, actor: Option<&Actor>, new: NewUser) -> Result<User, AppError> {
        let email = new.email.trim().to_lowercase();
        check_email(&email)?;
        password::check(&new.password)?;
        let password_hash = password::hash(new.password).await?;
        let tx = self.store.write().await?;
        if actor.is_none() && !tx.users().await?.is_empty() {
            return Err(AppError::Forbidden("This instance has an administrator already. Sign in.".into()));
        }
        if tx.user_by_email(&email).await?.is_some() {
            return Err(refuse_email(&email, "already belongs to a user").into());
        }
        let teammate = tx.teammate_by_email(&email).await?;
        let name = if new.name.trim().is_empty() {
            teammate.as_ref().map_or_else(|| email.clone(), |t| t.name.clone())
        } else {
            new.name.trim().into()
        };
        let moment = self.moment_for_access(&tx).await?;
        let user = User {
            id: UserId::new(self.ids.as_ref()),
            email,
            name,
            teammate: teammate.map(|t| t.id),
            access: new.access,
            password_hash,
            created_at: moment.recorded_at,
        };
        tx.put_user(&user).await?;
        let by = actor.cloned().unwrap_or_else(|| Actor::User(Box::new(user.clone())));
        let summary = format!("{} may sign in as {}", user.name, user.access.code());
        tx.save(&[], moment, &[event(self, &by, moment, ("user_added", &user.email, &summary))]).await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Gives a user another password. Sessions that are open stay open. Only administrators may.
    ///
    /// # Errors
    /// An e-mail that is no user's, a password outside 12 to 200 characters.
    pub async fn set_password(&self, actor: &Actor, email: &str, password: String) -> Result<User, AppError> {
        if !actor.is_administrator() {
            return Err(AppError::Forbidden("Only administrators set passwords.".into()));
        }
        password::check(&password)?;
        let password_hash = password::hash(password).await?;
        let tx = self.store.write().await?;
        let found = tx.user_by_email(email).await?.ok_or_else(|| AppError::not_found("user", email))?;
        let user = User { password_hash, ..found };
        tx.put_user(&user).await?;
        let moment = self.moment_for_access(&tx).await?;
        let summary = format!("{} got another password", user.name);
        tx.save(&[], moment, &[event(self, actor, moment, ("password_set", &user.email, &summary))]).await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Now, also while there is no organisation whose time zone would tell the day.
    pub(super) async fn moment_for_access(&self, tx: &Tx) -> Result<Moment, AppError> {
        let recorded_at = self.now();
        let today = match tx.organisation().await? {
            Some(organisation) => self.today(&organisation),
            None => recorded_at.to_zoned(jiff::tz::TimeZone::UTC).date(),
        };
        Ok(Moment { today, recorded_at })
    }

    /// The user whose e-mail and password these are, or `None`.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Option<User>, AppError> {
        let user = self.store.user_by_email(email).await?;
        let hash = user.as_ref().map_or_else(|| NO_USER_HASH.to_string(), |user| user.password_hash.clone());
        let fits = password::verify(password.to_string(), hash).await;
        Ok(user.filter(|_| fits))
    }

    /// The user of an id.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn user(&self, id: UserId) -> Result<Option<User>, AppError> {
        Ok(self.store.user(id).await?)
    }

    /// Every user, by name.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn users(&self) -> Result<Vec<User>, AppError> {
        Ok(self.store.read().await?.users().await?)
    }
}

fn check_email(email: &str) -> Result<(), AppError> {
    let parts: Vec<&str> = email.split('@').collect();
    let fits =
        parts.len() == 2 && !parts[0].is_empty() && parts[1].contains('.') && email.len() <= 200 && !email.contains(char::is_whitespace);
    if fits { Ok(()) } else { Err(refuse_email(email, "is not an e-mail address").into()) }
}

fn refuse_email(email: &str, problem: &str) -> Refusal {
    Refusal { column: Some("email".into()), value: Some(email.into()), problem: problem.into(), ..Refusal::default() }
}
