//! Month by month over a large book from memory: classification and retention of twelve months, as `bench/peers` asks of others.
//!
//! `months -- LINES OUT`: LINES is a CSV of customer, first day, first day no longer and yearly minor units, by customer; OUT gets the
//! months. Prints processor time in microseconds and the most memory in kilobytes. Fails nothing.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use jiff::civil::{Date, date};
use std::fmt::Write;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use tenure_core::contract::LineOrigin;
use tenure_core::ledger::{
    AccountName, Book, Conversion, Day, Edge, Filter, Level, NONE, Names, Prices, Question, Rates, Rules, Stretch, date_of, day_of,
};
use tenure_core::metrics::{Month, months};
use tenure_core::primitives::{AccountId, Currency};
use uuid::Uuid;

type Fault = Box<dyn std::error::Error>;

/// The first and the last month end that is asked about.
const FIRST: Date = date(2023, 10, 31);
const MONTHS: i64 = 36;

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    // `cargo test --benches` runs this too; only somebody with lines asks for figures.
    let [lines, out] = arguments.as_slice() else { return Ok(()) };
    let book = book(lines)?;
    let prices = Prices::new(Conversion::Plan(2026), &book)?;
    let ends = ends()?;
    let question = Question {
        level: Level::Account,
        prices: &prices,
        after: ends[0],
        through: *ends.last().ok_or("no months")?,
        filter: Filter::default(),
    };
    let before = processor_time()?;
    let months = months(&book, &question, &ends)?;
    let took = processor_time()? - before;
    fs::write(out, written(&months)?)?;
    println!("microseconds={} peak_kilobytes={} lines={}", took / 1_000, peak()?, book.stretches.len());
    Ok(())
}

/// The book of the lines: an account for each customer, one contract for all.
fn book(path: &str) -> Result<Book, Fault> {
    let mut names = Names::default();
    names.currencies.push(Currency::USD);
    names.units.push("All".into());
    names.products.push("Platform".into());
    let mut stretches: Vec<Stretch> = Vec::new();
    for (row, line) in BufReader::new(File::open(path)?).lines().skip(1).enumerate() {
        let line = line?;
        let mut cells = line.split(',');
        let mut cell = || cells.next().ok_or_else(|| format!("row {row} has too few cells"));
        let (customer, start, end, arr): (u32, Date, Date, i64) = (cell()?.parse()?, cell()?.parse()?, cell()?.parse()?, cell()?.parse()?);
        while names.accounts.len() <= customer as usize {
            names.accounts.push(account(names.accounts.len())?);
        }
        stretches.push(Stretch {
            line: u32::try_from(row)?,
            account: customer,
            contract: 0,
            term: 1,
            unit: 0,
            product: 0,
            buyer: NONE,
            follows: NONE,
            currency: 0,
            origin: LineOrigin::Sold,
            begins: Edge::Line,
            ends: Edge::Line,
            corrected: false,
            start: day_of(start),
            end: day_of(end),
            quantity: 1_000_000,
            unit_price: 0,
            arr_minor: arr,
        });
    }
    let contract = tenure_core::ledger::ContractName {
        id: tenure_core::primitives::ContractId(Uuid::from_u128(1)),
        reference: "C-1".into(),
        lead: None,
        owners: Vec::new(),
    };
    names.contracts.push(contract);
    let rates = Rates { reporting: Currency::USD, plan: Default::default(), dated: Default::default() };
    Ok(Book::of(names, stretches, (rates, Rules::default())))
}

fn account(number: usize) -> Result<AccountName, Fault> {
    Ok(AccountName {
        id: AccountId(Uuid::from_u128(number as u128)),
        reference: format!("A-{number}"),
        name: String::new(),
        family: u32::try_from(number)?,
        segment: String::new(),
        region: String::new(),
        tier: 2,
    })
}

fn ends() -> Result<Vec<Day>, Fault> {
    let months = (0..=MONTHS)
        .map(|month| FIRST.first_of_month().checked_add(jiff::Span::new().months(month)).map(|day| day_of(day.last_of_month())));
    Ok(months.collect::<Result<_, _>>()?)
}

fn written(months: &[Month]) -> Result<String, Fault> {
    let mut text =
        String::from("day,closing,customers,new,expansion,contraction,churn,reactivation,base,net,gross,base_customers,kept_customers\n");
    for m in months {
        let moved =
            [m.new_minor, m.expansion_minor, m.contraction_minor, m.churn_minor, m.reactivation_minor].map(|minor| minor.to_string());
        let year = [m.base_minor, m.net_minor, m.gross_minor].map(|minor| minor.to_string());
        let (moved, year) = (moved.join(","), year.join(","));
        writeln!(text, "{},{},{},{moved},{year},{},{}", date_of(m.day), m.closing_minor, m.customers, m.base_customers, m.kept_customers)?;
    }
    Ok(text)
}

/// Nanoseconds that the processor spent on this thread, which does all the work.
fn processor_time() -> Result<u64, Fault> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(text.split_whitespace().next().ok_or("no processor time")?.parse()?)
}

/// The most memory that this process held so far.
fn peak() -> Result<u64, Fault> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
