//! Steps on the public holidays of every known country: for every decision day of two years and every shipped playbook.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use tenure_core::account::Risk;
use tenure_core::catalog;
use tenure_core::ownership::Motion;
use tenure_core::playbook::{Counted, Days, Variant};
use tenure_core::primitives::{Calendars, Country, HOLIDAY_YEARS, public_holidays};

/// The organisation's calendar with the holidays of a country on it.
fn calendars(country: Country) -> Calendars {
    Calendars { holidays: HOLIDAY_YEARS.flat_map(|year| public_holidays(country, year)).collect(), ..Calendars::default() }
}

fn decision_days() -> impl Iterator<Item = Date> {
    date(2026, 1, 1).series(1.day()).take_while(|day| *day < date(2028, 1, 1))
}

#[test]
fn a_step_never_falls_on_a_day_off_and_moving_it_never_passes_what_it_leads_to() {
    let playbooks = catalog::playbooks().expect("shipped playbooks");
    let mut moved = 0;
    for country in Country::WITH_HOLIDAYS {
        let calendars = calendars(*country);
        let calendar = calendars.of(None);
        for decision_on in decision_days() {
            let end_on = decision_on.saturating_add(60.days());
            let days = Days { decision_on, end_on, signed_on: Some(decision_on) };
            for (playbook, risk) in playbooks.iter().flat_map(|playbook| Risk::ALL.iter().map(move |risk| (playbook, *risk))) {
                let of = Variant { risk, tier: 1, motion: Motion::ALL[0], risk_since: None };
                for placed in playbook.placed(of, days, |_, _| calendar) {
                    assert!(calendar.is_business_day(placed.due_on), "{} {} on {}", country, placed.code, placed.due_on);
                    let counted = playbook.counted_on(&placed.code, days).expect("the step is of the playbook");
                    match placed.step.counted {
                        Counted::AfterSignature => assert!(placed.due_on >= counted, "{} {}", country, placed.code),
                        _ => assert!(placed.due_on <= counted, "{} {} passes {counted}", country, placed.code),
                    }
                    moved += u32::from(placed.due_on != counted);
                }
            }
        }
    }
    assert!(moved > 10_000, "weekends alone move two days of seven");
}
