//! Contracts: signing, amending, renewing, ending, grouping and moving them.

use super::line::{LineInput, lines};
use super::word::{ContractKindWord, CurrencyText, DayText, ReasonWord, day, given};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{Amendment, NewContract, NewTerm};
use tenure_core::commands::Indexation;
use tenure_core::contract::ContractKind;
use tenure_core::renewal::OutcomeReason;
use utoipa::ToSchema;

/// A contract to sign, with its first term.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContractInput {
    /// Contract number, free among contracts.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    reference: String,
    /// Reference of the account.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    account: String,
    /// Currency of every line.
    #[garde(skip)]
    currency: CurrencyText,
    /// Whether it has an agreed end; `fixed` where it is absent.
    #[garde(skip)]
    kind: Option<ContractKindWord>,
    /// Whether it renews by itself.
    #[garde(skip)]
    auto_renew: bool,
    /// Notice period in days; unknown where it is absent.
    #[garde(range(max = 3_650))]
    #[schema(minimum = 0, maximum = 3_650)]
    notice_days: Option<u16>,
    /// Length of a successor term in months.
    #[garde(range(min = 1, max = 1_200))]
    #[schema(minimum = 1, maximum = 1_200)]
    renewal_months: u16,
    /// Price cap in basis points; none where it is absent.
    #[garde(range(max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    uplift_cap_bps: Option<u32>,
    /// Price rise of an automatic renewal in basis points; none where it is absent.
    #[garde(range(max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    uplift_bps: Option<u32>,
    /// First day.
    #[garde(skip)]
    start_on: DayText,
    /// First day no longer; of an open-ended contract, the first yearly review.
    #[garde(skip)]
    end_on: DayText,
    /// The day of the signature; today where it is absent.
    #[garde(skip)]
    signed_on: Option<DayText>,
    /// Lines.
    #[garde(length(min = 1, max = 2_000), dive)]
    #[schema(min_items = 1, max_items = 2_000)]
    lines: Vec<LineInput>,
}

impl ContractInput {
    pub(crate) fn contract(&self) -> NewContract {
        NewContract {
            reference: self.reference.clone(),
            account: self.account.clone(),
            currency: self.currency.0,
            kind: self.kind.map_or(ContractKind::Fixed, |kind| kind.0),
            auto_renew: self.auto_renew,
            notice_days: self.notice_days,
            renewal_months: self.renewal_months,
            uplift_cap_bps: self.uplift_cap_bps,
            uplift_bps: self.uplift_bps.unwrap_or(0),
            start_on: self.start_on.0,
            end_on: self.end_on.0,
            signed_on: day(self.signed_on),
            lines: lines(Some(&self.lines)),
        }
    }
}

/// What changes of the running term. What is absent stays; null makes a notice period unknown and takes a price cap away.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1)]
pub(crate) struct AmendmentInput {
    /// First day no longer.
    #[garde(skip)]
    end_on: Option<DayText>,
    /// Notice period in days.
    #[serde(default, deserialize_with = "given")]
    #[garde(inner(range(max = 3_650)))]
    #[schema(value_type = Option<u16>, minimum = 0, maximum = 3_650)]
    notice_days: Option<Option<u16>>,
    /// Whether it renews by itself.
    #[garde(skip)]
    auto_renew: Option<bool>,
    /// Price cap in basis points.
    #[serde(default, deserialize_with = "given")]
    #[garde(inner(range(max = 100_000)))]
    #[schema(value_type = Option<u32>, minimum = 0, maximum = 100_000)]
    uplift_cap_bps: Option<Option<u32>>,
    /// Price rise of an automatic renewal in basis points.
    #[garde(range(max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    uplift_bps: Option<u32>,
    /// Length of a successor term in months.
    #[garde(range(min = 1, max = 1_200))]
    #[schema(minimum = 1, maximum = 1_200)]
    renewal_months: Option<u16>,
    /// Lines that change or come. One with a known reference changes that line from its `start_on` on, or from the beginning.
    #[garde(length(max = 2_000), dive)]
    #[schema(max_items = 2_000)]
    lines: Option<Vec<LineInput>>,
}

impl AmendmentInput {
    /// The amendment, unless it names nothing to change.
    pub(crate) fn amendment(&self) -> Option<Amendment> {
        let names_nothing = self.end_on.is_none()
            && self.notice_days.is_none()
            && self.auto_renew.is_none()
            && self.uplift_cap_bps.is_none()
            && self.uplift_bps.is_none()
            && self.renewal_months.is_none()
            && self.lines.is_none();
        let amendment = Amendment {
            end_on: day(self.end_on),
            notice_days: self.notice_days,
            auto_renew: self.auto_renew,
            uplift_cap_bps: self.uplift_cap_bps,
            uplift_bps: self.uplift_bps,
            renewal_months: self.renewal_months,
            lines: lines(self.lines.as_ref()),
        };
        (!names_nothing).then_some(amendment)
    }
}

/// The successor term.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermInput {
    /// First day no longer.
    #[garde(skip)]
    end_on: DayText,
    /// Lines; absent carries over those that are live at the end of the term before.
    #[garde(length(max = 2_000), dive)]
    #[schema(max_items = 2_000)]
    lines: Option<Vec<LineInput>>,
    /// Price rise on lines that are carried over, in basis points; none where it is absent.
    #[garde(range(max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    uplift_bps: Option<u32>,
    /// The day of the signature; today where it is absent.
    #[garde(skip)]
    signed_on: Option<DayText>,
    /// Why the customer stays.
    #[garde(skip)]
    reason: Option<ReasonWord>,
    /// Why, in the customer's own words.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    words: Option<String>,
}

impl TermInput {
    pub(crate) fn term(&self) -> NewTerm {
        NewTerm {
            end_on: self.end_on.0,
            lines: lines(self.lines.as_ref()),
            uplift_bps: self.uplift_bps.unwrap_or(0),
            signed_on: day(self.signed_on),
            reason: self.reason.map(|reason| reason.0),
            words: self.words.clone().unwrap_or_default(),
        }
    }
}

/// The customer's notice not to renew.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeInput {
    /// The day it was received.
    #[garde(skip)]
    pub(crate) received_on: DayText,
}

/// An end before the agreed one.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CancellationInput {
    /// First day no longer in service.
    #[garde(skip)]
    pub(crate) end_on: DayText,
    /// Why the customer leaves, as we class it.
    #[garde(skip)]
    reason: ReasonWord,
    /// Why, in the customer's own words.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    words: Option<String>,
}

impl CancellationInput {
    pub(crate) fn why(&self) -> (OutcomeReason, &str) {
        (self.reason.0, self.words.as_deref().unwrap_or_default())
    }
}

/// A published index and the clause of the contract.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IndexationInput {
    /// Name and month of the index.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    index: String,
    /// Change of the index in basis points; negative where it fell.
    #[garde(range(min = -10_000, max = 100_000))]
    #[schema(minimum = -10_000, maximum = 100_000)]
    index_bps: i32,
    /// The least that prices rise; nothing where it is absent.
    #[garde(range(max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    floor_bps: Option<u32>,
    /// The most that prices rise; the contract's cap where it is absent.
    #[garde(range(max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    cap_bps: Option<u32>,
    /// First day of the new prices.
    #[garde(skip)]
    from_on: DayText,
}

impl IndexationInput {
    pub(crate) fn indexation(&self) -> Indexation {
        Indexation {
            index: self.index.clone(),
            index_bps: self.index_bps,
            floor_bps: self.floor_bps.unwrap_or(0),
            cap_bps: self.cap_bps,
            from_on: self.from_on.0,
        }
    }
}

/// The contract to end with.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CoTermInput {
    /// Number of the contract whose renewal decides both.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) lead: String,
}

/// The account that a contract moves to.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContractMoveInput {
    /// Reference of the account.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) account: String,
    /// Why.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) reason: String,
}
