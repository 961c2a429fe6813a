//! The rooms of customers: how they are saved and loaded. A kind of fact is a line in each of the two.

use crate::bulk::{Answers, Asked, Questions};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::put;
use crate::save::last;
use tenure_core::facts::{Facts, Write};
use tenure_core::room::{Reading, RoomFact, ValueEntry};

/// What is asked of the rooms of accounts.
pub(crate) struct Rooms {
    values: Asked<ValueEntry>,
    readings: Asked<Reading>,
}

impl Rooms {
    pub(crate) fn ask(questions: &mut Questions) -> Self {
        const OF_ACCOUNTS: &str = "WHERE t.account_id IN (SELECT id FROM mine)";
        Self { values: questions.ask(OF_ACCOUNTS), readings: questions.ask(&format!("{OF_ACCOUNTS} ORDER BY t.recorded_at, t.id")) }
    }

    pub(crate) async fn add(self, answers: &Answers<'_>, facts: &mut Facts) -> Result<(), StoreError> {
        let mut keep = |fact: RoomFact| facts.apply(&Write::Room(fact));
        answers.to(self.values).await?.into_iter().map(RoomFact::Value).for_each(&mut keep);
        answers.to(self.readings).await?.into_iter().map(RoomFact::Reading).for_each(&mut keep);
        Ok(())
    }
}

/// Saves what was written down. The people that it names are saved before.
pub(crate) async fn save(tx: &Tx, writes: &[&Write]) -> Result<(), StoreError> {
    let entry = |w: &Write| if let Write::Room(RoomFact::Value(entry)) = w { Some((entry.id, entry.clone())) } else { None };
    put(tx, &last(writes, entry)).await?;
    let reading = |w: &Write| if let Write::Room(RoomFact::Reading(reading)) = w { Some((reading.id, reading.clone())) } else { None };
    put(tx, &last(writes, reading)).await
}
