//! How long handoffs may take: the days in force, who set which when, and setting them.

use super::{DecisionItem, decisions};
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_administrator;
use tenure_core::commands;
use tenure_core::facts::Write;
use tenure_core::ownership::handoff::Clocks;
use tenure_store::Scope;

/// What events about the days are about.
const SUBJECT: &str = "handoff clocks";

/// What an event is called that sets the days.
pub(crate) const KIND: &str = "handoff_clocks_set";

/// The days of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoffClocksView {
    /// Those in force.
    pub clocks: Clocks,
    /// Every time they were set, the last one first.
    pub history: Vec<DecisionItem>,
}

impl App {
    /// How long handoffs may take, and what was decided about it.
    ///
    /// # Errors
    /// An instance without an organisation.
    pub async fn handoff_clocks(&self) -> Result<HandoffClocksView, AppError> {
        let tx = self.store.read().await?;
        let clocks = tx.organisation().await?.ok_or_else(AppError::empty)?.handoff_clocks;
        let history = decisions(&tx, SUBJECT).await?;
        Ok(HandoffClocksView { clocks, history })
    }

    /// Sets how long handoffs that open from now on may take, and from when nothing moves by itself; what runs keeps its day. For
    /// administrators.
    ///
    /// # Errors
    /// Anybody but an administrator; a number of days out of range; an instance without an organisation.
    pub async fn set_handoff_clocks(&self, actor: &Actor, clocks: Clocks) -> Result<String, AppError> {
        require_administrator(actor)?;
        // What was held back in the protected days moves once they are fewer.
        carry_out(self, actor, Scope::All, |context| {
            let summary = told(context.facts.organisation.handoff_clocks, clocks);
            let writes = commands::set_handoff_clocks(context.facts, clocks)?;
            Ok(Decided { writes, kind: KIND, subject: SUBJECT.into(), summary })
        })
        .await
    }
}

/// What an import that sets other days says in the log: kind, subject and sentence.
pub(crate) fn imported(before: Clocks, writes: &[Write]) -> Option<(&'static str, &'static str, String)> {
    let after =
        writes.iter().rev().find_map(|write| if let Write::Organisation(after) = write { Some(after.handoff_clocks) } else { None });
    after.filter(|after| *after != before).map(|after| (KIND, SUBJECT, told(before, after)))
}

fn told(before: Clocks, after: Clocks) -> String {
    let protected = match (before.protected_days, after.protected_days) {
        (before, after) if before == after => String::new(),
        (before, 0) => format!("; no day before a decision is protected, was {before}"),
        (before, after) => format!("; the {after} days before a decision are protected, was {before}"),
    };
    format!(
        "A handoff is to be accepted within {}, was {}; an introduction is owed within {}, was {}{protected}",
        days(after.accept_days),
        before.accept_days,
        days(after.introduce_days),
        before.introduce_days
    )
}

fn days(count: u16) -> String {
    format!("{count} business day{}", if count == 1 { "" } else { "s" })
}
