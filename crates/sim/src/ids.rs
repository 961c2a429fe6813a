//! Ids that a seed decides.

use crate::clock::SimClock;
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::{Arc, Mutex, PoisonError};
use tenure_app::Clock;
use tenure_core::primitives::IdSource;
use uuid::Uuid;

/// UUIDv7 ids: the simulated millisecond, a count that never repeats, and seeded randomness.
#[derive(Debug)]
pub struct SeededIds {
    clock: Arc<SimClock>,
    state: Mutex<(u32, ChaCha8Rng)>,
}

/// Bits of randomness; with 32 bits of count they fill what version and variant leave free.
const RANDOM_BITS: u32 = 42;

impl SeededIds {
    /// A source that takes its time from the clock and its randomness from the seed.
    pub fn new(clock: Arc<SimClock>, seed: u64) -> Self {
        Self { clock, state: Mutex::new((0, ChaCha8Rng::seed_from_u64(seed))) }
    }
}

impl IdSource for SeededIds {
    fn next_id(&self) -> Uuid {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let count = u128::from(state.0);
        state.0 = state.0.wrapping_add(1);
        let random = u128::from(state.1.next_u64() >> (u64::BITS - RANDOM_BITS));
        let milliseconds = u128::try_from(self.clock.now().as_millisecond()).unwrap_or(0) & 0xffff_ffff_ffff;
        let (count_high, count_low) = (count >> 20, count & 0xf_ffff);
        Uuid::from_u128(milliseconds << 80 | 7 << 76 | count_high << 64 | 0b10 << 62 | count_low << RANDOM_BITS | random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn ids_have_the_shape_of_version_seven_and_never_repeat() {
        let clock = Arc::new(SimClock::on(date(2026, 11, 23)));
        let ids = SeededIds::new(Arc::clone(&clock), 7);
        let drawn: Vec<Uuid> = (0..10_000).map(|_| ids.next_id()).collect();
        assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), drawn.len());
        assert!(drawn.is_sorted(), "ids of one millisecond come in the order in which they were drawn");
        for id in &drawn {
            assert_eq!((id.get_version_num(), id.get_variant()), (7, uuid::Variant::RFC4122), "{id}");
        }
        assert_eq!(drawn[0].as_u128() >> 80, u128::try_from(clock.now().as_millisecond()).unwrap());
    }

    #[test]
    fn a_seed_gives_the_same_ids_again_and_another_seed_gives_others() {
        let draw = |seed| {
            let ids = SeededIds::new(Arc::new(SimClock::on(date(2026, 11, 23))), seed);
            (0..5).map(|_| ids.next_id()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }
}
