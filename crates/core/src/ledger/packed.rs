//! What the lines of an account bring and when, as one short text: `USD 20454 365 1200000 20819 365 1320000`. For each currency of its
//! contracts the first day, the days and the yearly minor units of each line. Millions of lines are kept and read again in this form,
//! a few thousand accounts at a time.

use super::book::{Book, Edge, NONE, Stretch};
use super::day::{Day, day_of};
use super::money::Rates;
use super::names::{AccountName, ContractName, Names, index};
use super::rules::{Discounts, Overlaps, Rules};
use crate::contract::{Line, LineKind, LineOrigin};
use crate::primitives::{AccountId, ContractId, Currency, parse_currency};
use crate::refusal::Refusal;
use std::fmt::Write as _;
use uuid::Uuid;

impl Rules {
    /// Whether revenue is what the lines bring, so that packed lines tell it.
    pub fn count_lines_alone(&self) -> bool {
        self.grace_days == 0 && self.discounts == Discounts::Lasting && self.overlaps == Overlaps::Sum
    }
}

/// Packs lines of one account, each with the currency of its contract, in any order. Lines that do not recur are left out.
///
/// # Errors
/// A line with an amount that does not fit, named.
pub fn pack<'a>(lines: impl IntoIterator<Item = (&'a Line, Currency)>) -> Result<String, Refusal> {
    let recurring = lines.into_iter().filter(|(line, _)| line.kind == LineKind::Recurring);
    let mut parts = recurring
        .map(|(line, currency)| {
            let arr = line.arr_minor(currency).map_err(|problem| Refusal::general(format!("line {} {problem}", line.reference), ""))?;
            Ok((currency.code(), day_of(line.start_on), day_of(line.end_on), arr))
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    parts.sort_unstable();
    let mut packed = String::new();
    let mut of = "";
    for (currency, start, end, arr) in parts {
        if currency != of {
            let gap = if packed.is_empty() { "" } else { " " };
            let _ = write!(packed, "{gap}{currency}");
            of = currency;
        }
        let _ = write!(packed, " {start} {} {arr}", end - start);
    }
    Ok(packed)
}

/// Some accounts as they were packed.
#[derive(Debug)]
pub struct Unpacked {
    names: Names,
    stretches: Vec<Stretch>,
}

impl Default for Unpacked {
    fn default() -> Self {
        // Balances ask for accounts and currencies alone: one contract stands for all.
        let contract = ContractName { id: ContractId(Uuid::nil()), reference: String::new(), lead: None, owners: Vec::new() };
        let mut names = Names::default();
        names.contracts.push(contract);
        Self { names, stretches: Vec::new() }
    }
}

impl Unpacked {
    /// Adds the next account.
    ///
    /// # Errors
    /// A text that was not packed here: what of it cannot be read.
    pub fn add(&mut self, packed: &str) -> Result<(), String> {
        let account = index(self.names.accounts.len());
        let first = self.stretches.len();
        let mut currency = None;
        let mut words = packed.split_ascii_whitespace();
        while let Some(word) = words.next() {
            if word.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
                currency = Some(self.currency(parse_currency(word)?)?);
                continue;
            }
            let (Some(currency), Some(days), Some(arr)) = (currency, words.next(), words.next()) else {
                return Err(format!("{packed:?} ends within a line"));
            };
            let start: Day = number(word)?;
            let end = start.checked_add(number(days)?).ok_or_else(|| format!("{days} days are too many"))?;
            self.stretches.push(stretch((account, currency), (start, end), number(arr)?));
        }
        self.stretches[first..].sort_unstable_by_key(|stretch| stretch.start);
        self.names.accounts.push(AccountName {
            id: AccountId(Uuid::from_u128(u128::from(account))),
            reference: String::new(),
            name: String::new(),
            family: account,
            segment: String::new(),
            region: String::new(),
            tier: 0,
        });
        Ok(())
    }

    fn currency(&mut self, currency: Currency) -> Result<u8, String> {
        let currencies = &mut self.names.currencies;
        let at = currencies.iter().position(|known| *known == currency).unwrap_or_else(|| {
            currencies.push(currency);
            currencies.len() - 1
        });
        u8::try_from(at).map_err(|_| "there are too many currencies".to_string())
    }

    /// The book of these accounts: their balances, and nothing that asks for names, contracts or what was due.
    pub fn book(self, rates: Rates, rules: Rules) -> Book {
        Book::of(self.names, self.stretches, (rates, rules))
    }
}

fn number<T: std::str::FromStr>(word: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("{word:?} is no number of this size"))
}

fn stretch((account, currency): (u32, u8), (start, end): (Day, Day), arr_minor: i64) -> Stretch {
    Stretch {
        line: NONE,
        account,
        contract: 0,
        term: 0,
        unit: 0,
        product: 0,
        buyer: NONE,
        follows: NONE,
        currency,
        origin: LineOrigin::Sold,
        begins: Edge::Line,
        ends: Edge::Line,
        corrected: false,
        start,
        end,
        quantity: 0,
        unit_price: 0,
        arr_minor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::ledger::Known;
    use crate::primitives::Decimal6;

    #[test]
    fn lines_are_packed_by_currency_and_day_and_read_again() {
        let company = Company::with_one_contract();
        let line = company.facts.lines.values().next().unwrap();
        let grown = Line {
            quantity: Decimal6::from_millionths(line.quantity.millionths() * 2),
            end_on: line.end_on.tomorrow().unwrap(),
            ..line.clone()
        };
        let once = Line { kind: LineKind::OneOff, ..line.clone() };
        let packed = pack([(&grown, Currency::USD), (&once, Currency::USD), (line, Currency::USD), (line, Currency::EUR)]).unwrap();
        let (start, days) = (day_of(line.start_on), day_of(line.end_on) - day_of(line.start_on));
        let arr = line.arr_minor(Currency::USD).unwrap();
        let expected = format!("EUR {start} {days} {arr} USD {start} {days} {arr} {start} {} {}", days + 1, arr * 2);
        assert_eq!(packed, expected);
        let mut unpacked = Unpacked::default();
        unpacked.add("").unwrap();
        unpacked.add(&packed).unwrap();
        let book = unpacked.book(Rates::of(&Known::of(&company.facts)), Rules::default());
        assert_eq!(book.of_account(0), []);
        let told: Vec<_> = book.of_account(1).iter().map(|s| (book.currency(s).code(), s.start, s.end - s.start, s.arr_minor)).collect();
        assert_eq!(told, [("EUR", start, days, arr), ("USD", start, days, arr), ("USD", start, days + 1, arr * 2)]);
    }

    #[test]
    fn a_text_that_is_cut_off_or_damaged_is_refused() {
        for damaged in ["USD 1", "USD 1 2", "1 2 3", "USD 1 2 x", "QQQ 1 2 3", "USD 1 99999999999 3", "USD 2147483647 2 3"] {
            assert!(Unpacked::default().add(damaged).is_err(), "{damaged}");
        }
    }
}
