//! Bodies about outcomes and what they teach.

use super::{MoneyBody, NamedBody, PersonBody};
use serde::Serialize;
use tenure_app::{Counted, OutcomeItem, OutcomesView};
use utoipa::ToSchema;

/// A fact that speaks for or against a customer being held.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarkBody {
    /// What was looked at and what it said.
    pub says: String,
    /// `strong`, `weak` or `unknown`.
    pub points: String,
}

/// What an outcome was, and the fact behind it.
#[derive(Debug, Serialize, ToSchema)]
pub struct EndingBody {
    /// `renewed_up`, `renewed_flat`, `renewed_down`, `early`, `late`, `by_itself`, `co_termed`, `new_product`, `new_account`, `churned` or `cancelled`.
    pub word: String,
    /// The fact in a sentence.
    pub says: String,
}

/// A plan into the next term.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanBody {
    /// What.
    pub text: String,
    /// Who.
    pub owner: Option<PersonBody>,
    /// By when.
    #[schema(format = Date)]
    pub due_on: String,
}

/// What was learnt.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonsBody {
    /// Themes, such as `product: reporting`.
    pub themes: Vec<String>,
    /// What to do otherwise next time.
    pub lessons: String,
    /// The plan into the next term.
    pub plan: Option<PlanBody>,
    /// Who wrote it.
    pub by: String,
    /// The civil day.
    #[schema(format = Date)]
    pub on: String,
}

/// One decided renewal.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidedBody {
    /// `R-1042`.
    pub renewal: String,
    /// The customer.
    pub account: NamedBody,
    /// Its segment.
    pub segment: String,
    /// How it ended.
    pub outcome: String,
    /// What it was, told apart; one outcome may be several.
    pub endings: Vec<EndingBody>,
    /// When.
    #[schema(format = Date)]
    pub closed_on: String,
    /// The day of the signature; absent for a loss, and where nobody said.
    #[schema(format = Date)]
    pub signed_on: Option<String>,
    /// Whether it was signed on or before the end of the term; absent where there was no signature.
    pub on_time: Option<bool>,
    /// Whether it is on time only by a day that was written down after the end.
    pub backdated: bool,
    /// Yearly revenue before, in the contract's currency.
    pub before: MoneyBody,
    /// Yearly revenue with which the next term began, in the contract's currency.
    pub after: MoneyBody,
    /// Why, as we class it.
    pub reason: Option<String>,
    /// Why, in the customer's own words.
    pub words: String,
    /// What was up, in the reporting currency.
    pub atr: MoneyBody,
    /// `strong_renewed`, `strong_lost`, `fragile`, `weak_lost` or `cannot_tell`.
    pub case: String,
    /// How firmly the customer was held, by the facts.
    pub strength_by_facts: String,
    /// As a person judged; the final word where there is one.
    pub strength_by_person: Option<String>,
    /// What that is made of.
    pub marks: Vec<MarkBody>,
    /// What was learnt.
    pub lessons: Option<LessonsBody>,
}

impl From<&OutcomeItem> for DecidedBody {
    fn from(item: &OutcomeItem) -> Self {
        let judged = &item.judged;
        let lessons = item.review.as_ref().map(|review| LessonsBody {
            themes: review.themes.iter().map(ToString::to_string).collect(),
            lessons: review.lessons.clone(),
            plan: review.plan.as_ref().map(|plan| PlanBody {
                text: plan.text.clone(),
                owner: item.plan_owner.as_ref().map(PersonBody::from),
                due_on: plan.due_on.to_string(),
            }),
            by: review.by.clone(),
            on: review.on.to_string(),
        });
        Self {
            renewal: item.renewal.clone(),
            account: NamedBody { reference: item.account.reference.clone(), name: item.account.name.clone() },
            segment: item.segment.clone(),
            outcome: item.outcome.code().into(),
            endings: item.told.endings.iter().map(|(word, says)| EndingBody { word: word.code().into(), says: says.clone() }).collect(),
            closed_on: item.closed_on.to_string(),
            signed_on: item.told.signed_on.map(|day| day.to_string()),
            on_time: item.told.on_time,
            backdated: item.told.backdated,
            before: item.told.before.into(),
            after: item.told.after.into(),
            reason: item.reason.map(|reason| reason.code().into()),
            words: item.words.clone(),
            atr: item.atr.into(),
            case: judged.quadrant.code().into(),
            strength_by_facts: judged.by_facts.code().into(),
            strength_by_person: judged.by_person.map(|strength| strength.code().into()),
            marks: judged.marks.iter().map(|mark| MarkBody { says: mark.says.clone(), points: mark.points.code().into() }).collect(),
            lessons,
        }
    }
}

/// How many outcomes share something.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeCountBody {
    /// The code by which the list is narrowed; empty for those without.
    pub code: String,
    /// How many.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub count: u64,
    /// What was up in them, in the reporting currency.
    pub atr: MoneyBody,
}

impl From<&Counted> for OutcomeCountBody {
    fn from(counted: &Counted) -> Self {
        Self { code: counted.code.clone(), count: number(counted.count), atr: counted.atr.into() }
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Outcomes of a window.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeList {
    /// Today.
    #[schema(format = Date)]
    pub today: String,
    /// The window begins after this day.
    #[schema(format = Date)]
    pub from_on: String,
    /// All decided in the window.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub total: u64,
    /// Signed on or before the end of the term.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub on_time: u64,
    /// Signed at all.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub signed: u64,
    /// By what they were; one outcome may be several.
    pub endings: Vec<OutcomeCountBody>,
    /// By case.
    pub cases: Vec<OutcomeCountBody>,
    /// By reason.
    pub reasons: Vec<OutcomeCountBody>,
    /// By theme.
    pub themes: Vec<OutcomeCountBody>,
    /// By segment.
    pub segments: Vec<OutcomeCountBody>,
    /// Those that the filters leave, the latest first.
    pub items: Vec<DecidedBody>,
}

impl From<&OutcomesView> for OutcomeList {
    fn from(view: &OutcomesView) -> Self {
        let counts = |counted: &[Counted]| counted.iter().map(OutcomeCountBody::from).collect();
        Self {
            today: view.today.to_string(),
            from_on: view.from_on.to_string(),
            total: number(view.total),
            on_time: number(view.on_time.0),
            signed: number(view.on_time.1),
            endings: counts(&view.endings),
            cases: counts(&view.quadrants),
            reasons: counts(&view.reasons),
            themes: counts(&view.themes),
            segments: counts(&view.segments),
            items: view.items.iter().map(DecidedBody::from).collect(),
        }
    }
}
