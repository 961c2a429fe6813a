//! The money of an option, line by line against the contract, exact to the minor unit.

use super::Choice;
use crate::contract::{Line, LineKind};
use crate::primitives::{Currency, add_months, days_between, divide_half_even, whole_months};
use jiff::civil::Date;

/// What one option is worth, in minor units of the contract's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Annual recurring revenue of the lines up for renewal.
    pub arr_now: i64,
    /// Annual recurring revenue on the first day of the next term.
    pub arr_first: i64,
    /// Annual recurring revenue on its last day: more where prices or quantities ramp up.
    pub arr_last: i64,
    /// Total contract value: what is paid over the term, temporary discounts taken off, one-off lines included.
    pub tcv: i64,
    /// The part of it that is paid once.
    pub one_off: i64,
    /// What temporary discounts take off over the term; not taken off ARR.
    pub temporary: i64,
}

/// One line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared<'a> {
    /// The line as the contract has it; `None` for a new one.
    pub was: Option<&'a Line>,
    /// The line as it is offered; `None` for one that is left out.
    pub is: Option<&'a Line>,
    /// Annual recurring revenue now.
    pub arr_was: i64,
    /// Annual recurring revenue offered.
    pub arr_is: i64,
    /// What is paid for a unit and year, more or less than now, in basis points; `None` for a line without a counterpart.
    pub price_change_bps: Option<i64>,
}

/// What one line is worth over its days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OptionMoney {
    /// What is paid for it, temporary discounts taken off.
    pub paid: i64,
    /// What temporary discounts take off.
    pub temporary: i64,
}

/// Figures of an option against the lines up for renewal.
///
/// # Errors
/// A line that is too large.
pub fn figures(basis: &[Line], option: &Choice, currency: Currency) -> Result<Figures, String> {
    let mut found = Figures { arr_now: arr(basis.iter(), currency)?, ..Figures::default() };
    let first = option.lines.iter().map(|line| line.start_on).min().unwrap_or(option.end_on);
    let last = option.end_on.yesterday().unwrap_or(option.end_on);
    found.arr_first = arr(option.lines.iter().filter(|line| line.covers(first)), currency)?;
    found.arr_last = arr(option.lines.iter().filter(|line| line.covers(last)), currency)?;
    for line in &option.lines {
        let money = money_of(line, currency)?;
        found.tcv = found.tcv.checked_add(money.paid).ok_or("is too large")?;
        found.temporary = found.temporary.checked_add(money.temporary).ok_or("is too large")?;
        if line.kind == LineKind::OneOff {
            found.one_off = found.one_off.checked_add(money.paid).ok_or("is too large")?;
        }
    }
    Ok(found)
}

fn arr<'a>(mut lines: impl Iterator<Item = &'a Line>, currency: Currency) -> Result<i64, String> {
    lines.try_fold(0_i64, |sum, line| sum.checked_add(line.arr_minor(currency)?).ok_or_else(|| "is too large".to_string()))
}

/// What a line costs over its days: its yearly amount for whole months, and for the days beyond them as parts of 365; each rounded once,
/// half to even. A one-off line costs its price once.
///
/// # Errors
/// An amount that is too large.
pub fn money_of(line: &Line, currency: Currency) -> Result<OptionMoney, String> {
    if line.kind == LineKind::OneOff {
        let once = Line { kind: LineKind::Recurring, price_period: crate::contract::PricePeriod::Year, ..line.clone() };
        let full = once.arr_minor(currency)?;
        let temporary = if line.discount_span.is_some() { share(full, i64::from(line.discount_bps), 10_000) } else { 0 };
        return Ok(OptionMoney { paid: full - temporary, temporary });
    }
    let yearly = line.arr_minor(currency)?;
    let gross = over(yearly, line.start_on, line.end_on);
    let temporary =
        line.discount_span.map_or(0, |(from_on, to_on)| share(over(yearly, from_on, to_on), i64::from(line.discount_bps), 10_000));
    Ok(OptionMoney { paid: gross.checked_sub(temporary).ok_or("is too large")?, temporary })
}

fn share(minor: i64, numerator: i64, denominator: i64) -> i64 {
    let part = divide_half_even(i128::from(minor) * i128::from(numerator), i128::from(denominator));
    i64::try_from(part).unwrap_or(i64::MAX)
}

/// A yearly amount over the days `[from, to)`.
fn over(yearly: i64, from_on: Date, to_on: Date) -> i64 {
    let months = whole_months(from_on, to_on);
    let rest = days_between(add_months(from_on, months, from_on), to_on);
    share(yearly, i64::from(months), 12).saturating_add(share(yearly, rest, 365))
}

/// The lines of an option beside those of the contract: first what goes on or is left out, in the order of the contract, then what is new.
///
/// # Errors
/// A line that is too large.
pub fn compare<'a>(basis: &'a [Line], option: &'a Choice, currency: Currency) -> Result<Vec<Compared<'a>>, String> {
    let mut rows = Vec::new();
    for was in basis {
        let arr_was = was.arr_minor(currency)?;
        let mut found = false;
        for is in option.lines.iter().filter(|line| line.follows == Some(was.id)) {
            // Of a line that goes on as several the first is held against what it was.
            let counted = if found { 0 } else { arr_was };
            let (was, change) = (Some(was), price_change_bps(was, is));
            rows.push(Compared { was, is: Some(is), arr_was: counted, arr_is: is.arr_minor(currency)?, price_change_bps: change });
            found = true;
        }
        if !found {
            rows.push(Compared { was: Some(was), is: None, arr_was, arr_is: 0, price_change_bps: None });
        }
    }
    for is in option.lines.iter().filter(|line| !basis.iter().any(|was| line.follows == Some(was.id))) {
        rows.push(Compared { was: None, is: Some(is), arr_was: 0, arr_is: is.arr_minor(currency)?, price_change_bps: None });
    }
    Ok(rows)
}

/// What is paid for a unit and year, in millionths times ten thousand: the list price less the discount that lasts.
pub(super) fn paid(line: &Line, discount_bps: u32) -> i128 {
    list(line) * i128::from(10_000_u32.saturating_sub(discount_bps)) / 10_000
}

/// The list price of a unit and year, in millionths times ten thousand.
pub(super) fn list(line: &Line) -> i128 {
    i128::from(line.unit_price.millionths()) * i128::from(line.price_period.per_year()) * 10_000
}

/// How much more is paid for a unit and year, in basis points rounded up, so that nothing above a cap is shown as within it.
fn price_change_bps(was: &Line, is: &Line) -> Option<i64> {
    let (before, after) = (paid(was, was.lasting_discount_bps()), paid(is, is.lasting_discount_bps()));
    if before <= 0 {
        return None;
    }
    let change = (after - before) * 10_000;
    let rounded = change.div_euclid(before) + i128::from(change.rem_euclid(before) != 0);
    i64::try_from(rounded).ok()
}
