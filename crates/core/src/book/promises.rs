//! Where people at customers stand, objections and commitments: what was written down stays; an answer or an end may follow.

use super::export::{account_reference, contract_reference, teammate_reference, text};
use super::import::{Work, each_row};
use super::names::twice;
use super::sheet::{Cells, Sheet, at, joined, one_line, whole};
use super::values::{keep, placed, written};
use crate::commands::{judge_stakeholder, raise_objection, record_commitment};
use crate::facts::Facts;
use crate::ownership::handoff::Word;
use crate::primitives::{AccountId, CommitmentId, ContractId, ObjectionId, RenewalId, StakeholderId, StandpointId, parse_date};
use crate::refusal::Refusal;
use crate::room::{Commitment, Objection, RoomFact, Standpoint};
use std::collections::BTreeMap;

/// The file of where people stand.
pub(super) const STANDPOINTS_FILE: &str = "standpoints.csv";
/// The file of objections.
pub(super) const OBJECTIONS_FILE: &str = "objections.csv";
/// The file of commitments.
pub(super) const COMMITMENTS_FILE: &str = "commitments.csv";

/// The term whose renewal something was about.
pub(super) type About = Option<(ContractId, u32)>;

/// Sound rows of the three files.
pub(super) struct Told {
    standpoints: Vec<(usize, Standpoint)>,
    objections: Vec<(usize, (Objection, About))>,
    commitments: Vec<(usize, (Commitment, About))>,
}

/// Reads the rows of the three files.
pub(super) fn read(
    (standpoints, objections, commitments): (Option<&Sheet<'_>>, Option<&Sheet<'_>>, Option<&Sheet<'_>>),
    work: &mut Work<'_>,
) -> Told {
    let (mut people, mut said, mut promised) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let standpoints = standpoints.map_or_else(Vec::new, |sheet| {
        let rows = each_row(sheet, work, standpoint);
        once(rows, (sheet, "stakeholder"), |row| (row.account, row.stakeholder, String::new()), (&mut people, work))
    });
    let objections = objections.map_or_else(Vec::new, |sheet| {
        let rows = each_row(sheet, work, objection);
        once(rows, (sheet, "text"), |(row, _)| (row.account, row.raised_on, row.text.clone()), (&mut said, work))
    });
    let commitments = commitments.map_or_else(Vec::new, |sheet| {
        let rows = each_row(sheet, work, commitment);
        once(rows, (sheet, "promise"), |(row, _)| (row.account, row.due_on, row.promise.clone()), (&mut promised, work))
    });
    Told { standpoints, objections, commitments }
}

/// Rows that a file has once; a second one of the same key is refused.
pub(super) fn once<T, K: Ord>(
    rows: Vec<(usize, T)>,
    (sheet, column): (&Sheet<'_>, &str),
    key: impl Fn(&T) -> K,
    (seen, work): (&mut BTreeMap<K, usize>, &mut Work<'_>),
) -> Vec<(usize, T)> {
    let mut sound = Vec::new();
    for (row, value) in rows {
        match seen.insert(key(&value), row) {
            Some(first) => work.refusals.push(twice(sheet, row, (column, ""), first)),
            None => sound.push((row, value)),
        }
    }
    sound
}

fn standpoint(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Standpoint> {
    let account = cells.known("account", &work.names.accounts);
    let stakeholder = cells.known("stakeholder", &work.names.stakeholders);
    let influence = cells.word("influence");
    let sentiment = cells.word("sentiment");
    let known_by = cells.known_all("known_by", &work.names.teammates);
    let judged_on = cells.read("judged_on", parse_date);
    let reason = cells.text("reason");
    let (author, recorded_at) = written(cells, work)?;
    Some(Standpoint {
        id: StandpointId(uuid::Uuid::nil()),
        account: account?,
        stakeholder: stakeholder?,
        influence: influence?,
        sentiment: sentiment?,
        known_by: known_by?,
        reason: reason?,
        judged_on: judged_on?,
        author,
        recorded_at,
    })
}

/// The contract and term in their columns; both or none.
pub(super) fn about(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<About> {
    if cells.raw("contract").is_empty() && cells.raw("term").is_empty() {
        return Some(None);
    }
    let (contract, term) = (cells.known("contract", &work.names.contracts), cells.read("term", whole(1, super::contracts::TERMS_MAX)));
    Some(Some((contract?, term?)))
}

/// What somebody said in three columns: the words, who and when; all or none.
fn word(cells: &mut Cells<'_, '_>, [reason, by, on]: [&str; 3], work: &Work<'_>) -> Option<Option<Word>> {
    if [reason, by, on].iter().all(|column| cells.raw(column).is_empty()) {
        return Some(None);
    }
    let (reason, by, on) = (cells.optional(reason, (None, String::new()), one_line), cells.text(by), cells.read(on, parse_date));
    Some(Some(Word { reason: reason?, by: by?, on: on?, recorded_at: work.planning.moment.recorded_at }))
}

fn objection(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Objection, About)> {
    let account = cells.known("account", &work.names.accounts);
    let kind = cells.word("kind");
    let said = cells.text("text");
    let raised_on = cells.read("raised_on", parse_date);
    let raised_by = cells.known_or_none("raised_by", None, &work.names.stakeholders);
    let answer = word(cells, ["answer", "answered_by", "answered_on"], work);
    let resolved = word(cells, ["resolution", "resolved_by", "resolved_on"], work);
    let about = about(cells, work);
    let (author, recorded_at) = written(cells, work)?;
    let objection = Objection {
        id: ObjectionId(uuid::Uuid::nil()),
        account: account?,
        renewal: None,
        kind: kind?,
        text: said?,
        raised_by: raised_by?,
        raised_on: raised_on?,
        answer: answer?,
        resolved: resolved?,
        author,
        recorded_at,
        withdrawn: None,
    };
    Some((objection, about?))
}

fn commitment(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Commitment, About)> {
    let account = cells.known("account", &work.names.accounts);
    let promise = cells.text("promise");
    let to = cells.known_or_none("to", None, &work.names.stakeholders);
    let owner = cells.known("owner", &work.names.teammates);
    let made_on = cells.read("made_on", parse_date);
    let due_on = cells.read("due_on", parse_date);
    let end = cells.optional("ended_as", (None, None), |text| text.parse().map(Some));
    let note = word(cells, ["note", "ended_by", "ended_on"], work);
    let about = about(cells, work);
    let (author, recorded_at) = written(cells, work)?;
    let (end, note) = (end?, note?);
    if end.is_some() != note.is_some() {
        cells.refuse("ended_as", "does not go with ended_by and ended_on", "Say how it ended, who says so and when, or none of it.");
        return None;
    }
    let commitment = Commitment {
        id: CommitmentId(uuid::Uuid::nil()),
        account: account?,
        renewal: None,
        promise: promise?,
        to: to?,
        owner: owner?,
        made_on: made_on?,
        due_on: due_on?,
        ended: end.zip(note),
        author,
        recorded_at,
        withdrawn: None,
    };
    Some((commitment, about?))
}

/// Writes down what is new.
pub(super) fn place(after: &mut Facts, told: Told, work: &mut Work<'_>) {
    for (row, said) in told.standpoints {
        let reference = text(after.stakeholders.get(&said.stakeholder).map(|person| &person.reference));
        let known = after.room(said.account).and_then(|room| room.standpoint(said.stakeholder));
        if known.is_some_and(|known| same_standpoint(known, &said)) {
            work.changes.count(STANDPOINTS_FILE, None);
            continue;
        }
        let said = Standpoint { id: StandpointId::new(work.planning.ids), ..said };
        match judge_stakeholder(after, said.clone(), work.planning.moment) {
            Err(refusal) => work.refusals.push(placed(refusal, STANDPOINTS_FILE, row)),
            Ok(_) => keep(after, (STANDPOINTS_FILE, reference), (None, RoomFact::Standpoint(said)), work),
        }
    }
    for (row, (said, about)) in told.objections {
        place_objection(after, (row, said, about), work);
    }
    for (row, (said, about)) in told.commitments {
        place_commitment(after, (row, said, about), work);
    }
}

fn same_standpoint(known: &Standpoint, said: &Standpoint) -> bool {
    (known.influence, known.sentiment, &known.known_by, &known.reason, known.judged_on)
        == (said.influence, said.sentiment, &said.known_by, &said.reason, said.judged_on)
}

fn place_objection(after: &mut Facts, (row, said, about): (usize, Objection, About), work: &mut Work<'_>) {
    let Some(renewal) = renewal_of(after, (OBJECTIONS_FILE, row), about, work) else { return };
    let reference = format!("{} {}", account_reference(after, said.account), said.text);
    let mut all = after.room(said.account).into_iter().flat_map(|room| room.objections.values());
    let known = all.find(|known| known.withdrawn.is_none() && (&known.text, known.raised_on) == (&said.text, said.raised_on)).cloned();
    let stands = known.as_ref().is_none_or(|known| {
        (known.kind, known.raised_by, told_about(after, (known.account, known.renewal))) == (said.kind, said.raised_by, about)
            && follows(known.answer.as_ref(), said.answer.as_ref())
            && follows(known.resolved.as_ref(), said.resolved.as_ref())
    });
    if !stands {
        return work.refusals.push(rewritten(OBJECTIONS_FILE, row, ("text", &said.text)));
    }
    let said = match &known {
        Some(known) => {
            Objection { answer: known.answer.clone().or(said.answer), resolved: known.resolved.clone().or(said.resolved), ..known.clone() }
        }
        None => Objection { id: ObjectionId::new(work.planning.ids), renewal, ..said },
    };
    if let Some(early) =
        [&said.answer, &said.resolved].into_iter().flatten().find(|word| word.on < said.raised_on || word.reason.is_empty())
    {
        let problem = "has an answer or an end without words, or before it was raised".to_string();
        return work.refusals.push(Refusal { problem, ..at(OBJECTIONS_FILE, row, "raised_on", &early.on.to_string()) });
    }
    let new = if known.is_some() { Ok(Vec::new()) } else { raise_objection(after, said.clone(), work.planning.moment) };
    match new {
        Err(refusal) => work.refusals.push(placed(refusal, OBJECTIONS_FILE, row)),
        Ok(_) => keep(after, (OBJECTIONS_FILE, reference), (known.map(RoomFact::Objection), RoomFact::Objection(said)), work),
    }
}

fn place_commitment(after: &mut Facts, (row, said, about): (usize, Commitment, About), work: &mut Work<'_>) {
    let Some(renewal) = renewal_of(after, (COMMITMENTS_FILE, row), about, work) else { return };
    let reference = format!("{} {}", account_reference(after, said.account), said.promise);
    let mut all = after.room(said.account).into_iter().flat_map(|room| room.commitments.values());
    let known = all.find(|known| known.withdrawn.is_none() && (&known.promise, known.due_on) == (&said.promise, said.due_on)).cloned();
    let end = |commitment: &Commitment| commitment.ended.as_ref().map(|(end, _)| *end);
    let stands = known.as_ref().is_none_or(|known| {
        let word = |commitment: &Commitment| commitment.ended.as_ref().map(|(_, word)| word.clone());
        let about_known = told_about(after, (known.account, known.renewal));
        (known.to, known.owner, known.made_on, about_known) == (said.to, said.owner, said.made_on, about)
            && (known.ended.is_none() || end(known) == end(&said))
            && follows(word(known).as_ref(), word(&said).as_ref())
    });
    if !stands {
        return work.refusals.push(rewritten(COMMITMENTS_FILE, row, ("promise", &said.promise)));
    }
    let said = match &known {
        Some(known) => Commitment { ended: known.ended.clone().or(said.ended), ..known.clone() },
        None => Commitment { id: CommitmentId::new(work.planning.ids), renewal, ..said },
    };
    if let Some((end, word)) = &said.ended
        && (word.on < said.made_on || (*end != crate::room::CommitmentEnd::Kept && word.reason.is_empty()))
    {
        let problem = "ended before it was made, or broken or released without a note".to_string();
        return work.refusals.push(Refusal { problem, ..at(COMMITMENTS_FILE, row, "ended_as", end.code()) });
    }
    let new = if known.is_some() { Ok(Vec::new()) } else { record_commitment(after, said.clone(), work.planning.moment) };
    match new {
        Err(refusal) => work.refusals.push(placed(refusal, COMMITMENTS_FILE, row)),
        Ok(_) => keep(after, (COMMITMENTS_FILE, reference), (known.map(RoomFact::Commitment), RoomFact::Commitment(said)), work),
    }
}

/// Whether what a row says goes with what is recorded: it may add words and takes none away.
fn follows(known: Option<&Word>, said: Option<&Word>) -> bool {
    let key = |word: &Word| (word.reason.clone(), word.by.clone(), word.on);
    known.is_none() || known.map(key) == said.map(key)
}

pub(super) fn rewritten(file: &str, row: usize, (column, value): (&str, &str)) -> Refusal {
    let problem = "was written down otherwise, and what was written down stays".to_string();
    let remedy = "Withdraw it and import again, or take the row out.".to_string();
    Refusal { problem, remedy, ..at(file, row, column, value) }
}

/// The renewal of a term; the outer `None` means refused.
pub(super) fn renewal_of(after: &Facts, (file, row): (&str, usize), about: About, work: &mut Work<'_>) -> Option<Option<RenewalId>> {
    let Some((contract, term)) = about else { return Some(None) };
    let known = after.terms.contains_key(&(contract, term));
    let found = after.renewal_of(contract, term).filter(|_| known);
    if found.is_none() {
        let remedy = "Add it to terms.csv, or correct it here.".to_string();
        work.refusals.push(Refusal {
            problem: "is not a term of that contract".into(),
            remedy,
            ..at(file, row, "term", &term.to_string())
        });
    }
    found.map(|renewal| Some(renewal.id))
}

fn person(facts: &Facts, id: Option<StakeholderId>) -> String {
    text(id.and_then(|id| facts.stakeholders.get(&id)).map(|person| &person.reference))
}

/// The term that something is about, as the book says it: one that stands, of a contract that is still the account's. A contract that
/// moved on took its renewals along.
pub(super) fn told_about(facts: &Facts, (account, renewal): (AccountId, Option<RenewalId>)) -> About {
    let renewal = facts.renewals.get(&renewal?)?;
    let stands = facts.terms.contains_key(&(renewal.contract, renewal.term_number));
    let theirs = facts.contracts.get(&renewal.contract).is_some_and(|contract| contract.account == account);
    (stands && theirs).then_some((renewal.contract, renewal.term_number))
}

/// The contract and term in their columns, both or none.
pub(super) fn term_of(facts: &Facts, at: (AccountId, Option<RenewalId>)) -> [String; 2] {
    told_about(facts, at).map_or_else(Default::default, |(contract, term)| [contract_reference(facts, contract), term.to_string()])
}

fn said(word: Option<&Word>) -> [String; 3] {
    word.map_or_else(Default::default, |word| [word.reason.clone(), word.by.clone(), word.on.to_string()])
}

/// Rows of standpoints.csv: the judgement of each person that counts.
pub(super) fn standpoints(facts: &Facts) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for room in facts.rooms.values() {
        rows.extend(room.standpoints.keys().filter_map(|id| room.standpoint(*id)).map(|said| {
            let known_by = said.known_by.iter().filter_map(|id| facts.teammates.get(id)).map(|person| person.reference.as_str());
            vec![
                account_reference(facts, said.account),
                person(facts, Some(said.stakeholder)),
                said.influence.to_string(),
                said.sentiment.to_string(),
                joined(known_by),
                said.judged_on.to_string(),
                said.reason.clone(),
                said.author.clone(),
                said.recorded_at.to_string(),
            ]
        }));
    }
    rows.sort();
    rows
}

/// Rows of objections.csv: those that were not withdrawn.
pub(super) fn objections(facts: &Facts) -> Vec<Vec<String>> {
    let row = |known: &Objection| {
        let head = vec![
            account_reference(facts, known.account),
            known.kind.to_string(),
            known.text.clone(),
            known.raised_on.to_string(),
            person(facts, known.raised_by),
        ];
        let words = said(known.answer.as_ref()).into_iter().chain(said(known.resolved.as_ref()));
        let written = [known.author.clone(), known.recorded_at.to_string()];
        head.into_iter().chain(words).chain(term_of(facts, (known.account, known.renewal))).chain(written).collect()
    };
    let live = facts.rooms.values().flat_map(|room| room.objections.values()).filter(|known| known.withdrawn.is_none());
    let mut rows: Vec<Vec<String>> = live.map(row).collect();
    rows.sort();
    rows
}

/// Rows of commitments.csv: those that were not withdrawn.
pub(super) fn commitments(facts: &Facts) -> Vec<Vec<String>> {
    let row = |known: &Commitment| {
        let head = vec![
            account_reference(facts, known.account),
            known.promise.clone(),
            person(facts, known.to),
            teammate_reference(facts, known.owner),
            known.made_on.to_string(),
            known.due_on.to_string(),
            text(known.ended.as_ref().map(|(end, _)| end)),
        ];
        let ended = said(known.ended.as_ref().map(|(_, word)| word));
        let written = [known.author.clone(), known.recorded_at.to_string()];
        head.into_iter().chain(ended).chain(term_of(facts, (known.account, known.renewal))).chain(written).collect()
    };
    let live = facts.rooms.values().flat_map(|room| room.commitments.values()).filter(|known| known.withdrawn.is_none());
    let mut rows: Vec<Vec<String>> = live.map(row).collect();
    rows.sort();
    rows
}
