//! Settings: theme, API tokens, who may sign in, backups, signing out.

use super::parts::shape;
use super::shell::{Shell, page};
use maud::{Markup, html};
use tenure_app::{Access, ApiToken, Backup, User};

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// API tokens of whoever is signed in.
    pub tokens: &'a [ApiToken],
    /// The secret of the token just created: shown this once.
    pub new_secret: Option<&'a str>,
    /// Why no token was created.
    pub error: Option<&'a str>,
    /// Who may sign in; `None` for whoever is no administrator.
    pub users: Option<&'a [User]>,
    /// Backups, newest first; `None` for whoever is no administrator.
    pub backups: Option<&'a [Backup]>,
}

/// The page.
pub fn settings(shell: &Shell<'_>, content: &Settings<'_>) -> Markup {
    page(
        shell,
        "Settings",
        "p-settings",
        html! {
            header class="page-head" { h1 { "Settings" } span class="sub" { (shell.user_name) } }
            div class="body prose" {
                (appearance())
                (tokens(content))
                @if let Some(users) = content.users { (people(users)) (data()) (log()) }
                @if let Some(backups) = content.backups { (super::backups::section(backups)) }
                (leave())
            }
        },
    )
}

fn appearance() -> Markup {
    html! {
        section aria-labelledby="theme-h" {
            div class="section-head" { h2 id="theme-h" { "Theme" } span class="note" { "kept in this browser" } }
            div class="row wrap" {
                div class="seg" role="group" aria-labelledby="theme-h" {
                    @for (theme, name) in [("system", "As the system"), ("light", "Light"), ("dark", "Dark")] {
                        button type="button" data-theme-set=(theme) aria-pressed=(theme == "system") { (name) }
                    }
                }
                button class="btn plain" type="button" data-keys-open { "All keys " kbd { "?" } }
            }
        }
    }
}

fn tokens(content: &Settings<'_>) -> Markup {
    html! {
        section aria-labelledby="tokens-h" {
            div class="section-head" { h2 id="tokens-h" { "API tokens" } span class="note" { "a program that carries one acts as you" } }
            @if let Some(secret) = content.new_secret {
                div class="secret" role="status" {
                    p { b { "Copy the token now." } " It is shown this once; only its fingerprint is kept." }
                    code class="command" { (secret) }
                }
            }
            @if content.tokens.is_empty() { p class="quiet" { "None yet." } } @else { (token_table(content.tokens)) }
            (token_form(content.error))
        }
    }
}

fn token_table(tokens: &[ApiToken]) -> Markup {
    html! {
        div class="scroll" role="region" aria-label="API tokens" tabindex="0" {
            table class="table flush" {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Created" } th scope="col" { "State" } } }
                tbody {
                    @for token in tokens {
                        tr {
                            td class="med" { (token.name) }
                            td { (day_of(token.created_at)) }
                            td {
                                @match token.revoked_at {
                                    Some(at) => span class="quiet" { "revoked on " (day_of(at)) },
                                    None => form method="post" action={ "/settings/tokens/" (token.id) "/revocation" } {
                                        button class="btn small danger" type="submit" { span { "Revoke" span class="vh" { ": " (token.name) } } }
                                    },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn token_form(error: Option<&str>) -> Markup {
    html! {
        form class="inline-form" method="post" action="/settings/tokens" {
            div class="field" {
                label for="token-name" { "What the token is for" }
                input class="input" id="token-name" name="name" type="text" required maxlength="80" autocomplete="off"
                    aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "token-error")];
                @if let Some(error) = error { span class="error" id="token-error" role="alert" { (shape("red")) (error) } }
            }
            button class="btn" type="submit" { "Create token" }
        }
    }
}

fn people(users: &[User]) -> Markup {
    html! {
        section aria-labelledby="users-h" {
            div class="section-head" { h2 id="users-h" { "Who may sign in" } span class="note" { (super::words::many(users, "user")) } }
            div class="scroll" role="region" aria-label="Users" tabindex="0" {
                table class="table flush" {
                    thead { tr { th scope="col" { "Name" } th scope="col" { "E-mail" } th scope="col" { "Access" } th scope="col" { "In the book" } } }
                    tbody {
                        @for user in users {
                            tr {
                                td class="med" { (user.name) }
                                td { (user.email) }
                                td { (access(user.access)) }
                                td { @if user.teammate.is_some() { "yes" } @else { span class="quiet" { "no" } } }
                            }
                        }
                    }
                }
            }
            p class="small quiet" { "Add one on the server: " code { "tenure user add --email NAME@COMPANY" } ", with " code { "--administrator" } " for an administrator." }
        }
    }
}

fn data() -> Markup {
    html! {
        section aria-labelledby="data-h" {
            div class="section-head" { h2 id="data-h" { "The book" } span class="note" { "files that come in, and what every contract counts on" } }
            div class="row wrap" {
                a class="btn" href="/settings/import" { "Import files" }
                a class="btn" href="/settings/organisation" { "Organisation" }
                a class="btn" href="/settings/rates" { "Rates" }
                a class="btn" href="/settings/ledger-rules" { "Ledger rules" }
                a class="btn" href="/settings/handoff-clocks" { "Handoff clocks" }
                a class="btn" href="/settings/discount-authority" { "Discount authority" }
                a class="btn" href="/settings/care" { "What each tier is owed" }
                a class="btn" href="/settings/holidays" { "Holidays" }
                a class="btn" href="/settings/products" { "Products" }
                a class="btn" href="/settings/fields" { "Account fields" }
                a class="btn" href="/settings/channels" { "Chat channels" }
                a class="btn" href="/settings/jobs" { "Jobs" }
            }
        }
    }
}

fn log() -> Markup {
    html! {
        section aria-labelledby="log-h" {
            div class="section-head" { h2 id="log-h" { "What was done" } span class="note" { "every change, by whom and when" } }
            a class="btn" href="/activity" { "Open the activity log" }
        }
    }
}

const fn access(access: Access) -> &'static str {
    match access {
        Access::Administrator => "Administrator",
        Access::Member => "Member",
    }
}

fn leave() -> Markup {
    html! {
        section aria-labelledby="leave-h" {
            div class="section-head" { h2 id="leave-h" { "This session" } }
            form method="post" action="/signout" { button class="btn" type="submit" { "Sign out" } }
            p class="small quiet" { "Tenure " (env!("CARGO_PKG_VERSION")) ", on your own server. " a href=(crate::assets::LICENCES_URL) { "Licences of the embedded parts" } }
        }
    }
}

fn day_of(at: jiff::Timestamp) -> String {
    at.strftime("%-d %b %Y").to_string()
}
