//! Reads and writes the book format as a folder of files. What the cells mean is for `tenure_core::book`.

mod read;
mod write;

pub use crate::files::FILE_BYTES_MAX;
pub use crate::records::CELL_CHARACTERS_MAX;
pub(crate) use read::book_with;
pub use read::{book_of, is_meant_for_book, is_of_book, read_book};
pub use write::write_book;
