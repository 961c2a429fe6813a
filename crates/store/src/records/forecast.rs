//! Rows of the forecast: calls, adjustments, submissions and their lines.

use crate::error::StoreError;
use crate::record::{Record, Row, day, instant};
use jiff::civil::Date;
use sea_orm::Value;
use tenure_core::forecast::{Adjustment, Forecast, ForecastCall, ForecastLine, Kind, Said, Window};
use tenure_core::primitives::{ForecastId, Money, TeammateId};

impl Record for ForecastCall {
    const TABLE: &'static str = "forecast_call";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "renewal_id", "number", "voice", "person_id", "category", "expected_minor", "due_minor", "currency", "reason", "author", "called_on",
        "recorded_at",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.renewal.to_string().into(),
            i64::from(self.number).into(),
            self.voice.code().into(),
            self.person.to_string().into(),
            self.said.map(|said| said.category.code().to_string()).into(),
            self.said.map(|said| said.expected_minor).into(),
            self.due.minor.into(),
            self.due.currency.code().into(),
            self.reason.clone().into(),
            self.author.clone().into(),
            day(self.called_on),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let category = row.parsed_or_none("category")?;
        let said = match category {
            Some(category) => Some(Said { category, expected_minor: row.get("expected_minor")? }),
            None => None,
        };
        Ok(Self {
            renewal: row.parsed("renewal_id")?,
            number: row.number("number")?,
            voice: row.parsed("voice")?,
            person: row.parsed("person_id")?,
            said,
            due: Money::new(row.get("due_minor")?, row.currency("currency")?),
            reason: row.text("reason")?,
            author: row.text("author")?,
            called_on: row.parsed("called_on")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

impl Record for Adjustment {
    const TABLE: &'static str = "forecast_adjustment";
    const COLUMNS: &'static [&'static str] =
        &["manager_id", "person_id", "week_on", "number", "delta_minor", "reason", "said_on", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.manager.to_string().into(),
            self.person.to_string().into(),
            day(self.week_on),
            i64::from(self.number).into(),
            self.delta_minor.into(),
            self.reason.clone().into(),
            day(self.said_on),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            manager: row.parsed("manager_id")?,
            person: row.parsed("person_id")?,
            week_on: row.parsed("week_on")?,
            number: row.number("number")?,
            delta_minor: row.get("delta_minor")?,
            reason: row.text("reason")?,
            said_on: row.parsed("said_on")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

/// A submission; its lines are rows of their own.
impl Record for Forecast {
    const TABLE: &'static str = "forecast";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "id", "person_id", "kind", "week_on", "from_on", "next_on", "until_on", "adjusted_minor", "currency", "author", "submitted_on",
        "recorded_at",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.person.to_string().into(),
            self.kind.code().into(),
            day(self.week_on),
            day(self.window.from_on),
            day(self.window.next_on),
            day(self.window.until_on),
            self.adjusted_minor.into(),
            self.currency.code().into(),
            self.author.clone().into(),
            day(self.submitted_on),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let window = Window { from_on: row.parsed("from_on")?, next_on: row.parsed("next_on")?, until_on: row.parsed("until_on")? };
        Ok(Self {
            id: row.parsed("id")?,
            person: row.parsed("person_id")?,
            kind: row.parsed("kind")?,
            week_on: row.parsed("week_on")?,
            window,
            adjusted_minor: row.get("adjusted_minor")?,
            currency: row.currency("currency")?,
            author: row.text("author")?,
            submitted_on: row.parsed("submitted_on")?,
            recorded_at: row.parsed("recorded_at")?,
            lines: Vec::new(),
        })
    }
}

/// A line of a submission.
pub(crate) struct ForecastLineRow {
    /// The submission.
    pub(crate) of: ForecastId,
    /// The line.
    pub(crate) line: ForecastLine,
}

impl Record for ForecastLineRow {
    const TABLE: &'static str = "forecast_line";
    #[rustfmt::skip]
    const COLUMNS: &'static [&'static str] = &[
        "forecast_id", "renewal_id", "holder_id", "end_on", "category", "called_by_id", "expected_minor", "due_minor", "currency",
        "expected_reporting_minor", "due_reporting_minor",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let line = &self.line;
        vec![
            self.of.to_string().into(),
            line.renewal.to_string().into(),
            line.holder.to_string().into(),
            day(line.end_on),
            line.category.map(|category| category.code().to_string()).into(),
            line.called_by.map(|id| id.to_string()).into(),
            line.expected.minor.into(),
            line.due_minor.into(),
            line.expected.currency.code().into(),
            line.expected_reporting_minor.into(),
            line.due_reporting_minor.into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let line = ForecastLine {
            renewal: row.parsed("renewal_id")?,
            holder: row.parsed("holder_id")?,
            end_on: row.parsed("end_on")?,
            category: row.parsed_or_none("category")?,
            called_by: row.parsed_or_none("called_by_id")?,
            expected: Money::new(row.get("expected_minor")?, row.currency("currency")?),
            due_minor: row.get("due_minor")?,
            expected_reporting_minor: row.get("expected_reporting_minor")?,
            due_reporting_minor: row.get("due_reporting_minor")?,
        };
        Ok(Self { of: row.parsed("forecast_id")?, line })
    }
}

/// The last week for which somebody submitted a forecast of a kind.
pub(crate) struct LastWeek {
    pub(crate) person: TeammateId,
    pub(crate) kind: Kind,
    pub(crate) week_on: Date,
}

impl Record for LastWeek {
    const TABLE: &'static str = "(SELECT person_id, kind, MAX(week_on) AS week_on FROM forecast GROUP BY person_id, kind)";
    const COLUMNS: &'static [&'static str] = &["person_id", "kind", "week_on"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        // It follows from other rows.
        Vec::new()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { person: row.parsed("person_id")?, kind: row.parsed("kind")?, week_on: row.parsed("week_on")? })
    }
}
