//! Verbs on the book: import it, export it. Files are read by `tenure_connect`; this decides and saves.

mod import;
mod material;
mod sent;

pub use import::{Faulty, ImportRequest, ImportSummary, Mode};
pub use material::{Material, fitting_mapping, mapping_named, shipped_mappings};
pub use sent::{ChosenMapping, SENT_FILES_MAX, SentFiles};
pub use tenure_connect::files::NamedFile;
pub use tenure_connect::foreign::report_csv;

use crate::App;
use crate::error::AppError;
use tenure_core::book::{Book, export};
use tenure_store::Scope;

impl App {
    /// The whole book as it stands.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn export_book(&self) -> Result<Book, AppError> {
        Ok(export(&self.store.read().await?.facts(&Scope::All, self.playbooks.clone()).await?))
    }
}
