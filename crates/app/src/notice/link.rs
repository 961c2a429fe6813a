//! Calendars behind secret links: one's own steps, and the term ends and notice deadlines of one's team.

use super::myself;
use crate::App;
use crate::access::{Actor, digest, new_secret};
use crate::error::AppError;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_connect::ics::{Entry, calendar_text};
use tenure_core::facts::Facts;
use tenure_core::identity::Teammate;
use tenure_core::primitives::{LinkId, TeammateId, display_date};
use tenure_core::refusal::Refusal;
use tenure_store::{CalendarLink, QueueRow, RenewalRow, Scope, Tx};

/// Entries of a calendar at most.
const FEED_MAX: u32 = 2_000;
/// How far ahead steps are shown.
const LAST_DAY: Date = Date::constant(9998, 12, 31);

/// What a calendar shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// Open steps of the person.
    Tasks,
    /// Term ends of open renewals of the person's team.
    Renewals,
    /// Notice deadlines of those that renew by themselves.
    Deadlines,
}

impl Feed {
    /// The feed of a file's name.
    pub fn of_file(name: &str) -> Option<Self> {
        match name {
            "tasks.ics" => Some(Self::Tasks),
            "renewals.ics" => Some(Self::Renewals),
            "deadlines.ics" => Some(Self::Deadlines),
            _ => None,
        }
    }
}

/// A calendar as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    /// Its text.
    pub text: String,
}

impl App {
    /// One's links that work, newest first.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn calendar_links(&self, actor: &Actor) -> Result<Vec<CalendarLink>, AppError> {
        let Some(me) = actor.teammate() else { return Ok(Vec::new()) };
        Ok(self.store.read().await?.links_of(me).await?)
    }

    /// Makes a link and gives its secret, which is shown this once.
    ///
    /// # Errors
    /// A name that is empty or over 100 characters; a user who is no teammate.
    pub async fn create_calendar_link(&self, actor: &Actor, name: &str) -> Result<String, AppError> {
        let teammate = myself(actor)?;
        let name = name.trim().to_string();
        if name.is_empty() || name.chars().count() > 100 {
            let problem = "must say in 1 to 100 characters where the calendar is shown".to_string();
            return Err(Refusal { column: Some("name".into()), problem, ..Refusal::default() }.into());
        }
        let secret = new_secret("cal")?;
        let id = LinkId::new(self.ids.as_ref());
        let link = CalendarLink { id, teammate, name, sha256: digest(&secret), created_at: self.now(), revoked_at: None };
        let tx = self.store.write().await?;
        tx.put_link(&link).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// Revokes one of one's links.
    ///
    /// # Errors
    /// A link that is not one's own, or does not work.
    pub async fn revoke_calendar_link(&self, actor: &Actor, id: LinkId) -> Result<(), AppError> {
        let me = myself(actor)?;
        let tx = self.store.write().await?;
        let link = tx.links_of(me).await?.into_iter().find(|link| link.id == id);
        let link = link.ok_or_else(|| AppError::not_found("working link", &id.to_string()))?;
        tx.put_link(&CalendarLink { revoked_at: Some(self.now()), ..link }).await?;
        Ok(tx.commit().await?)
    }

    /// The calendar behind a secret; `None` where no link that works has it, or its person is no longer with us.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn calendar(&self, secret: &str, feed: Feed) -> Result<Option<CalendarFile>, AppError> {
        let Some(me) = self.store.owner_of_link(&digest(secret)).await? else { return Ok(None) };
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let Some(person) = facts.teammates.get(&me).filter(|person| person.is_active_on(today)) else { return Ok(None) };
        let found = match feed {
            Feed::Tasks => {
                let rows = tx.queue_of(me, LAST_DAY, FEED_MAX).await?;
                rows.iter().map(|row| self.of_task(row)).collect()
            }
            Feed::Renewals => {
                let rows = tx.open_renewals_of(&team(&facts, person), FEED_MAX).await?;
                rows.iter().map(|row| self.of_end(row)).collect()
            }
            Feed::Deadlines => {
                let rows = tx.open_renewals_of(&team(&facts, person), FEED_MAX).await?;
                rows.iter().filter(|row| row.renewal.target.auto_renew).map(|row| self.of_deadline(row)).collect()
            }
        };
        let name = match feed {
            Feed::Tasks => format!("Steps of {}", person.name),
            Feed::Renewals => format!("Renewals of the team of {}", person.name),
            Feed::Deadlines => format!("Notice deadlines of the team of {}", person.name),
        };
        Ok(Some(CalendarFile { text: calendar_text(&name, &dated(&tx, found).await?) }))
    }

    fn of_task(&self, row: &QueueRow) -> Entry {
        Entry {
            uid: format!("task-{}@tenure", row.task.id),
            on: row.task.due_on,
            summary: format!("{}: {}", row.account.name, row.task.title),
            description: format!("Step of {}; term end {}.", row.renewal.reference(), display_date(row.renewal.target.end_on)),
            link: self.outside.link(&format!("/renewals/{}", row.renewal.reference())),
            sequence: row.revision,
            modified_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn of_end(&self, row: &RenewalRow) -> Entry {
        let target = &row.renewal.target;
        self.of_renewal(
            row,
            ("end", target.end_on),
            (format!("{}: term ends", row.account.name), format!("{} up for renewal.", target.atr)),
        )
    }

    fn of_deadline(&self, row: &RenewalRow) -> Entry {
        let target = &row.renewal.target;
        let assumed = if target.notice_assumed { " The notice period is not known; 30 days are assumed." } else { "" };
        let sentence = format!("Renews by itself on {} unless notice is given.{assumed}", display_date(target.end_on));
        self.of_renewal(row, ("notice", target.notice_on), (format!("{}: notice deadline", row.account.name), sentence))
    }

    fn of_renewal(&self, row: &RenewalRow, (what, on): (&str, Date), (summary, description): (String, String)) -> Entry {
        Entry {
            uid: format!("{what}-{}@tenure", row.renewal.id),
            on,
            summary,
            description: format!("{}. {description}", row.renewal.reference()),
            link: self.outside.link(&format!("/renewals/{}", row.renewal.reference())),
            sequence: row.revision,
            modified_at: Timestamp::UNIX_EPOCH,
        }
    }
}

/// Sets when each entry last changed: with the event that its account's revision names.
async fn dated(tx: &Tx, entries: Vec<Entry>) -> Result<Vec<Entry>, AppError> {
    let numbers: BTreeSet<u64> = entries.iter().map(|entry| entry.sequence).collect();
    let at: BTreeMap<u64, Timestamp> = tx.recorded_at(&numbers).await?;
    let set = |entry: Entry| Entry { modified_at: at.get(&entry.sequence).copied().unwrap_or(entry.modified_at), ..entry };
    Ok(entries.into_iter().map(set).collect())
}

/// A person, everybody who shares the person's manager, and everybody below the person.
fn team(facts: &Facts, person: &Teammate) -> BTreeSet<TeammateId> {
    let beside = |other: &&Teammate| person.manager.is_some() && other.manager == person.manager;
    let below = |other: &&Teammate| {
        let manager_of = |id: &TeammateId| facts.teammates.get(id).and_then(|teammate| teammate.manager);
        std::iter::successors(other.manager, manager_of).take(20).any(|id| id == person.id)
    };
    let others = facts.teammates.values().filter(|other| beside(other) || below(other)).map(|other| other.id);
    others.chain([person.id]).collect()
}
