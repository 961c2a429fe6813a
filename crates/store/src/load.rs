//! Loads the facts a decision needs: those of some accounts, or all of them.

use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::record::{Row, get};
use crate::records::{DatedRate, EntryRow, HolderRow, OrganisationRow, OursRow, TermRow, TheirsRow};
use crate::sql::marks;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::{Account, Activity, RiskCall, Stakeholder, TeamMember};
use tenure_core::contract::Contract;
use tenure_core::facts::{Facts, Write};
use tenure_core::identity::Organisation;
use tenure_core::ledger::{KnownMove, LineVersion};
use tenure_core::ownership::handoff::Handoff;
use tenure_core::ownership::reassignment::Override;
use tenure_core::playbook::Playbook;
use tenure_core::primitives::{AccountId, Decimal6, TaskId, TeammateId};
use tenure_core::renewal::{Renewal, Task};

/// Which accounts a decision is about. People, policy and rates are always loaded whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// No account: people and policy only.
    People,
    /// No account either, and the rates of single days beside people and policy.
    Rates,
    /// The account of a reference.
    Account(String),
    /// The accounts of several references.
    Accounts(Vec<String>),
    /// The account of a contract's reference.
    Contract(String),
    /// The account behind a renewal's number.
    Renewal(u32),
    /// The account behind a task.
    Task(TaskId),
    /// Accounts on whose team a person is, or where the person holds something.
    HeldBy(TeammateId),
    /// Accounts for which a dated fact may have taken effect by a day: a company in memory keeps a calendar of them, a database does not
    /// and gives every account.
    Due(Date),
    /// Every account.
    All,
}

/// Accounts in one portion of a whole book.
const PORTION: usize = 400;

impl Store {
    /// The accounts for which a dated fact may have taken effect by a day, in portions that are each loaded and planned alone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn due(&self, today: Date) -> Result<Vec<Scope>, StoreError> {
        if self.is_in_memory() {
            return Ok(vec![Scope::Due(today)]);
        }
        let rows = self.glance("SELECT reference FROM account ORDER BY reference", vec![]).await?;
        let references = rows.iter().map(|row| Row { row, table: "account" }.text("reference")).collect::<Result<Vec<_>, _>>()?;
        Ok(references.chunks(PORTION).map(|portion| Scope::Accounts(portion.to_vec())).collect())
    }
}

impl Tx {
    /// The organisation, or `None` while the instance is empty.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn organisation(&self) -> Result<Option<Organisation>, StoreError> {
        if let Some(memory) = self.memory() {
            return Ok(memory.desk().facts().map(|facts| facts.organisation.clone()));
        }
        Ok(get::<OrganisationRow>(self, "WHERE t.id = 1", vec![]).await?.pop().map(|row| row.0))
    }

    /// The facts in scope.
    ///
    /// # Errors
    /// [`StoreError::Empty`] where there is no organisation yet, [`StoreError::Unreadable`] for a stored value without meaning.
    pub async fn facts(&self, scope: &Scope, playbooks: Vec<Playbook>) -> Result<Facts, StoreError> {
        if let Some(memory) = self.memory() {
            let mut desk = memory.desk();
            desk.set_playbooks(&playbooks);
            return desk.load(scope).ok_or(StoreError::Empty);
        }
        let (people, next_renewal_number) = self.people(&playbooks).await?;
        let mut facts = people.facts(playbooks);
        facts.next_renewal_number = next_renewal_number;
        match scope {
            Scope::People => {}
            Scope::Rates => facts.dated_rates = self.all_dated_rates().await?,
            Scope::All | Scope::Due(_) => {
                facts.dated_rates = self.all_dated_rates().await?;
                self.load_accounts(&mut facts, "", &[]).await?;
            }
            narrowed => {
                let ids = self.accounts_in(narrowed).await?;
                for chunk in ids.into_iter().collect::<Vec<_>>().chunks(400) {
                    let filter = format!("IN ({})", marks(chunk.len()));
                    self.load_accounts(&mut facts, &filter, chunk).await?;
                }
            }
        }
        Ok(facts)
    }

    async fn all_dated_rates(&self) -> Result<BTreeMap<(Date, String), Decimal6>, StoreError> {
        let rates = get::<DatedRate>(self, "", vec![]).await?;
        Ok(rates.into_iter().map(|rate| ((rate.rated_on, rate.currency), rate.rate)).collect())
    }

    /// The accounts of a narrowed scope, found in the same transaction that decides on them.
    async fn accounts_in(&self, scope: &Scope) -> Result<BTreeSet<AccountId>, StoreError> {
        let (sql, values): (&str, Vec<Value>) = match scope {
            Scope::People | Scope::Rates | Scope::All | Scope::Due(_) => return Ok(BTreeSet::new()),
            Scope::Account(reference) => ("SELECT id AS account_id FROM account WHERE reference = ?", vec![reference.clone().into()]),
            Scope::Accounts(references) => {
                let sql = format!("SELECT id AS account_id FROM account WHERE reference IN ({})", marks(references.len()));
                let rows = self.rows(&sql, references.iter().map(|reference| reference.clone().into()).collect()).await?;
                return rows.iter().map(|row| Row { row, table: "account" }.parsed("account_id")).collect();
            }
            Scope::Contract(reference) => ("SELECT account_id FROM contract WHERE reference = ?", vec![reference.clone().into()]),
            // A decided renewal stays with the account that decided it; what follows from its contract may have moved on.
            Scope::Renewal(number) => (
                "SELECT c.account_id FROM renewal r JOIN contract c ON c.id = r.contract_id WHERE r.number = ?",
                vec![i64::from(*number).into()],
            ),
            Scope::Task(id) => (
                "SELECT c.account_id FROM task k JOIN renewal r ON r.id = k.renewal_id JOIN contract c ON c.id = r.contract_id
                 WHERE k.id = ?",
                vec![id.to_string().into()],
            ),
            Scope::HeldBy(teammate) => (
                "SELECT account_id FROM team_member WHERE teammate_id = ? UNION SELECT r.account_id FROM renewal r
                 JOIN ownership_holder h ON h.subject_id = r.id WHERE h.teammate_id = ? AND r.state = 'open'
                 UNION SELECT r.account_id FROM renewal r JOIN handoff h ON h.renewal_id = r.id
                 WHERE h.receiver_id = ? AND h.state IN ('opened', 'met', 'declined') AND r.state = 'open'",
                std::iter::repeat_n(Value::from(teammate.to_string()), 3).collect(),
            ),
        };
        self.rows(sql, values).await?.iter().map(|row| Row { row, table: "account" }.parsed("account_id")).collect()
    }

    /// Whether there is anything of the accounts that few accounts have: people, contacts, moved contracts, owners named by hand, handoffs.
    async fn has_relations(&self, filter: &str, ids: &[AccountId]) -> Result<bool, StoreError> {
        if filter.is_empty() {
            return Ok(true);
        }
        let sql = format!(
            "SELECT 1 AS found FROM stakeholder WHERE account_id {filter} UNION ALL SELECT 1 FROM activity WHERE account_id {filter}
             UNION ALL SELECT 1 FROM contract_move WHERE to_account_id {filter} UNION ALL SELECT 1 FROM ownership_override o
             JOIN renewal r ON r.id = o.renewal_id JOIN contract c ON c.id = r.contract_id WHERE c.account_id {filter}
             UNION ALL SELECT 1 FROM handoff h JOIN renewal r ON r.id = h.renewal_id JOIN contract c ON c.id = r.contract_id
             WHERE c.account_id {filter} LIMIT 1"
        );
        let values = std::iter::repeat_n(ids, 5).flatten().map(|id| Value::from(id.to_string())).collect();
        Ok(self.row(&sql, values).await?.is_some())
    }

    /// People, contacts and moved contracts.
    async fn load_relations(
        &self,
        facts: &mut Facts,
        on: &(dyn Fn(&str) -> String + Sync),
        values: &(dyn Fn() -> Vec<Value> + Sync),
    ) -> Result<(), StoreError> {
        let through = match on("account_id") {
            narrowed if narrowed.is_empty() => String::new(),
            narrowed => format!("WHERE t.activity_id IN (SELECT t.id FROM activity t {narrowed})"),
        };
        let stakeholders = get::<Stakeholder>(self, &on("account_id"), values()).await?;
        facts.stakeholders.extend(stakeholders.into_iter().map(|stakeholder| (stakeholder.id, stakeholder)));
        let moves = get::<KnownMove>(self, &format!("{} ORDER BY t.recorded_at", on("to_account_id")), values()).await?;
        facts.contract_moves.extend(moves.into_iter().map(|known| known.moved));
        let activities = get::<Activity>(self, &on("account_id"), values()).await?;
        if activities.is_empty() {
            return Ok(());
        }
        facts.activities.extend(activities.into_iter().map(|activity| (activity.id, activity)));
        for row in get::<OursRow>(self, &through, values()).await? {
            facts.activities.entry(row.activity).and_modify(|activity| activity.ours.extend([row.teammate]));
        }
        for row in get::<TheirsRow>(self, &through, values()).await? {
            facts.activities.entry(row.activity).and_modify(|activity| activity.theirs.extend([row.stakeholder]));
        }
        Ok(())
    }

    async fn load_accounts(&self, facts: &mut Facts, filter: &str, ids: &[AccountId]) -> Result<(), StoreError> {
        let values = || ids.iter().map(|id| Value::from(id.to_string())).collect::<Vec<_>>();
        let on = |column: &str| if filter.is_empty() { String::new() } else { format!("WHERE t.{column} {filter}") };
        let of_contracts = || match filter {
            "" => String::new(),
            _ => format!("WHERE t.contract_id IN (SELECT id FROM contract WHERE account_id {filter})"),
        };
        // By contract, not by the renewal's own account: one that was decided before its contract moved stayed with the other account.
        let of_renewals = |column: &str| match filter {
            "" => String::new(),
            _ => {
                let mine = format!("SELECT r.id FROM renewal r JOIN contract c ON c.id = r.contract_id WHERE c.account_id {filter}");
                format!("WHERE t.{column} IN ({mine})")
            }
        };
        facts.accounts.extend(get::<Account>(self, &on("id"), values()).await?.into_iter().map(|a| (a.id, a)));
        facts.team.extend(get::<TeamMember>(self, &on("account_id"), values()).await?);
        facts.contracts.extend(get::<Contract>(self, &on("account_id"), values()).await?.into_iter().map(|c| (c.id, c)));
        let terms = get::<TermRow>(self, &of_contracts(), values()).await?;
        facts.terms.extend(terms.into_iter().filter(|row| !row.voided).map(|row| ((row.term.contract, row.term.number), row.term)));
        for row in get::<LineVersion>(self, &format!("{} ORDER BY t.version", of_contracts()), values()).await? {
            facts.apply(&if row.voided { Write::VoidLine(row.line) } else { Write::Line(row.line) });
        }
        for call in get::<RiskCall>(self, &format!("{} ORDER BY t.recorded_at, t.id", on("account_id")), values()).await? {
            facts.risk_calls.entry(call.account).or_default().push(call);
        }
        facts.renewals.extend(get::<Renewal>(self, &of_contracts(), values()).await?.into_iter().map(|r| (r.id, r)));
        for row in get::<EntryRow>(self, &format!("{} ORDER BY t.sequence", of_renewals("subject_id")), values()).await? {
            facts.ledger.entry(row.entry.renewal).or_default().push(row.entry);
        }
        let holders = get::<HolderRow>(self, &of_renewals("subject_id"), values()).await?;
        facts.holders.extend(holders.into_iter().map(|row| ((row.renewal, row.responsibility), row.teammate)));
        facts.tasks.extend(get::<Task>(self, &of_renewals("renewal_id"), values()).await?.into_iter().map(|t| (t.id, t)));
        if self.has_relations(filter, ids).await? {
            let named = get::<Override>(self, &of_renewals("renewal_id"), values()).await?;
            facts.overrides.extend(named.into_iter().map(|named| (named.id, named)));
            let handoffs = get::<Handoff>(self, &of_renewals("renewal_id"), values()).await?;
            facts.handoffs.extend(handoffs.into_iter().map(|handoff| (handoff.id, handoff)));
            self.load_relations(facts, &on, &values).await?;
        }
        Ok(())
    }
}
