//! Notices: what a person is told because a day came or somebody did something (REN-4, REN-5). Decided from the facts and a day; what was
//! told is kept, and a notice with the same identity is never made twice.

mod deadlines;
mod findings;
mod mentions;
mod people;
mod preference;
mod steps;

pub use deadlines::LEADS;
pub use preference::{Digest, Preference};

use crate::facts::{Facts, Write};
use crate::primitives::{TeammateId, closed_words};
use crate::renewal::Renewal;
use crate::room::RoomFact;
use jiff::civil::Date;
use std::collections::BTreeMap;

closed_words! {
    /// What a notice is about.
    NoticeKind {
        RenewalOpened = "renewal_opened", "Renewal opened";
        NoticeDeadline = "notice_deadline", "Notice deadline";
        TermEnd = "term_end", "Term end unsigned";
        StepDue = "step_due", "Step due";
        StepOverdue = "step_overdue", "Step overdue";
        StepEscalated = "step_escalated", "Step escalated";
        HandoffWaits = "handoff_waits", "Handoff waits";
        HandoffOverdue = "handoff_overdue", "Handoff overdue";
        CsqlWaits = "csql_waits", "CSQL waits";
        CsqlOverdue = "csql_overdue", "CSQL overdue";
        Finding = "finding", "New finding";
        Assigned = "assigned", "Assigned to you";
        StepGiven = "step_given", "Step given to you";
        ApprovalAsked = "approval_asked", "Approval asked of you";
        Mention = "mention", "You were mentioned";
    }
}

closed_words! {
    /// Whose chat it is.
    ChatService {
        Slack = "slack", "Slack";
        Teams = "teams", "Microsoft Teams";
    }
}

/// Which days are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The last day on which notices were decided; `None` where it is the first time.
    pub told_on: Option<Date>,
    /// Today.
    pub today: Date,
}

impl Days {
    /// Whether something that fell due on a day is told of by its day alone: since the last time, that day included, because what was
    /// written down later on it was not seen.
    fn reach(self, day: Date) -> bool {
        self.told_on.unwrap_or(self.today).min(self.today) <= day && day <= self.today
    }

    /// Whether a day was skipped: nobody was told on it of what fell due.
    fn skipped(self, day: Date) -> bool {
        self.told_on.is_some_and(|told_on| told_on < day) && day < self.today
    }
}

/// What one person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// With the person, what makes it this notice and no other: kind, subject, and the day or state it is about.
    pub identity: String,
    /// Who is told.
    pub person: TeammateId,
    /// Reference of the renewal, handoff, expansion or account.
    pub subject: String,
    /// The day on which it fell due.
    pub due_on: Date,
    /// Whether it fell due on a day on which nothing was told.
    pub late: bool,
    /// In one sentence.
    pub text: String,
    /// Where it leads within the application.
    pub path: String,
}

/// What is told of a subject, before it is addressed to somebody.
struct Told {
    kind: NoticeKind,
    /// What follows the kind in the identity.
    identity: String,
    subject: String,
    due_on: Date,
    text: String,
    path: String,
}

impl Told {
    fn to(self, person: TeammateId, days: Days) -> Notice {
        let Self { kind, identity, subject, due_on, text, path } = self;
        let identity = format!("{kind}:{identity}");
        // Of a sample company's day that was set back, facts may be of later days.
        let due_on = due_on.min(days.today);
        Notice { kind, identity, person, subject, due_on, late: days.skipped(due_on), text, path }
    }
}

/// Every notice that is due on the days. Deciding twice gives the same; whoever keeps them leaves out those that are there already.
/// People who are not with us today are told nothing.
pub fn due(facts: &Facts, days: Days) -> Vec<Notice> {
    let all = deadlines::find(facts, days)
        .into_iter()
        .chain(steps::find(facts, days))
        .chain(people::find(facts, days))
        .chain(mentions::find(facts, days))
        .chain(findings::find(facts, days));
    here_once(facts, all, days)
}

fn here_once(facts: &Facts, all: impl Iterator<Item = Notice>, days: Days) -> Vec<Notice> {
    let here = |person: &TeammateId| facts.teammates.get(person).is_some_and(|teammate| teammate.is_active_on(days.today));
    let one_each: BTreeMap<(TeammateId, String), Notice> =
        all.filter(|notice| here(&notice.person)).map(|notice| ((notice.person, notice.identity.clone()), notice)).collect();
    one_each.into_values().collect()
}

/// What somebody brought upon a person with what was just written: the person is told at once, not only by the work of the next day,
/// which then finds the notice made. Nobody is told of what they did themselves.
pub fn at_once(facts: &Facts, writes: &[Write], (author, today): (&str, Date)) -> Vec<Notice> {
    let days = Days { told_on: Some(today), today };
    let told = writes.iter().flat_map(|write| match write {
        Write::Task(task) => people::of_given_step(facts, task, days).into_iter().collect(),
        Write::Override(named) if named.covers(today) => people::of_override(facts, named, days).into_iter().collect(),
        Write::ProposalStep(step) => {
            let proposal = facts.proposals.get(&(step.renewal, step.version));
            proposal.and_then(|proposal| people::of_approval(facts, proposal, days)).into_iter().collect()
        }
        Write::Room(RoomFact::Comment(comment)) => mentions::of(facts, comment, days),
        _ => Vec::new(),
    });
    let others = told.filter(|notice| facts.teammates.get(&notice.person).is_some_and(|person| person.name != author));
    here_once(facts, others, days)
}

/// `Kestrel Health Systems (R-1042)`.
fn named(facts: &Facts, renewal: &Renewal) -> String {
    let account = facts.accounts.get(&renewal.account).map_or("An account", |account| account.name.as_str());
    format!("{account} ({})", renewal.reference())
}

fn renewal_path(renewal: &Renewal) -> String {
    format!("/renewals/{}", renewal.reference())
}

#[cfg(test)]
mod tests;
