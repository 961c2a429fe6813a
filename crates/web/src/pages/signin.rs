//! Signing in, and the first run of an instance that has no user.

use super::parts::shape;
use super::shell::{bare, mark};
use maud::{Markup, html};

/// What was typed on the first-run page; the password is never sent back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstRunForm {
    /// E-mail.
    pub email: String,
    /// Name.
    pub name: String,
}

/// The sign-in page. `back` is where to go afterwards.
pub fn sign_in(organisation: Option<&str>, email: &str, back: &str, error: Option<&str>) -> Markup {
    let title = format!("Sign in to {}", organisation.unwrap_or("Tenure"));
    card(
        "Sign in",
        &title,
        html! {
            form method="post" action="/signin" {
                input type="hidden" name="back" value=(back);
                div class="field" {
                    label for="email" { "E-mail" }
                    input class="input" id="email" name="email" type="email" value=(email) autocomplete="username" required autofocus[email.is_empty()];
                }
                div class="field" {
                    label for="password" { "Password" }
                    input class="input" id="password" name="password" type="password" autocomplete="current-password" required
                        autofocus[!email.is_empty()] aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "password-error")];
                    @if let Some(error) = error { (problem("password-error", error)) }
                }
                label class="option" for="keep" { input class="check" id="keep" name="keep" type="checkbox" value="yes"; span { "Keep me signed in for 30 days" } }
                button class="btn primary big" type="submit" { "Sign in" }
            }
            p class="small quiet foot" { span { "Forgotten password: ask an administrator." } span { (version()) } }
        },
    )
}

/// The page that creates the first administrator. `errors` are field and problem.
pub fn first_run(values: &FirstRunForm, errors: &[(String, String)]) -> Markup {
    let of = |field: &str| errors.iter().find(|(named, _)| named == field).map(|(_, problem)| problem.as_str());
    let general = errors.iter().filter(|(field, _)| !["name", "email", "password"].contains(&field.as_str()));
    card(
        "First run",
        "Create the first administrator",
        html! {
            p class="mid lede" {
                "This instance has no user yet. The first one is its administrator: adds users, and sees who may sign in. "
                "Use the e-mail that your book names you by, and Today shows your own work."
            }
            form method="post" action="/welcome" {
                @for (_, says) in general { div class="field" { (problem("form-error", says)) } }
                (field("name", "Name", ("text", "name", &values.name), of("name"), None))
                (field("email", "E-mail", ("email", "username", &values.email), of("email"), None))
                (field("password", "Password", ("password", "new-password", ""), of("password"), Some("12 to 200 characters. A sentence is easy to keep in mind.")))
                button class="btn primary big" type="submit" { "Create administrator" }
            }
            p class="small quiet foot" { span { (version()) } }
        },
    )
}

fn field(id: &str, label: &str, (kind, complete, value): (&str, &str, &str), error: Option<&str>, hint: Option<&str>) -> Markup {
    let note = format!("{id}-note");
    let described = (error.is_some() || hint.is_some()).then_some(note.as_str());
    html! {
        div class="field" {
            label for=(id) { (label) }
            input class="input" id=(id) name=(id) type=(kind) value=(value) autocomplete=(complete) required[id != "name"]
                aria-invalid=[error.map(|_| "true")] aria-describedby=[described];
            @match (error, hint) {
                (Some(error), _) => (problem(&note, error)),
                (None, Some(hint)) => span class="hint" id=(note) { (hint) },
                (None, None) => {},
            }
        }
    }
}

fn problem(id: &str, says: &str) -> Markup {
    html! { span class="error" id=(id) role="alert" { (shape("red")) (says) } }
}

fn card(page: &str, title: &str, body: Markup) -> Markup {
    bare(page, "door p-signin", html! { div class="card" { div class="brand" { (mark("surface")) b { "Tenure" } } h1 { (title) } (body) } })
}

fn version() -> String {
    format!("Tenure {}, on your own server", env!("CARGO_PKG_VERSION"))
}
