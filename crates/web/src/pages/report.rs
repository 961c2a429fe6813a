//! One sealed report: what it showed, whether its seal holds, and whether the same still comes out.

use super::parts::{crumbs, shape};
use super::question::address;
use super::reports::{instant, reference};
use super::shell::{Shell, page};
use maud::{Markup, html};
use tenure_app::{MoneyQuery, Recomputed, SealView, SealedRetention};
use tenure_core::ledger::Class;
use tenure_core::primitives::display_date;

/// The page.
pub fn report(shell: &Shell<'_>, view: &SealView) -> Markup {
    page(
        shell,
        &view.seal.title,
        "p-numbers p-report",
        html! {
            header class="page-head" {
                (crumbs(&[("Sealed reports", "/reports".into())], &reference(&view.seal)))
                h1 { (view.seal.title) }
                span class="sub" { (display_date(view.seal.as_of)) }
                (since(view))
            }
            (proof(view))
            div class="split nm" {
                div class="main" {
                    @match &view.retention { Some(sealed) => (retention(sealed)), None => (content(view)) }
                }
                aside aria-label="About this seal" { (seal(view)) }
            }
        },
    )
}

/// What is known otherwise since.
fn since(view: &SealView) -> Markup {
    let Some(query) = &view.query else { return html! {} };
    let Some(then) = query.known_on else { return html! {} };
    let now = MoneyQuery { known_on: None, ..query.clone() };
    html! {
        div class="actions" {
            a class="btn plain" href=(address("/retention", &now, &[])) { "The same, as known now" }
            a class="btn" href=(address("/retention/restatement", &now, &[("then", then.to_string())])) { "What changed since" }
        }
    }
}

/// Whether it is what was sealed.
fn proof(view: &SealView) -> Markup {
    html! {
        @if view.holds {
            p class="banner" data-risk="green" {
                (shape("green"))
                span {
                    b { "The seal holds." } " Content and seal have their fingerprints."
                    @match view.recomputed {
                        Recomputed::Same => " The same comes out again from what was known then.",
                        Recomputed::Otherwise => " Computed again from what was known by the end of that day something else comes out: more was recorded after the seal.",
                        Recomputed::Not => "",
                    }
                }
            }
        } @else {
            p class="banner" data-risk="red" { (shape("red")) span { b { "The seal is broken." } " What stands here is not what was sealed. " code { "tenure check" } " says what differs; a backup from before has the original." } }
        }
    }
}

fn seal(view: &SealView) -> Markup {
    let seal = &view.seal;
    html! {
        section aria-labelledby="seal-h" {
            div class="section-head" { h2 id="seal-h" { "Seal " (reference(seal)) } }
            dl class="answers" {
                div { dt { "Sealed by" } dd { (seal.sealed_by) } }
                div { dt { "Sealed at" } dd { (instant(seal.sealed_at)) } }
                div { dt { "What was known at" } dd { (instant(seal.known_at)) } }
                div { dt { "SHA-256 of the content" } dd { code class="hash" { (seal.content_sha256) } } }
                div { dt { "Fingerprint of the seal" } dd { code class="hash" { (seal.seal_sha256) } } }
                div { dt { "Fingerprint of the seal before" } dd { @if seal.previous_sha256.is_empty() { "none: it is the first" } @else { code class="hash" { (seal.previous_sha256) } } } }
                div { dt { "What was asked" } dd { (asked(view)) } }
            }
        }
    }
}

/// The question parameter by parameter; as it was written where the report is of another kind.
fn asked(view: &SealView) -> Markup {
    html! {
        @match &view.query {
            Some(query) => ul { @for (name, value) in query.parameters() { li { code { (name) } " " (value) } } },
            None => code class="hash" { (view.seal.parameters) },
        }
    }
}

fn retention(sealed: &SealedRetention) -> Markup {
    html! {
        section aria-labelledby="figures-h" {
            div class="section-head" { h2 id="figures-h" { "Figures" } span class="note" { (display_date(sealed.opening_on)) " to " (display_date(sealed.closing_on)) ", amounts in " (sealed.currency) } }
            div class="scroll" role="region" aria-label="Figures" tabindex="0" {
                table class="table two flush" {
                    thead { tr { th scope="col" { "Definition" } th scope="col" class="num" { "Figure" } th scope="col" class="num" { "Above the line" } th scope="col" class="num" { "Below it" } } }
                    tbody {
                        @for figure in &sealed.figures {
                            tr data-row {
                                td class="med" { (figure.name) small { (figure.measure) } }
                                td class="num strong" { (figure.shown) }
                                td class="num" { (sealed.sum(figure, &figure.numerator)) }
                                td class="num" { @if figure.denominator != "0" { (sealed.sum(figure, &figure.denominator)) } }
                            }
                        }
                    }
                }
            }
        }
        (bridge(sealed))
    }
}

fn bridge(sealed: &SealedRetention) -> Markup {
    let name = |code: &str| code.parse().map_or_else(|_| code.to_string(), |class: Class| class.label().to_string());
    html! {
        section aria-labelledby="bridge-h" {
            div class="section-head" { h2 id="bridge-h" { "ARR" } span class="note" { (sealed.currency) } }
            div class="scroll" role="region" aria-label="ARR" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Class" } th scope="col" class="num" { "Movements" } th scope="col" class="num" { (sealed.currency) } } }
                    tbody {
                        tr { td class="med" { "Opening, " (display_date(sealed.opening_on)) } td {} td class="num med" { (sealed.amount(sealed.opening_minor)) } }
                        @for class in &sealed.classes { tr { td { (name(&class.class)) } td class="num" { (class.count) } td class="num" { (sealed.amount(class.minor)) } } }
                    }
                    tfoot { tr { td { "Closing, " (display_date(sealed.closing_on)) } td class="num" { (sealed.movements) } td class="num" { (sealed.amount(sealed.closing_minor)) } } }
                }
            }
            p class="resid" { span class="quiet" { "Opening + movements − closing" } b { "Residual " (sealed.amount(sealed.residual_minor)) } }
        }
    }
}

/// A report of another kind, as it was written.
fn content(view: &SealView) -> Markup {
    html! {
        section aria-labelledby="content-h" {
            div class="section-head" { h2 id="content-h" { "Content" } span class="note" { (view.seal.kind) } }
            div class="scroll" role="region" aria-label="Content" tabindex="0" { pre class="command" { (view.content) } }
        }
    }
}
