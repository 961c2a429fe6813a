//! The proof that a policy is complete, against trying every renewal of a small world one by one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: a refusal or a wrong owner should stop them")]

mod random;

use random::Random;
use std::collections::BTreeSet;
use tenure_core::account::Risk;
use tenure_core::ownership::analysis::analyse;
use tenure_core::ownership::policy::{Policy, Seen};
use tenure_core::primitives::Currency;

const POLICIES: u64 = 2_000;
/// Bounds of random rules lie below this many cents, so that all larger amounts behave alike.
const CENTS: i64 = 9;
const WORDS: [&str; 2] = ["north", "south"];
const RISKS: [&str; 5] = ["green", "yellow", "red", "expansion", "unknown"];

/// A condition as the test understands it, beside the text that the code under test reads.
#[derive(Clone, Debug, Default)]
struct Condition {
    cents: Option<Vec<i64>>,
    tiers: Option<Vec<i64>>,
    segments: Option<(Vec<&'static str>, bool)>,
    regions: Option<(Vec<&'static str>, bool)>,
    risks: Option<(Vec<&'static str>, bool)>,
    auto_renew: Option<bool>,
}

impl Condition {
    fn holds(&self, seen: &Seen) -> bool {
        let listed =
            |test: &Option<(Vec<&str>, bool)>, word: &str| test.as_ref().is_none_or(|(words, without)| words.contains(&word) != *without);
        self.cents.as_ref().is_none_or(|cents| cents.contains(&seen.atr_minor.min(CENTS + 1)))
            && self.tiers.as_ref().is_none_or(|tiers| tiers.contains(&i64::from(seen.tier)))
            && listed(&self.segments, &seen.segment)
            && listed(&self.regions, &seen.region)
            && listed(&self.risks, seen.risk.code())
            && self.auto_renew.is_none_or(|flag| flag == seen.auto_renew)
    }
}

/// A number test: its text, and by trial the values from 0 to `highest` that pass.
fn numbers(random: &mut Random, highest: i64, write: fn(i64) -> String) -> (String, Vec<i64>) {
    let mut bounds = [0, 0].map(|_: i64| i64::from(random.below(u32::try_from(highest).unwrap())));
    bounds.sort_unstable();
    let [low, high] = bounds;
    let (a, b) = (write(low), write(high));
    let all = 0..=highest;
    match random.below(7) {
        0 => (format!("< {b}"), all.filter(|n| *n < high).collect()),
        1 => (format!("<= {a}"), all.filter(|n| *n <= low).collect()),
        2 => (format!("> {a}"), all.filter(|n| *n > low).collect()),
        3 => (format!(">= {b}"), all.filter(|n| *n >= high).collect()),
        4 => (format!("[{a}..{b}]"), all.filter(|n| (low..=high).contains(n)).collect()),
        5 => (format!("< {a}, {b}"), all.filter(|n| *n < low || *n == high).collect()),
        _ => (a.clone(), vec![low]),
    }
}

fn words(random: &mut Random, known: &[&'static str]) -> (String, (Vec<&'static str>, bool)) {
    let count = 1 + random.below(u32::try_from(known.len()).unwrap());
    let listed: BTreeSet<&'static str> = (0..count).filter_map(|_| random.pick(known)).copied().collect();
    let text = listed.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(",");
    let without = random.below(3) == 0;
    (if without { format!("not({text})") } else { text }, (listed.into_iter().collect(), without))
}

fn condition(random: &mut Random) -> (String, Condition) {
    let (mut cells, mut condition) = (Vec::new(), Condition::default());
    if random.below(2) == 0 {
        let (text, cents) = numbers(random, CENTS + 1, |cents| format!("0.{cents:02}"));
        cells.push(format!("atr = '{text}'"));
        condition.cents = Some(cents);
    }
    if random.below(3) == 0 {
        let (text, tiers) = numbers(random, 4, |tier| tier.to_string());
        cells.push(format!("tier = '{text}'"));
        condition.tiers = Some(tiers);
    }
    for (name, known) in [("segment", &WORDS[..]), ("region", &WORDS[..]), ("risk", &RISKS[..])] {
        if random.below(3) == 0 {
            let (text, listed) = words(random, known);
            cells.push(format!("{name} = '{text}'"));
            let slot = match name {
                "segment" => &mut condition.segments,
                "region" => &mut condition.regions,
                _ => &mut condition.risks,
            };
            *slot = Some(listed);
        }
    }
    if random.below(4) == 0 {
        let flag = random.below(2) == 0;
        cells.push(format!("auto_renew = '{flag}'"));
        condition.auto_renew = Some(flag);
    }
    (cells.join(", "), condition)
}

/// Every renewal of the small world; one amount above all bounds and one word beside the known ones stand for the rest.
fn renewals() -> Vec<Seen> {
    let mut all = Vec::new();
    for atr_minor in 0..=CENTS + 1 {
        for tier in 1..=3 {
            for segment in ["north", "south", "elsewhere"] {
                for region in ["north", "south", "elsewhere"] {
                    for risk in Risk::ALL {
                        for auto_renew in [false, true] {
                            let (segment, region) = (segment.into(), region.into());
                            all.push(Seen { atr_minor, tier, segment, region, risk: *risk, auto_renew });
                        }
                    }
                }
            }
        }
    }
    all
}

fn parse(whens: &[String]) -> Policy {
    let mut text = String::from("name = \"Random\"\nhit_policy = \"first\"\n");
    for (index, when) in whens.iter().enumerate() {
        text += &format!(
            "[[rule]]\nid = \"{index}\"\nwhen = {{ {when} }}\nmodel = \"joint\"\nmotion = \"joint\"\nplaybook = \"p\"\nvalue = [\"csm\"]\n\
             commercial = [\"ae\"]\nexpansion = [\"ae\"]\noperations = [\"ops\"]\nexecutive = [\"cs_leader\"]\n"
        );
    }
    Policy::parse("random.toml", &text, Currency::USD, &["p"]).unwrap_or_else(|refusals| panic!("{refusals:?}\n{text}"))
}

#[test]
fn the_analysis_agrees_with_trying_every_renewal() {
    let world = renewals();
    let (mut complete, mut incomplete, mut with_idle_rules) = (0, 0, 0);
    for seed in 0..POLICIES {
        let mut random = Random::new(seed);
        let mut rules: Vec<(String, Condition)> = (0..1 + random.below(4)).map(|_| condition(&mut random)).collect();
        if random.below(3) == 0 {
            rules.push((String::new(), Condition::default()));
        }
        let (whens, conditions): (Vec<String>, Vec<Condition>) = rules.into_iter().unzip();
        let analysis = analyse(&parse(&whens)).unwrap();
        let decided: Vec<Option<usize>> = world.iter().map(|seen| conditions.iter().position(|condition| condition.holds(seen))).collect();
        let covered = decided.iter().all(Option::is_some);
        assert_eq!(analysis.is_complete(), covered, "seed {seed}: {whens:#?}\n{:?}", analysis.gaps);
        let reached: BTreeSet<usize> = decided.into_iter().flatten().collect();
        let idle: Vec<String> = (0..whens.len()).filter(|index| !reached.contains(index)).map(|index| index.to_string()).collect();
        assert_eq!(analysis.unreachable, idle, "seed {seed}: {whens:#?}");
        for gap in &analysis.gaps {
            assert!(!conditions.iter().any(|condition| condition.holds(gap)), "seed {seed}: {gap:?} has a rule in {whens:#?}");
        }
        complete += usize::from(covered);
        incomplete += usize::from(!covered);
        with_idle_rules += usize::from(!idle.is_empty());
    }
    assert!(
        complete > 100 && incomplete > 100 && with_idle_rules > 100,
        "{complete} complete, {incomplete} not, {with_idle_rules} with idle rules"
    );
}
