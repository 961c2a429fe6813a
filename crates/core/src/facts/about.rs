//! Whom facts are about: the account behind a write, a contract, a renewal.

use super::{Facts, Write};
use crate::primitives::{AccountId, ContractId, RenewalId, SubjectId};

impl Facts {
    /// The account that a write concerns, once it is applied; `None` for what concerns people, policies or the calendar.
    pub fn account_of(&self, write: &Write) -> Option<AccountId> {
        match write {
            Write::Account(account) => Some(account.id),
            Write::TeamMember(member) => Some(member.account),
            Write::RiskCall(call) => Some(call.account),
            Write::Stakeholder(person) => Some(person.account),
            Write::Activity(activity) => Some(activity.account),
            Write::Room(fact) => Some(fact.account()),
            Write::Contract(contract) => Some(contract.account),
            Write::Term(term) | Write::VoidTerm(term) => self.account_of_contract(term.contract),
            Write::Line(line) | Write::VoidLine(line) => self.account_of_contract(line.contract),
            Write::Renewal(renewal) => self.account_of_contract(renewal.contract),
            Write::Expansion(expansion) => Some(expansion.account),
            Write::Ownership(entry) => self.account_of_subject(entry.subject),
            Write::Override(named) => self.account_of_subject(named.subject),
            Write::Handoff(handoff) => self.account_of_renewal(handoff.renewal),
            Write::Proposal(proposal) => self.account_of_renewal(proposal.renewal),
            Write::ForecastCall(call) => self.account_of_renewal(call.renewal),
            Write::OutcomeReview(review) => self.account_of_renewal(review.renewal),
            Write::ProposalStep(step) => self.account_of_renewal(step.renewal),
            Write::Task(task) => self.account_of_renewal(task.renewal),
            _ => None,
        }
    }

    /// The account that has a contract now.
    pub fn account_of_contract(&self, contract: ContractId) -> Option<AccountId> {
        self.contracts.get(&contract).map(|contract| contract.account)
    }

    /// That of its contract, which may have moved after the renewal was decided.
    pub fn account_of_renewal(&self, renewal: RenewalId) -> Option<AccountId> {
        self.account_of_contract(self.renewals.get(&renewal)?.contract)
    }

    /// That of a renewal or an expansion.
    pub fn account_of_subject(&self, subject: SubjectId) -> Option<AccountId> {
        let expansion = self.expansions.get(&subject.as_expansion()).map(|expansion| expansion.account);
        expansion.or_else(|| self.account_of_renewal(subject.as_renewal()))
    }
}
