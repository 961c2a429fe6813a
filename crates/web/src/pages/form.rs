//! One way to ask for something: a page with fields, what was typed and why it was not accepted, and one button that says what it does.
//!
//! Days are asked for as the last day that still counts, as people say them; handlers turn them into first days no longer.

mod rows;
mod steps;

pub use rows::{LINE_ROWS, LineRow, line_field};
pub use steps::Steps;

use super::parts::{crumbs, shape};
use super::shell::{Nav, Shell, page};
use maud::{Markup, html};
use std::borrow::Cow;

/// The field that carries what the reader has seen: the revision, then the account.
pub const SEEN: &str = "seen";

/// Names with their values, as a browser sends them; one name may come several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The values of a page before anybody typed.
    pub fn of<const N: usize>(pairs: [(&str, String); N]) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
    }

    /// Adds a value.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_string(), value.into()));
    }

    /// The first value of a name, without spaces around it; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(named, _)| named == name).map_or("", |(_, value)| value.trim())
    }

    /// Every value of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(named, _)| named == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether a name came with a value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(named, given)| named == name && given == value)
    }
}

/// How a field is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Text,
    /// One line, with values to choose from: value and what it stands for.
    Suggested(Vec<(String, String)>),
    /// Several lines.
    Long,
    /// A whole text, as a policy is.
    Code,
    /// A day.
    Day,
    /// A number.
    Number,
    /// One of a list: value and label.
    Choice(Vec<(String, String)>),
    /// Any of a list: value and label.
    Checks(Vec<(String, String)>),
    /// Lines of a contract, and what they name each row by.
    Lines(LineRow),
    /// Not asked: carried along.
    Hidden,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name in the request; the column of refusals about it.
    pub name: Cow<'static, str>,
    /// Another column whose refusals belong here.
    pub column: Cow<'static, str>,
    /// What is asked.
    pub label: String,
    /// What the answer does.
    pub hint: String,
    /// How it is answered.
    pub kind: Kind,
    /// Whether it must be answered.
    pub required: bool,
}

impl Field {
    /// A question that must be answered.
    pub fn new(name: impl Into<Cow<'static, str>>, label: &str, kind: Kind) -> Self {
        let name = name.into();
        Self { column: name.clone(), name, label: label.into(), hint: String::new(), kind, required: true }
    }

    /// It may stay empty.
    pub fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// What the answer does.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// Refusals about another column belong here.
    pub fn about(self, column: &'static str) -> Self {
        Self { column: column.into(), ..self }
    }
}

/// A page that asks.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// Where the reader is.
    pub nav: Nav,
    /// Places above it: name and address.
    pub places: Vec<(String, String)>,
    /// The question.
    pub title: String,
    /// What will happen, said before it does.
    pub lede: Markup,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// What the fields hold.
    pub values: Typed,
    /// Where the answer is sent: the address of the page itself.
    pub action: String,
    /// Verb and object.
    pub button: String,
    /// Whether it cannot be taken back by the reader alone.
    pub danger: bool,
    /// Where leaving without answering leads.
    pub back: String,
    /// Label and method of a second button that shows what would follow, by asking for the page again with what was typed.
    pub preview: Option<(&'static str, &'static str)>,
    /// The account that the reader saw, and at which revision: a change of it that came between is told.
    pub seen: Option<(String, u64)>,
    /// The steps of a question that is asked in several; the fields of the others are carried along.
    pub steps: Option<Steps>,
}

/// Where a question stands, and what of an account its reader has seen.
#[derive(Clone, Debug)]
pub struct Places {
    names: Vec<(String, String)>,
    seen: Option<(String, u64)>,
}

impl Places {
    /// Places above a question about an account, as it is at a revision.
    pub fn of_account(names: Vec<(String, String)>, account: &str, revision: u64) -> Self {
        Self { names, seen: Some((account.into(), revision)) }
    }
}

impl From<Vec<(String, String)>> for Places {
    fn from(names: Vec<(String, String)>) -> Self {
        Self { names, seen: None }
    }
}

impl FormPage {
    /// A question at a place, and where leaving leads: the last of the places.
    pub fn new(nav: Nav, places: impl Into<Places>, title: impl Into<String>, button: &str) -> Self {
        let Places { names: places, seen } = places.into();
        let back = places.last().map_or_else(|| "/today".to_string(), |(_, url)| url.clone());
        let (title, button) = (title.into(), button.to_string());
        Self {
            nav,
            places,
            title,
            lede: html! {},
            fields: Vec::new(),
            values: Typed::default(),
            action: String::new(),
            button,
            danger: false,
            back,
            preview: None,
            seen,
            steps: None,
        }
    }

    /// What will happen, said before it does.
    pub fn lede(self, lede: Markup) -> Self {
        Self { lede, ..self }
    }

    /// What is asked, and what the fields hold.
    pub fn fields(self, fields: Vec<Field>, values: Typed) -> Self {
        Self { fields, values, ..self }
    }

    /// Asks in steps.
    pub fn steps(self, steps: Steps) -> Self {
        Self { steps: Some(steps), ..self }
    }

    /// A second button that shows what would follow.
    pub fn preview(self, label: &'static str) -> Self {
        Self { preview: Some((label, "get")), ..self }
    }

    /// A second button that shows what would follow from more than fits an address.
    pub fn preview_of_long(self, label: &'static str) -> Self {
        Self { preview: Some((label, "post")), ..self }
    }

    /// The reader alone cannot take it back.
    pub fn danger(self) -> Self {
        Self { danger: true, ..self }
    }
}

/// Why something was not accepted: field and sentence; an empty field is about the whole.
pub type Problems = [(String, String)];

/// The page.
pub fn form(shell: &Shell<'_>, asked: &FormPage, problems: &Problems) -> Markup {
    let places: Vec<(&str, String)> = asked.places.iter().map(|(name, url)| (name.as_str(), url.clone())).collect();
    let known =
        |column: &str| asked.fields.iter().any(|field| field.kind != Kind::Hidden && (field.name == column || field.column == column));
    let general = problems.iter().filter(|(column, _)| !known(column));
    let class = if asked.fields.iter().any(|field| matches!(field.kind, Kind::Lines(_) | Kind::Code)) { "ask wide" } else { "ask" };
    page(
        shell,
        &asked.title,
        "p-form",
        html! {
            header class="page-head" { (crumbs(&places, &asked.title)) h1 { (asked.title) } }
            div class="body" {
                div class="lede" { (asked.lede) }
                form class=(class) method="post" action=(asked.action) {
                    // Enter in a field presses the first button of a form: this one, not the one that brings more rows.
                    @match &asked.steps {
                        Some(steps) if !steps.is_last() => button class="vh" type="submit" tabindex="-1" aria-hidden="true" name="preview" value="next" { "Next" },
                        _ => button class="vh" type="submit" tabindex="-1" aria-hidden="true" { (asked.button) },
                    }
                    @if let Some(steps) = &asked.steps { (steps::heading(steps)) }
                    @for (_, says) in general { p class="error" role="alert" { (shape("red")) span { (says) } } }
                    @if let Some((account, revision)) = &asked.seen { input type="hidden" name=(SEEN) value={ (revision) " " (account) }; }
                    @for field in &asked.fields { (draw(field, &asked.values, problems)) }
                    @if let Some(steps) = asked.steps.as_ref().filter(|steps| !steps.is_last()) { (steps::buttons(steps, &asked.back)) }
                    @else { div class="row" {
                        @if let Some(steps) = &asked.steps { (steps::back(steps)) }
                        button class={ "btn " (if asked.danger { "danger" } else { "primary" }) } type="submit" { (asked.button) }
                        @if let Some((label, method)) = asked.preview { button class="btn" type="submit" formmethod=(method) name="preview" value="yes" { (label) } }
                        a class="btn plain" href=(asked.back) { "Leave it as it is" }
                    } }
                }
            }
        },
    )
}

fn draw(field: &Field, values: &Typed, problems: &Problems) -> Markup {
    let mut found = problems.iter().filter(|(column, _)| *column == field.name || *column == field.column).map(|(_, says)| says.as_str());
    let problem = found.next();
    let others: Vec<&str> = found.collect();
    let note = |about: &str| format!("{}-{about}", field.name);
    let described: Vec<String> =
        [problem.map(|_| note("error")), (!field.hint.is_empty()).then(|| note("hint"))].into_iter().flatten().collect();
    let about = About { id: &field.name, required: field.required, invalid: problem.is_some(), described: described.join(" ") };
    let below = html! {
        @if let Some(problem) = problem { span class="error" id=(note("error")) role="alert" { (shape("red")) span { (problem) @for other in &others { br; (other) } } } }
        @if !field.hint.is_empty() { span class="hint" id=(note("hint")) { (field.hint) } }
    };
    let label =
        html! { (field.label) @if !field.required && !matches!(field.kind, Kind::Checks(_)) { span class="quiet" { ", optional" } } };
    match &field.kind {
        Kind::Checks(choices) => html! {
            fieldset class="field" aria-describedby=[about.described()] {
                legend class="label" { (field.label) }
                div class="checks" { @for (value, name) in choices { (check(&field.name, value, name, values)) } }
                (below)
            }
        },
        Kind::Hidden => html! { input type="hidden" name=(field.name) value=(values.get(&field.name)); },
        Kind::Lines(named) => {
            html! { fieldset class="field" { legend class="label" { (field.label) } (rows::rows(named, values)) (below) } }
        }
        kind => html! { div class="field" { label for=(field.name) { (label) } (control(kind, &about, values.get(&field.name))) (below) } },
    }
}

/// What a control says about itself.
struct About<'a> {
    id: &'a str,
    required: bool,
    invalid: bool,
    described: String,
}

impl About<'_> {
    fn described(&self) -> Option<&str> {
        (!self.described.is_empty()).then_some(self.described.as_str())
    }
}

fn control(kind: &Kind, about: &About<'_>, value: &str) -> Markup {
    let (id, invalid, list) = (about.id, about.invalid.then_some("true"), format!("{}-list", about.id));
    let input = |class: &str, kind: &str, list: Option<&str>| {
        html! {
            input class=(class) id=(id) name=(id) type=(kind) value=(value) required[about.required] list=[list] autocomplete="off"
                aria-invalid=[invalid] aria-describedby=[about.described()];
        }
    };
    match kind {
        Kind::Day => input("input day", "date", None),
        Kind::Number => input("input short", "text", None),
        Kind::Suggested(choices) => html! {
            (input("input", "text", Some(&list)))
            datalist id=(list) { @for (value, name) in choices { option value=(value) { (name) } } }
        },
        Kind::Long | Kind::Code => html! {
            textarea class={ "input" @if *kind == Kind::Code { " mono" } } id=(id) name=(id) rows=(if *kind == Kind::Code { 24 } else { 4 })
                required[about.required] spellcheck=[(*kind == Kind::Code).then_some("false")] aria-invalid=[invalid] aria-describedby=[about.described()] { (value) }
        },
        Kind::Choice(choices) => html! {
            select class="select" id=(id) name=(id) required[about.required] aria-invalid=[invalid] aria-describedby=[about.described()] {
                @for (choice, name) in choices { option value=(choice) selected[choice == value] { (name) } }
            }
        },
        Kind::Text | Kind::Checks(_) | Kind::Lines(_) | Kind::Hidden => input("input", "text", None),
    }
}

fn check(name: &str, value: &str, label: &str, values: &Typed) -> Markup {
    let id = format!("{name}-{value}");
    html! {
        label class="option" for=(id) {
            input class="check" type="checkbox" id=(id) name=(name) value=(value) checked[values.has(name, value)];
            span { (label) }
        }
    }
}
