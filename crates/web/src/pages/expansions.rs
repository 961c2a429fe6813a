//! CSQLs: expansions of every customer with who answers them by when, and the panel of one customer.

use super::parts::{avatar_beside, empty, money};
use super::shell::{Shell, page};
use super::words::{account_url, count, expansion_url, url};
use maud::{Markup, html};
use tenure_app::{ExpansionItem, ExpansionPage, ExpansionQuery};
use tenure_core::expansion::{ExpansionState, Source};
use tenure_core::ledger::Class;
use tenure_core::primitives::{Currency, Money, display_date, weekday_date};

/// The address of the list.
pub const PATH: &str = "/expansions";

/// The list. `me` is the reference of whoever looks, where that is a teammate.
pub fn expansions(shell: &Shell<'_>, view: &ExpansionPage, (query, from): (&ExpansionQuery, &str), me: Option<&str>) -> Markup {
    page(
        shell,
        "CSQLs",
        "p-expansions",
        html! {
            header class="page-head" {
                h1 { "CSQLs" }
                span class="sub" { "what customers may buy more of: found by somebody, answered in two working days, won or lost" }
                div class="actions" { a class="btn primary" href={ (PATH) "/new" } { "Raise a CSQL" } }
            }
            (figures(view))
            (views(query, me))
            (filters(query, from, view.expected.currency))
            @if view.items.is_empty() { div class="body" { (nothing(query)) } }
            @else {
                div class="scroll" role="region" aria-label="CSQLs" tabindex="0" { (table(&view.items, true)) }
                @if let Some(next) = &view.next {
                    nav class="pager" aria-label="Pages" { a class="btn" href=(address(&ExpansionQuery { after: Some(next.clone()), ..query.clone() }, from)) { "Next page" } }
                }
            }
        },
    )
}

fn figures(view: &ExpansionPage) -> Markup {
    html! {
        dl class="facts head" {
            div { dt { "In this list" } dd class="big" { (view.total) " " small { (money(view.expected)) " expected" } } }
            div { dt { "Wait for an answer" } dd class="big" { (view.waiting) " " small { "of all customers" } } }
            div { dt { "Overdue" } dd class={ "big" @if view.overdue > 0 { " text-red" } } { (view.overdue) " " small { "after two working days" } } }
        }
    }
}

/// The address of a list. `from` is the least expected ARR as it was typed.
pub fn address(query: &ExpansionQuery, from: &str) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    url(
        PATH,
        &[
            ("state", query.state.clone().unwrap_or_else(|| "all".into())),
            ("overdue", if query.overdue { "yes".into() } else { String::new() }),
            ("person", text(&query.person)),
            ("finder", text(&query.finder)),
            ("source", query.source.map(|source| source.code().to_string()).unwrap_or_default()),
            ("type", query.kind.map(|kind| kind.code().to_string()).unwrap_or_default()),
            ("account", text(&query.account)),
            ("from", from.into()),
            ("after", text(&query.after)),
        ],
    )
}

fn views(query: &ExpansionQuery, me: Option<&str>) -> Markup {
    let open = ExpansionQuery { state: Some("open".into()), ..ExpansionQuery::default() };
    let raised = ExpansionQuery { state: Some("raised".into()), ..ExpansionQuery::default() };
    let mut tabs = vec![("Open", open.clone()), ("Overdue", ExpansionQuery { overdue: true, ..raised.clone() })];
    if let Some(me) = me {
        tabs.push(("Mine to answer", ExpansionQuery { person: Some(me.into()), ..raised }));
        tabs.push(("Mine to close", ExpansionQuery { person: Some(me.into()), ..open.clone() }));
        tabs.push(("Found by me", ExpansionQuery { finder: Some(me.into()), ..ExpansionQuery::default() }));
    }
    tabs.push(("Won", ExpansionQuery { state: Some("won".into()), ..ExpansionQuery::default() }));
    tabs.push(("All", ExpansionQuery::default()));
    let here = ExpansionQuery { after: None, ..query.clone() };
    html! {
        nav class="tabs" aria-label="Views" {
            @for (name, view) in &tabs { a href=(address(view, "")) aria-current=[(*view == here).then_some("page")] { (name) } }
        }
    }
}

fn filters(query: &ExpansionQuery, from: &str, currency: Currency) -> Markup {
    let kinds = Class::ALL.iter().filter(|class| class.is_expansion());
    let carried = [("person", &query.person), ("finder", &query.finder), ("account", &query.account)];
    html! {
        form class="toolbar" method="get" action=(PATH) role="search" aria-label="Filter CSQLs" {
            @for (name, value) in carried { @if let Some(value) = value { input type="hidden" name=(name) value=(value); } }
            div class="control" { label for="f-state" { "State" } select class="select" id="f-state" name="state" {
                option value="all" { "any" }
                option value="open" selected[query.state.as_deref() == Some("open")] { "Open" }
                @for (code, label) in ExpansionState::WORDS { option value=(code) selected[query.state.as_deref() == Some(code)] { (label) } }
            } }
            div class="control" { label for="f-overdue" { "Answer" } select class="select" id="f-overdue" name="overdue" {
                option value="" { "any" }
                option value="yes" selected[query.overdue] { "overdue" }
            } }
            div class="control" { label for="f-type" { "Type" } select class="select" id="f-type" name="type" {
                option value="" { "any" }
                @for kind in kinds { option value=(kind.code()) selected[query.kind == Some(*kind)] { (kind.label()) } }
            } }
            div class="control" { label for="f-source" { "Found by" } select class="select" id="f-source" name="source" {
                option value="" { "anybody" }
                @for source in Source::ALL { option value=(source.code()) selected[query.source == Some(*source)] { (if *source == Source::Csql { "customer success" } else { "sales" }) } }
            } }
            div class="control" { label for="f-from" { "ARR from, " (currency.code()) } input class="input short" id="f-from" name="from" type="text" inputmode="decimal" value=(from) autocomplete="off"; }
            button class="btn" type="submit" { "Apply" }
        }
    }
}

fn nothing(query: &ExpansionQuery) -> Markup {
    if *query == ExpansionQuery::default() {
        return empty(
            "No CSQLs yet.",
            "A CSQL is an expansion that customer success finds and somebody else closes. Raise the first one; its owner has two working days to answer.",
            html! { a class="btn primary" href={ (PATH) "/new" } { "Raise a CSQL" } },
        );
    }
    empty(
        "No CSQL fits.",
        "Nothing is in this state under these filters.",
        html! { a class="btn" href=(address(&ExpansionQuery::default(), "")) { "Show all CSQLs" } },
    )
}

/// Expansions as a table, with their customer where they are of several.
pub(super) fn table(items: &[ExpansionItem], with_account: bool) -> Markup {
    html! {
        table class="table two list" {
            thead { tr {
                th scope="col" { "CSQL" } th scope="col" class="num" { "Expected ARR" } th scope="col" { "Answer by" } th scope="col" { "Stands" } th scope="col" { "Found by, closed by" } th scope="col" { "What" }
            } }
            tbody { @for item in items { (row(item, with_account)) } }
        }
    }
}

fn row(item: &ExpansionItem, with_account: bool) -> Markup {
    let expansion = &item.expansion;
    html! {
        tr data-row data-state=[item.overdue.then_some("late")] {
            td {
                a class="lead" href=(expansion_url(&item.reference)) { @if with_account { (item.account.name) } @else { (item.reference) } }
                small { @if with_account { (item.reference) ", " } (expansion.kind.label()) }
            }
            td class="num" { (money(expansion.expected)) }
            td { (clock(item)) }
            td { (expansion.state.label()) small { (since(item)) } }
            td {
                span class="row" { (avatar_beside(&item.finder)) (item.finder.name) }
                @match &item.closer {
                    Some(closer) => small class="row" { (closer.name) },
                    None => small class="quiet" { "nobody here" },
                }
            }
            td { (expansion.what) }
        }
    }
}

/// What was said last, in few words.
fn since(item: &ExpansionItem) -> String {
    let state = &item.expansion.state;
    match (state.settled(), state.accepted()) {
        (Some(word), _) if !state.credits().is_empty() => {
            let sums: Vec<String> = item.expansion.credited().iter().map(Money::to_string).collect();
            format!("{}, {}", sums.join(" and "), display_date(word.on))
        }
        (Some(word), _) | (None, Some(word)) => format!("{}, {}", word.by, display_date(word.on)),
        (None, None) => format!("raised {}", display_date(item.expansion.raised_on)),
    }
}

fn clock(item: &ExpansionItem) -> Markup {
    html! {
        @match &item.expansion.state {
            ExpansionState::Raised if item.overdue => { span class="text-red med" { (weekday_date(item.expansion.answer_by)) } small class="text-red" { "overdue" } },
            ExpansionState::Raised => (weekday_date(item.expansion.answer_by)),
            _ => span class="quiet" { "answered" },
        }
    }
}

/// The expansions of one customer. `raise` is the address of the form, for whoever may.
pub(super) fn panel(items: &[ExpansionItem], raise: Option<String>) -> Markup {
    let open = items.iter().filter(|item| item.expansion.is_open()).count() as u64;
    html! {
        section aria-labelledby="expansions-h" {
            div class="section-head" {
                h2 id="expansions-h" { "CSQLs" } span class="note" { (count(open, "open expansion")) }
                @if let Some(raise) = raise { a class="btn small end" href=(raise) { "Raise a CSQL" } }
            }
            @if items.is_empty() { p class="quiet" { "None: nobody has written down what this customer may buy more of." } }
            @else { div class="scroll" role="region" aria-label="CSQLs" tabindex="0" { (table(items, false)) } }
        }
    }
}

/// The trail above an expansion.
pub(super) fn trail(item: &ExpansionItem) -> Vec<(&str, String)> {
    vec![("CSQLs", PATH.into()), (&item.account.name, account_url(&item.account.reference))]
}
