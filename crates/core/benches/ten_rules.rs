//! A table of ten rules over many renewals, for `bench/peers/zen`: writes the table, the renewals and the answers as JSON, one a line, and
//! prints how fast they were decided.
//!
//! `cargo bench -p tenure-core --bench ten_rules -- FOLDER`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    reason = "a bench measures time, prints ratios, and stops where its table cannot be read"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;
use tenure_core::account::Risk;
use tenure_core::ownership::input::{Negotiation, Seen};
use tenure_core::ownership::policy::Policy;
use tenure_core::ownership::table::Table;
use tenure_core::primitives::Currency;
use tenure_core::renewal::RenewalKind;

/// Renewals decided.
const BOOK: usize = 20_000;
/// Times the book is decided, so that it takes long enough to measure.
const ROUNDS: usize = 200;

const FIELDS: [&str; 7] = ["atr", "risk", "tier", "segment", "region", "auto_renew", "negotiation"];

/// Cells in the order of the fields; empty is anything.
const RULES: [[&str; 7]; 10] = [
    [">= 250000", "", "", "", "", "", ""],
    [">= 100000", "\"red\",\"yellow\"", "", "", "", "", ""],
    ["", "\"red\"", "", "\"s1\"", "", "", ""],
    ["[50000..100000)", "", "[1..2]", "", "\"r1\",\"r2\"", "", ""],
    ["< 15000", "", "3", "", "", "true", "\"administrative\""],
    ["", "", "", "\"s3\",\"s4\"", "\"r3\"", "false", ""],
    ["< 25000", "\"green\",\"unknown\"", "", "", "", "true", ""],
    [">= 25000", "", "1", "\"s5\"", "", "", "\"negotiated\""],
    ["", "\"expansion\"", "", "", "\"r4\"", "", ""],
    ["", "", "", "", "", "", ""],
];

fn policy() -> Policy {
    let mut text = String::from("name = \"Ten\"\nhit_policy = \"first\"\n");
    for (at, cells) in RULES.iter().enumerate() {
        let asked = FIELDS.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        let when: Vec<String> = asked.map(|(field, cell)| format!("{field} = '{cell}'")).collect();
        text.push_str(&format!(
            "[[rule]]\nid = \"{at}\"\nwhen = {{ {} }}\nmodel = \"joint\"\nmotion = \"joint\"\nplaybook = \"p\"\nvalue = [\"csm\"]\n\
             commercial = [\"ae\"]\nexpansion = [\"ae\"]\noperations = [\"ops\"]\nexecutive = [\"cs_leader\"]\n",
            when.join(", ")
        ));
    }
    Policy::parse("ten.toml", &text, Currency::USD, &["p"]).unwrap()
}

fn renewal(number: usize) -> Seen {
    let mixed = number.wrapping_mul(2_654_435_761) >> 3;
    Seen {
        atr_minor: i64::try_from(mixed % 400_000).unwrap() * 100,
        arr_minor: 0,
        tier: u8::try_from(mixed / 7 % 3 + 1).unwrap(),
        segment: format!("s{}", mixed / 11 % 9),
        region: format!("r{}", mixed / 13 % 6),
        risk: Risk::ALL[mixed / 17 % Risk::ALL.len()],
        auto_renew: (mixed / 19).is_multiple_of(2),
        negotiation: Negotiation::ALL[mixed / 23 % 2],
        complexity: None,
        csm_type: None,
        kind: RenewalKind::ALL[0],
        co_termed: false,
        term_months: 12,
        notice_days: None,
        currency: Currency::USD,
        end_on: jiff::civil::date(2027, 1, 1),
        csm_commercial: None,
        stage: None,
        fields: BTreeMap::new(),
    }
}

/// One renewal with its rule as a line of JSON. Every text here is plain, so that Rust quotes it as JSON does.
fn line(seen: &Seen, rule: usize) -> String {
    let Seen { tier, segment, region, auto_renew, .. } = seen;
    format!(
        "{{\"atr\":{},\"risk\":{:?},\"tier\":{tier},\"segment\":{segment:?},\"region\":{region:?},\"auto_renew\":{auto_renew},\"negotiation\":{:?},\"rule\":{rule}}}\n",
        seen.atr_minor / 100,
        seen.risk.code(),
        seen.negotiation.code()
    )
}

fn main() {
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else { return };
    let book: Vec<Seen> = (0..BOOK).map(renewal).collect();
    let policy = policy();
    let table = Table::new(&policy);
    let start = Instant::now();
    for _ in 0..ROUNDS {
        book.iter().for_each(|seen| {
            black_box(table.decide_seen(black_box(seen)));
        });
    }
    let from_renewals = (BOOK * ROUNDS) as f64 / start.elapsed().as_secs_f64();
    let rows: Vec<Vec<u16>> = book.iter().map(|seen| table.row(seen)).collect();
    let start = Instant::now();
    for _ in 0..ROUNDS {
        rows.iter().for_each(|row| {
            black_box(table.decide(black_box(row)));
        });
    }
    let from_rows = (BOOK * ROUNDS) as f64 / start.elapsed().as_secs_f64();
    let lines: String = book.iter().zip(&rows).map(|(seen, row)| line(seen, table.decide(row).unwrap())).collect();
    let rules: Vec<String> = RULES.iter().map(|cells| format!("{cells:?}")).collect();
    std::fs::write(format!("{folder}/book.json"), lines).unwrap();
    std::fs::write(format!("{folder}/table.json"), format!("{{\"fields\":{FIELDS:?},\"rules\":[{}]}}", rules.join(","))).unwrap();
    println!("{from_renewals:.0} {from_rows:.0}");
}
