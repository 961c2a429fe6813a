//! What belongs to one account, by key.

use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::TeamMember;
use tenure_core::facts::{Facts, Write};
use tenure_core::primitives::{
    AccountId, ActivityId, ContractId, ExpansionId, HandoffId, LineId, OverrideId, RenewalId, StakeholderId, TaskId,
};

/// What belongs to one account: its team, and the keys of the rest.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) team: Vec<TeamMember>,
    pub(super) contracts: BTreeSet<ContractId>,
    pub(super) lines: BTreeSet<LineId>,
    pub(super) stakeholders: BTreeSet<StakeholderId>,
    pub(super) activities: BTreeSet<ActivityId>,
    pub(super) renewals: BTreeSet<RenewalId>,
    pub(super) expansions: BTreeSet<ExpansionId>,
    pub(super) tasks: BTreeSet<TaskId>,
    pub(super) overrides: BTreeSet<OverrideId>,
    pub(super) handoffs: BTreeSet<HandoffId>,
    /// The next day on which a dated fact of the account takes effect.
    pub(super) wakes_on: Option<Date>,
}

pub(super) fn index(held: &mut Held, write: &Write) {
    match write {
        Write::TeamMember(member) => {
            let key = |m: &TeamMember| (m.role, m.teammate, m.from_on);
            held.team.retain(|other| key(other) != key(member));
            held.team.push(member.clone());
        }
        Write::Contract(contract) => drop(held.contracts.insert(contract.id)),
        Write::Line(line) => drop(held.lines.insert(line.id)),
        Write::Stakeholder(person) => drop(held.stakeholders.insert(person.id)),
        Write::Activity(activity) => drop(held.activities.insert(activity.id)),
        Write::Renewal(renewal) => drop(held.renewals.insert(renewal.id)),
        Write::Expansion(expansion) => drop(held.expansions.insert(expansion.id)),
        Write::Override(named) => drop(held.overrides.insert(named.id)),
        Write::Handoff(handoff) => drop(held.handoffs.insert(handoff.id)),
        Write::Task(task) => drop(held.tasks.insert(task.id)),
        _ => {}
    }
}

/// A contract goes from one account to another with all that hangs on it.
pub(super) fn hand_over(all: &Facts, accounts: &mut BTreeMap<AccountId, Held>, (from, to): (AccountId, AccountId), contract: ContractId) {
    let Some(giver) = accounts.get_mut(&from) else { return };
    giver.contracts.remove(&contract);
    let of_contract = |id: &RenewalId| all.renewals.get(id).is_some_and(|renewal| renewal.contract == contract);
    let (renewals, kept) = std::mem::take(&mut giver.renewals).into_iter().partition(of_contract);
    giver.renewals = kept;
    let moves = |renewal: RenewalId| BTreeSet::contains(&renewals, &renewal);
    let (tasks, kept) = std::mem::take(&mut giver.tasks).into_iter().partition(|id| all.tasks.get(id).is_some_and(|t| moves(t.renewal)));
    giver.tasks = kept;
    let named = |id: &OverrideId| all.overrides.get(id).is_some_and(|named| moves(named.subject.as_renewal()));
    let (overrides, kept) = std::mem::take(&mut giver.overrides).into_iter().partition(named);
    giver.overrides = kept;
    let on_its_way = |id: &HandoffId| all.handoffs.get(id).is_some_and(|handoff| moves(handoff.renewal));
    let (handoffs, kept) = std::mem::take(&mut giver.handoffs).into_iter().partition(on_its_way);
    giver.handoffs = kept;
    let of_line = |id: &LineId| all.lines.get(id).is_some_and(|line| line.contract == contract);
    let (lines, kept) = std::mem::take(&mut giver.lines).into_iter().partition(of_line);
    giver.lines = kept;
    let receiver = accounts.entry(to).or_default();
    receiver.contracts.insert(contract);
    receiver.renewals.extend(renewals);
    receiver.tasks.extend::<BTreeSet<TaskId>>(tasks);
    receiver.overrides.extend::<BTreeSet<OverrideId>>(overrides);
    receiver.handoffs.extend::<BTreeSet<HandoffId>>(handoffs);
    receiver.lines.extend::<BTreeSet<LineId>>(lines);
}
