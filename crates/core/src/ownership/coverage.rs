//! Coverage through time, from the ownership ledger: per month how many days responsibilities were demanded, how many of those days nobody
//! active was accountable, on how many a leader stood in, and how responsibilities passed from one person to another.

use super::Responsibility;
use super::handoff::{Handoff, HandoffState};
use super::ledger::{OwnershipEntry, Passage, Stream, holdings};
use crate::expansion::Expansion;
use crate::identity::Teammate;
use crate::primitives::{HandoffId, TeammateId, days_between};
use crate::renewal::{Outcome, Renewal, State};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Months that the history shows.
pub const MONTHS: usize = 24;

/// One month, or the part of it that has passed. Days are days of single responsibilities: one renewal or expansion
/// demands five a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// First day.
    pub from_on: Date,
    /// First day no longer: of the next month, or the day after the one that was asked about.
    pub to_on: Date,
    /// Renewals that were open at the end of the last day.
    pub open: u64,
    /// Expansions that were open at the end of the last day.
    pub open_expansions: u64,
    /// Days on which a responsibility of an open renewal or expansion had to have somebody.
    pub demanded: u64,
    /// Those of them on which nobody active was accountable.
    pub uncovered: u64,
    /// Those on which a leader or the desk lead was accountable since nobody had the role, by person.
    pub last_resort: BTreeMap<TeammateId, u64>,
    /// Handoffs by which somebody became accountable after both had met and the receiver accepted.
    pub joint: u64,
    /// Handoffs by which somebody became accountable since a named person let the meeting pass.
    pub waived: u64,
    /// Handoffs that the receiver declined.
    pub declined: u64,
}

impl Month {
    /// With what was counted of other renewals and expansions in the same month.
    pub fn add(&mut self, other: &Self) {
        self.open += other.open;
        self.open_expansions += other.open_expansions;
        self.demanded += other.demanded;
        self.uncovered += other.uncovered;
        other.last_resort.iter().for_each(|(person, days)| *self.last_resort.entry(*person).or_default() += days);
        self.joint += other.joint;
        self.waived += other.waived;
        self.declined += other.declined;
    }

    /// Days on which anybody stood in.
    pub fn last_resort_days(&self) -> u64 {
        self.last_resort.values().sum()
    }
}

/// The months until a day, the day included; the last one is the month of the day. What is added is counted in the months it falls into.
#[derive(Clone, Debug)]
pub struct Coverage<'a> {
    through: Date,
    people: &'a BTreeMap<TeammateId, Teammate>,
    months: Vec<Month>,
}

impl<'a> Coverage<'a> {
    /// Nothing counted yet.
    pub fn until(through: Date, people: &'a BTreeMap<TeammateId, Teammate>) -> Self {
        let end = through.saturating_add(1.day());
        let month = |back: usize| {
            let from_on = through.first_of_month().saturating_sub(i64::try_from(back).unwrap_or(0).months());
            let to_on = from_on.saturating_add(1.month()).min(end);
            let (last_resort, open) = (BTreeMap::new(), 0);
            Month { from_on, to_on, open, open_expansions: 0, demanded: 0, uncovered: 0, last_resort, joint: 0, waived: 0, declined: 0 }
        };
        Self { through, people, months: (0..MONTHS).rev().map(month).collect() }
    }

    /// Adds a renewal with its ledger. It demands from the day it was scheduled on to the day it was decided on, that one not included;
    /// one that was over before it was written down never did, and one that went into a co-term group is owned as its lead.
    pub fn add(&mut self, renewal: &Renewal, entries: &[OwnershipEntry]) {
        self.pass(entries);
        if renewal.decided.is_none() || matches!(renewal.state, State::Closed { outcome: Outcome::Merged, .. }) {
            return;
        }
        let from_on = renewal.scheduled_on;
        let to_on = match renewal.state {
            State::Closed { closed_on, .. } => closed_on.min(self.end()),
            State::Open => self.end(),
        };
        self.demand((from_on, to_on), entries);
        self.ends_in((from_on, to_on)).for_each(|month| month.open += 1);
    }

    /// Adds an expansion with its ledger. It demands from the day it was raised on, or was written down here where that was later, to the
    /// day it was settled on, that one not included; one that was settled before it was brought here never did.
    pub fn add_expansion(&mut self, expansion: &Expansion, entries: &[OwnershipEntry]) {
        self.pass(entries);
        if expansion.routed.is_none() {
            return;
        }
        let first = entries.iter().filter(|entry| entry.stream == Stream::Accountable).min_by_key(|entry| entry.recorded_at);
        let begun_on = first.filter(|entry| entry.recorded_at <= expansion.raised_at).map(|entry| entry.effective_on);
        let from_on = begun_on.map_or(expansion.raised_on, |begun_on| begun_on.max(expansion.raised_on));
        let to_on = expansion.state.settled().map_or(self.end(), |word| word.on.min(self.end()));
        self.demand((from_on, to_on), entries);
        self.ends_in((from_on, to_on)).for_each(|month| month.open_expansions += 1);
    }

    fn demand(&mut self, (from_on, to_on): (Date, Date), entries: &[OwnershipEntry]) {
        self.days((from_on, to_on), |month, days| month.demanded += days * Responsibility::ALL.len() as u64);
        for responsibility in Responsibility::ALL {
            self.hold((from_on, to_on), *responsibility, entries);
        }
    }

    /// The months at the end of which a stretch was under way.
    fn ends_in(&mut self, (from_on, to_on): (Date, Date)) -> impl Iterator<Item = &mut Month> {
        self.months.iter_mut().filter(move |month| from_on < month.to_on && month.to_on <= to_on)
    }

    /// Adds a handoff; only one that was declined counts, what was transferred is in the ledger.
    pub fn add_handoff(&mut self, handoff: &Handoff) {
        if let HandoffState::Declined { word } = &handoff.state {
            self.on(word.on, |month| month.declined += 1);
        }
    }

    /// The months, oldest first.
    pub fn months(self) -> Vec<Month> {
        self.months
    }

    fn end(&self) -> Date {
        self.through.saturating_add(1.day())
    }

    /// One responsibility: first nobody, then each holder for a stretch.
    fn hold(&mut self, (from_on, to_on): (Date, Date), responsibility: Responsibility, entries: &[OwnershipEntry]) {
        let held = holdings(entries, responsibility, Stream::Accountable);
        let first_on = held.first().map_or(to_on, |holding| holding.from_on);
        self.days((from_on, to_on.min(first_on)), |month, days| month.uncovered += days);
        for holding in held {
            let holder = holding.entry.holder;
            let stretch = (holding.from_on.max(from_on), holding.to_on.unwrap_or(to_on).min(to_on));
            for gone in self.gone(holder, stretch) {
                self.days(gone, |month, days| month.uncovered += days);
            }
            if holding.entry.because.person.is_last_resort() {
                self.days(stretch, |month, days| *month.last_resort.entry(holder).or_default() += days);
            }
        }
    }

    /// The parts of a stretch on which its holder was not with us yet, or no longer.
    fn gone(&self, holder: TeammateId, (from_on, to_on): (Date, Date)) -> Vec<(Date, Date)> {
        match self.people.get(&holder) {
            None => vec![(from_on, to_on)],
            Some(person) => {
                let before = (from_on, to_on.min(person.active_from));
                vec![before, (person.left_on.unwrap_or(to_on).max(from_on), to_on)]
            }
        }
    }

    /// Each handoff that made somebody accountable, once, in the month of its first entry.
    fn pass(&mut self, entries: &[OwnershipEntry]) {
        let mut ordered: Vec<&OwnershipEntry> = entries.iter().filter(|entry| entry.stream == Stream::Accountable).collect();
        ordered.sort_by_key(|entry| (entry.effective_on, entry.sequence));
        let mut told: BTreeSet<HandoffId> = BTreeSet::new();
        for entry in ordered {
            let Some(handoff) = entry.passage.handoff() else { continue };
            if !told.insert(handoff) {
                continue;
            }
            let joint = matches!(entry.passage, Passage::Joint { .. });
            self.on(entry.effective_on, |month| if joint { month.joint += 1 } else { month.waived += 1 });
        }
    }

    fn on(&mut self, day: Date, count: impl Fn(&mut Month)) {
        if let Some(month) = self.months.iter_mut().find(|month| month.from_on <= day && day < month.to_on) {
            count(month);
        }
    }

    /// Counts the days of a stretch `[from_on, to_on)` in each month it falls into.
    fn days(&mut self, (from_on, to_on): (Date, Date), count: impl Fn(&mut Month, u64)) {
        let first = self.months.partition_point(|month| month.to_on <= from_on);
        for month in self.months[first..].iter_mut().take_while(|month| month.from_on < to_on) {
            let days = days_between(from_on.max(month.from_on), to_on.min(month.to_on));
            if let Some(days) = u64::try_from(days).ok().filter(|days| *days > 0) {
                count(month, days);
            }
        }
    }
}
