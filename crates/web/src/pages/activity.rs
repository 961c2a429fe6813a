//! The activity log: everything that was written down, newest first, for administrators.

use super::parts::{crumbs, empty};
use super::shell::{Shell, page};
use super::words::{many, renewal_url, url};
use maud::{Markup, html};
use tenure_app::{LogFilter, LogItem, LogPage};
use tenure_core::primitives::display_date;

/// The page.
pub fn activity(shell: &Shell<'_>, log: &LogPage, filter: &LogFilter) -> Markup {
    page(
        shell,
        "Activity log",
        "p-activity",
        html! {
            header class="page-head" {
                (crumbs(&[("Settings", "/settings".into())], "Activity log"))
                h1 { "Activity log" }
                span class="sub" { (many(&log.items, "event")) @if log.next.is_some() { " on this page" } }
            }
            (filters(filter))
            @if log.items.is_empty() {
                div class="body" {
                    (empty("No event fits.", "A subject is a reference such as R-1042 or A-17, or an e-mail; who did it is a full name.",
                        html! { a class="btn" href="/activity" { "Show all events" } }))
                }
            } @else {
                div class="scroll" role="region" aria-label="Events" tabindex="0" { (table(&log.items)) }
                (pager(log, filter))
            }
        },
    )
}

fn filters(filter: &LogFilter) -> Markup {
    let (subject, actor) = (filter.subject.as_deref().unwrap_or_default(), filter.actor.as_deref().unwrap_or_default());
    html! {
        form class="toolbar" method="get" action="/activity" role="search" aria-label="Filter events" {
            div class="control" { label for="f-subject" { "Subject" } input class="input" id="f-subject" name="subject" type="search" value=(subject) maxlength="200" autocomplete="off" data-search; }
            div class="control" { label for="f-actor" { "Who" } input class="input" id="f-actor" name="actor" type="search" value=(actor) maxlength="200" autocomplete="off"; }
            button class="btn" type="submit" { "Show" }
        }
    }
}

fn table(items: &[LogItem]) -> Markup {
    html! {
        table class="table two list" {
            thead {
                tr {
                    th scope="col" class="num" aria-sort="descending" { "Number" }
                    th scope="col" { "When, UTC" }
                    th scope="col" { "Who" }
                    th scope="col" { "What" }
                    th scope="col" { "Subject" }
                }
            }
            tbody { @for item in items { (row(item)) } }
        }
    }
}

fn row(item: &LogItem) -> Markup {
    let event = &item.event;
    html! {
        tr data-row {
            td class="num" { (item.sequence) }
            td { (event.at.strftime("%-d %b %Y, %H:%M")) small { "for " (display_date(event.on)) } }
            td { a href=(url("/activity", &[("actor", event.actor.clone())])) { (event.actor) } }
            td class="med" { (event.summary) small { (event.kind.replace('_', " ")) } }
            td {
                a href=(url("/activity", &[("subject", item.subject.clone())])) { (item.subject) }
                @if is_renewal(&item.subject) { small { a href=(renewal_url(&item.subject)) { "open it" } } }
            }
        }
    }
}

fn is_renewal(subject: &str) -> bool {
    subject.strip_prefix("R-").is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn pager(log: &LogPage, filter: &LogFilter) -> Markup {
    html! {
        @if let Some(next) = log.next {
            @let parts = [
                ("subject", filter.subject.clone().unwrap_or_default()),
                ("actor", filter.actor.clone().unwrap_or_default()),
                ("before", next.to_string()),
            ];
            p class="pager" { a class="btn" href=(url("/activity", &parts)) rel="next" { "Older events" } }
        }
    }
}
