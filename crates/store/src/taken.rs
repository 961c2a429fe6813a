//! Whether references that writes bring are free in the whole organisation.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::Row;
use crate::sql::marks;
use std::collections::BTreeMap;
use tenure_core::facts::Write;

/// Most references in one question.
const REFERENCES_PER_STATEMENT: usize = 400;

impl Tx {
    /// The first reference that already belongs to another record: what it names, and the reference.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn taken_reference(&self, writes: &[Write]) -> Result<Option<(&'static str, String)>, StoreError> {
        for (kind, table) in [("account", "account"), ("contract", "contract"), ("stakeholder", "stakeholder"), ("line", "contract_line")] {
            let wanted: BTreeMap<String, String> = writes.iter().filter_map(|write| reference(write, kind)).collect();
            for chunk in wanted.keys().cloned().collect::<Vec<_>>().chunks(REFERENCES_PER_STATEMENT) {
                let sql = format!("SELECT id, reference FROM {table} WHERE reference IN ({})", marks(chunk.len()));
                for row in self.rows(&sql, chunk.iter().map(|reference| reference.clone().into()).collect()).await? {
                    let row = Row { row: &row, table };
                    let (id, reference) = (row.text("id")?, row.text("reference")?);
                    if wanted.get(&reference).is_some_and(|own| *own != id) {
                        return Ok(Some((kind, reference)));
                    }
                }
            }
        }
        Ok(None)
    }
}

/// Reference and id of a record of the kind.
fn reference(write: &Write, kind: &str) -> Option<(String, String)> {
    match write {
        Write::Account(account) if kind == "account" => Some((account.reference.clone(), account.id.to_string())),
        Write::Contract(contract) if kind == "contract" => Some((contract.reference.clone(), contract.id.to_string())),
        Write::Stakeholder(person) if kind == "stakeholder" => Some((person.reference.clone(), person.id.to_string())),
        Write::Line(line) if kind == "line" && line.version == 1 => Some((line.reference.clone(), line.id.to_string())),
        _ => None,
    }
}
