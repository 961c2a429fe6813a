//! What a forecast counts, what an amendment does to it, and that the way from one to the next leaves nothing unexplained.

use super::*;
use crate::renewal::Outcome;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const PRIYA: TeammateId = TeammateId(Uuid::from_u128(1));
const ELENA: TeammateId = TeammateId(Uuid::from_u128(2));
const SUBMITTED_ON: Date = date(2026, 11, 20);

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// An open renewal in dollars that ends in January.
fn due(number: u32, minor: i64) -> Due {
    Due {
        renewal: RenewalId(Uuid::from_u128(u128::from(number))),
        number,
        account: crate::primitives::AccountId(Uuid::nil()),
        holder: PRIYA,
        held_since: date(2026, 1, 5),
        atr: usd(minor),
        atr_reporting: usd(minor),
        end_on: date(2027, 1, 9),
        scheduled_on: date(2026, 1, 5),
        ending: None,
        calls: Vec::new(),
    }
}

fn call(of: &Due, (voice, person): (Voice, TeammateId), said: Option<(Category, i64)>) -> ForecastCall {
    ForecastCall {
        renewal: of.renewal,
        number: u32::try_from(of.calls.len()).unwrap() + 1,
        voice,
        person,
        said: said.map(|(category, expected_minor)| Said { category, expected_minor }),
        due: of.atr,
        reason: "They said so.".into(),
        author: "Priya Raman".into(),
        called_on: SUBMITTED_ON,
        recorded_at: Timestamp::UNIX_EPOCH,
    }
}

fn called(mut of: Due, category: Category, minor: i64) -> Due {
    let said = call(&of, (Voice::Owner, PRIYA), Some((category, minor)));
    of.calls.push(said);
    of
}

fn submitted(dues: &[Due]) -> Forecast {
    Forecast {
        id: ForecastId(Uuid::nil()),
        person: PRIYA,
        kind: Kind::Own,
        week_on: week_of(SUBMITTED_ON),
        window: window_on(SUBMITTED_ON, 1),
        adjusted_minor: 0,
        currency: Currency::USD,
        author: "Priya Raman".into(),
        submitted_on: SUBMITTED_ON,
        recorded_at: Timestamp::UNIX_EPOCH,
        lines: dues.iter().map(|due| line_of(due, &[])).collect(),
    }
}

fn between(opening: &Forecast, now: &[Due], seen: &BTreeMap<RenewalId, Seen>) -> Vec<(Cause, [i64; 3])> {
    let now: Vec<(ForecastLine, &Due)> = now.iter().map(|due| (line_of(due, &[]), due)).collect();
    changes(opening, &now, (window_on(date(2026, 11, 23), 1), 0), seen).into_iter().map(|change| (change.cause, change.minor)).collect()
}

#[test]
fn an_upsell_after_the_call_is_an_amendment_and_nobody_changed_their_mind() {
    let before = called(due(1, 1_000_000), Category::Commit, 800_000);
    let opening = submitted(std::slice::from_ref(&before));
    let amended = Due { atr: usd(1_200_000), atr_reporting: usd(1_200_000), ..before };
    let line = line_of(&amended, &[]);
    assert_eq!((line.category, line.expected.minor), (Some(Category::Commit), 960_000), "80% of what is due now");
    assert_eq!(between(&opening, std::slice::from_ref(&amended), &BTreeMap::new()), [(Cause::Amended, [160_000; 3])]);
    let doubted = called(amended, Category::BestCase, 1_200_000);
    assert_eq!(
        between(&opening, &[doubted], &BTreeMap::new()),
        [(Cause::Amended, [160_000; 3]), (Cause::ChangedMind, [-960_000, 240_000, 240_000])]
    );
}

#[test]
fn all_stays_all_and_nothing_stays_nothing_whatever_is_due() {
    assert_eq!([carried(100, 100, 137), carried(0, 100, 137), carried(100, 100, 0)], [137, 0, 0]);
    assert_eq!([carried(1, 3, 7), carried(1, 2, 5)], [2, 2], "7/3 and 5/2, half to even");
    assert_eq!(carried(0, 0, 900), 0, "nothing was due, so nothing was said of what is");
}

#[test]
fn a_suggestion_or_a_call_that_was_taken_back_counts_nothing() {
    let mut one = called(due(1, 50_000), Category::Commit, 50_000);
    let back = call(&one, (Voice::Owner, PRIYA), None);
    one.calls.push(back);
    let totals = Totals::of(&[line_of(&one, &[])], 0);
    assert_eq!((totals.at(Level::Pipeline), totals.uncalled, totals.uncalled_due), (0, 1, 50_000));
}

#[test]
fn the_word_of_a_manager_stands_beside_the_owners_and_never_replaces_it() {
    let mut one = called(due(1, 50_000), Category::Commit, 50_000);
    let doubt = call(&one, (Voice::Manager, ELENA), Some((Category::BestCase, 30_000)));
    one.calls.push(doubt);
    let said = |managers: &[TeammateId]| {
        let line = line_of(&one, managers);
        (line.category, line.expected.minor, line.called_by)
    };
    assert_eq!(said(&[]), (Some(Category::Commit), 50_000, Some(PRIYA)), "in the owner's own forecast");
    assert_eq!(said(&[ELENA]), (Some(Category::BestCase), 30_000, Some(ELENA)), "in the manager's");
}

#[test]
fn what_is_decided_is_closed_at_what_came_and_told_as_won_or_lost() {
    let (won, lost) = (called(due(1, 90_000), Category::BestCase, 90_000), called(due(2, 40_000), Category::Commit, 40_000));
    let opening = submitted(&[won.clone(), lost.clone()]);
    let ended = |due: Due, outcome, renewed_minor| Due { ending: Some(Ending { outcome, closed_on: SUBMITTED_ON, renewed_minor }), ..due };
    let now = [ended(won, Outcome::RenewedUp, 110_000), ended(lost, Outcome::Churned, 0)];
    assert_eq!(line_of(&now[0], &[]).expected.minor, 90_000, "growth is an expansion of its own");
    let told = between(&opening, &now, &BTreeMap::new());
    assert_eq!(told, [(Cause::Won, [90_000, 0, 0]), (Cause::Lost, [-40_000; 3])]);
}

#[test]
fn each_that_came_or_went_is_told_by_its_own_cause() {
    let said = |number| called(due(number, 10_000), Category::Commit, 10_000);
    let opening = submitted(&[said(1), said(2), said(3), said(4)]);
    let window = window_on(date(2026, 11, 23), 1);
    let at = |end_on, outcome| Seen { end_on, outcome };
    let seen = [
        (said(1).renewal, at(window.until_on, None)),
        (said(2).renewal, at(date(2027, 1, 9), None)),
        (said(3).renewal, at(date(2027, 1, 9), Some(Outcome::Merged))),
    ];
    let new = Due { scheduled_on: date(2026, 11, 22), ..said(5) };
    let taken_over = Due { held_since: date(2026, 11, 22), ..said(6) };
    let told = between(&opening, &[new, taken_over, said(7)], &seen.into_iter().collect());
    let causes: Vec<(Cause, i64)> = told.iter().map(|(cause, minor)| (*cause, minor[0])).collect();
    let (up, down) = (10_000, -10_000);
    let expected = [
        (Cause::New, up),
        (Cause::PulledIn, up),
        (Cause::HandedIn, up),
        (Cause::PushedOut, down),
        (Cause::HandedOut, down),
        (Cause::TakenBack, down),
        (Cause::TakenBack, down),
    ];
    assert_eq!(causes, expected);
}

#[test]
fn a_line_in_another_currency_moves_with_the_plan_rate_apart_from_the_amendment() {
    let at = |minor: i64, reporting: i64| Due { atr: Money::new(minor, Currency::EUR), atr_reporting: usd(reporting), ..due(1, 0) };
    let before = called(at(10_000, 11_400), Category::Commit, 5000);
    let opening = submitted(std::slice::from_ref(&before));
    let other_rate = Due { calls: before.calls.clone(), ..at(10_000, 12_000) };
    assert_eq!(between(&opening, &[other_rate], &BTreeMap::new()), [(Cause::Rate, [300; 3])]);
    let smaller = Due { calls: before.calls, ..at(3333, 3800) };
    assert_eq!(between(&opening, &[smaller], &BTreeMap::new()), [(Cause::Amended, [-3801; 3])], "50% of 33.33, 16.66, is 18.99");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn opening_and_changes_always_come_to_the_closing(
        then in proptest::collection::vec((0..8_u32, 0..3_000_i64, 0..5_usize, 0..=100_i64), 0..8),
        now in proptest::collection::vec((0..8_u32, 0..3_000_i64, 0..5_usize, 0..=100_i64, 0..4_u8, 1..200_i64), 0..8),
    ) {
        let made = |(number, minor, category, share): (u32, i64, usize, i64)| {
            let one = due(number, minor);
            match Category::CALLED.get(category) {
                Some(category) => called(one, *category, minor * share / 100),
                None => one,
            }
        };
        let unique = |dues: Vec<Due>| dues.into_iter().map(|due| (due.renewal, due)).collect::<BTreeMap<_, _>>().into_values().collect::<Vec<_>>();
        let then = unique(then.into_iter().map(made).collect());
        let opening = submitted(&then);
        let now = unique(now.into_iter().map(|(number, minor, category, share, ending, rate)| {
            let mut one = made((number, minor, category, share));
            // A call that was made of what was due then.
            if let (Some(said), Some(before)) = (one.calls.first_mut(), then.iter().find(|before| before.renewal == one.renewal)) {
                said.due = before.atr;
                said.said = said.said.map(|said| Said { expected_minor: said.expected_minor.min(before.atr.minor), ..said });
            }
            let outcome = if ending == 0 { Outcome::RenewedDown } else { Outcome::Churned };
            let renewed_minor = if ending == 0 { minor / 2 } else { 0 };
            let ending = (ending < 2).then_some(Ending { outcome, closed_on: SUBMITTED_ON, renewed_minor });
            Due { atr_reporting: usd(minor * rate / 100), ending, ..one }
        }).collect());
        let lines: Vec<ForecastLine> = now.iter().map(|due| line_of(due, &[])).collect();
        let closing = Totals::of(&lines, 0);
        let told = between(&opening, &now, &BTreeMap::new());
        for (place, level) in Level::ALL.iter().enumerate() {
            let changed: i64 = told.iter().map(|(_, minor)| minor[place]).sum();
            let from = Totals::of(&opening.lines, 0).at(*level);
            prop_assert_eq!(from + changed, closing.at(*level), "{:?}", level);
            let counted: i64 = lines.iter().map(|line| line.counted(*level)).sum();
            prop_assert_eq!(counted, closing.at(*level), "the lines add up");
        }
        prop_assert!(closing.at(Level::Pipeline) <= closing.due, "never more than is due");
        prop_assert_eq!(&opening, &submitted(&then), "a call never changes what was submitted");
    }
}
