//! What a page of figures says when its question cannot be answered: which value, why, and another question that can be.

use super::{Question, controls};
use crate::pages::shell::{Shell, page};
use maud::{Markup, html};
use tenure_app::{MoneyIn, MoneyQuery};
use tenure_core::primitives::{display_date, parse_date};
use tenure_core::refusal::Refusal;

/// The page in place of figures. The controls hold what could be read of the question, so that it can be mended where it stands.
pub fn refused(shell: &Shell<'_>, title: &str, question: &Question<'_>, refusals: &[Refusal]) -> Markup {
    page(
        shell,
        title,
        "p-numbers",
        html! {
            header class="page-head" { h1 { (title) } }
            (controls(question, &html! {}))
            div class="body" {
                @for refusal in refusals { (one(question, refusal)) }
            }
        },
    )
}

fn one(question: &Question<'_>, refusal: &Refusal) -> Markup {
    let usual = question.at(&question.path, &[]);
    html! {
        div class="empty" role="alert" {
            h2 { (heading(refusal)) }
            p { (says(refusal)) }
            @if !refusal.remedy.is_empty() { p { (refusal.remedy) } }
            div class="row wrap" {
                @match refusal.column.as_deref() {
                    Some("known_on") => a class="btn" href=(question.asking(&MoneyQuery { known_on: None, ..question.query.clone() })) { "Ask what is known now" },
                    Some(_) => a class="btn" href=(question.path) { "Ask the usual question" },
                    None => {
                        a class="btn" href="/settings/rates" { "Look at the rates" }
                        @for currency in question.choices.currencies.iter().filter(|currency| question.query.money != MoneyIn::Contract(**currency)) {
                            a class="btn" href=(question.asking(&MoneyQuery { money: MoneyIn::Contract(*currency), ..question.query.clone() })) { (currency.code()) " contracts alone" }
                        }
                        @if question.choices.currencies.is_empty() { a class="btn" href=(usual) { "Try again" } }
                    },
                }
            }
        }
    }
}

fn heading(refusal: &Refusal) -> &'static str {
    match refusal.column.as_deref() {
        Some("known_on") => "Not known",
        Some(_) => "This cannot be asked",
        None => "No figures",
    }
}

/// The refusal as a sentence, with the name of the control in place of the parameter's.
fn says(refusal: &Refusal) -> String {
    let name = refusal.column.as_deref().map(|column| match column {
        "as_of" => "As of".to_string(),
        "known_on" => "As known on".into(),
        "since" => "The opening day".into(),
        other => other.replace('_', " "),
    });
    let mut letters = name.into_iter().chain(refusal.value.iter().map(|value| shown(value))).collect::<Vec<_>>().join(" ");
    if letters.is_empty() {
        let mut problem = refusal.problem.chars();
        let first = problem.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        return format!("{first}{}.", problem.as_str());
    }
    letters.push(' ');
    letters.push_str(&refusal.problem);
    letters.push('.');
    letters
}

/// A day as people write it, anything else as it came.
fn shown(value: &str) -> String {
    parse_date(value).map_or_else(|_| format!("“{value}”"), display_date)
}
