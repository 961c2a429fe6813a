//! The state machine: which transitions there are, and what a joint touch is.

use super::*;
use crate::primitives::AccountId;
use jiff::civil::date;
use uuid::Uuid;

fn person(number: u128) -> TeammateId {
    TeammateId(Uuid::from_u128(number))
}

fn word(by: &str, reason: &str) -> Word {
    Word { by: by.into(), reason: reason.into(), on: date(2026, 11, 23), recorded_at: Timestamp::UNIX_EPOCH }
}

fn touch() -> ActivityId {
    ActivityId(Uuid::from_u128(7))
}

fn handoff(state: HandoffState) -> Handoff {
    Handoff {
        id: HandoffId(Uuid::nil()),
        renewal: RenewalId(Uuid::nil()),
        number: 1,
        giver: person(1),
        receiver: person(2),
        responsibilities: [Responsibility::Value].into(),
        opened_on: date(2026, 11, 23),
        due_on: date(2026, 11, 30),
        opened_by: "Mara Lind".into(),
        reason: "the team changed".into(),
        recorded_at: Timestamp::UNIX_EPOCH,
        state,
    }
}

fn contact(kind: ActivityKind, ours: &[u128], theirs: usize, held_on: Date) -> Activity {
    Activity {
        id: touch(),
        account: AccountId(Uuid::nil()),
        renewal: None,
        kind,
        held_on,
        subject: "Introduction".into(),
        notes: String::new(),
        ours: ours.iter().map(|number| person(*number)).collect(),
        theirs: (0..theirs as u128).map(|number| crate::primitives::StakeholderId(Uuid::from_u128(number))).collect(),
        author: "Priya Nair".into(),
        recorded_at: Timestamp::UNIX_EPOCH,
        withdrawn: false,
    }
}

/// Every state that a handoff can stand in, by walking the transitions from the first one.
fn reachable() -> Vec<HandoffState> {
    let mut known = vec![HandoffState::Opened];
    let mut at = 0;
    while let Some(state) = known.get(at).cloned() {
        let next = [
            state.clone().met(touch()),
            state.clone().accepted(word("Rafael Costa", "")),
            state.clone().declined(word("Rafael Costa", "no time")),
            state.clone().waived(word("Lena Brandt", "urgent"), date(2026, 11, 30)),
            state.withdrawn(word("Mara Lind", "moved on")),
        ];
        for state in next.into_iter().flatten() {
            if !known.contains(&state) {
                known.push(state);
            }
        }
        at += 1;
    }
    known
}

#[test]
fn no_path_transfers_without_a_joint_touch_or_a_named_waiver() {
    let states = reachable();
    let codes: BTreeSet<&str> = states.iter().map(HandoffState::code).collect();
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), ["accepted", "declined", "met", "opened", "waived", "withdrawn"]);
    for state in states.into_iter().filter(HandoffState::transfers) {
        let named = state.word().is_some_and(|word| !word.by.is_empty());
        match state {
            HandoffState::Accepted { touch: at, .. } => assert_eq!(at, touch()),
            HandoffState::Waived { ref word, .. } => assert!(named && !word.reason.is_empty()),
            other => panic!("{} transfers", other.code()),
        }
    }
}

#[test]
fn a_settled_handoff_only_ever_gains_the_introduction_it_owes() {
    for state in reachable().into_iter().filter(|state| !state.is_open()) {
        let owes = state.owes_introduction();
        assert_eq!(state.clone().met(touch()).is_ok(), owes, "{}", state.code());
        assert!(state.clone().accepted(word("a", "b")).is_err() && state.clone().declined(word("a", "b")).is_err());
        assert!(state.clone().waived(word("a", "b"), date(2026, 11, 30)).is_err() && state.withdrawn(word("a", "b")).is_err());
    }
}

#[test]
fn acceptance_needs_the_meeting_and_a_waiver_needs_name_and_reason() {
    let refused = HandoffState::Opened.accepted(word("Rafael Costa", "")).unwrap_err();
    assert!(refused.to_string().contains("have not met together yet"), "{refused}");
    for (by, reason) in [("", "urgent"), ("Lena Brandt", " ")] {
        assert!(HandoffState::Opened.waived(word(by, reason), date(2026, 11, 30)).is_err());
    }
}

#[test]
fn a_waiver_after_the_meeting_owes_no_introduction() {
    let waived = |state: HandoffState| state.waived(word("Lena Brandt", "she left"), date(2026, 11, 30)).unwrap();
    assert!(waived(HandoffState::Opened).owes_introduction());
    assert!(!waived(HandoffState::Met { touch: touch() }).owes_introduction());
}

#[test]
fn a_joint_touch_has_both_and_the_customer_or_is_an_internal_step_of_both() {
    let open = handoff(HandoffState::Opened);
    let on = date(2026, 11, 24);
    let meeting = |ours: &[u128], theirs| contact(ActivityKind::Meeting, ours, theirs, on);
    assert_eq!(open.check_touch(&meeting(&[1, 2], 1)), Ok(()));
    assert_eq!(open.check_touch(&meeting(&[1, 2], 0)), Err("names nobody of the customer"));
    assert_eq!(open.check_touch(&meeting(&[1], 1)), Err("took place without the receiver"));
    assert_eq!(open.check_touch(&meeting(&[2], 1)), Err("took place without the giver"));
    let note = contact(ActivityKind::Note, &[1, 2], 0, on);
    assert_eq!((open.check_touch(&note), open.is_met_by(&note)), (Ok(()), false), "an internal step counts when somebody says so");
    assert_eq!(open.check_touch(&contact(ActivityKind::Meeting, &[1, 2], 1, date(2026, 10, 24))), Ok(()), "thirty days before");
    assert!(open.check_touch(&contact(ActivityKind::Meeting, &[1, 2], 1, date(2026, 10, 23))).is_err());
    assert!(open.check_touch(&Activity { withdrawn: true, ..meeting(&[1, 2], 1) }).is_err());
}

#[test]
fn after_a_waiver_anybody_of_ours_introduces_the_receiver_to_the_customer() {
    let state = HandoffState::Opened.waived(word("Lena Brandt", "she left"), date(2026, 11, 30)).unwrap();
    let owed = handoff(state);
    let meeting = |ours: &[u128], theirs| contact(ActivityKind::Meeting, ours, theirs, date(2026, 11, 26));
    assert_eq!(owed.check_touch(&meeting(&[2, 9], 1)), Ok(()));
    assert!(owed.check_touch(&meeting(&[2], 1)).is_err() && owed.check_touch(&meeting(&[1, 9], 1)).is_err());
    assert!(owed.check_touch(&contact(ActivityKind::Note, &[2, 9], 0, date(2026, 11, 26))).is_err(), "the customer is not in a note");
    assert_eq!(owed.clock(), Some(date(2026, 11, 30)));
    assert!(!owed.is_overdue(date(2026, 11, 30)) && owed.is_overdue(date(2026, 12, 1)));
}

#[test]
fn figures_count_what_stands_and_what_passed_unmet_in_ninety_days() {
    let today = date(2026, 11, 23);
    let span = |opened_on, settled_on: Option<Date>, overlapped, clock_on| Span {
        opened_on,
        settled_on,
        transferred: settled_on.is_some(),
        overlapped,
        clock_on,
    };
    let spans = [
        span(date(2026, 11, 3), None, false, Some(date(2026, 11, 10))),
        span(date(2026, 11, 20), None, false, Some(date(2026, 11, 27))),
        span(date(2026, 10, 1), Some(date(2026, 10, 9)), true, None),
        span(date(2026, 10, 1), Some(date(2026, 10, 4)), false, None),
        span(date(2026, 1, 1), Some(date(2026, 2, 4)), false, None),
        Span { transferred: false, ..span(date(2026, 10, 1), Some(date(2026, 10, 2)), false, None) },
    ];
    let expected = Figures { open: 2, overdue: 1, transferred: 2, without_overlap: 1, limbo_days: Some(5), oldest_days: Some(20) };
    assert_eq!(Figures::of(&spans, today), expected, "eight and three days make five and a half");
    assert_eq!(Figures::of(&[], today), Figures::default());
}
