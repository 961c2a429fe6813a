//! Rows of handoffs.

use crate::error::StoreError;
use crate::record::{Record, Row, day, day_or_null, instant, instant_text};
use sea_orm::Value;
use std::collections::BTreeSet;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::handoff::{Handoff, HandoffState, Word};
use tenure_core::primitives::ActivityId;

impl Record for Handoff {
    const TABLE: &'static str = "handoff";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "renewal_id",
        "number",
        "giver_id",
        "receiver_id",
        "responsibilities",
        "opened_on",
        "due_on",
        "opened_by",
        "reason",
        "recorded_at",
        "state",
        "touch_id",
        "settled_by",
        "settled_reason",
        "settled_on",
        "settled_at",
        "introduce_by",
        "clock_on",
    ];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        let word = self.state.word();
        let introduce_by = if let HandoffState::Waived { introduce_by, .. } = &self.state { Some(*introduce_by) } else { None };
        let responsibilities: Vec<&str> = self.responsibilities.iter().map(|responsibility| responsibility.code()).collect();
        vec![
            self.id.to_string().into(),
            self.renewal.to_string().into(),
            i64::from(self.number).into(),
            self.giver.to_string().into(),
            self.receiver.to_string().into(),
            responsibilities.join(" ").into(),
            day(self.opened_on),
            day(self.due_on),
            self.opened_by.clone().into(),
            self.reason.clone().into(),
            instant(self.recorded_at),
            self.state.code().into(),
            self.state.touch().map(|touch| touch.to_string()).into(),
            word.map(|word| word.by.clone()).into(),
            word.map(|word| word.reason.clone()).into(),
            day_or_null(word.map(|word| word.on)),
            word.map(|word| instant_text(word.recorded_at)).into(),
            day_or_null(introduce_by),
            day_or_null(self.clock()),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let text = row.text("responsibilities")?;
        let responsibilities = text
            .split(' ')
            .map(|word| word.parse().map_err(|problem: String| row.unreadable("responsibilities", word, &problem)))
            .collect::<Result<BTreeSet<Responsibility>, _>>()?;
        Ok(Self {
            id: row.parsed("id")?,
            renewal: row.parsed("renewal_id")?,
            number: row.number("number")?,
            giver: row.parsed("giver_id")?,
            receiver: row.parsed("receiver_id")?,
            responsibilities,
            opened_on: row.parsed("opened_on")?,
            due_on: row.parsed("due_on")?,
            opened_by: row.text("opened_by")?,
            reason: row.text("reason")?,
            recorded_at: row.parsed("recorded_at")?,
            state: state(row)?,
        })
    }
}

fn state(row: &Row<'_>) -> Result<HandoffState, StoreError> {
    let code = row.text("state")?;
    let touch = || row.parsed::<ActivityId>("touch_id");
    let word = || {
        Ok::<Word, StoreError>(Word {
            by: row.text("settled_by")?,
            reason: row.text("settled_reason")?,
            on: row.parsed("settled_on")?,
            recorded_at: row.parsed("settled_at")?,
        })
    };
    Ok(match code.as_str() {
        "opened" => HandoffState::Opened,
        "met" => HandoffState::Met { touch: touch()? },
        "accepted" => HandoffState::Accepted { touch: touch()?, word: word()? },
        "declined" => HandoffState::Declined { word: word()? },
        "waived" => {
            HandoffState::Waived { word: word()?, introduce_by: row.parsed("introduce_by")?, introduced: row.parsed_or_none("touch_id")? }
        }
        "withdrawn" => HandoffState::Withdrawn { word: word()? },
        other => return Err(row.unreadable("state", other, "is not a state of a handoff")),
    })
}
