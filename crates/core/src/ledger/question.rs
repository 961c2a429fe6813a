//! What a ledger is asked: of whom, in which money, between which days.

use super::book::{Book, Stretch};
use super::day::Day;
use super::money::Prices;
use crate::primitives::closed_words;

closed_words! {
    /// Who counts as one customer. What is growth at one level is new business at a finer one.
    Level {
        Parent = "parent", "Company with all that belongs to it";
        Account = "account", "Account";
        Unit = "unit", "Business unit";
        Product = "product", "Product at an account";
    }
}

closed_words! {
    /// By what a figure is cut into slices.
    Slice {
        Segment = "segment", "Segment";
        Region = "region", "Region";
        Tier = "tier", "Tier";
        Unit = "unit", "Business unit";
        Product = "product", "Product";
    }
}

/// Narrows a question. An empty filter takes everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// One account, by index.
    pub account: Option<u32>,
    /// Accounts of a segment.
    pub segment: Option<String>,
    /// Accounts of a region.
    pub region: Option<String>,
    /// Accounts of a tier.
    pub tier: Option<u8>,
    /// One business unit, by index.
    pub unit: Option<u32>,
    /// One product, by index.
    pub product: Option<u32>,
    /// Contracts of one currency, by index.
    pub currency: Option<u8>,
}

impl Filter {
    /// Whether an account takes part: who does not is not seen at all.
    pub fn takes_account(&self, book: &Book, account: u32) -> bool {
        let name = &book.names.accounts[account as usize];
        self.account.is_none_or(|only| only == account)
            && self.segment.as_ref().is_none_or(|only| *only == name.segment)
            && self.region.as_ref().is_none_or(|only| *only == name.region)
            && self.tier.is_none_or(|only| only == name.tier)
    }

    /// Whether a stretch counts. What a customer has besides is seen when movements are classed, and not counted.
    pub fn takes(&self, stretch: &Stretch) -> bool {
        self.unit.is_none_or(|only| only == stretch.unit)
            && self.product.is_none_or(|only| only == stretch.product)
            && self.currency.is_none_or(|only| only == stretch.currency)
    }
}

/// A question about a span of days: revenue on the opening day, what moved after it up to and on the closing day, revenue on the closing day.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// Who counts as one customer.
    pub level: Level,
    /// In which money.
    pub prices: &'a Prices,
    /// The opening day: its revenue is the opening balance.
    pub after: Day,
    /// The closing day.
    pub through: Day,
    /// Of whom and of what.
    pub filter: Filter,
}

/// Whom a group of stretches belongs to, at the level that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// The account, or the topmost company of a family.
    pub account: u32,
    /// Business unit or product, at those levels; zero at the others.
    pub part: u32,
}

impl Group {
    /// The group of a stretch.
    pub fn of(book: &Book, stretch: &Stretch, level: Level) -> Self {
        Self::at(book, stretch, stretch.account, level)
    }

    /// The group that a stretch would belong to if an account had it.
    pub fn at(book: &Book, stretch: &Stretch, account: u32, level: Level) -> Self {
        match level {
            Level::Parent => Self { account: book.names.accounts[account as usize].family, part: 0 },
            Level::Account => Self { account, part: 0 },
            Level::Unit => Self { account, part: stretch.unit },
            Level::Product => Self { account, part: stretch.product },
        }
    }
}
