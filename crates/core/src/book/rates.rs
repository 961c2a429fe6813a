//! Exchange rates: of the plan by year, and of single days.

use super::import::{Work, each_row};
use super::names::Seen;
use super::sheet::{Cells, Sheet, whole};
use crate::facts::{Facts, Write};
use crate::primitives::{Decimal6, parse_currency, parse_date};

/// Reads plan_rates.csv.
pub(super) fn read_plan_rates(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let read = |cells: &mut Cells<'_, '_>, _: &Work<'_>| {
        let year = cells.read("year", whole(1990, 2100));
        let currency = cells.read("currency", parse_currency);
        let rate = cells.read("rate", above_zero);
        Some(((i16::try_from(year?).ok()?, currency?.code().to_string()), rate?))
    };
    let mut seen = Seen::new();
    for (row, (key, rate)) in each_row(sheet, work, read) {
        let reference = format!("{} {}", key.0, key.1);
        if !seen.is_first(sheet, work, row, (key.clone(), ("currency", &reference))) {
            continue;
        }
        let before = work.before.plan_rates.get(&key);
        work.changes.record(sheet.schema, reference, (before, rate), |rate| Write::PlanRate(key.0, key.1, rate));
    }
}

/// Reads exchange_rates.csv.
pub(super) fn read_exchange_rates(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let read = |cells: &mut Cells<'_, '_>, _: &Work<'_>| {
        let rated_on = cells.read("rated_on", parse_date);
        let currency = cells.read("currency", parse_currency);
        let rate = cells.read("rate", above_zero);
        Some(((rated_on?, currency?.code().to_string()), rate?))
    };
    let mut seen = Seen::new();
    for (row, (key, rate)) in each_row(sheet, work, read) {
        let reference = format!("{} {}", key.0, key.1);
        if !seen.is_first(sheet, work, row, (key.clone(), ("currency", &reference))) {
            continue;
        }
        let before = work.before.dated_rates.get(&key);
        work.changes.record(sheet.schema, reference, (before, rate), |rate| Write::DatedRate(key.0, key.1, rate));
    }
}

/// Rows of plan_rates.csv.
pub(super) fn plan_rates(facts: &Facts) -> Vec<Vec<String>> {
    facts.plan_rates.iter().map(|((year, currency), rate)| vec![year.to_string(), currency.clone(), rate.to_string()]).collect()
}

/// Rows of exchange_rates.csv.
pub(super) fn exchange_rates(facts: &Facts) -> Vec<Vec<String>> {
    facts.dated_rates.iter().map(|((day, currency), rate)| vec![day.to_string(), currency.clone(), rate.to_string()]).collect()
}

/// Reads a decimal above zero.
pub(super) fn above_zero(text: &str) -> Result<Decimal6, String> {
    let decimal: Decimal6 = text.parse()?;
    if decimal.millionths() > 0 { Ok(decimal) } else { Err("is not above zero".into()) }
}
