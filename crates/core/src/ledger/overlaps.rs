//! One subscription at a time: what an account pays where its tool sells one plan after another and lets them overlap.

use super::book::{Edge, NONE, Stretch};
use super::day::Day;
use super::names::Names;
use crate::contract::LineOrigin;
use std::collections::BTreeSet;

/// Lets one stretch of each account count on each day: the one whose subscription began last, then the one with the largest amount, then
/// the one with the last reference. A stretch that gives way goes on where the other ends. Stretches come and go by account.
pub(super) fn latest_only(names: &Names, stretches: Vec<Stretch>) -> Vec<Stretch> {
    let began = began(names, &stretches);
    let mut kept = Vec::with_capacity(stretches.len());
    for account in stretches.chunk_by(|a, b| a.account == b.account) {
        let days: BTreeSet<Day> = account.iter().flat_map(|stretch| [stretch.start, stretch.end]).collect();
        let days: Vec<Day> = days.into_iter().collect();
        let mut last: Option<Stretch> = None;
        for pair in days.windows(2) {
            let live = account.iter().filter(|stretch| stretch.covers(pair[0]));
            let winner = live.max_by_key(|stretch| {
                let line = stretch.line as usize;
                (began[line], stretch.arr_minor, &names.lines[line].reference)
            });
            let piece = winner.map(|winner| Stretch {
                start: pair[0],
                end: pair[1],
                begins: if winner.start == pair[0] { winner.begins } else { Edge::Line },
                ends: if winner.end == pair[1] { winner.ends } else { Edge::Line },
                ..*winner
            });
            match (&mut last, piece) {
                (Some(last), Some(piece)) if last.line == piece.line && last.arr_minor == piece.arr_minor => {
                    last.end = piece.end;
                    last.ends = piece.ends;
                }
                _ => kept.extend(std::mem::replace(&mut last, piece)),
            }
        }
        kept.extend(last);
    }
    kept
}

/// The day on which the subscription of each line began: of one that renewed by itself, when the line did that it follows.
fn began(names: &Names, stretches: &[Stretch]) -> Vec<Day> {
    let mut began = vec![Day::MAX; names.lines.len()];
    let mut by_start: Vec<&Stretch> = stretches.iter().collect();
    by_start.sort_unstable_by_key(|stretch| stretch.start);
    for stretch in by_start {
        let goes_on = stretch.origin == LineOrigin::AutoRenewed && stretch.follows != NONE;
        let since = if goes_on { began[stretch.follows as usize].min(stretch.start) } else { stretch.start };
        let line = &mut began[stretch.line as usize];
        *line = since.min(*line);
    }
    began
}
