//! The value record of a customer: outcomes and how far they are, returns with their arithmetic, wins, and value without a number.

use super::account::customer::at;
use super::parts::{crumbs, empty, icon, money};
use super::shell::{Shell, page};
use super::words::{account_url, count, day, per_cent};
use maud::{Markup, html};
use tenure_app::{AccountView, ValueItem, ValueView};
use tenure_core::primitives::{Money, display_date};
use tenure_core::room::{Claim, Matter, Measure, Standing, ValueKind};

/// The address of the record of an account.
fn address(account: &str) -> String {
    format!("{}/value", account_url(account))
}

/// The page.
pub fn value(shell: &Shell<'_>, view: &AccountView) -> Markup {
    let record = &view.room.value;
    let may = view.rights.work && view.account.merged_into.is_none();
    page(
        shell,
        &format!("Value for {}", view.account.name),
        "p-value",
        html! {
            header class="page-head" {
                (crumbs(&[("Accounts", "/accounts".into()), (&view.account.name, account_url(&view.account.reference))], "Value"))
                h1 { "Value for " (view.account.name) }
                @if may { div class="actions" {
                    a class="btn" href=(at(view, "value/new/quality")) { "Add a quote" }
                    a class="btn" href=(at(view, "value/new/win")) { "Add a win" }
                    a class="btn" href=(at(view, "value/new/roi")) { "Claim a return" }
                    a class="btn primary" href=(at(view, "value/new/outcome")) { "Agree an outcome" }
                } }
            }
            (figures(record))
            @if record.items.is_empty() { div class="body" { (nothing()) } }
            @else {
                div class="main body" {
                    @for (kind, heading) in [(ValueKind::Outcome, "Outcomes agreed"), (ValueKind::Roi, "Returns"), (ValueKind::Win, "Wins"), (ValueKind::Quality, "Value without a number")] {
                        (entries(view, (kind, heading), may))
                    }
                    (withdrawn(record))
                }
            }
        },
    )
}

fn nothing() -> Markup {
    let says =
        "Agree with the customer what they want to reach, and note each win on the day it happens. At renewal nobody remembers the spring.";
    empty("Nothing is written down of what this customer got.", says, html! {})
}

fn figures(record: &ValueView) -> Markup {
    let outcomes: Vec<&ValueItem> = record.of_kind(ValueKind::Outcome).collect();
    let reached = outcomes.iter().filter(|item| item.standing == Some(Standing::Reached)).count();
    let unmeasured = outcomes.iter().filter(|item| item.standing == Some(Standing::Unmeasured)).count();
    let open = record.items.iter().filter(|item| item.entry.withdrawn.is_none() && item.entry.confirmed.is_none()).count();
    html! {
        dl class="facts head" {
            div { dt { "Outcomes reached" } dd class="big" { (reached) " of " (outcomes.len()) " " @if unmeasured > 0 { small { (unmeasured) " not measured yet" } } } }
            div { dt { "Return they confirmed" } dd class="big" { (sums(&record.confirmed)) } }
            div { dt { "Return nobody confirmed" } dd class="big" { (sums(&record.claimed)) } }
            div { dt { "Wins" } dd class="big" { (record.of_kind(ValueKind::Win).count()) } }
            div { dt { "To be confirmed" } dd class="big" { (open) " " small { "entries are our word alone" } } }
        }
    }
}

fn sums(sums: &[Money]) -> Markup {
    html! {
        @if sums.is_empty() { "none" }
        @for (i, sum) in sums.iter().enumerate() { @if i > 0 { ", " } (money(*sum)) }
    }
}

fn entries(view: &AccountView, (kind, heading): (ValueKind, &str), may: bool) -> Markup {
    let items: Vec<&ValueItem> = view.room.value.of_kind(kind).collect();
    let id = format!("{}-h", kind.code());
    html! {
        @if !items.is_empty() {
            section aria-labelledby=(id) {
                div class="section-head" { h2 id=(id) { (heading) } span class="note" { (count(items.len() as u64, "entry").replace("entrys", "entries")) } }
                ul class="values" { @for item in items { (entry(view, item, may)) } }
            }
        }
    }
}

fn entry(view: &AccountView, item: &ValueItem, may: bool) -> Markup {
    let entry = &item.entry;
    let to = |verb: &str| at(view, &format!("value/{}/{verb}", entry.id));
    html! {
        li id={ "value-" (entry.id) } {
            div {
                h3 { (entry.title) }
                (word(item))
                (numbers(item))
                @if !entry.told.is_empty() { p class="mid" { (entry.told) } }
                p class="small quiet" {
                    (said_on(item)) ", written down by " (entry.author)
                    @if !entry.evidence.is_empty() { ". Evidence: " (evidence(&entry.evidence)) }
                }
            }
            @if may { div class="actions" {
                @if matches!(entry.matter, Matter::Outcome(_)) { a class="btn small" href=(to("readings/new")) { "Add a reading" span class="vh" { " of " (entry.title) } } }
                @if entry.confirmed.is_none() { a class="btn small" href=(to("confirmation")) { "They confirmed it" span class="vh" { ": " (entry.title) } } }
                a class="btn small plain" href=(to("withdrawal")) { "Withdraw" span class="vh" { ": " (entry.title) } }
            } }
        }
    }
}

fn said_on(item: &ValueItem) -> String {
    let on = display_date(item.entry.happened_on);
    match (&item.entry.matter, &item.with) {
        (Matter::Outcome(_), Some(name)) => format!("Agreed with {name} on {on}"),
        (Matter::Outcome(_), None) => format!("Agreed on {on}, with whom is not known"),
        (Matter::Quality, Some(name)) => format!("{name}, {on}"),
        (_, Some(name)) => format!("{on}, with {name}"),
        (_, None) => on,
    }
}

/// Whether the customer says so, in words and with a mark.
fn word(item: &ValueItem) -> Markup {
    html! {
        @match (&item.entry.confirmed, &item.confirmed_by) {
            (Some(confirmed), by) => p class="said" data-said="yes" { (icon("check")) "Confirmed by " (by.as_deref().unwrap_or("the customer")) ", " (display_date(confirmed.on)) },
            (None, _) => p class="said" data-said="no" { (icon("info")) "Not confirmed by the customer" },
        }
    }
}

fn numbers(item: &ValueItem) -> Markup {
    match &item.entry.matter {
        Matter::Outcome(measure) => outcome(item, measure),
        Matter::Roi(claim) => arithmetic(claim),
        Matter::Win | Matter::Quality => html! {},
    }
}

/// Where an outcome began, stands and should be; drawn where it has a beginning.
fn outcome(item: &ValueItem, measure: &Measure) -> Markup {
    let latest = item.readings.last();
    let began = measure.baseline.map_or_else(|| "not measured".to_string(), |baseline| baseline.grouped(0));
    html! {
        dl class="gauge" {
            div { dt { "Began at" } dd { (began) } }
            div { dt { "Now" } dd { @match latest { Some(reading) => { b { (reading.actual.grouped(0)) } " " small { (day(reading.read_on)) @if !reading.note.is_empty() { ", " (reading.note) } } }, None => span class="quiet" { "not measured yet" } } } }
            div { dt { "Agreed" } dd { (measure.target.grouped(0)) " " small { (measure.unit) } } }
            div { dt { "Stands" } dd { (item.standing.map_or("", Standing::label)) @if let Some(way) = item.way_bps { " " small { (of_the_way(way)) } } } }
        }
        @if let Some(way) = item.way_bps { div class="meter" aria-hidden="true" { i style={ "--v:" (way.clamp(0, 10_000) / 100) } {} } }
        @if item.readings.len() > 1 {
            p class="small quiet" { "Readings: " @for (i, reading) in item.readings.iter().enumerate() { @if i > 0 { ", " } (reading.actual.grouped(0)) " on " (display_date(reading.read_on)) } }
        }
    }
}

fn of_the_way(way: i64) -> String {
    match u32::try_from(way) {
        Ok(way) => format!("{} of the way", per_cent(way)),
        Err(_) => "worse than at the start".into(),
    }
}

/// The factors as a sum is written by hand, and what they come to.
fn arithmetic(claim: &Claim) -> Markup {
    html! {
        table class="table flush arithmetic" {
            thead class="vh" { tr { th scope="col" { "Factor" } th scope="col" { "Number" } } }
            tbody { @for (i, factor) in claim.factors.iter().enumerate() {
                tr { td { @if i > 0 { span class="quiet" { "× " } } (factor.name) } td class="num" { (factor.quantity.grouped(0)) @if !factor.unit.is_empty() { " " small { (factor.unit) } } } }
            } }
            tfoot { tr { td { "=" span class="vh" { " Return" } } td class="num" { (money(claim.amount)) } } }
        }
    }
}

fn evidence(evidence: &str) -> Markup {
    html! { @if evidence.starts_with("https://") { a class="link" href=(evidence) rel="noreferrer" { (evidence) } } @else { (evidence) } }
}

fn withdrawn(record: &ValueView) -> Markup {
    let gone: Vec<&ValueItem> = record.items.iter().filter(|item| item.entry.withdrawn.is_some()).collect();
    html! {
        @if !gone.is_empty() {
            details class="gone" {
                summary { (count(gone.len() as u64, "withdrawn entry").replace("entrys", "entries")) }
                ul class="plain-list" { @for item in gone {
                    li { s { (item.entry.title) } " " span class="quiet" { (item.entry.matter.kind().label()) ", " (display_date(item.entry.happened_on)) }
                        @if let Some(withdrawn) = &item.entry.withdrawn { " " span class="small quiet" { (withdrawn.by) ": " (withdrawn.reason) } } }
                } }
            }
        }
    }
}

/// Entries shown beside a renewal.
const SHOWN: usize = 5;

/// The record in short: what they confirmed, how outcomes stand, the newest entries.
pub(super) fn section(record: &ValueView, (account, may): (&str, bool)) -> Markup {
    let live: Vec<&ValueItem> = record.items.iter().filter(|item| item.entry.withdrawn.is_none()).collect();
    html! {
        section aria-labelledby="value-h" {
            div class="section-head" {
                h2 id="value-h" { a class="link" href=(address(account)) { "Value they got" } }
                span class="note" { @if record.confirmed.is_empty() { "no return confirmed" } @else { (sums(&record.confirmed)) " confirmed" } @if !record.claimed.is_empty() { ", " (sums(&record.claimed)) " is our word alone" } }
                @if may { a class="btn small end" href={ (address(account)) "/new/win" } { "Add a win" } }
            }
            @if live.is_empty() { p class="quiet" { "Nothing is written down. What nobody wrote down cannot be shown when the price is discussed." } }
            @else {
                ul class="values short" { @for item in live.iter().take(SHOWN) { (short(item, account)) } }
                @if live.len() > SHOWN { p class="small" { a class="link" href=(address(account)) { "All " (live.len()) " entries" } } }
            }
        }
    }
}

fn short(item: &ValueItem, account: &str) -> Markup {
    let entry = &item.entry;
    html! {
        li {
            div {
                p class="med" { a class="link" href={ (address(account)) "#value-" (entry.id) } { (entry.title) } }
                p class="small quiet" { (entry.matter.kind().label()) ", " (display_date(entry.happened_on)) @match &entry.matter {
                    Matter::Outcome(measure) => { ": " (item.standing.map_or("", Standing::label).to_lowercase()) @if let Some(reading) = item.readings.last() { ", " (reading.actual.grouped(0)) " of " (measure.target.grouped(0)) " " (measure.unit) } },
                    Matter::Roi(claim) => { ": " (money(claim.amount)) },
                    Matter::Win | Matter::Quality => {},
                } }
                (word(item))
            }
        }
    }
}
