//! Notices: what one was told, the latest first, by day.

use super::parts::{empty, icon};
use super::shell::{Shell, page};
use super::words::{count, url};
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::{KeptNotice, NoticePage, NoticeQuery};
use tenure_core::notice::NoticeKind;
use tenure_core::primitives::{display_date, weekday_date};

/// The page.
pub fn notices(shell: &Shell<'_>, view: &NoticePage, query: &NoticeQuery) -> Markup {
    page(
        shell,
        "Notices",
        "p-notices",
        html! {
            header class="page-head" {
                h1 { "Notices" }
                span class="sub" { @if view.unseen == 0 { "all seen" } @else { (count(view.unseen, "notice")) " not seen" } }
                div class="actions" {
                    @if view.unseen > 0 { form method="post" action="/notices/seen" { button class="btn" type="submit" { "Mark all as seen" } } }
                    a class="btn" href="/notices/preferences" { "Preferences" }
                }
            }
            (filters(query))
            div class="body" {
                @if view.items.is_empty() { (nothing(query)) }
                @for (day, items) in by_day(&view.items) { (of_day(view.today, day, items)) }
                (pager(view, query))
            }
        },
    )
}

fn filters(query: &NoticeQuery) -> Markup {
    html! {
        form class="toolbar" method="get" action="/notices" aria-label="Filter notices" {
            div class="control" {
                label for="f-kind" { "Kind" }
                select class="select" id="f-kind" name="kind" {
                    option value="" { "All kinds" }
                    @for kind in NoticeKind::ALL { option value=(kind.code()) selected[query.kind == Some(*kind)] { (kind.label()) } }
                }
            }
            div class="control" {
                label for="f-show" { "Show" }
                select class="select" id="f-show" name="show" {
                    option value="" { "All" }
                    option value="unseen" selected[query.unseen] { "Not seen" }
                }
            }
            button class="btn" type="submit" { "Show" }
        }
    }
}

fn nothing(query: &NoticeQuery) -> Markup {
    let narrowed = query.kind.is_some() || query.unseen;
    html! {
        @if narrowed {
            (empty("No notice fits.", "Other kinds may have something for you.", html! { a class="btn" href="/notices" { "Show all notices" } }))
        } @else {
            (empty("Nobody told you anything yet.", "Once a day you are told of deadlines that come near, steps that are due, and what waits for your answer.",
                html! { a class="btn" href="/today" { "Go to Today" } }))
        }
    }
}

/// Notices by the day on which they were made, in their order.
fn by_day(items: &[KeptNotice]) -> Vec<(Date, &[KeptNotice])> {
    items.chunk_by(|a, b| a.made_on == b.made_on).filter_map(|items| Some((items.first()?.made_on, items))).collect()
}

fn of_day(today: Date, day: Date, items: &[KeptNotice]) -> Markup {
    let id = format!("day-{day}");
    html! {
        section aria-labelledby=(id) {
            div class="section-head" {
                h2 id=(id) { @if day == today { "Today" } @else { (weekday_date(day)) } }
                span class="note" { @if day == today { (weekday_date(day)) ", " } (items.len()) }
            }
            ul class="told" { @for item in items { (row(item)) } }
        }
    }
}

fn row(kept: &KeptNotice) -> Markup {
    let (notice, is_new) = (&kept.notice, kept.seen_at.is_none());
    html! {
        li data-row data-new[is_new] {
            span class=(if is_new { "dot new" } else { "dot" }) aria-hidden="true" {}
            div {
                p class="lead" { a href=(notice.path) { (notice.text) } }
                p class="small quiet" {
                    (notice.kind.label())
                    @if notice.late { span class="dot-sep" { "told late: this was due on " (display_date(notice.due_on)) } }
                    @if is_new { span class="vh" { ", not seen" } }
                }
            }
            @if is_new {
                form method="post" action={ "/notices/" (kept.id) "/seen" } {
                    button class="btn small" type="submit" { (icon("check")) span { "Seen" span class="vh" { ": " (notice.text) } } }
                }
            }
        }
    }
}

fn pager(view: &NoticePage, query: &NoticeQuery) -> Markup {
    html! {
        @if let Some(next) = &view.next {
            @let parts = [
                ("kind", query.kind.map(|kind| kind.code().to_string()).unwrap_or_default()),
                ("show", if query.unseen { "unseen".to_string() } else { String::new() }),
                ("after", next.clone()),
            ];
            p class="pager" { a class="btn" href=(url("/notices", &parts)) rel="next" { "Older notices" } }
        }
    }
}
