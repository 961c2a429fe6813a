//! Letters and messages: what goes outside, once for each notice and way.

use super::tell::is_away;
use crate::App;
use crate::error::AppError;
use crate::job::Tried;
use jiff::Timestamp;
use std::fmt::Write;
use std::sync::Arc;
use tenure_connect::chat::chat_body;
use tenure_connect::mail::{Letter, Mailer, Unsent};
use tenure_connect::post::{Address, post_json};
use tenure_core::facts::Facts;
use tenure_core::identity::Teammate;
use tenure_core::notice::{Digest, Preference};
use tenure_core::primitives::{ChannelId, NoticeId, TeammateId, display_date};
use tenure_store::{KeptNotice, Scope};

/// Notices in one letter; those beyond are counted.
const LETTER_MAX: usize = 100;

/// What the instance knows of the outside.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// Hands letters in; without it nobody is written to.
    pub mailer: Option<Arc<Mailer>>,
    /// Where people reach the application, such as `https://tenure.company.example`; without it letters carry no links.
    pub address: Option<String>,
}

impl Outside {
    /// The whole address of a path, where the application has one.
    pub(crate) fn link(&self, path: &str) -> Option<String> {
        self.address.as_ref().map(|address| format!("{}{path}", address.trim_end_matches('/')))
    }
}

impl App {
    /// The same instance, with ways to the outside.
    #[must_use]
    pub fn with_outside(self, outside: Outside) -> Self {
        Self { outside, ..self }
    }

    /// Sends the letter of one notice.
    pub(crate) async fn send_mail(&self, payload: &str) -> Result<Tried, AppError> {
        let Ok(id) = payload.parse::<NoticeId>() else { return Ok(Tried::Hopeless("the job names no notice".into())) };
        let tx = self.store.read().await?;
        let Some(kept) = tx.notice(id).await? else { return Ok(Tried::Hopeless("the notice is gone".into())) };
        let sent = tx.was_sent(id, "mail").await?;
        drop(tx);
        if sent {
            return Ok(Tried::Done(Box::new(self.store.write().await?)));
        }
        self.write_to(kept.notice.person, format!("notice-{id}"), vec![kept]).await
    }

    /// Sends the letter with what waits for a person; the payload names the person and the instant up to which it was made.
    pub(crate) async fn send_digest(&self, payload: &str) -> Result<Tried, AppError> {
        let named = payload.split_once(' ').and_then(|(person, at)| Some((person.parse().ok()?, at.parse().ok()?)));
        let Some((person, until)): Option<(TeammateId, Timestamp)> = named else {
            return Ok(Tried::Hopeless("the job names no person".into()));
        };
        let waiting = self.store.read().await?.unsent_mail(person, until).await?;
        if waiting.is_empty() {
            return Ok(Tried::Done(Box::new(self.store.write().await?)));
        }
        self.write_to(person, format!("digest-{person}-{}", until.as_second()), waiting).await
    }

    /// Sends one letter, unless the person does not want it or is not to be disturbed now, and marks its notices in the transaction that
    /// finishes the job. A crash in between sends the same letter again, under the same identity.
    async fn write_to(&self, person: TeammateId, identity: String, notices: Vec<KeptNotice>) -> Result<Tried, AppError> {
        let Some(mailer) = self.outside.mailer.clone() else {
            return Ok(Tried::Failed("no mail server is configured here".into()));
        };
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let preference = tx.preference(person).await?.unwrap_or_else(|| Preference::of(person));
        drop(tx);
        let now = self.now();
        let wanted = preference.digest != Digest::Off;
        let quiet = Preference { digest: Digest::Immediately, ..preference };
        let goes_at = quiet.goes_at(now, &crate::zone(&facts.organisation), |day| is_away(&facts, person, day));
        let here = |teammate: &&Teammate| teammate.is_active_on(self.today(&facts.organisation));
        if let Some(teammate) = facts.teammates.get(&person).filter(here).filter(|_| wanted) {
            match goes_at {
                Some(at) if at > now => return Ok(Tried::NotBefore(at)),
                _ => {}
            }
            let letter = self.letter(&facts, teammate, (identity, &notices));
            match mailer.send(&letter).await {
                Ok(()) => {}
                Err(Unsent::Never(why)) => return Ok(Tried::Hopeless(why)),
                Err(Unsent::NotNow(why)) => return Ok(Tried::Failed(why)),
            }
        }
        let tx = self.store.write().await?;
        let ids: Vec<NoticeId> = notices.iter().map(|kept| kept.id).collect();
        // What nobody wants any more counts as dealt with too, so that a later change of mind does not send what is long past.
        tx.mark_sent(&ids, "mail", now).await?;
        Ok(Tried::Done(Box::new(tx)))
    }

    fn letter(&self, facts: &Facts, to: &Teammate, (identity, notices): (String, &[KeptNotice])) -> Letter {
        let subject = match notices {
            [one] => format!("{}: {}", one.notice.kind.label(), one.notice.subject),
            many => format!("{} notices from Tenure", many.len()),
        };
        let shown = &notices[..notices.len().min(LETTER_MAX)];
        let rest = notices.len() - shown.len();
        let choose = self.outside.link("/notices/preferences");
        let (mut text, mut html) = (String::new(), String::new());
        let _ = write!(text, "{},\n\n", to.name);
        let _ = write!(html, "<!doctype html><html lang=\"en\"><body><p>{},</p><ul>", escaped(&to.name));
        for kept in shown {
            let sentence = said(kept);
            let link = self.outside.link(&kept.notice.path);
            let _ = writeln!(text, "- {sentence}");
            let _ = write!(html, "<li>{}", escaped(&sentence));
            if let Some(link) = link {
                let _ = writeln!(text, "  {link}");
                let _ = write!(html, " <a href=\"{}\">Open</a>", escaped(&link));
            }
            html.push_str("</li>");
        }
        html.push_str("</ul>");
        if rest > 0 {
            let _ = writeln!(text, "And {rest} more in the application.");
            let _ = write!(html, "<p>And {rest} more in the application.</p>");
        }
        let foot = format!("{} sends this from Tenure. You choose what you get under Notices, Preferences.", facts.organisation.name);
        let _ = write!(text, "\n{foot}\n");
        let _ = write!(html, "<p>{}", escaped(&foot));
        if let Some(link) = choose {
            let _ = writeln!(text, "{link}");
            let _ = write!(html, " <a href=\"{}\">Preferences</a>", escaped(&link));
        }
        html.push_str("</p></body></html>");
        Letter { to: to.email.clone(), subject, text, html, identity, written_at: self.now() }
    }

    /// Tells a chat of one notice; the payload names the channel and the notice.
    pub(crate) async fn send_chat(&self, payload: &str) -> Result<Tried, AppError> {
        let named = payload.split_once(' ').and_then(|(channel, notice)| Some((channel.parse().ok()?, notice.parse().ok()?)));
        let Some((channel_id, id)): Option<(ChannelId, NoticeId)> = named else {
            return Ok(Tried::Hopeless("the job names no channel".into()));
        };
        let tx = self.store.read().await?;
        let (channel, kept) = (tx.channel(channel_id).await?, tx.notice(id).await?);
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let way = format!("chat {channel_id}");
        let sent = tx.was_sent(id, &way).await?;
        drop(tx);
        if let (Some(channel), Some(kept), false) = (channel.filter(|channel| channel.removed_at.is_none()), kept, sent) {
            let address = match Address::parse(&channel.address) {
                Ok(address) => address,
                Err(problem) => return Ok(Tried::Hopeless(format!("the address of {} {problem}", channel.name))),
            };
            let sentence = format!("{} For {}.", said(&kept), facts.name_of(kept.notice.person));
            let link = self.outside.link(&kept.notice.path);
            let body = chat_body(channel.service, (kept.notice.kind.label(), &sentence), link.as_deref());
            if let Err(why) = post_json(&address, body.to_string()).await {
                return Ok(Tried::Failed(why));
            }
        }
        let tx = self.store.write().await?;
        tx.mark_sent(&[id], &way, self.now()).await?;
        Ok(Tried::Done(Box::new(tx)))
    }
}

/// The sentence of a notice, and that it is late where it is.
pub(super) fn said(kept: &KeptNotice) -> String {
    let notice = &kept.notice;
    if notice.late { format!("{} Told late: this was due on {}.", notice.text, display_date(notice.due_on)) } else { notice.text.clone() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
