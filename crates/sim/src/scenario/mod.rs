//! Named scenarios: dated acts and what must be true on dated days, in files that people read. Each is a test case, and a company to look at.
//!
//! # Adding a scenario
//! A file under `scenarios/` like those beside it, and a line in [`SCENARIOS`]. Expected values are worked out by hand, never by the program.

mod act;
mod expect;
mod play;

pub use play::{Pace, Played, keep, play};

use act::ActRow;
use expect::ExpectRow;
use jiff::civil::Date;
use serde::Deserialize;
use tenure_core::refusal::Refusal;

/// Every scenario: its name and its file.
pub const SCENARIOS: &[(&str, &str)] = &[
    ("absence-with-delegate", include_str!("../../scenarios/absence-with-delegate.toml")),
    ("auto-renewal-at-month-end", include_str!("../../scenarios/auto-renewal-at-month-end.toml")),
    ("auto-renewal-in-leap-february", include_str!("../../scenarios/auto-renewal-in-leap-february.toml")),
    ("backdated-correction", include_str!("../../scenarios/backdated-correction.toml")),
    ("cancel-one-of-two", include_str!("../../scenarios/cancel-one-of-two.toml")),
    ("co-term-add-on", include_str!("../../scenarios/co-term-add-on.toml")),
    ("discount-expiry", include_str!("../../scenarios/discount-expiry.toml")),
    ("early-renewal", include_str!("../../scenarios/early-renewal.toml")),
    ("escalator", include_str!("../../scenarios/escalator.toml")),
    ("late-renewal", include_str!("../../scenarios/late-renewal.toml")),
    ("leaver-in-mid-renewal", include_str!("../../scenarios/leaver-in-mid-renewal.toml")),
    ("majority-downsell", include_str!("../../scenarios/majority-downsell.toml")),
    ("merger", include_str!("../../scenarios/merger.toml")),
    ("mistake-1-cs-owns-all", include_str!("../../scenarios/mistake-1-cs-owns-all.toml")),
    ("mistake-2-sales-owns-all", include_str!("../../scenarios/mistake-2-sales-owns-all.toml")),
    ("mistake-3-nobody-acts", include_str!("../../scenarios/mistake-3-nobody-acts.toml")),
    ("mistake-4-cold-handoff", include_str!("../../scenarios/mistake-4-cold-handoff.toml")),
    ("mistake-5-pay-out-of-step", include_str!("../../scenarios/mistake-5-pay-out-of-step.toml")),
    ("mistake-6-no-rhythm", include_str!("../../scenarios/mistake-6-no-rhythm.toml")),
    ("notice-unknown", include_str!("../../scenarios/notice-unknown.toml")),
    ("open-ended-monthly", include_str!("../../scenarios/open-ended-monthly.toml")),
    ("opt-out-in-time", include_str!("../../scenarios/opt-out-in-time.toml")),
    ("opt-out-too-late", include_str!("../../scenarios/opt-out-too-late.toml")),
    ("ramp", include_str!("../../scenarios/ramp.toml")),
    ("returning-customer", include_str!("../../scenarios/returning-customer.toml")),
    ("split", include_str!("../../scenarios/split.toml")),
    ("well-run-renewal", include_str!("../../scenarios/well-run-renewal.toml")),
    ("wrong-ending", include_str!("../../scenarios/wrong-ending.toml")),
];

/// A scenario as its file says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, in a sentence.
    pub says: String,
    /// The first day.
    pub begins_on: Date,
    /// The last day.
    pub ends_on: Date,
    /// Whether no finding may come up on any day.
    #[serde(default)]
    quiet: bool,
    /// What is done.
    #[serde(rename = "act")]
    acts: Vec<ActRow>,
    /// What must be true at the end of a day.
    #[serde(rename = "expect")]
    expectations: Vec<ExpectRow>,
}

impl Scenario {
    /// The scenario of a name.
    ///
    /// # Errors
    /// A name that no scenario has, or a file that cannot be read.
    pub fn named(name: &str) -> Result<Self, Refusal> {
        let unknown = || Refusal {
            value: Some(name.into()),
            problem: "is not a scenario".into(),
            remedy: "List them with: tenure sim --list".into(),
            ..Refusal::default()
        };
        let (_, text) = SCENARIOS.iter().find(|(known, _)| *known == name).ok_or_else(unknown)?;
        Self::parse(name, text)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// What does not fit, with its place.
    pub fn parse(name: &str, text: &str) -> Result<Self, Refusal> {
        toml::from_str(text).map_err(|fault| Refusal { file: format!("{name}.toml"), problem: fault.to_string(), ..Refusal::default() })
    }
}
