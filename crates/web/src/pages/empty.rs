//! An instance without an organisation: what to run, and what comes then.

use super::parts::icon;
use super::shell::{Shell, page};
use maud::{Markup, html};

/// The page in place of every list while nothing has been imported.
pub fn empty_instance(shell: &Shell<'_>) -> Markup {
    page(
        shell,
        "Welcome",
        "p-welcome",
        html! {
            header class="page-head" { h1 { "Welcome" } span class="sub" { "nothing here yet" } }
            div class="welcome" {
                h2 { "Who owns every renewal?" }
                p class="lede" { "Tenure can say it once it knows your contracts. Both ways start on the server, in a terminal; a book also comes in here." }
                (way("accounts", "See it full first", "A made-up company with 240 accounts, their contracts, people and history, in a data directory of its own.", "tenure demo --data sample"))
                (way("upload", "Start with your own book", "A folder of CSV files and a policy: people, accounts, contracts, lines. Every row is checked before anything is saved.", "tenure import FOLDER"))
                @if shell.is_administrator { p { a class="btn primary" href="/settings/import" { "Import files here" } " " span class="quiet" { "They are rehearsed first." } } }
                div class="after" {
                    h3 { "Then" }
                    ol {
                        li { b { "Load this page again." } " Every renewal has an owner for each responsibility, and says why." }
                        li { b { "Look at Findings." } " They show what the book leaves open, with who should mend it." }
                        li { b { "Come back to Today." } " It shows what must happen next, and for whom." }
                    }
                }
            }
        },
    )
}

fn way(symbol: &str, title: &str, says: &str, command: &str) -> Markup {
    html! { section class="way" { (icon(symbol)) div { h2 { (title) } p { (says) } } code class="command" { (command) } } }
}
