//! Entries of the organisation's lists; what each is known by stands in the address.

use super::word::{DecimalText, FieldKindWord};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

/// A rate.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateInput {
    /// What one of the currency is worth in the reporting currency, above zero.
    #[garde(skip)]
    pub(crate) rate: DecimalText,
}

/// A holiday.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HolidayInput {
    /// Its name.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) name: String,
}

/// What a product is like.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductInput {
    /// Whether it is easy to set up.
    #[garde(skip)]
    pub(crate) easy_setup: bool,
    /// Whether customers reach value with little effort of ours.
    #[garde(skip)]
    pub(crate) low_effort: bool,
}

/// What a field of accounts is.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldInput {
    /// What pages call it.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) label: String,
    /// What its values are.
    #[garde(skip)]
    pub(crate) kind: FieldKindWord,
}
