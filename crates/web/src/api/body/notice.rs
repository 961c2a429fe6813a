//! Bodies about notices, how one hears of them, chat channels and jobs.

use serde::Serialize;
use tenure_app::{ChannelItem, JobPage, KeptNotice, NoticePage};
use tenure_core::job::Job;
use tenure_core::notice::{NoticeKind, Preference};
use utoipa::ToSchema;

/// What one was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeBody {
    /// Id.
    pub id: String,
    /// Kind.
    #[schema(example = "notice_deadline")]
    pub kind: String,
    /// Reference of what it is about.
    #[schema(example = "R-1042")]
    pub subject: String,
    /// In one sentence.
    pub text: String,
    /// Where it leads within the application.
    pub path: String,
    /// The day on which it fell due.
    #[schema(format = Date)]
    pub due_on: String,
    /// Whether it fell due on a day on which nothing was told.
    pub late: bool,
    /// The day on which it was told.
    #[schema(format = Date)]
    pub made_on: String,
    /// The instant.
    #[schema(format = DateTime)]
    pub made_at: String,
    /// When one saw it; absent where one has not.
    #[schema(format = DateTime)]
    pub seen_at: Option<String>,
}

impl From<&KeptNotice> for NoticeBody {
    fn from(kept: &KeptNotice) -> Self {
        let notice = &kept.notice;
        Self {
            id: kept.id.to_string(),
            kind: notice.kind.code().into(),
            subject: notice.subject.clone(),
            text: notice.text.clone(),
            path: notice.path.clone(),
            due_on: notice.due_on.to_string(),
            late: notice.late,
            made_on: kept.made_on.to_string(),
            made_at: kept.made_at.to_string(),
            seen_at: kept.seen_at.map(|at| at.to_string()),
        }
    }
}

/// A page of notices.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeList {
    /// Notices, the latest first.
    pub items: Vec<NoticeBody>,
    /// How many of any kind one has not seen, counted up to 100.
    #[schema(minimum = 0, maximum = 100)]
    pub unseen: u64,
    /// Send as `after` for the next page; absent on the last one.
    pub next: Option<String>,
}

impl From<&NoticePage> for NoticeList {
    fn from(page: &NoticePage) -> Self {
        Self { items: page.items.iter().map(NoticeBody::from).collect(), unseen: page.unseen, next: page.next.clone() }
    }
}

/// How one hears of notices by e-mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticePreferenceBody {
    /// `off`, `daily` or `immediately`.
    pub digest: String,
    /// The hour of the daily e-mail, in the organisation's time zone.
    #[schema(minimum = 0, maximum = 23)]
    pub hour: u8,
    /// Quiet from this hour; absent where no hours are quiet.
    #[schema(minimum = 0, maximum = 23)]
    pub quiet_from: Option<u8>,
    /// Until before this hour.
    #[schema(minimum = 0, maximum = 23)]
    pub quiet_until: Option<u8>,
    /// Kinds that come by e-mail.
    pub kinds: Vec<String>,
}

fn codes<'a>(kinds: impl IntoIterator<Item = &'a NoticeKind>) -> Vec<String> {
    kinds.into_iter().map(|kind| kind.code().to_string()).collect()
}

impl From<&Preference> for NoticePreferenceBody {
    fn from(preference: &Preference) -> Self {
        Self {
            digest: preference.digest.code().into(),
            hour: preference.hour,
            quiet_from: preference.quiet.map(|(from, _)| from),
            quiet_until: preference.quiet.map(|(_, until)| until),
            kinds: codes(&preference.kinds),
        }
    }
}

/// A chat channel that hears of notices.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelBody {
    /// Id.
    pub id: String,
    /// `slack` or `teams`.
    pub service: String,
    /// What people call it.
    pub name: String,
    /// The server of its address; the rest is a secret.
    pub masked: String,
    /// What it hears of.
    pub kinds: Vec<String>,
}

/// Chat channels.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelList {
    /// Channels, by name.
    pub items: Vec<ChannelBody>,
}

impl From<&[ChannelItem]> for ChannelList {
    fn from(channels: &[ChannelItem]) -> Self {
        let body = |channel: &ChannelItem| ChannelBody {
            id: channel.id.to_string(),
            service: channel.service.code().into(),
            name: channel.name.clone(),
            masked: channel.masked.clone(),
            kinds: codes(&channel.kinds),
        };
        Self { items: channels.iter().map(body).collect() }
    }
}

/// Work beside requests.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobBody {
    /// Id.
    pub id: String,
    /// `daily`, `mail`, `digest` or `chat`.
    pub kind: String,
    /// `waiting`, `running`, `done` or `dead`.
    pub state: String,
    /// What it is about.
    pub payload: String,
    /// Not before this instant.
    #[schema(format = DateTime)]
    pub due_at: String,
    /// How often it was begun.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub attempts: u32,
    /// Why the last try failed; empty where none did.
    pub error: String,
    /// When it was done or given up.
    #[schema(format = DateTime)]
    pub finished_at: Option<String>,
}

/// Jobs.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobList {
    /// Those that failed first, then those that run, wait, and were done.
    pub items: Vec<JobBody>,
}

impl From<&JobPage> for JobList {
    fn from(page: &JobPage) -> Self {
        let body = |job: &Job| JobBody {
            id: job.id.to_string(),
            kind: job.kind.code().into(),
            state: job.state.code().into(),
            payload: job.payload.clone(),
            due_at: job.due_at.to_string(),
            attempts: job.attempts,
            error: job.error.clone(),
            finished_at: job.finished_at.map(|at| at.to_string()),
        };
        Self { items: page.items.iter().map(body).collect() }
    }
}
