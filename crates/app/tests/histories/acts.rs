//! Random acts on contracts, renewals and people that came after the first ones, through the verbs.

use super::{History, Told};
use jiff::ToSpan;
use rand::Rng;
use rand::seq::IndexedRandom;
use tenure_app::{AccountDetails, NewAbsence, NewOverride, NewPlace, NewProfile};
use tenure_core::identity::{Brings, Role, listed, skills};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{AbsenceId, Country, OverrideId};
use tenure_core::renewal::{OutcomeReason, Renewal};

const SKILLS: &[&str] = &["", "german", "procurement", "german, procurement"];

impl History {
    /// One of the acts of this file; says what it was.
    pub async fn further_step(&mut self) -> Told {
        match self.chance.random_range(0..18) {
            0 | 1 => self.co_term().await,
            2 => self.leave_co_term().await,
            3 | 4 => self.give_notice().await,
            5 => self.withdraw_notice().await,
            6 => self.cancel().await,
            7 => self.close_lost().await,
            8 => self.reopen_renewal().await,
            9 | 10 => self.reassign().await,
            11 => self.end_reassignment().await,
            12 => self.be_away().await,
            13 => self.come_back().await,
            14 => self.reorganise().await,
            16 => self.bring().await,
            17 => self.describe().await,
            _ => self.merge_or_move().await,
        }
    }

    /// An act on a contract or its renewal in mid-playbook; says what it was.
    pub async fn contract_step(&mut self) -> Told {
        match self.chance.random_range(0..9) {
            0 | 1 => self.co_term().await,
            2 => self.leave_co_term().await,
            3 => self.give_notice().await,
            4 => self.cancel().await,
            5 => self.close_lost().await,
            6 | 7 => self.reopen_renewal().await,
            _ => self.merge_or_move().await,
        }
    }

    async fn co_term(&mut self) -> Told {
        let facts = self.facts().await;
        let lead = self.pick(&facts.contracts.values().cloned().collect::<Vec<_>>());
        let siblings: Vec<String> =
            facts.contracts.values().filter(|c| c.account == lead.account && c.id != lead.id).map(|c| c.reference.clone()).collect();
        let Some(contract) = siblings.choose(&mut self.chance).cloned() else { return ("no sibling".into(), Ok(())) };
        let outcome = self.at.app.co_term(&self.by, &contract, &lead.reference).await.map(drop);
        (format!("{contract} ends with {}", lead.reference), outcome)
    }

    async fn bring(&mut self) -> Told {
        let facts = self.facts().await;
        let teammate = self.pick(&facts.teammates.values().map(|t| t.reference.clone()).collect::<Vec<_>>());
        let brings = Brings {
            skills: skills(self.pick(SKILLS)),
            commercial: self.pick(&[None, Some(true), Some(false)]),
            pod: self.pick(&["", "North", "South"]).into(),
            territories: listed(self.pick(&["", "EMEA", "AMER, APAC"])),
            capacity: self.pick(&[None, Some(1), Some(3), Some(20)]),
        };
        let told = format!("{teammate} brings {brings:?}");
        (told, self.at.app.set_profile(&self.by, NewProfile { teammate, from_on: None, brings }).await.map(drop))
    }

    async fn describe(&mut self) -> Told {
        let facts = self.facts().await;
        let account = self.pick(&facts.accounts.values().map(|a| a.reference.clone()).collect::<Vec<_>>());
        let details = AccountDetails { needs: skills(self.pick(SKILLS)), ..AccountDetails::default() };
        let told = format!("{account} needs {:?}", details.needs);
        (told, self.at.app.describe_account(&self.by, &account, details).await.map(drop))
    }

    async fn leave_co_term(&mut self) -> Told {
        let facts = self.facts().await;
        let followers: Vec<String> = facts.contracts.values().filter(|c| c.co_term_lead.is_some()).map(|c| c.reference.clone()).collect();
        let Some(contract) = followers.choose(&mut self.chance).cloned() else { return ("no group".into(), Ok(())) };
        let outcome = self.at.app.leave_co_term(&self.by, &contract).await.map(drop);
        (format!("{contract} leaves its group"), outcome)
    }

    async fn give_notice(&mut self) -> Told {
        let (contract, _) = self.some_contract().await;
        let received_on = self.today.checked_sub(self.chance.random_range(0..40_i64).days()).ok();
        let outcome = self.at.app.give_notice(&self.by, &contract, received_on).await.map(drop);
        (format!("{contract} gave notice on {received_on:?}"), outcome)
    }

    async fn withdraw_notice(&mut self) -> Told {
        let facts = self.facts().await;
        let given = facts.terms.values().filter(|term| term.opt_out_received_on.is_some());
        let given: Vec<String> = given.map(|term| facts.contracts[&term.contract].reference.clone()).collect();
        let Some(contract) = given.choose(&mut self.chance).cloned() else { return ("no notice".into(), Ok(())) };
        let outcome = self.at.app.withdraw_notice(&self.by, &contract).await.map(drop);
        (format!("the notice of {contract} is withdrawn"), outcome)
    }

    async fn cancel(&mut self) -> Told {
        let (contract, _) = self.some_contract().await;
        let end_on = self.today.checked_add((self.chance.random_range(0..200_i64) - 60).days()).unwrap();
        let reason = self.pick(OutcomeReason::ALL);
        let outcome = self.at.app.cancel_contract(&self.by, &contract, end_on, (reason, "We stop.")).await.map(drop);
        (format!("{contract} is cancelled from {end_on}"), outcome)
    }

    async fn some_renewal(&mut self, fits: impl Fn(&Renewal) -> bool) -> Option<String> {
        let facts = self.facts().await;
        let renewals: Vec<String> = facts.renewals.values().filter(|renewal| fits(renewal)).map(Renewal::reference).collect();
        renewals.choose(&mut self.chance).cloned()
    }

    async fn close_lost(&mut self) -> Told {
        let Some(renewal) = self.some_renewal(Renewal::is_open).await else { return ("nothing open".into(), Ok(())) };
        let reason = self.pick(OutcomeReason::ALL);
        let outcome = self.at.app.close_lost(&self.by, &renewal, reason, "Too dear.").await.map(drop);
        (format!("{renewal} is lost"), outcome)
    }

    async fn reopen_renewal(&mut self) -> Told {
        let Some(renewal) = self.some_renewal(|renewal| !renewal.is_open()).await else { return ("nothing decided".into(), Ok(())) };
        let outcome = self.at.app.reopen_renewal(&self.by, &renewal, "a mistake").await.map(drop);
        (format!("{renewal} is opened again"), outcome)
    }

    async fn reassign(&mut self) -> Told {
        let Some(renewal) = self.some_renewal(Renewal::is_open).await else { return ("nothing open".into(), Ok(())) };
        let facts = self.facts().await;
        let teammate = self.pick(&facts.teammates.values().map(|t| t.reference.clone()).collect::<Vec<_>>());
        let until_on = self.today.checked_add(self.chance.random_range(1..90_i64).days()).unwrap();
        let responsibility = self.pick(Responsibility::ALL);
        self.starts.push(until_on);
        let told = format!("{responsibility} of {renewal} goes to {teammate} until {until_on}");
        let new = NewOverride { responsibility, teammate, reason: "knows them".into(), until_on };
        (told, self.at.app.reassign(&self.by, &renewal, new).await.map(drop))
    }

    async fn end_reassignment(&mut self) -> Told {
        let facts = self.facts().await;
        let named: Vec<(OverrideId, String)> =
            facts.overrides.values().map(|named| (named.id, facts.reference_of(named.subject).unwrap())).collect();
        let Some((id, renewal)) = named.choose(&mut self.chance).cloned() else { return ("nothing reassigned".into(), Ok(())) };
        let outcome = self.at.app.end_reassignment(&self.by, &renewal, id).await.map(drop);
        (format!("a reassignment of {renewal} ends"), outcome)
    }

    async fn be_away(&mut self) -> Told {
        let facts = self.facts().await;
        let people: Vec<String> = facts.teammates.values().map(|t| t.reference.clone()).collect();
        let (teammate, other) = (self.pick(&people), self.pick(&people));
        let from_on = self.today.checked_add((self.chance.random_range(0..30_i64) - 10).days()).unwrap();
        let to_on = from_on.checked_add(self.chance.random_range(1..60_i64).days()).unwrap();
        self.starts.extend([from_on, to_on]);
        let told = format!("{teammate} is away {from_on} to {to_on}, {other} stands in");
        let new = NewAbsence { teammate, from_on, to_on, delegate: Some(other), note: String::new() };
        (told, self.at.app.set_absence(&self.by, new).await.map(drop))
    }

    async fn come_back(&mut self) -> Told {
        let absences: Vec<AbsenceId> = self.facts().await.absences.keys().copied().collect();
        let Some(id) = absences.choose(&mut self.chance).copied() else { return ("nobody away".into(), Ok(())) };
        ("somebody is back".into(), self.at.app.end_absence(&self.by, id).await.map(drop))
    }

    async fn reorganise(&mut self) -> Told {
        let facts = self.facts().await;
        let people: Vec<String> = facts.teammates.values().map(|t| t.reference.clone()).collect();
        let (person, manager) = (self.pick(&people), self.pick(&people));
        let role = if self.chance.random() { Some(self.pick(Role::ALL)) } else { None };
        let country = self.pick(&[None, Some(None), Some(Some(Country::SAUDI_ARABIA))]);
        let to = NewPlace { role, manager: Some(manager), region: Some(self.pick(&["EMEA", "AMER", "APAC"]).into()), country };
        let told = format!("{person} moves: {to:?}");
        (told, self.at.app.move_teammate(&self.by, &person, to).await.map(drop))
    }

    async fn merge_or_move(&mut self) -> Told {
        let facts = self.facts().await;
        let accounts: Vec<String> = facts.accounts.values().map(|a| a.reference.clone()).collect();
        let (from, to) = (self.pick(&accounts), self.pick(&accounts));
        if self.chance.random_range(0..3) == 0 {
            let outcome = self.at.app.merge_accounts(&self.by, &from, &to, "one company now").await.map(drop);
            return (format!("{from} merges into {to}"), outcome);
        }
        let (contract, _) = self.some_contract().await;
        (format!("{contract} moves to {to}"), self.at.app.move_contract(&self.by, &contract, &to, "they split").await.map(drop))
    }
}
