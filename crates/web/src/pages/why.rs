//! Why each responsibility of a renewal is where it is: what the policy saw, the rules it tried, the people it found.

use super::parts::{crumbs, icon, person};
use super::shell::{Shell, page};
use super::words::renewal_url;
use maud::{Markup, html};
use tenure_app::{Explanation, RuleTrace};

/// The page.
pub fn why(shell: &Shell<'_>, explanation: &Explanation) -> Markup {
    let title = format!("Why {} is owned as it is", explanation.renewal);
    page(
        shell,
        &title,
        "p-why",
        html! {
            header class="page-head" {
                (crumbs(&[("Renewals", "/renewals".into()), (&explanation.renewal, renewal_url(&explanation.renewal))], "Why"))
                h1 { (title) }
                span class="sub" { (explanation.account) }
            }
            div class="body prose" { (owners(explanation)) (seen(explanation)) (rules(explanation)) (otherwise(explanation)) (beside(explanation)) }
        },
    )
}

fn owners(explanation: &Explanation) -> Markup {
    html! {
        section aria-labelledby="owners-h" {
            div class="section-head" { h2 id="owners-h" { "Who is accountable" } }
            ul class="reasons" {
                @for (responsibility, holder, designated, sentence) in &explanation.owners {
                    li {
                        b { (responsibility.label()) }
                        div {
                            (person(holder))
                            p { (sentence) }
                            @if let Some(designated) = designated {
                                p class="mid" { "The policy designates " b { (designated.name) } ". " (holder.name) " stays accountable until the handoff is completed or waived." }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn seen(explanation: &Explanation) -> Markup {
    html! {
        section aria-labelledby="seen-h" {
            div class="section-head" { h2 id="seen-h" { "What the policy saw" } span class="note" { (explanation.policy) } }
            ul class="seen" { @for fact in &explanation.seen { li class="tag" { (fact) } } }
        }
    }
}

fn rules(explanation: &Explanation) -> Markup {
    html! {
        section aria-labelledby="rules-h" {
            div class="section-head" { h2 id="rules-h" { "Rules, in the order tried" } span class="note" { "the first that fits decides" } }
            ol class="reasons" { @for rule in &explanation.rules { (tried(rule)) } }
        }
    }
}

fn otherwise(explanation: &Explanation) -> Markup {
    html! {
        @if !explanation.otherwise.is_empty() {
            section aria-labelledby="otherwise-h" {
                div class="section-head" { h2 id="otherwise-h" { "What would change it" } span class="note" { "nearest first, everything else as it is" } }
                ul class="reasons" {
                    @for other in &explanation.otherwise {
                        li {
                            b { (sentence(&other.words)) }
                            div {
                                p { @match &other.rule { Some(rule) => { "Rule " (rule) " would decide." }, None => "No rule would fit." } }
                                @for (responsibility, role) in &other.roles { p class="mid" { (responsibility.label()) " would go to the " (role) "." } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn beside(explanation: &Explanation) -> Markup {
    html! {
        @if !explanation.support.is_empty() || !explanation.expansion.is_empty() {
            section aria-labelledby="beside-h" {
                div class="section-head" { h2 id="beside-h" { "Beside them" } span class="note" { "by role" } }
                ul class="reasons" {
                    @for (manner, roles) in &explanation.support { li { b { (manner) } div { p { (roles) } } } }
                    @for (class, roles) in &explanation.expansion { li { b { (class) } div { p { "goes to " (roles) } } } }
                }
            }
        }
    }
}

fn tried(rule: &RuleTrace) -> Markup {
    html! {
        li aria-current=[rule.matched.then_some("true")] {
            b { (rule.rule) }
            div {
                p { @if rule.matched { span class="row med" { (icon("check")) "Decided" } } @else { span class="row quiet" { (icon("x")) "Skipped" } } }
                p class=[(!rule.matched).then_some("mid")] { (sentence(&rule.why)) }
            }
        }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
