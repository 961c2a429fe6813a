//! Customers on which definitions differ: who came back, shrank, moved, tried, or had a price rise in the contract.

use super::{customer, shown};
use crate::ledger::Class;
use crate::metrics::{DEFINITIONS, Due, Measure, Subject};

fn all(measures: &[(&str, &str)], subjects: &[Subject]) {
    for (measure, expected) in measures {
        assert_eq!(shown(measure, subjects), *expected, "{measure}");
    }
}

#[test]
fn rates_are_never_averaged_across_customers() {
    let book = [customer(50, &[(Class::BigUpsell, 50)]), customer(125, &[(Class::Contraction, -25)])];
    all(&[("cohort_grr", "85.71%"), ("cohort_nrr", "114.29%")], &book);
    all(&[("cohort_grr", "100.00%"), ("cohort_nrr", "200.00%")], &book[..1]);
    all(&[("cohort_grr", "80.00%"), ("cohort_nrr", "80.00%")], &book[1..]);
}

#[test]
fn a_customer_that_left_and_came_back_within_the_period_is_whole_by_balances_and_lost_by_movements() {
    let book = [customer(100, &[(Class::Churn, -100), (Class::Reactivation, 100)])];
    all(&[("cohort_nrr", "100.00%"), ("cohort_grr", "100.00%"), ("logo_churn", "0.00%"), ("revenue_churn", "0.00%")], &book);
    all(&[("formula_nrr", "0.00%"), ("formula_nrr(reactivation=counted)", "100.00%"), ("formula_grr", "0.00%")], &book);
    all(&[("monthly_net_churn", "0.00%"), ("monthly_gross_churn", "100.00%"), ("logo_churn_with_newcomers", "100.00%")], &book);
}

#[test]
fn two_subscriptions_that_end_on_one_day_are_a_contraction_and_a_churn_and_one_lost_customer() {
    let book = [customer(200, &[(Class::Contraction, -80), (Class::Churn, -120)]), customer(200, &[])];
    all(&[("monthly_gross_churn", "50.00%"), ("revenue_churn", "50.00%"), ("logo_churn", "50.00%"), ("formula_grr", "50.00%")], &book);
    all(&[("logo_churn_with_newcomers", "50.00%"), ("baremetrics_nrr", "70.00%")], &book);
}

#[test]
fn a_customer_that_keeps_a_small_part_is_smaller_and_not_lost() {
    let book = [customer(100, &[(Class::Contraction, -70)])];
    all(&[("logo_retention", "100.00%"), ("revenue_churn", "0.00%"), ("cohort_grr", "30.00%"), ("monthly_gross_churn", "70.00%")], &book);
}

#[test]
fn a_trial_without_revenue_is_no_customer_and_changes_no_figure() {
    let book = [customer(100, &[(Class::Contraction, -10)])];
    let with_trial = [book[0].clone(), Subject::default()];
    for definition in DEFINITIONS {
        let measure = Measure::usual(definition);
        assert_eq!(measure.figure(&book), measure.figure(&with_trial), "{}", definition.code);
    }
    assert_eq!(shown("customers", &with_trial), "1");
}

#[test]
fn a_customer_that_merged_into_another_is_neither_churn_nor_growth() {
    let gone = Subject { cohort_opening_minor: 0, ..customer(100, &[(Class::MigrationOut, -100)]) };
    let heir = Subject { cohort_opening_minor: 200, ..customer(100, &[(Class::MigrationIn, 100)]) };
    let book = [gone, heir];
    all(&[("cohort_nrr", "100.00%"), ("cohort_grr", "100.00%"), ("formula_nrr", "100.00%"), ("formula_grr", "100.00%")], &book);
    all(&[("logo_churn", "0.00%"), ("logo_retention", "100.00%"), ("revenue_churn", "0.00%"), ("monthly_net_churn", "0.00%")], &book);
    all(&[("daily_net_churn", "0.00%"), ("quick_ratio", "\u{2014}")], &book);
}

#[test]
fn what_a_customer_lost_before_its_contract_moved_is_still_lost() {
    let before = Subject { cohort_opening_minor: 0, ..customer(100, &[(Class::Contraction, -10), (Class::MigrationOut, -90)]) };
    let after = Subject { opening_minor: 0, cohort_opening_minor: 100, ..customer(0, &[(Class::MigrationIn, 90)]) };
    let book = [before, after];
    all(&[("cohort_nrr", "90.00%"), ("cohort_grr", "90.00%"), ("formula_nrr", "90.00%"), ("formula_grr", "90.00%")], &book);
    all(&[("monthly_gross_churn", "10.00%"), ("monthly_gross_churn(same_period=left_out)", "10.00%")], &book);
}

#[test]
fn agreed_price_rises_are_taken_off_and_never_below_nothing() {
    let risen = |movements: &[_]| Subject { escalators_minor: 7, ..customer(100, movements) };
    let steady = risen(&[(Class::PriceIncrease, 7)]);
    let left = risen(&[(Class::PriceIncrease, 7), (Class::Churn, -107)]);
    let grown = risen(&[(Class::PriceIncrease, 12)]);
    let figures =
        |subject: Subject| [shown("cohort_nrr", std::slice::from_ref(&subject)), shown("cohort_nrr_without_escalators", &[subject])];
    assert_eq!(figures(steady), ["107.00%", "100.00%"]);
    assert_eq!(figures(left), ["0.00%", "0.00%"]);
    assert_eq!(figures(grown), ["112.00%", "105.00%"], "a rise that was not agreed is growth");
}

#[test]
fn on_time_and_late_make_up_the_gross_rate_and_undecided_renewals_hold_it_down() {
    let due = Due {
        renewals: 4,
        atr_minor: 1_000,
        kept_minor: 600,
        renewed_minor: 700,
        renewals_kept: 2,
        kept_on_time_minor: 450,
        renewals_on_time: 1,
        kept_early_minor: 200,
        kept_late_minor: 150,
        renewals_late: 1,
        undecided_minor: 250,
        renewals_undecided: 1,
    };
    let book = [Subject { due, ..customer(1_000, &[]) }];
    all(&[("renewal_rate_on_time", "45.00%"), ("renewal_rate_late", "15.00%"), ("renewal_rate_gross", "60.00%")], &book);
    all(&[("renewal_rate_early", "20.00%"), ("renewals_on_time", "25.00%"), ("renewals_late", "25.00%")], &book);
    all(&[("renewal_rate_gross(undecided=left_out)", "80.00%"), ("atr_undecided", "250")], &book);
    all(&[("renewal_rate_by_count(undecided=left_out)", "66.67%"), ("renewals_on_time(undecided=left_out)", "33.33%")], &book);
}

#[test]
fn churn_of_long_terms_is_taken_to_a_year() {
    let due = Due { renewals: 1, atr_minor: 1_000, kept_minor: 729, renewed_minor: 729, renewals_kept: 1, ..Due::default() };
    let book = [Subject { due, ..customer(1_000, &[]) }];
    all(&[("annualised_atr_churn", "27.10%"), ("annualised_atr_churn(term_months=36)", "10.00%")], &book);
}

#[test]
fn a_ledger_that_explains_itself_leaves_nothing_over() {
    assert_eq!(customer(100, &[(Class::Churn, -100), (Class::Fx, 5)]).residual_minor(), 0);
    assert_eq!(Subject { closing_minor: 7, ..customer(0, &[(Class::New, 6)]) }.residual_minor(), 1);
}
