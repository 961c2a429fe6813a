//! Loads the facts a decision needs: those of some accounts, or all of them.

use crate::bulk::{Answers, Asked, MINE, Of, Questions};
use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::expansions::{CREDITED, credit};
use crate::held::HELD_BY;
use crate::people::Counters;
use crate::proposals::Proposals;
use crate::record::{Row, get};
use crate::records::{CreditRow, DatedRate, EntryRow, ExpansionOverride, HolderRow, OrganisationRow, OursRow, TermRow, TheirsRow};
use crate::rooms::Rooms;
use crate::sql::marks;
use jiff::civil::Date;
use sea_orm::{QueryResult, Value};
use std::sync::Arc;
use tenure_core::account::{Account, Activity, RiskCall, Stakeholder, TeamMember};
use tenure_core::contract::Contract;
use tenure_core::expansion::Expansion;
use tenure_core::facts::{Facts, Write};
use tenure_core::forecast::{ForecastCall, Window};
use tenure_core::identity::Organisation;
use tenure_core::ledger::{KnownMove, LineVersion};
use tenure_core::ownership::handoff::Handoff;
use tenure_core::ownership::reassignment::Override;
use tenure_core::playbook::Playbook;
use tenure_core::primitives::{AccountId, TaskId, TeammateId};
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
    /// The accounts of several identities.
    These(Vec<AccountId>),
    /// The account of a contract's reference.
    Contract(String),
    /// The account behind a renewal's number.
    Renewal(u32),
    /// The account behind an expansion's number.
    Expansion(u32),
    /// The account behind a task.
    Task(TaskId),
    /// The accounts behind several tasks.
    Tasks(Vec<TaskId>),
    /// Accounts on whose team a person is, or where the person holds something.
    HeldBy(TeammateId),
    /// Accounts for which a dated fact may have taken effect by a day: a company in memory keeps a calendar of them, a database does not
    /// and gives every account.
    Due(Date),
    /// Accounts with renewals that some people own commercially and that a forecast of these quarters looks at, and what managers said of
    /// the people's forecasts.
    Forecast(Vec<TeammateId>, Window),
    /// Every account.
    All,
}

impl Scope {
    /// Whether it is one account, or a few that are named.
    pub fn is_small(&self) -> bool {
        match self {
            Self::Account(_) | Self::Contract(_) | Self::Renewal(_) | Self::Expansion(_) | Self::Task(_) => true,
            Self::Accounts(references) => references.len() <= FEW,
            Self::These(accounts) => accounts.len() <= FEW,
            Self::Tasks(tasks) => tasks.len() <= FEW,
            Self::People | Self::Rates | Self::HeldBy(_) | Self::Forecast(..) | Self::Due(_) | Self::All => false,
        }
    }
}

/// Accounts that a verb names and that are planned in a moment.
const FEW: usize = 4;

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

    /// The facts in scope; `shipped` are the playbooks of the catalog.
    ///
    /// # Errors
    /// [`StoreError::Empty`] where there is no organisation yet, [`StoreError::Unreadable`] for a stored value without meaning.
    pub async fn facts(&self, scope: &Scope, shipped: impl Into<Arc<Vec<Playbook>>> + Send) -> Result<Facts, StoreError> {
        let shipped = shipped.into();
        if let Some(memory) = self.memory() {
            let mut desk = memory.desk();
            desk.set_playbooks(&shipped);
            return desk.load(scope).ok_or(StoreError::Empty);
        }
        if let Some((account, value)) = account_in(scope) {
            let mut questions = about_accounts(account, vec![value]);
            let (counters, accounts) = (questions.ask_with::<Counters>("", Vec::new()), Accounts::ask(&mut questions));
            let answers = questions.answers(self).await?;
            let counters = answers.to(counters).await?.pop().ok_or(StoreError::Empty)?;
            let mut facts = self.facts_at(&counters, &shipped).await?;
            accounts.add(&answers, &mut facts).await?;
            return Ok(facts);
        }
        let counters = get::<Counters>(self, "", vec![]).await?.pop().ok_or(StoreError::Empty)?;
        let mut facts = self.facts_at(&counters, &shipped).await?;
        if matches!(scope, Scope::Rates | Scope::All | Scope::Due(_)) {
            let rates = get::<DatedRate>(self, "", vec![]).await?;
            facts.dated_rates = rates.into_iter().map(|rate| ((rate.rated_on, rate.currency), rate.rate)).collect();
        }
        if let Scope::Forecast(people, _) = scope {
            crate::forecasts::add_adjustments(self, people, &mut facts).await?;
        }
        for portion in self.accounts_in(scope).await?.chunks(PORTION) {
            let wanted = format!("SELECT id FROM account WHERE id IN ({})", marks(portion.len()));
            let mut questions = about_accounts(&wanted, portion.iter().map(|id| id.clone().into()).collect());
            let accounts = Accounts::ask(&mut questions);
            accounts.add(&questions.answers(self).await?, &mut facts).await?;
        }
        // Contracts move from account to account, so that their moves come from several portions.
        facts.contract_moves.sort_by_key(|moved| moved.recorded_at);
        Ok(facts)
    }

    /// The ids of the accounts in a scope that may have many.
    async fn accounts_in(&self, scope: &Scope) -> Result<Vec<String>, StoreError> {
        let (sql, values): (&str, Vec<Value>) = match scope {
            Scope::Accounts(references) => {
                let sql = format!("SELECT id FROM account WHERE reference IN ({})", marks(references.len()));
                let rows = self.rows(&sql, references.iter().map(|reference| reference.clone().into()).collect()).await?;
                return ids(&rows);
            }
            Scope::These(accounts) => return Ok(accounts.iter().map(ToString::to_string).collect()),
            Scope::Tasks(tasks) if tasks.is_empty() => return Ok(Vec::new()),
            Scope::Tasks(tasks) => {
                let sql = format!(
                    "SELECT DISTINCT c.account_id AS id FROM task k JOIN renewal r ON r.id = k.renewal_id
                     JOIN contract c ON c.id = r.contract_id WHERE k.id IN ({})",
                    marks(tasks.len())
                );
                return ids(&self.rows(&sql, tasks.iter().map(|task| task.to_string().into()).collect()).await?);
            }
            Scope::Forecast(people, window) => return crate::forecasts::accounts(self, people, window).await,
            Scope::HeldBy(teammate) => (HELD_BY, vec![teammate.to_string().into(); 6]),
            Scope::All | Scope::Due(_) => ("SELECT id FROM account ORDER BY id", vec![]),
            _ => return Ok(Vec::new()),
        };
        ids(&self.rows(sql, values).await?)
    }
}

fn ids(rows: &[QueryResult]) -> Result<Vec<String>, StoreError> {
    rows.iter().map(|row| Row { row, table: "account" }.text("id")).collect()
}

/// A query for the id of the one account in scope, and its value; it is then found in the same statement that loads it.
fn account_in(scope: &Scope) -> Option<(&'static str, Value)> {
    match scope {
        Scope::Account(reference) => Some(("SELECT id FROM account WHERE reference = ?", reference.clone().into())),
        Scope::Contract(reference) => Some(("SELECT account_id FROM contract WHERE reference = ?", reference.clone().into())),
        // A decided renewal stays with the account that decided it; what follows from its contract may have moved on.
        Scope::Renewal(number) => Some((
            "SELECT c.account_id FROM renewal r JOIN contract c ON c.id = r.contract_id WHERE r.number = ?",
            i64::from(*number).into(),
        )),
        Scope::Expansion(number) => Some(("SELECT account_id FROM expansion WHERE number = ?", i64::from(*number).into())),
        Scope::Task(id) => Some((
            "SELECT c.account_id FROM task k JOIN renewal r ON r.id = k.renewal_id JOIN contract c ON c.id = r.contract_id WHERE k.id = ?",
            id.to_string().into(),
        )),
        _ => None,
    }
}

/// What belongs to the accounts in question, by the column that says to which.
pub(crate) const OF_ACCOUNTS: Of = Of(MINE, "account_id");
/// The accounts themselves.
pub(crate) const ACCOUNTS: Of = Of(MINE, "id");
/// What belongs to their contracts.
pub(crate) const OF_CONTRACTS: Of = Of("contracts", "contract_id");
/// What belongs to renewals of their contracts; one that names the account may have been decided before its contract moved elsewhere.
pub(crate) const OF_RENEWALS: Of = Of("renewals", "renewal_id");
/// What has a renewal for its subject.
pub(crate) const ABOUT_RENEWALS: Of = Of("renewals", "subject_id");
const OF_ACTIVITIES: Of = Of("activities", "activity_id");
const OF_EXPANSIONS: Of = Of("expansions", "expansion_id");
const ABOUT_EXPANSIONS: Of = Of("expansions", "subject_id");

/// Questions about the accounts whose ids a query gives, and about what is theirs.
pub(crate) fn about_accounts(ids: &str, values: Vec<Value>) -> Questions {
    Questions::about(ids, values)
        .with("activities", "SELECT a.id FROM mine CROSS JOIN activity a WHERE a.account_id = mine.id")
        .with("contracts", "SELECT c.id FROM mine CROSS JOIN contract c WHERE c.account_id = mine.id")
        .with("renewals", "SELECT r.id FROM contracts CROSS JOIN renewal r WHERE r.contract_id = contracts.id")
        .with("expansions", "SELECT e.id FROM mine CROSS JOIN expansion e WHERE e.account_id = mine.id")
}

/// What is asked of accounts: all that is theirs.
struct Accounts {
    customers: Customers,
    contracts: Contracts,
    renewals: Renewals,
    expansions: Expansions,
    rooms: Rooms,
}

impl Accounts {
    fn ask(questions: &mut Questions) -> Self {
        Self {
            customers: Customers::ask(questions),
            contracts: Contracts::ask(questions),
            renewals: Renewals::ask(questions),
            expansions: Expansions::ask(questions),
            rooms: Rooms::ask(questions),
        }
    }

    async fn add(self, answers: &Answers<'_>, facts: &mut Facts) -> Result<(), StoreError> {
        self.customers.add(answers, facts).await?;
        self.contracts.add(answers, facts).await?;
        self.renewals.add(answers, facts).await?;
        self.expansions.add(answers, facts).await?;
        self.rooms.add(answers, facts).await
    }
}

/// What is asked of accounts themselves: their teams, people and contacts.
struct Customers {
    accounts: Asked<Account>,
    team: Asked<TeamMember>,
    risk_calls: Asked<RiskCall>,
    stakeholders: Asked<Stakeholder>,
    activities: Asked<Activity>,
    ours: Asked<OursRow>,
    theirs: Asked<TheirsRow>,
}

impl Customers {
    fn ask(questions: &mut Questions) -> Self {
        Self {
            accounts: questions.ask(ACCOUNTS, ""),
            team: questions.ask(OF_ACCOUNTS, ""),
            risk_calls: questions.ask(OF_ACCOUNTS, "ORDER BY t.recorded_at, t.id"),
            stakeholders: questions.ask(OF_ACCOUNTS, ""),
            activities: questions.ask(OF_ACCOUNTS, ""),
            ours: questions.ask(OF_ACTIVITIES, ""),
            theirs: questions.ask(OF_ACTIVITIES, ""),
        }
    }

    async fn add(self, answers: &Answers<'_>, facts: &mut Facts) -> Result<(), StoreError> {
        facts.accounts.extend(answers.to(self.accounts).await?.into_iter().map(|account| (account.id, account)));
        facts.team.extend(answers.to(self.team).await?);
        for call in answers.to(self.risk_calls).await? {
            facts.risk_calls.entry(call.account).or_default().push(call);
        }
        facts.stakeholders.extend(answers.to(self.stakeholders).await?.into_iter().map(|stakeholder| (stakeholder.id, stakeholder)));
        facts.activities.extend(answers.to(self.activities).await?.into_iter().map(|activity| (activity.id, activity)));
        for row in answers.to(self.ours).await? {
            facts.activities.entry(row.activity).and_modify(|activity| activity.ours.extend([row.teammate]));
        }
        for row in answers.to(self.theirs).await? {
            facts.activities.entry(row.activity).and_modify(|activity| activity.theirs.extend([row.stakeholder]));
        }
        Ok(())
    }
}

/// What is asked of the contracts of accounts.
pub(crate) struct Contracts {
    contracts: Asked<Contract>,
    moves: Asked<KnownMove>,
    terms: Asked<TermRow>,
    lines: Asked<LineVersion>,
}

impl Contracts {
    pub(crate) fn ask(questions: &mut Questions) -> Self {
        Self {
            contracts: questions.ask(OF_ACCOUNTS, ""),
            moves: questions.ask(Of(MINE, "to_account_id"), "ORDER BY t.recorded_at"),
            terms: questions.ask(OF_CONTRACTS, ""),
            lines: questions.ask(OF_CONTRACTS, "ORDER BY t.version"),
        }
    }

    pub(crate) async fn add(self, answers: &Answers<'_>, facts: &mut Facts) -> Result<(), StoreError> {
        facts.contracts.extend(answers.to(self.contracts).await?.into_iter().map(|contract| (contract.id, contract)));
        facts.contract_moves.extend(answers.to(self.moves).await?.into_iter().map(|known| known.moved));
        let terms = answers.to(self.terms).await?.into_iter().filter(|row| !row.voided);
        facts.terms.extend(terms.map(|row| ((row.term.contract, row.term.number), row.term)));
        for row in answers.to(self.lines).await? {
            facts.apply(&if row.voided { Write::VoidLine(row.line) } else { Write::Line(row.line) });
        }
        Ok(())
    }
}

/// What is asked of the renewals of accounts.
struct Renewals {
    renewals: Asked<Renewal>,
    entries: Asked<EntryRow>,
    holders: Asked<HolderRow>,
    tasks: Asked<Task>,
    overrides: Asked<Override>,
    handoffs: Asked<Handoff>,
    calls: Asked<ForecastCall>,
    proposals: Proposals,
}

impl Renewals {
    fn ask(questions: &mut Questions) -> Self {
        Self {
            renewals: questions.ask(OF_CONTRACTS, ""),
            entries: questions.ask(ABOUT_RENEWALS, "ORDER BY t.sequence"),
            holders: questions.ask(ABOUT_RENEWALS, ""),
            tasks: questions.ask(OF_RENEWALS, ""),
            overrides: questions.ask(OF_RENEWALS, ""),
            handoffs: questions.ask(OF_RENEWALS, ""),
            calls: questions.ask(OF_RENEWALS, "ORDER BY t.number"),
            proposals: Proposals::ask(questions),
        }
    }

    async fn add(self, answers: &Answers<'_>, facts: &mut Facts) -> Result<(), StoreError> {
        facts.renewals.extend(answers.to(self.renewals).await?.into_iter().map(|renewal| (renewal.id, renewal)));
        for row in answers.to(self.entries).await? {
            facts.ledger.entry(row.entry.subject).or_default().push(row.entry);
        }
        let holders = answers.to(self.holders).await?;
        facts.holders.extend(holders.into_iter().map(|row| ((row.subject, row.responsibility), row.teammate)));
        facts.tasks.extend(answers.to(self.tasks).await?.into_iter().map(|task| (task.id, task)));
        facts.overrides.extend(answers.to(self.overrides).await?.into_iter().map(|named| (named.id, named)));
        facts.handoffs.extend(answers.to(self.handoffs).await?.into_iter().map(|handoff| (handoff.id, handoff)));
        for call in answers.to(self.calls).await? {
            facts.forecast_calls.entry(call.renewal).or_default().push(call);
        }
        self.proposals.add(answers, facts).await
    }
}

/// What is asked of the expansions of accounts.
struct Expansions {
    expansions: Asked<Expansion>,
    credits: Asked<CreditRow>,
    entries: Asked<EntryRow>,
    holders: Asked<HolderRow>,
    overrides: Asked<ExpansionOverride>,
}

impl Expansions {
    fn ask(questions: &mut Questions) -> Self {
        Self {
            expansions: questions.ask(OF_ACCOUNTS, ""),
            credits: questions.ask(OF_EXPANSIONS, CREDITED),
            entries: questions.ask(ABOUT_EXPANSIONS, "ORDER BY t.sequence"),
            holders: questions.ask(ABOUT_EXPANSIONS, ""),
            overrides: questions.ask(OF_EXPANSIONS, ""),
        }
    }

    async fn add(self, answers: &Answers<'_>, facts: &mut Facts) -> Result<(), StoreError> {
        let mut expansions = answers.to(self.expansions).await?;
        credit(expansions.iter_mut(), answers.to(self.credits).await?);
        facts.expansions.extend(expansions.into_iter().map(|expansion| (expansion.id, expansion)));
        for row in answers.to(self.entries).await? {
            facts.ledger.entry(row.entry.subject).or_default().push(row.entry);
        }
        let holders = answers.to(self.holders).await?;
        facts.holders.extend(holders.into_iter().map(|row| ((row.subject, row.responsibility), row.teammate)));
        facts.overrides.extend(answers.to(self.overrides).await?.into_iter().map(|row| (row.0.id, row.0)));
        Ok(())
    }
}
