//! Writes facts as a book. The same facts give the same book, cell by cell.

use super::schema::{FILES, FileSchema, POLICY_FILE};
use super::{Book, Row, Table};
use crate::commands::step_of;
use crate::contract::Term;
use crate::facts::Facts;
use crate::primitives::{AccountId, ContractId};
use crate::renewal::{Renewal, TaskState};
use std::collections::BTreeSet;

/// The book of an organisation: every file of the schema with its rows in a stable order, and the latest policy as it was written.
///
/// Left out are: earlier policy versions, earlier line versions, the ownership ledger and decided renewals with their tasks.
/// They are history; a backup keeps it.
pub fn export(facts: &Facts) -> Book {
    let tables = FILES.iter().map(|schema| table(schema, rows(schema.file, facts))).collect();
    let latest = facts.policies.iter().max_by_key(|version| version.version);
    Book { tables, policy: latest.map(|version| (POLICY_FILE.to_string(), version.text.clone())) }
}

/// The row of the organisation alone, as a table of the book.
pub fn organisation_table(facts: &Facts) -> Option<Table> {
    FILES.iter().find(|schema| schema.file == "organisation.csv").map(|schema| table(schema, organisation(facts)))
}

fn rows(file: &str, facts: &Facts) -> Vec<Vec<String>> {
    match file {
        "organisation.csv" => organisation(facts),
        "plan_rates.csv" => plan_rates(facts),
        "teammates.csv" => teammates(facts),
        "accounts.csv" => accounts(facts),
        "account_team.csv" => account_team(facts),
        "contracts.csv" => contracts(facts),
        "terms.csv" => terms(facts),
        "lines.csv" => lines(facts),
        _ => completed_tasks(facts),
    }
}

/// Rows do not span lines until the file is written, so their line numbers here are those of a file without line breaks in cells.
fn table(schema: &FileSchema, rows: Vec<Vec<String>>) -> Table {
    let tidy = |(i, cell): (usize, String)| {
        let note = schema.columns.get(i).is_some_and(|column| column.note);
        if note { cell } else { cell.trim_matches(|c: char| c.is_ascii_whitespace()).to_string() }
    };
    let rows = rows.into_iter().map(|cells| cells.into_iter().enumerate().map(tidy).collect());
    Table {
        file: schema.file.into(),
        header: schema.columns.iter().map(|column| column.name.to_string()).collect(),
        rows: rows.zip(2..).map(|(cells, line)| Row { line, cells }).collect(),
    }
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn organisation(facts: &Facts) -> Vec<Vec<String>> {
    let organisation = &facts.organisation;
    let lead = facts.teammates.get(&organisation.desk_lead).map(|t| t.reference.clone());
    vec![vec![
        organisation.name.clone(),
        organisation.currency.code().into(),
        organisation.time_zone.clone(),
        text(lead),
        text(organisation.sample_today),
        organisation.fiscal_year_start.to_string(),
        organisation.absence_moves_after_days.to_string(),
    ]]
}

fn plan_rates(facts: &Facts) -> Vec<Vec<String>> {
    facts.plan_rates.iter().map(|((year, currency), rate)| vec![year.to_string(), currency.clone(), rate.to_string()]).collect()
}

fn teammates(facts: &Facts) -> Vec<Vec<String>> {
    let mut people: Vec<_> = facts.teammates.values().collect();
    people.sort_by_key(|t| &t.reference);
    let row = |t: &crate::identity::Teammate| {
        let manager = t.manager.and_then(|id| facts.teammates.get(&id)).map(|manager| manager.reference.clone());
        vec![
            t.reference.clone(),
            t.name.clone(),
            t.email.clone(),
            t.role.to_string(),
            text(manager),
            t.region.clone(),
            t.active_from.to_string(),
            text(t.left_on),
        ]
    };
    people.into_iter().map(row).collect()
}

fn accounts(facts: &Facts) -> Vec<Vec<String>> {
    let mut accounts: Vec<_> = facts.accounts.values().collect();
    accounts.sort_by_key(|a| &a.reference);
    let row = |a: &crate::account::Account| {
        vec![a.reference.clone(), a.name.clone(), a.tier.to_string(), a.segment.clone(), a.region.clone(), a.risk.to_string()]
    };
    accounts.into_iter().map(row).collect()
}

/// Entries that end on the day they begin cover no day and are left out.
fn account_team(facts: &Facts) -> Vec<Vec<String>> {
    let covering = facts.team.iter().filter(|m| m.to_on.is_none_or(|to| to > m.from_on));
    let row = |m: &crate::account::TeamMember| {
        let teammate = facts.teammates.get(&m.teammate).map(|t| t.reference.clone());
        vec![account_reference(facts, m.account), m.role.to_string(), text(teammate), m.from_on.to_string(), text(m.to_on)]
    };
    let mut rows: Vec<Vec<String>> = covering.map(row).collect();
    rows.sort();
    rows
}

fn account_reference(facts: &Facts, id: AccountId) -> String {
    text(facts.accounts.get(&id).map(|a| &a.reference))
}

fn contract_reference(facts: &Facts, id: ContractId) -> String {
    text(facts.contracts.get(&id).map(|c| &c.reference))
}

fn contracts(facts: &Facts) -> Vec<Vec<String>> {
    let mut contracts: Vec<_> = facts.contracts.values().collect();
    contracts.sort_by_key(|c| &c.reference);
    let row = |c: &crate::contract::Contract| {
        vec![
            c.reference.clone(),
            account_reference(facts, c.account),
            c.currency.code().into(),
            c.auto_renew.to_string(),
            text(c.notice_days),
            c.renewal_months.to_string(),
            text(c.uplift_cap_bps),
            c.uplift_bps.to_string(),
            c.kind.to_string(),
        ]
    };
    contracts.into_iter().map(row).collect()
}

fn terms(facts: &Facts) -> Vec<Vec<String>> {
    let open: BTreeSet<(ContractId, u32)> = facts.renewals.values().filter(|r| r.is_open()).map(|r| (r.contract, r.term_number)).collect();
    let mut terms: Vec<(String, &Term)> = facts.terms.values().map(|term| (contract_reference(facts, term.contract), term)).collect();
    terms.sort_by(|(left, a), (right, b)| (left, a.number).cmp(&(right, b.number)));
    let cells = |(contract, term): (String, &Term)| {
        let undecided = if open.contains(&(term.contract, term.number)) { "true" } else { "" };
        let dates = [term.number.to_string(), term.start_on.to_string(), term.end_on.to_string(), text(term.opt_out_received_on)];
        [contract].into_iter().chain(dates).chain([undecided.to_string()]).collect()
    };
    terms.into_iter().map(cells).collect()
}

fn lines(facts: &Facts) -> Vec<Vec<String>> {
    let mut lines: Vec<_> = facts.lines.values().collect();
    lines.sort_by_key(|l| &l.reference);
    let row = |l: &crate::contract::Line| {
        vec![
            l.reference.clone(),
            contract_reference(facts, l.contract),
            l.term_number.to_string(),
            l.product.clone(),
            l.business_unit.clone(),
            l.kind.to_string(),
            l.quantity.to_string(),
            l.unit_price.to_string(),
            l.price_period.to_string(),
            l.discount_bps.to_string(),
            l.start_on.to_string(),
            l.end_on.to_string(),
        ]
    };
    lines.into_iter().map(row).collect()
}

/// Completed tasks of open renewals, where the step still belongs to the renewal's playbook.
fn completed_tasks(facts: &Facts) -> Vec<Vec<String>> {
    let completed = facts.tasks.values().filter(|task| matches!(task.state, TaskState::Done | TaskState::NotNeeded));
    let open = completed.filter(|task| facts.renewals.get(&task.renewal).is_some_and(Renewal::is_open) && step_of(facts, task).is_some());
    let mut rows: Vec<(String, u32, Vec<String>)> = Vec::new();
    for task in open {
        let Some(renewal) = facts.renewals.get(&task.renewal) else { continue };
        let contract = contract_reference(facts, renewal.contract);
        let rest =
            vec![task.step.clone(), task.state.to_string(), task.completed_by.clone(), text(task.completed_at), task.evidence.clone()];
        rows.push((contract, renewal.term_number, rest));
    }
    rows.sort();
    rows.into_iter().map(|(contract, term, rest)| [vec![contract, term.to_string()], rest].concat()).collect()
}
