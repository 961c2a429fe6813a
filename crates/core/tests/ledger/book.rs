//! Facts about money for tests: written out by hand, or drawn by the dice.

use crate::random::Random;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::{Account, ContractMove, Risk};
use tenure_core::contract::{Contract, ContractKind, Line, LineKind, LineOrigin, PricePeriod, Signature, Term};
use tenure_core::ledger::{Known, KnownMove, LineVersion};
use tenure_core::primitives::{AccountId, ContractId, Currency, Decimal6, LineId};
use uuid::Uuid;

/// Facts that begin empty and are written line by line.
pub struct Facts(pub Known);

pub fn id(kind: u64, number: u32) -> Uuid {
    Uuid::from_u64_pair(kind, number.into())
}

pub fn decimal(text: &str) -> Decimal6 {
    text.parse().unwrap()
}

/// Midnight UTC of a day.
pub fn instant(day: Date) -> Timestamp {
    format!("{day}T00:00:00Z").parse().unwrap()
}

impl Facts {
    pub fn new() -> Self {
        Self(Known {
            reporting: Currency::USD,
            accounts: BTreeMap::new(),
            contracts: BTreeMap::new(),
            terms: BTreeMap::new(),
            versions: Vec::new(),
            moves: Vec::new(),
            plan_rates: [((2020, "EUR".to_string()), decimal("1.10")), ((2020, "JPY".into()), decimal("0.0067"))].into(),
            dated_rates: BTreeMap::new(),
            renewals: Vec::new(),
        })
    }

    pub fn account(&mut self, number: u32, parent: Option<u32>) -> AccountId {
        let account = Account {
            id: AccountId(id(1, number)),
            reference: format!("A-{number}"),
            name: format!("Customer {number}"),
            tier: 2,
            segment: if number.is_multiple_of(2) { "Mid" } else { "Small" }.into(),
            region: "EMEA".into(),
            country: None,
            risk: Risk::Unknown,
            parent: parent.map(|parent| AccountId(id(1, parent))),
            fiscal_year_start: None,
            merged_into: None,
            needs: BTreeSet::new(),
            fields: BTreeMap::new(),
        };
        self.0.accounts.insert(account.id, account.clone());
        account.id
    }

    pub fn contract(&mut self, number: u32, account: u32, currency: Currency) -> ContractId {
        let contract = Contract {
            id: ContractId(id(2, number)),
            reference: format!("C-{number}"),
            account: AccountId(id(1, account)),
            currency,
            auto_renew: false,
            notice_days: None,
            renewal_months: 12,
            uplift_cap_bps: None,
            uplift_bps: 0,
            kind: ContractKind::Fixed,
            co_term_lead: None,
        };
        self.0.contracts.insert(contract.id, contract.clone());
        contract.id
    }

    pub fn term(&mut self, contract: u32, number: u32, (start_on, end_on): (Date, Date), signed_on: Option<Date>) {
        let signature = signed_on.map(|signed_on| Signature { signed_on, reason: None, words: String::new() });
        let term = Term {
            contract: ContractId(id(2, contract)),
            number,
            start_on,
            end_on,
            opt_out_received_on: None,
            cancelled_on: None,
            signature,
        };
        self.0.terms.insert((term.contract, number), term);
    }

    /// One version of a line: recorded on its first day. Versions of one line are written one after another.
    pub fn version(&mut self, line: Line) -> &mut LineVersion {
        let recorded_at = instant(line.start_on);
        self.0.versions.push(LineVersion { line, voided: false, recorded_at, event: None });
        self.0.versions.last_mut().unwrap()
    }

    pub fn moved(&mut self, contract: u32, (from, to): (u32, u32), moved_on: Date) {
        let moved = ContractMove {
            contract: ContractId(id(2, contract)),
            from: AccountId(id(1, from)),
            to: AccountId(id(1, to)),
            moved_on,
            reason: "merger".into(),
            recorded_at: instant(moved_on),
        };
        self.0.contracts.get_mut(&moved.contract).unwrap().account = moved.to;
        self.0.moves.push(KnownMove { moved, event: None });
    }
}

/// A line of a product at a price for a unit and year.
pub fn line(number: u32, contract: u32, product: &str, (quantity, price): (&str, &str), (start_on, end_on): (Date, Date)) -> Line {
    Line {
        id: LineId(id(3, number)),
        reference: format!("L-{number}"),
        version: 1,
        contract: ContractId(id(2, contract)),
        term_number: 1,
        product: product.into(),
        business_unit: "Group".into(),
        kind: LineKind::Recurring,
        quantity: decimal(quantity),
        unit_price: decimal(price),
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

/// A company drawn by the dice: six accounts in two families, contracts in three currencies that move about, lines that follow one
/// another, overlap, leave gaps, are corrected and taken back, with temporary discounts, credits and one-off amounts.
pub fn drawn(random: &mut Random) -> Known {
    let mut facts = Facts::new();
    for number in 1..=6 {
        facts.account(number, (number > 3).then(|| number - 3));
    }
    let first = date(2024, 1, 1);
    let day = |random: &mut Random, span: u32| first.saturating_add(i64::from(random.below(span)).days());
    for days in (0..1_200).step_by(20) {
        for code in ["EUR", "JPY"] {
            let rate =
                if code == "EUR" { 1_000_000 } else { 6_000 } + i64::from(random.below(200)) * if code == "EUR" { 1_000 } else { 10 };
            let rated_on = first.saturating_sub(30.days()).saturating_add(days.days());
            facts.0.dated_rates.insert((rated_on, code.to_string()), Decimal6::from_millionths(rate));
        }
    }
    let mut number = 0;
    for contract in 1..=8 {
        let account = 1 + random.below(6);
        facts.contract(contract, account, random.any(&[Currency::USD, Currency::USD, Currency::EUR, Currency::JPY]));
        facts.term(contract, 1, (first, date(2027, 1, 1)), None);
        let (mut from, mut owner) = (first, account);
        for _ in 0..random.below(3) {
            let to = 1 + random.below(6);
            from = from.saturating_add((1 + i64::from(random.below(300))).days());
            if to != owner {
                facts.moved(contract, (owner, to), from);
                owner = to;
            }
        }
        for _ in 0..random.below(6) {
            number += 1;
            history(&mut facts, random, (contract, number), day);
        }
    }
    facts.0.moves.sort_by_key(|known| known.moved.recorded_at);
    // Versions of one line stand together; lines stand in no particular order.
    facts.0
}

fn history(facts: &mut Facts, random: &mut Random, (contract, number): (u32, u32), day: impl Fn(&mut Random, u32) -> Date) {
    let start_on = day(random, 900);
    let end_on = start_on.saturating_add((1 + i64::from(random.below(400))).days());
    let quantity = (1 + random.below(40)).to_string();
    let price = format!("{}.{:02}", random.below(900), random.below(100));
    let mut first = line(number * 10, contract, random.any(&["Platform", "Analytics", "Support"]), (&quantity, &price), (start_on, end_on));
    first.business_unit = (random.any(&["Group", "North", "South"])).into();
    first.economic_buyer = (random.any(&["", "S-1", "S-2"])).into();
    if random.below(8) == 0 {
        first.kind = LineKind::OneOff;
    }
    if random.below(9) == 0 {
        first.unit_price = Decimal6::from_millionths(-first.unit_price.millionths());
    }
    if random.below(4) == 0 {
        first.discount_bps = random.below(5_000);
        let half = first.start_on.saturating_add((i64::from(random.below(200))).days());
        first.discount_span = (half < first.end_on && random.below(2) == 0).then_some((half, first.end_on));
    }
    facts.version(first.clone());
    let mut last = first;
    while random.below(3) == 0 {
        let unit_price = if random.below(2) == 0 { last.unit_price } else { decimal(&random.below(700).to_string()) };
        last = Line { version: last.version + 1, unit_price, ..last };
        if random.below(2) == 0 {
            last = last.ending(last.start_on.saturating_add((1 + i64::from(random.below(100))).days()));
        }
        let recorded_at = instant(last.start_on.saturating_add(40.days()));
        let version = facts.version(last.clone());
        version.recorded_at = recorded_at;
        if random.below(9) == 0 {
            version.voided = true;
            return;
        }
    }
    if random.below(2) == 0 {
        let more = (1 + random.below(60)).to_string();
        let next = Line {
            id: LineId(id(3, number * 10 + 1)),
            reference: format!("L-{number}-b"),
            version: 1,
            quantity: decimal(&more),
            start_on: last.end_on,
            end_on: last.end_on.saturating_add((1 + i64::from(random.below(400))).days()),
            origin: random.any(LineOrigin::ALL),
            follows: Some(last.id),
            discount_span: None,
            discount_bps: 0,
            ..last
        };
        facts.version(next);
    }
}
