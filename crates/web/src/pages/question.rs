//! The question above every page of figures, as form controls: days, period, money, whose, and the rules behind a disclosure.
//! All of it stands in the address, so that the same address asks for the same figures.

mod fields;
mod refused;

pub use refused::refused;

use super::parts::{export_buttons, icon};
use super::words::url;
pub(super) use fields::rules as rule_words;

use fields::{CLASSIC_MONTHS, date, level_options, months_option, option, pick, rules, text_options, tier_options};
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::{AskedRules, MoneyChoices, MoneyQuery};
use tenure_core::ledger::Rules;
use tenure_core::primitives::display_date;

/// Which controls a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A closing day and so many months before it; what narrows further stands as chips.
    Period,
    /// An opening and a closing day, account, unit and product.
    Ledger,
}

/// Parameters of pages that stand in no control.
const UNSHOWN: [&str; 1] = ["cohorts"];

/// A question as a page holds it.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// Address of the page, without parameters.
    pub path: String,
    /// What is asked.
    pub query: &'a MoneyQuery,
    /// What may be chosen from.
    pub choices: &'a MoneyChoices,
    /// Which controls the page has.
    pub layout: Layout,
    /// Parameters of the page itself; those without a value are left out of addresses.
    pub own: Vec<(&'static str, String)>,
}

impl Question<'_> {
    /// The page with its question.
    pub fn here(&self) -> String {
        self.and(&[])
    }

    /// The page with its question, some of its own parameters otherwise.
    pub fn and(&self, other: &[(&'static str, String)]) -> String {
        let own = self.own.iter().filter(|(name, _)| other.iter().all(|(named, _)| named != name));
        let all: Vec<(&str, String)> = self.query.parameters().into_iter().chain(own.cloned()).chain(other.iter().cloned()).collect();
        url(&self.path, &all)
    }

    /// Another page that is asked the same.
    pub fn at(&self, path: &str, own: &[(&'static str, String)]) -> String {
        address(path, self.query, own)
    }

    /// A definition of figures, asked the same.
    pub fn metric(&self, code: &str, own: &[(&'static str, String)]) -> String {
        self.at(&format!("/metrics/{code}"), own)
    }

    /// The page asked something else.
    pub(super) fn asking(&self, query: &MoneyQuery) -> String {
        address(&self.path, query, &self.own)
    }

    /// Opening and closing day; the closing day alone where the two do not fit.
    fn days(&self) -> (Option<Date>, Date) {
        match self.query.span(self.choices.today) {
            Ok((after, through)) => (Some(after), through),
            Err(_) => (self.query.since, self.query.as_of.unwrap_or(self.choices.today)),
        }
    }
}

/// The answer as a file, all of it and not a page.
pub fn exports(question: &Question<'_>) -> Markup {
    export_buttons("btn", |format| question.and(&[("after", String::new()), ("format", format.into())]))
}

/// The address of a page that is asked a question.
pub fn address(path: &str, query: &MoneyQuery, own: &[(&'static str, String)]) -> String {
    let all: Vec<(&str, String)> = query.parameters().into_iter().chain(own.iter().cloned()).collect();
    url(path, &all)
}

/// The controls. `more` stands among them: what the page asks besides.
pub fn controls(question: &Question<'_>, more: &Markup) -> Markup {
    let (query, choices) = (question.query, question.choices);
    let asked = &choices.rules;
    let stated = rules::changed(&asked.rules, &asked.organisation);
    html! {
        form class="question" method="get" action=(question.path) role="search" aria-label="Question" {
            (hidden(question))
            div class="toolbar" {
                (days(question))
                (pick("money", "Money", &fields::money_options(question), &query.money_code()))
                (pick("segment", "Segment", &text_options("all", &choices.segments), query.segment.as_deref().unwrap_or_default()))
                (pick("region", "Region", &text_options("all", &choices.regions), query.region.as_deref().unwrap_or_default()))
                (pick("tier", "Tier", &tier_options(), &query.tier.map(|tier| tier.to_string()).unwrap_or_default()))
                (pick("level", "Customer is", &level_options(), query.level.code()))
                @if question.layout == Layout::Ledger { (parts(question)) }
                (more)
                button class="btn" type="submit" { "Show" }
            }
            details class="rules" open[stated.len() > 2] {
                summary {
                    (icon("settings")) "Rules"
                    span class="quiet" { (in_force(asked, &stated)) }
                    (icon("down"))
                }
                (rules::fields(&query.rules, asked))
            }
        }
        (chips(question))
    }
}

/// The rules of the answer in a few words.
fn in_force(asked: &AskedRules, stated: &[String]) -> String {
    let organisation = rules::changed(&asked.organisation, &Rules::default());
    let decided = match (organisation.is_empty(), asked.confirmed) {
        (_, false) => "as shipped, not confirmed".to_string(),
        (true, true) => "as shipped".to_string(),
        (false, true) => format!("as in Settings: {}", organisation.join("; ")),
    };
    if stated.is_empty() { decided } else { format!("{decided}; here {}", stated.join("; ")) }
}

/// What no control of the page shows, and what the page keeps to itself.
fn hidden(question: &Question<'_>) -> Markup {
    let query = question.query;
    let kept = match question.layout {
        Layout::Ledger => Vec::new(),
        Layout::Period => vec![
            ("since", query.since.map(|day| day.to_string())),
            ("account", query.account.clone()),
            ("unit", query.unit.clone()),
            ("product", query.product.clone()),
        ],
    };
    let kept = kept.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let own = question.own.iter().filter(|(name, value)| UNSHOWN.contains(name) && !value.is_empty()).cloned();
    html! { @for (name, value) in kept.chain(own) { input type="hidden" name=(name) value=(value); } }
}

fn days(question: &Question<'_>) -> Markup {
    let (after, through) = question.days();
    let months = question.query.months;
    let mut periods: Vec<(String, String)> = CLASSIC_MONTHS.iter().map(|months| months_option(*months)).collect();
    if !CLASSIC_MONTHS.contains(&months) {
        periods.push(months_option(months));
    }
    html! {
        @match question.layout {
            Layout::Ledger => {
                (date("since", "Opening day", after))
                (date("as_of", "closing day", Some(through)))
                (date("known_on", "as known on", question.query.known_on))
            },
            Layout::Period => {
                (date("as_of", "As of", Some(through)))
                (date("known_on", "as known on", question.query.known_on))
                @if question.query.since.is_none() { (pick("months", "Period", &periods, &months.to_string())) }
            },
        }
    }
}

/// Account, business unit, product.
fn parts(question: &Question<'_>) -> Markup {
    let (query, choices) = (question.query, question.choices);
    html! {
        div class="control" {
            label for="q-account" { "Account" }
            input class="input reference" id="q-account" name="account" type="search" value=[query.account.as_deref()] placeholder="reference" maxlength="200" autocomplete="off";
        }
        (pick("unit", "Business unit", &text_options("all", &choices.units), query.unit.as_deref().unwrap_or_default()))
        (pick("product", "Product", &text_options("all", &choices.products), query.product.as_deref().unwrap_or_default()))
    }
}

/// What narrows the question and stands in no control, each with a link that takes it away.
fn chips(question: &Question<'_>) -> Markup {
    let query = question.query;
    let mut active: Vec<(&str, String, MoneyQuery)> = Vec::new();
    if question.layout == Layout::Ledger {
        return html! {};
    }
    if let Some(day) = query.since {
        active.push(("Opening day", display_date(day), MoneyQuery { since: None, ..query.clone() }));
    }
    if let Some(account) = &query.account {
        active.push(("Account", account.clone(), MoneyQuery { account: None, ..query.clone() }));
    }
    if let Some(unit) = &query.unit {
        active.push(("Business unit", unit.clone(), MoneyQuery { unit: None, ..query.clone() }));
    }
    if let Some(product) = &query.product {
        active.push(("Product", product.clone(), MoneyQuery { product: None, ..query.clone() }));
    }
    html! {
        @if !active.is_empty() {
            ul class="chips" aria-label="Narrowed to" {
                @for (name, value, without) in &active {
                    li class="chip" { (name) " " b { (value) } a href=(question.asking(without)) aria-label={ "Remove: " (name) " " (value) } { (icon("x")) } }
                }
            }
        }
    }
}

/// Controls for what a ledger is narrowed to: a class, a cause, a unit, a product.
pub fn choice(name: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    let options: Vec<(String, String)> = options.iter().map(|(value, says)| option(value, says)).collect();
    pick(name, label, &options, chosen)
}
