//! Reading a playbook from its text.

use super::{Anchor, Counted, Playbook, Repeat, Step, When};
use crate::account::Risk;
use crate::ownership::{Motion, Responsibility};
use crate::refusal::Refusal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;

/// The furthest day that a step may lie from what it counts from: two years.
pub const DAYS_MAX: u16 = 730;

/// The longest text of a field, in characters.
const TEXT_MAX: usize = 500;

/// The most steps of a playbook.
const STEPS_MAX: usize = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaybookFile {
    code: String,
    name: String,
    summary: String,
    #[serde(default)]
    anchor: Option<String>,
    #[serde(default)]
    outreach: BTreeMap<String, u16>,
    #[serde(default)]
    step: Vec<StepFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    code: String,
    days_before_anchor: Option<u16>,
    days_before_decision: Option<u16>,
    days_before_end: Option<u16>,
    days_after_signature: Option<u16>,
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
    #[serde(default)]
    outreach: bool,
    #[serde(default)]
    with_customer: bool,
    #[serde(default)]
    depends_on: Vec<String>,
    repeat: Option<RepeatFile>,
    #[serde(default)]
    when: WhenFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RepeatFile {
    every_days: u16,
    until_days: u16,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WhenFile {
    #[serde(default)]
    risk: Vec<String>,
    #[serde(default)]
    tier: Vec<u8>,
    #[serde(default)]
    motion: Vec<String>,
}

/// A refusal of one field.
struct At<'a> {
    file: &'a str,
}

impl At<'_> {
    fn refuse(&self, column: String, value: impl Display, problem: impl Into<String>) -> Refusal {
        Refusal {
            file: self.file.into(),
            column: Some(column),
            value: Some(value.to_string()),
            problem: problem.into(),
            ..Refusal::default()
        }
    }

    fn word<T: FromStr<Err = String>>(&self, column: String, word: &str) -> Result<T, Refusal> {
        word.parse().map_err(|problem: String| self.refuse(column, word, problem))
    }

    fn words<T: FromStr<Err = String>>(&self, column: &str, words: &[String]) -> Result<Vec<T>, Refusal> {
        words.iter().map(|word| self.word(column.to_string(), word)).collect()
    }

    fn text(&self, column: String, text: &str) -> Result<String, Refusal> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > TEXT_MAX || text.chars().any(char::is_control) {
            return Err(self.refuse(column, text, format!("must be one line of 1 to {TEXT_MAX} characters")));
        }
        Ok(text.to_string())
    }

    fn code(&self, column: String, code: &str) -> Result<String, Refusal> {
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if code.is_empty() || code.len() > 60 || !code.chars().all(sound) {
            return Err(self.refuse(column, code, "must be 1 to 60 small letters, digits and hyphens"));
        }
        Ok(code.to_string())
    }
}

impl Playbook {
    /// Reads a playbook from TOML.
    ///
    /// # Errors
    /// A refusal that names the step and field: unknown words, two steps with one code, steps out of order, none at all, a step that
    /// waits for one that does not exist or for itself, an approach to the customer before the gate.
    pub fn parse(file: &str, text: &str) -> Result<Self, Refusal> {
        let at = At { file };
        let raw: PlaybookFile = toml::from_str(text).map_err(|error| Refusal {
            file: file.into(),
            row: error.span().map(|span| text[..span.start].matches('\n').count() + 1),
            problem: format!("is not a playbook: {}", error.message()),
            ..Refusal::default()
        })?;
        let anchor = raw.anchor.as_deref().map_or(Ok(Anchor::DecisionDate), |word| at.word("anchor".into(), word))?;
        let outreach = raw.outreach.iter().map(|(word, days)| Ok((colour(&at, word)?, within(&at, "outreach".into(), *days)?)));
        let outreach = outreach.collect::<Result<BTreeMap<_, _>, Refusal>>()?;
        let steps = raw.step.iter().map(|step| read_step(&at, step)).collect::<Result<Vec<_>, _>>()?;
        let playbook = Self {
            code: at.code("code".into(), &raw.code)?,
            name: at.text("name".into(), &raw.name)?,
            summary: at.text("summary".into(), &raw.summary)?,
            anchor,
            outreach,
            steps,
        };
        playbook.check(&at)?;
        Ok(playbook)
    }

    fn check(&self, at: &At<'_>) -> Result<(), Refusal> {
        if self.steps.len() > STEPS_MAX || !self.steps.iter().any(|step| step.when.is_any() && step.counted != Counted::AfterSignature) {
            let problem = format!("must have 1 to {STEPS_MAX} steps, one of them before the end and on every renewal");
            return Err(Refusal { file: at.file.into(), problem, ..Refusal::default() });
        }
        let mut codes = BTreeSet::new();
        for step in &self.steps {
            if !codes.insert(step.code.as_str()) {
                return Err(at.refuse("code".into(), &step.code, "names two steps"));
            }
        }
        self.check_order(at)?;
        self.check_dependencies(at)?;
        self.check_gate(at)
    }

    fn check_order(&self, at: &At<'_>) -> Result<(), Refusal> {
        let counted: Vec<&Step> = self.steps.iter().filter(|step| step.counted == Counted::BeforeAnchor).collect();
        let wrong = counted.windows(2).find(|pair| pair[0].days < pair[1].days);
        wrong.map_or(Ok(()), |pair| {
            Err(at.refuse("days_before_anchor".into(), &pair[1].code, "comes before the step above it; list steps from the earliest on"))
        })
    }

    /// A step waits for steps above it only, so that no two wait for each other.
    fn check_dependencies(&self, at: &At<'_>) -> Result<(), Refusal> {
        let mut above = BTreeSet::new();
        for step in &self.steps {
            if let Some(unknown) = step.depends_on.iter().find(|code| !above.contains(code.as_str())) {
                return Err(at.refuse(format!("depends_on of step {}", step.code), unknown, "is not a step above this one"));
            }
            above.insert(step.code.as_str());
        }
        Ok(())
    }

    fn check_gate(&self, at: &At<'_>) -> Result<(), Refusal> {
        for step in self.steps.iter().filter(|step| step.outreach && step.counted == Counted::BeforeAnchor) {
            let colours = if step.when.risk.is_empty() { Risk::ALL.to_vec() } else { step.when.risk.clone() };
            let early = colours.into_iter().find(|risk| self.outreach_days(*risk).is_some_and(|gate| step.days > gate));
            if let Some(risk) = early {
                let gate = self.outreach_days(risk).unwrap_or_default();
                let problem = format!("approaches the customer before the gate of {gate} days for {}", risk.label().to_lowercase());
                return Err(at.refuse("outreach".into(), &step.code, problem));
            }
        }
        Ok(())
    }
}

fn colour(at: &At<'_>, word: &str) -> Result<Option<Risk>, Refusal> {
    if word == "default" { Ok(None) } else { at.word("outreach".into(), word).map(Some) }
}

fn within(at: &At<'_>, column: String, days: u16) -> Result<u16, Refusal> {
    if days > DAYS_MAX { Err(at.refuse(column, days, format!("must be at most {DAYS_MAX} days"))) } else { Ok(days) }
}

fn read_step(at: &At<'_>, raw: &StepFile) -> Result<Step, Refusal> {
    let of = |field: &str| format!("{field} of step {}", raw.code);
    let told = [
        (Counted::BeforeAnchor, raw.days_before_anchor),
        (Counted::BeforeDecision, raw.days_before_decision),
        (Counted::BeforeEnd, raw.days_before_end),
        (Counted::AfterSignature, raw.days_after_signature),
    ];
    let mut told = told.into_iter().filter_map(|(counted, days)| days.map(|days| (counted, days)));
    let (Some((counted, days)), None) = (told.next(), told.next()) else {
        let all = Counted::ALL.iter().map(|counted| counted.code()).collect::<Vec<_>>().join(", ");
        return Err(at.refuse(of("days"), "", format!("must be told once, as one of {all}")));
    };
    let repeat = match &raw.repeat {
        Some(repeat) if counted == Counted::AfterSignature || repeat.every_days == 0 || repeat.until_days > days => {
            return Err(at.refuse(
                of("repeat"),
                repeat.every_days,
                "must come every 1 or more days, until a day before the end that is not before its first",
            ));
        }
        Some(repeat) => Some(Repeat { every_days: repeat.every_days, until_days: repeat.until_days }),
        None => None,
    };
    if let Some(tier) = raw.when.tier.iter().find(|tier| !(1..=3).contains(*tier)) {
        return Err(at.refuse(of("when.tier"), tier, "is not a tier from 1 to 3"));
    }
    let when = When {
        risk: at.words(&of("when.risk"), &raw.when.risk)?,
        tier: raw.when.tier.clone(),
        motion: at.words::<Motion>(&of("when.motion"), &raw.when.motion)?,
    };
    Ok(Step {
        counted,
        days: within(at, of("days"), days)?,
        lead: at.word::<Responsibility>(of("lead"), &raw.lead)?,
        attends: at.words(&of("attends"), &raw.attends)?,
        attends_silently: at.words(&of("attends_silently"), &raw.attends_silently)?,
        code: at.code("code".into(), &raw.code)?,
        phase: at.text(of("phase"), &raw.phase)?,
        title: at.text(of("title"), &raw.title)?,
        goal: at.text(of("goal"), &raw.goal)?,
        evidence: at.text(of("evidence"), &raw.evidence)?,
        optional: raw.optional,
        outreach: raw.outreach,
        with_customer: raw.with_customer,
        depends_on: raw.depends_on.clone(),
        repeat,
        when,
    })
}
