//! What must always hold (invariants, proven by `tenure check`) and what people got wrong (findings): never mixed (domain ruling 12).

pub mod dismissal;
mod findings;
pub mod invariants;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
use crate as tenure_core;

pub use dismissal::Dismissal;
pub use findings::{
    Counts, Finding, OF_ACCOUNTS, OF_BOOK, OVERDUE_BUSINESS_DAYS, OfBook, PAY_OUT_OF_STEP, POLICY_OUTGROWN, Severity, escalates,
    escalates_to, findings, findings_of_accounts, findings_of_book, introducer, sees_to, signatures,
};
pub use invariants::{Beside, Checked, EventLog, Evidence, INVARIANTS, Invariant, Letter, ListedText, Listing, Told, Violation, check_all};
