//! The verb of a price rise that follows an index.

use super::contract;
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_account_people;
use tenure_core::commands::{self, Indexation};
use tenure_core::contract::index_rise;
use tenure_core::primitives::display_date;
use tenure_store::Scope;

impl App {
    /// Raises the prices of a running term as an index says, between the contract's floor and cap. Without a cap of its own the clause
    /// has the contract's. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::index_prices`].
    pub async fn index_contract(&self, actor: &Actor, reference: &str, indexation: Indexation) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let found = contract(context.facts, reference)?;
            require_account_people(actor, found.account, context)?;
            let indexation = Indexation { cap_bps: indexation.cap_bps.or(found.uplift_cap_bps), ..indexation };
            let writes = commands::index_prices(context.facts, found.id, &indexation, context.ids)?;
            let rise = index_rise(indexation.index_bps, indexation.floor_bps, indexation.cap_bps);
            let summary = format!(
                "Prices of {reference} rise by {}.{:02}% from {} with {}",
                rise / 100,
                rise % 100,
                display_date(indexation.from_on),
                indexation.index.trim()
            );
            Ok(Decided { writes, kind: "prices_indexed", subject: reference.into(), summary })
        })
        .await
    }
}
