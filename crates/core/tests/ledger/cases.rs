//! The cases that decide what a movement is, one by one.

use crate::book::{Facts, id, instant, line};
use jiff::civil::{Date, date};
use tenure_core::contract::{Line, LineOrigin};
use tenure_core::ledger::{
    Book, Cause, Class, Conversion, Discounts, Filter, Known, Level, Movement, Prices, Question, Returning, Rules, UpsellLine, day_of, walk,
};
use tenure_core::primitives::{AccountId, ContractId, Currency, Decimal6};
use tenure_core::renewal::{Renewal, State};

const YEAR: (Date, Date) = (date(2025, 1, 1), date(2026, 1, 1));

/// One customer with one contract for 2025.
fn customer() -> Facts {
    let mut facts = Facts::new();
    facts.account(1, None);
    facts.account(2, None);
    facts.contract(1, 1, Currency::USD);
    facts.term(1, 1, YEAR, None);
    facts
}

/// Movements of 2024 to 2027 as day, class, cause and whole units of money.
fn told(known: &Known, rules: &Rules, conversion: Conversion) -> Vec<(Date, Class, Cause, i64)> {
    all(known, rules, conversion).iter().map(|m| (m.day, m.class, m.cause, m.reporting_minor / 100)).collect()
}

fn all(known: &Known, rules: &Rules, conversion: Conversion) -> Vec<Movement> {
    let book = Book::build(known, rules).unwrap();
    let prices = Prices::new(conversion, &book).unwrap();
    let (after, through) = (day_of(date(2024, 6, 1)), day_of(date(2027, 12, 31)));
    let question = Question { level: Level::Account, prices: &prices, after, through, filter: Filter::default() };
    let mut movements = Vec::new();
    walk(&book, &question, &mut |customer| {
        movements.extend_from_slice(customer.movements);
        Ok(())
    })
    .unwrap();
    movements.sort_by_key(|movement| movement.day);
    movements
}

fn usual(known: &Known) -> Vec<(Date, Class, Cause, i64)> {
    told(known, &Rules::default(), Conversion::Plan(2026))
}

fn following(number: u32, before: &Line, origin: LineOrigin, (quantity, price): (&str, &str)) -> Line {
    let next = line(
        number,
        1,
        &before.product,
        (quantity, price),
        (before.end_on, before.end_on.checked_add(jiff::Span::new().years(1)).unwrap()),
    );
    Line { origin, follows: Some(before.id), term_number: 2, ..next }
}

#[test]
fn cancelling_one_of_two_products_is_contraction_and_cancelling_both_on_one_day_is_churn() {
    let mut facts = customer();
    facts.version(line(1, 1, "Platform", ("10", "100"), YEAR));
    facts.version(line(2, 1, "Support", ("1", "300"), (YEAR.0, date(2025, 6, 1))));
    let movements = usual(&facts.0);
    assert_eq!(
        movements[2..],
        [(date(2025, 6, 1), Class::Contraction, Cause::Amendment, -300), (date(2026, 1, 1), Class::Churn, Cause::NotRenewed, -1_000),]
    );
    let mut both = customer();
    both.version(line(1, 1, "Platform", ("10", "100"), YEAR));
    both.version(line(2, 1, "Support", ("1", "300"), YEAR));
    let movements = usual(&both.0);
    assert_eq!(movements[2..].iter().map(|m| m.1).collect::<Vec<_>>(), [Class::Churn, Class::Churn]);
}

#[test]
fn one_product_for_another_on_one_day_is_contraction_and_cross_sell_not_nothing() {
    let mut facts = customer();
    facts.version(line(1, 1, "Base", ("1", "500"), YEAR));
    facts.version(line(2, 1, "Platform", ("1", "1000"), (YEAR.0, date(2025, 7, 1))));
    facts.version(line(3, 1, "Analytics", ("1", "1000"), (date(2025, 7, 1), YEAR.1)));
    let in_july: Vec<_> = usual(&facts.0).into_iter().filter(|m| m.0 == date(2025, 7, 1)).map(|m| (m.1, m.3)).collect();
    assert_eq!(in_july, [(Class::Contraction, -1_000), (Class::CrossSell, 1_000)]);
}

#[test]
fn a_renewal_with_fewer_seats_at_a_higher_price_is_a_contraction_and_a_price_increase() {
    let mut facts = customer();
    let first = line(1, 1, "Platform", ("10", "100"), YEAR);
    facts.version(first.clone());
    facts.version(following(2, &first, LineOrigin::Renewed, ("8", "110")));
    let at_renewal: Vec<_> = usual(&facts.0).into_iter().filter(|m| m.0 == YEAR.1).collect();
    assert_eq!(at_renewal, [(YEAR.1, Class::Contraction, Cause::Renewal, -200), (YEAR.1, Class::PriceIncrease, Cause::Renewal, 80),]);
}

#[test]
fn escalators_ramps_and_automatic_renewals_keep_their_cause() {
    for (origin, cause, units, class) in [
        (LineOrigin::Escalated, Cause::Escalator, ("10", "103"), Class::PriceIncrease),
        (LineOrigin::Ramped, Cause::Ramp, ("11", "100"), Class::SmallUpsell),
        (LineOrigin::Ramped, Cause::Ramp, ("20", "100"), Class::BigUpsell),
        (LineOrigin::AutoRenewed, Cause::AutoRenewal, ("10", "105"), Class::PriceIncrease),
    ] {
        let mut facts = customer();
        let first = line(1, 1, "Platform", ("10", "100"), YEAR);
        facts.version(first.clone());
        facts.version(following(2, &first, origin, units));
        let movement = usual(&facts.0)[1];
        assert_eq!((movement.1, movement.2), (class, cause));
    }
}

#[test]
fn an_upsell_is_big_above_a_tenth_of_what_the_customer_pays_or_above_the_price_of_25_units_whichever_is_lower() {
    let sold = |first: &str, more: &str, upsell_line| {
        let mut facts = customer();
        let before = line(1, 1, "Platform", (first, "100"), YEAR);
        facts.version(before.clone());
        facts.version(following(2, &before, LineOrigin::Renewed, (more, "100")));
        told(&facts.0, &Rules { upsell_line, ..Rules::default() }, Conversion::Plan(2026))[1].1
    };
    let usual = Rules::default().upsell_line;
    assert_eq!(sold("100", "110", usual), Class::SmallUpsell, "10 units of 100: a tenth, not above it");
    assert_eq!(sold("100", "111", usual), Class::BigUpsell);
    assert_eq!(sold("1000", "1025", usual), Class::SmallUpsell, "25 units of 1,000");
    assert_eq!(sold("1000", "1026", usual), Class::BigUpsell, "26 units, though only 2.6 % more");
    assert_eq!(sold("1000", "1026", UpsellLine { share_bps: 1_000, units: 30 }), Class::SmallUpsell, "another line");
}

#[test]
fn the_declared_precedence_decides_where_several_types_of_expansion_fit() {
    let mut facts = customer();
    facts.version(Line { economic_buyer: "S-1".into(), ..line(1, 1, "Platform", ("10", "100"), YEAR) });
    let second = Line {
        economic_buyer: "S-2".into(),
        business_unit: "North".into(),
        ..line(2, 1, "Analytics", ("1", "50"), (date(2025, 3, 1), YEAR.1))
    };
    facts.version(second.clone());
    let class = |known: &Known, precedence| told(known, &Rules { precedence, ..Rules::default() }, Conversion::Plan(2026))[1].1;
    let orders = [
        [Class::CrossDivision, Class::CrossStakeholder, Class::CrossSell],
        [Class::CrossStakeholder, Class::CrossDivision, Class::CrossSell],
        [Class::CrossSell, Class::CrossDivision, Class::CrossStakeholder],
    ];
    for order in orders {
        assert_eq!(class(&facts.0, order), order[0]);
    }
    let mut same_unit = customer();
    same_unit.version(Line { economic_buyer: "S-1".into(), ..line(1, 1, "Platform", ("10", "100"), YEAR) });
    same_unit.version(Line { business_unit: "Group".into(), ..second });
    assert_eq!(class(&same_unit.0, orders[0]), Class::CrossStakeholder, "no other division, another buyer");
}

#[test]
fn a_customer_who_returns_is_a_class_of_its_own_or_new_as_the_rules_say() {
    let mut facts = customer();
    facts.contract(2, 1, Currency::USD);
    facts.version(line(1, 1, "Platform", ("10", "100"), YEAR));
    facts.version(line(2, 2, "Platform", ("5", "100"), (date(2026, 6, 30), date(2027, 6, 30))));
    let returned = |rules: Rules| told(&facts.0, &rules, Conversion::Plan(2026))[2].1;
    assert_eq!(returned(Rules::default()), Class::Reactivation);
    assert_eq!(returned(Rules { lapse_days_to_new: Some(181), ..Rules::default() }), Class::Reactivation, "away 180 days");
    assert_eq!(returned(Rules { lapse_days_to_new: Some(180), ..Rules::default() }), Class::New);
    assert_eq!(returned(Rules { returning: Returning::New, ..Rules::default() }), Class::New);
    assert!(returned(Rules { returning: Returning::Expansion, ..Rules::default() }).is_expansion());
}

#[test]
fn grace_bridges_a_gap_and_holds_revenue_while_the_renewal_is_undecided() {
    let mut facts = customer();
    facts.contract(2, 1, Currency::USD);
    facts.version(line(1, 1, "Platform", ("10", "100"), YEAR));
    let mut back = line(2, 2, "Platform", ("10", "120"), (date(2026, 1, 21), date(2027, 1, 21)));
    facts.version(back.clone());
    let with = |known: &Known, grace_days| told(known, &Rules { grace_days, ..Rules::default() }, Conversion::Plan(2026));
    assert_eq!(with(&facts.0, 19)[1..3].iter().map(|m| m.1).collect::<Vec<_>>(), [Class::Churn, Class::Reactivation], "20 days are more");
    assert_eq!(with(&facts.0, 20)[1], (date(2026, 1, 21), Class::PriceIncrease, Cause::Signature, 200));
    back.unit_price = Decimal6::ONE;
    let mut open = customer();
    open.version(line(1, 1, "Platform", ("10", "100"), YEAR));
    open.0.renewals.push(undecided());
    assert_eq!(with(&open.0, 30)[1], (date(2026, 1, 31), Class::Churn, Cause::NotRenewed, -1_000), "held for thirty days");
}

fn undecided() -> Renewal {
    use tenure_core::primitives::{Money, RenewalId};
    use tenure_core::renewal::{RenewalKind, Target};
    let money = Money::new(100_000, Currency::USD);
    Renewal {
        id: RenewalId(id(4, 1)),
        number: 1001,
        contract: ContractId(id(2, 1)),
        term_number: 1,
        account: AccountId(id(1, 1)),
        kind: RenewalKind::Renewal,
        scheduled_on: YEAR.0,
        frozen_tier: None,
        target: Target {
            atr: money,
            atr_reporting: money,
            end_on: YEAR.1,
            notice_on: YEAR.1,
            notice_assumed: true,
            auto_renew: false,
            decision_on: YEAR.1,
        },
        decided: None,
        state: State::Open,
    }
}

#[test]
fn temporary_discounts_leave_revenue_alone_unless_every_discount_counts() {
    let mut facts = customer();
    let discounted =
        Line { discount_bps: 2_000, discount_span: Some((YEAR.0, date(2025, 4, 1))), ..line(1, 1, "Platform", ("10", "100"), YEAR) };
    facts.version(discounted);
    let with = |discounts| told(&facts.0, &Rules { discounts, ..Rules::default() }, Conversion::Plan(2026));
    assert_eq!(with(Discounts::Lasting)[0].3, 1_000);
    assert_eq!(
        with(Discounts::Every)[..2],
        [(YEAR.0, Class::New, Cause::Signature, 800), (date(2025, 4, 1), Class::PriceIncrease, Cause::Discount, 200),]
    );
}

#[test]
fn exchange_rates_stand_apart_and_make_no_movement_of_the_contract() {
    let mut facts = customer();
    facts.contract(2, 2, Currency::EUR);
    facts.version(line(1, 2, "Platform", ("10", "100"), YEAR));
    for (day, rate) in [(date(2025, 1, 1), 1_100_000), (date(2025, 9, 1), 1_200_000)] {
        facts.0.dated_rates.insert((day, "EUR".into()), Decimal6::from_millionths(rate));
    }
    let dated = told(&facts.0, &Rules::default(), Conversion::Dated);
    assert_eq!(
        dated,
        [
            (YEAR.0, Class::New, Cause::Signature, 1_100),
            (YEAR.1, Class::Churn, Cause::NotRenewed, -1_200),
            (YEAR.1, Class::Fx, Cause::Rates, 100),
        ]
    );
    let constant: Vec<_> = usual(&facts.0).into_iter().map(|m| (m.1, m.3)).collect();
    assert_eq!(constant, [(Class::New, 1_100), (Class::Churn, -1_100)]);
    facts.0.dated_rates.remove(&(date(2025, 1, 1), "EUR".into()));
    let book = Book::build(&facts.0, &Rules::default()).unwrap();
    let prices = Prices::new(Conversion::Dated, &book).unwrap();
    let question = Question {
        level: Level::Account,
        prices: &prices,
        after: day_of(date(2024, 1, 1)),
        through: day_of(date(2026, 1, 1)),
        filter: Filter::default(),
    };
    let missing = walk(&book, &question, &mut |_| Ok(())).unwrap_err().to_string();
    assert!(missing.contains("EUR") && missing.contains("2025-01-01"), "{missing}");
}

#[test]
fn a_contract_that_moves_takes_its_revenue_along_and_what_changes_that_day_is_told_apart() {
    let mut facts = customer();
    facts.contract(2, 2, Currency::USD);
    let first = line(1, 1, "Platform", ("10", "100"), YEAR);
    facts.version(first.clone());
    facts.version(following(2, &first, LineOrigin::Renewed, ("10", "110")));
    facts.version(line(3, 2, "Platform", ("1", "50"), (YEAR.0, date(2027, 1, 1))));
    facts.moved(1, (1, 2), YEAR.1);
    let on_the_day: Vec<_> = all(&facts.0, &Rules::default(), Conversion::Plan(2026))
        .into_iter()
        .filter(|m| m.day == YEAR.1)
        .map(|m| (m.account, m.class, m.reporting_minor / 100))
        .collect();
    assert_eq!(on_the_day, [(0, Class::MigrationOut, -1_000), (1, Class::MigrationIn, 1_000), (1, Class::PriceIncrease, 100)]);
}

#[test]
fn an_add_on_in_a_group_is_caused_by_the_co_term_and_a_late_correction_by_the_correction() {
    let mut facts = customer();
    facts.version(line(1, 1, "Platform", ("10", "100"), YEAR));
    let added = facts.contract(2, 1, Currency::USD);
    facts.0.contracts.get_mut(&added).unwrap().co_term_lead = Some(ContractId(id(2, 1)));
    facts.version(line(2, 2, "Platform", ("1", "100"), (date(2025, 5, 1), YEAR.1)));
    assert_eq!(usual(&facts.0)[1].2, Cause::CoTerm);
    let corrected = Line { version: 2, unit_price: "90".parse().unwrap(), ..line(1, 1, "Platform", ("10", "100"), YEAR) };
    let mut again = customer();
    again.version(line(1, 1, "Platform", ("10", "100"), YEAR));
    again.version(corrected).recorded_at = instant(date(2025, 5, 5));
    assert_eq!(usual(&again.0)[0], (YEAR.0, Class::New, Cause::Correction, 900));
}

#[test]
fn a_sibling_is_new_at_its_own_level_and_growth_of_the_family() {
    let mut facts = customer();
    facts.account(3, Some(1));
    facts.contract(2, 3, Currency::USD);
    facts.version(line(1, 1, "Platform", ("10", "100"), YEAR));
    facts.version(line(2, 2, "Platform", ("10", "100"), (date(2025, 3, 1), YEAR.1)));
    let book = Book::build(&facts.0, &Rules::default()).unwrap();
    let prices = Prices::new(Conversion::Plan(2026), &book).unwrap();
    let at = |level| {
        let question = Question {
            level,
            prices: &prices,
            after: day_of(date(2025, 2, 1)),
            through: day_of(date(2025, 4, 1)),
            filter: Filter::default(),
        };
        let mut classes = Vec::new();
        walk(&book, &question, &mut |customer| {
            classes.extend(customer.movements.iter().map(|movement| movement.class));
            Ok(())
        })
        .unwrap();
        classes
    };
    assert_eq!(at(Level::Account), [Class::New]);
    assert_eq!(at(Level::Parent), [Class::BigUpsell]);
}
