//! What is written down in the room of a customer: where people stand, objections, commitments.

use super::account::ReferenceText;
use super::word::{CommitmentEndWord, DayText, InfluenceWord, ObjectionKindWord, SentimentWord, day};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{NewCommitment, NewObjection, NewStandpoint};
use tenure_core::room::CommitmentEnd;
use utoipa::ToSchema;

/// Where somebody at the customer stands.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StandpointInput {
    /// How much the person's word weighs.
    #[garde(skip)]
    influence: InfluenceWord,
    /// Whether the person speaks for us.
    #[garde(skip)]
    sentiment: SentimentWord,
    /// What was seen or heard.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
    /// References or e-mails of ours who know the person; contacts tell of others.
    #[serde(default)]
    #[garde(length(max = 100), inner(length(chars, min = 1, max = 200)))]
    #[schema(max_items = 100, value_type = Vec<ReferenceText>)]
    known_by: Vec<String>,
    /// The day of the judgement; today where it is absent.
    #[garde(skip)]
    judged_on: Option<DayText>,
}

impl StandpointInput {
    pub(crate) fn standpoint(&self) -> NewStandpoint {
        NewStandpoint {
            influence: self.influence.0,
            sentiment: self.sentiment.0,
            known_by: self.known_by.clone(),
            reason: self.reason.clone(),
            judged_on: day(self.judged_on),
        }
    }
}

/// Something that the customer objects to.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectionInput {
    /// What it is about.
    #[garde(skip)]
    kind: ObjectionKindWord,
    /// What they say, in a line.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    text: String,
    /// Reference of the stakeholder who raised it.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    raised_by: Option<String>,
    /// The day; today where it is absent.
    #[garde(skip)]
    raised_on: Option<DayText>,
    /// The renewal that it stands in the way of.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200, example = "R-1042")]
    renewal: Option<String>,
}

impl ObjectionInput {
    pub(crate) fn objection(&self, account: &str) -> NewObjection {
        NewObjection {
            account: account.into(),
            renewal: self.renewal.clone(),
            kind: self.kind.0,
            text: self.text.clone(),
            raised_by: self.raised_by.clone(),
            raised_on: day(self.raised_on),
        }
    }
}

/// What somebody said, and when.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordInput {
    /// The words.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) words: String,
    /// The day; today where it is absent or lies ahead.
    #[garde(skip)]
    on: Option<DayText>,
}

impl WordInput {
    pub(crate) fn day(&self) -> Option<jiff::civil::Date> {
        day(self.on)
    }
}

/// Something that we promised the customer.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommitmentInput {
    /// What was promised, in a line.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    promise: String,
    /// Reference of the stakeholder to whom.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    to: Option<String>,
    /// Reference or e-mail of who of ours sees to it; whoever sends it where it is absent.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    owner: Option<String>,
    /// The day of the promise; today where it is absent.
    #[garde(skip)]
    made_on: Option<DayText>,
    /// By when.
    #[garde(skip)]
    due_on: DayText,
    /// The renewal at which it was promised.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200, example = "R-1042")]
    renewal: Option<String>,
}

impl CommitmentInput {
    pub(crate) fn commitment(&self, account: &str) -> NewCommitment {
        NewCommitment {
            account: account.into(),
            renewal: self.renewal.clone(),
            promise: self.promise.clone(),
            to: self.to.clone(),
            owner: self.owner.clone(),
            made_on: day(self.made_on),
            due_on: self.due_on.0,
        }
    }
}

/// How a commitment ended.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommitmentEndInput {
    /// How.
    #[garde(skip)]
    end: CommitmentEndWord,
    /// What is to be said of that; a broken or released one needs it.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    pub(crate) note: Option<String>,
    /// The day; today where it is absent or lies ahead.
    #[garde(skip)]
    on: Option<DayText>,
}

impl CommitmentEndInput {
    pub(crate) const fn end(&self) -> CommitmentEnd {
        self.end.0
    }

    pub(crate) fn day(&self) -> Option<jiff::civil::Date> {
        day(self.on)
    }
}
