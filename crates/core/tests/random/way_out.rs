//! Whatever happened to a company, its book can be taken out and brought in again.

use super::History;
use super::texts::SHORT_PLAYBOOK;
use std::collections::BTreeMap;
use tenure_core::book::{Book, export, plan_import};
use tenure_core::catalog;
use tenure_core::facts::Facts;
use tenure_core::planner::{Cause, Planning};
use tenure_core::playbook::Playbook;

/// The playbooks that an instance of random histories begins with.
fn shipped() -> Vec<Playbook> {
    let short = Playbook::parse("short-30.toml", SHORT_PLAYBOOK).unwrap();
    catalog::playbooks().unwrap().into_iter().chain([short]).collect()
}

fn by_code(facts: &Facts) -> BTreeMap<&str, &Playbook> {
    facts.playbooks.iter().map(|playbook| (playbook.code.as_str(), playbook)).collect()
}

impl History {
    /// What was taken out changes nothing where it came from, and an instance that had nothing gives the same book afterwards.
    pub fn check_way_out(&self, told: &str) {
        let book = export(&self.company.facts);
        let again = self.import(Some(&self.company.facts), &book, told);
        assert!(again.1 == 0, "{told}: {} writes where nothing is new", again.1);
        let (elsewhere, _) = self.import(None, &book, told);
        for (out, back) in book.tables.iter().zip(&export(&elsewhere).tables) {
            // A text that went back to the shipped one is nothing new elsewhere, so the playbooks themselves are compared.
            assert!(out == back || out.file == "playbooks.csv", "{told}: {out:#?}\n{back:#?}");
        }
        assert_eq!(by_code(&elsewhere), by_code(&self.company.facts), "{told}");
        assert_eq!(export(&elsewhere).policy, book.policy, "{told}");
    }

    fn import(&self, existing: Option<&Facts>, book: &Book, told: &str) -> (Facts, usize) {
        let cause = Cause { author: "Ana Sousa".into(), reason: "the book was imported".into() };
        let planning = Planning { moment: self.company.moment(), cause: &cause, ids: &self.company.ids };
        match plan_import(existing, book, shipped(), planning) {
            Ok(plan) => (plan.facts_after, plan.writes.len()),
            Err(refusals) => panic!("{told}: {refusals:#?}"),
        }
    }
}
