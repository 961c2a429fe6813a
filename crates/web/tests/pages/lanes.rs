//! The ownership strip of a renewal: what its lanes show, and over which days.

use super::fixture::*;
use super::opened;
use tenure_core::renewal::State;
use tenure_web::pages;
use tenure_web::pages::renewal::strip::{Window, bars, tiles};
use tenure_web::pages::shell::Nav;

#[test]
fn the_bars_of_a_lane_tile_the_window_whatever_is_cut_off() {
    let window = |from: i64, to: i64, recorded_to: i64| Window { from, to, today: None, recorded_to };
    for joins in [vec![], vec![-95], vec![-95, -28], vec![-300, -200, 0, 29], vec![40, 80]] {
        let starts: Vec<i64> = std::iter::once(-365).chain(joins.iter().copied()).collect();
        let ends = joins.iter().map(|day| Some(*day)).chain([None]);
        let holdings: Vec<_> = starts.iter().zip(ends).map(|(from, to)| holding(priya(), *from, to)).collect();
        assert!(tiles(&holdings), "{joins:?}");
        for recorded_to in [-400, -165, -95, -47, 0, 31, 200] {
            let window = window(-165, 31, recorded_to);
            let bars = bars(&holdings, &window).expect("bars");
            assert_eq!(bars.first().map(|bar| bar.from), Some(window.from));
            assert_eq!(bars.last().map(|bar| bar.to), Some(window.to));
            assert!(bars.windows(2).all(|pair| pair[0].to == pair[1].from), "{joins:?} {recorded_to}: a hole");
            assert!(bars.iter().all(|bar| bar.from < bar.to && bar.planned == (bar.from >= recorded_to)), "{joins:?} {recorded_to}");
        }
    }
}

#[test]
fn a_lane_with_a_hole_or_two_owners_is_not_drawn() {
    let hole = [holding(priya(), -365, Some(-100)), holding(daniel(), -90, None)];
    let both = [holding(priya(), -365, Some(-80)), holding(daniel(), -90, None)];
    let ends = [holding(priya(), -365, Some(-80))];
    for holdings in [&hole[..], &both[..], &ends[..], &[]] {
        assert!(!tiles(holdings));
    }
    let mut view = renewal_view();
    view.responsibilities[0].holdings = hole.to_vec();
    let page = pages::renewal::renewal(&shell(Nav::Renewals), &view, &opened()).into_string();
    assert!(page.contains("the record has a hole"));
}

#[test]
fn the_window_holds_the_playbook_the_term_end_and_today() {
    let mut view = renewal_view();
    let window = Window::of(&view);
    assert_eq!((window.from, window.to, window.today), (-165, 30, Some(-47)));
    view.opens_on = Some(TODAY.saturating_add(jiff::Span::new().days(20)));
    view.steps.clear();
    assert_eq!(Window::of(&view).from, -47, "a near today widens the strip");
    view.today = TODAY.saturating_sub(jiff::Span::new().days(200));
    assert_eq!(Window::of(&view).today, None, "a far today is told in words");
    let outcome = tenure_core::renewal::Outcome::Churned;
    view.item.state = State::Closed { outcome, closed_on: TODAY, inferred: false, reason: None, words: String::new() };
    let closed = Window::of(&view);
    assert_eq!(closed.recorded_to, closed.to, "nothing is planned on a closed renewal");
}
