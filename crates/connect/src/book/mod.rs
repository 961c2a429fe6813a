//! Reads and writes the book format as a folder of files. What the cells mean is for `tenure_core::book`.

mod read;
mod write;

pub use read::{CELL_CHARACTERS_MAX, FILE_BYTES_MAX, read_book};
pub use write::write_book;

use tenure_core::refusal::Refusal;

/// A refusal of a file, or of the folder where the name is a path.
fn refusal(file: &str, problem: impl Into<String>, remedy: &str) -> Refusal {
    Refusal { file: file.into(), problem: problem.into(), remedy: remedy.into(), ..Refusal::default() }
}
