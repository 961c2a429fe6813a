//! A book in portions for an instance that is empty: what has to do with one another stays together, so that each portion is planned alone,
//! and neither its facts nor its writes need be held once they are saved. A book of a million customers is never in memory as facts.

use super::import::{ImportPlan, capped, plan_all};
use super::schema::{FILES, file_schema};
use super::{Book, FileCounts, Row, Table};
use crate::facts::Facts;
use crate::planner::{Planning, carried};
use crate::playbook::Playbook;
use crate::refusal::Refusal;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The file whose rows are counted into portions. Those before it in the schema are about the organisation and come with the first portion.
pub(super) const ACCOUNTS_FILE: &str = "accounts.csv";

/// Columns that name an account or something that belongs to one, each with the file where that is added. Rows that name the same are of one
/// portion.
pub(super) const TIES: [(&str, &str); 14] = [
    ("account", ACCOUNTS_FILE),
    ("parent", ACCOUNTS_FILE),
    ("merged_into", ACCOUNTS_FILE),
    ("contract", "contracts.csv"),
    ("co_term_with", "contracts.csv"),
    ("line_contract", "contracts.csv"),
    ("line", "lines.csv"),
    ("follows", "lines.csv"),
    ("expansion", "expansions.csv"),
    ("economic_buyer", "stakeholders.csv"),
    ("stakeholder", "stakeholders.csv"),
    ("with", "stakeholders.csv"),
    ("confirmed_by", "stakeholders.csv"),
    ("to", "stakeholders.csv"),
];

/// An import into an empty instance while it is planned, portion by portion.
pub struct Portioned<'a> {
    book: &'a Book,
    playbooks: Vec<Playbook>,
    /// Of each table, its rows by portion; `None` for what is about the organisation.
    rows: Vec<Option<Sorted>>,
    portions: usize,
    next: usize,
    /// What the organisation is, once it is planned, and how far numbers and loads have come.
    general: Option<Facts>,
    refused: Vec<Refusal>,
}

/// The rows of a table, those of one portion beside each other.
struct Sorted {
    rows: Vec<u32>,
    /// Where the rows of each portion begin, and where the last ones end.
    starts: Vec<usize>,
}

impl<'a> Portioned<'a> {
    /// Cuts a book into portions of so many accounts; where there are more than one, the organisation is a portion before them.
    /// Accounts that have to do with one another are never parted, so that a portion may have more.
    pub fn of(book: &'a Book, playbooks: Vec<Playbook>, accounts_each: usize) -> Self {
        let whole = Self { book, playbooks, rows: Vec::new(), portions: 1, next: 0, general: None, refused: Vec::new() };
        if book.table(ACCOUNTS_FILE).is_none_or(|accounts| accounts.rows.len() <= accounts_each) {
            return whole;
        }
        let mut groups = Groups::default();
        let grouped: Vec<Option<Vec<u32>>> = book.tables.iter().map(|table| is_of_accounts(table).then(|| groups.tie(table))).collect();
        let (portion_of, portions) = groups.portions(book, &grouped, accounts_each);
        let sorted = |rows: Vec<u32>| Sorted::by(&rows.iter().map(|group| portion_of[*group as usize]).collect::<Vec<_>>(), portions);
        Self { rows: grouped.into_iter().map(|rows| rows.map(sorted)).collect(), portions, ..whole }
    }

    /// Whether the portion that was planned last is the last one.
    pub fn is_at_end(&self) -> bool {
        self.next == self.portions
    }

    /// Plans the next portion; `None` after the last one. It rests on what was planned before.
    ///
    /// # Errors
    /// As [`super::plan_import`], once every portion was looked at: nothing of the book may be kept then.
    pub fn next(&mut self, planning: Planning<'_>) -> Result<Option<ImportPlan>, Vec<Refusal>> {
        while !self.is_at_end() {
            let part = self.part();
            self.next += 1;
            let playbooks = std::mem::take(&mut self.playbooks);
            match plan_all(self.general.as_ref(), part.as_ref().unwrap_or(self.book), playbooks, planning) {
                Ok(plan) => {
                    self.go_on_from(&plan.facts_after, planning);
                    if self.refused.is_empty() {
                        return Ok(Some(plan));
                    }
                }
                Err(refused) => {
                    self.refused.extend(refused);
                    if self.general.is_none() {
                        break;
                    }
                }
            }
        }
        if self.refused.is_empty() { Ok(None) } else { Err(capped(std::mem::take(&mut self.refused))) }
    }

    /// The portion that is next; `None` where the book is not cut.
    fn part(&self) -> Option<Book> {
        if self.portions == 1 {
            return None;
        }
        let general = self.next == 0;
        let tables = self.book.tables.iter().zip(&self.rows).filter_map(|(table, sorted)| match sorted {
            None => general.then(|| table.clone()),
            Some(sorted) => (!general).then(|| sorted.part(table, self.next)),
        });
        Some(Book { tables: tables.collect(), policy: self.book.policy.clone().filter(|_| general) })
    }

    fn go_on_from(&mut self, after: &Facts, planning: Planning<'_>) {
        if self.portions == 1 {
            return;
        }
        // The first portion has no account: what follows from it are facts of the organisation.
        let general = self.general.get_or_insert_with(|| after.clone());
        general.next_renewal_number = after.next_renewal_number;
        general.next_expansion_number = after.next_expansion_number;
        general.loads_elsewhere = carried(after, planning.moment.today);
    }
}

impl FileCounts {
    /// Adds what came of other rows of the same files.
    pub fn add(sum: &mut Vec<Self>, more: &[Self]) {
        if sum.is_empty() {
            return sum.extend_from_slice(more);
        }
        for (sum, more) in sum.iter_mut().zip(more) {
            sum.read += more.read;
            sum.created += more.created;
            sum.updated += more.updated;
            sum.unchanged += more.unchanged;
            sum.refused += more.refused;
        }
    }
}

fn is_of_accounts(table: &Table) -> bool {
    let place = |file: &str| FILES.iter().position(|schema| schema.file == file);
    file_schema(&table.file).is_some() && place(&table.file) >= place(ACCOUNTS_FILE)
}

impl Sorted {
    fn by(portions: &[u32], count: usize) -> Self {
        let mut starts = vec![0; count + 1];
        portions.iter().for_each(|portion| starts[*portion as usize + 1] += 1);
        (0..count).for_each(|portion| starts[portion + 1] += starts[portion]);
        let (mut free, mut rows) = (starts.clone(), vec![0; portions.len()]);
        for (row, portion) in (0..).zip(portions) {
            let at = &mut free[*portion as usize];
            rows[*at] = row;
            *at += 1;
        }
        Self { rows, starts }
    }

    fn part(&self, table: &Table, portion: usize) -> Table {
        let rows = self.rows[self.starts[portion]..self.starts[portion + 1]].iter().map(|row| table.rows[*row as usize].clone());
        Table { file: table.file.clone(), header: table.header.clone(), rows: rows.collect() }
    }
}

/// What rows name, grouped with what stands beside it in a row. Told apart by a hash: two that share one are taken for the same, which only
/// keeps together what need not be.
#[derive(Default)]
struct Groups {
    values: BTreeMap<u64, u32>,
    /// A member of the same group; of one of them, itself.
    leads_to: Vec<u32>,
}

impl Groups {
    /// Ties what each row of a table names; gives a member of the group of each row.
    fn tie(&mut self, table: &Table) -> Vec<u32> {
        let file = |column: &str| match column {
            "id" => Some(table.file.as_str()),
            _ => TIES.iter().find(|(tie, _)| *tie == column).map(|(_, file)| *file),
        };
        let columns: Vec<(usize, &str)> = table.header.iter().enumerate().filter_map(|(at, name)| Some((at, file(name)?))).collect();
        table.rows.iter().map(|row| self.tie_row(row, &columns)).collect()
    }

    fn tie_row(&mut self, row: &Row, columns: &[(usize, &str)]) -> u32 {
        let cells = columns.iter().filter_map(|(at, file)| Some((*file, row.cells.get(*at).filter(|cell| !cell.is_empty())?.as_str())));
        let members: Vec<u32> = cells.map(|named| self.member(named)).collect();
        let Some(first) = members.first() else { return self.member(("", "")) };
        for other in &members[1..] {
            let (one, other) = (self.group(*first), self.group(*other));
            self.leads_to[other as usize] = one;
        }
        *first
    }

    fn member(&mut self, named: (&str, &str)) -> u32 {
        let mut hasher = DefaultHasher::new();
        named.hash(&mut hasher);
        let leads_to = &mut self.leads_to;
        *self.values.entry(hasher.finish()).or_insert_with(|| {
            let new = u32::try_from(leads_to.len()).unwrap_or(u32::MAX);
            leads_to.push(new);
            new
        })
    }

    fn group(&mut self, mut member: u32) -> u32 {
        while self.leads_to[member as usize] != member {
            let next = self.leads_to[member as usize];
            self.leads_to[member as usize] = self.leads_to[next as usize];
            member = next;
        }
        member
    }

    /// The portion of each member, counted from 1, and how many there are with the one before them. Groups come in the order of their
    /// first account; those without any go with the first.
    fn portions(mut self, book: &Book, grouped: &[Option<Vec<u32>>], accounts_each: usize) -> (Vec<u32>, usize) {
        self.values = BTreeMap::new();
        let mut sizes: Vec<u32> = vec![0; self.leads_to.len()];
        let accounts: Vec<u32> = book
            .tables
            .iter()
            .zip(grouped)
            .filter(|(table, _)| table.file == ACCOUNTS_FILE)
            .flat_map(|(_, rows)| rows.iter().flatten().copied())
            .collect();
        for member in &accounts {
            sizes[self.group(*member) as usize] += 1;
        }
        let (mut of_group, mut portion, mut filled) = (vec![0_u32; self.leads_to.len()], 1, 0);
        for member in accounts {
            let group = self.group(member) as usize;
            if of_group[group] == 0 {
                if filled > 0 && filled + sizes[group] as usize > accounts_each {
                    (portion, filled) = (portion + 1, 0);
                }
                of_group[group] = portion;
                filled += sizes[group] as usize;
            }
        }
        let members = u32::try_from(self.leads_to.len()).unwrap_or(u32::MAX);
        let portion_of = (0..members).map(|member| of_group[self.group(member) as usize].max(1)).collect();
        (portion_of, portion as usize + 1)
    }
}
