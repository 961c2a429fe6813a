//! The real clock and the real source of ids.

use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tenure_app::{Clock, Tools};
use tenure_core::primitives::IdSource;
use uuid::Uuid;

/// The system's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The clock and the ids together.
pub(crate) fn tools() -> Tools {
    Tools { clock: Arc::new(SystemClock), ids: Arc::new(SystemIds::default()) }
}

/// UUIDv7 from the clock, a counter and the system's randomness: in order within this process, unique beyond it.
#[derive(Default)]
pub(crate) struct SystemIds {
    last: AtomicU64,
}

impl IdSource for SystemIds {
    fn next_id(&self) -> Uuid {
        // 48 bits of milliseconds and 12 of a counter in one number that only grows.
        let now = u64::try_from(SystemClock.now().as_millisecond()).unwrap_or(0) << 12;
        let mut random = [0_u8; 10];
        // Without randomness the counter still keeps ids of this process apart; the database refuses a clash with another's.
        let _ = getrandom::fill(&mut random);
        let previous = self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(now.max(last + 1))).unwrap_or(0);
        let stamp = now.max(previous + 1);
        let counter = (stamp & 0x0FFF).to_be_bytes();
        random[0] = counter[6];
        random[1] = counter[7];
        uuid::Builder::from_unix_timestamp_millis(stamp >> 12, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_in_order_even_within_one_millisecond() {
        let source = SystemIds::default();
        let ids: Vec<Uuid> = (0..20_000).map(|_| source.next_id()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }
}
