//! The outside: the book as a folder of CSV files, and exports of other systems.

pub mod book;
pub mod files;
pub mod foreign;
mod records;
