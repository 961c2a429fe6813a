//! One account: what it has, what is up for renewal, who looks after it, what happened.

use super::customer::{ActivityItem, ArrItem, Relations, UnitItem, activity_items, arr_items, relations, unit_items};
use super::handoff::face_items;
use super::renewals::{item, row_of};
use super::then::Stood;
use super::{ExpansionItem, FaceItem, Person, RenewalItem, RoomView, expansion_items, people, room_view, seeing, talk_view};
use crate::App;
use crate::access::Actor;
use crate::account::by_reference;
use crate::checks::{FindingItem, finding_items};
use crate::error::AppError;
use crate::permission::Rights;
use jiff::Timestamp;
use jiff::civil::Date;
use tenure_core::account::{Account, Field, RiskCall, Stakeholder};
use tenure_core::contract::{Contract, Line, Term};
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::primitives::{Currency, Money};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::{RenewalKind, State};
use tenure_store::{GridFilter, RenewalRow, Scope, TimelineRow};

/// One account in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountItem {
    /// The account.
    pub account: Account,
    /// Its revision: changes with it or anything of it.
    pub revision: u64,
    /// Open renewals.
    pub open_renewals: u64,
    /// Their amount in the reporting currency.
    pub atr_reporting: Money,
    /// The next term end.
    pub next_end_on: Option<Date>,
}

/// A page of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPage {
    /// Today.
    pub today: Date,
    /// Rows by name.
    pub items: Vec<AccountItem>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How the list stood, where it was asked for an earlier moment; revisions are then zero.
    pub stood: Option<Stood>,
}

/// A line of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineItem {
    /// The line as it stands.
    pub line: Line,
    /// Its ARR.
    pub arr: Money,
}

/// A contract with its terms and the lines of the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractItem {
    /// The contract.
    pub contract: Contract,
    /// Its terms, oldest first.
    pub terms: Vec<Term>,
    /// Lines of the last term.
    pub lines: Vec<LineItem>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventItem {
    /// What, in one sentence.
    pub summary: String,
    /// Who did it.
    pub actor: String,
    /// The civil day.
    pub on: Date,
    /// The instant.
    pub at: Timestamp,
    /// Kind in the log.
    pub kind: String,
}

/// A renewal of the account's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRenewal {
    /// The row as in the grid.
    pub item: RenewalItem,
    /// Open or the outcome.
    pub state: State,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountView {
    /// Today.
    pub today: Date,
    /// The account.
    pub account: Account,
    /// Fields that the organisation added to accounts; the account has the values.
    pub fields: Vec<Field>,
    /// Its revision: changes with it or anything of it.
    pub revision: u64,
    /// What is up for renewal in the reporting currency: open renewals summed, yearly reviews left out.
    pub atr_reporting: Money,
    /// First day of the first contract.
    pub customer_since: Option<Date>,
    /// Team of today: role, person, since.
    pub team: Vec<(Role, Person, Date)>,
    /// Renewals, newest term end first.
    pub renewals: Vec<AccountRenewal>,
    /// What it may buy more of, the open ones first.
    pub expansions: Vec<ExpansionItem>,
    /// Contracts.
    pub contracts: Vec<ContractItem>,
    /// What happened, newest first.
    pub events: Vec<EventItem>,
    /// Findings about it.
    pub findings: Vec<FindingItem>,
    /// What the viewer may do.
    pub rights: Rights,
    /// Accounts around it.
    pub relations: Relations,
    /// People at the customer, by name; those who left last.
    pub stakeholders: Vec<Stakeholder>,
    /// Contacts, newest first.
    pub activities: Vec<ActivityItem>,
    /// Whom of ours it met in meetings, calls and reviews of 90 days, the latest first.
    pub faces: Vec<FaceItem>,
    /// Judgements of its risk, newest first.
    pub risk_calls: Vec<RiskCall>,
    /// ARR of today by business unit and product.
    pub arr: Vec<ArrItem>,
    /// Business units by name.
    pub units: Vec<UnitItem>,
    /// What is written down in its room.
    pub room: RoomView,
}

impl App {
    /// Lists accounts by name; 1 to 200 rows, 50 where `limit` is `None`.
    ///
    /// # Errors
    /// A cursor that no page gave.
    pub async fn accounts(&self, search: Option<&str>, after: Option<&str>, limit: Option<u16>) -> Result<AccountPage, AppError> {
        let limit = u32::from(limit.unwrap_or(50).clamp(1, 200));
        let tx = self.store.read().await?;
        let organisation = tx.organisation().await?.ok_or_else(AppError::empty)?;
        let after = match after {
            Some(reference) => Some(tx.account_by_reference(reference).await?.ok_or_else(|| bad_cursor(reference))?),
            None => None,
        };
        let key = after.as_ref().map(|account| (account.name.as_str(), account.id));
        let mut rows = tx.account_rows(search.map(str::trim).filter(|text| !text.is_empty()), key, limit + 1).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| more).map(|row| row.account.reference.clone());
        let items = rows.into_iter().map(|row| AccountItem {
            account: row.account,
            revision: row.revision,
            open_renewals: row.open_renewals,
            atr_reporting: Money::new(row.atr_reporting_minor, organisation.currency),
            next_end_on: row.next_end_on,
        });
        Ok(AccountPage { today: self.today(&organisation), items: items.collect(), next, stood: None })
    }

    /// One account by reference, as one person sees it.
    ///
    /// # Errors
    /// An account that does not exist.
    pub async fn account(&self, actor: &Actor, reference: &str) -> Result<AccountView, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::Account(reference.into()), self.playbooks.clone()).await?;
        let account = by_reference(&facts, reference)?.clone();
        let today = self.today(&facts.organisation);
        let persons = people(&facts, today);
        let mut subjects: Vec<String> = vec![reference.into()];
        subjects.extend(facts.contracts.values().map(|contract| contract.reference.clone()));
        subjects.extend(facts.renewals.values().map(|renewal| renewal.reference()));
        subjects.extend(facts.expansions.values().map(|expansion| expansion.reference()));
        let around = tx.surroundings(&account, &subjects, 20).await?;
        // A renewal that was decided before its contract moved stayed with the account it was decided for.
        let rows = match around.moves {
            0 => rows_of(&facts, around.revision),
            _ => {
                let filter = GridFilter { account: Some(account.id), include_closed: true, ..GridFilter::default() };
                tx.renewal_rows(&filter, None, 200).await?
            }
        };
        let team = facts.team.iter().filter(|member| member.covers(today));
        let team = team.filter_map(|member| Some((member.role, persons.get(&member.teammate)?.clone(), member.from_on)));
        let open = facts.renewals.values().filter(|renewal| renewal.is_open() && renewal.kind == RenewalKind::Renewal);
        let open: i64 = open.map(|renewal| renewal.target.atr_reporting.minor).sum();
        let arr = arr_items(&facts, today);
        let seeing = seeing(&tx, &facts).await?;
        let mut stakeholders: Vec<Stakeholder> = facts.stakeholders.values().cloned().collect();
        stakeholders.sort_by(|a, b| (!a.is_there_on(today), &a.name).cmp(&(!b.is_there_on(today), &b.name)));
        Ok(AccountView {
            today,
            atr_reporting: Money::new(open, facts.reporting()),
            customer_since: facts.terms.values().map(|term| term.start_on).min(),
            team: team.collect(),
            renewals: rows
                .into_iter()
                .rev()
                .map(|row| AccountRenewal { state: row.renewal.state.clone(), item: item(row, &persons, today) })
                .collect(),
            expansions: expansion_items(&facts, &persons, today),
            contracts: facts.contracts.values().map(|contract| contract_item(&facts, contract)).collect(),
            events: around.events.into_iter().map(event_item).collect(),
            // Of a policy one account cannot tell.
            findings: finding_items(&facts, today).into_iter().filter(|finding| finding.account.is_some()).collect(),
            revision: around.revision,
            rights: Rights::on(actor, account.id, &facts, today),
            relations: relations(&account, around.accounts),
            stakeholders,
            activities: activity_items(&facts, &persons, |_| true),
            faces: face_items(&facts, account.id, &persons, today),
            risk_calls: facts.risk_calls.get(&account.id).into_iter().flatten().rev().cloned().collect(),
            units: unit_items(&facts, &arr, today),
            arr,
            room: RoomView {
                talk: talk_view(&facts, (actor, account.id), (&persons, &seeing, today)),
                ..room_view(&facts, account.id, (&persons, today))
            },
            fields: facts.fields.values().cloned().collect(),
            account,
        })
    }
}

/// Rows of renewals by term end, where every one belongs to the account that has its contract.
fn rows_of(facts: &Facts, revision: u64) -> Vec<RenewalRow> {
    let mut rows: Vec<RenewalRow> = facts.renewals.values().filter_map(|renewal| row_of(facts, renewal, revision)).collect();
    rows.sort_by_key(|row| (row.renewal.target.end_on, row.renewal.number));
    rows
}

pub(crate) fn event_item(row: TimelineRow) -> EventItem {
    EventItem { summary: row.summary, actor: row.actor, on: row.occurred_on, at: row.recorded_at, kind: row.kind }
}

pub(crate) fn contract_item(facts: &Facts, contract: &Contract) -> ContractItem {
    let terms: Vec<Term> = facts.terms.range((contract.id, 0)..=(contract.id, u32::MAX)).map(|(_, term)| term.clone()).collect();
    let last = terms.last().map_or(0, |term| term.number);
    ContractItem { contract: contract.clone(), lines: line_items(facts, contract, last), terms }
}

pub(crate) fn line_items(facts: &Facts, contract: &Contract, term_number: u32) -> Vec<LineItem> {
    let mut lines = facts.lines_of(contract.id, term_number);
    lines.sort_by(|a, b| a.reference.cmp(&b.reference));
    lines.into_iter().map(|line| LineItem { line: line.clone(), arr: arr(line, contract.currency) }).collect()
}

pub(crate) fn arr(line: &Line, currency: Currency) -> Money {
    // A stored line was checked when it was written; a later reading cannot be larger.
    Money::new(line.arr_minor(currency).unwrap_or_default(), currency)
}

fn bad_cursor(reference: &str) -> AppError {
    Refusal {
        column: Some("after".into()),
        value: Some(reference.into()),
        problem: "is not a place that a page gave".into(),
        ..Refusal::default()
    }
    .into()
}
