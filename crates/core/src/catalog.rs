//! The shipped playbooks and policies: data under `catalog/`, compiled in, each loaded by a test.

use crate::playbook::Playbook;
use crate::refusal::Refusal;

/// Shipped playbooks: file name and text. A new playbook is one file and one line here.
pub const PLAYBOOK_FILES: &[(&str, &str)] =
    &[("catalog/playbooks/joint-120.toml", include_str!("../../../catalog/playbooks/joint-120.toml"))];

/// The policy a new organisation starts with.
pub const STARTER_POLICY: (&str, &str) = ("catalog/policies/hybrid.toml", include_str!("../../../catalog/policies/hybrid.toml"));

/// Every shipped playbook.
///
/// # Errors
/// A refusal that names the faulty file; a test keeps shipped files sound.
pub fn playbooks() -> Result<Vec<Playbook>, Refusal> {
    PLAYBOOK_FILES.iter().map(|(file, text)| Playbook::parse(file, text)).collect()
}
