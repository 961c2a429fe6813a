//! Bodies about business reviews.

use super::{NamedBody, PersonBody};
use serde::Serialize;
use tenure_app::{ReviewDue, Reviewed, ReviewsView};
use utoipa::ToSchema;

/// Who was reviewed within the rhythm of their tier.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewsBody {
    /// The day.
    #[schema(format = Date)]
    pub today: String,
    /// Every customer with an open renewal.
    pub all: ReviewedBody,
    /// By tier.
    pub tiers: Vec<TierReviewedBody>,
    /// By who is accountable for value.
    pub people: Vec<PersonReviewedBody>,
    /// Customers that are due, at most 200.
    pub due: Vec<ReviewDueBody>,
}

/// How many of some customers were reviewed within their rhythm.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewedBody {
    /// Customers with an open renewal.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub accounts: u64,
    /// Those reviewed within the rhythm of their tier.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub reviewed: u64,
    /// Those that were never reviewed.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub never: u64,
}

/// Customers of a tier.
#[derive(Debug, Serialize, ToSchema)]
pub struct TierReviewedBody {
    /// The tier.
    #[schema(minimum = 1, maximum = 3)]
    pub tier: u8,
    /// Days from one review to the next.
    #[schema(minimum = 1, maximum = 3_650)]
    pub every_days: u16,
    /// How many.
    pub reviewed: ReviewedBody,
}

/// Customers of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonReviewedBody {
    /// Who is accountable for value.
    pub person: PersonBody,
    /// How many.
    pub reviewed: ReviewedBody,
}

/// A customer that is due.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewDueBody {
    /// The customer.
    pub account: NamedBody,
    /// Its tier.
    #[schema(minimum = 1, maximum = 3)]
    pub tier: u8,
    /// The last business review; null where there was none.
    #[schema(format = Date)]
    pub last_on: Option<String>,
    /// When the next one was due; null where there was none.
    #[schema(format = Date)]
    pub due_on: Option<String>,
    /// Who is accountable for value.
    pub holder: Option<PersonBody>,
}

impl From<Reviewed> for ReviewedBody {
    fn from(reviewed: Reviewed) -> Self {
        Self { accounts: reviewed.accounts, reviewed: reviewed.reviewed, never: reviewed.never }
    }
}

impl From<&ReviewDue> for ReviewDueBody {
    fn from(item: &ReviewDue) -> Self {
        Self {
            account: NamedBody { reference: item.account.reference.clone(), name: item.account.name.clone() },
            tier: item.tier,
            last_on: item.last_on.map(|day| day.to_string()),
            due_on: item.due_on.map(|day| day.to_string()),
            holder: item.holder.as_ref().map(PersonBody::from),
        }
    }
}

impl From<&ReviewsView> for ReviewsBody {
    fn from(view: &ReviewsView) -> Self {
        let tiers = view.tiers.iter().map(|(tier, days, reviewed)| TierReviewedBody {
            tier: *tier,
            every_days: *days,
            reviewed: (*reviewed).into(),
        });
        let people =
            view.people.iter().map(|(person, reviewed)| PersonReviewedBody { person: person.into(), reviewed: (*reviewed).into() });
        Self {
            today: view.today.to_string(),
            all: view.all.into(),
            tiers: tiers.collect(),
            people: people.collect(),
            due: view.due.iter().map(ReviewDueBody::from).collect(),
        }
    }
}
