//! Reading a policy from DMN, as the TOML that the policy is kept in.

use super::OUTPUTS;
use super::tree::{Element, read};
use std::fmt::Write;
use tenure_core::account::FieldKind;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::input::{FIELD_PREFIX, FieldInput, Input};
use tenure_core::ownership::policy::{declared, quoted, typed_phases, typed_roles};
use tenure_core::refusal::Refusal;

/// The policy of a DMN document as TOML. What the rules say is checked when the TOML is read.
///
/// # Errors
/// A document that is no XML, has no or several decision tables, another hit policy than first or unique, or inputs and outputs that
/// Tenure does not know; each with the place and what to do.
pub fn from_dmn(file: &str, xml: &str) -> Result<String, Vec<Refusal>> {
    let at = At { file };
    let root = read(xml).map_err(|problem| vec![at.refuse(problem, "Export the table from the modeller as DMN 1.5 XML.")])?;
    let (name, table) = the_table(&root, &at)?;
    let hit_policy = match table.attribute("hitPolicy").unwrap_or("UNIQUE") {
        "FIRST" => "first",
        "UNIQUE" => "unique",
        other => return Err(vec![at.value("hitPolicy", other, "is not a hit policy Tenure knows", "Use FIRST or UNIQUE.")]),
    };
    let (inputs, outputs) = (inputs(table, &at)?, outputs(table, &at)?);
    let annotations: Vec<&str> = table.all("annotation").map(|annotation| annotation.attribute("name").unwrap_or_default()).collect();
    let mut text = format!("name = {}\nhit_policy = {}\n{}", quoted(name), quoted(hit_policy), declared(&inputs));
    let mut refusals = Vec::new();
    for (index, rule) in table.all("rule").enumerate() {
        match rule_text(&At { file }, rule, (index, &inputs, &outputs, &annotations)) {
            Ok(written) => text.push_str(&written),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() { Ok(text) } else { Err(refusals) }
}

/// Where a refusal points.
struct At<'a> {
    file: &'a str,
}

impl At<'_> {
    fn refuse(&self, problem: impl Into<String>, remedy: &str) -> Refusal {
        Refusal { file: self.file.into(), problem: problem.into(), remedy: remedy.into(), ..Refusal::default() }
    }

    fn value(&self, column: &str, value: &str, problem: &str, remedy: &str) -> Refusal {
        Refusal { column: Some(column.into()), value: Some(value.into()), ..self.refuse(problem, remedy) }
    }
}

fn the_table<'a>(root: &'a Element, at: &At<'_>) -> Result<(&'a str, &'a Element), Vec<Refusal>> {
    let tables: Vec<(&str, &Element)> = root
        .all("decision")
        .flat_map(|decision| decision.all("decisionTable").map(|table| (decision.attribute("name").unwrap_or("Policy"), table)))
        .collect();
    match tables[..] {
        [one] => Ok(one),
        [] => Err(vec![at.refuse("has no decision table", "Export a decision that is a decision table.")]),
        _ => Err(vec![at.refuse(format!("has {} decision tables", tables.len()), "Leave the one of the policy in the file.")]),
    }
}

fn inputs(table: &Element, at: &At<'_>) -> Result<Vec<Input>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut inputs: Vec<Input> = Vec::new();
    for input in table.all("input") {
        let said = input.all("inputExpression").next().map_or("", Element::said);
        match read_input(said, input) {
            Ok(known) if inputs.contains(&known) => {
                refusals.push(at.value("input", said, "stands twice", "Keep one column for each input."))
            }
            Ok(known) => inputs.push(known),
            Err(problem) => refusals.push(at.value("input", said, &problem, "docs/policy.md lists the inputs.")),
        }
    }
    if refusals.is_empty() { Ok(inputs) } else { Err(refusals) }
}

/// An input by its code; what the values of a field are is told by the type of the column, and by our own word for amounts.
fn read_input(said: &str, column: &Element) -> Result<Input, String> {
    let Some(name) = said.strip_prefix(FIELD_PREFIX) else { return said.parse() };
    let stated = column.attribute("kind").map(str::parse::<FieldKind>).transpose()?;
    let of_type = column.all("inputExpression").next().and_then(|expression| expression.attribute("typeRef"));
    let kind = stated.unwrap_or(match of_type {
        Some("number") => FieldKind::Number,
        Some("date") => FieldKind::Date,
        Some("boolean") => FieldKind::Flag,
        _ => FieldKind::Word,
    });
    Ok(Input::Field(FieldInput { name: name.parse()?, kind }))
}

fn outputs<'a>(table: &'a Element, at: &At<'_>) -> Result<Vec<&'a str>, Vec<Refusal>> {
    let named: Vec<&str> =
        table.all("output").map(|output| output.attribute("name").or(output.attribute("label")).unwrap_or_default()).collect();
    let remedy = format!("Outputs: {}.", OUTPUTS.join(", "));
    let unknown =
        named.iter().filter(|name| !OUTPUTS.contains(name)).map(|name| at.value("output", name, "is not an output Tenure knows", &remedy));
    let lacking = OUTPUTS.iter().take(8).filter(|name| !named.contains(name)).map(|name| at.value("output", name, "is missing", &remedy));
    let refusals: Vec<Refusal> = unknown.chain(lacking).collect();
    if refusals.is_empty() { Ok(named) } else { Err(refusals) }
}

type Columns<'a> = (usize, &'a [Input], &'a [&'a str], &'a [&'a str]);

fn rule_text(at: &At<'_>, rule: &Element, (index, inputs, outputs, annotations): Columns<'_>) -> Result<String, Refusal> {
    let row = index + 1;
    let entries = |name: &'static str| rule.all(name).map(Element::said).collect::<Vec<_>>();
    let (cells, outcomes, notes) = (entries("inputEntry"), entries("outputEntry"), entries("annotationEntry"));
    if cells.len() != inputs.len() || outcomes.len() != outputs.len() {
        let problem =
            format!("has {} conditions and {} outcomes; the table has {} and {}", cells.len(), outcomes.len(), inputs.len(), outputs.len());
        return Err(Refusal { row: Some(row), ..at.refuse(problem, "Give the rule an entry for each column.") });
    }
    let note =
        |name: &str| annotations.iter().position(|known| *known == name).and_then(|place| notes.get(place)).copied().unwrap_or_default();
    let id = Some(note("rule")).filter(|id| !id.is_empty()).map_or_else(|| format!("rule-{row}"), str::to_string);
    let when = inputs.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty() && **cell != "-");
    let when: Vec<String> = when.map(|(input, cell)| format!("{input} = {}", quoted(cell))).collect();
    let mut text = format!("\n[[rule]]\nid = {}\nnote = {}\nwhen = {{ {} }}\n", quoted(&id), quoted(note("note")), when.join(", "));
    for (output, outcome) in outputs.iter().zip(&outcomes) {
        let said = unquoted(outcome).ok_or_else(|| Refusal {
            row: Some(row),
            ..at.value(output, outcome, "is not a text in double quotes", "Write \"ae, renewals_manager\".")
        })?;
        let written = written(output, said).map_err(|problem| Refusal {
            row: Some(row),
            ..at.value(output, said, problem, "Write it as: attends: ae; informed: finance")
        })?;
        // Writing to a string does not fail.
        let _ = writeln!(text, "{} = {written}", if *output == "phases" { "phase" } else { output });
    }
    Ok(text)
}

fn unquoted(text: &str) -> Option<&str> {
    if text.is_empty() || text == "-" || text == "null" {
        return Some("");
    }
    text.strip_prefix('"')?.strip_suffix('"')
}

/// An outcome as TOML.
fn written(output: &str, said: &str) -> Result<String, &'static str> {
    match output {
        "model" | "motion" | "playbook" => Ok(quoted(said)),
        "support" | "expansion_types" => {
            let parts: Vec<String> =
                parts(said)?.into_iter().map(|(word, roles)| format!("{} = {}", quoted(word), typed_roles(roles))).collect();
            Ok(format!("{{ {} }}", parts.join(", ")))
        }
        "phases" => phases(said),
        _ => Ok(typed_roles(said)),
    }
}

/// `word: roles` parted by semicolons.
fn parts(said: &str) -> Result<Vec<(&str, &str)>, &'static str> {
    let parts = said.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.split_once(':').map(|(word, roles)| (word.trim(), roles)).ok_or("has a part without a colon")).collect()
}

fn phases(said: &str) -> Result<String, &'static str> {
    let phases = parts(said)?.into_iter().map(|(word, roles)| {
        let (day, responsibility) = word.split_once(' ').ok_or("has a phase without a number of days and a responsibility")?;
        let day: u16 = day.parse().map_err(|_| "has a phase without a number of days")?;
        let responsibility: Responsibility = responsibility.trim().parse().map_err(|_| "has a phase of no responsibility")?;
        Ok((day, responsibility, roles))
    });
    Ok(typed_phases(phases.collect::<Result<Vec<_>, &'static str>>()?))
}
