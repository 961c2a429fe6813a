//! Nobody waits for a connection with another one in hand: once all of a pool are held by those who wait for one more, nobody goes on. In
//! tests a task that does so is stopped; otherwise this is nothing.

use crate::turn::Writers;
#[cfg(feature = "testing")]
use {
    std::collections::BTreeSet,
    std::sync::{Mutex, PoisonError},
    tokio::task::{Id, try_id},
};

/// A task, and the database that it has a connection to.
#[cfg(feature = "testing")]
type Hand = (Id, usize);

/// Tasks with a connection in hand.
#[cfg(feature = "testing")]
static HOLDING: Mutex<BTreeSet<Hand>> = Mutex::new(BTreeSet::new());

/// A connection in hand, or being waited for, until it is dropped.
#[derive(Debug)]
pub(crate) struct InHand {
    #[cfg(feature = "testing")]
    hand: Option<Hand>,
}

#[cfg(not(feature = "testing"))]
impl InHand {
    pub(crate) fn take(_: &Writers) -> Self {
        Self {}
    }

    pub(crate) fn beside() -> Self {
        Self {}
    }
}

#[cfg(feature = "testing")]
impl InHand {
    /// A connection to the database of some writers. Outside of a task, as in the body of a test, nobody looks.
    pub(crate) fn take(of: &Writers) -> Self {
        let hand = try_id().map(|task| (task, of.address()));
        if let Some(hand) = hand {
            let first = HOLDING.lock().unwrap_or_else(PoisonError::into_inner).insert(hand);
            assert!(first, "a task asked for a connection with another one in hand");
        }
        Self { hand }
    }

    /// One more, for whoever does not wait for it.
    pub(crate) fn beside() -> Self {
        Self { hand: None }
    }
}

#[cfg(feature = "testing")]
impl Drop for InHand {
    fn drop(&mut self) {
        if let Some(hand) = &self.hand {
            HOLDING.lock().unwrap_or_else(PoisonError::into_inner).remove(hand);
        }
    }
}
