//! Revisions: each account carries the number of the event that last changed it or anything of it.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, get};
use crate::sql::marks;
use sea_orm::Value;
use std::collections::BTreeSet;
use tenure_core::facts::Write;
use tenure_core::primitives::AccountId;

/// What saved writes name: an account itself, or something through which its account is found.
#[derive(Default)]
struct Touched {
    accounts: BTreeSet<String>,
    contracts: BTreeSet<String>,
    renewals: BTreeSet<String>,
    /// Renewals or expansions.
    subjects: BTreeSet<String>,
}

impl Touched {
    /// Every kind of write is named, so that a new one cannot be forgotten.
    fn by(writes: &[&Write]) -> Self {
        let mut touched = Self::default();
        for write in writes {
            match write {
                Write::Account(account) => touched.accounts.insert(account.id.to_string()),
                Write::TeamMember(member) => touched.accounts.insert(member.account.to_string()),
                Write::RiskCall(call) => touched.accounts.insert(call.account.to_string()),
                Write::Stakeholder(stakeholder) => touched.accounts.insert(stakeholder.account.to_string()),
                Write::Activity(activity) => touched.accounts.insert(activity.account.to_string()),
                Write::Room(fact) => touched.accounts.insert(fact.account().to_string()),
                Write::Contract(contract) => touched.accounts.insert(contract.account.to_string()),
                Write::ContractMove(moved) => touched.accounts.insert(moved.from.to_string()),
                Write::Term(term) | Write::VoidTerm(term) => touched.contracts.insert(term.contract.to_string()),
                Write::Line(line) | Write::VoidLine(line) => touched.contracts.insert(line.contract.to_string()),
                Write::Renewal(renewal) => touched.accounts.insert(renewal.account.to_string()),
                Write::Expansion(expansion) => touched.accounts.insert(expansion.account.to_string()),
                Write::Ownership(entry) => touched.subjects.insert(entry.subject.to_string()),
                Write::Handoff(handoff) => touched.renewals.insert(handoff.renewal.to_string()),
                Write::Override(named) => touched.subjects.insert(named.subject.to_string()),
                Write::Proposal(proposal) => touched.renewals.insert(proposal.renewal.to_string()),
                Write::ForecastCall(call) => touched.renewals.insert(call.renewal.to_string()),
                Write::OutcomeReview(review) => touched.renewals.insert(review.renewal.to_string()),
                Write::ProposalStep(step) => touched.renewals.insert(step.renewal.to_string()),
                Write::Task(task) => touched.renewals.insert(task.renewal.to_string()),
                Write::Organisation(_)
                | Write::PlanRate(..)
                | Write::DatedRate(..)
                | Write::LedgerRules(_)
                | Write::Holiday(..)
                | Write::Answer(_)
                | Write::Product(_)
                | Write::Unlisted(_)
                | Write::Teammate(_)
                | Write::Absence(_)
                | Write::Position(_)
                | Write::Profile(_)
                | Write::Field(_)
                | Write::Playbook(_)
                | Write::Dismissal(_)
                | Write::Adjustment(_)
                | Write::Forecast(_)
                | Write::DiscountLimit(_)
                | Write::Care(_)
                | Write::Policy(_) => false,
            };
        }
        touched
    }
}

/// Sets the revision of every account that the writes touch. They are saved already: contracts and renewals lead to their accounts.
pub(crate) async fn renew(tx: &Tx, writes: &[&Write], sequence: u64) -> Result<(), StoreError> {
    let touched = Touched::by(writes);
    for (ids, condition) in [
        (touched.accounts, "id IN (LIST)"),
        (touched.contracts, "id IN (SELECT account_id FROM contract WHERE id IN (LIST))"),
        (touched.renewals, "id IN (SELECT account_id FROM renewal WHERE id IN (LIST))"),
        (touched.subjects.clone(), "id IN (SELECT account_id FROM renewal WHERE id IN (LIST))"),
        (touched.subjects, "id IN (SELECT account_id FROM expansion WHERE id IN (LIST))"),
    ] {
        for chunk in ids.into_iter().collect::<Vec<_>>().chunks(400) {
            let sql = format!("UPDATE account SET revision = ? WHERE {}", condition.replace("LIST", &marks(chunk.len())));
            let number = i64::try_from(sequence).unwrap_or(i64::MAX);
            let values = std::iter::once(Value::from(number)).chain(chunk.iter().cloned().map(Value::from)).collect();
            tx.execute_later(&sql, values).await?;
        }
    }
    Ok(())
}

impl Tx {
    /// The revision of an account; 0 where nothing has changed it yet, or where there is no such account.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn revision(&self, account: AccountId) -> Result<u64, StoreError> {
        if self.memory().is_some() {
            return Ok(0);
        }
        Ok(get::<Standing>(self, "WHERE t.id = ?", vec![account.to_string().into()]).await?.pop().map_or(0, |standing| standing.revision))
    }
}

/// Where an account stands.
pub(crate) struct Standing {
    /// Its revision.
    pub(crate) revision: u64,
    /// How many contracts ever came to it or went from it.
    pub(crate) moves: u64,
}

impl Record for Standing {
    const TABLE: &'static str = "(SELECT a.id, a.revision, (SELECT COUNT(*) FROM contract_move m
                                   WHERE m.from_account_id = a.id OR m.to_account_id = a.id) AS moves FROM account a)";
    const COLUMNS: &'static [&'static str] = &["revision", "moves"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        // It follows from other rows.
        Vec::new()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { revision: row.number("revision")?, moves: row.number("moves")? })
    }
}
