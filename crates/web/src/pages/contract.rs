//! One contract: its clocks, what may be done with it, its lines with every version, its terms, its group, its moves.

use super::parts::{activity, crumbs, empty, money};
use super::shell::{Shell, page};
use super::words::{account_url, contract_url, distance, many, per_cent, renewal_url};
use maud::{Markup, html};
use tenure_app::{ContractClock, ContractView, LineHistory, TermItem};
use tenure_core::contract::{ContractKind, Line, LineKind, LineOrigin};
use tenure_core::primitives::{display_date, format_minor, last_day_of_service};
use tenure_core::renewal::{RenewalKind, State};

/// The page.
pub fn contract(shell: &Shell<'_>, view: &ContractView) -> Markup {
    let contract = &view.contract;
    page(
        shell,
        &format!("Contract {}", contract.reference),
        "p-contract",
        html! {
            header class="page-head" {
                (crumbs(&[("Accounts", "/accounts".into()), (&view.account.name, account_url(&view.account.reference))], &contract.reference))
                h1 { "Contract " (contract.reference) }
                span class="sub" { (view.account.name) ", " (contract.kind.label().to_lowercase()) }
                (actions(view))
            }
            (facts(view))
            (banner(view))
            div class="split ac" {
                div class="main" { (lines(view)) (terms(view)) @if !view.moves.is_empty() { (moves(view)) } }
                aside aria-label="About this contract" { (group(view)) (activity(&view.events)) }
            }
        },
    )
}

fn actions(view: &ContractView) -> Markup {
    let at = |verb: &str| format!("{}/{verb}", contract_url(&view.contract.reference));
    let noticed = view.running().is_some_and(|item| item.term.opt_out_received_on.is_some());
    html! {
        @if view.rights.work {
            div class="actions" {
                a class="btn" href=(at("amendment")) { "Amend" }
                @if !view.follows() { a class="btn" href=(at("indexation")) { "Index prices" } }
                @if view.is_open() && !noticed { a class="btn" href=(at("notice")) { "Record notice" } }
                @if noticed { a class="btn" href=(at("notice/withdrawal")) { "Withdraw notice" } }
                @if view.follows() { a class="btn" href=(at("co-term/leaving")) { "Leave group" } }
                @else if !view.could_lead.is_empty() && view.group.is_empty() { a class="btn" href=(at("co-term")) { "Co-term" } }
                @if view.rights.administer { a class="btn" href=(at("move")) { "Move" } }
                @if view.is_open() || view.follows() { a class="btn danger" href=(at("cancellation")) { "Cancel contract" } }
                @if !view.follows() { a class="btn primary" href=(at("renewal")) { "Renew" } }
            }
        }
    }
}

fn facts(view: &ContractView) -> Markup {
    let contract = &view.contract;
    html! {
        dl class="facts head" {
            @if let Some(clock) = &view.clock {
                div { dt { "Up for renewal" } dd class="big" { (money(clock.atr)) @if contract.kind == ContractKind::OpenEnded { small { "yearly review: stays out of the sums" } } } }
                div { dt { "Term end" } dd class="big" { (display_date(clock.end_on)) " " small { (distance(clock.days_to_end)) ", last day of service " (display_date(last_day_of_service(clock.end_on))) } } }
                div { dt { "Notice deadline" } dd class="big" { (notice(clock)) } }
            }
            div { dt { "Renews" } dd class="big" {
                @if contract.auto_renew { "By itself " small { "for " (contract.renewal_months) " months" @if contract.uplift_bps > 0 { ", prices rise " (per_cent(contract.uplift_bps)) } } }
                @else { "When signed " small { "for " (contract.renewal_months) " months" } }
            } }
            div { dt { "Price cap" } dd class="big" { @match contract.uplift_cap_bps { Some(cap) => (per_cent(cap)), None => "None" } } }
        }
    }
}

fn notice(clock: &ContractClock) -> Markup {
    html! {
        @if !clock.renews_by_itself { "None " small { "it ends unless it is renewed" } }
        @else { (display_date(clock.notice_on)) " " small { (distance(clock.days_to_notice)) @if clock.notice_assumed { ", assumed 30 days: notice period unknown" } } }
    }
}

/// The one fact that changes how the page is read.
fn banner(view: &ContractView) -> Markup {
    let Some(item) = view.running() else { return html! {} };
    html! {
        @match (item.term.opt_out_received_on, item.renewal.as_ref()) {
            (Some(received_on), Some((_, _, State::Open))) => p class="banner" data-risk="red" { span { b { "Notice was received on " (display_date(received_on)) "." } " It no longer renews by itself. Renew it, or close its renewal as lost." } },
            (_, Some((reference, _, State::Closed { outcome, closed_on, .. }))) => p class="banner" { span { b { (outcome.label()) } " on " (display_date(*closed_on)) ": " a href=(renewal_url(reference)) { (reference) } "." } },
            _ => {},
        }
    }
}

fn lines(view: &ContractView) -> Markup {
    let sum = view.clock.as_ref().map(|clock| clock.atr);
    html! {
        section aria-labelledby="lines-h" {
            div class="section-head" { h2 id="lines-h" { "Lines" } span class="note" { "of the running term, in " (view.contract.currency.code()) } }
            @if view.lines.is_empty() { (empty("No lines.", "Nothing is up for renewal. Amend the contract to add what was sold.", html! {})) }
            @else {
                div class="scroll" role="region" aria-label="Lines" tabindex="0" {
                    table class="table two flush" {
                        thead { tr { th scope="col" { "Product, unit" } th scope="col" { "Days" } th scope="col" class="num" { "Qty" } th scope="col" class="num" { "Unit price" } th scope="col" { "How it came" } th scope="col" class="num" { "ARR" } } }
                        tbody { @for item in &view.lines { (line(item)) } }
                        @if let Some(sum) = sum { tfoot { tr { td colspan="5" { "Up for renewal" } td class="num" { (format_minor(sum.minor, sum.currency)) } } } }
                    }
                }
            }
        }
    }
}

fn line(item: &LineHistory) -> Markup {
    let line = &item.line;
    html! {
        tr id={ "line-" (line.reference) } {
            td class="med" { (line.product) small { (line.business_unit) @if line.kind == LineKind::OneOff { ", one-off" } " · " (line.reference) } }
            td { (display_date(line.start_on)) small { "to " (display_date(last_day_of_service(line.end_on))) } }
            td class="num" { (line.quantity) }
            td class="num" { (line.unit_price.grouped(2)) small { (line.price_period.label()) (discount(line)) } }
            td { (origin(item)) @for (before, on) in &item.before { small { "Until " (display_date(*on)) ": " (before.quantity) " × " (before.unit_price.grouped(2)) ", to " (display_date(last_day_of_service(before.end_on))) } } }
            td class="num med" { (format_minor(item.arr.minor, item.arr.currency)) }
        }
    }
}

fn discount(line: &Line) -> Markup {
    html! {
        @if line.discount_bps > 0 {
            ", " (per_cent(line.discount_bps)) " off"
            @if let Some((from_on, to_on)) = line.discount_span { " " (display_date(from_on)) " to " (display_date(last_day_of_service(to_on))) }
        }
    }
}

fn origin(item: &LineHistory) -> Markup {
    let continues = item.follows.as_ref().filter(|_| item.line.origin != LineOrigin::Sold);
    html! { (item.line.origin.label()) @if item.line.version > 1 { span class="quiet" { ", version " (item.line.version) } } @if let Some(follows) = continues { small { "continues " (follows) } } }
}

fn terms(view: &ContractView) -> Markup {
    html! {
        section aria-labelledby="terms-h" {
            div class="section-head" { h2 id="terms-h" { "Terms" } span class="note" { (many(&view.terms, "term")) } }
            div class="scroll" role="region" aria-label="Terms" tabindex="0" {
                table class="table two flush" {
                    thead { tr { th scope="col" { "Term" } th scope="col" { "Service" } th scope="col" { "Signed" } th scope="col" { "At its end" } } }
                    tbody { @for item in &view.terms { (term(item)) } }
                }
            }
        }
    }
}

fn term(item: &TermItem) -> Markup {
    let term = &item.term;
    html! {
        tr {
            td class="med" { (term.number) }
            td { (display_date(term.start_on)) " to " (display_date(last_day_of_service(term.end_on))) @if let Some(on) = term.opt_out_received_on { small { "notice received " (display_date(on)) } } }
            td {
                @match &term.signature {
                    Some(signature) => { (display_date(signature.signed_on)) @if let Some(reason) = signature.reason { small { (reason.label()) @if !signature.words.is_empty() { ": “" (signature.words) "”" } } } },
                    None => span class="quiet" { "not known" },
                }
            }
            td {
                @match &item.renewal {
                    None => span class="quiet" { "not scheduled" },
                    Some((reference, kind, state)) => {
                        a class="lead" href=(renewal_url(reference)) { (reference) }
                        small {
                            @if *kind == RenewalKind::Review { "Yearly review, " }
                            @match state {
                                State::Open => "open",
                                State::Closed { outcome, closed_on, inferred, .. } => { (outcome.label()) ", " (display_date(*closed_on)) @if *inferred { ", inferred" } },
                            }
                        }
                    },
                }
            }
        }
    }
}

fn moves(view: &ContractView) -> Markup {
    html! {
        section aria-labelledby="moves-h" {
            div class="section-head" { h2 id="moves-h" { "Moves between accounts" } span class="note" { "neither churn nor growth" } }
            ul class="plain-list" {
                @for moved in &view.moves {
                    li { b { (display_date(moved.moved_on)) } " from " a class="link" href=(account_url(&moved.from.reference)) { (moved.from.name) } " to " a class="link" href=(account_url(&moved.to.reference)) { (moved.to.name) } ": " (moved.reason) }
                }
            }
        }
    }
}

fn group(view: &ContractView) -> Markup {
    html! {
        section aria-labelledby="group-h" {
            div class="section-head" { h2 id="group-h" { "Co-term group" } }
            @if view.group.is_empty() { p class="quiet" { "None. Contracts that end together can be decided together." } }
            @else {
                ul class="dl" {
                    @for member in &view.group {
                        li { span class="med" { @if member.leads { "Leads" } @else { "Follows" } }
                            @if member.reference == view.contract.reference { b { (member.reference) } } @else { a class="link" href=(contract_url(&member.reference)) { (member.reference) } }
                            span class="quiet nowrap" { (display_date(member.end_on)) } }
                    }
                }
            }
        }
    }
}
