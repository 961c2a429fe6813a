//! Power cuts for tests: a VFS of SQLite that records every write, truncation, sync and deletion, and a disk that plays them
//! back up to any moment and then loses what was not synced. Only tests use this crate.

mod disk;
mod vfs;

pub use disk::{Disk, Operation, Recording};
pub use vfs::Recorder;
