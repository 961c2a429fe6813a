//! Playbooks: the timelines that renewals follow, each step with its day, and one of them laid on a renewal.

use super::parts::{crumbs, empty};
use super::shell::{Shell, page};
use super::words::{count, renewal_url, url_part};
use maud::{Markup, html};
use tenure_app::{PlaybookItem, PlaybookOn, PlaybookPlan, PlaybookView, StepMove};
use tenure_core::playbook::{Counted, Playbook, Step};
use tenure_core::primitives::{display_date, weekday_date};

/// The address of a playbook.
pub fn playbook_url(code: &str) -> String {
    format!("/playbooks/{}", url_part(code))
}

/// The list.
pub fn playbooks(shell: &Shell<'_>, items: &[PlaybookItem]) -> Markup {
    page(
        shell,
        "Playbooks",
        "p-playbooks",
        html! {
            header class="page-head" {
                h1 { "Playbooks" }
                span class="sub" { "the steps of a renewal, who leads each, and when" }
                div class="actions" {
                    @if shell.is_administrator { a class="btn" href="/playbooks/new" { "New playbook" } }
                    a class="btn plain" href="/policy" { "Policy" }
                }
            }
            div class="models" {
                @for item in items { (listed(item)) }
            }
        },
    )
}

fn listed(item: &PlaybookItem) -> Markup {
    let playbook = &item.playbook;
    let id = format!("p-{}", playbook.code);
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { a href=(playbook_url(&playbook.code)) { (playbook.name) } }
            p { (playbook.summary) }
            dl {
                dt { "Steps" } dd { (playbook.steps.len()) ", counted from " (playbook.anchor.label()) }
                dt { "Followed by" } dd { (count(item.renewals, "open renewal")) }
                dt { "Rules" } dd { @if item.rules.is_empty() { "None of the policy in force." } @else { (item.rules.join(", ")) } }
                dt { "Version" } dd { (version(item)) }
            }
        }
    }
}

fn version(item: &PlaybookItem) -> String {
    match (item.version, item.shipped) {
        (Some(version), true) => format!("{version}, in place of the shipped one"),
        (Some(version), false) => version.to_string(),
        (None, _) => "as shipped".into(),
    }
}

/// One playbook.
pub fn playbook(shell: &Shell<'_>, view: &PlaybookView) -> Markup {
    let playbook = &view.item.playbook;
    let at = playbook_url(&playbook.code);
    page(
        shell,
        &playbook.name,
        "p-playbook",
        html! {
            header class="page-head" {
                (crumbs(&[("Playbooks", "/playbooks".into())], &playbook.name))
                h1 { (playbook.name) }
                span class="sub" { (playbook.summary) }
                div class="actions" {
                    @if shell.is_administrator {
                        a class="btn" href={ (at) "/steps/new" } { "Add a step" }
                        a class="btn" href={ (at) "/text" } { "Edit as text" }
                    }
                    a class="btn plain" href={ (at) "/playbook.toml" } { "Download" }
                }
            }
            div class="body" {
                (facts(&view.item))
                (steps(playbook, shell.is_administrator))
                (laid(view))
                (versions(view, shell.is_administrator))
            }
        },
    )
}

fn facts(item: &PlaybookItem) -> Markup {
    let playbook = &item.playbook;
    let gate = playbook.outreach.iter().map(|(risk, days)| {
        format!("{days} days before for {}", risk.map_or("the others".to_string(), |risk| risk.label().to_lowercase()))
    });
    let gate = gate.rev().collect::<Vec<_>>().join(", ");
    html! {
        dl class="facts" {
            div { dt { "Counted from" } dd class="big" { (playbook.anchor.label()) } }
            div { dt { "Followed by" } dd class="big" { (count(item.renewals, "open renewal")) } }
            div { dt { "Rules of the policy" } dd class="big" { @if item.rules.is_empty() { "None" } @else { (item.rules.join(", ")) } } }
            div { dt { "Customers are approached from" } dd class="big" { @if gate.is_empty() { "No gate" } @else { (gate) } } }
            div { dt { "Version" } dd class="big" { (version(item)) } }
        }
    }
}

fn steps(playbook: &Playbook, may_change: bool) -> Markup {
    html! {
        section aria-labelledby="steps-h" {
            div class="section-head" { h2 id="steps-h" { "Steps" } span class="note" { "dates shift to the earlier business day" } }
            div class="scroll" role="region" aria-label="Steps" tabindex="0" {
                table class="table" {
                    thead { tr {
                        th scope="col" { "When" } th scope="col" { "Step" } th scope="col" { "Leads" } th scope="col" { "Attends" }
                        th scope="col" { "Only where" } th scope="col" { "To write down" }
                        @if may_change { th scope="col" { span class="vh" { "Change" } } }
                    } }
                    tbody { @for step in &playbook.steps { (row(playbook, step, may_change)) } }
                }
            }
        }
    }
}

fn row(playbook: &Playbook, step: &Step, may_change: bool) -> Markup {
    let at = format!("{}/steps/{}", playbook_url(&playbook.code), url_part(&step.code));
    let attends = step.attends.iter().map(|r| r.label().to_string());
    let attends = attends.chain(step.attends_silently.iter().map(|r| format!("{}, silent", r.label()))).collect::<Vec<_>>().join("; ");
    let waits =
        step.depends_on.iter().filter_map(|code| playbook.step(code)).map(|step| step.title.as_str()).collect::<Vec<_>>().join(", ");
    let short = match step.counted {
        Counted::AfterSignature => format!("S+{}", step.days),
        _ => format!("T\u{2212}{}", step.days),
    };
    html! {
        tr {
            td { b class="num" { (short) } small { (step.offset(playbook.anchor)) } }
            td {
                (step.title) small { (step.goal) }
                @if !waits.is_empty() { small { "After: " (waits) "." } }
                @if step.outreach { small { "Approaches the customer." } }
                @if step.with_customer { small { "The customer takes part." } }
                @if step.optional { small { "May be left out." } }
            }
            td { (step.lead.label()) }
            td { (attends) }
            td { (step.when.in_words()) }
            td { (step.evidence) }
            @if may_change { td { a class="link small" href=(at) { "Change" span class="vh" { ": " (step.title) } } } }
        }
    }
}

fn laid(view: &PlaybookView) -> Markup {
    let at = playbook_url(&view.item.playbook.code);
    html! {
        section aria-labelledby="on-h" {
            div class="section-head" { h2 id="on-h" { "On a renewal" } span class="note" { "what it gives, day by day" } }
            form class="row lay" method="get" action={ (at) "#on-h" } {
                label for="renewal" { "Renewal" }
                input class="input short" id="renewal" name="renewal" placeholder="R-1042" value=(view.on.as_ref().map_or("", |on| on.renewal.as_str()));
                button class="btn" type="submit" { "Lay it on" }
            }
            @match &view.on {
                Some(on) => (placed(on)),
                None => (empty("No open renewal follows it.", "Name any renewal above to see its days, or let a rule of the policy give it.", html! {})),
            }
        }
    }
}

fn placed(on: &PlaybookOn) -> Markup {
    html! {
        p {
            a class="link" href=(renewal_url(&on.renewal)) { (on.renewal) ", " (on.account) }
            @if on.follows { " follows it" } @else { " does not follow it" }
            ": counted from " (display_date(on.anchor_on)) ", term end " (display_date(on.end_on)) "."
            @if let Some(from) = on.outreach_from { " The customer is approached from " (display_date(from)) " on." }
        }
        div class="scroll" role="region" aria-label="Days" tabindex="0" {
            table class="table flush" {
                thead { tr { th scope="col" { "Due" } th scope="col" { "To the end" } th scope="col" { "Step" } th scope="col" { "Who" } th scope="col" { "Stands" } } }
                tbody {
                    @for step in &on.steps {
                        tr {
                            td { (weekday_date(step.due_on)) }
                            td { (step.t_minus) }
                            td { (step.title) }
                            td { (step.holder) }
                            td { @if let Some(state) = step.state { (state.label()) } }
                        }
                    }
                }
            }
        }
        @if !on.left_out.is_empty() {
            p class="quiet" { "Not on it: " @for (index, (title, only)) in on.left_out.iter().enumerate() { @if index > 0 { "; " } (title) " (only " (only) ")" } "." }
        }
    }
}

fn versions(view: &PlaybookView, may_change: bool) -> Markup {
    let at = playbook_url(&view.item.playbook.code);
    html! {
        section aria-labelledby="versions-h" {
            div class="section-head" { h2 id="versions-h" { "Versions" } }
            @if view.versions.is_empty() { p class="quiet" { "Nothing was published here: the shipped text is in use." } }
            @else {
                ul class="plain-list" {
                    @for version in &view.versions {
                        li { p {
                            b { "Version " (version.version) } ", " (version.author) ", " (version.recorded_at.strftime("%-d %b %Y")) ": " (version.reason)
                            @if may_change && Some(version.version) != view.item.version { " " a class="link small" href={ (at) "/text?version=" (version.version) } { "Publish it again" } }
                        } }
                    }
                    @if view.shipped_text.is_some() {
                        li { p { b { "As shipped" } @if may_change { " " a class="link small" href={ (at) "/text?version=0" } { "Publish it again" } } } }
                    }
                }
            }
        }
    }
}

/// What publishing a text would do, above the button that publishes it.
pub fn plan(plan: &PlaybookPlan) -> Markup {
    html! {
        p class="big-line" {
            b { (plan.name) ", version " (plan.version) "." } " "
            @if plan.renewals == 0 { "No open renewal follows it." }
            @else if plan.touched == 0 { "Nothing moves on " (count(plan.renewals, "open renewal")) "." }
            @else { (plan.touched) " of " (count(plan.renewals, "open renewal")) " would change." }
        }
        @if plan.touched > 0 || plan.kept > 0 {
            p class="mid" {
                (count(plan.added, "step")) " new, " (plan.moved) " moved, " (plan.withdrawn) " taken away, " (plan.reworded) " reworded; "
                (plan.kept) " settled and kept as they are."
            }
        }
        @if !plan.moves.is_empty() {
            details class="rules" {
                summary { "The first " (plan.moves.len().min(MOVES_SHOWN)) }
                ul class="plain-list" { @for moved in plan.moves.iter().take(MOVES_SHOWN) { li { (told(moved)) } } }
            }
        }
        p { "Nothing is published yet." }
    }
}

/// Moves shown one by one.
const MOVES_SHOWN: usize = 25;

fn told(moved: &StepMove) -> Markup {
    html! {
        a class="link" href=(renewal_url(&moved.renewal)) { (moved.account) }
        ": " (moved.title)
        @match (moved.from, moved.to) {
            (Some(from), Some(to)) => { " from " (display_date(from)) " to " (display_date(to)) },
            (None, Some(to)) => { " is new on " (display_date(to)) },
            (Some(from), None) => { " of " (display_date(from)) " falls away" },
            (None, None) => {},
        }
        @if !moved.holder.is_empty() { ", " (moved.holder) }
    }
}
