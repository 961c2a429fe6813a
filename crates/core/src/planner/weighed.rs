//! Whose load a plan asks for: found by planning without keeping what comes of it.

use super::{Index, Planning, planned, roll};
use crate::facts::Facts;
use crate::primitives::{AccountId, TeammateId, UnsavedIds};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Those whose load [`super::follow`] will weigh. Nobody, where account teams or earlier choices decide.
///
/// Whoever plans a part of the book gives the planner what these carry elsewhere, in [`Facts::loads_elsewhere`]. Who is chosen by that may
/// make a plan ask about others: ask again until it does not.
pub fn weighed_in_plan(facts: &Facts, accounts: &BTreeSet<AccountId>, planning: Planning<'_>) -> BTreeSet<TeammateId> {
    let planning = Planning { ids: &UnsavedIds::default(), ..planning };
    let rolled = roll(facts, accounts, planning);
    let mut after = Cow::Borrowed(facts);
    if !rolled.is_empty() {
        after.to_mut().apply_all(&rolled);
    }
    let index = Index::new(&after, planning);
    // What cannot be planned is refused when it is planned in earnest.
    let _ = planned(&index, accounts, planning);
    index.choices.into_inner().weighed
}
