//! Expansions: raised, answered, closed, put right.

use super::account::ReferenceText;
use super::word::{CurrencyText, DayText, ExpansionTypeWord, day};
use garde::Validate;
use serde::Deserialize;
use tenure_app::NewExpansion;
use tenure_core::commands::Correction;
use utoipa::ToSchema;

/// What a customer may buy more of.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpansionInput {
    /// Type.
    #[garde(skip)]
    expansion_type: ExpansionTypeWord,
    /// Expected annual recurring revenue in minor units: cents for USD.
    #[garde(range(min = 1, max = 1_000_000_000_000))]
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    expected_arr_minor: i64,
    /// Its currency; that of the contract that ends next where it is absent.
    #[garde(skip)]
    currency: Option<CurrencyText>,
    /// What it is and how we know, in a sentence.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    what: String,
    /// Reference or e-mail of who found it; whoever asks where it is absent.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    found_by: Option<String>,
    /// The day on which it was found; today where it is absent.
    #[garde(skip)]
    found_on: Option<DayText>,
}

impl ExpansionInput {
    pub(crate) fn expansion(&self) -> NewExpansion {
        NewExpansion {
            kind: self.expansion_type.0,
            expected_minor: self.expected_arr_minor,
            currency: self.currency.map(|currency| currency.0),
            what: self.what.clone(),
            found_by: self.found_by.clone(),
            found_on: day(self.found_on),
        }
    }
}

/// What an open expansion is to become.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpansionPutInput {
    /// Type; who owns it follows.
    #[garde(skip)]
    expansion_type: ExpansionTypeWord,
    /// Expected annual recurring revenue in minor units of its currency.
    #[garde(range(min = 1, max = 1_000_000_000_000))]
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    expected_arr_minor: i64,
    /// What it is and how we know, in a sentence.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    what: String,
}

impl ExpansionPutInput {
    pub(crate) fn correction(&self) -> Correction {
        Correction { kind: Some(self.expansion_type.0), expected_minor: Some(self.expected_arr_minor), what: Some(self.what.clone()) }
    }
}

/// An acceptance with a note.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpansionAcceptanceInput {
    /// A note; may be empty.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    pub(crate) note: String,
}

/// Why an expansion is rejected, withdrawn, lost or opened again.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpansionReasonInput {
    /// Why.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) reason: String,
}

/// What closed an expansion.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WinInput {
    /// Ids of the movements in the ledger of the account that it is credited with.
    #[garde(length(min = 1, max = 50), inner(length(chars, min = 1, max = 300)))]
    #[schema(min_items = 1, max_items = 50, value_type = Vec<ReferenceText>)]
    pub(crate) movements: Vec<String>,
    /// A note.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    pub(crate) note: Option<String>,
}
