//! An import that leaves out what it refuses: the rest is planned, and what refers to a refused row is refused with it.

use super::import::{ImportPlan, capped, plan_all};
use super::sheet::at;
use super::{Book, Table};
use crate::facts::Facts;
use crate::planner::Planning;
use crate::playbook::Playbook;
use crate::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

/// More rounds than this are not needed by any book whose references end somewhere.
const ROUNDS_MAX: usize = 200;

/// A row of the book: file and line.
pub type Place = (String, usize);

/// A plan for the rows that were accepted, and what was refused of the others.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The plan; its counts include the rows that were left out.
    pub plan: ImportPlan,
    /// Why each of the others was left out; also those that went with another one.
    pub refused: Vec<Refusal>,
}

/// Which rows stand or fall with a row of a file.
type Tied<'a> = dyn Fn(&str, usize) -> Vec<Place> + 'a;

/// Plans what can be accepted of a book. `tied` answers which rows stand or fall with a row, itself not needed.
///
/// # Errors
/// What cannot be left out: a header, the organisation, the policy, a file as a whole.
pub fn plan_accepted(
    existing: Option<&Facts>,
    book: &Book,
    playbooks: &[Playbook],
    planning: Planning<'_>,
    tied: &Tied<'_>,
) -> Result<Accepted, Vec<Refusal>> {
    let mut book = book.clone();
    let mut refused: Vec<Refusal> = Vec::new();
    for _ in 0..ROUNDS_MAX {
        let refusals = match plan_all(existing, &book, playbooks.to_vec(), planning) {
            Ok(mut plan) => {
                count(&mut plan, &refused);
                return Ok(Accepted { plan, refused });
            }
            Err(refusals) => refusals,
        };
        let there: BTreeSet<(&str, usize)> =
            book.tables.iter().flat_map(|table| table.rows.iter().map(|row| (table.file.as_str(), row.line))).collect();
        let (rows, rest): (Vec<Refusal>, Vec<Refusal>) = refusals.into_iter().partition(|refusal| is_row(&there, refusal));
        if rows.is_empty() || rest.iter().any(stops) {
            return Err(capped(rest));
        }
        leave_out(existing, &mut book, (rows, tied), &mut refused);
    }
    Err(vec![Refusal::general("the rows refer to one another too deeply to leave out the faulty ones", "Mend the refused rows.")])
}

/// Whether a refusal is about a row that can be left out.
fn is_row(there: &BTreeSet<(&str, usize)>, refusal: &Refusal) -> bool {
    refusal.file != "organisation.csv" && refusal.row.is_some_and(|line| there.contains(&(refusal.file.as_str(), line)))
}

/// Whether a refusal cannot be the mere consequence of a row that is left out next.
fn stops(refusal: &Refusal) -> bool {
    refusal.row.is_some() || !refusal.file.is_empty()
}

/// Takes rows out, then what is tied to them, then what refers to what is gone.
fn leave_out(existing: Option<&Facts>, book: &mut Book, (rows, tied): (Vec<Refusal>, &Tied<'_>), refused: &mut Vec<Refusal>) {
    let mut out: BTreeSet<Place> = rows.iter().filter_map(|refusal| Some((refusal.file.clone(), refusal.row?))).collect();
    refused.extend(rows);
    let mut twins = BTreeSet::new();
    for (file, line) in &out {
        twins.extend(tied(file, *line));
    }
    for (file, line) in twins.into_iter().filter(|twin| !out.contains(twin)).collect::<Vec<_>>() {
        let problem = "goes with another row of the same origin, which was refused".to_string();
        refused.push(Refusal { problem, ..at(&file, line, "", "") });
        out.insert((file, line));
    }
    let mut gone: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    remove(book, &out, &mut gone);
    gone.retain(|(file, id), _| !still_there(existing, book, (file, id)));
    for (holder, noun, files) in [
        ("accounts.csv", "account", &["account_team.csv", "contracts.csv"][..]),
        ("contracts.csv", "contract", &["terms.csv", "lines.csv", "completed_tasks.csv"][..]),
    ] {
        let mut out = BTreeSet::new();
        for table in book.tables.iter().filter(|table| files.contains(&table.file.as_str())) {
            for (line, id) in referring(table, noun) {
                if let Some(first) = gone.get(&(holder, id.to_string())) {
                    let problem = format!("goes with {noun} {id}, which was refused ({holder}, row {first})");
                    refused.push(Refusal { problem, remedy: "Mend that row.".into(), ..at(&table.file, line, noun, id) });
                    out.insert((table.file.clone(), line));
                }
            }
        }
        remove(book, &out, &mut gone);
    }
}

/// Lines of a table and what they refer to in a column.
fn referring<'t>(table: &'t Table, column: &str) -> impl Iterator<Item = (usize, &'t str)> {
    let at = table.header.iter().position(|name| name == column);
    table.rows.iter().filter_map(move |row| Some((row.line, row.cells.get(at?)?.as_str())))
}

/// Takes rows out and notes the ids of accounts and contracts among them.
fn remove(book: &mut Book, out: &BTreeSet<Place>, gone: &mut BTreeMap<(&'static str, String), usize>) {
    for table in &mut book.tables {
        let lines: BTreeSet<usize> = out.iter().filter(|(file, _)| *file == table.file).map(|(_, line)| *line).collect();
        if lines.is_empty() {
            continue;
        }
        if let Some(file) = ["accounts.csv", "contracts.csv"].into_iter().find(|file| *file == table.file) {
            let ids = referring(table, "id").filter(|(line, _)| lines.contains(line));
            gone.extend(ids.map(|(line, id)| ((file, id.to_string()), line)));
        }
        table.rows.retain(|row| !lines.contains(&row.line));
    }
}

/// Whether an account or contract is known in spite of the row that was taken out.
fn still_there(existing: Option<&Facts>, book: &Book, (file, id): (&str, &str)) -> bool {
    let known = existing.is_some_and(|facts| match file {
        "accounts.csv" => facts.accounts.values().any(|account| account.reference == id),
        _ => facts.contracts.values().any(|contract| contract.reference == id),
    });
    known || book.table(file).is_some_and(|table| referring(table, "id").any(|(_, other)| other == id))
}

/// Counts the rows that were left out: each once, however much was wrong with it.
fn count(plan: &mut ImportPlan, refused: &[Refusal]) {
    let places: BTreeSet<(&str, usize)> = refused.iter().filter_map(|refusal| Some((refusal.file.as_str(), refusal.row?))).collect();
    for counts in &mut plan.counts {
        counts.refused = places.iter().filter(|(file, _)| *file == counts.file).count();
        counts.read += counts.refused;
    }
}
