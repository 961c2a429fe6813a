//! Gaps, idle rules, overlaps and repairs, on tables small enough to see through.

use super::*;
use crate::ownership::Motion;

const ROLES: &str = "value = [\"csm\"]\ncommercial = [\"ae\"]\nexpansion = [\"ae\"]\noperations = [\"ops\"]\nexecutive = [\"cs_leader\"]\n";

/// A policy of rules that all decide differently.
fn policy(whens: &[&str]) -> Policy {
    table("first", &whens.iter().zip(Motion::ALL.iter().cycle()).map(|(when, motion)| (*when, motion.code())).collect::<Vec<_>>())
}

/// A policy with the motion of each rule.
fn table(hit_policy: &str, rules: &[(&str, &str)]) -> Policy {
    let rules = rules.iter().enumerate().map(|(index, (when, motion))| {
        format!("[[rule]]\nid = \"rule-{index}\"\nwhen = {{ {when} }}\nmodel = \"joint\"\nmotion = \"{motion}\"\nplaybook = \"joint-120\"\n{ROLES}")
    });
    let text = format!("name = \"Test\"\nhit_policy = \"{hit_policy}\"\n{}", rules.collect::<String>());
    Policy::parse("policy.toml", &text, Currency::USD, &["joint-120"]).unwrap()
}

fn gaps(whens: &[&str]) -> Vec<String> {
    analyse(&policy(whens)).unwrap().gaps.iter().map(|gap| gap.words(Currency::USD)).collect()
}

#[test]
fn a_policy_without_a_rule_at_exactly_a_hundred_thousand_shows_that_gap() {
    assert_eq!(gaps(&["atr = \"< 100000\"", "atr = \"> 100000\""]), ["ATR exactly 100,000.00 USD"]);
    assert_eq!(gaps(&["atr = \"< 100000\"", "atr = \">= 100000\""]), Vec::<String>::new());
    assert_eq!(gaps(&["atr = \"<= 99999.98\"", "atr = \">= 100000\""]), ["ATR exactly 99,999.99 USD"]);
}

#[test]
fn a_published_table_of_four_bands_has_exactly_its_three_gaps() {
    // Renewals manager alone below 15K and from 15K to 100K, with an AE to 400K, the AE alone above: every bound is strict.
    let whens = ["atr = \"< 15000\"", "atr = \"(15000..100000)\"", "atr = \"(100000..400000)\"", "atr = \"> 400000\""];
    assert_eq!(gaps(&whens), ["ATR exactly 15,000.00 USD", "ATR exactly 100,000.00 USD", "ATR exactly 400,000.00 USD"]);
}

#[test]
fn over_a_hundred_thousand_or_any_red_leaves_the_rest_which_is_told_in_one_piece() {
    let whens = ["atr = \"> 100000\"", "risk = '\"red\"'"];
    assert_eq!(gaps(&whens), ["ATR up to 100,000.00 USD, risk not Red"]);
    let analysis = analyse(&policy(&[whens[0], whens[1], ""])).unwrap();
    assert!(analysis.is_complete());
    assert_eq!(analysis.unknown, [Unknown { input: Input::RiskCategory, rules: vec!["rule-0".into(), "rule-2".into()] }]);
}

#[test]
fn a_gap_names_only_what_matters_to_it() {
    let whens = [
        "segment = 'not(\"SMB\")'",
        "risk = '\"red\",\"yellow\",\"green\",\"expansion\"', auto_renew = \"true\"",
        "auto_renew = \"false\"",
    ];
    assert_eq!(gaps(&whens), ["segment SMB, risk Unknown, auto-renewing"]);
    assert_eq!(gaps(&["region = '\"EMEA\"'"]), ["region not EMEA"]);
    assert_eq!(gaps(&["region = '\"EMEA\",null'"]), ["region known and not EMEA"]);
}

#[test]
fn a_value_that_is_not_known_needs_a_rule_too() {
    assert_eq!(gaps(&["notice_days = \"< 60\"", "notice_days = \">= 60\""]), ["notice in days not known"]);
    assert_eq!(gaps(&["complexity = '\"simple\"'", "complexity = '\"complex\"'"]), ["product complexity not known"]);
    assert_eq!(gaps(&["notice_days = \"< 60, null\"", "notice_days = \">= 60\""]), Vec::<String>::new());
}

#[test]
fn rules_that_never_decide_are_named_with_those_that_take_their_renewals() {
    let analysis = analyse(&policy(&["tier = \"[1..2]\"", "tier = \"2\"", "tier = \"4\"", "", "atr = \"> 5\""])).unwrap();
    assert!(analysis.is_complete());
    let told: Vec<(&str, Vec<&str>)> =
        analysis.unreachable.iter().map(|idle| (idle.rule.as_str(), idle.taken_by.iter().map(String::as_str).collect())).collect();
    assert_eq!(told, [("rule-1", vec!["rule-0"]), ("rule-2", vec![]), ("rule-4", vec!["rule-0", "rule-3"])]);
}

#[test]
fn a_rule_that_decides_as_the_next_would_is_redundant() {
    let rules = [("atr = \"> 5\"", "joint"), ("tier = \"1\"", "digital"), ("", "joint")];
    assert_eq!(analyse(&table("first", &rules)).unwrap().redundant, Vec::<String>::new(), "it keeps large ones of tier 1 from rule-1");
    let rules = [("tier = \"2\"", "joint"), ("tier = \"1\"", "digital"), ("", "joint")];
    assert_eq!(analyse(&table("first", &rules)).unwrap().redundant, ["rule-0"]);
}

#[test]
fn overlaps_are_faults_where_matches_must_be_unique() {
    let rules = [("atr = \"<= 5\"", "joint"), ("atr = \">= 5\"", "digital")];
    let analysis = analyse(&table("unique", &rules)).unwrap();
    assert!(!analysis.is_complete());
    assert_eq!(analysis.overlaps[0].region.words(Currency::USD), "ATR exactly 5.00 USD");
    assert!(analyse(&table("first", &rules)).unwrap().is_complete());
    let rules = [("atr = \"<= 5\"", "joint"), ("atr = \"> 5\"", "digital")];
    assert!(analyse(&table("unique", &rules)).unwrap().is_complete());
}

#[test]
fn an_exception_before_the_rule_is_no_overlap_but_a_doubtful_order_is() {
    let overlaps = |whens: &[&str]| analyse(&policy(whens)).unwrap().overlaps.len();
    assert_eq!(overlaps(&["risk = '\"red\"'", ""]), 0);
    assert_eq!(overlaps(&["risk = '\"red\"'", "atr = \"> 5\"", ""]), 1);
}

#[test]
fn a_repair_closes_its_gap_and_changes_no_renewal_that_had_a_rule() {
    let policy = policy(&["atr = \"< 15000\"", "atr = \"(15000..100000)\"", "atr = \">= 100000\""]);
    let repairs = analyse(&policy).unwrap().repairs;
    let titles: Vec<String> = repairs.iter().map(|repair| repair.title(&policy, Currency::USD)).collect();
    assert_eq!(
        titles,
        [
            "rule-0: atr <= 15000 instead of < 15000",
            "rule-1: atr [15000..100000) instead of (15000..100000)",
            "Add a last rule that takes everything else as rule-2 does",
        ]
    );
    for repair in repairs {
        let changed = repair.applied(&policy, Currency::USD);
        assert!(analyse(&changed).unwrap().is_complete(), "{repair:?}");
        for atr_minor in [0, 1_499_999, 1_500_001, 9_999_999, 10_000_000] {
            let seen = crate::ownership::input::Seen { atr_minor, ..crate::ownership::input::fixture::seen() };
            let rule = |policy: &Policy| policy.decide(&seen).unwrap().rule.id.clone();
            assert_eq!(rule(&changed), rule(&policy), "{repair:?} at {atr_minor}");
        }
    }
}

#[test]
fn a_widened_rule_never_takes_what_a_later_rule_decides() {
    let policy = policy(&["atr = \"< 5\", tier = \"1\"", "atr = \"< 5\"", "atr = \"> 5\""]);
    let titles: Vec<String> = analyse(&policy).unwrap().repairs.iter().map(|repair| repair.title(&policy, Currency::USD)).collect();
    assert!(!titles.iter().any(|title| title.starts_with("rule-0")), "it would take only tier 1 of the gap: {titles:?}");
    assert_eq!(titles[0], "rule-1: atr <= 5 instead of < 5");
}

#[test]
fn a_policy_too_large_to_look_at_is_not_called_complete_and_names_its_rules() {
    // Each rule excludes one more combination of words of many inputs; none ever falls away.
    let inputs = ["segment", "region", "currency", "tier", "term_months", "notice_days", "atr", "arr"];
    let whens: Vec<String> = (0..60)
        .map(|rule: usize| {
            let cells = inputs.iter().enumerate().map(|(index, input)| {
                let number = (rule * (7 + 2 * index) + index * 13) % 31;
                match *input {
                    "segment" | "region" | "currency" => format!("{input} = 'not(\"w{number}\")'"),
                    "tier" => format!("{input} = 'not({})'", number % 3 + 1),
                    _ => format!("{input} = 'not({number})'"),
                }
            });
            cells.collect::<Vec<_>>().join(", ")
        })
        .collect();
    let whens: Vec<&str> = whens.iter().map(String::as_str).collect();
    match analyse(&policy(&whens)) {
        Err(too_complex) => assert!(!too_complex.rules.is_empty()),
        Ok(analysis) => panic!("proved in {} steps", analysis.steps),
    }
}
