//! What belongs to one account, by key.

use jiff::civil::Date;
use std::collections::BTreeSet;
use tenure_core::account::TeamMember;
use tenure_core::primitives::{ActivityId, ContractId, ExpansionId, HandoffId, LineId, OverrideId, RenewalId, StakeholderId, TaskId};

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
