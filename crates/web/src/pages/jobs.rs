//! Jobs: what the server does beside requests, what failed, and trying it again.

use super::parts::{crumbs, empty, shape};
use super::shell::{Shell, page};
use maud::{Markup, html};
use tenure_app::JobPage;
use tenure_core::job::{Job, JobState};

/// The page.
pub fn jobs(shell: &Shell<'_>, view: &JobPage) -> Markup {
    let counts = [JobState::Waiting, JobState::Running, JobState::Dead, JobState::Done];
    let said: Vec<String> = counts.iter().map(|state| format!("{} {}", view.count(*state), state.label().to_lowercase())).collect();
    page(
        shell,
        "Jobs",
        "p-lists",
        html! {
            header class="page-head" {
                (crumbs(&[("Settings", "/settings".into())], "Jobs"))
                h1 { "Jobs" }
                span class="sub" { (said.join(", ")) }
            }
            div class="body" {
                p class="mid measure" { "The daily plan, and letters and messages on their way out. What fails is tried six times within nine hours; then it waits here for you." }
                @if view.items.is_empty() {
                    (empty("No job yet.", "The first one is the plan of today; the server writes it down within the hour.", html! { a class="btn" href="/settings" { "Back to Settings" } }))
                } @else { (table(&view.items)) }
            }
        },
    )
}

fn table(items: &[Job]) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="Jobs" tabindex="0" {
            table class="table two list" {
                thead {
                    tr {
                        th scope="col" { "Job" }
                        th scope="col" { "State" }
                        th scope="col" { "Due, UTC" }
                        th scope="col" class="num" { "Tries" }
                        th scope="col" { "What went wrong" }
                        th scope="col" { span class="vh" { "Verbs" } }
                    }
                }
                tbody { @for job in items { (row(job)) } }
            }
        }
    }
}

fn row(job: &Job) -> Markup {
    html! {
        tr data-row {
            td class="med" { (job.kind.label()) small { (job.payload.chars().take(60).collect::<String>()) } }
            td {
                @if job.state == JobState::Dead { span class="risk" data-risk="red" { (shape("red")) (job.state.label()) } }
                @else { (job.state.label()) }
            }
            td { (job.due_at.strftime("%-d %b %Y, %H:%M").to_string()) }
            td class="num" { (job.attempts) }
            td { @if job.error.is_empty() { span class="quiet" { "nothing" } } @else { (job.error) } }
            td class="verbs" {
                @if job.state == JobState::Dead {
                    form method="post" action={ "/settings/jobs/" (job.id) "/retry" } {
                        button class="btn small" type="submit" { span { "Retry" span class="vh" { ": " (job.kind.label()) } } }
                    }
                }
            }
        }
    }
}
