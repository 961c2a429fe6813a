//! The facts of one organisation in memory, and the writes that change them.
//!
//! A verb loads the facts it needs, decides a list of writes, and saves them in one transaction. The same writes applied
//! here give the same company in memory: that is how plans are previewed and how random histories are tested without a database.

use crate::account::{Account, TeamMember};
use crate::contract::{Contract, Line, Term};
use crate::identity::{Organisation, Teammate};
use crate::ownership::Responsibility;
use crate::ownership::designation::People;
use crate::ownership::ledger::{OwnershipEntry, Stream};
use crate::ownership::policy::Policy;
use crate::playbook::Playbook;
use crate::primitives::{AccountId, ContractId, Currency, Decimal6, LineId, PolicyId, RenewalId, TaskId, TeammateId};
use crate::renewal::{PlanRates, Renewal, Task};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// One version of the ownership policy, parsed and as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyVersion {
    /// Identity.
    pub id: PolicyId,
    /// 1 for the first version, then one more each.
    pub version: u32,
    /// The TOML as it was given.
    pub text: String,
    /// The parsed table.
    pub policy: Policy,
    /// In force from this day until the next version's.
    pub effective_on: Date,
}

impl PolicyVersion {
    /// `Hybrid, version 3`.
    pub fn title(&self) -> String {
        format!("{}, version {}", self.policy.name, self.version)
    }
}

/// Everything a decision may look at. Maps are ordered, so decisions do not depend on chance.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The organisation.
    pub organisation: Organisation,
    /// Plan rates into the reporting currency.
    pub plan_rates: PlanRates,
    /// Everybody.
    pub teammates: BTreeMap<TeammateId, Teammate>,
    /// Customers in scope.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Their teams.
    pub team: Vec<TeamMember>,
    /// Their contracts.
    pub contracts: BTreeMap<ContractId, Contract>,
    /// Terms by contract and number.
    pub terms: BTreeMap<(ContractId, u32), Term>,
    /// The latest version of each line.
    pub lines: BTreeMap<LineId, Line>,
    /// Every policy version, oldest first.
    pub policies: Vec<PolicyVersion>,
    /// Playbooks of the catalog.
    pub playbooks: Vec<Playbook>,
    /// Renewals in scope.
    pub renewals: BTreeMap<RenewalId, Renewal>,
    /// Their ownership ledger.
    pub ledger: BTreeMap<RenewalId, Vec<OwnershipEntry>>,
    /// Projection: who is accountable now.
    pub holders: BTreeMap<(RenewalId, Responsibility), TeammateId>,
    /// Their tasks.
    pub tasks: BTreeMap<TaskId, Task>,
    /// The number the next renewal gets.
    pub next_renewal_number: u32,
    /// Terms whose renewal somebody says is open although they ended. Said by an import while it is planned; not stored,
    /// since a renewal that is open stays open.
    pub undecided: BTreeSet<(ContractId, u32)>,
}

/// The first renewal is R-1001, so that references have one width for a long time.
pub const FIRST_RENEWAL_NUMBER: u32 = 1001;

/// One change of the facts. Saved in order, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Sets up or changes the organisation.
    Organisation(Organisation),
    /// Sets the plan rate of a year and currency code.
    PlanRate(i16, String, Decimal6),
    /// Adds or changes a teammate.
    Teammate(Teammate),
    /// Adds or changes an account.
    Account(Account),
    /// Adds a team entry, or changes the end of the one with the same account, role, person and first day.
    TeamMember(TeamMember),
    /// Adds or changes a contract.
    Contract(Contract),
    /// Adds or changes a term.
    Term(Term),
    /// Appends a line version.
    Line(Line),
    /// Appends a policy version.
    Policy(PolicyVersion),
    /// Adds a renewal or changes its projection and state.
    Renewal(Renewal),
    /// Appends to the ownership ledger.
    Ownership(OwnershipEntry),
    /// Adds or changes a task.
    Task(Task),
}

/// When a decision is made: the civil day it counts from and the instant it is recorded.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Today in the organisation's time zone.
    pub today: Date,
    /// The instant of the one clock.
    pub recorded_at: Timestamp,
}

impl Facts {
    /// The facts of an organisation that has nothing yet.
    pub fn empty(organisation: Organisation, playbooks: Vec<Playbook>) -> Self {
        Self {
            organisation,
            playbooks,
            plan_rates: BTreeMap::new(),
            teammates: BTreeMap::new(),
            accounts: BTreeMap::new(),
            team: Vec::new(),
            contracts: BTreeMap::new(),
            terms: BTreeMap::new(),
            lines: BTreeMap::new(),
            policies: Vec::new(),
            renewals: BTreeMap::new(),
            ledger: BTreeMap::new(),
            holders: BTreeMap::new(),
            tasks: BTreeMap::new(),
            next_renewal_number: FIRST_RENEWAL_NUMBER,
            undecided: BTreeSet::new(),
        }
    }

    /// Applies one write.
    pub fn apply(&mut self, write: &Write) {
        match write.clone() {
            Write::Organisation(organisation) => self.organisation = organisation,
            Write::PlanRate(year, currency, rate) => drop(self.plan_rates.insert((year, currency), rate)),
            Write::Teammate(teammate) => drop(self.teammates.insert(teammate.id, teammate)),
            Write::Account(account) => drop(self.accounts.insert(account.id, account)),
            Write::TeamMember(member) => self.set_member(member),
            Write::Contract(contract) => drop(self.contracts.insert(contract.id, contract)),
            Write::Term(term) => drop(self.terms.insert((term.contract, term.number), term)),
            Write::Line(line) => drop(self.lines.insert(line.id, line)),
            Write::Policy(version) => self.policies.push(version),
            Write::Renewal(renewal) => {
                self.next_renewal_number = self.next_renewal_number.max(renewal.number + 1);
                self.renewals.insert(renewal.id, renewal);
            }
            Write::Ownership(entry) => self.append(entry),
            Write::Task(task) => drop(self.tasks.insert(task.id, task)),
        }
    }

    /// Applies writes in order.
    pub fn apply_all(&mut self, writes: &[Write]) {
        writes.iter().for_each(|write| self.apply(write));
    }

    fn set_member(&mut self, member: TeamMember) {
        let same =
            |m: &TeamMember| (m.account, m.role, m.teammate, m.from_on) == (member.account, member.role, member.teammate, member.from_on);
        match self.team.iter_mut().find(|m| same(m)) {
            Some(existing) => existing.to_on = member.to_on,
            None => self.team.push(member),
        }
    }

    fn append(&mut self, entry: OwnershipEntry) {
        if entry.stream == Stream::Accountable {
            self.holders.insert((entry.renewal, entry.responsibility), entry.holder);
        }
        self.ledger.entry(entry.renewal).or_default().push(entry);
    }

    /// People for designations.
    pub fn people(&self) -> People<'_> {
        People { organisation: &self.organisation, teammates: &self.teammates, team: &self.team }
    }

    /// The policy version in force on a day.
    pub fn policy_on(&self, day: Date) -> Option<&PolicyVersion> {
        self.policies.iter().filter(|version| version.effective_on <= day).max_by_key(|version| version.version)
    }

    /// The policy version of an id.
    pub fn policy(&self, id: PolicyId) -> Option<&PolicyVersion> {
        self.policies.iter().find(|version| version.id == id)
    }

    /// The playbook of a code.
    pub fn playbook(&self, code: &str) -> Option<&Playbook> {
        self.playbooks.iter().find(|playbook| playbook.code == code)
    }

    /// Lines of one term.
    pub fn lines_of(&self, contract: ContractId, term_number: u32) -> Vec<&Line> {
        self.lines.values().filter(|line| line.contract == contract && line.term_number == term_number).collect()
    }

    /// The renewal of a term, if it is scheduled.
    pub fn renewal_of(&self, contract: ContractId, term_number: u32) -> Option<&Renewal> {
        self.renewals.values().find(|renewal| renewal.contract == contract && renewal.term_number == term_number)
    }

    /// The ledger of a renewal.
    pub fn entries(&self, renewal: RenewalId) -> &[OwnershipEntry] {
        self.ledger.get(&renewal).map_or(&[], Vec::as_slice)
    }

    /// Tasks of a renewal, earliest first.
    pub fn tasks_of(&self, renewal: RenewalId) -> Vec<&Task> {
        let mut tasks: Vec<&Task> = self.tasks.values().filter(|task| task.renewal == renewal).collect();
        tasks.sort_by(|a, b| (a.due_on, &a.step).cmp(&(b.due_on, &b.step)));
        tasks
    }

    /// The reporting currency.
    pub fn reporting(&self) -> Currency {
        self.organisation.currency
    }

    /// A teammate's name, for sentences.
    pub fn name_of(&self, teammate: TeammateId) -> &str {
        self.teammates.get(&teammate).map_or("somebody unknown", |t| t.name.as_str())
    }
}
