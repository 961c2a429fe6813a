//! The forecast: how calls, adjustments and submissions are saved, and how submissions are found again. Nothing here decides.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Row, day, get, put};
use crate::records::{ForecastLineRow, LastWeek};
use crate::sql::marks;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::BTreeMap;
use tenure_core::facts::{Facts, Write};
use tenure_core::forecast::{Adjustment, Forecast, ForecastCall, Kind, Window};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{ForecastId, RenewalId, TeammateId};

/// Ids in one statement.
const IDS_PER_STATEMENT: usize = 400;

/// Saves what was said and submitted. Renewals and people that it names are saved before.
pub(crate) async fn save(tx: &Tx, writes: &[&Write]) -> Result<(), StoreError> {
    let calls = writes.iter().filter_map(|w| if let Write::ForecastCall(call) = w { Some(call) } else { None });
    put::<ForecastCall>(tx, calls).await?;
    let said = writes.iter().filter_map(|w| if let Write::Adjustment(said) = w { Some(said) } else { None });
    put::<Adjustment>(tx, said).await?;
    let forecasts: Vec<&Forecast> =
        writes.iter().filter_map(|w| if let Write::Forecast(forecast) = w { Some(forecast) } else { None }).collect();
    put(tx, forecasts.iter().copied()).await?;
    let rows = |forecast: &&Forecast| {
        let of = forecast.id;
        forecast.lines.iter().map(move |line| ForecastLineRow { of, line: line.clone() }).collect::<Vec<_>>()
    };
    put(tx, &forecasts.iter().flat_map(rows).collect::<Vec<_>>()).await
}

/// The last week of everybody and kind.
pub(crate) async fn weeks(tx: &Tx) -> Result<BTreeMap<(TeammateId, Kind), Date>, StoreError> {
    Ok(get::<LastWeek>(tx, "", vec![]).await?.into_iter().map(|last| ((last.person, last.kind), last.week_on)).collect())
}

/// The ids of the accounts with renewals of some people that a forecast looks at.
pub(crate) async fn accounts(tx: &Tx, people: &[TeammateId], window: &Window) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for chunk in people.chunks(IDS_PER_STATEMENT) {
        let sql = format!(
            "SELECT DISTINCT c.account_id AS id FROM ownership_holder h JOIN renewal r ON r.id = h.subject_id
             JOIN contract c ON c.id = r.contract_id WHERE h.responsibility = ? AND r.kind = 'renewal' AND r.end_on < ?
             AND (r.state = 'open' OR r.end_on >= ?) AND h.teammate_id IN ({})",
            marks(chunk.len())
        );
        let head: [Value; 3] = [Responsibility::Commercial.code().into(), day(window.until_on), day(window.from_on)];
        let values = head.into_iter().chain(chunk.iter().map(|id| id.to_string().into())).collect();
        for row in tx.rows(&sql, values).await? {
            found.push(Row { row: &row, table: "account" }.text("id")?);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Adds what managers said of the forecasts of some people.
pub(crate) async fn add_adjustments(tx: &Tx, people: &[TeammateId], facts: &mut Facts) -> Result<(), StoreError> {
    for chunk in people.chunks(IDS_PER_STATEMENT) {
        let rest = format!("WHERE t.person_id IN ({}) ORDER BY t.recorded_at, t.number", marks(chunk.len()));
        facts.adjustments.extend(get::<Adjustment>(tx, &rest, chunk.iter().map(|id| id.to_string().into()).collect()).await?);
    }
    Ok(())
}

impl Tx {
    /// What some people submitted for weeks from a Monday on, without the lines; first to last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forecasts_since(&self, people: &[TeammateId], kind: Kind, week_on: Date) -> Result<Vec<Forecast>, StoreError> {
        let mut found: Vec<Forecast> = Vec::new();
        for chunk in people.chunks(IDS_PER_STATEMENT) {
            let rest = format!("WHERE t.kind = ? AND t.week_on >= ? AND t.person_id IN ({})", marks(chunk.len()));
            let head: [Value; 2] = [kind.code().into(), day(week_on)];
            let values = head.into_iter().chain(chunk.iter().map(|id| id.to_string().into())).collect();
            found.extend(get::<Forecast>(self, &rest, values).await?);
        }
        found.sort_by_key(|forecast| (forecast.week_on, forecast.recorded_at, forecast.id));
        Ok(found)
    }

    /// The last submission of a person for a week before a Monday, with its lines.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forecast_before(&self, person: TeammateId, kind: Kind, week_on: Date) -> Result<Option<Forecast>, StoreError> {
        let rest = "WHERE t.person_id = ? AND t.kind = ? AND t.week_on < ? ORDER BY t.week_on DESC, t.recorded_at DESC, t.id DESC LIMIT 1";
        let values = vec![person.to_string().into(), kind.code().into(), day(week_on)];
        let mut found = get::<Forecast>(self, rest, values).await?;
        self.add_forecast_lines(&mut found).await?;
        Ok(found.pop())
    }

    /// Adds the lines of submissions.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_forecast_lines(&self, forecasts: &mut [Forecast]) -> Result<(), StoreError> {
        for chunk in forecasts.chunks_mut(IDS_PER_STATEMENT) {
            let rest = format!("WHERE t.forecast_id IN ({}) ORDER BY t.forecast_id, t.renewal_id", marks(chunk.len()));
            let ids = chunk.iter().map(|forecast| forecast.id.to_string().into()).collect();
            let mut lines: BTreeMap<ForecastId, Vec<_>> = BTreeMap::new();
            for row in get::<ForecastLineRow>(self, &rest, ids).await? {
                lines.entry(row.of).or_default().push(row.line);
            }
            for forecast in chunk {
                forecast.lines = lines.remove(&forecast.id).unwrap_or_default();
            }
        }
        Ok(())
    }

    /// How many open renewals a person owns commercially that a forecast looks at, counted up to 1,000.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_for_forecast(&self, person: TeammateId, window: &Window) -> Result<u64, StoreError> {
        let sql = "SELECT 1 FROM ownership_holder h JOIN renewal r ON r.id = h.subject_id WHERE h.teammate_id = ? AND h.responsibility = ?
                   AND r.kind = 'renewal' AND r.state = 'open' AND r.end_on < ? LIMIT 1000";
        self.count(sql, vec![person.to_string().into(), Responsibility::Commercial.code().into(), day(window.until_on)]).await
    }

    /// References of the accounts of some renewals.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn accounts_of_renewals(&self, renewals: &[RenewalId]) -> Result<Vec<String>, StoreError> {
        let mut found = Vec::new();
        for chunk in renewals.chunks(IDS_PER_STATEMENT) {
            let sql = format!(
                "SELECT DISTINCT a.reference FROM renewal r JOIN contract c ON c.id = r.contract_id JOIN account a ON a.id = c.account_id
                 WHERE r.id IN ({})",
                marks(chunk.len())
            );
            for row in self.rows(&sql, chunk.iter().map(|id| id.to_string().into()).collect()).await? {
                found.push(Row { row: &row, table: "account" }.text("reference")?);
            }
        }
        found.sort();
        found.dedup();
        Ok(found)
    }
}
