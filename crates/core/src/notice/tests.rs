//! Notices of a company at work, on single days and over stretches in which nobody looked.

use super::*;
use crate::checks::fixture::Company;
use crate::identity::Role;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn days(told_on: Option<Date>, today: Date) -> Days {
    Days { told_on, today }
}

fn daily(today: Date) -> Days {
    days(Some(today.saturating_sub(1.day())), today)
}

fn of_kind(company: &Company, kind: NoticeKind, days: Days) -> Vec<Notice> {
    due(&company.facts, days).into_iter().filter(|notice| notice.kind == kind).collect()
}

#[test]
fn a_notice_deadline_is_told_thirty_fourteen_seven_and_one_days_ahead_and_never_twice() {
    let company = Company::with_one_contract();
    // The term ends on 9 Jan 2027 with 45 days' notice: the deadline is 25 Nov 2026.
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut on = Vec::new();
    for day in date(2026, 10, 20).series(1.day()).take(50) {
        for notice in of_kind(&company, NoticeKind::NoticeDeadline, daily(day)) {
            if told.insert(notice.identity.clone()) {
                on.push((day, notice.due_on, notice.late));
            }
        }
    }
    let expected = [date(2026, 10, 26), date(2026, 11, 11), date(2026, 11, 18), date(2026, 11, 24)];
    assert_eq!(on, expected.map(|day| (day, day, false)));
}

#[test]
fn what_fell_due_on_days_that_nobody_told_of_is_told_late() {
    let company = Company::with_one_contract();
    let late = of_kind(&company, NoticeKind::NoticeDeadline, days(Some(date(2026, 11, 16)), date(2026, 11, 20)));
    assert_eq!(late.iter().map(|n| (n.due_on, n.late)).collect::<Vec<_>>(), [(date(2026, 11, 18), true)]);
    assert_eq!(late[0].text, "Customer A-17 (R-1001) renews by itself unless notice is given by Wed 25 Nov, in 5 days.");
    assert_eq!(late[0].path, "/renewals/R-1001");
    let after_the_deadline = of_kind(&company, NoticeKind::NoticeDeadline, days(Some(date(2026, 11, 23)), date(2026, 11, 27)));
    assert_eq!(after_the_deadline.iter().map(|n| (n.due_on, n.late)).collect::<Vec<_>>(), [(date(2026, 11, 24), true)], "none is lost");
}

#[test]
fn whoever_answers_for_commercial_is_told_and_nobody_who_left() {
    let mut company = Company::with_one_contract();
    let rafael = company.teammate("rafael");
    let day = daily(date(2026, 11, 24));
    assert_eq!(of_kind(&company, NoticeKind::NoticeDeadline, day)[0].person, rafael);
    if let Some(person) = company.facts.teammates.get_mut(&rafael) {
        person.left_on = Some(date(2026, 11, 24));
    }
    assert_eq!(of_kind(&company, NoticeKind::NoticeDeadline, day), []);
}

#[test]
fn a_step_is_told_to_its_holder_on_its_day_when_it_is_overdue_and_to_the_manager_when_it_escalates() {
    let mut company = Company::with_one_contract();
    let (olga, mara) = (company.teammate("olga"), company.teammate("mara"));
    let told = |company: &Company, day| -> Vec<(NoticeKind, TeammateId)> {
        let steps = due(&company.facts, daily(day)).into_iter().filter(|n| n.identity.contains(":account-confirmation:"));
        steps.map(|notice| (notice.kind, notice.person)).collect()
    };
    assert_eq!(told(&company, date(2026, 11, 18)), [(NoticeKind::StepDue, olga)]);
    let overdue = told(&company, date(2026, 11, 19));
    assert!(overdue.contains(&(NoticeKind::StepOverdue, olga)), "{overdue:?}");
    let escalated = told(&company, date(2026, 11, 26));
    assert!(escalated.contains(&(NoticeKind::StepEscalated, mara)), "the sixth business day: {escalated:?}");
    assert!(!told(&company, date(2026, 11, 25)).contains(&(NoticeKind::StepEscalated, mara)));
    company.complete("account-confirmation");
    assert_eq!(told(&company, date(2026, 11, 26)), []);
}

#[test]
fn a_handoff_waits_for_the_giver_then_for_the_receiver() {
    let mut company = Company::with_one_contract();
    let account = company.renewal().account;
    company.put_on_team(account, Role::AccountExecutive, "tomas");
    let waiting = |company: &Company| of_kind(company, NoticeKind::HandoffWaits, daily(company.today));
    let (rafael, tomas) = (company.teammate("rafael"), company.teammate("tomas"));
    assert_eq!(waiting(&company).iter().map(|notice| notice.person).collect::<Vec<_>>(), [rafael]);
    assert_eq!(waiting(&company)[0].path, "/handoffs/R-1001-H1");
    company.meet("rafael", "tomas");
    assert_eq!(waiting(&company).iter().map(|notice| notice.person).collect::<Vec<_>>(), [tomas]);
    let overdue = of_kind(&company, NoticeKind::HandoffOverdue, daily(date(2026, 12, 1)));
    assert_eq!(overdue.iter().map(|n| (n.person, n.due_on)).collect::<Vec<_>>(), [(tomas, date(2026, 12, 1))]);
}

#[test]
fn identities_are_those_of_one_person_and_one_thing() {
    let company = Company::with_one_contract();
    let notices = due(&company.facts, days(Some(date(2026, 6, 1)), company.today));
    assert!(notices.len() > 5, "{notices:#?}");
    let keys: BTreeSet<_> = notices.iter().map(|notice| (notice.person, &notice.identity)).collect();
    assert_eq!(keys.len(), notices.len());
}

/// What a company is told in the end when somebody looks on some days only.
fn told_on(company: &Company, looks: &[Date]) -> BTreeSet<(TeammateId, String)> {
    let mut told = BTreeSet::new();
    let mut last = Some(date(2026, 9, 1));
    for today in looks {
        told.extend(due(&company.facts, days(last, *today)).into_iter().map(|notice| (notice.person, notice.identity)));
        last = Some(*today);
    }
    told
}

#[test]
fn a_step_that_was_given_away_is_told_at_once_and_on_its_day_to_whoever_does_it() {
    let mut company = Company::with_one_contract();
    company.today = date(2026, 11, 17);
    let (olga, amir) = (company.teammate("olga"), company.teammate("amir"));
    let task = company.task("account-confirmation").id;
    let writes = crate::commands::give_task(&company.facts, task, (amir, "Olga is at a fair."), ("Mara Lind", company.moment())).unwrap();
    company.facts.apply_all(&writes);
    let told = at_once(&company.facts, &writes, ("Mara Lind", company.today));
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].kind, told[0].person, told[0].late), (NoticeKind::StepGiven, amir, false));
    assert_eq!(told[0].text, "Customer A-17 (R-1001): Mara Lind gave you Account confirmation, due on Wed 18 Nov: Olga is at a fair.");
    assert_eq!(at_once(&company.facts, &writes, ("Amir Shah", company.today)), [], "who takes a step knows it");
    let next = of_kind(&company, NoticeKind::StepGiven, daily(date(2026, 11, 18)));
    assert_eq!(next.iter().map(|n| (&n.identity, n.person)).collect::<Vec<_>>(), [(&told[0].identity, amir)], "the same notice again");
    let due_on: Vec<TeammateId> = of_kind(&company, NoticeKind::StepDue, daily(date(2026, 11, 18)))
        .into_iter()
        .filter(|notice| notice.identity.contains(":account-confirmation:"))
        .map(|notice| notice.person)
        .collect();
    assert_eq!(due_on, [amir], "not {olga}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn days_on_which_nobody_looked_lose_no_notice_and_add_none(skipped in proptest::collection::btree_set(1_i32..70, 0..60)) {
        let company = Company::with_one_contract();
        let every: Vec<Date> = date(2026, 9, 20).series(1.day()).take(71).collect();
        let some: Vec<Date> =
            every.iter().enumerate().filter(|(at, _)| *at == 70 || !skipped.contains(&i32::try_from(*at).unwrap())).map(|(_, day)| *day).collect();
        prop_assert_eq!(told_on(&company, &every), told_on(&company, &some));
    }

    #[test]
    fn looking_twice_on_a_day_tells_nothing_more(at in 0_i32..70) {
        let company = Company::with_one_contract();
        let day = date(2026, 9, 20).saturating_add(at.days());
        prop_assert_eq!(told_on(&company, &[day]), told_on(&company, &[day, day]));
    }
}
