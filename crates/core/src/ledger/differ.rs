//! Takes one customer through its days and tells what each day changed.

use super::book::{Book, Stretch};
use super::changes::{Change, pair};
use super::day::Day;
use super::movement::{Class, Movement};
use super::question::Question;
use super::rules::Returning;
use super::tell::{Scene, Standing, drift, tell};
use super::walk::Arrivals;
use crate::refusal::Refusal;

/// One customer at a time; its buffers are used again for the next.
pub(super) struct Differ<'a> {
    book: &'a Book,
    question: &'a Question<'a>,
    movements: Vec<Movement>,
    /// Edges of stretches by day: whether it begins, and the position of the stretch.
    edges: Vec<(Day, bool, u32)>,
    live: Vec<u32>,
    outs: Vec<u32>,
    ins: Vec<u32>,
}

/// What a customer was until a day.
#[derive(Clone, Copy, Default)]
struct History {
    /// Whether it ever paid.
    known: bool,
    /// Since when it pays nothing, if it paid before.
    away_since: Option<Day>,
}

impl<'a> Differ<'a> {
    pub(super) fn new(book: &'a Book, question: &'a Question<'a>) -> Self {
        Self { book, question, movements: Vec::new(), edges: Vec::new(), live: Vec::new(), outs: Vec::new(), ins: Vec::new() }
    }

    /// What moved at a customer in the span of the question, and how often it came and went.
    pub(super) fn customer(&mut self, stretches: &[Stretch]) -> Result<(&[Movement], Arrivals), Refusal> {
        self.movements.clear();
        self.live.clear();
        self.edges.clear();
        let through = self.question.through;
        for (at, stretch) in (0_u32..).zip(stretches).filter(|(_, stretch)| stretch.start <= through) {
            self.edges.push((stretch.start, true, at));
            if stretch.end <= through {
                self.edges.push((stretch.end, false, at));
            }
        }
        self.edges.sort_unstable();
        let (mut history, mut arrivals) = (History::default(), Arrivals::default());
        let mut from = 0;
        while let Some((day, ..)) = self.edges.get(from).copied() {
            let to = from + self.edges[from..].partition_point(|(other, ..)| *other == day);
            self.outs.clear();
            self.ins.clear();
            for (_, begins, at) in &self.edges[from..to] {
                if *begins { self.ins.push(*at) } else { self.outs.push(*at) }
            }
            self.day(day, stretches, (&mut history, &mut arrivals))?;
            from = to;
        }
        if self.question.prices.floats() {
            drift(self.question, stretches, &mut self.movements)?;
        }
        Ok((&self.movements, arrivals))
    }

    /// Takes one day: what ended and what began on it.
    fn day(&mut self, day: Day, stretches: &[Stretch], (history, arrivals): (&mut History, &mut Arrivals)) -> Result<(), Refusal> {
        let changes = pair(stretches, &self.outs, &self.ins);
        let after: Vec<u32> = self.live.iter().chain(&self.ins).copied().filter(|at| !self.outs.contains(at)).collect();
        let before = pays(stretches, &self.live);
        let now = pays(stretches, &after);
        // Money that moves with its contract comes first: what the customer was is judged with it.
        let base = if changes.iter().any(|change| change.is_arrival(stretches) || change.is_departure(stretches)) {
            pays(stretches, &moved(stretches, &self.live, &changes))
        } else {
            before
        };
        let standing = match (base, now) {
            (false, true) => Standing::Arrives(self.class_of_arrival(*history, day)),
            (true, false) => Standing::Leaves,
            _ => Standing::Stays,
        };
        if day > self.question.after {
            let scene = Scene {
                book: self.book,
                question: self.question,
                day,
                stretches,
                live: &self.live,
                outs: &self.outs,
                ins: &self.ins,
                standing,
            };
            for change in changes {
                tell(&scene, change, &mut self.movements)?;
            }
            match standing {
                Standing::Arrives(Some(Class::Reactivation)) => arrivals.reactivated += 1,
                Standing::Arrives(Some(Class::New)) => arrivals.new += 1,
                Standing::Leaves => arrivals.churned += 1,
                Standing::Arrives(_) | Standing::Stays => {}
            }
        }
        history.away_since = if now { None } else { history.away_since.or((before || base).then_some(day)) };
        history.known |= now || base;
        self.live = after;
        Ok(())
    }

    /// The class of revenue that comes when there was none; `None` is growth, told by its type.
    fn class_of_arrival(&self, history: History, day: Day) -> Option<Class> {
        let rules = &self.book.rules;
        let long_away = history.away_since.zip(rules.lapse_days_to_new).is_some_and(|(since, days)| day - since >= Day::from(days));
        match rules.returning {
            _ if !history.known || long_away => Some(Class::New),
            Returning::Reactivation => Some(Class::Reactivation),
            Returning::New => Some(Class::New),
            Returning::Expansion => None,
        }
    }
}

/// Whether a customer pays: in some currency, what is live adds up to more than nothing.
fn pays(stretches: &[Stretch], live: &[u32]) -> bool {
    let of = |at: &u32| &stretches[*at as usize];
    let total = |currency: u8| {
        live.iter().map(of).filter(|stretch| stretch.currency == currency).map(|stretch| i128::from(stretch.arr_minor)).sum::<i128>()
    };
    live.iter().map(of).any(|stretch| stretch.arr_minor > 0 && total(stretch.currency) > 0)
}

/// What is live once the contracts that move today have moved, before anything else changes.
fn moved(stretches: &[Stretch], live: &[u32], changes: &[Change]) -> Vec<u32> {
    let gone: Vec<u32> = changes.iter().filter(|change| change.is_departure(stretches)).filter_map(|change| change.before).collect();
    let come = changes.iter().filter(|change| change.is_arrival(stretches)).filter_map(|change| change.after);
    live.iter().copied().filter(|at| !gone.contains(at)).chain(come).collect()
}
