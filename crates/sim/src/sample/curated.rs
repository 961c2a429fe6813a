//! The thirty customers with stories of their own, from their tables onto the agenda.

use super::accounts::ACCOUNTS;
use super::agenda::Agenda;
use super::contracts::CONTRACTS;
use super::days::{AMENDMENTS, RISK_CHANGES, TEAM_CHANGES};
use super::table::{Account, Amended, Amendment, Change, Contract, Line, Renewal};
use crate::deed::Deed;
use tenure_app::{Amendment as AppAmendment, AppError, NewAccount, NewContract, NewLine, NewTerm};
use tenure_core::account::Risk;
use tenure_core::commands::Judgement;
use tenure_core::contract::{ContractKind, LineKind};
use tenure_core::primitives::Decimal6;
use tenure_core::refusal::Refusal;

/// Who enters contracts.
pub(super) const DEAL_DESK: &str = "Marcus Bell";
/// Who decides about people.
pub(super) const CS_LEADER: &str = "Elena Petrova";

/// Enters the customers to keep.
pub(super) fn enter(agenda: &mut Agenda, keeps: fn(&str) -> bool) -> Result<(), AppError> {
    for account in ACCOUNTS.iter().filter(|account| keeps(account.reference)) {
        enter_account(agenda, account)?;
    }
    for change in TEAM_CHANGES.iter().filter(|change| keeps(change.account)) {
        agenda.does(change.on, CS_LEADER, Deed::Serve(change.account.into(), change.role, change.person.into()));
    }
    for change in RISK_CHANGES.iter().filter(|change| keeps(change.account)) {
        agenda.does(change.on, change.by, Deed::Judge(change.account.into(), judgement(change.risk, change.why)));
    }
    Ok(())
}

/// The customer comes with its first contract, its team with it.
fn enter_account(agenda: &mut Agenda, account: &'static Account) -> Result<(), AppError> {
    let contracts: Vec<&'static Contract> = CONTRACTS.iter().filter(|contract| contract.account == account.reference).collect();
    let Some(on) = contracts.iter().map(|contract| contract.signed_on).min() else { return Ok(()) };
    let judgement = judgement(account.risk, "first impression at signature");
    agenda.does(on, DEAL_DESK, Deed::Account(Box::new(customer(account)), judgement));
    for (role, person) in account.team {
        agenda.does(on, CS_LEADER, Deed::Serve(account.reference.into(), *role, (*person).into()));
    }
    for contract in contracts {
        agenda.does(contract.signed_on, DEAL_DESK, Deed::Sign(Box::new(paper(contract)?)));
        for (next, term) in contract.renewals.iter().zip(2..) {
            agenda.does(next.signed_on, DEAL_DESK, Deed::Renew(contract.reference.into(), Box::new(successor(contract, term, next)?)));
        }
        for amendment in AMENDMENTS.iter().filter(|amendment| amendment.contract == contract.reference) {
            agenda.does(amendment.on, DEAL_DESK, Deed::Amend(contract.reference.into(), Box::new(amended(amendment)?)));
        }
    }
    Ok(())
}

fn customer(account: &Account) -> NewAccount {
    NewAccount {
        reference: account.reference.into(),
        name: account.name.into(),
        tier: account.tier,
        segment: account.segment.into(),
        region: account.region.into(),
        country: account.country,
        parent: None,
        fiscal_year_start: None,
    }
}

fn judgement(risk: Risk, why: &str) -> Judgement {
    Judgement { risk, reason: why.into(), expires_on: None }
}

fn successor(contract: &Contract, term: u32, next: &Renewal) -> Result<NewTerm, AppError> {
    let lines = successor_lines(contract, term, next)?;
    Ok(NewTerm { end_on: next.end_on, lines, uplift_bps: 0, signed_on: None, reason: None, words: String::new() })
}
fn paper(contract: &Contract) -> Result<NewContract, AppError> {
    Ok(NewContract {
        reference: contract.reference.into(),
        account: contract.account.into(),
        currency: contract.currency,
        auto_renew: contract.paper.auto_renew,
        notice_days: contract.paper.notice_days,
        renewal_months: contract.paper.months,
        uplift_cap_bps: contract.paper.cap_bps,
        uplift_bps: 0,
        kind: ContractKind::Fixed,
        signed_on: None,
        start_on: contract.term.0,
        end_on: contract.term.1,
        lines: lettered(contract.reference, 1, contract.lines)?,
    })
}

/// The lines of a term, each with the contract's number, the term's and a letter.
fn lettered(contract: &str, term: u32, lines: &[Line]) -> Result<Vec<NewLine>, AppError> {
    lines.iter().zip('a'..).map(|(line, letter)| new_line(format!("{contract}-{term}{letter}"), line)).collect()
}

fn new_line(reference: String, line: &Line) -> Result<NewLine, AppError> {
    Ok(NewLine {
        reference,
        product: line.product.into(),
        business_unit: line.unit.into(),
        kind: line.kind,
        quantity: decimal(line.quantity)?,
        unit_price: decimal(line.price)?,
        price_period: line.period,
        discount_bps: line.discount_bps,
        discount_span: None,
        start_on: None,
        end_on: None,
        economic_buyer: String::new(),
        escalator_bps: 0,
    })
}

fn decimal(text: &str) -> Result<Decimal6, AppError> {
    text.parse().map_err(|problem: String| Refusal { value: Some(text.into()), problem, ..Refusal::default() }.into())
}

fn successor_lines(contract: &Contract, term: u32, next: &Renewal) -> Result<Vec<NewLine>, AppError> {
    let recurring: Vec<Line> = contract.lines.iter().filter(|line| line.kind == LineKind::Recurring).copied().collect();
    match next.lines {
        Change::To(lines) => lettered(contract.reference, term, lines),
        Change::Flat => lettered(contract.reference, term, &recurring),
        Change::Uplift(bps) => {
            let mut lines = lettered(contract.reference, term, &recurring)?;
            lines.iter_mut().for_each(|line| line.unit_price = raised(line.unit_price, bps));
            Ok(lines)
        }
    }
}

/// A price raised by basis points, to the cent.
fn raised(price: Decimal6, bps: i64) -> Decimal6 {
    let cent = 10_000;
    Decimal6::from_millionths((price.millionths() / cent) * (10_000 + bps) / 10_000 * cent)
}

pub(super) fn amended(amendment: &Amendment) -> Result<AppAmendment, AppError> {
    Ok(match amendment.what {
        Amended::End(end_on) => AppAmendment { end_on: Some(end_on), ..AppAmendment::default() },
        Amended::Notice(days) => AppAmendment { notice_days: Some(Some(days)), ..AppAmendment::default() },
        Amended::Line(letter, line) => {
            let earlier = CONTRACTS.iter().find(|contract| contract.reference == amendment.contract);
            let signed = earlier.map_or(0, |contract| contract.renewals.iter().filter(|next| next.signed_on <= amendment.on).count());
            let line = new_line(format!("{}-{}{letter}", amendment.contract, signed + 1), &line)?;
            AppAmendment { lines: vec![line], ..AppAmendment::default() }
        }
    })
}
