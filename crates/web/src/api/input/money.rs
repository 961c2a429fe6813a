//! The rules of the ledger, and a report that is to be sealed.

use super::word::{ClassWord, DiscountsWord, OverlapsWord, RenewedByWord, ReturningWord};
use garde::Validate;
use serde::Deserialize;
use tenure_app::MONEY_PARAMETERS;
use tenure_core::ledger::{Rules, UpsellLine};
use tenure_core::refusal::Refusal;
use utoipa::ToSchema;

/// Every rule that questions about money are answered under.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LedgerRulesInput {
    /// Which discounts lessen recurring revenue.
    #[garde(skip)]
    discounts: DiscountsWord,
    /// Days for which revenue goes on past the end of a term.
    #[garde(range(max = 366))]
    #[schema(minimum = 0, maximum = 366)]
    grace_days: u16,
    /// What a customer is who comes back.
    #[garde(skip)]
    returning: ReturningWord,
    /// What an account pays while several of its lines overlap.
    #[garde(skip)]
    overlaps: OverlapsWord,
    /// What counts as the renewal of revenue that was due.
    #[garde(skip)]
    renewed_by: RenewedByWord,
    /// A customer who was away for so many days comes new; never where it is null or absent.
    #[garde(range(min = 1, max = 3650))]
    #[schema(minimum = 1, maximum = 3650)]
    lapse_days_to_new: Option<u16>,
    /// An upsell above this share of the customer's ARR is big, in basis points.
    #[garde(range(max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000)]
    upsell_share_bps: u32,
    /// An upsell of more than so many units is big.
    #[garde(range(max = 65_535))]
    #[schema(minimum = 0, maximum = 65_535)]
    upsell_units: u32,
    /// `cross_division`, `cross_stakeholder` and `cross_sell` in an order: where several fit, the first counts.
    #[garde(length(min = 3, max = 3))]
    #[schema(min_items = 3, max_items = 3)]
    precedence: Vec<ClassWord>,
}

impl LedgerRulesInput {
    /// The rules.
    pub(crate) fn rules(&self) -> Result<Rules, Refusal> {
        let mut rules = Rules {
            discounts: self.discounts.0,
            grace_days: self.grace_days,
            returning: self.returning.0,
            lapse_days_to_new: self.lapse_days_to_new,
            overlaps: self.overlaps.0,
            renewed_by: self.renewed_by.0,
            upsell_line: UpsellLine { share_bps: self.upsell_share_bps, units: self.upsell_units },
            ..Rules::default()
        };
        let order = self.precedence.iter().map(|ClassWord(class)| class.code()).collect::<Vec<_>>().join(" ");
        rules.set("precedence", &order).map_err(|problem| refused("precedence", order, problem))?;
        Ok(rules)
    }
}

/// A report that is to be sealed: the answer of `/retention` to a question.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportInput {
    /// What people will look for it by: one line.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, example = "Retention for the board, Q3")]
    pub(crate) title: String,
    /// The question as `/retention` takes it, parameter by parameter; none asks the usual one.
    #[garde(length(max = 30), dive)]
    #[schema(max_items = 30)]
    #[serde(default)]
    parameters: Vec<ParameterInput>,
}

/// A parameter with its value, as answers have them under `question.parameters`.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParameterInput {
    /// Name, such as `as_of`.
    #[garde(length(chars, min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    name: String,
    /// Value, as it is sent in an address.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    value: String,
}

impl ReportInput {
    /// The parameters of the question. A name that is none is refused, and so is one that comes twice: neither may change what is sealed
    /// unseen.
    pub(crate) fn question(&self) -> Result<Vec<(&str, &str)>, Refusal> {
        for (at, parameter) in self.parameters.iter().enumerate() {
            if !MONEY_PARAMETERS.contains(&parameter.name.as_str()) {
                return Err(refused("parameters", parameter.name.clone(), "is not a parameter of a question".into()));
            }
            if self.parameters[..at].iter().any(|before| before.name == parameter.name) {
                return Err(refused("parameters", parameter.name.clone(), "comes twice".into()));
            }
        }
        Ok(self.parameters.iter().map(|parameter| (parameter.name.as_str(), parameter.value.as_str())).collect())
    }
}

fn refused(column: &str, value: String, problem: String) -> Refusal {
    Refusal { column: Some(column.into()), value: Some(value), problem, ..Refusal::default() }
}
