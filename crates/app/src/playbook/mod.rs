//! Playbooks: what is in use, a look at one on a renewal, publishing with a plan that is shown first.

mod plan;
mod views;

pub use plan::{PlaybookPlan, StepMove};
pub use views::{PlacedItem, PlaybookItem, PlaybookOn, PlaybookView, VersionItem};

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out, preview};
use crate::error::AppError;
use crate::permission::require_administrator;
use tenure_core::commands::{self, Publication};
use tenure_core::facts::Write;
use tenure_store::Scope;

impl App {
    /// What publishing a text would do to open renewals. Writes nothing.
    ///
    /// # Errors
    /// As [`App::publish_playbook`], save that no reason is asked for.
    pub async fn plan_playbook(&self, actor: &Actor, publication: &Publication) -> Result<PlaybookPlan, AppError> {
        require_administrator(actor)?;
        let reason = if publication.reason.trim().is_empty() { "plan".into() } else { publication.reason.clone() };
        let publication = Publication { reason, ..publication.clone() };
        let seen = preview(self, actor, Scope::All, (None, |context: &Context<'_>| decide(actor, &publication, context))).await?;
        plan::told(&seen).ok_or_else(|| AppError::NotFound("There is no playbook to publish.".into()))
    }

    /// Publishes a text of a playbook. Open renewals follow it in the same transaction; what was done is kept.
    ///
    /// # Errors
    /// Anybody but an administrator; see [`commands::publish_playbook`].
    pub async fn publish_playbook(&self, actor: &Actor, publication: &Publication) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::All, |context| decide(actor, publication, context)).await
    }
}

fn decide(actor: &Actor, publication: &Publication, context: &Context<'_>) -> Result<Decided, AppError> {
    let publication = Publication { author: actor.name(), ..publication.clone() };
    let writes = commands::publish_playbook(context.facts, &publication, context.moment)?;
    let version = writes.iter().find_map(|write| if let Write::Playbook(version) = write { Some(version) } else { None });
    let (subject, summary) = version.map_or_else(Default::default, |version| {
        let playbook = &version.playbook;
        (playbook.code.clone(), format!("Playbook {} was published as version {}: {}", playbook.name, version.version, version.reason))
    });
    Ok(Decided { writes, kind: "playbook_published", subject, summary })
}
