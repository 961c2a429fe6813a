//! Telling people what fell due: decided account by account, kept once, and put into the way of those who want to hear of it outside.

use crate::App;
use crate::error::AppError;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::facts::{Facts, Write};
use tenure_core::job::JobKind;
use tenure_core::notice::{Days, Digest, Notice, Preference, at_once, due};
use tenure_core::primitives::{NoticeId, TeammateId};
use tenure_store::{ChatChannel, KeptNotice, StoreError, Tx};

/// Which of two tellings it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Of the days before today on which nobody was told: late.
    Skipped,
    /// Of today.
    Today,
}

/// What is known while people are told.
pub(crate) struct Telling {
    pub(crate) days: Days,
    told: Told,
    preferences: BTreeMap<TeammateId, Preference>,
    channels: Vec<ChatChannel>,
}

impl App {
    /// Tells people of what somebody just brought upon them, in the transaction that wrote it. Before the first day of an instance was
    /// told, that day tells it.
    pub(crate) async fn tell_at_once(&self, tx: &Tx, facts: &Facts, (author, writes): (&str, &[Write])) -> Result<(), AppError> {
        let today = self.today(&facts.organisation);
        let notices = at_once(facts, writes, (author, today));
        if notices.is_empty() {
            return Ok(());
        }
        let Some(told_on) = tx.last_done(JobKind::Daily).await?.and_then(|day| day.parse().ok()) else { return Ok(()) };
        let telling = self.telling(tx, Days { told_on: Some(told_on), today }).await?;
        let new = tx.untold(notices).await?;
        let made: Vec<KeptNotice> = new.into_iter().map(|notice| self.made(facts, notice, &telling)).collect();
        for notice in tx.add_notices(&made).await? {
            self.put_on_its_way(tx, facts, &notice, &telling).await?;
        }
        Ok(())
    }

    /// The telling of today.
    async fn telling(&self, tx: &Tx, days: Days) -> Result<Telling, AppError> {
        let preferences = tx.preferences().await?.into_iter().map(|preference| (preference.person, preference)).collect();
        Ok(Telling { days, told: Told::Today, preferences, channels: tx.channels().await? })
    }

    /// What has to be told: of what fell due on days after the last daily work and before today, where there are any, and of today.
    pub(crate) async fn tellings(&self) -> Result<(Option<Telling>, Telling), AppError> {
        let tx = self.store.read().await?;
        let organisation = tx.organisation().await?.ok_or(StoreError::Empty)?;
        let told_on: Option<Date> = tx.last_done(JobKind::Daily).await?.and_then(|day| day.parse().ok());
        let days = Days { told_on, today: self.today(&organisation) };
        let today = self.telling(&tx, days).await?;
        let yesterday = days.today.saturating_sub(1.day());
        let skipped = told_on.filter(|told_on| *told_on < yesterday).map(|_| Telling {
            days: Days { today: yesterday, ..days },
            told: Told::Skipped,
            preferences: today.preferences.clone(),
            channels: today.channels.clone(),
        });
        Ok((skipped, today))
    }

    /// Tells of what the facts of a portion bring.
    pub(crate) async fn tell_of(&self, facts: &Facts, telling: &Telling) -> Result<(), AppError> {
        let new = self.store.read().await?.untold(due(facts, telling.days)).await?;
        if new.is_empty() {
            return Ok(());
        }
        let made: Vec<KeptNotice> = new.into_iter().map(|notice| self.made(facts, notice, telling)).collect();
        let tx = self.store.write().await?;
        for notice in tx.add_notices(&made).await? {
            self.put_on_its_way(&tx, facts, &notice, telling).await?;
        }
        Ok(tx.commit().await?)
    }

    fn made(&self, facts: &Facts, notice: Notice, telling: &Telling) -> KeptNotice {
        let late = notice.late || telling.told == Told::Skipped && telling.days.told_on.is_some_and(|told_on| told_on < notice.due_on);
        // On the first day everything is new, and nobody wants a letter for each.
        let by_mail = telling.days.told_on.is_some() && self.outside.mailer.is_some() && {
            let preference = preference_of(telling, notice.person);
            preference.digest != Digest::Off && preference.kinds.contains(&notice.kind)
        };
        KeptNotice {
            id: NoticeId::new(self.ids.as_ref()),
            notice: Notice { late, ..notice },
            by_mail,
            made_on: self.today(&facts.organisation),
            made_at: self.now(),
            seen_at: None,
        }
    }

    /// Writes the jobs that carry a notice outside, in the transaction that makes it.
    async fn put_on_its_way(&self, tx: &Tx, facts: &Facts, kept: &KeptNotice, telling: &Telling) -> Result<(), AppError> {
        let person = kept.notice.person;
        let preference = preference_of(telling, person);
        let zone = crate::zone(&facts.organisation);
        if kept.by_mail
            && let Some(at) = preference.goes_at(self.now(), &zone, |day| is_away(facts, person, day))
        {
            let job = match preference.digest {
                Digest::Immediately => self.new_job((JobKind::Mail, kept.id.to_string(), kept.id.to_string()), at),
                _ => self.new_job((JobKind::Digest, format!("{person} {at}"), format!("{person} {at}")), at),
            };
            tx.add_job(&job).await?;
        }
        if telling.days.told_on.is_some() {
            for channel in telling.channels.iter().filter(|channel| channel.kinds.contains(&kept.notice.kind)) {
                let what = format!("{} {}", channel.id, kept.id);
                tx.add_job(&self.new_job((JobKind::Chat, what.clone(), what), self.now())).await?;
            }
        }
        Ok(())
    }
}

fn preference_of(telling: &Telling, person: TeammateId) -> Preference {
    telling.preferences.get(&person).cloned().unwrap_or_else(|| Preference::of(person))
}

/// Whether somebody is away on a day.
pub(crate) fn is_away(facts: &Facts, person: TeammateId, day: Date) -> bool {
    facts.absences.values().any(|absence| absence.teammate == person && absence.covers(day))
}
