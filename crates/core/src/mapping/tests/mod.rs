//! Tests of mappings.

mod convert;
mod documentation;
mod faults;

use super::{ForeignTable, Mapped, Mapping, apply};
use crate::book::{Book, Row};
use crate::refusal::Refusal;
use jiff::civil::date;

/// A mapping with one account table and one interval table, and further lines for the interval.
const BASE: &str = r#"
name = "Billing"
[source.customers]
file = "customers.csv"
key = "no"
[source.subs]
file = "subs.csv"
blank = ["NULL"]
[[source.subs.skip]]
column = "state"
is = ["trial"]
reason = "a trial pays nothing"
[[table]]
into = "accounts.csv"
from = "customers"
[table.columns]
id = { column = "no", read = "id" }
name = { column = "company" }
tier = { constant = "2" }
[[interval]]
from = "subs"
id = { column = "sub", read = "id" }
account = { column = "customer", read = "id" }
start_on = { column = "from", read = "dd/mm/yyyy" }
end_on = { column = "to", read = "dd/mm/yyyy" }
amount = { column = "price", read = "number_comma" }
currency = { column = "currency", case = "upper", default = "EUR" }
product = { lookup = "customers", by = "customer", column = "product" }
quantity = { column = "seats", read = "number" }
"#;

fn parsed(more: &str) -> Mapping {
    Mapping::parse("my.toml", &format!("{BASE}{more}")).unwrap_or_else(|refusals| panic!("{refusals:#?}"))
}

fn foreign(file: &str, text: &str) -> ForeignTable {
    let mut lines = text.lines().map(|line| line.split('|').map(str::to_string).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    ForeignTable {
        file: file.into(),
        detected: "UTF-8, bars".into(),
        header,
        rows: lines.zip(2..).map(|(cells, line)| Row { line, cells }).collect(),
        refused: Vec::new(),
    }
}

const CUSTOMERS: &str = "no|company|product\n1|Northwind|Platform\n2|Tailspin|Ledger";
const HEADER: &str = "sub|customer|from|to|price|currency|seats|state";

/// Applies on 15 March 2026 to the two customers and the given subscriptions.
fn mapped(more: &str, subs: &[&str]) -> Result<Mapped, Vec<Refusal>> {
    let text = [HEADER].iter().chain(subs).copied().collect::<Vec<_>>().join("\n");
    let tables = [foreign("customers.csv", CUSTOMERS), foreign("subs.csv", &text)];
    apply(&parsed(more), &tables, Book::default(), (date(2026, 3, 15), true))
}

/// The cells of some columns of a file of the book.
fn cells(mapped: &Mapped, file: &str, columns: &[&str]) -> Vec<String> {
    let table = mapped.book.table(file).unwrap();
    let at = |name: &&str| table.header.iter().position(|column| column == name).unwrap();
    table.rows.iter().map(|row| columns.iter().map(|name| row.cells[at(name)].clone()).collect::<Vec<_>>().join(" ")).collect()
}

/// What the report says: kind, row, column, value, what it became.
fn told(mapped: &Mapped) -> Vec<String> {
    let entry = |e: &super::Entry| format!("{} {} {} {:?} {:?}", e.kind, e.row.unwrap_or(0), e.column, e.value, e.became);
    mapped.entries().iter().map(entry).collect()
}
