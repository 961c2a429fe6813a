//! The document of the definitions must say what the code does.

use crate::metrics::{DEFINITIONS, Definition, Family, Parameter, Shape};
use std::fmt::Write as _;

const DOCUMENT: &str = include_str!("../../../../../docs/metrics.md");

/// The section of a definition, word for word.
fn section(definition: &Definition) -> String {
    let mut text = format!("### `{}`\n\n**{}.** {}\n\n", definition.code, definition.name, definition.use_for);
    let _ = writeln!(text, "- Formula: {}", definition.formula);
    let shape = match definition.shape {
        Shape::Percent => "a percentage",
        Shape::Times => "a number",
        Shape::Amount => "an amount",
        Shape::Count => "a count",
    };
    let over = if definition.denominator.is_empty() { String::new() } else { format!(" / {}", definition.denominator) };
    let steps: String = definition.steps.iter().map(|step| format!(", then {}", step.label())).collect();
    let _ = writeln!(text, "- Opens to: {}{over}{steps}; {shape}", definition.numerator);
    for choice in definition.choices {
        let _ = writeln!(text, "- {}: {}", choice.topic.label(), choice.answer);
    }
    let values: Vec<String> =
        definition.parameters.iter().map(|parameter| format!("`{parameter}={}`", definition.usual.value(*parameter))).collect();
    if !values.is_empty() {
        let _ = writeln!(text, "- Parameters: {}", values.join(", "));
    }
    let _ = writeln!(text, "- Idea: {}", definition.source);
    text
}

#[test]
fn every_definition_has_its_section_word_for_word() {
    for definition in DEFINITIONS {
        let section = section(definition);
        assert!(DOCUMENT.contains(&section), "docs/metrics.md lacks this section, or has it in other words:\n\n{section}");
    }
    assert_eq!(DOCUMENT.lines().filter(|line| line.starts_with("### `")).count(), DEFINITIONS.len(), "a section without a definition");
}

#[test]
fn sections_stand_under_their_family_and_parameters_in_their_table() {
    for family in Family::ALL {
        let (_, rest) = DOCUMENT.split_once(&format!("## {}\n", family.label())).unwrap();
        let part = rest.split("\n## ").next().unwrap_or("");
        for definition in DEFINITIONS {
            let here = part.contains(&format!("### `{}`\n", definition.code));
            assert_eq!(here, definition.family == *family, "{} under {family}", definition.code);
        }
    }
    for parameter in Parameter::ALL {
        let row = format!("| `{parameter}` | {} |", parameter.label());
        assert!(DOCUMENT.contains(&row), "{row}");
    }
}
