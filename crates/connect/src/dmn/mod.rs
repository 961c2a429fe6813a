//! The ownership policy as DMN 1.5: one decision with a decision table, which standard modellers open and write.
//!
//! Inputs are named by their codes, cells are the same simple expressions. Outcomes are texts: a word, or roles in order of preference as
//! `ae, renewals_manager`; support, types of expansion and phases are lists of `word: roles` parted by semicolons.

mod read;
mod tree;
mod write;

pub use read::from_dmn;
pub use write::to_dmn;

/// The namespace of DMN 1.5 models.
const MODEL: &str = "https://www.omg.org/spec/DMN/20230324/MODEL/";

/// The namespace of what DMN has no word for: whether the numbers of a field are amounts.
const OWN: &str = "urn:tenure:policy:own";

/// Outputs of the table, in order; those after the responsibilities may be absent.
#[rustfmt::skip]
const OUTPUTS: [&str; 12] = [
    "model", "motion", "playbook", "value", "commercial", "expansion", "operations", "executive", "support", "expansion_types", "skills", "phases",
];

#[cfg(test)]
mod tests;
