//! What changed between two forecasts, renewal by renewal, and why: opening and changes always come to the closing.

use super::line::carried;
use super::{Category, Due, Forecast, ForecastLine, Level, Window};
use crate::primitives::{RenewalId, closed_words, divide_half_even};
use crate::renewal::Outcome;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

closed_words! {
    /// Why a forecast changed. Only one of them is that somebody changed their mind.
    Cause {
        New = "new", "New";
        CameDue = "came_due", "Came into the two quarters";
        PulledIn = "pulled_in", "Pulled in";
        HandedIn = "handed_in", "Taken over";
        Won = "won", "Won";
        Lost = "lost", "Lost";
        Amended = "amended", "Amended";
        ChangedMind = "changed_mind", "Changed mind";
        Adjusted = "adjusted", "Adjusted by the manager";
        Rate = "rate", "Plan rate";
        PushedOut = "pushed_out", "Pushed out";
        HandedOut = "handed_out", "Handed over";
        Ended = "ended", "Its quarter is over";
        TakenBack = "taken_back", "Taken back";
    }
}

impl Cause {
    /// What it means, in a line.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::New => "A renewal that was written down since",
            Self::CameDue => "A quarter began, so it is looked at now",
            Self::PulledIn => "Its term was moved to end within the two quarters",
            Self::HandedIn => "Somebody else's before",
            Self::Won => "Decided: what came, less what was counted on",
            Self::Lost => "Decided: what was counted on and did not come",
            Self::Amended => "What is up for renewal changed; nobody changed their mind",
            Self::ChangedMind => "Another category or amount than before",
            Self::Adjusted => "What the manager adds or takes for a whole person",
            Self::Rate => "The same amount at another plan rate",
            Self::PushedOut => "Its term was moved to end after the two quarters",
            Self::HandedOut => "Somebody else's now",
            Self::Ended => "Decided in a quarter that is over",
            Self::TakenBack => "The renewal is none any more, or is decided in another",
        }
    }
}

/// One reason for which one renewal changed a forecast; in minor units of the reporting currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The renewal; `None` for an adjustment of a person.
    pub renewal: Option<RenewalId>,
    /// Why.
    pub cause: Cause,
    /// By how much each roll-up changed, in the order of [`Level::ALL`].
    pub minor: [i64; 3],
}

/// Where a renewal stands now, for one that left a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// T-0.
    pub end_on: Date,
    /// How it ended; `None` while it is open.
    pub outcome: Option<Outcome>,
}

/// A forecast as it is now, for a comparison with one that was submitted.
#[derive(Clone, Debug)]
struct Closing<'a> {
    lines: BTreeMap<RenewalId, (&'a ForecastLine, &'a Due)>,
    window: Window,
}

/// Why the lines differ from those that were submitted. `now` are the lines with what they come from, and what adjustments add; `seen` is
/// where renewals stand that are in the opening and not in `now`.
pub fn changes(
    opening: &Forecast,
    now: &[(ForecastLine, &Due)],
    (window, adjusted_minor): (Window, i64),
    seen: &BTreeMap<RenewalId, Seen>,
) -> Vec<Change> {
    let closing = Closing { lines: now.iter().map(|(line, due)| (line.renewal, (line, *due))).collect(), window };
    let before: BTreeMap<RenewalId, &ForecastLine> = opening.lines.iter().map(|line| (line.renewal, line)).collect();
    let mut changes = Vec::new();
    let all: BTreeSet<RenewalId> = before.keys().chain(closing.lines.keys()).copied().collect();
    for renewal in all {
        match (before.get(&renewal), closing.lines.get(&renewal)) {
            (Some(was), Some((is, _))) => changes.extend(of_kept(was, is)),
            (Some(was), None) => changes.push(Change {
                renewal: Some(renewal),
                cause: why_gone(seen.get(&renewal), &closing.window),
                minor: each(|level| -was.counted(level)),
            }),
            (None, Some((is, due))) => {
                changes.push(Change { renewal: Some(renewal), cause: why_come(due, opening), minor: each(|level| is.counted(level)) });
            }
            (None, None) => {}
        }
    }
    let adjusted = adjusted_minor - opening.adjusted_minor;
    changes.push(Change { renewal: None, cause: Cause::Adjusted, minor: [adjusted; 3] });
    // What stays in a forecast without an amount is told too: it came or it went.
    changes.retain(|change| change.minor != [0; 3] || comes_or_goes(change.cause));
    changes.sort_by_key(|change| (change.cause, change.minor.map(|minor| -minor.abs()), change.renewal));
    changes
}

const fn comes_or_goes(cause: Cause) -> bool {
    !matches!(cause, Cause::Amended | Cause::ChangedMind | Cause::Rate | Cause::Adjusted)
}

fn each(minor: impl Fn(Level) -> i64) -> [i64; 3] {
    [minor(Level::Commit), minor(Level::BestCase), minor(Level::Pipeline)]
}

/// A renewal that is in both. The steps from one amount to the other are taken in a fixed order, so they always add up: first the rate,
/// then the amendment at the share that was said, then what somebody says otherwise, or how it was decided.
fn of_kept(was: &ForecastLine, is: &ForecastLine) -> Vec<Change> {
    let renewal = Some(was.renewal);
    // The amount of then, at what it is worth now.
    let at_rate =
        if same_rate(was, is) { was.expected_reporting_minor } else { at(was.expected.minor, is.due_minor, is.due_reporting_minor) };
    let kept = carried(was.expected.minor, was.due_minor, is.due_minor);
    let amended = if was.due_minor == is.due_minor { at_rate } else { carried(kept, is.due_minor, is.due_reporting_minor) };
    let before = |level: Level, minor: i64| if level.counts(was.category) { minor } else { 0 };
    let decided = is.category == Some(Category::Closed) && was.category != Some(Category::Closed);
    let last = match (decided, is.expected.minor > 0) {
        (true, true) => Cause::Won,
        (true, false) => Cause::Lost,
        (false, _) => Cause::ChangedMind,
    };
    let steps = [
        Change { renewal, cause: Cause::Rate, minor: each(|level| before(level, at_rate) - was.counted(level)) },
        Change { renewal, cause: Cause::Amended, minor: each(|level| before(level, amended) - before(level, at_rate)) },
        Change { renewal, cause: last, minor: each(|level| is.counted(level) - before(level, amended)) },
    ];
    let unmoved = |change: &Change| change.minor == [0; 3] && !matches!(change.cause, Cause::Won | Cause::Lost);
    steps.into_iter().filter(|change| !unmoved(change)).collect()
}

/// Whether what was due then and what is due now are worth what one rate can give: each was rounded once.
fn same_rate(was: &ForecastLine, is: &ForecastLine) -> bool {
    let wide = |minor: i64| i128::from(minor);
    let apart = wide(was.due_reporting_minor) * wide(is.due_minor) - wide(is.due_reporting_minor) * wide(was.due_minor);
    is.due_minor <= 0 || was.due_minor <= 0 || 2 * apart.abs() <= wide(was.due_minor) + wide(is.due_minor)
}

/// An amount at the rate at which so much is worth so much; rounded once, half to even.
fn at(minor: i64, native: i64, reporting: i64) -> i64 {
    let worth = divide_half_even(i128::from(minor) * i128::from(reporting), i128::from(native));
    i64::try_from(worth).unwrap_or(i64::MAX)
}

fn why_come(due: &Due, opening: &Forecast) -> Cause {
    if due.scheduled_on >= opening.submitted_on {
        Cause::New
    } else if due.end_on >= opening.window.until_on {
        Cause::CameDue
    } else if due.held_since >= opening.submitted_on {
        Cause::HandedIn
    } else {
        Cause::PulledIn
    }
}

fn why_gone(seen: Option<&Seen>, window: &Window) -> Cause {
    match seen {
        None => Cause::TakenBack,
        Some(Seen { outcome: Some(outcome), .. }) if !outcome.is_decision() => Cause::TakenBack,
        Some(Seen { end_on, .. }) if *end_on >= window.until_on => Cause::PushedOut,
        Some(Seen { end_on, outcome: Some(_) }) if *end_on < window.from_on => Cause::Ended,
        Some(_) => Cause::HandedOut,
    }
}
