//! Verbs on teammates: they join, move, bring something, are away, leave.

mod absence;
mod leaving;
mod profile;

pub use absence::NewAbsence;
pub use leaving::{LeavingPlan, MovedExpansion, MovedResponsibility};
pub use profile::NewProfile;

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out, preview};
use crate::error::AppError;
use crate::organisation::{Consequences, consequences};
use crate::permission::require_administrator;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::identity::{Role, Teammate};
use tenure_core::primitives::{Country, TeammateId};
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
    /// The country whose business days count for the person.
    pub country: Option<Country>,
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
                country: new.country,
                active_from: new.active_from,
                left_on: None,
            };
            let writes = commands::add_teammate(context.facts, person)?;
            let summary = format!("{} joined as {}", new.name, new.role.label());
            Ok(Decided { writes, kind: "teammate_added", subject: new.reference.clone(), summary })
        })
        .await
    }

    /// Puts a teammate elsewhere from today on: another role, manager, region or country; what is `None` stays.
    ///
    /// # Errors
    /// See [`commands::move_teammate`].
    pub async fn move_teammate(&self, actor: &Actor, reference: &str, to: NewPlace) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::All, |context| moved(context, reference, &to)).await
    }

    /// What would follow from [`App::move_teammate`]. Nothing is saved.
    ///
    /// # Errors
    /// As [`App::move_teammate`].
    pub async fn preview_move(&self, actor: &Actor, reference: &str, to: NewPlace) -> Result<Consequences, AppError> {
        require_administrator(actor)?;
        let seen = preview(self, actor, Scope::All, (None, |context: &Context<'_>| moved(context, reference, &to))).await?;
        Ok(consequences(&seen))
    }
}

fn moved(context: &Context<'_>, reference: &str, to: &NewPlace) -> Result<Decided, AppError> {
    let all = || context.facts.teammates.values();
    let person = teammate(all(), reference)?;
    let manager = match &to.manager {
        Some(manager) if manager.is_empty() => None,
        Some(manager) => Some(teammate(all(), manager)?.id),
        None => person.manager,
    };
    let region = to.region.clone().unwrap_or_else(|| person.region.clone());
    let country = to.country.unwrap_or(person.country);
    let moved = Teammate { role: to.role.unwrap_or(person.role), manager, region, country, ..person.clone() };
    let calendar = country.filter(|_| country != person.country).map(|country| format!(", on the business days of {}", country.label()));
    let summary = format!("{} is now {} in {}{}", person.name, moved.role.label(), moved.region, calendar.unwrap_or_default());
    let writes = commands::move_teammate(context.facts, moved, context.moment)?;
    Ok(Decided { writes, kind: "teammate_moved", subject: person.reference.clone(), summary })
}

/// Where a reorganisation puts somebody.
#[derive(Clone, Debug, Default)]
pub struct NewPlace {
    /// New role.
    pub role: Option<Role>,
    /// Reference of the new manager; empty for nobody.
    pub manager: Option<String>,
    /// New region.
    pub region: Option<String>,
    /// New country; the inner `None` is the organisation's calendar.
    pub country: Option<Option<Country>>,
}

/// The teammate of a reference or e-mail.
pub(crate) fn teammate<'a>(mut all: impl Iterator<Item = &'a Teammate>, reference: &str) -> Result<&'a Teammate, AppError> {
    all.find(|t| t.reference == reference || t.email.eq_ignore_ascii_case(reference))
        .ok_or_else(|| AppError::not_found("teammate", reference))
}
