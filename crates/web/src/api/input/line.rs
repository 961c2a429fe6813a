//! A line of a contract as it is sent.

use super::word::{DayText, DecimalText, LineKindWord, PricePeriodWord, day};
use garde::Validate;
use serde::Deserialize;
use tenure_app::NewLine;
use utoipa::ToSchema;

/// A line to sign or to change.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineInput {
    /// Reference, unique among lines; the next of the term where it is absent.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    reference: Option<String>,
    /// Product.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    product: String,
    /// The customer's division.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    business_unit: Option<String>,
    /// Whether it recurs.
    #[garde(skip)]
    kind: LineKindWord,
    /// Quantity.
    #[garde(skip)]
    quantity: DecimalText,
    /// Unit price in the currency of the contract.
    #[garde(skip)]
    unit_price: DecimalText,
    /// What the price pays for.
    #[garde(skip)]
    price_period: PricePeriodWord,
    /// Discount in basis points; none where it is absent.
    #[garde(range(max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000)]
    discount_bps: Option<u32>,
    /// The days of a temporary discount.
    #[garde(skip)]
    discount_span: Option<SpanInput>,
    /// First day; the start of the term where it is absent.
    #[garde(skip)]
    start_on: Option<DayText>,
    /// First day no longer; the end of the term where it is absent.
    #[garde(skip)]
    end_on: Option<DayText>,
    /// Reference of the person at the customer who pays for it.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    economic_buyer: Option<String>,
    /// Price rise on each anniversary, in basis points; none where it is absent.
    #[garde(range(max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000)]
    escalator_bps: Option<u32>,
}

/// Days from the first on, the last not included.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpanInput {
    /// First day.
    from_on: DayText,
    /// First day no longer.
    to_on: DayText,
}

impl LineInput {
    fn line(&self) -> NewLine {
        NewLine {
            reference: self.reference.clone().unwrap_or_default(),
            product: self.product.clone(),
            business_unit: self.business_unit.clone().unwrap_or_default(),
            kind: self.kind.0,
            quantity: self.quantity.0,
            unit_price: self.unit_price.0,
            price_period: self.price_period.0,
            discount_bps: self.discount_bps.unwrap_or(0),
            discount_span: self.discount_span.as_ref().map(|span| (span.from_on.0, span.to_on.0)),
            start_on: day(self.start_on),
            end_on: day(self.end_on),
            economic_buyer: self.economic_buyer.clone().unwrap_or_default(),
            escalator_bps: self.escalator_bps.unwrap_or(0),
        }
    }
}

/// The lines as the verbs take them.
pub(super) fn lines(given: Option<&Vec<LineInput>>) -> Vec<NewLine> {
    given.into_iter().flatten().map(LineInput::line).collect()
}
