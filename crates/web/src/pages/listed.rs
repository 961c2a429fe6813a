//! The organisation's lists in Settings: rates, holidays, products. Administrators change them, everybody may read them.

use super::parts::{crumbs, empty, money, shape};
use super::shell::{Shell, page};
use super::words::{count, many, renewal_url, url, url_part};
use maud::{Markup, html};
use tenure_app::{Consequences, ExchangeRatePage, ListsView, RateNeed};
use tenure_core::primitives::display_date;

/// Renewals that a preview lists.
const SHOWN: usize = 12;

fn frame(shell: &Shell<'_>, title: &str, lede: &str, body: Markup) -> Markup {
    page(
        shell,
        title,
        "p-lists",
        html! {
            header class="page-head" { (crumbs(&[("Settings", "/settings".into())], title)) h1 { (title) } }
            div class="body prose" {
                p class="mid measure" { (lede) }
                (body)
            }
        },
    )
}

fn add(shell: &Shell<'_>, url: &str, label: &str) -> Markup {
    html! { @if shell.is_administrator { a class="btn small end" href=(url) { (label) } } }
}

/// Change and remove at the end of a row.
fn verbs(shell: &Shell<'_>, change: &str, removal: Option<&str>, of: &str) -> Markup {
    html! {
        @if shell.is_administrator {
            td class="verbs" {
                a class="btn small plain" href=(change) { "Change" span class="vh" { ": " (of) } }
                @if let Some(removal) = removal { a class="btn small plain" href=(removal) { "Remove" span class="vh" { ": " (of) } } }
            }
        }
    }
}

fn verbs_head(shell: &Shell<'_>) -> Markup {
    html! { @if shell.is_administrator { th scope="col" { span class="vh" { "Change or remove" } } } }
}

/// Plan rates, the renewals that stand on them, and rates of single days.
pub fn rates(shell: &Shell<'_>, view: &ListsView, dated: &ExchangeRatePage) -> Markup {
    let code = view.reporting.code();
    let lede = format!(
        "Each rate says what one of another currency is worth in {code}. Plan rates count for renewals and the policy; rates of a day for money at spot."
    );
    let body = html! {
        (needs(shell, view))
        section aria-labelledby="plan-h" {
            div class="section-head" { h2 id="plan-h" { "Plan rates" } span class="note" { (many(&view.plan_rates, "rate")) } (add(shell, "/settings/plan-rates/new", "Add plan rate")) }
            @if view.plan_rates.is_empty() { p class="quiet" { "None: every contract so far is in " (code) "." } }
            @else {
                div class="scroll" role="region" aria-label="Plan rates" tabindex="0" {
                    table class="table flush" {
                        thead { tr { th scope="col" { "Year" } th scope="col" { "Currency" } th scope="col" class="num" { "Rate, " (code) } (verbs_head(shell)) } }
                        tbody { @for item in &view.plan_rates {
                            @let year = item.year.to_string();
                            @let change = url("/settings/plan-rates/new", &[("year", year.clone()), ("currency", item.currency.clone()), ("rate", item.rate.to_string())]);
                            @let removal = format!("/settings/plan-rates/{year}/{}/removal", item.currency);
                            tr { td class="med" { (item.year) } td { (item.currency) } td class="num" { (item.rate) } (verbs(shell, &change, Some(&removal), &format!("{year} {}", item.currency))) }
                        } }
                    }
                }
            }
        }
        (dated_rates(shell, dated, code))
    };
    frame(shell, "Rates", &lede, body)
}

fn needs(shell: &Shell<'_>, view: &ListsView) -> Markup {
    html! {
        @if !view.needs.is_empty() {
            section aria-labelledby="needs-h" {
                div class="section-head" { h2 id="needs-h" { "What open renewals stand on" } span class="note" { "the year in which the term ends" } }
                div class="scroll" role="region" aria-label="What open renewals stand on" tabindex="0" {
                    table class="table flush" {
                        thead { tr { th scope="col" { "Year" } th scope="col" class="num" { "Open renewals" } th scope="col" class="num" { "Up for renewal" } th scope="col" { "Plan rate" } (verbs_head(shell)) } }
                        tbody { @for need in &view.needs { (need_row(shell, need)) } }
                    }
                }
            }
        }
    }
}

fn need_row(shell: &Shell<'_>, need: &RateNeed) -> Markup {
    let code = need.atr.currency.code();
    let own = need.rate.is_some_and(|(year, _)| year == need.year);
    let address = url("/settings/plan-rates/new", &[("year", need.year.to_string()), ("currency", code.to_string())]);
    html! {
        tr {
            td class="med" { (need.year) }
            td class="num" { (need.renewals) }
            td class="num" { (money(need.atr)) }
            td {
                @match need.rate {
                    Some((_, rate)) if own => (rate),
                    Some((year, rate)) => { span class="risk" data-risk="yellow" { (shape("yellow")) (rate) ", the rate of " (year) } },
                    None => { span class="risk" data-risk="red" { (shape("red")) "missing" } },
                }
            }
            @if shell.is_administrator { td class="verbs" { @if !own { a class="btn small" href=(address) { "Add" span class="vh" { " the plan rate of " (need.year) " " (code) } } } } }
        }
    }
}

fn dated_rates(shell: &Shell<'_>, dated: &ExchangeRatePage, code: &str) -> Markup {
    html! {
        section aria-labelledby="dated-h" {
            div class="section-head" { h2 id="dated-h" { "Rates of single days" } span class="note" { (many(&dated.items, "rate")) @if dated.next.is_some() { " on this page" } } (add(shell, "/settings/exchange-rates/new", "Add rate of a day")) }
            @if dated.items.is_empty() { p class="quiet" { "None." } }
            @else {
                div class="scroll" role="region" aria-label="Rates of single days" tabindex="0" {
                    table class="table flush" {
                        thead { tr { th scope="col" { "Day" } th scope="col" { "Currency" } th scope="col" class="num" { "Rate, " (code) } (verbs_head(shell)) } }
                        tbody { @for item in &dated.items {
                            @let day = item.day.to_string();
                            @let change = url("/settings/exchange-rates/new", &[("day", day.clone()), ("currency", item.currency.clone()), ("rate", item.rate.to_string())]);
                            @let removal = format!("/settings/exchange-rates/{day}/{}/removal", item.currency);
                            tr { td class="med" { (display_date(item.day)) } td { (item.currency) } td class="num" { (item.rate) } (verbs(shell, &change, Some(&removal), &format!("{day} {}", item.currency))) }
                        } }
                    }
                }
                @if let Some(next) = &dated.next { a class="btn" href=(url("/settings/rates", &[("after", next.clone())])) { "Earlier days" } }
            }
        }
    }
}

/// Days on which nobody works.
pub fn holidays(shell: &Shell<'_>, view: &ListsView) -> Markup {
    let lede = "On these days and at weekends nobody works: a step that falls on one is due on the working day before. Holidays of a country count, with its weekend, for those who work there and for steps that customers there take part in; where a country has none listed, those of the organisation count.";
    let new = html! { @if shell.is_administrator { a class="btn" href="/settings/holidays/new" { "Add holiday" } } };
    let body = html! {
        @if view.holidays.is_empty() { (empty("No holiday.", "Every Monday to Friday is a working day.", new)) }
        @else {
            section aria-labelledby="holidays-h" {
                div class="section-head" { h2 id="holidays-h" { "Days" } span class="note" { (many(&view.holidays, "holiday")) } (add(shell, "/settings/holidays/new", "Add holiday")) @if shell.is_administrator { a class="btn small" href="/settings/holidays/public" { "Add a country's" } } }
                div class="scroll" role="region" aria-label="Holidays" tabindex="0" {
                    table class="table flush" {
                        thead { tr { th scope="col" { "Day" } th scope="col" { "Name" } th scope="col" { "Where" } (verbs_head(shell)) } }
                        tbody { @for (country, day, name) in view.holidays.iter().rev() {
                            @let change = url("/settings/holidays/new", &[("day", day.to_string()), ("name", name.clone()), ("country", country.map(|country| country.code().to_string()).unwrap_or_default())]);
                            @let place = country.map_or_else(|| day.to_string(), |country| format!("{day}.{country}"));
                            @let removal = format!("/settings/holidays/{place}/removal");
                            tr { td class="med" { (display_date(*day)) small { (day.strftime("%A")) } } td { (name) } td { @match country { Some(country) => (country.label()), None => "The whole organisation" } } (verbs(shell, &change, (*day >= view.today).then_some(removal.as_str()), &place)) }
                        } }
                    }
                }
            }
        }
    };
    frame(shell, "Holidays", lede, body)
}

/// What we sell.
pub fn products(shell: &Shell<'_>, view: &ListsView) -> Markup {
    let lede = "What fails one of the two tests is complex: it needs a CSM who can deliver value, not only one who captures it.";
    let new = html! { @if shell.is_administrator { a class="btn" href="/settings/products/new" { "Add product" } } };
    let says = |yes: bool| if yes { "yes" } else { "no" };
    let body = html! {
        @if view.products.is_empty() { (empty("No product.", "Lines may name products that are not listed; listing them says how complex they are.", new)) }
        @else {
            section aria-labelledby="products-h" {
                div class="section-head" { h2 id="products-h" { "Products" } span class="note" { (many(&view.products, "product")) } (add(shell, "/settings/products/new", "Add product")) }
                div class="scroll" role="region" aria-label="Products" tabindex="0" {
                    table class="table flush" {
                        thead { tr { th scope="col" { "Product" } th scope="col" { "Easy to set up" } th scope="col" { "Value with little effort" } th scope="col" class="num" { "Lines" } (verbs_head(shell)) } }
                        tbody { @for item in &view.products {
                            @let product = &item.product;
                            @let change = url("/settings/products/new", &[("name", product.name.clone()), ("easy_setup", says(product.easy_setup).into()), ("low_effort", says(product.low_effort).into())]);
                            @let removal = format!("/settings/products/{}/removal", url_part(&product.name));
                            tr {
                                td class="med" { (product.name) @if product.is_complex() { small { "complex" } } }
                                td { (says(product.easy_setup)) }
                                td { (says(product.low_effort)) }
                                td class="num" { (item.lines) }
                                (verbs(shell, &change, (item.lines == 0).then_some(removal.as_str()), &product.name))
                            }
                        } }
                    }
                }
            }
        }
    };
    frame(shell, "Products", lede, body)
}

/// Fields that the organisation added to accounts.
pub fn fields(shell: &Shell<'_>, view: &ListsView) -> Markup {
    let lede = "What you want to know of every account besides the rest. Policies may ask for it; an account has its values on its page.";
    let new = html! { @if shell.is_administrator { a class="btn" href="/settings/fields/new" { "Add field" } } };
    let body = html! {
        @if view.fields.is_empty() { (empty("No field of your own.", "Such as the industry, the month of the budget, or who hosts it.", new)) }
        @else {
            section aria-labelledby="fields-h" {
                div class="section-head" { h2 id="fields-h" { "Fields" } span class="note" { (many(&view.fields, "field")) } (add(shell, "/settings/fields/new", "Add field")) }
                div class="scroll" role="region" aria-label="Fields" tabindex="0" {
                    table class="table flush" {
                        thead { tr { th scope="col" { "Label" } th scope="col" { "Name in files and policies" } th scope="col" { "Values" } (verbs_head(shell)) } }
                        tbody { @for field in &view.fields {
                            @let change = url("/settings/fields/new", &[("name", field.name.to_string()), ("label", field.label.clone()), ("kind", field.kind.code().into())]);
                            @let removal = format!("/settings/fields/{}/removal", field.name);
                            tr { td class="med" { (field.label) } td { code { (field.name) } } td { (field.kind.label()) } (verbs(shell, &change, Some(removal.as_str()), &field.label)) }
                        } }
                    }
                }
            }
        }
    };
    frame(shell, "Account fields", lede, body)
}

/// What follows from a change, before it is made.
pub fn consequences(of: &Consequences) -> Markup {
    if of.renewals.is_empty() && of.steps == 0 && of.owners == 0 {
        return html! { p { b { "Nothing else changes by it." } " No renewal is worth something else, and no step or owner moves." } };
    }
    let others = [(of.steps, "step"), (of.owners, "renewal")];
    let moved = [count(of.steps, "step") + " of playbooks would move", count(of.owners, "renewal") + " would have another holder"];
    html! {
        p { b { "What would change:" } " "
            @if of.renewals.is_empty() { "no amount" } @else { "the amount of " (many(&of.renewals, "renewal")) }
            @for (says, (number, _)) in moved.iter().zip(others) { @if number > 0 { "; " (says) } } "."
        }
        @if !of.renewals.is_empty() {
            table class="table flush" {
                thead { tr { th scope="col" { "Renewal" } th scope="col" { "Account" } th scope="col" class="num" { "Now" } th scope="col" class="num" { "Afterwards" } } }
                tbody { @for item in of.renewals.iter().take(SHOWN) {
                    tr { td { a href=(renewal_url(&item.reference)) { (item.reference) } } td { (item.account) } td class="num" { (money(item.before)) } td class="num" { (money(item.after)) } }
                } }
            }
            @if of.renewals.len() > SHOWN { p class="quiet" { "And " (of.renewals.len() - SHOWN) " more." } }
        }
    }
}
