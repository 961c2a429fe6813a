//! The ownership policy: trying a text on the book, drafts with a second reader, activation.

mod activation;
mod advice;
mod book;
mod check;
mod counted;
mod coverage;
mod drafts;
mod text;
mod workload;

pub use activation::{PersonChange, PolicyMove, PolicyPlan};
pub use advice::{AdviceView, FactorItem, ModelItem};
pub(crate) use book::{PolicyBook, are_alike};
pub use check::{Decision, Effect, GapItem, OverlapItem, PolicyCheck, RepairItem, RuleUse};
pub(crate) use counted::CountedBook;
pub use coverage::{CoverageMonth, CoverageView};
pub use drafts::DraftItem;
pub use tenure_core::commands::Activation;
pub use workload::{LoadItem, Uncovered, WorkloadView};
