//! Verbs on how contracts end: the customer's notice, and cancellation.

use super::contract;
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_account_people;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::primitives::{display_date, last_day_of_service};
use tenure_core::renewal::OutcomeReason;
use tenure_store::Scope;

impl App {
    /// Writes down the customer's notice not to renew. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::give_notice`].
    pub async fn give_notice(&self, actor: &Actor, reference: &str, received_on: Option<Date>) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let found = contract(context.facts, reference)?;
            require_account_people(actor, found.account, context)?;
            let received_on = received_on.unwrap_or(context.moment.today);
            let writes = commands::give_notice(context.facts, found.id, received_on, context.moment)?;
            let summary = format!("Notice not to renew {reference} was received on {}", display_date(received_on));
            Ok(Decided { writes, kind: "notice_received", subject: reference.into(), summary })
        })
        .await
    }

    /// Takes a notice back.
    ///
    /// # Errors
    /// See [`commands::withdraw_notice`].
    pub async fn withdraw_notice(&self, actor: &Actor, reference: &str) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let found = contract(context.facts, reference)?;
            require_account_people(actor, found.account, context)?;
            let writes = commands::withdraw_notice(context.facts, found.id)?;
            let summary = format!("The notice not to renew {reference} was withdrawn");
            Ok(Decided { writes, kind: "notice_withdrawn", subject: reference.into(), summary })
        })
        .await
    }

    /// Cancels a contract from a day on; the customer leaves then. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::cancel_contract`].
    pub async fn cancel_contract(
        &self,
        actor: &Actor,
        reference: &str,
        end_on: Date,
        (reason, words): (OutcomeReason, &str),
    ) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let found = contract(context.facts, reference)?;
            require_account_people(actor, found.account, context)?;
            let writes = commands::cancel_contract(context.facts, found.id, end_on, (reason, words), context.moment)?;
            let last_day = display_date(last_day_of_service(end_on));
            let summary = format!("Contract {reference} was cancelled, last day {last_day}: {}", reason.label());
            Ok(Decided { writes, kind: "contract_cancelled", subject: reference.into(), summary })
        })
        .await
    }
}
