//! The ownership policy: trying a text on the book, drafts with a second reader, activation.

mod activation;
mod advice;
mod book;
mod check;
mod coverage;
mod drafts;
mod seats;
mod teams;
mod text;
mod workload;

pub use activation::{PersonChange, PolicyMove, PolicyPlan};
pub(crate) use advice::figures_of_accounts;
pub use advice::{AdviceView, FactorItem, ModelItem};
pub(crate) use book::{PolicyBook, are_alike};
pub use check::{Decision, Effect, GapItem, OverlapItem, PolicyCheck, RepairItem, RuleUse};
pub(crate) use coverage::coverage_months;
pub use coverage::{CoverageMonth, CoverageView};
pub use drafts::DraftItem;
pub use teams::TeamLoad;
pub use tenure_core::commands::Activation;
pub(crate) use workload::Carried;
pub use workload::{LoadItem, Uncovered, WorkloadView};
