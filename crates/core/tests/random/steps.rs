//! Steps that are done, put off and given away between everything that happens to a contract in mid-playbook: what was done is kept, the
//! rest is planned anew, nothing is orphaned.

use super::{History, SHORT_PLAYBOOK};
use jiff::ToSpan;
use std::collections::BTreeMap;
use tenure_core::catalog;
use tenure_core::commands::{self, Publication};
use tenure_core::planner::placed_on;
use tenure_core::primitives::{TaskId, TeammateId};
use tenure_core::renewal::{Renewal, Task, TaskState};

/// Texts that a desk may put in the place of a shipped playbook: days moved, a step dropped, one added, one that comes again.
const CHANGES: [(&str, &str); 5] = [
    ("days_before_anchor = 75", "days_before_anchor = 70"),
    ("days_before_anchor = 45", "days_before_anchor = 50"),
    ("code = \"discount-negotiation\"", "code = \"trade\""),
    (
        "days_before_anchor = 30\nphase = \"Redline\"",
        "days_before_anchor = 30\nrepeat = { every_days = 7, until_days = 9 }\nphase = \"Redline\"",
    ),
    ("optional = true\n\n[[step]]\ncode = \"renewal-proposal\"", "when = { risk = [\"green\"] }\n\n[[step]]\ncode = \"renewal-proposal\""),
];

/// What was finished before an act, as it stood.
pub struct Finished(BTreeMap<TaskId, Task>);

impl History {
    /// One act on the steps or on what they hang on; says what it was, and whether it takes back what was done.
    pub fn interleave(&mut self) -> String {
        match self.random.below(30) {
            0..=5 => self.complete(),
            6 | 7 => self.put_off(),
            8 | 9 => self.give(),
            10 => self.bring_or_take_back(),
            11..=13 => self.amend(),
            14 | 15 => self.publish(),
            16 => self.renew(),
            17 => self.judge(),
            18 => self.leave(),
            19 => self.sign_for_known_account(),
            20 => self.activate(),
            21..=25 => self.contract_step(),
            _ => self.pass_days(),
        }
    }

    fn put_off(&mut self) -> String {
        let Some(task) = self.some_task(&[TaskState::Open]) else { return "nothing to put off".into() };
        let until = self.company.today.saturating_add(i64::from(1 + self.random.below(30)).days());
        let by = ("Mara Lind", self.company.moment());
        let writes = commands::put_off_task(&self.company.facts, task, (until, "They are on holiday."), by);
        self.take_on_task(format!("{task} is put off until {until}"), task, writes)
    }

    fn give(&mut self) -> String {
        let Some(task) = self.some_task(&[TaskState::Open]) else { return "nothing to give".into() };
        let people: Vec<TeammateId> = self.company.facts.teammates.keys().copied().collect();
        let to = *self.random.pick(&people).unwrap();
        let writes = commands::give_task(&self.company.facts, task, (to, "Knows them."), ("Mara Lind", self.company.moment()));
        self.take_on_task(format!("{task} is given to {}", self.company.facts.name_of(to)), task, writes)
    }

    fn bring_or_take_back(&mut self) -> String {
        let Some(task) = self.some_task(&[TaskState::Open]) else { return "nothing to bring back".into() };
        let facts = &self.company.facts;
        let writes =
            if facts.tasks[&task].given.is_some() { commands::take_back_task(facts, task) } else { commands::bring_back_task(facts, task) };
        self.take_on_task(format!("{task} is brought back"), task, writes)
    }

    fn publish(&mut self) -> String {
        let mut text = match self.random.below(3) {
            0 => SHORT_PLAYBOOK.to_string(),
            _ => catalog::PLAYBOOK_FILES.iter().find(|(file, _)| file.contains("joint-120")).unwrap().1.to_string(),
        };
        for (from, to) in CHANGES {
            if self.random.below(2) == 0 {
                text = text.replace(from, to);
            }
        }
        let publication = Publication { file: "playbook.toml".into(), text, reason: "We learned.".into(), author: "Mara Lind".into() };
        let writes = commands::publish_playbook(&self.company.facts, &publication, self.company.moment());
        self.take("a playbook is published".into(), writes, &self.all())
    }

    pub fn finished(&self) -> Finished {
        let finished = |task: &&Task| matches!(task.state, TaskState::Done | TaskState::NotNeeded);
        Finished(self.company.facts.tasks.values().filter(finished).map(|task| (task.id, task.clone())).collect())
    }

    /// What was finished stands as it stood, with its evidence, its author and its day.
    pub fn check_kept(&self, before: &Finished, told: &str) {
        for (id, task) in &before.0 {
            assert_eq!(self.company.facts.tasks.get(id), Some(task), "{told}\n{} was done before", task.step);
        }
    }

    /// Every step hangs on something: an open one on an open renewal of a contract that is there, a step of its playbook as it is in
    /// force and somebody who does it; one that fell away on a renewal that is decided or on a playbook that no longer asks for it.
    pub fn check_steps(&self, told: &str) {
        let facts = &self.company.facts;
        for task in facts.tasks.values() {
            let place = format!("{told}\n{} of {:?}", task.step, task.renewal);
            let renewal = facts.renewals.get(&task.renewal).unwrap_or_else(|| panic!("{place} has no renewal"));
            let contract = facts.contracts.get(&renewal.contract).unwrap_or_else(|| panic!("{place} has no contract"));
            assert!(facts.accounts.contains_key(&contract.account), "{place} has no customer");
            let asked = self.asks(renewal, task);
            match task.state {
                TaskState::Open => {
                    assert!(renewal.is_open(), "{place} is open and its renewal is not");
                    assert_eq!(renewal.account, contract.account, "{place} hangs on another customer than its contract");
                    assert!(facts.accounts[&renewal.account].merged_into.is_none(), "{place} hangs on a customer who was merged");
                    assert!(asked, "{place} is open and its playbook does not ask for it");
                    let holder = facts.holder(renewal.id, task.lead).unwrap_or_else(|| panic!("{place} has no holder"));
                    let does = task.given.as_ref().map_or(holder, |given| given.to);
                    assert!(facts.teammates[&does].is_active_on(self.company.today), "{place}: who does it has left");
                }
                TaskState::Withdrawn => assert!(!renewal.is_open() || !asked, "{place} fell away for no reason"),
                TaskState::BeforeTracking | TaskState::Done | TaskState::NotNeeded => {}
            }
        }
        let mut steps: Vec<(_, &str)> = facts.tasks.values().map(|task| (task.renewal, task.step.as_str())).collect();
        let all = steps.len();
        steps.sort_unstable();
        steps.dedup();
        assert_eq!(steps.len(), all, "{told}\na renewal has a step twice");
    }

    /// Whether the playbook of a renewal, as it is in force, has a place for a step today.
    fn asks(&self, renewal: &Renewal, task: &Task) -> bool {
        let facts = &self.company.facts;
        let playbook = renewal.decided.as_ref().and_then(|decided| facts.playbook(&decided.playbook));
        let account = &facts.accounts[&renewal.account];
        let placed = playbook.and_then(|playbook| placed_on(facts, playbook, (renewal, account), self.company.today));
        placed.is_some_and(|placed| placed.iter().any(|placed| placed.code == task.step))
    }
}
