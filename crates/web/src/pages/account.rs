//! One account: what it has, what is up for renewal, who looks after it, what happened.

pub(super) mod customer;
mod history;

pub use history::{History, MONTHS};

use super::expansions::panel;
use super::parts::{activity, crumbs, findings, lines, money, owners, risk_soft};
use super::promises;
use super::renewal::faces;
use super::shell::{Shell, page};
use super::talk;
use super::value;
use super::words::{contract_url, many, per_cent, renewal_url};
use customer::{arr, at, contacts, details, judgements, merged, relations, stakeholders, team, units};
use maud::{Markup, html};
use tenure_app::{AccountRenewal, AccountView, ActivityItem, ContractItem};
use tenure_core::primitives::{display_date, last_day_of_service};
use tenure_core::renewal::State;

/// The page. `known` is the ARR of two years.
pub fn account(shell: &Shell<'_>, view: &AccountView, known: &History) -> Markup {
    let account = &view.account;
    page(
        shell,
        &account.name,
        "p-account",
        html! {
            header class="page-head" {
                (crumbs(&[("Accounts", "/accounts".into())], &account.name))
                h1 { (account.name) }
                (risk_soft(account.risk))
                (actions(view))
            }
            (facts(view))
            (merged(view))
            div class="split ac" {
                div class="main" {
                    (renewals(view))
                    (panel(&view.expansions, view.rights.work.then(|| at(view, "expansions/new")).filter(|_| view.account.merged_into.is_none() && !view.contracts.is_empty())))
                    (value::section(&view.room.value, (&view.account.reference, view.rights.work)))
                    (history::history(shell, known))
                    @for contract in &view.contracts { (agreement(contract)) }
                    (units(view))
                    (stakeholders(view))
                    (promises::objections(&view.room.objections, (&view.account.reference, None, view.rights.work)))
                    (promises::commitments(&view.room.commitments, (&view.account.reference, None, view.rights.work)))
                    (talk::documents(&view.room.talk, (&view.account.reference, None, view.rights.work)))
                    (talk::comments(&view.room.talk, (&view.account.reference, None)))
                    (contacts(&view.activities, view.rights.work.then(|| at(view, "activities/new")), |item| withdrawal(view, item)))
                }
                aside aria-label="About this account" { (judgements(view)) (details(view)) (arr(view)) (team(view)) (faces(&view.faces)) (promises::attention(view.room.attention.as_ref())) (findings(&view.findings)) (relations(view)) (activity(&view.events)) }
            }
        },
    )
}

/// What may be done, the open renewal that ends first at the end.
fn actions(view: &AccountView) -> Markup {
    let open = view.renewals.iter().filter(|renewal| renewal.state == State::Open).min_by_key(|renewal| renewal.item.end_on);
    html! {
        div class="actions" {
            @if view.rights.administer { a class="btn" href=(at(view, "edit")) { "Edit" } }
            @if view.rights.work && view.account.merged_into.is_none() {
                a class="btn" href=(at(view, "activities/new")) { "Log activity" }
                a class={ "btn" @if open.is_none() { " primary" } } href=(at(view, "contracts/new")) { "Sign contract" }
            }
            @if let Some(renewal) = open { a class="btn primary" href=(renewal_url(&renewal.item.reference)) { "Open renewal " (renewal.item.t_minus) } }
        }
    }
}

fn withdrawal(view: &AccountView, item: &ActivityItem) -> Option<String> {
    (view.rights.work && !item.activity.withdrawn).then(|| at(view, &format!("activities/{}/withdrawal", item.activity.id)))
}

fn facts(view: &AccountView) -> Markup {
    let account = &view.account;
    html! {
        dl class="facts head" {
            div { dt { "Up for renewal" } dd class="big" { (money(view.atr_reporting)) " " @if view.renewals.iter().any(|renewal| renewal.item.is_review) { small { "yearly reviews left out" } } } }
            div { dt { "Customer since" } dd class="big" {
                @match view.customer_since { Some(since) => (since.strftime("%b %Y").to_string()), None => "no contract yet" }
            } }
            div { dt { "Tier, segment" } dd class="big" { (account.tier) " " small { (account.segment) } } }
            div { dt { "Region" } dd class="big" { (account.region) @if let Some(country) = account.country { " " small { (country.label()) } } } }
            div { dt { "Reference" } dd class="big" { (account.reference) } }
        }
    }
}

fn renewals(view: &AccountView) -> Markup {
    html! {
        section aria-labelledby="renewals-h" {
            div class="section-head" { h2 id="renewals-h" { "Renewals" } span class="note" { (many(&view.renewals, "renewal")) } }
            @if view.renewals.is_empty() { p class="quiet" { "None: no contract term ends here." } }
            @else {
                div class="scroll" role="region" aria-label="Renewals" tabindex="0" {
                    table class="table two flush" {
                        thead { tr {
                            th scope="col" { "Renewal" } th scope="col" { "Term end" } th scope="col" class="num" { "ATR" }
                            th scope="col" { "Owners" } th scope="col" { "State" }
                        } }
                        tbody { @for renewal in &view.renewals { (renewal_row(renewal)) } }
                    }
                }
            }
        }
    }
}

fn renewal_row(renewal: &AccountRenewal) -> Markup {
    let item = &renewal.item;
    html! {
        tr data-row {
            td { a class="lead" href=(renewal_url(&item.reference)) { (item.reference) } small { (item.contract) @if item.is_review { ", yearly review" } } }
            td {
                @if renewal.state == State::Open { span class="t-minus" { (item.t_minus) } small { (display_date(item.end_on)) } }
                @else { span class="quiet" { (display_date(item.end_on)) } }
            }
            td class="num" { (money(item.atr)) }
            td { (owners(&item.owners)) }
            td {
                @match &renewal.state {
                    State::Open => { "Open" @if let Some((title, due_on)) = &item.next_step { small { (title) ", " (display_date(*due_on)) } } },
                    State::Closed { outcome, closed_on, inferred, .. } => {
                        span class="quiet" { (outcome.label()) } small { (display_date(*closed_on)) @if *inferred { ", inferred" } }
                    },
                }
            }
        }
    }
}

fn agreement(item: &ContractItem) -> Markup {
    let contract = &item.contract;
    let id = format!("contract-{}", contract.id);
    let renews =
        if contract.auto_renew { format!("auto-renews for {} months", contract.renewal_months) } else { "ends unless renewed".into() };
    let notice = contract.notice_days.map_or_else(|| "notice period unknown".into(), |days| format!("{days} days' notice"));
    let cap = contract.uplift_cap_bps.map(|cap| format!(", uplift cap {}", per_cent(cap))).unwrap_or_default();
    html! {
        section aria-labelledby=(id) {
            div class="section-head" {
                h2 id=(id) { a class="link" href=(contract_url(&contract.reference)) { "Contract " (contract.reference) } }
                span class="note" { (contract.currency.code()) ", " (renews) ", " (notice) (cap) }
            }
            ol class="terms" {
                @for term in &item.terms {
                    li { b { "Term " (term.number) } " " (display_date(term.start_on)) " to " (display_date(last_day_of_service(term.end_on))) }
                }
            }
            @if let Some(last) = item.terms.last() { (lines(&item.lines, last.end_on)) } @else { p class="quiet" { "No term yet." } }
        }
    }
}
