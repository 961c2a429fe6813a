//! Reassignments by name: read from their file, then put on the renewals that the planner made.

use super::changes::{Change, RecordChange};
use super::contracts::{TERMS_MAX, touch};
use super::export::{contract_reference, teammate_reference};
use super::import::{Work, each_row};
use super::names::Seen;
use super::schema::file_schema;
use super::sheet::{Cells, Sheet, at, one_line, whole};
use crate::commands::OVERRIDE_MAX_DAYS;
use crate::facts::{Facts, Write};
use crate::ownership::Responsibility;
use crate::ownership::reassignment::Override;
use crate::primitives::{AccountId, ContractId, OverrideId, SubjectId, TeammateId, days_between, parse_date};
use crate::refusal::Refusal;
use crate::renewal::Renewal;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The file.
pub(super) const FILE: &str = "reassignments.csv";

/// One sound row.
pub(super) struct Named {
    row: usize,
    contract: ContractId,
    contract_reference: String,
    term: u32,
    responsibility: Responsibility,
    teammate: TeammateId,
    reason: String,
    author: String,
    from_on: Date,
    until_on: Date,
}

/// Reads the rows; whether there is such a renewal is judged once renewals are planned.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) -> Vec<Named> {
    let mut seen = Seen::new();
    let mut sound = Vec::new();
    for (row, named) in each_row(sheet, work, named) {
        let key = (named.contract, named.term, named.responsibility, named.from_on);
        if seen.is_first(sheet, work, row, (key, ("from_on", &named.from_on.to_string()))) {
            touch(work, named.contract);
            sound.push(named);
        }
    }
    sound
}

fn named(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Named> {
    let contract = cells.known("contract", &work.names.contracts);
    let term = cells.read("term", whole(1, TERMS_MAX));
    let responsibility = cells.word("responsibility");
    let teammate = cells.known("teammate", &work.names.teammates);
    let (reason, author) = (cells.read("reason", one_line), cells.read("author", one_line));
    let today = work.planning.moment.today;
    let passed =
        |text: &str| parse_date(text).and_then(|day| if day <= today { Ok(day) } else { Err(format!("lies after today, {today}")) });
    let (from_on, until_on) = (cells.read("from_on", passed), cells.read("until_on", parse_date));
    if let Some((from_on, until_on)) = from_on.zip(until_on)
        && !(1..=OVERRIDE_MAX_DAYS).contains(&days_between(from_on, until_on))
    {
        let remedy = "What lasts longer belongs into account_team.csv or the policy.";
        cells.refuse("until_on", format!("is not 1 to {OVERRIDE_MAX_DAYS} days after {from_on}"), remedy);
    }
    Some(Named {
        row: cells.row.line,
        contract: contract?,
        contract_reference: cells.raw("contract").into(),
        term: term?,
        responsibility: responsibility?,
        teammate: teammate?,
        reason: reason?,
        author: author?,
        from_on: from_on?,
        until_on: until_on?,
    })
}

type Key = (SubjectId, Responsibility, Date);

/// Puts the reassignments on the planned renewals. Gives the accounts whose owners follow from them.
pub(super) fn place(after: &mut Facts, named: Vec<Named>, work: &mut Work<'_>) -> BTreeSet<AccountId> {
    let mut accounts = BTreeSet::new();
    if named.is_empty() {
        return accounts;
    }
    let renewals: BTreeMap<(ContractId, u32), &Renewal> = after.renewals.values().map(|r| ((r.contract, r.term_number), r)).collect();
    let mut known: Vec<&Override> = after.overrides.values().collect();
    // One that was ended on its first day covers no day and yields to another from that day on.
    known.sort_by_key(|named| named.until_on);
    let known: BTreeMap<Key, &Override> =
        known.into_iter().map(|named| ((named.subject, named.responsibility, named.from_on), named)).collect();
    let (mut writes, mut rows) = (Vec::new(), BTreeMap::new());
    for row in named {
        let renewal = match open_renewal(&row, renewals.get(&(row.contract, row.term)).copied()) {
            Ok(renewal) => renewal,
            Err(refusal) => {
                work.refusals.push(refusal);
                continue;
            }
        };
        let before = known.get(&(renewal.id.into(), row.responsibility, row.from_on)).copied();
        let placed = reassignment(&row, renewal, before, work);
        rows.insert(placed.id, row.row);
        let change = match before {
            Some(before) if *before == placed => None,
            Some(_) => Some(Change::Updated),
            None => Some(Change::Created),
        };
        work.changes.count(FILE, change);
        if let Some(change) = change {
            let reference = format!("{} term {} {} from {}", row.contract_reference, row.term, row.responsibility, row.from_on);
            work.changes.records.push(RecordChange {
                kind: file_schema(FILE).map_or("reassignment", |schema| schema.kind),
                reference,
                change,
            });
            writes.push(Write::Override(placed));
            accounts.insert(renewal.account);
        }
    }
    work.extend(after, writes);
    work.refusals.extend(overlaps(after, &rows));
    accounts
}

fn reassignment(row: &Named, renewal: &Renewal, before: Option<&Override>, work: &Work<'_>) -> Override {
    Override {
        id: before.map_or_else(|| OverrideId::new(work.planning.ids), |before| before.id),
        subject: renewal.id.into(),
        responsibility: row.responsibility,
        teammate: row.teammate,
        reason: row.reason.clone(),
        author: row.author.clone(),
        from_on: row.from_on,
        until_on: row.until_on,
        recorded_at: before.map_or(work.planning.moment.recorded_at, |before| before.recorded_at),
    }
}

fn open_renewal<'a>(row: &Named, renewal: Option<&'a Renewal>) -> Result<&'a Renewal, Refusal> {
    let place = at(FILE, row.row, "term", &row.term.to_string());
    let Some(renewal) = renewal else {
        let problem = format!("is not a term of contract {}", row.contract_reference);
        return Err(Refusal { problem, remedy: "Add it to terms.csv, or correct it here.".into(), ..place });
    };
    if renewal.is_open() {
        return Ok(renewal);
    }
    let problem = format!("of contract {} has no open renewal", row.contract_reference);
    Err(Refusal { problem, remedy: "Take the row out; only open renewals are reassigned.".into(), ..place })
}

/// One person at a time holds a responsibility by name.
fn overlaps(after: &Facts, rows: &BTreeMap<OverrideId, usize>) -> Vec<Refusal> {
    let mut all: Vec<&Override> = after.overrides.values().filter(|named| named.until_on > named.from_on).collect();
    all.sort_by_key(|named| (named.subject, named.responsibility, named.from_on));
    let same = |pair: &&[&Override]| (pair[0].subject, pair[0].responsibility) == (pair[1].subject, pair[1].responsibility);
    let mut found = Vec::new();
    for pair in all.windows(2).filter(same).filter(|pair| pair[1].from_on < pair[0].until_on) {
        let later = rows.get(&pair[1].id).map(|row| (row, pair[1], pair[0]));
        let Some((row, this, other)) = later.or_else(|| rows.get(&pair[0].id).map(|row| (row, pair[0], pair[1]))) else { continue };
        let problem = format!("overlaps the reassignment of {} to {}", other.from_on, other.until_on);
        let remedy = "End the earlier one before the later one begins.".to_string();
        found.push(Refusal { problem, remedy, ..at(FILE, *row, "from_on", &this.from_on.to_string()) });
    }
    found
}

/// Rows of reassignments.csv: those of open renewals that cover a day.
pub(super) fn reassignments(facts: &Facts) -> Vec<Vec<String>> {
    let covering = facts.overrides.values().filter(|named| named.until_on > named.from_on);
    let mut rows: Vec<(String, u32, Vec<String>)> = Vec::new();
    for named in covering {
        let Some(renewal) = facts.renewals.get(&named.subject.as_renewal()).filter(|renewal| renewal.is_open()) else { continue };
        let rest = vec![
            named.responsibility.to_string(),
            teammate_reference(facts, named.teammate),
            named.reason.clone(),
            named.author.clone(),
            named.from_on.to_string(),
            named.until_on.to_string(),
        ];
        rows.push((contract_reference(facts, renewal.contract), renewal.term_number, rest));
    }
    rows.sort();
    rows.into_iter().map(|(contract, term, rest)| [vec![contract, term.to_string()], rest].concat()).collect()
}
