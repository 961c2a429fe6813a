//! A contracted price rise that follows a published index, between a floor and a cap.

use super::contract::last_term;
use super::{check_text, field};
use crate::contract::{Line, LineKind, LineOrigin, index_rise, raised};
use crate::facts::{Facts, Write};
use crate::primitives::{ContractId, IdSource, LineId};
use crate::refusal::Refusal;
use jiff::civil::Date;

/// A published index, and what the contract makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexation {
    /// Name and month of the index, such as `CPI-U October 2026`.
    pub index: String,
    /// Change of the index in basis points; negative where it fell.
    pub index_bps: i32,
    /// The least that prices rise.
    pub floor_bps: u32,
    /// The most that prices rise; `None` is no cap.
    pub cap_bps: Option<u32>,
    /// First day of the new prices.
    pub from_on: Date,
}

/// Raises the prices of a running term from a day on, as the index says within floor and cap. Each line goes on as a new one that
/// follows it; a line that begins on the day gets a new version.
///
/// # Errors
/// A floor above the cap, an index that raises nothing, a day outside the running term, a term that was raised on that day already.
pub fn index_prices(facts: &Facts, contract: ContractId, indexation: &Indexation, ids: &dyn IdSource) -> Result<Vec<Write>, Refusal> {
    check_text("index", &indexation.index)?;
    let found = facts.contracts.get(&contract).ok_or_else(|| Refusal::general("that contract does not exist", ""))?;
    let term = last_term(facts, contract).ok_or_else(|| Refusal::general("that contract has no term", ""))?;
    let Indexation { index_bps, floor_bps, cap_bps, from_on, .. } = *indexation;
    if let Some(cap) = cap_bps.filter(|cap| *cap < floor_bps) {
        return Err(field("floor_bps", &floor_bps.to_string(), format!("lies above the cap, {cap}")));
    }
    if !(-10_000..=100_000).contains(&index_bps) || floor_bps > 100_000 {
        return Err(field("index_bps", &index_bps.to_string(), "is not a change of an index".into()));
    }
    let rise = index_rise(index_bps, floor_bps, cap_bps);
    if rise == 0 {
        return Err(field("index_bps", &index_bps.to_string(), "raises nothing: the index did not rise and there is no floor".into()));
    }
    if from_on < term.start_on || from_on >= term.end_on {
        let problem = format!("does not lie inside the running term, {} to {}", term.start_on, term.end_on);
        return Err(field("from_on", &from_on.to_string(), problem));
    }
    let lines = facts.lines_of(contract, term.number);
    let live: Vec<&Line> = lines.into_iter().filter(|line| line.covers(from_on) && line.kind == LineKind::Recurring).collect();
    if live.is_empty() {
        return Err(field("from_on", &from_on.to_string(), "is a day on which no recurring line is live".into()));
    }
    if live.iter().any(|line| line.start_on == from_on && line.origin == LineOrigin::Escalated) {
        return Err(field("from_on", &from_on.to_string(), "is a day on which the prices rose already".into()));
    }
    let raise = |(index, line): (usize, &&Line)| {
        let unit_price = raised(line.unit_price, rise);
        if line.start_on == from_on {
            return vec![Write::Line(Line { version: line.version + 1, unit_price, origin: LineOrigin::Escalated, ..(*line).clone() })];
        }
        let next = Line {
            id: LineId::new(ids),
            reference: facts.line_reference(found, term.number, index),
            version: 1,
            unit_price,
            start_on: from_on,
            origin: LineOrigin::Escalated,
            follows: Some(line.id),
            ..(*line).clone()
        };
        vec![Write::Line(line.ending(from_on)), Write::Line(next.with_discount_inside())]
    };
    Ok(live.iter().enumerate().flat_map(raise).collect())
}
