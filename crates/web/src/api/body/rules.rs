//! Bodies about the rules of the ledger.

use serde::Serialize;
use tenure_app::{LedgerRulesView, RulesItem};
use tenure_core::ledger::Rules;
use utoipa::ToSchema;

/// Every rule that the ledger of revenue is read under.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulesBody {
    /// Which discounts lessen recurring revenue: `lasting`, `every` or `ignored`.
    pub discounts: String,
    /// Days for which revenue goes on past the end of a term.
    #[schema(minimum = 0, maximum = 366)]
    pub grace_days: u16,
    /// What a customer is who comes back: `reactivation`, `new` or `expansion`.
    pub returning: String,
    /// What an account pays while several of its lines overlap: `sum` or `latest`.
    pub overlaps: String,
    /// What counts as the renewal of revenue that was due: `contract` or `account`.
    pub renewed_by: String,
    /// A customer who was away for so many days comes new; null is never.
    #[schema(minimum = 1, maximum = 3650)]
    pub lapse_days_to_new: Option<u16>,
    /// An upsell above this share of the customer's ARR is big, in basis points.
    #[schema(minimum = 0, maximum = 10_000)]
    pub upsell_share_bps: u32,
    /// An upsell of more than so many units is big.
    #[schema(minimum = 0, maximum = 65_535)]
    pub upsell_units: u32,
    /// Types of expansion: where several fit, the first counts.
    pub precedence: Vec<String>,
}

impl From<&Rules> for RulesBody {
    fn from(rules: &Rules) -> Self {
        Self {
            discounts: rules.discounts.code().into(),
            grace_days: rules.grace_days,
            returning: rules.returning.code().into(),
            overlaps: rules.overlaps.code().into(),
            renewed_by: rules.renewed_by.code().into(),
            lapse_days_to_new: rules.lapse_days_to_new,
            upsell_share_bps: rules.upsell_line.share_bps,
            upsell_units: rules.upsell_line.units,
            precedence: rules.precedence.iter().map(|class| class.code().into()).collect(),
        }
    }
}

/// Rules that somebody set.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulesSetBody {
    /// The rules.
    pub rules: RulesBody,
    /// Who set them.
    pub set_by: String,
    /// When: an instant in UTC.
    #[schema(format = DateTime)]
    pub set_at: String,
}

impl From<&RulesItem> for RulesSetBody {
    fn from(item: &RulesItem) -> Self {
        Self { rules: (&item.rules).into(), set_by: item.set_by.clone(), set_at: item.recorded_at.to_string() }
    }
}

/// The rules of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerRulesBody {
    /// Those in force.
    pub rules: RulesBody,
    /// Whether an administrator set them; else they are the shipped ones.
    pub confirmed: bool,
    /// Every set that was in force, the present one first.
    pub history: Vec<RulesSetBody>,
}

impl From<&LedgerRulesView> for LedgerRulesBody {
    fn from(view: &LedgerRulesView) -> Self {
        Self { rules: (&view.rules).into(), confirmed: view.confirmed, history: view.history.iter().map(RulesSetBody::from).collect() }
    }
}
