//! Writing a playbook as TOML, in the form that [`Playbook::parse`] reads.

use super::{Anchor, Playbook, Step, When};
use crate::ownership::policy::quoted;
use std::fmt::{Display, Write};

impl Playbook {
    /// The playbook as a file.
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        let mut line = |key: &str, value: String| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{key} = {value}");
        };
        line("code", quoted(&self.code));
        line("name", quoted(&self.name));
        line("summary", quoted(&self.summary));
        if self.anchor != Anchor::DecisionDate {
            line("anchor", quoted(self.anchor.code()));
        }
        if !self.outreach.is_empty() {
            let days = self.outreach.iter().map(|(risk, days)| format!("{} = {days}", risk.map_or("default", |risk| risk.code())));
            line("outreach", format!("{{ {} }}", days.collect::<Vec<_>>().join(", ")));
        }
        text.extend(self.steps.iter().map(Step::to_toml));
        text
    }
}

impl Step {
    /// The step as it stands in a file.
    fn to_toml(&self) -> String {
        let mut text = String::from("\n[[step]]\n");
        let mut line = |key: &str, value: String| {
            let _ = writeln!(text, "{key} = {value}");
        };
        line("code", quoted(&self.code));
        line(self.counted.code(), self.days.to_string());
        line("phase", quoted(&self.phase));
        line("title", quoted(&self.title));
        line("goal", quoted(&self.goal));
        line("evidence", quoted(&self.evidence));
        line("lead", quoted(self.lead.code()));
        for (key, all) in [("attends", &self.attends), ("attends_silently", &self.attends_silently)] {
            if !all.is_empty() {
                line(key, words(all));
            }
        }
        for (key, set) in [("optional", self.optional), ("outreach", self.outreach), ("with_customer", self.with_customer)] {
            if set {
                line(key, "true".into());
            }
        }
        if !self.depends_on.is_empty() {
            line("depends_on", words(&self.depends_on));
        }
        if let Some(repeat) = self.repeat {
            line("repeat", format!("{{ every_days = {}, until_days = {} }}", repeat.every_days, repeat.until_days));
        }
        if !self.when.is_any() {
            line("when", self.when.to_toml());
        }
        text
    }
}

impl When {
    fn to_toml(&self) -> String {
        let tiers = self.tier.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        let told = [
            (!self.risk.is_empty()).then(|| format!("risk = {}", words(&self.risk))),
            (!self.tier.is_empty()).then(|| format!("tier = [{tiers}]")),
            (!self.motion.is_empty()).then(|| format!("motion = {}", words(&self.motion))),
        ];
        format!("{{ {} }}", told.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

fn words(all: &[impl Display]) -> String {
    format!("[{}]", all.iter().map(|word| quoted(&word.to_string())).collect::<Vec<_>>().join(", "))
}
