//! Comments about a customer, and documents that lie elsewhere.

use super::word::DocumentKindWord;
use garde::Validate;
use serde::Deserialize;
use tenure_app::{NewComment, NewDocument};
use utoipa::ToSchema;

/// A comment.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentInput {
    /// What it says. An `@` before a name or an e-mail mentions that person, who is told.
    #[garde(length(chars, min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    text: String,
    /// The renewal that it is about.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200, example = "R-1042")]
    renewal: Option<String>,
}

impl CommentInput {
    pub(crate) fn comment(&self, account: &str) -> NewComment {
        NewComment { account: account.into(), renewal: self.renewal.clone(), text: self.text.clone() }
    }
}

/// What a comment says from now on.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentCorrectionInput {
    /// The whole text.
    #[garde(length(chars, min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub(crate) text: String,
}

/// A document that lies elsewhere.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentInput {
    /// What it is.
    #[garde(skip)]
    kind: DocumentKindWord,
    /// What it is called.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// Where it lies: an http or https address without a password in it. Nothing is fetched from there.
    #[garde(length(chars, min = 1, max = 1_000))]
    #[schema(min_length = 1, max_length = 1_000, example = "https://files.example/order-form")]
    address: String,
    /// The renewal that it belongs to.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200, example = "R-1042")]
    renewal: Option<String>,
    /// Reference of the contract that it belongs to.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    contract: Option<String>,
}

impl DocumentInput {
    pub(crate) fn document(&self, account: &str) -> NewDocument {
        NewDocument {
            account: account.into(),
            renewal: self.renewal.clone(),
            contract: self.contract.clone(),
            kind: self.kind.0,
            title: self.title.clone(),
            address: self.address.clone(),
        }
    }
}
