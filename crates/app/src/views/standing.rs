//! What stands beside a renewal: reassignments in force, holders who are away, its group, how the next term was signed.

use super::Person;
use super::contract::{GroupItem, group};
use crate::access::Actor;
use crate::permission::{Rights, may_act};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::contract::Signature;
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{OverrideId, SubjectId, TeammateId};
use tenure_core::renewal::Renewal;

/// A reassignment by name that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverrideItem {
    /// Identity.
    pub id: OverrideId,
    /// What was reassigned.
    pub responsibility: Responsibility,
    /// To whom.
    pub person: Person,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub author: String,
    /// First day.
    pub from_on: Date,
    /// First day on which the policy decides again.
    pub until_on: Date,
}

/// A holder who is away today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwayItem {
    /// Who.
    pub person: Person,
    /// First day back.
    pub to_on: Date,
    /// Who may act meanwhile.
    pub delegate: Option<Person>,
}

/// What stands beside a renewal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Reassignments in force.
    pub overrides: Vec<OverrideItem>,
    /// Holders who are away today.
    pub away: Vec<AwayItem>,
    /// The co-term group of its contract; empty where there is none.
    pub group: Vec<GroupItem>,
    /// How the term after it was signed.
    pub signature: Option<Signature>,
    /// What the viewer may reassign.
    pub may_reassign: BTreeSet<Responsibility>,
    /// What else the viewer may do.
    pub rights: Rights,
}

pub(crate) fn standing(
    facts: &Facts,
    renewal: &Renewal,
    actor: &Actor,
    (persons, today): (&BTreeMap<TeammateId, Person>, Date),
) -> Standing {
    let holder = |responsibility: &Responsibility| facts.holder(renewal.id, *responsibility);
    let holders: BTreeSet<TeammateId> = Responsibility::ALL.iter().filter_map(holder).collect();
    let away = facts.absences.values().filter(|absence| holders.contains(&absence.teammate) && absence.covers(today));
    let away = away.filter_map(|absence| {
        let delegate = absence.delegate.and_then(|id| persons.get(&id)).cloned();
        Some(AwayItem { person: persons.get(&absence.teammate)?.clone(), to_on: absence.to_on, delegate })
    });
    let may = |responsibility: &&Responsibility| {
        renewal.is_open() && (actor.is_administrator() || holder(responsibility).is_some_and(|holder| may_act(actor, holder, facts, today)))
    };
    Standing {
        overrides: override_items(facts, renewal.id.into(), (persons, today)),
        away: if renewal.is_open() { away.collect() } else { Vec::new() },
        group: facts.contracts.get(&renewal.contract).map(|contract| group(facts, contract)).unwrap_or_default(),
        signature: facts.terms.get(&(renewal.contract, renewal.term_number + 1)).and_then(|term| term.signature.clone()),
        may_reassign: Responsibility::ALL.iter().filter(may).copied().collect(),
        rights: Rights::on(actor, renewal.account, facts, today),
    }
}

/// Reassignments of a renewal or an expansion that are in force.
pub(super) fn override_items(
    facts: &Facts,
    subject: SubjectId,
    (persons, today): (&BTreeMap<TeammateId, Person>, Date),
) -> Vec<OverrideItem> {
    let in_force = facts.overrides.values().filter(|named| named.subject == subject && named.covers(today));
    let item = |named: &Override| {
        Some(OverrideItem {
            id: named.id,
            responsibility: named.responsibility,
            person: persons.get(&named.teammate)?.clone(),
            reason: named.reason.clone(),
            author: named.author.clone(),
            from_on: named.from_on,
            until_on: named.until_on,
        })
    };
    let mut items: Vec<OverrideItem> = in_force.filter_map(item).collect();
    items.sort_by_key(|item| item.responsibility);
    items
}
