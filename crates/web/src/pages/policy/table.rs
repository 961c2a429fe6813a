//! The decision table: conditions on the left, who holds what and what runs on the right, matches at the end.

use crate::pages::parts::{icon, shape};
use crate::pages::words::{count, url_part};
use maud::{Markup, html};
use tenure_app::{PolicyCheck, RuleUse};
use tenure_core::account::Risk;
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::input::{Input, value_text};
use tenure_core::ownership::policy::{Cell, HitPolicy, Outcome, Rule};
use tenure_core::ownership::unary::Value;
use tenure_core::ownership::values::Values;
use tenure_core::primitives::{Currency, group_thousands};

/// The table of a policy. `edit` is the address of a draft that may be changed.
pub(super) fn rules(check: &PolicyCheck, edit: Option<&String>) -> Markup {
    let inputs = check.policy.inputs();
    let last = check.policy.rules.len().saturating_sub(1);
    html! {
        section class="dt" aria-label="Rules" {
            div class="scroll" role="region" aria-label="Rules, in order" tabindex="0" {
                table class="table two rules-table" {
                    caption class="vh" { "Ownership rules" }
                    thead {
                        tr class="over" {
                            td {}
                            @if !inputs.is_empty() { th scope="colgroup" colspan=(inputs.len()) class="cg" { "When" } }
                            th scope="colgroup" colspan="5" { "Then this role holds" }
                            th scope="col" { "And runs" }
                            th scope="col" class="num" { "" span class="vh" { "Use" } }
                            @if edit.is_some() { td {} }
                        }
                        tr {
                            th scope="col" { "Rule" }
                            @for (index, input) in inputs.iter().enumerate() { th scope="col" class=(cell_class(*input, index + 1 == inputs.len())) { (heading(*input, check.reporting)) } }
                            @for responsibility in Responsibility::ALL { th scope="col" { (responsibility.label()) } }
                            th scope="col" { "Motion, playbook" }
                            th scope="col" class="num" { "Matches" }
                            @if edit.is_some() { th scope="col" { span class="vh" { "Change" } } }
                        }
                    }
                    tbody {
                        @for (index, (rule, used)) in check.policy.rules.iter().zip(&check.rules).enumerate() {
                            (row(check, (rule, used), &inputs, edit.map(|edit| (edit.as_str(), index, last))))
                        }
                        @for gap in &check.gaps {
                            tr class="gaprow" {
                                td { (shape("red")) span class="vh" { "Gap" } }
                                td colspan=(inputs.len() + 6) { b { "No rule: " (gap.words) ". " } @if gap.renewals > 0 { (count(gap.renewals, "open renewal")) " would have no owner." } }
                                td class="num" { (gap.renewals) }
                                @if edit.is_some() { td {} }
                            }
                        }
                    }
                }
            }
            div class="under" {
                @if let Some(edit) = edit { a class="btn plain" href={ (edit) "/rules/new" } { (icon("plus")) "Add rule" } }
                span class="small quiet push" { (hint(check)) }
            }
        }
    }
}

fn hint(check: &PolicyCheck) -> String {
    let order = match check.policy.hit_policy {
        HitPolicy::First => "First match wins, from the top.",
        HitPolicy::Unique => "Exactly one rule may match.",
    };
    let effect = &check.effect;
    format!("{order} {} of {} open renewals match.", effect.renewals - effect.without_rule, effect.renewals)
}

fn heading(input: Input, reporting: Currency) -> String {
    match input {
        Input::Atr | Input::Arr => format!("{}, {}", input.label(), reporting.code()),
        _ => input.label().to_string(),
    }
}

fn cell_class(input: Input, last: bool) -> &'static str {
    match (matches!(input, Input::Atr | Input::Arr | Input::TermMonths | Input::NoticeDays), last) {
        (true, true) => "num cond endc",
        (true, false) => "num cond",
        (false, true) => "cond endc",
        (false, false) => "cond",
    }
}

fn row(check: &PolicyCheck, (rule, used): (&Rule, &RuleUse), inputs: &[Input], edit: Option<(&str, usize, usize)>) -> Markup {
    html! {
        tr data-state=[used.unreachable.then_some("dead")] id={ "rule-" (url_part(&rule.id)) } {
            th scope="row" class="rule-name" { @match edit { Some((edit, ..)) => a class="link" href={ (edit) "/rules/" (url_part(&rule.id)) } { (rule.id) }, None => b { (rule.id) } } @if !rule.note.is_empty() { small { (rule.note) } } }
            @for (index, input) in inputs.iter().enumerate() {
                td class=(cell_class(*input, index + 1 == inputs.len())) { (condition(*input, rule.when.get(input), check.reporting)) }
            }
            @for responsibility in Responsibility::ALL { td { (holders(&rule.then, *responsibility)) } }
            td class="mid" { (rule.then.motion.label()) small { (rule.then.playbook) @if !rule.then.support.is_empty() { "; " (support(&rule.then)) } } }
            td class="num" { @if used.unreachable { "never" } @else { (used.renewals) } }
            @if let Some((edit, index, last)) = edit { td { (controls(edit, rule, index, last)) } }
        }
    }
}

fn condition(input: Input, cell: Option<&Cell>, reporting: Currency) -> Markup {
    let Some(cell) = cell else { return html! { span class="any" { "any" } } };
    match &cell.test.values {
        Values::Words { words, except } => html! {
            @if *except { span class="not" { "not " } }
            @for (index, word) in words.iter().enumerate() {
                @if index > 0 { " or " }
                (word_of(input, word, reporting))
            }
            @if !except && cell.test.missing { @if !words.is_empty() { " or " } "not known" }
            @if *except && !cell.test.missing && input.may_be_missing() { @if !words.is_empty() { " or " } "not known" }
        },
        _ => html! { span class="med" { (grouped(&cell.text)) } },
    }
}

/// A cell with commas between the thousands of its numbers, as amounts are read; words and dates have no such numbers.
fn grouped(cell: &str) -> String {
    if cell.contains('"') {
        return cell.into();
    }
    let mut text = String::new();
    let mut digits = String::new();
    let mut after_point = false;
    for sign in cell.chars().chain(['\0']) {
        if sign.is_ascii_digit() {
            digits.push(sign);
            continue;
        }
        text.push_str(&if after_point { std::mem::take(&mut digits) } else { group_thousands(&std::mem::take(&mut digits)) });
        // Two points part the ends of an interval; one stands before decimals.
        after_point = sign == '.' && !text.ends_with('.') && text.ends_with(|last: char| last.is_ascii_digit());
        if sign != '\0' {
            text.push(sign);
        }
    }
    text
}

fn word_of(input: Input, word: &str, reporting: Currency) -> Markup {
    let text = value_text(input, Value::Word(word), reporting);
    let risk = (input == Input::RiskCategory).then(|| word.parse::<Risk>().ok()).flatten();
    html! { @match risk { Some(risk) => (crate::pages::parts::risk(risk)), None => (text) } }
}

fn holders(then: &Outcome, responsibility: Responsibility) -> Markup {
    let roles = then.roles.get(&responsibility).map_or(&[][..], Vec::as_slice);
    let phases = then.phases.iter().filter_map(|phase| Some((phase.days_before_anchor, phase.roles.get(&responsibility)?)));
    html! {
        (preference(roles))
        @for (days, roles) in phases { small { "from T-" (days) ": " (names(roles)) } }
        @if responsibility == Responsibility::Expansion && !then.expansion_types.is_empty() { small { (count(then.expansion_types.len() as u64, "type")) " to others" } }
    }
}

fn preference(roles: &[Role]) -> Markup {
    html! {
        @if let Some(first) = roles.first() { span class="role" data-family=(first.family().code()) { (first.label()) } }
        @if roles.len() > 1 { small { "else " (names(roles.get(1..).unwrap_or_default())) } }
    }
}

fn names(roles: &[Role]) -> String {
    roles.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ")
}

fn support(then: &Outcome) -> String {
    then.support.iter().map(|(manner, roles)| format!("{} {}", names(roles), manner.label().to_lowercase())).collect::<Vec<_>>().join("; ")
}

fn controls(edit: &str, rule: &Rule, index: usize, last: usize) -> Markup {
    let at = format!("{edit}/rules/{}", url_part(&rule.id));
    html! {
        div class="row" {
            @if index > 0 { form method="post" action={ (at) "/up" } { button class="btn small plain" type="submit" title="Move up" { (icon("up")) span class="vh" { "Move " (rule.id) " up" } } } }
            @if index < last { form method="post" action={ (at) "/down" } { button class="btn small plain" type="submit" title="Move down" { (icon("down")) span class="vh" { "Move " (rule.id) " down" } } } }
            form method="post" action={ (at) "/removal" } { button class="btn small plain" type="submit" title="Remove" { (icon("x")) span class="vh" { "Remove " (rule.id) } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn numbers_in_cells_are_grouped_and_decimals_are_not() {
        for (cell, shown) in [
            (">= 500000", ">= 500,000"),
            ("(25000..100000)", "(25,000..100,000)"),
            ("[1500.12345..2000)", "[1,500.12345..2,000)"),
            ("12,24", "12,24"),
            ("date(\"2027-01-31\")", "date(\"2027-01-31\")"),
        ] {
            assert_eq!(grouped(cell), shown);
        }
    }
}
