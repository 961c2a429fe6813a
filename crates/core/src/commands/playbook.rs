//! Publishing a text of a playbook. Open renewals follow it: the planner moves what is open and keeps what was done.

use super::{check_note, field};
use crate::facts::{Facts, Moment, Write};
use crate::playbook::{Playbook, PlaybookVersion};
use crate::refusal::Refusal;

/// What is published, and on whose word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Where the text comes from, for refusals.
    pub file: String,
    /// The playbook as TOML.
    pub text: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
}

/// Publishes a text as the next version of the playbook whose code it has, or as the first of a new one.
///
/// # Errors
/// Every refusal of the text, a text that is in use already, and a missing reason.
pub fn publish_playbook(facts: &Facts, publication: &Publication, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let Publication { file, text, reason, author } = publication;
    let playbook = Playbook::parse(file, text)?;
    if facts.playbook(&playbook.code) == Some(&playbook) {
        return Err(Refusal::general(format!("playbook {} says this already", playbook.code), "Change something, or leave it as it is."));
    }
    let reason = check_note("reason", reason)?;
    if reason.is_empty() {
        return Err(field("reason", "", "must say why the playbook changes".into()));
    }
    let earlier = facts.playbook_versions.iter().filter(|version| version.playbook.code == playbook.code);
    let version = earlier.map(|version| version.version).max().unwrap_or(0) + 1;
    let text = text.clone();
    Ok(vec![Write::Playbook(PlaybookVersion { playbook, version, text, reason, author: author.clone(), recorded_at: moment.recorded_at })])
}
