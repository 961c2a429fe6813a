//! Bodies about objections and commitments.

use super::{NamedBody, PersonBody};
use serde::Serialize;
use tenure_app::{AccountView, CommitmentItem, ObjectionItem};
use tenure_core::ownership::handoff::Word;
use utoipa::ToSchema;

/// What a customer objects to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObjectionList {
    /// What is not out of the way first, then the latest.
    pub items: Vec<ObjectionBody>,
}

/// An objection.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObjectionBody {
    /// Id.
    #[schema(format = Uuid)]
    pub id: String,
    /// `price`, `value`, `product`, `service`, `relationship`, `legal` or `timing`.
    pub kind: String,
    /// What they say.
    pub text: String,
    /// `open`, `answered` or `resolved`.
    pub state: String,
    /// Name of who raised it.
    pub raised_by: Option<String>,
    /// When.
    #[schema(format = Date)]
    pub raised_on: String,
    /// The renewal that it stands in the way of.
    pub renewal: Option<String>,
    /// What we answered.
    pub answer: Option<SaidOnBody>,
    /// What made it go away.
    pub resolution: Option<SaidOnBody>,
}

/// What somebody said on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaidOnBody {
    /// The words.
    pub words: String,
    /// Who.
    pub by: String,
    /// When.
    #[schema(format = Date)]
    pub on: String,
}

impl From<&Word> for SaidOnBody {
    fn from(word: &Word) -> Self {
        Self { words: word.reason.clone(), by: word.by.clone(), on: word.on.to_string() }
    }
}

impl From<&ObjectionItem> for ObjectionBody {
    fn from(item: &ObjectionItem) -> Self {
        let known = &item.objection;
        Self {
            id: known.id.to_string(),
            kind: known.kind.code().into(),
            text: known.text.clone(),
            state: known.state().into(),
            raised_by: item.raised_by.clone(),
            raised_on: known.raised_on.to_string(),
            renewal: item.renewal.clone(),
            answer: known.answer.as_ref().map(SaidOnBody::from),
            resolution: known.resolved.as_ref().map(SaidOnBody::from),
        }
    }
}

impl From<&AccountView> for ObjectionList {
    fn from(view: &AccountView) -> Self {
        Self { items: view.room.objections.iter().map(ObjectionBody::from).collect() }
    }
}

/// What we promised a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitmentList {
    /// What is still to be kept first, by the day on which it is due.
    pub items: Vec<CommitmentBody>,
}

/// A commitment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitmentBody {
    /// Id.
    #[schema(format = Uuid)]
    pub id: String,
    /// The customer.
    pub account: NamedBody,
    /// What was promised.
    pub promise: String,
    /// Name of the person to whom.
    pub to: Option<String>,
    /// Who of ours sees to it.
    pub owner: Option<PersonBody>,
    /// When it was promised.
    #[schema(format = Date)]
    pub made_on: String,
    /// By when.
    #[schema(format = Date)]
    pub due_on: String,
    /// Whether it should have been kept before today.
    pub overdue: bool,
    /// `kept`, `broken` or `released`; null is still to be kept.
    pub ended_as: Option<String>,
    /// What is to be said of that.
    pub ended: Option<SaidOnBody>,
    /// The renewal at which it was promised.
    pub renewal: Option<String>,
}

impl From<&CommitmentItem> for CommitmentBody {
    fn from(item: &CommitmentItem) -> Self {
        let known = &item.commitment;
        Self {
            id: known.id.to_string(),
            account: NamedBody { reference: item.account.1.clone(), name: item.account.0.clone() },
            promise: known.promise.clone(),
            to: item.to.clone(),
            owner: item.owner.as_ref().map(PersonBody::from),
            made_on: known.made_on.to_string(),
            due_on: known.due_on.to_string(),
            overdue: item.overdue,
            ended_as: known.ended.as_ref().map(|(end, _)| end.code().into()),
            ended: known.ended.as_ref().map(|(_, word)| SaidOnBody::from(word)),
            renewal: item.renewal.clone(),
        }
    }
}

impl From<&AccountView> for CommitmentList {
    fn from(view: &AccountView) -> Self {
        Self { items: view.room.commitments.iter().map(CommitmentBody::from).collect() }
    }
}
