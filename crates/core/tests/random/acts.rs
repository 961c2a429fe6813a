//! Random acts on contracts, renewals and people that came after the first ones: groups, notices, endings, corrections, absences,
//! reassignments, reorganisations, mergers.

use super::History;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;
use tenure_core::account::Account;
use tenure_core::commands::{self, Judgement};
use tenure_core::identity::{Absence, Brings, Role, Teammate, listed, skills};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{AbsenceId, AccountId, Country, OverrideId, RenewalId, SubjectId, TeammateId};
use tenure_core::renewal::{OutcomeReason, Renewal};

/// Where people and customers are: with the weekend of the organisation, and with another.
pub const COUNTRIES: [Option<Country>; 3] = [None, Some(Country::GERMANY), Some(Country::SAUDI_ARABIA)];

const SKILLS: &[&str] = &["", "german", "procurement", "german, procurement"];

impl History {
    /// One of the acts of this file; says what it was.
    pub fn further_step(&mut self) -> String {
        match self.random.below(18) {
            0 | 1 => self.co_term(),
            2 => self.leave_co_term(),
            3 | 4 => self.give_notice(),
            5 => self.withdraw_notice(),
            6 => self.cancel(),
            7 => self.close_lost(),
            8 => self.reopen_renewal(),
            9 | 10 => self.reassign(),
            11 => self.end_reassignment(),
            12 => self.be_away(),
            13 => self.come_back(),
            14 => self.reorganise(),
            16 => self.bring(),
            17 => self.describe(),
            _ => self.merge_or_move(),
        }
    }

    /// An act of this file on a contract or its renewal; says what it was.
    pub fn contract_step(&mut self) -> String {
        match self.random.below(9) {
            0 | 1 => self.co_term(),
            2 => self.leave_co_term(),
            3 => self.give_notice(),
            4 => self.cancel(),
            5 => self.close_lost(),
            6 | 7 => self.reopen_renewal(),
            _ => self.merge_or_move(),
        }
    }

    /// The days on which a dated fact takes effect, from tomorrow until a day.
    pub fn dated_until(&self, last: Date) -> BTreeSet<Date> {
        let facts = &self.company.facts;
        let of_people = facts.teammates.values().flat_map(|t| [Some(t.active_from), t.left_on]);
        let of_teams = facts.team.iter().flat_map(|member| [Some(member.from_on), member.to_on]);
        let of_absences = facts.absences.values().flat_map(|absence| [Some(absence.from_on), Some(absence.to_on)]);
        let of_overrides = facts.overrides.values().map(|named| Some(named.until_on));
        let of_terms = facts.terms.values().map(|term| Some(term.end_on));
        let of_risk = facts.risk_calls.values().flatten().map(|call| call.expires_on);
        let of_playbooks = facts.renewals.values().map(|renewal| renewal.decided.as_ref().map(|decided| decided.opens_on));
        let days = of_people.chain(of_teams).chain(of_absences).chain(of_overrides).chain(of_terms).chain(of_risk).chain(of_playbooks);
        days.flatten().filter(|day| self.company.today < *day && *day < last).chain([last]).collect()
    }

    /// What the application plans when somebody goes: accounts on whose team the person is, and those where the person holds or does something.
    pub fn held_by(&self, person: TeammateId) -> BTreeSet<AccountId> {
        let facts = &self.company.facts;
        let on_team = facts.team.iter().filter(|member| member.teammate == person).map(|member| member.account);
        let held = facts.holders.iter().filter(|(_, holder)| **holder == person).map(|((subject, _), _)| *subject);
        let given = facts.handoffs.values().filter(|handoff| handoff.receiver == person).map(|handoff| &facts.renewals[&handoff.renewal]);
        let does = facts.tasks.values().filter(|task| task.given.as_ref().is_some_and(|given| given.to == person));
        let given = given.chain(does.map(|task| &facts.renewals[&task.renewal]));
        let of_renewals = held.clone().filter_map(|subject| facts.renewals.get(&subject.as_renewal())).chain(given);
        let of_expansions = held.filter_map(|subject| facts.expansions.get(&subject.as_expansion()));
        let of_expansions = of_expansions.filter(|expansion| expansion.is_open()).map(|expansion| expansion.account);
        let of_renewals = of_renewals.filter(|renewal| renewal.is_open()).map(|renewal| renewal.account);
        on_team.chain(of_renewals).chain(of_expansions).collect()
    }

    pub fn judge_for_a_while(&mut self, judgement: Judgement) -> Judgement {
        let days = i64::from(1 + self.random.below(60));
        Judgement { expires_on: Some(self.company.today.checked_add(days.days()).unwrap()), ..judgement }
    }

    fn co_term(&mut self) -> String {
        let (Some(contract), Some(lead)) = (self.some_contract(), self.some_contract()) else { return "no contract".into() };
        // Two contracts of one account, where there are two.
        let account = self.company.facts.contracts[&lead].account;
        let siblings = self.company.facts.contracts.values().filter(|other| other.account == account && other.id != lead);
        let contract = siblings.map(|other| other.id).next().unwrap_or(contract);
        let told =
            format!("{} ends with {}", self.company.facts.contracts[&contract].reference, self.company.facts.contracts[&lead].reference);
        self.take(told, commands::co_term(&self.company.facts, contract, lead), &[account].into())
    }

    fn leave_co_term(&mut self) -> String {
        let followers: Vec<_> =
            self.company.facts.contracts.values().filter(|c| c.co_term_lead.is_some()).map(|c| (c.id, c.account)).collect();
        let Some((contract, account)) = self.random.pick(&followers).copied() else { return "no group".into() };
        self.take("a contract leaves its group".into(), commands::leave_co_term(&self.company.facts, contract), &[account].into())
    }

    fn give_notice(&mut self) -> String {
        let Some(contract) = self.some_contract() else { return "no contract".into() };
        let received_on = self.company.today.checked_sub(i64::from(self.random.below(40)).days()).unwrap();
        let writes = commands::give_notice(&self.company.facts, contract, received_on, self.company.moment());
        let (reference, account) = (&self.company.facts.contracts[&contract].reference, self.company.facts.contracts[&contract].account);
        self.take(format!("{reference} gave notice on {received_on}"), writes, &[account].into())
    }

    fn withdraw_notice(&mut self) -> String {
        let given: Vec<_> = self.company.facts.terms.values().filter(|t| t.opt_out_received_on.is_some()).map(|t| t.contract).collect();
        let Some(contract) = self.random.pick(&given).copied() else { return "no notice".into() };
        let account = self.company.facts.contracts[&contract].account;
        self.take("a notice is withdrawn".into(), commands::withdraw_notice(&self.company.facts, contract), &[account].into())
    }

    fn cancel(&mut self) -> String {
        let Some(contract) = self.some_contract() else { return "no contract".into() };
        let end_on = self.company.today.checked_add((i64::from(self.random.below(200)) - 60).days()).unwrap();
        let reason = *self.random.pick(OutcomeReason::ALL).unwrap();
        let writes = commands::cancel_contract(&self.company.facts, contract, end_on, (reason, "We stop."), self.company.moment());
        let (reference, account) = (&self.company.facts.contracts[&contract].reference, self.company.facts.contracts[&contract].account);
        self.take(format!("{reference} is cancelled from {end_on}"), writes, &[account].into())
    }

    fn some_renewal(&mut self, fits: impl Fn(&Renewal) -> bool) -> Option<(RenewalId, AccountId, String)> {
        // The application plans the account of the contract, which may have moved since the renewal was decided.
        let facts = &self.company.facts;
        let of = |renewal: &Renewal| (renewal.id, facts.contracts[&renewal.contract].account, renewal.reference());
        let renewals: Vec<_> = facts.renewals.values().filter(|renewal| fits(renewal)).map(of).collect();
        self.random.pick(&renewals).cloned()
    }

    fn close_lost(&mut self) -> String {
        let Some((renewal, account, reference)) = self.some_renewal(Renewal::is_open) else { return "nothing open".into() };
        let reason = *self.random.pick(OutcomeReason::ALL).unwrap();
        let writes = commands::close_lost(&self.company.facts, renewal, (reason, "Too dear."), self.company.moment());
        self.take(format!("{reference} is lost"), writes, &[account].into())
    }

    fn reopen_renewal(&mut self) -> String {
        let Some((renewal, account, reference)) = self.some_renewal(|renewal| !renewal.is_open()) else { return "nothing decided".into() };
        let writes = commands::reopen_renewal(&self.company.facts, renewal, self.company.moment());
        self.take(format!("{reference} is opened again"), writes, &[account].into())
    }

    fn reassign(&mut self) -> String {
        let Some((renewal, account, reference)) = self.some_renewal(Renewal::is_open) else { return "nothing open".into() };
        let people: Vec<TeammateId> = self.company.facts.teammates.keys().copied().collect();
        let (teammate, responsibility) = (*self.random.pick(&people).unwrap(), *self.random.pick(Responsibility::ALL).unwrap());
        let moment = self.company.moment();
        let named = Override {
            id: OverrideId::new(&self.company.ids),
            subject: renewal.into(),
            responsibility,
            teammate,
            reason: "knows them".into(),
            author: "Mara Lind".into(),
            from_on: moment.today,
            until_on: moment.today.checked_add(i64::from(1 + self.random.below(90)).days()).unwrap(),
            recorded_at: moment.recorded_at,
        };
        let told = format!("{responsibility} of {reference} goes to {} until {}", self.company.facts.name_of(teammate), named.until_on);
        self.take(told, commands::reassign(&self.company.facts, named, moment), &[account].into())
    }

    fn end_reassignment(&mut self) -> String {
        let named: Vec<(OverrideId, SubjectId)> = self.company.facts.overrides.values().map(|named| (named.id, named.subject)).collect();
        let Some((id, subject)) = self.random.pick(&named).copied() else { return "nothing reassigned".into() };
        let facts = &self.company.facts;
        let account = match facts.expansions.get(&subject.as_expansion()) {
            Some(expansion) => expansion.account,
            None => facts.contracts[&facts.renewals[&subject.as_renewal()].contract].account,
        };
        let writes = commands::end_reassignment(&self.company.facts, id, self.company.moment());
        self.take("a reassignment ends".into(), writes, &[account].into())
    }

    fn be_away(&mut self) -> String {
        let people: Vec<TeammateId> = self.company.facts.teammates.keys().copied().collect();
        let (teammate, other) = (*self.random.pick(&people).unwrap(), *self.random.pick(&people).unwrap());
        let from_on = self.day_near();
        let to_on = from_on.checked_add(i64::from(1 + self.random.below(60)).days()).unwrap();
        let delegate = (self.random.below(2) == 0).then_some(other);
        let absence = Absence { id: AbsenceId::new(&self.company.ids), teammate, from_on, to_on, delegate, note: String::new() };
        let told = format!("{} is away {from_on} to {to_on}", self.company.facts.name_of(teammate));
        let affected = self.held_by(teammate);
        self.take(told, commands::set_absence(&self.company.facts, absence), &affected)
    }

    fn come_back(&mut self) -> String {
        let absences: Vec<AbsenceId> = self.company.facts.absences.keys().copied().collect();
        let Some(absence) = self.random.pick(&absences).copied() else { return "nobody away".into() };
        let writes = commands::end_absence(&self.company.facts, absence, self.company.moment());
        self.take("somebody is back".into(), writes, &self.all())
    }

    fn reorganise(&mut self) -> String {
        let people: Vec<TeammateId> = self.company.facts.teammates.keys().copied().collect();
        let (person, manager) = (*self.random.pick(&people).unwrap(), *self.random.pick(&people).unwrap());
        let before = self.company.facts.teammates[&person].clone();
        let role = if self.random.below(2) == 0 { *self.random.pick(Role::ALL).unwrap() } else { before.role };
        let region = (*self.random.pick(&["EMEA", "Americas", "APAC"]).unwrap()).into();
        let told = format!("{} becomes {role} in {region}", before.name);
        let country = *self.random.pick(&COUNTRIES).unwrap();
        let moved = Teammate { role, region, country, manager: Some(manager), ..before };
        self.take(told, commands::move_teammate(&self.company.facts, moved, self.company.moment()), &self.all())
    }

    fn bring(&mut self) -> String {
        let people: Vec<TeammateId> = self.company.facts.teammates.keys().copied().collect();
        let person = *self.random.pick(&people).unwrap();
        let brings = Brings {
            skills: skills(self.random.pick(SKILLS).unwrap()),
            commercial: *self.random.pick(&[None, Some(true), Some(false)]).unwrap(),
            pod: (*self.random.pick(&["", "North", "South"]).unwrap()).into(),
            territories: listed(self.random.pick(&["", "EMEA", "APAC, Americas"]).unwrap()),
            capacity: *self.random.pick(&[None, Some(1), Some(3), Some(20)]).unwrap(),
        };
        let (facts, moment) = (&self.company.facts, self.company.moment());
        let told = format!("{} brings {brings:?}", facts.name_of(person));
        let writes = commands::set_profile(facts, (person, self.company.today), brings, moment);
        self.take(told, writes, &self.all())
    }

    fn describe(&mut self) -> String {
        let Some(id) = self.some_account() else { return "no account".into() };
        let needs = skills(self.random.pick(SKILLS).unwrap());
        let account = Account { needs, ..self.company.facts.accounts[&id].clone() };
        let told = format!("{} needs {:?}", account.reference, account.needs);
        self.take(told, commands::edit_account(&self.company.facts, account), &[id].into())
    }

    fn merge_or_move(&mut self) -> String {
        let (Some(from), Some(to)) = (self.some_account(), self.some_account()) else { return "no account".into() };
        if self.random.below(3) == 0 {
            let writes = commands::merge_accounts(&self.company.facts, from, to, "one company now", self.company.moment());
            return self.take("two accounts merge".into(), writes, &[from, to].into());
        }
        let Some(contract) = self.some_contract() else { return "no contract".into() };
        let from = self.company.facts.contracts[&contract].account;
        let writes = commands::move_contract(&self.company.facts, contract, to, "they split", self.company.moment());
        self.take("a contract moves".into(), writes, &[from, to].into())
    }
}
