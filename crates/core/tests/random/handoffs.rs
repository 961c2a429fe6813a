//! Random acts on handoffs: meetings of both, acceptance, refusal, waiver, introductions.

use super::History;
use std::collections::BTreeSet;
use tenure_core::account::{Activity, ActivityKind, Stakeholder};
use tenure_core::commands::{self, Said};
use tenure_core::ownership::handoff::Handoff;
use tenure_core::primitives::{AccountId, HandoffId, StakeholderId, TeammateId};

impl History {
    /// One of the acts of this file; says what it was.
    pub fn hand_over(&mut self) -> String {
        match self.random.below(8) {
            0..=2 => self.meet_the_customer(),
            3 | 4 => self.accept(),
            5 => self.waive(),
            6 => self.decline(),
            _ => self.meet_within(),
        }
    }

    /// A handoff in any state, of a renewal whose account is known.
    fn some_handoff(&mut self) -> Option<(Handoff, AccountId)> {
        let facts = &self.company.facts;
        let of = |handoff: &Handoff| (handoff.clone(), facts.contracts[&facts.renewals[&handoff.renewal].contract].account);
        let handoffs: Vec<_> = facts.handoffs.values().map(of).collect();
        self.random.pick(&handoffs).cloned()
    }

    fn said(&self, by: TeammateId) -> Said {
        Said { by: self.company.facts.name_of(by).into(), reason: "as it stands".into(), moment: self.company.moment() }
    }

    /// A contact of both with somebody of the customer, which nobody ties to the handoff: the planner finds it.
    fn meet_the_customer(&mut self) -> String {
        let Some((handoff, account)) = self.some_handoff() else { return "nothing to hand over".into() };
        let person = Stakeholder {
            id: StakeholderId::new(&self.company.ids),
            reference: format!("P-{}", self.company.facts.stakeholders.len() + 1),
            account,
            name: "Dana Fox".into(),
            title: String::new(),
            email: String::new(),
            business_unit: String::new(),
            roles: BTreeSet::new(),
            left_on: None,
        };
        let theirs = [person.id].into();
        self.take("a person there".into(), commands::set_stakeholder(&self.company.facts, person), &[account].into());
        let contact = self.company.contact(account, [handoff.giver, handoff.receiver].into(), theirs);
        let writes = commands::log_activity(&self.company.facts, contact, self.company.moment());
        self.take("giver and receiver meet the customer".into(), writes, &[account].into())
    }

    /// An internal step of both, which somebody names as the joint touch.
    fn meet_within(&mut self) -> String {
        let Some((handoff, account)) = self.some_handoff() else { return "nothing to hand over".into() };
        let contact = self.company.contact(account, [handoff.giver, handoff.receiver].into(), BTreeSet::new());
        let note = Activity { kind: ActivityKind::Note, ..contact };
        let met = commands::meet_handoffs(&self.company.facts, &[handoff.id], &note);
        let logged = commands::log_activity(&self.company.facts, note, self.company.moment());
        let writes = met.and_then(|met| Ok([logged?, met].concat()));
        self.take("giver and receiver go through it together".into(), writes, &[account].into())
    }

    fn accept(&mut self) -> String {
        let Some((handoff, account)) = self.some_handoff() else { return "nothing to hand over".into() };
        let said = self.said(handoff.receiver);
        let writes = commands::accept_handoffs(&self.company.facts, &[handoff.id], &said);
        self.take(format!("{} accepts", said.by), writes, &[account].into())
    }

    fn waive(&mut self) -> String {
        let Some((handoff, account)) = self.some_handoff() else { return "nothing to hand over".into() };
        let said = self.said(handoff.giver);
        let writes = commands::waive_handoffs(&self.company.facts, &[handoff.id], &said);
        self.take("a handoff is waived".into(), writes, &[account].into())
    }

    fn decline(&mut self) -> String {
        let Some((handoff, account)) = self.some_handoff() else { return "nothing to hand over".into() };
        let said = self.said(handoff.receiver);
        let writes = commands::decline_handoffs(&self.company.facts, &[handoff.id], &said);
        self.take(format!("{} declines", said.by), writes, &[account].into())
    }

    /// How many handoffs reached an end that makes the receiver accountable, through a meeting and through a waiver.
    pub fn handed_over(&self) -> (usize, usize) {
        let ended = |code: &str| self.company.facts.handoffs.values().filter(|handoff| handoff.state.code() == code).count();
        (ended("accepted"), ended("waived"))
    }

    /// The state machine once more and without its code: whoever became accountable after somebody else met the customer beside
    /// them and accepted, or a person let it pass by name.
    pub fn check_passages(&self, told: &str) {
        use tenure_core::ownership::ledger::{Passage, Stream};
        let facts = &self.company.facts;
        let mut used: BTreeSet<(HandoffId, &str)> = BTreeSet::new();
        for entries in facts.ledger.values() {
            for entry in entries.iter().filter(|entry| entry.stream == Stream::Accountable && entry.sequence > 0) {
                match &entry.passage {
                    Passage::Initial => panic!("{told}\n{} passed in silence", entry.responsibility),
                    Passage::Waived { by, reason, .. } => assert!(!by.is_empty() && !reason.is_empty(), "{told}"),
                    Passage::Joint { handoff } => {
                        let handoff = &facts.handoffs[handoff];
                        let touch = &facts.activities[&handoff.state.touch().unwrap()];
                        assert!(touch.ours.contains(&handoff.giver) && touch.ours.contains(&entry.holder), "{told}");
                        assert_eq!(handoff.state.code(), "accepted", "{told}");
                        assert!(used.insert((handoff.id, entry.responsibility.code())), "{told}\none handoff moved a responsibility twice");
                    }
                }
            }
        }
    }
}
