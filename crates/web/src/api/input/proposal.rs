//! Proposals: made, put to approval, sent, settled; and what roles may give away alone.

use super::line::{LineInput, lines};
use super::word::{DayText, LeverWord, ReasonWord, RoleWord, day};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{Acceptance, NewOption, NewProposal};
use tenure_core::identity::Role;
use tenure_core::proposal::{Authority, Trade};
use utoipa::ToSchema;

/// A version of a proposal; an open one before it is replaced.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalInput {
    /// Reference or e-mail of whose offer it is; whoever asks, else the commercial holder, where it is absent.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    made_by: Option<String>,
    /// For us alone.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    note: Option<String>,
    /// The options.
    #[garde(length(min = 1, max = 6), dive)]
    #[schema(min_items = 1, max_items = 6)]
    options: Vec<OptionInput>,
}

/// An option.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionInput {
    /// What people call it.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Months of the term.
    #[garde(range(min = 1, max = 120))]
    #[schema(minimum = 1, maximum = 120)]
    months: u16,
    /// How much the prices of lines that go on rise, in basis points; read where no lines are told.
    #[garde(range(max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    uplift_bps: Option<u32>,
    /// The discount of lines that go on, in basis points; each keeps its own where it is absent. Read where no lines are told.
    #[garde(range(max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000)]
    discount_bps: Option<u32>,
    /// The lines. A reference names the line of the contract that one continues; a new line has none. Where they are absent the lines of the
    /// contract go on.
    #[garde(length(max = 200), dive)]
    #[schema(max_items = 200)]
    lines: Option<Vec<LineInput>>,
    /// What is given for what.
    #[garde(length(max = 20), dive)]
    #[schema(max_items = 20)]
    trades: Option<Vec<TradeInput>>,
    /// Why a price rises above the contract's cap.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    over_cap_reason: Option<String>,
}

/// A trade.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TradeInput {
    /// What kind.
    #[garde(skip)]
    lever: LeverWord,
    /// What we give.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    give: String,
    /// What we get.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    get: String,
}

impl ProposalInput {
    pub(crate) fn proposal(&self) -> NewProposal {
        NewProposal {
            made_by: self.made_by.clone(),
            note: self.note.clone().unwrap_or_default(),
            options: self.options.iter().map(OptionInput::option).collect(),
        }
    }
}

impl OptionInput {
    fn option(&self) -> NewOption {
        let trade = |trade: &TradeInput| Trade { lever: trade.lever.0, give: trade.give.clone(), get: trade.get.clone() };
        NewOption {
            name: self.name.clone(),
            months: self.months,
            lines: lines(self.lines.as_ref()),
            uplift_bps: self.uplift_bps.unwrap_or(0),
            discount_bps: self.discount_bps,
            trades: self.trades.iter().flatten().map(trade).collect(),
            over_cap_reason: self.over_cap_reason.clone().unwrap_or_default(),
        }
    }
}

/// A question for approval.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalInput {
    /// Reference or e-mail of who approves.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) approver: String,
    /// What to know.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    pub(crate) note: Option<String>,
}

/// A remark; may be empty.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalNoteInput {
    /// The remark.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    pub(crate) note: String,
}

/// Why a proposal is not approved, declined or withdrawn.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalReasonInput {
    /// Why.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) reason: String,
}

/// To whom a proposal went.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendingInput {
    /// Name or e-mail of the person at the customer.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) sent_to: String,
    /// A remark.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    pub(crate) note: Option<String>,
}

/// The customer accepts.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalAcceptanceInput {
    /// The number of the option.
    #[garde(range(min = 1, max = 6))]
    #[schema(minimum = 1, maximum = 6)]
    option: u32,
    /// The day of the signature; today where it is absent.
    #[garde(skip)]
    signed_on: Option<DayText>,
    /// Why they stay.
    #[garde(skip)]
    reason: Option<ReasonWord>,
    /// Why, in their own words.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    words: Option<String>,
}

impl ProposalAcceptanceInput {
    pub(crate) fn acceptance(&self) -> Acceptance {
        Acceptance {
            option: self.option,
            signed_on: day(self.signed_on),
            reason: self.reason.map(|word| word.0),
            words: self.words.clone().unwrap_or_default(),
        }
    }
}

/// What a role may give away alone.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DiscountLimitInput {
    /// The role.
    #[garde(skip)]
    role: RoleWord,
    /// Largest discount on any line, in basis points.
    #[garde(range(max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000)]
    share_bps: u32,
    /// Largest discount of an option for a year, in minor units of the reporting currency; no limit where it is absent.
    #[garde(range(min = 0, max = 1_000_000_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    amount_minor: Option<i64>,
    /// First day; today where it is absent.
    #[garde(skip)]
    from_on: Option<DayText>,
}

impl DiscountLimitInput {
    pub(crate) fn limit(&self) -> (Role, (Authority, Option<jiff::civil::Date>)) {
        (self.role.0, (Authority { share_bps: self.share_bps, amount_minor: self.amount_minor }, day(self.from_on)))
    }
}
