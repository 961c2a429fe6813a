//! What holds for every definition and every book, tried on random customers.

use proptest::prelude::*;
use tenure_core::ledger::{Arrivals, Class, Totals};
use tenure_core::metrics::{DEFINITIONS, Due, Measure, Ratio, SPLIT_BPS, Subject, Sums, Value, apportion, definition, power};

/// One trillion of a currency with two places: far beyond any book.
const MOST: i64 = 100_000_000_000_000;

fn usual(code: &str) -> Measure {
    Measure::usual(definition(code).unwrap_or(&DEFINITIONS[0]))
}

fn ratio(code: &str, book: &[Subject]) -> Option<Ratio> {
    usual(code).figure(book).value.ratio()
}

/// Whether one exact ratio is at most another, without rounding.
fn at_most(left: Ratio, right: Ratio) -> bool {
    left.numerator() * right.denominator() <= right.numerator() * left.denominator()
}

/// A customer as a ledger could bring it: gains are positive, losses never take more than there is.
fn subject() -> impl Strategy<Value = Subject> {
    let gain = || prop_oneof![3 => Just(0), 2 => 1..MOST];
    let part = || 0..=10_000_i64;
    (gain(), [gain(), gain(), gain(), gain()], part(), part(), 0..4_u32, any::<bool>()).prop_map(
        |(opening, gains, down, away, due, on_time)| {
            let mut movements = Totals::default();
            movements.add(if opening == 0 { Class::New } else { Class::SmallUpsell }, gains[0]);
            movements.add(Class::PriceIncrease, if opening == 0 { 0 } else { gains[1] });
            movements.add(Class::CrossSell, if opening == 0 { 0 } else { gains[2] });
            movements.add(Class::Reactivation, if opening == 0 { gains[3] } else { 0 });
            let whole = opening + movements.net();
            let contraction = i64::try_from(i128::from(whole) * i128::from(down) / 20_000).unwrap_or(0);
            let leaves = away < 1_000;
            movements.add(Class::Contraction, -contraction);
            movements.add(Class::Churn, if leaves { contraction - whole } else { 0 });
            let closing_minor = opening + movements.net();
            let kept_minor = opening.min(closing_minor);
            let on_time_minor = if on_time { kept_minor } else { 0 };
            let due = Due {
                renewals: due,
                atr_minor: opening,
                kept_minor,
                renewed_minor: closing_minor,
                renewals_kept: due / 2,
                kept_on_time_minor: on_time_minor,
                kept_late_minor: kept_minor - on_time_minor,
                ..Due::default()
            };
            let arrivals = Arrivals { new: u32::from(opening == 0), reactivated: 0, churned: u32::from(leaves && whole > 0) };
            Subject { opening_minor: opening, cohort_opening_minor: opening, closing_minor, movements, arrivals, due, ..Subject::default() }
        },
    )
}

fn book() -> impl Strategy<Value = Vec<Subject>> {
    proptest::collection::vec(subject(), 0..40)
}

proptest! {
    #[test]
    fn gross_retention_is_at_most_net_retention_and_at_most_all(book in book()) {
        for (gross, net) in [("cohort_grr", "cohort_nrr"), ("formula_grr", "formula_nrr"), ("renewal_rate_gross", "renewal_rate_net")] {
            match (ratio(gross, &book), ratio(net, &book)) {
                (Some(gross), Some(net)) => prop_assert!(at_most(gross, net) && at_most(gross, Ratio::ONE)),
                none => prop_assert_eq!(none, (None, None)),
            }
        }
    }

    #[test]
    fn by_movements_gross_retention_is_never_above_the_one_by_balances(book in book()) {
        if let (Some(movements), Some(balances)) = (ratio("formula_grr", &book), ratio("cohort_grr", &book)) {
            prop_assert!(at_most(movements, balances));
        }
    }

    #[test]
    fn shares_add_up_over_any_division_of_the_customers(book in book(), places in proptest::collection::vec(0..5_usize, 40)) {
        for definition in DEFINITIONS {
            let measure = Measure::usual(definition);
            let mut groups = [Sums::default(); 5];
            book.iter().zip(&places).for_each(|(subject, place)| groups[*place].add(measure.share(subject)));
            let total = groups.iter().fold(Sums::default(), |sum, group| Sums {
                numerator: sum.numerator + group.numerator,
                denominator: sum.denominator + group.denominator,
            });
            prop_assert_eq!(measure.figure(&book).sums, total, "{}", definition.code);
            prop_assert_eq!(measure.figure(&book), measure.figure_of(total), "{}", definition.code);
        }
    }

    #[test]
    fn the_order_of_the_customers_does_not_matter(book in book()) {
        for definition in DEFINITIONS {
            let measure = Measure::usual(definition);
            prop_assert_eq!(measure.figure(&book), measure.figure(book.iter().rev()), "{}", definition.code);
        }
    }

    #[test]
    fn a_ratio_has_a_value_exactly_when_it_has_a_base(book in book()) {
        for definition in DEFINITIONS {
            let figure = Measure::usual(definition).figure(&book);
            if let Value::Percent(ratio) | Value::Times(ratio) = figure.value {
                // A power of a loss beyond everything has no value either; none of these books loses more than there is.
                let compounded = definition.code.starts_with("annualised");
                prop_assert!(ratio.is_some() == (figure.sums.denominator > 0) || compounded, "{}", definition.code);
                prop_assert!(figure.sums.denominator > 0 || ratio.is_none(), "{}", definition.code);
            }
        }
    }

    #[test]
    fn balances_and_movements_agree_on_net_where_nobody_comes_back_and_nothing_moves(book in book()) {
        let one_way: Vec<Subject> = book.into_iter().filter(|subject| subject.movements.of(Class::Reactivation) == 0).collect();
        prop_assert!(one_way.iter().all(|subject| subject.residual_minor() == 0));
        prop_assert_eq!(ratio("cohort_nrr", &one_way), ratio("formula_nrr", &one_way));
    }

    #[test]
    fn complements_and_parts_make_a_whole(book in book()) {
        let sum = |left, right| ratio(left, &book)?.plus(ratio(right, &book)?);
        for (left, right) in [
            ("logo_retention", "logo_churn"),
            ("monthly_net_retention", "monthly_net_churn"),
            ("monthly_gross_retention", "monthly_gross_churn"),
        ] {
            prop_assert!(sum(left, right).is_none_or(|sum| sum == Ratio::ONE), "{} and {}", left, right);
        }
        prop_assert_eq!(sum("renewal_rate_on_time", "renewal_rate_late"), ratio("renewal_rate_gross", &book));
    }

    #[test]
    fn parts_always_add_up_and_none_is_a_unit_off(amount in any::<i64>(), weights in proptest::collection::vec(0..=10_000_i64, 1..8)) {
        let total: i64 = weights.iter().sum();
        prop_assume!(total > 0);
        let parts = apportion(amount, &weights).map_err(TestCaseError::fail)?;
        prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(amount));
        for (part, weight) in parts.iter().zip(&weights) {
            let off = i128::from(*part) * i128::from(total) - i128::from(amount) * i128::from(*weight);
            prop_assert!(off.abs() < i128::from(total));
        }
    }

    #[test]
    fn a_split_of_the_whole_is_itself(cuts in proptest::collection::vec(0..=SPLIT_BPS, 2..7)) {
        let mut cuts = cuts;
        cuts.extend([0, SPLIT_BPS]);
        cuts.sort_unstable();
        let split: Vec<i64> = cuts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        prop_assert_eq!(apportion(SPLIT_BPS, &split), Ok(split));
    }

    #[test]
    fn a_power_undoes_its_root(bps in 1..=30_000_i128, months in 1..=36_u32) {
        let base = Ratio::of(bps, 10_000).unwrap_or(Ratio::ONE);
        let whole = power(base, months, 1);
        let small = whole.is_none_or(|whole| whole.numerator() == 0 || whole.rounded(12) < 1_000_000);
        // A power that kept fewer than six digits cannot bring its base back.
        if let Some(whole) = whole.filter(|_| !small) {
            let back = power(whole, 1, months).map(|back| back.basis_points());
            prop_assert_eq!(back, Some(bps));
        }
    }
}
