//! Verbs on what teammates bring.

use super::teammate;
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_administrator;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::identity::Brings;
use tenure_core::primitives::display_date;
use tenure_store::Scope;

/// What somebody brings, from a day on.
#[derive(Clone, Debug)]
pub struct NewProfile {
    /// Reference or e-mail.
    pub teammate: String,
    /// From which day; today where it is absent.
    pub from_on: Option<Date>,
    /// What.
    pub brings: Brings,
}

impl App {
    /// Writes down what a teammate brings from a day on; who is chosen for a role may change with it. For administrators.
    ///
    /// # Errors
    /// See [`commands::set_profile`].
    pub async fn set_profile(&self, actor: &Actor, new: NewProfile) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::All, |context| {
            let person = teammate(context.facts.teammates.values(), &new.teammate)?;
            let from_on = new.from_on.unwrap_or(context.moment.today);
            let writes = commands::set_profile(context.facts, (person.id, from_on), new.brings, context.moment)?;
            let summary = format!("What {} brings changed from {}", person.name, display_date(from_on));
            Ok(Decided { writes, kind: "profile_set", subject: person.reference.clone(), summary })
        })
        .await
    }
}
