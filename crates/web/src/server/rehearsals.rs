//! Files between the two steps of an import in the browser: kept in memory for a short while, so that nobody chooses them twice.
//!
//! Few are kept and not for long: whoever comes too late, or after a restart, chooses the files again. Nothing is lost by that,
//! since nothing was saved yet.

use super::upload::UPLOAD_BYTES_MAX;
use jiff::{Timestamp, ToSpan};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tenure_app::SentFiles;
use tower_sessions::session::Id;

/// How long files are kept.
pub(crate) const KEPT_MINUTES: i64 = 30;
/// Most imports that wait at one time, and most bytes they hold together.
const HELD_MAX: usize = 16;
const HELD_BYTES_MAX: usize = 4 * UPLOAD_BYTES_MAX;

/// Files of imports that were rehearsed and wait for their second step.
#[derive(Clone, Default)]
pub(crate) struct Rehearsals(Arc<Mutex<Vec<Held>>>);

struct Held {
    /// 128 random bits, as ids of sessions are.
    id: String,
    session: String,
    until: Timestamp,
    sent: Arc<SentFiles>,
}

impl Rehearsals {
    fn held(&self, now: Timestamp) -> MutexGuard<'_, Vec<Held>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|held| held.until > now);
        held
    }

    /// Keeps files for a session, in place of those it had before; the oldest of others make room. Returns the id they are found by.
    pub(crate) fn keep(&self, session: &str, sent: Arc<SentFiles>, now: Timestamp) -> String {
        let id = Id::default().to_string();
        let mut held = self.held(now);
        held.retain(|held| held.session != session);
        let size = |held: &[Held]| held.iter().map(|held| held.sent.size()).sum::<usize>();
        while held.len() >= HELD_MAX || (!held.is_empty() && size(&held) + sent.size() > HELD_BYTES_MAX) {
            held.remove(0);
        }
        held.push(Held { id: id.clone(), session: session.into(), until: now + KEPT_MINUTES.minutes(), sent });
        id
    }

    /// The files of an id, for the session that sent them.
    pub(crate) fn find(&self, (id, session): (&str, &str), now: Timestamp) -> Option<Arc<SentFiles>> {
        self.held(now).iter().find(|held| held.id == id && held.session == session).map(|held| held.sent.clone())
    }

    /// Takes the files of an id away, so that they are imported once however often a button is pressed.
    pub(crate) fn take(&self, (id, session): (&str, &str), now: Timestamp) -> Option<Arc<SentFiles>> {
        let mut held = self.held(now);
        let at = held.iter().position(|held| held.id == id && held.session == session)?;
        Some(held.remove(at).sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenure_app::{ChosenMapping, NamedFile};

    fn sent(bytes: usize) -> Arc<SentFiles> {
        let file = NamedFile { name: "accounts.csv".into(), bytes: vec![b'x'; bytes] };
        Arc::new(SentFiles::new(vec![file], ChosenMapping::Recognised).unwrap_or_else(|refusals| panic!("{refusals:?}")))
    }

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + minutes.minutes()
    }

    #[test]
    fn files_are_found_by_their_session_alone_and_not_for_ever() {
        let kept = Rehearsals::default();
        let id = kept.keep("mine", sent(1), at(0));
        assert!(kept.find((&id, "mine"), at(KEPT_MINUTES - 1)).is_some());
        assert!(kept.find((&id, "yours"), at(1)).is_none() && kept.find(("", "mine"), at(1)).is_none());
        assert!(kept.find((&id, "mine"), at(KEPT_MINUTES)).is_none(), "they expire");
        let again = kept.keep("mine", sent(1), at(0));
        let newer = kept.keep("mine", sent(1), at(1));
        assert!(kept.find((&again, "mine"), at(2)).is_none(), "a session has one import at a time");
        assert!(kept.take((&newer, "mine"), at(2)).is_some() && kept.take((&newer, "mine"), at(2)).is_none(), "they are taken once");
    }

    #[test]
    fn neither_their_number_nor_their_size_grows_without_bound() {
        let kept = Rehearsals::default();
        let small: Vec<String> = (0..HELD_MAX + 5).map(|i| kept.keep(&format!("s{i}"), sent(1), at(0))).collect();
        let found = |ids: &[String]| ids.iter().enumerate().filter(|(i, id)| kept.find((id, &format!("s{i}")), at(1)).is_some()).count();
        assert_eq!(found(&small), HELD_MAX);
        for i in 0..6 {
            kept.keep(&format!("large{i}"), sent(UPLOAD_BYTES_MAX), at(2));
        }
        let total: usize = kept.held(at(3)).iter().map(|held| held.sent.size()).sum();
        assert!(total <= HELD_BYTES_MAX, "{total}");
    }
}
