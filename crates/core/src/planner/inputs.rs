//! What the policy sees of a renewal, gathered from the facts.

use crate::account::{Account, FieldName, FieldValue, Risk, StakeholderRole};
use crate::contract::{Contract, Line, Term};
use crate::facts::Facts;
use crate::identity::Role;
use crate::ownership::designation::People;
use crate::ownership::input::{Complexity, CsmType, Input, Negotiation, Seen};
use crate::primitives::{AccountId, ContractId, whole_months};
use crate::refusal::Refusal;
use crate::renewal::{RenewalKind, Target, to_reporting};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Lookups built once, so that seeing a whole book is one pass.
pub struct Inputs<'a> {
    facts: &'a Facts,
    pub(super) people: People<'a>,
    today: Date,
    lines: BTreeMap<(ContractId, u32), Vec<&'a Line>>,
    /// Contracts that are decided with the renewal of the one that leads their co-term group.
    followers: BTreeMap<ContractId, Vec<ContractId>>,
    /// Customers where procurement or a lawyer takes part.
    formal: BTreeSet<AccountId>,
    /// Contracts by customer; empty where the policy does not ask for what an account is worth.
    contracts: BTreeMap<AccountId, Vec<&'a Contract>>,
}

impl<'a> Inputs<'a> {
    /// What any policy may ask.
    pub fn complete(facts: &'a Facts, today: Date) -> Self {
        let mut inputs = Self::new(facts, today);
        inputs.gather_contracts();
        inputs
    }

    /// What the policy of the day may ask about everything in the facts.
    pub fn new(facts: &'a Facts, today: Date) -> Self {
        let formal = facts.stakeholders.values().filter(|person| {
            let parts = [StakeholderRole::Procurement, StakeholderRole::Legal];
            person.is_there_on(today) && parts.iter().any(|part| person.roles.contains(part))
        });
        let mut inputs = Self {
            facts,
            people: facts.people(),
            today,
            lines: BTreeMap::new(),
            followers: BTreeMap::new(),
            formal: formal.map(|person| person.account).collect(),
            contracts: BTreeMap::new(),
        };
        for line in facts.lines.values() {
            inputs.lines.entry((line.contract, line.term_number)).or_default().push(line);
        }
        for contract in facts.contracts.values() {
            if let Some(lead) = contract.co_term_lead {
                inputs.followers.entry(lead).or_default().push(contract.id);
            }
        }
        if facts.policy_on(today).is_some_and(|version| version.policy.asks(Input::Arr)) {
            inputs.gather_contracts();
        }
        inputs
    }

    fn gather_contracts(&mut self) {
        self.contracts.clear();
        for contract in self.facts.contracts.values() {
            self.contracts.entry(contract.account).or_default().push(contract);
        }
    }

    /// The lines of one term.
    pub(super) fn lines_of(&self, contract: ContractId, term_number: u32) -> &[&'a Line] {
        self.lines.get(&(contract, term_number)).map_or(&[], Vec::as_slice)
    }

    /// The lines that are decided at the end of a term: its own, and those of terms in its co-term group that end with it.
    pub(super) fn lines_at_end(&self, contract: ContractId, term: &Term) -> Vec<&'a Line> {
        let own = [(contract, term.number)];
        let terms = own.into_iter().chain(self.decided_with(contract, term).map(|term| (term.contract, term.number)));
        terms.flat_map(|(contract, number)| self.lines_of(contract, number)).copied().collect()
    }

    /// The terms of a co-term group that end with the leader's.
    fn decided_with(&self, contract: ContractId, term: &Term) -> impl Iterator<Item = &'a Term> {
        self.followers.get(&contract).into_iter().flatten().filter_map(|follower| self.term_ending(*follower, term.end_on))
    }

    fn term_ending(&self, contract: ContractId, end_on: Date) -> Option<&'a Term> {
        self.facts.terms.range((contract, 0)..=(contract, u32::MAX)).map(|(_, term)| term).find(|term| term.end_on == end_on)
    }

    /// Whether a term is decided in the renewal of the contract that leads its group.
    pub(super) fn is_decided_elsewhere(&self, contract: &Contract, term: &Term) -> bool {
        contract.co_term_lead.is_some_and(|lead| self.term_ending(lead, term.end_on).is_some())
    }

    /// What the policy sees of the renewal of a term.
    ///
    /// # Errors
    /// A contract without account or term, and what an account is worth where a plan rate is missing.
    pub fn seen(&self, contract: &Contract, term_number: u32, target: &Target, frozen_tier: Option<u8>) -> Result<Seen, Refusal> {
        let lacks = |what: &str| Refusal::general(format!("contract {} has no {what}", contract.reference), "");
        let account = self.facts.accounts.get(&contract.account).ok_or_else(|| lacks("account"))?;
        let term = self.facts.terms.get(&(contract.id, term_number)).ok_or_else(|| lacks("such term"))?;
        let lines = self.lines_at_end(contract.id, term);
        let co_termed = self.decided_with(contract.id, term).next().is_some();
        let tier = frozen_tier.unwrap_or(account.tier);
        let (complexity, csm_type) = self.products(&lines);
        Ok(Seen {
            // Credits may outweigh what recurs; to a policy that is nothing up for renewal, and its proof begins at zero.
            atr_minor: target.atr_reporting.minor.max(0),
            arr_minor: self.arr_minor(account)?.max(0),
            tier,
            segment: account.segment.clone(),
            region: account.region.clone(),
            risk: account.risk,
            auto_renew: target.auto_renew,
            negotiation: self.negotiation(contract, target, (account, tier), co_termed),
            complexity,
            csm_type,
            kind: RenewalKind::of(contract),
            co_termed,
            term_months: whole_months(term.start_on, term.end_on),
            notice_days: contract.notice_days,
            currency: contract.currency,
            end_on: target.end_on,
            csm_commercial: self.csm_commercial(account),
            stage: self.facts.organisation.stage,
            fields: self.fields(account),
        })
    }

    /// Whether the CSM of the account team leads negotiations.
    fn csm_commercial(&self, account: &Account) -> Option<bool> {
        let csm = self.people.on_team(account, Role::Csm, self.today)?;
        self.people.brings(csm.id, self.today)?.commercial
    }

    /// Values of the organisation's own fields. One that does not fit its field any more is as good as none.
    fn fields(&self, account: &Account) -> BTreeMap<FieldName, FieldValue> {
        let value = |(name, text): (&FieldName, &String)| {
            let value = self.facts.fields.get(name)?.kind.read(text, self.facts.reporting()).ok()?;
            Some((*name, value))
        };
        account.fields.iter().filter_map(value).collect()
    }

    /// Administrative is what nobody has to talk about (OWN-7).
    fn negotiation(&self, contract: &Contract, target: &Target, (account, tier): (&Account, u8), co_termed: bool) -> Negotiation {
        let calm = matches!(account.risk, Risk::Green | Risk::Unknown);
        let within_cap = contract.uplift_cap_bps.is_none_or(|cap| contract.uplift_bps <= cap);
        let small = tier == 3;
        if target.auto_renew && !co_termed && small && calm && within_cap && !self.formal.contains(&account.id) {
            Negotiation::Administrative
        } else {
            Negotiation::Negotiated
        }
    }

    /// What the products of some lines ask of a customer; nothing is known where one of them is not on the list.
    fn products(&self, lines: &[&Line]) -> (Option<Complexity>, Option<CsmType>) {
        let products: Option<Vec<_>> = lines.iter().map(|line| self.facts.products.get(&line.product)).collect();
        let Some(products) = products.filter(|products| !products.is_empty()) else { return (None, None) };
        let complex = products.iter().any(|product| product.is_complex());
        let csm_type = match (products.iter().all(|product| product.easy_setup), products.iter().all(|product| product.low_effort)) {
            (false, _) => CsmType::ValueGaps,
            (true, false) => CsmType::ValueDelivery,
            (true, true) => CsmType::ValueCapture,
        };
        (Some(if complex { Complexity::Complex } else { Complexity::Simple }), Some(csm_type))
    }

    /// ARR of the account's lines in force today, in minor units of the reporting currency at the plan rates of the year.
    fn arr_minor(&self, account: &Account) -> Result<i64, Refusal> {
        let mut whole: i64 = 0;
        for contract in self.contracts.get(&account.id).into_iter().flatten() {
            let of_contract = self.lines.range((contract.id, 0)..=(contract.id, u32::MAX)).flat_map(|(_, lines)| lines);
            for line in of_contract.filter(|line| line.covers(self.today)) {
                let too_large = |problem: String| Refusal::general(format!("line {} {problem}", line.reference), "");
                let minor = line.arr_minor(contract.currency).map_err(too_large)?;
                let money = crate::primitives::Money::new(minor, contract.currency);
                let told = to_reporting(money, self.today.year(), &self.facts.plan_rates, self.facts.reporting())?;
                whole = whole.checked_add(told.minor).ok_or_else(|| too_large("makes its account too large".into()))?;
            }
        }
        Ok(whole)
    }
}
