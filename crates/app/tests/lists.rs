//! The organisation's lists by hand: what follows from an entry follows in the same moment, and a preview says it before.

#![allow(clippy::unwrap_used, reason = "tests: what is refused stops them")]

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use tenure_app::{Access, Actor, AppError, NewAccount, NewPlace, User};
use tenure_core::account::Account;
use tenure_core::commands::Publication;
use tenure_core::contract::Product;
use tenure_core::facts::{Facts, ListKey, Listed};
use tenure_core::primitives::{Country, Currency, Decimal6, TaskId, UserId};
use tenure_core::renewal::{Renewal, TaskState};
use tenure_sim::testing::{TestApp, each_engine};
use tenure_store::Scope;
use uuid::Uuid;

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn member() -> Actor {
    let (name, email) = ("Somebody".into(), "somebody@halden.example".into());
    Actor::User(Box::new(User {
        id: UserId(Uuid::nil()),
        email,
        name,
        access: Access::Member,
        teammate: None,
        password_hash: String::new(),
        created_at: jiff::Timestamp::UNIX_EPOCH,
    }))
}

fn rate(text: &str) -> Decimal6 {
    text.parse().unwrap()
}

async fn facts(at: &TestApp) -> Facts {
    at.app.store().read().await.unwrap().facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap()
}

async fn events(at: &TestApp) -> u64 {
    at.app.store().read().await.unwrap().log_figures().await.unwrap().0
}

/// Open renewals in a currency that is not the reporting one, of two decimal places as that one.
fn foreign(facts: &Facts) -> Vec<&Renewal> {
    let is_foreign = |currency: Currency| currency != facts.reporting() && currency.exponent() == Some(2);
    facts.renewals.values().filter(|renewal| renewal.is_open() && is_foreign(renewal.target.atr.currency)).collect()
}

#[tokio::test]
async fn a_plan_rate_reckons_every_renewal_anew_in_one_event_and_its_preview_says_so_before() {
    let body = |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let before = facts(&at).await;
        let one = foreign(&before)[0].clone();
        let (year, currency) = (one.target.end_on.year(), one.target.atr.currency);
        let entry = Listed::PlanRate(year, currency, rate("2"));
        let seen = at.app.preview_listed(&operator(), entry.clone()).await.unwrap();
        assert_eq!(foreign(&facts(&at).await)[0].target, one.target, "a preview saves nothing");
        let number = events(&at).await;
        at.app.set_listed(&operator(), entry.clone()).await.unwrap();
        assert_eq!(events(&at).await, number + 1, "one event");
        let after = facts(&at).await;
        let reckoned = &after.renewals[&one.id].target;
        assert_eq!(reckoned.atr, one.target.atr);
        assert_eq!(reckoned.atr_reporting.minor, one.target.atr.minor * 2, "at a rate of two, and as many places");
        let told = seen.renewals.iter().find(|item| item.reference == one.reference()).unwrap();
        assert_eq!((told.before, told.after), (one.target.atr_reporting, reckoned.atr_reporting));
        at.app.set_listed(&operator(), entry).await.unwrap();
        assert_eq!(events(&at).await, number + 1, "the same again is nothing");
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    };
    each_engine(postgres(), body).await.unwrap();
}

#[tokio::test]
async fn a_plan_rate_that_renewals_need_stays_and_one_that_nothing_needs_goes() {
    let body = |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let before = facts(&at).await;
        let code = foreign(&before)[0].target.atr.currency.code().to_string();
        let years: Vec<i16> = before.plan_rates.keys().filter(|(_, currency)| *currency == code).map(|(year, _)| *year).collect();
        let (last, others) = years.split_first().unwrap();
        for year in others {
            at.app.remove_listed(&operator(), ListKey::PlanRate(*year, code.clone())).await.unwrap();
        }
        let (number, rates) = (events(&at).await, facts(&at).await.plan_rates);
        let refused = at.app.remove_listed(&operator(), ListKey::PlanRate(*last, code.clone())).await;
        let Err(AppError::Refused(refusals)) = refused else { unreachable!("it went: {refused:?}") };
        assert!(refusals[0].problem.contains("no plan rate from"), "{refusals:?}");
        assert_eq!((events(&at).await, facts(&at).await.plan_rates), (number, rates), "nothing was written");
        at.app.set_listed(&operator(), Listed::PlanRate(2031, Currency::CHF, rate("1.1"))).await.unwrap();
        at.app.remove_listed(&operator(), ListKey::PlanRate(2031, "CHF".into())).await.unwrap();
        assert!(!facts(&at).await.plan_rates.contains_key(&(2031, "CHF".into())));
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    };
    each_engine(postgres(), body).await.unwrap();
}

/// A working day on which an open step is due, still to come.
fn due_day(facts: &Facts, today: Date) -> Date {
    let open = facts.tasks.values().filter(|task| facts.renewals[&task.renewal].is_open() && task.state == TaskState::Open);
    open.map(|task| task.due_on).filter(|day| *day > today.saturating_add(3.days())).min().unwrap()
}

#[tokio::test]
async fn steps_move_off_a_holiday_and_back_when_it_is_one_no_more() {
    let body = |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let (before, today) = (facts(&at).await, at.app.lists().await.unwrap().today);
        let day = due_day(&before, today);
        at.app.set_listed(&operator(), Listed::Holiday(None, day, "Founders' day".into())).await.unwrap();
        let due_then = |facts: &Facts| facts.tasks.values().filter(|task| task.state == TaskState::Open && task.due_on == day).count();
        assert_eq!(due_then(&facts(&at).await), 0);
        at.app.remove_listed(&operator(), ListKey::Holiday(None, day)).await.unwrap();
        assert_eq!(due_then(&facts(&at).await), due_then(&before));
        let past = today.saturating_sub(1.day());
        at.app.set_listed(&operator(), Listed::Holiday(None, past, "Yesterday".into())).await.unwrap();
        assert!(at.app.remove_listed(&operator(), ListKey::Holiday(None, past)).await.is_err(), "what is over stays");
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    };
    each_engine(postgres(), body).await.unwrap();
}

/// Open steps that the customer takes part in, of an account that has some on a Friday ahead: its reference, and those steps with their days.
fn with_fridays(facts: &Facts, today: Date) -> (String, Vec<(TaskId, Date)>) {
    let of = |account: &Account| -> Vec<(TaskId, Date)> {
        let steps = facts.tasks.values().filter(|task| task.state == TaskState::Open && task.due_on > today).filter(|task| {
            let renewal = &facts.renewals[&task.renewal];
            let playbook = facts.playbook(&renewal.decided.as_ref().unwrap().playbook).unwrap();
            renewal.account == account.id && playbook.step(&task.step).is_some_and(|step| step.meets_customer())
        });
        steps.map(|task| (task.id, task.due_on)).collect()
    };
    let fits = |steps: &Vec<(TaskId, Date)>| steps.iter().any(|(_, day)| day.weekday() == Weekday::Friday);
    let found = facts.accounts.values().filter(|account| account.country.is_none()).map(|account| (account.reference.clone(), of(account)));
    found.into_iter().find(|(_, steps)| fits(steps)).unwrap()
}

#[tokio::test]
async fn steps_with_a_customer_keep_its_weekend_and_its_holidays_and_a_preview_says_so() {
    let body = |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let today = at.app.lists().await.unwrap().today;
        let (reference, before) = with_fridays(&facts(&at).await, today);
        let is = facts(&at).await.accounts.values().find(|account| account.reference == reference).unwrap().clone();
        let new = |country| NewAccount {
            reference: reference.clone(),
            name: is.name.clone(),
            tier: is.tier,
            segment: is.segment.clone(),
            region: is.region.clone(),
            country,
            parent: None,
            fiscal_year_start: is.fiscal_year_start,
        };
        let theirs = Some(Country::SAUDI_ARABIA);
        let seen = at.app.preview_edit(&operator(), new(theirs)).await.unwrap();
        at.app.edit_account(&operator(), new(theirs)).await.unwrap();
        let now = facts(&at).await;
        let moved = before.iter().filter(|(id, day)| now.tasks[id].due_on != *day).count() as u64;
        assert!(moved > 0 && seen.steps >= moved, "{moved} of {}", seen.steps);
        for (id, _) in &before {
            assert!(!matches!(now.tasks[id].due_on.weekday(), Weekday::Friday | Weekday::Saturday), "nobody works there");
        }
        let (task, day) = before.iter().map(|(id, _)| (*id, now.tasks[id].due_on)).min_by_key(|(_, day)| *day).unwrap();
        at.app.set_listed(&operator(), Listed::Holiday(theirs, day, "A day of theirs".into())).await.unwrap();
        let reason = at.app.renewal(&operator(), &facts(&at).await.renewals[&now.tasks[&task].renewal].reference()).await.unwrap();
        let step = reason.steps.into_iter().find(|step| step.id == task).unwrap();
        assert!(step.due_on < day);
        let because = step.moved.map(|moved| moved.because()).unwrap_or_default();
        assert!(because.ends_with(" in Saudi Arabia, the customer's country"), "{because}");
        at.app.remove_listed(&operator(), ListKey::Holiday(theirs, day)).await.unwrap();
        at.app.edit_account(&operator(), new(None)).await.unwrap();
        let back = facts(&at).await;
        assert!(before.iter().all(|(id, day)| back.tasks[id].due_on == *day));
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    };
    each_engine(postgres(), body).await.unwrap();
}

#[tokio::test]
async fn steps_of_ours_follow_the_country_of_who_does_them() {
    let body = |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        // The customers of the sample are met at every step that is left, so one of them becomes a step of ours.
        let mut playbook = facts(&at).await.playbook("joint-120").unwrap().clone();
        playbook.steps.iter_mut().filter(|step| step.code == "account-confirmation").for_each(|step| step.with_customer = false);
        let (file, text, reason) = ("joint-120.toml".into(), playbook.to_toml(), "Operations confirm by themselves.".into());
        at.app.publish_playbook(&operator(), &Publication { file, text, reason, author: String::new() }).await.unwrap();
        let (was, today) = (facts(&at).await, at.app.lists().await.unwrap().today);
        let inner = was.tasks.values().find(|task| {
            let renewal = &was.renewals[&task.renewal];
            let step = renewal.decided.as_ref().and_then(|decided| was.playbook(&decided.playbook)?.step(&task.step));
            task.state == TaskState::Open && task.due_on > today && step.is_some_and(|step| !step.meets_customer())
        });
        let task = inner.unwrap().clone();
        let holder = &was.teammates[&was.holder(task.renewal, task.lead).unwrap()];
        let ours = Some(Country::GERMANY);
        let to = |country| NewPlace { country: Some(country), ..NewPlace::default() };
        at.app.move_teammate(&operator(), &holder.reference, to(ours)).await.unwrap();
        at.app.set_listed(&operator(), Listed::Holiday(ours, task.due_on, "Buß- und Bettag".into())).await.unwrap();
        let now = facts(&at).await;
        assert_ne!(now.tasks[&task.id].due_on, task.due_on);
        assert_eq!(now.positions.len(), was.positions.len(), "another country is no other place in the hierarchy");
        at.app.move_teammate(&operator(), &holder.reference, to(None)).await.unwrap();
        assert_eq!(facts(&at).await.tasks[&task.id].due_on, task.due_on, "the organisation works on that day");
        assert!(at.app.check().await.unwrap().is_clean());
        at.app.close().await.unwrap();
    };
    each_engine(postgres(), body).await.unwrap();
}

#[tokio::test]
async fn products_and_rates_of_a_day_are_set_shown_by_the_page_and_removed_by_administrators_alone() {
    let body = |location| async move {
        let at = TestApp::few(&location).await.unwrap();
        let today = at.app.lists().await.unwrap().today;
        let product = Product { name: "Ore ledger".into(), easy_setup: false, low_effort: true };
        at.app.set_listed(&operator(), Listed::Product(product)).await.unwrap();
        for days in 0..3 {
            for currency in [Currency::CHF, Currency::SEK] {
                at.app
                    .set_listed(&operator(), Listed::ExchangeRate(today.saturating_sub(days.days()), currency, rate("1.25")))
                    .await
                    .unwrap();
            }
        }
        let first = at.app.exchange_rates(Some("CHF"), None, Some(2)).await.unwrap();
        assert_eq!(first.items.iter().map(|item| item.day).collect::<Vec<_>>(), [today, today.saturating_sub(1.day())]);
        let rest = at.app.exchange_rates(Some("CHF"), first.next.as_deref(), Some(500)).await.unwrap();
        assert_eq!(rest.items[0].day, today.saturating_sub(2.days()));
        assert!(at.app.exchange_rates(None, Some("yesterday"), None).await.is_err());
        let view = at.app.lists().await.unwrap();
        let lines = |name: &str| view.products.iter().find(|item| item.product.name == name).map(|item| item.lines);
        assert_eq!(lines("Ore ledger"), Some(0));
        let (used, uses) = view.products.iter().find(|item| item.lines > 0).map(|item| (item.product.name.clone(), item.lines)).unwrap();
        assert_eq!(facts(&at).await.lines.values().filter(|line| line.product == used).count() as u64, uses);
        assert!(at.app.remove_listed(&operator(), ListKey::Product(used)).await.is_err());
        at.app.remove_listed(&operator(), ListKey::Product("Ore ledger".into())).await.unwrap();
        at.app.remove_listed(&operator(), ListKey::ExchangeRate(today, "CHF".into())).await.unwrap();
        assert_eq!(at.app.exchange_rates(Some("CHF"), None, None).await.unwrap().items.len(), 2);
        let by_member = at.app.set_listed(&member(), Listed::Holiday(None, today, "Mine".into())).await;
        assert!(matches!(by_member, Err(AppError::Forbidden(_))));
        assert!(matches!(at.app.remove_listed(&member(), ListKey::Holiday(None, today)).await, Err(AppError::Forbidden(_))));
        at.app.close().await.unwrap();
    };
    each_engine(postgres(), body).await.unwrap();
}
