//! API tokens: shown once, kept as a hash, revocable.

use super::{Actor, ApiToken, User};
use crate::App;
use crate::change::event;
use crate::error::AppError;
use sha2::{Digest, Sha256};
use tenure_core::refusal::Refusal;

impl App {
    /// Creates a token for a user and returns its secret, which is shown this once.
    ///
    /// # Errors
    /// A name that is empty or over 100 characters.
    pub async fn create_token(&self, user: &User, name: &str) -> Result<String, AppError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 100 {
            let problem = "must say in 1 to 100 characters what the token is for".to_string();
            return Err(Refusal { column: Some("name".into()), problem, ..Refusal::default() }.into());
        }
        let secret = new_secret("tnr")?;
        let now = self.now();
        let token = ApiToken {
            id: self.ids.next_id().to_string(),
            user: user.id,
            name: name.into(),
            sha256: digest(&secret),
            created_at: now,
            revoked_at: None,
        };
        self.save_token(user, &token, ("token_created", &format!("created the API token {name}"))).await?;
        Ok(secret)
    }

    /// Revokes a user's token. Revoking twice changes nothing.
    ///
    /// # Errors
    /// A token that is not this user's.
    pub async fn revoke_token(&self, user: &User, id: &str) -> Result<(), AppError> {
        let token =
            self.tokens(user).await?.into_iter().find(|token| token.id == id).ok_or_else(|| AppError::not_found("working token", id))?;
        let revoked = ApiToken { revoked_at: Some(self.now()), ..token };
        self.save_token(user, &revoked, ("token_revoked", &format!("revoked the API token {}", revoked.name))).await
    }

    async fn save_token(&self, user: &User, token: &ApiToken, (kind, summary): (&str, &str)) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        tx.put_token(token).await?;
        let moment = self.moment_for_access(&tx).await?;
        let actor = Actor::User(Box::new(user.clone()));
        tx.save(&[], moment, &[event(self, &actor, moment, (kind, &user.email, &format!("{} {summary}", user.name)))]).await?;
        Ok(tx.commit().await?)
    }

    /// The tokens of a user that still work, newest first.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn tokens(&self, user: &User) -> Result<Vec<ApiToken>, AppError> {
        Ok(self.store.read().await?.tokens_of(user.id).await?)
    }

    /// The user whose token this is, or `None`.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn user_of_token(&self, secret: &str) -> Result<Option<User>, AppError> {
        Ok(self.store.user_of_token(&digest(secret)).await?)
    }
}

/// A secret that nobody guesses.
///
/// # Errors
/// A system that gives no randomness.
pub(crate) fn new_secret(prefix: &str) -> Result<String, AppError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| Refusal::general("the system gave no randomness", "Try again."))?;
    Ok(format!("{prefix}_{}", hex(&bytes)))
}

/// What is kept of a secret.
pub(crate) fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
