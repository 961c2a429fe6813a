//! Handoffs: those that wait and all of them, one with its brief, and how well a company hands over.

use super::customer::{ActivityItem, activity_items};
use super::renewals::{item, row_of};
use super::{CommitmentItem, ObjectionItem, Person, RenewalItem, commitment_items, objection_items, people};
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::handoff::{found, scope_of};
use crate::identity::teammate;
use crate::permission::{leads, may_act};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::account::{Face, RiskCall, Stakeholder, faces};
use tenure_core::checks::introducer;
use tenure_core::facts::Facts;
use tenure_core::ownership::handoff::{FIGURES_DAYS, Figures, Handoff};
use tenure_core::primitives::{AccountId, TeammateId, days_between};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::{Renewal, State, TaskState};
use tenure_core::room::Room;
use tenure_store::{HandoffFilter, HandoffKey, HandoffRow, Scope};

/// Spans that the figures look at, at most.
const SPANS_MAX: u32 = 20_000;

/// Which handoffs to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandoffQuery {
    /// Only those that wait for somebody.
    pub waiting: bool,
    /// Reference or e-mail of who gives.
    pub giver: Option<String>,
    /// Reference or e-mail of who receives; with a giver, either.
    pub receiver: Option<String>,
    /// Where to continue, as the page before said.
    pub after: Option<String>,
    /// Rows, 1 to 200; 50 where it is `None`.
    pub limit: Option<u16>,
}

/// One handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoffItem {
    /// `R-1042-H1`.
    pub reference: String,
    /// As it is recorded.
    pub handoff: Handoff,
    /// Its renewal.
    pub renewal: RenewalItem,
    /// Who gives.
    pub giver: Person,
    /// Who receives.
    pub receiver: Person,
    /// Days since it began; until it was settled, where it was.
    pub days: i64,
    /// Whether its clock has run out.
    pub overdue: bool,
}

impl HandoffItem {
    /// Whether two handoffs can be met and accepted together: one customer, the same two people, the same thing to do.
    pub fn goes_with(&self, other: &Self) -> bool {
        let key =
            |item: &Self| (item.renewal.account_reference.clone(), item.handoff.giver, item.handoff.receiver, item.handoff.state.code());
        key(self) == key(other)
    }
}

/// A page of handoffs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoffPage {
    /// Today.
    pub today: Date,
    /// Those that wait by their clock; all of them by the day they began, the latest first.
    pub items: Vec<HandoffItem>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How well the company hands over.
    pub figures: Figures,
}

/// One of ours whom the customer met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaceItem {
    /// Who.
    pub person: Person,
    /// The last time.
    pub last_on: Date,
    /// How many times in 90 days.
    pub times: u32,
}

/// What the receiver should know, as the facts tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// People at the customer who are still there, with their roles.
    pub stakeholders: Vec<Stakeholder>,
    /// The last judgement of its risk.
    pub risk: Option<RiskCall>,
    /// What finished steps wrote down: value, terms, objections and promises, with the day of the step and who said so.
    pub said: Vec<(String, String, String)>,
    /// Steps that the receiver takes over: title and due day.
    pub open_steps: Vec<(String, Date)>,
    /// Notice, renewal and uplift of the contract.
    pub terms: String,
    /// The last contacts, newest first.
    pub contacts: Vec<ActivityItem>,
    /// What we promised the customer and is still to be kept.
    pub commitments: Vec<CommitmentItem>,
    /// What the customer objects to and is not out of the way.
    pub objections: Vec<ObjectionItem>,
    /// Whom of ours the customer met in 90 days.
    pub faces: Vec<FaceItem>,
}

/// What the viewer may do about a handoff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandoffRights {
    /// Record the meeting.
    pub meet: bool,
    /// Accept or decline.
    pub accept: bool,
    /// Let the meeting pass.
    pub waive: bool,
}

/// One handoff with its brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoffView {
    /// Today.
    pub today: Date,
    /// The handoff.
    pub item: HandoffItem,
    /// Others of the account that can be met and accepted with it.
    pub with: Vec<HandoffItem>,
    /// What the receiver should know.
    pub brief: Brief,
    /// The joint meeting, or the introduction after a waiver.
    pub touch: Option<ActivityItem>,
    /// Who brings the receiver along.
    pub introducer: Person,
    /// What the viewer may do.
    pub rights: HandoffRights,
}

impl App {
    /// Lists handoffs with the figures of the company.
    ///
    /// # Errors
    /// A person that does not exist, or a cursor that no page gave.
    pub async fn handoffs(&self, query: &HandoffQuery) -> Result<HandoffPage, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let id = |reference: &Option<String>| match reference.as_deref() {
            Some(reference) => teammate(facts.teammates.values(), reference).map(|person| Some(person.id)),
            None => Ok(None),
        };
        let filter = HandoffFilter { waiting: query.waiting, giver: id(&query.giver)?, receiver: id(&query.receiver)? };
        let after = query.after.as_deref().map(place).transpose()?;
        let limit = query.limit.unwrap_or(50).clamp(1, 200);
        let mut rows = tx.handoffs(&filter, after, u32::from(limit) + 1).await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let next = rows.last().filter(|_| more).and_then(|row| {
            let on = if query.waiting { row.handoff.clock()? } else { row.handoff.opened_on };
            Some(format!("{on}.{}", row.handoff.id))
        });
        let spans = tx.handoff_spans(today.saturating_sub(FIGURES_DAYS.days()), SPANS_MAX).await?;
        let persons = people(&facts, today);
        let items = rows.into_iter().filter_map(|row| handoff_item(row, &persons, today)).collect();
        Ok(HandoffPage { today, items, next, figures: Figures::of(&spans, today) })
    }

    /// One handoff with its brief, as one person sees it.
    ///
    /// # Errors
    /// A handoff that does not exist.
    pub async fn handoff(&self, actor: &Actor, reference: &str) -> Result<HandoffView, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&scope_of(reference)?, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let persons = people(&facts, today);
        let (handoff, renewal) = found(&facts, reference)?;
        let revision = tx.revision(renewal.account).await?;
        let item_of = |handoff: &Handoff| {
            let renewal = row_of(&facts, facts.renewals.get(&handoff.renewal)?, revision)?;
            handoff_item(HandoffRow { handoff: handoff.clone(), renewal }, &persons, today)
        };
        let item = item_of(handoff).ok_or_else(|| AppError::not_found("handoff", reference))?;
        let others = facts.handoffs.values().filter(|other| other.id != handoff.id && other.clock().is_some());
        let with = others.filter_map(item_of).filter(|other| other.renewal.state == State::Open && item.goes_with(other));
        let presents = introducer(&facts, handoff, today);
        let touch = activity_items(&facts, &persons, |activity| Some(activity.id) == handoff.state.touch()).pop();
        Ok(HandoffView {
            today,
            with: with.collect(),
            brief: brief(&facts, (handoff, renewal), &persons, today),
            touch,
            introducer: persons.get(&presents).cloned().unwrap_or_else(|| item.giver.clone()),
            rights: rights(actor, handoff, (&facts, presents), today),
            item,
        })
    }
}

fn rights(actor: &Actor, handoff: &Handoff, (facts, presents): (&Facts, TeammateId), today: Date) -> HandoffRights {
    let open = handoff.state.is_open();
    let concerned = [handoff.giver, handoff.receiver, presents].into_iter().any(|person| may_act(actor, person, facts, today));
    HandoffRights {
        meet: concerned && (handoff.state.code() == "opened" || handoff.state.owes_introduction()),
        accept: open && may_act(actor, handoff.receiver, facts, today),
        waive: open && (leads(actor, handoff.giver, facts) || leads(actor, handoff.receiver, facts)),
    }
}

fn handoff_item(row: HandoffRow, persons: &BTreeMap<TeammateId, Person>, today: Date) -> Option<HandoffItem> {
    let HandoffRow { handoff, renewal } = row;
    let until = handoff.state.word().map_or(today, |word| word.on);
    Some(HandoffItem {
        reference: handoff.reference(&renewal.renewal),
        giver: persons.get(&handoff.giver)?.clone(),
        receiver: persons.get(&handoff.receiver)?.clone(),
        days: days_between(handoff.opened_on, until),
        overdue: handoff.is_overdue(today) && renewal.renewal.is_open(),
        renewal: item(renewal, persons, today),
        handoff,
    })
}

fn brief(facts: &Facts, (handoff, renewal): (&Handoff, &Renewal), persons: &BTreeMap<TeammateId, Person>, today: Date) -> Brief {
    let mut stakeholders: Vec<Stakeholder> =
        facts.stakeholders.values().filter(|person| person.account == renewal.account && person.is_there_on(today)).cloned().collect();
    stakeholders.sort_by(|a, b| (a.roles.is_empty(), &a.name).cmp(&(b.roles.is_empty(), &b.name)));
    let tasks = facts.tasks_of(renewal.id);
    let done = tasks.iter().filter(|task| task.state == TaskState::Done);
    let open = tasks.iter().filter(|task| task.state == TaskState::Open && handoff.responsibilities.contains(&task.lead));
    let mut contacts = activity_items(facts, persons, |activity| activity.account == renewal.account && !activity.withdrawn);
    contacts.truncate(5);
    let nothing = Room::default();
    let room = facts.room(renewal.account).unwrap_or(&nothing);
    let promised = room.commitments.values().filter(|promise| promise.is_open());
    let mut objections = objection_items(facts, room);
    objections.retain(|item| item.objection.resolved.is_none());
    Brief {
        stakeholders,
        risk: facts.risk_calls.get(&renewal.account).and_then(|calls| calls.last()).cloned(),
        said: done.map(|task| (task.title.clone(), task.evidence.clone(), task.completed_by.clone())).collect(),
        open_steps: open.map(|task| (task.title.clone(), task.due_on)).collect(),
        terms: terms(facts, renewal),
        contacts,
        commitments: commitment_items(facts, promised, (persons, today)),
        objections,
        faces: face_items(facts, renewal.account, persons, today),
    }
}

fn terms(facts: &Facts, renewal: &Renewal) -> String {
    let Some(contract) = facts.contracts.get(&renewal.contract) else { return String::new() };
    let renews =
        if contract.auto_renew { format!("renews by itself for {} months", contract.renewal_months) } else { "ends unless renewed".into() };
    let notice = contract.notice_days.map_or_else(|| "notice period unknown".into(), |days| format!("{days} days' notice"));
    let percent = |bps: u32| format!("{}.{:02}%", bps / 100, bps % 100);
    let cap = contract.uplift_cap_bps.map(|cap| format!(", uplift capped at {}", percent(cap))).unwrap_or_default();
    format!("{}: {renews}, {notice}{cap}", contract.reference)
}

/// Whom of ours an account met in 90 days.
pub(crate) fn face_items(facts: &Facts, account: AccountId, persons: &BTreeMap<TeammateId, Person>, today: Date) -> Vec<FaceItem> {
    let item = |face: &Face| Some(FaceItem { person: persons.get(&face.teammate)?.clone(), last_on: face.last_on, times: face.times });
    faces(facts.activities.values(), account, today).iter().filter_map(item).collect()
}

fn place(text: &str) -> Result<HandoffKey, AppError> {
    let read = || {
        let (on, id) = text.split_once('.')?;
        Some((on.parse().ok()?, id.parse().ok()?))
    };
    read().ok_or_else(|| {
        let problem = "is not a place that a page gave".to_string();
        Refusal { column: Some("after".into()), value: Some(text.into()), problem, ..Refusal::default() }.into()
    })
}

/// A handoff that waits for a person, as it stands on Today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoffToDo {
    /// The handoff, and the first of those that go with it.
    pub item: HandoffItem,
    /// How many go together.
    pub together: usize,
    /// Whether the person should bring the receiver to the customer; else accept.
    pub introduces: bool,
}

/// What of the waiting handoffs a person must do, by their clock; those that go together once.
pub(crate) fn to_do(
    rows: Vec<HandoffRow>,
    me: TeammateId,
    (facts, persons): (&Facts, &BTreeMap<TeammateId, Person>),
    today: Date,
) -> Vec<HandoffToDo> {
    let mut found: Vec<HandoffToDo> = Vec::new();
    for row in rows {
        let Some(item) = handoff_item(row, persons, today) else { continue };
        let met = item.handoff.state.code() == "met";
        let introduces = !met && introducer(facts, &item.handoff, today) == me;
        let accepts = met && item.handoff.receiver == me;
        if !introduces && !accepts {
            continue;
        }
        match found.iter_mut().find(|known| known.item.goes_with(&item)) {
            Some(known) => known.together += 1,
            None => found.push(HandoffToDo { item, together: 1, introduces }),
        }
    }
    found
}
