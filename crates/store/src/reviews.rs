//! When each customer with an open renewal was last reviewed.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::Row;
use jiff::civil::Date;
use tenure_core::primitives::TeammateId;

/// A customer with an open renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewedRow {
    /// Reference.
    pub reference: String,
    /// Name.
    pub name: String,
    /// Tier.
    pub tier: u8,
    /// The day of the last business review.
    pub last_on: Option<Date>,
    /// Who is accountable for value on the renewal that ends first.
    pub holder: Option<TeammateId>,
}

impl Tx {
    /// Every customer with an open renewal, with its last business review, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn reviewed(&self) -> Result<Vec<ReviewedRow>, StoreError> {
        let sql = "SELECT a.reference, a.name, a.tier,
               (SELECT MAX(x.held_on) FROM activity x WHERE x.account_id = a.id AND x.kind = 'business_review' AND NOT x.withdrawn) AS last_on,
               (SELECT h.teammate_id FROM renewal r JOIN ownership_holder h ON h.subject_id = r.id AND h.responsibility = 'value'
                WHERE r.account_id = a.id AND r.state = 'open' ORDER BY r.end_on, r.number LIMIT 1) AS holder
             FROM account a WHERE EXISTS (SELECT 1 FROM renewal r WHERE r.account_id = a.id AND r.state = 'open') ORDER BY a.name, a.reference";
        let rows = self.rows(sql, Vec::new()).await?;
        rows.iter()
            .map(|row| {
                let row = Row { row, table: "account" };
                Ok(ReviewedRow {
                    reference: row.text("reference")?,
                    name: row.text("name")?,
                    tier: row.number("tier")?,
                    last_on: row.parsed_or_none("last_on")?,
                    holder: row.parsed_or_none("holder")?,
                })
            })
            .collect()
    }
}
