//! The weekly forecast: what whoever owns a renewal commercially says it will bring, what managers say of it, and the submissions in which
//! both are kept as they were said (FC-1). Nothing here is guessed for a person.

mod change;
mod line;
mod week;

pub use change::{Cause, Change, Seen, changes};
pub use line::{Due, Ending, carried, in_force, line_of};
pub use week::{DUE_WEEKDAY, Window, due_on, last_due_on, week_name, week_of, window_on};

use crate::primitives::{Currency, ForecastId, Money, RenewalId, TeammateId, closed_words};
use jiff::Timestamp;
use jiff::civil::Date;

closed_words! {
    /// Forecast categories in the field's words. Closed is never called: it follows from the outcome.
    Category {
        Commit = "commit", "Commit";
        BestCase = "best_case", "Best case";
        Pipeline = "pipeline", "Pipeline";
        Omitted = "omitted", "Omitted";
        Closed = "closed", "Closed";
    }
}

impl Category {
    /// What a person may call a renewal.
    pub const CALLED: [Self; 4] = [Self::Commit, Self::BestCase, Self::Pipeline, Self::Omitted];

    /// What it is for, in a line.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Commit => "You would be surprised if it did not come",
            Self::BestCase => "It comes if what you work on goes well",
            Self::Pipeline => "It may come; you do not count on it",
            Self::Omitted => "It is not expected, and stands in no forecast",
            Self::Closed => "It is decided",
        }
    }
}

closed_words! {
    /// What a roll-up counts: each one counts what stands before it too.
    Level {
        Commit = "commit", "Commit";
        BestCase = "best_case", "Best case";
        Pipeline = "pipeline", "Pipeline";
    }
}

impl Level {
    /// Whether a line of a category counts in the roll-up.
    pub const fn counts(self, category: Option<Category>) -> bool {
        match category {
            Some(Category::Closed | Category::Commit) => true,
            Some(Category::BestCase) => matches!(self, Self::BestCase | Self::Pipeline),
            Some(Category::Pipeline) => matches!(self, Self::Pipeline),
            Some(Category::Omitted) | None => false,
        }
    }
}

closed_words! {
    /// In which part somebody speaks of a renewal.
    Voice {
        Owner = "owner", "Owner";
        Manager = "manager", "Manager";
    }
}

/// What is expected of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The category.
    pub category: Category,
    /// The amount expected to renew, in minor units of the contract's currency: from nothing to what was due.
    pub expected_minor: i64,
}

/// One call on a renewal. Append-only: the last one of a voice counts until the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastCall {
    /// The renewal.
    pub renewal: RenewalId,
    /// 1 for the first of the renewal.
    pub number: u32,
    /// In which part the person speaks.
    pub voice: Voice,
    /// Who speaks.
    pub person: TeammateId,
    /// What is said; `None` takes back what the person said before.
    pub said: Option<Said>,
    /// What was due when it was said, in the contract's currency.
    pub due: Money,
    /// Why.
    pub reason: String,
    /// Name of who wrote it down: the person, or somebody on their behalf.
    pub author: String,
    /// The civil day.
    pub called_on: Date,
    /// The instant.
    pub recorded_at: Timestamp,
}

/// What a manager adds to or takes from a person's forecast of a week, beside what the person says. Append-only: the last word counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Who adjusts.
    pub manager: TeammateId,
    /// Whose forecast.
    pub person: TeammateId,
    /// Monday of the week.
    pub week_on: Date,
    /// 1 for the first on that person in that week.
    pub number: u32,
    /// Added to the commit, in minor units of the reporting currency; negative takes away, nothing takes the adjustment back.
    pub delta_minor: i64,
    /// Why.
    pub reason: String,
    /// The civil day.
    pub said_on: Date,
    /// The instant.
    pub recorded_at: Timestamp,
}

closed_words! {
    /// What somebody submits: the renewals that they own, or those of the people who report to them.
    Kind {
        Own = "own", "Own renewals";
        Team = "team", "Team";
    }
}

/// One renewal in a submission, as it stood then. Never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastLine {
    /// The renewal.
    pub renewal: RenewalId,
    /// Who owned it commercially.
    pub holder: TeammateId,
    /// T-0 as it was then.
    pub end_on: Date,
    /// The category; `None` where nobody had called it.
    pub category: Option<Category>,
    /// Who had called it; `None` where nobody had, and for what was decided.
    pub called_by: Option<TeammateId>,
    /// What was expected, in the contract's currency; nothing where nobody had called it.
    pub expected: Money,
    /// What was due, in the contract's currency.
    pub due_minor: i64,
    /// What was expected, in minor units of the reporting currency.
    pub expected_reporting_minor: i64,
    /// What was due, in minor units of the reporting currency.
    pub due_reporting_minor: i64,
}

impl ForecastLine {
    /// What a roll-up counts of it, in minor units of the reporting currency.
    pub const fn counted(&self, level: Level) -> i64 {
        if level.counts(self.category) { self.expected_reporting_minor } else { 0 }
    }
}

/// What somebody submitted in a week: a copy of every line as it stood. A second one of a week supersedes the first; both are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Identity.
    pub id: ForecastId,
    /// Whose it is.
    pub person: TeammateId,
    /// Own renewals, or those of the team.
    pub kind: Kind,
    /// Monday of the week.
    pub week_on: Date,
    /// Terms that end in this span were looked at, and open ones that ended before.
    pub window: Window,
    /// What the manager's adjustments of persons add to the commit; nothing for own renewals.
    pub adjusted_minor: i64,
    /// The reporting currency.
    pub currency: Currency,
    /// Name of who submitted it.
    pub author: String,
    /// The civil day.
    pub submitted_on: Date,
    /// The instant.
    pub recorded_at: Timestamp,
    /// Its lines.
    pub lines: Vec<ForecastLine>,
}

/// Sums of lines in minor units of the reporting currency. What is expected stands by category; what is due is everything up for renewal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Up for renewal, whatever is expected of it.
    pub due: i64,
    /// Renewed already.
    pub closed: i64,
    /// Committed.
    pub commit: i64,
    /// Best case.
    pub best_case: i64,
    /// Pipeline.
    pub pipeline: i64,
    /// Omitted.
    pub omitted: i64,
    /// Up for renewal without a call.
    pub uncalled_due: i64,
    /// How many lines have no call.
    pub uncalled: u64,
    /// How many lines there are.
    pub lines: u64,
    /// What adjustments of persons add to the commit.
    pub adjusted: i64,
}

impl Totals {
    /// The sums of some lines and of an adjustment.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a ForecastLine>, adjusted: i64) -> Self {
        let mut totals = Self { adjusted, ..Self::default() };
        for line in lines {
            let expected = line.expected_reporting_minor;
            totals.due += line.due_reporting_minor;
            totals.lines += 1;
            match line.category {
                Some(Category::Closed) => totals.closed += expected,
                Some(Category::Commit) => totals.commit += expected,
                Some(Category::BestCase) => totals.best_case += expected,
                Some(Category::Pipeline) => totals.pipeline += expected,
                Some(Category::Omitted) => totals.omitted += expected,
                None => {
                    totals.uncalled += 1;
                    totals.uncalled_due += line.due_reporting_minor;
                }
            }
        }
        totals
    }

    /// What a roll-up comes to: commit has what is closed in it, best case has the commit in it, and so on. Adjustments count in all.
    pub const fn at(&self, level: Level) -> i64 {
        let commit = self.closed + self.commit + self.adjusted;
        match level {
            Level::Commit => commit,
            Level::BestCase => commit + self.best_case,
            Level::Pipeline => commit + self.best_case + self.pipeline,
        }
    }
}

/// The adjustments of a manager that count in a week: the last word on each person.
pub fn adjustments_in(all: &[Adjustment], manager: TeammateId, week_on: Date) -> Vec<&Adjustment> {
    let of = |said: &&Adjustment| said.manager == manager && said.week_on == week_on;
    let mut last: std::collections::BTreeMap<TeammateId, &Adjustment> = std::collections::BTreeMap::new();
    for said in all.iter().filter(of) {
        if last.get(&said.person).is_none_or(|known| known.number < said.number) {
            last.insert(said.person, said);
        }
    }
    last.into_values().filter(|said| said.delta_minor != 0).collect()
}

#[cfg(test)]
mod tests;
