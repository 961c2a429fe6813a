//! The proof that a policy is complete, against trying every renewal of a small world one by one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: a refusal or a wrong owner should stop them")]

mod random;

use jiff::civil::date;
use random::Random;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::Risk;
use tenure_core::ownership::analysis::{Analysis, analyse};
use tenure_core::ownership::input::{Complexity, CsmType, Input, Negotiation, Seen};
use tenure_core::ownership::policy::Policy;
use tenure_core::ownership::table::Table;
use tenure_core::primitives::Currency;
use tenure_core::renewal::RenewalKind;

const POLICIES: u64 = 10_000;
/// Inputs that one policy asks about at most.
const INPUTS_MAX: u32 = 4;
const MOTIONS: [&str; 2] = ["joint", "digital"];
const POOL: [Input; 8] =
    [Input::Atr, Input::Tier, Input::Segment, Input::RiskCategory, Input::AutoRenew, Input::NoticeDays, Input::Complexity, Input::EndOn];

/// How many values of an input the small world has; the last of an open one stands for all beyond it.
fn size(input: Input) -> usize {
    match input {
        Input::Atr => 11,
        Input::Tier | Input::Complexity => 3,
        Input::Segment => 4,
        Input::RiskCategory => 5,
        Input::AutoRenew => 2,
        Input::NoticeDays => 7,
        _ => 6,
    }
}

/// Writes the value of an input into a renewal. The last value of a segment, complexity or notice period is that none is known.
fn set(seen: &mut Seen, input: Input, index: usize) {
    let small = u16::try_from(index).unwrap();
    match input {
        Input::Atr => seen.atr_minor = i64::from(small),
        Input::Tier => seen.tier = u8::try_from(index + 1).unwrap(),
        Input::Segment => seen.segment = ["north", "south", "elsewhere", ""][index].into(),
        Input::RiskCategory => seen.risk = Risk::ALL[index],
        Input::AutoRenew => seen.auto_renew = index == 1,
        Input::NoticeDays => seen.notice_days = (index < 6).then_some(small),
        Input::Complexity => seen.complexity = Complexity::ALL.get(index).copied(),
        // The first value stands for all earlier days.
        _ => seen.end_on = date(2027, 1, i8::try_from(index + 1).unwrap()).yesterday().unwrap(),
    }
}

/// A number of the world as cells write it.
fn number(input: Input, index: usize) -> String {
    match input {
        Input::Atr => format!("0.{index:02}"),
        Input::Tier => (index + 1).to_string(),
        Input::EndOn => format!("date(\"2027-01-{index:02}\")"),
        _ => index.to_string(),
    }
}

/// A condition: its text, and by trial the values that pass.
fn condition(random: &mut Random, input: Input) -> (String, BTreeSet<usize>) {
    let all = 0..size(input);
    let (text, values): (String, BTreeSet<usize>) = match input {
        Input::AutoRenew => {
            let value = random.below(2);
            ((value == 1).to_string(), [value as usize].into())
        }
        Input::Segment => listed(random, &["north", "south"], 3),
        Input::RiskCategory => listed(random, &Risk::ALL.iter().map(|risk| risk.code()).collect::<Vec<_>>(), 5),
        Input::Complexity => listed(random, &["simple", "complex"], 2),
        _ => {
            let known = if input == Input::NoticeDays { 6 } else { size(input) };
            let (text, values) = numbers(random, input, known);
            if input == Input::NoticeDays && random.below(3) == 0 {
                (format!("{text}, null"), values.into_iter().chain([6]).collect())
            } else {
                (text, values)
            }
        }
    };
    if random.below(4) == 0 { (format!("not({text})"), all.filter(|value| !values.contains(value)).collect()) } else { (text, values) }
}

fn numbers(random: &mut Random, input: Input, known: usize) -> (String, BTreeSet<usize>) {
    // The last value stands for all larger ones, so no bound lies on it.
    let first = usize::from(input == Input::EndOn);
    let mut bounds = [0, 0].map(|_: i64| first + random.below(u32::try_from(known - 1 - first).unwrap()) as usize);
    bounds.sort_unstable();
    let [low, high] = bounds;
    let (a, b) = (number(input, low), number(input, high));
    let all = 0..known;
    match random.below(7) {
        0 => (format!("< {b}"), all.filter(|n| *n < high).collect()),
        1 => (format!("<= {a}"), all.filter(|n| *n <= low).collect()),
        2 => (format!("> {a}"), all.filter(|n| *n > low).collect()),
        3 => (format!(">= {b}"), all.filter(|n| *n >= high).collect()),
        4 => (format!("[{a}..{b}]"), all.filter(|n| (low..=high).contains(n)).collect()),
        5 => (format!("< {a}, {b}"), all.filter(|n| *n < low || *n == high).collect()),
        _ => (a, [low].into()),
    }
}

/// A list of words; the value `missing` is that none is known, which the world may not have.
fn listed(random: &mut Random, known: &[&str], missing: usize) -> (String, BTreeSet<usize>) {
    let mut values: BTreeSet<usize> = (0..=random.below(2)).map(|_| random.below(u32::try_from(known.len()).unwrap()) as usize).collect();
    let mut parts: Vec<String> = values.iter().map(|index| format!("\"{}\"", known[*index])).collect();
    if missing != 5 && random.below(4) == 0 {
        parts.push("null".into());
        values.insert(missing);
    }
    (parts.join(","), values)
}

/// A rule as the test understands it, beside the text that the code under test reads.
struct Rule {
    text: String,
    conditions: BTreeMap<Input, BTreeSet<usize>>,
    motion: &'static str,
}

impl Rule {
    fn fits(&self, point: &BTreeMap<Input, usize>) -> bool {
        self.conditions.iter().all(|(input, values)| values.contains(&point[input]))
    }
}

fn rules(random: &mut Random, inputs: &[Input]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = (0..1 + random.below(5))
        .map(|_| {
            let asked: Vec<Input> = inputs.iter().copied().filter(|_| random.below(5) < 3).collect();
            let (texts, conditions): (Vec<String>, Vec<(Input, BTreeSet<usize>)>) = asked
                .into_iter()
                .map(|input| {
                    let (text, values) = condition(random, input);
                    (format!("{} = '{text}'", input.code()), (input, values))
                })
                .unzip();
            let motion = random.pick(&MOTIONS).unwrap();
            Rule { text: texts.join(", "), conditions: conditions.into_iter().collect(), motion }
        })
        .collect();
    if random.below(3) == 0 {
        rules.push(Rule { text: String::new(), conditions: BTreeMap::new(), motion: "joint" });
    }
    rules
}

fn parse(rules: &[Rule], hit_policy: &str) -> Policy {
    let mut text = format!("name = \"Random\"\nhit_policy = \"{hit_policy}\"\n");
    for (index, rule) in rules.iter().enumerate() {
        text += &format!(
            "[[rule]]\nid = \"{index}\"\nwhen = {{ {} }}\nmodel = \"joint\"\nmotion = \"{}\"\nplaybook = \"p\"\nvalue = [\"csm\"]\n\
             commercial = [\"ae\"]\nexpansion = [\"ae\"]\noperations = [\"ops\"]\nexecutive = [\"cs_leader\"]\n",
            rule.text, rule.motion
        );
    }
    Policy::parse("random.toml", &text, Currency::USD, &["p"]).unwrap_or_else(|refusals| panic!("{refusals:?}\n{text}"))
}

/// Every combination of the values of some inputs.
fn points(inputs: &[Input]) -> Vec<BTreeMap<Input, usize>> {
    let mut points = vec![BTreeMap::new()];
    for input in inputs {
        let values = (0..size(*input)).filter(|value| !(*input == Input::RiskCategory && *value > 4));
        let values: Vec<usize> = values.collect();
        points = points
            .iter()
            .flat_map(|point| {
                values.iter().map(|value| {
                    let mut next = point.clone();
                    next.insert(*input, *value);
                    next
                })
            })
            .collect();
    }
    points
}

fn seen(point: &BTreeMap<Input, usize>) -> Seen {
    let mut seen = Seen {
        atr_minor: 0,
        arr_minor: 0,
        tier: 1,
        segment: "Enterprise".into(),
        region: "EMEA".into(),
        risk: Risk::Unknown,
        auto_renew: false,
        negotiation: Negotiation::Negotiated,
        complexity: None,
        csm_type: Some(CsmType::ValueCapture),
        kind: RenewalKind::Renewal,
        co_termed: false,
        term_months: 12,
        notice_days: None,
        currency: Currency::USD,
        end_on: date(2027, 1, 1),
        csm_commercial: None,
        stage: None,
        fields: BTreeMap::new(),
    };
    point.iter().for_each(|(input, value)| set(&mut seen, *input, *value));
    seen
}

/// What trying every renewal finds.
struct Tried {
    decided: Vec<Option<usize>>,
    twice: bool,
}

fn decide(rules: &[Rule], point: &BTreeMap<Input, usize>, without: Option<usize>) -> Option<usize> {
    rules.iter().enumerate().find(|(index, rule)| Some(*index) != without && rule.fits(point)).map(|(index, _)| index)
}

fn try_all(rules: &[Rule], points: &[BTreeMap<Input, usize>]) -> Tried {
    Tried {
        decided: points.iter().map(|point| decide(rules, point, None)).collect(),
        twice: points.iter().any(|point| rules.iter().filter(|rule| rule.fits(point)).count() > 1),
    }
}

fn check(analysis: &Analysis, rules: &[Rule], (points, tried): (&[BTreeMap<Input, usize>], &Tried), said: &str) {
    for (point, decided) in points.iter().zip(&tried.decided) {
        let seen = seen(point);
        let in_gap = analysis.gaps.iter().any(|gap| gap.cells.iter().all(|(input, test)| test.passes(seen.value(*input))));
        assert!(!in_gap || decided.is_none(), "a gap that has a rule: {point:?}\n{said}");
        assert!(in_gap || decided.is_some() || analysis.more_gaps, "a gap that was not found: {point:?}\n{said}");
    }
    let reached: BTreeSet<usize> = tried.decided.iter().flatten().copied().collect();
    let idle: Vec<String> = (0..rules.len()).filter(|index| !reached.contains(index)).map(|index| index.to_string()).collect();
    let found: Vec<&String> = analysis.unreachable.iter().map(|idle| &idle.rule).collect();
    assert_eq!(found, idle.iter().collect::<Vec<_>>(), "{said}");
    let motion = |index: Option<usize>| index.map(|index| rules[index].motion);
    let redundant: Vec<String> = reached
        .iter()
        .filter(|rule| {
            points.iter().zip(&tried.decided).all(|(point, decided)| motion(*decided) == motion(decide(rules, point, Some(**rule))))
        })
        .map(ToString::to_string)
        .collect();
    assert_eq!(analysis.redundant, redundant, "{said}");
}

#[test]
fn the_analysis_agrees_with_trying_every_renewal() {
    let (mut complete, mut incomplete, mut with_idle, mut with_redundant) = (0, 0, 0, 0);
    for seed in 0..POLICIES {
        let mut random = Random::new(seed);
        let inputs: BTreeSet<Input> = (0..1 + random.below(INPUTS_MAX)).filter_map(|_| random.pick(&POOL)).copied().collect();
        let inputs: Vec<Input> = inputs.into_iter().collect();
        let rules = rules(&mut random, &inputs);
        let points = points(&inputs);
        let policy = parse(&rules, "first");
        let analysis = analyse(&policy).unwrap();
        let tried = try_all(&rules, &points);
        let said = format!("seed {seed}\n{}\n{analysis:#?}", policy.to_toml());
        check(&analysis, &rules, (&points, &tried), &said);
        let table = Table::new(&policy);
        for (point, decided) in points.iter().zip(&tried.decided) {
            assert_eq!(table.decide(&table.row(&seen(point))), *decided, "{point:?} {said}");
            assert_eq!(table.decide_seen(&seen(point)), *decided, "at once, {point:?} {said}");
        }
        let unique = analyse(&parse(&rules, "unique")).unwrap();
        assert_eq!(unique.is_complete(), !tried.twice && tried.decided.iter().all(Option::is_some), "{said}");
        assert_eq!(unique.overlaps.is_empty(), !tried.twice, "{said}");
        complete += usize::from(analysis.is_complete());
        incomplete += usize::from(!analysis.is_complete());
        with_idle += usize::from(!analysis.unreachable.is_empty());
        with_redundant += usize::from(!analysis.redundant.is_empty());
    }
    let counts = [complete, incomplete, with_idle, with_redundant];
    assert!(counts.iter().all(|count| *count > 500), "complete, not, with idle rules, with redundant ones: {counts:?}");
}

#[test]
fn what_is_written_reads_as_the_same_policy() {
    for seed in 0..500 {
        let mut random = Random::new(seed);
        let policy = parse(&rules(&mut random, &POOL), "first");
        let written = policy.to_toml();
        let mut read =
            Policy::parse("written.toml", &written, Currency::USD, &["p"]).unwrap_or_else(|refusals| panic!("{refusals:?}\n{written}"));
        assert_eq!(read.to_toml(), written);
        read.rules.iter_mut().zip(&policy.rules).for_each(|(read, rule)| read.row = rule.row);
        assert_eq!(read, policy);
        for rule in &policy.rules {
            for (input, cell) in &rule.when {
                let kind = input.kind(Currency::USD);
                let text = cell.test.text(kind);
                let again = tenure_core::ownership::unary::Test::parse(&text, kind).unwrap_or_else(|problem| panic!("{text} {problem}"));
                assert!(again.as_ref() == Some(&cell.test) || text == "-" || text == "not(-)", "{} became {text}", cell.text);
            }
        }
    }
}
