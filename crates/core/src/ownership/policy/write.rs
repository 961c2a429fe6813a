//! Writing a policy as TOML, in the form that [`Policy::parse`] reads.

use super::{Outcome, Policy, Rule};
use crate::identity::Role;
use crate::ownership::Responsibility;
use crate::ownership::input::Input;
use std::collections::BTreeMap;
use std::fmt::Write;

impl Policy {
    /// The policy as a file: the same rules in the same order, cells as they were written.
    pub fn to_toml(&self) -> String {
        self.to_toml_of(&self.inputs(), self.rules.iter().map(Rule::to_toml))
    }

    /// The policy as a file with other rules, each as its own text, that may ask for some inputs.
    pub fn to_toml_of(&self, inputs: &[Input], rules: impl Iterator<Item = String>) -> String {
        let mut text = format!("name = {}\nhit_policy = {}\n", quoted(&self.name), quoted(self.hit_policy.code()));
        text.push_str(&declared(inputs));
        text.extend(rules);
        text
    }
}

impl Rule {
    /// The rule as it stands in a file.
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        write_rule(&mut text, self);
        text
    }
}

fn write_rule(text: &mut String, rule: &Rule) {
    let mut line = |key: &str, value: String| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{key} = {value}");
    };
    line("\n[[rule]]\nid", quoted(&rule.id));
    if !rule.note.is_empty() {
        line("note", quoted(&rule.note));
    }
    line("when", table(rule.when.iter().map(|(input, cell)| (input.to_string(), quoted(&cell.text)))));
    let Outcome { model, motion, playbook, roles, phases, support, expansion_types, skills } = &rule.then;
    line("model", quoted(model.code()));
    line("motion", quoted(motion.code()));
    line("playbook", quoted(playbook));
    for (responsibility, listed) in roles {
        line(responsibility.code(), list(listed));
    }
    if !support.is_empty() {
        line("support", table(support.iter().map(|(manner, listed)| (manner.to_string(), list(listed)))));
    }
    if !expansion_types.is_empty() {
        line("expansion_types", table(expansion_types.iter().map(|(class, listed)| (class.to_string(), list(listed)))));
    }
    if !skills.is_empty() {
        line("skills", format!("[{}]", skills.iter().map(|skill| quoted(skill)).collect::<Vec<_>>().join(", ")));
    }
    if !phases.is_empty() {
        let phases = phases.iter().map(|phase| {
            let days = ("days_before_anchor".to_string(), phase.days_before_anchor.to_string());
            table([days].into_iter().chain(phase.roles.iter().map(|(responsibility, listed)| (responsibility.to_string(), list(listed)))))
        });
        line("phase", format!("[{}]", phases.collect::<Vec<_>>().join(", ")));
    }
}

/// What the inputs of a policy declare: the fields of the organisation among them, with what their values are.
pub fn declared(inputs: &[Input]) -> String {
    let fields: Vec<String> = inputs
        .iter()
        .filter_map(
            |input| if let Input::Field(field) = input { Some(format!("{} = {}\n", field.name, quoted(field.kind.code()))) } else { None },
        )
        .collect();
    if fields.is_empty() { String::new() } else { format!("\n[fields]\n{}", fields.concat()) }
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}

/// Roles as people type them, `ae, renewals_manager`, as a TOML list. Reading it says which of them are no roles.
pub fn typed_roles(roles: &str) -> String {
    let roles = roles.split(',').map(str::trim).filter(|role| !role.is_empty());
    format!("[{}]", roles.map(quoted).collect::<Vec<_>>().join(", "))
}

/// Phases as people type them, a day, a responsibility and roles each, as the TOML of the key `phase`: one table for each day.
pub fn typed_phases<'a>(phases: impl IntoIterator<Item = (u16, Responsibility, &'a str)>) -> String {
    let mut days: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for (day, responsibility, roles) in phases {
        days.entry(day).or_default().push(format!("{responsibility} = {}", typed_roles(roles)));
    }
    let tables = days.into_iter().map(|(day, roles)| format!("{{ days_before_anchor = {day}, {} }}", roles.join(", ")));
    format!("[{}]", tables.collect::<Vec<_>>().join(", "))
}

fn list(roles: &[Role]) -> String {
    format!("[{}]", roles.iter().map(|role| quoted(role.code())).collect::<Vec<_>>().join(", "))
}

fn table(entries: impl Iterator<Item = (String, String)>) -> String {
    let entries: Vec<String> = entries.map(|(key, value)| format!("{key} = {value}")).collect();
    if entries.is_empty() { "{}".into() } else { format!("{{ {} }}", entries.join(", ")) }
}
