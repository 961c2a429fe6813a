//! What the organisation says of itself: its name, its fiscal year, its stage, when an absence moves work; who said what when, and saying it anew.

use super::{Consequences, DecisionItem, consequences, decisions};
use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out, preview};
use crate::error::AppError;
use crate::permission::require_administrator;
use crate::views::Person;
use tenure_core::commands;
use tenure_core::identity::{OrganisationSettings, Stage};
use tenure_core::primitives::{Currency, month_name};
use tenure_store::Scope;

/// What events about the settings are about.
const SUBJECT: &str = "organisation settings";

/// The organisation, with what only an import changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationView {
    /// What it says of itself.
    pub settings: OrganisationSettings,
    /// The reporting currency.
    pub currency: Currency,
    /// IANA time zone in which today is reckoned.
    pub time_zone: String,
    /// The last resort of every fallback.
    pub desk_lead: Person,
    /// Whether it is a sample company with a today of its own.
    pub is_sample: bool,
    /// Every time something was said anew, the last one first.
    pub history: Vec<DecisionItem>,
}

impl App {
    /// What the organisation says of itself, and what was decided about it.
    ///
    /// # Errors
    /// An instance without an organisation.
    pub async fn organisation_settings(&self) -> Result<OrganisationView, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let organisation = &facts.organisation;
        let lead = facts.teammates.get(&organisation.desk_lead).ok_or_else(AppError::empty)?;
        Ok(OrganisationView {
            settings: organisation.settings(),
            currency: organisation.currency,
            time_zone: organisation.time_zone.clone(),
            desk_lead: Person::of(lead, self.today(organisation)),
            is_sample: organisation.sample_today.is_some(),
            history: decisions(&tx, SUBJECT).await?,
        })
    }

    /// Says anew what the organisation is; the policy decides every open renewal again. For administrators.
    ///
    /// # Errors
    /// Anybody but an administrator; see [`commands::set_organisation`]; an instance without an organisation.
    pub async fn set_organisation(&self, actor: &Actor, settings: OrganisationSettings) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::All, |context| set(context, settings)).await
    }

    /// What would follow from [`App::set_organisation`]. Nothing is saved.
    ///
    /// # Errors
    /// As [`App::set_organisation`].
    pub async fn preview_organisation(&self, actor: &Actor, settings: OrganisationSettings) -> Result<Consequences, AppError> {
        require_administrator(actor)?;
        let seen = preview(self, actor, Scope::All, (None, |context: &Context<'_>| set(context, settings))).await?;
        Ok(consequences(&seen))
    }
}

fn set(context: &Context<'_>, settings: OrganisationSettings) -> Result<Decided, AppError> {
    let summary = told(&context.facts.organisation.settings(), &settings);
    let writes = commands::set_organisation(context.facts, settings)?;
    Ok(Decided { writes, kind: "organisation_set", subject: SUBJECT.into(), summary })
}

/// What changed, in one sentence.
fn told(before: &OrganisationSettings, after: &OrganisationSettings) -> String {
    let stage = |stage: Option<Stage>| stage.map_or("not stated", Stage::label);
    let month = |number: u8| month_name(number).unwrap_or("no month");
    let changed: Vec<String> = [
        (before.name.trim() != after.name.trim()).then(|| format!("The organisation is called {}, was {}", after.name.trim(), before.name)),
        (before.stage != after.stage).then(|| format!("The stage is {}, was {}", stage(after.stage), stage(before.stage))),
        (before.fiscal_year_start != after.fiscal_year_start)
            .then(|| format!("The fiscal year begins in {}, was {}", month(after.fiscal_year_start), month(before.fiscal_year_start))),
        (before.absence_moves_after_days != after.absence_moves_after_days).then(|| {
            let (days, was) = (after.absence_moves_after_days, before.absence_moves_after_days);
            format!("An absence of more than {days} days moves what the person holds, was {was}")
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    changed.join(". ")
}
