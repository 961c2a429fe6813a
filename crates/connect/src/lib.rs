//! The outside: the book as a folder of CSV files or as a workbook, exports of other systems, policies as DMN, and tables for spreadsheets.

pub mod book;
pub mod dmn;
pub mod files;
pub mod foreign;
mod records;
pub mod tables;
pub mod workbook;
