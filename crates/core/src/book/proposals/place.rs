//! Puts versions together from their rows and writes down those that are new, and what happened since to those that are known.

use super::super::changes::{Change, RecordChange};
use super::super::file_schema;
use super::super::import::Work;
use super::super::sheet::at;
use super::rows::{Told as Written, told};
use super::{FILE, Head, Key, LINES_FILE, OPTIONS_FILE, STEPS_FILE, TRADES_FILE, Told};
use crate::contract::Line;
use crate::facts::{Facts, Write};
use crate::primitives::LineId;
use crate::proposal::{Choice, OPTION_LINES_MAX, Proposal, Step};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// Writes down what is new. Rows of a version that proposals.csv does not name are refused.
pub(in super::super) fn place(after: &mut Facts, mut rows: Told, work: &mut Work<'_>) {
    let mut heads: BTreeMap<Key, (usize, Head)> = BTreeMap::new();
    for (row, (key, head)) in std::mem::take(&mut rows.heads) {
        if let Some((first, _)) = heads.get(&key) {
            let problem = format!("is in row {first} already");
            work.refusals.push(Refusal { problem, ..at(FILE, row, "version", &key.2.to_string()) });
        } else {
            heads.insert(key, (row, head));
        }
    }
    let named = |key: &Key| heads.contains_key(key);
    let lost = [
        stray(&rows.options, OPTIONS_FILE, named),
        stray(&rows.trades, TRADES_FILE, named),
        stray(&rows.lines, LINES_FILE, named),
        stray(&rows.steps, STEPS_FILE, named),
    ];
    work.refusals.extend(lost.into_iter().flatten());
    for (key, (row, head)) in heads {
        match put_together(after, (key, head), &rows, work) {
            Ok(proposal) => keep(after, (row, key), proposal, work),
            Err(problem) => work.refusals.push(Refusal { problem, ..at(FILE, row, "version", &key.2.to_string()) }),
        }
    }
}

fn stray<T>(rows: &[(usize, (Key, T))], file: &str, named: impl Fn(&Key) -> bool) -> Vec<Refusal> {
    let lost = rows.iter().filter(|(_, (key, _))| !named(key));
    let refused = lost.map(|(row, (key, _))| Refusal {
        problem: format!("is not in {FILE}"),
        remedy: "Add the version there, or take the row out.".into(),
        ..at(file, *row, "version", &key.2.to_string())
    });
    refused.collect()
}

/// The rows of one version.
fn of<'a, T>(rows: &'a [(usize, (Key, T))], key: &'a Key) -> impl Iterator<Item = &'a T> + use<'a, T> {
    rows.iter().filter(move |(_, (of, _))| of == key).map(|(_, (_, value))| value)
}

/// A version from its rows, or what is wrong with them.
fn put_together(after: &Facts, (key, head): (Key, Head), rows: &Told, work: &Work<'_>) -> Result<Proposal, String> {
    let known = after.terms.contains_key(&(key.0, key.1));
    let renewal = after.renewal_of(key.0, key.1).filter(|_| known).ok_or("belongs to a term that the contract does not have")?.id;
    let before = after.proposals.range((renewal, 0)..(renewal, key.2)).count();
    if usize::try_from(key.2) != Ok(before + 1) {
        return Err(format!("is not the next version: {before} come before it"));
    }
    let basis: Vec<Line> = of(&rows.lines, &key)
        .filter(|row| row.option == 0)
        .map(|row| Line {
            id: work.names.lines.get(&row.line.reference).unwrap_or_else(|| LineId::new(work.planning.ids)),
            follows: work.names.lines.get(&row.follows),
            ..row.line.clone()
        })
        .collect();
    let mut options = Vec::new();
    for offered in of(&rows.options, &key) {
        let lines: Vec<Line> = of(&rows.lines, &key)
            .filter(|row| row.option == offered.number)
            .map(|row| continued(&basis, row, work))
            .collect::<Result<_, _>>()?;
        if lines.is_empty() || lines.len() > OPTION_LINES_MAX {
            return Err(format!("has an option {} without 1 to {OPTION_LINES_MAX} rows in {LINES_FILE}", offered.number));
        }
        if offered.end_on <= head.start_on || options.len() + 1 != offered.number as usize {
            return Err(format!("has an option {} that ends before it begins, or out of order", offered.number));
        }
        options.push(Choice {
            number: offered.number,
            name: offered.name.clone(),
            end_on: offered.end_on,
            trades: of(&rows.trades, &key).filter(|(option, _)| *option == offered.number).map(|(_, trade)| trade.clone()).collect(),
            over_cap_reason: offered.over_cap_reason.clone(),
            lines,
        });
    }
    let last = u32::try_from(options.len()).unwrap_or(u32::MAX);
    let beyond = |option: u32| option > last;
    if options.is_empty()
        || of(&rows.lines, &key).any(|row| beyond(row.option))
        || of(&rows.trades, &key).any(|(option, _)| beyond(*option))
    {
        return Err(format!("has no option, or rows of one that {OPTIONS_FILE} does not have"));
    }
    let steps = of(&rows.steps, &key).zip(1..).map(|(step, number)| Step { renewal, version: key.2, number, ..step.clone() });
    let steps: Vec<Step> = steps.collect();
    if steps.iter().filter_map(|step| step.option).any(beyond) {
        return Err("was accepted with an option that it does not have".into());
    }
    let Head { made_by, made_on, note, start_on, written_by, recorded_at } = head;
    Ok(Proposal { renewal, version: key.2, made_by, made_on, written_by, recorded_at, note, start_on, basis, options, steps })
}

/// A line of an option with the line of the contract that it continues.
fn continued(basis: &[Line], row: &super::Row, work: &Work<'_>) -> Result<Line, String> {
    let follows = basis.iter().find(|line| !row.follows.is_empty() && line.reference == row.follows).map(|line| line.id);
    if follows.is_none() && !row.follows.is_empty() {
        return Err(format!("has a line that continues {:?}, which is no line of option 0", row.follows));
    }
    Ok(Line { id: LineId::new(work.planning.ids), follows, ..row.line.clone() })
}

/// Writes a version down where it is new; of a known one, what happened since.
fn keep(after: &mut Facts, (row, key): (usize, Key), proposal: Proposal, work: &mut Work<'_>) {
    let said = told(after, &proposal);
    let known = after.proposals.get(&(proposal.renewal, proposal.version)).map(|known| (told(after, known), known.steps.len()));
    let Some((known, steps)) = known else {
        note(&said, (0, Some(Change::Created)), work);
        return work.extend(after, vec![Write::Proposal(proposal)]);
    };
    if !known.is_continued_by(&said) {
        let problem = "was written down otherwise, and what was written down stays".to_string();
        let remedy = "Make a new version, or take its rows out.".to_string();
        return work.refusals.push(Refusal { problem, remedy, ..at(FILE, row, "version", &key.2.to_string()) });
    }
    note(&said, (steps, None), work);
    work.extend(after, proposal.steps.into_iter().skip(steps).map(Write::ProposalStep).collect());
}

/// Counts the rows of a version. Steps beyond those that are known are new.
fn note(said: &Written, (known_steps, change): (usize, Option<Change>), work: &mut Work<'_>) {
    let files = [(FILE, &said.head), (OPTIONS_FILE, &said.options), (TRADES_FILE, &said.trades), (LINES_FILE, &said.lines)];
    for (file, rows) in files {
        rows.iter().for_each(|row| one(file, row, change, work));
    }
    for (index, row) in said.steps.iter().enumerate() {
        one(STEPS_FILE, row, if index < known_steps { None } else { Some(Change::Created) }, work);
    }
}

fn one(file: &str, row: &[String], change: Option<Change>, work: &mut Work<'_>) {
    work.changes.count(file, change);
    if let (Some(change), Some(schema)) = (change, file_schema(file)) {
        let reference = row.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" ");
        work.changes.records.push(RecordChange { kind: schema.kind, reference, change });
    }
}
