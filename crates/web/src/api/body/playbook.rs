//! Bodies of playbooks.

use serde::Serialize;
use tenure_app::{PlaybookItem, PlaybookOn, PlaybookPlan, PlaybookView};
use tenure_core::playbook::{Playbook, Step};
use utoipa::ToSchema;

/// Every playbook in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookList {
    /// Shipped ones first.
    pub playbooks: Vec<PlaybookBody>,
}

/// A playbook.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookBody {
    /// What policies name it by.
    pub code: String,
    /// Name on screens.
    pub name: String,
    /// When to use it.
    pub summary: String,
    /// What offsets count from: decision_date or end_date.
    pub anchor: String,
    /// The version in use that was published here; null for the shipped text.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub version: Option<u32>,
    /// Whether a playbook of this code is shipped.
    pub shipped: bool,
    /// Open renewals that follow it.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// Rules of the policy in force that name it.
    pub rules: Vec<String>,
    /// Steps, earliest first.
    pub steps: Vec<PlaybookStepBody>,
}

/// A step of a playbook.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookStepBody {
    /// Code, unique in the playbook.
    pub code: String,
    /// What to do.
    pub title: String,
    /// Its days, as a person reads them.
    pub offset: String,
    /// Phase.
    pub phase: String,
    /// Responsibility that leads it.
    pub lead: String,
    /// What completes it.
    pub evidence: String,
    /// Which renewals have it; empty for any.
    pub only: String,
    /// Whether it may be completed as not needed.
    pub optional: bool,
    /// Whether it approaches the customer.
    pub outreach: bool,
    /// Whether the customer takes part, so that it is due on their business days; what approaches them is too.
    pub with_customer: bool,
    /// Codes of steps that come before it.
    pub depends_on: Vec<String>,
}

/// A playbook with its text and history, laid on a renewal.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookDetailBody {
    /// The playbook.
    pub playbook: PlaybookBody,
    /// Its text in use, as TOML.
    pub text: String,
    /// What was published, newest first.
    pub versions: Vec<PlaybookVersionBody>,
    /// On a renewal; null where none was named and none follows it.
    pub on: Option<PlaybookOnBody>,
}

/// A published text.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookVersionBody {
    /// Its number.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub version: u32,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
    /// When.
    #[schema(format = DateTime)]
    pub recorded_at: String,
    /// The text.
    pub text: String,
}

/// A playbook laid on one renewal.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookOnBody {
    /// The renewal.
    pub renewal: String,
    /// The customer.
    pub account: String,
    /// Whether the renewal follows this playbook.
    pub follows: bool,
    /// The day that it counts from.
    #[schema(format = Date)]
    pub anchor_on: String,
    /// Term end, exclusive.
    #[schema(format = Date)]
    pub end_on: String,
    /// From which day the customer is approached; null without a gate.
    #[schema(format = Date)]
    pub outreach_from: Option<String>,
    /// Steps by day.
    pub steps: Vec<PlacedStepBody>,
}

/// A step on its day.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedStepBody {
    /// Code; a later occurrence has its number behind it.
    pub code: String,
    /// What to do.
    pub title: String,
    /// Due day.
    #[schema(format = Date)]
    pub due_on: String,
    /// Who does it.
    pub holder: String,
    /// Where it stands; null where the renewal does not follow this playbook.
    pub state: Option<String>,
}

/// What publishing a text would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybookPlanBody {
    /// Code of the playbook.
    pub code: String,
    /// The version it would be.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub version: u32,
    /// Open renewals that follow it.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// Those among which something would change.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub touched: u64,
    /// Steps that would be new.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub added: u64,
    /// Steps that would have another day.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub moved: u64,
    /// Steps that would fall away.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub withdrawn: u64,
    /// Steps whose words or lead would change.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub reworded: u64,
    /// Steps that stay because they were settled.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub kept: u64,
    /// The first of them; at most 200.
    pub moves: Vec<StepMoveBody>,
}

/// A step that would be added, moved or taken away.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepMoveBody {
    /// The renewal.
    pub renewal: String,
    /// The customer.
    pub account: String,
    /// What to do.
    pub title: String,
    /// Due now; null where it would be new.
    #[schema(format = Date)]
    pub from: Option<String>,
    /// Due then; null where it would fall away.
    #[schema(format = Date)]
    pub to: Option<String>,
    /// Who does it.
    pub holder: String,
}

impl From<&PlaybookItem> for PlaybookBody {
    fn from(item: &PlaybookItem) -> Self {
        let playbook = &item.playbook;
        Self {
            code: playbook.code.clone(),
            name: playbook.name.clone(),
            summary: playbook.summary.clone(),
            anchor: playbook.anchor.code().into(),
            version: item.version,
            shipped: item.shipped,
            renewals: item.renewals,
            rules: item.rules.clone(),
            steps: playbook.steps.iter().map(|step| step_body(playbook, step)).collect(),
        }
    }
}

fn step_body(playbook: &Playbook, step: &Step) -> PlaybookStepBody {
    PlaybookStepBody {
        code: step.code.clone(),
        title: step.title.clone(),
        offset: step.offset(playbook.anchor),
        phase: step.phase.clone(),
        lead: step.lead.code().into(),
        evidence: step.evidence.clone(),
        only: step.when.in_words(),
        optional: step.optional,
        outreach: step.outreach,
        with_customer: step.with_customer,
        depends_on: step.depends_on.clone(),
    }
}

impl From<&PlaybookView> for PlaybookDetailBody {
    fn from(view: &PlaybookView) -> Self {
        let versions = view.versions.iter().map(|version| PlaybookVersionBody {
            version: version.version,
            reason: version.reason.clone(),
            author: version.author.clone(),
            recorded_at: version.recorded_at.to_string(),
            text: version.text.clone(),
        });
        Self {
            playbook: (&view.item).into(),
            text: view.text.clone(),
            versions: versions.collect(),
            on: view.on.as_ref().map(PlaybookOnBody::from),
        }
    }
}

impl From<&PlaybookOn> for PlaybookOnBody {
    fn from(on: &PlaybookOn) -> Self {
        let steps = on.steps.iter().map(|step| PlacedStepBody {
            code: step.code.clone(),
            title: step.title.clone(),
            due_on: step.due_on.to_string(),
            holder: step.holder.clone(),
            state: step.state.map(|state| state.code().into()),
        });
        Self {
            renewal: on.renewal.clone(),
            account: on.account.clone(),
            follows: on.follows,
            anchor_on: on.anchor_on.to_string(),
            end_on: on.end_on.to_string(),
            outreach_from: on.outreach_from.map(|day| day.to_string()),
            steps: steps.collect(),
        }
    }
}

impl From<&PlaybookPlan> for PlaybookPlanBody {
    fn from(plan: &PlaybookPlan) -> Self {
        let moves = plan.moves.iter().map(|moved| StepMoveBody {
            renewal: moved.renewal.clone(),
            account: moved.account.clone(),
            title: moved.title.clone(),
            from: moved.from.map(|day| day.to_string()),
            to: moved.to.map(|day| day.to_string()),
            holder: moved.holder.clone(),
        });
        Self {
            code: plan.code.clone(),
            version: plan.version,
            renewals: plan.renewals,
            touched: plan.touched,
            added: plan.added,
            moved: plan.moved,
            withdrawn: plan.withdrawn,
            reworded: plan.reworded,
            kept: plan.kept,
            moves: moves.collect(),
        }
    }
}
