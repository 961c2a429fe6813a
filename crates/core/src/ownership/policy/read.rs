//! Reading a policy from TOML.

use super::{Cell, HitPolicy, Outcome, Phase, Policy, Rule};
use crate::account::{FieldKind, FieldName};
use crate::identity::Role;
use crate::identity::skills;
use crate::ledger::Class;
use crate::ownership::Responsibility;
use crate::ownership::input::{Domain, FIELD_PREFIX, FieldInput, Input};
use crate::ownership::unary::Test;
use crate::ownership::values::Values;
use crate::primitives::Currency;
use crate::refusal::Refusal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use toml::Spanned;

/// More rules than this and nobody reads the table.
pub const RULES_MAX: usize = 500;

type Roles = Vec<Spanned<String>>;

impl Policy {
    /// Reads a policy from TOML.
    ///
    /// # Errors
    /// Every refusal found, each with its line, column and value.
    pub fn parse(file: &str, text: &str, reporting: Currency, playbooks: &[&str]) -> Result<Self, Vec<Refusal>> {
        let raw: PolicyFile = toml::from_str(text).map_err(|error| {
            let row = error.span().map(|span| line_of(text, span.start));
            vec![Refusal {
                file: file.into(),
                row,
                problem: error.message().to_string(),
                remedy: "The format is documented in docs/policy.md.".into(),
                ..Refusal::default()
            }]
        })?;
        let mut reader = Reader { file, text, reporting, playbooks, fields: BTreeMap::new() };
        let mut refusals = Vec::new();
        for (name, kind) in &raw.fields {
            reader.fields.extend(kept(reader.field(name, kind), &mut refusals));
        }
        let reader = reader;
        let hit_policy = reader.word(&raw.hit_policy, "hit_policy").unwrap_or_else(|found| {
            refusals.extend(found);
            HitPolicy::First
        });
        let mut rules: Vec<Rule> = Vec::new();
        for (index, rule) in raw.rule.iter().enumerate() {
            if raw.rule.iter().take(index).any(|earlier| earlier.id.get_ref() == rule.id.get_ref()) {
                refusals.push(reader.refuse(&rule.id, "id", "names two rules", "Give each rule its own id; reasons cite it."));
            }
            match reader.rule(rule) {
                Ok(rule) => rules.push(rule),
                Err(found) => refusals.extend(found),
            }
        }
        refusals.extend(reader.wrong_number(raw.rule.len()));
        if refusals.is_empty() { Ok(Self { name: raw.name, hit_policy, rules }) } else { Err(refusals) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    name: String,
    hit_policy: Spanned<String>,
    #[serde(default)]
    fields: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    rule: Vec<RuleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    id: Spanned<String>,
    #[serde(default)]
    note: String,
    when: BTreeMap<Spanned<String>, Spanned<String>>,
    model: Spanned<String>,
    motion: Spanned<String>,
    playbook: Spanned<String>,
    value: Roles,
    commercial: Roles,
    expansion: Roles,
    operations: Roles,
    executive: Roles,
    #[serde(default)]
    support: BTreeMap<Spanned<String>, Roles>,
    #[serde(default)]
    expansion_types: BTreeMap<Spanned<String>, Roles>,
    #[serde(default)]
    skills: Vec<Spanned<String>>,
    #[serde(default)]
    phase: Vec<PhaseFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseFile {
    days_before_anchor: Spanned<u16>,
    value: Option<Roles>,
    commercial: Option<Roles>,
    expansion: Option<Roles>,
    operations: Option<Roles>,
    executive: Option<Roles>,
}

impl RuleFile {
    fn roles(&self, responsibility: Responsibility) -> &Roles {
        match responsibility {
            Responsibility::Value => &self.value,
            Responsibility::Commercial => &self.commercial,
            Responsibility::Expansion => &self.expansion,
            Responsibility::Operations => &self.operations,
            Responsibility::Executive => &self.executive,
        }
    }
}

impl PhaseFile {
    fn roles(&self, responsibility: Responsibility) -> Option<&Roles> {
        match responsibility {
            Responsibility::Value => self.value.as_ref(),
            Responsibility::Commercial => self.commercial.as_ref(),
            Responsibility::Expansion => self.expansion.as_ref(),
            Responsibility::Operations => self.operations.as_ref(),
            Responsibility::Executive => self.executive.as_ref(),
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    reporting: Currency,
    playbooks: &'a [&'a str],
    /// Fields that the policy declares, each with what its values are.
    fields: BTreeMap<FieldName, FieldInput>,
}

/// Collects refusals and goes on, so that every fault is told at once.
fn kept<T>(found: Result<T, Vec<Refusal>>, refusals: &mut Vec<Refusal>) -> Option<T> {
    found.map_err(|found| refusals.extend(found)).ok()
}

impl Reader<'_> {
    fn refuse(&self, at: &Spanned<String>, column: &str, problem: &str, remedy: &str) -> Refusal {
        Refusal { value: Some(at.get_ref().clone()), ..self.refuse_at(at.span().start, column, problem, remedy) }
    }

    fn refuse_at(&self, byte: usize, column: &str, problem: &str, remedy: &str) -> Refusal {
        Refusal {
            file: self.file.into(),
            row: Some(line_of(self.text, byte)),
            column: Some(column.into()),
            value: None,
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }

    fn wrong_number(&self, rules: usize) -> Option<Refusal> {
        let refusal =
            |problem: String, remedy: &str| Refusal { file: self.file.into(), problem, remedy: remedy.into(), ..Refusal::default() };
        match rules {
            0 => Some(refusal("has no rule".into(), "Add at least one [[rule]].")),
            1..=RULES_MAX => None,
            _ => Some(refusal(format!("has {rules} rules; {RULES_MAX} are the most"), "Say the same with fewer rules.")),
        }
    }

    fn word<T: FromStr<Err = String>>(&self, at: &Spanned<String>, column: &str) -> Result<T, Vec<Refusal>> {
        at.get_ref().parse().map_err(|problem: String| vec![self.refuse(at, column, &problem, "")])
    }

    fn rule(&self, raw: &RuleFile) -> Result<Rule, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut when = BTreeMap::new();
        for (input, cell) in &raw.when {
            if let Some((input, Some(test))) = kept(self.cell(input, cell), &mut refusals) {
                when.insert(input, Cell { text: cell.get_ref().clone(), test });
            }
        }
        let then = kept(self.outcome(raw), &mut refusals);
        match (then, refusals.is_empty()) {
            (Some(then), true) => Ok(Rule {
                id: raw.id.get_ref().clone(),
                row: line_of(self.text, raw.id.span().start),
                note: raw.note.trim().to_string(),
                when,
                then,
            }),
            _ => Err(refusals),
        }
    }

    fn outcome(&self, raw: &RuleFile) -> Result<Outcome, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut roles = BTreeMap::new();
        for responsibility in Responsibility::ALL {
            let listed = self.roles(raw.roles(*responsibility), responsibility.code(), &raw.id);
            roles.extend(kept(listed, &mut refusals).map(|list| (*responsibility, list)));
        }
        if !self.playbooks.contains(&raw.playbook.get_ref().as_str()) {
            let remedy = format!("Playbooks: {}.", self.playbooks.join(", "));
            refusals.push(self.refuse(&raw.playbook, "playbook", "is not a playbook of the catalog", &remedy));
        }
        let model = kept(self.word(&raw.model, "model"), &mut refusals);
        let motion = kept(self.word(&raw.motion, "motion"), &mut refusals);
        let phases = kept(self.phases(raw), &mut refusals);
        let support = kept(self.listed(&raw.support, "support", &raw.id), &mut refusals);
        let expansion_types = kept(self.expansion_types(raw), &mut refusals);
        let skills = kept(self.skills(raw), &mut refusals);
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let playbook = raw.playbook.get_ref().clone();
        match (model, motion, phases, support, expansion_types, skills) {
            (Some(model), Some(motion), Some(phases), Some(support), Some(expansion_types), Some(skills)) => {
                Ok(Outcome { model, motion, playbook, roles, phases, support, expansion_types, skills })
            }
            _ => Err(refusals),
        }
    }

    fn phases(&self, raw: &RuleFile) -> Result<Vec<Phase>, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut phases: Vec<Phase> = Vec::new();
        for phase in &raw.phase {
            let mut roles = BTreeMap::new();
            for responsibility in Responsibility::ALL {
                let Some(listed) = phase.roles(*responsibility) else { continue };
                let listed = self.roles(listed, &format!("phase.{responsibility}"), &raw.id);
                roles.extend(kept(listed, &mut refusals).map(|list| (*responsibility, list)));
            }
            let days = *phase.days_before_anchor.get_ref();
            if phases.iter().any(|earlier| earlier.days_before_anchor == days) {
                let at = phase.days_before_anchor.span().start;
                let problem = format!("begins {days} days before the anchor, as another phase does");
                refusals.push(self.refuse_at(at, "phase.days_before_anchor", &problem, "Write one phase for each day."));
            }
            phases.push(Phase { days_before_anchor: days, roles });
        }
        phases.sort_by_key(|phase| std::cmp::Reverse(phase.days_before_anchor));
        if refusals.is_empty() { Ok(phases) } else { Err(refusals) }
    }

    fn expansion_types(&self, raw: &RuleFile) -> Result<BTreeMap<Class, Vec<Role>>, Vec<Refusal>> {
        let routed: BTreeMap<Class, Vec<Role>> = self.listed(&raw.expansion_types, "expansion_types", &raw.id)?;
        match raw.expansion_types.keys().find(|word| word.get_ref().parse().is_ok_and(|class: Class| !class.is_expansion())) {
            Some(word) => {
                let types: Vec<&str> = Class::ALL.iter().filter(|class| class.is_expansion()).map(|class| class.code()).collect();
                Err(vec![self.refuse(word, "expansion_types", "is not a type of expansion", &format!("Types: {}.", types.join(", ")))])
            }
            None => Ok(routed),
        }
    }

    /// Lists of roles by a word of a closed list.
    fn listed<K: FromStr<Err = String> + Ord>(
        &self,
        raw: &BTreeMap<Spanned<String>, Roles>,
        column: &str,
        id: &Spanned<String>,
    ) -> Result<BTreeMap<K, Vec<Role>>, Vec<Refusal>> {
        raw.iter()
            .map(|(word, roles)| Ok((self.word(word, column)?, self.roles(roles, &format!("{column}.{}", word.get_ref()), id)?)))
            .collect()
    }

    fn field(&self, name: &Spanned<String>, kind: &Spanned<String>) -> Result<(FieldName, FieldInput), Vec<Refusal>> {
        let (name, kind) = (self.word::<FieldName>(name, "fields")?, self.word::<FieldKind>(kind, "fields")?);
        Ok((name, FieldInput { name, kind }))
    }

    fn input(&self, at: &Spanned<String>) -> Result<Input, Vec<Refusal>> {
        let Some(name) = at.get_ref().strip_prefix(FIELD_PREFIX) else { return self.word(at, "when") };
        let declared = name.parse().ok().and_then(|name: FieldName| self.fields.get(&name));
        let undeclared = || {
            let remedy = format!("Say what its values are above the rules: [fields] {name} = \"word\".");
            vec![self.refuse(at, "when", "asks for a field that the policy does not declare", &remedy)]
        };
        declared.map(|field| Input::Field(*field)).ok_or_else(undeclared)
    }

    fn skills(&self, raw: &RuleFile) -> Result<BTreeSet<String>, Vec<Refusal>> {
        let skill = |at: &Spanned<String>| match &skills(at.get_ref()).into_iter().collect::<Vec<_>>()[..] {
            [one] => Ok(one.clone()),
            _ => Err(vec![self.refuse(at, "skills", "is not one skill", "Write one skill each: [\"german\", \"procurement\"].")]),
        };
        raw.skills.iter().map(skill).collect()
    }

    fn cell(&self, input: &Spanned<String>, cell: &Spanned<String>) -> Result<(Input, Option<Test>), Vec<Refusal>> {
        let known = self.input(input)?;
        let column = format!("when.{known}");
        let test =
            Test::parse(cell.get_ref(), known.kind(self.reporting)).map_err(|problem| vec![self.refuse(cell, &column, &problem, "")])?;
        if let (Domain::OneOf(all), Some(Values::Words { words, .. })) = (known.domain(), test.as_ref().map(|test| &test.values))
            && words.iter().any(|word| !all.contains(&word.as_str()))
        {
            return Err(vec![self.refuse(cell, &column, &format!("is not one of: {}", all.join(", ")), "")]);
        }
        Ok((known, test))
    }

    fn roles(&self, listed: &Roles, column: &str, rule: &Spanned<String>) -> Result<Vec<Role>, Vec<Refusal>> {
        if listed.is_empty() {
            let problem = format!("gives nobody {column}");
            return Err(vec![self.refuse(rule, column, &problem, "Name at least one role.")]);
        }
        listed.iter().map(|role| self.word::<Role>(role, column)).collect()
    }
}

/// The line, counted from 1, on which a byte of the text stands.
fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}
