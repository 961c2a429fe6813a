//! The outside: the book as a folder of CSV files or as a workbook, and exports of other systems.

pub mod book;
pub mod files;
pub mod foreign;
mod records;
pub mod workbook;
