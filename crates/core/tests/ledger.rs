//! The ledger of recurring revenue against a second computation: whatever a company's contracts do, opening and movements make closing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: a refusal or a wrong sum should stop them")]

extern crate tenure_core;

#[path = "ledger/book.rs"]
mod book;
#[path = "ledger/cases.rs"]
mod cases;
#[path = "ledger/figures.rs"]
mod figures;
#[path = "ledger/joined.rs"]
mod joined;
mod random;

use book::drawn;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use random::Random;
use std::collections::BTreeMap;
use tenure_core::contract::{Line, LineKind};
use tenure_core::ledger::{
    Book, Class, Conversion, Discounts, Filter, Known, Level, Movement, Prices, Question, Rules, date_of, day_of, walk,
};
use tenure_core::primitives::{Currency, divide_half_even};

const HISTORIES: u64 = 600;

/// Account reference, unit, product and currency.
type Key = (String, String, String, Currency);

/// ARR of one line on one day, in plain arithmetic of its own.
fn plain_arr(line: &Line, currency: Currency, (day, discounts): (Date, Discounts)) -> i64 {
    if line.kind == LineKind::OneOff || !(line.start_on <= day && day < line.end_on) {
        return 0;
    }
    let discount = match (discounts, line.discount_span) {
        (Discounts::Ignored, _) | (Discounts::Lasting, Some(_)) => 0,
        (Discounts::Every, Some((from, to))) => {
            if from <= day && day < to {
                line.discount_bps
            } else {
                0
            }
        }
        (_, None) => line.discount_bps,
    };
    let cents = if currency == Currency::JPY { 1 } else { 100 };
    let exact = i128::from(line.quantity.millionths()) * i128::from(line.unit_price.millionths()) * i128::from(10_000 - discount) * cents;
    i64::try_from(divide_half_even(exact, 10_000 * 1_000_000_000_000)).unwrap()
}

fn plain_rate(known: &Known, currency: Currency, (day, conversion): (Date, Conversion)) -> i64 {
    let code = currency.code();
    match conversion {
        Conversion::Contract(_) => 1_000_000,
        _ if currency == Currency::USD => 1_000_000,
        Conversion::Plan(_) => known.plan_rates[&(2020, code.to_string())].millionths(),
        Conversion::Dated => {
            let of_currency = known.dated_rates.iter().filter(|((on, of), _)| of == code && *on <= day);
            of_currency.max_by_key(|((on, _), _)| *on).unwrap().1.millionths()
        }
    }
}

/// Brute force: every line of every version, one by one, on one day.
fn brute_force(known: &Known, day: Date, how: (Conversion, Discounts)) -> BTreeMap<Key, i64> {
    held(known, (day, day), how)
}

/// Brute force: what the lines bring on one day, with whoever has their contracts on another.
fn held(known: &Known, (day, owned_on): (Date, Date), (conversion, discounts): (Conversion, Discounts)) -> BTreeMap<Key, i64> {
    let mut sums = BTreeMap::new();
    for (at, version) in known.versions.iter().enumerate() {
        let later = known.versions[at + 1..].iter().any(|other| other.line.id == version.line.id);
        let contract = &known.contracts[&version.line.contract];
        let taken = !matches!(conversion, Conversion::Contract(only) if only != contract.currency);
        if later || version.voided || !taken {
            continue;
        }
        let moves: Vec<_> = known.moves.iter().map(|known| &known.moved).filter(|moved| moved.contract == contract.id).collect();
        let owner = match moves.iter().rfind(|moved| moved.moved_on <= owned_on) {
            Some(moved) => moved.to,
            None => moves.first().map_or(contract.account, |moved| moved.from),
        };
        let arr = i128::from(plain_arr(&version.line, contract.currency, (day, discounts)));
        let yen = if contract.currency == Currency::JPY && !matches!(conversion, Conversion::Contract(_)) { 100 } else { 1 };
        let value = divide_half_even(arr * yen * i128::from(plain_rate(known, contract.currency, (day, conversion))), 1_000_000);
        let key =
            (known.accounts[&owner].reference.clone(), version.line.business_unit.clone(), version.line.product.clone(), contract.currency);
        *sums.entry(key).or_insert(0) += i64::try_from(value).unwrap();
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn key_of(book: &Book, account: u32, (unit, product, currency): (u32, u32, u8)) -> Key {
    let names = &book.names;
    (
        names.accounts[account as usize].reference.clone(),
        names.units[unit as usize].clone(),
        names.products[product as usize].clone(),
        names.currencies[usize::from(currency)],
    )
}

fn moved(book: &Book, question: &Question<'_>) -> Vec<Movement> {
    let mut all = Vec::new();
    walk(book, question, &mut |customer| {
        all.extend_from_slice(customer.movements);
        Ok(())
    })
    .unwrap();
    all
}

fn histories(each: impl Fn(&mut Random, &Known) + std::panic::RefUnwindSafe) {
    let only = std::env::var("TENURE_SEED").ok().and_then(|seed| seed.parse::<u64>().ok());
    let seeds = only.map_or(0..HISTORIES, |seed| seed..seed + 1);
    for seed in seeds {
        let caught = std::panic::catch_unwind(|| {
            let mut random = Random::new(seed);
            let known = drawn(&mut random);
            each(&mut random, &known);
        });
        assert!(caught.is_ok(), "failed with TENURE_SEED={seed}");
    }
}

fn question<'a>(random: &mut Random, prices: &'a Prices) -> Question<'a> {
    let day = |random: &mut Random, from: Date, span: u32| from.saturating_add(i64::from(random.below(span)).days());
    let after = day(random, date(2024, 1, 1), 700);
    let through = day(random, after, 600);
    Question { level: random.any(Level::ALL), prices, after: day_of(after), through: day_of(through), filter: Filter::default() }
}

fn conversion(random: &mut Random) -> Conversion {
    random.any(&[Conversion::Contract(Currency::EUR), Conversion::Contract(Currency::JPY), Conversion::Plan(2026), Conversion::Dated])
}

#[test]
fn opening_and_movements_make_closing_per_account_unit_product_and_currency_whatever_happens() {
    histories(|random, known| {
        let rules = Rules { discounts: random.any(Discounts::ALL), ..Rules::default() };
        let book = Book::build(known, &rules).unwrap();
        let conversion = conversion(random);
        let prices = Prices::new(conversion, &book).unwrap();
        let question = question(random, &prices);
        let (after, through) = (date_of(question.after), date_of(question.through));
        let mut sums = brute_force(known, after, (conversion, rules.discounts));
        for movement in moved(&book, &question) {
            assert!(after < movement.day && movement.day <= through, "{movement:?} lies outside");
            let key = key_of(&book, movement.account, (movement.unit, movement.product, movement.currency));
            *sums.entry(key).or_insert(0) += movement.reporting_minor;
        }
        sums.retain(|_, sum| *sum != 0);
        assert_eq!(sums, brute_force(known, through, (conversion, rules.discounts)), "{after} to {through}, {question:?}");
    });
}

#[test]
fn every_movement_has_the_sign_of_its_class_and_an_id_of_its_own() {
    histories(|random, known| {
        let book = Book::build(known, &Rules::default()).unwrap();
        let prices = Prices::new(Conversion::Plan(2026), &book).unwrap();
        let question = question(random, &prices);
        let movements = moved(&book, &question);
        let mut ids: Vec<String> = movements.iter().map(|movement| movement.id(&book.names)).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), movements.len(), "two movements share an id");
        for movement in movements.iter().filter(|movement| !matches!(movement.class, Class::MigrationIn | Class::MigrationOut)) {
            let loss = matches!(movement.class, Class::Contraction | Class::Churn);
            assert!(movement.amount_minor == 0 || loss == (movement.amount_minor < 0), "{movement:?}");
        }
    });
}

#[test]
fn moved_revenue_adds_up_to_nothing_and_a_whole_company_sees_none_between_its_own_accounts() {
    histories(|random, known| {
        let book = Book::build(known, &Rules::default()).unwrap();
        let prices = Prices::new(Conversion::Plan(2026), &book).unwrap();
        for level in Level::ALL {
            let question = Question { level: *level, ..question(random, &prices) };
            let migrated = moved(&book, &question)
                .iter()
                .filter(|m| matches!(m.class, Class::MigrationIn | Class::MigrationOut))
                .map(|m| m.reporting_minor)
                .sum::<i64>();
            assert_eq!(migrated, 0, "{level}");
        }
    });
}

#[test]
fn a_period_moves_what_its_two_halves_move() {
    histories(|random, known| {
        let book = Book::build(known, &Rules::default()).unwrap();
        let prices = Prices::new(Conversion::Plan(2026), &book).unwrap();
        let whole = question(random, &prices);
        let middle = whole.after + i32::try_from(random.below(u32::try_from(whole.through - whole.after + 1).unwrap())).unwrap();
        let mut halves = moved(&book, &Question { through: middle, ..whole.clone() });
        halves.extend(moved(&book, &Question { after: middle, ..whole.clone() }));
        let sorted = |mut movements: Vec<Movement>| {
            movements.sort_by_key(|movement| (movement.day, movement.id(&book.names)));
            movements
        };
        assert_eq!(sorted(halves), sorted(moved(&book, &whole)));
    });
}
