//! Definitions and their parameters as text: written, read, refused, obeyed.

use super::customer;
use crate::ledger::Class;
use crate::metrics::{Committed, Counting, DEFINITIONS, Due, Measure, Parameter, Parameters, Shape, Step, Subject, Unit};
use std::collections::BTreeSet;

#[test]
fn a_definition_is_written_with_its_parameters_and_read_again() {
    let written: Measure = " monthly_net_churn ( same_period = left_out ) ".parse().unwrap();
    assert_eq!(written.to_string(), "monthly_net_churn(reactivation=counted, same_period=left_out)");
    assert_eq!(written.parameters().same_period, Counting::LeftOut);
    for definition in DEFINITIONS {
        let usual = Measure::usual(definition);
        let again: Measure = usual.to_string().parse().unwrap();
        assert_eq!((again.definition.code, again.parameters()), (definition.code, usual.parameters()));
    }
}

#[test]
fn what_cannot_be_read_is_refused_in_words() {
    for (text, refusal) in [
        ("nrr", "nrr is not the code of a definition"),
        ("cohort_nrr(reactivation=counted)", "cohort_nrr has no parameter reactivation"),
        ("quick_ratio(reactivation=yes)", "the value yes of reactivation is not one of: counted, left_out"),
        ("quick_ratio(reactivation)", "reactivation is not in the form parameter=value"),
        ("quick_ratio(reactivation=counted", "lacks the closing bracket of its parameters"),
        ("annualised_atr_churn(term_months=121)", "the value 121 of term_months is not a whole number from 1 to 120"),
    ] {
        assert_eq!(text.parse::<Measure>().unwrap_err(), refusal, "{text}");
    }
    assert!("quick_ratio(mood=good)".parse::<Measure>().unwrap_err().starts_with("mood is not one of: reactivation"));
}

#[test]
fn codes_are_unique_and_every_definition_says_all_of_itself() {
    let codes: BTreeSet<&str> = DEFINITIONS.iter().map(|definition| definition.code).collect();
    assert_eq!(codes.len(), DEFINITIONS.len());
    for definition in DEFINITIONS {
        let words = [definition.name, definition.formula, definition.numerator, definition.use_for, definition.source];
        assert!(words.iter().all(|text| !text.trim().is_empty() && *text == text.trim()), "{}", definition.code);
        assert!(!definition.choices.is_empty(), "{}", definition.code);
        let topics: BTreeSet<&str> = definition.choices.iter().map(|choice| choice.topic.code()).collect();
        assert_eq!(topics.len(), definition.choices.len(), "{} answers a topic twice", definition.code);
        let is_ratio = matches!(definition.shape, Shape::Percent | Shape::Times);
        assert_eq!(is_ratio, !definition.denominator.is_empty(), "{}", definition.code);
    }
}

/// Somebody for every kind of share.
fn everybody() -> Vec<Subject> {
    everybody_paying(1)
}

/// The same people, who pay so many times as much.
fn everybody_paying(times: i64) -> Vec<Subject> {
    let due = Due {
        renewals: 3,
        atr_minor: 300 * times,
        kept_minor: 100 * times,
        undecided_minor: 90 * times,
        renewals_undecided: 1,
        ..Due::default()
    };
    let committed = Committed { signed_minor: 12 * times, leaving_minor: 24 * times };
    let stayed = [(Class::Churn, -1_000 * times), (Class::Reactivation, 800 * times), (Class::BigUpsell, 30 * times)];
    vec![
        Subject { due, committed, ..customer(1_000 * times, &stayed) },
        customer(0, &[(Class::New, 70 * times), (Class::CrossSell, 5 * times), (Class::Churn, -75 * times)]),
        customer(0, &[(Class::Reactivation, 40 * times)]),
    ]
}

#[test]
fn sums_of_money_grow_with_the_money_and_sums_of_things_do_not() {
    for definition in DEFINITIONS {
        let sums = |times| Measure::usual(definition).figure(&everybody_paying(times)).sums;
        let (once, tenfold) = (sums(1), sums(10));
        let factor = if definition.unit == Unit::Money { 10 } else { 1 };
        assert_eq!((tenfold.numerator, tenfold.denominator), (once.numerator * factor, once.denominator * factor), "{}", definition.code);
    }
}

#[test]
fn a_definition_obeys_the_parameters_it_names_and_no_others() {
    let others = |chosen: Parameters| {
        let other = |counting| if counting == Counting::Counted { Counting::LeftOut } else { Counting::Counted };
        [
            (Parameter::Reactivation, Parameters { reactivation: other(chosen.reactivation), ..chosen }),
            (Parameter::SamePeriod, Parameters { same_period: other(chosen.same_period), ..chosen }),
            (Parameter::Undecided, Parameters { undecided: other(chosen.undecided), ..chosen }),
        ]
    };
    for definition in DEFINITIONS {
        let shares = |chosen: &Parameters| everybody().iter().map(|subject| (definition.share)(subject, chosen)).collect::<Vec<_>>();
        for (parameter, other) in others(definition.usual) {
            let obeyed = shares(&definition.usual) != shares(&other);
            assert_eq!(obeyed, definition.parameters.contains(&parameter), "{} and {parameter}", definition.code);
        }
        let by_term = definition.steps.contains(&Step::OneYearOfTerm);
        assert_eq!(by_term, definition.parameters.contains(&Parameter::TermMonths), "{}", definition.code);
    }
}
