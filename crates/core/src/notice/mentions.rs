//! Comments that mention somebody: whoever is mentioned is told once of each comment.

use super::{Days, Notice, NoticeKind, Told, named, renewal_path};
use crate::facts::Facts;
use crate::room::{Comment, mentioned_on, quoted};

/// Notices about comments.
pub(super) fn find(facts: &Facts, days: Days) -> Vec<Notice> {
    facts.rooms.values().flat_map(|room| room.comments.values()).flat_map(|versions| of_comment(facts, versions, days)).collect()
}

/// Notices about one comment.
pub(super) fn of(facts: &Facts, comment: &Comment, days: Days) -> Vec<Notice> {
    let versions = facts.rooms.get(&comment.account).and_then(|room| room.comments.get(&comment.id));
    versions.map(|versions| of_comment(facts, versions, days)).unwrap_or_default()
}

fn of_comment(facts: &Facts, versions: &[Comment], days: Days) -> Vec<Notice> {
    let Some(last) = versions.last() else { return Vec::new() };
    let told = last.mentions.iter().filter(|person| Some(**person) != last.by).filter_map(|person| {
        let on = mentioned_on(versions, *person).filter(|on| days.reach(*on))?;
        let renewal = last.renewal.and_then(|id| facts.renewals.get(&id));
        let account = facts.accounts.get(&last.account)?;
        let (about, subject, path) = match renewal {
            Some(renewal) => (named(facts, renewal), renewal.reference(), renewal_path(renewal)),
            None => (account.name.clone(), account.reference.clone(), format!("/accounts/{}", account.reference)),
        };
        let text = format!("{} mentioned you at {about}: {}", last.author, quoted(&last.text));
        let path = format!("{path}#comment-{}", last.id);
        Some(Told { kind: NoticeKind::Mention, identity: last.id.to_string(), subject, due_on: on, text, path }.to(*person, days))
    });
    told.collect()
}
