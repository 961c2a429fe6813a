//! Lists as they stood: renewals and accounts as of a day, as known on a day. What nobody can tell for then is said, not shown as today.

use super::account::{AccountItem, AccountPage};
use super::known::last_instant;
use super::people;
use super::renewals::{RenewalItem, RenewalPage, RenewalQuery, TOTAL_CAP, cursor, item, read_cursor};
use crate::App;
use crate::error::AppError;
use crate::identity::teammate;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::{Account, folded, risk_on};
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{OwnershipEntry, Stream, in_force};
use tenure_core::primitives::{AccountId, ContractId, Money, RenewalId, SubjectId, TeammateId};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::{Renewal, RenewalKind, State};
use tenure_store::{RenewalRow, Scope, Then, Tx};

/// The moment that a list is asked about. Both absent: the list as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// What was so on this day; where it is absent, the day of knowledge.
    pub as_of: Option<Date>,
    /// By what was recorded by the end of this day; `None` is all that is recorded.
    pub known_on: Option<Date>,
}

/// How a list stood: whoever sees it can read it, not act on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    /// What was so on this day.
    pub as_of: Date,
    /// By what was recorded by the end of this day; `None` is all that is recorded.
    pub known_on: Option<Date>,
    /// What of the list nobody can tell for then, in words.
    pub untold: &'static [&'static str],
}

/// Steps and revisions keep no earlier states.
const UNTOLD_OF_RENEWALS: &[&str] = &["the next step"];

impl Moments {
    /// Whether the list is asked for as it is.
    pub const fn is_now(self) -> bool {
        self.as_of.is_none() && self.known_on.is_none()
    }

    /// The moment, and how it is told.
    pub(crate) async fn then(self, app: &App, tx: &Tx, untold: &'static [&'static str]) -> Result<(Then, Stood), AppError> {
        let organisation = tx.organisation().await?.ok_or_else(AppError::empty)?;
        let today = app.today(&organisation);
        for (name, day) in [("as_of", self.as_of), ("known_on", self.known_on)] {
            if let Some(day) = day.filter(|day| *day > today) {
                return Err(refused(name, day, format!("lies after today, {today}")));
            }
        }
        let known_at = self.known_on.and_then(|day| last_instant(&organisation, day));
        if let (Some(at), Some(day)) = (known_at, self.known_on)
            && !tx.knew_anything(at).await?
        {
            return Err(refused(
                "known_on",
                day,
                "lies before the first facts were recorded: what was known then is not known here".into(),
            ));
        }
        let as_of = self.as_of.or(self.known_on).unwrap_or(today);
        Ok((Then { as_of, known_at }, Stood { as_of, known_on: self.known_on, untold }))
    }
}

fn refused(column: &str, day: Date, problem: String) -> AppError {
    AppError::refused(Refusal { column: Some(column.into()), value: Some(day.to_string()), problem, ..Refusal::default() })
}

/// What was asked of the renewals of then, with names made into ids.
struct Wanted<'a> {
    query: &'a RenewalQuery,
    holder: Option<TeammateId>,
    as_of: Date,
}

impl Wanted<'_> {
    /// What stands in a renewal by itself.
    fn takes(&self, renewal: &Renewal) -> bool {
        let before = |day: Date, within: Option<u16>| within.is_none_or(|days| day < self.as_of.saturating_add(i64::from(days).days()));
        before(renewal.target.end_on, self.query.ends_within_days)
            && before(renewal.target.decision_on, self.query.decides_within_days)
            && self.query.auto_renew.is_none_or(|auto| auto == renewal.target.auto_renew)
    }
}

impl App {
    /// Renewals as they stood.
    ///
    /// # Errors
    /// A day that is still to come or on which nothing was known, a person that does not exist, or a cursor that no page gave.
    pub(crate) async fn renewals_then(&self, query: &RenewalQuery) -> Result<RenewalPage, AppError> {
        let tx = self.store.read().await?;
        let (then, stood) = query.moments.then(self, &tx, UNTOLD_OF_RENEWALS).await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let holder = match &query.person {
            Some(reference) => Some(teammate(facts.teammates.values(), reference)?.id),
            None => None,
        };
        let found = found(&tx, then, &Wanted { query, holder, as_of: then.as_of }).await?;
        let after = query.after.as_deref().map(read_cursor).transpose()?;
        let limit = usize::from(query.limit.unwrap_or(50).clamp(1, 200));
        let counted = found.iter().take(TOTAL_CAP as usize);
        let atr = counted.filter(|renewal| renewal.kind != RenewalKind::Review).map(|renewal| renewal.target.atr_reporting.minor).sum();
        let from =
            after.map_or(0, |key| found.partition_point(|renewal| (renewal.target.end_on, renewal.number) <= (key.end_on, key.number)));
        let (total, page) = (found.len(), &found[from..found.len().min(from + limit)]);
        Ok(RenewalPage {
            today: then.as_of,
            items: items(&tx, then, (&facts, page)).await?,
            total: (total as u64).min(u64::from(TOTAL_CAP)),
            total_is_capped: total > TOTAL_CAP as usize,
            atr_total: Money::new(atr, facts.reporting()),
            next: page.last().filter(|_| from + page.len() < total).map(cursor),
            stood: Some(stood),
        })
    }

    /// Accounts as they stood, by name.
    ///
    /// # Errors
    /// A day that is still to come or on which nothing was known, or a cursor that no page gave.
    pub async fn accounts_then(
        &self,
        search: Option<&str>,
        moments: Moments,
        page: (Option<&str>, Option<u16>),
    ) -> Result<AccountPage, AppError> {
        let tx = self.store.read().await?;
        let (then, stood) = moments.then(self, &tx, &[]).await?;
        let currency = tx.organisation().await?.ok_or_else(AppError::empty)?.currency;
        let search = search.map(str::trim).filter(|search| !search.is_empty());
        let mut accounts: Vec<(String, Account)> = tx.accounts_then(then).await?.into_iter().map(|of| (folded(&of.name), of)).collect();
        accounts.retain(|(_, account)| search.is_none_or(|search| is_named(account, search)));
        accounts.sort_by(|a, b| (&a.0, a.1.id).cmp(&(&b.0, b.1.id)));
        let from = match page.0 {
            None => 0,
            Some(reference) => {
                let at = accounts.iter().position(|(_, account)| account.reference == reference);
                at.map(|at| at + 1).ok_or_else(|| AppError::field("after", reference, "is not a place that a page gave"))?
            }
        };
        let limit = usize::from(page.1.unwrap_or(50).clamp(1, 200));
        let shown: Vec<Account> = accounts.iter().skip(from).take(limit).map(|(_, account)| account.clone()).collect();
        let ids: Vec<AccountId> = shown.iter().map(|account| account.id).collect();
        let calls = tx.risk_calls_then(then, &ids).await?;
        let mut open: BTreeMap<AccountId, Vec<Renewal>> = BTreeMap::new();
        for renewal in moved_back(&tx, then, tx.renewals_then(then, false).await?).await? {
            open.entry(renewal.account).or_default().push(renewal);
        }
        let next = shown.last().filter(|_| from + shown.len() < accounts.len()).map(|account| account.reference.clone());
        let items = shown.into_iter().map(|account| {
            let renewals = open.get(&account.id).map_or(&[][..], Vec::as_slice);
            let up = renewals.iter().filter(|renewal| renewal.kind != RenewalKind::Review);
            AccountItem {
                revision: 0,
                open_renewals: renewals.len() as u64,
                atr_reporting: Money::new(up.map(|renewal| renewal.target.atr_reporting.minor).sum(), currency),
                next_end_on: renewals.iter().map(|renewal| renewal.target.end_on).min(),
                account: Account { risk: risk_on(calls.get(&account.id).map_or(&[], Vec::as_slice), then.as_of), ..account },
            }
        });
        Ok(AccountPage { today: then.as_of, items: items.collect(), next, stood: Some(stood) })
    }
}

/// The renewals that are left, by term end and number, each with the account that had its contract, and open where it was decided later.
async fn found(tx: &Tx, then: Then, wanted: &Wanted<'_>) -> Result<Vec<Renewal>, AppError> {
    let query = wanted.query;
    let mut found = moved_back(tx, then, tx.renewals_then(then, query.include_closed).await?).await?;
    found.retain(|renewal| wanted.takes(renewal));
    for renewal in &mut found {
        if matches!(renewal.state, State::Closed { closed_on, .. } if closed_on > then.as_of) {
            renewal.state = State::Open;
        }
    }
    if let Some(holder) = wanted.holder {
        let ids: Vec<SubjectId> = tx.held_by_then(then, holder).await?.into_iter().map(SubjectId::from).collect();
        let entries = tx.entries_then(then, &ids).await?;
        let held = |id: &RenewalId| {
            entries.get(&SubjectId::from(*id)).is_some_and(|entries| holders(entries, then.as_of).values().any(|who| *who == holder))
        };
        found.retain(|renewal| held(&renewal.id));
    }
    let accounts: Vec<AccountId> = found.iter().map(|renewal| renewal.account).collect::<BTreeSet<_>>().into_iter().collect();
    if let Some(risk) = query.risk {
        let calls = tx.risk_calls_then(then, &accounts).await?;
        found.retain(|renewal| risk_on(calls.get(&renewal.account).map_or(&[], Vec::as_slice), then.as_of) == risk);
    }
    if let Some(search) = query.search.as_deref().map(str::trim).filter(|search| !search.is_empty()) {
        let accounts = tx.accounts_named(then, &accounts).await?;
        found.retain(|renewal| accounts.get(&renewal.account).is_some_and(|account| is_named(account, search)));
    }
    found.sort_by_key(|renewal| (renewal.target.end_on, renewal.number));
    Ok(found)
}

/// Renewals of contracts that moved after the day go back to whoever had them on it.
async fn moved_back(tx: &Tx, then: Then, mut renewals: Vec<Renewal>) -> Result<Vec<Renewal>, AppError> {
    let mut owners: BTreeMap<ContractId, AccountId> = BTreeMap::new();
    for moved in tx.moves_after(then).await? {
        // The first move after the day tells who had it on the day.
        owners.entry(moved.contract).or_insert(moved.from);
    }
    for renewal in &mut renewals {
        renewal.account = owners.get(&renewal.contract).copied().unwrap_or(renewal.account);
    }
    Ok(renewals)
}

/// Part of the name or reference; fewer than three letters are the beginning of the name, or the reference: as in the list of today.
fn is_named(account: &Account, search: &str) -> bool {
    let (search, name, reference) = (folded(search), folded(&account.name), folded(&account.reference));
    match search.chars().count() {
        0..3 => name.starts_with(&search) || reference == search,
        _ => name.contains(&search) || reference.contains(&search),
    }
}

/// Who was accountable for what on a day.
fn holders(entries: &[OwnershipEntry], day: Date) -> BTreeMap<Responsibility, TeammateId> {
    let holder = |of: &Responsibility| Some((*of, in_force(entries, *of, Stream::Accountable, day)?.holder));
    Responsibility::ALL.iter().filter_map(holder).collect()
}

/// The rows of some renewals of then.
async fn items(tx: &Tx, then: Then, (facts, renewals): (&Facts, &[Renewal])) -> Result<Vec<RenewalItem>, AppError> {
    let ids: Vec<SubjectId> = renewals.iter().map(|renewal| renewal.id.into()).collect();
    let account_ids: Vec<AccountId> = renewals.iter().map(|renewal| renewal.account).collect::<BTreeSet<_>>().into_iter().collect();
    let contract_ids: Vec<ContractId> = renewals.iter().map(|renewal| renewal.contract).collect::<BTreeSet<_>>().into_iter().collect();
    let accounts = tx.accounts_named(then, &account_ids).await?;
    let contracts = tx.contracts_named(then, &contract_ids).await?;
    let calls = tx.risk_calls_then(then, &account_ids).await?;
    let entries = tx.entries_then(then, &ids).await?;
    let persons = people(facts, then.as_of);
    let row = |renewal: &Renewal| {
        let account = accounts.get(&renewal.account)?.clone();
        let risk = risk_on(calls.get(&account.id).map_or(&[], Vec::as_slice), then.as_of);
        Some(RenewalRow {
            account: Account { risk, ..account },
            revision: 0,
            contract: contracts.get(&renewal.contract)?.reference.clone(),
            holders: entries.get(&renewal.id.into()).map(|entries| holders(entries, then.as_of)).unwrap_or_default(),
            next_task: None,
            renewal: renewal.clone(),
        })
    };
    Ok(renewals.iter().filter_map(row).map(|row| item(row, &persons, then.as_of)).collect())
}
