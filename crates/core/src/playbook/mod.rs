//! Playbooks: timeline templates, and the steps they place on a renewal.
//!
//! A text in TOML is a playbook ([`read`]); [`write`] gives the text of one. [`version`] keeps what was published.

mod read;
#[cfg(test)]
mod tests;
mod version;
mod write;

pub(crate) use version::put;
pub use version::{PlaybookVersion, in_use};

use crate::account::Risk;
use crate::ownership::{Motion, Responsibility};
use crate::primitives::{Calendar, closed_words};
use crate::renewal::Target;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

closed_words! {
    /// The date that a playbook's offsets count from (domain ruling 7).
    Anchor {
        DecisionDate = "decision_date", "the decision date";
        EndDate = "end_date", "the term end";
    }
}

closed_words! {
    /// What the days of a step count from.
    Counted {
        BeforeAnchor = "days_before_anchor", "days before the day that the playbook counts from";
        BeforeDecision = "days_before_decision", "days before the decision date";
        BeforeEnd = "days_before_end", "days before the term end";
        AfterSignature = "days_after_signature", "days after the signature of the term, on the renewal that follows it";
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
    /// Days before the anchor from which the customer is approached, by risk category; `None` stands for every category that is not
    /// named. Empty where the playbook has no such gate.
    pub outreach: BTreeMap<Option<Risk>, u16>,
    /// Steps, earliest first.
    pub steps: Vec<Step>,
}

/// One row of a playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Code, unique in the playbook; ties a task to its step.
    pub code: String,
    /// What the days count from.
    pub counted: Counted,
    /// Days; the due date shifts to the earlier business day, after a signature to the later one.
    pub days: u16,
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
    /// Whether the step approaches the customer, so that the outreach gate holds it.
    pub outreach: bool,
    /// Whether the customer takes part, as at a meeting: the step then counts on the customer's business days.
    pub with_customer: bool,
    /// Codes of steps that must be settled before this one is completed.
    pub depends_on: Vec<String>,
    /// How the step comes again.
    pub repeat: Option<Repeat>,
    /// Which renewals have the step.
    pub when: When,
}

/// A step that comes again every so many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// Days from one to the next.
    pub every_days: u16,
    /// The last one lies no later than this many days before what the step counts from.
    pub until_days: u16,
}

/// Which renewals have a step; an empty list takes any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Risk categories of the account.
    pub risk: Vec<Risk>,
    /// Tiers, as the renewal sees them.
    pub tier: Vec<u8>,
    /// Motions.
    pub motion: Vec<Motion>,
}

/// What a step's conditions are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Risk category of the account.
    pub risk: Risk,
    /// Tier, as the renewal sees it.
    pub tier: u8,
    /// Motion that the policy gave.
    pub motion: Motion,
    /// Since when the account stands in its category; `None` where nobody judged it.
    pub risk_since: Option<Date>,
}

impl When {
    /// Whether a renewal has the step.
    pub fn takes(&self, of: Variant) -> bool {
        (self.risk.is_empty() || self.risk.contains(&of.risk))
            && (self.tier.is_empty() || self.tier.contains(&of.tier))
            && (self.motion.is_empty() || self.motion.contains(&of.motion))
    }

    /// `red, tier 1 or 2`, as a person reads it; empty where any renewal has the step.
    pub fn in_words(&self) -> String {
        let or = |words: Vec<String>| words.join(" or ");
        let risk = or(self.risk.iter().map(|risk| risk.label().to_lowercase()).collect());
        let tier = or(self.tier.iter().map(u8::to_string).collect());
        let motion = or(self.motion.iter().map(|motion| motion.label().to_lowercase()).collect());
        let told = [risk, if tier.is_empty() { tier } else { format!("tier {tier}") }, motion];
        told.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// Whether every renewal has the step.
    pub fn is_any(&self) -> bool {
        *self == Self::default()
    }
}

/// The days that a playbook counts from on one renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The decision date.
    pub decision_on: Date,
    /// The term end, exclusive.
    pub end_on: Date,
    /// When the term was signed, or began where no signature is known; `None` for a first term, which nothing was renewed into.
    pub signed_on: Option<Date>,
}

/// One occurrence of a step on a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The step.
    pub step: &'a Step,
    /// Its code; from the second occurrence on with its number, such as `weekly-call#2`.
    pub code: String,
    /// Due day, shifted to a business day.
    pub due_on: Date,
}

/// Days that somebody has for a step which a change of colour brings after its day.
pub const GRACE_DAYS: i64 = 3;

/// The most occurrences of one step on one renewal.
pub const REPEATS_MAX: usize = 60;

impl Playbook {
    /// The first day of the playbook on a renewal: its earliest step, whoever has it. Steps after the signature do not open it.
    pub fn opens_on(&self, target: &Target, calendar: Calendar<'_>) -> Date {
        let days = Days { decision_on: target.decision_on, end_on: target.end_on, signed_on: None };
        let first = self.steps.iter().filter_map(|step| self.counts_from(step, days).map(|from| step.days_from(from, 0)));
        calendar.earlier_business_day(first.min().unwrap_or(target.end_on))
    }

    /// The day that a playbook's offsets count from on a renewal.
    pub fn anchor_on(&self, target: &Target) -> Date {
        match self.anchor {
            Anchor::DecisionDate => target.decision_on,
            Anchor::EndDate => target.end_on,
        }
    }

    /// The step of a code, also of a later occurrence.
    pub fn step(&self, code: &str) -> Option<&Step> {
        let base = base_code(code);
        self.steps.iter().find(|step| step.code == base)
    }

    /// The occurrences of every step that a renewal has, step by step.
    ///
    /// A step that a colour brings is not overdue on the day the account takes that colour: it is then due [`GRACE_DAYS`] later, and
    /// occurrences of it that would lie before are left out.
    /// `place` gives the calendar on which an occurrence of a step counts, by its code.
    pub fn placed<'c>(&self, of: Variant, days: Days, place: impl Fn(&Step, &str) -> Calendar<'c>) -> Vec<Placed<'_>> {
        let taken = self.steps.iter().filter(|step| step.when.takes(of));
        let found = taken.filter_map(|step| Some((step, self.counts_from(step, days)?)));
        found.flat_map(|(step, from)| step.placed(from, of, &place)).collect()
    }

    /// The day that an occurrence of a step counts to, before it moved off a day on which nobody works; `None` where the playbook has no such
    /// step, or nothing was signed yet that it counts from.
    pub fn counted_on(&self, code: &str, days: Days) -> Option<Date> {
        let step = self.step(code)?;
        let index = (0..step.occurrences()).find(|index| step.code_of(*index) == code)?;
        Some(step.days_from(self.counts_from(step, days)?, index))
    }

    /// From which day the customer is approached on a renewal of a risk category; `None` where the playbook has no gate.
    pub fn outreach_from(&self, risk: Risk, target: &Target) -> Option<Date> {
        let days = self.outreach_days(risk)?;
        Some(self.anchor_on(target).saturating_sub(i64::from(days).days()))
    }

    /// Days before the anchor from which the customer is approached; `None` where the playbook has no gate.
    pub fn outreach_days(&self, risk: Risk) -> Option<u16> {
        self.outreach.get(&Some(risk)).or_else(|| self.outreach.get(&None)).copied()
    }

    fn counts_from(&self, step: &Step, days: Days) -> Option<Date> {
        match (step.counted, self.anchor) {
            (Counted::BeforeDecision, _) | (Counted::BeforeAnchor, Anchor::DecisionDate) => Some(days.decision_on),
            (Counted::BeforeEnd, _) | (Counted::BeforeAnchor, Anchor::EndDate) => Some(days.end_on),
            (Counted::AfterSignature, _) => days.signed_on,
        }
    }
}

impl Step {
    /// The raw day of an occurrence, before it is shifted to a business day.
    fn days_from(&self, from: Date, index: usize) -> Date {
        let ahead = self.repeat.map_or(0, |repeat| i64::from(repeat.every_days) * index as i64);
        match self.counted {
            Counted::AfterSignature => from.saturating_add(i64::from(self.days).days()),
            _ => from.saturating_sub((i64::from(self.days) - ahead).days()),
        }
    }

    fn placed<'c>(&self, from: Date, of: Variant, place: &impl Fn(&Step, &str) -> Calendar<'c>) -> Vec<Placed<'_>> {
        let brought = of.risk_since.filter(|_| !self.when.risk.is_empty());
        let occurrence = |index: usize| {
            let (raw, code) = (self.days_from(from, index), self.code_of(index));
            let calendar = place(self, &code);
            let due_on = match self.counted {
                Counted::AfterSignature => calendar.later_business_day(raw),
                _ => calendar.earlier_business_day(raw),
            };
            let earliest = brought.map(|since| calendar.later_business_day(since.saturating_add(GRACE_DAYS.days())));
            match earliest {
                Some(earliest) if self.repeat.is_some() && due_on < earliest => None,
                _ => Some(Placed { step: self, code, due_on: earliest.map_or(due_on, |earliest| due_on.max(earliest)) }),
            }
        };
        (0..self.occurrences()).filter_map(occurrence).collect()
    }

    /// Whether the customer takes part in the step.
    pub fn meets_customer(&self) -> bool {
        self.outreach || self.with_customer
    }

    /// How often the step comes on a renewal that has it.
    pub fn occurrences(&self) -> usize {
        let Some(repeat) = self.repeat else { return 1 };
        let room = usize::from(self.days.saturating_sub(repeat.until_days));
        (room / usize::from(repeat.every_days.max(1)) + 1).min(REPEATS_MAX)
    }

    fn code_of(&self, index: usize) -> String {
        if index == 0 { self.code.clone() } else { format!("{}#{}", self.code, index + 1) }
    }

    /// `120 days before the decision date, weekly`, as a person reads it.
    pub fn offset(&self, anchor: Anchor) -> String {
        let days = if self.days == 1 { "1 day".to_string() } else { format!("{} days", self.days) };
        let from = match self.counted {
            Counted::BeforeAnchor => format!("before {}", anchor.label()),
            Counted::BeforeDecision => "before the decision date".into(),
            Counted::BeforeEnd => "before the term end".into(),
            Counted::AfterSignature => "after the signature".into(),
        };
        match self.repeat {
            Some(repeat) => format!("{days} {from}, again every {} days until {} before", repeat.every_days, repeat.until_days),
            None => format!("{days} {from}"),
        }
    }
}

/// The code of the step behind an occurrence: `weekly-call` of `weekly-call#2`.
pub fn base_code(code: &str) -> &str {
    code.split('#').next().unwrap_or(code)
}
