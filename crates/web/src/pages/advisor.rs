//! The advisor: which ownership model fits, why, what would change it, and what of the present division is out of step.

use super::parts::{empty, shape};
use super::shell::{Shell, page};
use super::words::{count, many};
use maud::{Markup, html};
use std::collections::BTreeSet;
use tenure_app::{AdviceView, FactorItem, ModelItem};
use tenure_core::ownership::Model;
use tenure_core::ownership::advisor::{Advice, Aspect, Deciding, Factor, Level, Line, Origin, Rule, Standing};
use tenure_core::primitives::display_date;

/// Where questions are answered.
const ANSWERS: &str = "/advisor/answers";

/// The page.
pub fn advisor(shell: &Shell<'_>, view: &AdviceView) -> Markup {
    page(
        shell,
        "Advisor",
        "p-advisor",
        html! {
            header class="page-head" {
                h1 { "Advisor" }
                span class="sub" { "which ownership model fits, from the book and from what you know" }
                div class="actions" {
                    @if view.may_answer { a class="btn" href=(ANSWERS) { "Answer the questions" } }
                    a class="btn plain" href="/policy/models" { "Models" }
                    a class="btn plain" href="/policy" { "Policy" }
                }
            }
            (outgrown(view))
            div class="body prose" {
                (advice(view))
                (changes(view))
                (aligned(view))
                (facts(view))
                (others(view))
            }
        },
    )
}

fn outgrown(view: &AdviceView) -> Markup {
    html! {
        @for (title, evidence) in &view.outgrown {
            p class="banner" data-risk="yellow" { (shape("yellow")) span { b { (title) "." } " " (evidence) " A reason to look at the policy sooner." } }
        }
    }
}

fn names(models: &BTreeSet<Model>) -> String {
    let names: Vec<&str> = models.iter().map(|model| model.label()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_string(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn advice(view: &AdviceView) -> Markup {
    html! {
        section aria-labelledby="advice-h" {
            @match (&view.advice, view.models.first()) {
                (Advice::CannotTell { possible, deciding }, _) => (cannot_tell(view, possible, deciding)),
                (Advice::Recommended(rule), Some(item)) => (recommended(view, item, Some(rule))),
                (Advice::RecommendedAnyway(_), Some(item)) => (recommended(view, item, None)),
                (_, None) => {}
            }
        }
    }
}

fn recommended(view: &AdviceView, item: &ModelItem, rule: Option<&Rule>) -> Markup {
    let about = item.model.about();
    html! {
        div class="section-head" { h2 id="advice-h" { "It fits: " (item.model.label()) } span class="note" { (in_use(view, item)) } }
        p { (about.is) }
        @match rule {
            Some(rule) => p { b { "Why. " } (rule.because) " " cite class="small quiet" { (rule.source.title()) } },
            None => p { b { "Why. " } "Whatever the facts turn out to be that are not known yet, the rules come to this model." },
        }
        (lines("For it", "check", &item.pro))
        (lines("Against it", "x", &item.con))
        @if item.con.is_empty() { p class="quiet" { "Nothing that is known speaks against it. It struggles when: " (about.struggles) } }
        @if view.may_answer { p { a class="btn primary" href={ "/policy/drafts/new?model=" (item.model.code()) } { "Begin a draft from it" span class="vh" { ": " (item.model.label()) } } } }
    }
}

fn in_use(view: &AdviceView, item: &ModelItem) -> String {
    match item.open_renewals {
        0 => "no open renewal is under it today".into(),
        some => format!("{some} of {} open renewals are under it today", view.open_renewals),
    }
}

fn lines(heading: &str, icon: &str, lines: &[&Line]) -> Markup {
    html! {
        @if !lines.is_empty() {
            h3 { (heading) }
            ul class="lines" {
                @for line in lines {
                    li { (super::parts::icon(icon)) div { p { (line.says) } small class="quiet" { (line.when.0.label()) ", " (line.source.title()) } } }
                }
            }
        }
    }
}

fn cannot_tell(view: &AdviceView, possible: &BTreeSet<Model>, deciding: &[Deciding]) -> Markup {
    html! {
        div class="section-head" { h2 id="advice-h" { "Cannot tell yet" } span class="note" { (many_of(possible.len())) " still fit" } }
        p { "It may be " (names(possible)) ". What decides:" }
        ul class="lines" {
            @for item in deciding.iter().take(5) {
                li {
                    (super::parts::icon("info"))
                    div {
                        p { b { (asks(view, item.factor)) } }
                        @for (level, models) in &item.then { p class="small" { (item.factor.says(*level)) ": " (then(models)) } }
                    }
                }
            }
        }
        @if view.may_answer { p { a class="btn primary" href=(ANSWERS) { "Answer the questions" } } }
    }
}

fn many_of(models: usize) -> String {
    count(models as u64, "model")
}

fn then(models: &BTreeSet<Model>) -> String {
    if models.len() > 3 { format!("one of {}", models.len()) } else { names(models) }
}

/// The question, or what the book lacks.
fn asks(view: &AdviceView, factor: Factor) -> String {
    let question = view.factors.iter().find(|item| item.factor == factor).and_then(|item| item.question);
    question.map_or_else(|| format!("{}: the book does not say", factor.label()), |question| question.asks.into())
}

fn changes(view: &AdviceView) -> Markup {
    html! {
        @if view.advice.model().is_some() {
            section aria-labelledby="changes-h" {
                div class="section-head" { h2 id="changes-h" { "What would change it" } span class="note" { "the nearest other value of each fact that leads elsewhere" } }
                @if view.changes.is_empty() { p class="quiet" { "No single fact does." } } @else {
                    div class="scroll" role="region" aria-label="What would change the recommendation" tabindex="0" {
                        table class="table flush" {
                            thead { tr { th scope="col" { "Fact" } th scope="col" { "Is" } th scope="col" { "Were it" } th scope="col" { "Then" } } }
                            tbody {
                                @for change in &view.changes {
                                    tr { td class="med" { (change.factor.label()) } td { (change.factor.says(change.from)) } td { (change.factor.says(change.to)) } td { (then(&change.then)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn aligned(view: &AdviceView) -> Markup {
    html! {
        section aria-labelledby="aligned-h" {
            div class="section-head" { h2 id="aligned-h" { "Is today's division in step?" } span class="note" { "skills, incentives, volume, complexity, will" } }
            ul class="say" { @for (aspect, standing) in &view.alignment { (aspect_line(*aspect, standing)) } }
        }
    }
}

fn aspect_line(aspect: Aspect, standing: &Standing) -> Markup {
    let word = match standing {
        Standing::InStep => "green",
        Standing::OutOfStep(_) => "red",
        Standing::NotKnown(_) => "unknown",
    };
    html! {
        li data-risk=(word) {
            (shape(word))
            div {
                @match standing {
                    Standing::InStep => p { b { (aspect.label()) } ": in step." },
                    Standing::OutOfStep(found) => @for item in found { p { b { (aspect.label()) ", out of step. " } (item.evidence) " " span class="mid" { (item.remedy) } } },
                    Standing::NotKnown(factors) => p { b { (aspect.label()) } ": not known. " (factors.iter().map(|factor| factor.label()).collect::<Vec<_>>().join(", ")) " would tell." },
                }
            }
        }
    }
}

fn facts(view: &AdviceView) -> Markup {
    html! {
        section aria-labelledby="facts-h" {
            div class="section-head" {
                h2 id="facts-h" { "What it rests on" }
                span class="note" { (view.factors.iter().filter(|item| item.known.is_some()).count()) " of " (many(&view.factors, "fact")) " known; nothing is assumed for the rest" }
                @if view.may_answer { a class="btn small end" href=(ANSWERS) { "Answer" } }
            }
            div class="scroll" role="region" aria-label="Facts" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Fact" } th scope="col" { "Is" } th scope="col" { "Shown by" } } }
                    tbody { @for item in &view.factors { (fact(item)) } }
                }
            }
        }
    }
}

fn fact(item: &FactorItem) -> Markup {
    html! {
        tr {
            td class="med" { (item.factor.label()) }
            @match &item.known {
                Some(known) => {
                    td { (item.factor.says(known.level)) }
                    td { (shown_by(&known.origin)) @if !known.evidence.is_empty() { " " (known.evidence) } }
                }
                None => {
                    td { span class="quiet" { "not known" } }
                    td { span class="quiet" { (item.question.map_or("The book does not say.", |question| question.asks)) } }
                }
            }
        }
    }
}

fn shown_by(origin: &Origin) -> Markup {
    html! {
        @match origin {
            Origin::Book => span class="quiet" { "The book." },
            Origin::Answered { by, on } => span class="quiet" { (by) ", " (display_date(*on)) "." },
        }
    }
}

fn others(view: &AdviceView) -> Markup {
    let first = view.advice.model();
    html! {
        section aria-labelledby="others-h" {
            div class="section-head" { h2 id="others-h" { "Every model" } span class="note" { "what speaks for each and against it, by what is known" } }
            @for item in view.models.iter().filter(|item| Some(item.model) != first) {
                details class="as-table" {
                    summary { (item.model.label()) span class="small quiet" { ", " (item.pro.len()) " for, " (item.con.len()) " against" } }
                    p { (item.model.about().is) }
                    (lines("For it", "check", &item.pro))
                    (lines("Against it", "x", &item.con))
                    h3 { "Recommended where" }
                    ul { @for rule in &item.rules { li { (rule.because) @if !rule.needs.is_empty() { " " span class="small quiet" { (needs(rule)) } } } } }
                }
            }
            @if view.models.is_empty() { (empty("No models.", "", html! {})) }
        }
    }
}

/// The conditions of a rule in words.
fn needs(rule: &Rule) -> String {
    let words = |factor: Factor, codes: &[&str]| {
        let levels: Vec<Level> = codes.iter().filter_map(|code| factor.level(code)).collect();
        format!("{} {}", factor.label(), levels.into_iter().map(|level| factor.says(level)).collect::<Vec<_>>().join(" or "))
    };
    rule.needs.iter().map(|(factor, codes)| words(*factor, codes)).collect::<Vec<_>>().join("; ")
}
