//! Notices that were seen, how one wants to hear of them, and chat channels.

use super::word::{ChatServiceWord, DigestWord, IdText, NoticeKindWord};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{NewChannel, Seen};
use tenure_core::notice::Preference;
use utoipa::ToSchema;

/// Notices of one's own that one has seen.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenInput {
    /// Their ids.
    #[garde(length(max = 200))]
    #[schema(max_items = 200)]
    notices: Vec<IdText>,
}

impl SeenInput {
    pub(crate) fn seen(&self) -> Seen {
        Seen::These(self.notices.iter().map(|id| id.0).collect())
    }
}

/// How one wants to hear of notices by e-mail.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticePreferenceInput {
    /// How often.
    #[garde(skip)]
    digest: DigestWord,
    /// The hour of the daily e-mail, in the organisation's time zone.
    #[garde(range(max = 23))]
    #[schema(minimum = 0, maximum = 23)]
    hour: u8,
    /// Quiet from this hour; none is quiet where it is absent.
    #[garde(range(max = 23))]
    #[schema(minimum = 0, maximum = 23)]
    quiet_from: Option<u8>,
    /// Until before this hour.
    #[garde(range(max = 23))]
    #[schema(minimum = 0, maximum = 23)]
    quiet_until: Option<u8>,
    /// Kinds that come by e-mail.
    #[garde(length(max = 20))]
    #[schema(max_items = 20)]
    kinds: Vec<NoticeKindWord>,
}

impl NoticePreferenceInput {
    pub(crate) fn preference(&self, held: Preference) -> Preference {
        let quiet = self.quiet_from.zip(self.quiet_until);
        Preference { digest: self.digest.0, hour: self.hour, quiet, kinds: self.kinds.iter().map(|kind| kind.0).collect(), ..held }
    }
}

/// A chat channel that is to hear of notices.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChannelInput {
    /// Whose chat it is.
    #[garde(skip)]
    service: ChatServiceWord,
    /// What people call it.
    #[garde(length(chars, min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// The address of its incoming webhook: a secret that is never sent back.
    #[garde(length(chars, min = 1, max = 2000))]
    #[schema(min_length = 1, max_length = 2000)]
    address: String,
    /// What it hears of; what leads should hear of where there is none.
    #[garde(length(max = 20))]
    #[schema(max_items = 20)]
    kinds: Vec<NoticeKindWord>,
}

impl ChannelInput {
    pub(crate) fn channel(&self) -> NewChannel {
        let kinds = self.kinds.iter().map(|kind| kind.0).collect();
        NewChannel { service: self.service.0, name: self.name.clone(), address: self.address.clone(), kinds }
    }
}
