//! What pages, API and command line show: read models in the words of the field, with every reference resolved.

mod account;
mod contract;
mod customer;
mod expansion;
mod explanation;
mod handoff;
mod known;
mod lanes;
mod listed;
mod log;
mod nav;
mod noted;
mod people;
mod person;
mod policy;
mod queue;
mod renewal;
mod renewals;
mod reviews;
mod room;
mod standing;
mod talk;
mod then;
mod today;

pub(crate) use account::event_item;
pub use account::{AccountItem, AccountPage, AccountRenewal, AccountView, ContractItem, EventItem, LineItem};
pub use contract::{ContractClock, ContractView, GroupItem, LineHistory, MoveItem, TermItem};
pub use customer::{ActivityItem, ArrItem, Named, Relations, UnitItem};
pub use expansion::{ExpansionItem, ExpansionOwner, ExpansionPage, ExpansionQuery, ExpansionRights, ExpansionStretch, ExpansionView};
pub(crate) use expansion::{expansion_item, expansion_items};
pub use explanation::{Explanation, Otherwise, RuleTrace};
pub use handoff::{Brief, FaceItem, HandoffItem, HandoffPage, HandoffQuery, HandoffRights, HandoffToDo, HandoffView};
pub(crate) use known::last_instant;
pub use lanes::{HoldingItem, PendingHandoff, ResponsibilityView};
pub use listed::{ExchangeRateItem, ExchangeRatePage, ListsView, PlanRateItem, ProductItem, RateNeed};
pub use log::{LogItem, LogPage};
pub use nav::NavFigures;
pub(crate) use nav::NavKept;
pub(crate) use noted::NotedBook;
pub use people::{PeopleView, PersonItem};
pub use person::{AbsenceItem, HeldExpansion, HeldItem, PersonView, PositionItem};
pub use policy::{PolicyItem, PolicyView};
pub use queue::{Group, Grouping, grouped};
pub use renewal::{MovedOff, RenewalView, StepItem, StepState};
pub(crate) use renewal::{find, number_of};
pub use renewals::{RenewalItem, RenewalPage, RenewalQuery};
pub use reviews::{ReviewDue, Reviewed, ReviewsView};
use room::by_due_day;
pub use room::{CommitmentItem, ObjectionItem, RoomView, StakeMap, StandItem, ValueItem, ValueView};
pub(crate) use room::{commitment_items, objection_items, room_view};
pub use standing::{AwayItem, OverrideItem, Standing};
pub use talk::{CommentItem, DocumentItem, TalkView};
pub(crate) use talk::{seeing, talk_view};
pub use then::{Moments, Stood};
pub use today::{Bucket, Deadline, StandIn, TaskItem, TodayView};

use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::facts::Facts;
use tenure_core::identity::{Family, Role, Teammate};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::TeammateId;

/// A teammate as shown beside what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Short reference.
    pub reference: String,
    /// Full name.
    pub name: String,
    /// Letters of the avatar.
    pub initials: String,
    /// Role.
    pub role: Role,
    /// Family that tints the avatar.
    pub family: Family,
    /// Whether the person is with us today.
    pub active: bool,
}

impl Person {
    pub(crate) fn of(teammate: &Teammate, today: Date) -> Self {
        Self {
            reference: teammate.reference.clone(),
            name: teammate.name.clone(),
            initials: teammate.initials(),
            role: teammate.role,
            family: teammate.role.family(),
            active: teammate.is_active_on(today),
        }
    }
}

/// Everybody, by id.
pub(crate) fn people(facts: &Facts, today: Date) -> BTreeMap<TeammateId, Person> {
    facts.teammates.iter().map(|(id, teammate)| (*id, Person::of(teammate, today))).collect()
}

/// People with the letters of what they hold, in the order of their first responsibility: one avatar per person.
pub(crate) fn owners(
    holders: &BTreeMap<Responsibility, TeammateId>,
    people: &BTreeMap<TeammateId, Person>,
) -> Vec<(Person, Vec<Responsibility>)> {
    let mut owners: Vec<(Person, Vec<Responsibility>)> = Vec::new();
    for (responsibility, id) in holders {
        let Some(person) = people.get(id) else { continue };
        match owners.iter_mut().find(|(known, _)| known.reference == person.reference) {
            Some((_, held)) => held.push(*responsibility),
            None => owners.push((person.clone(), vec![*responsibility])),
        }
    }
    owners
}
