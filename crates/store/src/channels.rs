//! Rooms of chats that hear of notices.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::notices::{kinds_of, kinds_text};
use crate::record::{Record, Row, get, instant, instant_text, put};
use jiff::Timestamp;
use sea_orm::Value;
use std::collections::BTreeSet;
use std::fmt;
use tenure_core::notice::{ChatService, NoticeKind};
use tenure_core::primitives::ChannelId;

/// A room of a chat.
#[derive(Clone, PartialEq, Eq)]
pub struct ChatChannel {
    /// Identity.
    pub id: ChannelId,
    /// Whose chat it is.
    pub service: ChatService,
    /// What people call it.
    pub name: String,
    /// The address of its incoming webhook: a secret.
    pub address: String,
    /// What it hears of.
    pub kinds: BTreeSet<NoticeKind>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

impl fmt::Debug for ChatChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatChannel").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Record for ChatChannel {
    const TABLE: &'static str = "chat_channel";
    const COLUMNS: &'static [&'static str] = &["id", "service", "name", "address", "kinds", "created_at", "removed_at"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.service.code().into(),
            self.name.clone().into(),
            self.address.clone().into(),
            kinds_text(&self.kinds).into(),
            instant(self.created_at),
            self.removed_at.map(instant_text).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            service: row.parsed("service")?,
            name: row.text("name")?,
            address: row.text("address")?,
            kinds: kinds_of(row)?,
            created_at: row.parsed("created_at")?,
            removed_at: row.parsed_or_none("removed_at")?,
        })
    }
}

impl Tx {
    /// The channels that are there, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn channels(&self) -> Result<Vec<ChatChannel>, StoreError> {
        get(self, "WHERE t.removed_at IS NULL ORDER BY t.name, t.id", vec![]).await
    }

    /// A channel, also one that was removed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn channel(&self, id: ChannelId) -> Result<Option<ChatChannel>, StoreError> {
        Ok(get(self, "WHERE t.id = ?", vec![id.to_string().into()]).await?.pop())
    }

    /// Adds or changes a channel.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn put_channel(&self, channel: &ChatChannel) -> Result<(), StoreError> {
        put(self, [channel]).await
    }
}
