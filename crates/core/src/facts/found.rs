//! What is found in the facts.

use super::{Facts, PolicyVersion};
use crate::contract::{Contract, Line};
use crate::expansion::Expansion;
use crate::ownership::Responsibility;
use crate::ownership::designation::People;
use crate::ownership::handoff::Handoff;
use crate::ownership::ledger::OwnershipEntry;
use crate::playbook::Playbook;
use crate::primitives::{AccountId, ContractId, Currency, PolicyId, RenewalId, SubjectId, TeammateId};
use crate::renewal::{Renewal, Task};
use crate::room::Room;
use jiff::civil::Date;

impl Facts {
    /// People for designations, arranged anew: a caller that designates often asks once.
    pub fn people(&self) -> People<'_> {
        People::of(self)
    }

    /// The policy version in force on a day.
    pub fn policy_on(&self, day: Date) -> Option<&PolicyVersion> {
        self.policies.iter().filter(|version| version.effective_on <= day).max_by_key(|version| version.version)
    }

    /// The policy version of an id.
    pub fn policy(&self, id: PolicyId) -> Option<&PolicyVersion> {
        self.policies.iter().find(|version| version.id == id)
    }

    /// The room of an account, once something was written down in it.
    pub fn room(&self, account: AccountId) -> Option<&Room> {
        self.rooms.get(&account)
    }

    /// The playbook of a code.
    pub fn playbook(&self, code: &str) -> Option<&Playbook> {
        self.playbooks.iter().find(|playbook| playbook.code == code)
    }

    /// Lines of one term.
    pub fn lines_of(&self, contract: ContractId, term_number: u32) -> Vec<&Line> {
        self.lines.values().filter(|line| line.contract == contract && line.term_number == term_number).collect()
    }

    /// A reference for the line of a term that comes after as many unnamed ones: `HS-2024-0117-t2-3`, one that was never given.
    pub fn line_reference(&self, contract: &Contract, term_number: u32, after: usize) -> String {
        let prefix = format!("{}-t{term_number}-", contract.reference);
        let live = self.lines.values().filter(|line| line.contract == contract.id).map(|line| line.reference.as_str());
        let voided = self.voided_lines.range(prefix.clone()..).map(String::as_str).take_while(|reference| reference.starts_with(&prefix));
        let given = live.chain(voided).filter_map(|reference| reference.strip_prefix(&prefix)?.parse::<usize>().ok());
        format!("{prefix}{}", given.max().unwrap_or(0) + after + 1)
    }

    /// The renewal of a term, if it is scheduled.
    pub fn renewal_of(&self, contract: ContractId, term_number: u32) -> Option<&Renewal> {
        self.renewals.values().find(|renewal| renewal.contract == contract && renewal.term_number == term_number)
    }

    /// The ledger of a renewal or an expansion.
    pub fn entries(&self, subject: impl Into<SubjectId>) -> &[OwnershipEntry] {
        self.ledger.get(&subject.into()).map_or(&[], Vec::as_slice)
    }

    /// Who is accountable now.
    pub fn holder(&self, subject: impl Into<SubjectId>, responsibility: Responsibility) -> Option<TeammateId> {
        self.holders.get(&(subject.into(), responsibility)).copied()
    }

    /// How people name a renewal or an expansion, if there is such a one.
    pub fn reference_of(&self, subject: SubjectId) -> Option<String> {
        let renewal = self.renewals.get(&subject.as_renewal()).map(Renewal::reference);
        renewal.or_else(|| self.expansions.get(&subject.as_expansion()).map(Expansion::reference))
    }

    /// The handoffs of a renewal, first to last.
    pub fn handoffs_of(&self, renewal: RenewalId) -> Vec<&Handoff> {
        let mut handoffs: Vec<&Handoff> = self.handoffs.values().filter(|handoff| handoff.renewal == renewal).collect();
        handoffs.sort_by_key(|handoff| handoff.number);
        handoffs
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
