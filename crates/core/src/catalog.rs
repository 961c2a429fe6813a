//! The shipped playbooks, policies and mappings: data under `catalog/`, compiled in, each loaded by a test.

use crate::playbook::Playbook;
use crate::refusal::Refusal;

/// Shipped playbooks: file name and text. A new playbook is one file and one line here.
pub const PLAYBOOK_FILES: &[(&str, &str)] = &[
    ("catalog/playbooks/joint-120.toml", include_str!("../../../catalog/playbooks/joint-120.toml")),
    ("catalog/playbooks/classic-90.toml", include_str!("../../../catalog/playbooks/classic-90.toml")),
    ("catalog/playbooks/administrative-60.toml", include_str!("../../../catalog/playbooks/administrative-60.toml")),
];

/// Shipped policies: file name and text. A new policy is one file and one line here.
pub const POLICY_FILES: &[(&str, &str)] = &[
    STARTER_POLICY,
    ("catalog/policies/account-management.toml", include_str!("../../../catalog/policies/account-management.toml")),
    ("catalog/policies/cco-sales-executes.toml", include_str!("../../../catalog/policies/cco-sales-executes.toml")),
    ("catalog/policies/cs-led.toml", include_str!("../../../catalog/policies/cs-led.toml")),
    ("catalog/policies/cs-renewal-sales-expansion.toml", include_str!("../../../catalog/policies/cs-renewal-sales-expansion.toml")),
    ("catalog/policies/dedicated-expansion.toml", include_str!("../../../catalog/policies/dedicated-expansion.toml")),
    ("catalog/policies/dual-threaded.toml", include_str!("../../../catalog/policies/dual-threaded.toml")),
    ("catalog/policies/joint.toml", include_str!("../../../catalog/policies/joint.toml")),
    ("catalog/policies/renewals-coordinator.toml", include_str!("../../../catalog/policies/renewals-coordinator.toml")),
    ("catalog/policies/renewals-manager-cs.toml", include_str!("../../../catalog/policies/renewals-manager-cs.toml")),
    ("catalog/policies/renewals-manager-sales.toml", include_str!("../../../catalog/policies/renewals-manager-sales.toml")),
    ("catalog/policies/revenue-pod.toml", include_str!("../../../catalog/policies/revenue-pod.toml")),
    ("catalog/policies/sales-digital.toml", include_str!("../../../catalog/policies/sales-digital.toml")),
    ("catalog/policies/sales-led.toml", include_str!("../../../catalog/policies/sales-led.toml")),
];

/// Shipped mappings: file name and text. A new mapping is one file and one line here.
pub const MAPPING_FILES: &[(&str, &str)] =
    &[("catalog/mappings/ravenstack.toml", include_str!("../../../catalog/mappings/ravenstack.toml"))];

/// The policy a new organisation starts with.
pub const STARTER_POLICY: (&str, &str) = ("catalog/policies/hybrid.toml", include_str!("../../../catalog/policies/hybrid.toml"));

/// Every shipped playbook.
///
/// # Errors
/// A refusal that names the faulty file; a test keeps shipped files sound.
pub fn playbooks() -> Result<Vec<Playbook>, Refusal> {
    PLAYBOOK_FILES.iter().map(|(file, text)| Playbook::parse(file, text)).collect()
}

/// The text of a shipped policy by its name, such as `hybrid`.
pub fn policy(name: &str) -> Option<&'static str> {
    POLICY_FILES.iter().find(|(file, _)| stem(file) == name).map(|(_, text)| *text)
}

/// File and text of a shipped mapping by its name, such as `ravenstack`.
pub fn mapping(name: &str) -> Option<(&'static str, &'static str)> {
    MAPPING_FILES.iter().find(|(file, _)| stem(file) == name).copied()
}

/// The name of a shipped file without folder and ending.
pub fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name)
}
