//! Verbs on absences: a teammate is away, and who may act meanwhile.

use super::teammate;
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::may_act;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::identity::Absence;
use tenure_core::primitives::{AbsenceId, display_date, last_day_of_service};
use tenure_store::Scope;

/// An absence to write down.
#[derive(Clone, Debug)]
pub struct NewAbsence {
    /// Reference or e-mail of who is away.
    pub teammate: String,
    /// First day away.
    pub from_on: Date,
    /// First day back.
    pub to_on: Date,
    /// Reference or e-mail of who may act meanwhile.
    pub delegate: Option<String>,
    /// Why, in a few words.
    pub note: String,
}

impl App {
    /// Writes down an absence. The person, those above them and administrators may.
    ///
    /// # Errors
    /// See [`commands::set_absence`].
    pub async fn set_absence(&self, actor: &Actor, new: NewAbsence) -> Result<String, AppError> {
        let scope = self.held_by(&new.teammate).await?;
        carry_out(self, actor, scope, |context| {
            let all = || context.facts.teammates.values();
            let person = teammate(all(), &new.teammate)?;
            if !may_act(actor, person.id, context.facts, context.moment.today) {
                return Err(AppError::Forbidden(format!("Only {}, their managers and administrators may write this down.", person.name)));
            }
            let delegate = match new.delegate.as_deref().filter(|delegate| !delegate.is_empty()) {
                Some(delegate) => Some(teammate(all(), delegate)?),
                None => None,
            };
            let absence = Absence {
                id: AbsenceId::new(context.ids),
                teammate: person.id,
                from_on: new.from_on,
                to_on: new.to_on,
                delegate: delegate.map(|delegate| delegate.id),
                note: new.note.trim().into(),
            };
            let stand_in = delegate.map_or_else(String::new, |delegate| format!("; {} may act", delegate.name));
            let days = format!("{} to {}", display_date(new.from_on), display_date(last_day_of_service(new.to_on)));
            let summary = format!("{} is away {days}{stand_in}", person.name);
            let writes = commands::set_absence(context.facts, absence)?;
            Ok(Decided { writes, kind: "absence_set", subject: person.reference.clone(), summary })
        })
        .await
    }

    /// Ends an absence today, or takes one back that has not begun.
    ///
    /// # Errors
    /// See [`commands::end_absence`].
    pub async fn end_absence(&self, actor: &Actor, id: AbsenceId) -> Result<String, AppError> {
        let people = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let absence = people.absences.get(&id).ok_or_else(|| AppError::not_found("absence", &id.to_string()))?;
        // Whoever comes back may be the one for accounts where the person now holds nothing and is on no team.
        carry_out(self, actor, Scope::All, |context| {
            let person = context.facts.teammates.get(&absence.teammate).ok_or_else(|| AppError::not_found("teammate", ""))?;
            if !may_act(actor, person.id, context.facts, context.moment.today) {
                return Err(AppError::Forbidden(format!("Only {}, their managers and administrators may change this.", person.name)));
            }
            let writes = commands::end_absence(context.facts, id, context.moment)?;
            let summary = format!("{} is back", person.name);
            Ok(Decided { writes, kind: "absence_ended", subject: person.reference.clone(), summary })
        })
        .await
    }

    /// The scope of what a person is concerned with.
    pub(crate) async fn held_by(&self, reference: &str) -> Result<Scope, AppError> {
        let people = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        Ok(Scope::HeldBy(teammate(people.teammates.values(), reference)?.id))
    }
}
