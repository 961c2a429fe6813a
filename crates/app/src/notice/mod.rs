//! What people are told: their notices, what they saw, and how they want to hear of them.

mod channel;
mod letter;
mod link;
mod tell;

pub use channel::{ChannelItem, NewChannel};
pub use letter::Outside;
pub use link::{CalendarFile, Feed};

use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::request::{self, Receipt};
use crate::views::Person;
use jiff::Timestamp;
use jiff::civil::Date;
use tenure_core::notice::{NoticeKind, Preference};
use tenure_core::primitives::{NoticeId, TeammateId};
use tenure_core::refusal::Refusal;
use tenure_store::{KeptNotice, NoticeFilter, NoticePlace, Scope};

/// Which notices of one's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeQuery {
    /// Only those of a kind.
    pub kind: Option<NoticeKind>,
    /// Only those that were not seen.
    pub unseen: bool,
    /// `next` of the page before.
    pub after: Option<String>,
    /// Rows, 1 to 200; 50 where it is absent.
    pub limit: Option<u16>,
}

/// What of one's own notices one has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// All of them.
    All,
    /// These.
    These(Vec<NoticeId>),
}

/// A page of notices, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePage {
    /// Today.
    pub today: Date,
    /// Notices.
    pub items: Vec<KeptNotice>,
    /// How many the person has not seen, of any kind; counted up to 100.
    pub unseen: u64,
    /// Where the next page goes on, if there is one.
    pub next: Option<String>,
}

/// The bell counts up to here.
pub(crate) const UNSEEN_MAX: u32 = 100;

/// The teammate behind an actor: nobody else is told anything.
pub(crate) fn myself(actor: &Actor) -> Result<TeammateId, AppError> {
    actor.teammate().ok_or_else(|| AppError::NotFound("This user is no teammate, so nobody tells them anything.".into()))
}

impl App {
    /// One's own notices. Whoever is no teammate has none.
    ///
    /// # Errors
    /// A place that cannot be read.
    pub async fn my_notices(&self, actor: &Actor, query: &NoticeQuery) -> Result<NoticePage, AppError> {
        let tx = self.store.read().await?;
        let organisation = tx.organisation().await?.ok_or(tenure_store::StoreError::Empty)?;
        let today = self.today(&organisation);
        let Some(me) = actor.teammate() else { return Ok(NoticePage { today, items: Vec::new(), unseen: 0, next: None }) };
        let after = query.after.as_deref().map(place).transpose()?;
        let limit = usize::from(query.limit.unwrap_or(50).clamp(1, 200));
        let filter = NoticeFilter { kind: query.kind, unseen: query.unseen };
        let mut items = tx.notices_of(me, filter, after, limit as u32 + 1).await?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|last| format!("{}.{}", last.made_at.as_microsecond(), last.id));
        Ok(NoticePage { today, items, unseen: tx.unseen_notices(me, UNSEEN_MAX).await?, next })
    }

    /// The notices of a person, named by reference or e-mail, and who it is; for whoever runs the program.
    ///
    /// # Errors
    /// A person that does not exist.
    pub async fn notices_of(&self, reference: &str, query: &NoticeQuery) -> Result<(Person, NoticePage), AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let person = crate::identity::teammate(facts.teammates.values(), reference)?;
        let tx = self.store.read().await?;
        let filter = NoticeFilter { kind: query.kind, unseen: query.unseen };
        let items = tx.notices_of(person.id, filter, None, u32::from(query.limit.unwrap_or(50).clamp(1, 200))).await?;
        let today = self.today(&facts.organisation);
        let unseen = tx.unseen_notices(person.id, UNSEEN_MAX).await?;
        Ok((Person::of(person, today), NoticePage { today, items, unseen, next: None }))
    }

    /// Marks notices of one's own as seen. Marking twice changes nothing. Whoever is no teammate has none.
    ///
    /// # Errors
    /// A notice that is not one's own.
    pub async fn see_notices(&self, actor: &Actor, seen: &Seen) -> Result<String, AppError> {
        let tx = self.store.write().await?;
        if let Some(subject) = request::carried_out_before(&tx, actor).await? {
            return Ok(subject);
        }
        let now = self.now();
        match (seen, actor.teammate()) {
            (Seen::All, Some(me)) => drop(tx.see_notices(me, None, now).await?),
            (Seen::All, None) => {}
            (Seen::These(ids), me) => {
                for id in ids {
                    let kept = tx.notice(*id).await?.filter(|kept| Some(kept.notice.person) == me);
                    let kept = kept.ok_or_else(|| AppError::not_found("notice of yours", &id.to_string()))?;
                    tx.see_notices(kept.notice.person, Some(*id), now).await?;
                }
            }
        }
        let receipt = Receipt { subject: "notices".into(), event: None, revision: None, import: None };
        request::commit(tx, actor, receipt, now).await
    }

    /// How one wants to hear of notices; what is shipped, where one chose nothing.
    ///
    /// # Errors
    /// A user who is no teammate.
    pub async fn my_preference(&self, actor: &Actor) -> Result<Preference, AppError> {
        let me = myself(actor)?;
        Ok(self.store.read().await?.preference(me).await?.unwrap_or_else(|| Preference::of(me)))
    }

    /// Chooses how one wants to hear of notices; whose it is, the actor says.
    ///
    /// # Errors
    /// An hour that is none.
    pub async fn set_my_preference(&self, actor: &Actor, wanted: Preference) -> Result<String, AppError> {
        let me = myself(actor)?;
        let quiet = wanted.quiet.map_or([0, 0], |(from, until)| [from, until]);
        if let Some(hour) = quiet.into_iter().chain([wanted.hour]).find(|hour| *hour > 23) {
            return Err(AppError::field("hour", &hour.to_string(), "is no hour from 0 to 23"));
        }
        if wanted.quiet.is_some_and(|(from, until)| from == until) {
            return Err(Refusal::general("quiet hours end when they begin", "Choose two different hours, or none.").into());
        }
        let tx = self.store.write().await?;
        if let Some(subject) = request::carried_out_before(&tx, actor).await? {
            return Ok(subject);
        }
        tx.put_preference(&Preference { person: me, ..wanted }).await?;
        let receipt = Receipt { subject: "preferences".into(), event: None, revision: None, import: None };
        request::commit(tx, actor, receipt, self.now()).await
    }
}

/// Reads a place in a list.
fn place(text: &str) -> Result<NoticePlace, AppError> {
    let read = || {
        let (at, id) = text.split_once('.')?;
        Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, id.parse().ok()?))
    };
    read().ok_or_else(|| AppError::field("after", text, "is not a place that was given"))
}
