//! Playbooks: timeline templates read from TOML, and the steps they place on a renewal.

use crate::ownership::Responsibility;
use crate::primitives::{Calendar, closed_words};
use crate::refusal::Refusal;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

closed_words! {
    /// The date that a playbook's offsets count from (domain ruling 7).
    Anchor {
        DecisionDate = "decision_date", "the decision date";
        EndDate = "end_date", "the term end";
    }
}

/// A timeline template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Playbook {
    /// Code that policies name, such as `joint-120`.
    pub code: String,
    /// Name on screens.
    pub name: String,
    /// When to use it, in a sentence.
    pub summary: String,
    /// What offsets count from.
    pub anchor: Anchor,
    /// Steps, earliest first.
    pub steps: Vec<Step>,
}

/// One row of a playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Code, unique in the playbook; ties a task to its step.
    pub code: String,
    /// Days before the anchor; the due date shifts to the earlier business day.
    pub days_before_anchor: u16,
    /// Phase named above the ownership strip.
    pub phase: String,
    /// What to do.
    pub title: String,
    /// What it should achieve.
    pub goal: String,
    /// What must be written down to complete it.
    pub evidence: String,
    /// The responsibility that leads the step; its holder does the task (domain ruling 2).
    pub lead: Responsibility,
    /// Responsibilities whose holders attend.
    pub attends: Vec<Responsibility>,
    /// Responsibilities whose holders attend and stay silent.
    pub attends_silently: Vec<Responsibility>,
    /// Whether the step may be completed as "not needed".
    pub optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaybookFile {
    code: String,
    name: String,
    summary: String,
    #[serde(default)]
    anchor: Option<String>,
    step: Vec<StepFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    code: String,
    days_before_anchor: u16,
    phase: String,
    title: String,
    goal: String,
    evidence: String,
    lead: String,
    #[serde(default)]
    attends: Vec<String>,
    #[serde(default)]
    attends_silently: Vec<String>,
    #[serde(default)]
    optional: bool,
}

impl Playbook {
    /// Reads a playbook from TOML.
    ///
    /// # Errors
    /// A refusal that names the step and field: unknown words, two steps with one code, steps out of order, none at all.
    pub fn parse(file: &str, text: &str) -> Result<Self, Refusal> {
        let refuse = |column: &str, value: &str, problem: String| Refusal {
            file: file.into(),
            column: Some(column.into()),
            value: Some(value.into()),
            problem,
            ..Refusal::default()
        };
        let raw: PlaybookFile = toml::from_str(text).map_err(|error| Refusal {
            file: file.into(),
            problem: format!("is not a playbook: {}", error.message()),
            ..Refusal::default()
        })?;
        let anchor = match raw.anchor.as_deref() {
            None => Anchor::DecisionDate,
            Some(word) => word.parse().map_err(|problem| refuse("anchor", word, problem))?,
        };
        let steps = raw.step.into_iter().map(|step| read_step(file, step)).collect::<Result<Vec<_>, _>>()?;
        for pair in steps.windows(2) {
            if pair[0].days_before_anchor < pair[1].days_before_anchor {
                return Err(refuse(
                    "days_before_anchor",
                    &pair[1].code,
                    "comes before the step above it; list steps from the earliest on".into(),
                ));
            }
        }
        let mut codes: Vec<&str> = steps.iter().map(|step| step.code.as_str()).collect();
        codes.sort_unstable();
        if let Some(twice) = codes.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(refuse("code", twice[0], "names two steps".into()));
        }
        if steps.is_empty() {
            return Err(Refusal { file: file.into(), problem: "has no steps".into(), ..Refusal::default() });
        }
        Ok(Self { code: raw.code, name: raw.name, summary: raw.summary, anchor, steps })
    }

    /// Days before the anchor at which the playbook begins.
    pub fn opens_days_before_anchor(&self) -> u16 {
        self.steps.iter().map(|step| step.days_before_anchor).max().unwrap_or(0)
    }

    /// The step of a code.
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.code == code)
    }
}

impl Step {
    /// When the step is due for an anchor: its offset, shifted to the earlier business day.
    pub fn due_on(&self, anchor_on: Date, calendar: &Calendar) -> Date {
        calendar.earlier_business_day(anchor_on.saturating_sub(i64::from(self.days_before_anchor).days()))
    }
}

fn read_step(file: &str, raw: StepFile) -> Result<Step, Refusal> {
    let responsibility = |field: &str, word: &str| {
        word.parse::<Responsibility>().map_err(|problem| Refusal {
            file: file.into(),
            column: Some(format!("{field} of step {}", raw.code)),
            value: Some(word.into()),
            problem,
            ..Refusal::default()
        })
    };
    let several = |field: &str, words: &[String]| words.iter().map(|word| responsibility(field, word)).collect::<Result<Vec<_>, _>>();
    Ok(Step {
        lead: responsibility("lead", &raw.lead)?,
        attends: several("attends", &raw.attends)?,
        attends_silently: several("attends_silently", &raw.attends_silently)?,
        code: raw.code,
        days_before_anchor: raw.days_before_anchor,
        phase: raw.phase,
        title: raw.title,
        goal: raw.goal,
        evidence: raw.evidence,
        optional: raw.optional,
    })
}
