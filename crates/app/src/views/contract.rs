//! One contract: its terms, every version of its lines, its clocks, its group, its moves and what happened to it.

use super::account::{arr, event_item};
use super::{EventItem, Named};
use crate::App;
use crate::access::Actor;
use crate::contract::contract;
use crate::error::AppError;
use crate::permission::Rights;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::contract::{Contract, Line, Term};
use tenure_core::facts::Facts;
use tenure_core::ledger::LineVersion;
use tenure_core::primitives::{ContractId, LineId, Money, days_between};
use tenure_core::renewal::{Renewal, RenewalKind, State, target_of};
use tenure_store::{Scope, Tx};

/// A term with the renewal at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermItem {
    /// The term.
    pub term: Term,
    /// Reference, kind and state of its renewal.
    pub renewal: Option<(String, RenewalKind, State)>,
}

/// A line as it stands, with every version written of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineHistory {
    /// The line as it stands.
    pub line: Line,
    /// Its ARR.
    pub arr: Money,
    /// Reference of the line that it continues.
    pub follows: Option<String>,
    /// Versions before, newest first, with the day each was written.
    pub before: Vec<(Line, Date)>,
}

/// A contract of a co-term group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupItem {
    /// Its number.
    pub reference: String,
    /// End of its last term.
    pub end_on: Date,
    /// Whether the others are decided in its renewal.
    pub leads: bool,
}

/// A move between accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveItem {
    /// Whose it was.
    pub from: Named,
    /// Whose it became.
    pub to: Named,
    /// From which day.
    pub moved_on: Date,
    /// Why.
    pub reason: String,
}

/// The clocks of the running term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractClock {
    /// Last day on which notice can be given.
    pub notice_on: Date,
    /// Days to it.
    pub days_to_notice: i64,
    /// Whether the notice period is unknown and 30 days were assumed.
    pub notice_assumed: bool,
    /// First day no longer in service.
    pub end_on: Date,
    /// Days to it.
    pub days_to_end: i64,
    /// Whether the term goes on without a signature: agreed so, and no notice was received.
    pub renews_by_itself: bool,
    /// Amount up for renewal at the end.
    pub atr: Money,
}

/// One contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractView {
    /// Today.
    pub today: Date,
    /// Whose it is.
    pub account: Named,
    /// Revision of the account: changes with anything of it.
    pub revision: u64,
    /// The contract.
    pub contract: Contract,
    /// Terms, newest first.
    pub terms: Vec<TermItem>,
    /// Lines of the running term.
    pub lines: Vec<LineHistory>,
    /// Clocks of the running term.
    pub clock: Option<ContractClock>,
    /// The group it belongs to, itself included; empty where it is in none.
    pub group: Vec<GroupItem>,
    /// Contracts that it could end with: of the same account, currency and kind.
    pub could_lead: Vec<String>,
    /// Moves between accounts, newest first.
    pub moves: Vec<MoveItem>,
    /// What happened, newest first.
    pub events: Vec<EventItem>,
    /// What the viewer may do.
    pub rights: Rights,
}

impl ContractView {
    /// The running term.
    pub fn running(&self) -> Option<&TermItem> {
        self.terms.first()
    }

    /// Whether its running term is undecided.
    pub fn is_open(&self) -> bool {
        self.running().is_some_and(|item| item.renewal.as_ref().is_some_and(|(_, _, state)| *state == State::Open))
    }

    /// Whether it is decided in the renewal of another contract.
    pub fn follows(&self) -> bool {
        self.contract.co_term_lead.is_some()
    }
}

impl App {
    /// One contract by its number, as one person sees it.
    ///
    /// # Errors
    /// A contract that does not exist.
    pub async fn contract(&self, actor: &Actor, reference: &str) -> Result<ContractView, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::Contract(reference.into()), self.playbooks.clone()).await?;
        let found = contract(&facts, reference)?;
        let today = self.today(&facts.organisation);
        let account = facts.accounts.get(&found.account).ok_or_else(|| AppError::not_found("account of contract", reference))?;
        let terms = terms(&facts, found.id);
        let subjects: Vec<String> = [reference.to_string()]
            .into_iter()
            .chain(terms.iter().filter_map(|item| item.renewal.as_ref().map(|(r, _, _)| r.clone())))
            .collect();
        let events = tx.timeline(&subjects, 30).await?.into_iter().map(event_item).collect();
        let versions = tx.line_versions(found.id).await?;
        let could_lead = facts.contracts.values().filter(|other| {
            other.id != found.id && (other.currency, other.kind) == (found.currency, found.kind) && other.co_term_lead.is_none()
        });
        Ok(ContractView {
            today,
            account: Named::of(account),
            revision: tx.revision(account.id).await?,
            lines: histories(&facts, found, &versions),
            clock: clock(&facts, found, today),
            group: group(&facts, found),
            could_lead: could_lead.map(|other| other.reference.clone()).collect(),
            moves: moves(&tx, &facts, found.id).await?,
            rights: Rights::on(actor, found.account, &facts, today),
            contract: found.clone(),
            terms,
            events,
        })
    }
}

fn terms(facts: &Facts, contract: ContractId) -> Vec<TermItem> {
    let all = facts.terms.range((contract, 0)..=(contract, u32::MAX)).rev();
    let item = |(_, term): (&(ContractId, u32), &Term)| TermItem {
        term: term.clone(),
        renewal: facts
            .renewal_of(contract, term.number)
            .map(|renewal: &Renewal| (renewal.reference(), renewal.kind, renewal.state.clone())),
    };
    all.map(item).collect()
}

fn running<'a>(facts: &'a Facts, contract: &Contract) -> Option<&'a Term> {
    facts.terms.range((contract.id, 0)..=(contract.id, u32::MAX)).next_back().map(|(_, term)| term)
}

fn histories(facts: &Facts, contract: &Contract, versions: &[LineVersion]) -> Vec<LineHistory> {
    let Some(term) = running(facts, contract) else { return Vec::new() };
    let names: BTreeMap<LineId, &str> = versions.iter().map(|version| (version.line.id, version.line.reference.as_str())).collect();
    let mut lines = facts.lines_of(contract.id, term.number);
    lines.sort_by(|a, b| (&a.product, &a.business_unit, a.start_on).cmp(&(&b.product, &b.business_unit, b.start_on)));
    let zone = crate::zone(&facts.organisation);
    let history = |line: &Line| {
        let before = versions.iter().rev().filter(|version| version.line.id == line.id && version.line.version < line.version);
        LineHistory {
            arr: arr(line, contract.currency),
            follows: line.follows.and_then(|id| names.get(&id)).map(|name| (*name).to_string()),
            before: before.map(|version| (version.line.clone(), version.recorded_at.to_zoned(zone.clone()).date())).collect(),
            line: line.clone(),
        }
    };
    lines.into_iter().map(history).collect()
}

fn clock(facts: &Facts, contract: &Contract, today: Date) -> Option<ContractClock> {
    let term = running(facts, contract)?;
    let target = target_of(contract, term, &facts.lines_of(contract.id, term.number), &facts.plan_rates, facts.reporting()).ok()?;
    Some(ContractClock {
        notice_on: target.notice_on,
        days_to_notice: days_between(today, target.notice_on),
        notice_assumed: target.notice_assumed,
        end_on: target.end_on,
        days_to_end: days_between(today, target.end_on),
        renews_by_itself: target.auto_renew,
        atr: target.atr,
    })
}

/// Everybody in the co-term group of a contract, the leader first.
pub(crate) fn group(facts: &Facts, contract: &Contract) -> Vec<GroupItem> {
    let lead = contract.co_term_lead.unwrap_or(contract.id);
    let members = facts.contracts.values().filter(|other| other.id == lead || other.co_term_lead == Some(lead));
    let mut items: Vec<GroupItem> = members
        .filter_map(|member| {
            let end_on = running(facts, member)?.end_on;
            Some(GroupItem { reference: member.reference.clone(), end_on, leads: member.id == lead })
        })
        .collect();
    items.sort_by(|a, b| (!a.leads, &a.reference).cmp(&(!b.leads, &b.reference)));
    if items.len() > 1 { items } else { Vec::new() }
}

async fn moves(tx: &Tx, facts: &Facts, contract: ContractId) -> Result<Vec<MoveItem>, AppError> {
    let found: Vec<_> = facts.contract_moves.iter().rev().filter(|moved| moved.contract == contract).collect();
    let ids: Vec<_> = found.iter().flat_map(|moved| [moved.from, moved.to]).collect();
    let accounts = tx.accounts_by_id(&ids).await?;
    let named = |id| accounts.iter().find(|account| account.id == id).map(Named::of);
    let items = found.into_iter().filter_map(|moved| {
        Some(MoveItem { from: named(moved.from)?, to: named(moved.to)?, moved_on: moved.moved_on, reason: moved.reason.clone() })
    });
    Ok(items.collect())
}
