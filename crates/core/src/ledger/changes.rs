//! What of one customer changed on one day: which stretch took the place of which.

use super::book::{Edge, NONE, Stretch};

/// Positions of the stretch that ended and of the one that took its place; either may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) before: Option<u32>,
    pub(super) after: Option<u32>,
}

impl Change {
    /// Whether revenue came along with a contract from another customer.
    pub(super) fn is_arrival(self, stretches: &[Stretch]) -> bool {
        self.before.is_none() && self.after.is_some_and(|at| stretches[at as usize].begins == Edge::Moved)
    }

    /// Whether revenue went along with a contract to another customer.
    pub(super) fn is_departure(self, stretches: &[Stretch]) -> bool {
        self.after.is_none() && self.before.is_some_and(|at| stretches[at as usize].ends == Edge::Moved)
    }
}

/// Pairs what ended with what began: the same line going on, a line that continues another, then the same product in the same unit.
/// What is left ended or began by itself. What moved with its contract comes first, then the order of the lines.
pub(super) fn pair(stretches: &[Stretch], outs: &[u32], ins: &[u32]) -> Vec<Change> {
    let mut changes = Vec::with_capacity(outs.len().max(ins.len()));
    let mut ended: Vec<u32> = outs.to_vec();
    let mut begun: Vec<u32> = ins.to_vec();
    let what = |stretch: &Stretch| (stretch.unit, stretch.product, stretch.currency);
    let went = |old: &Stretch, new: &Stretch| old.line == new.line && old.start < old.end && new.start < new.end;
    let continues = |old: &Stretch, new: &Stretch| new.follows != NONE && new.follows == old.line && what(old) == what(new);
    // Revenue that leaves or arrives with its contract is never the other side of a change of the customer's own.
    let replaces = |old: &Stretch, new: &Stretch| {
        what(old) == what(new) && old.ends != Edge::Moved && new.begins != Edge::Moved && old.line != new.line
    };
    for fits in [&went as &dyn Fn(&Stretch, &Stretch) -> bool, &continues, &replaces] {
        ended.retain(|out| {
            let old = &stretches[*out as usize];
            let Some(at) = begun.iter().position(|new| new != out && fits(old, &stretches[*new as usize])) else { return true };
            changes.push(Change { before: Some(*out), after: Some(begun.remove(at)) });
            false
        });
    }
    changes.extend(ended.into_iter().map(|at| Change { before: Some(at), after: None }));
    changes.extend(begun.into_iter().map(|at| Change { before: None, after: Some(at) }));
    changes.sort_unstable_by_key(|change| {
        let first = change.before.or(change.after).map_or(NONE, |at| stretches[at as usize].line);
        (!change.is_arrival(stretches) && !change.is_departure(stretches), first, change.after.is_some())
    });
    changes
}
