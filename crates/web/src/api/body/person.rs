//! Bodies about one person of ours: what they hold, when they are away, what moves when they leave.

use super::{MoneyBody, NamedBody, PersonBody};
use jiff::civil::Date;
use serde::Serialize;
use tenure_app::{AbsenceItem, HeldExpansion, HeldItem, LeavingPlan, MovedExpansion, MovedResponsibility, PersonView};
use tenure_core::identity::Brings;
use utoipa::ToSchema;

/// One person in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonDetailBody {
    /// Who.
    pub person: PersonBody,
    /// E-mail.
    pub email: String,
    /// Region.
    pub region: String,
    /// ISO 3166 code of the country whose business days count for them; null is the organisation's.
    #[schema(min_length = 2, max_length = 2)]
    pub country: Option<String>,
    /// Manager.
    pub manager: Option<PersonBody>,
    /// Who reports to them.
    pub reports: Vec<PersonBody>,
    /// First day.
    #[schema(format = Date)]
    pub active_from: String,
    /// First day no longer.
    #[schema(format = Date)]
    pub left_on: Option<String>,
    /// Whether this is the desk lead.
    pub is_desk_lead: bool,
    /// Open renewals in which they hold something, by end.
    pub held: Vec<HeldRenewalBody>,
    /// Open expansions in which they hold something.
    pub expansions: Vec<HeldExpansionBody>,
    /// Amount up for renewal of what they hold, in the reporting currency; yearly reviews left out.
    pub atr_reporting: MoneyBody,
    /// Absences, newest first.
    pub absences: Vec<AbsenceBody>,
    /// What they bring from which day, newest first.
    pub profiles: Vec<ProfileBody>,
}

/// What somebody brings from a day on, until the next entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileBody {
    /// From which day.
    #[schema(format = Date)]
    pub from_on: String,
    /// Skills in the company's own words.
    pub skills: Vec<String>,
    /// Whether the person leads negotiations; null where nobody said.
    pub commercial: Option<bool>,
    /// The pod whose members share a book; empty for none.
    pub pod: String,
    /// Regions covered besides the own one.
    pub territories: Vec<String>,
    /// Renewals decided within 90 days that the person can carry at once; null where nobody said.
    #[schema(minimum = 1, maximum = 10_000)]
    pub capacity: Option<u16>,
}

impl From<&(Date, Brings)> for ProfileBody {
    fn from((from_on, brings): &(Date, Brings)) -> Self {
        Self {
            from_on: from_on.to_string(),
            skills: brings.skills.iter().cloned().collect(),
            commercial: brings.commercial,
            pod: brings.pod.clone(),
            territories: brings.territories.iter().cloned().collect(),
            capacity: brings.capacity,
        }
    }
}

/// An open renewal in which a person holds something.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldRenewalBody {
    /// Renewal.
    #[schema(example = "R-1042")]
    pub renewal: String,
    /// The customer.
    pub account: NamedBody,
    /// First day no longer in service.
    #[schema(format = Date)]
    pub end_on: String,
    /// Amount up for renewal.
    pub atr: MoneyBody,
    /// Codes of what the person holds there.
    pub responsibilities: Vec<String>,
}

/// An open expansion in which a person holds something.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldExpansionBody {
    /// Expansion.
    #[schema(example = "E-12")]
    pub expansion: String,
    /// The customer.
    pub account: NamedBody,
    /// Its annual value as expected.
    pub expected: MoneyBody,
    /// `raised` while it waits for an answer, else `accepted`.
    pub state: String,
    /// By when it should be answered; null once it was.
    #[schema(format = Date)]
    pub answer_by: Option<String>,
    /// Codes of what the person holds there.
    pub responsibilities: Vec<String>,
}

/// An absence.
#[derive(Debug, Serialize, ToSchema)]
pub struct AbsenceBody {
    /// Id, to end it.
    #[schema(format = Uuid)]
    pub id: String,
    /// First day away.
    #[schema(format = Date)]
    pub from_on: String,
    /// First day back.
    #[schema(format = Date)]
    pub to_on: String,
    /// Who may act meanwhile.
    pub delegate: Option<PersonBody>,
    /// Why.
    pub note: String,
    /// Whether it is long enough to move what the person holds.
    pub moves: bool,
}

/// What would change hands if somebody left.
#[derive(Debug, Serialize, ToSchema)]
pub struct DepartureBody {
    /// Who leaves.
    pub person: PersonBody,
    /// First day no longer with us.
    #[schema(format = Date)]
    pub left_on: String,
    /// Every responsibility of a renewal that moves, by end of term.
    pub moves: Vec<HandoverBody>,
    /// Every responsibility of an open expansion that moves.
    pub expansions: Vec<ExpansionHandoverBody>,
    /// Open steps that the receivers take over.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub open_tasks: u64,
    /// Places on account teams that end.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub team_places: u64,
}

/// One responsibility and who would get it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandoverBody {
    /// Renewal.
    #[schema(example = "R-1042")]
    pub renewal: String,
    /// Name of the customer.
    pub account: String,
    /// First day no longer in service.
    #[schema(format = Date)]
    pub end_on: String,
    /// Amount up for renewal in the reporting currency.
    pub atr_reporting: MoneyBody,
    /// Responsibility code.
    pub responsibility: String,
    /// Who would get it.
    pub to: PersonBody,
    /// Why that person.
    pub because: String,
}

/// One responsibility of an open expansion and who would get it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpansionHandoverBody {
    /// Expansion.
    #[schema(example = "E-12")]
    pub expansion: String,
    /// Name of the customer.
    pub account: String,
    /// Its annual value as expected, in the reporting currency.
    pub expected_reporting: MoneyBody,
    /// Responsibility code.
    pub responsibility: String,
    /// Who would get it.
    pub to: PersonBody,
    /// Why that person.
    pub because: String,
}

impl From<&PersonView> for PersonDetailBody {
    fn from(view: &PersonView) -> Self {
        Self {
            person: (&view.person).into(),
            email: view.teammate.email.clone(),
            region: view.teammate.region.clone(),
            country: view.teammate.country.map(|country| country.code().into()),
            manager: view.manager.as_ref().map(PersonBody::from),
            reports: view.reports.iter().map(PersonBody::from).collect(),
            active_from: view.teammate.active_from.to_string(),
            left_on: view.teammate.left_on.map(|day| day.to_string()),
            is_desk_lead: view.is_desk_lead,
            held: view.held.iter().map(HeldRenewalBody::from).collect(),
            expansions: view.expansions.iter().map(HeldExpansionBody::from).collect(),
            atr_reporting: view.atr_reporting.into(),
            absences: view.absences.iter().map(AbsenceBody::from).collect(),
            profiles: view.profiles.iter().map(ProfileBody::from).collect(),
        }
    }
}

impl From<&HeldExpansion> for HeldExpansionBody {
    fn from(item: &HeldExpansion) -> Self {
        Self {
            expansion: item.expansion.clone(),
            account: (&item.account).into(),
            expected: item.expected.into(),
            state: item.state.into(),
            answer_by: item.answer_by.map(|day| day.to_string()),
            responsibilities: item.responsibilities.iter().map(|held| held.code().to_string()).collect(),
        }
    }
}

impl From<&HeldItem> for HeldRenewalBody {
    fn from(item: &HeldItem) -> Self {
        Self {
            renewal: item.renewal.clone(),
            account: (&item.account).into(),
            end_on: item.end_on.to_string(),
            atr: item.atr.into(),
            responsibilities: item.responsibilities.iter().map(|held| held.code().to_string()).collect(),
        }
    }
}

impl From<&AbsenceItem> for AbsenceBody {
    fn from(item: &AbsenceItem) -> Self {
        Self {
            id: item.id.to_string(),
            from_on: item.from_on.to_string(),
            to_on: item.to_on.to_string(),
            delegate: item.delegate.as_ref().map(PersonBody::from),
            note: item.note.clone(),
            moves: item.moves,
        }
    }
}

impl From<&LeavingPlan> for DepartureBody {
    fn from(plan: &LeavingPlan) -> Self {
        Self {
            person: (&plan.person).into(),
            left_on: plan.left_on.to_string(),
            moves: plan.moves.iter().map(HandoverBody::from).collect(),
            expansions: plan.expansions.iter().map(ExpansionHandoverBody::from).collect(),
            open_tasks: plan.open_tasks,
            team_places: plan.team_places,
        }
    }
}

impl From<&MovedExpansion> for ExpansionHandoverBody {
    fn from(moved: &MovedExpansion) -> Self {
        Self {
            expansion: moved.expansion.clone(),
            account: moved.account.clone(),
            expected_reporting: moved.expected_reporting.into(),
            responsibility: moved.responsibility.code().into(),
            to: (&moved.to).into(),
            because: moved.because.clone(),
        }
    }
}

impl From<&MovedResponsibility> for HandoverBody {
    fn from(moved: &MovedResponsibility) -> Self {
        Self {
            renewal: moved.renewal.clone(),
            account: moved.account.clone(),
            end_on: moved.end_on.to_string(),
            atr_reporting: moved.atr_reporting.into(),
            responsibility: moved.responsibility.code().into(),
            to: (&moved.to).into(),
            because: moved.because.clone(),
        }
    }
}
