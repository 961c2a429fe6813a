//! Drafts of the policy: written, read by a second person, activated or discarded.

use crate::App;
use crate::access::Actor;
use crate::change::event;
use crate::error::AppError;
use crate::permission::require_administrator;
use crate::request::{self, Receipt};
use tenure_core::facts::Moment;
use tenure_core::ownership::draft::{Draft, Review};
use tenure_core::primitives::DraftId;
use tenure_store::{Scope, StoreError, Tx};

/// A draft with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftItem {
    /// The draft.
    pub draft: Draft,
    /// The version it was activated as, if it was.
    pub activated_as: Option<u32>,
}

impl DraftItem {
    /// `D-3`.
    pub fn reference(&self) -> String {
        reference(&self.draft)
    }

    /// Whether it can still be changed.
    pub fn is_open(&self) -> bool {
        self.activated_as.is_none() && !self.draft.discarded
    }
}

impl App {
    /// Begins a draft, from the version in force where the text is that version's. Gives its reference, `D-3`.
    ///
    /// # Errors
    /// Anybody but an administrator; a text or note that is too long.
    pub async fn begin_draft(&self, actor: &Actor, text: String, note: String) -> Result<String, AppError> {
        self.draft_verb(actor, None, "policy_draft_begun", |found| {
            let begun = Draft {
                id: DraftId::new(self.ids.as_ref()),
                number: found.next_number,
                text: String::new(),
                based_on: found.in_force,
                note: String::new(),
                author: actor.name(),
                changed_at: found.moment.recorded_at,
                review: None,
                discarded: false,
            };
            let draft = begun.changed(text, note, (actor.name(), found.moment.recorded_at))?;
            let summary = format!("{} was begun", reference(&draft));
            Ok((draft, summary))
        })
        .await
    }

    /// Changes the text or the note of a draft. Another text needs another reading.
    ///
    /// # Errors
    /// Anybody but an administrator; a draft that is not there, was activated or discarded; a text or note that is too long.
    pub async fn change_draft(&self, actor: &Actor, draft: &str, text: String, note: String) -> Result<String, AppError> {
        self.draft_verb(actor, Some(draft), "policy_draft_changed", |found| {
            let draft = found.draft()?.changed(text, note, (actor.name(), found.moment.recorded_at))?;
            let summary = format!("{} was changed", reference(&draft));
            Ok((draft, summary))
        })
        .await
    }

    /// Notes that a second person read the draft and found it right.
    ///
    /// # Errors
    /// Anybody but an administrator, and whoever changed it last; a draft that is not there, was activated or discarded.
    pub async fn review_draft(&self, actor: &Actor, draft: &str, words: String) -> Result<String, AppError> {
        self.draft_verb(actor, Some(draft), "policy_draft_reviewed", |found| {
            let review = Review { reviewer: actor.name(), words, reviewed_at: found.moment.recorded_at };
            let draft = found.draft()?.reviewed(review)?;
            let summary = format!("{} was read and approved", reference(&draft));
            Ok((draft, summary))
        })
        .await
    }

    /// Gives a draft up. It stays readable.
    ///
    /// # Errors
    /// As [`App::change_draft`].
    pub async fn discard_draft(&self, actor: &Actor, draft: &str) -> Result<String, AppError> {
        self.draft_verb(actor, Some(draft), "policy_draft_discarded", |found| {
            let draft = found.draft()?.discarded()?;
            let summary = format!("{} was discarded", reference(&draft));
            Ok((draft, summary))
        })
        .await
    }

    /// Every draft, newest first.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn drafts(&self) -> Result<Vec<DraftItem>, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let activated_as =
            |draft: &Draft| facts.policies.iter().find(|version| version.standing.draft == Some(draft.number)).map(|v| v.version);
        Ok(tx.drafts().await?.into_iter().map(|draft| DraftItem { activated_as: activated_as(&draft), draft }).collect())
    }

    /// One draft by its reference, `D-3`.
    ///
    /// # Errors
    /// A reference that names none.
    pub async fn draft(&self, draft: &str) -> Result<DraftItem, AppError> {
        let found = self.drafts().await?.into_iter().find(|item| item.reference() == draft);
        found.ok_or_else(|| AppError::not_found("draft of the policy", draft))
    }

    /// Decides about a draft and saves it with its event, in one transaction.
    async fn draft_verb<D>(&self, actor: &Actor, draft: Option<&str>, kind: &str, decide: D) -> Result<String, AppError>
    where
        D: FnOnce(Found) -> Result<(Draft, String), AppError> + Send,
    {
        require_administrator(actor)?;
        let tx = self.store.write().await?;
        if let Some(subject) = request::carried_out_before(&tx, actor).await? {
            return Ok(subject);
        }
        let found = self.found(&tx, draft).await?;
        let moment = found.moment;
        let (draft, summary) = decide(found)?;
        let subject = reference(&draft);
        tx.put_draft(&draft).await?;
        let number = tx.save(&[], moment, &[event(self, actor, moment, (kind, &subject, &summary))]).await?;
        request::commit(tx, actor, Receipt { subject: subject.clone(), event: number, revision: None, import: None }, moment.recorded_at)
            .await?;
        Ok(subject)
    }

    async fn found(&self, tx: &Tx, draft: Option<&str>) -> Result<Found, AppError> {
        let organisation = tx.organisation().await?.ok_or(StoreError::Empty)?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let drafts = tx.drafts().await?;
        let next_number = drafts.first().map_or(1, |last| last.number + 1);
        let named = match draft {
            None => None,
            Some(named) => {
                let found = drafts.into_iter().find(|draft| reference(draft) == named);
                Some(found.ok_or_else(|| AppError::not_found("draft of the policy", named))?)
            }
        };
        let activated = named.as_ref().and_then(|draft| facts.policies.iter().find(|version| version.standing.draft == Some(draft.number)));
        if let Some(version) = activated {
            return Err(AppError::field(
                "draft",
                draft.unwrap_or_default(),
                &format!("is in force as {} and stays as it is", version.title()),
            ));
        }
        let moment = self.moment(&organisation);
        Ok(Found { draft: named, next_number, in_force: facts.policy_on(moment.today).map(|version| version.version), moment })
    }
}

/// What a decision about a draft sees.
struct Found {
    draft: Option<Draft>,
    next_number: u32,
    in_force: Option<u32>,
    moment: Moment,
}

impl Found {
    fn draft(&self) -> Result<Draft, AppError> {
        self.draft.clone().ok_or_else(|| AppError::not_found("draft of the policy", ""))
    }
}

fn reference(draft: &Draft) -> String {
    format!("D-{}", draft.number)
}
