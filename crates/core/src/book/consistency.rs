//! What must hold between rows and files, judged on the facts as they would be after the import.

use super::import::{MemberKey, Work};
use super::people::at_teammate;
use super::sheet::{Sheet, at, whole_file};
use super::{accounts, calendar, contracts, later, lines, outcomes};
use crate::account::TeamMember;
use crate::commands::was_accountable_until;
use crate::contract::{Contract, Line, Term};
use crate::facts::{Facts, Write};
use crate::identity::Teammate;
use crate::primitives::{ContractId, TeammateId};
use crate::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

/// Refuses what does not fit together.
pub(super) fn check(after: &Facts, sheets: &[Sheet<'_>], work: &mut Work<'_>) {
    let mut found = Vec::new();
    check_desk_lead(after, work, &mut found);
    check_emails(after, work, &mut found);
    check_managers(after, work, &mut found);
    check_team(after, work, &mut found);
    check_leavers(work, &mut found);
    calendar::check(after, work, &mut found);
    accounts::check(after, work, &mut found);
    contracts::check_groups(after, work, &mut found);
    check_contracts(after, work, &mut found);
    lines::check(after, work, &mut found);
    outcomes::check(after, work, &mut found);
    work.refusals.append(&mut found);
    if work.refusals.is_empty() {
        let lost: Vec<Refusal> = sheets.iter().filter_map(|sheet| unread(sheet, work)).collect();
        work.refusals.extend(lost);
    }
}

/// A row that was neither recorded nor refused would be lost in silence; that must not happen.
fn unread(sheet: &Sheet<'_>, work: &Work<'_>) -> Option<Refusal> {
    let counted = work.changes.counts.iter().find(|counts| counts.file == sheet.schema.file)?;
    let lost = !later::FILES.contains(&sheet.schema.file) && counted.read != sheet.rows().count();
    lost.then(|| whole_file(sheet.schema.file, "has a row that could not be read", "Please report this with the file."))
}

fn check_desk_lead(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    let Some(lead) = after.teammates.get(&after.organisation.desk_lead) else { return };
    let Some(left_on) = lead.left_on else { return };
    let problem = format!("is the desk lead and leaves on {left_on}");
    let remedy = "Name another desk lead in organisation.csv.".to_string();
    if let Some(row) = work.places.organisation {
        found.push(Refusal { problem, remedy, ..at("organisation.csv", row, "desk_lead", &lead.reference) });
    } else if let Some(row) = work.places.teammates.get(&lead.id) {
        found.push(Refusal { remedy, ..at_teammate(*row, "left_on", &left_on.to_string(), problem) });
    }
}

fn check_emails(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    let mut people: Vec<(Option<usize>, &Teammate)> =
        after.teammates.values().map(|t| (work.places.teammates.get(&t.id).copied(), t)).collect();
    people.sort_by_key(|(row, _)| *row);
    let mut owners: BTreeMap<String, &Teammate> = BTreeMap::new();
    for (row, person) in people {
        let key = person.email.to_lowercase();
        match (owners.get(&key), row) {
            (Some(other), Some(row)) => {
                found.push(at_teammate(row, "email", &person.email, format!("already belongs to {} ({})", other.name, other.reference)));
            }
            _ => drop(owners.insert(key, person)),
        }
    }
}

fn check_managers(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    let manager_of = |id: &TeammateId| after.teammates.get(id).and_then(|t| t.manager);
    for (id, row) in &work.places.teammates {
        let mut chain = std::iter::successors(manager_of(id), manager_of).take(after.teammates.len());
        if chain.any(|manager| manager == *id) {
            let manager = manager_of(id).and_then(|manager| after.teammates.get(&manager)).map_or("", |t| t.reference.as_str());
            let problem = "reports in the end to the person of this row".to_string();
            found.push(Refusal {
                remedy: "Leave the manager of one of them empty.".into(),
                ..at_teammate(*row, "manager", manager, problem)
            });
        }
    }
}

/// Nobody leaves before what the person handed over or saw decided: later days have somebody already.
fn check_leavers(work: &Work<'_>, found: &mut Vec<Refusal>) {
    let leavers = work.changes.writes.iter().filter_map(|write| if let Write::Teammate(person) = write { Some(person) } else { None });
    for person in leavers {
        let Some(left_on) = person.left_on else { continue };
        let recorded = work.before.teammates.get(&person.id).filter(|before| before.left_on != Some(left_on));
        let held = recorded.and_then(|before| was_accountable_until(work.before, before.id)).filter(|(until_on, _)| left_on < *until_on);
        if let (Some((until_on, held)), Some(row)) = (held, work.places.teammates.get(&person.id)) {
            let problem = format!("does not fit: {} was accountable for {held} until {until_on}", person.name);
            let remedy = format!("Write {until_on} or a later day.");
            found.push(Refusal { remedy, ..at_teammate(*row, "left_on", &left_on.to_string(), problem) });
        }
    }
}

fn key(member: &TeamMember) -> MemberKey {
    (member.account, member.role, member.teammate, member.from_on)
}

fn check_team(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    for ((_, _, teammate, from_on), row) in &work.places.members {
        let Some(person) = after.teammates.get(teammate) else { continue };
        if !person.is_active_on(*from_on) {
            let problem = format!("is not with us on {from_on}");
            let remedy =
                format!("First day {}, left {}.", person.active_from, person.left_on.map_or("not".into(), |left| left.to_string()));
            found.push(Refusal { problem, remedy, ..at("account_team.csv", *row, "teammate", &person.reference) });
        }
    }
    let mut team: Vec<&TeamMember> = after.team.iter().filter(|m| m.to_on.is_none_or(|to| to > m.from_on)).collect();
    team.sort_by_key(|m| key(m));
    for pair in team.windows(2) {
        let (earlier, later) = (pair[0], pair[1]);
        let same = (earlier.account, earlier.role, earlier.teammate) == (later.account, later.role, later.teammate);
        if !same || earlier.to_on.is_some_and(|to| to <= later.from_on) {
            continue;
        }
        let (at_row, other) = match (work.places.members.get(&key(later)), work.places.members.get(&key(earlier))) {
            (Some(row), _) => ((*row, later), earlier),
            (None, Some(row)) => ((*row, earlier), later),
            (None, None) => continue,
        };
        let problem = format!("overlaps the entry of the same person in the same role from {}", other.from_on);
        let place = at("account_team.csv", at_row.0, "from_on", &at_row.1.from_on.to_string());
        found.push(Refusal { problem, remedy: "End the earlier entry before the later one begins.".into(), ..place });
    }
}

fn check_contracts(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    let spoken_of = work.places.contracts.keys().chain(work.places.terms.keys().map(|(contract, _)| contract));
    let with_lines = work.places.lines.keys().filter_map(|line| after.lines.get(line)).map(|line| &line.contract);
    let ids: BTreeSet<ContractId> = spoken_of.chain(with_lines).copied().collect();
    let mut lines: BTreeMap<(ContractId, u32), Vec<&Line>> = BTreeMap::new();
    for line in after.lines.values().filter(|line| ids.contains(&line.contract)) {
        lines.entry((line.contract, line.term_number)).or_default().push(line);
    }
    let contracts = ids.iter().filter_map(|id| after.contracts.get(id)).filter(|contract| work.judges_terms_of(&contract.reference));
    for contract in contracts {
        let terms: Vec<&Term> = after.terms.range((contract.id, 0)..=(contract.id, u32::MAX)).map(|(_, term)| term).collect();
        check_chain(contract, &terms, work, found);
        for term in terms {
            let lines = lines.get(&(contract.id, term.number)).map_or(&[][..], Vec::as_slice);
            check_lines(contract, term, lines, work, found);
        }
    }
}

/// Terms are numbered from 1 without a gap, and each begins on the day the one before it ends.
fn check_chain(contract: &Contract, terms: &[&Term], work: &Work<'_>, found: &mut Vec<Refusal>) {
    if let (true, Some(row)) = (terms.is_empty(), work.places.contracts.get(&contract.id)) {
        let place = at("contracts.csv", *row, "id", &contract.reference);
        found.push(Refusal { problem: "has no term".into(), remedy: "Add its first term to terms.csv.".into(), ..place });
    }
    let row_of = |term: &Term| work.places.terms.get(&(term.contract, term.number)).copied();
    for (expected, term) in (1_u32..).zip(terms) {
        if term.number != expected {
            let Some(row) = row_of(term) else { return };
            let problem = format!("comes after a gap: contract {} has no term {expected}", contract.reference);
            let place = at("terms.csv", row, "number", &term.number.to_string());
            found.push(Refusal { problem, remedy: "Number the terms of a contract 1, 2, 3 and so on.".into(), ..place });
            return;
        }
    }
    for pair in terms.windows(2).filter(|pair| pair[0].end_on != pair[1].start_on) {
        let (before, next) = (pair[0], pair[1]);
        let remedy = "Let each term begin on the day the one before it ends.".to_string();
        if let Some(row) = row_of(next) {
            let how = if next.start_on < before.end_on { "overlaps" } else { "leaves a gap after" };
            let problem = format!("{how} term {}, which ends on {}", before.number, before.end_on);
            found.push(Refusal { problem, remedy, ..at("terms.csv", row, "start_on", &next.start_on.to_string()) });
        } else if let Some(row) = row_of(before) {
            let problem = format!("is not the day on which term {} begins, {}", next.number, next.start_on);
            found.push(Refusal { problem, remedy, ..at("terms.csv", row, "end_on", &before.end_on.to_string()) });
        }
    }
}

/// Lines lie inside their term, and their yearly amounts and the sum of them can be reckoned.
fn check_lines(contract: &Contract, term: &Term, lines: &[&Line], work: &Work<'_>, found: &mut Vec<Refusal>) {
    let mut total: i64 = 0;
    for line in lines {
        let row = work.places.lines.get(&line.id);
        let (column, day) =
            if line.end_on > term.end_on || line.end_on <= term.start_on { ("end_on", line.end_on) } else { ("start_on", line.start_on) };
        if line.start_on < term.start_on || line.end_on > term.end_on {
            let term_row = work.places.terms.get(&(term.contract, term.number));
            if let Some(row) = row {
                let problem = format!("lies outside term {} of {}, {} to {}", term.number, contract.reference, term.start_on, term.end_on);
                found.push(Refusal { problem, ..at("lines.csv", *row, column, &day.to_string()) });
            } else if let Some(row) = term_row {
                let problem = format!("leaves line {} outside, which runs from {} to {}", line.reference, line.start_on, line.end_on);
                let remedy = "Change the line in lines.csv as well.".to_string();
                found.push(Refusal { problem, remedy, ..at("terms.csv", *row, "number", &term.number.to_string()) });
            }
        }
        let refused = match line.arr_minor(contract.currency) {
            Ok(arr) => {
                total.checked_add(arr).map(|sum| total = sum).ok_or_else(|| "makes the yearly amount of its term too large".to_string())
            }
            Err(problem) => Err(problem),
        };
        if let (Err(problem), Some(row)) = (refused, row) {
            found.push(Refusal { problem, ..at("lines.csv", *row, "unit_price", &line.unit_price.to_string()) });
        }
    }
}
