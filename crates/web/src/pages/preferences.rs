//! How one hears of notices: e-mail, and calendars behind secret links.

use super::parts::{crumbs, shape};
use super::shell::{Shell, page};
use maud::{Markup, html};
use tenure_app::CalendarLink;
use tenure_core::notice::{Digest, NoticeKind, Preference};

/// The calendars of a link: file and what it shows.
const FEEDS: [(&str, &str); 3] = [
    ("tasks.ics", "Your open steps"),
    ("renewals.ics", "Term ends of your team's renewals"),
    ("deadlines.ics", "Notice deadlines of your team's renewals"),
];

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Chosen<'a> {
    /// What holds.
    pub preference: &'a Preference,
    /// Links that work.
    pub links: &'a [CalendarLink],
    /// The secret of the link just made: shown this once.
    pub new_secret: Option<&'a str>,
    /// Why no link was made.
    pub error: Option<&'a str>,
}

/// The page.
pub fn preferences(shell: &Shell<'_>, chosen: &Chosen<'_>) -> Markup {
    page(
        shell,
        "Preferences",
        "p-lists",
        html! {
            header class="page-head" { (crumbs(&[("Notices", "/notices".into())], "Preferences")) h1 { "How you hear of notices" } }
            div class="body prose" {
                (mail(chosen.preference))
                (calendars(chosen))
            }
        },
    )
}

fn mail(preference: &Preference) -> Markup {
    let left_out: Vec<&str> = NoticeKind::ALL.iter().filter(|kind| !preference.kinds.contains(kind)).map(|kind| kind.label()).collect();
    let goes = match preference.digest {
        Digest::Off => "never".to_string(),
        Digest::Daily => format!("once a day, at {:02}:00", preference.hour),
        Digest::Immediately => "at once".to_string(),
    };
    let quiet = preference.quiet.map_or_else(|| "none".to_string(), |(from, until)| format!("from {from:02}:00 to {until:02}:00"));
    html! {
        section aria-labelledby="mail-h" {
            div class="section-head" {
                h2 id="mail-h" { "E-mail" }
                span class="note" { "everything is under Notices whatever you choose" }
                a class="btn small end" href="/notices/preferences/change" { "Change" }
            }
            dl class="kv" {
                dt { "Goes out" } dd { (goes) }
                dt { "Quiet" } dd { (quiet) }
                dt { "Kinds" } dd { @if left_out.is_empty() { "all" } @else { "all but " (left_out.join(", ").to_lowercase()) } }
            }
            p class="small quiet" { "Hours are those of your organisation's time zone. While you are away nothing is sent; it follows on your first day back." }
        }
    }
}

fn calendars(chosen: &Chosen<'_>) -> Markup {
    html! {
        section aria-labelledby="calendars-h" {
            div class="section-head" { h2 id="calendars-h" { "Calendars" } span class="note" { "whoever has a link sees what it shows, without signing in" } }
            @if let Some(secret) = chosen.new_secret {
                div class="secret" role="status" {
                    p { b { "Copy the addresses now." } " They are shown this once; only a fingerprint is kept. Put this server's address before them, and subscribe to them in your calendar." }
                    @for (file, what) in FEEDS { p { (what) } code class="command" { "/calendar/" (secret) "/" (file) } }
                }
            }
            @if chosen.links.is_empty() { p class="quiet" { "No link yet." } } @else { (links(chosen.links)) }
            (new_link(chosen.error))
        }
    }
}

fn links(links: &[CalendarLink]) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="Calendar links" tabindex="0" {
            table class="table flush" {
                thead { tr { th scope="col" { "Where it is shown" } th scope="col" { "Made" } th scope="col" { "State" } } }
                tbody {
                    @for link in links {
                        tr {
                            td class="med" { (link.name) }
                            td { (link.created_at.strftime("%-d %b %Y").to_string()) }
                            td {
                                form method="post" action={ "/notices/preferences/links/" (link.id) "/revocation" } {
                                    button class="btn small danger" type="submit" { span { "Revoke" span class="vh" { ": " (link.name) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn new_link(error: Option<&str>) -> Markup {
    html! {
        form class="inline-form" method="post" action="/notices/preferences/links" {
            div class="field" {
                label for="link-name" { "Where the calendar is shown" }
                input class="input" id="link-name" name="name" type="text" required maxlength="100" autocomplete="off"
                    aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "link-error")];
                @if let Some(error) = error { span class="error" id="link-error" role="alert" { (shape("red")) (error) } }
            }
            button class="btn" type="submit" { "Make a link" }
        }
    }
}
