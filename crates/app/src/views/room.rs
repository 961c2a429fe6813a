//! What is written down in the room of a customer, with every name resolved.

use super::{Person, TalkView};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::{Stakeholder, StakeholderRole};
use tenure_core::checks::signatures;
use tenure_core::facts::Facts;
use tenure_core::primitives::{AccountId, Money, StakeholderId, TeammateId};
use tenure_core::renewal::Renewal;
use tenure_core::room::{
    Attention, Commitment, Influence, Matter, Objection, Reading, Room, Standing, Standpoint, ValueEntry, ValueKind, attention, touches,
};

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

/// Somebody at a customer, with where the person stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandItem {
    /// Who.
    pub person: Stakeholder,
    /// The judgement that counts; `None` where nobody judged.
    pub standpoint: Option<Standpoint>,
    /// Who of ours knows the person: from contacts, and as somebody said.
    pub known_by: Vec<Person>,
    /// The last meeting, call or review with the person.
    pub last_on: Option<Date>,
    /// How many there were in 90 days.
    pub lately: u32,
}

/// The people of a customer who are there today, as a map of influence and sentiment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StakeMap {
    /// The people: the most influential first, those whom nobody judged last.
    pub items: Vec<StandItem>,
    /// What is missing, and what to do about it.
    pub missing: Vec<(String, String)>,
}

/// An objection with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionItem {
    /// The objection.
    pub objection: Objection,
    /// Name of who raised it.
    pub raised_by: Option<String>,
    /// The renewal that it stands in the way of.
    pub renewal: Option<String>,
}

/// A commitment with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentItem {
    /// The commitment.
    pub commitment: Commitment,
    /// Name and reference of the account.
    pub account: (String, String),
    /// Name of the person to whom it was promised.
    pub to: Option<String>,
    /// Who of ours sees to it.
    pub owner: Option<Person>,
    /// The renewal at which it was promised.
    pub renewal: Option<String>,
    /// Whether it should have been kept before today.
    pub overdue: bool,
}

/// What is written down in the room of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoomView {
    /// The value record.
    pub value: ValueView,
    /// The people there.
    pub people: StakeMap,
    /// Objections: open ones first, then the latest.
    pub objections: Vec<ObjectionItem>,
    /// Commitments: open ones by the day on which they are due, then those that ended, the latest first.
    pub commitments: Vec<CommitmentItem>,
    /// Contacts before and after the last signature.
    pub attention: Option<Attention>,
    /// What is said about it, and its documents.
    pub talk: TalkView,
}

/// The room of an account.
pub(crate) fn room_view(facts: &Facts, account: AccountId, (persons, today): (&BTreeMap<TeammateId, Person>, Date)) -> RoomView {
    let nothing = Room::default();
    let room = facts.room(account).unwrap_or(&nothing);
    let contacts = facts.activities.values().filter(|activity| activity.account == account);
    RoomView {
        value: value_view(facts, room),
        people: stake_map(facts, (account, room), (persons, today)),
        objections: objection_items(facts, room),
        commitments: commitment_items(facts, room.commitments.values(), (persons, today)),
        attention: signatures(facts, today).get(&account).map(|signed_on| attention(contacts, *signed_on, today)),
        talk: TalkView::default(),
    }
}

fn stake_map(facts: &Facts, (account, room): (AccountId, &Room), (persons, today): (&BTreeMap<TeammateId, Person>, Date)) -> StakeMap {
    let touched = touches(facts.activities.values().filter(|activity| activity.account == account), today);
    let there = facts.stakeholders.values().filter(|person| person.account == account && person.is_there_on(today));
    let item = |person: &Stakeholder| {
        let standpoint = room.standpoint(person.id).cloned();
        let touched = touched.get(&person.id);
        let known = touched.map(|touched| touched.with.clone()).into_iter().chain(standpoint.iter().map(|said| said.known_by.clone()));
        let known: BTreeSet<TeammateId> = known.flatten().collect();
        StandItem {
            known_by: known.iter().filter_map(|id| persons.get(id)).filter(|person| person.active).cloned().collect(),
            last_on: touched.and_then(|touched| touched.last_on),
            lately: touched.map_or(0, |touched| touched.lately),
            standpoint,
            person: person.clone(),
        }
    };
    let mut items: Vec<StandItem> = there.map(item).collect();
    items.sort_by(|a, b| {
        let place = |item: &StandItem| item.standpoint.as_ref().map_or(usize::MAX, |said| said.influence as usize);
        (place(a), &a.person.name).cmp(&(place(b), &b.person.name))
    });
    StakeMap { missing: missing(&items), items }
}

/// What the map lacks for a renewal to be safe.
fn missing(items: &[StandItem]) -> Vec<(String, String)> {
    let mut missing = Vec::new();
    let met: Vec<&StandItem> = items.iter().filter(|item| item.lately > 0).collect();
    match met.as_slice() {
        [] => missing.push(("Nobody was met in 90 days.".into(), "Ask for half an hour with whoever uses it most.".into())),
        [only] => missing.push((
            format!("Only {} was met in 90 days.", only.person.name),
            format!("Ask {} to bring a second person who has a say.", only.person.name),
        )),
        _ => {}
    }
    let buyers: Vec<&StandItem> = items.iter().filter(|item| item.person.roles.contains(&StakeholderRole::EconomicBuyer)).collect();
    if buyers.is_empty() {
        missing.push(("Nobody is named as economic buyer.".into(), "Ask your champion who signs off the money.".into()));
    } else if buyers.iter().all(|item| item.last_on.is_none()) {
        let names: Vec<&str> = buyers.iter().map(|item| item.person.name.as_str()).collect();
        missing
            .push((format!("{} pays and was never met.", names.join(" or ")), "Ask for a meeting, or log the one that took place.".into()));
    }
    let unjudged = items.iter().filter(|item| item.standpoint.is_none()).count();
    if unjudged > 0 && unjudged < items.len() {
        missing.push((format!("{unjudged} of {} are not placed.", items.len()), "Say where they stand, also if that is unknown.".into()));
    }
    let against = |item: &&StandItem| {
        item.standpoint.as_ref().is_some_and(|said| (said.influence, said.sentiment.code()) == (Influence::High, "critic"))
    };
    for item in items.iter().filter(against) {
        missing.push((
            format!("{} has much influence and speaks against us.", item.person.name),
            "Hear the person out before the proposal.".into(),
        ));
    }
    missing
}

/// Objections that were not withdrawn: open ones first, then the latest.
pub(crate) fn objection_items(facts: &Facts, room: &Room) -> Vec<ObjectionItem> {
    let live = room.objections.values().filter(|objection| objection.withdrawn.is_none());
    let mut items: Vec<ObjectionItem> = live
        .map(|objection| ObjectionItem {
            raised_by: objection.raised_by.and_then(|id| facts.stakeholders.get(&id)).map(|person| person.name.clone()),
            renewal: objection.renewal.and_then(|id| facts.renewals.get(&id)).map(Renewal::reference),
            objection: objection.clone(),
        })
        .collect();
    items
        .sort_by_key(|item| (item.objection.resolved.is_some(), std::cmp::Reverse((item.objection.raised_on, item.objection.recorded_at))));
    items
}

/// Commitments that were not withdrawn: open ones by due day, then those that ended, the latest first.
pub(crate) fn commitment_items<'a>(
    facts: &Facts,
    commitments: impl Iterator<Item = &'a Commitment>,
    (persons, today): (&BTreeMap<TeammateId, Person>, Date),
) -> Vec<CommitmentItem> {
    let live = commitments.filter(|commitment| commitment.withdrawn.is_none());
    let mut items: Vec<CommitmentItem> = live
        .map(|commitment| CommitmentItem {
            account: facts
                .accounts
                .get(&commitment.account)
                .map_or_else(Default::default, |account| (account.name.clone(), account.reference.clone())),
            to: commitment.to.and_then(|id| facts.stakeholders.get(&id)).map(|person| person.name.clone()),
            owner: persons.get(&commitment.owner).cloned(),
            renewal: commitment.renewal.and_then(|id| facts.renewals.get(&id)).map(Renewal::reference),
            overdue: commitment.is_overdue(today),
            commitment: commitment.clone(),
        })
        .collect();
    by_due_day(&mut items);
    items
}

/// Orders promises: open ones by the day they are due, then those that ended, the latest first.
pub(super) fn by_due_day(items: &mut [CommitmentItem]) {
    items.sort_by(|a, b| {
        let (one, other) = (&a.commitment, &b.commitment);
        let ended = |commitment: &Commitment| commitment.ended.as_ref().map(|(_, word)| std::cmp::Reverse(word.on));
        (ended(one), one.due_on, &one.promise, one.id).cmp(&(ended(other), other.due_on, &other.promise, other.id))
    });
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
