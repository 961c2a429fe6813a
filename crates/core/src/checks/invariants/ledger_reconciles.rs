//! Recurring revenue never changes untold: month by month, what the lines bring is what it was and what the movements say (ARR-1).
//!
//! The lines are read one by one, without the stretches that the ledger walks, so that the one proves the other.

use super::{Evidence, Invariant, Violation};
use crate::contract::LineKind;
use crate::facts::Facts;
use crate::ledger::{Book, Conversion, Day, Filter, Known, Level, Names, Prices, Question, Rules, date_of, day_of, walk};
use crate::primitives::{AccountId, ContractId, Money};
use crate::refusal::Refusal;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "ledger-reconciles",
    states: "Over each of the last 36 months, for every account, unit, product and currency, the movements tell exactly how what the lines bring has changed.",
    subjects: |evidence| evidence.facts.lines.values().filter(|line| line.kind == LineKind::Recurring).count(),
    check,
};

/// Months that are looked at.
const MONTHS: i64 = 36;
/// Plan rates of the latest year there are: every currency that is owned has one.
const LATEST_RATES: Conversion = Conversion::Plan(9_999);

/// Account, unit, product and currency as the book counts them.
type Key = (u32, u32, u32, u8);
/// What changed of a key in the month that ends with a day of a list, by its place there.
type Change = (Key, usize, i64);

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    untold(evidence.facts, &Known::of(evidence.facts), evidence.today).unwrap_or_else(|refusal| {
        let detail = format!("cannot be walked: {refusal}");
        vec![Violation { invariant: INVARIANT.code, subject: "the ledger".into(), detail }]
    })
}

/// Where the lines of the facts and the movements of the ledger differ: the first month of each account, unit, product and currency.
fn untold(facts: &Facts, known: &Known, today: Date) -> Result<Vec<Violation>, Refusal> {
    let book = Book::build(known, &Rules::default())?;
    let prices = Prices::new(LATEST_RATES, &book)?;
    let ends: Vec<Day> = (0..=MONTHS).rev().map(|back| day_of(today.saturating_sub(back.months()))).collect();
    let mut changes = of_lines(facts, (&book.names, &prices), &ends)?;
    let (after, through) = (ends[0], day_of(today));
    let question = Question { level: Level::Account, prices: &prices, after, through, filter: Filter::default() };
    walk(&book, &question, &mut |customer| {
        changes.extend(customer.movements.iter().map(|movement| {
            let key = (movement.account, movement.unit, movement.product, movement.currency);
            (key, ends.partition_point(|end| *end < day_of(movement.day)), -movement.reporting_minor)
        }));
        Ok(())
    })?;
    changes.sort_unstable_by_key(|(key, at, _)| (*key, *at));
    let mut violations = Vec::new();
    for of_key in changes.chunk_by(|a, b| a.0 == b.0) {
        let months = of_key.chunk_by(|a, b| a.1 == b.1).map(|month| (month[0].1, month.iter().map(|(.., minor)| minor).sum::<i64>()));
        if let Some((at, minor)) = months.into_iter().find(|(_, minor)| *minor != 0) {
            violations.push(violation(&book.names, of_key[0].0, (&ends[at - 1..=at], Money::new(minor, prices.currency))));
        }
    }
    Ok(violations)
}

fn violation(names: &Names, (account, unit, product, currency): Key, (month, money): (&[Day], Money)) -> Violation {
    let detail = format!(
        "{} of {} in {}: from {} to {} the lines change by {money} more than the movements tell",
        names.products[product as usize],
        names.units[unit as usize],
        names.currencies[usize::from(currency)].code(),
        date_of(month[0]),
        date_of(month[1]),
    );
    Violation { invariant: INVARIANT.code, subject: names.accounts[account as usize].reference.clone(), detail }
}

/// How what the lines bring changes from each day of the list to the next.
fn of_lines(facts: &Facts, (names, prices): (&Names, &Prices), ends: &[Day]) -> Result<Vec<Change>, Refusal> {
    let place = |list: &'_ [String]| -> BTreeMap<String, u32> { list.iter().cloned().zip(0..).collect() };
    let (units, products) = (place(&names.units), place(&names.products));
    let moves = moves(facts);
    let mut changes = Vec::with_capacity(facts.lines.len() * 2);
    for line in facts.lines.values().filter(|line| line.kind == LineKind::Recurring) {
        let (Some(contract), Some(unit), Some(product)) =
            (facts.contracts.get(&line.contract), units.get(&line.business_unit), products.get(&line.product))
        else {
            return Err(Refusal::general(format!("line {} is not in the ledger", line.reference), ""));
        };
        let Some(currency) = names.currencies.iter().position(|known| *known == contract.currency) else { continue };
        let arr =
            line.arr_minor(contract.currency).map_err(|problem| Refusal::general(format!("line {} {problem}", line.reference), ""))?;
        let minor = prices.value(arr, currency, day_of(line.start_on))?;
        for (account, from, to) in holders(contract.account, moves.get(&line.contract).map_or(&[], Vec::as_slice)) {
            let (start, end) = (from.max(day_of(line.start_on)), to.min(day_of(line.end_on)));
            let Some(account) = names.account(account).filter(|_| start < end) else { continue };
            let key = (account, *unit, *product, u8::try_from(currency).unwrap_or(u8::MAX));
            for (day, minor) in [(start, minor), (end, -minor)] {
                let at = ends.partition_point(|end| *end < day);
                // What was before the first day is the opening; what comes after the last is not yet.
                if (1..ends.len()).contains(&at) {
                    changes.push((key, at, minor));
                }
            }
        }
    }
    Ok(changes)
}

/// The moves of each contract that moved, by day.
fn moves(facts: &Facts) -> BTreeMap<ContractId, Vec<(Day, AccountId, AccountId)>> {
    let mut moves: BTreeMap<ContractId, Vec<(Day, AccountId, AccountId)>> = BTreeMap::new();
    for moved in &facts.contract_moves {
        moves.entry(moved.contract).or_default().push((day_of(moved.moved_on), moved.from, moved.to));
    }
    moves.values_mut().for_each(|moves| moves.sort_by_key(|(day, ..)| *day));
    moves
}

/// Who had a contract from which day to which.
fn holders(now: AccountId, moves: &[(Day, AccountId, AccountId)]) -> Vec<(AccountId, Day, Day)> {
    let first = moves.first().map_or(now, |(_, from, _)| *from);
    let owners = std::iter::once((Day::MIN, first)).chain(moves.iter().map(|(day, _, to)| (*day, *to)));
    let ends = moves.iter().map(|(day, ..)| *day).chain([Day::MAX]);
    owners.zip(ends).map(|((from, account), to)| (account, from, to)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn a_line_whose_change_no_movement_tells_is_named_with_its_month_and_amount() {
        let mut company = Company::with_one_contract();
        assert_eq!(check(&company.evidence()), []);
        let told = Known::of(&company.facts);
        let line = company.facts.lines.values_mut().next().unwrap();
        line.quantity = "2".parse().unwrap();
        let violations = untold(&company.facts, &told, company.today).unwrap();
        assert_eq!(violations.len(), 1);
        assert_eq!(violations[0].subject, "A-17");
        assert!(violations[0].detail.contains("412,500.00 USD more than the movements tell"), "{}", violations[0].detail);
    }

    #[test]
    fn revenue_that_moves_with_its_contract_is_told_on_both_sides() {
        let mut company = Company::with_one_contract();
        let to = company.add_account("A-18", 2, crate::account::Risk::Green);
        let contract = company.facts.contracts.values().next().unwrap().clone();
        let moved = crate::account::ContractMove {
            contract: contract.id,
            from: contract.account,
            to,
            moved_on: jiff::civil::date(2026, 10, 1),
            reason: "merger".into(),
            recorded_at: jiff::Timestamp::UNIX_EPOCH,
        };
        company.facts.contract_moves.push(moved);
        let known = Known::of(&company.facts);
        assert_eq!(untold(&company.facts, &known, company.today), Ok(Vec::new()));
        company.facts.contract_moves.clear();
        let subjects: Vec<String> = untold(&company.facts, &known, company.today).unwrap().into_iter().map(|v| v.subject).collect();
        assert_eq!(subjects, ["A-17", "A-18"], "what the one lost and the other got is not in the lines");
    }
}
