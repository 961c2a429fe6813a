//! What the book says about the company: counted, with the numbers that people can check.

use crate::contract::LineKind;
use crate::facts::Facts;
use crate::identity::{Role, brings_on};
use crate::ownership::input::{CsmType, Negotiation, Seen};
use crate::ownership::{Model, Responsibility};
use crate::primitives::Money;
use crate::refusal::Refusal;
use crate::renewal::{Renewal, State, to_reporting};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Figures of a book on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// ARR in minor units of the reporting currency, at the plan rates of the year; `None` where a rate is missing.
    pub arr_minor: Option<i64>,
    /// Renewals whose term ends within the next twelve months.
    pub due: u64,
    /// Active CSMs.
    pub csms: u64,
    /// Of them those who can lead a commercial negotiation.
    pub commercial_csms: u64,
    /// And those of whom nobody said whether they can.
    pub unjudged_csms: u64,
    /// Open renewals.
    pub open: u64,
    /// Of them those that have to be negotiated.
    pub negotiated: u64,
    /// ATR of the open renewals in minor units of the reporting currency.
    pub atr_minor: i64,
    /// Open renewals of products that are easy to set up and of value without much of us.
    pub simple: u64,
    /// Those of products that are not.
    pub complex: u64,
    /// Open renewals by the role of whoever is accountable for price and terms.
    pub commercial: BTreeMap<Role, u64>,
    /// Open renewals by the role of whoever answers for the number.
    pub executive: BTreeMap<Role, u64>,
    /// Open renewals whose value and price one and the same person holds.
    pub one_person: u64,
    /// Open renewals by the model they are under.
    pub models: BTreeMap<Model, u64>,
}

impl Figures {
    /// Counts a book. `seen` is what a policy sees of each open renewal.
    pub fn of<'a>(facts: &Facts, today: Date, seen: impl Iterator<Item = &'a Seen>) -> Self {
        let mut figures = Self::of_csms(facts, today);
        figures.arr_minor = Some(0);
        figures.add(&Self::of_accounts(facts, today, seen));
        figures
    }

    /// Counts some accounts, without people. With those of the others and [`Figures::of_csms`] it adds up to a book.
    pub fn of_accounts<'a>(facts: &Facts, today: Date, seen: impl Iterator<Item = &'a Seen>) -> Self {
        let mut figures = Self { arr_minor: arr_on(facts, today).ok(), due: due_within_a_year(facts, today), ..Self::default() };
        for seen in seen {
            figures.open += 1;
            figures.negotiated += u64::from(seen.negotiation == Negotiation::Negotiated);
            figures.atr_minor = figures.atr_minor.saturating_add(seen.atr_minor);
            figures.simple += u64::from(seen.csm_type == Some(CsmType::ValueCapture));
            figures.complex += u64::from(seen.csm_type.is_some_and(|csm_type| csm_type != CsmType::ValueCapture));
        }
        for renewal in facts.renewals.values().filter(|renewal| renewal.is_open()) {
            figures.held(facts, renewal);
        }
        figures
    }

    /// With those of other accounts, or of people. ARR is told where every part tells it.
    pub fn add(&mut self, other: &Self) {
        let Self { arr_minor, due, csms, commercial_csms, unjudged_csms, open, negotiated, atr_minor, simple, complex, .. } = other;
        self.arr_minor = self.arr_minor.zip(*arr_minor).map(|(sum, part)| sum.saturating_add(part));
        self.due += due;
        self.csms += csms;
        self.commercial_csms += commercial_csms;
        self.unjudged_csms += unjudged_csms;
        self.open += open;
        self.negotiated += negotiated;
        self.atr_minor = self.atr_minor.saturating_add(*atr_minor);
        self.simple += simple;
        self.complex += complex;
        self.one_person += other.one_person;
        other.commercial.iter().for_each(|(role, count)| *self.commercial.entry(*role).or_default() += count);
        other.executive.iter().for_each(|(role, count)| *self.executive.entry(*role).or_default() += count);
        other.models.iter().for_each(|(model, count)| *self.models.entry(*model).or_default() += count);
    }

    /// The active CSMs, and who of them can negotiate.
    fn judge_csms(&mut self, facts: &Facts, day: Date) {
        for csm in facts.teammates.values().filter(|person| person.role == Role::Csm && person.is_active_on(day)) {
            let of_csm = facts.profiles.iter().filter(|profile| profile.teammate == csm.id);
            let commercial = brings_on(of_csm, day).and_then(|brings| brings.commercial);
            self.csms += 1;
            self.commercial_csms += u64::from(commercial == Some(true));
            self.unjudged_csms += u64::from(commercial.is_none());
        }
    }

    /// The CSMs of a day alone.
    pub fn of_csms(facts: &Facts, day: Date) -> Self {
        let mut figures = Self::default();
        figures.judge_csms(facts, day);
        figures
    }

    fn held(&mut self, facts: &Facts, renewal: &Renewal) {
        let holder = |responsibility| facts.holder(renewal.id, responsibility);
        let role = |responsibility| holder(responsibility).and_then(|id| facts.teammates.get(&id)).map(|person| person.role);
        if let Some(role) = role(Responsibility::Commercial) {
            *self.commercial.entry(role).or_default() += 1;
        }
        if let Some(role) = role(Responsibility::Executive) {
            *self.executive.entry(role).or_default() += 1;
        }
        let value = holder(Responsibility::Value);
        self.one_person += u64::from(value.is_some() && value == holder(Responsibility::Commercial));
        if let Some(decided) = &renewal.decided {
            *self.models.entry(decided.model).or_default() += 1;
        }
    }

    /// Open renewals whose price and terms people of some roles answer for.
    pub fn commercial_of(&self, roles: &[Role]) -> u64 {
        roles.iter().filter_map(|role| self.commercial.get(role)).sum()
    }

    /// Renewals that end in a quarter for each CSM, rounded down; `None` without a CSM.
    pub fn per_csm_and_quarter(&self) -> Option<u64> {
        (self.due / 4).checked_div(self.csms)
    }

    /// ATR of an open renewal on average, rounded down; `None` without any.
    pub fn average_atr_minor(&self) -> Option<i64> {
        self.atr_minor.checked_div(i64::try_from(self.open).unwrap_or(i64::MAX))
    }
}

/// ARR of the lines in force on a day, by what is known of them now, in minor units of the reporting currency.
///
/// # Errors
/// An amount without a plan rate, or too large.
pub fn arr_on(facts: &Facts, day: Date) -> Result<i64, Refusal> {
    let mut whole: i64 = 0;
    for line in facts.lines.values().filter(|line| line.kind != LineKind::OneOff && line.covers(day)) {
        let Some(contract) = facts.contracts.get(&line.contract) else { continue };
        let minor =
            line.arr_minor(contract.currency).map_err(|problem| Refusal::general(format!("line {} {problem}", line.reference), ""))?;
        let told = to_reporting(Money::new(minor, contract.currency), day.year(), &facts.plan_rates, facts.reporting())?;
        whole = whole.saturating_add(told.minor);
    }
    Ok(whole)
}

/// Renewals that were open on a day and whose term ends within twelve months of it.
pub fn due_within_a_year(facts: &Facts, day: Date) -> u64 {
    let until = day.saturating_add(12.months());
    let was_open = |renewal: &Renewal| match renewal.state {
        State::Open => renewal.scheduled_on <= day,
        State::Closed { closed_on, .. } => renewal.scheduled_on <= day && closed_on > day,
    };
    let due = |renewal: &&Renewal| was_open(renewal) && day <= renewal.target.end_on && renewal.target.end_on < until;
    facts.renewals.values().filter(due).count() as u64
}
