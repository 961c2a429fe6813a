//! The house rules, one file each. A fault is told as: file, line, what to do.
#![allow(clippy::expect_used, reason = "a rule that cannot read the tree must stop")]

mod catalog;
mod colours;
mod contrast;
mod documents;
mod layers;
mod limits;
mod locks;
mod purity;
mod self_check;
