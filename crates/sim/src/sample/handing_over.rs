//! How people of the sample hand over: they meet the customer together and the receiver accepts, a few days after it opened; some do
//! not, or not in time.

use super::life::{Act, Life};
use crate::deed::Deed;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand::Rng;
use tenure_app::{Actor, AppError, NewActivity, NewMeeting, NewStakeholder};
use tenure_core::account::{ActivityKind, StakeholderRole};
use tenure_core::checks::introducer;
use tenure_core::facts::Facts;
use tenure_core::ownership::handoff::{Handoff, HandoffState};
use tenure_core::ownership::{Motion, Responsibility};
use tenure_core::primitives::Calendar;
use tenure_core::renewal::{Renewal, Task};
use tenure_store::Scope;

/// How the handoffs of a customer end that opened in the last weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Nobody has done anything.
    Unmet,
    /// Both met; the receiver has not answered.
    Met,
    /// A lead let the meeting pass.
    Waived(&'static str),
    /// The receiver said no.
    Declined(&'static str),
}

/// From this day on the stories below hold; before it everybody hands over as they should.
const RECENTLY: Date = date(2026, 11, 1);

const TOLD: &[(&str, Told)] = &[
    ("A-4", Told::Unmet),
    ("A-5", Told::Met),
    ("A-8", Told::Unmet),
    ("A-14", Told::Waived("their new buyer asked to see him this week")),
    ("A-6", Told::Declined("already has nine renewals that are decided before Christmas")),
];

/// Customers whose AE took the lead without the CSM.
const COLD: &[&str] = &["A-14"];

/// The customer whose finance director nobody has met.
const GUARDED: &str = "A-20";

/// People at customers of whom nobody else is known.
const CONTACTS: [&str; 8] =
    ["Nadia Berger", "Owen Pryce", "Salma Idris", "Viktor Holm", "Carla Mendes", "Piet de Groot", "Aino Lahti", "Rui Tavares"];

impl Life<'_> {
    /// Decides when handoffs that just opened are met: within a few days.
    pub(super) fn plan_handoffs(&mut self, day: Date) {
        let (seen, opened) = self.app().store().handoffs_since(self.seen());
        self.see(seen);
        for reference in opened {
            let days = self.chance().random_range(0..3_i64);
            let on = Calendar::default().earlier_business_day(day.saturating_add((days + 1).days())).max(day);
            self.agenda().enter(on, Act::Introduce(reference));
        }
    }

    /// Both meet the customer, or after a waiver somebody introduces the receiver. Gives whether there was anything to do.
    pub(super) async fn introduce(&mut self, day: Date, reference: String) -> Result<bool, AppError> {
        let Some((facts, handoff, renewal)) = self.handed(&reference).await? else { return Ok(false) };
        let told = told(&facts, &handoff, &renewal);
        let by = |person| Actor::Operator(facts.name_of(person).into());
        let references = [reference.clone()];
        match (&handoff.state, told) {
            (HandoffState::Opened, Some(Told::Unmet)) => return Ok(false),
            (HandoffState::Opened, Some(Told::Waived(reason))) => {
                let lead = Actor::Operator("Victor Amadi".into());
                return self.app().waive_handoffs(&lead, &references, reason).await.map(|_| true);
            }
            (HandoffState::Opened, Some(Told::Declined(reason))) => {
                return self.app().decline_handoffs(&by(handoff.receiver), &references, reason).await.map(|_| true);
            }
            (HandoffState::Opened, _) | (HandoffState::Waived { introduced: None, .. }, None) => {
                // Paperwork and accountability for the number change hands within; the customer meets those who speak with it.
                let within = handoff.state.is_open()
                    && handoff.responsibilities.iter().all(|r| matches!(r, Responsibility::Operations | Responsibility::Executive));
                let theirs = if within { Vec::new() } else { vec![self.somebody(&facts, &renewal).await?] };
                let meeting = NewMeeting {
                    kind: if within { ActivityKind::Note } else { ActivityKind::Meeting },
                    held_on: None,
                    subject: format!("Introduced {}", facts.name_of(handoff.receiver)),
                    notes: "Went through what they want, what we promised and what is open.".into(),
                    ours: Vec::new(),
                    theirs,
                };
                let presents = introducer(&facts, &handoff, day);
                self.app().meet_handoffs(&by(presents), &references, meeting).await?;
            }
            (HandoffState::Met { .. }, _) => {}
            _ => return Ok(false),
        }
        if handoff.state.is_open() && told.is_none() {
            let on = Calendar::default().earlier_business_day(day.saturating_add(1.day())).max(day);
            self.agenda().enter(on, Act::TakeOver(reference));
        }
        Ok(true)
    }

    /// The receiver accepts what was met.
    pub(super) async fn take_over(&mut self, reference: String) -> Result<bool, AppError> {
        let Some((facts, handoff, _)) = self.handed(&reference).await? else { return Ok(false) };
        if !matches!(handoff.state, HandoffState::Met { .. }) {
            return Ok(false);
        }
        let by = Actor::Operator(facts.name_of(handoff.receiver).into());
        self.app().accept_handoffs(&by, &[reference], "").await.map(|_| true)
    }

    /// A handoff of a renewal that is open.
    async fn handed(&self, reference: &str) -> Result<Option<(Facts, Handoff, Renewal)>, AppError> {
        let number = reference.strip_prefix("R-").and_then(|rest| rest.split_once("-H")?.0.parse().ok());
        let Some(number) = number else { return Ok(None) };
        let facts = crate::deed::facts_of(self.app(), &Scope::Renewal(number)).await?;
        let renewal = facts.renewals.values().find(|renewal| renewal.number == number && renewal.is_open()).cloned();
        let Some(renewal) = renewal else { return Ok(None) };
        let handoff = facts.handoffs_of(renewal.id).into_iter().find(|handoff| handoff.reference(&renewal) == reference).cloned();
        Ok(handoff.map(|handoff| (facts, handoff, renewal)))
    }

    /// Somebody at the customer; where nobody is known yet, the one who came to the meeting.
    async fn somebody(&self, facts: &Facts, renewal: &Renewal) -> Result<String, AppError> {
        if let Some(known) = facts.stakeholders.values().filter(|person| person.account == renewal.account).map(|p| &p.reference).min() {
            return Ok(known.clone());
        }
        let Some(account) = facts.accounts.get(&renewal.account) else { return Ok(String::new()) };
        let place = account.reference.bytes().map(usize::from).sum::<usize>();
        let person = |number: usize, title: &str, role: StakeholderRole| {
            let name = CONTACTS[(place + 3 * number) % CONTACTS.len()];
            NewStakeholder {
                reference: format!("{}-P{}", account.reference, number + 1),
                account: account.reference.clone(),
                name: name.into(),
                title: title.into(),
                email: format!("{}@{}.example", name.to_lowercase().replace(' ', "."), account.reference.to_lowercase()),
                business_unit: String::new(),
                roles: [role].into(),
                left_on: None,
            }
        };
        let first = person(0, "Head of service", StakeholderRole::Champion);
        let reference = first.reference.clone();
        let by = Actor::Operator(super::AUTHOR.into());
        self.app().set_stakeholder(&by, first).await?;
        self.app().set_stakeholder(&by, person(1, "Finance director", StakeholderRole::EconomicBuyer)).await?;
        Ok(reference)
    }

    /// The price is talked through with whoever uses it and whoever pays; one customer keeps its finance out of the room.
    pub(super) async fn talk_price(&mut self, facts: &Facts, task: &Task) -> Result<(), AppError> {
        let Some(renewal) = facts.renewals.get(&task.renewal).filter(|_| task.step == "renewal-proposal") else { return Ok(()) };
        let Some(account) = facts.accounts.get(&renewal.account).filter(|account| account.reference != GUARDED) else { return Ok(()) };
        self.somebody(facts, renewal).await?;
        let facts = crate::deed::facts_of(self.app(), &Scope::Account(account.reference.clone())).await?;
        let there = facts.stakeholders.values().filter(|person| person.account == account.id && person.left_on.is_none());
        let pays = |role: &StakeholderRole| *role == StakeholderRole::EconomicBuyer;
        let first = there.clone().map(|person| person.reference.clone()).min();
        let buyers = there.filter(|person| person.roles.iter().any(pays)).map(|person| person.reference.clone());
        let theirs: std::collections::BTreeSet<String> = buyers.chain(first).collect();
        let Some(holder) = facts.holder(renewal.id, Responsibility::Commercial) else { return Ok(()) };
        let call = NewActivity {
            account: account.reference.clone(),
            renewal: Some(renewal.reference()),
            kind: ActivityKind::Call,
            held_on: None,
            subject: "Price and terms talked through".into(),
            notes: String::new(),
            ours: facts.teammates.get(&holder).map(|person| person.reference.clone()).into_iter().collect(),
            theirs: theirs.into_iter().collect(),
        };
        self.come_back(&call, renewal.target.end_on);
        self.app().log_activity(&Actor::Operator(facts.name_of(holder).into()), call).await.map(drop)
    }

    /// After the signature somebody comes back twice; one customer in nine is forgotten.
    fn come_back(&mut self, call: &NewActivity, end_on: Date) {
        if call.account.bytes().map(usize::from).sum::<usize>() % 9 == 0 {
            return;
        }
        for days in [9_i64, 33] {
            let on = Calendar::default().earlier_business_day(end_on.saturating_add(days.days()));
            let (kind, subject) = (ActivityKind::Meeting, "How the new term begins".to_string());
            let visit = NewActivity { kind, subject, renewal: None, ..call.clone() };
            self.agenda().enter(on, Act::Routine(super::AUTHOR, Deed::Contact(Box::new(visit))));
        }
    }

    /// At the review the AE sits beside the CSM: the customer sees both before the lead changes.
    pub(super) async fn come_along(&mut self, facts: &Facts, task: &Task) -> Result<(), AppError> {
        let Some(renewal) = facts.renewals.get(&task.renewal) else { return Ok(()) };
        let Some(account) = facts.accounts.get(&renewal.account) else { return Ok(()) };
        let meets = renewal.decided.as_ref().is_some_and(|decided| matches!(decided.motion, Motion::Joint | Motion::Asynchronous));
        let holder = |responsibility| facts.holder(renewal.id, responsibility);
        let (Some(value), Some(commercial)) = (holder(Responsibility::Value), holder(Responsibility::Commercial)) else { return Ok(()) };
        let joint = ["business-review", "renewal-proposal"].contains(&task.step.as_str());
        if !meets || !joint || value == commercial || COLD.contains(&account.reference.as_str()) {
            return Ok(());
        }
        let of = |id| facts.teammates.get(&id).map(|person| person.reference.clone());
        let people: std::collections::BTreeSet<String> =
            facts.stakeholders.values().filter(|person| person.account == account.id).map(|p| p.reference.clone()).collect();
        let contact = NewActivity {
            account: account.reference.clone(),
            renewal: Some(renewal.reference()),
            kind: if task.step == "business-review" { ActivityKind::BusinessReview } else { ActivityKind::Meeting },
            held_on: None,
            subject: format!("{}, both there", task.title),
            notes: String::new(),
            ours: [value, commercial].into_iter().filter_map(of).collect(),
            theirs: people.into_iter().take(2).collect(),
        };
        let by = Actor::Operator(facts.name_of(value).into());
        self.app().log_activity(&by, contact).await.map(drop)
    }
}

/// The story of a handoff, where its customer has one.
fn told(facts: &Facts, handoff: &Handoff, renewal: &Renewal) -> Option<Told> {
    let account = facts.accounts.get(&renewal.account)?;
    let told = TOLD.iter().find(|(reference, _)| *reference == account.reference).filter(|_| handoff.opened_on >= RECENTLY)?;
    Some(told.1)
}
