//! Random histories of a company: whatever people do, in whatever order, every invariant holds after every step.
//!
//! `TENURE_HISTORIES` sets how many; `TENURE_SEED` replays the one that a failure printed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: a refusal or a wrong owner should stop them")]

extern crate tenure_core;

#[path = "../src/checks/fixture.rs"]
mod fixture;
mod random;

#[path = "random/acts.rs"]
mod acts;
#[path = "random/coverage.rs"]
mod coverage;
#[path = "random/expansions.rs"]
mod expansions;
#[path = "random/handoffs.rs"]
mod handoffs;
#[path = "random/reign.rs"]
mod reign;
#[path = "random/rooms.rs"]
mod rooms;
#[path = "random/steps.rs"]
mod steps;
#[path = "random/texts.rs"]
mod texts;
#[path = "random/way_out.rs"]
mod way_out;

use acts::COUNTRIES;
use fixture::{Company, teammate};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use random::Random;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::{Account, Risk};
use tenure_core::catalog;
use tenure_core::checks::check_all;
use tenure_core::commands::{self, Completion, Judgement};
use tenure_core::contract::{Contract, ContractKind, Line, Signature, Term};
use tenure_core::facts::Write;
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{OwnershipEntry, Stream};
use tenure_core::playbook::Playbook;
use tenure_core::primitives::{AccountId, ContractId, Currency, SubjectId, TaskId, TeammateId};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::{State, TaskState};
use texts::{FLAT_POLICY, SHORT_PLAYBOOK};

const HISTORIES: u64 = 1_000;
const STEPS: u32 = 30;
/// The furthest back that a random fact is dated.
const BACKDATED_DAYS: i64 = 12;

#[test]
fn every_invariant_holds_after_every_step_of_random_histories() {
    let seeds = seeds();
    let (mut accepted, mut closed, mut moved, mut joint, mut waived, mut reigned) = (0, 0, 0, 0, 0, 0);
    for seed in seeds.clone() {
        let mut history = History::new(seed);
        for step in 0..STEPS {
            let told = history.step();
            if number("TENURE_SEED").is_some() {
                println!("{step}, {}: {told}", history.company.today);
            }
            history.check(&format!("seed {seed}, step {step}, {}: {told}", history.company.today));
        }
        history.check_every_day(date(2000, 1, 1), &format!("seed {seed}, at the end"));
        history.check_passages(&format!("seed {seed}, at the end"));
        history.check_reigns(&format!("seed {seed}, at the end"));
        history.check_way_out(&format!("seed {seed}, at the end"));
        reigned += history.reigns.days() as u64;
        if seed % 8 == 0 {
            history.check_coverage(&format!("seed {seed}, at the end"));
        }
        let handed_over = history.handed_over();
        (joint, waived) = (joint + handed_over.0, waived + handed_over.1);
        accepted += history.accepted;
        closed += history
            .company
            .facts
            .renewals
            .values()
            .filter(|renewal| matches!(renewal.state, State::Closed { inferred: false, .. }))
            .count();
        moved += history.company.facts.ledger.values().flatten().filter(|e| e.stream == Stream::Accountable && e.sequence > 0).count();
    }
    let steps = (seeds.end - seeds.start) * u64::from(STEPS);
    assert!(
        steps < 1_000 || (accepted * 10 > steps * 6 && closed > 0 && moved > 0 && joint > 0 && waived > 0 && reigned * 4 > steps),
        "{accepted} of {steps} accepted, {closed} decided, {moved} moved, {joint} handoffs joint and {waived} waived, {reigned} days replayed"
    );
}

/// Amended, co-termed, merged, cancelled, closed and opened again in mid-playbook, and the playbook itself published anew.
#[test]
fn what_was_done_is_kept_and_the_rest_is_planned_anew_whatever_happens_in_mid_playbook() {
    let (mut done, mut fell_away, mut given) = (0, 0, 0);
    // Each act is about steps here, so a quarter of the histories meets as many of them.
    let seeds = if number("TENURE_SEED").is_some() { seeds() } else { 0..seeds().end / 4 };
    for seed in seeds.clone() {
        let mut history = History::new(seed);
        for step in 0..STEPS {
            let before = history.finished();
            let told = history.interleave();
            if std::env::var_os("TENURE_SEED").is_some() {
                println!("{step}, {}: {told}", history.company.today);
            }
            let told = format!("seed {seed}, step {step}, {}: {told}", history.company.today);
            history.check_kept(&before, &told);
            history.check_steps(&told);
            history.check(&told);
        }
        history.check_way_out(&format!("seed {seed}, at the end"));
        let count = |state: TaskState| history.company.facts.tasks.values().filter(|task| task.state == state).count();
        done += count(TaskState::Done);
        fell_away += count(TaskState::Withdrawn);
        given += history.company.facts.tasks.values().filter(|task| task.given.is_some()).count();
    }
    assert!(
        seeds.end - seeds.start < 100 || (done > 100 && fell_away > 100 && given > 10),
        "{done} done, {fell_away} fell away, {given} given"
    );
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// How many histories, or the one that a failure printed.
fn seeds() -> std::ops::Range<u64> {
    match number("TENURE_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("TENURE_HISTORIES").unwrap_or(HISTORIES),
    }
}

struct History {
    company: Company,
    random: Random,
    accepted: u64,
    people: u32,
    seed: u64,
    checked_until: Date,
    reigns: reign::Reigns,
}

impl History {
    fn new(seed: u64) -> Self {
        let mut company = Company::new(date(2026, 1, 1));
        std::sync::Arc::make_mut(&mut company.facts.playbooks).push(Playbook::parse("short-30.toml", SHORT_PLAYBOOK).unwrap());
        let mut history = Self {
            checked_until: company.today,
            company,
            random: Random::new(seed),
            accepted: 0,
            people: 0,
            seed,
            reigns: reign::Reigns::default(),
        };
        for _ in 0..3 {
            history.sign_for_new_account();
        }
        history
    }

    /// One random act and the plan after it; says what it was.
    fn step(&mut self) -> String {
        match self.random.below(48) {
            44.. => self.talk(),
            36.. => self.expand(),
            30.. => self.hand_over(),
            20.. => self.further_step(),
            0 => self.hire(),
            1 | 2 => self.leave(),
            3 | 4 => self.change_team(),
            5 | 6 => self.judge(),
            7 | 8 => self.sign_for_new_account(),
            9 => self.sign_for_known_account(),
            10 | 11 => self.renew(),
            12 | 13 => self.amend(),
            14 => self.activate(),
            15 => self.complete(),
            16 => self.reopen(),
            _ => self.pass_days(),
        }
    }

    /// Applies and plans; a refusal changes nothing, as in the application.
    fn take(&mut self, told: String, writes: Result<Vec<Write>, Refusal>, accounts: &BTreeSet<AccountId>) -> String {
        match writes {
            Err(refusal) => format!("{told}, refused: {refusal}"),
            Ok(writes) => {
                self.company.facts.apply_all(&writes);
                if let Err(refusals) = self.company.plan(accounts) {
                    panic!("{told} cannot be planned: {refusals:?}");
                }
                self.accepted += 1;
                told
            }
        }
    }

    fn take_on_task(&mut self, told: String, task: TaskId, writes: Result<Vec<Write>, Refusal>) -> String {
        let facts = &self.company.facts;
        let account = facts.contracts[&facts.renewals[&facts.tasks[&task].renewal].contract].account;
        self.take(told, writes, &[account].into())
    }

    fn all(&self) -> BTreeSet<AccountId> {
        self.company.facts.accounts.keys().copied().collect()
    }

    /// A day around today.
    fn day_near(&mut self) -> Date {
        let days = i64::from(self.random.below(34)) - BACKDATED_DAYS;
        self.company.today.checked_add(days.days()).unwrap()
    }

    fn hire(&mut self) -> String {
        self.people += 1;
        let role = *self.random.pick(Role::ALL).unwrap();
        let reference = format!("hire-{}", self.people);
        let mut person = teammate(TeammateId::new(&self.company.ids), (&reference, &reference), role, self.day_near());
        person.region = (*self.random.pick(&["EMEA", "Americas"]).unwrap()).into();
        let told = format!("{reference} joins as {role} on {}", person.active_from);
        self.take(told, commands::add_teammate(&self.company.facts, person), &self.all())
    }

    fn leave(&mut self) -> String {
        let present: Vec<TeammateId> = self.company.facts.teammates.values().filter(|t| t.left_on.is_none()).map(|t| t.id).collect();
        let person = *self.random.pick(&present).unwrap();
        let left_on = self.day_near();
        let told = format!("{} leaves on {left_on}", self.company.facts.name_of(person));
        let affected = self.held_by(person);
        self.take(told, commands::mark_left(&self.company.facts, person, left_on), &affected)
    }

    fn change_team(&mut self) -> String {
        let Some(account) = self.some_account() else { return "no account".into() };
        let people: Vec<TeammateId> = self.company.facts.teammates.keys().copied().collect();
        let (person, from_on) = (*self.random.pick(&people).unwrap(), self.day_near());
        let role =
            if self.random.below(4) == 0 { *self.random.pick(Role::ALL).unwrap() } else { self.company.facts.teammates[&person].role };
        let told = format!("{} serves as {role} from {from_on}", self.company.facts.name_of(person));
        self.take(told, commands::set_team(&self.company.facts, account, role, person, from_on), &[account].into())
    }

    fn judge(&mut self) -> String {
        let Some(account) = self.some_account() else { return "no account".into() };
        let risk = *self.random.pick(Risk::ALL).unwrap();
        let mut judgement = Judgement { risk, reason: "as we know them".into(), expires_on: None };
        if self.random.below(2) == 0 {
            judgement = self.judge_for_a_while(judgement);
        }
        let company = &self.company;
        let writes = commands::set_risk(&company.facts, account, judgement, ("Mara Lind", company.moment()), &company.ids);
        self.take(format!("risk is {risk}"), writes, &[account].into())
    }

    fn sign_for_new_account(&mut self) -> String {
        let id = AccountId::new(&self.company.ids);
        let reference = format!("A-{}", self.company.facts.accounts.len() + 1);
        let tier = u8::try_from(1 + self.random.below(3)).unwrap();
        let region = (*self.random.pick(&["EMEA", "Americas", "APAC"]).unwrap()).into();
        let country = *self.random.pick(&COUNTRIES).unwrap();
        let risk = *self.random.pick(Risk::ALL).unwrap();
        let (parent, fiscal_year_start, merged_into) = (None, None, None);
        let (name, segment) = (reference.clone(), "Enterprise".into());
        let account = Account {
            id,
            name,
            reference,
            tier,
            segment,
            region,
            country,
            risk: Risk::Unknown,
            parent,
            fiscal_year_start,
            merged_into,
            needs: BTreeSet::new(),
            fields: BTreeMap::new(),
        };
        let judgement = Judgement { risk, reason: "as we know them".into(), expires_on: None };
        let company = &self.company;
        let writes = commands::add_account(&company.facts, account, judgement, ("Mara Lind", company.moment()), &company.ids);
        self.take("a new account".into(), writes, &[id].into());
        self.sign(id)
    }

    fn sign_for_known_account(&mut self) -> String {
        match self.some_account() {
            Some(account) => self.sign(account),
            None => "no account".into(),
        }
    }

    fn sign(&mut self, account: AccountId) -> String {
        let id = ContractId::new(&self.company.ids);
        let contract = Contract {
            id,
            reference: format!("HS-{}", self.company.facts.contracts.len() + 1),
            account,
            currency: *self.random.pick(&[Currency::USD, Currency::USD, Currency::EUR]).unwrap(),
            auto_renew: self.random.below(2) == 0,
            notice_days: self.notice_days(),
            renewal_months: *self.random.pick(&[12, 12, 1, 3, 24]).unwrap(),
            uplift_cap_bps: *self.random.pick(&[None, Some(300)]).unwrap(),
            uplift_bps: *self.random.pick(&[0, 500]).unwrap(),
            kind: *self.random.pick(&[ContractKind::Fixed, ContractKind::Fixed, ContractKind::Fixed, ContractKind::OpenEnded]).unwrap(),
            co_term_lead: None,
        };
        let ago = i64::from(self.random.below(500));
        let start_on = self.company.today.checked_sub(ago.days()).unwrap();
        let end_on = self.end_after(start_on);
        let term = Term { contract: id, number: 1, start_on, end_on, opt_out_received_on: None, cancelled_on: None, signature: None };
        let lines = self.lines(&term);
        let told = format!("{} is signed, {} to {}", contract.reference, term.start_on, term.end_on);
        self.take(told, commands::sign_contract(&self.company.facts, contract, term, lines), &[account].into())
    }

    fn renew(&mut self) -> String {
        let Some(contract) = self.some_contract() else { return "no contract".into() };
        let last = commands::last_term(&self.company.facts, contract).unwrap().clone();
        let end_on = self.end_after(last.end_on);
        let lines = self.lines(&Term { number: last.number + 1, start_on: last.end_on, end_on, ..last });
        let account = self.company.facts.contracts[&contract].account;
        let signature = Signature { signed_on: self.company.today, reason: None, words: String::new() };
        let told = format!("{} is renewed until {end_on}", self.company.facts.contracts[&contract].reference);
        self.take(told, commands::renew_contract(&self.company.facts, contract, end_on, lines, signature), &[account].into())
    }

    /// Notice set or unset, auto-renewal switched, the end moved either way, the lines following it or kept.
    fn amend(&mut self) -> String {
        let Some(contract) = self.some_contract() else { return "no contract".into() };
        let mut amended = self.company.facts.contracts[&contract].clone();
        let term = commands::last_term(&self.company.facts, contract).unwrap().clone();
        let mut end_on = term.end_on;
        match self.random.below(4) {
            0 => amended.notice_days = self.notice_days(),
            1 => amended.auto_renew = !amended.auto_renew,
            _ => end_on = term.end_on.checked_add((i64::from(self.random.below(400)) - 200).days()).unwrap(),
        }
        let lines = self.company.facts.lines_of(contract, term.number).into_iter();
        let mut lines: Vec<Line> = lines.map(|line| Line { version: line.version + 1, end_on, ..line.clone() }).collect();
        if self.random.below(4) == 0 {
            lines.clear();
        }
        let account = amended.account;
        let told = format!("{} is amended: {:?} days' notice, until {end_on}", amended.reference, amended.notice_days);
        self.take(told, commands::amend_contract(&self.company.facts, amended, end_on, lines), &[account].into())
    }

    fn activate(&mut self) -> String {
        let text = *self.random.pick(&[catalog::STARTER_POLICY.1, FLAT_POLICY]).unwrap();
        let writes = commands::activate_policy(
            &self.company.facts,
            &commands::Activation::of("policy.toml", text, "Mara Lind"),
            self.company.moment(),
            &self.company.ids,
        )
        .unwrap();
        self.take("a policy is activated".into(), Ok(writes), &self.all())
    }

    fn complete(&mut self) -> String {
        let Some(task) = self.some_task(&[TaskState::Open]) else { return "nothing to complete".into() };
        let completion = if self.random.below(3) == 0 { Completion::NotNeeded } else { Completion::Done };
        let writes = commands::complete_task(&self.company.facts, task, completion, "It took place.", ("Mara Lind", self.company.moment()));
        let account = self.company.facts.renewals[&self.company.facts.tasks[&task].renewal].account;
        self.take(format!("{} is completed", self.company.facts.tasks[&task].step), writes, &[account].into())
    }

    fn reopen(&mut self) -> String {
        let Some(task) = self.some_task(&[TaskState::Done, TaskState::NotNeeded]) else { return "nothing to reopen".into() };
        let writes = commands::reopen_task(&self.company.facts, task);
        let account = self.company.facts.renewals[&self.company.facts.tasks[&task].renewal].account;
        self.take(format!("{} is opened again", self.company.facts.tasks[&task].step), writes, &[account].into())
    }

    /// Days pass. The daily job has something to do only on days that a dated fact names, so only those and the last are planned.
    fn pass_days(&mut self) -> String {
        let place = format!("seed {}", self.seed);
        let last = self.company.today.checked_add(i64::from(1 + self.random.below(40)).days()).unwrap();
        let days = self.dated_until(last);
        for day in days {
            self.company.today = day;
            self.take("a day passes".into(), Ok(Vec::new()), &self.all());
            self.check(&format!("{place}, while days pass: {day}"));
        }
        format!("days pass until {last}")
    }

    fn some_account(&mut self) -> Option<AccountId> {
        let accounts: Vec<AccountId> = self.company.facts.accounts.keys().copied().collect();
        self.random.pick(&accounts).copied()
    }

    fn some_contract(&mut self) -> Option<ContractId> {
        let contracts: Vec<ContractId> = self.company.facts.contracts.keys().copied().collect();
        self.random.pick(&contracts).copied()
    }

    fn some_task(&mut self, states: &[TaskState]) -> Option<TaskId> {
        let tasks: Vec<TaskId> =
            self.company.facts.tasks.values().filter(|task| states.contains(&task.state)).map(|task| task.id).collect();
        self.random.pick(&tasks).copied()
    }

    fn notice_days(&mut self) -> Option<u16> {
        *self.random.pick(&[None, Some(0), Some(30), Some(45), Some(90)]).unwrap()
    }

    fn end_after(&mut self, start_on: Date) -> Date {
        start_on.checked_add(i64::from(20 + self.random.below(700)).days()).unwrap()
    }

    fn lines(&mut self, term: &Term) -> Vec<Line> {
        let count = 1 + self.random.below(2);
        let amounts = ["12000", "24999.99", "25000", "99999.99", "100000", "250000", "-5000"];
        (0..count).map(|_| self.company.line(term, self.random.pick(&amounts).unwrap())).collect()
    }

    fn check(&mut self, told: &str) {
        for checked in check_all(&self.company.evidence()) {
            assert!(checked.violations.is_empty(), "{told}\n{}: {:#?}", checked.code, checked.violations);
        }
        let from_on = self.checked_until.checked_sub(BACKDATED_DAYS.days()).unwrap();
        self.check_every_day(from_on, told);
        self.checked_until = self.company.today;
        self.note_reigns();
    }

    /// The first invariant once more and without its code: each day of each open renewal has exactly one holder, and that one is active.
    fn check_every_day(&self, from_on: Date, told: &str) {
        let facts = &self.company.facts;
        let renewals = facts.renewals.values().filter(|renewal| renewal.state == State::Open);
        let renewals = renewals.map(|renewal| (SubjectId::from(renewal.id), renewal.reference(), renewal.scheduled_on));
        let expansions = facts.expansions.values().filter(|expansion| expansion.is_open());
        let expansions = expansions.map(|expansion| (expansion.id.into(), expansion.reference(), expansion.raised_on));
        for (subject, reference, since) in renewals.chain(expansions) {
            for responsibility in Responsibility::ALL {
                let entries = &facts.ledger[&subject];
                let row: Vec<&OwnershipEntry> =
                    entries.iter().filter(|e| e.responsibility == *responsibility && e.stream == Stream::Accountable).collect();
                let mut day = since.max(from_on);
                while day <= self.company.today {
                    let latest = row.iter().filter(|e| e.effective_on <= day).map(|e| (e.effective_on, e.sequence)).max();
                    let holders: Vec<TeammateId> =
                        row.iter().filter(|e| Some((e.effective_on, e.sequence)) == latest).map(|e| e.holder).collect();
                    let [holder] = holders[..] else { panic!("{told}\n{reference} {responsibility} on {day}: {} holders", holders.len()) };
                    let person = &facts.teammates[&holder];
                    let present = person.active_from <= day && person.left_on.is_none_or(|left_on| day < left_on);
                    assert!(present, "{told}\n{reference} {responsibility} on {day}: {} is not with us", person.name);
                    day = day.tomorrow().unwrap();
                }
            }
        }
    }
}
