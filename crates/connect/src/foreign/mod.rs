//! Exports of other systems: any file that looks like CSV, read as it is written. What the cells mean is for a mapping.

mod decode;
mod read;
mod report;

pub use read::{COLUMNS_MAX, ROWS_MAX, is_read, read_exports, read_foreign};
pub use report::{report_csv, write_report};
