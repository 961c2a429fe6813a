//! Passwords: what is accepted, hashing and verifying. Hashing runs off the async workers.

use crate::error::AppError;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tenure_core::refusal::Refusal;

const LENGTH_MIN: usize = 12;
const LENGTH_MAX: usize = 200;

/// Refuses a password that is too short or too long; nothing is asked about its composition.
pub(crate) fn check(password: &str) -> Result<(), AppError> {
    let length = password.chars().count();
    if (LENGTH_MIN..=LENGTH_MAX).contains(&length) {
        return Ok(());
    }
    let problem = format!("must have {LENGTH_MIN} to {LENGTH_MAX} characters; this one has {length}");
    Err(Refusal { column: Some("password".into()), problem, remedy: "A sentence of a few words works well.".into(), ..Refusal::default() }
        .into())
}

/// The Argon2id hash in PHC form.
pub(crate) async fn hash(password: String) -> Result<String, AppError> {
    let hashed = tokio::task::spawn_blocking(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()));
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(Refusal::general("the password could not be hashed", "Try again.").into()),
    }
}

/// Whether a password fits a hash. Takes the same time for a hash that cannot be read.
pub(crate) async fn verify(password: String, hash: String) -> bool {
    let verified = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    });
    verified.await.unwrap_or(false)
}
