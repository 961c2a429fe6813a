//! Bodies about what roles may give away alone, and about what waits for approval.

use super::{MoneyBody, NamedBody};
use serde::Serialize;
use tenure_app::{LimitsView, Waiting};
use tenure_core::primitives::Money;
use utoipa::ToSchema;

/// A proposal that waits for approval.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingApprovalBody {
    /// `R-1042`.
    pub renewal: String,
    /// The version.
    #[schema(minimum = 1, maximum = 4_294_967_295_u32)]
    pub version: u32,
    /// The customer.
    pub account: NamedBody,
    /// Who asked.
    pub asked_by: String,
    /// When.
    #[schema(format = Date)]
    pub asked_on: String,
    /// What was said with the question.
    pub note: String,
}

impl From<&Waiting> for WaitingApprovalBody {
    fn from(waiting: &Waiting) -> Self {
        Self {
            renewal: waiting.renewal.clone(),
            version: waiting.version,
            account: NamedBody { reference: waiting.account.reference.clone(), name: waiting.account.name.clone() },
            asked_by: waiting.asked_by.clone(),
            asked_on: waiting.asked_on.to_string(),
            note: waiting.note.clone(),
        }
    }
}

/// What a role may give away alone today.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiscountLimitBody {
    /// The role.
    pub role: String,
    /// Largest discount on any line, in basis points.
    #[schema(minimum = 0, maximum = 10_000)]
    pub share_bps: u32,
    /// Largest discount of an option for a year, in the reporting currency; no limit where it is absent.
    pub amount: Option<MoneyBody>,
    /// Who said so; absent for the shipped start.
    pub set_by: Option<String>,
    /// From which day.
    #[schema(format = Date)]
    pub from_on: Option<String>,
}

/// What each role may give away alone.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiscountLimitsBody {
    /// Today.
    #[schema(format = Date)]
    pub today: String,
    /// One for each role.
    pub limits: Vec<DiscountLimitBody>,
}

impl From<&LimitsView> for DiscountLimitsBody {
    fn from(view: &LimitsView) -> Self {
        let limit = |item: &tenure_app::LimitItem| DiscountLimitBody {
            role: item.role.code().into(),
            share_bps: item.authority.share_bps,
            amount: item.authority.amount_minor.map(|minor| Money::new(minor, view.currency).into()),
            set_by: item.said.as_ref().map(|(by, _)| by.clone()),
            from_on: item.said.as_ref().map(|(_, from_on)| from_on.to_string()),
        };
        Self { today: view.today.to_string(), limits: view.limits.iter().map(limit).collect() }
    }
}
