//! Prices that rise by contract: the escalator of a term of several years and the uplift of an automatic renewal.

use super::{Line, LineOrigin};
use crate::primitives::{Decimal6, IdSource, LineId, add_months, divide_half_even};

/// A price raised by basis points, rounded to six places, half to even.
pub fn raised(price: Decimal6, bps: u32) -> Decimal6 {
    let raised = divide_half_even(i128::from(price.millionths()) * i128::from(10_000 + i64::from(bps)), 10_000);
    Decimal6::from_millionths(i64::try_from(raised).unwrap_or(i64::MAX))
}

/// The rise that a clause takes from an index, in basis points: the index, at least the floor and at most the cap.
pub fn index_rise(index_bps: i32, floor_bps: u32, cap_bps: Option<u32>) -> u32 {
    let rise = u32::try_from(index_bps).unwrap_or(0).max(floor_bps);
    cap_bps.map_or(rise, |cap| rise.min(cap))
}

/// The lines of a price that rises on each anniversary of the line's start, compounding: one line a year, each following the one before.
pub fn escalated(line: &Line, bps: u32, ids: &dyn IdSource) -> Vec<Line> {
    if bps == 0 {
        return vec![line.clone()];
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut start_on = line.start_on;
    while start_on < line.end_on {
        let anniversary = add_months(start_on, 12, line.start_on);
        let end_on = anniversary.min(line.end_on);
        let next = match lines.last() {
            None => Line { end_on, ..line.clone() },
            Some(before) => Line {
                id: LineId::new(ids),
                reference: format!("{}-y{}", line.reference, lines.len() + 1),
                version: 1,
                unit_price: raised(before.unit_price, bps),
                start_on,
                end_on,
                origin: LineOrigin::Escalated,
                follows: Some(before.id),
                ..line.clone()
            },
        };
        lines.push(next.with_discount_inside());
        start_on = end_on;
    }
    lines
}
