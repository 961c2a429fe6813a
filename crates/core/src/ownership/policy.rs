//! The ownership policy: a decision table read from TOML. First match decides; every skipped rule says why (OWN-3, OWN-5).

use super::unary::{Kind, Test, Value};
use super::{Model, Motion, Responsibility};
use crate::account::Risk;
use crate::identity::Role;
use crate::primitives::{Currency, closed_words, format_minor};
use crate::refusal::Refusal;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

closed_words! {
    /// What a policy may ask about a renewal. Amounts are in the reporting currency.
    Input {
        Atr = "atr", "ATR";
        Tier = "tier", "Tier";
        Segment = "segment", "Segment";
        Region = "region", "Region";
        RiskCategory = "risk", "Risk";
        AutoRenew = "auto_renew", "Auto-renews";
    }
}

impl Input {
    /// How cells of this column are read.
    pub fn kind(self, reporting: Currency) -> Kind {
        match self {
            Self::Atr => Kind::Money { exponent: u32::from(reporting.exponent().unwrap_or(0)) },
            Self::Tier => Kind::Number,
            Self::Segment | Self::Region | Self::RiskCategory => Kind::Word,
            Self::AutoRenew => Kind::Flag,
        }
    }
}

/// What a policy sees of one renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Amount up for renewal in minor units of the reporting currency.
    pub atr_minor: i64,
    /// Account tier.
    pub tier: u8,
    /// Account segment.
    pub segment: String,
    /// Account region.
    pub region: String,
    /// Account risk category.
    pub risk: Risk,
    /// Whether the contract renews by itself.
    pub auto_renew: bool,
}

impl Seen {
    /// The value of one input.
    pub fn value(&self, input: Input) -> Value<'_> {
        match input {
            Input::Atr => Value::Number(self.atr_minor),
            Input::Tier => Value::Number(i64::from(self.tier)),
            Input::Segment => Value::Word(&self.segment),
            Input::Region => Value::Word(&self.region),
            Input::RiskCategory => Value::Word(self.risk.code()),
            Input::AutoRenew => Value::Flag(self.auto_renew),
        }
    }

    /// An input that passed a cell, as people read it: `ATR 412,500.00 USD fits >= 100000`, `risk Red`, `risk Yellow is not red`.
    pub fn reading(&self, input: Input, (cell, test): &(String, Test), reporting: Currency) -> String {
        let phrase = self.phrase(input, reporting);
        match test {
            Test::Words { negated: false, .. } | Test::Flag(_) => phrase,
            Test::Words { words, negated: true } => format!("{phrase} is not {}", words.join(" or ")),
            Test::Spans(_) | Test::Any => format!("{phrase} fits {cell}"),
        }
    }

    /// An input as people read it: `ATR 412,500.00 USD`, `risk Red`.
    pub fn phrase(&self, input: Input, reporting: Currency) -> String {
        match input {
            Input::Atr => format!("ATR {} {}", format_minor(self.atr_minor, reporting), reporting.code()),
            Input::Tier => format!("tier {}", self.tier),
            Input::Segment => format!("segment {}", self.segment),
            Input::Region => format!("region {}", self.region),
            Input::RiskCategory => format!("risk {}", self.risk.label()),
            Input::AutoRenew => (if self.auto_renew { "auto-renewing" } else { "not auto-renewing" }).into(),
        }
    }
}

/// One rule: conditions on the left, outcome on the right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Name that reasons cite, unique in the policy.
    pub id: String,
    /// The line of the file on which the rule's id stands.
    pub row: usize,
    /// Conditions by input, with their text as written; an input not named is any.
    pub when: BTreeMap<Input, (String, Test)>,
    /// Ownership model.
    pub model: Model,
    /// Motion.
    pub motion: Motion,
    /// Playbook code.
    pub playbook: String,
    /// Roles for each responsibility, in order of preference; never empty.
    pub roles: BTreeMap<Responsibility, Vec<Role>>,
}

/// A parsed policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Name.
    pub name: String,
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
    pub fn decide(&self, seen: &Seen) -> Result<Match<'_>, Vec<Skipped<'_>>> {
        let mut skipped = Vec::new();
        for rule in &self.rules {
            match rule.when.iter().find(|(input, (_, test))| !test.passes(&seen.value(**input))) {
                None => return Ok(Match { rule, skipped }),
                Some((input, (cell, _))) => skipped.push(Skipped { rule: &rule.id, input: *input, cell }),
            }
        }
        Err(skipped)
    }

    /// The inputs that any rule asks about.
    pub fn inputs(&self) -> Vec<Input> {
        Input::ALL.iter().copied().filter(|input| self.rules.iter().any(|rule| rule.when.contains_key(input))).collect()
    }

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
        let reader = Reader { file, text, reporting, playbooks };
        let mut refusals = Vec::new();
        if raw.hit_policy.get_ref() != "first" {
            refusals.push(reader.refuse(
                &raw.hit_policy,
                "hit_policy",
                "is not a hit policy Tenure knows",
                "Write first: the first rule that matches decides.",
            ));
        }
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
        if raw.rule.is_empty() {
            refusals.push(Refusal {
                file: file.into(),
                problem: "has no rule".into(),
                remedy: "Add at least one [[rule]].".into(),
                ..Refusal::default()
            });
        }
        if refusals.is_empty() { Ok(Self { name: raw.name, rules }) } else { Err(refusals) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    name: String,
    hit_policy: Spanned<String>,
    #[serde(default)]
    rule: Vec<RuleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    id: Spanned<String>,
    when: BTreeMap<Spanned<String>, Spanned<String>>,
    model: Spanned<String>,
    motion: Spanned<String>,
    playbook: Spanned<String>,
    value: Vec<Spanned<String>>,
    commercial: Vec<Spanned<String>>,
    expansion: Vec<Spanned<String>>,
    operations: Vec<Spanned<String>>,
    executive: Vec<Spanned<String>>,
}

impl RuleFile {
    fn roles(&self, responsibility: Responsibility) -> &[Spanned<String>] {
        match responsibility {
            Responsibility::Value => &self.value,
            Responsibility::Commercial => &self.commercial,
            Responsibility::Expansion => &self.expansion,
            Responsibility::Operations => &self.operations,
            Responsibility::Executive => &self.executive,
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    reporting: Currency,
    playbooks: &'a [&'a str],
}

impl Reader<'_> {
    fn refuse(&self, at: &Spanned<String>, column: &str, problem: &str, remedy: &str) -> Refusal {
        Refusal {
            file: self.file.into(),
            row: Some(line_of(self.text, at.span().start)),
            column: Some(column.into()),
            value: Some(at.get_ref().clone()),
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }

    fn word<T: std::str::FromStr<Err = String>>(&self, at: &Spanned<String>, column: &str) -> Result<T, Vec<Refusal>> {
        at.get_ref().parse().map_err(|problem: String| vec![self.refuse(at, column, &problem, "")])
    }

    fn rule(&self, raw: &RuleFile) -> Result<Rule, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut when = BTreeMap::new();
        for (input, cell) in &raw.when {
            match self.cell(input, cell) {
                Ok((input, test)) => drop(when.insert(input, (cell.get_ref().clone(), test))),
                Err(found) => refusals.extend(found),
            }
        }
        let mut roles = BTreeMap::new();
        for responsibility in Responsibility::ALL {
            match self.roles(raw, *responsibility) {
                Ok(list) => drop(roles.insert(*responsibility, list)),
                Err(found) => refusals.extend(found),
            }
        }
        if !self.playbooks.contains(&raw.playbook.get_ref().as_str()) {
            let remedy = format!("Playbooks: {}.", self.playbooks.join(", "));
            refusals.push(self.refuse(&raw.playbook, "playbook", "is not a playbook of the catalog", &remedy));
        }
        let (model, motion) = (self.word(&raw.model, "model"), self.word(&raw.motion, "motion"));
        match (model, motion, refusals.is_empty()) {
            (Ok(model), Ok(motion), true) => Ok(Rule {
                id: raw.id.get_ref().clone(),
                row: line_of(self.text, raw.id.span().start),
                when,
                model,
                motion,
                playbook: raw.playbook.get_ref().clone(),
                roles,
            }),
            (model, motion, _) => {
                refusals.extend(model.err().into_iter().flatten());
                refusals.extend(motion.err().into_iter().flatten());
                Err(refusals)
            }
        }
    }

    fn cell(&self, input: &Spanned<String>, cell: &Spanned<String>) -> Result<(Input, Test), Vec<Refusal>> {
        let known: Input = self.word(input, "when")?;
        let test = Test::parse(cell.get_ref(), known.kind(self.reporting))
            .map_err(|problem| vec![self.refuse(cell, &format!("when.{known}"), &problem, "")])?;
        if let (Input::RiskCategory, Test::Words { words, .. }) = (known, &test)
            && let Some(problem) = words.iter().find_map(|word| word.parse::<Risk>().err())
        {
            return Err(vec![self.refuse(cell, "when.risk", &problem, "")]);
        }
        Ok((known, test))
    }

    fn roles(&self, raw: &RuleFile, responsibility: Responsibility) -> Result<Vec<Role>, Vec<Refusal>> {
        let listed = raw.roles(responsibility);
        if listed.is_empty() {
            let problem = format!("gives nobody the responsibility {responsibility}");
            return Err(vec![self.refuse(&raw.id, responsibility.code(), &problem, "Name at least one role.")]);
        }
        listed.iter().map(|role| self.word::<Role>(role, responsibility.code())).collect()
    }
}

/// The line, counted from 1, on which a byte of the text stands.
fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = r#"name = "Test"
hit_policy = "first"
[[rule]]
id = "large"
when = { atr = "> 100000", risk = '"red","yellow"' }
model = "joint"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["ae", "renewals_manager"]
expansion = ["ae"]
operations = ["ops"]
executive = ["cs_leader"]
"#;

    const LAST: &str = r#"[[rule]]
id = "rest"
when = {}
model = "cs_led"
motion = "digital"
playbook = "joint-120"
value = ["csm"]
commercial = ["csm"]
expansion = ["csm"]
operations = ["csm"]
executive = ["cs_leader"]
"#;

    fn parse(text: &str) -> Result<Policy, Vec<Refusal>> {
        Policy::parse("policy.toml", text, Currency::USD, &["joint-120"])
    }

    fn seen(atr_minor: i64, risk: Risk) -> Seen {
        Seen { atr_minor, tier: 2, segment: "Enterprise".into(), region: "EMEA".into(), risk, auto_renew: true }
    }

    #[test]
    fn the_first_match_wins_and_skipped_rules_name_the_failing_input() {
        let policy = parse(&format!("{RULE}{LAST}")).unwrap();
        let large = seen(10_000_001, Risk::Red);
        let matched = policy.decide(&large).unwrap();
        assert_eq!((matched.rule.id.as_str(), matched.skipped.len()), ("large", 0));
        let skipped = |seen: &Seen| {
            let matched = policy.decide(seen).unwrap();
            assert_eq!(matched.rule.id, "rest");
            matched.skipped.into_iter().map(|skip| (skip.rule, skip.input, skip.cell)).collect::<Vec<_>>()
        };
        assert_eq!(skipped(&seen(10_000_000, Risk::Red)), [("large", Input::Atr, "> 100000")]);
        assert_eq!(skipped(&seen(10_000_001, Risk::Green)), [("large", Input::RiskCategory, "\"red\",\"yellow\"")]);
    }

    #[test]
    fn a_renewal_without_rule_gets_every_reason() {
        let policy = parse(RULE).unwrap();
        let skipped = policy.decide(&seen(1, Risk::Red)).unwrap_err();
        assert_eq!(skipped, [Skipped { rule: "large", input: Input::Atr, cell: "> 100000" }]);
    }

    #[test]
    fn what_cannot_be_decided_is_refused_with_line_column_and_value() {
        for (written, instead, line, column, value) in [
            ("\"renewals_manager\"", "\"closer\"", 10, "commercial", "closer"),
            ("\"joint-120\"", "\"joint-121\"", 8, "playbook", "joint-121"),
            ("atr =", "arr =", 5, "when", "arr"),
            ("\"> 100000\"", "\"when needed\"", 5, "when.atr", "when needed"),
            ("\"> 100000\"", "\"0.001\"", 5, "when.atr", "0.001"),
            ("\"red\",\"yellow\"", "\"red\",\"orange\"", 5, "when.risk", "\"red\",\"orange\""),
            ("model = \"joint\"", "model = \"both\"", 6, "model", "both"),
            ("motion = \"joint\"", "motion = \"quick\"", 7, "motion", "quick"),
            ("[\"ops\"]", "[]", 4, "operations", "large"),
            ("\"first\"", "\"any\"", 2, "hit_policy", "any"),
        ] {
            assert!(RULE.contains(written), "{written}");
            let refusals = parse(&RULE.replacen(written, instead, 1)).unwrap_err();
            assert_eq!(refusals.len(), 1, "{instead}: {refusals:?}");
            let place = (refusals[0].row, refusals[0].column.as_deref(), refusals[0].value.as_deref());
            assert_eq!(place, (Some(line), Some(column), Some(value)), "{instead}");
            assert!(!refusals[0].problem.is_empty());
        }
    }

    #[test]
    fn a_refusal_reads_as_a_sentence_with_its_place() {
        let refusals = parse(&RULE.replace("> 100000", "when needed")).unwrap_err();
        assert_eq!(
            refusals[0].to_string(),
            "policy.toml, row 5, column when.atr: \"when needed\" cannot be decided; \
             write a test such as > 100000, [25000..100000), \"red\",\"yellow\" or not(\"red\")."
        );
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let text =
            format!("{}{}", RULE.replace("> 100000", "large").replace("\"ops\"", "\"nobody\""), LAST.replace("\"rest\"", "\"large\""));
        let columns: Vec<Option<String>> = parse(&text).unwrap_err().into_iter().map(|refusal| refusal.column).collect();
        assert_eq!(columns, [Some("when.atr".into()), Some("operations".into()), Some("id".into())]);
    }

    #[test]
    fn unknown_fields_missing_fields_and_no_rule_at_all_are_refused() {
        for text in [
            RULE.replace("motion = \"joint\"\n", ""),
            RULE.replace("[[rule]]", "colour = \"blue\"\n[[rule]]"),
            RULE.replace("model =", "owner = \"x\"\nmodel ="),
            "name = \"Empty\"\nhit_policy = \"first\"\n".into(),
            "not toml".into(),
        ] {
            assert_eq!(parse(&text).map_err(|refusals| refusals.len()), Err(1), "{text}");
        }
    }
}
