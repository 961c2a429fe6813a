//! Notices as they were made, who has seen them, and what went out.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, day, get, instant, instant_text};
use crate::sql::marks;
use crate::views::Where;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::BTreeSet;
use tenure_core::checks::{Letter, Told};
use tenure_core::job::Job;
use tenure_core::notice::{Notice, NoticeKind, Preference};
use tenure_core::primitives::{NoticeId, TeammateId};

/// A notice that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptNotice {
    /// Identity.
    pub id: NoticeId,
    /// What was told.
    pub notice: Notice,
    /// Whether it goes out by e-mail, as its person had chosen when it was made.
    pub by_mail: bool,
    /// The day on which it was made.
    pub made_on: Date,
    /// When it was made.
    pub made_at: Timestamp,
    /// When the person saw it.
    pub seen_at: Option<Timestamp>,
}

/// Which notices of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeFilter {
    /// Only those of a kind.
    pub kind: Option<NoticeKind>,
    /// Only those that were not seen.
    pub unseen: bool,
}

/// Where a list of notices goes on: when the last one was made, and which it is.
pub type NoticePlace = (Timestamp, NoticeId);

impl Record for KeptNotice {
    const TABLE: &'static str = "notice";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "teammate_id",
        "identity",
        "kind",
        "subject",
        "due_on",
        "late",
        "message",
        "path",
        "by_mail",
        "made_on",
        "made_at",
        "seen_at",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let notice = &self.notice;
        vec![
            self.id.to_string().into(),
            notice.person.to_string().into(),
            notice.identity.clone().into(),
            notice.kind.code().into(),
            notice.subject.clone().into(),
            day(notice.due_on),
            notice.late.into(),
            notice.text.clone().into(),
            notice.path.clone().into(),
            self.by_mail.into(),
            day(self.made_on),
            instant(self.made_at),
            self.seen_at.map(instant_text).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let notice = Notice {
            kind: row.parsed("kind")?,
            identity: row.text("identity")?,
            person: row.parsed("teammate_id")?,
            subject: row.text("subject")?,
            due_on: row.parsed("due_on")?,
            late: row.get("late")?,
            text: row.text("message")?,
            path: row.text("path")?,
        };
        Ok(Self {
            id: row.parsed("id")?,
            notice,
            by_mail: row.get("by_mail")?,
            made_on: row.parsed("made_on")?,
            made_at: row.parsed("made_at")?,
            seen_at: row.parsed_or_none("seen_at")?,
        })
    }
}

impl Record for Preference {
    const TABLE: &'static str = "notice_preference";
    const COLUMNS: &'static [&'static str] = &["teammate_id", "kinds", "digest", "digest_hour", "quiet_from", "quiet_until"];
    const KEY: &'static [&'static str] = &["teammate_id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.person.to_string().into(),
            kinds_text(&self.kinds).into(),
            self.digest.code().into(),
            i64::from(self.hour).into(),
            self.quiet.map(|(from, _)| i64::from(from)).into(),
            self.quiet.map(|(_, until)| i64::from(until)).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let (from, until): (Option<u8>, Option<u8>) = (row.number_or_none("quiet_from")?, row.number_or_none("quiet_until")?);
        Ok(Self {
            person: row.parsed("teammate_id")?,
            kinds: kinds_of(row)?,
            digest: row.parsed("digest")?,
            hour: row.number("digest_hour")?,
            quiet: from.zip(until),
        })
    }
}

/// Kinds as one text of their codes.
pub(crate) fn kinds_text(kinds: &BTreeSet<NoticeKind>) -> String {
    kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(" ")
}

/// Reads what [`kinds_text`] wrote.
pub(crate) fn kinds_of(row: &Row<'_>) -> Result<BTreeSet<NoticeKind>, StoreError> {
    let text = row.text("kinds")?;
    let read = |code: &str| code.parse().map_err(|problem: String| row.unreadable("kinds", code, &problem));
    text.split_whitespace().map(read).collect()
}

impl Tx {
    /// How many notices a person has not seen, counted up to `cap`. Asked by every page, so it is one look into an index.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unseen_notices(&self, person: TeammateId, cap: u32) -> Result<u64, StoreError> {
        let sql = format!("SELECT t.id FROM notice t WHERE t.teammate_id = ? AND t.seen_at IS NULL LIMIT {cap}");
        self.count(&sql, vec![person.to_string().into()]).await
    }

    /// Keeps notices, but for those that were made before, and gives the ones that are new.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_notices(&self, notices: &[KeptNotice]) -> Result<Vec<KeptNotice>, StoreError> {
        let mut new = Vec::new();
        let insert = format!(
            "INSERT INTO notice ({}) VALUES ({}) ON CONFLICT (teammate_id, identity) DO NOTHING",
            KeptNotice::COLUMNS.join(", "),
            marks(KeptNotice::COLUMNS.len())
        );
        for notice in notices {
            if self.execute(&insert, notice.values()).await? == 1 {
                new.push(notice.clone());
            }
        }
        Ok(new)
    }

    /// Those notices that nobody was told yet, asked for many at a time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn untold(&self, notices: Vec<Notice>) -> Result<Vec<Notice>, StoreError> {
        let mut known: BTreeSet<(TeammateId, String)> = BTreeSet::new();
        for chunk in notices.chunks(200) {
            let values = chunk.iter().flat_map(|notice| [notice.person.to_string().into(), notice.identity.clone().into()]).collect();
            let pairs = vec!["(?, ?)"; chunk.len()].join(", ");
            let same = format!(
                "WHERE t.id IN (SELECT k.id FROM (VALUES {pairs}) AS v
                 JOIN notice k ON k.teammate_id = v.column1 AND k.identity = v.column2)"
            );
            let found = get::<KeptNotice>(self, &same, values).await?;
            known.extend(found.into_iter().map(|kept| (kept.notice.person, kept.notice.identity)));
        }
        Ok(notices.into_iter().filter(|notice| !known.contains(&(notice.person, notice.identity.clone()))).collect())
    }

    /// A page of a person's notices, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn notices_of(
        &self,
        person: TeammateId,
        filter: NoticeFilter,
        after: Option<NoticePlace>,
        limit: u32,
    ) -> Result<Vec<KeptNotice>, StoreError> {
        let mut found = Where::everything();
        found.and("t.teammate_id = ?", [person.to_string().into()]);
        if let Some(kind) = filter.kind {
            found.and("t.kind = ?", [kind.code().into()]);
        }
        if filter.unseen {
            found.and("t.seen_at IS NULL", []);
        }
        if let Some((at, id)) = after {
            found.and("(t.made_at, t.id) < (?, ?)", [instant(at), id.to_string().into()]);
        }
        get(self, &format!("{} ORDER BY t.made_at DESC, t.id DESC LIMIT {limit}", found.sql), found.values).await
    }

    /// A notice.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn notice(&self, id: NoticeId) -> Result<Option<KeptNotice>, StoreError> {
        Ok(get(self, "WHERE t.id = ?", vec![id.to_string().into()]).await?.pop())
    }

    /// Marks a notice of a person as seen, or all of them, and says how many were not before.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn see_notices(&self, person: TeammateId, one: Option<NoticeId>, now: Timestamp) -> Result<u64, StoreError> {
        let mut sql = "UPDATE notice SET seen_at = ? WHERE teammate_id = ? AND seen_at IS NULL".to_string();
        let mut values = vec![instant(now), person.to_string().into()];
        if let Some(id) = one {
            sql.push_str(" AND id = ?");
            values.push(id.to_string().into());
        }
        self.execute(&sql, values).await
    }

    /// The notices of a person that go out by e-mail and did not, made up to an instant, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unsent_mail(&self, person: TeammateId, until: Timestamp) -> Result<Vec<KeptNotice>, StoreError> {
        let rest = "WHERE t.teammate_id = ? AND t.by_mail AND t.made_at <= ?
                    AND NOT EXISTS (SELECT 1 FROM notice_sent s WHERE s.notice_id = t.id AND s.way = 'mail') ORDER BY t.made_at, t.id";
        get(self, rest, vec![person.to_string().into(), instant(until)]).await
    }

    /// What people were told and what is done beside requests, for those who check it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn told(&self) -> Result<Told, StoreError> {
        let row = self.row("SELECT COUNT(*) AS notices FROM notice", vec![]).await?.ok_or(StoreError::Empty)?;
        let notices = Row { row: &row, table: KeptNotice::TABLE }.number("notices")?;
        let twice =
            "SELECT teammate_id, identity FROM notice GROUP BY teammate_id, identity HAVING COUNT(*) > 1 ORDER BY teammate_id, identity";
        let mut doubled = Vec::new();
        for row in self.rows(twice, vec![]).await? {
            let row = Row { row: &row, table: KeptNotice::TABLE };
            doubled.push(format!("{} {}", row.text("teammate_id")?, row.text("identity")?));
        }
        let unsent =
            "WHERE t.by_mail AND NOT EXISTS (SELECT 1 FROM notice_sent s WHERE s.notice_id = t.id AND s.way = 'mail') ORDER BY t.id";
        let letters = get::<KeptNotice>(self, unsent, vec![]).await?.into_iter().map(|kept| Letter {
            notice: kept.id,
            person: kept.notice.person,
            made_on: kept.made_on,
            made_at: kept.made_at,
        });
        let jobs = get::<Job>(self, "WHERE t.state <> 'done' OR t.kind = 'daily' ORDER BY t.id", vec![]).await?;
        Ok(Told { notices, doubled, letters: letters.collect(), jobs })
    }

    /// Whether a notice went out a way.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn was_sent(&self, id: NoticeId, way: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 AS found FROM notice_sent WHERE notice_id = ? AND way = ?";
        Ok(self.row(sql, vec![id.to_string().into(), way.into()]).await?.is_some())
    }

    /// Writes down that notices went out a way. Each does once.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn mark_sent(&self, ids: &[NoticeId], way: &str, now: Timestamp) -> Result<(), StoreError> {
        for id in ids {
            let sql = "INSERT INTO notice_sent (notice_id, way, sent_at) VALUES (?, ?, ?) ON CONFLICT (notice_id, way) DO NOTHING";
            self.execute(sql, vec![id.to_string().into(), way.into(), instant(now)]).await?;
        }
        Ok(())
    }

    /// What people chose; nothing of those who chose nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn preferences(&self) -> Result<Vec<Preference>, StoreError> {
        get(self, "ORDER BY t.teammate_id", vec![]).await
    }

    /// What a person chose, or `None` where the person chose nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn preference(&self, person: TeammateId) -> Result<Option<Preference>, StoreError> {
        Ok(get(self, "WHERE t.teammate_id = ?", vec![person.to_string().into()]).await?.pop())
    }

    /// Keeps what a person chose.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn put_preference(&self, preference: &Preference) -> Result<(), StoreError> {
        crate::record::put(self, [preference]).await
    }
}
