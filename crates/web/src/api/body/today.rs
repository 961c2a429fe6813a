//! Bodies about one person's queue.

use super::{CommitmentBody, ExpansionBody, FindingBody, HandoffBody, MoneyBody, NamedBody, PersonBody, WaitingApprovalBody};
use serde::Serialize;
use tenure_app::{Bucket, Group, Grouping, TaskItem, TodayView, grouped};
use utoipa::ToSchema;

/// One task of a queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskBody {
    /// Task id.
    #[schema(format = Uuid)]
    pub task: String,
    /// What to do.
    pub title: String,
    /// Why now.
    pub why: String,
    /// Renewal reference.
    pub renewal: String,
    /// Account.
    pub account: NamedBody,
    /// Due day.
    #[schema(format = Date)]
    pub due_on: String,
    /// Amount up for renewal.
    pub atr: MoneyBody,
    /// Risk category.
    pub risk: String,
    /// Who must do it.
    pub holder: PersonBody,
    /// Until when it is put off; null where it is not.
    #[schema(format = Date)]
    pub put_off_until: Option<String>,
    /// Who gave it to whoever does it; null where the holder does it.
    pub given_by: Option<String>,
    /// Revision of the account: changes with anything of it.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub revision: u64,
}

impl From<&TaskItem> for TaskBody {
    fn from(task: &TaskItem) -> Self {
        Self {
            task: task.id.to_string(),
            title: task.title.clone(),
            why: task.why.clone(),
            renewal: task.renewal.clone(),
            account: NamedBody { reference: task.account_reference.clone(), name: task.account.clone() },
            due_on: task.due_on.to_string(),
            atr: task.atr.into(),
            risk: task.risk.code().into(),
            holder: (&task.holder).into(),
            put_off_until: task.put_off.as_ref().map(|(until, _)| until.to_string()),
            given_by: task.given.as_ref().map(|(by, _)| by.clone()),
            revision: task.revision,
        }
    }
}

/// Tasks that are due together.
#[derive(Debug, Serialize, ToSchema)]
pub struct TodayBucketBody {
    /// Overdue, Today, This week, Next 30 days, Put off.
    pub title: String,
    /// Tasks, most urgent first.
    pub tasks: Vec<TaskBody>,
}

/// Tasks that stand together.
#[derive(Debug, Serialize, ToSchema)]
pub struct TodayGroupBody {
    /// What they have in common: Overdue, the account, the day, the step.
    pub title: String,
    /// Renewals that they belong to.
    #[schema(minimum = 0, maximum = 10_000)]
    pub renewals: u64,
    /// What those have up for renewal in the reporting currency: each once, yearly reviews left out.
    pub atr: MoneyBody,
    /// Tasks, most urgent first.
    pub tasks: Vec<TaskBody>,
}

impl From<&Group> for TodayGroupBody {
    fn from(group: &Group) -> Self {
        let tasks = group.tasks.iter().map(TaskBody::from).collect();
        Self { title: group.title.clone(), renewals: group.renewals, atr: group.atr.into(), tasks }
    }
}

/// What one person must do.
#[derive(Debug, Serialize, ToSchema)]
pub struct TodayBody {
    /// Today.
    #[schema(format = Date)]
    pub today: String,
    /// Whose queue it is.
    pub person: PersonBody,
    /// Tasks by when they are due.
    pub buckets: Vec<TodayBucketBody>,
    /// The same tasks by what was asked for; null where it was not. The part with the most urgent task comes first, days in their order.
    pub groups: Option<Vec<TodayGroupBody>>,
    /// Overdue tasks of those who report to the person.
    pub escalated: Vec<TaskBody>,
    /// Open renewals in which the person holds something.
    #[schema(minimum = 0, maximum = 10_000)]
    pub open_renewals: u64,
    /// Their amount in the reporting currency.
    pub atr_total: MoneyBody,
    /// Handoffs that wait for the person: to accept, or to bring the receiver to the customer.
    pub handoffs: Vec<HandoffBody>,
    /// Expansions that wait for the person's answer, by the day on which it is due.
    pub expansions: Vec<ExpansionBody>,
    /// What the person promised customers and is due within 14 days or overdue.
    pub commitments: Vec<CommitmentBody>,
    /// Proposals that wait for the person's approval, the oldest question first.
    pub approvals: Vec<WaitingApprovalBody>,
    /// Findings the person should act on.
    pub findings: Vec<FindingBody>,
}

impl TodayBody {
    /// With the tasks parted otherwise as well.
    pub fn in_groups(self, view: &TodayView, grouping: Grouping) -> Self {
        let groups = grouped(&view.buckets, grouping, view.atr_total.currency);
        Self { groups: Some(groups.iter().map(TodayGroupBody::from).collect()), ..self }
    }
}

impl From<&TodayView> for TodayBody {
    fn from(view: &TodayView) -> Self {
        let bucket =
            |bucket: &Bucket| TodayBucketBody { title: bucket.title.into(), tasks: bucket.tasks.iter().map(TaskBody::from).collect() };
        Self {
            today: view.today.to_string(),
            person: (&view.person).into(),
            buckets: view.buckets.iter().map(bucket).collect(),
            groups: None,
            escalated: view.escalated.iter().map(TaskBody::from).collect(),
            open_renewals: view.open_renewals,
            atr_total: view.atr_total.into(),
            handoffs: view.handoffs.iter().map(|todo| (&todo.item).into()).collect(),
            expansions: view.expansions.iter().map(ExpansionBody::from).collect(),
            commitments: view.commitments.iter().map(CommitmentBody::from).collect(),
            approvals: view.approvals.iter().map(WaitingApprovalBody::from).collect(),
            findings: view.findings.iter().map(FindingBody::from).collect(),
        }
    }
}
