//! The paper for the customer: what is offered and what it costs. Nothing that is for us alone, and nothing that nobody confirmed.

use super::{amount, terms};
use crate::pages::parts::crumbs;
use crate::pages::shell::{Shell, page};
use crate::pages::words::{proposals_url, renewal_url};
use maud::{Markup, html};
use tenure_app::{OptionView, ProposalView};
use tenure_core::primitives::{display_date, display_date_long, last_day_of_service, whole_months};
use tenure_core::proposal::money_of;

/// The page: printed, it is the paper.
pub fn paper(shell: &Shell<'_>, view: &ProposalView) -> Markup {
    let of = &view.of;
    let back = format!("{}/{}", proposals_url(&of.renewal), view.proposal.version);
    page(
        shell,
        &format!("Proposal for {}", of.account.name),
        "p-paper",
        html! {
            header class="page-head" {
                (crumbs(&[(&of.renewal, renewal_url(&of.renewal)), (&format!("Proposal {}", view.proposal.version), back.clone())], "Paper"))
                h1 { "Proposal for " (of.account.name) }
                span class="sub" { (display_date_long(view.proposal.made_on)) }
                div class="actions" { a class="btn" href=(back) { "Back to the proposal" } }
            }
            div class="body prose" {
                p { "For the term of contract " (of.contract) " that begins on " b { (display_date_long(view.proposal.start_on)) } "." @if view.options.len() > 1 { " We offer " (view.options.len()) " options." } }
                @for option in &view.options { (offered(view, option)) }
                p class="small quiet" { "Amounts in " (of.currency.code()) ", without taxes. Contact: " (view.maker.name) "." }
            }
        },
    )
}

fn offered(view: &ProposalView, option: &OptionView) -> Markup {
    let (choice, id) = (&option.option, format!("paper-{}", option.option.number));
    let several = view.options.len() > 1;
    html! {
        section aria-labelledby=(id) {
            div class="section-head" { h2 id=(id) { @if several { "Option " (choice.number) ": " } (choice.name) } span class="note" { (whole_months(view.proposal.start_on, choice.end_on)) " months, until " (display_date(last_day_of_service(choice.end_on))) } }
            @for trade in &choice.trades { p { "You receive " (trade.give) ", in return for " (trade.get) "." } }
            div class="scroll" role="region" aria-label={ "Lines of " (choice.name) } tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Product" } th scope="col" { "For" } th scope="col" { "Quantity and price" } th scope="col" class="num" { "Over the term" } } }
                    tbody {
                        @for line in &choice.lines { tr {
                            td class="med" { (line.product) } td { (line.business_unit) } td { (terms(line)) }
                            td class="num" { @if let Ok(money) = money_of(line, view.of.currency) { (amount(view, money.paid)) } }
                        } }
                    }
                    tfoot { tr { td class="med" colspan="3" { "Total over the term" } td class="num strong" { (amount(view, option.figures.tcv)) } } }
                }
            }
        }
    }
}
