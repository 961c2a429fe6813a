//! A small company for tests: ten people, the starter policy, and verbs that plan after themselves as the application does.
//!
//! Shared by the unit tests of the checks and by the integration tests, which take this file by path.

#![allow(dead_code, clippy::unwrap_used, reason = "tests: each takes what it needs, and a refusal should stop it")]

use super::tenure_core::account::{Account, Activity, ActivityKind, Risk, Stakeholder, StakeholderRole, folded};
use super::tenure_core::catalog;
use super::tenure_core::checks::{Beside, EventLog, Evidence, Listing, Told};
use super::tenure_core::commands;
use super::tenure_core::contract::{Contract, ContractKind, Line, LineKind, LineOrigin, PricePeriod, Signature, Term};
use super::tenure_core::facts::{Facts, Moment, Write};
use super::tenure_core::identity::{Organisation, Role, Teammate};
use super::tenure_core::ledger::pack;
use super::tenure_core::ownership::Responsibility;
use super::tenure_core::ownership::handoff::HandoffState;
use super::tenure_core::planner::{Cause, Planning, follow};
use super::tenure_core::primitives::{
    AccountId, ActivityId, ContractId, Currency, Decimal6, HandoffId, IdSource, LineId, StakeholderId, TaskId, TeammateId,
};
use super::tenure_core::refusal::Refusal;
use super::tenure_core::renewal::{OutcomeReason, Renewal, Task};
use super::tenure_core::seal::FoundSeal;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// The people a company starts with: reference, name, role.
pub const STAFF: [(&str, &str, Role); 10] = [
    ("mara", "Mara Lind", Role::RenewalsManager),
    ("priya", "Priya Nair", Role::Csm),
    ("rafael", "Rafael Costa", Role::AccountExecutive),
    ("tomas", "Tomas Berg", Role::AccountExecutive),
    ("iris", "Iris Vogel", Role::RenewalsCoordinator),
    ("noor", "Noor Haddad", Role::ExpansionAe),
    ("olga", "Olga Petrova", Role::Ops),
    ("amir", "Amir Shah", Role::AccountManager),
    ("lena", "Lena Brandt", Role::CsLeader),
    ("sean", "Sean Byrne", Role::SalesLeader),
];

/// Ids that count up, never below this, so that they do not meet those of a check.
pub struct Ids(AtomicU64);

impl IdSource for Ids {
    fn next_id(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

/// A company in memory.
pub struct Company {
    pub facts: Facts,
    pub ids: Ids,
    pub today: Date,
    pub log: EventLog,
    pub listing: Listing,
    pub seals: Vec<FoundSeal>,
    pub told: Told,
}

impl Company {
    /// People and the starter policy on a day, and nothing else.
    pub fn new(today: Date) -> Self {
        let ids = Ids(AtomicU64::new(1_000_000));
        let desk_lead = TeammateId::new(&ids);
        let organisation = Organisation {
            name: "Northwind".into(),
            currency: Currency::USD,
            time_zone: "Europe/Berlin".into(),
            desk_lead,
            sample_today: None,
            fiscal_year_start: 1,
            absence_moves_after_days: 16,
            handoff_clocks: Default::default(),
            stage: None,
        };
        let mut facts = Facts::empty(organisation, catalog::playbooks().unwrap());
        facts.plan_rates.insert((2024, "EUR".into()), "1.14".parse().unwrap());
        let listing = Listing::default();
        let mut company = Self { facts, ids, today, log: EventLog::default(), listing, seals: Vec::new(), told: Told::default() };
        for (index, (reference, name, role)) in STAFF.iter().enumerate() {
            let id = if index == 0 { desk_lead } else { TeammateId::new(&company.ids) };
            company.accept(commands::add_teammate(&company.facts, teammate(id, (reference, name), *role, date(2020, 1, 1))));
        }
        company.activate(catalog::STARTER_POLICY.1);
        company
    }

    /// On 23 Nov 2026: one account of tier 1 with a CSM and an AE, and one contract that renews itself on 9 Jan 2027 with 45 days' notice.
    pub fn with_one_contract() -> Self {
        let mut company = Self::new(date(2026, 6, 1));
        let account = company.add_account("A-17", 1, Risk::Green);
        company.put_on_team(account, Role::Csm, "priya");
        company.put_on_team(account, Role::AccountExecutive, "rafael");
        company.sign(account, Some(45), date(2027, 1, 9), "412500");
        company.wait_until(date(2026, 11, 23));
        company
    }

    pub fn moment(&self) -> Moment {
        let seconds = i64::try_from(self.log.events).unwrap();
        Moment { today: self.today, recorded_at: Timestamp::from_second(1_700_000_000 + seconds).unwrap() }
    }

    /// Applies what a verb decided, plans every account, and counts one event.
    pub fn accept(&mut self, writes: Result<Vec<Write>, Refusal>) {
        self.facts.apply_all(&writes.unwrap());
        let all = self.facts.accounts.keys().copied().collect();
        self.plan(&all).unwrap();
    }

    /// Plans some accounts, applies the plan and counts one event.
    pub fn plan(&mut self, accounts: &BTreeSet<AccountId>) -> Result<Vec<Write>, Vec<Refusal>> {
        let cause = Cause { author: "Mara Lind".into(), reason: "the facts changed".into() };
        let moment = self.moment();
        let writes = follow(&mut self.facts, accounts, Planning { moment, cause: &cause, ids: &self.ids })?;
        let sequence = self.log.last_sequence + 1;
        self.log = EventLog { last_sequence: sequence, events: sequence, lowest: 1, highest: sequence, ..self.log };
        self.list();
        Ok(writes)
    }

    /// Lets days pass, with a plan on each as the daily job does.
    pub fn wait_until(&mut self, day: Date) {
        while self.today < day {
            self.today = self.today.tomorrow().unwrap();
            self.accept(Ok(Vec::new()));
        }
    }

    /// Keeps beside the facts what lists narrow by, in two places as the embedded database does.
    fn list(&mut self) {
        let risk_of = |renewal: &Renewal| self.facts.accounts[&renewal.account].risk;
        let risks = self.facts.renewals.values().map(|renewal| (renewal.id, risk_of(renewal))).collect();
        let texts: Vec<_> = self.facts.accounts.values().map(|a| (a.id, folded(&a.name), folded(&a.reference))).collect();
        let mut arr: BTreeMap<AccountId, Vec<(&Line, Currency)>> = BTreeMap::new();
        for line in self.facts.lines.values() {
            let contract = &self.facts.contracts[&line.contract];
            arr.entry(contract.account).or_default().push((line, contract.currency));
        }
        let arr = arr.into_iter().map(|(account, lines)| (account, pack(lines).unwrap())).collect();
        self.listing = Listing { texts: vec![texts.clone(), texts], risks, arr };
    }

    pub fn evidence(&self) -> Evidence<'_> {
        let beside = Beside { log: &self.log, listing: &self.listing, seals: &self.seals, told: &self.told };
        Evidence::gather(&self.facts, beside, self.today)
    }

    pub fn activate(&mut self, text: &str) {
        let writes =
            commands::activate_policy(&self.facts, &commands::Activation::of("policy.toml", text, "Mara Lind"), self.moment(), &self.ids)
                .unwrap();
        self.accept(Ok(writes));
    }

    pub fn add_account(&mut self, reference: &str, tier: u8, risk: Risk) -> AccountId {
        let id = AccountId::new(&self.ids);
        let (name, segment, region) = (format!("Customer {reference}"), "Enterprise".into(), "EMEA".into());
        let (parent, fiscal_year_start, merged_into) = (None, None, None);
        let reference = reference.into();
        let account = Account {
            id,
            reference,
            name,
            tier,
            segment,
            region,
            country: None,
            risk: Risk::Unknown,
            parent,
            fiscal_year_start,
            merged_into,
            needs: BTreeSet::new(),
            fields: BTreeMap::new(),
        };
        let judgement = commands::Judgement { risk, reason: "as we know them".into(), expires_on: None };
        self.accept(commands::add_account(&self.facts, account, judgement, ("Mara Lind", self.moment()), &self.ids));
        id
    }

    pub fn judge(&mut self, account: AccountId, risk: Risk) {
        let judgement = commands::Judgement { risk, reason: "as we know them".into(), expires_on: None };
        self.accept(commands::set_risk(&self.facts, account, judgement, ("Mara Lind", self.moment()), &self.ids));
    }

    pub fn put_on_team(&mut self, account: AccountId, role: Role, reference: &str) {
        let teammate = self.teammate(reference);
        self.accept(commands::set_team(&self.facts, account, role, teammate, self.today));
    }

    /// Signs a contract in US dollars with one year's term, one line, and auto-renewal; notice in days.
    pub fn sign(&mut self, account: AccountId, notice_days: Option<u16>, end_on: Date, arr: &str) -> ContractId {
        let id = ContractId::new(&self.ids);
        let reference = format!("HS-{}", self.facts.contracts.len() + 1);
        let start_on = Date::new(end_on.year() - 1, end_on.month(), end_on.day()).unwrap();
        let term = Term { contract: id, number: 1, start_on, end_on, opt_out_received_on: None, cancelled_on: None, signature: None };
        let contract = Contract {
            id,
            reference,
            account,
            currency: Currency::USD,
            auto_renew: true,
            notice_days,
            renewal_months: 12,
            uplift_cap_bps: None,
            uplift_bps: 0,
            kind: ContractKind::Fixed,
            co_term_lead: None,
        };
        let lines = vec![self.line(&term, arr)];
        self.accept(commands::sign_contract(&self.facts, contract, term, lines));
        id
    }

    /// Signs the successor term.
    pub fn renew(&mut self, contract: ContractId, end_on: Date, arr: &str) {
        let last = commands::last_term(&self.facts, contract).unwrap();
        let term = Term {
            contract,
            number: last.number + 1,
            start_on: last.end_on,
            end_on,
            opt_out_received_on: None,
            cancelled_on: None,
            signature: None,
        };
        let lines = vec![self.line(&term, arr)];
        let signature = Signature { signed_on: self.today, reason: Some(OutcomeReason::ValueProven), words: "It pays for itself.".into() };
        self.accept(commands::renew_contract(&self.facts, contract, end_on, lines, signature));
    }

    /// Changes head and end of the running term; the lines end with it.
    pub fn amend(&mut self, contract: ContractId, end_on: Date, change: impl FnOnce(&mut Contract)) {
        let mut amended = self.facts.contracts[&contract].clone();
        change(&mut amended);
        let number = commands::last_term(&self.facts, contract).unwrap().number;
        let lines = self.facts.lines_of(contract, number).into_iter();
        let lines = lines.map(|line| Line { end_on, version: line.version + 1, ..line.clone() }).collect();
        self.accept(commands::amend_contract(&self.facts, amended, end_on, lines));
    }

    /// A line over a whole term with a yearly price.
    pub fn line(&self, term: &Term, arr: &str) -> Line {
        let id = LineId::new(&self.ids);
        Line {
            id,
            reference: format!("L-{id}"),
            version: 1,
            contract: term.contract,
            term_number: term.number,
            product: "Platform".into(),
            business_unit: "Group".into(),
            kind: LineKind::Recurring,
            quantity: Decimal6::ONE,
            unit_price: arr.parse().unwrap(),
            price_period: PricePeriod::Year,
            discount_bps: 0,
            discount_span: None,
            start_on: term.start_on,
            end_on: term.end_on,
            economic_buyer: String::new(),
            origin: LineOrigin::Sold,
            follows: None,
        }
    }

    pub fn teammate(&self, reference: &str) -> TeammateId {
        self.facts.teammates.values().find(|t| t.reference == reference).unwrap().id
    }

    /// The renewal with the lowest number.
    pub fn renewal(&self) -> &Renewal {
        self.facts.renewals.values().min_by_key(|renewal| renewal.number).unwrap()
    }

    pub fn renewal_mut(&mut self) -> &mut Renewal {
        self.facts.renewals.values_mut().min_by_key(|renewal| renewal.number).unwrap()
    }

    /// The reference of whoever is accountable on the first renewal.
    pub fn holder(&self, responsibility: Responsibility) -> &str {
        &self.facts.teammates[&self.facts.holder(self.renewal().id, responsibility).unwrap()].reference
    }

    /// The task of a step of the first renewal.
    pub fn task(&self, step: &str) -> &Task {
        let renewal = self.renewal().id;
        self.facts.tasks.values().find(|task| task.renewal == renewal && task.step == step).unwrap()
    }

    pub fn task_mut(&mut self, step: &str) -> &mut Task {
        let id: TaskId = self.task(step).id;
        self.facts.tasks.get_mut(&id).unwrap()
    }

    /// Two people meet somebody of the first renewal's customer together, today.
    pub fn meet(&mut self, one: &str, other: &str) {
        let account = self.renewal().account;
        let reference = format!("P-{}", self.facts.stakeholders.len() + 1);
        let person = Stakeholder {
            id: StakeholderId::new(&self.ids),
            reference,
            account,
            name: "Dana Fox".into(),
            title: String::new(),
            email: String::new(),
            business_unit: String::new(),
            roles: [StakeholderRole::Champion].into(),
            left_on: None,
        };
        let theirs = [person.id].into();
        self.accept(commands::set_stakeholder(&self.facts, person));
        let ours = [self.teammate(one), self.teammate(other)].into();
        self.accept(commands::log_activity(&self.facts, self.contact(account, ours, theirs), self.moment()));
    }

    /// A meeting of today with an account.
    pub fn contact(&self, account: AccountId, ours: BTreeSet<TeammateId>, theirs: BTreeSet<StakeholderId>) -> Activity {
        let moment = self.moment();
        Activity {
            id: ActivityId::new(&self.ids),
            account,
            renewal: None,
            kind: ActivityKind::Meeting,
            held_on: moment.today,
            subject: "Introduction".into(),
            notes: String::new(),
            ours,
            theirs,
            author: "Mara Lind".into(),
            recorded_at: moment.recorded_at,
            withdrawn: false,
        }
    }

    /// The receiver accepts every handoff that was met.
    pub fn accept_handoffs(&mut self, receiver: &str) {
        let receiver = self.teammate(receiver);
        let met: Vec<HandoffId> = self
            .facts
            .handoffs
            .values()
            .filter(|handoff| handoff.receiver == receiver && matches!(handoff.state, HandoffState::Met { .. }))
            .map(|handoff| handoff.id)
            .collect();
        let said = commands::Said { by: self.facts.name_of(receiver).into(), reason: String::new(), moment: self.moment() };
        self.accept(commands::accept_handoffs(&self.facts, &met, &said));
    }

    pub fn complete(&mut self, step: &str) {
        let (task, by) = (self.task(step).id, ("Priya Nair", self.moment()));
        self.accept(commands::complete_task(&self.facts, task, commands::Completion::Done, "It took place.", by));
    }
}

/// A person in EMEA who reports to nobody.
pub fn teammate(id: TeammateId, (reference, name): (&str, &str), role: Role, active_from: Date) -> Teammate {
    Teammate {
        id,
        reference: reference.into(),
        name: name.into(),
        email: format!("{reference}@northwind.example"),
        role,
        manager: None,
        region: "EMEA".into(),
        country: None,
        active_from,
        left_on: None,
    }
}
