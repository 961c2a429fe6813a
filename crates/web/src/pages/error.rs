//! What a page says when it cannot show what was asked for.

use super::shell::{Shell, bare, mark, page};
use maud::{Markup, html};

/// What failed, in one sentence, and what to do now. Without a shell it stands alone: the shell's own facts may be what failed.
pub fn error(shell: Option<&Shell<'_>>, status: u16, title: &str, sentence: &str, remedy: &str) -> Markup {
    let says = html! { p { (sentence) } p { (remedy) } p class="small quiet" { "Status " (status) } };
    match shell {
        Some(shell) => page(
            shell,
            title,
            "p-error",
            html! { header class="page-head" { h1 { (title) } } div class="body" { div class="empty" { (says) a class="btn" href="/today" { "Go to Today" } } } },
        ),
        None => bare(
            title,
            "door p-signin",
            html! {
                div class="card" {
                    div class="brand" { (mark("surface")) b { "Tenure" } }
                    h1 { (title) }
                    div class="empty" { (says) a class="btn" href="/today" { "Go to Today" } }
                }
            },
        ),
    }
}
