//! A queue as its reader wants it parted: by when steps are due, by account, by day, or by kind of step.

use super::people;
use super::today::{Bucket, QUEUE_MAX, TaskItem, buckets, ordered, task_item};
use crate::App;
use crate::error::AppError;
use crate::identity::teammate;
use jiff::ToSpan;
use std::collections::BTreeSet;
use std::str::FromStr;
use tenure_core::primitives::{Currency, Money, weekday_date};
use tenure_store::Scope;

/// How a queue is parted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grouping {
    /// Overdue, today, this week, later.
    #[default]
    Urgency,
    /// What one customer needs stands together.
    Account,
    /// By due day.
    Day,
    /// Steps of one kind stand together.
    Step,
}

impl Grouping {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Urgency, Self::Account, Self::Day, Self::Step];

    /// The word in addresses and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Urgency => "urgency",
            Self::Account => "account",
            Self::Day => "day",
            Self::Step => "step",
        }
    }

    /// The word on screens.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Urgency => "Urgency",
            Self::Account => "Account",
            Self::Day => "Due day",
            Self::Step => "Kind of step",
        }
    }
}

impl FromStr for Grouping {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|grouping| grouping.code() == word);
        found.ok_or_else(|| "is none of urgency, account, day, step".to_string())
    }
}

/// Steps that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they have in common.
    pub title: String,
    /// The steps, in the order of the queue.
    pub tasks: Vec<TaskItem>,
    /// Renewals that they belong to.
    pub renewals: u64,
    /// What those have up for renewal in the reporting currency: each once, yearly reviews left out.
    pub atr: Money,
}

/// A queue in parts. The part with the most urgent step comes first, days in their order; within a part the order of the queue stays:
/// by due day, then risk, then money.
pub fn grouped(queue: &[Bucket], grouping: Grouping, reporting: Currency) -> Vec<Group> {
    let mut parts: Vec<(String, String, Vec<TaskItem>)> = Vec::new();
    for bucket in queue {
        for task in &bucket.tasks {
            let (key, title) = match grouping {
                Grouping::Urgency => (bucket.title.to_string(), bucket.title.to_string()),
                Grouping::Account => (task.account_reference.clone(), task.account.clone()),
                Grouping::Day => (task.due_on.to_string(), weekday_date(task.due_on)),
                Grouping::Step => (task.title.clone(), task.title.clone()),
            };
            match parts.iter_mut().find(|(known, ..)| *known == key) {
                Some((.., tasks)) => tasks.push(task.clone()),
                None => parts.push((key, title, vec![task.clone()])),
            }
        }
    }
    if grouping == Grouping::Day {
        parts.sort_by(|a, b| a.0.cmp(&b.0));
    }
    parts.into_iter().map(|(_, title, tasks)| group(title, tasks, reporting)).collect()
}

fn group(title: String, tasks: Vec<TaskItem>, reporting: Currency) -> Group {
    let mut seen = BTreeSet::new();
    let once: Vec<&TaskItem> = tasks.iter().filter(|task| seen.insert(task.renewal.clone())).collect();
    let minor = once.iter().filter_map(|task| task.atr_reporting).map(|atr| atr.minor).sum();
    let renewals = once.len() as u64;
    Group { title, atr: Money::new(minor, reporting), renewals, tasks }
}

impl App {
    /// What the people who report to a person must do, in the buckets of a queue. Named by reference or e-mail.
    ///
    /// # Errors
    /// A person that does not exist.
    pub async fn queue_of_team(&self, reference: &str) -> Result<Vec<Bucket>, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let manager = teammate(facts.teammates.values(), reference)?.id;
        let persons = people(&facts, today);
        let rows = tx.queue_of_reports(manager, today.saturating_add(31.days()), QUEUE_MAX).await?;
        let items = rows.into_iter().filter_map(|row| task_item(row, &facts, &persons, today)).collect();
        Ok(buckets(ordered(items), today))
    }
}
