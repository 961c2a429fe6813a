//! Verbs on the organisation itself.

pub(crate) mod clocks;
mod listed;
mod settings;

pub use clocks::HandoffClocksView;
pub(crate) use listed::consequences;
pub use listed::{Consequences, Reckoned};
pub use settings::OrganisationView;

use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use jiff::civil::Date;
use tenure_core::facts::Write;
use tenure_core::identity::Organisation;
use tenure_core::primitives::display_date;
use tenure_core::refusal::Refusal;
use tenure_store::{LogFilter, LogPlace, Scope, Tx};

/// Decisions shown of a history.
const HISTORY_MAX: u32 = 100;

/// Somebody set something of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionItem {
    /// What was set, in one sentence.
    pub summary: String,
    /// By whom.
    pub by: String,
    /// The civil day of it.
    pub on: Date,
}

/// What was decided about a setting, the last decision first.
async fn decisions(tx: &Tx, subject: &str) -> Result<Vec<DecisionItem>, AppError> {
    let about = LogFilter { subject: Some(subject.into()), ..LogFilter::default() };
    let log = tx.log(&about, LogPlace::Before(None), HISTORY_MAX).await?;
    Ok(log.into_iter().map(|event| DecisionItem { summary: event.summary, by: event.actor, on: event.occurred_on }).collect())
}

impl App {
    /// Sets the today of a sample or simulated instance, or lets it follow the clock again; every renewal is planned for that day.
    ///
    /// # Errors
    /// Anybody but an operator; a day before today, since what was recorded on later days would then lie ahead.
    pub async fn set_sample_today(&self, actor: &Actor, today: Option<Date>) -> Result<String, AppError> {
        if !matches!(actor, Actor::Operator(_)) {
            return Err(AppError::Forbidden("Only whoever runs the program sets the day of a sample company.".into()));
        }
        carry_out(self, actor, Scope::All, |context| {
            let organisation = Organisation { sample_today: today, ..context.facts.organisation.clone() };
            let day = self.today(&organisation);
            if day < context.moment.today {
                let problem = format!("lies before today, {}", context.moment.today);
                return Err(Refusal { column: Some("today".into()), value: Some(day.to_string()), problem, ..Refusal::default() }.into());
            }
            let summary = match today {
                Some(day) => format!("Today stays {}", display_date(day)),
                None => "Today follows the clock".into(),
            };
            let unchanged = context.facts.organisation.sample_today == today;
            let writes = if unchanged { Vec::new() } else { vec![Write::Organisation(organisation)] };
            Ok(Decided { writes, kind: "sample_day_set", subject: "organisation".into(), summary })
        })
        .await
    }
}
