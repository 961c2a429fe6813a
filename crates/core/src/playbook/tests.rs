//! What playbook texts mean on a renewal. Days are counted by hand on a calendar.

use super::*;
use crate::catalog;
use crate::primitives::Calendars;
use jiff::civil::date;

const PLAIN: &str = r#"
code = "plain"
name = "Plain"
summary = "For tests."
outreach = { default = 30, red = 75 }

[[step]]
code = "prepare"
days_before_anchor = 60
phase = "Prepare"
title = "Prepare"
goal = "Ready."
evidence = "What is ready."
lead = "commercial"

[[step]]
code = "call"
days_before_anchor = 45
phase = "Prepare"
title = "Call"
goal = "Heard."
evidence = "What was said."
lead = "executive"
outreach = true
repeat = { every_days = 14, until_days = 10 }
when = { risk = ["red"] }

[[step]]
code = "sign"
days_before_end = 5
phase = "Sign"
title = "Sign"
goal = "Signed."
evidence = "Who signed."
lead = "commercial"
depends_on = ["prepare"]

[[step]]
code = "thank"
days_after_signature = 2
phase = "After"
title = "Thank"
goal = "Thanked."
evidence = "Who was thanked."
lead = "value"
"#;

/// The notice deadline is Friday 27 November 2026, the term ends on Monday 28 December, and it was signed on Friday 26 December 2025.
const DAYS: Days = Days { decision_on: date(2026, 11, 27), end_on: date(2026, 12, 28), signed_on: Some(date(2025, 12, 26)) };

fn plain() -> Playbook {
    Playbook::parse("plain.toml", PLAIN).unwrap()
}

fn on(playbook: &Playbook, risk: Risk, risk_since: Option<Date>) -> Vec<(String, Date)> {
    let (of, calendars) = (Variant { risk, tier: 1, motion: Motion::Joint, risk_since }, Calendars::default());
    playbook.placed(of, DAYS, |_, _| calendars.of(None)).into_iter().map(|placed| (placed.code, placed.due_on)).collect()
}

#[test]
fn steps_count_from_the_decision_the_end_and_the_signature_and_shift_to_business_days() {
    let expected = [
        ("prepare".to_string(), date(2026, 9, 28)),
        // Wednesday 23 December; the signature's second day is Sunday 28 December 2025, so Monday.
        ("sign".to_string(), date(2026, 12, 23)),
        ("thank".to_string(), date(2025, 12, 29)),
    ];
    assert_eq!(on(&plain(), Risk::Green, None), expected);
}

#[test]
fn a_colour_brings_its_steps_and_repeats_them_until_their_last_day() {
    let red = on(&plain(), Risk::Red, Some(date(2026, 1, 5)));
    let calls: Vec<Date> = red.iter().filter(|(code, _)| base_code(code) == "call").map(|(_, due)| *due).collect();
    // 45, 31 and 17 days before 27 November; 3 days would be after the last.
    assert_eq!(calls, [date(2026, 10, 13), date(2026, 10, 27), date(2026, 11, 10)]);
    assert_eq!(red.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["prepare", "call", "call#2", "call#3", "sign", "thank"]);
}

#[test]
fn a_customer_that_turns_red_late_has_the_steps_that_are_left() {
    let red = on(&plain(), Risk::Red, Some(date(2026, 10, 20)));
    assert_eq!(
        red.iter().filter(|(code, _)| code.starts_with("call")).map(|(code, _)| code.as_str()).collect::<Vec<_>>(),
        ["call#2", "call#3"]
    );
    let once = Playbook::parse("p", &PLAIN.replace("repeat = { every_days = 14, until_days = 10 }\n", "")).unwrap();
    let due = on(&once, Risk::Red, Some(date(2026, 11, 18))).into_iter().find(|(code, _)| code == "call").unwrap().1;
    assert_eq!(due, date(2026, 11, 23), "three days after Wednesday 18 November is a Saturday");
}

#[test]
fn a_first_term_has_no_steps_after_a_signature() {
    let of = Variant { risk: Risk::Green, tier: 3, motion: Motion::Joint, risk_since: None };
    let (days, calendars) = (Days { signed_on: None, ..DAYS }, Calendars::default());
    assert!(plain().placed(of, days, |_, _| calendars.of(None)).iter().all(|placed| placed.code != "thank"));
}

#[test]
fn tiers_and_motions_narrow_a_step() {
    let when = When { tier: vec![1, 2], motion: vec![Motion::Joint], ..When::default() };
    let of = |tier, motion| Variant { risk: Risk::Unknown, tier, motion, risk_since: None };
    assert!(when.takes(of(2, Motion::Joint)));
    assert!(!when.takes(of(3, Motion::Joint)));
    assert!(!when.takes(of(1, Motion::Administrative)));
}

#[test]
fn a_written_playbook_reads_as_itself() {
    for playbook in catalog::playbooks().unwrap().into_iter().chain([plain()]) {
        assert_eq!(Playbook::parse("written", &playbook.to_toml()).unwrap(), playbook, "{}", playbook.code);
    }
}

#[test]
fn faults_are_refused_with_their_place() {
    let cases: [(&str, &str, &str); 9] = [
        ("days_before_end = 5", "days_before_end = 5\ndays_before_anchor = 5", "must be told once"),
        ("days_before_end = 5\n", "", "must be told once"),
        ("depends_on = [\"prepare\"]", "depends_on = [\"sign\"]", "is not a step above"),
        ("days_before_anchor = 45", "days_before_anchor = 80", "list steps from the earliest on"),
        ("red = 75", "red = 40", "approaches the customer before the gate of 40 days for red"),
        ("every_days = 14", "every_days = 0", "must come every 1 or more days"),
        ("code = \"sign\"", "code = \"prepare\"", "names two steps"),
        ("risk = [\"red\"]", "risk = [\"crimson\"]", "is not one of"),
        ("title = \"Sign\"", "title = \"\"", "must be one line"),
    ];
    for (from, to, says) in cases {
        let text = PLAIN.replace(from, to);
        assert_ne!(text, PLAIN, "{from}");
        let refusal = Playbook::parse("plain.toml", &text).unwrap_err();
        assert!(refusal.problem.contains(says), "{to}: {refusal}");
    }
}

#[test]
fn the_shipped_timelines_are_those_of_the_requirement() {
    let days = |code: &str| -> Vec<u16> {
        let playbooks = catalog::playbooks().unwrap();
        let playbook = playbooks.iter().find(|playbook| playbook.code == code).unwrap();
        let plain = playbook.steps.iter().filter(|step| step.when.is_any() && step.counted == Counted::BeforeAnchor);
        plain.map(|step| step.days).collect()
    };
    assert_eq!(days("joint-120"), [120, 105, 90, 75, 45, 30, 7], "REN-2");
    assert_eq!(days("classic-90"), [90, 60, 30, 28, 14, 7, 0], "REN-2");
}
