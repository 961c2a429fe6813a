//! What stands beside a renewal: its outcome, who is away, how it is decided, reassignments by name, its co-term group.

use crate::pages::parts::{icon, person as by_name};
use crate::pages::words::{account_url, contract_url, person_url, proposals_url, renewal_url, url};
use maud::{Markup, html};
use tenure_app::RenewalView;
use tenure_core::deal::BudgetFit;
use tenure_core::primitives::{display_date, last_day_of_service};
use tenure_core::renewal::State;

/// Where an activity about this renewal is logged.
pub(super) fn log_url(view: &RenewalView) -> String {
    url(&format!("{}/activities/new", account_url(&view.item.account_reference)), &[("renewal", view.item.reference.clone())])
}

fn at(view: &RenewalView, verb: &str) -> String {
    format!("{}/{verb}", renewal_url(&view.item.reference))
}

/// The outcome of a closed renewal, as the one fact that changes how the page is read.
pub(super) fn outcome(view: &RenewalView) -> Markup {
    let State::Closed { outcome, closed_on, inferred, reason, words } = &view.item.state else { return html! {} };
    let signed = view.standing.signature.as_ref();
    let reason = reason.or_else(|| signed.and_then(|signature| signature.reason));
    let words = if words.is_empty() { signed.map_or("", |signature| signature.words.as_str()) } else { words.as_str() };
    html! {
        p class="banner" {
            span {
                b { (outcome.label()) } " on " (display_date(*closed_on)) "."
                @if let Some(signature) = signed { " Signed on " (display_date(signature.signed_on)) "." }
                @if let Some(reason) = reason { " " (reason.label()) @if words.is_empty() { "." } @else { ": “" (words) "”" } }
                @if *inferred { " Inferred from the imported terms: nobody told it, and outcome statistics leave it out." }
            }
            @if view.standing.rights.administer && !*inferred && outcome.is_decision() { a class="btn small" href=(at(view, "reopening")) { "Reopen as a correction" } }
        }
    }
}

/// Holders who are away today, and who may act for them.
pub(super) fn away(view: &RenewalView) -> Markup {
    html! {
        @for item in &view.standing.away {
            p class="banner" {
                (icon("info"))
                span {
                    a href=(person_url(&item.person.reference)) { (item.person.name) } " is away until " (display_date(last_day_of_service(item.to_on))) "; "
                    @match &item.delegate { Some(delegate) => { a href=(person_url(&delegate.reference)) { (delegate.name) } " may act." }, None => "nobody stands in." }
                }
            }
        }
    }
}

/// How it is decided.
pub(super) fn decision(view: &RenewalView) -> Markup {
    let renew = format!("{}/renewal", contract_url(&view.item.contract));
    html! {
        @if view.item.state == State::Open && view.standing.rights.work {
            section aria-labelledby="close-h" {
                div class="section-head" { h2 id="close-h" { "Close" } span class="note" { "once the customer has decided" } }
                div class="row wrap" {
                    a class="btn primary" href=(at(view, "close")) { "Close it, step by step" }
                    a class="btn" href=(renew) { "Renewed" }
                    @if view.item.auto_renew { a class="btn" href={ (contract_url(&view.item.contract)) "/notice" } { "Notice received" } }
                    @else { a class="btn danger" href=(at(view, "lost")) { "Lost" } }
                }
                @if view.item.auto_renew { p class="small quiet" { "It renews by itself, so it is not lost before the customer gives notice." } }
            }
        }
    }
}

/// What is offered for the next term, and the way to offer it.
pub(super) fn proposals(view: &RenewalView) -> Markup {
    let place = proposals_url(&view.item.reference);
    let may = view.item.state == State::Open && view.standing.rights.work;
    html! {
        @if may || !view.proposals.is_empty() {
            section aria-labelledby="proposals-h" {
                div class="section-head" { h2 id="proposals-h" { "Proposal" } @if may { a class="btn small end" href={ (place) "/new" } { @if view.proposals.is_empty() { "Make one" } @else { "New version" } } } }
                @if view.proposals.is_empty() { p class="quiet" { "None yet." } }
                @else { ul class="plain-list" { @for (version, state, options) in &view.proposals { li {
                    a class="link" href={ (place) "/" (version) } { "Version " (version) } ", " (state.label().to_lowercase()) span class="quiet" { ": " (options.join("; ")) }
                } } } }
            }
        }
    }
}

/// The customer's fiscal year against the end of the term.
pub(super) fn budget(view: &RenewalView) -> Markup {
    html! {
        @if view.item.state == State::Open && view.budget != BudgetFit::Unknown {
            section aria-labelledby="budget-h" {
                div class="section-head" { h2 id="budget-h" { "Budget cycle" } }
                @match view.budget {
                    BudgetFit::Aligned { year_begins_on } => { p { "The term ends as a budget is made: the customer's fiscal year begins on " (display_date(year_begins_on)) "." } },
                    BudgetFit::Misaligned { year_begins_on, days } => { p { b { "The term ends within a budget that is spent or bound." } " The customer's next fiscal year begins on " (display_date(year_begins_on)) ", " (days) " days later: an increase may wait until then, and takes an approval outside the budget." } },
                    BudgetFit::Unknown => {},
                }
                p class="small quiet" { (BudgetFit::RULE) }
            }
        }
    }
}

/// Reassignments in force, and the way to make one.
pub(super) fn reassignments(view: &RenewalView) -> Markup {
    let standing = &view.standing;
    html! {
        @if !standing.overrides.is_empty() || !standing.may_reassign.is_empty() {
            section aria-labelledby="named-h" {
                div class="section-head" { h2 id="named-h" { "Reassigned by name" } @if !standing.may_reassign.is_empty() { a class="btn small end" href=(at(view, "reassignments/new")) { "Reassign" } } }
                @if standing.overrides.is_empty() { p class="quiet" { "Nothing: the policy decides who holds what." } }
                @else {
                    ul class="say plain" {
                        @for named in &standing.overrides {
                            li { div {
                                p { b { (named.responsibility.label()) } " " (by_name(&named.person)) }
                                p { (named.reason) }
                                p class="small quiet" { "By " (named.author) " on " (display_date(named.from_on)) ", until " (display_date(last_day_of_service(named.until_on))) "." }
                                @if standing.may_reassign.contains(&named.responsibility) { a class="btn small" href=(at(view, &format!("reassignments/{}/ending", named.id))) { "End" span class="vh" { " the reassignment of " (named.responsibility.label()) } } }
                            } }
                        }
                    }
                }
            }
        }
    }
}

/// The contracts that are decided together.
pub(super) fn group(view: &RenewalView) -> Markup {
    html! {
        @if !view.standing.group.is_empty() {
            section aria-labelledby="group-h" {
                div class="section-head" { h2 id="group-h" { "Decided together" } span class="note" { "one co-term group" } }
                ul class="dl" {
                    @for member in &view.standing.group {
                        li { span class="med" { @if member.leads { "Leads" } @else { "Follows" } } a class="link" href=(contract_url(&member.reference)) { (member.reference) } span class="quiet nowrap" { (display_date(member.end_on)) } }
                    }
                }
            }
        }
    }
}
