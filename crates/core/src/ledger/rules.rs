//! The choices that a ledger is read under. Sources disagree on each of them, so each has a name and is printed beside the figures.

use super::Class;
use crate::primitives::closed_words;

closed_words! {
    /// Which discounts lessen recurring revenue.
    Discounts {
        Lasting = "lasting", "Discounts that last as long as their line count; temporary ones do not";
        Every = "every", "Every discount counts on its days: one that ends is an expansion";
        Ignored = "ignored", "Prices before discount";
    }
}

closed_words! {
    /// What a customer is who comes back.
    Returning {
        Reactivation = "reactivation", "A class of their own";
        New = "new", "New";
        Expansion = "expansion", "Expansion";
    }
}

closed_words! {
    /// What an account pays while several of its lines overlap.
    Overlaps {
        Sum = "sum", "All of them together";
        Latest = "latest", "One at a time: the one that began last, then the largest, then the last reference";
    }
}

closed_words! {
    /// What counts as the renewal of revenue that was due.
    RenewedBy {
        Contract = "contract", "The same contract goes on";
        Account = "account", "The account goes on with revenue that begins on that day, whatever the contract";
    }
}

/// Where a big upsell begins: the lower of the two lines (OWN-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpsellLine {
    /// Share of the customer's ARR on the day before, in basis points.
    pub share_bps: u32,
    /// Units added.
    pub units: u32,
}

/// How movements are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Which discounts lessen revenue.
    pub discounts: Discounts,
    /// Days for which revenue goes on past the end of a term: while its renewal is undecided, and where the same product comes back
    /// to the same unit of the customer within them.
    pub grace_days: u16,
    /// What a customer is who comes back.
    pub returning: Returning,
    /// A customer who was away for so many days, or more, comes new; `None` never does.
    pub lapse_days_to_new: Option<u16>,
    /// What an account pays while lines overlap.
    pub overlaps: Overlaps,
    /// What counts as the renewal of what was due.
    pub renewed_by: RenewedBy,
    /// Above it an upsell is big.
    pub upsell_line: UpsellLine,
    /// Which type of expansion counts where several fit: the first of the list.
    pub precedence: [Class; 3],
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            discounts: Discounts::Lasting,
            grace_days: 0,
            returning: Returning::Reactivation,
            lapse_days_to_new: None,
            overlaps: Overlaps::Sum,
            renewed_by: RenewedBy::Contract,
            upsell_line: UpsellLine { share_bps: 1_000, units: 25 },
            precedence: [Class::CrossDivision, Class::CrossStakeholder, Class::CrossSell],
        }
    }
}
