//! Writes facts as a book. The same facts give the same book, cell by cell.

use super::schema::{FILES, FileSchema, POLICY_FILE};
use super::{Book, Row, Table};
use super::{
    accounts, activities, calendar, contracts, expansions, fields, ledger_rules, lessons, lines, outcomes, playbooks, products, profiles,
    progress, promises, proposals, rates, reassignments, stakeholders, talk, teams, values,
};
use crate::facts::Facts;
use crate::primitives::{AccountId, ContractId, TeammateId};

/// The book of an organisation: every file of the schema with its rows in a stable order, and the latest policy as it was written.
///
/// Left out are: earlier policy versions, line versions, judgements of risk and places in the hierarchy, moves of contracts,
/// withdrawn activities and entries of rooms, readings that were put right, earlier judgements of stakeholders, earlier words on what an outcome teaches, the ownership ledger, tasks and reassignments of decided renewals, and reassignments of expansions. They are history; a backup keeps it.
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
        "plan_rates.csv" => rates::plan_rates(facts),
        "exchange_rates.csv" => rates::exchange_rates(facts),
        ledger_rules::FILE => ledger_rules::rows(facts),
        "holidays.csv" => calendar::holidays(facts),
        "products.csv" => products::products(facts),
        playbooks::FILE => playbooks::rows(facts),
        "teammates.csv" => teammates(facts),
        "absences.csv" => calendar::absences(facts),
        profiles::FILE => profiles::rows(facts),
        fields::FILE => fields::rows(facts),
        "accounts.csv" => accounts::accounts(facts),
        "account_team.csv" => teams::account_team(facts),
        "stakeholders.csv" => stakeholders::stakeholders(facts),
        "contracts.csv" => contracts::contracts(facts),
        "terms.csv" => contracts::terms(facts),
        "lines.csv" => lines::lines(facts),
        outcomes::FILE => outcomes::outcomes(facts),
        progress::FILE => progress::completed_tasks(facts),
        reassignments::FILE => reassignments::reassignments(facts),
        expansions::FILE => expansions::expansions(facts),
        expansions::CREDITS_FILE => expansions::credits(facts),
        promises::STANDPOINTS_FILE => promises::standpoints(facts),
        promises::OBJECTIONS_FILE => promises::objections(facts),
        promises::COMMITMENTS_FILE => promises::commitments(facts),
        lessons::FILE => lessons::rows(facts),
        proposals::FILE => proposals::proposals(facts),
        proposals::OPTIONS_FILE => proposals::options(facts),
        proposals::TRADES_FILE => proposals::trades(facts),
        proposals::LINES_FILE => proposals::lines(facts),
        proposals::STEPS_FILE => proposals::steps(facts),
        talk::COMMENTS_FILE => talk::comments(facts),
        talk::DOCUMENTS_FILE => talk::documents(facts),
        values::FILE => values::values(facts),
        values::READINGS_FILE => values::readings(facts),
        _ => activities::activities(facts),
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

/// A value, or nothing.
pub(super) fn text<T: ToString>(value: Option<T>) -> String {
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
        organisation.handoff_clocks.accept_days.to_string(),
        organisation.handoff_clocks.introduce_days.to_string(),
        organisation.handoff_clocks.protected_days.to_string(),
        text(organisation.stage),
    ]]
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
            text(t.country),
            t.active_from.to_string(),
            text(t.left_on),
        ]
    };
    people.into_iter().map(row).collect()
}

/// How an account is named.
pub(super) fn account_reference(facts: &Facts, id: AccountId) -> String {
    text(facts.accounts.get(&id).map(|a| &a.reference))
}

/// How a contract is named.
pub(super) fn contract_reference(facts: &Facts, id: ContractId) -> String {
    text(facts.contracts.get(&id).map(|c| &c.reference))
}

/// How a teammate is named.
pub(super) fn teammate_reference(facts: &Facts, id: TeammateId) -> String {
    text(facts.teammates.get(&id).map(|t| &t.reference))
}
