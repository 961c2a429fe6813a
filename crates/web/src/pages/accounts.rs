//! Accounts by name, with what is up for renewal.

use super::parts::{empty, icon, money, risk};
use super::shell::{Shell, page};
use super::words::{account_url, many, url};
use maud::{Markup, html};
use tenure_app::{AccountItem, AccountPage};
use tenure_core::primitives::{days_between, display_date, t_minus};

/// The page.
pub fn accounts(shell: &Shell<'_>, view: &AccountPage, search: &str) -> Markup {
    page(
        shell,
        "Accounts",
        "p-accounts",
        html! {
            header class="page-head" { h1 { "Accounts" } span class="sub" { (many(&view.items, "account")) @if view.next.is_some() { " on this page" } }
                @if shell.is_administrator { div class="actions" { a class="btn primary" href="/accounts/new" { "Add account" } } }
            }
            form class="toolbar" method="get" action="/accounts" role="search" aria-label="Search accounts" {
                div class="control" { label for="f-q" { "Name" } input class="input" id="f-q" name="q" type="search" value=(search) autocomplete="off" data-search; }
                button class="btn" type="submit" { "Search" }
                @if !search.is_empty() {
                    span class="chip" { "Name " b { (search) } a href="/accounts" aria-label={ "Remove filter: " (search) } { (icon("x")) } }
                }
            }
            @if view.items.is_empty() { div class="body" { (nothing(search)) } }
            @else { div class="scroll" role="region" aria-label="Accounts" tabindex="0" { (table(view)) } (pager(view, search)) }
        },
    )
}

fn table(view: &AccountPage) -> Markup {
    html! {
        table class="table two list" {
            thead {
                tr {
                    th scope="col" aria-sort="ascending" { "Account" }
                    th scope="col" { "Segment" }
                    th scope="col" { "Region" }
                    th scope="col" class="num" { "Tier" }
                    th scope="col" { "Risk" }
                    th scope="col" class="num" { "Open renewals" }
                    th scope="col" class="num" { "Up for renewal" }
                    th scope="col" { "Next term end" }
                }
            }
            tbody { @for item in &view.items { (row(item, view)) } }
        }
    }
}

fn row(item: &AccountItem, view: &AccountPage) -> Markup {
    let account = &item.account;
    html! {
        tr data-row {
            td { a class="lead" href=(account_url(&account.reference)) { (account.name) } small { (account.reference) } }
            td { (account.segment) }
            td { (account.region) }
            td class="num" { (account.tier) }
            td { (risk(account.risk)) }
            td class="num" { (item.open_renewals) }
            td class="num" { (money(item.atr_reporting)) }
            td {
                @match item.next_end_on {
                    Some(end_on) => {
                        span class="t-minus" data-near[(0..=7).contains(&days_between(view.today, end_on))] { (t_minus(end_on, view.today)) }
                        small { (display_date(end_on)) }
                    },
                    None => span class="quiet" { "none" },
                }
            }
        }
    }
}

fn pager(view: &AccountPage, search: &str) -> Markup {
    html! {
        @if let Some(next) = &view.next {
            p class="pager" {
                a class="btn" href=(url("/accounts", &[("q", search.to_string()), ("after", next.clone())])) rel="next" { "Next 50" }
                span { (view.items.len()) " shown" }
            }
        }
    }
}

fn nothing(search: &str) -> Markup {
    if search.is_empty() {
        empty("No account yet.", "Accounts come with the book.", html! { code class="command" { "tenure import FOLDER" } })
    } else {
        empty(
            "No account fits.",
            "The search looks in names and references.",
            html! { a class="btn" href="/accounts" { "Show all accounts" } },
        )
    }
}
