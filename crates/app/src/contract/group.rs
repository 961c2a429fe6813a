//! Verbs on co-term groups: contracts that end together are decided together.

use super::contract;
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_account_people;
use tenure_core::commands;
use tenure_store::Scope;

impl App {
    /// Lets a contract end with another one and be decided in its renewal.
    ///
    /// # Errors
    /// See [`commands::co_term`].
    pub async fn co_term(&self, actor: &Actor, reference: &str, lead: &str) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let (found, leader) = (contract(context.facts, reference)?, contract(context.facts, lead)?);
            require_account_people(actor, found.account, context)?;
            let writes = commands::co_term(context.facts, found.id, leader.id)?;
            let summary = format!("Contract {reference} now ends with {lead} and is decided with it");
            Ok(Decided { writes, kind: "contract_co_termed", subject: reference.into(), summary })
        })
        .await
    }

    /// Takes a contract out of its co-term group: it gets a renewal of its own again.
    ///
    /// # Errors
    /// See [`commands::leave_co_term`].
    pub async fn leave_co_term(&self, actor: &Actor, reference: &str) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let found = contract(context.facts, reference)?;
            require_account_people(actor, found.account, context)?;
            let writes = commands::leave_co_term(context.facts, found.id)?;
            let summary = format!("Contract {reference} has a renewal of its own again");
            Ok(Decided { writes, kind: "co_term_left", subject: reference.into(), summary })
        })
        .await
    }
}
