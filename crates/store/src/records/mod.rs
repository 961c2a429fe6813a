//! The records: which fact is which row.

mod account;
mod advice;
mod care;
mod contract;
mod expansion;
mod finding;
mod forecast;
mod handoff;
mod identity;
mod ledger_rules;
mod ownership;
mod promise;
mod proposal;
mod renewal;
mod review;
mod room;
mod talk;

pub(crate) use account::{CustomerRow, OursRow, TheirsRow};
pub(crate) use contract::{DatedRate, PlanRate, TermRow};
pub(crate) use expansion::{CreditRow, ExpansionOverride};
pub(crate) use forecast::{ForecastLineRow, LastWeek};
pub(crate) use identity::{HolidayRow, OrganisationRow};
pub(crate) use ownership::{EntryRow, HolderRow, PlaybookRow, PolicyRow};
pub(crate) use proposal::{OfferedRow, OptionRow};
