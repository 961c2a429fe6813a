//! From contract lines to figures: the published examples and the traps, told by the whole way and not by sums alone.

use crate::book::{Facts, id, line};
use jiff::civil::{Date, date};
use tenure_core::contract::{Line, LineOrigin, PricePeriod};
use tenure_core::ledger::{Book, Class, Conversion, Day, Filter, Known, Level, Overlaps, Prices, Question, RenewedBy, Rules, day_of, walk};
use tenure_core::metrics::{Measure, Subjects, definition, months, subjects};
use tenure_core::primitives::{AccountId, ContractId, Currency, Money, RenewalId};
use tenure_core::renewal::{Renewal, RenewalKind, State, Target};

fn figures(known: &Known, rules: &Rules, (after, through): (Date, Date)) -> Subjects {
    let book = Book::build(known, rules).unwrap();
    let prices = Prices::new(Conversion::Plan(2026), &book).unwrap();
    let question =
        Question { level: Level::Account, prices: &prices, after: day_of(after), through: day_of(through), filter: Filter::default() };
    subjects(&book, &question).unwrap()
}

fn percent(all: &Subjects, code: &str) -> String {
    let measure: Measure = code.parse().unwrap();
    measure.figure(all.values()).value.display(0)
}

fn due(contract: u32, account: u32, end_on: Date, open: bool) -> Renewal {
    let money = Money::new(0, Currency::USD);
    Renewal {
        id: RenewalId(id(4, contract)),
        number: 1000 + contract,
        contract: ContractId(id(2, contract)),
        term_number: 1,
        account: AccountId(id(1, account)),
        kind: RenewalKind::Renewal,
        scheduled_on: date(2025, 1, 1),
        frozen_tier: None,
        target: Target {
            atr: money,
            atr_reporting: money,
            end_on,
            notice_on: end_on,
            notice_assumed: true,
            auto_renew: false,
            decision_on: end_on,
        },
        decided: None,
        state: if open { State::Open } else { State::deduced(tenure_core::renewal::Outcome::RenewedFlat, end_on) },
    }
}

/// One customer with a yearly amount over some days, on a contract of its own of that number.
fn pays(facts: &mut Facts, number: u32, product: &str, (amount, days): (&str, (Date, Date))) {
    facts.contract(number, number, Currency::USD);
    facts.version(line(number * 10, number, product, ("1", amount), days));
}

/// The next amount of the same customer.
fn then_pays(facts: &mut Facts, number: u32, (amount, days): (&str, (Date, Date))) {
    let count = u32::try_from(facts.0.versions.len()).unwrap();
    let before = facts.0.versions.iter().rfind(|version| version.line.contract == ContractId(id(2, number))).unwrap().line.clone();
    let next = Line { follows: Some(before.id), term_number: 2, ..line(number * 10 + 1 + count, number, "Platform", ("1", amount), days) };
    facts.version(next);
}

#[test]
fn one_book_gives_all_the_figures_that_are_called_nrr() {
    // Opening 100,000; churn 4,000; contraction 3,000; expansion 6,000; reactivation 2,000; one customer for 1,000 that came and left
    // within the month. 20,000 were due: what was lost and what grew was among them.
    let mut facts = Facts::new();
    for number in 1..=8 {
        facts.account(number, None);
    }
    let (before, far) = (date(2025, 6, 1), date(2027, 6, 1));
    let in_may = date(2026, 5, 10);
    pays(&mut facts, 1, "Platform", ("80000", (before, far)));
    pays(&mut facts, 2, "Platform", ("4000", (before, in_may)));
    pays(&mut facts, 3, "Platform", ("7000", (before, in_may)));
    then_pays(&mut facts, 3, ("4000", (in_may, far)));
    pays(&mut facts, 4, "Platform", ("9000", (before, in_may)));
    then_pays(&mut facts, 4, ("15000", (in_may, far)));
    pays(&mut facts, 5, "Platform", ("2000", (before, date(2026, 1, 1))));
    facts.contract(6, 5, Currency::USD);
    facts.version(line(60, 6, "Platform", ("1", "2000"), (in_may, far)));
    pays(&mut facts, 7, "Platform", ("1000", (date(2026, 5, 5), date(2026, 5, 20))));
    facts.0.renewals = vec![due(2, 2, in_may, false), due(3, 3, in_may, false), due(4, 4, in_may, false)];
    let all = figures(&facts.0, &Rules::default(), (date(2026, 4, 30), date(2026, 5, 31)));
    let told: Vec<String> = [
        "cohort_nrr",
        "cohort_grr",
        "formula_nrr",
        "formula_grr",
        "monthly_net_retention",
        "baremetrics_nrr",
        "baremetrics_nrr_with_downgrades",
        "renewal_rate_gross",
        "renewal_rate_net",
    ]
    .iter()
    .map(|code| percent(&all, code))
    .collect();
    assert_eq!(told, ["99%", "93%", "99%", "93%", "100%", "101%", "98%", "65%", "95%"]);
}

#[test]
fn the_movements_of_chartmoguls_example_come_out_of_its_subscriptions() {
    let mut facts = Facts::new();
    facts.account(1, None);
    facts.contract(1, 1, Currency::USD);
    facts.contract(2, 1, Currency::USD);
    let year = (date(2025, 1, 1), date(2026, 1, 1));
    facts.version(line(1, 1, "Gold", ("4", "500"), year));
    let monthly = |number, contract, product, units: (&str, &str), days| Line {
        price_period: PricePeriod::Month,
        ..line(number, contract, product, units, days)
    };
    facts.version(monthly(2, 1, "Silver", ("2", "30"), (date(2025, 3, 1), date(2025, 6, 1))));
    facts.version(monthly(3, 2, "Gold", ("3", "50"), (date(2026, 4, 1), date(2027, 4, 1))));
    let book = Book::build(&facts.0, &Rules::default()).unwrap();
    let prices = Prices::new(Conversion::Plan(2026), &book).unwrap();
    let (after, through) = (day_of(date(2024, 12, 31)), day_of(date(2026, 12, 31)));
    let question = Question { level: Level::Account, prices: &prices, after, through, filter: Filter::default() };
    let mut told = Vec::new();
    walk(&book, &question, &mut |customer| {
        told.extend(customer.movements.iter().map(|m| (m.class.is_expansion(), m.class, m.reporting_minor)));
        Ok(())
    })
    .unwrap();
    let monthly: Vec<_> = told.iter().map(|(expands, class, minor)| (*expands, *class, (minor.abs() + 6) / 12)).collect();
    assert_eq!(
        monthly,
        [
            (false, Class::New, 16_667),
            (true, Class::CrossSell, 6_000),
            (false, Class::Contraction, 6_000),
            (false, Class::Churn, 16_667),
            (false, Class::Reactivation, 15_000),
        ]
    );
}

#[test]
fn of_overlapping_subscriptions_all_count_or_the_one_that_began_last() {
    let mut facts = Facts::new();
    facts.account(1, None);
    facts.contract(1, 1, Currency::USD);
    let year = (date(2025, 1, 1), date(2026, 1, 1));
    facts.version(line(1, 1, "Basic", ("1", "100"), year));
    facts.version(line(2, 1, "Pro", ("1", "300"), (date(2025, 3, 1), date(2025, 9, 1))));
    facts.version(line(3, 1, "Pro", ("1", "250"), (date(2025, 3, 1), date(2025, 12, 1))));
    let ends: Vec<_> = [date(2025, 2, 28), date(2025, 3, 31), date(2025, 9, 30), date(2025, 12, 31)].map(day_of).into();
    assert_eq!(closings(&facts.0, Overlaps::Sum, &ends), [100, 650, 350, 100]);
    let latest = closings(&facts.0, Overlaps::Latest, &ends);
    assert_eq!(latest, [100, 300, 250, 100], "the larger of two that began together, then what is left");
}

/// ARR on several days, in whole amounts.
fn closings(known: &Known, overlaps: Overlaps, ends: &[Day]) -> Vec<i64> {
    let book = Book::build(known, &Rules { overlaps, ..Rules::default() }).unwrap();
    let prices = Prices::new(Conversion::Plan(2026), &book).unwrap();
    let (after, through) = (ends[0], ends[ends.len() - 1]);
    let question = Question { level: Level::Account, prices: &prices, after, through, filter: Filter::default() };
    months(&book, &question, ends).unwrap().iter().map(|month| month.closing_minor / 100).collect()
}

#[test]
fn a_subscription_that_renews_by_itself_began_when_it_first_did() {
    let ends: Vec<_> = [date(2025, 2, 28), date(2025, 3, 31), date(2025, 7, 31), date(2026, 4, 30)].map(day_of).into();
    let closing = |origin, follows| {
        let mut facts = Facts::new();
        facts.account(1, None);
        facts.contract(1, 1, Currency::USD);
        facts.version(line(1, 1, "Basic", ("1", "100"), (date(2024, 6, 1), date(2025, 6, 1))));
        facts.version(line(2, 1, "Pro", ("1", "300"), (date(2025, 3, 1), date(2026, 3, 1))));
        let next = line(3, 1, "Basic", ("1", "100"), (date(2025, 6, 1), date(2026, 6, 1)));
        facts.version(Line { origin, follows, ..next });
        closings(&facts.0, Overlaps::Latest, &ends)
    };
    let before = line(1, 1, "Basic", ("1", "100"), (date(2024, 6, 1), date(2025, 6, 1))).id;
    assert_eq!(closing(LineOrigin::AutoRenewed, Some(before)), [100, 300, 300, 100]);
    assert_eq!(closing(LineOrigin::Renewed, Some(before)), [100, 300, 100, 100], "what was signed anew began anew");
}

#[test]
fn a_subscription_that_another_one_replaces_is_renewed_where_the_account_counts() {
    let mut facts = Facts::new();
    facts.account(1, None);
    let (start, end) = (date(2025, 1, 1), date(2026, 1, 1));
    facts.contract(1, 1, Currency::USD);
    facts.contract(2, 1, Currency::USD);
    facts.version(line(1, 1, "Platform", ("1", "100"), (start, end)));
    facts.version(line(2, 2, "Platform", ("1", "80"), (date(2026, 1, 11), date(2027, 1, 11))));
    facts.0.renewals = vec![due(1, 1, end, false)];
    let rate = |renewed_by, grace_days| {
        let all = figures(&facts.0, &Rules { renewed_by, grace_days, ..Rules::default() }, (date(2025, 12, 31), date(2026, 1, 31)));
        percent(&all, "renewal_rate_gross")
    };
    assert_eq!(rate(RenewedBy::Contract, 30), "0%");
    assert_eq!(rate(RenewedBy::Account, 0), "0%", "ten days late");
    assert_eq!(rate(RenewedBy::Account, 10), "80%");
}

#[test]
fn a_customer_taken_over_by_another_is_no_loss_and_no_growth_of_the_cohort() {
    let mut facts = Facts::new();
    for number in 1..=2 {
        facts.account(number, None);
    }
    let days = (date(2025, 1, 1), date(2027, 1, 1));
    pays(&mut facts, 1, "Platform", ("100", days));
    pays(&mut facts, 2, "Platform", ("50", days));
    facts.moved(2, (2, 1), date(2026, 3, 1));
    let all = figures(&facts.0, &Rules::default(), (date(2026, 1, 1), date(2026, 6, 1)));
    assert_eq!(
        ["cohort_nrr", "cohort_grr", "formula_nrr", "revenue_churn"].map(|code| percent(&all, code)),
        ["100%", "100%", "100%", "0%"]
    );
    assert!(definition("cohort_nrr").is_some() && all.values().all(|subject| subject.residual_minor() == 0));
    // The same over the trend: 150 then and 150 now, of the one customer that has both contracts in the end.
    let book = Book::build(&facts.0, &Rules::default()).unwrap();
    let prices = Prices::new(Conversion::Plan(2026), &book).unwrap();
    let ends: Vec<_> = (0..=12_i8).map(|month| day_of(date(2025, 6, 1).saturating_add(jiff::Span::new().months(month)))).collect();
    let question = Question { level: Level::Account, prices: &prices, after: ends[0], through: ends[12], filter: Filter::default() };
    let last = months(&book, &question, &ends).unwrap()[12];
    assert_eq!((last.base_minor, last.net_minor, last.gross_minor), (15_000, 15_000, 15_000));
    assert_eq!((last.base_customers, last.kept_customers), (1, 1));
}
