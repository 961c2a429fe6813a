//! Contacts with customers: read from their file, then tied to the renewals that the planner made. What was written down stays.

use super::changes::{Change, RecordChange};
use super::contracts::TERMS_MAX;
use super::export::{account_reference, contract_reference};
use super::import::{Work, each_row};
use super::names::twice;
use super::progress::instant;
use super::schema::file_schema;
use super::sheet::{Cells, Sheet, at, joined, whole, words};
use crate::account::{Activity, ActivityKind};
use crate::facts::{Facts, Write};
use crate::primitives::{AccountId, ActivityId, ContractId, RenewalId, parse_date};
use crate::refusal::Refusal;
use crate::renewal::Renewal;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The file.
pub(super) const FILE: &str = "activities.csv";

/// What recognises an activity; several with the same are told apart by the instant at which they were written down.
type Key = (AccountId, Date, ActivityKind, String);

/// One sound row.
pub(super) struct Contact {
    row: usize,
    /// As the row says it, without its renewal and with defaults where the row says nothing.
    activity: Activity,
    about: Option<(ContractId, u32)>,
    says: Says,
}

/// Which of the optional columns the row says.
struct Says {
    recorded_at: Option<Timestamp>,
    author: bool,
    notes: bool,
    theirs: bool,
    renewal: bool,
}

fn key(activity: &Activity) -> Key {
    (activity.account, activity.held_on, activity.kind, activity.subject.clone())
}

/// Reads the rows.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) -> Vec<Contact> {
    let mut seen: BTreeMap<Key, (usize, BTreeSet<Option<Timestamp>>)> = BTreeMap::new();
    let mut sound = Vec::new();
    for (row, contact) in each_row(sheet, work, contact) {
        let (first, instants) = seen.entry(key(&contact.activity)).or_insert_with(|| (row, BTreeSet::new()));
        let told_apart = contact.says.recorded_at.is_some() && !instants.contains(&None);
        if (!told_apart && !instants.is_empty()) || !instants.insert(contact.says.recorded_at) {
            let refusal = twice(sheet, row, ("subject", &contact.activity.subject), *first);
            work.refusals.push(Refusal { remedy: "Keep one of the two rows, or tell them apart by recorded_at.".into(), ..refusal });
            continue;
        }
        work.touched.insert(contact.activity.account);
        sound.push(contact);
    }
    sound
}

fn contact(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Contact> {
    let account = cells.known("account", &work.names.accounts);
    let today = work.planning.moment.today;
    let passed =
        |text: &str| parse_date(text).and_then(|day| if day <= today { Ok(day) } else { Err(format!("lies after today, {today}")) });
    let held_on = cells.read("held_on", passed);
    let kind = cells.word("kind");
    let subject = cells.text("subject");
    let notes = cells.optional("notes", (None, String::new()), words);
    let ours = cells.value("ours").and_then(|_| cells.known_all("ours", &work.names.teammates));
    let theirs = cells.known_all("theirs", &work.names.stakeholders);
    let about = about(cells, work);
    let author = cells.optional("author", (None, String::new()), super::sheet::one_line);
    let recorded_at = cells.optional("recorded_at", (None, None), |text| instant(text, work).map(Some));
    let (author, recorded_at) = (author?, recorded_at?);
    let says = Says {
        recorded_at,
        author: !author.is_empty(),
        notes: cells.has("notes"),
        theirs: cells.has("theirs"),
        renewal: cells.has("contract"),
    };
    let activity = Activity {
        id: ActivityId(uuid::Uuid::nil()),
        account: account?,
        renewal: None,
        kind: kind?,
        held_on: held_on?,
        subject: subject?,
        notes: notes?,
        ours: ours?,
        theirs: theirs?,
        author: if says.author { author } else { work.planning.cause.author.clone() },
        recorded_at: recorded_at.unwrap_or(work.planning.moment.recorded_at),
        withdrawn: false,
    };
    Some(Contact { row: cells.row.line, activity, about: about?, says })
}

/// The term whose renewal it was about; the outer `None` means refused.
fn about(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Option<(ContractId, u32)>> {
    if cells.raw("contract").is_empty() && cells.raw("term").is_empty() {
        return Some(None);
    }
    let (contract, term) = (cells.known("contract", &work.names.contracts), cells.read("term", whole(1, TERMS_MAX)));
    Some(Some((contract?, term?)))
}

/// Ties the activities to their renewals and writes down those that are new.
pub(super) fn place(after: &mut Facts, contacts: Vec<Contact>, work: &mut Work<'_>) {
    if contacts.is_empty() {
        return;
    }
    let renewals: BTreeMap<(ContractId, u32), RenewalId> = after
        .renewals
        .values()
        .filter(|r| after.terms.contains_key(&(r.contract, r.term_number)))
        .map(|r| ((r.contract, r.term_number), r.id))
        .collect();
    let mut known: BTreeMap<Key, Vec<&Activity>> = BTreeMap::new();
    for activity in work.before.activities.values().filter(|activity| !activity.withdrawn) {
        known.entry(key(activity)).or_default().push(activity);
    }
    let mut writes = Vec::new();
    for contact in contacts {
        let renewal = contact.about.map(|about| renewals.get(&about).copied());
        if let (Some(None), Some((_, term))) = (renewal, contact.about) {
            let place = at(FILE, contact.row, "term", &term.to_string());
            work.refusals.push(Refusal {
                problem: "is not a term of that contract".into(),
                remedy: "Add it to terms.csv, or correct it here.".into(),
                ..place
            });
            continue;
        }
        let said = Activity { renewal: renewal.flatten(), ..contact.activity.clone() };
        let same_key = known.get(&key(&said)).map_or(&[][..], Vec::as_slice);
        let candidates: Vec<&Activity> = match contact.says.recorded_at {
            Some(instant) => same_key.iter().copied().filter(|activity| activity.recorded_at == instant).collect(),
            None => same_key.to_vec(),
        };
        if candidates.iter().any(|recorded| agrees(&said, &contact.says, recorded, after)) {
            work.changes.count(FILE, None);
            continue;
        }
        let refusal = if candidates.is_empty() { misplaced(&said, &contact, after) } else { Some(rewritten(&said, contact.row)) };
        if let Some(refusal) = refusal {
            work.refusals.push(refusal);
            continue;
        }
        work.changes.count(FILE, Some(Change::Created));
        let reference = format!("{} {} {}", account_reference(after, said.account), said.held_on, said.subject);
        work.changes.records.push(RecordChange {
            kind: file_schema(FILE).map_or("activity", |schema| schema.kind),
            reference,
            change: Change::Created,
        });
        writes.push(Write::Activity(Activity { id: ActivityId::new(work.planning.ids), ..said }));
    }
    work.extend(after, writes);
}

/// Whether a recorded activity is as the row says, as far as it says anything.
fn agrees(said: &Activity, says: &Says, recorded: &Activity, after: &Facts) -> bool {
    let stands = |id: &RenewalId| after.renewals.get(id).is_some_and(|r| after.terms.contains_key(&(r.contract, r.term_number)));
    said.ours == recorded.ours
        && (!says.notes || said.notes == recorded.notes.trim())
        && (!says.theirs || said.theirs == recorded.theirs)
        && (!says.author || said.author == recorded.author)
        && (!says.renewal || said.renewal == recorded.renewal.filter(stands))
}

fn rewritten(said: &Activity, row: usize) -> Refusal {
    let problem = "was written down otherwise, and what was written down stays".to_string();
    let remedy = "Withdraw that activity and import again, or take the row out.".to_string();
    Refusal { problem, remedy, ..at(FILE, row, "subject", &said.subject) }
}

/// What is written down now is about people and renewals of the account. Of an earlier activity they may have moved since.
fn misplaced(said: &Activity, contact: &Contact, after: &Facts) -> Option<Refusal> {
    if contact.says.recorded_at.is_some() {
        return None;
    }
    let account = account_reference(after, said.account);
    let stranger = said.theirs.iter().filter_map(|id| after.stakeholders.get(id)).find(|person| person.account != said.account);
    if let Some(person) = stranger {
        let problem = format!("is not a stakeholder of {account}");
        return Some(Refusal {
            problem,
            remedy: "Correct the account or the person.".into(),
            ..at(FILE, contact.row, "theirs", &person.reference)
        });
    }
    let renewal = said.renewal.and_then(|id| after.renewals.get(&id)).filter(|renewal| renewal.account != said.account)?;
    let problem = format!("is not a contract of {account}");
    let reference = contract_reference(after, renewal.contract);
    Some(Refusal { problem, remedy: "Correct the account or the contract.".into(), ..at(FILE, contact.row, "contract", &reference) })
}

/// Rows of activities.csv: those that were not withdrawn.
pub(super) fn activities(facts: &Facts) -> Vec<Vec<String>> {
    let standing = |renewal: &&Renewal| facts.terms.contains_key(&(renewal.contract, renewal.term_number));
    let row = |activity: &Activity| {
        let about = activity.renewal.and_then(|id| facts.renewals.get(&id)).filter(standing);
        let ours = activity.ours.iter().filter_map(|id| facts.teammates.get(id)).map(|t| t.reference.as_str());
        let theirs = activity.theirs.iter().filter_map(|id| facts.stakeholders.get(id)).map(|s| s.reference.as_str());
        vec![
            account_reference(facts, activity.account),
            activity.held_on.to_string(),
            activity.kind.to_string(),
            activity.subject.clone(),
            activity.notes.trim().to_string(),
            joined(ours),
            joined(theirs),
            about.map_or_else(String::new, |renewal| contract_reference(facts, renewal.contract)),
            about.map_or_else(String::new, |renewal| renewal.term_number.to_string()),
            activity.author.clone(),
            activity.recorded_at.to_string(),
        ]
    };
    let mut rows: Vec<Vec<String>> = facts.activities.values().filter(|activity| !activity.withdrawn).map(row).collect();
    rows.sort();
    rows
}
