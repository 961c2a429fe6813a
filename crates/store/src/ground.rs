//! What policies see of customers: who they are, their contracts and open renewals, without all that happened to them. Read for the whole
//! book once, and then for those that changed.

use crate::bulk::Questions;
use crate::connection::Tx;
use crate::error::StoreError;
use crate::load::Contracts;
use crate::people::Counters;
use crate::record::{Row, get};
use crate::sql::marks;
use sea_orm::Value;
use std::sync::Arc;
use tenure_core::account::{Account, Stakeholder, TeamMember};
use tenure_core::facts::Facts;
use tenure_core::playbook::Playbook;
use tenure_core::primitives::AccountId;
use tenure_core::renewal::Renewal;

/// Accounts in one statement.
const PORTION: usize = 1_000;

impl Tx {
    /// The accounts that changed after the event of a number, or all of them. In memory there are no numbers, and all are given.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn accounts_changed(&self, after: Option<u64>) -> Result<Vec<AccountId>, StoreError> {
        if let Some(memory) = self.memory() {
            return Ok(memory.desk().facts().map(|facts| facts.accounts.keys().copied().collect()).unwrap_or_default());
        }
        let (condition, values) = match after {
            Some(after) => ("WHERE revision > ?", vec![Value::from(i64::try_from(after).unwrap_or(i64::MAX))]),
            None => ("", vec![]),
        };
        let rows = self.rows(&format!("SELECT id FROM account {condition} ORDER BY id"), values).await?;
        rows.iter().map(|row| Row { row, table: "account" }.parsed("id")).collect()
    }

    /// What policies see of some accounts; `shipped` are the playbooks of the catalog.
    ///
    /// # Errors
    /// As [`Tx::facts`].
    pub async fn ground(&self, accounts: &[AccountId], shipped: Arc<Vec<Playbook>>) -> Result<Facts, StoreError> {
        if self.memory().is_some() {
            return self.facts(&crate::load::Scope::All, shipped).await;
        }
        let counters = get::<Counters>(self, "", vec![]).await?.pop().ok_or(StoreError::Empty)?;
        let mut facts = self.facts_at(&counters, &shipped).await?;
        for portion in accounts.chunks(PORTION) {
            let wanted = format!("SELECT id FROM account WHERE id IN ({})", marks(portion.len()));
            let mut questions = Questions::about(&wanted, portion.iter().map(|id| id.to_string().into()).collect());
            const OF_ACCOUNTS: &str = "WHERE t.account_id IN (SELECT id FROM mine)";
            let (customers, team, people) = (
                questions.ask::<Account>("WHERE t.id IN (SELECT id FROM mine)"),
                questions.ask::<TeamMember>(OF_ACCOUNTS),
                questions.ask::<Stakeholder>(OF_ACCOUNTS),
            );
            let contracts = Contracts::ask(&mut questions);
            let open = questions.ask::<Renewal>(
                "WHERE t.state = 'open' AND t.contract_id IN (SELECT c.id FROM contract c WHERE c.account_id IN (SELECT id FROM mine))",
            );
            let answers = questions.answers(self).await?;
            facts.accounts.extend(answers.to(customers).await?.into_iter().map(|account| (account.id, account)));
            facts.team.extend(answers.to(team).await?);
            facts.stakeholders.extend(answers.to(people).await?.into_iter().map(|stakeholder| (stakeholder.id, stakeholder)));
            contracts.add(&answers, &mut facts).await?;
            facts.renewals.extend(answers.to(open).await?.into_iter().map(|renewal| (renewal.id, renewal)));
        }
        Ok(facts)
    }
}
