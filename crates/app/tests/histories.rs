//! Random histories through the verbs, on each engine: whatever people do, in whatever order, `tenure check` stays clean.
//!
//! `TENURE_HISTORIES_STORE` sets how many; `TENURE_SEED` replays the one that a failure printed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

#[path = "histories/acts.rs"]
mod acts;
#[path = "histories/expansions.rs"]
mod expansions;
#[path = "histories/kept.rs"]
mod kept;
#[path = "histories/money.rs"]
mod money;
#[path = "histories/owners.rs"]
mod owners;
#[path = "histories/plans.rs"]
mod plans;
#[path = "histories/steps.rs"]
mod steps;

use jiff::ToSpan;
use jiff::civil::Date;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tenure_app::{Actor, Amendment, AppError, NewAccount, NewContract, NewLine, NewTeammate, NewTerm};
use tenure_core::account::Risk;
use tenure_core::catalog;
use tenure_core::commands::{Completion, Judgement};
use tenure_core::contract::{ContractKind, LineKind, PricePeriod};
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::ledger::Known;
use tenure_core::primitives::{Currency, Decimal6, TaskId};
use tenure_core::renewal::TaskState;
use tenure_sim::sample::people::{FOUNDED_ON, founding_book};
use tenure_sim::testing::{Fault, Instance, SKIPPED, TestApp};
use tenure_store::Scope;

const HISTORIES: u64 = 50;
const STEPS: u32 = 25;
const CHECKED_EVERY: u32 = 5;

/// Everything goes to the CSM; the roles of the starter policy are not needed.
const FLAT_POLICY: &str = r#"
name = "Flat"
hit_policy = "first"
[[rule]]
id = "renews-itself"
when = { auto_renew = "true", tier = "[2..3]" }
model = "renewals_coordinator"
motion = "digital"
playbook = "joint-120"
value = ["csm"]
commercial = ["renewals_coordinator"]
expansion = ["solutions_engineer"]
operations = ["finance"]
executive = ["executive_sponsor"]
[[rule]]
id = "everything"
when = {}
model = "cs_led"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["csm", "ae"]
expansion = ["csm"]
operations = ["csm"]
executive = ["cs_leader"]
"#;

#[tokio::test(flavor = "multi_thread")]
async fn checks_stay_clean_through_random_histories_on_sqlite() -> Result<(), Fault> {
    for seed in seeds() {
        let instance = Instance::sqlite()?;
        live(&instance, seed).await;
        instance.remove().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn checks_stay_clean_through_random_histories_on_postgresql() -> Result<(), Fault> {
    let Ok(server) = std::env::var("TENURE_TEST_POSTGRES") else {
        println!("{SKIPPED}");
        return Ok(());
    };
    for seed in seeds() {
        let instance = Instance::postgres(&server).await?;
        live(&instance, seed).await;
        instance.remove().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_history_of_one_seed_is_the_same_on_both_engines() -> Result<(), Fault> {
    let Ok(server) = std::env::var("TENURE_TEST_POSTGRES") else {
        println!("{SKIPPED}");
        return Ok(());
    };
    for seed in [1, 2, 3] {
        let (one, other) = (Instance::sqlite()?, Instance::postgres(&server).await?);
        assert_eq!(live(&one, seed).await, live(&other, seed).await, "seed {seed}");
        other.remove().await?;
    }
    Ok(())
}

/// Steps done, put off and given away, while contracts are amended, co-termed, merged, cancelled, lost and opened again, notice periods
/// corrected and playbooks published: a few long histories here, many in the core.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_kept_through_everything_that_happens_in_mid_playbook() -> Result<(), Fault> {
    let seeds = if std::env::var_os("TENURE_SEED").is_some() { seeds() } else { 0..seeds().end / 10 };
    for seed in seeds {
        for instance in Instance::each(std::env::var("TENURE_TEST_POSTGRES").ok().as_deref()).await? {
            let mut history = History::begin(&instance, seed).await;
            for step in 0..STEPS * 2 {
                let before = history.finished().await;
                let (told, outcome) = history.interleave().await;
                let place = format!("{instance}, seed {seed}, step {step}, {}: {told}", history.today);
                assert!(!matches!(outcome, Err(AppError::Fault(_))), "{place}: {outcome:?}");
                history.assert_steps_kept(&before, &place).await;
            }
            let report = history.at.app.check().await.unwrap();
            assert!(report.is_clean(), "{instance}, seed {seed}, at the end\n{report:#?}");
            history.assert_one_is_accountable(&format!("{instance}, seed {seed}, at the end")).await;
            history.at.app.close().await.unwrap();
            instance.remove().await?;
        }
    }
    Ok(())
}

/// Five hundred acts on money, dated back as often as not, and everything else that people do.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_known_at_the_end_of_a_day_is_known_of_that_day_for_ever() -> Result<(), Fault> {
    for instance in Instance::each(std::env::var("TENURE_TEST_POSTGRES").ok().as_deref()).await? {
        let mut history = History::begin(&instance, 7).await;
        let mut accepted = 0;
        while accepted < 500 {
            accepted += u32::from(history.change_money().await.1.is_ok());
            if history.chance.random_range(0..6) == 0 {
                let (told, outcome) = history.step().await;
                assert!(!matches!(outcome, Err(AppError::Fault(_))), "{told}: {outcome:?}");
            }
            if history.chance.random_range(0..8) == 0 {
                history.pass_days(6).await.1.unwrap();
            }
        }
        let days = history.assert_ends_stay_known(&instance.to_string()).await;
        assert!(days > 60, "{days} days");
        assert!(history.at.app.check().await.unwrap().is_clean());
        history.at.app.close().await.unwrap();
        instance.remove().await?;
    }
    Ok(())
}

fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("TENURE_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("TENURE_HISTORIES_STORE").unwrap_or(HISTORIES),
    }
}

/// Lives one history and gives the book that it ends with.
async fn live(instance: &Instance, seed: u64) -> tenure_core::book::Book {
    let mut history = History::begin(instance, seed).await;
    let (mut accepted, mut compared, mut planned) = (0, 0, 0);
    for step in 0..STEPS {
        let (told, outcome) = history.step().await;
        let place = format!("{instance}, seed {seed}, step {step}, {}: {told}", history.today);
        match outcome {
            Ok(()) => accepted += 1,
            Err(AppError::Fault(fault)) => panic!("{place}\n{fault}"),
            Err(_) => {}
        }
        if step % CHECKED_EVERY == CHECKED_EVERY - 1 {
            let report = history.at.app.check().await.unwrap();
            assert!(report.is_clean(), "{place}\n{report:#?}");
            compared += history.assert_what_is_kept_is_what_is_read(&place).await;
            planned += history.assert_a_plan_is_what_activation_does(step / CHECKED_EVERY, &place).await;
        }
    }
    assert!(accepted * 2 > STEPS, "{instance}, seed {seed}: {accepted} of {STEPS} accepted");
    assert!(compared > 0, "{instance}, seed {seed}: no open renewal was ever tried");
    assert!(planned > 0, "{instance}, seed {seed}: no plan ever moved anything");
    let report = history.at.app.check().await.unwrap();
    assert!(report.is_clean(), "{instance}, seed {seed}, at the end\n{report:#?}");
    history.assert_one_is_accountable(&format!("{instance}, seed {seed}, at the end")).await;
    history.assert_ends_stay_known(&format!("{instance}, seed {seed}")).await;
    let book = history.at.app.export_book().await.unwrap();
    history.at.app.close().await.unwrap();
    book
}

type Told = (String, Result<(), AppError>);

struct History {
    at: TestApp,
    by: Actor,
    chance: ChaCha8Rng,
    today: Date,
    names: u32,
    /// First days of people who are still to come.
    starts: Vec<Date>,
    /// What was known at the end of days that passed.
    ends: Vec<(Date, Known)>,
    /// What is known, followed by what changed from one day's end to the next, and the number of its last event.
    followed: Option<(u64, Known)>,
}

impl History {
    /// The founded company with three customers.
    async fn begin(instance: &Instance, seed: u64) -> Self {
        let at = TestApp::open(&instance.location, FOUNDED_ON, seed).await.unwrap();
        let by = Actor::Operator("Mara Lind".into());
        at.app.import_book(&by, &founding_book(), "founding").await.unwrap();
        let chance = ChaCha8Rng::seed_from_u64(seed);
        let mut history = Self { at, by, chance, today: FOUNDED_ON, names: 0, starts: Vec::new(), ends: Vec::new(), followed: None };
        let mut signed = 0;
        while signed < 3 {
            signed += u32::from(history.sign_for_new_account().await.1.is_ok());
        }
        history
    }

    /// One random act; says what it was.
    async fn step(&mut self) -> Told {
        match self.chance.random_range(0..38) {
            36.. => self.import().await,
            30.. => self.expand().await,
            20.. => self.further_step().await,
            0 | 1 => self.hire().await,
            2 => self.leave().await,
            3 | 4 => self.change_team().await,
            5 | 6 => self.judge().await,
            7 | 8 => self.sign_for_new_account().await,
            9 => self.sign_for_known_account().await,
            10 | 11 => self.renew().await,
            12 | 13 => self.amend().await,
            14 => self.activate().await,
            15 => self.complete().await,
            16 => self.reopen().await,
            _ => self.pass_days(40).await,
        }
    }

    async fn facts(&self) -> Facts {
        self.at.app.store().read().await.unwrap().facts(&Scope::All, catalog::playbooks().unwrap()).await.unwrap()
    }

    fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        items.choose(&mut self.chance).unwrap().clone()
    }

    fn name(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}-{}", self.names)
    }

    async fn hire(&mut self) -> Told {
        let reference = self.name("hire");
        let active_from = self.today.checked_add((self.chance.random_range(0..34_i64) - 12).days()).unwrap();
        let role = self.pick(Role::ALL);
        let new = NewTeammate {
            name: format!("Person {reference}"),
            email: format!("{reference}@halden.example"),
            role,
            manager: Some("elena".into()),
            country: None,
            region: self.pick(&["EMEA", "AMER"]).into(),
            active_from,
            reference,
        };
        let told = format!("{} joins as {role} on {active_from}", new.reference);
        let outcome = self.at.app.add_teammate(&self.by, new).await.map(drop);
        self.starts.push(active_from);
        (told, outcome)
    }

    async fn leave(&mut self) -> Told {
        let facts = self.facts().await;
        let present: Vec<String> = facts.teammates.values().filter(|t| t.left_on.is_none()).map(|t| t.reference.clone()).collect();
        let person = self.pick(&present);
        let outcome = self.at.app.mark_left(&self.by, &person, None).await.map(drop);
        (format!("{person} leaves"), outcome)
    }

    async fn change_team(&mut self) -> Told {
        let facts = self.facts().await;
        let account = self.pick(&facts.accounts.values().map(|a| a.reference.clone()).collect::<Vec<_>>());
        let person = self.pick(&facts.teammates.values().cloned().collect::<Vec<_>>());
        let role = if self.chance.random_range(0..4) == 0 { self.pick(Role::ALL) } else { person.role };
        let outcome = self.at.app.set_team(&self.by, &account, role, &person.reference).await.map(drop);
        (format!("{} serves {account} as {role}", person.reference), outcome)
    }

    async fn judge(&mut self) -> Told {
        let facts = self.facts().await;
        let account = self.pick(&facts.accounts.values().map(|a| a.reference.clone()).collect::<Vec<_>>());
        let risk = self.pick(Risk::ALL);
        let outcome = self.at.app.set_risk(&self.by, &account, judged(risk)).await.map(drop);
        (format!("{account} is {risk}"), outcome)
    }

    async fn sign_for_new_account(&mut self) -> Told {
        let new = NewAccount {
            reference: self.name("A"),
            name: "A customer".into(),
            tier: self.chance.random_range(1..=3),
            segment: "Enterprise".into(),
            region: self.pick(&["EMEA", "AMER", "APAC"]).into(),
            parent: None,
            fiscal_year_start: None,
            country: None,
        };
        let judgement = judged(self.pick(Risk::ALL));
        let account = new.reference.clone();
        if let Err(error) = self.at.app.add_account(&self.by, new, judgement).await {
            return (format!("{account} comes"), Err(error));
        }
        self.sign(&account).await
    }

    async fn sign_for_known_account(&mut self) -> Told {
        let facts = self.facts().await;
        let account = self.pick(&facts.accounts.values().map(|a| a.reference.clone()).collect::<Vec<_>>());
        self.sign(&account).await
    }

    async fn sign(&mut self, account: &str) -> Told {
        let start_on = self.today.checked_sub(self.chance.random_range(0..500_i64).days()).unwrap();
        let reference = self.name("HS");
        let new = NewContract {
            account: account.into(),
            currency: self.pick(&[Currency::USD, Currency::USD, Currency::EUR]),
            auto_renew: self.chance.random(),
            notice_days: self.notice_days(),
            renewal_months: self.pick(&[12, 12, 1, 3, 24]),
            uplift_cap_bps: None,
            uplift_bps: 0,
            kind: self.pick(&[ContractKind::Fixed, ContractKind::Fixed, ContractKind::Fixed, ContractKind::OpenEnded]),
            signed_on: None,
            start_on,
            end_on: self.end_after(start_on),
            lines: self.lines(),
            reference,
        };
        let told = format!("{account} signs {}, {} to {}", new.reference, new.start_on, new.end_on);
        (told, self.at.app.sign_contract(&self.by, new).await.map(drop))
    }

    async fn renew(&mut self) -> Told {
        let (reference, ends_on) = self.some_contract().await;
        let (end_on, lines) = (self.end_after(ends_on), self.lines());
        let term = NewTerm { end_on, lines, uplift_bps: 0, signed_on: None, reason: None, words: String::new() };
        let outcome = self.at.app.renew_contract(&self.by, &reference, term).await.map(drop);
        (format!("{reference} is renewed from {ends_on} to {end_on}"), outcome)
    }

    /// Notice set or unset, auto-renewal switched, the end moved either way, lines added.
    async fn amend(&mut self) -> Told {
        let (reference, ends_on) = self.some_contract().await;
        let mut amendment = Amendment::default();
        match self.chance.random_range(0..5) {
            0 => amendment.notice_days = Some(self.notice_days()),
            1 => amendment.auto_renew = Some(self.chance.random()),
            2 => amendment.lines = self.lines(),
            _ => amendment.end_on = ends_on.checked_add((self.chance.random_range(0..400_i64) - 200).days()).ok(),
        }
        let told = format!("{reference} is amended: {amendment:?}");
        (told, self.at.app.amend_contract(&self.by, &reference, amendment).await.map(drop))
    }

    async fn activate(&mut self) -> Told {
        let text = self.pick(&[catalog::STARTER_POLICY.1, FLAT_POLICY]);
        (
            "a policy is activated".into(),
            self.at.app.activate_policy(&self.by, &tenure_app::Activation::of("policy.toml", text, "")).await.map(drop),
        )
    }

    async fn complete(&mut self) -> Told {
        let Some(task) = self.some_task(&[TaskState::Open]).await else { return ("nothing to complete".into(), Ok(())) };
        let completion = self.pick(&[Completion::Done, Completion::Done, Completion::NotNeeded]);
        (format!("{task} is completed"), self.at.app.complete_task(&self.by, task, completion, "It took place.").await.map(drop))
    }

    async fn reopen(&mut self) -> Told {
        let Some(task) = self.some_task(&[TaskState::Done, TaskState::NotNeeded]).await else {
            return ("nothing to reopen".into(), Ok(()));
        };
        (format!("{task} is opened again"), self.at.app.reopen_task(&self.by, task).await.map(drop))
    }

    /// Days pass, at most so many. The daily job has something to do only on days that a dated fact names, so it runs on those and on the last.
    async fn pass_days(&mut self, longest: i64) -> Told {
        let last = self.today.checked_add(self.chance.random_range(1..=longest).days()).unwrap();
        let mut days: Vec<Date> = self.starts.iter().copied().filter(|day| self.today < *day && *day < last).collect();
        days.sort_unstable();
        days.push(last);
        for day in days {
            self.remember_the_end_of_the_day().await;
            self.today = day;
            self.at.clock.set_day(day, jiff::civil::time(12, 0, 0, 0));
            if let Err(error) = self.at.app.keep_up(&self.by).await {
                return (format!("days pass until {day}"), Err(error));
            }
        }
        (format!("days pass until {last}"), Ok(()))
    }

    async fn some_contract(&mut self) -> (String, Date) {
        let facts = self.facts().await;
        let last = |id| facts.terms.range((id, 0)..=(id, u32::MAX)).next_back().map(|(_, term)| term.end_on).unwrap();
        self.pick(&facts.contracts.values().map(|c| (c.reference.clone(), last(c.id))).collect::<Vec<_>>())
    }

    async fn some_task(&mut self, states: &[TaskState]) -> Option<TaskId> {
        let facts = self.facts().await;
        let tasks: Vec<TaskId> = facts.tasks.values().filter(|task| states.contains(&task.state)).map(|task| task.id).collect();
        tasks.choose(&mut self.chance).copied()
    }

    fn notice_days(&mut self) -> Option<u16> {
        self.pick(&[None, Some(0), Some(30), Some(45), Some(90)])
    }

    fn end_after(&mut self, start_on: Date) -> Date {
        start_on.checked_add(self.chance.random_range(20..720_i64).days()).unwrap()
    }

    fn lines(&mut self) -> Vec<NewLine> {
        (0..self.chance.random_range(1..=2)).map(|_| self.line()).collect()
    }

    fn line(&mut self) -> NewLine {
        NewLine {
            reference: self.name("L"),
            product: "Platform".into(),
            business_unit: String::new(),
            kind: self.pick(&[LineKind::Recurring, LineKind::Recurring, LineKind::OneOff]),
            quantity: Decimal6::ONE,
            unit_price: self.pick(&["1200", "24999.99", "25000", "99999.99", "100000", "250000"]).parse().unwrap(),
            price_period: self.pick(PricePeriod::ALL),
            discount_bps: self.pick(&[0, 0, 1_250]),
            discount_span: None,
            start_on: None,
            end_on: None,
            economic_buyer: String::new(),
            escalator_bps: 0,
        }
    }
}

fn judged(risk: Risk) -> Judgement {
    Judgement { risk, reason: "as we know them".into(), expires_on: None }
}
