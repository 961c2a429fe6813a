//! How fast a policy is proven and how fast it decides. Prints figures; fails nothing.
//!
//! `cargo bench -p tenure-core --bench policy`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    reason = "a bench measures time, prints ratios, and stops where its table cannot be read"
)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;
use tenure_core::account::Risk;
use tenure_core::ownership::analysis::analyse;
use tenure_core::ownership::input::{Complexity, CsmType, Negotiation, Seen};
use tenure_core::ownership::policy::Policy;
use tenure_core::ownership::table::Table;
use tenure_core::primitives::Currency;
use tenure_core::renewal::RenewalKind;

/// Renewals of the book.
const BOOK: usize = 100_000;
/// Times the book is decided.
const ROUNDS: usize = 50;

/// A table of ordinary shape: bands of amounts, segments and regions, exceptions by risk and terms, a last rule for the rest.
fn ordinary(rules: usize) -> Policy {
    let mut text = String::from("name = \"Bench\"\nhit_policy = \"first\"\n");
    for rule in 0..rules {
        let bands = [0, 15_000, 25_000, 50_000, 100_000, 250_000];
        let mut cells = vec![format!("atr = \">= {}\"", bands[rule % 6])];
        match rule % 5 {
            0 => cells.push(format!("segment = '\"s{}\"', risk = '\"red\",\"yellow\"'", rule % 7)),
            1 => cells.push(format!("region = '\"r{}\"', auto_renew = \"true\", tier = \"{}\"", rule % 4, rule % 3 + 1)),
            2 => cells.push(format!(
                "complexity = '\"complex\"', csm_type = 'not(\"value_capture\")', term_months = \"> {}\"",
                12 * (rule % 3 + 1)
            )),
            3 => cells.push(format!("negotiation = '\"administrative\"', notice_days = \"< {}, null\"", 30 * (rule % 4 + 1))),
            _ => cells.push(format!("kind = '\"renewal\"', currency = 'not(\"C{}\")', co_termed = \"false\"", rule % 3)),
        }
        let when = if rule + 1 == rules { String::new() } else { cells.join(", ") };
        let motion = ["joint", "asynchronous", "digital"][rule % 3];
        let _ = writeln!(
            text,
            "[[rule]]\nid = \"{rule}\"\nwhen = {{ {when} }}\nmodel = \"joint\"\nmotion = \"{motion}\"\nplaybook = \"p\"\nvalue = [\"csm\"]\n\
             commercial = [\"ae\"]\nexpansion = [\"ae\"]\noperations = [\"ops\"]\nexecutive = [\"cs_leader\"]"
        );
    }
    Policy::parse("bench.toml", &text, Currency::USD, &["p"]).unwrap()
}

fn seen(number: usize) -> Seen {
    let mixed = number.wrapping_mul(2_654_435_761);
    Seen {
        atr_minor: i64::try_from(mixed % 40_000_000).unwrap(),
        arr_minor: 0,
        tier: u8::try_from(mixed % 3 + 1).unwrap(),
        segment: format!("s{}", mixed % 9),
        region: format!("r{}", mixed % 5),
        risk: Risk::ALL[mixed % 5],
        auto_renew: mixed.is_multiple_of(2),
        negotiation: Negotiation::ALL[mixed % 2],
        complexity: Complexity::ALL.get(mixed % 3).copied(),
        csm_type: CsmType::ALL.get(mixed % 4).copied(),
        kind: RenewalKind::ALL[mixed % 2],
        co_termed: mixed.is_multiple_of(7),
        term_months: u16::try_from(mixed % 36).unwrap(),
        notice_days: (!mixed.is_multiple_of(4)).then_some(60),
        currency: Currency::USD,
        end_on: jiff::civil::date(2027, 1, 1),
        csm_commercial: None,
        stage: None,
        fields: std::collections::BTreeMap::new(),
    }
}

fn prove(rules: usize) {
    let policy = ordinary(rules);
    let start = Instant::now();
    let analysis = analyse(&policy);
    let took = start.elapsed();
    match analysis {
        Ok(analysis) => println!("{rules} rules, {} inputs: proven in {took:.1?}, {} steps", policy.inputs().len(), analysis.steps),
        Err(too_complex) => {
            println!("{rules} rules, {} inputs: given up after {took:.1?}: {}", policy.inputs().len(), too_complex.problem())
        }
    }
}

fn main() {
    [4, 10, 20, 60].into_iter().for_each(prove);
    let policy = ordinary(10);
    let book: Vec<Seen> = (0..BOOK).map(seen).collect();
    let start = Instant::now();
    let table = Table::new(&policy);
    let rows: Vec<Vec<u16>> = book.iter().map(|seen| table.row(seen)).collect();
    let read = start.elapsed();
    println!(
        "{BOOK} renewals read into the table in {read:.1?} (an edited rule decides them all again in that time and the next line's share)"
    );
    let start = Instant::now();
    let mut matched = 0;
    for _ in 0..ROUNDS {
        matched += rows.iter().filter(|row| black_box(table.decide(black_box(row))).is_some()).count();
    }
    let took = start.elapsed();
    let decisions = (BOOK * ROUNDS) as f64;
    println!(
        "{:.1} million decisions a second with the matched rule, 10 rules, one core ({matched} matched)",
        decisions / took.as_secs_f64() / 1e6
    );
}
