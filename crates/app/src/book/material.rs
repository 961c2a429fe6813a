//! What is imported: a book as it is, or exports with the mapping that makes a book of them.

use tenure_connect::book::book_of;
use tenure_connect::files::NamedFile;
use tenure_connect::foreign::read_exports;
use tenure_core::book::Book;
use tenure_core::catalog;
use tenure_core::mapping::{ForeignTable, Mapping};
use tenure_core::refusal::Refusal;

/// What is imported.
#[derive(Clone, Debug)]
pub enum Material {
    /// A book.
    Book(Box<Book>),
    /// Exports of another system.
    Exports {
        /// What they mean.
        mapping: Box<Mapping>,
        /// The foreign files.
        tables: Vec<ForeignTable>,
        /// Files of the book that lie beside them.
        beside: Box<Book>,
    },
}

impl Material {
    /// Reads files: as a book where no mapping is named.
    ///
    /// # Errors
    /// Every refusal of a file as a whole.
    pub fn read(files: Vec<NamedFile>, mapping: Option<Mapping>) -> Result<Self, Vec<Refusal>> {
        match mapping {
            None => Ok(Self::Book(Box::new(book_of(files)?))),
            Some(mapping) => {
                let (tables, beside) = read_exports(files, &mapping)?;
                Ok(Self::Exports { mapping: Box::new(mapping), tables, beside: Box::new(beside) })
            }
        }
    }

    /// Name of the mapping that reads it, if one does.
    pub(crate) fn mapping(&self) -> Option<String> {
        match self {
            Self::Book(_) => None,
            Self::Exports { mapping, .. } => Some(mapping.name.clone()),
        }
    }
}

/// A shipped mapping by its name.
///
/// # Errors
/// A name that no shipped mapping has.
pub fn mapping_named(name: &str) -> Result<Mapping, Vec<Refusal>> {
    let Some((file, text)) = catalog::mapping(name) else {
        let shipped = catalog::MAPPING_FILES.iter().map(|(file, _)| catalog::stem(file)).collect::<Vec<_>>().join(", ");
        let refusal = Refusal {
            column: Some("mapping".into()),
            value: Some(name.into()),
            problem: "is not a shipped mapping".into(),
            remedy: format!("Shipped: {shipped}. A file is named by its path, such as my-mapping.toml."),
            ..Refusal::default()
        };
        return Err(vec![refusal]);
    };
    Mapping::parse(file, text)
}

/// Every shipped mapping with its name.
///
/// # Errors
/// A shipped mapping that cannot be read; a test keeps them sound.
pub fn shipped_mappings() -> Result<Vec<(&'static str, Mapping)>, Vec<Refusal>> {
    catalog::MAPPING_FILES.iter().map(|(file, text)| Ok((catalog::stem(file), Mapping::parse(file, text)?))).collect()
}

/// The shipped mapping whose files are all among these, with its name.
pub fn fitting_mapping(files: &[String]) -> Option<(&'static str, Mapping)> {
    let fits = |mapping: &Mapping| mapping.sources.iter().all(|source| source.optional || files.contains(&source.file));
    shipped_mappings().ok()?.into_iter().find(|(_, mapping)| fits(mapping))
}
