//! The ledger of annual recurring revenue (ARR-1): movements derived from contract lines, exact to the minor unit on every day.

mod known;
mod movement;

pub use known::{DatedRates, Known, KnownMove, LineVersion};
pub use movement::{Cause, Class, Movement, Totals};
