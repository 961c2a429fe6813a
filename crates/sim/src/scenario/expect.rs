//! What a scenario expects at the end of a day, compared with the facts.

use crate::deed::renewal_among;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use tenure_core::checks::{Finding, findings};
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::renewal::{Renewal, State, TaskState};

/// One expectation. What is not named is not looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectRow {
    pub on: Date,
    /// The renewal at the end of this contract's term.
    contract: Option<String>,
    #[serde(default = "first")]
    term: u32,
    /// `open`, or the outcome.
    state: Option<String>,
    reason: Option<String>,
    words: Option<String>,
    kind: Option<String>,
    /// The amount as screens print it.
    atr: Option<String>,
    ends_on: Option<Date>,
    decides_on: Option<Date>,
    notice_on: Option<Date>,
    notice_assumed: Option<bool>,
    signed_on: Option<Date>,
    /// Reference of who is accountable, by responsibility.
    #[serde(default)]
    holders: BTreeMap<String, String>,
    /// How the person was found for the value responsibility.
    value_because: Option<String>,
    /// How many terms the contract has.
    terms: Option<usize>,
    /// Reference of the account that the contract is with.
    account: Option<String>,
    /// How many open renewals there are.
    open_renewals: Option<usize>,
    /// Who holds nothing that is open.
    holds_nothing: Option<String>,
    /// How many open steps have no holder.
    steps_without_holder: Option<usize>,
    /// Code of a finding that must be there: about the contract's customer, or about the company where no contract is named.
    found: Option<String>,
    /// Reference of who should act on that finding.
    found_for: Option<String>,
    /// Code of a finding that must not be there.
    not_found: Option<String>,
    /// Why it must be so, for the reader.
    #[serde(default)]
    why: String,
}

const fn first() -> u32 {
    1
}

impl ExpectRow {
    /// Every difference between what is expected and what is.
    pub fn differences(&self, facts: &Facts) -> Vec<String> {
        let mut found = Differences { place: format!("{} {}", self.on, self.contract.as_deref().unwrap_or("")), all: Vec::new() };
        self.company(facts, &mut found);
        if let Some(contract) = &self.contract {
            self.paper(facts, contract, &mut found);
            match renewal_among(facts, contract, self.term) {
                Some(renewal) => self.renewal(facts, renewal, &mut found),
                None => found.same("renewal of term", Some(self.term.to_string()), "missing".into()),
            }
        }
        if !found.all.is_empty() && !self.why.is_empty() {
            found.all.push(format!("{} expected because {}", found.place, self.why));
        }
        found.all
    }

    fn company(&self, facts: &Facts, found: &mut Differences) {
        let open = || facts.renewals.values().filter(|renewal| renewal.is_open());
        found.same("open renewals", self.open_renewals, open().count());
        if let Some(person) = &self.holds_nothing {
            let id = facts.teammates.values().find(|t| t.reference == *person).map(|t| t.id);
            let held = open().filter(|r| Responsibility::ALL.iter().any(|duty| facts.holder(r.id, *duty) == id)).count();
            found.same("renewals still held by who left", Some(0), held);
        }
        self.findings(facts, found);
        let steps = facts.tasks.values().filter(|task| task.state == TaskState::Open);
        let orphans = steps.filter(|task| facts.holder(task.renewal, task.lead).is_none()).count();
        found.same("steps without holder", self.steps_without_holder, orphans);
    }

    fn findings(&self, facts: &Facts, found: &mut Differences) {
        if self.found.is_none() && self.not_found.is_none() {
            return;
        }
        let paper = facts.contracts.values().find(|paper| Some(&paper.reference) == self.contract.as_ref());
        let mut there = findings(facts, self.on);
        there.retain(|finding| paper.is_none() || finding.account == paper.map(|paper| paper.account));
        if let Some(code) = &self.found {
            let of_code = there.iter().find(|finding| finding.code == code);
            found.same("finding", Some(code.as_str()), of_code.map_or("missing", |finding| finding.code));
            let owner = of_code.and_then(|finding| facts.teammates.get(&finding.owner)).map(|person| person.reference.clone());
            found.same("finding for", self.found_for.clone().map(Some), owner);
        }
        let unwanted = there.iter().filter(|finding| Some(finding.code) == self.not_found.as_deref());
        found.all.extend(unwanted.map(|finding| format!("{}: found {}: {}", found.place, finding.code, finding.evidence)));
    }

    fn paper(&self, facts: &Facts, contract: &str, found: &mut Differences) {
        let Some(paper) = facts.contracts.values().find(|paper| paper.reference == contract) else { return };
        found.same("terms", self.terms, facts.terms.range((paper.id, 0)..=(paper.id, u32::MAX)).count());
        found.same("account", self.account.clone(), facts.accounts.get(&paper.account).map_or_else(String::new, |a| a.reference.clone()));
        let signature = facts.terms.get(&(paper.id, self.term)).and_then(|term| term.signature.as_ref());
        if self.signed_on.is_some() {
            found.same("signed on", Some(self.signed_on), signature.map(|signature| signature.signed_on));
        }
    }

    fn renewal(&self, facts: &Facts, renewal: &Renewal, found: &mut Differences) {
        let (state, why, said) = match &renewal.state {
            State::Open => ("open", None, ""),
            State::Closed { outcome, reason, words, .. } => (outcome.code(), *reason, words.as_str()),
        };
        found.same("state", self.state.as_deref(), state);
        found.same("reason", self.reason.as_deref(), why.map_or("", |why| why.code()));
        found.same("words", self.words.as_deref(), said);
        let target = &renewal.target;
        found.same("kind", self.kind.as_deref(), renewal.kind.code());
        found.same("ATR", self.atr.clone(), target.atr.to_string());
        found.same("end", self.ends_on, target.end_on);
        found.same("decision", self.decides_on, target.decision_on);
        found.same("notice", self.notice_on, target.notice_on);
        found.same("notice assumed", self.notice_assumed, target.notice_assumed);
        for (duty, person) in &self.holders {
            let holder = duty.parse::<Responsibility>().ok().and_then(|duty| facts.holder(renewal.id, duty));
            let holder = holder.and_then(|id| facts.teammates.get(&id)).map_or("nobody", |teammate| teammate.reference.as_str());
            found.same(duty, Some(person.as_str()), holder);
        }
        if let Some(because) = &self.value_because {
            let entries = facts.entries(renewal.id).iter().filter(|entry| entry.responsibility == Responsibility::Value);
            let last = entries.max_by_key(|entry| (entry.effective_on, entry.sequence));
            found.same("value because", Some(because.as_str()), last.map_or("nothing", |entry| entry.because.person.code()));
        }
    }
}

/// Every finding of a day on which there must be none.
pub(super) fn found_on(facts: &Facts, day: Date) -> Vec<String> {
    let told = |finding: Finding| format!("{day}: {} for {}: {}", finding.code, facts.name_of(finding.owner), finding.evidence);
    findings(facts, day).into_iter().map(told).collect()
}

struct Differences {
    place: String,
    all: Vec<String>,
}

impl Differences {
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, expected: Option<T>, is: T) {
        if let Some(expected) = expected.filter(|expected| *expected != is) {
            self.all.push(format!("{}: {what} is {is:?}, expected {expected:?}", self.place));
        }
    }
}
