//! What people of ours say about a customer, and its documents, as one person sees them.

use super::Person;
use crate::access::Actor;
use crate::error::AppError;
use crate::permission::speaks;
use crate::room::writer;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::facts::Facts;
use tenure_core::primitives::{AccountId, TeammateId};
use tenure_core::renewal::Renewal;
use tenure_core::room::{Comment, Document};
use tenure_store::Tx;

/// A comment with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentItem {
    /// Its last version.
    pub comment: Comment,
    /// When it was first written, by the clock of the organisation.
    pub at: DateTime,
    /// What it said before it was corrected, the first version first.
    pub earlier: Vec<String>,
    /// Who wrote it.
    pub writer: Option<Person>,
    /// Whom it mentions.
    pub mentions: Vec<Person>,
    /// Names of those it mentions who cannot sign in, and so do not see it.
    pub unseeing: Vec<String>,
    /// The renewal that it is about.
    pub renewal: Option<String>,
    /// Whether the reader wrote it and may correct it.
    pub mine: bool,
    /// Whether the reader may withdraw it.
    pub may_withdraw: bool,
}

/// A document with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentItem {
    /// The document.
    pub document: Document,
    /// The day on which it was added.
    pub added_on: Date,
    /// The renewal that it belongs to.
    pub renewal: Option<String>,
    /// The contract that it belongs to.
    pub contract: Option<String>,
}

/// What is said about a customer, and its documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TalkView {
    /// Comments that stand, the newest last.
    pub comments: Vec<CommentItem>,
    /// Documents that stand, by title.
    pub documents: Vec<DocumentItem>,
    /// Whether the reader may comment.
    pub may: bool,
}

impl TalkView {
    /// The part that belongs to a renewal: what is about it, and what is about the customer as a whole.
    #[must_use]
    pub fn about(mut self, renewal: &str) -> Self {
        let fits = |about: &Option<String>| about.as_deref().is_none_or(|about| about == renewal);
        self.comments.retain(|item| fits(&item.renewal));
        self.documents.retain(|item| fits(&item.renewal));
        self
    }
}

/// What is said about an account. `seeing` are those who can sign in.
pub(crate) fn talk_view(
    facts: &Facts,
    (actor, account): (&Actor, AccountId),
    (persons, seeing, today): (&BTreeMap<TeammateId, Person>, &BTreeSet<TeammateId>, Date),
) -> TalkView {
    let Some(room) = facts.room(account) else { return TalkView { may: speaks(actor, account, facts, today), ..TalkView::default() } };
    let clock = |at: Timestamp| at.to_zoned(crate::zone(&facts.organisation)).datetime();
    let named = |id| facts.renewals.get(&id).map(Renewal::reference);
    let me = writer(actor, facts);
    let comment = |versions: &Vec<Comment>| {
        let (first, last) = (versions.first()?, versions.last().filter(|last| last.withdrawn.is_none())?);
        let mentions: Vec<Person> = last.mentions.iter().filter_map(|id| persons.get(id)).cloned().collect();
        let unseeing = last.mentions.iter().filter(|id| !seeing.contains(id)).map(|id| facts.name_of(*id).to_string()).collect();
        let mine = last.by.is_some() && last.by == me;
        Some(CommentItem {
            at: first.written_on.to_datetime(clock(first.recorded_at).time()),
            earlier: versions.iter().rev().skip(1).rev().map(|version| version.text.clone()).collect(),
            writer: last.by.and_then(|id| persons.get(&id)).cloned(),
            mentions,
            unseeing,
            renewal: last.renewal.and_then(named),
            mine,
            may_withdraw: mine || actor.is_administrator(),
            comment: last.clone(),
        })
    };
    let mut comments: Vec<CommentItem> = room.comments.values().filter_map(comment).collect();
    comments.sort_by_key(|item| (item.at, item.comment.id));
    let documents = room.documents.values().filter(|document| document.withdrawn.is_none()).map(|document| DocumentItem {
        added_on: clock(document.recorded_at).date(),
        renewal: document.renewal.and_then(named),
        contract: document.contract.and_then(|id| facts.contracts.get(&id)).map(|contract| contract.reference.clone()),
        document: document.clone(),
    });
    let mut documents: Vec<DocumentItem> = documents.collect();
    documents.sort_by(|a, b| (&a.document.title, a.document.id).cmp(&(&b.document.title, b.document.id)));
    TalkView { comments, documents, may: speaks(actor, account, facts, today) }
}

/// The people of ours who can sign in; nobody is asked for where no comment mentions anybody.
///
/// # Errors
/// [`AppError::Fault`].
pub(crate) async fn seeing(tx: &Tx, facts: &Facts) -> Result<BTreeSet<TeammateId>, AppError> {
    if !mentions_somebody(facts) {
        return Ok(BTreeSet::new());
    }
    Ok(tx.users().await?.into_iter().filter_map(|user| user.teammate).collect())
}

fn mentions_somebody(facts: &Facts) -> bool {
    facts.rooms.values().flat_map(|room| room.comments.values()).flatten().any(|comment| !comment.mentions.is_empty())
}
