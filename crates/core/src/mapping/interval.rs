//! Subscriptions to contracts: each interval becomes a contract with its terms and one line in each.

use super::apply::{Reading, Sheets, column_behind};
use super::parse::{INTERVAL_VALUES, RENEWAL_MONTHS};
use super::report::{Entry, EntryKind, Fate, Place, Trace};
use super::source::Opened;
use super::{AmountPer, Empty, EndIs, IntervalMap};
use super::{overlap, price};
use crate::book::{FileSchema, Row, file_schema};
use crate::contract::LineOrigin;
use crate::primitives::{Decimal6, parse_date};
use jiff::ToSpan;
use jiff::civil::Date;

/// One interval as read.
pub(super) struct Interval<'a> {
    pub row: &'a Row,
    pub id: String,
    pub account: String,
    pub start_on: Date,
    /// First day no longer covered; `None` is open-ended.
    pub end_on: Option<Date>,
    pub amount: Decimal6,
    pub currency: String,
    pub quantity: Decimal6,
    /// The other values, as the book wants them.
    pub words: Words,
}

/// Values that go into the book as they are.
pub(super) struct Words {
    product: String,
    business_unit: String,
    auto_renew: String,
    notice_days: String,
    renewal_months: String,
}

/// Converts every row of the source.
pub(super) fn convert_intervals((map, today): (&IntervalMap, Date), opened: &[Opened<'_>], sheets: &mut Sheets, trace: &mut Trace) {
    let Some(from) = opened.iter().find(|opened| opened.source.code == map.from) else { return };
    let (Some(contracts), Some(terms), Some(lines)) = (file_schema("contracts.csv"), file_schema("terms.csv"), file_schema("lines.csv"))
    else {
        return;
    };
    let source = trace.source(&from.source.file);
    name_columns(map, source, trace);
    let mut intervals = Vec::new();
    for row in &from.rows {
        let mut reading = Reading { opened, from, row, trace };
        intervals.extend(read(&mut reading, map));
    }
    let winners = overlap::settle(intervals, map, from, trace);
    for interval in &winners {
        let mut reading = Reading { opened, from, row: interval.row, trace };
        let Some(price) = price::of(&mut reading, map, interval) else { continue };
        let place = Place { source, line: interval.row.line, tied: true };
        let mut put = |schema: &'static FileSchema, value: &dyn Fn(&str) -> String| {
            let columns = made_columns(map, schema.file);
            let line = sheets.add(schema, &columns, columns.iter().map(|column| value(column)).collect());
            reading.trace.places.insert((schema.file, line), place);
        };
        put(contracts, &|column| contract_cell(interval, column));
        for (number, (start_on, end_on)) in (1_u32..).zip(spans(interval, today)) {
            put(terms, &|column| match column {
                "contract" => interval.id.clone(),
                "number" => number.to_string(),
                "start_on" => start_on.to_string(),
                "end_on" => end_on.to_string(),
                _ => String::new(),
            });
            put(lines, &|column| line_cell(interval, (number, &price), column));
        }
    }
}

/// Columns of the book that come of an interval. All others keep what the instance knows.
fn made_columns(map: &IntervalMap, file: &str) -> Vec<&'static str> {
    let (always, where_mapped): (&[&'static str], Option<&'static str>) = match file {
        "contracts.csv" => (&["id", "account", "currency", "auto_renew", "renewal_months", "term_kind"], Some("notice_days")),
        "terms.csv" => (&["contract", "number", "start_on", "end_on"], None),
        _ => (
            &["id", "contract", "term", "product", "quantity", "unit_price", "price_period", "discount_bps", "origin", "follows"],
            Some("business_unit"),
        ),
    };
    always.iter().copied().chain(where_mapped.filter(|column| map.values.contains_key(column))).collect()
}

/// Which column of the source a refusal of the book is about.
fn name_columns(map: &IntervalMap, source: usize, trace: &mut Trace) {
    let named = |key: &str| map.values.get(key).map_or_else(|| key.to_string(), |spec| column_behind(spec, key));
    let columns: [(&'static str, &'static str, &str); 16] = [
        ("contracts.csv", "id", "id"),
        ("contracts.csv", "account", "account"),
        ("contracts.csv", "currency", "currency"),
        ("contracts.csv", "auto_renew", "auto_renew"),
        ("contracts.csv", "notice_days", "notice_days"),
        ("contracts.csv", "renewal_months", RENEWAL_MONTHS),
        ("terms.csv", "contract", "id"),
        ("terms.csv", "number", "start_on"),
        ("terms.csv", "start_on", "start_on"),
        ("terms.csv", "end_on", "end_on"),
        ("lines.csv", "id", "id"),
        ("lines.csv", "contract", "id"),
        ("lines.csv", "product", "product"),
        ("lines.csv", "business_unit", "business_unit"),
        ("lines.csv", "quantity", "quantity"),
        ("lines.csv", "unit_price", "amount"),
    ];
    for (file, column, key) in columns {
        trace.columns.insert((file, column, source), named(key));
    }
}

/// Reads a row; `None` once it was refused or passed over.
fn read<'a>(reading: &mut Reading<'_, 'a>, map: &IntervalMap) -> Option<Interval<'a>> {
    let mut values = std::collections::BTreeMap::new();
    let mut refused = false;
    for key in INTERVAL_VALUES.into_iter().chain([RENEWAL_MONTHS]) {
        let Some(spec) = map.values.get(key) else { continue };
        match reading.value(key, spec) {
            Some(value) => drop(values.insert(key, value)),
            None => refused = true,
        }
    }
    if refused {
        return None;
    }
    let mut take = |key: &str| values.remove(key).unwrap_or_default();
    let (start, end) = (take("start_on"), take("end_on"));
    let start_on = required_day(reading, map, &start)?;
    let end_on = end_of(reading, map, &end)?;
    let (amount, quantity) = (take("amount"), take("quantity"));
    let amount = amount_of(reading, map, &amount)?;
    let quantity = quantity_of(reading, map, &quantity)?;
    if let Some(end_on) = end_on.filter(|end_on| *end_on <= start_on) {
        refuse_empty(reading, map, (start_on, end_on));
        return None;
    }
    let or = |text: String, other: &str| if text.is_empty() { other.to_string() } else { text };
    let words = Words {
        product: take("product"),
        business_unit: take("business_unit"),
        auto_renew: or(take("auto_renew"), if end_on.is_none() { "true" } else { "false" }),
        notice_days: take("notice_days"),
        renewal_months: or(take(RENEWAL_MONTHS), "12"),
    };
    let (id, account, currency) = (take("id"), take("account"), take("currency"));
    Some(Interval { row: reading.row, id, account, start_on, end_on, amount, currency, quantity, words })
}

/// The column of the source behind a key.
pub(super) fn column(map: &IntervalMap, key: &str) -> String {
    map.values.get(key).map_or_else(|| key.to_string(), |spec| column_behind(spec, key))
}

fn required_day(reading: &mut Reading<'_, '_>, map: &IntervalMap, text: &str) -> Option<Date> {
    if text.is_empty() {
        reading.refuse(&column(map, "start_on"), "", "is empty".into());
        return None;
    }
    let name = column(map, "start_on");
    parse_date(text).map_err(|problem| reading.refuse(&name, text, problem)).ok()
}

/// The end as the book means it; the outer `None` was refused.
fn end_of(reading: &mut Reading<'_, '_>, map: &IntervalMap, text: &str) -> Option<Option<Date>> {
    if text.is_empty() {
        return Some(None);
    }
    let name = column(map, "end_on");
    // A far end may lie beyond what the book takes for a day.
    if map.far_future.is_some_and(|far| super::value::read_day(text, super::Reading::IsoDay).is_ok_and(|day| day > far)) {
        reading.changed(&name, (text, ""), "an end this far ahead means that none was agreed: open-ended".into());
        return Some(None);
    }
    let end_on = parse_date(text).map_err(|problem| reading.refuse(&name, text, problem)).ok()?;
    if map.end_is != Some(EndIs::Inclusive) {
        return Some(Some(end_on));
    }
    let next = end_on.saturating_add(1.day());
    reading.changed(&name, (text, &next.to_string()), "the end was the last day covered; the book writes the day after it".into());
    Some(Some(next))
}

fn amount_of(reading: &mut Reading<'_, '_>, map: &IntervalMap, text: &str) -> Option<Decimal6> {
    let name = column(map, "amount");
    if text.is_empty() {
        reading.refuse(&name, "", "is empty".into());
        return None;
    }
    let amount: Decimal6 = text.parse().map_err(|problem| reading.refuse(&name, text, problem)).ok()?;
    match map.minimum {
        Some(minimum) if amount < minimum => {
            let entry =
                reading.entry(EntryKind::Skipped, (&name, text), format!("the amount is below the minimum of the mapping, {minimum}"));
            reading.trace.enter(entry, Fate::Skipped);
            None
        }
        None if amount.millionths() <= 0 => {
            reading.refuse(&name, text, "is not above zero".into());
            None
        }
        _ => Some(amount),
    }
}

fn quantity_of(reading: &mut Reading<'_, '_>, map: &IntervalMap, text: &str) -> Option<Decimal6> {
    if text.is_empty() {
        return Some(Decimal6::ONE);
    }
    let name = column(map, "quantity");
    let quantity: Decimal6 = text.parse().map_err(|problem| reading.refuse(&name, text, problem)).ok()?;
    if quantity.millionths() > 0 {
        return Some(quantity);
    }
    reading.refuse(&name, text, "is not above zero".into());
    None
}

fn refuse_empty(reading: &mut Reading<'_, '_>, map: &IntervalMap, (start_on, end_on): (Date, Date)) {
    let name = column(map, "end_on");
    let problem = format!("is not after the start, {start_on}");
    if map.empty == Some(Empty::Pass) {
        let entry: Entry = reading.entry(EntryKind::Skipped, (&name, &end_on.to_string()), problem);
        reading.trace.enter(entry, Fate::Skipped);
    } else {
        reading.refuse(&name, &end_on.to_string(), problem);
    }
}

/// The terms: one where an end was agreed; else years, each up to the anniversary on which it is reviewed, until the current one.
fn spans(interval: &Interval<'_>, today: Date) -> Vec<(Date, Date)> {
    let start_on = interval.start_on;
    if let Some(end_on) = interval.end_on {
        return vec![(start_on, end_on)];
    }
    let anniversary = |years: i32| start_on.checked_add(years.years()).unwrap_or(Date::MAX);
    let mut spans = vec![(start_on, anniversary(1))];
    while let Some((_, end_on)) = spans.last().copied().filter(|(_, end_on)| *end_on <= today) {
        let years = i32::try_from(spans.len()).unwrap_or(i32::MAX).saturating_add(1);
        spans.push((end_on, anniversary(years)));
    }
    spans
}

fn contract_cell(interval: &Interval<'_>, column: &str) -> String {
    match column {
        "id" => interval.id.clone(),
        "account" => interval.account.clone(),
        "currency" => interval.currency.clone(),
        "auto_renew" => interval.words.auto_renew.clone(),
        "notice_days" => interval.words.notice_days.clone(),
        "renewal_months" => interval.words.renewal_months.clone(),
        "term_kind" => (if interval.end_on.is_none() { "open_ended" } else { "fixed" }).into(),
        _ => String::new(),
    }
}

fn line_cell(interval: &Interval<'_>, (number, price): (u32, &price::Price), column: &str) -> String {
    match column {
        "id" => format!("{}-{number}", interval.id),
        "contract" => interval.id.clone(),
        "term" => number.to_string(),
        "product" => interval.words.product.clone(),
        "business_unit" => interval.words.business_unit.clone(),
        "quantity" => price.quantity.to_string(),
        "unit_price" => price.unit.to_string(),
        "price_period" => price.period.into(),
        "discount_bps" => "0".into(),
        // The years of an open-ended interval are one subscription that goes on by itself.
        "origin" if number > 1 => LineOrigin::AutoRenewed.to_string(),
        "follows" if number > 1 => format!("{}-{}", interval.id, number - 1),
        _ => String::new(),
    }
}

/// Price per which period, and how an amount compares.
pub(super) const fn period(per: AmountPer) -> Option<&'static str> {
    match per {
        AmountPer::Month => Some("month"),
        AmountPer::Quarter => Some("quarter"),
        AmountPer::Year => Some("year"),
        AmountPer::Interval => None,
    }
}
