//! What is written down in the room of a customer, with every name resolved.

use std::collections::BTreeMap;
use tenure_core::facts::Facts;
use tenure_core::primitives::{AccountId, Money, StakeholderId};
use tenure_core::room::{Matter, Reading, Room, Standing, ValueEntry, ValueKind};

/// One entry of the value record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueItem {
    /// The entry.
    pub entry: ValueEntry,
    /// Name of the person with whom it was agreed, or who said it.
    pub with: Option<String>,
    /// Name of the person who confirmed it.
    pub confirmed_by: Option<String>,
    /// Of an outcome: the reading that counts of each day, oldest first.
    pub readings: Vec<Reading>,
    /// Of an outcome: where it stands.
    pub standing: Option<Standing>,
    /// Of an outcome: how much of the way is done, in basis points, where it has a beginning and was measured.
    pub way_bps: Option<i64>,
}

/// The value record of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueView {
    /// Entries that count, latest first; those that were withdrawn come after them.
    pub items: Vec<ValueItem>,
    /// Returns that the customer confirmed, summed by currency.
    pub confirmed: Vec<Money>,
    /// Returns that nobody has confirmed, summed by currency.
    pub claimed: Vec<Money>,
}

impl ValueView {
    /// Entries of a kind that count.
    pub fn of_kind(&self, kind: ValueKind) -> impl Iterator<Item = &ValueItem> {
        self.items.iter().filter(move |item| item.entry.withdrawn.is_none() && item.entry.matter.kind() == kind)
    }
}

/// What is written down in the room of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoomView {
    /// The value record.
    pub value: ValueView,
}

/// The room of an account.
pub(crate) fn room_view(facts: &Facts, account: AccountId) -> RoomView {
    facts.room(account).map_or_else(RoomView::default, |room| RoomView { value: value_view(facts, room) })
}

fn value_view(facts: &Facts, room: &Room) -> ValueView {
    let mut items: Vec<ValueItem> = room.values.values().map(|entry| value_item(facts, room, entry)).collect();
    items.sort_by_key(|item| {
        let entry = &item.entry;
        (entry.withdrawn.is_some(), std::cmp::Reverse((entry.happened_on, entry.recorded_at)))
    });
    let sum = |wanted: bool| {
        let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
        for item in items.iter().filter(|item| item.entry.withdrawn.is_none() && item.entry.confirmed.is_some() == wanted) {
            let Matter::Roi(claim) = &item.entry.matter else { continue };
            let sum = sums.entry(claim.amount.currency.code()).or_insert(Money::new(0, claim.amount.currency));
            sum.minor = sum.minor.saturating_add(claim.amount.minor);
        }
        sums.into_values().collect::<Vec<Money>>()
    };
    ValueView { confirmed: sum(true), claimed: sum(false), items }
}

fn value_item(facts: &Facts, room: &Room, entry: &ValueEntry) -> ValueItem {
    let name = |id: StakeholderId| facts.stakeholders.get(&id).map(|person| person.name.clone());
    let latest = room.latest(entry.id);
    let measure = if let Matter::Outcome(measure) = &entry.matter { Some(measure) } else { None };
    ValueItem {
        with: entry.with.and_then(name),
        confirmed_by: entry.confirmed.as_ref().and_then(|word| name(word.by)),
        readings: room.readings_by_day(entry.id).into_iter().cloned().collect(),
        standing: measure.map(|measure| measure.standing(latest.map(|reading| reading.actual))),
        way_bps: measure.and_then(|measure| measure.way_bps(latest?.actual)),
        entry: entry.clone(),
    }
}
