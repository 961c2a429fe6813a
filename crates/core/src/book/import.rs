//! Plans an import: reads every row, compares it with what is there, checks the whole, and plans the renewals that follow.

use super::changes::{Change, Changes, FileCounts, RecordChange};
use super::names::Names;
use super::schema::{FILES, POLICY_FILE};
use super::sheet::{Cells, Sheet, open_all, whole_file};
use super::{
    Book, accounts, calendar, consistency, contracts, fields, later, ledger_rules, lines, people, playbooks, products, profiles, rates,
    stakeholders, teams,
};
use crate::account::{Field, FieldName};
use crate::commands::{Activation, activate_policy};
use crate::facts::{Facts, Write};
use crate::identity::{ABSENCE_MOVES_AFTER_DAYS, Organisation, Role};
use crate::ownership::handoff::Clocks;
use crate::planner::{Planning, follow};
use crate::playbook::Playbook;
use crate::primitives::{AbsenceId, AccountId, ContractId, Currency, LineId, TeammateId};
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// More refusals than this are counted and not listed.
pub const REFUSALS_MAX: usize = 200;

/// What an import would do. Nothing is saved yet.
#[derive(Clone, Debug)]
pub struct ImportPlan {
    /// The facts once the writes are applied.
    pub facts_after: Facts,
    /// The writes, to be saved in this order in one transaction.
    pub writes: Vec<Write>,
    /// What came of each file, in the order of the schema, the policy last.
    pub counts: Vec<FileCounts>,
    /// The records that rows of the book changed; renewals, owners and tasks that follow from them are not listed.
    pub records: Vec<RecordChange>,
}

/// The identity of an account team entry.
pub(super) type MemberKey = (AccountId, Role, TeammateId, Date);

/// In which row of its file each record stands.
#[derive(Default)]
pub(super) struct Places {
    pub organisation: Option<usize>,
    pub teammates: BTreeMap<TeammateId, usize>,
    pub absences: BTreeMap<AbsenceId, usize>,
    pub accounts: BTreeMap<AccountId, usize>,
    pub members: BTreeMap<MemberKey, usize>,
    pub contracts: BTreeMap<ContractId, usize>,
    pub terms: BTreeMap<(ContractId, u32), usize>,
    pub lines: BTreeMap<LineId, usize>,
}

/// An import while it is planned.
pub(super) struct Work<'a> {
    /// The facts before.
    pub before: &'a Facts,
    /// Whether there is an organisation already.
    pub established: bool,
    /// When, why, and new ids.
    pub planning: Planning<'a>,
    /// References.
    pub names: Names,
    /// Rows.
    pub places: Places,
    /// Writes.
    pub changes: Changes,
    /// Accounts that the book speaks of.
    pub touched: BTreeSet<AccountId>,
    /// Contracts of which a row in terms.csv was refused; what follows from their terms is not judged.
    pub doubtful: BTreeSet<String>,
    /// Terms whose renewal is said to be open although they may have ended.
    pub undecided: BTreeSet<(ContractId, u32)>,
    /// Fields of accounts, with those of this book.
    pub fields: BTreeMap<FieldName, Field>,
    /// Whether every row of terms.csv could be read at all.
    pub terms_complete: bool,
    /// Everything refused so far.
    pub refusals: Vec<Refusal>,
}

/// Plans the import of a book. A record is found by its reference and brought to what its row says; what the book does
/// not name stays as it is. `playbooks` are those of an empty instance; existing facts keep their own.
///
/// # Errors
/// Every refusal found, in the order of files and rows, at most [`REFUSALS_MAX`] and a last one that counts the rest.
/// Nothing of a refused book is planned.
pub fn plan_import(
    existing: Option<&Facts>,
    book: &Book,
    playbooks: Vec<Playbook>,
    planning: Planning<'_>,
) -> Result<ImportPlan, Vec<Refusal>> {
    plan_all(existing, book, playbooks, planning).map_err(capped)
}

/// As [`plan_import`], with every refusal.
pub(super) fn plan_all(
    existing: Option<&Facts>,
    book: &Book,
    playbooks: Vec<Playbook>,
    planning: Planning<'_>,
) -> Result<ImportPlan, Vec<Refusal>> {
    let empty = Facts::empty(nobody(), if existing.is_some() { Vec::new() } else { playbooks });
    let before = existing.unwrap_or(&empty);
    let mut refusals = Vec::new();
    let sheets = open_all(book, &mut refusals);
    if existing.is_none() {
        refusals.extend(missing_files(book));
    }
    let names = Names::collect(before, &sheets, &mut refusals, planning.ids);
    let mut work = Work {
        before,
        established: existing.is_some(),
        planning,
        names,
        places: Places::default(),
        changes: Changes::new(),
        touched: BTreeSet::new(),
        doubtful: BTreeSet::new(),
        undecided: BTreeSet::new(),
        fields: before.fields.clone(),
        terms_complete: sheets.iter().all(|sheet| sheet.schema.file != "terms.csv" || (sheet.readable && !sheet.ragged)),
        refusals,
    };
    read_all(&sheets, &mut work);
    let later_rows = later::read(&sheets, &mut work);
    let mut after = work.after();
    consistency::check(&after, &sheets, &mut work);
    read_policy(book, &mut after, &mut work);
    if !work.refusals.is_empty() {
        return Err(work.refusals);
    }
    plan_renewals(&mut after, &mut work)?;
    later::place(&mut after, later_rows, &mut work)?;
    if !work.refusals.is_empty() {
        return Err(work.refusals);
    }
    let Changes { writes, counts, records } = work.changes;
    Ok(ImportPlan { facts_after: after, writes, counts, records })
}

/// Stands in until the book's own organisation is read.
fn nobody() -> Organisation {
    let desk_lead = TeammateId(uuid::Uuid::nil());
    Organisation {
        name: String::new(),
        currency: Currency::USD,
        time_zone: "UTC".into(),
        desk_lead,
        sample_today: None,
        fiscal_year_start: 1,
        absence_moves_after_days: ABSENCE_MOVES_AFTER_DAYS,
        handoff_clocks: Clocks::default(),
        stage: None,
    }
}

fn missing_files(book: &Book) -> Vec<Refusal> {
    let tables = FILES.iter().filter(|schema| schema.required && book.table(schema.file).is_none()).map(|schema| schema.file);
    let policy = [POLICY_FILE].into_iter().filter(|_| book.policy.is_none());
    tables.chain(policy).map(|file| whole_file(file, "is missing", "An empty instance needs it.")).collect()
}

type Reader = fn(&Sheet<'_>, &mut Work<'_>);

fn read_all(sheets: &[Sheet<'_>], work: &mut Work<'_>) {
    let find = |file: &str| sheets.iter().filter(|sheet| sheet.readable).find(|sheet| sheet.schema.file == file);
    let readers: [(&str, Reader); 17] = [
        ("teammates.csv", people::read_teammates),
        ("organisation.csv", people::read_organisation),
        ("plan_rates.csv", rates::read_plan_rates),
        ("exchange_rates.csv", rates::read_exchange_rates),
        (ledger_rules::FILE, ledger_rules::read),
        ("holidays.csv", calendar::read_holidays),
        ("products.csv", products::read_products),
        (playbooks::FILE, playbooks::read),
        ("absences.csv", calendar::read_absences),
        (profiles::FILE, profiles::read),
        (fields::FILE, fields::read),
        ("accounts.csv", accounts::read_accounts),
        ("account_team.csv", teams::read_account_team),
        ("stakeholders.csv", stakeholders::read_stakeholders),
        ("contracts.csv", contracts::read_contracts),
        ("terms.csv", contracts::read_terms),
        ("lines.csv", lines::read_lines),
    ];
    for (file, read) in readers {
        if let Some(sheet) = find(file) {
            read(sheet, work);
        }
    }
}

/// Reads each row; gives the sound ones with their place and keeps what was refused of the others.
pub(super) fn each_row<'a, T>(
    sheet: &Sheet<'a>,
    work: &mut Work<'_>,
    read: impl Fn(&mut Cells<'_, 'a>, &Work<'_>) -> Option<T>,
) -> Vec<(usize, T)> {
    let mut sound = Vec::new();
    for row in sheet.rows() {
        let mut cells = Cells::new(sheet, row);
        let value = read(&mut cells, work);
        match value {
            Some(value) if cells.refusals.is_empty() => sound.push((row.line, value)),
            _ => work.refusals.append(&mut cells.refusals),
        }
    }
    sound
}

impl Work<'_> {
    /// Whether the terms of a contract were read well enough to judge what refers to them.
    pub fn judges_terms_of(&self, contract: &str) -> bool {
        self.terms_complete && !self.doubtful.contains(contract)
    }

    /// The reporting currency, which the book itself sets where there was no organisation.
    pub fn currency(&self) -> Currency {
        let set = self.changes.writes.iter().rev();
        set.filter_map(|write| if let Write::Organisation(set) = write { Some(set.currency) } else { None })
            .next()
            .unwrap_or(self.before.reporting())
    }

    /// The facts with the writes so far. Team entries are merged by key, since finding each in a list would take too long.
    fn after(&self) -> Facts {
        let mut after = self.before.clone();
        after.undecided = self.undecided.clone();
        let key = |m: &crate::account::TeamMember| (m.account, m.role, m.teammate, m.from_on);
        let mut team: BTreeMap<MemberKey, _> = after.team.drain(..).map(|m| (key(&m), m)).collect();
        for write in &self.changes.writes {
            match write {
                Write::TeamMember(member) => drop(team.insert(key(member), member.clone())),
                other => after.apply(other),
            }
        }
        after.team = team.into_values().collect();
        after
    }

    /// Applies and keeps further writes.
    pub fn extend(&mut self, after: &mut Facts, writes: Vec<Write>) {
        after.apply_all(&writes);
        self.changes.writes.extend(writes);
    }
}

/// A text that differs from the latest version becomes the next one, proven complete first.
fn read_policy(book: &Book, after: &mut Facts, work: &mut Work<'_>) {
    let Some((file, text)) = &book.policy else { return };
    if !work.established && work.places.organisation.is_none() {
        return;
    }
    let latest = work.before.policies.iter().max_by_key(|version| version.version);
    if latest.is_some_and(|version| version.text == *text) {
        return work.changes.count(POLICY_FILE, None);
    }
    let activation = Activation::of(file, text, &work.planning.cause.author);
    match activate_policy(after, &activation, work.planning.moment, work.planning.ids) {
        Ok(writes) => {
            work.extend(after, writes);
            let change = if latest.is_none() { Change::Created } else { Change::Updated };
            work.changes.count(POLICY_FILE, Some(change));
            let title = after.policies.last().map(crate::facts::PolicyVersion::title);
            work.changes.records.push(RecordChange { kind: "policy", reference: title.unwrap_or_default(), change });
        }
        Err(refusals) => work.refusals.extend(refusals),
    }
}

/// Plans the renewals of every account the book speaks of, or of all where something changed that concerns all.
fn plan_renewals(after: &mut Facts, work: &mut Work<'_>) -> Result<(), Vec<Refusal>> {
    let for_all = [
        "organisation.csv",
        "plan_rates.csv",
        "teammates.csv",
        "absences.csv",
        profiles::FILE,
        fields::FILE,
        playbooks::FILE,
        "products.csv",
        "holidays.csv",
        POLICY_FILE,
    ];
    let accounts =
        if for_all.iter().any(|file| work.changes.changes(file)) { after.accounts.keys().copied().collect() } else { work.touched.clone() };
    let writes = follow(after, &accounts, work.planning)
        .map_err(|refusals| refusals.into_iter().map(|refusal| placed(refusal, work)).collect::<Vec<_>>())?;
    work.changes.writes.extend(writes);
    Ok(())
}

/// The planner names the contract; the book knows its row.
fn placed(refusal: Refusal, work: &Work<'_>) -> Refusal {
    let contract = refusal.value.as_ref().and_then(|reference| work.names.contracts.get(reference));
    match contract.and_then(|id| work.places.contracts.get(&id)) {
        Some(row) => Refusal { file: "contracts.csv".into(), row: Some(*row), column: Some("id".into()), ..refusal },
        None => refusal,
    }
}

/// Refusals by file and row, each once, the list bounded.
pub(super) fn capped(mut refusals: Vec<Refusal>) -> Vec<Refusal> {
    let order = |refusal: &Refusal| (FILES.iter().position(|schema| schema.file == refusal.file).unwrap_or(FILES.len()), refusal.row);
    refusals.sort_by_key(order);
    refusals.dedup();
    if refusals.len() > REFUSALS_MAX {
        let more = refusals.len() - REFUSALS_MAX;
        refusals.truncate(REFUSALS_MAX);
        refusals.push(Refusal::general(format!("and {more} more"), "Mend these first."));
    }
    refusals
}
