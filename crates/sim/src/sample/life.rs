//! Lives the sample: every table becomes acts on days, and each act is one verb by the person who would do it.

use super::accounts::ACCOUNTS;
use super::contracts::CONTRACTS;
use super::days::{AMENDMENTS, PHRASES, RISK_CHANGES, SECOND_POLICY, TEAM_CHANGES, TODAY, TOLD};
use super::people::{FOUNDED_ON, LEAVER, PEOPLE, founding_book};
use super::table::{Account, Amended, Amendment, Change, Contract, Line, Person, Phrase, Renewal, RiskChange, TeamChange, Told};
use crate::SimClock;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, ToSpan};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use tenure_app::{Actor, Amendment as AppAmendment, App, AppError, NewAccount, NewContract, NewLine, NewTeammate, NewTerm};
use tenure_core::account::Risk;
use tenure_core::book::POLICY_FILE;
use tenure_core::catalog::STARTER_POLICY;
use tenure_core::commands::Judgement;
use tenure_core::contract::{ContractKind, LineKind};
use tenure_core::facts::Facts;
use tenure_core::primitives::{Calendar, Decimal6, TaskId};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::TaskState;
use tenure_store::Scope;

/// Who sets Tenure up.
pub const AUTHOR: &str = "Ingrid Solberg";
/// Who enters contracts.
const DEAL_DESK: &str = "Marcus Bell";
/// Who decides about people.
const CS_LEADER: &str = "Elena Petrova";

/// Something that happens on a day.
#[derive(Clone, Copy, Debug)]
enum Act {
    Found,
    Hire(&'static Person),
    Policy,
    Leave(&'static str),
    Account(&'static Account),
    Serve(TeamChange),
    Team(TeamChange),
    Sign(&'static Contract),
    Renew(&'static Contract, u32, &'static Renewal),
    Amend(&'static Amendment),
    Judge(&'static RiskChange),
    Complete { task: TaskId, due_on: Date, phrase: Phrase },
}

/// The company while it lives.
pub struct Life<'a> {
    app: &'a App,
    clock: &'a SimClock,
    chance: ChaCha8Rng,
    agenda: BTreeMap<(Date, u32), Act>,
    entered: u32,
    /// Open steps: when they are due and who holds them.
    steps: BTreeMap<TaskId, (Date, String)>,
}

impl<'a> Life<'a> {
    /// A company with everything ahead of it that concerns the accounts to keep.
    pub fn new(app: &'a App, clock: &'a SimClock, seed: u64, keeps: fn(&str) -> bool) -> Self {
        // Not the sequence that the ids are drawn from.
        let chance = ChaCha8Rng::seed_from_u64(!seed);
        let mut life = Self { app, clock, chance, agenda: BTreeMap::new(), entered: 0, steps: BTreeMap::new() };
        life.enter(FOUNDED_ON, Act::Found);
        PEOPLE.iter().filter(|person| person.active_from > FOUNDED_ON).for_each(|person| life.enter(person.active_from, Act::Hire(person)));
        life.enter(SECOND_POLICY.0, Act::Policy);
        for account in ACCOUNTS.iter().filter(|account| keeps(account.reference)) {
            life.enter_account(account);
        }
        TEAM_CHANGES.iter().filter(|change| keeps(change.account)).for_each(|change| life.enter(change.on, Act::Team(*change)));
        RISK_CHANGES.iter().filter(|change| keeps(change.account)).for_each(|change| life.enter(change.on, Act::Judge(change)));
        life.enter(LEAVER.1, Act::Leave(LEAVER.0));
        life
    }

    /// The customer comes with its first contract, its team with it.
    fn enter_account(&mut self, account: &'static Account) {
        let contracts: Vec<&'static Contract> = CONTRACTS.iter().filter(|contract| contract.account == account.reference).collect();
        let Some(on) = contracts.iter().map(|contract| contract.signed_on).min() else { return };
        self.enter(on, Act::Account(account));
        for (role, person) in account.team {
            self.enter(on, Act::Serve(TeamChange { on, account: account.reference, role: *role, person }));
        }
        for contract in contracts {
            self.enter(contract.signed_on, Act::Sign(contract));
            contract.renewals.iter().zip(2..).for_each(|(next, term)| self.enter(next.signed_on, Act::Renew(contract, term, next)));
            let amended = AMENDMENTS.iter().filter(|amendment| amendment.contract == contract.reference);
            amended.for_each(|amendment| self.enter(amendment.on, Act::Amend(amendment)));
        }
    }

    fn enter(&mut self, on: Date, act: Act) {
        self.agenda.insert((on, self.entered), act);
        self.entered += 1;
    }

    /// Lives every day up to and with the last one. Gives how many verbs that took.
    pub async fn live_until(mut self, last: Date) -> Result<usize, AppError> {
        let mut verbs = 0;
        let mut yesterday = None;
        while let Some(entry) = self.agenda.first_entry().filter(|entry| entry.key().0 <= last) {
            let ((day, _), act) = entry.remove_entry();
            if yesterday != Some(day) {
                self.clock.set_day(day, Time::constant(8, 30, 0, 0));
                yesterday = Some(day);
            }
            self.clock.advance(SignedDuration::from_secs(self.chance.random_range(40..300)));
            verbs += usize::from(self.act(day, act).await?);
        }
        self.clock.set_day(last, Time::constant(17, 45, 0, 0));
        Ok(verbs)
    }

    /// Whether there was something to do.
    async fn act(&mut self, day: Date, act: Act) -> Result<bool, AppError> {
        let (app, operator) = (self.app, |name: &str| Actor::Operator(name.into()));
        let touched = match act {
            Act::Found => app.import_book(&operator(AUTHOR), &founding_book(), "halden-systems").await.map(|_| None)?,
            Act::Hire(person) => app.add_teammate(&operator(CS_LEADER), hire(person)).await.map(|_| Some(Scope::All))?,
            Act::Policy => app.activate_policy(&operator(AUTHOR), POLICY_FILE, &second_policy()).await.map(|_| Some(Scope::All))?,
            Act::Leave(person) => app.mark_left(&operator(CS_LEADER), person, None).await.map(|_| Some(Scope::All))?,
            Act::Account(account) => {
                let judgement = judgement(account.risk, "first impression at signature");
                app.add_account(&operator(DEAL_DESK), customer(account), judgement).await.map(|_| None)?
            }
            Act::Serve(c) => app.set_team(&operator(CS_LEADER), c.account, c.role, c.person).await.map(|_| None)?,
            Act::Team(c) => {
                app.set_team(&operator(CS_LEADER), c.account, c.role, c.person).await.map(|_| Some(Scope::Account(c.account.into())))?
            }
            Act::Judge(c) => {
                let judged = app.set_risk(&operator(c.by), c.account, judgement(c.risk, c.why)).await;
                judged.map(|_| Some(Scope::Account(c.account.into())))?
            }
            Act::Complete { task, due_on, phrase } => return self.complete(task, due_on, phrase).await,
            Act::Sign(..) | Act::Renew(..) | Act::Amend(..) => {
                self.sign(day, act).await?;
                None
            }
        };
        if let Some(scope) = touched {
            self.learn(scope).await?;
        }
        Ok(true)
    }

    /// Carries out what changes a contract, and plans its steps anew.
    async fn sign(&mut self, day: Date, act: Act) -> Result<(), AppError> {
        let by = Actor::Operator(DEAL_DESK.into());
        let contract = match act {
            Act::Sign(contract) => self.app.sign_contract(&by, paper(contract)?).await.map(|_| contract.reference)?,
            Act::Renew(contract, term, next) => {
                let lines = successor_lines(contract, term, next)?;
                self.app.renew_contract(&by, contract.reference, successor(next.end_on, lines)).await.map(|_| contract.reference)?
            }
            Act::Amend(amendment) => {
                self.app.amend_contract(&by, amendment.contract, amended(amendment)?).await.map(|_| amendment.contract)?
            }
            _ => return Ok(()),
        };
        self.plan_steps(contract, day).await
    }

    /// Decides when each open step of a contract will be done: shortly before it is due, unless its story says otherwise.
    async fn plan_steps(&mut self, contract: &'static str, day: Date) -> Result<(), AppError> {
        let facts = self.learn(Scope::Contract(contract.into())).await?;
        for renewal in facts.renewals.values().filter(|renewal| renewal.is_open()) {
            if facts.contracts.get(&renewal.contract).is_none_or(|of| of.reference != contract) {
                continue;
            }
            for task in facts.tasks_of(renewal.id).into_iter().filter(|task| task.state == TaskState::Open) {
                let told = TOLD.iter().find(|t| t.contract == contract && t.term == renewal.term_number && t.step == task.step);
                if let Some((on, phrase)) = self.habit(told, &task.step, task.due_on) {
                    self.enter(on.max(day), Act::Complete { task: task.id, due_on: task.due_on, phrase });
                }
            }
        }
        Ok(())
    }

    /// Looks up which steps are open and who holds them, where something may have changed it.
    async fn learn(&mut self, scope: Scope) -> Result<Facts, AppError> {
        let tx = self.app.store().read().await?;
        let facts = tx.facts(&scope, tenure_core::catalog::playbooks()?).await?;
        for task in facts.tasks.values() {
            match facts.holders.get(&(task.renewal, task.lead)) {
                Some(holder) if task.state == TaskState::Open => {
                    self.steps.insert(task.id, (task.due_on, facts.name_of(*holder).to_string()));
                }
                _ => drop(self.steps.remove(&task.id)),
            }
        }
        Ok(facts)
    }

    /// On which day a step is done, and in which words; what is due from today on is still ahead.
    fn habit(&mut self, told: Option<&Told>, step: &str, due_on: Date) -> Option<(Date, Phrase)> {
        if let Some(told) = told {
            return told.done;
        }
        if due_on >= TODAY {
            return None;
        }
        let (_, phrases) = PHRASES.iter().find(|(code, _)| *code == step)?;
        let phrase = *phrases.get(self.chance.random_range(0..phrases.len()))?;
        let early = self.chance.random_range(0..4_i64);
        Some((Calendar::default().earlier_business_day(due_on.saturating_sub(early.days())), phrase))
    }

    /// Completes a step by whoever holds it now; a step that is gone, or that an amendment moved, is left alone.
    async fn complete(&mut self, id: TaskId, due_on: Date, phrase: Phrase) -> Result<bool, AppError> {
        let Some((_, holder)) = self.steps.remove(&id).filter(|(now_due_on, _)| *now_due_on == due_on) else { return Ok(false) };
        self.app.complete_task(&Actor::Operator(holder), id, phrase.completion, phrase.text).await?;
        Ok(true)
    }
}

fn hire(person: &Person) -> NewTeammate {
    NewTeammate {
        reference: person.reference.into(),
        name: person.name.into(),
        email: person.email(),
        role: person.role,
        manager: (!person.manager.is_empty()).then(|| person.manager.into()),
        region: person.region.into(),
        active_from: person.active_from,
    }
}

fn customer(account: &Account) -> NewAccount {
    NewAccount {
        reference: account.reference.into(),
        name: account.name.into(),
        tier: account.tier,
        segment: account.segment.into(),
        region: account.region.into(),
        parent: None,
        fiscal_year_start: None,
    }
}

fn judgement(risk: Risk, why: &str) -> Judgement {
    Judgement { risk, reason: why.into(), expires_on: None }
}

fn successor(end_on: Date, lines: Vec<NewLine>) -> NewTerm {
    NewTerm { end_on, lines, uplift_bps: 0, signed_on: None, reason: None, words: String::new() }
}

fn second_policy() -> String {
    STARTER_POLICY.1.replacen("[[rule]]", &format!("{}[[rule]]", SECOND_POLICY.1), 1)
}

fn paper(contract: &Contract) -> Result<NewContract, AppError> {
    Ok(NewContract {
        reference: contract.reference.into(),
        account: contract.account.into(),
        currency: contract.currency,
        auto_renew: contract.paper.auto_renew,
        notice_days: contract.paper.notice_days,
        renewal_months: contract.paper.months,
        uplift_cap_bps: contract.paper.cap_bps,
        uplift_bps: 0,
        kind: ContractKind::Fixed,
        signed_on: None,
        start_on: contract.term.0,
        end_on: contract.term.1,
        lines: lettered(contract.reference, 1, contract.lines)?,
    })
}

/// The lines of a term, each with the contract's number, the term's and a letter.
fn lettered(contract: &str, term: u32, lines: &[Line]) -> Result<Vec<NewLine>, AppError> {
    lines.iter().zip('a'..).map(|(line, letter)| new_line(format!("{contract}-{term}{letter}"), line)).collect()
}

fn new_line(reference: String, line: &Line) -> Result<NewLine, AppError> {
    Ok(NewLine {
        reference,
        product: line.product.into(),
        business_unit: line.unit.into(),
        kind: line.kind,
        quantity: decimal(line.quantity)?,
        unit_price: decimal(line.price)?,
        price_period: line.period,
        discount_bps: line.discount_bps,
        discount_span: None,
        start_on: None,
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: 0,
    })
}

fn decimal(text: &str) -> Result<Decimal6, AppError> {
    text.parse().map_err(|problem: String| Refusal { value: Some(text.into()), problem, ..Refusal::default() }.into())
}

fn successor_lines(contract: &Contract, term: u32, next: &Renewal) -> Result<Vec<NewLine>, AppError> {
    let recurring: Vec<Line> = contract.lines.iter().filter(|line| line.kind == LineKind::Recurring).copied().collect();
    match next.lines {
        Change::To(lines) => lettered(contract.reference, term, lines),
        Change::Flat => lettered(contract.reference, term, &recurring),
        Change::Uplift(bps) => {
            let mut lines = lettered(contract.reference, term, &recurring)?;
            lines.iter_mut().for_each(|line| line.unit_price = raised(line.unit_price, bps));
            Ok(lines)
        }
    }
}

/// A price raised by basis points, to the cent.
fn raised(price: Decimal6, bps: i64) -> Decimal6 {
    let cent = 10_000;
    Decimal6::from_millionths((price.millionths() / cent) * (10_000 + bps) / 10_000 * cent)
}

fn amended(amendment: &Amendment) -> Result<AppAmendment, AppError> {
    Ok(match amendment.what {
        Amended::End(end_on) => AppAmendment { end_on: Some(end_on), ..AppAmendment::default() },
        Amended::Notice(days) => AppAmendment { notice_days: Some(Some(days)), ..AppAmendment::default() },
        Amended::Line(letter, line) => {
            let earlier = CONTRACTS.iter().find(|contract| contract.reference == amendment.contract);
            let signed = earlier.map_or(0, |contract| contract.renewals.iter().filter(|next| next.signed_on <= amendment.on).count());
            let line = new_line(format!("{}-{}{letter}", amendment.contract, signed + 1), &line)?;
            AppAmendment { lines: vec![line], ..AppAmendment::default() }
        }
    })
}
