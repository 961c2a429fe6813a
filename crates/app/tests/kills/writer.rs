//! A client that carries out one verb after another, each with an event that no other write has.

use tenure_app::{Actor, AppError, NewAccount, NewContract, NewTeammate, NewTerm};
use tenure_core::account::Risk;
use tenure_core::commands::Judgement;
use tenure_core::contract::ContractKind;
use tenure_core::identity::Role;
use tenure_core::primitives::Currency;
use tenure_sim::testing::TestApp;

/// Clients that write side by side.
pub const CLIENTS: u64 = 4;

/// A client. After a fault it begins a new customer: the outcome of the write before is not known.
pub struct Writer {
    at: TestApp,
    name: String,
    customer: u64,
    step: u64,
}

impl Writer {
    pub fn new(at: TestApp, name: String) -> Self {
        Self { at, name, customer: 0, step: 0 }
    }

    /// Carries out the next verb and says its event: kind and subject.
    pub async fn next(&mut self) -> Result<String, AppError> {
        let written = self.carry_out().await;
        if written.is_err() || self.step == 5 {
            (self.customer, self.step) = (self.customer + 1, 0);
        } else {
            self.step += 1;
        }
        written
    }

    /// A customer signs, renews, gets a CSM who holds the renewal, and the CSM leaves: the holdings go to somebody else.
    async fn carry_out(&self) -> Result<String, AppError> {
        let (app, by) = (&self.at.app, Actor::Operator("Ingrid Solberg".into()));
        let of = |letter: &str| format!("K{letter}-{}-{}", self.name, self.customer);
        let (account, contract, person) = (of("A"), of("C"), of("P"));
        let (kind, subject) = match self.step {
            0 => ("account_added", app.add_account(&by, new_account(&account), unjudged()).await?),
            1 => ("contract_signed", app.sign_contract(&by, new_contract(contract, account)).await?),
            2 => ("teammate_added", app.add_teammate(&by, new_teammate(&person)).await?),
            3 => ("team_changed", app.set_team(&by, &account, Role::Csm, &person).await?),
            4 => ("teammate_left", app.mark_left(&by, &person, None).await?),
            _ => ("contract_renewed", app.renew_contract(&by, &contract, successor("2028-11-23")).await?),
        };
        Ok(format!("{kind} {subject}"))
    }
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn new_account(reference: &str) -> NewAccount {
    let (segment, region) = ("Small".into(), "EMEA".into());
    NewAccount {
        reference: reference.into(),
        name: format!("Customer {reference}"),
        tier: 1,
        segment,
        region,
        parent: None,
        fiscal_year_start: None,
        country: None,
    }
}

fn new_contract(reference: String, account: String) -> NewContract {
    NewContract {
        reference,
        account,
        currency: Currency::USD,
        auto_renew: true,
        notice_days: Some(30),
        renewal_months: 12,
        uplift_cap_bps: None,
        uplift_bps: 0,
        kind: ContractKind::Fixed,
        signed_on: None,
        start_on: day("2026-11-23"),
        end_on: day("2027-11-23"),
        lines: Vec::new(),
    }
}

fn new_teammate(reference: &str) -> NewTeammate {
    NewTeammate {
        reference: reference.into(),
        name: format!("Mina {reference}"),
        email: format!("{}@halden.example", reference.to_lowercase()),
        role: Role::Csm,
        manager: Some("elena".into()),
        region: "EMEA".into(),
        country: None,
        active_from: day("2026-11-01"),
    }
}

fn unjudged() -> Judgement {
    Judgement { risk: Risk::Unknown, reason: String::new(), expires_on: None }
}

fn successor(end_on: &str) -> NewTerm {
    NewTerm { end_on: day(end_on), lines: Vec::new(), uplift_bps: 0, signed_on: None, reason: None, words: String::new() }
}
