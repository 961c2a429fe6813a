//! What lies ahead of a company, by day and in the order of entry.

use super::life::{Act, Habit};
use crate::deed::Deed;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The acts that are still to come.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    acts: BTreeMap<(Date, u32), Act>,
    entered: u32,
    human: BTreeSet<String>,
}

impl Agenda {
    /// Enters an act after those of its day.
    pub fn enter(&mut self, on: Date, act: Act) {
        self.acts.insert((on, self.entered), act);
        self.entered += 1;
    }

    /// Enters a verb by somebody.
    pub fn does(&mut self, on: Date, by: &'static str, deed: Deed) {
        self.enter(on, Act::Do(by, deed));
    }

    /// The next act of a day, also one left over from a day before.
    pub fn next_on(&mut self, day: Date) -> Option<Act> {
        self.acts.first_entry().filter(|entry| entry.key().0 <= day).map(|entry| entry.remove())
    }

    /// The steps of an account are done as people do them.
    pub fn is_human(&mut self, account: &str) {
        self.human.insert(account.into());
    }

    /// How the steps of an account are done.
    pub fn habit_of(&self, account: &str) -> Habit {
        if self.human.contains(account) { Habit::Human } else { Habit::Diligent }
    }
}
