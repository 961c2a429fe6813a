//! Verbs on teammates.

use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::identity::{Role, Teammate};
use tenure_core::primitives::TeammateId;
use tenure_store::Scope;

/// A teammate to add; people are named by reference.
#[derive(Clone, Debug)]
pub struct NewTeammate {
    /// Short reference.
    pub reference: String,
    /// Full name.
    pub name: String,
    /// Work e-mail.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Reference of the manager.
    pub manager: Option<String>,
    /// Region.
    pub region: String,
    /// First day.
    pub active_from: Date,
}

impl App {
    /// Adds a teammate. Renewals that nobody fitted may thereby find their person.
    ///
    /// # Errors
    /// See [`commands::add_teammate`].
    pub async fn add_teammate(&self, actor: &Actor, new: NewTeammate) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::All, |context| {
            let manager = match &new.manager {
                Some(reference) => Some(teammate(context.facts.teammates.values(), reference)?.id),
                None => None,
            };
            let person = Teammate {
                id: TeammateId::new(context.ids),
                reference: new.reference.clone(),
                name: new.name.clone(),
                email: new.email.clone(),
                role: new.role,
                manager,
                region: new.region.clone(),
                active_from: new.active_from,
                left_on: None,
            };
            let writes = commands::add_teammate(context.facts, person)?;
            let summary = format!("{} joined as {}", new.name, new.role.label());
            Ok(Decided { writes, kind: "teammate_added", subject: new.reference.clone(), summary })
        })
        .await
    }

    /// Marks a teammate as gone from today on and moves all they hold, in one transaction.
    ///
    /// # Errors
    /// See [`commands::mark_left`].
    pub async fn mark_left(&self, actor: &Actor, reference: &str) -> Result<String, AppError> {
        require_administrator(actor)?;
        let people = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let id = teammate(people.teammates.values(), reference)?.id;
        carry_out(self, actor, Scope::HeldBy(id), |context| {
            let writes = commands::mark_left(context.facts, id, context.moment.today)?;
            let summary = format!("{} left on {}", context.facts.name_of(id), context.moment.today);
            Ok(Decided { writes, kind: "teammate_left", subject: reference.into(), summary })
        })
        .await
    }
}

pub(crate) fn require_administrator(actor: &Actor) -> Result<(), AppError> {
    if actor.is_administrator() { Ok(()) } else { Err(AppError::Forbidden("Only administrators may change this.".into())) }
}

/// The teammate of a reference or e-mail.
pub(crate) fn teammate<'a>(mut all: impl Iterator<Item = &'a Teammate>, reference: &str) -> Result<&'a Teammate, AppError> {
    all.find(|t| t.reference == reference || t.email.eq_ignore_ascii_case(reference))
        .ok_or_else(|| AppError::not_found("teammate", reference))
}
