//! The join of ledger and figures: what every customer of a question says, against a second computation from the facts alone.

use crate::random::Random;
use crate::{conversion, held, histories, question};
use jiff::ToSpan;
use std::collections::BTreeMap;
use tenure_core::ledger::{
    Book, Class, Conversion, Discounts, Filter, Group, Known, Level, Names, Prices, Question, Rules, date_of, day_of, walk,
};
use tenure_core::metrics::{Measure, Ratio, Subjects, definition, months, subjects};

/// Opening, closing, and opening of what a customer has in the end.
type Balances = [i64; 3];
/// Account or topmost company, and unit or product at those levels.
type Whom = (String, String);

/// The accounts 4 to 6 belong to 1 to 3.
fn family(account: &str) -> String {
    match account {
        "A-4" => "A-1".into(),
        "A-5" => "A-2".into(),
        "A-6" => "A-3".into(),
        top => top.into(),
    }
}

fn segment(account: &str) -> &'static str {
    if ["A-2", "A-4", "A-6"].contains(&account) { "Mid" } else { "Small" }
}

/// What is asked about, by name.
#[derive(Debug)]
struct Narrowed {
    segment: Option<&'static str>,
    unit: Option<&'static str>,
    product: Option<&'static str>,
}

impl Narrowed {
    fn drawn(random: &mut Random) -> Self {
        Self {
            segment: random.any(&[None, None, None, Some("Mid"), Some("Small")]),
            unit: random.any(&[None, None, None, Some("Group"), Some("North")]),
            product: random.any(&[None, None, None, Some("Platform"), Some("Support")]),
        }
    }

    /// As the ledger takes it; `None` where the book has no such unit or product.
    fn filter(&self, names: &Names) -> Option<Filter> {
        let place = |list: &[String], name: Option<&str>| match name {
            None => Some(None),
            Some(name) => list.iter().position(|known| known == name).map(|at| u32::try_from(at).ok()),
        };
        let (unit, product) = (place(&names.units, self.unit)?, place(&names.products, self.product)?);
        Some(Filter { segment: self.segment.map(str::to_string), unit, product, ..Filter::default() })
    }
}

/// The second computation: every line on the two days, one by one.
fn plain(
    known: &Known,
    question: &Question<'_>,
    (conversion, discounts): (Conversion, Discounts),
    narrowed: &Narrowed,
) -> BTreeMap<Whom, Balances> {
    let (after, through) = (date_of(question.after), date_of(question.through));
    let mut all: BTreeMap<Whom, Balances> = BTreeMap::new();
    for (side, days) in [(after, after), (through, through), (after, through)].into_iter().enumerate() {
        for ((account, unit, product, _), minor) in held(known, days, (conversion, discounts)) {
            let taken = narrowed.segment.is_none_or(|only| only == segment(&account))
                && narrowed.unit.is_none_or(|only| only == unit)
                && narrowed.product.is_none_or(|only| only == product);
            let whom = match question.level {
                Level::Parent => (family(&account), String::new()),
                Level::Account => (account, String::new()),
                Level::Unit => (account, unit),
                Level::Product => (account, product),
            };
            if taken {
                all.entry(whom).or_default()[side] += minor;
            }
        }
    }
    all.retain(|_, balances| *balances != [0; 3]);
    all
}

fn named(names: &Names, level: Level, group: Group) -> Whom {
    let part = match level {
        Level::Parent | Level::Account => String::new(),
        Level::Unit => names.units[group.part as usize].clone(),
        Level::Product => names.products[group.part as usize].clone(),
    };
    (names.accounts[group.account as usize].reference.clone(), part)
}

fn told(book: &Book, level: Level, all: &Subjects) -> BTreeMap<Whom, Balances> {
    let balances = all.iter().map(|(group, subject)| {
        (named(&book.names, level, *group), [subject.opening_minor, subject.closing_minor, subject.cohort_opening_minor])
    });
    balances.filter(|(_, balances)| *balances != [0; 3]).collect()
}

fn ratio(code: &str, all: &Subjects) -> Option<Ratio> {
    Measure::usual(definition(code).unwrap()).figure(all.values()).value.ratio()
}

/// A random book and question with everything that stands on them.
fn asked(random: &mut Random, known: &Known, check: impl Fn(&Book, &Question<'_>, (Conversion, Discounts), &Narrowed)) {
    let discounts = random.any(Discounts::ALL);
    let book = Book::build(known, &Rules { discounts, ..Rules::default() }).unwrap();
    let conversion = conversion(random);
    let prices = Prices::new(conversion, &book).unwrap();
    let narrowed = Narrowed::drawn(random);
    let Some(filter) = narrowed.filter(&book.names) else { return };
    check(&book, &Question { filter, ..question(random, &prices) }, (conversion, discounts), &narrowed);
}

#[test]
fn every_customer_reconciles_and_its_balances_are_those_of_its_lines_whatever_is_asked() {
    histories(|random, known| {
        asked(random, known, |book, question, how, narrowed| {
            let all = subjects(book, question).unwrap();
            for (group, subject) in &all {
                assert_eq!(subject.residual_minor(), 0, "{group:?} of {question:?}");
            }
            let plain = plain(known, question, how, narrowed);
            assert_eq!(told(book, question.level, &all), plain, "{question:?} {narrowed:?}");
            if narrowed.segment.is_none() {
                let sum = |of: fn(&Balances) -> i64| plain.values().map(of).sum::<i64>();
                assert_eq!(
                    sum(|[opening, ..]| *opening),
                    sum(|[.., cohort]| *cohort),
                    "a move neither adds to the opening nor takes from it"
                );
            }
        });
    });
}

#[test]
fn retention_and_arr_are_what_a_second_computation_makes_of_the_lines() {
    histories(|random, known| {
        asked(random, known, |book, question, how, narrowed| {
            let all = subjects(book, question).unwrap();
            let plain = plain(known, question, how, narrowed);
            let cohort = || plain.values().filter(|[.., cohort]| *cohort > 0);
            let base: i64 = cohort().map(|[.., then]| *then).sum();
            let over = |sum: i64, base: i64| Ratio::of(sum.into(), base.into());
            assert_eq!(ratio("cohort_nrr", &all), over(cohort().map(|[_, now, _]| *now).sum(), base));
            assert_eq!(ratio("cohort_grr", &all), over(cohort().map(|[_, now, then]| *now.min(then)).sum(), base));
            let count = |customers: usize| i64::try_from(customers).unwrap();
            assert_eq!(
                ratio("logo_retention", &all),
                over(count(cohort().filter(|[_, now, _]| *now > 0).count()), count(cohort().count()))
            );
            let arr = Measure::usual(definition("arr").unwrap()).figure(all.values()).sums.numerator;
            assert_eq!(arr, plain.values().map(|[_, closing, _]| i128::from(*closing)).sum::<i128>());
            assert_eq!(ratio("formula_nrr", &all), formula(book, question, &plain));
            if let (Some(gross), Some(net)) = (ratio("cohort_grr", &all), ratio("cohort_nrr", &all)) {
                let at_most = |left: Ratio, right: Ratio| left.numerator() * right.denominator() <= right.numerator() * left.denominator();
                assert!(at_most(gross, net) && at_most(gross, Ratio::ONE), "gross {gross:?}, net {net:?}");
            }
        });
    });
}

/// The trend of twelve months and the figure of the same twelve months are one rule, whatever contracts change account between.
#[test]
fn the_last_month_of_the_trend_is_the_headline_over_the_same_twelve_months() {
    histories(|random, known| {
        asked(random, known, |book, question, _, narrowed| {
            let through = date_of(question.through);
            let ends: Vec<_> = (0..=24_i64).rev().map(|back| day_of(through.saturating_sub(back.months()))).collect();
            let question = Question { after: ends[12], ..question.clone() };
            let (Ok(trend), Ok(all)) = (months(book, &question, &ends), subjects(book, &question)) else { return };
            let last = trend.last().unwrap();
            let over = |now: i64, base: i64| Ratio::of(now.into(), base.into());
            let shown = |code| ratio(code, &all);
            assert_eq!(shown("cohort_nrr"), over(last.net_minor, last.base_minor), "{question:?} {narrowed:?}");
            assert_eq!(shown("cohort_grr"), over(last.gross_minor, last.base_minor), "{question:?} {narrowed:?}");
            assert_eq!(shown("logo_retention"), over(last.kept_customers.into(), last.base_customers.into()), "{question:?} {narrowed:?}");
        });
    });
}

/// Net retention from the list of movements: what the customers of the opening day lost and expanded, over what they began with.
fn formula(book: &Book, question: &Question<'_>, plain: &BTreeMap<Whom, Balances>) -> Option<Ratio> {
    let mut moved: BTreeMap<Whom, i64> = BTreeMap::new();
    walk(book, question, &mut |customer| {
        let counted = customer.movements.iter().filter(|m| m.class.is_expansion() || matches!(m.class, Class::Churn | Class::Contraction));
        *moved.entry(named(&book.names, question.level, customer.group)).or_default() += counted.map(|m| m.reporting_minor).sum::<i64>();
        Ok(())
    })
    .unwrap();
    let there = plain.iter().filter(|(_, [opening, _, cohort])| *opening > 0 || *cohort > 0);
    let (mut sum, mut base) = (0_i128, 0_i128);
    for (whom, [.., cohort]) in there {
        base += i128::from(*cohort.max(&0));
        sum += i128::from(*cohort.max(&0) + moved.get(whom).copied().unwrap_or(0));
    }
    Ratio::of(sum, base)
}
