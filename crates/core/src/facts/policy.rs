//! Versions of the ownership policy, and how each came into force.

use crate::ownership::policy::Policy;
use crate::primitives::PolicyId;
use jiff::civil::Date;

/// One version of the ownership policy, parsed and as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyVersion {
    /// Identity.
    pub id: PolicyId,
    /// 1 for the first version, then one more each.
    pub version: u32,
    /// The TOML as it was given.
    pub text: String,
    /// The parsed table.
    pub policy: Policy,
    /// In force from this day until the next version's.
    pub effective_on: Date,
    /// Who activated it, on whose approval, and when it is looked at again.
    pub standing: Standing,
}

/// How a version of the policy came into force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Who activated it; empty where that was before it was kept.
    pub author: String,
    /// The second person who read it; `None` where nobody did.
    pub approved_by: Option<String>,
    /// Why; may be empty.
    pub reason: String,
    /// The draft it was, by number.
    pub draft: Option<u32>,
    /// The day on which it is looked at again (OWN-15).
    pub review_on: Option<Date>,
}

impl PolicyVersion {
    /// `Hybrid, version 3`.
    pub fn title(&self) -> String {
        format!("{}, version {}", self.policy.name, self.version)
    }
}
