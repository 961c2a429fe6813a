//! Contracts: sign, renew, co-term, move.

use super::lines;
use super::reading::{Reader, accounts, last_day, per_cent, reason_field, words, words_field, yes_no};
use super::{Action, At, Done, require_administrator, require_work};
use crate::pages::form::{Field, FormPage, Kind, LINE_ROWS, LineRow, Places, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, contract_url, per_cent as per_cent_words};
use maud::html;
use tenure_app::{AppError, ContractView, NewContract, NewTerm};
use tenure_core::contract::{ContractKind, LineKind, raised};
use tenure_core::primitives::{Currency, Money, add_months, display_date, last_day_of_service, parse_currency};

/// Places above a page of a contract.
pub(crate) fn places(view: &ContractView) -> Places {
    let names = vec![
        ("Accounts".into(), "/accounts".into()),
        (view.account.name.clone(), account_url(&view.account.reference)),
        (view.contract.reference.clone(), contract_url(&view.contract.reference)),
    ];
    Places::of_account(names, &view.account.reference, view.revision)
}

pub(crate) async fn view(at: &At) -> Result<ContractView, AppError> {
    let view = at.app.contract(&at.actor, at.reference()).await?;
    require_work(view.rights, &view.account.name)?;
    Ok(view)
}

/// Signs a new contract.
pub(crate) struct Sign;

fn terms_of_sale() -> Vec<Field> {
    vec![
        Field::new("auto_renew", "Renews by itself", yes_no("Yes, unless notice is given", "No, it ends unless renewed")),
        Field::new("notice_days", "Notice period, days", Kind::Number)
            .optional()
            .hint("Empty is unknown, not zero: 30 days are then assumed and marked as assumed."),
        Field::new("renewal_months", "A successor term has, months", Kind::Number),
        Field::new("uplift_cap", "Price cap at renewal, %", Kind::Number).optional().about("uplift_cap_bps").hint("Empty is no cap."),
        Field::new("uplift", "Price rise of an automatic renewal, %", Kind::Number).optional().about("uplift_bps"),
    ]
}

impl Action for Sign {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = at.app.account(&at.actor, at.reference()).await?;
        require_work(view.rights, &view.account.name)?;
        let currencies = view.contracts.iter().map(|item| item.contract.currency.code().to_string()).next().unwrap_or_else(|| "USD".into());
        let mut fields = vec![
            Field::new("contract", "Contract number", Kind::Text).hint("As it stands on the paper; unique."),
            Field::new("currency", "Currency", Kind::Text).hint("Three letters, such as USD."),
            Field::new("kind", "Kind", Kind::Choice(words!(ContractKind)))
                .hint("An open-ended contract is reviewed once a year; the reviews stay out of the amount up for renewal."),
            Field::new("start_on", "First day of service", Kind::Day),
            Field::new("last_day", "Last day of service", Kind::Day)
                .about("end_on")
                .hint("The renewal date is the day after. Of an open-ended contract: the day before its first yearly review."),
            Field::new("signed_on", "Signed on", Kind::Day),
        ];
        fields.extend(terms_of_sale());
        fields.push(
            Field::new("lines", "Lines", Kind::Lines(LineRow::New))
                .about("line")
                .optional()
                .hint("Rows that stay empty are left out. A yearly rise makes one line a year."),
        );
        let end_on = add_months(view.today, 12, view.today);
        let values = Typed::of([
            ("currency", currencies),
            ("start_on", view.today.to_string()),
            ("last_day", last_day(end_on)),
            ("signed_on", view.today.to_string()),
            ("auto_renew", "yes".into()),
            ("renewal_months", "12".into()),
            ("rows", LINE_ROWS.to_string()),
        ]);
        let asked = FormPage::new(Nav::Accounts, super::account::places(&view), "Sign a contract", "Sign contract");
        let lede = html! { p { "Its renewal is scheduled and owned from the moment you sign: the policy decides who holds what." } };
        Ok(asked.lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewContract {
            reference: reader.text("contract"),
            account: at.reference().into(),
            currency: currency(&reader.text("currency"))?,
            kind: reader.required_word("kind", ContractKind::Fixed),
            auto_renew: reader.text("auto_renew") == "yes",
            notice_days: reader.number("notice_days"),
            renewal_months: reader.required_number("renewal_months"),
            uplift_cap_bps: reader.per_cent("uplift_cap"),
            uplift_bps: reader.per_cent("uplift").unwrap_or(0),
            start_on: reader.required_day("start_on"),
            end_on: reader.required_after_last_day("last_day"),
            signed_on: reader.day("signed_on"),
            lines: lines::read(typed, &mut reader),
        };
        reader.done()?;
        let reference = at.app.sign_contract(&at.actor, new).await?;
        Ok(Done::at(contract_url(&reference), format!("Contract {reference} was signed; its renewal has owners.")))
    }
}

fn currency(text: &str) -> Result<Currency, AppError> {
    parse_currency(text).map_err(|problem| {
        let (column, value) = (Some("currency".to_string()), Some(text.to_string()));
        AppError::refused(tenure_core::refusal::Refusal { column, value, problem, ..Default::default() })
    })
}

/// Signs the successor term.
pub(crate) struct Renew;

impl Action for Renew {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let term = view.running().map(|item| &item.term).ok_or_else(|| AppError::NotFound("That contract has no term.".into()))?;
        let uplift = view.contract.uplift_bps;
        let fields = vec![
            Field::new("last_day", "Last day of the new term", Kind::Day).about("end_on"),
            Field::new("signed_on", "Signed on", Kind::Day),
            Field::new(
                "carry",
                "Lines",
                Kind::Choice(vec![
                    ("carry".into(), "Carry all over, raised by the per cent below".into()),
                    ("edit".into(), "As in the rows below".into()),
                ]),
            ),
            Field::new("uplift", "Raise prices by, %", Kind::Number).optional().hint(match view.contract.uplift_cap_bps {
                Some(cap) => format!("The contract caps a rise at {}.", per_cent_words(cap)),
                None => "The contract names no cap. Empty carries prices over as they are.".into(),
            }),
            Field::new("lines", "Rows", Kind::Lines(LineRow::New)).about("line").optional().hint("Read only where you chose them above."),
            reason_field("Why they stay", false),
            words_field(),
        ];
        let mut values = Typed::of([
            ("last_day", last_day(add_months(term.end_on, view.contract.renewal_months, term.start_on))),
            ("signed_on", view.today.to_string()),
            ("carry", "carry".into()),
            ("uplift", if uplift > 0 { per_cent(uplift) } else { String::new() }),
        ]);
        let last = last_day_of_service(term.end_on);
        let live = view.lines.iter().map(|item| &item.line).filter(|line| line.covers(last) && line.kind == LineKind::Recurring);
        lines::fill(&mut values, live, |line| raised(line.unit_price, uplift));
        let lede = html! {
            p { "Term " (term.number + 1) " begins on " (display_date(term.end_on)) ", when term " (term.number) " ends. Its renewal is decided by your signature"
                @if !view.group.is_empty() { ", together with the others of its co-term group" } ", and the next one is scheduled and owned at once." }
        };
        Ok(FormPage::new(Nav::Accounts, places(&view), format!("Renew {}", view.contract.reference), "Renew contract")
            .lede(lede)
            .fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let edit = reader.text("carry") == "edit";
        let rows = if edit { lines::read(typed, &mut reader) } else { Vec::new() };
        if edit && rows.is_empty() {
            let problem = "are empty: fill in a row, or carry all lines over".to_string();
            return Err(AppError::refused(tenure_core::refusal::Refusal { column: Some("lines".into()), problem, ..Default::default() }));
        }
        let term = NewTerm {
            end_on: reader.required_after_last_day("last_day"),
            // A row names the line of the term before; the new term's lines get references of their own.
            lines: rows.into_iter().map(|line| tenure_app::NewLine { reference: String::new(), ..line }).collect(),
            uplift_bps: reader.per_cent("uplift").unwrap_or(0),
            signed_on: reader.day("signed_on"),
            reason: reader.word("reason"),
            words: reader.text("words"),
        };
        reader.done()?;
        at.app.renew_contract(&at.actor, at.reference(), term).await?;
        let view = at.app.contract(&at.actor, at.reference()).await?;
        let decided = view.terms.get(1).and_then(|item| item.renewal.as_ref()).map(|(reference, _, _)| reference.clone());
        let done = Done::at(contract_url(at.reference()), format!("{} was renewed.", at.reference()));
        Ok(match decided.filter(|_| view.rights.administer) {
            Some(renewal) => done.undo(format!("/renewals/{renewal}/reopening")),
            None => done,
        })
    }
}

/// Lets a contract end with another one.
pub(crate) struct CoTerm;

impl Action for CoTerm {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let choices = view.could_lead.iter().map(|reference| (reference.clone(), reference.clone())).collect::<Vec<_>>();
        if choices.is_empty() {
            return Err(AppError::NotFound(format!(
                "{} has no other contract of the same currency and kind that could lead.",
                view.account.name
            )));
        }
        let fields =
            vec![Field::new("lead", "Ends with", Kind::Choice(choices)).hint("The contract that leads: both are decided in its renewal.")];
        let lede =
            html! { p { "The running term and its lines get the end of the leading contract, and its own renewal is decided there." } };
        let asked = FormPage::new(Nav::Accounts, places(&view), format!("Co-term {}", view.contract.reference), "Co-term contracts");
        Ok(asked.lede(lede).fields(fields, Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let lead = typed.get("lead");
        at.app.co_term(&at.actor, at.reference(), lead).await?;
        let url = contract_url(at.reference());
        Ok(Done::at(url.clone(), format!("{} now ends with {lead}.", at.reference())).undo(format!("{url}/co-term/leaving")))
    }
}

/// Takes a contract out of its co-term group.
pub(crate) struct LeaveCoTerm;

impl Action for LeaveCoTerm {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let lede = html! { p { "It gets a renewal of its own again. Its end stays where it is; amend the contract to change that." } };
        let title = format!("Take {} out of its co-term group", view.contract.reference);
        Ok(FormPage::new(Nav::Accounts, places(&view), title, "Take it out").lede(lede))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.leave_co_term(&at.actor, at.reference()).await?;
        Ok(Done::at(contract_url(at.reference()), format!("{} has a renewal of its own again.", at.reference())))
    }
}

/// Moves a contract to another account.
pub(crate) struct Move;

impl Action for Move {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = view(at).await?;
        let choices = accounts(&at.app.account_choices().await?);
        let fields = vec![
            Field::new("to", "To", Kind::Suggested(choices)).hint("Reference of the account that gets it."),
            Field::new("reason", "Why", Kind::Text),
        ];
        let atr = view.clock.as_ref().map_or(Money::new(0, view.contract.currency), |clock| clock.atr);
        let lede = html! { p { "From " (display_date(view.today)) " on its " (atr) " belong to the other account: a split or a migration, neither churn nor growth. The other account's team holds then." } };
        let asked =
            FormPage::new(Nav::Accounts, places(&view), format!("Move {} to another account", view.contract.reference), "Move contract");
        Ok(asked.lede(lede).fields(fields, Typed::default()).danger())
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.move_contract(&at.actor, at.reference(), typed.get("to"), typed.get("reason")).await?;
        Ok(Done::at(contract_url(at.reference()), format!("{} moved.", at.reference())))
    }
}
