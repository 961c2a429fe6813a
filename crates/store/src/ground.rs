//! What policies see of customers, and what they choose people by: who they are, their contracts, their renewals and who holds them, without
//! all that happened to them. Read for the whole book once, and then for those that changed.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::load::{ABOUT_RENEWALS, ACCOUNTS, Contracts, OF_ACCOUNTS, OF_CONTRACTS, OF_RENEWALS, about_accounts};
use crate::people::Counters;
use crate::record::{Record, Row, get};
use crate::records::HolderRow;
use crate::sql::marks;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use tenure_core::account::{Account, Stakeholder, TeamMember};
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::designation::PersonReason;
use tenure_core::ownership::ledger::{Because, OwnershipEntry, Passage, Stream};
use tenure_core::ownership::reassignment::Override;
use tenure_core::playbook::Playbook;
use tenure_core::primitives::{AccountId, EntryId, PolicyId, SubjectId, TeammateId};
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
        // In no order: asked for one, SQLite goes through every account in it.
        let rows = self.rows(&format!("SELECT id FROM account {condition}"), values).await?;
        let mut accounts: Vec<AccountId> =
            rows.iter().map(|row| Row { row, table: "account" }.parsed("id")).collect::<Result<_, StoreError>>()?;
        accounts.sort_unstable();
        Ok(accounts)
    }

    /// What policies see of some accounts and choose people by; `shipped` are the playbooks of the catalog. Entries of the ledger say neither
    /// in words why they are, nor who caused them, nor how they passed.
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
            let mut questions = about_accounts(&wanted, portion.iter().map(|id| id.to_string().into()).collect());
            let (customers, team, people) = (
                questions.ask::<Account>(ACCOUNTS, ""),
                questions.ask::<TeamMember>(OF_ACCOUNTS, ""),
                questions.ask::<Stakeholder>(OF_ACCOUNTS, ""),
            );
            let contracts = Contracts::ask(&mut questions);
            let renewals = questions.ask::<Renewal>(OF_CONTRACTS, "");
            let entries = questions.ask::<Wordless>(ABOUT_RENEWALS, "ORDER BY t.sequence");
            let holders = questions.ask::<HolderRow>(ABOUT_RENEWALS, "");
            let overrides = questions.ask::<Override>(OF_RENEWALS, "");
            let answers = questions.answers(self).await?;
            facts.accounts.extend(answers.to(customers).await?.into_iter().map(|account| (account.id, account)));
            facts.team.extend(answers.to(team).await?);
            facts.stakeholders.extend(answers.to(people).await?.into_iter().map(|stakeholder| (stakeholder.id, stakeholder)));
            contracts.add(&answers, &mut facts).await?;
            facts.renewals.extend(answers.to(renewals).await?.into_iter().map(|renewal| (renewal.id, renewal)));
            let (nobody, mut reasons) = (Arc::from(""), BTreeMap::new());
            for row in answers.to(entries).await? {
                facts.ledger.entry(row.subject).or_default().push(row.entry(&nobody, &mut reasons));
            }
            let holders = answers.to(holders).await?.into_iter();
            facts.holders.extend(holders.map(|row| ((row.subject, row.responsibility), row.teammate)));
            facts.overrides.extend(answers.to(overrides).await?.into_iter().map(|named| (named.id, named)));
        }
        Ok(facts)
    }
}

/// Why somebody holds, as far as it is not in words.
type Reason = (PolicyId, String, Role, PersonReason);

/// An entry of the ledger without its words.
struct Wordless {
    id: EntryId,
    subject: SubjectId,
    responsibility: Responsibility,
    stream: Stream,
    effective_on: Date,
    sequence: u32,
    holder: TeammateId,
    reason: Reason,
    recorded_at: Timestamp,
}

impl Wordless {
    /// The entry; one reason is shared by all that have it.
    fn entry(self, nobody: &Arc<str>, reasons: &mut BTreeMap<Reason, Arc<Because>>) -> OwnershipEntry {
        let told = |(policy, rule, role, person): &Reason| {
            Because { policy: *policy, rule: rule.clone(), role: *role, person: *person, sentence: String::new() }.into()
        };
        let because = reasons.entry(self.reason).or_insert_with_key(told);
        OwnershipEntry {
            id: self.id,
            subject: self.subject,
            responsibility: self.responsibility,
            stream: self.stream,
            effective_on: self.effective_on,
            sequence: self.sequence,
            holder: self.holder,
            passage: Passage::Initial,
            because: Arc::clone(because),
            author: Arc::clone(nobody),
            recorded_at: self.recorded_at,
        }
    }
}

impl Record for Wordless {
    const TABLE: &'static str = "ownership_entry";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "subject_id",
        "responsibility",
        "stream",
        "effective_on",
        "sequence",
        "holder_id",
        "policy_id",
        "rule",
        "role",
        "person_reason",
        "recorded_at",
    ];
    const KEY: &'static [&'static str] = &[];

    /// It is only read.
    fn values(&self) -> Vec<Value> {
        Vec::new()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            subject: row.parsed("subject_id")?,
            responsibility: row.parsed("responsibility")?,
            stream: row.parsed("stream")?,
            effective_on: row.parsed("effective_on")?,
            sequence: row.number("sequence")?,
            holder: row.parsed("holder_id")?,
            reason: (row.parsed("policy_id")?, row.text("rule")?, row.parsed("role")?, row.parsed("person_reason")?),
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}
