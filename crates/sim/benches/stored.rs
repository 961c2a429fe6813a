//! Month by month over a large book as it is stored, in an embedded database: as `bench/peers` asks of others, who hold the lines in memory.
//!
//! `stored -- load LINES DATABASE` saves the lines of a CSV of customer, first day, first day no longer and yearly minor units, by
//! customer: one contract with one term each. `stored -- months DATABASE OUT` tells the months and writes them to OUT. Prints processor
//! time in microseconds and the most memory in kilobytes. Fails nothing.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use jiff::civil::Date;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use tenure_app::{Actor, MoneyQuery, MonthsView};
use tenure_core::account::{Account, Risk};
use tenure_core::contract::{Contract, ContractKind, Line, LineKind, LineOrigin, PricePeriod, Term};
use tenure_core::facts::{Moment, Write};
use tenure_core::ledger::date_of;
use tenure_core::primitives::{AccountId, ContractId, Currency, Decimal6, LineId};
use tenure_sim::testing::large::large_book;
use tenure_sim::testing::{Fault, TestApp};
use tenure_store::Location;
use uuid::Uuid;

const TODAY: &str = "2026-10-31";
/// The period that the others are asked about: 36 months to the end of October 2026.
const MONTHS: u16 = 36;
/// Customers in one transaction.
const PORTION: usize = 4_000;

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // `cargo test --benches` runs this too; only somebody with lines asks for figures.
    match arguments[..] {
        ["load", lines, database] => runtime.block_on(load(lines, Path::new(database))),
        ["months", database, out] => runtime.block_on(measure(Path::new(database), out)),
        _ => Ok(()),
    }
}

async fn measure(database: &Path, out: &str) -> Result<(), Fault> {
    let at = TestApp::open(&Location::Sqlite(database.into()), TODAY.parse()?, 2).await?;
    let query = MoneyQuery { as_of: Some(TODAY.parse()?), months: MONTHS, ..MoneyQuery::default() };
    let before = processor_time()?;
    let view = at.app.months(&query).await?;
    let took = processor_time()? - before;
    at.app.close().await?;
    fs::write(out, written(&view)?)?;
    println!("microseconds={took} peak_kilobytes={}", peak()?);
    Ok(())
}

async fn load(lines: &str, database: &Path) -> Result<(), Fault> {
    let at = TestApp::open(&Location::Sqlite(database.into()), TODAY.parse()?, 1).await?;
    at.app.import_book(&Actor::Operator("Bench".into()), &large_book(0, 3), "people").await?;
    let moment = Moment { today: TODAY.parse()?, recorded_at: "2026-10-31T12:00:00Z".parse()? };
    let (mut writes, mut customers, mut last) = (Vec::new(), 0, None);
    for (row, text) in BufReader::new(File::open(lines)?).lines().skip(1).enumerate() {
        let text = text?;
        let cells: Vec<&str> = text.split(',').collect();
        let [customer, start_on, end_on, arr] = cells[..] else { return Err(format!("row {row} has not four cells").into()) };
        let customer: u32 = customer.parse()?;
        if last != Some(customer) {
            if customers == PORTION {
                save(&at, &writes, moment).await?;
                (customers, writes) = (0, Vec::new());
            }
            writes.extend(began(customer));
            (customers, last) = (customers + 1, Some(customer));
        }
        writes.push(Write::Line(line((row, customer), (start_on.parse()?, end_on.parse()?), arr.parse()?)));
    }
    save(&at, &writes, moment).await?;
    Ok(at.app.close().await?)
}

async fn save(at: &TestApp, writes: &[Write], moment: Moment) -> Result<(), Fault> {
    let tx = at.app.store().write().await?;
    tx.save(writes, moment, &[]).await?;
    Ok(tx.commit().await?)
}

fn id(kind: u64, number: u32) -> Uuid {
    Uuid::from_u64_pair(kind, number.into())
}

/// A customer with its contract and one term long enough for every line.
fn began(customer: u32) -> [Write; 3] {
    let account = Account {
        id: AccountId(id(1, customer)),
        reference: format!("A-{customer}"),
        name: format!("Customer {customer}"),
        tier: 2,
        segment: String::new(),
        country: None,
        region: String::new(),
        risk: Risk::Unknown,
        parent: None,
        fiscal_year_start: None,
        merged_into: None,
        needs: Default::default(),
        fields: Default::default(),
    };
    let contract = Contract {
        id: ContractId(id(2, customer)),
        reference: format!("C-{customer}"),
        account: account.id,
        currency: Currency::USD,
        auto_renew: false,
        notice_days: None,
        renewal_months: 12,
        uplift_cap_bps: None,
        uplift_bps: 0,
        kind: ContractKind::Fixed,
        co_term_lead: None,
    };
    let (start_on, end_on) = (Date::constant(2022, 1, 1), Date::constant(2028, 1, 1));
    let term = Term { contract: contract.id, number: 1, start_on, end_on, opt_out_received_on: None, cancelled_on: None, signature: None };
    [Write::Account(account), Write::Contract(contract), Write::Term(term)]
}

fn line((row, customer): (usize, u32), (start_on, end_on): (Date, Date), arr_minor: i64) -> Line {
    Line {
        id: LineId(Uuid::from_u64_pair(3, row as u64)),
        reference: format!("L-{row}"),
        version: 1,
        contract: ContractId(id(2, customer)),
        term_number: 1,
        product: "Platform".into(),
        business_unit: "All".into(),
        kind: LineKind::Recurring,
        quantity: Decimal6::ONE,
        unit_price: Decimal6::from_millionths(arr_minor * 10_000),
        price_period: PricePeriod::Year,
        discount_bps: 0,
        discount_span: None,
        start_on,
        end_on,
        economic_buyer: String::new(),
        origin: LineOrigin::Sold,
        follows: None,
    }
}

fn written(view: &MonthsView) -> Result<String, Fault> {
    let mut text =
        String::from("day,closing,customers,new,expansion,contraction,churn,reactivation,base,net,gross,base_customers,kept_customers\n");
    for m in &view.months {
        let moved =
            [m.new_minor, m.expansion_minor, m.contraction_minor, m.churn_minor, m.reactivation_minor].map(|minor| minor.to_string());
        let year = [m.base_minor, m.net_minor, m.gross_minor].map(|minor| minor.to_string());
        let (moved, year) = (moved.join(","), year.join(","));
        writeln!(text, "{},{},{},{moved},{year},{},{}", date_of(m.day), m.closing_minor, m.customers, m.base_customers, m.kept_customers)?;
    }
    Ok(text)
}

/// Microseconds of processor time of all threads of this process so far.
fn processor_time() -> Result<u64, Fault> {
    let mut sum = 0;
    for task in fs::read_dir("/proc/self/task")? {
        let text = fs::read_to_string(task?.path().join("schedstat"))?;
        sum += text.split_whitespace().next().ok_or("no processor time")?.parse::<u64>()?;
    }
    Ok(sum / 1_000)
}

/// The most memory that this process held so far.
fn peak() -> Result<u64, Fault> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
