//! What was known on a day: the facts about money behind every figure that may be asked again.

use crate::App;
use crate::error::AppError;
use jiff::ToSpan;
use jiff::civil::Date;
use tenure_core::identity::Organisation;
use tenure_core::ledger::Known;

impl App {
    /// The facts about money as they were known on a day: recorded by its end in the organisation's time zone. `None` for the day is
    /// what is known now; `None` for the answer is a day before the first import, on which nothing was known (domain ruling 10).
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn known_on(&self, day: Option<Date>) -> Result<Option<Known>, AppError> {
        let tx = self.store.read().await?;
        let Some(organisation) = tx.organisation().await? else { return Ok(None) };
        Ok(tx.known(day.and_then(|day| last_instant(&organisation, day))).await?)
    }
}

/// The last instant of a day in the organisation's time zone, as finely as instants are stored; none where time ends with the day.
pub(crate) fn last_instant(organisation: &Organisation, day: Date) -> Option<jiff::Timestamp> {
    let next = day.tomorrow().ok()?.to_zoned(crate::zone(organisation)).ok()?.timestamp();
    next.checked_sub(1.microsecond()).ok()
}
