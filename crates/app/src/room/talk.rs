//! Verbs on comments about a customer and on its documents that lie elsewhere. Whoever works on the account may; whoever is mentioned there
//! may answer.

use super::promise::{renewal, withdrawal};
use crate::App;
use crate::access::Actor;
use crate::account::by_reference;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::permission::may_comment;
use tenure_core::account::Account;
use tenure_core::commands;
use tenure_core::facts::{Facts, Write};
use tenure_core::primitives::{AccountId, CommentId, DocumentId, TeammateId};
use tenure_core::room::{Comment, Document, DocumentKind, quoted};
use tenure_store::Scope;

/// A comment to write.
#[derive(Clone, Debug)]
pub struct NewComment {
    /// Reference of the account.
    pub account: String,
    /// `R-1042`, where it is about a renewal.
    pub renewal: Option<String>,
    /// What it says, with `@` before the name or e-mail of whoever is mentioned.
    pub text: String,
}

/// A document to add, or what is said of one from now on.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Reference of the account.
    pub account: String,
    /// `R-1042`, where it belongs to a renewal.
    pub renewal: Option<String>,
    /// Reference of the contract that it belongs to.
    pub contract: Option<String>,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: String,
    /// Where it lies.
    pub address: String,
}

/// The teammate who writes: whoever signed in, or whose name the operator gave, where one person alone has it.
pub(crate) fn writer(actor: &Actor, facts: &Facts) -> Option<TeammateId> {
    let name = actor.name();
    let mut same = facts.teammates.values().filter(|person| matches!(actor, Actor::Operator(_)) && person.name == name);
    let named = same.next().filter(|_| same.next().is_none()).map(|person| person.id);
    actor.teammate().or(named)
}

fn comment(context: &Context<'_>, actor: &Actor, (account, id, text): (AccountId, CommentId, &str)) -> Comment {
    Comment {
        id,
        version: 1,
        account,
        renewal: None,
        text: text.into(),
        mentions: [].into(),
        author: actor.name(),
        by: writer(actor, context.facts),
        written_on: context.moment.today,
        recorded_at: context.moment.recorded_at,
        withdrawn: None,
    }
}

fn last(context: &Context<'_>, (account, id): (AccountId, CommentId)) -> Option<Comment> {
    context.facts.room(account)?.comments.get(&id)?.last().cloned()
}

fn document(context: &Context<'_>, actor: &Actor, (account, id, new): (&Account, DocumentId, &NewDocument)) -> Result<Document, AppError> {
    let contract = new.contract.as_deref().map(str::trim).filter(|reference| !reference.is_empty());
    Ok(Document {
        id,
        account: account.id,
        renewal: renewal(context, new.renewal.as_deref())?,
        contract: contract.map(|reference| crate::contract::contract(context.facts, reference)).transpose()?.map(|contract| contract.id),
        kind: new.kind,
        title: new.title.trim().into(),
        address: new.address.trim().into(),
        author: actor.name(),
        recorded_at: context.moment.recorded_at,
        changed: None,
        withdrawn: None,
    })
}

fn titled(context: &Context<'_>, (account, id): (AccountId, DocumentId)) -> String {
    let found = context.facts.room(account).and_then(|room| room.documents.get(&id));
    found.map_or_else(String::new, |document| format!("{} ({})", document.title, document.address))
}

impl App {
    async fn talk(
        &self,
        actor: &Actor,
        (account, kind): (&str, &'static str),
        decide: impl Fn(&Context<'_>, &Account) -> Result<(Vec<Write>, String, String), AppError> + Send + Sync,
    ) -> Result<String, AppError> {
        let answer = carry_out(self, actor, Scope::Account(account.into()), |context| {
            let found = by_reference(context.facts, account)?;
            may_comment(actor, found.id, context)?;
            let (writes, subject, summary) = decide(context, found)?;
            Ok(Decided { writes, kind, subject, summary })
        })
        .await?;
        Ok(answer)
    }

    /// Writes a comment and tells whoever it mentions. Answers with its id.
    ///
    /// # Errors
    /// See [`commands::write_comment`].
    pub async fn write_comment(&self, actor: &Actor, new: NewComment) -> Result<String, AppError> {
        let id = CommentId::new(self.ids.as_ref());
        self.talk(actor, (&new.account, "comment_written"), |context, account| {
            let about = renewal(context, new.renewal.as_deref())?;
            let said = Comment { renewal: about, ..comment(context, actor, (account.id, id, &new.text)) };
            Ok((
                commands::write_comment(context.facts, said, context.moment)?,
                subject(context, account, about),
                format!("Comment: {}", quoted(&new.text)),
            ))
        })
        .await?;
        Ok(id.to_string())
    }

    /// Corrects a comment of one's own. What it said before stays in the log.
    ///
    /// # Errors
    /// See [`commands::correct_comment`].
    pub async fn correct_comment(&self, actor: &Actor, (account, id): (&str, CommentId), text: &str) -> Result<String, AppError> {
        let answer = self
            .talk(actor, (account, "comment_corrected"), |context, account| {
                let before = last(context, (account.id, id));
                let said = comment(context, actor, (account.id, id, text));
                let writes = commands::correct_comment(context.facts, (account.id, id), said, context.moment)?;
                let (about, said) = before.map_or((None, String::new()), |before| (before.renewal, before.text));
                Ok((writes, subject(context, account, about), format!("A comment was corrected. It said: {said}")))
            })
            .await?;
        Ok(answer)
    }

    /// Takes a comment back: whoever wrote it may, and administrators.
    ///
    /// # Errors
    /// Somebody else's comment; see [`commands::withdraw_comment`].
    pub async fn withdraw_comment(&self, actor: &Actor, (account, id): (&str, CommentId), reason: &str) -> Result<String, AppError> {
        self.talk(actor, (account, "comment_withdrawn"), |context, account| {
            let before = last(context, (account.id, id));
            let writes = commands::withdraw_comment(context.facts, (account.id, id), withdrawal(context, actor, reason))?;
            let Some(before) = before else { return Err(AppError::not_found("comment", &id.to_string())) };
            if !actor.is_administrator() && before.by.is_none_or(|by| actor.teammate() != Some(by)) {
                return Err(AppError::Forbidden(format!("Only {} and administrators may withdraw this comment.", before.author)));
            }
            let summary = format!("A comment of {} was withdrawn, {}. It said: {}", before.author, reason.trim(), before.text);
            Ok((writes, subject(context, account, before.renewal), summary))
        })
        .await
    }

    /// Adds a document that lies elsewhere. Answers with its id.
    ///
    /// # Errors
    /// See [`commands::add_document`].
    pub async fn add_document(&self, actor: &Actor, new: NewDocument) -> Result<String, AppError> {
        let id = DocumentId::new(self.ids.as_ref());
        self.in_room(actor, (&new.account, "document_added"), |context, account| {
            let document = document(context, actor, (account, id, &new))?;
            let summary = format!("Document, {}: {} ({})", document.kind.label().to_lowercase(), document.title, document.address);
            Ok((commands::add_document(context.facts, document)?, summary))
        })
        .await?;
        Ok(id.to_string())
    }

    /// Changes what is said of a document. What was said before stays in the log.
    ///
    /// # Errors
    /// See [`commands::change_document`].
    pub async fn change_document(&self, actor: &Actor, id: DocumentId, new: NewDocument) -> Result<String, AppError> {
        self.in_room(actor, (&new.account, "document_changed"), |context, account| {
            let said = document(context, actor, (account, id, &new))?;
            let said = Document { changed: Some((actor.name(), context.moment.recorded_at)), ..said };
            let summary = format!("Document {} is now {} ({})", titled(context, (account.id, id)), said.title, said.address);
            Ok((commands::change_document(context.facts, said)?, summary))
        })
        .await
    }

    /// Takes a document off the page.
    ///
    /// # Errors
    /// See [`commands::withdraw_document`].
    pub async fn withdraw_document(&self, actor: &Actor, (account, id): (&str, DocumentId), reason: &str) -> Result<String, AppError> {
        self.in_room(actor, (account, "document_withdrawn"), |context, account| {
            let at = (account.id, id);
            let summary = format!("Document withdrawn: {}", titled(context, at));
            Ok((commands::withdraw_document(context.facts, at, withdrawal(context, actor, reason))?, summary))
        })
        .await
    }
}

/// What a comment is about in the log: its renewal, else the account.
fn subject(context: &Context<'_>, account: &Account, renewal: Option<tenure_core::primitives::RenewalId>) -> String {
    let found = renewal.and_then(|id| context.facts.renewals.get(&id));
    found.map_or_else(|| account.reference.clone(), |renewal| renewal.reference())
}
