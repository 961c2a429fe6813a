//! What is written down in the rooms of some customers of the sample, by whoever holds their value, on the days it happened.

use super::agenda::Agenda;
use super::life::{Act, Life};
use crate::deed::facts_of;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use tenure_app::{Actor, AppError, NewCommitment, NewMatter, NewObjection, NewReading, NewStandpoint, NewValue};
use tenure_core::account::Account;
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::primitives::{Decimal6, ValueId};
use tenure_core::room::{CommitmentEnd, Influence, Measure, ObjectionKind, Sentiment, factors};
use tenure_store::Scope;

/// Something written down on a day.
#[derive(Debug)]
pub(crate) struct Told {
    on: Date,
    account: &'static str,
    what: What,
}

/// What is written down.
#[derive(Clone, Copy, Debug)]
enum What {
    /// Title, unit, where they began and what was agreed, in thousandths.
    Outcome(&'static str, &'static str, (Option<i64>, i64)),
    /// Title of the outcome, what was measured in thousandths, where the number is from.
    Reading(&'static str, i64, &'static str),
    /// Title, and how it came about.
    Win(&'static str, &'static str),
    /// Title, factors, and whose numbers they are.
    Return(&'static str, &'static str, &'static str),
    /// Title, and their words.
    Quote(&'static str, &'static str),
    /// Title of what somebody at the customer confirmed.
    Confirmed(&'static str),
    /// Title of what was taken back, and why.
    Withdrawn(&'static str, &'static str),
    /// Which of the people there, by reference; where the person stands, and what was seen.
    Stands(usize, (Influence, Sentiment), &'static str),
    /// What they object to.
    Objects(ObjectionKind, &'static str),
    /// The objection, and what was answered.
    Answered(&'static str, &'static str),
    /// The objection, and what made it go away.
    Resolved(&'static str, &'static str),
    /// What was promised, and by when.
    Promised(&'static str, Date),
    /// What was promised, how it ended, and what is to be said of that.
    Ended(&'static str, CommitmentEnd, &'static str),
}

use What::{Answered, Confirmed, Ended, Objects, Outcome, Promised, Quote, Reading, Resolved, Return, Stands, Win, Withdrawn};

const TOLD: &[Told] = &[
    told((2026, 2, 3), "A-1", Outcome("Shifts filled before the week begins", "per cent of shifts", (Some(71_000), 92_000))),
    told((2026, 2, 3), "A-1", Outcome("Agency spend", "thousand USD a month", (Some(410_000), 300_000))),
    told((2026, 3, 24), "A-1", Win("Two wards went live a week early", "Their project lead asked for the date to be moved forward.")),
    told((2026, 4, 30), "A-1", Reading("Shifts filled before the week begins", 79_500, "their April rota report")),
    told((2026, 5, 6), "A-1", Reading("Agency spend", 388_000, "finance, by e-mail")),
    told((2026, 6, 18), "A-1", Win("The night audit passed without a finding", "The auditor named the shift log as the reason.")),
    told((2026, 6, 19), "A-1", Confirmed("The night audit passed without a finding")),
    told((2026, 8, 31), "A-1", Reading("Shifts filled before the week begins", 88_000, "their August rota report")),
    told(
        (2026, 9, 8),
        "A-1",
        Return(
            "Hours of planning saved",
            "Hours saved: 6 a week and ward; Wards: 31; Weeks: 46; Rate: 38.50 USD an hour",
            "Their ward managers' time sheets, four weeks in June",
        ),
    ),
    told((2026, 9, 11), "A-1", Confirmed("Hours of planning saved")),
    told(
        (2026, 9, 15),
        "A-1",
        Return(
            "Agency shifts not booked",
            "Shifts: 14 a week; Weeks: 30; Premium: 190 USD a shift",
            "Our own count of swaps in the product",
        ),
    ),
    told((2026, 10, 7), "A-1", Quote("Calm on Mondays", "Mondays used to begin with a dozen calls. Now they begin with coffee.")),
    told((2026, 11, 4), "A-1", Win("Community wards asked for the same", "Their operations director said so at the steering group.")),
    told((2026, 11, 5), "A-1", Win("Ten wards in one day", "A rollout in one day.")),
    told((2026, 11, 6), "A-1", Withdrawn("Ten wards in one day", "it was another trust")),
    told((2026, 3, 10), "A-2", Outcome("Days to settle a small claim", "days", (Some(12_000), 5_000))),
    told((2026, 6, 30), "A-2", Reading("Days to settle a small claim", 8_500, "their June report")),
    told((2026, 9, 30), "A-2", Reading("Days to settle a small claim", 4_600, "their September report")),
    told((2026, 10, 2), "A-2", Confirmed("Days to settle a small claim")),
    told(
        (2026, 10, 12),
        "A-2",
        Return(
            "Claims settled without a second reader",
            "Claims: 2100; Minutes: 25 a claim; Hours: 0.016667 a minute; Rate: 54 USD an hour",
            "Their claims ledger, July to September",
        ),
    ),
    told((2026, 5, 19), "A-13", Outcome("Heats logged without paper", "per cent of heats", (None, 95_000))),
    told((2026, 8, 20), "A-13", Reading("Heats logged without paper", 61_000, "the shift leads' count")),
    told((2026, 4, 21), "A-14", Outcome("Hours a robot stands still", "hours a month", (Some(9_000), 4_000))),
    told((2026, 7, 14), "A-14", Reading("Hours a robot stands still", 5_500, "fleet log")),
    told((2026, 10, 14), "A-14", Reading("Hours a robot stands still", 3_800, "fleet log")),
    told((2026, 10, 20), "A-14", Confirmed("Hours a robot stands still")),
    told(
        (2026, 10, 21),
        "A-14",
        Return(
            "Standstill avoided",
            "Hours: 5.2 a month and robot; Robots: 64; Months: 12; Cost: 85 EUR an hour",
            "Fleet log, and their cost of standstill",
        ),
    ),
    told((2026, 10, 28), "A-14", Confirmed("Standstill avoided")),
    told((2026, 6, 9), "A-20", Win("Field service cut its first visit by a day", "Told at the regional meeting.")),
    told((2026, 9, 22), "A-20", Quote("The map on the wall is gone", "We took the paper map down. Nobody noticed for a month.")),
    told((2026, 9, 14), "A-1", Stands(0, (Influence::High, Sentiment::Supporter), "Asked for the two-year price herself")),
    told((2026, 9, 14), "A-1", Stands(1, (Influence::Medium, Sentiment::Unknown), "Said little in two meetings")),
    told((2026, 10, 6), "A-1", Stands(1, (Influence::High, Sentiment::Critic), "Wants to see what the agency would cost instead")),
    told((2026, 10, 6), "A-2", Stands(0, (Influence::High, Sentiment::Neutral), "Listens to the claims desk, decides late")),
    told((2026, 10, 20), "A-14", Stands(0, (Influence::Medium, Sentiment::Supporter), "Shows the fleet log to visitors")),
    told((2026, 10, 13), "A-1", Objects(ObjectionKind::Price, "The uplift is twice what our budget grows")),
    told((2026, 10, 19), "A-1", Answered("The uplift is twice what our budget grows", "Two years at 3% a year, signed before Christmas")),
    told((2026, 11, 10), "A-1", Objects(ObjectionKind::Legal, "Data of the community wards must stay in the country")),
    told((2026, 10, 14), "A-13", Objects(ObjectionKind::Product, "The foremen's tablets lose the connection in hall three")),
    told((2026, 9, 3), "A-2", Objects(ObjectionKind::Timing, "Our new claims chief begins in October and must agree")),
    told(
        (2026, 10, 15),
        "A-2",
        Resolved("Our new claims chief begins in October and must agree", "She sat in the October review and agreed"),
    ),
    told((2026, 1, 14), "A-1", Promised("A rota export for payroll", date(2026, 4, 1))),
    told((2026, 3, 27), "A-1", Ended("A rota export for payroll", CommitmentEnd::Kept, "live a week early")),
    told((2026, 10, 19), "A-1", Promised("A draft of the data clause for community wards", date(2026, 11, 18))),
    told((2026, 11, 16), "A-1", Promised("Two days of training for the night teams", date(2026, 12, 2))),
    told((2026, 6, 3), "A-13", Promised("A second antenna in hall three", date(2026, 9, 30))),
    told((2026, 10, 1), "A-13", Ended("A second antenna in hall three", CommitmentEnd::Broken, "the supplier delivers in December")),
    told((2026, 10, 2), "A-13", Promised("The antenna in hall three, and a month free until it works", date(2026, 12, 15))),
    told((2026, 8, 11), "A-20", Promised("A sandbox for the western region", date(2026, 10, 30))),
];

const fn told((year, month, day): (i16, i8, i8), account: &'static str, what: What) -> Told {
    Told { on: date(year, month, day), account, what }
}

/// Enters what is written down about the customers that are kept.
pub(super) fn enter(agenda: &mut Agenda, keeps: fn(&str) -> bool) {
    for told in TOLD.iter().filter(|told| keeps(told.account)) {
        agenda.enter(told.on, Act::Room(told));
    }
}

impl Life<'_> {
    /// Writes something down, by whoever looks after the customer.
    pub(super) async fn write_down(&self, told: &Told) -> Result<bool, AppError> {
        let facts = facts_of(self.app(), &Scope::Account(told.account.into())).await?;
        let Some(account) = facts.accounts.values().find(|account| account.reference == told.account) else { return Ok(false) };
        let (by, with) = (looks_after(&facts, account, told.on), somebody(&facts, account, told.on));
        if let Some(done) = self.promise(told, (&facts, account), (&by, with.as_deref())).await? {
            return Ok(done);
        }
        let new = |matter: NewMatter, title: &str, how: &str| NewValue {
            account: told.account.into(),
            matter,
            title: title.into(),
            told: how.into(),
            evidence: String::new(),
            happened_on: None,
            with: with.clone(),
        };
        let app = self.app();
        match told.what {
            Outcome(title, unit, (baseline, target)) => {
                let measure = Measure { unit: unit.into(), baseline: baseline.map(thousandths), target: thousandths(target) };
                app.note_value(&by, new(NewMatter::Outcome(measure), title, "")).await
            }
            Win(title, how) => app.note_value(&by, new(NewMatter::Win, title, how)).await,
            Quote(title, words) => app.note_value(&by, new(NewMatter::Quality, title, words)).await,
            Return(title, text, method) => {
                let factors = factors(text).map_err(|problem| tenure_core::refusal::Refusal::general(problem, ""))?;
                app.note_value(&by, new(NewMatter::Roi(factors, None), title, method)).await
            }
            Reading(title, actual, note) => {
                let Some(id) = entry(&facts, account, title) else { return Ok(false) };
                let reading = NewReading { actual: thousandths(actual), read_on: None, note: note.into() };
                app.read_outcome(&by, (told.account, id), reading).await
            }
            Confirmed(title) => {
                let (Some(id), Some(with)) = (entry(&facts, account, title), &with) else { return Ok(false) };
                app.confirm_value(&by, (told.account, id), (with, None)).await
            }
            Withdrawn(title, reason) => {
                let Some(id) = entry(&facts, account, title) else { return Ok(false) };
                app.withdraw_value(&by, (told.account, id), reason).await
            }
            _ => return Ok(false),
        }
        .map(|_| true)
    }

    /// Writes down where people stand, an objection or a promise; `None` where it is something else.
    async fn promise(
        &self,
        told: &Told,
        (facts, account): (&Facts, &Account),
        (by, with): (&Actor, Option<&str>),
    ) -> Result<Option<bool>, AppError> {
        let (app, room) = (self.app(), facts.room(account.id));
        let objected = |text: &str| room?.objections.values().find(|known| known.text == text).map(|known| known.id);
        let promised = |promise: &str| room?.commitments.values().find(|known| known.promise == promise).map(|known| known.id);
        let with = with.map(str::to_string);
        match told.what {
            Stands(place, (influence, sentiment), reason) => {
                let Some(person) = people_there(facts, account, told.on).into_iter().nth(place) else { return Ok(Some(false)) };
                let new = NewStandpoint { influence, sentiment, known_by: Vec::new(), reason: reason.into(), judged_on: None };
                app.judge_stakeholder(by, (told.account, &person), new).await
            }
            Objects(kind, text) => {
                let (account, text) = (told.account.into(), text.into());
                app.raise_objection(by, NewObjection { account, renewal: None, kind, text, raised_by: with, raised_on: None }).await
            }
            Answered(text, answer) => {
                let Some(id) = objected(text) else { return Ok(Some(false)) };
                app.answer_objection(by, (told.account, id), (answer, None)).await
            }
            Resolved(text, reason) => {
                let Some(id) = objected(text) else { return Ok(Some(false)) };
                app.resolve_objection(by, (told.account, id), (reason, None)).await
            }
            Promised(promise, due_on) => {
                let (account, promise, owner) = (told.account.into(), promise.into(), Some(csm(facts, account, told.on)));
                app.make_commitment(by, NewCommitment { account, renewal: None, promise, to: None, owner, made_on: None, due_on }).await
            }
            Ended(promise, end, note) => {
                let Some(id) = promised(promise) else { return Ok(Some(false)) };
                app.end_commitment(by, (told.account, id), (end, note, None)).await
            }
            _ => return Ok(None),
        }
        .map(|_| Some(true))
    }
}

fn thousandths(number: i64) -> Decimal6 {
    Decimal6::from_millionths(number * 1_000)
}

fn entry(facts: &Facts, account: &Account, title: &str) -> Option<ValueId> {
    let mut entries = facts.room(account.id)?.values.values();
    entries.find(|entry| entry.title == title && entry.withdrawn.is_none()).map(|entry| entry.id)
}

/// The CSM of the customer on a day.
fn looks_after(facts: &Facts, account: &Account, on: Date) -> Actor {
    let csm = facts.team.iter().find(|member| member.account == account.id && member.role == Role::Csm && member.covers(on));
    Actor::Operator(csm.map_or(super::AUTHOR.into(), |member| facts.name_of(member.teammate).into()))
}

/// The reference of the CSM of the customer on a day, or of the desk lead.
fn csm(facts: &Facts, account: &Account, on: Date) -> String {
    let csm = facts.team.iter().find(|member| member.account == account.id && member.role == Role::Csm && member.covers(on));
    let person = csm.map_or(facts.organisation.desk_lead, |member| member.teammate);
    facts.teammates.get(&person).map_or_else(String::new, |person| person.reference.clone())
}

/// Somebody at the customer who is there on a day.
fn somebody(facts: &Facts, account: &Account, on: Date) -> Option<String> {
    people_there(facts, account, on).into_iter().next()
}

/// References of everybody who is there on a day.
fn people_there(facts: &Facts, account: &Account, on: Date) -> BTreeSet<String> {
    let there = facts.stakeholders.values().filter(|person| person.account == account.id && person.is_there_on(on));
    there.map(|person| person.reference.clone()).collect()
}
