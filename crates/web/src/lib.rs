//! Server-rendered pages and the JSON API. Handlers read the request, call one verb, and render; nothing here decides.
//!
//! # Adding a page
//! A function under `pages/` that turns a read model of `tenure_app` into markup, a handler under `server/`, and a line in
//! `server/routes.rs`.

pub mod api;
pub mod assets;
pub mod pages;
mod server;

pub use server::{WebConfig, router};
