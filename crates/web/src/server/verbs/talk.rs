//! Comments about a customer and documents that lie elsewhere.

use super::account::places;
use super::reading::{Reader, or_none, words};
use super::room::{nothing, open, view, withdrawal};
use super::{Action, At, Done};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, renewal_url};
use maud::html;
use tenure_app::{AccountView, AppError, CommentItem, DocumentItem, NewComment, NewDocument};
use tenure_core::primitives::{CommentId, DocumentId};
use tenure_core::room::DocumentKind;

/// Where somebody stands on a page about talk: the renewal, else the account.
fn back(at: &At, renewal: Option<&str>, section: &str) -> String {
    let page = renewal.map_or_else(|| account_url(at.reference()), renewal_url);
    format!("{page}#{section}")
}

fn comment<'a>(at: &At, view: &'a AccountView) -> Result<&'a CommentItem, AppError> {
    let mut items = view.room.talk.comments.iter();
    items.find(|item| item.comment.id.to_string() == at.part("id")).ok_or_else(|| nothing("comment"))
}

fn text() -> Field {
    Field::new("text", "Your comment", Kind::Long).hint("Write @ and a name or an e-mail to tell somebody. At most 2,000 characters.")
}

/// Writes a comment.
pub(crate) struct Say;

impl Action for Say {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = at.app.account(&at.actor, at.reference()).await?;
        if !view.room.talk.may {
            return Err(AppError::Forbidden(format!("You are not on the team of {} and nobody mentioned you there.", view.account.name)));
        }
        let fields = vec![text(), Field::new("renewal", "About", Kind::Choice(open(&view))).optional()];
        let values = Typed::of([("renewal", at.query.get("renewal").to_string())]);
        Ok(FormPage::new(Nav::Accounts, places(&view), "Add a comment", "Comment").fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let reader = Reader::new(typed);
        let new = NewComment { account: at.reference().into(), renewal: reader.some("renewal"), text: reader.text("text") };
        let renewal = new.renewal.clone();
        let id = at.app.write_comment(&at.actor, new).await?;
        let view = at.app.account(&at.actor, at.reference()).await?;
        let written = view.room.talk.comments.iter().find(|item| item.comment.id.to_string() == id);
        let unseeing = written.map(|item| item.unseeing.join(" and ")).filter(|names| !names.is_empty());
        let told = unseeing.map(|names| format!(" {names} cannot sign in here and will not see it.")).unwrap_or_default();
        Ok(Done::at(back(at, renewal.as_deref(), &format!("comment-{id}")), format!("The comment was written.{told}")))
    }
}

/// Corrects one's own comment.
pub(crate) struct CorrectComment;

impl Action for CorrectComment {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = at.app.account(&at.actor, at.reference()).await?;
        let item = comment(at, &view)?;
        if !item.mine {
            return Err(AppError::Forbidden(format!("{} wrote this comment and alone may correct it.", item.comment.author)));
        }
        let lede = html! { p { "What it said before stays, and everybody can read it." } };
        let values = Typed::of([("text", item.comment.text.clone())]);
        Ok(FormPage::new(Nav::Accounts, places(&view), "Correct a comment", "Correct").lede(lede).fields(vec![text()], values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let view = at.app.account(&at.actor, at.reference()).await?;
        let renewal = comment(at, &view)?.renewal.clone();
        let id = at.id::<CommentId>("comment")?;
        at.app.correct_comment(&at.actor, (at.reference(), id), typed.get("text")).await?;
        Ok(Done::at(back(at, renewal.as_deref(), &format!("comment-{id}")), "The comment was corrected."))
    }
}

/// Takes a comment back.
pub(crate) struct WithdrawComment;

impl Action for WithdrawComment {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = at.app.account(&at.actor, at.reference()).await?;
        let item = comment(at, &view)?;
        if !item.may_withdraw {
            return Err(AppError::Forbidden(format!("Only {} and administrators may withdraw this comment.", item.comment.author)));
        }
        Ok(withdrawal(&view, &item.comment.text))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.withdraw_comment(&at.actor, (at.reference(), at.id::<CommentId>("comment")?), typed.get("reason")).await?;
        Ok(Done::at(back(at, None, "comments-h"), "The comment was withdrawn."))
    }
}

fn document<'a>(at: &At, view: &'a AccountView) -> Result<&'a DocumentItem, AppError> {
    let mut items = view.room.talk.documents.iter();
    items.find(|item| item.document.id.to_string() == at.part("id")).ok_or_else(|| nothing("document"))
}

fn fields(view: &AccountView, kept: Option<&str>) -> Vec<Field> {
    let contracts = view.contracts.iter().map(|item| (item.contract.reference.clone(), item.contract.reference.clone())).collect();
    let mut renewals = open(view);
    // A renewal that is decided keeps its documents.
    if let Some(kept) = kept.filter(|kept| renewals.iter().all(|(reference, _)| reference != kept)) {
        renewals.push((kept.into(), kept.into()));
    }
    vec![
        Field::new("title", "Title", Kind::Text),
        Field::new("kind", "What it is", Kind::Choice(words!(DocumentKind))),
        Field::new("address", "Address", Kind::Text)
            .hint("Begins with https:// or http:// and has no password in it. Nothing is fetched from there."),
        Field::new("renewal", "For the renewal", Kind::Choice(renewals)).optional(),
        Field::new("contract", "Of the contract", Kind::Choice(or_none("No contract in particular", contracts))).optional(),
    ]
}

fn new(at: &At, typed: &Typed) -> Result<NewDocument, AppError> {
    let mut reader = Reader::new(typed);
    let new = NewDocument {
        account: at.reference().into(),
        renewal: reader.some("renewal"),
        contract: reader.some("contract"),
        kind: reader.required_word("kind", DocumentKind::Other),
        title: reader.text("title"),
        address: reader.text("address"),
    };
    reader.done()?;
    Ok(new)
}

/// Adds a document.
pub(crate) struct AddDocument;

impl Action for AddDocument {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let values = Typed::of([("renewal", at.query.get("renewal").to_string()), ("contract", at.query.get("contract").to_string())]);
        Ok(FormPage::new(Nav::Accounts, places(&view), "Add a document", "Add document").fields(fields(&view, None), values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let new = new(at, typed)?;
        let renewal = new.renewal.clone();
        at.app.add_document(&at.actor, new).await?;
        Ok(Done::at(back(at, renewal.as_deref(), "documents-h"), "The document was added."))
    }
}

/// Changes what is said of a document.
pub(crate) struct EditDocument;

impl Action for EditDocument {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let item = document(at, &view)?;
        let known = &item.document;
        let values = Typed::of([
            ("title", known.title.clone()),
            ("kind", known.kind.code().into()),
            ("address", known.address.clone()),
            ("renewal", item.renewal.clone().unwrap_or_default()),
            ("contract", item.contract.clone().unwrap_or_default()),
        ]);
        let fields = fields(&view, item.renewal.as_deref());
        Ok(FormPage::new(Nav::Accounts, places(&view), "Edit a document", "Save document").fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let new = new(at, typed)?;
        let renewal = new.renewal.clone();
        at.app.change_document(&at.actor, at.id::<DocumentId>("document")?, new).await?;
        Ok(Done::at(back(at, renewal.as_deref(), "documents-h"), "The document was changed."))
    }
}

/// Takes a document off the page.
pub(crate) struct WithdrawDocument;

impl Action for WithdrawDocument {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        Ok(withdrawal(&view, &document(at, &view)?.document.title))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.withdraw_document(&at.actor, (at.reference(), at.id::<DocumentId>("document")?), typed.get("reason")).await?;
        Ok(Done::at(back(at, None, "documents-h"), "The document was withdrawn."))
    }
}
