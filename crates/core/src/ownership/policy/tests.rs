//! Reading a policy, deciding by it, and writing it out again.

use super::*;
use crate::account::Risk;
use crate::refusal::Refusal;

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
    Seen { atr_minor, risk, ..crate::ownership::input::fixture::seen() }
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
        ("atr =", "size =", 5, "when", "size"),
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
    let text = format!("{}{}", RULE.replace("> 100000", "large").replace("\"ops\"", "\"nobody\""), LAST.replace("\"rest\"", "\"large\""));
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
