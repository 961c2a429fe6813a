//! The verb that says where somebody at a customer stands. Whoever works on the account may.

use super::stakeholder;
use crate::App;
use crate::access::Actor;
use crate::account::by_reference;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::require_account_people;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::primitives::StandpointId;
use tenure_core::room::{Influence, Sentiment, Standpoint};
use tenure_store::Scope;

/// A judgement to write down.
#[derive(Clone, Debug)]
pub struct NewStandpoint {
    /// How much the person's word weighs.
    pub influence: Influence,
    /// Whether the person speaks for us.
    pub sentiment: Sentiment,
    /// References or e-mails of ours who know the person, besides those whom contacts tell of.
    pub known_by: Vec<String>,
    /// What was seen or heard.
    pub reason: String,
    /// The day; `None` is today.
    pub judged_on: Option<Date>,
}

impl App {
    /// Writes down where somebody at a customer stands.
    ///
    /// # Errors
    /// See [`commands::judge_stakeholder`].
    pub async fn judge_stakeholder(&self, actor: &Actor, (account, person): (&str, &str), new: NewStandpoint) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            require_account_people(actor, found.id, context)?;
            let judged = stakeholder(context, found, person)?;
            let known_by = new.known_by.iter().filter(|known| !known.trim().is_empty());
            let known_by = known_by.map(|known| teammate(context.facts.teammates.values(), known).map(|known| known.id));
            let said = Standpoint {
                id: StandpointId::new(context.ids),
                account: found.id,
                stakeholder: judged,
                influence: new.influence,
                sentiment: new.sentiment,
                known_by: known_by.collect::<Result<_, _>>()?,
                reason: new.reason.trim().into(),
                judged_on: new.judged_on.unwrap_or(context.moment.today),
                author: actor.name(),
                recorded_at: context.moment.recorded_at,
            };
            let name = context.facts.stakeholders.get(&judged).map_or("", |person| person.name.as_str());
            let (influence, sentiment) = (new.influence.label().to_lowercase(), new.sentiment.label().to_lowercase());
            let summary = format!("{name}: {influence} influence, {sentiment}. {}", said.reason);
            let writes = commands::judge_stakeholder(context.facts, said, context.moment)?;
            Ok(Decided { writes, kind: "stakeholder_judged", subject: account.into(), summary })
        })
        .await
    }
}
