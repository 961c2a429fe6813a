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
        if let Some(memory) = self.memory() {
            return Ok(memory.desk().taken_reference(writes));
        }
        for (kind, table) in [("account", "account"), ("contract", "contract"), ("stakeholder", "stakeholder"), ("line", "contract_line")] {
            let wanted: BTreeMap<String, String> =
                writes.iter().filter_map(reference).filter(|(of, ..)| *of == kind).map(|(_, wanted, id)| (wanted, id)).collect();
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

/// What a write names, by which reference, and the id of the record.
pub(crate) fn reference(write: &Write) -> Option<(&'static str, String, String)> {
    match write {
        Write::Account(account) => Some(("account", account.reference.clone(), account.id.to_string())),
        Write::Contract(contract) => Some(("contract", contract.reference.clone(), contract.id.to_string())),
        Write::Stakeholder(person) => Some(("stakeholder", person.reference.clone(), person.id.to_string())),
        Write::Line(line) if line.version == 1 => Some(("line", line.reference.clone(), line.id.to_string())),
        _ => None,
    }
}
