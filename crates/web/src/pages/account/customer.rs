//! What is known of a customer besides its contracts: people there, contacts, judgements of risk, ARR by division, accounts around it.

use crate::pages::parts::{avatar_beside, empty, money, risk};
use crate::pages::words::{account_url, count, many, person_url, renewal_url, url_part};
use maud::{Markup, html};
use std::collections::BTreeMap;
use tenure_app::{AccountView, ActivityItem, Named, UnitItem};
use tenure_core::account::{FieldKind, Stakeholder};
use tenure_core::identity::joined;
use tenure_core::primitives::{Currency, Money, display_date, group_thousands, last_day_of_service, parse_date};

/// The address of something done to the account.
pub(in crate::pages) fn at(view: &AccountView, verb: &str) -> String {
    format!("{}/{verb}", account_url(&view.account.reference))
}

/// People at the customer.
pub(super) fn stakeholders(view: &AccountView) -> Markup {
    let add = html! { @if view.rights.work { a class="btn small end" href=(at(view, "stakeholders/new")) { "Add stakeholder" } } };
    html! {
        section aria-labelledby="stakeholders-h" {
            div class="section-head" { h2 id="stakeholders-h" { a class="link" href=(at(view, "stakeholders")) { "Stakeholders" } } span class="note" { (many(&view.stakeholders, "person").replace("persons", "people")) } (add) }
            @if view.stakeholders.is_empty() { (empty("Nobody at the customer is known.", "Who decides, who pays, who speaks for you? Findings and playbooks need their names.", html! {})) }
            @else {
                div class="scroll" role="region" aria-label="Stakeholders" tabindex="0" {
                    table class="table two flush" {
                        thead { tr { th scope="col" { "Name" } th scope="col" { "To the decision" } th scope="col" { "Business unit" } th scope="col" { "Reach" } } }
                        tbody { @for person in &view.stakeholders { (stakeholder(view, person)) } }
                    }
                }
            }
        }
    }
}

fn stakeholder(view: &AccountView, person: &Stakeholder) -> Markup {
    let there = person.is_there_on(view.today);
    let roles: Vec<&str> = person.roles.iter().map(|role| role.label()).collect();
    let url = at(view, &format!("stakeholders/{}", crate::pages::words::url_part(&person.reference)));
    html! {
        tr class=[(!there).then_some("quiet")] {
            td { @if view.rights.work { a class="lead" href=(url) { (person.name) } } @else { span class="lead" { (person.name) } }
                small { @if person.title.is_empty() { (person.reference) } @else { (person.title) } } }
            td { @if roles.is_empty() { span class="quiet" { "not known" } } @else { (roles.join(", ")) }
                @if let Some(left_on) = person.left_on { small { @if there { "last day " } @else { "left, last day " } (display_date(last_day_of_service(left_on))) } } }
            td { @if person.business_unit.is_empty() { span class="quiet" { "not known" } } @else { (person.business_unit) } }
            td { @if person.email.is_empty() { span class="quiet" { "no e-mail" } } @else { (person.email) } }
        }
    }
}

/// Rows of contacts shown.
const CONTACTS: usize = 12;

/// Contacts with the customer; a withdrawn one stays, struck out.
pub(in crate::pages) fn contacts(
    items: &[ActivityItem],
    log: Option<String>,
    withdraw: impl Fn(&ActivityItem) -> Option<String>,
) -> Markup {
    html! {
        section aria-labelledby="contacts-h" {
            div class="section-head" { h2 id="contacts-h" { "Contacts" } span class="note" { (count(items.iter().filter(|item| !item.activity.withdrawn).count() as u64, "contact")) }
                @if let Some(log) = log { a class="btn small end" href=(log) { "Log activity" } } }
            @if items.is_empty() { p class="quiet" { "None written down. A meeting that nobody logs never took place for whoever comes next." } }
            @else { ul class="contacts" { @for item in items.iter().take(CONTACTS) { (contact(item, withdraw(item))) } } }
            @if items.len() > CONTACTS { p class="small quiet" { "The newest " (CONTACTS) " of " (items.len()) "." } }
        }
    }
}

fn contact(item: &ActivityItem, withdraw: Option<String>) -> Markup {
    let activity = &item.activity;
    html! {
        li data-withdrawn[activity.withdrawn] {
            span class="t" { b { (display_date(activity.held_on)) } small { (activity.kind.label()) } }
            div {
                @if activity.withdrawn { p { s { (activity.subject) } " " span class="quiet" { "withdrawn" } } } @else { p class="med" { (activity.subject) } }
                @if !activity.notes.is_empty() && !activity.withdrawn { p class="mid" { (activity.notes) } }
                p class="small quiet" {
                    @for (index, person) in item.ours.iter().enumerate() { @if index > 0 { ", " } (person.name) }
                    @if !item.theirs.is_empty() { " with " (item.theirs.join(", ")) }
                    @if let Some(renewal) = &item.renewal { ", about " a class="link" href=(renewal_url(renewal)) { (renewal) } }
                }
            }
            @if let Some(url) = withdraw { a class="btn small plain" href=(url) { "Withdraw" span class="vh" { ": " (activity.subject) } } }
        }
    }
}

/// Judgements of its risk, newest first.
pub(super) fn judgements(view: &AccountView) -> Markup {
    html! {
        section aria-labelledby="risk-h" {
            div class="section-head" { h2 id="risk-h" { "Risk" } @if view.rights.work { a class="btn small end" href=(at(view, "risk")) { "Set risk" } } }
            @if view.risk_calls.is_empty() { p class="quiet" { "Nobody has judged it: Unknown, not Green." } }
            @else {
                ul class="say plain" {
                    @for call in view.risk_calls.iter().take(5) {
                        li { div {
                            p { (risk(call.risk)) " " span class="quiet" { (display_date(call.set_on)) ", " (call.author) } }
                            @if !call.reason.is_empty() { p { (call.reason) } }
                            @if let Some(expires_on) = call.expires_on { p class="small quiet" { @if expires_on <= view.today { "counted" } @else { "counts" } " until " (display_date(last_day_of_service(expires_on))) } }
                        } }
                    }
                }
            }
        }
    }
}

/// What it asks of people, and the organisation's own fields.
pub(super) fn details(view: &AccountView) -> Markup {
    let account = &view.account;
    html! {
        section aria-labelledby="details-h" {
            div class="section-head" { h2 id="details-h" { "Needs and fields" } @if view.rights.work && account.merged_into.is_none() { a class="btn small end" href=(at(view, "fields")) { "Change" span class="vh" { " needs and fields" } } } }
            dl class="facts" {
                div { dt { "Needs" } dd { @if account.needs.is_empty() { span class="quiet" { "no particular skill" } } @else { (joined(&account.needs)) } } }
                @for field in &view.fields { div { dt { (field.label) } dd { @match account.fields.get(&field.name) { Some(value) => (shown(field.kind, value)), None => span class="quiet" { "not known" } } } } }
            }
        }
    }
}

/// A value of an own field as people read it.
fn shown(kind: FieldKind, value: &str) -> String {
    match (kind, value) {
        (FieldKind::Flag, "true") => "Yes".into(),
        (FieldKind::Flag, _) => "No".into(),
        (FieldKind::Date, _) => parse_date(value).map_or_else(|_| value.into(), display_date),
        (FieldKind::Number | FieldKind::Money, _) => group_thousands(value),
        (FieldKind::Word, _) => value.into(),
    }
}

/// ARR of today by division and product.
pub(super) fn arr(view: &AccountView) -> Markup {
    let mut sums: BTreeMap<&str, (i64, Currency)> = BTreeMap::new();
    for item in &view.arr {
        let sum = sums.entry(item.arr.currency.code()).or_insert((0, item.arr.currency));
        sum.0 = sum.0.saturating_add(item.arr.minor);
    }
    html! {
        @if !view.arr.is_empty() {
            section aria-labelledby="arr-h" {
                div class="section-head" { h2 id="arr-h" { "ARR today" } span class="note" { "lines in service, by business unit" } }
                table class="table flush" {
                    thead class="vh" { tr { th scope="col" { "Product" } th scope="col" { "ARR" } } }
                    tbody { @for item in &view.arr { tr { td { (item.product) small { (item.business_unit) } } td class="num" { (money(item.arr)) } } } }
                    tfoot { @for (minor, currency) in sums.values() { tr { td { "Sum" } td class="num" { (money(Money::new(*minor, *currency))) } } } }
                }
            }
        }
    }
}

/// The divisions of the customer: what each has, and who is there.
pub(super) fn units(view: &AccountView) -> Markup {
    html! {
        @if !view.units.is_empty() {
            section aria-labelledby="units-h" {
                div class="section-head" { h2 id="units-h" { "Business units" } span class="note" { "as lines in service and stakeholders name them" } }
                div class="scroll" role="region" aria-label="Business units" tabindex="0" {
                    table class="table two flush" {
                        thead { tr { th scope="col" { "Unit" } th scope="col" class="num" { "ARR now" } th scope="col" { "Products" } th scope="col" { "Stakeholders" } } }
                        tbody { @for unit in &view.units { (unit_row(view, unit)) } }
                    }
                }
            }
        }
    }
}

fn unit_row(view: &AccountView, unit: &UnitItem) -> Markup {
    html! {
        tr {
            td class="med" { (unit.name) }
            td class="num" {
                @if unit.arr.is_empty() { span class="quiet" { "none" } }
                @for (i, sum) in unit.arr.iter().enumerate() { @if i > 0 { br; } (money(*sum)) }
            }
            td { @if unit.products.is_empty() { span class="quiet" { "nothing yet" } } (unit.products.join(", ")) }
            td {
                @if unit.stakeholders.is_empty() { span class="quiet" { "nobody known" } }
                @for (i, person) in unit.stakeholders.iter().enumerate() {
                    @if i > 0 { ", " }
                    @if view.rights.work { a href=(at(view, &format!("stakeholders/{}", url_part(&person.reference)))) { (person.name) } } @else { (person.name) }
                }
            }
        }
    }
}

/// Accounts around it.
pub(super) fn relations(view: &AccountView) -> Markup {
    let related = &view.relations;
    let none = related.parent.is_none() && related.children.is_empty() && related.merged_from.is_empty();
    html! {
        section aria-labelledby="related-h" {
            div class="section-head" { h2 id="related-h" { "Accounts around it" } @if view.rights.administer && view.account.merged_into.is_none() { a class="btn small end" href=(at(view, "merger")) { "Merge" } } }
            @if none { p class="quiet" { "None: it belongs to nobody and nobody belongs to it." } }
            ul class="plain-list" {
                @if let Some(parent) = &related.parent { li { "Belongs to " (named(parent)) } }
                @for child in &related.children { li { (named(child)) span class="quiet" { " belongs to it" } } }
                @for gone in &related.merged_from { li { (named(gone)) span class="quiet" { " was merged into it" } } }
            }
        }
    }
}

/// Where a merged account went.
pub(super) fn merged(view: &AccountView) -> Markup {
    html! { @if let Some(into) = &view.relations.merged_into { p class="banner" { span { b { "Merged into " (named(into)) "." } " Its contracts and people are there; what stands here is its history." } } } }
}

fn named(account: &Named) -> Markup {
    html! { a class="link" href=(account_url(&account.reference)) { (account.name) } }
}

/// The team of today.
pub(super) fn team(view: &AccountView) -> Markup {
    html! {
        section aria-labelledby="team-h" {
            div class="section-head" { h2 id="team-h" { "Account team today" } @if view.rights.administer { a class="btn small end" href=(at(view, "team")) { "Change team" } } }
            @if view.team.is_empty() { p class="quiet" { "Nobody is named. The policy falls back to the region and the desk lead." } }
            @else {
                dl class="kv team" {
                    @for (role, member, since) in &view.team {
                        dt { (role.label()) }
                        dd { a class="person" href=(person_url(&member.reference)) { (avatar_beside(member)) (member.name) } small class="quiet" { "since " (display_date(*since)) } }
                    }
                }
            }
        }
    }
}
