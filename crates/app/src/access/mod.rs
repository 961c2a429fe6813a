//! Who may do what: signing in, users, sessions and API tokens.

mod password;
mod session;
mod token;
mod user;

pub use tenure_store::{Access, ApiToken, SessionRecord, User};
pub(crate) use token::{digest, new_secret};
pub use user::NewUser;

use crate::request::RequestTerms;
use tenure_core::primitives::TeammateId;

/// On whose behalf a verb runs.
#[derive(Clone, Debug)]
pub enum Actor {
    /// A person who signed in or showed a token.
    User(Box<User>),
    /// A person through a request that has terms: carried out once, or only on what was seen.
    Request(Box<User>, RequestTerms),
    /// Whoever runs the program on this machine: the command line, an import, the sample company.
    Operator(String),
}

impl Actor {
    /// The name written into the log.
    pub fn name(&self) -> String {
        match self {
            Self::User(user) | Self::Request(user, _) => user.name.clone(),
            Self::Operator(name) => name.clone(),
        }
    }

    /// The teammate behind the actor, if there is one.
    pub fn teammate(&self) -> Option<TeammateId> {
        match self {
            Self::User(user) | Self::Request(user, _) => user.teammate,
            Self::Operator(_) => None,
        }
    }

    /// Whether the actor may do everything.
    pub fn is_administrator(&self) -> bool {
        match self {
            Self::User(user) | Self::Request(user, _) => user.access == Access::Administrator,
            Self::Operator(_) => true,
        }
    }
}
