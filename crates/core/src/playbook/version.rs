//! What was published of a playbook: append-only, the last version of a code is in use.

use super::Playbook;
use jiff::Timestamp;

/// A published text of a playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaybookVersion {
    /// What it says.
    pub playbook: Playbook,
    /// 1 for the first that was published here under the code; the shipped text of a code has no number.
    pub version: u32,
    /// The text.
    pub text: String,
    /// Why it was published.
    pub reason: String,
    /// Who published it.
    pub author: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// The playbooks in use: the shipped ones, each replaced by the last version that was published under its code, then the others.
pub fn in_use(shipped: &[Playbook], published: &[PlaybookVersion]) -> Vec<Playbook> {
    let mut all = shipped.to_vec();
    for version in published {
        put(&mut all, version.playbook.clone());
    }
    all
}

/// Puts a playbook in the place of the one with its code.
pub(crate) fn put(all: &mut Vec<Playbook>, playbook: Playbook) {
    match all.iter_mut().find(|known| known.code == playbook.code) {
        Some(known) => *known = playbook,
        None => all.push(playbook),
    }
}
