//! The rooms of customers: how they are saved and loaded. A kind of fact is a line in each of the two.

use crate::bulk::{Answers, Asked, Questions};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::load::OF_ACCOUNTS;
use crate::record::put;
use crate::save::last;
use tenure_core::facts::{Facts, Write};
use tenure_core::room::{Comment, Commitment, Document, Objection, Reading, RoomFact, Standpoint, ValueEntry};

/// What is asked of the rooms of accounts.
pub(crate) struct Rooms {
    values: Asked<ValueEntry>,
    readings: Asked<Reading>,
    standpoints: Asked<Standpoint>,
    objections: Asked<Objection>,
    commitments: Asked<Commitment>,
    comments: Asked<Comment>,
    documents: Asked<Document>,
}

impl Rooms {
    pub(crate) fn ask(questions: &mut Questions) -> Self {
        const OLDEST_FIRST: &str = "ORDER BY t.recorded_at, t.id";
        Self {
            values: questions.ask(OF_ACCOUNTS, ""),
            readings: questions.ask(OF_ACCOUNTS, OLDEST_FIRST),
            standpoints: questions.ask(OF_ACCOUNTS, OLDEST_FIRST),
            objections: questions.ask(OF_ACCOUNTS, ""),
            commitments: questions.ask(OF_ACCOUNTS, ""),
            comments: questions.ask(OF_ACCOUNTS, "ORDER BY t.id, t.version"),
            documents: questions.ask(OF_ACCOUNTS, ""),
        }
    }

    pub(crate) async fn add(self, answers: &Answers<'_>, facts: &mut Facts) -> Result<(), StoreError> {
        let mut keep = |fact: RoomFact| facts.apply(&Write::Room(fact));
        answers.to(self.values).await?.into_iter().map(RoomFact::Value).for_each(&mut keep);
        answers.to(self.readings).await?.into_iter().map(RoomFact::Reading).for_each(&mut keep);
        answers.to(self.standpoints).await?.into_iter().map(RoomFact::Standpoint).for_each(&mut keep);
        answers.to(self.objections).await?.into_iter().map(RoomFact::Objection).for_each(&mut keep);
        answers.to(self.commitments).await?.into_iter().map(RoomFact::Commitment).for_each(&mut keep);
        answers.to(self.comments).await?.into_iter().map(RoomFact::Comment).for_each(&mut keep);
        answers.to(self.documents).await?.into_iter().map(RoomFact::Document).for_each(&mut keep);
        Ok(())
    }
}

/// Saves what was written down. The people that it names are saved before.
pub(crate) async fn save(tx: &Tx, writes: &[&Write]) -> Result<(), StoreError> {
    let entry = |w: &Write| if let Write::Room(RoomFact::Value(entry)) = w { Some((entry.id, entry.clone())) } else { None };
    put(tx, &last(writes, entry)).await?;
    let reading = |w: &Write| if let Write::Room(RoomFact::Reading(reading)) = w { Some((reading.id, reading.clone())) } else { None };
    put(tx, &last(writes, reading)).await?;
    let standpoint = |w: &Write| if let Write::Room(RoomFact::Standpoint(said)) = w { Some((said.id, said.clone())) } else { None };
    put(tx, &last(writes, standpoint)).await?;
    let objection = |w: &Write| if let Write::Room(RoomFact::Objection(known)) = w { Some((known.id, known.clone())) } else { None };
    put(tx, &last(writes, objection)).await?;
    let commitment = |w: &Write| if let Write::Room(RoomFact::Commitment(known)) = w { Some((known.id, known.clone())) } else { None };
    put(tx, &last(writes, commitment)).await?;
    let comment = |w: &Write| match w {
        Write::Room(RoomFact::Comment(said)) => Some(((said.id, said.version), said.clone())),
        _ => None,
    };
    put(tx, &last(writes, comment)).await?;
    let document = |w: &Write| if let Write::Room(RoomFact::Document(known)) = w { Some((known.id, known.clone())) } else { None };
    put(tx, &last(writes, document)).await
}
