//! A large book for benchmarks: the people of the sample with as many customers as wanted, three lines each.

use crate::sample::people::founding_book;
use tenure_core::book::{Book, Row, Table};

/// So many accounts, each with one contract, one term and so many lines.
pub fn large_book(accounts: usize, lines_each: usize) -> Book {
    let mut book = founding_book();
    let row = |cells: String| cells.split(',').map(String::from).collect::<Vec<_>>();
    let mut add = |file: &str, header: &str, rows: usize, cells: &dyn Fn(usize) -> String| {
        let rows = (1..=rows).map(|n| Row { line: n + 1, cells: row(cells(n)) }).collect();
        book.tables.push(Table { file: file.into(), header: row(header.into()), rows });
    };
    add("accounts.csv", "id,name,tier,segment,region,risk", accounts, &|n| {
        format!("A-{n},Customer {n},{},Enterprise,EMEA,{}", n % 3 + 1, ["green", "yellow", "red"][n % 3])
    });
    add("contracts.csv", "id,account,currency,auto_renew,notice_days,renewal_months", accounts, &|n| format!("B-{n},A-{n},USD,true,30,12"));
    add("terms.csv", "contract,number,start_on,end_on", accounts, &|n| {
        format!("B-{n},1,2026-11-{:02},2027-{:02}-{:02}", n % 28 + 1, n % 12 + 1, n % 28 + 1)
    });
    add("lines.csv", "id,contract,term,product,quantity,unit_price,price_period", accounts * lines_each, &|n| {
        let account = (n - 1) / lines_each + 1;
        format!("L-{n},B-{account},1,Platform,{account},100,year")
    });
    book
}
