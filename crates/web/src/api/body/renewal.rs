//! Bodies about renewals: the list, the detail, the ownership ledger.

use super::{FindingBody, LineBody, MoneyBody, NamedBody, PersonBody, StepBody};
use serde::Serialize;
use tenure_app::{OverrideItem, RenewalItem, RenewalPage, RenewalView, ResponsibilityView, Stood};
use tenure_core::renewal::State;
use utoipa::ToSchema;

/// One renewal in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenewalBody {
    /// `R-1042`.
    #[schema(example = "R-1042")]
    pub reference: String,
    /// Account.
    pub account: NamedBody,
    /// Segment of the account.
    pub segment: String,
    /// Contract number.
    pub contract: String,
    /// First day no longer in service: T-0.
    #[schema(format = Date)]
    pub end_on: String,
    /// Days to the end; negative once it has passed.
    #[schema(minimum = -100_000, maximum = 100_000)]
    pub days_to_end: i64,
    /// Last day for notice.
    #[schema(format = Date)]
    pub notice_on: String,
    /// Whether the notice period is unknown and 30 days were assumed.
    pub notice_assumed: bool,
    /// Whether the contract renews by itself.
    pub auto_renew: bool,
    /// The day that drives the work.
    #[schema(format = Date)]
    pub decision_on: String,
    /// Amount up for renewal.
    pub atr: MoneyBody,
    /// The same in the reporting currency at plan rates.
    pub atr_reporting: MoneyBody,
    /// Risk category of the account.
    pub risk: String,
    /// Who holds what now.
    pub owners: Vec<OwnershipBody>,
    /// The open step that is due first.
    pub next_step: Option<String>,
    /// Its day.
    #[schema(format = Date)]
    pub next_step_due_on: Option<String>,
    /// `open`, or the outcome: `renewed_flat`, `renewed_up`, `renewed_down`, `churned`.
    pub state: String,
    /// Whether the outcome was inferred from imported terms.
    pub outcome_inferred: bool,
    /// Revision of the account: changes with anything of it; 0 in a list of then.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub revision: u64,
}

/// A responsibility and who holds it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnershipBody {
    /// Responsibility code.
    pub responsibility: String,
    /// Who is accountable.
    pub holder: PersonBody,
}

impl From<&RenewalItem> for RenewalBody {
    fn from(item: &RenewalItem) -> Self {
        let mut held: Vec<_> = item.owners.iter().flat_map(|(person, held)| held.iter().map(move |r| (*r, person))).collect();
        held.sort_by_key(|(responsibility, _)| *responsibility);
        let (state, outcome_inferred) = state_of(&item.state);
        Self {
            reference: item.reference.clone(),
            account: NamedBody { reference: item.account_reference.clone(), name: item.account.clone() },
            segment: item.segment.clone(),
            contract: item.contract.clone(),
            end_on: item.end_on.to_string(),
            days_to_end: item.days_to_end,
            notice_on: item.notice_on.to_string(),
            notice_assumed: item.notice_assumed,
            auto_renew: item.auto_renew,
            decision_on: item.decision_on.to_string(),
            atr: item.atr.into(),
            atr_reporting: item.atr_reporting.into(),
            risk: item.risk.code().into(),
            owners: held.into_iter().map(|(r, person)| OwnershipBody { responsibility: r.code().into(), holder: person.into() }).collect(),
            next_step: item.next_step.as_ref().map(|(title, _)| title.clone()),
            next_step_due_on: item.next_step.as_ref().map(|(_, due_on)| due_on.to_string()),
            state,
            outcome_inferred,
            revision: item.revision,
        }
    }
}

fn state_of(state: &State) -> (String, bool) {
    match state {
        State::Open => ("open".into(), false),
        State::Closed { outcome, inferred, .. } => (outcome.code().into(), *inferred),
    }
}

/// How a list stood.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoodBody {
    /// What was so on this day.
    #[schema(format = Date)]
    pub as_of: String,
    /// By what was recorded by the end of this day; null is all that is recorded.
    #[schema(format = Date)]
    pub known_on: Option<String>,
    /// What of the list nobody can tell for then: it is null or empty in every row.
    pub untold: Vec<String>,
}

impl From<&Stood> for StoodBody {
    fn from(stood: &Stood) -> Self {
        Self {
            as_of: stood.as_of.to_string(),
            known_on: stood.known_on.map(|day| day.to_string()),
            untold: stood.untold.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A page of renewals.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenewalList {
    /// Today; in a list of then its day.
    #[schema(format = Date)]
    pub today: String,
    /// How the list stood, where it was asked for an earlier moment; null for the list as it is.
    pub stood: Option<StoodBody>,
    /// Rows by term end.
    pub items: Vec<RenewalBody>,
    /// How many the query leaves, counted up to 1,000.
    #[schema(minimum = 0, maximum = 1_000)]
    pub total: u64,
    /// Whether there are more than counted.
    pub total_is_capped: bool,
    /// Sum of the counted amounts in the reporting currency at plan rates.
    pub atr_total: MoneyBody,
    /// Send as `after` for the next page.
    pub next: Option<String>,
}

impl From<&RenewalPage> for RenewalList {
    fn from(page: &RenewalPage) -> Self {
        Self {
            today: page.today.to_string(),
            stood: page.stood.as_ref().map(StoodBody::from),
            items: page.items.iter().map(RenewalBody::from).collect(),
            total: page.total,
            total_is_capped: page.total_is_capped,
            atr_total: page.atr_total.into(),
            next: page.next.clone(),
        }
    }
}

/// One stretch of accountability.
#[derive(Debug, Serialize, ToSchema)]
pub struct StretchBody {
    /// Who.
    pub holder: PersonBody,
    /// First day.
    #[schema(format = Date)]
    pub from_on: String,
    /// First day no longer; absent while in force.
    #[schema(format = Date)]
    pub to_on: Option<String>,
    /// Who waived the joint step at its beginning.
    pub waived_by: Option<String>,
    /// Why it was waived.
    pub waiver_reason: Option<String>,
}

/// The ledger of one responsibility, with why its holder holds it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnerReasonBody {
    /// Responsibility code.
    pub responsibility: String,
    /// Who is accountable now.
    pub holder: PersonBody,
    /// Why, in one sentence.
    pub because: String,
    /// Reference of the handoff under way: the holder stays accountable until its receiver accepts.
    #[schema(example = "R-1042-H1")]
    pub handoff: Option<String>,
    /// Who receives.
    pub receiver: Option<PersonBody>,
    /// Every stretch since the renewal was scheduled.
    pub history: Vec<StretchBody>,
}

impl From<&ResponsibilityView> for OwnerReasonBody {
    fn from(lane: &ResponsibilityView) -> Self {
        let stretches = lane.holdings.iter().map(|holding| StretchBody {
            holder: (&holding.person).into(),
            from_on: holding.from_on.to_string(),
            to_on: holding.to_on.map(|day| day.to_string()),
            waived_by: holding.waived.as_ref().map(|(by, _)| by.clone()),
            waiver_reason: holding.waived.as_ref().map(|(_, reason)| reason.clone()),
        });
        Self {
            responsibility: lane.responsibility.code().into(),
            holder: (&lane.holder).into(),
            because: lane.why.clone(),
            handoff: lane.handoff.as_ref().map(|pending| pending.reference.clone()),
            receiver: lane.handoff.as_ref().map(|pending| (&pending.receiver).into()),
            history: stretches.collect(),
        }
    }
}

/// A reassignment by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReassignmentBody {
    /// Id, to end it.
    #[schema(format = Uuid)]
    pub id: String,
    /// Responsibility code.
    pub responsibility: String,
    /// To whom.
    pub person: PersonBody,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub author: String,
    /// First day.
    #[schema(format = Date)]
    pub from_on: String,
    /// First day on which the policy decides again.
    #[schema(format = Date)]
    pub until_on: String,
}

impl From<&OverrideItem> for ReassignmentBody {
    fn from(item: &OverrideItem) -> Self {
        Self {
            id: item.id.to_string(),
            responsibility: item.responsibility.code().into(),
            person: (&item.person).into(),
            reason: item.reason.clone(),
            author: item.author.clone(),
            from_on: item.from_on.to_string(),
            until_on: item.until_on.to_string(),
        }
    }
}

/// How a renewal was decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeBody {
    /// `renewed_flat`, `renewed_up`, `renewed_down` or `churned`.
    pub outcome: String,
    /// The day.
    #[schema(format = Date)]
    pub closed_on: String,
    /// Why, as we class it.
    pub reason: Option<String>,
    /// Why, in the customer's own words.
    pub words: String,
}

fn outcome_of(state: &State) -> Option<OutcomeBody> {
    match state {
        State::Open => None,
        State::Closed { outcome, closed_on, reason, words, .. } => Some(OutcomeBody {
            outcome: outcome.code().into(),
            closed_on: closed_on.to_string(),
            reason: reason.map(|reason| reason.code().into()),
            words: words.clone(),
        }),
    }
}

/// One renewal in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenewalDetailBody {
    /// As in the list.
    pub renewal: RenewalBody,
    /// Policy name and version that decided.
    pub policy: String,
    /// Its rule.
    pub rule: String,
    /// Ownership model.
    pub model: String,
    /// Motion.
    pub motion: String,
    /// Playbook.
    pub playbook: String,
    /// What its offsets count from.
    pub anchor: String,
    /// The day of the anchor.
    #[schema(format = Date)]
    pub anchor_on: String,
    /// Ledger and reason of each responsibility.
    pub ownership: Vec<OwnerReasonBody>,
    /// Steps, earliest first.
    pub steps: Vec<StepBody>,
    /// Reassignments by name that are in force.
    pub reassignments: Vec<ReassignmentBody>,
    /// How it was decided; absent while it is open.
    pub outcome: Option<OutcomeBody>,
    /// Lines up for renewal.
    pub lines: Vec<LineBody>,
    /// Findings about it.
    pub findings: Vec<FindingBody>,
}

impl From<&RenewalView> for RenewalDetailBody {
    fn from(view: &RenewalView) -> Self {
        Self {
            renewal: (&view.item).into(),
            policy: view.policy.clone(),
            rule: view.rule.clone(),
            model: view.model.clone(),
            motion: view.motion.clone(),
            playbook: view.playbook.clone(),
            anchor: view.anchor.0.clone(),
            anchor_on: view.anchor.1.to_string(),
            ownership: view.responsibilities.iter().map(OwnerReasonBody::from).collect(),
            steps: view.steps.iter().map(StepBody::from).collect(),
            reassignments: view.standing.overrides.iter().map(ReassignmentBody::from).collect(),
            outcome: outcome_of(&view.item.state),
            lines: view.lines.iter().map(LineBody::from).collect(),
            findings: view.findings.iter().map(FindingBody::from).collect(),
        }
    }
}
