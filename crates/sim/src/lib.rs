//! A seeded company lived day by day through the verbs.
//!
//! The clock is set and the ids are drawn from a seed, so the same seed gives the same company on every machine.

mod clock;
mod deed;
mod ids;
pub mod large;
pub mod sample;
pub mod scenario;
#[cfg(feature = "testing")]
pub mod testing;

pub use clock::SimClock;
pub use deed::Deed;
pub use ids::SeededIds;
pub use sample::{SampleSummary, load_sample, load_sample_telling};
