//! Chat channels that hear of notices.

use super::parts::crumbs;
use super::shell::{Shell, page};
use maud::{Markup, html};
use tenure_app::ChannelItem;

/// The page.
pub fn channels(shell: &Shell<'_>, channels: &[ChannelItem]) -> Markup {
    page(
        shell,
        "Chat channels",
        "p-lists",
        html! {
            header class="page-head" {
                (crumbs(&[("Settings", "/settings".into())], "Chat channels"))
                h1 { "Chat channels" }
                div class="actions" { a class="btn primary" href="/settings/channels/new" { "Add a channel" } }
            }
            div class="body prose wide" {
                p class="mid measure" { "A channel of Slack or Microsoft Teams hears of notices by its incoming webhook. The address of a webhook is a secret: it is kept, and never shown again." }
                @if channels.is_empty() { p class="quiet" { "No channel hears of notices." } } @else { (table(channels)) }
            }
        },
    )
}

fn table(channels: &[ChannelItem]) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="Channels" tabindex="0" {
            table class="table flush" {
                thead { tr { th scope="col" { "Channel" } th scope="col" { "Chat" } th scope="col" { "Address" } th scope="col" { "Hears of" } th scope="col" { span class="vh" { "Verbs" } } } }
                tbody {
                    @for channel in channels {
                        @let kinds = channel.kinds.iter().map(|kind| kind.label()).collect::<Vec<_>>().join(", ");
                        tr {
                            td class="med" { (channel.name) }
                            td { (channel.service.label()) }
                            td { (channel.masked) }
                            td { (kinds) }
                            td class="verbs" { a class="btn small danger" href={ "/settings/channels/" (channel.id) "/removal" } { "Remove" span class="vh" { ": " (channel.name) } } }
                        }
                    }
                }
            }
        }
    }
}
