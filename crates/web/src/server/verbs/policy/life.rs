//! The life of a draft: begun, changed, read by a second person, activated or discarded.

use super::{draft_url, text_of_model};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::policy::plan;
use crate::pages::shell::Nav;
use crate::server::verbs::reading::{Reader, lines};
use crate::server::verbs::{Action, At, Done, require_administrator};
use maud::html;
use tenure_app::{Activation, AppError, DraftItem};

fn places(draft: Option<&str>) -> Vec<(String, String)> {
    let mut places = vec![("Policy".to_string(), "/policy".to_string())];
    places.extend(draft.map(|reference| (format!("Draft {reference}"), draft_url(reference))));
    places
}

fn text_fields() -> Vec<Field> {
    vec![
        Field::new("note", "What it is for", Kind::Text).optional().hint("One line that colleagues read beside the draft."),
        Field::new("text", "The policy as TOML, or a DMN file's content", Kind::Code).hint(
            "A decision table in TOML, or DMN 1.5 XML, which becomes TOML. It need not be complete yet: the checker says what is missing.",
        ),
    ]
}

/// Begins a draft from a version, a model, or nothing.
pub(crate) struct Begin;

impl Action for Begin {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = at.app.policy(&at.actor).await?;
        let version = at.query.get("version").parse().ok();
        let of_version = view.versions.iter().find(|item| Some(item.version) == version).or(view.active.as_ref());
        let of_model = text_of_model(at.query.get("model"));
        let text = of_model.map(str::to_string).or_else(|| of_version.map(|item| item.text.clone())).unwrap_or_default();
        let lede = html! { p { "A draft changes nothing until it is activated. A second person should read it first." } };
        let asked = FormPage::new(Nav::Policy, places(None), "Begin a draft of the policy", "Begin draft");
        Ok(asked.lede(lede).fields(text_fields(), Typed::of([("text", text)])))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let reader = Reader::new(typed);
        let (text, note) = (lines(&reader.text("text")), reader.text("note"));
        reader.done()?;
        let reference = at.app.begin_draft(&at.actor, at.app.policy_text(&text)?, note).await?;
        Ok(Done::at(draft_url(&reference), format!("{reference} was begun.")))
    }
}

async fn open(at: &At) -> Result<DraftItem, AppError> {
    require_administrator(&at.actor)?;
    at.app.draft(at.reference()).await
}

/// Changes the text of a draft.
pub(crate) struct ChangeText;

impl Action for ChangeText {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let item = open(at).await?;
        let values = Typed::of([("text", item.draft.text.clone()), ("note", item.draft.note.clone())]);
        let asked = FormPage::new(Nav::Policy, places(Some(at.reference())), format!("Change draft {}", at.reference()), "Save draft");
        Ok(asked.lede(html! { p { "Another text needs another reading by a second person." } }).fields(text_fields(), values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let reader = Reader::new(typed);
        let (text, note) = (lines(&reader.text("text")), reader.text("note"));
        reader.done()?;
        at.app.change_draft(&at.actor, at.reference(), at.app.policy_text(&text)?, note).await?;
        Ok(Done::at(draft_url(at.reference()), "The draft was saved."))
    }
}

/// A second person found the draft right.
pub(crate) struct Review;

impl Action for Review {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let item = open(at).await?;
        let lede = html! { p { (item.draft.author) " changed it last. You say that you read it and found it right; it is not in force by that." } };
        let title = format!("Approve draft {}", at.reference());
        let asked = FormPage::new(Nav::Policy, places(Some(at.reference())), title, "Approve");
        let fields =
            vec![Field::new("words", "In your words", Kind::Long).optional().hint("What you looked at, and what to keep an eye on.")];
        Ok(asked.lede(lede).fields(fields, Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let reader = Reader::new(typed);
        let words = reader.text("words");
        reader.done()?;
        at.app.review_draft(&at.actor, at.reference(), words).await?;
        Ok(Done::at(draft_url(at.reference()), "The draft was approved."))
    }
}

/// Gives a draft up.
pub(crate) struct Discard;

impl Action for Discard {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        open(at).await?;
        let title = format!("Discard draft {}", at.reference());
        let asked = FormPage::new(Nav::Policy, places(Some(at.reference())), title, "Discard draft").danger();
        Ok(asked.lede(html! { p { "It leaves the list and stays readable at its address. Its text can begin another draft." } }))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.discard_draft(&at.actor, at.reference()).await?;
        Ok(Done::at("/policy".into(), format!("{} was discarded.", at.reference())))
    }
}

/// Activates a draft, after a look at what it would do.
pub(crate) struct Activate;

fn terms(reader: &mut Reader<'_>) -> Activation {
    let mut activation = Activation::of("", "", "");
    activation.effective_on = reader.day("effective_on");
    activation.standing.review_on = reader.day("review_on");
    activation.standing.reason = reader.text("reason");
    activation
}

impl Action for Activate {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let item = open(at).await?;
        let mut reader = Reader::new(&at.query);
        let asked_for = terms(&mut reader);
        reader.done()?;
        let planned = at.app.plan_draft(&at.actor, at.reference(), &asked_for).await?;
        let unread = item.draft.review.is_none();
        let reason = if unread { "Nobody else read this draft: say why it goes ahead." } else { "Written beside the version." };
        let reason = Field::new("reason", "Why", Kind::Long).hint(reason);
        let fields = vec![
            Field::new("effective_on", "In force from", Kind::Day).hint("Today, or a day to come."),
            Field::new("review_on", "Looked at again on", Kind::Day).hint("Six to twelve months later; a finding reminds of it."),
            if unread { reason } else { reason.optional() },
        ];
        let values = Typed::of([
            ("effective_on", planned.effective_on.to_string()),
            ("review_on", planned.review_on.map(|day| day.to_string()).unwrap_or_default()),
            ("reason", asked_for.standing.reason),
        ]);
        let title = format!("Activate draft {}", at.reference());
        let asked = FormPage::new(Nav::Policy, places(Some(at.reference())), title, "Activate policy").danger();
        Ok(asked.lede(plan(&planned)).fields(fields, values).preview("Plan for this day"))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let terms = terms(&mut reader);
        reader.done()?;
        at.app.activate_draft(&at.actor, at.reference(), &terms).await?;
        Ok(Done::at("/policy".into(), "The policy was activated; open renewals are decided by it from its day on."))
    }
}
