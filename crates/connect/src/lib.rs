//! The outside: the book as a folder of CSV files.

pub mod book;
