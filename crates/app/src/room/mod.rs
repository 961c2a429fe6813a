//! Verbs on what is written down in the room of a customer.

mod promise;
mod standpoint;
mod talk;
mod value;

pub use promise::{NewCommitment, NewObjection};
pub use standpoint::NewStandpoint;
pub(crate) use talk::writer;
pub use talk::{NewComment, NewDocument};
pub use value::{NewMatter, NewReading, NewValue};

use crate::change::Context;
use crate::error::AppError;
use tenure_core::account::Account;
use tenure_core::primitives::StakeholderId;

/// The stakeholder of an account with a reference.
pub(crate) fn stakeholder(context: &Context<'_>, account: &Account, reference: &str) -> Result<StakeholderId, AppError> {
    let mut people = context.facts.stakeholders.values().filter(|person| person.account == account.id);
    let found = people.find(|person| person.reference == reference.trim());
    found.map(|person| person.id).ok_or_else(|| AppError::not_found("stakeholder", reference))
}

/// As [`stakeholder`], where one may be left out.
pub(crate) fn stakeholder_or_none(
    context: &Context<'_>,
    account: &Account,
    reference: Option<&str>,
) -> Result<Option<StakeholderId>, AppError> {
    reference.filter(|reference| !reference.trim().is_empty()).map(|reference| stakeholder(context, account, reference)).transpose()
}
