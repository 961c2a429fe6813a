//! Verbs on contracts: sign and renew; amending, ending and co-terming are files beside this one.

mod amendment;
mod ending;
mod group;
mod indexation;
mod line;

pub use amendment::Amendment;
pub use line::NewLine;

use crate::App;
use crate::access::Actor;
use crate::account::by_reference;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_account_people;
use jiff::civil::Date;
use line::first_versions;
use tenure_core::commands;
use tenure_core::contract::{Contract, ContractKind, Line, LineOrigin, Signature, Term};
use tenure_core::facts::Facts;
use tenure_core::planner::{carried_over, lines_at_the_end};
use tenure_core::primitives::{ContractId, Currency, display_date, last_day_of_service};
use tenure_core::renewal::OutcomeReason;
use tenure_store::Scope;

/// A contract to sign, with its first term.
#[derive(Clone, Debug)]
pub struct NewContract {
    /// Contract number.
    pub reference: String,
    /// Account reference.
    pub account: String,
    /// Currency.
    pub currency: Currency,
    /// Whether it has an agreed end.
    pub kind: ContractKind,
    /// Whether it renews by itself.
    pub auto_renew: bool,
    /// Notice period in days, if known.
    pub notice_days: Option<u16>,
    /// Length of a successor term in months.
    pub renewal_months: u16,
    /// Price cap in basis points.
    pub uplift_cap_bps: Option<u32>,
    /// Price rise of an automatic renewal in basis points.
    pub uplift_bps: u32,
    /// First day.
    pub start_on: Date,
    /// First day no longer; of an open-ended contract, the first yearly review.
    pub end_on: Date,
    /// The day of the signature; `None` is today.
    pub signed_on: Option<Date>,
    /// Lines.
    pub lines: Vec<NewLine>,
}

/// The successor term of a contract.
#[derive(Clone, Debug)]
pub struct NewTerm {
    /// First day no longer.
    pub end_on: Date,
    /// Lines; none carries over those that are live at the end of the term before.
    pub lines: Vec<NewLine>,
    /// Price rise on lines that are carried over, in basis points.
    pub uplift_bps: u32,
    /// The day of the signature; `None` is today.
    pub signed_on: Option<Date>,
    /// Why the customer stays.
    pub reason: Option<OutcomeReason>,
    /// Why, in the customer's own words.
    pub words: String,
}

impl App {
    /// Signs a new contract; its renewal is scheduled and owned from this moment. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::sign_contract`]; also a policy that has no rule for it.
    pub async fn sign_contract(&self, actor: &Actor, new: NewContract) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(new.account.clone()), |context| {
            let account = by_reference(context.facts, &new.account)?;
            require_account_people(actor, account.id, context)?;
            let contract = Contract {
                id: ContractId::new(context.ids),
                reference: new.reference.trim().into(),
                account: account.id,
                currency: new.currency,
                auto_renew: new.auto_renew,
                notice_days: new.notice_days,
                renewal_months: new.renewal_months,
                uplift_cap_bps: new.uplift_cap_bps,
                uplift_bps: new.uplift_bps,
                kind: new.kind,
                co_term_lead: None,
            };
            let signed_on = signed_on(new.signed_on, context.moment.today)?;
            let term = Term {
                contract: contract.id,
                number: 1,
                start_on: new.start_on,
                end_on: new.end_on,
                opt_out_received_on: None,
                cancelled_on: None,
                signature: Some(Signature { signed_on, reason: None, words: String::new() }),
            };
            let lines = first_versions(context, &contract, &term, &new.lines);
            let last_day = display_date(last_day_of_service(new.end_on));
            let summary = format!("{} signed contract {} until {last_day}", account.name, contract.reference);
            let subject = contract.reference.clone();
            let writes = commands::sign_contract(context.facts, contract, term, lines)?;
            Ok(Decided { writes, kind: "contract_signed", subject, summary })
        })
        .await
    }

    /// Signs the successor term: the renewal of the term before is decided by it. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::renew_contract`].
    pub async fn renew_contract(&self, actor: &Actor, reference: &str, new: NewTerm) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let found = contract(context.facts, reference)?;
            require_account_people(actor, found.account, context)?;
            let signed_on = signed_on(new.signed_on, context.moment.today)?;
            let signature = Signature { signed_on, reason: new.reason, words: new.words.clone() };
            let lines = next_lines(context, found, &new)?;
            let writes = commands::renew_contract(context.facts, found.id, new.end_on, lines, signature)?;
            let last_day = display_date(last_day_of_service(new.end_on));
            let because = new.reason.map_or_else(String::new, |reason| format!(": {}", reason.label()));
            let summary = format!("Contract {reference} was renewed until {last_day}{because}");
            Ok(Decided { writes, kind: "contract_renewed", subject: reference.into(), summary })
        })
        .await
    }
}

/// The lines of the next term: as they were told, or those that are live at the end of the last one.
pub(crate) fn next_lines(context: &Context<'_>, found: &Contract, new: &NewTerm) -> Result<Vec<Line>, AppError> {
    let last = last_term(context.facts, found)?;
    let next = Term { number: last.number + 1, start_on: last.end_on, end_on: new.end_on, ..last.clone() };
    Ok(match new.lines.as_slice() {
        [] => {
            let live = lines_at_the_end(context.facts, found, last);
            carried_over(context.facts, (found, &next), &live, (new.uplift_bps, LineOrigin::Renewed), context.ids)
        }
        lines => first_versions(context, found, &next, lines),
    })
}

/// The day of a signature: as said, or today; never ahead.
pub(crate) fn signed_on(said: Option<Date>, today: Date) -> Result<Date, AppError> {
    match said {
        Some(day) if day > today => Err(AppError::field("signed_on", &day.to_string(), &format!("lies after today, {today}"))),
        Some(day) => Ok(day),
        None => Ok(today),
    }
}

/// The contract of a reference among the facts in scope.
pub(crate) fn contract<'a>(facts: &'a Facts, reference: &str) -> Result<&'a Contract, AppError> {
    facts.contracts.values().find(|contract| contract.reference == reference).ok_or_else(|| AppError::not_found("contract", reference))
}

fn last_term<'a>(facts: &'a Facts, contract: &Contract) -> Result<&'a Term, AppError> {
    commands::last_term(facts, contract.id).ok_or_else(|| AppError::not_found("term of contract", &contract.reference))
}
