//! One version of a proposal: where it stands, its options side by side, each line by line against the contract, what happened; and the
//! paper for the customer, which says nothing that is for us alone.

mod paper;

pub use paper::paper;

use super::parts::crumbs;
use super::shell::{Shell, page};
use super::words::{account_url, per_cent, proposals_url, renewal_url};
use maud::{Markup, html};
use tenure_app::{LineCompared, OptionView, ProposalItem, ProposalView, ProposalsView};
use tenure_core::account::EvidenceGate;
use tenure_core::contract::Line;
use tenure_core::primitives::{Money, display_date, format_minor, last_day_of_service, whole_months};
use tenure_core::proposal::{ProposalState, Step, StepKind};

/// Every version of a renewal's proposal.
pub fn proposals(shell: &Shell<'_>, view: &ProposalsView) -> Markup {
    page(
        shell,
        &format!("Proposals, {}", view.renewal),
        "p-proposals",
        html! {
            header class="page-head" {
                (trail(view, "Proposals"))
                h1 { "Proposals for " (view.account.name) }
                span class="sub" { "The next term begins on " (display_date(view.start_on)) }
                @if view.rights.work && view.open { div class="actions" { a class="btn primary" href={ (proposals_url(&view.renewal)) "/new" } { "Make a proposal" } } }
            }
            div class="body" {
                @if view.versions.is_empty() { p class="quiet" { "None yet. A proposal begins with the lines of the contract as they are; its options say what is given for what." } }
                @else { (versions(view)) }
            }
        },
    )
}

fn trail(view: &ProposalsView, here: &str) -> Markup {
    crumbs(
        &[
            ("Renewals", "/renewals".into()),
            (&view.account.name, account_url(&view.account.reference)),
            (&view.renewal, renewal_url(&view.renewal)),
        ],
        here,
    )
}

/// Versions with where each stands.
pub(super) fn versions(view: &ProposalsView) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="Versions" tabindex="0" {
            table class="table flush" {
                thead { tr { th scope="col" { "Version" } th scope="col" { "Stands" } th scope="col" { "Options" } th scope="col" { "Made by" } th scope="col" { "On" } } }
                tbody { @for item in &view.versions { (version(&view.renewal, item)) } }
            }
        }
    }
}

fn version(renewal: &str, item: &ProposalItem) -> Markup {
    html! {
        tr {
            td { a class="link" href={ (proposals_url(renewal)) "/" (item.version) } { "Version " (item.version) } }
            td { (item.state.label()) } td { (item.options.join("; ")) } td { (item.maker.name) } td { (display_date(item.made_on)) }
        }
    }
}

/// One version.
pub fn proposal(shell: &Shell<'_>, view: &ProposalView) -> Markup {
    let of = &view.of;
    page(
        shell,
        &format!("Proposal {}, {}", view.proposal.version, of.renewal),
        "p-proposal",
        html! {
            header class="page-head" {
                (trail(of, &format!("Proposal {}", view.proposal.version)))
                h1 { "Proposal for " (of.account.name) }
                span class="sub" { "Version " (view.proposal.version) ", by " (view.maker.name) " on " (display_date(view.proposal.made_on)) }
                (actions(view))
            }
            (standing(view))
            (stale(view))
            div class="body" {
                (beside(view))
                @for option in &view.options { (in_detail(view, option)) }
                @if !view.proposal.note.is_empty() { section aria-labelledby="note-h" { div class="section-head" { h2 id="note-h" { "For us alone" } span class="note" { "never on the paper for the customer" } } p { (view.proposal.note) } } }
                (happened(view))
                @if of.versions.len() > 1 { section aria-labelledby="versions-h" { div class="section-head" { h2 id="versions-h" { "Versions" } } (versions(of)) } }
            }
        },
    )
}

fn at(view: &ProposalView, verb: &str) -> String {
    format!("{}/{}/{verb}", proposals_url(&view.of.renewal), view.proposal.version)
}

fn actions(view: &ProposalView) -> Markup {
    let (state, fresh) = (view.state, view.changes.is_empty());
    let unapproved = view.approval.needed && !view.proposal.is_approved();
    html! {
        div class="actions" {
            a class="btn" href=(at(view, "paper")) { "Paper for the customer" }
            @if view.of.rights.work && state.is_open() {
                a class="btn" href=(at(view, "withdrawal")) { "Withdraw" }
                @if !fresh && view.of.open { a class="btn primary" href={ (proposals_url(&view.of.renewal)) "/refresh" } { "Refresh from the contract" } }
                @if fresh && unapproved && state != ProposalState::Sent { a class={ "btn" @if state != ProposalState::Waiting { " primary" } } href=(at(view, "approval")) { @if state == ProposalState::Waiting { "Ask another person" } @else { "Ask for approval" } } }
                @if fresh && !unapproved && matches!(state, ProposalState::Draft | ProposalState::Approved) { a class="btn primary" href=(at(view, "sending")) { "Mark as sent" } }
                @if fresh && state == ProposalState::Sent { a class="btn" href=(at(view, "refusal")) { "Declined" } a class="btn primary" href=(at(view, "acceptance")) { "Accepted: sign" } }
            }
            @if view.may_approve { a class="btn" href=(at(view, "approval/refusal")) { "Refuse approval" } a class="btn primary" href=(at(view, "approval/answer")) { "Approve" } }
        }
    }
}

/// What lacks of confirmed value behind it.
pub fn lacking(view: &ProposalView) -> Markup {
    html! {
        @if let Some(lacking) = &view.lacking {
            p class="banner" { span { b { @if lacking.gate == EvidenceGate::Block { "It cannot be sent yet." } @else { "No confirmed value stands behind it." } } " " (lacking.says) ". " (lacking.remedy) } }
        }
    }
}

/// In one sentence where it stands, and what it takes to send it.
fn standing(view: &ProposalView) -> Markup {
    let approval = &view.approval;
    let gives = if approval.given.share_bps == 0 {
        "It gives no new discount.".to_string()
    } else {
        format!(
            "It gives up to {} ({} a year) that the contract does not give; {} may give {} alone.",
            per_cent(approval.given.share_bps),
            approval.reporting,
            view.maker.name,
            per_cent(approval.authority.share_bps)
        )
    };
    html! {
        p class="banner" { span {
            b { (view.state.label()) @if let Some(asked) = &view.waits_for { " of " (asked.name) } "." } " " (gives)
            @if view.state.is_open() && approval.needed && !view.proposal.is_approved() { " " b { "It cannot be sent before somebody with enough authority approves it." } }
        } }
        (lacking(view))
    }
}

/// What changed about the contract since.
fn stale(view: &ProposalView) -> Markup {
    html! {
        @if !view.changes.is_empty() {
            section class="body" aria-labelledby="stale-h" {
                div class="section-head" { h2 id="stale-h" { "Stale: the contract changed since" } span class="note" { "it can be neither sent nor accepted; a refresh makes a new version" } }
                div class="scroll" role="region" aria-label="What changed" tabindex="0" {
                    table class="table flush" {
                        thead { tr { th scope="col" { "What" } th scope="col" { "In the proposal" } th scope="col" { "In the contract now" } } }
                        tbody { @for change in &view.changes { tr {
                            td class="med" { (change.what) }
                            td { @if change.was.is_empty() { span class="quiet" { "not there" } } @else { (change.was) } }
                            td { @if change.is.is_empty() { span class="quiet" { "gone" } } @else { (change.is) } }
                        } } }
                    }
                }
            }
        }
    }
}

fn money(view: &ProposalView, minor: i64) -> String {
    format_minor(minor, view.of.currency)
}

fn signed(view: &ProposalView, minor: i64) -> String {
    let sign = if minor > 0 { "+" } else { "" };
    format!("{sign}{}", money(view, minor))
}

/// What a row of the comparison shows of an option.
type Cell = fn(&ProposalView, &OptionView) -> String;

/// Options side by side.
fn beside(view: &ProposalView) -> Markup {
    let rows: [(&str, Cell); 9] = [
        ("Term", |view, option| term(view, option)),
        ("ARR now", |view, option| money(view, option.figures.arr_now)),
        ("ARR proposed, first day", |view, option| money(view, option.figures.arr_first)),
        ("ARR proposed, last day", |view, option| money(view, option.figures.arr_last)),
        ("Difference on the first day", |view, option| signed(view, option.figures.arr_first - option.figures.arr_now)),
        ("Total contract value", |view, option| money(view, option.figures.tcv)),
        ("of it paid once", |view, option| money(view, option.figures.one_off)),
        ("Temporary discounts, taken off the total", |view, option| money(view, option.figures.temporary)),
        ("New discount", |view, option| given(view, option)),
    ];
    html! {
        section aria-labelledby="beside-h" {
            div class="section-head" { h2 id="beside-h" { "Options side by side" } span class="note" { "in " (view.of.currency.code()) "; temporary discounts leave ARR alone" } }
            div class="scroll" role="region" aria-label="Options" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { span class="vh" { "Figure" } } @for option in &view.options { th scope="col" class="num" { (option.option.number) ". " (option.option.name) } } } }
                    tbody {
                        @for (what, cell) in rows { tr { td class="med" { (what) } @for option in &view.options { td class="num" { (cell(view, option)) } } } }
                        tr { td class="med" { "What the ledger would make of it" } @for option in &view.options { td class="num" { (classes(view, option)) } } }
                    }
                }
            }
        }
    }
}

fn term(view: &ProposalView, option: &OptionView) -> String {
    let months = whole_months(view.proposal.start_on, option.option.end_on);
    format!("{months} months, until {}", display_date(last_day_of_service(option.option.end_on)))
}

fn given(view: &ProposalView, option: &OptionView) -> String {
    if option.given.share_bps == 0 {
        "none".into()
    } else {
        format!("up to {}, {} a year", per_cent(option.given.share_bps), money(view, option.given.yearly_minor))
    }
}

fn classes(view: &ProposalView, option: &OptionView) -> Markup {
    html! {
        @if option.deltas.is_empty() { span class="quiet" { @if view.state.is_open() && view.changes.is_empty() { "no movement" } @else { "see the ledger" } } }
        @for delta in &option.deltas { div { (delta.class.label()) " " (signed(view, delta.amount_minor)) } }
    }
}

/// One option: what is traded, and each line against the contract.
fn in_detail(view: &ProposalView, option: &OptionView) -> Markup {
    let id = format!("option-{}", option.option.number);
    let editable = view.of.rights.work && view.of.open && view.changes.is_empty();
    html! {
        section aria-labelledby=(id) {
            div class="section-head" {
                h2 id=(id) { (option.option.number) ". " (option.option.name) }
                span class="note" { (term(view, option)) }
                @if editable { a class="btn small end" href=(at(view, &format!("options/{}", option.option.number))) { "Change lines" span class="vh" { " of option " (option.option.number) } } }
            }
            @if !option.option.trades.is_empty() {
                ul class="plain-list" { @for trade in &option.option.trades { li { b { (trade.lever.label()) } ": we give " (trade.give) "; we get " (trade.get) "." } } }
            }
            @if !option.option.over_cap_reason.is_empty() { p { b { "Above the contract's cap: " } (option.option.over_cap_reason) } }
            div class="scroll" role="region" aria-label={ "Lines of option " (option.option.number) } tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Line" } th scope="col" { "Now" } th scope="col" { "Proposed" } th scope="col" class="num" { "Price" } th scope="col" class="num" { "ARR now" } th scope="col" class="num" { "ARR proposed" } th scope="col" class="num" { "Difference" } } }
                    tbody { @for row in &option.rows { (compared(view, row)) } }
                }
            }
        }
    }
}

fn compared(view: &ProposalView, row: &LineCompared) -> Markup {
    let line = row.is.as_ref().or(row.was.as_ref());
    html! {
        tr {
            td class="med" { @if let Some(line) = line { (line.product) " " span class="quiet" { (line.business_unit) } } }
            td { @match &row.was { Some(line) => (terms(line)), None => { span class="quiet" { "new" } } } }
            td { @match &row.is { Some(line) => (terms(line)), None => { span class="quiet" { "left out" } } } }
            td class="num" {
                @if let Some(change) = row.price_change_bps { (rise(change)) @if row.over_cap { " " b class="text-red" { "above the cap of " (per_cent(view.of.cap_bps.unwrap_or(0))) } } }
            }
            td class="num" { (money(view, row.arr_was)) } td class="num" { (money(view, row.arr_is)) } td class="num" { (signed(view, row.arr_is - row.arr_was)) }
        }
    }
}

fn rise(bps: i64) -> String {
    let size = per_cent(u32::try_from(bps.unsigned_abs()).unwrap_or(u32::MAX));
    match bps.signum() {
        0 => "as now".into(),
        1 => format!("+{size}"),
        _ => format!("\u{2212}{size}"),
    }
}

/// What a line says of quantity, price and discount.
fn terms(line: &Line) -> String {
    let off = if line.discount_bps == 0 { String::new() } else { format!(" less {}", per_cent(line.discount_bps)) };
    let days = line.discount_span.map_or_else(String::new, |(from_on, to_on)| {
        format!(" from {} to {}", display_date(from_on), display_date(last_day_of_service(to_on)))
    });
    let period = if line.kind == tenure_core::contract::LineKind::OneOff { "once" } else { line.price_period.label() };
    format!("{} \u{d7} {} {period}{off}{days}", line.quantity.grouped(0), line.unit_price.grouped(2))
}

fn happened(view: &ProposalView) -> Markup {
    html! {
        section aria-labelledby="steps-h" {
            div class="section-head" { h2 id="steps-h" { "What happened" } }
            ul class="plain-list" {
                li { (view.maker.name) " made it on " (display_date(view.proposal.made_on)) "." @if view.proposal.written_by != view.maker.name { " Written down by " (view.proposal.written_by) "." } }
                @for step in &view.proposal.steps { li { (told(view, step)) } }
            }
        }
    }
}

fn told(view: &ProposalView, step: &Step) -> Markup {
    let approver = step.approver.and_then(|id| view.people.get(&id)).map_or("", String::as_str);
    html! {
        @match step.kind {
            StepKind::Asked => { (step.by) " asked " (approver) " for approval" },
            StepKind::Approved => { (approver) " approved it" @if step.by != approver { ", written down by " (step.by) } },
            StepKind::Refused => { (approver) " did not approve it" @if step.by != approver { ", written down by " (step.by) } },
            StepKind::Sent => { (step.by) " sent it to " (step.sent_to) },
            StepKind::Accepted => { "The customer accepted option " (step.option.unwrap_or(0)) ", told by " (step.by) },
            StepKind::Declined => { "The customer declined, told by " (step.by) },
            StepKind::Withdrawn => { (step.by) " withdrew it" },
            StepKind::Superseded => { "A later version replaced it" },
        }
        " on " (display_date(step.on)) "." @if !step.note.is_empty() && step.kind != StepKind::Superseded { " " span class="quiet" { (step.note) } }
    }
}

/// An amount of the contract's currency.
pub(super) fn amount(view: &ProposalView, minor: i64) -> Money {
    Money::new(minor, view.of.currency)
}
