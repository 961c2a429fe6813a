//! Today: what one person must do, most urgent first, and what passes its deadline soon.

use super::handoff::to_do;
use super::{CommitmentItem, ExpansionItem, HandoffToDo, Person, expansion_item, people};
use crate::App;
use crate::access::Actor;
use crate::checks::FindingItem;
use crate::error::AppError;
use crate::forecast::ForecastToDo;
use crate::identity::teammate;
use crate::proposal::Waiting;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;
use tenure_core::account::Risk;
use tenure_core::checks::escalates;
use tenure_core::facts::Facts;
use tenure_core::identity::Teammate;
use tenure_core::primitives::{Money, TaskId, TeammateId, days_between, t_minus, weekday_date};
use tenure_core::renewal::RenewalKind;
use tenure_store::{GridFilter, QueueRow, Scope, Tx};

/// One task of a queue, with why it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskItem {
    /// Identity.
    pub id: TaskId,
    /// What to do.
    pub title: String,
    /// Why now, in one line.
    pub why: String,
    /// What to write down on completion.
    pub evidence_asked: String,
    /// Whether it may be completed as not needed.
    pub optional: bool,
    /// `R-1042`.
    pub renewal: String,
    /// Account name.
    pub account: String,
    /// Account reference.
    pub account_reference: String,
    /// Revision of the account: changes with anything of it.
    pub revision: u64,
    /// Due day.
    pub due_on: Date,
    /// T-0 of the renewal.
    pub end_on: Date,
    /// `T-47`.
    pub t_minus: String,
    /// Amount up for renewal.
    pub atr: Money,
    /// The same in the reporting currency; `None` for a yearly review, which stays out of every sum.
    pub atr_reporting: Option<Money>,
    /// Risk category.
    pub risk: Risk,
    /// Who must do it.
    pub holder: Person,
    /// Until when it is out of the way, and why.
    pub put_off: Option<(Date, String)>,
    /// Who gave it to whoever does it, and why; they do it for the holder.
    pub given: Option<(String, String)>,
}

/// Tasks that are due together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Overdue, Today, This week, Next 30 days, Put off.
    pub title: &'static str,
    /// Tasks, most urgent first; on one day by risk, then by money.
    pub tasks: Vec<TaskItem>,
}

/// A decision day ahead on a renewal that the person has a part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub on: Date,
    /// Days to it.
    pub days: i64,
    /// Whether it is a notice deadline, else the term end.
    pub is_notice: bool,
    /// `R-1042`.
    pub renewal: String,
    /// Account name.
    pub account: String,
    /// Amount up for renewal.
    pub atr: Money,
}

/// Somebody who is away, with the tasks that the person may do for them meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// Who is away.
    pub person: Person,
    /// First day back.
    pub to_on: Date,
    /// What is due before they are back, or within the week.
    pub tasks: Vec<TaskItem>,
}

/// The page of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayView {
    /// Today.
    pub today: Date,
    /// Whose page it is.
    pub person: Person,
    /// To whom overdue steps go.
    pub escalates_to: Option<Person>,
    /// Whether anybody reports to the person, who then has a team to look at.
    pub leads: bool,
    /// Tasks by when they are due.
    pub buckets: Vec<Bucket>,
    /// Overdue tasks of those who report to the person.
    pub escalated: Vec<TaskItem>,
    /// Tasks of those whom the person stands in for.
    pub standing_in: Vec<StandIn>,
    /// Handoffs that wait for the person: to accept, or to bring the receiver to the customer.
    pub handoffs: Vec<HandoffToDo>,
    /// Expansions that wait for the person's answer, by the day on which it is due.
    pub expansions: Vec<ExpansionItem>,
    /// What the person promised customers and is due within 14 days or overdue, by the day on which it is due.
    pub commitments: Vec<CommitmentItem>,
    /// Proposals that wait for the person's approval, the oldest question first.
    pub approvals: Vec<Waiting>,
    /// The forecast of this week, where the person owes one; `None` where nothing of theirs ends soon, it is submitted, or nobody here ever
    /// submitted any.
    pub forecast: Option<ForecastToDo>,
    /// Decision days in the next 60 days.
    pub deadlines: Vec<Deadline>,
    /// Findings that the person should act on.
    pub findings: Vec<FindingItem>,
    /// Open renewals in which the person holds something.
    pub open_renewals: u64,
    /// Their amount in the reporting currency; yearly reviews left out.
    pub atr_total: Money,
}

/// Tasks of a queue that are read or counted.
pub(super) const QUEUE_MAX: u32 = 500;

impl App {
    /// The page of a person, named by reference or e-mail.
    ///
    /// # Errors
    /// A person that does not exist.
    pub async fn today_of(&self, reference: &str) -> Result<TodayView, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let me = teammate(facts.teammates.values(), reference)?.clone();
        self.page_of(&tx, &facts, me).await
    }

    /// The page of a person, from what is known of people.
    async fn page_of(&self, tx: &Tx, facts: &Facts, me: Teammate) -> Result<TodayView, AppError> {
        let today = self.today(&facts.organisation);
        let persons = people(facts, today);
        let queue = tx.queue_of(me.id, today.saturating_add(31.days()), QUEUE_MAX).await?;
        let mut escalated = tx.queue_of_reports(me.id, today, QUEUE_MAX).await?;
        escalated.retain(|row| escalates(row.task.due_on, today));
        let away: Vec<_> = facts.absences.values().filter(|a| a.delegate == Some(me.id) && a.covers(today)).collect();
        let mut stood_in = Vec::new();
        for absence in away {
            let until = absence.to_on.max(today.saturating_add(8.days()));
            stood_in.push((absence.teammate, absence.to_on, tx.queue_of(absence.teammate, until, QUEUE_MAX).await?));
        }
        let mine = GridFilter { holder: Some(me.id), ..GridFilter::default() };
        let (open_renewals, atr_minor) = tx.renewal_totals(&mine, 10_000).await?;
        let soon = GridFilter { decides_before: Some(today.saturating_add(60.days())), ..mine };
        let mut deadlines: Vec<Deadline> = tx
            .renewal_rows(&soon, None, 200)
            .await?
            .into_iter()
            .filter(|row| row.renewal.target.decision_on >= today)
            .map(|row| deadline(&row, today))
            .collect();
        deadlines.sort_by(|a, b| (a.on, &a.account).cmp(&(b.on, &b.account)));
        let noted = self.noted(tx, me.id, (facts, &persons)).await?;
        let handoffs = to_do(tx.handoffs_for(me.id, QUEUE_MAX).await?, me.id, (facts, &persons), today);
        let unanswered = tx.unanswered(me.id, QUEUE_MAX).await?;
        let expansions = unanswered.into_iter().filter_map(|row| expansion_item(row, &persons, today)).collect();
        let shape = |rows: Vec<QueueRow>| ordered(rows.into_iter().filter_map(|row| task_item(row, facts, &persons, today)).collect());
        Ok(TodayView {
            today,
            leads: facts.teammates.values().any(|person| person.manager == Some(me.id) && person.is_active_on(today)),
            escalates_to: me.manager.and_then(|id| persons.get(&id)).cloned(),
            buckets: buckets(shape(queue), today),
            escalated: shape(escalated),
            standing_in: stood_in
                .into_iter()
                .filter_map(|(id, to_on, rows)| Some(StandIn { person: persons.get(&id)?.clone(), to_on, tasks: shape(rows) }))
                .collect(),
            handoffs,
            expansions,
            commitments: noted.commitments.clone(),
            approvals: tx.approvals_waiting(me.id).await?.into_iter().map(Waiting::from).collect(),
            forecast: self.forecast_to_do(tx, (facts, me.id)).await?,
            deadlines,
            findings: noted.findings.clone(),
            open_renewals,
            atr_total: Money::new(atr_minor, facts.reporting()),
            person: Person::of(&me, today),
        })
    }

    /// The page of whoever is signed in; `None` for a user who is no teammate.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn my_today(&self, actor: &Actor) -> Result<Option<TodayView>, AppError> {
        let Some(id) = actor.teammate() else { return Ok(None) };
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        match facts.teammates.get(&id) {
            Some(me) => Ok(Some(self.page_of(&tx, &facts, me.clone()).await?)),
            None => Ok(None),
        }
    }
}

fn deadline(row: &tenure_store::RenewalRow, today: Date) -> Deadline {
    let target = &row.renewal.target;
    Deadline {
        on: target.decision_on,
        days: days_between(today, target.decision_on),
        is_notice: target.auto_renew,
        renewal: row.renewal.reference(),
        account: row.account.name.clone(),
        atr: target.atr,
    }
}

pub(super) fn task_item(row: QueueRow, facts: &Facts, people: &BTreeMap<TeammateId, Person>, today: Date) -> Option<TaskItem> {
    let decided = row.renewal.decided.as_ref();
    let step = decided.and_then(|d| facts.playbook(&d.playbook)).and_then(|playbook| playbook.step(&row.task.step));
    let target = &row.renewal.target;
    Some(TaskItem {
        id: row.task.id,
        why: why(&row, today),
        evidence_asked: step.map(|s| s.evidence.clone()).unwrap_or_default(),
        optional: step.is_some_and(|s| s.optional),
        title: row.task.title.clone(),
        renewal: row.renewal.reference(),
        account: row.account.name,
        account_reference: row.account.reference,
        revision: row.revision,
        due_on: row.task.due_on,
        end_on: target.end_on,
        t_minus: t_minus(target.end_on, today),
        atr: target.atr,
        atr_reporting: (row.renewal.kind == RenewalKind::Renewal).then_some(target.atr_reporting),
        risk: row.account.risk,
        holder: people.get(&row.task.given.as_ref().map_or(row.holder, |given| given.to))?.clone(),
        put_off: row.task.put_off.filter(|put_off| today < put_off.until).map(|put_off| (put_off.until, put_off.reason)),
        given: row.task.given.map(|given| (given.by, given.reason)),
    })
}

/// `due Fri 20 Nov, 3 days ago; renews by itself unless answered by Wed 25 Nov`.
fn why(row: &QueueRow, today: Date) -> String {
    let target = &row.renewal.target;
    let late = days_between(row.task.due_on, today);
    let due = match late {
        0 => "due today".to_string(),
        1 => format!("due {}, yesterday", weekday_date(row.task.due_on)),
        2.. => format!("due {}, {late} days ago", weekday_date(row.task.due_on)),
        _ => format!("due {}", weekday_date(row.task.due_on)),
    };
    let to_notice = days_between(today, target.notice_on);
    let clock = match (target.auto_renew, to_notice) {
        (true, 0..) => format!("renews by itself unless answered by {}", weekday_date(target.notice_on)),
        (true, _) => format!("notice deadline passed on {}", weekday_date(target.notice_on)),
        (false, _) => format!("term ends {}", weekday_date(target.end_on)),
    };
    format!("{due}; {clock}")
}

pub(super) fn ordered(mut tasks: Vec<TaskItem>) -> Vec<TaskItem> {
    let urgency = |risk: Risk| match risk {
        Risk::Red => 0,
        Risk::Yellow => 1,
        Risk::Unknown => 2,
        Risk::Expansion => 3,
        Risk::Green => 4,
    };
    tasks.sort_by(|a, b| {
        (a.due_on, urgency(a.risk), std::cmp::Reverse(a.atr.minor), &a.title).cmp(&(
            b.due_on,
            urgency(b.risk),
            std::cmp::Reverse(b.atr.minor),
            &b.title,
        ))
    });
    tasks
}

pub(super) fn buckets(tasks: Vec<TaskItem>, today: Date) -> Vec<Bucket> {
    let to_sunday = i64::from(Weekday::Sunday.since(today.weekday()));
    let week_end = today.saturating_add(to_sunday.days());
    let mut buckets: Vec<Bucket> =
        ["Overdue", "Today", "This week", "Next 30 days", "Put off"].into_iter().map(|title| Bucket { title, tasks: Vec::new() }).collect();
    for task in tasks {
        let index = match task.due_on {
            _ if task.put_off.is_some() => 4,
            due if due < today => 0,
            due if due == today => 1,
            due if due <= week_end => 2,
            _ => 3,
        };
        buckets[index].tasks.push(task);
    }
    buckets.retain(|bucket| !bucket.tasks.is_empty());
    buckets
}
