//! One renewal: the ownership strip, why each person holds what they hold, the steps, the lines, what happened.

use super::account::{event_item, line_items};
use super::customer::{ActivityItem, activity_items};
use super::lanes::{ResponsibilityView, lanes};
use super::renewals::{item, row_of};
use super::standing::{Standing, standing};
use super::{EventItem, LineItem, Person, RenewalItem, RoomView, people, room_view, seeing, talk_view};
use crate::App;
use crate::access::Actor;
use crate::checks::{FindingItem, finding_items};
use crate::error::AppError;
use crate::forecast::{RenewalForecastView, forecast_of};
use crate::permission::may_do;
use crate::renewal::{OutcomeItem, outcome_item};
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::commands::{versions_of, waits_for};
use tenure_core::contract::{Contract, Term};
use tenure_core::deal::{BudgetFit, budget_fit};
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::planner::{Whose, place_of, variant_of};
use tenure_core::playbook::{Playbook, Step};
use tenure_core::primitives::{Country, TaskId, TeammateId, days_between, t_minus};
use tenure_core::proposal::{Proposal, ProposalState};
use tenure_core::renewal::{Renewal, Task, TaskState};
use tenure_store::{GridFilter, Scope};

/// Where a step stands, as drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Completed.
    Done,
    /// Completed as not needed.
    NotNeeded,
    /// Open and past its day.
    Late,
    /// The first open step that is not late.
    Next,
    /// Open, later.
    Open,
    /// Fell away.
    Withdrawn,
    /// Was due before the renewal was known here.
    BeforeTracking,
}

/// Why a step is not due on the day that its playbook counts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedOff {
    /// The day, on which nobody works.
    pub from: Date,
    /// The holiday it is; `None` for a weekend.
    pub holiday: Option<String>,
    /// Whose business days count.
    pub whose: Whose,
    /// The country they are of; `None` is the organisation.
    pub country: Option<Country>,
}

impl MovedOff {
    /// `a weekend in Saudi Arabia, the customer's country`, as a person reads it.
    pub fn because(&self) -> String {
        let day = self.holiday.as_deref().unwrap_or("a weekend");
        match self.country {
            Some(country) => format!("{day} in {}, {}", country.label(), self.whose.label()),
            None => day.to_string(),
        }
    }
}

/// One step of the playbook on this renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepItem {
    /// Identity of its task.
    pub id: TaskId,
    /// What to do.
    pub title: String,
    /// What it should achieve.
    pub goal: String,
    /// What to write down.
    pub evidence_asked: String,
    /// Phase.
    pub phase: String,
    /// Due day.
    pub due_on: Date,
    /// `T-120`, counted to the term end.
    pub t_minus: String,
    /// Days from the term end: negative before it.
    pub day: i64,
    /// Of a step that is still open and moved off a day on which nobody works: why.
    pub moved: Option<MovedOff>,
    /// Where it stands.
    pub state: StepState,
    /// The responsibility that leads it.
    pub lead: Responsibility,
    /// Who did it, or must do it.
    pub holder: Person,
    /// Who else is in the room: name and whether silent.
    pub attends: Vec<(String, bool)>,
    /// What was written down.
    pub evidence: String,
    /// Who completed it and on which day.
    pub completed: Option<(String, Date)>,
    /// Whether it may be completed as not needed.
    pub optional: bool,
    /// Whether the viewer may complete or reopen it.
    pub may_act: bool,
    /// Until when it is out of the way, and why.
    pub put_off: Option<(Date, String)>,
    /// For whom the person does it, and why.
    pub given: Option<(String, String)>,
    /// Steps that must be settled before it.
    pub waits_for: Vec<String>,
}

/// The workspace of one renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalView {
    /// Today.
    pub today: Date,
    /// Facts of the grid row.
    pub item: RenewalItem,
    /// The contract.
    pub contract: Contract,
    /// The term that ends.
    pub term: Term,
    /// Name and version of the policy that decided; empty for an inferred outcome.
    pub policy: String,
    /// Its rule.
    pub rule: String,
    /// Ownership model in words.
    pub model: String,
    /// Motion in words.
    pub motion: String,
    /// Playbook name.
    pub playbook: String,
    /// What offsets count from, with the day: `the notice deadline, 25 Nov 2026`.
    pub anchor: (String, Date),
    /// The last working day before the notice deadline, where nobody works on that day itself.
    pub notice_by: Option<Date>,
    /// First day of the playbook.
    pub opens_on: Option<Date>,
    /// Day on which it was written down.
    pub scheduled_on: Date,
    /// Lanes in order; empty for an inferred outcome.
    pub responsibilities: Vec<ResponsibilityView>,
    /// Steps, earliest first.
    pub steps: Vec<StepItem>,
    /// Lines up for renewal.
    pub lines: Vec<LineItem>,
    /// What happened, newest first.
    pub events: Vec<EventItem>,
    /// Findings about it.
    pub findings: Vec<FindingItem>,
    /// Contacts about it, newest first.
    pub activities: Vec<ActivityItem>,
    /// What is written down in the room of the customer.
    pub room: RoomView,
    /// What stands beside it.
    pub standing: Standing,
    /// Versions of its proposal with where each stands and its options, the last first.
    pub proposals: Vec<(u32, ProposalState, Vec<String>)>,
    /// What it teaches, once somebody decided it.
    pub learnt: Option<OutcomeItem>,
    /// What is said of it for the forecast; `None` for a yearly review, and for one that nobody owned here.
    pub forecast: Option<RenewalForecastView>,
    /// How its end lies in the customer's fiscal year.
    pub budget: BudgetFit,
}

impl App {
    /// One renewal by its number, as one person sees it.
    ///
    /// # Errors
    /// A renewal that does not exist.
    pub async fn renewal(&self, actor: &Actor, reference: &str) -> Result<RenewalView, AppError> {
        let number = number_of(reference)?;
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::Renewal(number), self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let renewal = find(&facts, number, reference)?;
        let persons = people(&facts, today);
        let row = match row_of(&facts, renewal, tx.revision(renewal.account).await?) {
            Some(row) => Some(row),
            // It was decided for another account, before its contract moved.
            None => {
                let filter = GridFilter { account: Some(renewal.account), include_closed: true, ..GridFilter::default() };
                tx.renewal_rows(&filter, None, 500).await?.into_iter().find(|row| row.renewal.id == renewal.id)
            }
        };
        let row = row.ok_or_else(|| AppError::not_found("renewal", reference))?;
        let contract = facts.contracts.get(&renewal.contract).ok_or_else(|| AppError::not_found("contract of renewal", reference))?;
        let term =
            facts.terms.get(&(renewal.contract, renewal.term_number)).ok_or_else(|| AppError::not_found("term of renewal", reference))?;
        let events = tx.timeline(&[renewal.reference(), contract.reference.clone()], 30).await?;
        let decided = renewal.decided.as_ref();
        let version = decided.and_then(|d| facts.policy(d.policy));
        let playbook = decided.and_then(|d| facts.playbook(&d.playbook));
        let anchor_name = if playbook.is_some_and(|p| p.anchor == tenure_core::playbook::Anchor::DecisionDate) && renewal.target.auto_renew
        {
            "the notice deadline"
        } else {
            "the term end"
        };
        let mut findings = finding_items(&facts, today);
        findings.retain(|finding| finding.renewal.as_deref() == Some(row.renewal.reference().as_str()));
        let talk = talk_view(&facts, (actor, contract.account), (&persons, &seeing(&tx, &facts).await?, today)).about(&renewal.reference());
        Ok(RenewalView {
            today,
            contract: contract.clone(),
            term: term.clone(),
            policy: version.map(|v| v.title()).unwrap_or_default(),
            rule: decided.map(|d| d.rule.clone()).unwrap_or_default(),
            model: decided.map(|d| d.model.label().to_string()).unwrap_or_default(),
            motion: decided.map(|d| d.motion.label().to_string()).unwrap_or_default(),
            playbook: playbook.map(|p| p.name.clone()).unwrap_or_default(),
            anchor: (anchor_name.into(), playbook.map_or(renewal.target.end_on, |p| p.anchor_on(&renewal.target))),
            notice_by: Some(facts.calendar.of(None).earlier_business_day(renewal.target.notice_on))
                .filter(|day| *day != renewal.target.notice_on),
            opens_on: decided.map(|d| d.opens_on),
            scheduled_on: renewal.scheduled_on,
            responsibilities: lanes(&facts, renewal, &persons),
            steps: steps(&facts, renewal, actor, &persons, today),
            lines: line_items(&facts, contract, renewal.term_number),
            events: events.into_iter().map(event_item).collect(),
            activities: activity_items(&facts, &persons, |activity| activity.renewal == Some(renewal.id)),
            room: RoomView { talk, ..room_view(&facts, contract.account, (&persons, today)) },
            standing: standing(&facts, renewal, actor, (&persons, today)),
            findings,
            proposals: versions_of(&facts, renewal.id).iter().rev().map(|proposal| proposed(proposal)).collect(),
            learnt: outcome_item(&facts, renewal, today),
            forecast: forecast_of(actor, renewal, (&facts, today)),
            budget: facts.accounts.get(&contract.account).map_or(BudgetFit::Unknown, |account| budget_fit(account, renewal.target.end_on)),
            item: item(row, &persons, today),
        })
    }
}

fn proposed(proposal: &Proposal) -> (u32, ProposalState, Vec<String>) {
    (proposal.version, proposal.state(), proposal.options.iter().map(|option| option.name.clone()).collect())
}

pub(crate) fn number_of(reference: &str) -> Result<u32, AppError> {
    let digits = reference.trim().strip_prefix("R-").or_else(|| reference.trim().strip_prefix("r-")).unwrap_or(reference.trim());
    digits.parse().map_err(|_| AppError::not_found("renewal", reference))
}

pub(crate) fn find<'a>(facts: &'a Facts, number: u32, reference: &str) -> Result<&'a Renewal, AppError> {
    facts.renewals.values().find(|renewal| renewal.number == number).ok_or_else(|| AppError::not_found("renewal", reference))
}

fn steps(facts: &Facts, renewal: &Renewal, actor: &Actor, people: &BTreeMap<TeammateId, Person>, today: Date) -> Vec<StepItem> {
    let tasks = facts.tasks_of(renewal.id);
    let next = tasks.iter().find(|task| task.state == TaskState::Open && task.due_on >= today).map(|task| task.id);
    let decided = renewal.decided.as_ref();
    let playbook = decided.and_then(|d| facts.playbook(&d.playbook));
    let items = tasks.iter().filter_map(|task| {
        let holder = facts.holder(renewal.id, task.lead)?;
        let step = playbook.and_then(|p| p.step(&task.step));
        Some(StepItem {
            id: task.id,
            title: task.title.clone(),
            goal: step.map(|s| s.goal.clone()).unwrap_or_default(),
            evidence_asked: step.map(|s| s.evidence.clone()).unwrap_or_default(),
            phase: step.map(|s| s.phase.clone()).unwrap_or_default(),
            due_on: task.due_on,
            t_minus: t_minus(renewal.target.end_on, task.due_on),
            day: days_between(renewal.target.end_on, task.due_on),
            moved: playbook.and_then(|playbook| moved(facts, (playbook, renewal, task), today)),
            state: step_state(task, next, today),
            lead: task.lead,
            holder: doer(task, people).or_else(|| people.get(&task.given.as_ref().map_or(holder, |given| given.to)))?.clone(),
            put_off: task.put_off.as_ref().filter(|_| task.is_put_off(today)).map(|put_off| (put_off.until, put_off.reason.clone())),
            given: task.given.as_ref().map(|given| (facts.name_of(holder).to_string(), given.reason.clone())),
            waits_for: waits_for(facts, task).into_iter().map(|before| before.title.clone()).collect(),
            attends: step.map(|s| attendees(s, facts, renewal)).unwrap_or_default(),
            evidence: task.evidence.clone(),
            completed: task.completed_at.map(|at| (task.completed_by.clone(), day_of(at, facts))),
            optional: step.is_some_and(|s| s.optional),
            may_act: renewal.is_open() && may_do(actor, (task, holder), facts, today),
        })
    });
    items.collect()
}

/// Why an open step is not due on the day that its playbook counts to, where that is because nobody works on it.
fn moved(facts: &Facts, (playbook, renewal, task): (&Playbook, &Renewal, &Task), today: Date) -> Option<MovedOff> {
    let account = facts.accounts.get(&renewal.account)?;
    let (_, days) = variant_of(facts, (renewal, account), today)?;
    let counted_on = playbook.counted_on(&task.step, days)?;
    let doer = task.given.as_ref().map(|given| given.to).or_else(|| facts.holder(renewal.id, task.lead));
    let (whose, calendar) = place_of(facts, account, playbook.step(&task.step)?, doer);
    let beside = [calendar.earlier_business_day(counted_on), calendar.later_business_day(counted_on)];
    let is_moved = task.state == TaskState::Open && !calendar.is_business_day(counted_on) && beside.contains(&task.due_on);
    is_moved.then(|| MovedOff { from: counted_on, holiday: calendar.holiday(counted_on).cloned(), whose, country: calendar.country })
}

/// Whoever completed the task, where that is a teammate: the holder may have changed since.
fn doer<'a>(task: &Task, people: &'a BTreeMap<TeammateId, Person>) -> Option<&'a Person> {
    people.values().find(|person| !task.completed_by.is_empty() && person.name == task.completed_by)
}

fn day_of(at: jiff::Timestamp, facts: &Facts) -> Date {
    at.to_zoned(crate::zone(&facts.organisation)).date()
}

fn attendees(step: &Step, facts: &Facts, renewal: &Renewal) -> Vec<(String, bool)> {
    let name = |responsibility: &Responsibility| facts.holder(renewal.id, *responsibility).map(|id| facts.name_of(id).to_string());
    let speaking = step.attends.iter().filter_map(|r| Some((name(r)?, false)));
    speaking.chain(step.attends_silently.iter().filter_map(|r| Some((name(r)?, true)))).collect()
}

fn step_state(task: &Task, next: Option<TaskId>, today: Date) -> StepState {
    match task.state {
        TaskState::Done => StepState::Done,
        TaskState::NotNeeded => StepState::NotNeeded,
        TaskState::Withdrawn => StepState::Withdrawn,
        TaskState::BeforeTracking => StepState::BeforeTracking,
        TaskState::Open if task.is_overdue(today) => StepState::Late,
        TaskState::Open if next == Some(task.id) => StepState::Next,
        TaskState::Open => StepState::Open,
    }
}
