//! The facts of one organisation in memory, and the writes that change them.
//!
//! A verb loads the facts it needs, decides a list of writes, and saves them in one transaction. The same writes applied
//! here give the same company in memory: that is how plans are previewed and how random histories are tested without a database.

use crate::account::{Account, Activity, Care, ContractMove, Field, FieldName, RiskCall, Stakeholder, TeamMember};
use crate::checks::Dismissal;
use crate::contract::{Contract, Line, Product, Term};
use crate::expansion::Expansion;
use crate::forecast::{Adjustment, Forecast, ForecastCall, Kind};
use crate::identity::{Absence, Organisation, Position, Profile, Teammate};
use crate::ledger::Rules;
use crate::ownership::Responsibility;
use crate::ownership::advisor::Answer;
use crate::ownership::designation::Load;
use crate::ownership::handoff::Handoff;
use crate::ownership::ledger::{OwnershipEntry, Stream};
use crate::ownership::reassignment::Override;
use crate::playbook::{Playbook, PlaybookVersion, put};
use crate::primitives::{
    AbsenceId, AccountId, ActivityId, Calendars, ContractId, Country, Decimal6, ExpansionId, HandoffId, LineId, OverrideId, RenewalId,
    StakeholderId, SubjectId, TaskId, TeammateId,
};
use crate::proposal::{DiscountLimit, Proposal, Step};
use crate::renewal::{OutcomeReview, PlanRates, Renewal, Task};
use crate::room::{Room, RoomFact};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rules that the ledger of revenue is read under, as somebody confirmed them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRules {
    /// The rules.
    pub rules: Rules,
    /// Who set them.
    pub set_by: String,
}

/// Everything a decision may look at. Maps are ordered, so decisions do not depend on chance.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The organisation.
    pub organisation: Organisation,
    /// Plan rates into the reporting currency.
    pub plan_rates: PlanRates,
    /// Reporting currency per unit of another currency on single days; for money at spot, never for a policy.
    pub dated_rates: BTreeMap<(Date, String), Decimal6>,
    /// The rules that the ledger of revenue is read under; `None` where nobody has confirmed any, and the shipped ones count.
    pub ledger_rules: Option<LedgerRules>,
    /// Business days of the organisation and of countries.
    pub calendar: Calendars,
    /// What we sell, by the name that lines use.
    pub products: BTreeMap<String, Product>,
    /// Fields that the organisation added to accounts.
    pub fields: BTreeMap<FieldName, Field>,
    /// Everybody.
    pub teammates: BTreeMap<TeammateId, Teammate>,
    /// Who is away, and when.
    pub absences: BTreeMap<AbsenceId, Absence>,
    /// Places in the hierarchy, oldest first.
    pub positions: Vec<Position>,
    /// What everybody brings, oldest first.
    pub profiles: Vec<Profile>,
    /// Customers in scope.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Their teams.
    pub team: Vec<TeamMember>,
    /// Judgements of their risk, oldest first.
    pub risk_calls: BTreeMap<AccountId, Vec<RiskCall>>,
    /// People there.
    pub stakeholders: BTreeMap<StakeholderId, Stakeholder>,
    /// Contacts with them.
    pub activities: BTreeMap<ActivityId, Activity>,
    /// What was written down in their rooms.
    pub rooms: BTreeMap<AccountId, Room>,
    /// Contracts that went from one of them to another, oldest first.
    pub contract_moves: Vec<ContractMove>,
    /// Their contracts.
    pub contracts: BTreeMap<ContractId, Contract>,
    /// Terms by contract and number.
    pub terms: BTreeMap<(ContractId, u32), Term>,
    /// The latest version of each line.
    pub lines: BTreeMap<LineId, Line>,
    /// References of lines that were taken back: they stay taken, since the record of the line stays.
    pub voided_lines: BTreeSet<String>,
    /// Every policy version, oldest first.
    pub policies: Vec<PolicyVersion>,
    /// Findings that were set aside, by their fingerprint, as somebody last said.
    pub dismissals: BTreeMap<String, Dismissal>,
    /// What people answered to the advisor, oldest first.
    pub answers: Vec<Answer>,
    /// Playbooks in use: the shipped ones, and what was published here instead of them or beside them.
    pub playbooks: Arc<Vec<Playbook>>,
    /// What was published here, oldest first.
    pub playbook_versions: Arc<Vec<PlaybookVersion>>,
    /// Renewals in scope.
    pub renewals: BTreeMap<RenewalId, Renewal>,
    /// What their customers may buy more of.
    pub expansions: BTreeMap<ExpansionId, Expansion>,
    /// What is offered for the next terms, by renewal and version.
    pub proposals: BTreeMap<(RenewalId, u32), Proposal>,
    /// What was learnt from decided renewals: the last word of each.
    pub reviews: BTreeMap<RenewalId, OutcomeReview>,
    /// What was said of renewals for the forecast, first to last.
    pub forecast_calls: BTreeMap<RenewalId, Vec<ForecastCall>>,
    /// What managers add to or take from the forecasts of persons, oldest word first.
    pub adjustments: Vec<Adjustment>,
    /// Monday of the last week for which somebody submitted a forecast.
    pub forecast_weeks: BTreeMap<(TeammateId, Kind), Date>,
    /// What each role may give away alone, oldest word first.
    pub discount_limits: Vec<DiscountLimit>,
    /// What customers of each tier are owed, oldest word first.
    pub cares: Vec<Care>,
    /// The ownership ledger of renewals and expansions.
    pub ledger: BTreeMap<SubjectId, Vec<OwnershipEntry>>,
    /// Reassignments by name.
    pub overrides: BTreeMap<OverrideId, Override>,
    /// Handoffs of the renewals, open and settled.
    pub handoffs: BTreeMap<HandoffId, Handoff>,
    /// Projection: who is accountable now.
    pub holders: BTreeMap<(SubjectId, Responsibility), TeammateId>,
    /// Their tasks.
    pub tasks: BTreeMap<TaskId, Task>,
    /// What people carry on renewals that are not in scope; asked for where a plan weighs them. Not stored.
    pub loads_elsewhere: BTreeMap<TeammateId, Load>,
    /// The number the next renewal gets.
    pub next_renewal_number: u32,
    /// The number the next expansion gets.
    pub next_expansion_number: u32,
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
    /// Sets the rate of a day and currency code.
    DatedRate(Date, String, Decimal6),
    /// Sets the rules that the ledger of revenue is read under.
    LedgerRules(LedgerRules),
    /// Adds a holiday of the organisation or of a country, or renames it.
    Holiday(Option<Country>, Date, String),
    /// Adds or changes a product.
    Product(Product),
    /// Adds or changes a field of accounts.
    Field(Field),
    /// Takes an entry off its list. That it was there, and until when, is in the log.
    Unlisted(ListKey),
    /// Adds or changes a teammate.
    Teammate(Teammate),
    /// Adds or changes an absence.
    Absence(Absence),
    /// Appends a place in the hierarchy.
    Position(Position),
    /// Appends what a teammate brings.
    Profile(Profile),
    /// Adds or changes an account.
    Account(Account),
    /// Adds a team entry, or changes the end of the one with the same account, role, person and first day.
    TeamMember(TeamMember),
    /// Appends a judgement of risk.
    RiskCall(RiskCall),
    /// Adds or changes a stakeholder.
    Stakeholder(Stakeholder),
    /// Adds an activity, or withdraws it.
    Activity(Activity),
    /// Writes something down in the room of an account.
    Room(RoomFact),
    /// Adds or changes a contract.
    Contract(Contract),
    /// Appends a move of a contract between accounts.
    ContractMove(ContractMove),
    /// Adds or changes a term.
    Term(Term),
    /// Takes back a term that was signed by mistake. The record stays; the term no longer counts and may be signed anew.
    VoidTerm(Term),
    /// Appends a line version.
    Line(Line),
    /// Appends the version that takes a line back.
    VoidLine(Line),
    /// Appends a policy version.
    Policy(PolicyVersion),
    /// Publishes a text of a playbook.
    Playbook(PlaybookVersion),
    /// Sets a finding aside, or brings it back.
    Dismissal(Dismissal),
    /// Appends an answer to the advisor.
    Answer(Answer),
    /// Adds a reassignment, or changes its last day.
    Override(Override),
    /// Opens a handoff, or changes where it stands.
    Handoff(Handoff),
    /// Adds a renewal or changes its projection and state.
    Renewal(Renewal),
    /// Adds an expansion, or changes where it stands.
    Expansion(Expansion),
    /// Appends a version of a proposal.
    Proposal(Proposal),
    /// Appends what happened to a version of a proposal.
    ProposalStep(Step),
    /// Appends what was learnt from a decided renewal.
    OutcomeReview(OutcomeReview),
    /// Appends a call on a renewal.
    ForecastCall(ForecastCall),
    /// Appends what a manager adds to or takes from somebody's forecast.
    Adjustment(Adjustment),
    /// Appends what somebody submitted, with its lines.
    Forecast(Forecast),
    /// Appends what a role may give away alone.
    DiscountLimit(DiscountLimit),
    /// Appends what customers of a tier are owed.
    Care(Care),
    /// Appends to the ownership ledger.
    Ownership(OwnershipEntry),
    /// Adds or changes a task.
    Task(Task),
}

mod about;
mod found;
mod listed;
mod policy;

pub use listed::{ListKey, Listed};
pub use policy::{PolicyVersion, Standing};

/// When a decision is made: the civil day it counts from and the instant it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Today in the organisation's time zone.
    pub today: Date,
    /// The instant of the one clock.
    pub recorded_at: Timestamp,
}

impl Facts {
    /// The facts of an organisation that has nothing yet.
    pub fn empty(organisation: Organisation, playbooks: impl Into<Arc<Vec<Playbook>>>) -> Self {
        Self {
            organisation,
            playbooks: playbooks.into(),
            playbook_versions: Arc::default(),
            plan_rates: BTreeMap::new(),
            dated_rates: BTreeMap::new(),
            ledger_rules: None,
            calendar: Calendars::default(),
            products: BTreeMap::new(),
            fields: BTreeMap::new(),
            absences: BTreeMap::new(),
            positions: Vec::new(),
            profiles: Vec::new(),
            risk_calls: BTreeMap::new(),
            stakeholders: BTreeMap::new(),
            activities: BTreeMap::new(),
            rooms: BTreeMap::new(),
            contract_moves: Vec::new(),
            overrides: BTreeMap::new(),
            handoffs: BTreeMap::new(),
            teammates: BTreeMap::new(),
            accounts: BTreeMap::new(),
            team: Vec::new(),
            contracts: BTreeMap::new(),
            terms: BTreeMap::new(),
            lines: BTreeMap::new(),
            voided_lines: BTreeSet::new(),
            policies: Vec::new(),
            dismissals: BTreeMap::new(),
            answers: Vec::new(),
            renewals: BTreeMap::new(),
            expansions: BTreeMap::new(),
            proposals: BTreeMap::new(),
            reviews: BTreeMap::new(),
            forecast_calls: BTreeMap::new(),
            adjustments: Vec::new(),
            forecast_weeks: BTreeMap::new(),
            discount_limits: Vec::new(),
            cares: Vec::new(),
            ledger: BTreeMap::new(),
            holders: BTreeMap::new(),
            tasks: BTreeMap::new(),
            loads_elsewhere: BTreeMap::new(),
            next_renewal_number: FIRST_RENEWAL_NUMBER,
            next_expansion_number: 1,
            undecided: BTreeSet::new(),
        }
    }

    /// Applies one write.
    pub fn apply(&mut self, write: &Write) {
        match write.clone() {
            Write::Organisation(organisation) => self.organisation = organisation,
            Write::PlanRate(year, currency, rate) => drop(self.plan_rates.insert((year, currency), rate)),
            Write::DatedRate(day, currency, rate) => drop(self.dated_rates.insert((day, currency), rate)),
            Write::LedgerRules(rules) => self.ledger_rules = Some(rules),
            Write::Holiday(country, day, name) => self.calendar.list(country, day, name),
            Write::Product(product) => drop(self.products.insert(product.name.clone(), product)),
            Write::Field(field) => drop(self.fields.insert(field.name, field)),
            Write::Unlisted(key) => self.unlist(key),
            Write::Teammate(teammate) => drop(self.teammates.insert(teammate.id, teammate)),
            Write::Absence(absence) => drop(self.absences.insert(absence.id, absence)),
            Write::Position(position) => self.positions.push(position),
            Write::Profile(profile) => self.profiles.push(profile),
            Write::Account(account) => drop(self.accounts.insert(account.id, account)),
            Write::TeamMember(member) => self.set_member(member),
            Write::RiskCall(call) => self.risk_calls.entry(call.account).or_default().push(call),
            Write::Stakeholder(stakeholder) => drop(self.stakeholders.insert(stakeholder.id, stakeholder)),
            Write::Activity(activity) => drop(self.activities.insert(activity.id, activity)),
            Write::Room(fact) => self.rooms.entry(fact.account()).or_default().keep(fact),
            Write::Contract(contract) => drop(self.contracts.insert(contract.id, contract)),
            Write::ContractMove(moved) => self.contract_moves.push(moved),
            Write::Term(term) => drop(self.terms.insert((term.contract, term.number), term)),
            Write::VoidTerm(term) => drop(self.terms.remove(&(term.contract, term.number))),
            Write::Line(line) => drop(self.lines.insert(line.id, line)),
            Write::VoidLine(line) => {
                self.lines.remove(&line.id);
                self.voided_lines.insert(line.reference);
            }
            Write::Policy(version) => self.policies.push(version),
            Write::Playbook(version) => {
                put(Arc::make_mut(&mut self.playbooks), version.playbook.clone());
                Arc::make_mut(&mut self.playbook_versions).push(version);
            }
            Write::Dismissal(said) => drop(self.dismissals.insert(said.finding.clone(), said)),
            Write::Answer(answer) => self.answers.push(answer),
            Write::Override(named) => drop(self.overrides.insert(named.id, named)),
            Write::Handoff(handoff) => drop(self.handoffs.insert(handoff.id, handoff)),
            Write::Renewal(renewal) => {
                self.next_renewal_number = self.next_renewal_number.max(renewal.number + 1);
                self.renewals.insert(renewal.id, renewal);
            }
            Write::Expansion(expansion) => {
                self.next_expansion_number = self.next_expansion_number.max(expansion.number + 1);
                self.expansions.insert(expansion.id, expansion);
            }
            Write::Proposal(proposal) => drop(self.proposals.insert((proposal.renewal, proposal.version), proposal)),
            Write::ProposalStep(step) => {
                self.proposals.entry((step.renewal, step.version)).and_modify(|proposal| proposal.steps.push(step));
            }
            Write::OutcomeReview(review) => drop(self.reviews.insert(review.renewal, review)),
            Write::ForecastCall(call) => self.forecast_calls.entry(call.renewal).or_default().push(call),
            Write::Adjustment(said) => self.adjustments.push(said),
            Write::Forecast(forecast) => {
                let week = self.forecast_weeks.entry((forecast.person, forecast.kind)).or_insert(forecast.week_on);
                *week = forecast.week_on.max(*week);
            }
            Write::DiscountLimit(limit) => self.discount_limits.push(limit),
            Write::Care(care) => self.cares.push(care),
            Write::Ownership(entry) => self.append(entry),
            Write::Task(task) => drop(self.tasks.insert(task.id, task)),
        }
    }

    /// Applies writes in order.
    pub fn apply_all(&mut self, writes: &[Write]) {
        writes.iter().for_each(|write| self.apply(write));
    }

    fn unlist(&mut self, key: ListKey) {
        match key {
            ListKey::Product(name) => drop(self.products.remove(&name)),
            ListKey::Field(name) => drop(self.fields.remove(&name)),
            ListKey::Holiday(country, day) => self.calendar.unlist(country, day),
            ListKey::PlanRate(year, code) => drop(self.plan_rates.remove(&(year, code))),
            ListKey::ExchangeRate(day, code) => drop(self.dated_rates.remove(&(day, code))),
        }
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
            self.holders.insert((entry.subject, entry.responsibility), entry.holder);
        }
        let first_entries = Responsibility::ALL.len() * Stream::ALL.len();
        self.ledger.entry(entry.subject).or_insert_with(|| Vec::with_capacity(first_entries)).push(entry);
    }
}
