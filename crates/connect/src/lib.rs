//! The outside: the book as a folder of CSV files or as a workbook, exports of other systems, policies as DMN, and tables for spreadsheets;
//! letters, messages to chats, and calendars.

pub mod book;
pub mod chat;
pub mod dmn;
pub mod files;
pub mod foreign;
pub mod ics;
pub mod mail;
pub mod post;
mod records;
pub mod tables;
pub mod workbook;
