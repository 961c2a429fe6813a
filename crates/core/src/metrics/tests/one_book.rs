//! One book, many figures: the same customers asked by every definition (trap E3).

use super::{customer, shown};
use crate::ledger::Class;
use crate::metrics::{Committed, DEFINITIONS, Due, Measure, Subject};

const DOCUMENT: &str = include_str!("../../../../../docs/metrics.md");

/// Opening 100,000; churn 4,000; contraction 3,000; expansion 6,000; reactivation 2,000; one customer signed and left within the
/// period for 1,000; 20,000 were due. Whole units, so that the figures can be read.
fn book() -> Vec<Subject> {
    let due = |atr_minor, renewed_minor: i64| Due {
        renewals: 1,
        atr_minor,
        kept_minor: renewed_minor.min(atr_minor),
        renewed_minor,
        renewals_kept: u32::from(renewed_minor > 0),
        ..Due::default()
    };
    vec![
        customer(80_000, &[]),
        Subject { due: due(4_000, 0), ..customer(4_000, &[(Class::Churn, -4_000)]) },
        Subject { due: due(10_000, 7_000), ..customer(10_000, &[(Class::Contraction, -3_000)]) },
        Subject { due: due(6_000, 12_000), ..customer(6_000, &[(Class::SmallUpsell, 2_000), (Class::CrossSell, 4_000)]) },
        customer(0, &[(Class::Reactivation, 2_000)]),
        customer(0, &[(Class::New, 1_000), (Class::Churn, -1_000)]),
    ]
}

#[test]
fn one_book_has_seven_retentions_and_each_has_its_name() {
    let book = book();
    for (measure, expected) in [
        ("cohort_nrr", "99.00%"),
        ("formula_nrr", "99.00%"),
        ("cohort_grr", "93.00%"),
        ("formula_grr", "93.00%"),
        ("monthly_net_retention", "100.00%"),
        ("baremetrics_nrr", "101.00%"),
        ("baremetrics_nrr_with_downgrades", "98.00%"),
        ("renewal_rate_gross", "65.00%"),
        ("renewal_rate_net", "95.00%"),
    ] {
        assert_eq!(shown(measure, &book), expected, "{measure}");
        assert!(DOCUMENT.contains(&format!("| `{measure}` | {expected} |")), "{measure} is not in the example of the document");
    }
}

#[test]
fn the_other_figures_of_the_same_book() {
    let book = book();
    for (measure, expected) in [
        ("monthly_gross_churn", "8.00%"),
        ("monthly_gross_churn(same_period=left_out)", "7.00%"),
        ("monthly_gross_retention", "92.00%"),
        ("monthly_net_churn", "0.00%"),
        ("monthly_net_churn(reactivation=left_out)", "2.00%"),
        ("daily_net_churn", "0.00%"),
        ("monthly_net_retention(reactivation=left_out, same_period=left_out)", "99.00%"),
        ("logo_retention", "75.00%"),
        ("logo_churn", "25.00%"),
        ("logo_churn_with_newcomers", "40.00%"),
        ("revenue_churn", "4.00%"),
        ("renewal_rate_by_count", "66.67%"),
        ("quick_ratio", "0.88"),
        ("quick_ratio(reactivation=counted)", "1.12"),
        ("arr", "101000"),
        ("mrr", "8417"),
        ("atr", "20000"),
        ("customers", "4"),
        ("renewals_due", "3"),
        ("annualised_gross_churn", "63.23%"),
        ("annualised_net_retention", "100.00%"),
    ] {
        assert_eq!(shown(measure, &book), expected, "{measure}");
    }
}

#[test]
fn committed_revenue_takes_in_what_is_signed_and_what_is_announced() {
    let committed = Committed { signed_minor: 14_400, leaving_minor: 6_000 };
    let book = [Subject { committed, ..customer(86_400, &[]) }];
    assert_eq!((shown("mrr", &book).as_str(), shown("cmrr", &book).as_str()), ("7200", "7900"));
}

#[test]
fn a_figure_of_days_adds_the_days_and_opens_to_all_of_them() {
    let measure: Measure = "daily_net_churn".parse().unwrap();
    let day = |subject: Subject| measure.figure([&subject]).sums;
    let loss = customer(100, &[(Class::Churn, -100), (Class::New, 50)]);
    let days = [day(loss), day(customer(0, &[(Class::New, 200)])), day(customer(200, &[(Class::Contraction, -50)]))];
    let figure = measure.sum_of_days(days);
    assert_eq!(figure.value.display(2), "125.00%", "100% and 25%; the day that began with nothing adds nothing");
    assert_eq!((figure.sums.numerator, figure.sums.denominator), (150, 300));
    assert_eq!(measure.sum_of_days([days[1]]).value.in_words(2), "not defined");
}

#[test]
fn without_a_base_no_ratio_is_zero_or_infinite() {
    let newcomers = [customer(0, &[(Class::New, 5_000)]), customer(0, &[(Class::Reactivation, 700)])];
    for definition in DEFINITIONS.iter().filter(|definition| !definition.denominator.is_empty()) {
        let measure = Measure::usual(definition);
        assert_eq!(measure.figure([]).value.display(1), "\u{2014}", "{} of nobody", definition.code);
        if definition.code != "logo_churn_with_newcomers" {
            assert_eq!(measure.figure(&newcomers).value.ratio(), None, "{} of newcomers alone", definition.code);
        }
    }
    assert_eq!(shown("logo_churn_with_newcomers", &newcomers), "0.00%", "the newcomer is in its base");
}
