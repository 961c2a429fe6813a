//! Intervals of one account that overlap: all count, or one of them does.

use super::interval::{Interval, column};
use super::report::{Entry, EntryKind, Fate, Trace};
use super::source::Opened;
use super::{IntervalMap, Overlap};
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Those that count, in the order of the file. Each one that overlaps another is listed; one that loses is listed with the winner.
pub(super) fn settle<'a>(intervals: Vec<Interval<'a>>, map: &IntervalMap, from: &Opened<'_>, trace: &mut Trace) -> Vec<Interval<'a>> {
    let mut by_account: BTreeMap<String, Vec<Interval<'a>>> = BTreeMap::new();
    for interval in intervals {
        by_account.entry(interval.account.clone()).or_default().push(interval);
    }
    let place = Place { file: &from.source.file, column: column(map, "start_on") };
    let mut kept = Vec::new();
    for (_, group) in by_account {
        match map.overlap.unwrap_or(Overlap::Sum) {
            Overlap::Sum => kept.extend(note_all(group, &place, trace)),
            rule => kept.extend(one_winner(group, rule, &place, trace)),
        }
    }
    kept.sort_by_key(|interval| interval.row.line);
    kept
}

/// Where what is said stands.
struct Place<'a> {
    file: &'a str,
    column: String,
}

impl Place<'_> {
    fn entry(&self, kind: EntryKind, interval: &Interval<'_>, reason: String) -> Entry {
        Entry {
            kind,
            file: self.file.into(),
            row: Some(interval.row.line),
            column: self.column.clone(),
            value: interval.start_on.to_string(),
            became: String::new(),
            reason,
        }
    }
}

fn end(interval: &Interval<'_>) -> Date {
    interval.end_on.unwrap_or(Date::MAX)
}

fn span(interval: &Interval<'_>) -> String {
    let to = interval.end_on.map_or("open-ended".to_string(), |end_on| format!("to {end_on}"));
    format!("{} from {} {to}", interval.id, interval.start_on)
}

/// Notes each interval that begins before an earlier one of the account has ended.
fn note_all<'a>(mut group: Vec<Interval<'a>>, place: &Place<'_>, trace: &mut Trace) -> Vec<Interval<'a>> {
    group.sort_by_key(|interval| (interval.start_on, interval.row.line));
    let mut longest: Option<&Interval<'a>> = None;
    for interval in &group {
        if let Some(other) = longest.filter(|other| end(other) > interval.start_on) {
            trace.entries.push(place.entry(EntryKind::Noted, interval, format!("overlaps {}; both count", span(other))));
        }
        if longest.is_none_or(|other| end(interval) > end(other)) {
            longest = Some(interval);
        }
    }
    group
}

/// Takes intervals in order of preference; one that overlaps one already taken loses.
fn one_winner<'a>(mut group: Vec<Interval<'a>>, rule: Overlap, place: &Place<'_>, trace: &mut Trace) -> Vec<Interval<'a>> {
    group.sort_by(|a, b| {
        let size = if rule == Overlap::Largest { b.amount.cmp(&a.amount) } else { std::cmp::Ordering::Equal };
        size.then(b.start_on.cmp(&a.start_on)).then(a.row.line.cmp(&b.row.line))
    });
    // Those taken are disjoint, so that only the neighbours of a start need to be looked at.
    let mut taken: BTreeMap<Date, Interval<'a>> = BTreeMap::new();
    for interval in group {
        let before = taken.range(..=interval.start_on).next_back().map(|(_, other)| other).filter(|other| end(other) > interval.start_on);
        let winner = before.or_else(|| taken.range(interval.start_on..end(&interval)).next().map(|(_, other)| other));
        match winner {
            None => drop(taken.insert(interval.start_on, interval)),
            Some(other) if rule == Overlap::Largest && other.currency != interval.currency => {
                let problem = format!("overlaps {} in another currency, so that the larger one cannot be told", span(other));
                let refusal = Refusal {
                    file: place.file.into(),
                    row: Some(interval.row.line),
                    column: Some(place.column.clone()),
                    value: Some(interval.start_on.to_string()),
                    problem,
                    remedy: "End one of them, or let all count.".into(),
                };
                trace.refuse((place.file, interval.row.line), refusal);
            }
            Some(other) => {
                let why = if rule == Overlap::Largest { "which is not smaller" } else { "which does not begin earlier" };
                let reason = format!("overlaps {}, {why}", span(other));
                trace.enter(place.entry(EntryKind::Lost, &interval, reason), Fate::Lost);
            }
        }
    }
    taken.into_values().collect()
}
