//! Rooms of chats that hear of notices: added and removed by administrators. Their addresses are secrets and never shown.

use crate::App;
use crate::access::Actor;
use crate::change::event;
use crate::error::AppError;
use crate::permission::require_administrator;
use crate::request::{self, Receipt};
use std::collections::BTreeSet;
use std::fmt;
use tenure_connect::post::Address;
use tenure_core::notice::{ChatService, NoticeKind};
use tenure_core::primitives::ChannelId;
use tenure_core::refusal::Refusal;
use tenure_store::{ChatChannel, StoreError, Tx};

/// A room to add.
#[derive(Clone, PartialEq, Eq)]
pub struct NewChannel {
    /// Whose chat it is.
    pub service: ChatService,
    /// What people call it.
    pub name: String,
    /// The address of its incoming webhook.
    pub address: String,
    /// What it hears of; none for what leads should hear of.
    pub kinds: BTreeSet<NoticeKind>,
}

impl fmt::Debug for NewChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address is a secret.
        f.debug_struct("NewChannel").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A room as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelItem {
    /// Identity.
    pub id: ChannelId,
    /// Whose chat it is.
    pub service: ChatService,
    /// What people call it.
    pub name: String,
    /// The server of its address, and no more of it.
    pub masked: String,
    /// What it hears of.
    pub kinds: BTreeSet<NoticeKind>,
}

impl ChannelItem {
    fn of(channel: ChatChannel) -> Self {
        let host = Address::parse(&channel.address).map(|address| address.host().to_string()).unwrap_or_default();
        let masked = format!("{host}/…");
        Self { id: channel.id, service: channel.service, name: channel.name, masked, kinds: channel.kinds }
    }
}

/// What a room hears of where nobody chose: what a team should not learn from a customer first.
const LOUD: [NoticeKind; 5] =
    [NoticeKind::NoticeDeadline, NoticeKind::TermEnd, NoticeKind::StepEscalated, NoticeKind::HandoffOverdue, NoticeKind::Finding];

impl App {
    /// The rooms, for administrators.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub async fn channels(&self, actor: &Actor) -> Result<Vec<ChannelItem>, AppError> {
        require_administrator(actor)?;
        Ok(self.store.read().await?.channels().await?.into_iter().map(ChannelItem::of).collect())
    }

    /// Adds a room. Gives its id.
    ///
    /// # Errors
    /// A name that is empty or over 100 characters, an address that is not one of HTTPS.
    pub async fn add_channel(&self, actor: &Actor, new: NewChannel) -> Result<String, AppError> {
        require_administrator(actor)?;
        let name = new.name.trim().to_string();
        if name.is_empty() || name.chars().count() > 100 {
            let problem = "must say in 1 to 100 characters where people read it".to_string();
            return Err(Refusal { column: Some("name".into()), problem, ..Refusal::default() }.into());
        }
        let address = new.address.trim().to_string();
        if let Err(problem) = Address::parse(&address) {
            // The value is a secret, so the refusal does not repeat it.
            let remedy = "Copy the whole address of the incoming webhook.".to_string();
            return Err(Refusal { column: Some("address".into()), problem: problem.into(), remedy, ..Refusal::default() }.into());
        }
        let kinds = if new.kinds.is_empty() { LOUD.into_iter().collect() } else { new.kinds };
        let tx = self.store.write().await?;
        if let Some(subject) = request::carried_out_before(&tx, actor).await? {
            return Ok(subject);
        }
        let id = ChannelId::new(self.ids.as_ref());
        let channel = ChatChannel { id, service: new.service, name, address, kinds, created_at: self.now(), removed_at: None };
        let summary = format!("{} hears of notices in {}", channel.name, channel.service.label());
        self.save_channel(actor, tx, (&channel, "channel_added", &summary)).await
    }

    /// Removes a room.
    ///
    /// # Errors
    /// A room that does not exist.
    pub async fn remove_channel(&self, actor: &Actor, id: ChannelId) -> Result<String, AppError> {
        require_administrator(actor)?;
        let tx = self.store.write().await?;
        if let Some(subject) = request::carried_out_before(&tx, actor).await? {
            return Ok(subject);
        }
        let found = tx.channel(id).await?.filter(|channel| channel.removed_at.is_none());
        let channel = found.ok_or_else(|| AppError::not_found("channel", &id.to_string()))?;
        let summary = format!("{} hears of notices no more", channel.name);
        // The secret goes with the room.
        let removed = ChatChannel { address: String::new(), removed_at: Some(self.now()), ..channel };
        self.save_channel(actor, tx, (&removed, "channel_removed", &summary)).await
    }

    async fn save_channel(&self, actor: &Actor, tx: Tx, (channel, kind, summary): (&ChatChannel, &str, &str)) -> Result<String, AppError> {
        let organisation = tx.organisation().await?.ok_or(StoreError::Empty)?;
        let moment = self.moment(&organisation);
        tx.put_channel(channel).await?;
        let number = tx.save(&[], moment, &[event(self, actor, moment, (kind, "channels", summary))]).await?;
        let receipt = Receipt { subject: channel.id.to_string(), event: number, revision: None, import: None };
        request::commit(tx, actor, receipt, moment.recorded_at).await
    }
}
