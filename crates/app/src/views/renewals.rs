//! The grid of renewals: one page, its totals, and where the next begins.

use super::then::{Moments, Stood};
use super::{Person, owners, people};
use crate::App;
use crate::error::AppError;
use crate::identity::teammate;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::account::Risk;
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{Money, TeammateId, days_between, t_minus};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::{Renewal, RenewalKind, State, TaskState};
use tenure_store::{GridFilter, GridKey, RenewalRow, Scope};

/// What to list. `None` does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenewalQuery {
    /// Part of the account's name or reference; fewer than three letters are the beginning of the name, or the reference.
    pub search: Option<String>,
    /// Reference of a person who holds something.
    pub person: Option<String>,
    /// Risk category.
    pub risk: Option<Risk>,
    /// Term ends within this many days from today.
    pub ends_within_days: Option<u16>,
    /// Decision day lies within this many days from today.
    pub decides_within_days: Option<u16>,
    /// Auto-renewing or not.
    pub auto_renew: Option<bool>,
    /// Closed renewals too.
    pub include_closed: bool,
    /// The moment that is asked about; usually now.
    pub moments: Moments,
    /// Where to continue, as the page before said.
    pub after: Option<String>,
    /// Rows, 1 to 200; 50 where it is `None`.
    pub limit: Option<u16>,
}

/// One renewal in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalItem {
    /// `R-1042`.
    pub reference: String,
    /// Account name.
    pub account: String,
    /// Account reference.
    pub account_reference: String,
    /// Revision of the account: changes with anything of it.
    pub revision: u64,
    /// Account segment.
    pub segment: String,
    /// Contract number.
    pub contract: String,
    /// T-0.
    pub end_on: Date,
    /// `T-47`.
    pub t_minus: String,
    /// Days to the end.
    pub days_to_end: i64,
    /// Last day for notice.
    pub notice_on: Date,
    /// Days to it.
    pub days_to_notice: i64,
    /// Whether the notice period is unknown and 30 days were assumed.
    pub notice_assumed: bool,
    /// Whether the contract renews by itself.
    pub auto_renew: bool,
    /// The day that drives the work.
    pub decision_on: Date,
    /// Amount up for renewal.
    pub atr: Money,
    /// The same in the reporting currency.
    pub atr_reporting: Money,
    /// Risk category.
    pub risk: Risk,
    /// Who holds what now.
    pub owners: Vec<(Person, Vec<Responsibility>)>,
    /// The open step that is due first: title and day.
    pub next_step: Option<(String, Date)>,
    /// Whether it is the yearly review of an open-ended contract, which stays out of the sums.
    pub is_review: bool,
    /// Open, or the outcome with whether it was inferred.
    pub state: State,
    /// Whether the playbook has begun.
    pub running: bool,
}

/// A page of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalPage {
    /// Today.
    pub today: Date,
    /// Rows.
    pub items: Vec<RenewalItem>,
    /// How many the query leaves, counted up to the cap.
    pub total: u64,
    /// Whether there are more than counted.
    pub total_is_capped: bool,
    /// Sum of the counted amounts in the reporting currency at plan rates; yearly reviews left out.
    pub atr_total: Money,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How the list stood, where it was asked for an earlier moment: what lists show today is then left out where nobody can tell it.
    pub stood: Option<Stood>,
}

/// Counting every match of a large book costs many times what the page costs.
pub(super) const TOTAL_CAP: u32 = 1_000;

impl App {
    /// Lists renewals by term end.
    ///
    /// # Errors
    /// A person that does not exist, a cursor that no page gave, or a moment that cannot be told.
    pub async fn renewals(&self, query: &RenewalQuery) -> Result<RenewalPage, AppError> {
        if !query.moments.is_now() {
            return self.renewals_then(query).await;
        }
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let holder = match &query.person {
            Some(reference) => Some(teammate(facts.teammates.values(), reference)?.id),
            None => None,
        };
        let in_days = |days: u16| today.saturating_add(i64::from(days).days());
        let filter = GridFilter {
            search: query.search.as_deref().map(str::trim).filter(|search| !search.is_empty()).map(String::from),
            holder,
            risk: query.risk.map(|risk| risk.code().to_string()),
            ends_before: query.ends_within_days.map(in_days),
            decides_before: query.decides_within_days.map(in_days),
            auto_renew: query.auto_renew,
            account: None,
            include_closed: query.include_closed,
        };
        let after = query.after.as_deref().map(read_cursor).transpose()?;
        let limit = u32::from(query.limit.unwrap_or(50).clamp(1, 200));
        let mut rows = tx.renewal_rows(&filter, after, limit + 1).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let (total, atr_minor) = tx.renewal_totals(&filter, TOTAL_CAP + 1).await?;
        let persons = people(&facts, today);
        let next = rows.last().filter(|_| more).map(|row| cursor(&row.renewal));
        Ok(RenewalPage {
            today,
            items: rows.into_iter().map(|row| item(row, &persons, today)).collect(),
            total: total.min(u64::from(TOTAL_CAP)),
            total_is_capped: total > u64::from(TOTAL_CAP),
            atr_total: Money::new(atr_minor, facts.reporting()),
            next,
            stood: None,
        })
    }
}

pub(super) fn cursor(renewal: &Renewal) -> String {
    format!("{}.{}", renewal.target.end_on, renewal.number)
}

pub(super) fn read_cursor(text: &str) -> Result<GridKey, AppError> {
    let refuse = || Refusal {
        column: Some("after".into()),
        value: Some(text.into()),
        problem: "is not a place that a page gave".into(),
        ..Refusal::default()
    };
    let (end_on, number) = text.split_once('.').ok_or_else(refuse)?;
    Ok(GridKey { end_on: end_on.parse().map_err(|_| refuse())?, number: number.parse().map_err(|_| refuse())? })
}

/// The row of a renewal whose account's facts are loaded already. `revision` is the account's.
pub(crate) fn row_of(facts: &Facts, renewal: &Renewal, revision: u64) -> Option<RenewalRow> {
    let held = |responsibility: &Responsibility| Some((*responsibility, facts.holder(renewal.id, *responsibility)?));
    Some(RenewalRow {
        account: facts.accounts.get(&renewal.account)?.clone(),
        revision,
        contract: facts.contracts.get(&renewal.contract)?.reference.clone(),
        holders: Responsibility::ALL.iter().filter_map(held).collect(),
        next_task: facts.tasks_of(renewal.id).into_iter().find(|task| task.state == TaskState::Open).cloned(),
        renewal: renewal.clone(),
    })
}

pub(crate) fn item(row: RenewalRow, people: &BTreeMap<TeammateId, Person>, today: Date) -> RenewalItem {
    let renewal = row.renewal;
    let target = &renewal.target;
    RenewalItem {
        reference: renewal.reference(),
        account: row.account.name,
        account_reference: row.account.reference,
        revision: row.revision,
        segment: row.account.segment,
        contract: row.contract,
        end_on: target.end_on,
        t_minus: t_minus(target.end_on, today),
        days_to_end: renewal.days_to_end(today),
        notice_on: target.notice_on,
        days_to_notice: days_between(today, target.notice_on),
        notice_assumed: target.notice_assumed,
        auto_renew: target.auto_renew,
        decision_on: target.decision_on,
        atr: target.atr,
        atr_reporting: target.atr_reporting,
        risk: row.account.risk,
        owners: owners(&row.holders, people),
        next_step: row.next_task.map(|task| (task.title, task.due_on)),
        running: renewal.is_running(today),
        is_review: renewal.kind == RenewalKind::Review,
        state: renewal.state,
    }
}
