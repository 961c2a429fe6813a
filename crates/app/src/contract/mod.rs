//! Verbs on contracts: sign, renew, amend.

use crate::App;
use crate::access::Actor;
use crate::account::by_reference;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::identity::require_administrator;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::contract::{Contract, Line, LineKind, PricePeriod, Term};
use tenure_core::facts::Facts;
use tenure_core::primitives::{ContractId, Currency, Decimal6, LineId};
use tenure_store::Scope;

/// A line to sign or to change, covering its whole term.
#[derive(Clone, Debug)]
pub struct NewLine {
    /// Reference, unique among lines.
    pub reference: String,
    /// Product.
    pub product: String,
    /// Business unit.
    pub business_unit: String,
    /// Recurring or one-off.
    pub kind: LineKind,
    /// Quantity.
    pub quantity: Decimal6,
    /// Unit price.
    pub unit_price: Decimal6,
    /// What the price pays for.
    pub price_period: PricePeriod,
    /// Discount in basis points.
    pub discount_bps: u32,
}

/// A contract to sign, with its first term.
#[derive(Clone, Debug)]
pub struct NewContract {
    /// Contract number.
    pub reference: String,
    /// Account reference.
    pub account: String,
    /// Currency.
    pub currency: Currency,
    /// Whether it renews by itself.
    pub auto_renew: bool,
    /// Notice period in days, if known.
    pub notice_days: Option<u16>,
    /// Length of a successor term in months.
    pub renewal_months: u16,
    /// Price cap in basis points.
    pub uplift_cap_bps: Option<u32>,
    /// First day.
    pub start_on: Date,
    /// First day no longer.
    pub end_on: Date,
    /// Lines.
    pub lines: Vec<NewLine>,
}

/// What an amendment changes of the running term; `None` leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct Amendment {
    /// New end.
    pub end_on: Option<Date>,
    /// New notice period; `Some(None)` makes it unknown.
    pub notice_days: Option<Option<u16>>,
    /// New auto-renewal.
    pub auto_renew: Option<bool>,
    /// Lines that change or come: those with a known reference get their next version.
    pub lines: Vec<NewLine>,
}

impl App {
    /// Signs a new contract; its renewal is scheduled and owned from this moment.
    ///
    /// # Errors
    /// See [`commands::sign_contract`]; also a policy that has no rule for it.
    pub async fn sign_contract(&self, actor: &Actor, new: NewContract) -> Result<String, AppError> {
        require_administrator(actor)?;
        let scope = Scope::Account(new.account.clone());
        carry_out(self, actor, scope, |context| {
            let account = by_reference(context.facts, &new.account)?;
            let contract = Contract {
                id: ContractId::new(context.ids),
                reference: new.reference.clone(),
                account: account.id,
                currency: new.currency,
                auto_renew: new.auto_renew,
                notice_days: new.notice_days,
                renewal_months: new.renewal_months,
                uplift_cap_bps: new.uplift_cap_bps,
            };
            let term = Term { contract: contract.id, number: 1, start_on: new.start_on, end_on: new.end_on };
            let lines = new.lines.iter().map(|line| first_version(context, &term, line)).collect();
            let summary = format!("{} signed contract {} to {}", account.name, new.reference, new.end_on);
            let writes = commands::sign_contract(context.facts, contract, term, lines)?;
            Ok(Decided { writes, kind: "contract_signed", subject: new.reference.clone(), summary })
        })
        .await
    }

    /// Signs the successor term: the renewal of the term before is decided by it.
    ///
    /// # Errors
    /// See [`commands::renew_contract`].
    pub async fn renew_contract(&self, actor: &Actor, reference: &str, end_on: Date, lines: &[NewLine]) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let contract = contract(context.facts, reference)?;
            let last = commands::last_term(context.facts, contract.id).ok_or_else(|| AppError::not_found("term of contract", reference))?;
            let term = Term { contract: contract.id, number: last.number + 1, start_on: last.end_on, end_on };
            let lines = lines.iter().map(|line| first_version(context, &term, line)).collect();
            let writes = commands::renew_contract(context.facts, contract.id, end_on, lines)?;
            let summary = format!("Contract {reference} was renewed to {end_on}");
            Ok(Decided { writes, kind: "contract_renewed", subject: reference.into(), summary })
        })
        .await
    }

    /// Amends the running term; its renewal follows in the same transaction.
    ///
    /// # Errors
    /// See [`commands::amend_contract`].
    pub async fn amend_contract(&self, actor: &Actor, reference: &str, amendment: Amendment) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let found = contract(context.facts, reference)?;
            let last = commands::last_term(context.facts, found.id).ok_or_else(|| AppError::not_found("term of contract", reference))?;
            let amended = Contract {
                notice_days: amendment.notice_days.unwrap_or(found.notice_days),
                auto_renew: amendment.auto_renew.unwrap_or(found.auto_renew),
                ..found.clone()
            };
            let end_on = amendment.end_on.unwrap_or(last.end_on);
            let term = Term { end_on, ..last.clone() };
            let lines = amended_lines(context, &term, &amendment.lines);
            let writes = commands::amend_contract(context.facts, amended, end_on, lines)?;
            let summary = format!("Contract {reference} was amended");
            Ok(Decided { writes, kind: "contract_amended", subject: reference.into(), summary })
        })
        .await
    }
}

fn contract<'a>(facts: &'a Facts, reference: &str) -> Result<&'a Contract, AppError> {
    facts.contracts.values().find(|contract| contract.reference == reference).ok_or_else(|| AppError::not_found("contract", reference))
}

fn first_version(context: &Context<'_>, term: &Term, new: &NewLine) -> Line {
    line(LineId::new(context.ids), 1, term, new)
}

/// The next version of each line of the term: as given, else as it was but fitted to the term's new end.
fn amended_lines(context: &Context<'_>, term: &Term, given: &[NewLine]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for existing in context.facts.lines_of(term.contract, term.number) {
        match given.iter().find(|new| new.reference == existing.reference) {
            Some(new) => lines.push(line(existing.id, existing.version + 1, term, new)),
            None if existing.end_on != term.end_on => {
                lines.push(Line { version: existing.version + 1, end_on: term.end_on, ..existing.clone() });
            }
            None => {}
        }
    }
    let known = |new: &&NewLine| context.facts.lines_of(term.contract, term.number).iter().any(|line| line.reference == new.reference);
    lines.extend(given.iter().filter(|new| !known(new)).map(|new| first_version(context, term, new)));
    lines
}

fn line(id: LineId, version: u32, term: &Term, new: &NewLine) -> Line {
    Line {
        id,
        version,
        reference: new.reference.clone(),
        contract: term.contract,
        term_number: term.number,
        product: new.product.clone(),
        business_unit: new.business_unit.clone(),
        kind: new.kind,
        quantity: new.quantity,
        unit_price: new.unit_price,
        price_period: new.price_period,
        discount_bps: new.discount_bps,
        start_on: term.start_on,
        end_on: term.end_on,
    }
}
