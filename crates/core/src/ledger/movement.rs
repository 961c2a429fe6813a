//! What a movement of recurring revenue is: its class, its cause, where it comes from.

use super::names::Names;
use crate::primitives::closed_words;
use jiff::civil::Date;

closed_words! {
    /// The class of a movement. An expansion is told by its type (OWN-8); money that goes along with a contract to another account is
    /// neither churn nor growth; what exchange rates do stands apart.
    Class {
        New = "new", "New";
        Reactivation = "reactivation", "Reactivation";
        PriceIncrease = "price_increase", "Price increase";
        SmallUpsell = "small_upsell", "Small upsell";
        BigUpsell = "big_upsell", "Big upsell";
        CrossSell = "cross_sell", "Cross-sell";
        CrossStakeholder = "cross_stakeholder", "Cross-stakeholder sale";
        CrossDivision = "cross_division", "Cross-division sale";
        Contraction = "contraction", "Contraction";
        Churn = "churn", "Churn";
        MigrationIn = "migration_in", "Moved in";
        MigrationOut = "migration_out", "Moved out";
        Fx = "fx", "Exchange rates";
    }
}

impl Class {
    /// Whether the movement is an expansion of one of the six types.
    pub const fn is_expansion(self) -> bool {
        matches!(
            self,
            Self::PriceIncrease | Self::SmallUpsell | Self::BigUpsell | Self::CrossSell | Self::CrossStakeholder | Self::CrossDivision
        )
    }

    /// Position in [`Class::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

closed_words! {
    /// What brought a movement about.
    Cause {
        Signature = "signature", "Signed";
        CoTerm = "co_term", "Added to a running term";
        Amendment = "amendment", "Amendment";
        Renewal = "renewal", "Renewal";
        AutoRenewal = "auto_renewal", "Renewed by itself";
        Escalator = "escalator", "Contracted price rise";
        Ramp = "ramp", "Ramp";
        Discount = "discount", "Discount change";
        NotRenewed = "not_renewed", "Not renewed";
        Cancellation = "cancellation", "Ended early";
        Transfer = "transfer", "Contract moved to another account";
        Correction = "correction", "Correction";
        Rates = "rates", "Exchange rates";
    }
}

closed_words! {
    /// Which part of a change a movement is.
    Part {
        Whole = "whole", "The whole change";
        Quantity = "quantity", "More or fewer units at the price before";
        Price = "price", "Another price for the units after";
    }
}

/// One change of recurring revenue on one day. Derived from line versions, never stored as a fact; the same facts give the same
/// movements with the same ids. Indexes are those of the book's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The day of the first difference: revenue on this day less revenue on the day before.
    pub day: Date,
    /// Index of the account.
    pub account: u32,
    /// Index of the business unit.
    pub unit: u32,
    /// Index of the product.
    pub product: u32,
    /// Index of the contract.
    pub contract: u32,
    /// Index of the contract's currency.
    pub currency: u8,
    /// Class.
    pub class: Class,
    /// Cause.
    pub cause: Cause,
    /// Which part of the change.
    pub part: Part,
    /// Annual recurring revenue that came (positive) or went (negative), in minor units of the contract's currency.
    pub amount_minor: i64,
    /// The same in the currency that was asked for.
    pub reporting_minor: i64,
    /// Index of the line that ended, if one did.
    pub before: Option<u32>,
    /// Index of the line that began, if one did.
    pub after: Option<u32>,
}

impl Movement {
    /// An id that the same facts always give: line, version, day and part, such as `HS-2024-0117-t2-1.v2@2026-03-01/price`.
    pub fn id(&self, names: &Names) -> String {
        let line = self.after.or(self.before).and_then(|at| names.lines.get(at as usize));
        let (reference, version) = line.map_or(("", 0), |line| (line.reference.as_str(), line.version));
        let part = if self.class == Class::Fx { "fx" } else { self.part.code() };
        let side = if self.after.is_none() { "-end" } else { "" };
        format!("{reference}.v{version}@{}/{part}{side}", self.day)
    }
}

/// Sums of movements by class, signed as in the ledger, in minor units of one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    sums: [i64; Class::ALL.len()],
}

impl Totals {
    /// Adds an amount to a class.
    pub fn add(&mut self, class: Class, minor: i64) {
        self.sums[class.index()] += minor;
    }

    /// Adds every class of other totals.
    pub fn add_all(&mut self, other: &Self) {
        self.sums.iter_mut().zip(other.sums).for_each(|(sum, more)| *sum += more);
    }

    /// The sum of one class: losses are negative.
    pub const fn of(&self, class: Class) -> i64 {
        self.sums[class.index()]
    }

    /// The sum of the six types of expansion.
    pub fn expansion(&self) -> i64 {
        Class::ALL.iter().filter(|class| class.is_expansion()).map(|class| self.of(*class)).sum()
    }

    /// The sum of every class: closing less opening.
    pub fn net(&self) -> i64 {
        self.sums.iter().sum()
    }

    /// Every class with its sum, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = (Class, i64)> + '_ {
        Class::ALL.iter().map(|class| (*class, self.of(*class)))
    }
}
