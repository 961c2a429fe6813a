//! Writing a policy as DMN.

use super::{MODEL, OUTPUTS, OWN};
use quick_xml::escape::escape;
use std::fmt::Write;
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::input::Input;
use tenure_core::ownership::policy::{HitPolicy, Outcome, Policy, Rule};
use tenure_core::ownership::unary::Kind;
use tenure_core::primitives::Currency;

/// A policy as a DMN 1.5 document. Reading it again gives the same rules.
pub fn to_dmn(policy: &Policy, reporting: Currency) -> String {
    let inputs = policy.inputs();
    let hit_policy = match policy.hit_policy {
        HitPolicy::First => "FIRST",
        HitPolicy::Unique => "UNIQUE",
    };
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let name = escape(policy.name.as_str());
    let mut line = |depth: usize, text: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(xml, "{:width$}{text}", "", width = depth * 2);
    };
    line(
        0,
        &format!(
            "<definitions xmlns=\"{MODEL}\" xmlns:dmndi=\"https://www.omg.org/spec/DMN/20230324/DMNDI/\" \
         xmlns:dc=\"http://www.omg.org/spec/DMN/20180521/DC/\" xmlns:tenure=\"{OWN}\" id=\"policy\" name=\"{name}\" namespace=\"urn:tenure:policy\">"
        ),
    );
    line(1, &format!("<decision id=\"ownership\" name=\"{name}\">"));
    line(2, &format!("<variable id=\"owners\" name=\"{name}\"/>"));
    line(2, &format!("<decisionTable id=\"table\" hitPolicy=\"{hit_policy}\">"));
    for input in &inputs {
        let kind = if let Input::Field(field) = input { format!(" tenure:kind=\"{}\"", field.kind) } else { String::new() };
        line(3, &format!("<input id=\"in_{0}\" label=\"{1}\"{kind}>", input.code(), escape(input.label())));
        line(
            4,
            &format!(
                "<inputExpression id=\"of_{0}\" typeRef=\"{1}\"><text>{0}</text></inputExpression>",
                input.code(),
                type_of(*input, reporting)
            ),
        );
        line(3, "</input>");
    }
    for output in OUTPUTS {
        line(3, &format!("<output id=\"out_{output}\" name=\"{output}\" typeRef=\"string\"/>"));
    }
    line(3, "<annotation name=\"rule\"/>");
    line(3, "<annotation name=\"note\"/>");
    for (index, rule) in policy.rules.iter().enumerate() {
        line(3, &format!("<rule id=\"rule_{}\">", index + 1));
        entries(rule, &inputs).iter().for_each(|entry| line(4, entry));
        line(3, "</rule>");
    }
    line(2, "</decisionTable>");
    line(1, "</decision>");
    line(
        1,
        "<dmndi:DMNDI><dmndi:DMNDiagram id=\"diagram\"><dmndi:DMNShape id=\"shape\" dmnElementRef=\"ownership\"><dc:Bounds x=\"160\" y=\"100\" width=\"180\" height=\"80\"/></dmndi:DMNShape></dmndi:DMNDiagram></dmndi:DMNDI>",
    );
    line(0, "</definitions>");
    xml
}

fn type_of(input: Input, reporting: Currency) -> &'static str {
    match input.kind(reporting) {
        Kind::Money { .. } | Kind::Number => "number",
        Kind::Date => "date",
        Kind::Word => "string",
        Kind::Flag => "boolean",
    }
}

fn entries(rule: &Rule, inputs: &[Input]) -> Vec<String> {
    let cells = inputs.iter().map(|input| {
        let text = rule.when.get(input).map_or("-", |cell| cell.text.as_str());
        format!("<inputEntry><text>{}</text></inputEntry>", escape(text))
    });
    let outputs = OUTPUTS.iter().map(|output| {
        let text = outcome(&rule.then, output);
        format!("<outputEntry><text>{}</text></outputEntry>", escape(format!("\"{text}\"")))
    });
    let notes = [&rule.id, &rule.note].map(|text| format!("<annotationEntry><text>{}</text></annotationEntry>", escape(text.as_str())));
    cells.chain(outputs).chain(notes).collect()
}

fn outcome(then: &Outcome, output: &str) -> String {
    match output {
        "model" => then.model.code().into(),
        "motion" => then.motion.code().into(),
        "playbook" => then.playbook.clone(),
        "support" => joined(then.support.iter().map(|(manner, roles)| (manner.code().to_string(), roles))),
        "expansion_types" => joined(then.expansion_types.iter().map(|(class, roles)| (class.code().to_string(), roles))),
        "skills" => then.skills.iter().cloned().collect::<Vec<_>>().join(", "),
        "phases" => joined(then.phases.iter().flat_map(|phase| {
            phase.roles.iter().map(|(responsibility, roles)| (format!("{} {responsibility}", phase.days_before_anchor), roles))
        })),
        responsibility => {
            let known = Responsibility::ALL.iter().find(|known| known.code() == responsibility);
            known.and_then(|known| then.roles.get(known)).map(|roles| list(roles)).unwrap_or_default()
        }
    }
}

fn joined<'a>(parts: impl Iterator<Item = (String, &'a Vec<Role>)>) -> String {
    parts.map(|(word, roles)| format!("{word}: {}", list(roles))).collect::<Vec<_>>().join("; ")
}

fn list(roles: &[Role]) -> String {
    roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(", ")
}
