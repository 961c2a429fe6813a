//! Telling people what fell due: decided account by account, kept once, and put into the way of those who want to hear of it outside.

use crate::App;
use crate::error::AppError;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::facts::Facts;
use tenure_core::job::JobKind;
use tenure_core::notice::{Days, Digest, Notice, Preference, due, mentioned};
use tenure_core::primitives::{NoticeId, TeammateId};
use tenure_store::{ChatChannel, KeptNotice, Scope, StoreError, Tx};

/// Which of two tellings it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Of the days before today on which nobody was told: late.
    Skipped,
    /// Of today.
    Today,
}

/// What is known while people are told.
struct Telling {
    days: Days,
    told: Told,
    preferences: BTreeMap<TeammateId, Preference>,
    channels: Vec<ChatChannel>,
}

impl App {
    /// Tells of what fell due on days after the last daily work and before today.
    pub(crate) async fn tell_of_skipped_days(&self) -> Result<(), AppError> {
        let days = self.days_to_tell().await?;
        let yesterday = days.today.saturating_sub(1.day());
        match days.told_on {
            Some(told_on) if told_on < yesterday => self.tell(Days { today: yesterday, ..days }, Told::Skipped).await,
            _ => Ok(()),
        }
    }

    /// Tells of what fell due by today.
    pub(crate) async fn tell_of_today(&self) -> Result<(), AppError> {
        self.tell(self.days_to_tell().await?, Told::Today).await
    }

    /// Tells whoever was just mentioned in a comment on an account, without waiting for the day's work. What fails here is told by that
    /// work: it decides the same notices, and each exists once.
    pub(crate) async fn tell_of_mentions(&self, account: &str) {
        if !self.store.is_in_memory() {
            drop(self.try_mentions(account).await);
        }
    }

    async fn try_mentions(&self, account: &str) -> Result<(), AppError> {
        let telling = self.telling(self.days_to_tell().await?, Told::Today).await?;
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::Account(account.into()), self.playbooks.clone()).await?;
        drop(tx);
        self.keep_told(&facts, mentioned(&facts, telling.days), &telling).await
    }

    async fn days_to_tell(&self) -> Result<Days, AppError> {
        let tx = self.store.read().await?;
        let organisation = tx.organisation().await?.ok_or(StoreError::Empty)?;
        let told_on: Option<Date> = tx.last_done(JobKind::Daily).await?.and_then(|day| day.parse().ok());
        Ok(Days { told_on, today: self.today(&organisation) })
    }

    async fn telling(&self, days: Days, told: Told) -> Result<Telling, AppError> {
        let tx = self.store.read().await?;
        let preferences = tx.preferences().await?.into_iter().map(|preference| (preference.person, preference)).collect();
        Ok(Telling { days, told, preferences, channels: tx.channels().await? })
    }

    async fn tell(&self, days: Days, told: Told) -> Result<(), AppError> {
        let telling = self.telling(days, told).await?;
        for portion in self.store.due(days.today).await? {
            self.tell_of(&portion, &telling).await?;
        }
        Ok(())
    }

    async fn tell_of(&self, portion: &Scope, telling: &Telling) -> Result<(), AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(portion, self.playbooks.clone()).await?;
        drop(tx);
        self.keep_told(&facts, due(&facts, telling.days), telling).await
    }

    /// Keeps those notices that nobody was told yet, and puts them on their way.
    async fn keep_told(&self, facts: &Facts, notices: Vec<Notice>, telling: &Telling) -> Result<(), AppError> {
        let tx = self.store.read().await?;
        let new = tx.untold(notices).await?;
        drop(tx);
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
