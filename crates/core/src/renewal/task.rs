//! A playbook step on one renewal. Who does it is not stored: it is whoever holds the step's lead responsibility.

use crate::ownership::Responsibility;
use crate::primitives::{RenewalId, TaskId, TeammateId, closed_words};
use jiff::Timestamp;
use jiff::civil::Date;

closed_words! {
    /// Where a task stands.
    TaskState {
        Open = "open", "Open";
        Done = "done", "Done";
        NotNeeded = "not_needed", "Not needed";
        Withdrawn = "withdrawn", "Withdrawn";
        BeforeTracking = "before_tracking", "Before tracking";
    }
}

/// A step of a playbook placed on a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Identity.
    pub id: TaskId,
    /// The renewal.
    pub renewal: RenewalId,
    /// Code of the step in the renewal's playbook.
    pub step: String,
    /// What to do, as the playbook said when it was planned.
    pub title: String,
    /// Whose holder does it.
    pub lead: Responsibility,
    /// Due day, already shifted to a business day.
    pub due_on: Date,
    /// Where it stands.
    pub state: TaskState,
    /// What was written down on completion.
    pub evidence: String,
    /// Who completed it.
    pub completed_by: String,
    /// When it was completed.
    pub completed_at: Option<Timestamp>,
    /// Until when whoever does it does not want to see it; its due day stays.
    pub put_off: Option<PutOff>,
    /// Who does it instead of the holder, who stays accountable.
    pub given: Option<Given>,
}

/// A task that is out of the way until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutOff {
    /// First day on which it is there again.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who put it off.
    pub by: String,
}

/// A task that somebody does for its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Who does it.
    pub to: TeammateId,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: String,
}

impl Task {
    /// Whether the task is out of the way on a day.
    pub fn is_put_off(&self, today: Date) -> bool {
        self.put_off.as_ref().is_some_and(|put_off| today < put_off.until)
    }

    /// Whether the task is open and its day has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == TaskState::Open && self.due_on < today
    }
}
