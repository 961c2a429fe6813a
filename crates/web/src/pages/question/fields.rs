//! The controls of a question one by one, and the values they offer.

pub(in crate::pages) mod rules;

use super::Question;
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::MoneyIn;
use tenure_core::ledger::Level;

/// Periods that people ask for.
pub(super) const CLASSIC_MONTHS: [u16; 5] = [1, 3, 6, 12, 24];

/// A value and what it stands for.
pub(super) fn option(value: &str, says: &str) -> (String, String) {
    (value.into(), says.into())
}

pub(super) fn months_option(months: u16) -> (String, String) {
    (months.to_string(), if months == 1 { "1 month".into() } else { format!("{months} months") })
}

/// A list to choose from. A value that is not in the list is added: what an address asks for must not be dropped by the next click.
pub(super) fn pick(name: &str, label: &str, options: &[(String, String)], chosen: &str) -> Markup {
    let id = format!("q-{name}");
    html! {
        div class="control" {
            label for=(id) { (label) }
            select class="select" id=(id) name=(name) {
                @for (value, says) in options { option value=(value) selected[value == chosen] { (says) } }
                @if options.iter().all(|(value, _)| value != chosen) { option value=(chosen) selected { (chosen) } }
            }
        }
    }
}

/// A day.
pub(super) fn date(name: &str, label: &str, value: Option<Date>) -> Markup {
    let id = format!("q-{name}");
    html! {
        div class="control" {
            label for=(id) { (label) }
            input class="input day" id=(id) name=(name) type="date" value=[value.map(|day| day.to_string())] min="1990-01-01" max="2100-12-31";
        }
    }
}

/// Words of the book, after the one that stands for all of them.
pub(super) fn text_options(all: &str, words: &[String]) -> Vec<(String, String)> {
    std::iter::once(option("", all)).chain(words.iter().map(|word| option(word, word))).collect()
}

pub(super) fn tier_options() -> Vec<(String, String)> {
    vec![option("", "all"), option("1", "1"), option("2", "2"), option("3", "3")]
}

pub(super) fn level_options() -> Vec<(String, String)> {
    let says = |level: &Level| match level {
        Level::Parent => "a whole family",
        Level::Account => "an account",
        Level::Unit => "a business unit",
        Level::Product => "a product at an account",
    };
    Level::ALL.iter().map(|level| option(level.code(), says(level))).collect()
}

pub(super) fn money_options(question: &Question<'_>) -> Vec<(String, String)> {
    let reporting = question.choices.reporting.code();
    let mut options = vec![option("plan", &format!("{reporting}, plan rates")), option("dated", &format!("{reporting}, daily rates"))];
    if let MoneyIn::PlanOf(year) = question.query.money {
        options.push(option(&question.query.money_code(), &format!("{reporting}, plan rates of {year}")));
    }
    options.extend(
        question.choices.currencies.iter().map(|currency| option(currency.code(), &format!("{} contracts alone", currency.code()))),
    );
    options
}
