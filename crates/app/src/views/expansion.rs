//! Expansions: the list with its totals, one with its owners and its history, and those that wait for somebody's answer.

use super::account::event_item;
use super::standing::override_items;
use super::{EventItem, Named, OverrideItem, Person, owners, people};
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::expansion::{closer, found, is_finder, scope_of};
use crate::identity::teammate;
use crate::money::MovementItem;
use crate::permission::may_act;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::expansion::{Expansion, ExpansionState, Source};
use tenure_core::facts::Facts;
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{Passage, Stream, holdings, in_force};
use tenure_core::primitives::{Money, TeammateId};
use tenure_core::refusal::Refusal;
use tenure_store::{ExpansionFilter, ExpansionRow};

/// Events of one expansion that are shown.
const EVENTS_MAX: u32 = 50;

/// Which expansions to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpansionQuery {
    /// Code of a state, or `open` for those that are not settled; every state where it is `None`.
    pub state: Option<String>,
    /// Only those whose answer is overdue.
    pub overdue: bool,
    /// Reference or e-mail of who closes it.
    pub person: Option<String>,
    /// Reference or e-mail of who found it.
    pub finder: Option<String>,
    /// Found by customer success or by sales.
    pub source: Option<Source>,
    /// Type.
    pub kind: Option<Class>,
    /// Reference of an account.
    pub account: Option<String>,
    /// Least expected ARR, in minor units of the reporting currency.
    pub expected_from_minor: Option<i64>,
    /// Where to continue, as the page before said.
    pub after: Option<String>,
    /// Rows, 1 to 200; 50 where it is `None`.
    pub limit: Option<u16>,
}

/// One expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpansionItem {
    /// `E-12`.
    pub reference: String,
    /// As it is recorded.
    pub expansion: Expansion,
    /// Its account.
    pub account: Named,
    /// Who found it.
    pub finder: Person,
    /// Who answers it and closes it; `None` where nobody owned it here.
    pub closer: Option<Person>,
    /// Who holds what.
    pub owners: Vec<(Person, Vec<Responsibility>)>,
    /// Whether its answer is overdue.
    pub overdue: bool,
}

/// A page of expansions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpansionPage {
    /// Today.
    pub today: Date,
    /// The latest first.
    pub items: Vec<ExpansionItem>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many the filter leaves.
    pub total: u64,
    /// What is expected of them, in the reporting currency.
    pub expected: Money,
    /// Expansions of the whole book that wait for an answer.
    pub waiting: u64,
    /// Those of them whose answer is overdue.
    pub overdue: u64,
}

/// One stretch of accountability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpansionStretch {
    /// Who.
    pub person: Person,
    /// First day.
    pub from_on: Date,
    /// First day no longer, or still in force.
    pub to_on: Option<Date>,
    /// Who let a meeting pass at its beginning, and why.
    pub waived: Option<(String, String)>,
}

/// Who holds a responsibility of an expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpansionOwner {
    /// Which.
    pub responsibility: Responsibility,
    /// Who is accountable.
    pub person: Person,
    /// Why, in one sentence.
    pub why: String,
    /// Everybody who held it, first to last.
    pub stretches: Vec<ExpansionStretch>,
}

/// What the viewer may do about an expansion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpansionRights {
    /// Accept or reject it.
    pub answer: bool,
    /// Say that it was won or lost.
    pub close: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Open it again.
    pub reopen: bool,
    /// Put it right.
    pub correct: bool,
    /// What may be reassigned by name.
    pub reassign: BTreeSet<Responsibility>,
}

/// One expansion with its owners and its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpansionView {
    /// Today.
    pub today: Date,
    /// The expansion.
    pub item: ExpansionItem,
    /// Revision of its account: changes with anything of it.
    pub revision: u64,
    /// Its owners; none where nobody owned it here.
    pub owners: Vec<ExpansionOwner>,
    /// Reassignments in force.
    pub overrides: Vec<OverrideItem>,
    /// Who had the responsibility for expansion on the day it was settled.
    pub closed_by: Option<Person>,
    /// What happened, newest first.
    pub events: Vec<EventItem>,
    /// Movements that could close it, latest first, each with whether it is of its type; where the viewer may close it.
    pub movements: Vec<MovementItem>,
    /// What the viewer may do.
    pub rights: ExpansionRights,
}

impl App {
    /// Lists expansions with their totals.
    ///
    /// # Errors
    /// A person or a state that does not exist, or a place that no page gave.
    pub async fn expansions(&self, query: &ExpansionQuery) -> Result<ExpansionPage, AppError> {
        let tx = self.store().read().await?;
        let facts = tx.facts(&tenure_store::Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let filter = filter(query, &facts, today)?;
        let after = query.after.as_deref().map(place).transpose()?;
        let limit = query.limit.unwrap_or(50).clamp(1, 200);
        let mut rows = tx.expansions(&filter, after, u32::from(limit) + 1).await?;
        let more = rows.len() > usize::from(limit);
        rows.truncate(usize::from(limit));
        let next = rows.last().filter(|_| more).map(|row| row.expansion.number.to_string());
        let totals = tx.expansion_totals(&filter).await?;
        let raised = ExpansionFilter { states: vec!["raised"], ..ExpansionFilter::default() };
        let late = ExpansionFilter { overdue_on: Some(today), ..ExpansionFilter::default() };
        let (waiting, overdue) = (tx.expansion_totals(&raised).await?.count, tx.expansion_totals(&late).await?.count);
        let persons = people(&facts, today);
        Ok(ExpansionPage {
            today,
            items: rows.into_iter().filter_map(|row| expansion_item(row, &persons, today)).collect(),
            next,
            total: totals.count,
            expected: Money::new(totals.expected_minor, facts.reporting()),
            waiting,
            overdue,
        })
    }

    /// One expansion, as one person sees it.
    ///
    /// # Errors
    /// An expansion that does not exist.
    pub async fn expansion(&self, actor: &Actor, reference: &str) -> Result<ExpansionView, AppError> {
        let tx = self.store().read().await?;
        let facts = tx.facts(&scope_of(reference)?, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let persons = people(&facts, today);
        let expansion = found(&facts, reference)?;
        let unknown = || AppError::not_found("expansion", reference);
        let account = facts.accounts.get(&expansion.account).ok_or_else(unknown)?;
        let around = tx.surroundings(account, &[expansion.reference()], EVENTS_MAX).await?;
        let rights = rights(actor, expansion, &facts, today);
        let item = expansion_items(&facts, &persons, today).into_iter().find(|item| item.expansion.id == expansion.id);
        let closed_on = expansion.state.settled().map(|word| word.on);
        let closed_by =
            closed_on.and_then(|day| in_force(facts.entries(expansion.id), Responsibility::Expansion, Stream::Accountable, day));
        drop(tx);
        let movements = if rights.close { self.movements_for(reference).await? } else { Vec::new() };
        Ok(ExpansionView {
            today,
            item: item.ok_or_else(unknown)?,
            revision: around.revision,
            owners: expansion_owners(&facts, expansion, &persons),
            overrides: override_items(&facts, expansion.id.into(), (&persons, today)),
            closed_by: closed_by.and_then(|entry| persons.get(&entry.holder)).cloned(),
            events: around.events.into_iter().map(event_item).collect(),
            movements,
            rights,
        })
    }
}

fn filter(query: &ExpansionQuery, facts: &Facts, today: Date) -> Result<ExpansionFilter, AppError> {
    let id = |reference: &Option<String>| match reference.as_deref().filter(|reference| !reference.is_empty()) {
        Some(reference) => teammate(facts.teammates.values(), reference).map(|person| Some(person.id)),
        None => Ok(None),
    };
    let states = match query.state.as_deref().filter(|state| !state.is_empty()) {
        None => Vec::new(),
        Some("open") => vec!["raised", "accepted"],
        Some(state) => {
            let known = ExpansionState::WORDS.iter().find(|(code, _)| *code == state);
            vec![known.ok_or_else(|| AppError::field("state", state, "is not a state of an expansion"))?.0]
        }
    };
    Ok(ExpansionFilter {
        states,
        overdue_on: query.overdue.then_some(today),
        holder: id(&query.person)?,
        finder: id(&query.finder)?,
        source: query.source,
        kind: query.kind,
        account: query.account.clone().filter(|account| !account.is_empty()),
        expected_from_minor: query.expected_from_minor,
    })
}

fn place(text: &str) -> Result<u32, AppError> {
    let problem = "is not a place that a page gave".to_string();
    text.parse().map_err(|_| Refusal { column: Some("after".into()), value: Some(text.into()), problem, ..Refusal::default() }.into())
}

fn rights(actor: &Actor, expansion: &Expansion, facts: &Facts, today: Date) -> ExpansionRights {
    let (closes, finds) = (may_act(actor, closer(facts, expansion), facts, today), is_finder(actor, expansion, facts));
    let merged = facts.accounts.get(&expansion.account).is_some_and(|account| account.merged_into.is_some());
    let holds = |responsibility: &&Responsibility| {
        let holder = facts.holder(expansion.id, **responsibility);
        expansion.is_open() && (actor.is_administrator() || holder.is_some_and(|holder| may_act(actor, holder, facts, today)))
    };
    ExpansionRights {
        answer: closes && expansion.state == ExpansionState::Raised,
        close: closes && matches!(expansion.state, ExpansionState::Accepted { .. }),
        withdraw: finds && expansion.state == ExpansionState::Raised,
        reopen: (closes || finds) && !expansion.is_open() && expansion.routed.is_some() && !merged,
        correct: (closes || finds) && expansion.is_open(),
        reassign: Responsibility::ALL.iter().filter(holds).copied().collect(),
    }
}

fn expansion_owners(facts: &Facts, expansion: &Expansion, persons: &BTreeMap<TeammateId, Person>) -> Vec<ExpansionOwner> {
    let entries = facts.entries(expansion.id);
    let owner = |responsibility: &Responsibility| {
        let stretches = holdings(entries, *responsibility, Stream::Accountable);
        let designated = in_force(entries, *responsibility, Stream::Designated, Date::MAX)?;
        let person = persons.get(&stretches.last()?.entry.holder)?.clone();
        let stretches = stretches.iter().filter_map(|stretch| {
            let waived = match &stretch.entry.passage {
                Passage::Waived { by, reason, .. } => Some((by.clone(), reason.clone())),
                Passage::Initial | Passage::Joint { .. } => None,
            };
            let person = persons.get(&stretch.entry.holder)?.clone();
            Some(ExpansionStretch { person, from_on: stretch.from_on, to_on: stretch.to_on, waived })
        });
        Some(ExpansionOwner {
            responsibility: *responsibility,
            person,
            why: designated.because.sentence.clone(),
            stretches: stretches.collect(),
        })
    };
    Responsibility::ALL.iter().filter_map(owner).collect()
}

/// The expansions in the facts, the open ones by the day of their answer, then the settled ones, the latest first.
pub(crate) fn expansion_items(facts: &Facts, persons: &BTreeMap<TeammateId, Person>, today: Date) -> Vec<ExpansionItem> {
    let row = |expansion: &Expansion| {
        let held = |responsibility: &Responsibility| Some((*responsibility, facts.holder(expansion.id, *responsibility)?));
        Some(ExpansionRow {
            account: facts.accounts.get(&expansion.account)?.clone(),
            holders: Responsibility::ALL.iter().filter_map(held).collect(),
            expansion: expansion.clone(),
        })
    };
    let items = facts.expansions.values().filter_map(row).filter_map(|row| expansion_item(row, persons, today));
    let mut items: Vec<ExpansionItem> = items.collect();
    items.sort_by_key(|item| (!item.expansion.is_open(), std::cmp::Reverse(item.expansion.number)));
    items
}

pub(crate) fn expansion_item(row: ExpansionRow, persons: &BTreeMap<TeammateId, Person>, today: Date) -> Option<ExpansionItem> {
    let ExpansionRow { expansion, account, holders } = row;
    Some(ExpansionItem {
        reference: expansion.reference(),
        account: Named::of(&account),
        finder: persons.get(&expansion.found_by)?.clone(),
        closer: holders.get(&Responsibility::Expansion).and_then(|id| persons.get(id)).cloned(),
        owners: owners(&holders, persons),
        overdue: expansion.is_overdue(today),
        expansion,
    })
}
