//! Proposals: made, changed, refreshed, put to approval, answered, sent, settled.

use super::lines;
use super::reading::{Reader, or_none, people, reason_field, words, words_field};
use super::{Action, At, Done, require_work};
use crate::pages::form::{Field, FormPage, Kind, LineRow, Places, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, per_cent, proposals_url, renewal_url};
use maud::{Markup, html};
use tenure_app::{Acceptance, AppError, NewLine, NewOption, NewProposal, ProposalView, ProposalsView};
use tenure_core::primitives::{display_date, whole_months};
use tenure_core::proposal::{Choice, Lever, Trade};
use tenure_core::refusal::Refusal;

const OPTIONS: usize = 3;

fn places(view: &ProposalsView) -> Places {
    let names = vec![
        (view.account.name.clone(), account_url(&view.account.reference)),
        (view.renewal.clone(), renewal_url(&view.renewal)),
        ("Proposals".to_string(), proposals_url(&view.renewal)),
    ];
    Places::of_account(names, &view.account.reference, view.revision)
}

async fn all(at: &At) -> Result<ProposalsView, AppError> {
    let view = at.app.proposals(&at.actor, at.reference()).await?;
    require_work(view.rights, &view.account.name)?;
    Ok(view)
}

fn version(at: &At) -> Result<u32, AppError> {
    at.part("version").parse().map_err(|_| AppError::NotFound(format!("There is no proposal {}.", at.part("version"))))
}

async fn one(at: &At) -> Result<ProposalView, AppError> {
    at.app.proposal(&at.actor, (at.reference(), version(at)?)).await
}

fn done(at: &At, text: &str) -> Result<Done, AppError> {
    let url = format!("{}/{}", proposals_url(at.reference()), version(at)?);
    Ok(Done::at(url, format!("Proposal {} {text}", version(at)?)))
}

async fn newest(at: &At, text: &str) -> Result<Done, AppError> {
    let view = at.app.proposals(&at.actor, at.reference()).await?;
    let version = view.versions.first().map_or(0, |item| item.version);
    Ok(Done::at(format!("{}/{version}", proposals_url(at.reference())), format!("Proposal {version} {text}")))
}

fn asked(view: &ProposalView, (title, button): (String, &str), fields: Vec<Field>) -> FormPage {
    FormPage::new(Nav::Renewals, places(&view.of), title, button).lede(lede(view)).fields(fields, Typed::default())
}

fn lede(view: &ProposalView) -> Markup {
    let names: Vec<&str> = view.options.iter().map(|option| option.option.name.as_str()).collect();
    html! { p { b { "Version " (view.proposal.version) " for " (view.of.account.name) } ": " (names.join("; ")) "." } (crate::pages::proposal::lacking(view)) }
}

/// Makes a version with up to three options on the lines of the contract.
pub(crate) struct Make;

fn named(option: usize, field: &str) -> String {
    format!("option{option}_{field}")
}

fn option_fields(option: usize) -> Vec<Field> {
    let levers = or_none("No lever", words!(Lever));
    let field = |name: &str, label: String, kind| Field::new(named(option, name), &label, kind).optional();
    let of = |what: &str| format!("Option {option}: {what}");
    vec![
        field("name", of("name"), Kind::Text).hint(if option == 1 {
            "Such as: As it is, or Two years with 5% off."
        } else {
            "Empty leaves this option out."
        }),
        field("months", of("months of the term"), Kind::Number),
        field("uplift", of("prices rise by, %"), Kind::Number),
        field("discount", of("discount on every line, %"), Kind::Number)
            .hint("Empty keeps the discount that each line has. A temporary discount of the contract ends with its term."),
        field("lever", of("lever"), Kind::Choice(levers)),
        field("give", of("what we give"), Kind::Text),
        field("get", of("what we get for it"), Kind::Text),
        field("over_cap_reason", of("why a price rises above the contract's cap"), Kind::Text),
    ]
}

impl Action for Make {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = all(at).await?;
        let mut fields: Vec<Field> = (1..=OPTIONS).flat_map(option_fields).collect();
        fields.push(
            Field::new(
                "made_by",
                "Whose offer it is",
                Kind::Choice(or_none("Me, or the commercial holder", people(&at.app.people_choices().await?))),
            )
            .optional()
            .hint("The authority to give discounts is this person's."),
        );
        fields.push(Field::new("note", "Note for us alone", Kind::Long).optional());
        let months = view.renewal_months.to_string();
        let values = Typed::of([
            ("option1_name", "As it is".into()),
            ("option1_months", months.clone()),
            ("option2_months", months.clone()),
            ("option3_months", months),
        ]);
        let cap = view.cap_bps.map_or("The contract names no cap on price rises.".to_string(), |cap| {
            format!("The contract caps a price rise at {}.", per_cent(cap))
        });
        let lede = html! {
            p { "Each option begins with the " (view.lines.len()) " lines up for renewal; afterwards the lines of an option can be changed one by one. " (cap) }
            @if let Some(last) = view.versions.first().filter(|last| last.state.is_open()) { p { "Version " (last.version) " (" (last.state.label()) ") will be replaced; it stays to be read." } }
        };
        let title = format!("Make a proposal for {}", view.account.name);
        Ok(FormPage::new(Nav::Renewals, places(&view), title, "Make the proposal").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let options =
            (1..=OPTIONS).filter(|option| !typed.get(&named(*option, "name")).is_empty()).map(|option| read(option, &mut reader)).collect();
        let new = NewProposal { made_by: reader.some("made_by"), note: reader.text("note"), options };
        reader.done()?;
        at.app.make_proposal(&at.actor, at.reference(), new).await?;
        newest(at, "was made.").await
    }
}

fn read(option: usize, reader: &mut Reader<'_>) -> NewOption {
    let lever = reader.word::<Lever>(&named(option, "lever"));
    let (give, get) = (reader.text(&named(option, "give")), reader.text(&named(option, "get")));
    NewOption {
        name: reader.text(&named(option, "name")),
        months: reader.required_number(&named(option, "months")),
        lines: Vec::new(),
        uplift_bps: reader.per_cent(&named(option, "uplift")).unwrap_or(0),
        discount_bps: reader.per_cent(&named(option, "discount")),
        trades: lever.map(|lever| Trade { lever, give, get }).into_iter().collect(),
        over_cap_reason: reader.text(&named(option, "over_cap_reason")),
    }
}

/// Changes the lines of one option: that makes a new version.
pub(crate) struct ChangeLines;

fn chosen<'a>(at: &At, view: &'a ProposalView) -> Result<&'a Choice, AppError> {
    let option = at.part("option").parse().ok().and_then(|number| view.proposal.option(number));
    option.ok_or_else(|| AppError::NotFound(format!("There is no option {}.", at.part("option"))))
}

impl Action for ChangeLines {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = one(at).await?;
        require_work(view.of.rights, &view.of.account.name)?;
        let option = chosen(at, &view)?;
        let fields = vec![
            Field::new("lines", "Lines", Kind::Lines(LineRow::Changed)).about("line").optional().hint("A row without product, quantity and price is left out of the option. A row for a new line has no reference. Changes from is the day on which a line begins; empty is the first day of the term."),
            Field::new("over_cap_reason", "Why a price rises above the contract's cap", Kind::Text).optional(),
        ];
        let mut values = Typed::of([("over_cap_reason", option.over_cap_reason.clone())]);
        let shown: Vec<_> = option.lines.iter().map(|line| referenced(&view, line)).collect();
        lines::fill(&mut values, shown.iter(), |line| line.unit_price);
        let title = format!("Lines of option {}", option.number);
        Ok(FormPage::new(Nav::Renewals, places(&view.of), title, "Make a new version").lede(lede(&view)).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let view = one(at).await?;
        let number = chosen(at, &view)?.number;
        let mut reader = Reader::new(typed);
        let shown: Vec<_> = chosen(at, &view)?.lines.iter().map(|line| referenced(&view, line)).collect();
        let rows: Vec<NewLine> = lines::read(typed, &mut reader).into_iter().map(|row| completed(row, &shown)).collect();
        let reason = reader.text("over_cap_reason");
        reader.done()?;
        if rows.is_empty() {
            let problem = "are empty: an option has a line at least".to_string();
            return Err(AppError::refused(Refusal { column: Some("lines".into()), problem, ..Refusal::default() }));
        }
        let options = view.proposal.options.iter().map(|option| {
            let changed = option.number == number;
            let kept = || option.lines.iter().map(|line| again(&view, line)).collect();
            let over_cap_reason = if changed { reason.clone() } else { option.over_cap_reason.clone() };
            as_told(&view, option, (if changed { rows.clone() } else { kept() }, over_cap_reason))
        });
        let new = NewProposal { made_by: Some(view.maker.reference.clone()), note: view.proposal.note.clone(), options: options.collect() };
        at.app.make_proposal(&at.actor, at.reference(), new).await?;
        newest(at, "was made with the lines as you changed them.").await
    }
}

/// A line of an option under the reference of the line of the contract that it continues.
fn referenced(view: &ProposalView, line: &tenure_core::contract::Line) -> tenure_core::contract::Line {
    let was = line.follows.and_then(|id| view.proposal.basis.iter().find(|was| was.id == id));
    tenure_core::contract::Line { reference: was.map(|was| was.reference.clone()).unwrap_or_default(), ..line.clone() }
}

/// A row with what rows do not ask, from the line of the option that it stands for.
fn completed(row: NewLine, shown: &[tenure_core::contract::Line]) -> NewLine {
    let Some(line) = shown.iter().find(|line| !row.reference.is_empty() && line.reference == row.reference) else { return row };
    let from = row.start_on.or(Some(line.start_on));
    lines::completed(row, line, from)
}

fn again(view: &ProposalView, line: &tenure_core::contract::Line) -> NewLine {
    let line = referenced(view, line);
    NewLine {
        reference: line.reference,
        product: line.product,
        business_unit: line.business_unit,
        kind: line.kind,
        quantity: line.quantity,
        unit_price: line.unit_price,
        price_period: line.price_period,
        discount_bps: line.discount_bps,
        discount_span: line.discount_span,
        start_on: Some(line.start_on),
        end_on: Some(line.end_on),
        economic_buyer: line.economic_buyer,
        escalator_bps: 0,
    }
}

fn as_told(view: &ProposalView, option: &Choice, (lines, over_cap_reason): (Vec<NewLine>, String)) -> NewOption {
    NewOption {
        name: option.name.clone(),
        months: whole_months(view.proposal.start_on, option.end_on),
        lines,
        uplift_bps: 0,
        discount_bps: None,
        trades: option.trades.clone(),
        over_cap_reason,
    }
}

/// Makes a new version on the contract as it is now.
pub(crate) struct Refresh;

impl Action for Refresh {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = all(at).await?;
        let lede = html! { p { "A new version is made. Lines that the contract left as they were keep their terms; one that changed takes its quantity and price and keeps its discount; a new one is added as it is; one that is gone falls away." } };
        Ok(FormPage::new(Nav::Renewals, places(&view), "Refresh from the contract", "Make a new version").lede(lede))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.refresh_proposal(&at.actor, at.reference()).await?;
        newest(at, "was made from the contract as it is.").await
    }
}

/// Asks a person for approval.
pub(crate) struct Ask;

impl Action for Ask {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = one(at).await?;
        require_work(view.of.rights, &view.of.account.name)?;
        let fields = vec![
            Field::new("approver", "Who approves", Kind::Choice(people(&view.approvers)))
                .hint("People whose limit covers it; never whoever made it."),
            Field::new("note", "What to know", Kind::Text).optional(),
        ];
        let approval = &view.approval;
        let lede =
            html! { (lede(&view)) p { "It gives up to " b { (per_cent(approval.given.share_bps)) } ", " (approval.reporting) " a year." } };
        Ok(asked(&view, ("Ask for approval".into(), "Ask"), fields).lede(lede))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.ask_approval(&at.actor, (at.reference(), version(at)?), (typed.get("approver"), typed.get("note"))).await?;
        done(at, "waits for approval.")
    }
}

/// The person who was asked approves.
pub(crate) struct Approve;

impl Action for Approve {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = one(at).await?;
        require_asked(&view)?;
        Ok(asked(&view, ("Approve the proposal".into(), "Approve"), vec![Field::new("note", "Remark", Kind::Text).optional()]))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.approve_proposal(&at.actor, (at.reference(), version(at)?), typed.get("note")).await?;
        done(at, "was approved.")
    }
}

fn require_asked(view: &ProposalView) -> Result<(), AppError> {
    let asked = view.waits_for.as_ref().map_or("Nobody", |person| person.name.as_str());
    if view.may_approve { Ok(()) } else { Err(AppError::Forbidden(format!("{asked} was asked for approval; nobody else may answer."))) }
}

/// The person who was asked does not approve.
pub(crate) struct RefuseApproval;

impl Action for RefuseApproval {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = one(at).await?;
        require_asked(&view)?;
        Ok(asked(&view, ("Refuse approval".into(), "Refuse"), vec![Field::new("reason", "Why", Kind::Text)]))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.refuse_proposal(&at.actor, (at.reference(), version(at)?), typed.get("reason")).await?;
        done(at, "was not approved.")
    }
}

/// It went to the customer.
pub(crate) struct Send;

impl Action for Send {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = one(at).await?;
        require_work(view.of.rights, &view.of.account.name)?;
        let fields = vec![
            Field::new("sent_to", "To whom", Kind::Text).hint("Name or e-mail of the person at the customer."),
            Field::new("note", "Remark", Kind::Text).optional(),
        ];
        Ok(asked(&view, ("Mark as sent".into(), "Mark as sent"), fields))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.send_proposal(&at.actor, (at.reference(), version(at)?), (typed.get("sent_to"), typed.get("note"))).await?;
        done(at, "is marked as sent.")
    }
}

/// The customer accepted an option: the next term is signed.
pub(crate) struct Accept;

impl Action for Accept {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = one(at).await?;
        require_work(view.of.rights, &view.of.account.name)?;
        let options = view.options.iter().map(|option| (option.option.number.to_string(), option.option.name.clone())).collect();
        let fields = vec![
            Field::new("option", "Which option", Kind::Choice(options)),
            Field::new("signed_on", "Signed on", Kind::Day),
            reason_field("Why they stay", true),
            words_field(),
        ];
        let lede = html! {
            (lede(&view))
            p { "The next term is signed from " (display_date(view.proposal.start_on)) " with the lines of the option, and " (view.of.renewal) " is decided by it, in one step. Whether it is renewed up, flat or down follows from the figures." }
        };
        let values = Typed::of([("signed_on", view.of.today.to_string())]);
        Ok(FormPage::new(Nav::Renewals, places(&view.of), "The customer accepted", "Sign the next term").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let accepted = Acceptance {
            option: reader.required_number("option"),
            signed_on: reader.day("signed_on"),
            reason: reader.word("reason"),
            words: reader.text("words"),
        };
        reader.done()?;
        at.app.accept_proposal(&at.actor, (at.reference(), version(at)?), accepted).await?;
        Ok(Done::at(renewal_url(at.reference()), format!("{} is renewed: the next term is signed.", at.reference())))
    }
}

/// The customer declined.
pub(crate) struct Decline;

impl Action for Decline {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = one(at).await?;
        require_work(view.of.rights, &view.of.account.name)?;
        Ok(asked(&view, ("The customer declined".into(), "Write it down"), vec![Field::new("reason", "Why", Kind::Text)]))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.decline_proposal(&at.actor, (at.reference(), version(at)?), typed.get("reason")).await?;
        done(at, "was declined.")
    }
}

/// We take it back.
pub(crate) struct Withdraw;

impl Action for Withdraw {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = one(at).await?;
        require_work(view.of.rights, &view.of.account.name)?;
        Ok(asked(&view, ("Withdraw the proposal".into(), "Withdraw"), vec![Field::new("reason", "Why", Kind::Text)]))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.withdraw_proposal(&at.actor, (at.reference(), version(at)?), typed.get("reason")).await?;
        done(at, "was withdrawn.")
    }
}
