//! Bodies about people at a customer and contacts with them.

use super::{MoneyBody, NamedBody, PersonBody};
use serde::Serialize;
use tenure_app::{AccountView, ActivityItem, Named, StandItem};
use tenure_core::account::Stakeholder;
use utoipa::ToSchema;

/// People at a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct StakeholderList {
    /// By name; those who left last.
    pub items: Vec<StakeholderBody>,
}

/// A person at a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct StakeholderBody {
    /// Reference.
    #[schema(example = "A-17-P3")]
    pub reference: String,
    /// Full name.
    pub name: String,
    /// Job title.
    pub title: String,
    /// E-mail.
    pub email: String,
    /// The division.
    pub business_unit: String,
    /// Codes of the parts the person plays.
    pub roles: Vec<String>,
    /// First day on which the person is gone.
    #[schema(format = Date)]
    pub left_on: Option<String>,
    /// Where the person stands; null where nobody said, and where it is not told.
    pub stands: Option<StandpointBody>,
}

/// Where somebody stands, as it was judged last.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandpointBody {
    /// `high`, `medium` or `low`.
    pub influence: String,
    /// `supporter`, `neutral`, `critic` or `unknown`.
    pub sentiment: String,
    /// What was seen or heard.
    pub reason: String,
    /// Who judged.
    pub author: String,
    /// When.
    #[schema(format = Date)]
    pub judged_on: String,
    /// Who of ours knows the person.
    pub known_by: Vec<PersonBody>,
    /// The last meeting, call or review with the person.
    #[schema(format = Date)]
    pub last_met_on: Option<String>,
}

impl StandpointBody {
    fn of(item: &StandItem) -> Option<Self> {
        let said = item.standpoint.as_ref()?;
        Some(Self {
            influence: said.influence.code().into(),
            sentiment: said.sentiment.code().into(),
            reason: said.reason.clone(),
            author: said.author.clone(),
            judged_on: said.judged_on.to_string(),
            known_by: item.known_by.iter().map(PersonBody::from).collect(),
            last_met_on: item.last_on.map(|day| day.to_string()),
        })
    }
}

impl From<&Stakeholder> for StakeholderBody {
    fn from(person: &Stakeholder) -> Self {
        Self {
            reference: person.reference.clone(),
            name: person.name.clone(),
            title: person.title.clone(),
            email: person.email.clone(),
            business_unit: person.business_unit.clone(),
            roles: person.roles.iter().map(|role| role.code().to_string()).collect(),
            left_on: person.left_on.map(|day| day.to_string()),
            stands: None,
        }
    }
}

impl From<&AccountView> for StakeholderList {
    fn from(view: &AccountView) -> Self {
        let stands = |id| view.room.people.items.iter().find(|item| item.person.id == id).and_then(StandpointBody::of);
        let items = view.stakeholders.iter().map(|person| StakeholderBody { stands: stands(person.id), ..person.into() });
        Self { items: items.collect() }
    }
}

/// A division of a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitBody {
    /// Its name, as lines and people there give it.
    pub name: String,
    /// ARR of the lines in service today, once for each currency.
    pub arr: Vec<MoneyBody>,
    /// Products of those lines.
    pub products: Vec<String>,
    /// People who are there today.
    pub stakeholders: Vec<NamedBody>,
}

/// Divisions of a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitList {
    /// By name.
    pub items: Vec<UnitBody>,
}

impl From<&AccountView> for UnitList {
    fn from(view: &AccountView) -> Self {
        let named = |person: &Named| NamedBody { reference: person.reference.clone(), name: person.name.clone() };
        let items = view.units.iter().map(|unit| UnitBody {
            name: unit.name.clone(),
            arr: unit.arr.iter().map(|sum| (*sum).into()).collect(),
            products: unit.products.clone(),
            stakeholders: unit.stakeholders.iter().map(named).collect(),
        });
        Self { items: items.collect() }
    }
}

/// Contacts with a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityList {
    /// Newest first.
    pub items: Vec<ActivityBody>,
}

/// A contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityBody {
    /// Id, to take it back.
    #[schema(format = Uuid)]
    pub id: String,
    /// `meeting`, `call`, `business_review`, `email` or `note`.
    pub kind: String,
    /// The day.
    #[schema(format = Date)]
    pub held_on: String,
    /// One line.
    pub subject: String,
    /// What was said.
    pub notes: String,
    /// The renewal it was about.
    #[schema(example = "R-1042")]
    pub renewal: Option<String>,
    /// Who of ours was present.
    pub ours: Vec<PersonBody>,
    /// Names of those present at the customer.
    pub theirs: Vec<String>,
    /// Who wrote it down.
    pub author: String,
}

impl From<&ActivityItem> for ActivityBody {
    fn from(item: &ActivityItem) -> Self {
        let activity = &item.activity;
        Self {
            id: activity.id.to_string(),
            kind: activity.kind.code().into(),
            held_on: activity.held_on.to_string(),
            subject: activity.subject.clone(),
            notes: activity.notes.clone(),
            renewal: item.renewal.clone(),
            ours: item.ours.iter().map(PersonBody::from).collect(),
            theirs: item.theirs.clone(),
            author: activity.author.clone(),
        }
    }
}

impl From<&AccountView> for ActivityList {
    fn from(view: &AccountView) -> Self {
        Self { items: view.activities.iter().filter(|item| !item.activity.withdrawn).map(ActivityBody::from).collect() }
    }
}
