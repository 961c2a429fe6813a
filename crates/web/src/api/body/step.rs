//! The body of a step of a renewal.

use super::PersonBody;
use serde::Serialize;
use tenure_app::{StepItem, StepState};
use utoipa::ToSchema;

/// One step of a playbook.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepBody {
    /// Task id, to complete or reopen it.
    #[schema(format = Uuid)]
    pub task: String,
    /// What to do.
    pub title: String,
    /// Due day.
    #[schema(format = Date)]
    pub due_on: String,
    /// The day off that it moved away from; null where it did not.
    #[schema(format = Date)]
    pub moved_from: Option<String>,
    /// Whose business days moved it: `customer`, `owner` or `organisation`; null where it did not.
    pub moved_by: Option<String>,
    /// ISO 3166 code of the country whose business days moved it; null for the organisation's.
    pub moved_country: Option<String>,
    /// `done`, `not_needed`, `late`, `next`, `open`, `withdrawn` or `before_tracking`.
    pub state: String,
    /// The responsibility that leads it.
    pub lead: String,
    /// Who must do it.
    pub holder: PersonBody,
    /// Until when it is put off; null where it is not.
    #[schema(format = Date)]
    pub put_off_until: Option<String>,
    /// The holder for whom somebody else does it; null where nobody does.
    pub done_for: Option<String>,
    /// Steps that must be settled before it can be completed.
    pub waits_for: Vec<String>,
    /// What to write down.
    pub evidence_asked: String,
    /// What was written down.
    pub evidence: String,
    /// Who completed it.
    pub completed_by: Option<String>,
}

impl From<&StepItem> for StepBody {
    fn from(step: &StepItem) -> Self {
        Self {
            task: step.id.to_string(),
            title: step.title.clone(),
            due_on: step.due_on.to_string(),
            moved_from: step.moved.as_ref().map(|moved| moved.from.to_string()),
            moved_by: step.moved.as_ref().map(|moved| moved.whose.code().into()),
            moved_country: step.moved.as_ref().and_then(|moved| moved.country).map(|country| country.code().into()),
            state: step_state(step.state).into(),
            lead: step.lead.code().into(),
            holder: (&step.holder).into(),
            put_off_until: step.put_off.as_ref().map(|(until, _)| until.to_string()),
            done_for: step.given.as_ref().map(|(holder, _)| holder.clone()),
            waits_for: step.waits_for.clone(),
            evidence_asked: step.evidence_asked.clone(),
            evidence: step.evidence.clone(),
            completed_by: step.completed.as_ref().map(|(by, _)| by.clone()),
        }
    }
}

fn step_state(state: StepState) -> &'static str {
    match state {
        StepState::Done => "done",
        StepState::NotNeeded => "not_needed",
        StepState::Late => "late",
        StepState::Next => "next",
        StepState::Open => "open",
        StepState::Withdrawn => "withdrawn",
        StepState::BeforeTracking => "before_tracking",
    }
}
