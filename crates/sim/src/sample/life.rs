//! Lives a company day by day: the daily job first, then what people do, each act one verb by the person who would do it.

use super::agenda::Agenda;
use super::csqls::{Lead, Stage};
use super::days::{PHRASES, RESPONSES, SILENT, TOLD};
use super::forecasts::Friday;
use super::offers::Offer;
use super::rooms::Told;
use super::table::Phrase;
use super::talk::Said;
use crate::SimClock;
use crate::deed::{Deed, facts_of};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, ToSpan};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tenure_app::{Actor, App, AppError};
use tenure_core::facts::Facts;
use tenure_core::primitives::{Calendar, TaskId};
use tenure_core::renewal::{Renewal, Task, TaskState};
use tenure_store::Scope;

/// How long an act of routine takes.
const ROUTINE_SECONDS: i64 = 20;

/// Something that happens on a day.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// A verb, and by whom.
    Do(&'static str, Deed),
    /// The same as a matter of routine: nothing in anybody's story depends on it.
    Routine(&'static str, Deed),
    /// A contract may have renewed itself overnight: its steps are placed anew.
    Look(String),
    /// What a customer may buy more of is found, answered or closed.
    Lead(&'static Lead, Stage),
    /// Something is written down in the room of a customer.
    Room(&'static Told),
    /// Something is said about a customer, or a document of it linked.
    Talk(&'static Said),
    /// Somebody says what their renewals will bring, and submits.
    Forecast(&'static Friday),
    /// A customer is offered the next term.
    Offer(&'static Offer),
    /// A handoff is met.
    Introduce(String),
    /// A handoff that was met is accepted.
    TakeOver(String),
    /// A step that the colour of a customer brought is done on its day.
    Respond { task: TaskId, due_on: Date, phrase: Phrase },
    /// A step is completed by whoever holds it then, if it is still due on that day.
    Complete { task: TaskId, due_on: Date, phrase: Phrase },
}

/// How diligently steps are done where nothing is told of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Habit {
    /// Every step, shortly before it is due.
    Diligent,
    /// Nearly every step, some late; of small renewals that are over by now, only what had to be.
    Human,
}

/// The company while it lives.
pub(crate) struct Life<'a> {
    app: &'a App,
    clock: &'a SimClock,
    chance: ChaCha8Rng,
    agenda: Agenda,
    last: Date,
    /// Verbs whose handoffs were looked at.
    seen: usize,
}

impl<'a> Life<'a> {
    /// A company with everything ahead of it, up to and with a last day.
    pub fn new(app: &'a App, clock: &'a SimClock, seed: u64, agenda: Agenda, last: Date) -> Self {
        // Not the sequence that the ids are drawn from.
        Self { app, clock, chance: ChaCha8Rng::seed_from_u64(!seed), agenda, last, seen: 0 }
    }

    /// Lives every day from the first to the last one and tells each day when it begins. Gives how many verbs that took.
    pub async fn live(mut self, first: Date, mut tell: impl FnMut(Date)) -> Result<usize, AppError> {
        let mut verbs = 0;
        let mut day = first;
        while day <= self.last {
            tell(day);
            self.clock.set_day(day, Time::constant(5, 0, 0, 0));
            verbs += usize::from(self.app.keep_up(&Actor::Operator("daily plan".into())).await? > 0);
            self.clock.set_day(day, Time::constant(8, 30, 0, 0));
            self.plan_handoffs(day);
            while let Some(act) = self.agenda.next_on(day) {
                let pause = if matches!(
                    act,
                    Act::Routine(..)
                        | Act::Lead(..)
                        | Act::Respond { .. }
                        | Act::Room(..)
                        | Act::Talk(..)
                        | Act::Offer(_)
                        | Act::Forecast(_)
                ) {
                    ROUTINE_SECONDS
                } else {
                    self.chance.random_range(40..300)
                };
                self.clock.advance(SignedDuration::from_secs(pause));
                verbs += usize::from(self.act(day, act).await?);
                self.plan_handoffs(day);
            }
            day = day.saturating_add(1.day());
        }
        self.clock.set_day(self.last, Time::constant(17, 45, 0, 0));
        Ok(verbs)
    }

    pub(super) const fn app(&self) -> &'a App {
        self.app
    }

    pub(super) const fn seen(&self) -> usize {
        self.seen
    }

    pub(super) const fn see(&mut self, verbs: usize) {
        self.seen = verbs;
    }

    pub(super) const fn chance(&mut self) -> &mut ChaCha8Rng {
        &mut self.chance
    }

    pub(super) const fn agenda(&mut self) -> &mut Agenda {
        &mut self.agenda
    }

    /// Whether there was something to do.
    async fn act(&mut self, day: Date, act: Act) -> Result<bool, AppError> {
        match act {
            Act::Do(by, deed) => {
                let contract = deed.contract().map(str::to_string);
                let judged = deed.judged().map(str::to_string);
                deed.carry_out(self.app, &Actor::Operator(by.into())).await?;
                if let Some(account) = judged {
                    self.respond(&account, day).await?;
                }
                if let Some(contract) = contract {
                    self.plan_steps(&contract, day).await?;
                }
                Ok(true)
            }
            Act::Routine(by, deed) => {
                let judged = deed.judged().map(str::to_string);
                deed.carry_out(self.app, &Actor::Operator(by.into())).await?;
                if let Some(account) = judged {
                    self.respond(&account, day).await?;
                }
                Ok(true)
            }
            Act::Look(contract) => self.plan_steps(&contract, day).await.map(|()| false),
            Act::Lead(lead, stage) => self.lead(lead, stage).await,
            Act::Room(told) => self.write_down(told).await,
            Act::Talk(said) => self.say(said).await,
            Act::Offer(offer) => self.offer(offer).await,
            Act::Forecast(friday) => self.forecast(day, friday).await,
            Act::Introduce(reference) => self.introduce(day, reference).await,
            Act::TakeOver(reference) => self.take_over(reference).await,
            Act::Respond { task, due_on, phrase } | Act::Complete { task, due_on, phrase } => self.complete(task, due_on, phrase).await,
        }
    }

    /// Decides when each open step of a contract will be done: shortly before it is due, unless its story says otherwise.
    async fn plan_steps(&mut self, contract: &str, day: Date) -> Result<(), AppError> {
        let facts = facts_of(self.app, &Scope::Contract(contract.into())).await?;
        for renewal in facts.renewals.values().filter(|renewal| renewal.is_open()) {
            if facts.contracts.get(&renewal.contract).is_none_or(|of| of.reference != contract) {
                continue;
            }
            for task in facts.tasks_of(renewal.id).into_iter().filter(|task| task.state == TaskState::Open) {
                self.respond_to(&facts, task, day);
                let done = match TOLD.iter().find(|t| t.contract == contract && t.term == renewal.term_number && t.step == task.step) {
                    Some(told) => told.done,
                    None => self.habit(&facts, renewal, task),
                };
                if let Some((on, phrase)) = done {
                    self.agenda.enter(on.max(day), Act::Complete { task: task.id, due_on: task.due_on, phrase });
                }
            }
        }
        Ok(())
    }

    /// A customer was judged: what its colour brings is done on its day.
    async fn respond(&mut self, account: &str, day: Date) -> Result<(), AppError> {
        let facts = facts_of(self.app, &Scope::Account(account.into())).await?;
        facts.tasks.values().for_each(|task| self.respond_to(&facts, task, day));
        Ok(())
    }

    fn respond_to(&mut self, facts: &Facts, task: &Task, day: Date) {
        let contract = facts.renewals.get(&task.renewal).and_then(|renewal| facts.contracts.get(&renewal.contract));
        if contract.is_some_and(|contract| contract.reference == SILENT) {
            return;
        }
        let said = RESPONSES.iter().find(|(code, _)| *code == task.step && task.state == TaskState::Open && task.due_on < self.last);
        if let Some((_, phrase)) = said {
            self.agenda.enter(task.due_on.max(day), Act::Respond { task: task.id, due_on: task.due_on, phrase: *phrase });
        }
    }

    /// On which day a step is done, and in which words; what is due from the last day on is still ahead.
    fn habit(&mut self, facts: &Facts, renewal: &Renewal, task: &Task) -> Option<(Date, Phrase)> {
        if task.due_on >= self.last {
            return None;
        }
        let (_, phrases) = PHRASES.iter().find(|(code, _)| *code == task.step)?;
        let phrase = *phrases.get(self.chance.random_range(0..phrases.len()))?;
        let early = self.chance.random_range(0..4_i64);
        let on_time = Calendar::default().earlier_business_day(task.due_on.saturating_sub(early.days()));
        let account = facts.accounts.get(&renewal.account)?;
        if self.agenda.habit_of(&account.reference) == Habit::Diligent {
            return Some((on_time, phrase));
        }
        let over = renewal.target.end_on < self.last;
        if over && account.tier == 3 && !["renewal-proposal", "account-confirmation"].contains(&task.step.as_str()) {
            return None;
        }
        match self.chance.random_range(0..100) {
            0..=1 => None,
            2..=7 => Some((task.due_on.saturating_add(self.chance.random_range(1..15_i64).days()), phrase)),
            _ => Some((on_time, phrase)),
        }
    }

    /// Completes a step by whoever holds it now; a step that is gone, or that an amendment moved, is left alone.
    async fn complete(&mut self, id: TaskId, due_on: Date, phrase: Phrase) -> Result<bool, AppError> {
        let facts = facts_of(self.app, &Scope::Task(id)).await?;
        let Some(task) = facts.tasks.get(&id).filter(|task| task.state == TaskState::Open && task.due_on == due_on) else {
            return Ok(false);
        };
        let Some(holder) = facts.holder(task.renewal, task.lead) else { return Ok(false) };
        let by = Actor::Operator(facts.name_of(holder).into());
        self.app.complete_task(&by, id, phrase.completion, phrase.text).await?;
        self.come_along(&facts, task).await?;
        self.talk_price(&facts, task).await?;
        Ok(true)
    }
}
