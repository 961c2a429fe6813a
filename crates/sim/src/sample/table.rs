//! The shapes of the sample's tables.

use jiff::civil::Date;
use tenure_core::account::Risk;
use tenure_core::commands::Completion;
use tenure_core::contract::{LineKind, PricePeriod};
use tenure_core::identity::Role;
use tenure_core::primitives::{Country, Currency};

/// A teammate.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Short reference.
    pub reference: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Role.
    pub role: Role,
    /// Reference of the manager; empty for none.
    pub manager: &'static str,
    /// Region.
    pub region: &'static str,
    /// First day.
    pub active_from: Date,
}

impl Person {
    /// The work e-mail: first name, last name, the company's domain.
    pub fn email(&self) -> String {
        format!("{}@halden.example", self.name.to_lowercase().replace(' ', "."))
    }
}

/// A customer with the team that starts with it. It is added on the day of its first contract.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// Short reference.
    pub reference: &'static str,
    /// Name.
    pub name: &'static str,
    /// 1 to 3.
    pub tier: u8,
    /// Segment.
    pub segment: &'static str,
    /// Region.
    pub region: &'static str,
    /// The country whose business days count there.
    pub country: Option<Country>,
    /// Risk category at the beginning.
    pub risk: Risk,
    /// Who serves it in which role from the first day.
    pub team: &'static [(Role, &'static str)],
}

/// What a contract says about renewal.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    /// Whether it renews by itself.
    pub auto_renew: bool,
    /// Notice period in days, if known.
    pub notice_days: Option<u16>,
    /// Length of a successor term in months.
    pub months: u16,
    /// Price cap in basis points.
    pub cap_bps: Option<u32>,
}

impl Paper {
    /// Renews by itself for a year unless notice is given.
    pub const fn auto(notice_days: u16) -> Self {
        Self { auto_renew: true, notice_days: Some(notice_days), months: 12, cap_bps: None }
    }

    /// Ends unless it is signed again, with a notice period.
    pub const fn fixed(notice_days: u16) -> Self {
        Self { auto_renew: false, ..Self::auto(notice_days) }
    }

    /// Nobody has read the notice period.
    pub const fn notice_unread(self) -> Self {
        Self { notice_days: None, ..self }
    }

    /// With a price cap.
    pub const fn capped(self, bps: u32) -> Self {
        Self { cap_bps: Some(bps), ..self }
    }

    /// With a longer successor term.
    pub const fn months(self, months: u16) -> Self {
        Self { months, ..self }
    }
}

/// A contract, its first term and how it was renewed.
#[derive(Clone, Copy, Debug)]
pub struct Contract {
    /// Contract number.
    pub reference: &'static str,
    /// Account reference.
    pub account: &'static str,
    /// Currency.
    pub currency: Currency,
    /// Renewal terms.
    pub paper: Paper,
    /// Day on which it is entered.
    pub signed_on: Date,
    /// First term: first day, and first day no longer.
    pub term: (Date, Date),
    /// Lines of the first term.
    pub lines: &'static [Line],
    /// Successor terms in order.
    pub renewals: &'static [Renewal],
}

/// A successor term.
#[derive(Clone, Copy, Debug)]
pub struct Renewal {
    /// Day of signature.
    pub signed_on: Date,
    /// First day no longer in service.
    pub end_on: Date,
    /// What became of the lines.
    pub lines: Change,
}

/// Lines of a successor term.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// The recurring ones as they were.
    Flat,
    /// The recurring ones at a price that many basis points higher.
    Uplift(i64),
    /// These.
    To(&'static [Line]),
}

/// A line that covers its term.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Product.
    pub product: &'static str,
    /// Business unit.
    pub unit: &'static str,
    /// Recurring or one-off.
    pub kind: LineKind,
    /// Quantity.
    pub quantity: &'static str,
    /// Unit price.
    pub price: &'static str,
    /// What the price pays for.
    pub period: PricePeriod,
    /// Discount in basis points.
    pub discount_bps: u32,
}

impl Line {
    /// So many at a price per year.
    pub const fn yearly(product: &'static str, unit: &'static str, quantity: &'static str, price: &'static str) -> Self {
        Self { product, unit, kind: LineKind::Recurring, quantity, price, period: PricePeriod::Year, discount_bps: 0 }
    }

    /// So many at a price per quarter.
    pub const fn quarterly(product: &'static str, unit: &'static str, quantity: &'static str, price: &'static str) -> Self {
        Self { period: PricePeriod::Quarter, ..Self::yearly(product, unit, quantity, price) }
    }

    /// So many at a price per month.
    pub const fn monthly(product: &'static str, unit: &'static str, quantity: &'static str, price: &'static str) -> Self {
        Self { period: PricePeriod::Month, ..Self::yearly(product, unit, quantity, price) }
    }

    /// Paid once.
    pub const fn once(product: &'static str, unit: &'static str, price: &'static str) -> Self {
        Self { kind: LineKind::OneOff, ..Self::yearly(product, unit, "1", price) }
    }

    /// With a discount.
    pub const fn less(self, discount_bps: u32) -> Self {
        Self { discount_bps, ..self }
    }
}

/// Somebody joins an account's team.
#[derive(Clone, Copy, Debug)]
pub struct TeamChange {
    /// Day.
    pub on: Date,
    /// Account reference.
    pub account: &'static str,
    /// Role.
    pub role: Role,
    /// Reference of the person.
    pub person: &'static str,
}

/// Somebody judges an account anew.
#[derive(Clone, Copy, Debug)]
pub struct RiskChange {
    /// Day.
    pub on: Date,
    /// Account reference.
    pub account: &'static str,
    /// What it becomes.
    pub risk: Risk,
    /// Name of who judges.
    pub by: &'static str,
    /// Why.
    pub why: &'static str,
}

/// A contract changes within its term.
#[derive(Clone, Copy, Debug)]
pub struct Amendment {
    /// Day.
    pub on: Date,
    /// Contract number.
    pub contract: &'static str,
    /// What changes.
    pub what: Amended,
}

/// What an amendment changes.
#[derive(Clone, Copy, Debug)]
pub enum Amended {
    /// The end.
    End(Date),
    /// The notice period, which was unknown or wrong.
    Notice(u16),
    /// The line of a letter, such as `a`, in the running term.
    Line(&'static str, Line),
}

/// A step that went otherwise than steps do: left undone, done on a certain day, or with certain words.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Contract number.
    pub contract: &'static str,
    /// Number of the term.
    pub term: u32,
    /// Step code.
    pub step: &'static str,
    /// What became of it; `None` leaves it open.
    pub done: Option<(Date, Phrase)>,
}

/// How a step was completed, in words.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// Done or not needed.
    pub completion: Completion,
    /// What was written down.
    pub text: &'static str,
}
