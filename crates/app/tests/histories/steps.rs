//! Steps between everything that happens to a contract, through the verbs: what was done stays as it was, and nothing hangs in the air.

use super::{History, Told};
use jiff::ToSpan;
use rand::Rng;
use std::collections::BTreeMap;
use tenure_core::catalog;
use tenure_core::commands::Publication;
use tenure_core::primitives::TaskId;
use tenure_core::renewal::{Task, TaskState};

/// What a desk may change in a shipped playbook: days, a step that goes and one that comes, a condition.
const CHANGES: [(&str, &str); 4] = [
    ("days_before_anchor = 75", "days_before_anchor = 70"),
    ("days_before_anchor = 45", "days_before_anchor = 50"),
    ("code = \"discount-negotiation\"", "code = \"trade\""),
    ("when = { risk = [\"yellow\"] }", "when = { risk = [\"yellow\", \"green\"] }"),
];

impl History {
    /// One act on the steps or on what they hang on; says what it was.
    pub async fn interleave(&mut self) -> Told {
        match self.chance.random_range(0..28) {
            0..=5 => self.complete().await,
            6 | 7 => self.put_off().await,
            8 | 9 => self.give().await,
            10..=12 => self.amend().await,
            13 | 14 => self.publish().await,
            15 => self.renew().await,
            16 => self.judge().await,
            17 => self.leave().await,
            18 => self.sign_for_known_account().await,
            19 => self.activate().await,
            20..=24 => self.contract_step().await,
            _ => self.pass_days(40).await,
        }
    }

    async fn put_off(&mut self) -> Told {
        let Some(task) = self.some_task(&[TaskState::Open]).await else { return ("nothing to put off".into(), Ok(())) };
        let until = self.today.saturating_add(self.chance.random_range(1..=30_i64).days());
        let outcome = self.at.app.put_off_task(&self.by, task, (until, "They are on holiday.")).await.map(drop);
        (format!("{task} is put off until {until}"), outcome)
    }

    async fn give(&mut self) -> Told {
        let Some(task) = self.some_task(&[TaskState::Open]).await else { return ("nothing to give".into(), Ok(())) };
        let facts = self.facts().await;
        let to = self.pick(&facts.teammates.values().map(|t| t.reference.clone()).collect::<Vec<_>>());
        (format!("{task} is given to {to}"), self.at.app.give_task(&self.by, task, (&to, "Knows them.")).await.map(drop))
    }

    async fn publish(&mut self) -> Told {
        let mut text = catalog::PLAYBOOK_FILES.iter().find(|(file, _)| file.contains("joint-120")).unwrap().1.to_string();
        for (from, to) in CHANGES {
            if self.chance.random() {
                text = text.replace(from, to);
            }
        }
        let publication = Publication { file: "playbook.toml".into(), text, reason: "We learned.".into(), author: String::new() };
        ("a playbook is published".into(), self.at.app.publish_playbook(&self.by, &publication).await.map(drop))
    }

    pub async fn finished(&self) -> BTreeMap<TaskId, Task> {
        let finished = |task: &Task| matches!(task.state, TaskState::Done | TaskState::NotNeeded);
        self.facts().await.tasks.into_iter().filter(|(_, task)| finished(task)).collect()
    }

    /// What was finished before an act stands as it stood; what is open has a renewal that is open, a contract and somebody who does it.
    pub async fn assert_steps_kept(&self, before: &BTreeMap<TaskId, Task>, told: &str) {
        let facts = self.facts().await;
        for (id, task) in before {
            assert_eq!(facts.tasks.get(id), Some(task), "{told}\n{} was done before", task.step);
        }
        for task in facts.tasks.values() {
            let renewal = facts.renewals.get(&task.renewal).unwrap_or_else(|| panic!("{told}\n{} has no renewal", task.step));
            assert!(facts.contracts.contains_key(&renewal.contract), "{told}\n{} has no contract", task.step);
            if task.state == TaskState::Open {
                assert!(renewal.is_open(), "{told}\n{} is open and its renewal is not", task.step);
                let does = task.given.as_ref().map(|given| given.to).or(facts.holder(renewal.id, task.lead));
                let here = does.is_some_and(|id| facts.teammates[&id].is_active_on(self.today));
                assert!(here, "{told}\n{} has nobody who does it", task.step);
            }
        }
    }
}
