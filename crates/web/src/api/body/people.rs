//! Bodies about teammates.

use super::{MoneyBody, PersonBody};
use serde::Serialize;
use tenure_app::{PeopleView, PersonItem};
use utoipa::ToSchema;

/// Everybody.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleBody {
    /// Today.
    #[schema(format = Date)]
    pub today: String,
    /// Active people first, by name.
    pub items: Vec<TeammateBody>,
}

/// A teammate with what they hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeammateBody {
    /// Who.
    pub person: PersonBody,
    /// E-mail.
    pub email: String,
    /// Region.
    pub region: String,
    /// Manager.
    pub manager: Option<PersonBody>,
    /// First day.
    #[schema(format = Date)]
    pub active_from: String,
    /// First day no longer.
    #[schema(format = Date)]
    pub left_on: Option<String>,
    /// Whether this is the desk lead.
    pub is_desk_lead: bool,
    /// Open renewals by responsibility.
    pub held: Vec<HeldBody>,
    /// Distinct open renewals.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub open_renewals: u64,
    /// Their amount in the reporting currency.
    pub atr_reporting: MoneyBody,
    /// Overdue tasks.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub overdue: u64,
}

/// How many open renewals a person holds in one responsibility.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldBody {
    /// Responsibility code.
    pub responsibility: String,
    /// Open renewals.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
}

impl From<&PeopleView> for PeopleBody {
    fn from(view: &PeopleView) -> Self {
        Self { today: view.today.to_string(), items: view.items.iter().map(TeammateBody::from).collect() }
    }
}

impl From<&PersonItem> for TeammateBody {
    fn from(item: &PersonItem) -> Self {
        let held =
            item.held.iter().map(|(responsibility, count)| HeldBody { responsibility: responsibility.code().into(), renewals: *count });
        Self {
            person: (&item.person).into(),
            email: item.email.clone(),
            region: item.region.clone(),
            manager: item.manager.as_ref().map(PersonBody::from),
            active_from: item.active_from.to_string(),
            left_on: item.left_on.map(|day| day.to_string()),
            is_desk_lead: item.is_desk_lead,
            held: held.collect(),
            open_renewals: item.open_renewals,
            atr_reporting: item.atr_reporting.into(),
            overdue: item.overdue,
        }
    }
}
