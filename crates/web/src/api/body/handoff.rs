//! Bodies about handoffs.

use super::{ActivityBody, CommitmentBody, MoneyBody, NamedBody, ObjectionBody, PersonBody, StakeholderBody};
use serde::Serialize;
use tenure_app::{FaceItem, HandoffItem, HandoffPage, HandoffView};
use tenure_core::ownership::handoff::{Figures, Word};
use utoipa::ToSchema;

/// What somebody said that settled a handoff.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettlementBody {
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
    /// On which day.
    #[schema(format = Date)]
    pub on: String,
}

impl From<&Word> for SettlementBody {
    fn from(word: &Word) -> Self {
        Self { by: word.by.clone(), reason: word.reason.clone(), on: word.on.to_string() }
    }
}

/// One handoff.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandoffBody {
    /// Reference: that of the renewal, and the number.
    #[schema(example = "R-1042-H1")]
    pub reference: String,
    /// The renewal.
    #[schema(example = "R-1042")]
    pub renewal: String,
    /// The customer.
    pub account: NamedBody,
    /// Amount up for renewal.
    pub atr: MoneyBody,
    /// Who gives, and is accountable until it is done.
    pub giver: PersonBody,
    /// Who receives, and is designated.
    pub receiver: PersonBody,
    /// Codes of what changes hands.
    pub responsibilities: Vec<String>,
    /// `opened`, `met`, `accepted`, `declined`, `waived` or `withdrawn`.
    pub state: String,
    /// What happened that opened it.
    pub reason: String,
    /// The day it began.
    #[schema(format = Date)]
    pub opened_on: String,
    /// The day by which the next thing should have happened: acceptance, or the introduction that a waiver owes. Absent once all is done.
    #[schema(format = Date)]
    pub due_on: Option<String>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Days since it began; until it was settled, where it was.
    #[schema(minimum = 0, maximum = 100_000)]
    pub days: i64,
    /// Who settled it, and why.
    pub settled: Option<SettlementBody>,
    /// Revision of the account: changes with anything of it.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub revision: u64,
}

impl From<&HandoffItem> for HandoffBody {
    fn from(item: &HandoffItem) -> Self {
        let (handoff, renewal) = (&item.handoff, &item.renewal);
        Self {
            reference: item.reference.clone(),
            renewal: renewal.reference.clone(),
            account: NamedBody { reference: renewal.account_reference.clone(), name: renewal.account.clone() },
            atr: renewal.atr.into(),
            giver: (&item.giver).into(),
            receiver: (&item.receiver).into(),
            responsibilities: handoff.responsibilities.iter().map(|responsibility| responsibility.code().to_string()).collect(),
            state: handoff.state.code().into(),
            reason: handoff.reason.clone(),
            opened_on: handoff.opened_on.to_string(),
            due_on: handoff.clock().map(|day| day.to_string()),
            overdue: item.overdue,
            days: item.days.max(0),
            settled: handoff.state.word().map(SettlementBody::from),
            revision: renewal.revision,
        }
    }
}

/// How well the company hands over.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandoffFiguresBody {
    /// Handoffs that are not settled.
    #[schema(minimum = 0, maximum = 20_000)]
    pub open: u64,
    /// Acceptances and introductions whose day has passed.
    #[schema(minimum = 0, maximum = 20_000)]
    pub overdue: u64,
    /// Handoffs by which somebody became accountable in the last 90 days.
    #[schema(minimum = 0, maximum = 20_000)]
    pub transferred: u64,
    /// Those of them before which the two had not met together.
    #[schema(minimum = 0, maximum = 20_000)]
    pub without_overlap: u64,
    /// Days from opening to transfer, on average; absent where nothing was transferred.
    #[schema(minimum = 0, maximum = 100_000)]
    pub limbo_days: Option<i64>,
    /// Days for which the oldest open handoff has been standing.
    #[schema(minimum = 0, maximum = 100_000)]
    pub oldest_days: Option<i64>,
}

impl From<Figures> for HandoffFiguresBody {
    fn from(figures: Figures) -> Self {
        let Figures { open, overdue, transferred, without_overlap, limbo_days, oldest_days } = figures;
        Self { open, overdue, transferred, without_overlap, limbo_days, oldest_days }
    }
}

/// A page of handoffs.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandoffList {
    /// Today.
    #[schema(format = Date)]
    pub today: String,
    /// Those that wait by their day; all of them by the day they began, the latest first.
    pub items: Vec<HandoffBody>,
    /// Where the next page begins: send it as `after`. Absent on the last page.
    pub next: Option<String>,
    /// How well the company hands over.
    pub figures: HandoffFiguresBody,
}

impl From<&HandoffPage> for HandoffList {
    fn from(page: &HandoffPage) -> Self {
        Self {
            today: page.today.to_string(),
            items: page.items.iter().map(HandoffBody::from).collect(),
            next: page.next.clone(),
            figures: page.figures.into(),
        }
    }
}

/// One of ours whom a customer met in the last 90 days.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaceBody {
    /// Who.
    pub person: PersonBody,
    /// The last time.
    #[schema(format = Date)]
    pub last_on: String,
    /// How many times.
    #[schema(minimum = 1, maximum = 100_000)]
    pub times: u32,
}

impl From<&FaceItem> for FaceBody {
    fn from(face: &FaceItem) -> Self {
        Self { person: (&face.person).into(), last_on: face.last_on.to_string(), times: face.times }
    }
}

/// What a finished step wrote down.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaidBody {
    /// The step.
    pub step: String,
    /// What was written down.
    pub words: String,
    /// By whom.
    pub by: String,
}

/// One handoff with what the receiver should know.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandoffDetailBody {
    /// The handoff.
    #[serde(flatten)]
    pub handoff: HandoffBody,
    /// References of others that can be met and accepted with it.
    pub with: Vec<String>,
    /// Who brings the receiver to the customer.
    pub introducer: PersonBody,
    /// The joint meeting, or the introduction after a waiver.
    pub meeting: Option<ActivityBody>,
    /// People at the customer who are there.
    pub stakeholders: Vec<StakeholderBody>,
    /// What we promised the customer and is still to be kept.
    pub commitments: Vec<CommitmentBody>,
    /// What the customer objects to and is not out of the way.
    pub objections: Vec<ObjectionBody>,
    /// What finished steps wrote down.
    pub said: Vec<SaidBody>,
    /// Titles of the open steps that go along.
    pub open_steps: Vec<String>,
    /// Risk category of the last judgement.
    pub risk: Option<String>,
    /// Why it was judged so.
    pub risk_reason: Option<String>,
    /// Notice, renewal and uplift of the contract in words.
    pub terms: String,
    /// Whom of ours the customer met in 90 days.
    pub faces: Vec<FaceBody>,
}

impl From<&HandoffView> for HandoffDetailBody {
    fn from(view: &HandoffView) -> Self {
        let brief = &view.brief;
        let said = brief.said.iter().map(|(step, words, by)| SaidBody { step: step.clone(), words: words.clone(), by: by.clone() });
        Self {
            handoff: (&view.item).into(),
            with: view.with.iter().map(|item| item.reference.clone()).collect(),
            introducer: (&view.introducer).into(),
            meeting: view.touch.as_ref().map(ActivityBody::from),
            stakeholders: brief.stakeholders.iter().map(StakeholderBody::from).collect(),
            commitments: brief.commitments.iter().map(CommitmentBody::from).collect(),
            objections: brief.objections.iter().map(ObjectionBody::from).collect(),
            said: said.collect(),
            open_steps: brief.open_steps.iter().map(|(title, _)| title.clone()).collect(),
            risk: brief.risk.as_ref().map(|call| call.risk.code().to_string()),
            risk_reason: brief.risk.as_ref().map(|call| call.reason.clone()),
            terms: brief.terms.clone(),
            faces: brief.faces.iter().map(FaceBody::from).collect(),
        }
    }
}
