//! The ledger of annual recurring revenue (ARR-1): movements derived from contract lines, exact to the minor unit on every day.
//!
//! [`Known`] holds the facts as they were known at one moment, a [`Book`] what follows from them under one set of [`Rules`], and
//! [`walk`] takes each customer of a [`Question`] through its days.

mod balances;
mod book;
mod changes;
mod day;
mod differ;
mod known;
mod money;
mod movement;
mod names;
mod overlaps;
mod packed;
mod question;
mod restate;
mod rules;
mod stretches;
mod tell;
mod walk;

pub use balances::{Balance, balances};
pub use book::{Book, DueFact, Edge, NONE, Stretch};
pub use day::{Day, date_of, day_of};
pub use known::{DatedRates, Known, KnownMove, LineVersion};
pub use money::{Conversion, Prices, Rates};
pub use movement::{Cause, Class, Movement, Part, Totals};
pub use names::{AccountName, ContractName, LineName, Names, Owner};
pub use packed::{Unpacked, pack};
pub use question::{Filter, Group, Level, Question, Slice};
pub use restate::{Balances, Restated, contract_balances, restatement};
pub use rules::{Discounts, Overlaps, RULES, RenewedBy, Returning, Rules, StatedRules, UpsellLine};
pub use walk::{Arrivals, Walked, walk};
