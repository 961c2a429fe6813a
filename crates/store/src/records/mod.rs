//! The records: which fact is which row.

mod contract;
mod identity;
mod ownership;
mod renewal;

pub(crate) use contract::{LineRow, PlanRate};
pub(crate) use identity::OrganisationRow;
pub(crate) use ownership::{EntryRow, HolderRow, PolicyRow};
