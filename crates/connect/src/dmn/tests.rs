//! Policies out to DMN and back, and documents that are no policy.

use super::{from_dmn, to_dmn};
use proptest::prelude::*;
use tenure_core::catalog;
use tenure_core::ownership::input::Input;
use tenure_core::ownership::policy::Policy;
use tenure_core::primitives::Currency;

fn parse(text: &str) -> Policy {
    Policy::parse("policy.toml", text, Currency::USD, &["joint-120"]).unwrap()
}

#[test]
fn every_shipped_policy_comes_back_from_dmn_as_it_was() {
    for (file, text) in catalog::POLICY_FILES {
        let policy = parse(text);
        let xml = to_dmn(&policy, Currency::USD);
        let back = parse(&from_dmn("policy.dmn", &xml).unwrap());
        assert_eq!(back.to_toml(), policy.to_toml(), "{file}");
    }
}

#[test]
fn fields_of_an_organisation_and_skills_survive() {
    let fields = "[fields]\nbudget = \"money\"\nindustry = \"word\"\nlive_on = \"date\"\nnps = \"number\"\npilot = \"flag\"\n\n[[rule]]";
    let cells = "field_budget = \">= 1000.50\", field_industry = '\"Health\"', field_live_on = '>= date(\"2026-01-01\")', field_nps = \"< -10\", field_pilot = \"true\"";
    let (name, text) = catalog::STARTER_POLICY;
    let text = text.replacen("[[rule]]", fields, 1).replacen(
        "when = { ",
        &format!("skills = [\"german\", \"procurement\"]\nwhen = {{ {cells}, "),
        1,
    );
    let policy = parse(&text);
    let own = policy.rules[0].when.keys().filter(|input| matches!(input, Input::Field(_)));
    assert_eq!(own.count(), 5, "{name}: {}", policy.to_toml());
    let back = parse(&from_dmn("policy.dmn", &to_dmn(&policy, Currency::USD)).unwrap());
    assert_eq!(back.to_toml(), policy.to_toml());
    assert_eq!(back.inputs(), policy.inputs());
    assert_eq!(back.rules[0].then.skills, policy.rules[0].then.skills);
}

#[test]
fn signs_that_xml_reserves_survive() {
    let text = catalog::STARTER_POLICY
        .1
        .replace("name = \"Hybrid\"", "name = \"A & B <2027> \\\"x\\\"\"")
        .replace("not(\"red\")", "not(\"red\",\"yellow\")");
    let policy = parse(&text);
    let back = parse(&from_dmn("policy.dmn", &to_dmn(&policy, Currency::USD)).unwrap());
    assert_eq!(back.to_toml(), policy.to_toml());
}

/// A table as another modeller writes it: prefixes, no annotations, a catch-all of hyphens.
const FOREIGN: &str = r#"<?xml version="1.0"?>
<dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="x" namespace="n">
  <dmn:decision id="o" name="Two doors"><dmn:decisionTable id="t" hitPolicy="FIRST">
    <dmn:input id="i1"><dmn:inputExpression id="e1" typeRef="number"><dmn:text>atr</dmn:text></dmn:inputExpression></dmn:input>
    <dmn:output id="o1" name="model"/><dmn:output id="o2" name="motion"/><dmn:output id="o3" name="playbook"/><dmn:output id="o4" name="value"/>
    <dmn:output id="o5" name="commercial"/><dmn:output id="o6" name="expansion"/><dmn:output id="o7" name="operations"/><dmn:output id="o8" name="executive"/>
    <dmn:rule id="r1"><dmn:inputEntry id="c1"><dmn:text><![CDATA[>= 100000]]></dmn:text></dmn:inputEntry>
      <dmn:outputEntry><dmn:text>"joint"</dmn:text></dmn:outputEntry><dmn:outputEntry><dmn:text>"joint"</dmn:text></dmn:outputEntry>
      <dmn:outputEntry><dmn:text>"joint-120"</dmn:text></dmn:outputEntry><dmn:outputEntry><dmn:text>"csm"</dmn:text></dmn:outputEntry>
      <dmn:outputEntry><dmn:text>"ae, renewals_manager"</dmn:text></dmn:outputEntry><dmn:outputEntry><dmn:text>"ae"</dmn:text></dmn:outputEntry>
      <dmn:outputEntry><dmn:text>"ops"</dmn:text></dmn:outputEntry><dmn:outputEntry><dmn:text>"cs_leader"</dmn:text></dmn:outputEntry></dmn:rule>
    <dmn:rule id="r2"><dmn:inputEntry id="c2"><dmn:text>-</dmn:text></dmn:inputEntry>
      <dmn:outputEntry><dmn:text>"cs_led"</dmn:text></dmn:outputEntry><dmn:outputEntry><dmn:text>"digital"</dmn:text></dmn:outputEntry>
      <dmn:outputEntry><dmn:text>"joint-120"</dmn:text></dmn:outputEntry><dmn:outputEntry><dmn:text>"csm"</dmn:text></dmn:outputEntry>
      <dmn:outputEntry><dmn:text>"csm"</dmn:text></dmn:outputEntry><dmn:outputEntry><dmn:text>"csm"</dmn:text></dmn:outputEntry>
      <dmn:outputEntry><dmn:text>"csm"</dmn:text></dmn:outputEntry><dmn:outputEntry><dmn:text>"cs_leader"</dmn:text></dmn:outputEntry></dmn:rule>
  </dmn:decisionTable></dmn:decision>
</dmn:definitions>"#;

#[test]
fn a_table_of_another_modeller_is_read() {
    let policy = parse(&from_dmn("policy.dmn", FOREIGN).unwrap());
    assert_eq!(policy.name, "Two doors");
    assert_eq!(policy.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["rule-1", "rule-2"]);
    assert_eq!(policy.rules[0].when.values().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), [">= 100000"]);
    assert!(policy.rules[1].when.is_empty());
}

#[test]
fn what_is_no_policy_is_refused_with_its_place() {
    for (xml, column, value) in [
        ("no xml".to_string(), None, None),
        ("<a><b></a>".to_string(), None, None),
        ("<definitions/>".to_string(), None, None),
        ("<!DOCTYPE x [<!ENTITY a \"b\">]><definitions/>".to_string(), None, None),
        (FOREIGN.replace("FIRST", "COLLECT"), Some("hitPolicy"), Some("COLLECT")),
        (FOREIGN.replace("<dmn:text>atr<", "<dmn:text>amount<"), Some("input"), Some("amount")),
        (FOREIGN.replace("name=\"motion\"", "name=\"speed\""), Some("output"), Some("speed")),
        (FOREIGN.replace("<dmn:text>\"digital\"<", "<dmn:text>digital<"), Some("motion"), Some("digital")),
    ] {
        let refusals = from_dmn("policy.dmn", &xml).unwrap_err();
        assert_eq!((refusals[0].column.as_deref(), refusals[0].value.as_deref()), (column, value), "{xml}\n{refusals:?}");
        assert_eq!(refusals[0].file, "policy.dmn");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_stop(text in ".{0,400}", cut in 0..FOREIGN.len()) {
        let _ = from_dmn("any.dmn", &text);
        let _ = from_dmn("any.dmn", FOREIGN.get(..cut).unwrap_or_default());
        let _ = from_dmn("any.dmn", &format!("{}{text}{}", FOREIGN.get(..cut).unwrap_or_default(), FOREIGN.get(cut..).unwrap_or_default()));
    }
}
