//! What customers of each tier are owed: in force, what was said when, and saying it anew.

use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_administrator;
use jiff::civil::Date;
use tenure_core::account::{Care, Owed, owed_on};
use tenure_core::commands;
use tenure_core::primitives::display_date;
use tenure_store::Scope;

/// What events about it are about.
const SUBJECT: &str = "care of tiers";

/// What every tier is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareView {
    /// Today.
    pub today: Date,
    /// Tiers 1 to 3.
    pub tiers: Vec<CareItem>,
    /// Everything that was ever said, the last first.
    pub history: Vec<Care>,
}

/// What a tier is owed today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareItem {
    /// The tier.
    pub tier: u8,
    /// What it is owed.
    pub owed: Owed,
    /// Who said so and from when; `None` is the shipped start.
    pub said: Option<(String, Date)>,
    /// What comes later, if anything was said about later.
    pub later: Option<(Owed, Date)>,
}

impl App {
    /// What every tier is owed.
    ///
    /// # Errors
    /// An instance without an organisation.
    pub async fn care(&self) -> Result<CareView, AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let item = |tier: u8| {
            let (owed, said) = owed_on(&facts.cares, tier, today);
            let next = facts.cares.iter().filter(|care| care.tier == tier && care.from_on > today).map(|care| care.from_on).min();
            CareItem {
                tier,
                owed,
                said: said.map(|care| (care.set_by.clone(), care.from_on)),
                later: next.map(|day| (owed_on(&facts.cares, tier, day).0, day)),
            }
        };
        let mut history = facts.cares.clone();
        history.reverse();
        Ok(CareView { today, tiers: (1..=3).map(item).collect(), history })
    }

    /// Sets what a tier is owed from a day on; today where none is named. For administrators.
    ///
    /// # Errors
    /// See [`commands::set_care`].
    pub async fn set_care(&self, actor: &Actor, tier: u8, (owed, from_on): (Owed, Option<Date>)) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::People, |context| {
            let today = context.moment.today;
            let from_on = from_on.unwrap_or(today);
            let care = Care { tier, number: 0, from_on, owed, set_by: actor.name(), recorded_at: context.moment.recorded_at };
            let writes = commands::set_care(context.facts, care, today)?;
            let summary = format!(
                "From {} tier {tier} is owed a review every {} days and {} to {} contacts in 90 days; a proposal without confirmed value: {}",
                display_date(from_on),
                owed.review_days,
                owed.contacts_least,
                owed.contacts_most,
                owed.evidence.label().to_lowercase()
            );
            Ok(Decided { writes, kind: "care_set", subject: SUBJECT.into(), summary })
        })
        .await
    }
}
