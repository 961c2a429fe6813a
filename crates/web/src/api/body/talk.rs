//! Bodies about comments and documents.

use super::PersonBody;
use serde::Serialize;
use tenure_app::{AccountView, CommentItem, DocumentItem};
use utoipa::ToSchema;

/// What people of ours say about a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentList {
    /// Comments that stand, the newest last.
    pub items: Vec<CommentBody>,
}

/// A comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentBody {
    /// Id.
    #[schema(format = Uuid)]
    pub id: String,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub author: String,
    /// When it was first written.
    #[schema(format = Date)]
    pub written_on: String,
    /// Whom it mentions.
    pub mentions: Vec<PersonBody>,
    /// Names of those it mentions who cannot sign in, and so do not see it.
    pub unseeing: Vec<String>,
    /// What it said before it was corrected, the first version first.
    pub earlier: Vec<String>,
    /// The renewal that it is about.
    pub renewal: Option<String>,
}

impl From<&CommentItem> for CommentBody {
    fn from(item: &CommentItem) -> Self {
        Self {
            id: item.comment.id.to_string(),
            text: item.comment.text.clone(),
            author: item.comment.author.clone(),
            written_on: item.at.date().to_string(),
            mentions: item.mentions.iter().map(PersonBody::from).collect(),
            unseeing: item.unseeing.clone(),
            earlier: item.earlier.clone(),
            renewal: item.renewal.clone(),
        }
    }
}

impl From<&AccountView> for CommentList {
    fn from(view: &AccountView) -> Self {
        Self { items: view.room.talk.comments.iter().map(CommentBody::from).collect() }
    }
}

/// Documents that lie elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentList {
    /// Documents that stand, by title.
    pub items: Vec<DocumentBody>,
}

/// A document.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentBody {
    /// Id.
    #[schema(format = Uuid)]
    pub id: String,
    /// `contract`, `quote`, `deck`, `security_review` or `other`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Where it lies.
    pub address: String,
    /// Who added it.
    pub author: String,
    /// When.
    #[schema(format = Date)]
    pub added_on: String,
    /// The renewal that it belongs to.
    pub renewal: Option<String>,
    /// The contract that it belongs to.
    pub contract: Option<String>,
}

impl From<&DocumentItem> for DocumentBody {
    fn from(item: &DocumentItem) -> Self {
        let known = &item.document;
        Self {
            id: known.id.to_string(),
            kind: known.kind.code().into(),
            title: known.title.clone(),
            address: known.address.clone(),
            author: known.author.clone(),
            added_on: item.added_on.to_string(),
            renewal: item.renewal.clone(),
            contract: item.contract.clone(),
        }
    }
}

impl From<&AccountView> for DocumentList {
    fn from(view: &AccountView) -> Self {
        Self { items: view.room.talk.documents.iter().map(DocumentBody::from).collect() }
    }
}
