//! Verbs on comments about customers and on documents that lie elsewhere.

use super::room::{check_renewal, known, of};
use super::{check_text, field};
use crate::facts::{Facts, Moment, Write};
use crate::primitives::{AccountId, CommentId, DocumentId};
use crate::refusal::Refusal;
use crate::room::{COMMENT_MAX, Comment, Document, RoomFact, Withdrawal, check_address, mentions};

/// Writes a comment. Whom it mentions is found in its text, which then has their full names.
///
/// # Errors
/// No text, one that is too long, a renewal of another account, a mention of nobody or of several.
pub fn write_comment(facts: &Facts, comment: Comment, moment: Moment) -> Result<Vec<Write>, Refusal> {
    known(facts, comment.account)?;
    check_renewal(facts, (comment.account, comment.renewal))?;
    let (text, mentions) = mentions(&checked(&comment.text)?, &facts.teammates, (&comment.mentions, moment.today))?;
    let comment = Comment { text, mentions, ..comment };
    check_once(facts, &comment)?;
    Ok(vec![Write::Room(RoomFact::Comment(comment))])
}

/// Corrects a comment: a new version takes the place of the last one, which stays in the record. `said` has who corrects it, when, and the
/// new text. The same text changes nothing.
///
/// # Errors
/// A comment that does not exist or was withdrawn, that somebody else wrote, and as [`write_comment`].
pub fn correct_comment(facts: &Facts, (account, id): (AccountId, CommentId), said: Comment, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let last = comment(facts, (account, id))?;
    if (last.by, last.by.is_none().then_some(&last.author)) != (said.by, said.by.is_none().then_some(&said.author)) {
        return Err(field("text", "", format!("was written by {}, who alone may correct it", last.author)));
    }
    let (text, mentions) = mentions(&checked(&said.text)?, &facts.teammates, (&last.mentions, moment.today))?;
    if (&text, &mentions) == (&last.text, &last.mentions) {
        return Ok(Vec::new());
    }
    let version = last.version.saturating_add(1);
    let next = Comment { version, text, mentions, written_on: said.written_on, recorded_at: said.recorded_at, ..last.clone() };
    check_once(facts, &next)?;
    Ok(vec![Write::Room(RoomFact::Comment(next))])
}

/// Takes a comment back. It stays in the record.
///
/// # Errors
/// A comment that does not exist or was withdrawn before, no reason.
pub fn withdraw_comment(facts: &Facts, at: (AccountId, CommentId), withdrawal: Withdrawal) -> Result<Vec<Write>, Refusal> {
    let last = comment(facts, at)?;
    check_text("reason", &withdrawal.reason)?;
    Ok(vec![Write::Room(RoomFact::Comment(Comment { withdrawn: Some(withdrawal), ..last.clone() }))])
}

/// Adds a document.
///
/// # Errors
/// No title, an address that is none or has a secret in it, a renewal or a contract of another account, an address that is there already.
pub fn add_document(facts: &Facts, document: Document) -> Result<Vec<Write>, Refusal> {
    let document = checked_document(facts, document)?;
    Ok(vec![Write::Room(RoomFact::Document(document))])
}

/// Changes what is said of a document. The same words change nothing.
///
/// # Errors
/// A document that does not exist or was withdrawn, and as [`add_document`].
pub fn change_document(facts: &Facts, document: Document) -> Result<Vec<Write>, Refusal> {
    let found = self::document(facts, (document.account, document.id))?;
    let document = checked_document(facts, document)?;
    let says = |document: &Document| (document.kind, document.title.clone(), document.address.clone(), document.renewal, document.contract);
    if says(found) == says(&document) {
        return Ok(Vec::new());
    }
    let (author, recorded_at) = (found.author.clone(), found.recorded_at);
    Ok(vec![Write::Room(RoomFact::Document(Document { author, recorded_at, ..document }))])
}

/// Takes a document off the page. That it was there stays in the record.
///
/// # Errors
/// A document that does not exist or was withdrawn before, no reason.
pub fn withdraw_document(facts: &Facts, at: (AccountId, DocumentId), withdrawal: Withdrawal) -> Result<Vec<Write>, Refusal> {
    let found = document(facts, at)?;
    check_text("reason", &withdrawal.reason)?;
    Ok(vec![Write::Room(RoomFact::Document(Document { withdrawn: Some(withdrawal), ..found.clone() }))])
}

/// Nobody says the same twice on a day: it was sent twice.
fn check_once(facts: &Facts, comment: &Comment) -> Result<(), Refusal> {
    let key = |comment: &Comment| (comment.written_on, comment.author.clone(), comment.text.clone());
    let mut all = facts.room(comment.account).into_iter().flat_map(|room| room.comments.values()).filter_map(|versions| versions.last());
    if all.any(|other| other.withdrawn.is_none() && other.id != comment.id && key(other) == key(comment)) {
        return Err(field("text", "", "was written here by you today already".into()));
    }
    Ok(())
}

/// A text of several lines, trimmed.
fn checked(text: &str) -> Result<String, Refusal> {
    let text = text.trim().replace("\r\n", "\n");
    let length = text.chars().count();
    if length == 0 || length > COMMENT_MAX {
        return Err(field("text", "", format!("must be 1 to {COMMENT_MAX} characters; it has {length}")));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(field("text", "", "has a control character".into()));
    }
    Ok(text)
}

/// A document that may be written down. One of a renewal belongs to the contract of that renewal, which then needs no mention.
fn checked_document(facts: &Facts, document: Document) -> Result<Document, Refusal> {
    known(facts, document.account)?;
    check_text("title", &document.title)?;
    check_address(&document.address).map_err(|problem| {
        let remedy = "Copy the address from the browser, such as https://files.example/order-form.".to_string();
        Refusal { remedy, ..field("address", "", problem) }
    })?;
    check_renewal(facts, (document.account, document.renewal))?;
    let strange = document.contract.is_some_and(|id| facts.contracts.get(&id).is_none_or(|contract| contract.account != document.account));
    if strange {
        return Err(field("contract", "", "is not a contract of this account".into()));
    }
    let renewed = document.renewal.and_then(|id| facts.renewals.get(&id)).map(|renewal| renewal.contract);
    if renewed.is_some() && document.contract.is_some() && document.contract != renewed {
        return Err(field("contract", "", "is not the contract of that renewal".into()));
    }
    let document = Document { contract: document.contract.filter(|_| document.renewal.is_none()), ..document };
    let same = |other: &Document| {
        let place = |document: &Document| (document.address.clone(), document.renewal, document.contract);
        other.withdrawn.is_none() && other.id != document.id && place(other) == place(&document)
    };
    if facts.room(document.account).is_some_and(|room| room.documents.values().any(same)) {
        return Err(field("address", &document.address, "is there already".into()));
    }
    Ok(document)
}

fn comment(facts: &Facts, (account, id): (AccountId, CommentId)) -> Result<&Comment, Refusal> {
    of(facts, account, |room| room.comments.get(&id)?.last().filter(|comment| comment.withdrawn.is_none()))
}

fn document(facts: &Facts, (account, id): (AccountId, DocumentId)) -> Result<&Document, Refusal> {
    of(facts, account, |room| room.documents.get(&id).filter(|document| document.withdrawn.is_none()))
}
