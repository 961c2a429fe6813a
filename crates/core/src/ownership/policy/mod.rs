//! The ownership policy: a decision table. Every skipped rule says why it was skipped (OWN-3, OWN-5).

mod read;
mod write;

pub use write::{declared, quoted, typed_phases, typed_roles};

use super::input::{Input, Seen};
use super::unary::Test;
use super::{Model, Motion, Responsibility};
use crate::account::{Field, FieldName};
use crate::identity::Role;
use crate::ledger::Class;
use crate::primitives::{Currency, closed_words};
use crate::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

closed_words! {
    /// Which rule decides where several match.
    HitPolicy {
        First = "first", "First match";
        Unique = "unique", "Exactly one match";
    }
}

closed_words! {
    /// How somebody supports a renewal without answering for it (domain ruling 1).
    Support {
        Attends = "attends", "Attends";
        AttendsSilently = "attends_silently", "Attends silently";
        Advises = "advises", "Advises";
        Informed = "informed", "Is kept informed";
    }
}

/// One condition of a rule: the cell as it was written, and what passes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// The set it stands for.
    pub test: Test,
}

/// Roles from a number of days before the anchor of the playbook on. A responsibility that is not named stays as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Days before the anchor at which it begins; the day itself included.
    pub days_before_anchor: u16,
    /// Roles by responsibility, in order of preference; never an empty list.
    pub roles: BTreeMap<Responsibility, Vec<Role>>,
}

/// What a rule decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Ownership model.
    pub model: Model,
    /// Motion.
    pub motion: Motion,
    /// Playbook code.
    pub playbook: String,
    /// Roles for each responsibility, in order of preference; never empty.
    pub roles: BTreeMap<Responsibility, Vec<Role>>,
    /// Changes of roles as the end comes nearer, earliest first.
    pub phases: Vec<Phase>,
    /// Roles that take part without answering for anything.
    pub support: BTreeMap<Support, Vec<Role>>,
    /// Roles that take an expansion of a type; a type not named goes to the role for expansion.
    pub expansion_types: BTreeMap<Class, Vec<Role>>,
    /// Skills that whoever is chosen should have, besides those that the account asks for; small letters.
    pub skills: BTreeSet<String>,
}

impl Outcome {
    /// Roles for a responsibility, a number of days before the anchor of the playbook; negative after it.
    pub fn roles(&self, responsibility: Responsibility, days_before_anchor: i64) -> &[Role] {
        let begun = self.phases.iter().filter(|phase| days_before_anchor <= i64::from(phase.days_before_anchor));
        let named = begun.filter_map(|phase| phase.roles.get(&responsibility)).next_back();
        named.or_else(|| self.roles.get(&responsibility)).map_or(&[], Vec::as_slice)
    }

    /// Roles for an expansion of a type found now.
    pub fn expansion(&self, class: Class, days_before_anchor: i64) -> &[Role] {
        self.expansion_types.get(&class).map_or_else(|| self.roles(Responsibility::Expansion, days_before_anchor), Vec::as_slice)
    }

    /// Every list of roles that somebody answers for.
    pub fn role_lists(&self) -> impl Iterator<Item = &[Role]> {
        let phased = self.phases.iter().flat_map(|phase| phase.roles.values());
        self.roles.values().chain(phased).chain(self.expansion_types.values()).map(Vec::as_slice)
    }

    /// Every role that is named, in order, once.
    pub fn named_roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = self.role_lists().chain(self.support.values().map(Vec::as_slice)).flatten().copied().collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }
}

/// One rule: conditions on the left, outcome on the right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Name that reasons cite, unique in the policy.
    pub id: String,
    /// The line of the file on which the rule's id stands.
    pub row: usize,
    /// What people should know of it; may be empty.
    pub note: String,
    /// Conditions by input; an input not named is any.
    pub when: BTreeMap<Input, Cell>,
    /// What it decides.
    pub then: Outcome,
}

impl Rule {
    /// Whether a renewal fits every condition.
    pub fn fits(&self, seen: &Seen) -> bool {
        self.when.iter().all(|(input, cell)| cell.test.passes(seen.value(*input)))
    }
}

/// A parsed policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Name.
    pub name: String,
    /// Which rule decides.
    pub hit_policy: HitPolicy,
    /// Rules in order.
    pub rules: Vec<Rule>,
}

/// Why a rule did not match: the first input that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped<'a> {
    /// The rule.
    pub rule: &'a str,
    /// The failing input.
    pub input: Input,
    /// The cell as written.
    pub cell: &'a str,
}

/// The outcome of evaluating a policy on one renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<'a> {
    /// The rule that decides.
    pub rule: &'a Rule,
    /// Rules before it, each with the reason it was skipped.
    pub skipped: Vec<Skipped<'a>>,
}

impl Policy {
    /// The first rule that matches, with why those before it did not; `Err` lists why none did.
    /// A policy of unique matches is proven to have no second one before it is activated, so the first is the only one.
    pub fn decide(&self, seen: &Seen) -> Result<Match<'_>, Vec<Skipped<'_>>> {
        let mut skipped = Vec::new();
        for rule in &self.rules {
            match rule.when.iter().find(|(input, cell)| !cell.test.passes(seen.value(**input))) {
                None => return Ok(Match { rule, skipped }),
                Some((input, cell)) => skipped.push(Skipped { rule: &rule.id, input: *input, cell: &cell.text }),
            }
        }
        Err(skipped)
    }

    /// The inputs that any rule asks about.
    pub fn inputs(&self) -> Vec<Input> {
        self.rules.iter().flat_map(|rule| rule.when.keys()).copied().collect::<BTreeSet<Input>>().into_iter().collect()
    }

    /// Refuses fields that the organisation does not have, or has as another kind: no account could have a value that fits.
    ///
    /// # Errors
    /// One refusal for each such field.
    pub fn refuse_foreign_fields(&self, file: &str, known: &BTreeMap<FieldName, Field>) -> Result<(), Vec<Refusal>> {
        let asked = self.inputs().into_iter().filter_map(|input| if let Input::Field(field) = input { Some(field) } else { None });
        let refusals = asked.filter_map(|asked| {
            let problem = match known.get(&asked.name) {
                Some(field) if field.kind == asked.kind => return None,
                Some(field) => format!("is declared as {}; the organisation's field is {}", asked.kind, field.kind),
                None => "is not a field of the organisation".to_string(),
            };
            let (column, value) = (Some("fields".into()), Some(asked.name.to_string()));
            let remedy = "Add it under Settings, Account fields, or correct it here.".into();
            Some(Refusal { file: file.into(), row: None, column, value, problem, remedy })
        });
        let refusals: Vec<Refusal> = refusals.collect();
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// Whether any rule asks about an input.
    pub fn asks(&self, input: Input) -> bool {
        self.rules.iter().any(|rule| rule.when.contains_key(&input))
    }

    /// A renewal in words, naming only the inputs that the policy asks about.
    pub fn describe(&self, seen: &Seen, reporting: Currency) -> String {
        let inputs = self.inputs();
        if inputs.is_empty() {
            return "any renewal".into();
        }
        inputs.iter().map(|input| seen.phrase(*input, reporting)).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests;
