//! Comments about customers and documents that lie elsewhere. Of a comment the last version is a row.

use super::export::{account_reference, contract_reference, teammate_reference};
use super::import::{Work, each_row};
use super::promises::{About, about, once, renewal_of, rewritten, term_of, told_about};
use super::sheet::{Cells, Sheet, joined, note};
use super::values::{keep, placed, written};
use crate::commands::add_document;
use crate::facts::Facts;
use crate::primitives::{CommentId, ContractId, DocumentId, parse_date};
use crate::room::{COMMENT_MAX, Comment, Document, MENTIONS_MAX, RoomFact};
use std::collections::BTreeMap;

/// The file of comments.
pub(super) const COMMENTS_FILE: &str = "comments.csv";
/// The file of documents.
pub(super) const DOCUMENTS_FILE: &str = "documents.csv";

/// Sound rows of the two files.
pub(super) struct Told {
    comments: Vec<(usize, (Comment, About))>,
    documents: Vec<(usize, (Document, About))>,
}

/// Reads the rows of the two files.
pub(super) fn read((comments, documents): (Option<&Sheet<'_>>, Option<&Sheet<'_>>), work: &mut Work<'_>) -> Told {
    let (mut said, mut linked) = (BTreeMap::new(), BTreeMap::new());
    let comments = comments.map_or_else(Vec::new, |sheet| {
        let rows = each_row(sheet, work, comment);
        let key = |(row, _): &(Comment, About)| (row.account, row.written_on, row.author.clone(), row.text.clone());
        once(rows, (sheet, "text"), key, (&mut said, work))
    });
    let documents = documents.map_or_else(Vec::new, |sheet| {
        let rows = each_row(sheet, work, document);
        let key = |(row, about): &(Document, About)| (row.account, row.address.clone(), row.contract, *about);
        once(rows, (sheet, "address"), key, (&mut linked, work))
    });
    Told { comments, documents }
}

fn comment(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Comment, About)> {
    let account = cells.known("account", &work.names.accounts);
    let said = |text: &str| {
        let text = note(text)?.replace("\r\n", "\n");
        let length = text.chars().count();
        if length > COMMENT_MAX { Err(format!("has {length} characters; at most {COMMENT_MAX} fit")) } else { Ok(text) }
    };
    let text = cells.read("text", said);
    let today = work.planning.moment.today;
    let passed =
        |text: &str| parse_date(text).and_then(|day| if day <= today { Ok(day) } else { Err(format!("lies after today, {today}")) });
    let written_on = cells.read("written_on", passed);
    let mentions = cells.known_all("mentions", &work.names.teammates);
    if mentions.as_ref().is_some_and(|mentions| mentions.len() > MENTIONS_MAX) {
        cells.refuse("mentions", format!("names more than {MENTIONS_MAX} people"), "");
        return None;
    }
    let by = cells.known_or_none("by", None, &work.names.teammates);
    let about = about(cells, work);
    let (author, recorded_at) = written(cells, work)?;
    let comment = Comment {
        id: CommentId(uuid::Uuid::nil()),
        version: 1,
        account: account?,
        renewal: None,
        text: text?,
        mentions: mentions?,
        author,
        by: by?,
        written_on: written_on?,
        recorded_at,
        withdrawn: None,
    };
    Some((comment, about?))
}

/// The contract of a row without a term: the document belongs to the contract as a whole.
fn whole_contract(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Option<ContractId>> {
    if cells.raw("contract").is_empty() || !cells.raw("term").is_empty() {
        return Some(None);
    }
    cells.known("contract", &work.names.contracts).map(Some)
}

fn document(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Document, About)> {
    let account = cells.known("account", &work.names.accounts);
    let kind = cells.word("kind");
    let title = cells.text("title");
    let address = cells.read("address", |text| crate::room::check_address(text).map(|()| text.to_string()));
    let contract = whole_contract(cells, work);
    let about = if cells.raw("term").is_empty() { Some(None) } else { about(cells, work) };
    let (author, recorded_at) = written(cells, work)?;
    let document = Document {
        id: DocumentId(uuid::Uuid::nil()),
        account: account?,
        renewal: None,
        contract: contract?,
        kind: kind?,
        title: title?,
        address: address?,
        author,
        recorded_at,
        changed: None,
        withdrawn: None,
    };
    Some((document, about?))
}

/// Ties the rows to their renewals and writes down what is new.
pub(super) fn place(after: &mut Facts, told: Told, work: &mut Work<'_>) {
    for row in told.comments {
        place_comment(after, row, work);
    }
    for row in told.documents {
        place_document(after, row, work);
    }
}

fn place_comment(after: &mut Facts, (row, (said, about)): (usize, (Comment, About)), work: &mut Work<'_>) {
    let Some(renewal) = renewal_of(after, (COMMENTS_FILE, row), about, work) else { return };
    let reference = format!("{} {}", account_reference(after, said.account), said.written_on);
    let key = |comment: &Comment| (comment.written_on, comment.author.clone(), comment.text.clone());
    let mut all = after.room(said.account).into_iter().flat_map(|room| room.comments.values());
    let same = |versions: &&Vec<Comment>| {
        versions.last().is_some_and(|last| last.withdrawn.is_none()) && versions.iter().any(|version| key(version) == key(&said))
    };
    // A version that was corrected since is known: the correction stands.
    match all.find(same).and_then(|versions| versions.last()).cloned() {
        Some(last)
            if key(&last) == key(&said)
                && (told_about(after, (last.account, last.renewal)), last.by, &last.mentions) != (about, said.by, &said.mentions) =>
        {
            work.refusals.push(rewritten(COMMENTS_FILE, row, ("text", &said.text)));
        }
        Some(last) => {
            let fact = RoomFact::Comment(last);
            keep(after, (COMMENTS_FILE, reference), (Some(fact.clone()), fact), work);
        }
        None => {
            let said = Comment { id: CommentId::new(work.planning.ids), renewal, ..said };
            keep(after, (COMMENTS_FILE, reference), (None, RoomFact::Comment(said)), work);
        }
    }
}

fn place_document(after: &mut Facts, (row, (said, about)): (usize, (Document, About)), work: &mut Work<'_>) {
    let Some(renewal) = renewal_of(after, (DOCUMENTS_FILE, row), about, work) else { return };
    let reference = format!("{} {}", account_reference(after, said.account), said.title);
    let mut all = after.room(said.account).into_iter().flat_map(|room| room.documents.values());
    let place = |document: &Document| (document.address.clone(), contract_of(after, document));
    let same = |known: &&Document| told_about(after, (known.account, known.renewal)) == about && place(known) == place(&said);
    let known = all.find(|known| known.withdrawn.is_none() && same(known)).cloned();
    let said = match &known {
        Some(known) => Document { kind: said.kind, title: said.title, ..known.clone() },
        None => Document { id: DocumentId::new(work.planning.ids), renewal, ..said },
    };
    let new = if known.as_ref() == Some(&said) { Ok(Vec::new()) } else { add_document(after, said.clone()) };
    match new {
        Err(refusal) => work.refusals.push(placed(refusal, DOCUMENTS_FILE, row)),
        Ok(_) => keep(after, (DOCUMENTS_FILE, reference), (known.map(RoomFact::Document), RoomFact::Document(said)), work),
    }
}

/// Rows of comments.csv: the last versions of those that were not withdrawn.
pub(super) fn comments(facts: &Facts) -> Vec<Vec<String>> {
    let row = |said: &Comment| {
        let mentions = said.mentions.iter().filter_map(|id| facts.teammates.get(id)).map(|person| person.reference.as_str());
        let by = said.by.map(|id| teammate_reference(facts, id)).unwrap_or_default();
        let head = [account_reference(facts, said.account), said.text.clone(), said.written_on.to_string(), joined(mentions), by];
        let written = [said.author.clone(), said.recorded_at.to_string()];
        head.into_iter().chain(term_of(facts, (said.account, said.renewal))).chain(written).collect()
    };
    let last = facts.rooms.values().flat_map(|room| room.comments.values()).filter_map(|versions| versions.last());
    let mut rows: Vec<Vec<String>> = last.filter(|said| said.withdrawn.is_none()).map(row).collect();
    rows.sort();
    rows
}

/// The contract that a document belongs to as a whole, where it is still the account's.
fn contract_of(facts: &Facts, document: &Document) -> Option<ContractId> {
    document.contract.filter(|id| facts.contracts.get(id).is_some_and(|contract| contract.account == document.account))
}

/// Rows of documents.csv: those that were not withdrawn. A link to one place that is the account's twice, since a contract that had it moved
/// on, is one row.
pub(super) fn documents(facts: &Facts) -> Vec<Vec<String>> {
    let place = |known: &Document| {
        let [contract, term] = term_of(facts, (known.account, known.renewal));
        [contract_of(facts, known).map_or(contract, |id| contract_reference(facts, id)), term]
    };
    let live = facts.rooms.values().flat_map(|room| room.documents.values()).filter(|known| known.withdrawn.is_none());
    let mut rows = BTreeMap::new();
    for known in live {
        let place = place(known);
        rows.entry((known.account, &known.address, place.clone())).or_insert_with(|| {
            let head = [account_reference(facts, known.account), known.kind.to_string(), known.title.clone(), known.address.clone()];
            let written = [known.author.clone(), known.recorded_at.to_string()];
            head.into_iter().chain(place).chain(written).collect()
        });
    }
    let mut rows: Vec<Vec<String>> = rows.into_values().collect();
    rows.sort();
    rows
}
