//! The organisation's lists: entries taken off, rates of single days by the page, and which rates the open renewals stand on.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::history::remove_kept;
use crate::record::{Row, day, get};
use crate::records::{DatedRate, PlanRate};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::Value;
use tenure_core::facts::ListKey;
use tenure_core::primitives::{Country, Decimal6};

/// Open renewals of one currency whose terms end in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyUse {
    /// Code of the currency.
    pub currency: String,
    /// Year in which the terms end.
    pub year: i16,
    /// How many.
    pub renewals: u64,
    /// What is up for renewal, in minor units of the currency.
    pub atr_minor: i64,
}

/// Takes an entry off its list. What a rate was stays known for the days before.
pub(crate) async fn remove(tx: &Tx, key: &ListKey, removed_at: Timestamp) -> Result<(), StoreError> {
    match key {
        ListKey::Product(name) => tx.execute("DELETE FROM product WHERE name = ?", vec![name.clone().into()]).await?,
        ListKey::Field(name) => tx.execute("DELETE FROM account_field WHERE name = ?", vec![name.to_string().into()]).await?,
        ListKey::Holiday(country, held_on) => {
            let key = vec![country.map_or("", Country::code).into(), day(*held_on)];
            tx.execute("DELETE FROM holiday WHERE country = ? AND held_on = ?", key).await?
        }
        ListKey::PlanRate(year, code) => return remove_kept::<PlanRate>(tx, &(*year, code.clone()), removed_at).await,
        ListKey::ExchangeRate(rated_on, code) => return remove_kept::<DatedRate>(tx, &(*rated_on, code.clone()), removed_at).await,
    };
    Ok(())
}

impl Tx {
    /// Rates of single days, newest first and then by currency, after a place: at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn dated_rates(
        &self,
        currency: Option<&str>,
        after: Option<(Date, &str)>,
        limit: u32,
    ) -> Result<Vec<(Date, String, Decimal6)>, StoreError> {
        let mut conditions = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        if let Some(code) = currency {
            conditions.push("t.currency = ?");
            values.push(code.into());
        }
        if let Some((rated_on, code)) = after {
            conditions.push("(t.rated_on < ? OR (t.rated_on = ? AND t.currency > ?))");
            values.extend([day(rated_on), day(rated_on), code.into()]);
        }
        let filter = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        let rows = get::<DatedRate>(self, &format!("{filter} ORDER BY t.rated_on DESC, t.currency LIMIT {limit}"), values).await?;
        Ok(rows.into_iter().map(|row| (row.rated_on, row.currency, row.rate)).collect())
    }

    /// Which currencies the open renewals have, by the year in which their terms end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn currency_uses(&self) -> Result<Vec<CurrencyUse>, StoreError> {
        let sql = "SELECT r.currency, SUBSTR(r.end_on, 1, 4) AS year, COUNT(*) AS renewals, CAST(SUM(r.atr_minor) AS BIGINT) AS atr
                   FROM renewal r WHERE r.state = 'open' GROUP BY r.currency, SUBSTR(r.end_on, 1, 4) ORDER BY 1, 2";
        let rows = self.rows(sql, vec![]).await?;
        rows.iter().map(|row| Row { row, table: "renewal" }).map(|row| currency_use(&row)).collect()
    }

    /// How many lines name each product, as they stand; lines that were taken back do not count.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn product_uses(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT l.product, COUNT(*) AS uses FROM contract_line l
                   WHERE l.voided = ? AND NOT EXISTS (SELECT 1 FROM contract_line n WHERE n.id = l.id AND n.version > l.version)
                   GROUP BY l.product ORDER BY l.product";
        let rows = self.rows(sql, vec![false.into()]).await?;
        rows.iter().map(|row| Row { row, table: "contract_line" }).map(|row| Ok((row.text("product")?, row.number("uses")?))).collect()
    }
}

fn currency_use(row: &Row<'_>) -> Result<CurrencyUse, StoreError> {
    Ok(CurrencyUse {
        currency: row.text("currency")?,
        year: row.parsed("year")?,
        renewals: row.number("renewals")?,
        atr_minor: row.get("atr")?,
    })
}
