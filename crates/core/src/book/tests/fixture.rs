//! A small book with the columns that most books have, written out, and what a test needs to import it.

use crate::book::{Book, ImportPlan, Row, Table, plan_import};
use crate::catalog;
use crate::facts::{Facts, Moment};
use crate::planner::{Cause, Planning};
use crate::primitives::IdSource;
use crate::refusal::Refusal;
use jiff::civil::date;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// File by file. Northwind's first term ended and was renewed; its second is open. Meridian pays in euros.
pub const FILES: &[(&str, &str)] = &[
    ("organisation.csv", "name,currency,time_zone,desk_lead\nHalden Software,USD,Europe/Lisbon,maya\n"),
    ("plan_rates.csv", "year,currency,rate\n2025,EUR,1.08\n2026,EUR,1.14\n"),
    (
        "teammates.csv",
        "id,name,email,role,manager,region,active_from,left_on\n\
         priya,Priya Nair,priya@halden.example,csm,maya,EMEA,2023-04-01,\n\
         rafael,Rafael Costa,rafael@halden.example,ae,maya,EMEA,2024-01-15,\n\
         maya,Maya Lindqvist,maya@halden.example,cs_leader,,EMEA,2022-01-01,\n\
         tom,Tom Becker,tom@halden.example,renewals_manager,maya,DACH,2022-06-01,2025-12-01\n",
    ),
    (
        "accounts.csv",
        "id,name,tier,segment,region,risk\n\
         A-17,Northwind Traders,1,Enterprise,EMEA,green\n\
         A-18,Meridian Bank,2,Mid-market,DACH,unknown\n",
    ),
    (
        "account_team.csv",
        "account,role,teammate,from_on,to_on\n\
         A-17,csm,priya,2024-01-01,\n\
         A-17,ae,rafael,2024-02-01,2026-06-01\n\
         A-17,ae,rafael,2026-06-01,\n",
    ),
    (
        "contracts.csv",
        "id,account,currency,auto_renew,notice_days,renewal_months,uplift_cap_bps\n\
         HS-0117,A-17,USD,true,45,12,500\n\
         HS-0204,A-18,EUR,false,,12,\n",
    ),
    (
        "terms.csv",
        "contract,number,start_on,end_on\n\
         HS-0117,1,2025-01-09,2026-01-09\n\
         HS-0117,2,2026-01-09,2027-01-09\n\
         HS-0204,1,2026-03-01,2027-03-01\n",
    ),
    (
        "lines.csv",
        "id,contract,term,product,business_unit,kind,quantity,unit_price,price_period,discount_bps,start_on,end_on\n\
         L-1,HS-0117,1,Platform,Group IT,recurring,400,600,year,0,2025-01-09,2026-01-09\n\
         L-2,HS-0117,2,Platform,Group IT,recurring,420,612.5,year,0,2026-01-09,2027-01-09\n\
         L-3,HS-0117,2,Set-up,Group IT,one_off,1,5000,year,0,2026-01-09,2026-02-09\n\
         L-4,HS-0204,1,Platform,,recurring,10.5,19.99,month,1250,2026-03-01,2027-03-01\n",
    ),
    (
        "completed_tasks.csv",
        "contract,term,step,state,completed_by,completed_at,evidence\n\
         HS-0117,2,business-review,done,Priya Nair,2026-07-30T09:30:00Z,Review held with the CFO.\n\
         HS-0117,2,expansion-proposal,not_needed,Priya Nair,2026-08-20T10:00:00Z,They froze their budget.\n",
    ),
];

/// Splits text at commas and line ends: the fixture has no quotes. An arrow ↵ stands for a line break within a cell.
pub fn table(file: &str, text: &str) -> Table {
    let cells = |line: &str| line.split(',').map(|cell| cell.replace('↵', "\n")).collect::<Vec<_>>();
    let mut lines = text.lines().zip(1..);
    let header = lines.next().map(|(line, _)| cells(line)).unwrap_or_default();
    Table { file: file.into(), header, rows: lines.map(|(text, line)| Row { line, cells: cells(text) }).collect() }
}

/// The sound book.
pub fn sound() -> Book {
    let (file, text) = catalog::STARTER_POLICY;
    assert!(file.ends_with("hybrid.toml"));
    book(FILES, text)
}

/// A book of files and a policy.
pub fn book(files: &[(&str, &str)], policy: &str) -> Book {
    Book { tables: files.iter().map(|(file, text)| table(file, text)).collect(), policy: Some(("policy.toml".into(), policy.into())) }
}

/// The sound book with one text replaced in one file, or the policy.
pub fn mutated(file: &str, from: &str, to: &str) -> Book {
    replaced(sound(), FILES, (file, from, to))
}

/// A book of these files with one text replaced in one of them, or in the policy.
pub fn replaced(mut book: Book, files: &[(&str, &str)], (file, from, to): (&str, &str, &str)) -> Book {
    if let Some((_, text)) = book.policy.as_mut().filter(|_| file == "policy.toml") {
        assert!(text.contains(from), "{from} does not occur in {file}");
        *text = text.replacen(from, to, 1);
    }
    for (name, text) in files.iter().filter(|(name, _)| *name == file) {
        assert!(text.contains(from), "{from} does not occur in {file}");
        let changed = table(name, &text.replacen(from, to, 1));
        book.tables.iter_mut().filter(|table| table.file == *name).for_each(|table| *table = changed.clone());
    }
    book
}

/// Ids 1, 2, 3 and so on.
pub struct Counting(AtomicU64);

impl Counting {
    pub fn from(first: u64) -> Self {
        Self(AtomicU64::new(first))
    }
}

impl IdSource for Counting {
    fn next_id(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

/// Imports on Monday 23 November 2026.
pub fn import(existing: Option<&Facts>, book: &Book) -> Result<ImportPlan, Vec<Refusal>> {
    let ids = Counting::from(existing.map_or(1, |_| 1_000_000));
    let cause = Cause { author: "Ana Sousa".into(), reason: "the book was imported".into() };
    let moment = Moment { today: date(2026, 11, 23), recorded_at: "2026-11-23T10:00:00Z".parse().unwrap() };
    plan_import(existing, book, catalog::playbooks().unwrap(), Planning { moment, cause: &cause, ids: &ids })
}
