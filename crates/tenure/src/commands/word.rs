//! Values on the command line: words of closed lists, days, per cent; and what a verb says when it is done.

use super::Call;
use crate::output::{Failure, json, print};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::process::ExitCode;
use std::str::FromStr;
use tenure_core::primitives::{Decimal6, parse_date};

/// A word of a closed list.
pub(crate) fn word<T: FromStr<Err = String>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|problem| format!("{text:?} {problem}"))
}

/// A day.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    parse_date(text).map_err(|problem| format!("{text:?} {problem}"))
}

/// The first day no longer, from a last day: people name the last day that counts.
pub(crate) fn after_last_day(text: &str) -> Result<Date, String> {
    day(text).map(|day| day.saturating_add(1.day()))
}

/// Per cent as basis points: `3.5` is 350.
pub(crate) fn per_cent(text: &str) -> Result<u32, String> {
    let bps = text.parse::<Decimal6>().ok().filter(|value| value.millionths() >= 0 && value.millionths() % 10_000 == 0);
    bps.and_then(|value| u32::try_from(value.millionths() / 10_000).ok())
        .ok_or_else(|| format!("{text:?} is not a percentage such as 5 or 3.25"))
}

/// Yes or no.
pub(crate) fn yes_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(format!("{text:?} is neither yes nor no")),
    }
}

#[derive(Serialize)]
struct Done<'a> {
    reference: &'a str,
    done: &'a str,
}

/// Tells what was done.
pub(crate) fn done(call: &Call, reference: &str, says: &str) -> Result<ExitCode, Failure> {
    if call.json {
        json(&Done { reference, done: says })?;
    } else {
        print(says);
    }
    Ok(ExitCode::SUCCESS)
}
