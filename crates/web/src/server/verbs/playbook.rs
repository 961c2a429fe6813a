//! Playbooks on pages: a step as a form, the whole as a text; what would move is shown before it is published.

use super::reading::{Reader, lines, words};
use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::playbooks::{plan, playbook_url};
use crate::pages::shell::Nav;
use maud::{Markup, html};
use tenure_app::{AppError, PlaybookView};
use tenure_core::account::Risk;
use tenure_core::commands::Publication;
use tenure_core::ownership::{Motion, Responsibility};
use tenure_core::playbook::{Counted, Playbook, Repeat, Step, When};
use tenure_core::refusal::Refusal;

/// Begins a playbook from another one.
pub(crate) struct Begin;
/// Changes the text.
pub(crate) struct EditText;
/// Adds a step, or changes one.
pub(crate) struct EditStep;
/// Takes a step out.
pub(crate) struct RemoveStep;

fn places(view: &PlaybookView) -> Vec<(String, String)> {
    let playbook = &view.item.playbook;
    vec![("Playbooks".into(), "/playbooks".into()), (playbook.name.clone(), playbook_url(&playbook.code))]
}

fn publication(at: &At, text: String, reason: &str) -> Publication {
    Publication { file: "the playbook".into(), text, reason: reason.into(), author: at.actor.name() }
}

/// What would move, where it was asked for.
async fn asked(at: &At, text: Result<String, AppError>, otherwise: Markup) -> Result<Markup, AppError> {
    if at.query.get("preview").is_empty() {
        return Ok(otherwise);
    }
    let told = match text {
        Ok(text) => at.app.plan_playbook(&at.actor, &publication(at, text, at.query.get("reason"))).await,
        Err(error) => Err(error),
    };
    match told {
        Ok(told) => Ok(plan(&told)),
        Err(AppError::Refused(refusals)) => {
            Ok(html! { @for refusal in &refusals { p class="error" role="alert" { (refusal.to_string()) } } })
        }
        Err(error) => Err(error),
    }
}

async fn publish(at: &At, text: String, reason: &str) -> Result<Done, AppError> {
    let code = at.app.publish_playbook(&at.actor, &publication(at, text, reason)).await.map_err(in_fields)?;
    Ok(Done::at(playbook_url(&code), "The playbook is published; open renewals follow it."))
}

/// Refusals of a step's keys are told beside the fields that hold them.
fn in_fields(error: AppError) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let field = |column: String| {
        let key = column.split(" of step").next().unwrap_or_default().replace('.', "_");
        if key.starts_with("days") { "days".to_string() } else { key }
    };
    AppError::Refused(refusals.into_iter().map(|refusal| Refusal { column: refusal.column.map(field), ..refusal }).collect())
}

fn reason() -> Field {
    Field::new("reason", "Why", Kind::Text).hint("It is kept beside the version, with your name.")
}

fn text_fields() -> Vec<Field> {
    let text =
        Field::new("text", "The playbook", Kind::Code).hint("TOML; docs/playbooks.md tells every key. The code in it names the playbook.");
    vec![text, reason()]
}

const FOLLOWS: &str = "Published, it counts at once: open renewals that follow it get new days for what is open, and keep what was done. Look first at what would move.";

impl Action for EditText {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = at.app.playbook(at.reference(), None).await?;
        let text = match at.query.get("version") {
            "" => view.text.clone(),
            "0" => view.shipped_text.clone().unwrap_or_default(),
            number => {
                let found = view.versions.iter().find(|version| version.version.to_string() == number);
                found.map(|version| version.text.clone()).ok_or_else(|| AppError::NotFound(format!("There is no version {number}.")))?
            }
        };
        let lede = asked(at, Ok(lines(at.query.get("text"))), html! { p { (FOLLOWS) } }).await?;
        let form = FormPage::new(Nav::Playbooks, places(&view), format!("Edit {}", view.item.playbook.name), "Publish");
        Ok(form.lede(lede).fields(text_fields(), Typed::of([("text", text)])).preview_of_long("Show what would move"))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        publish(at, lines(typed.get("text")), typed.get("reason")).await
    }
}

impl Action for Begin {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let items = at.app.playbooks().await?;
        let from = items.iter().find(|item| item.playbook.code == at.query.get("from")).or(items.first());
        let text = from.map(|item| {
            let (code, name) = ("new-playbook".to_string(), "New playbook".to_string());
            Playbook { code, name, ..item.playbook.clone() }.to_toml()
        });
        let others = html! {
            p { "Begin from: " @for (index, item) in items.iter().enumerate() { @if index > 0 { ", " } a class="link" href={ "/playbooks/new?from=" (item.playbook.code) } { (item.playbook.name) } } "." }
            p { "Give it a code of its own; rules of the policy name it by that. Until one does, no renewal follows it." }
        };
        let lede = asked(at, Ok(lines(at.query.get("text"))), others).await?;
        let places = vec![("Playbooks".to_string(), "/playbooks".to_string())];
        let form = FormPage::new(Nav::Playbooks, places, "New playbook", "Publish").lede(lede);
        Ok(form.fields(text_fields(), Typed::of([("text", text.unwrap_or_default())])).preview_of_long("Show what would move"))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let text = lines(typed.get("text"));
        let playbook = Playbook::parse("the playbook", &text).map_err(AppError::refused)?;
        if at.app.playbooks().await?.iter().any(|item| item.playbook.code == playbook.code) {
            return Err(AppError::refused(Refusal {
                column: Some("text".into()),
                value: Some(playbook.code),
                problem: "is the code of a playbook that is there; give this one its own".into(),
                ..Refusal::default()
            }));
        }
        publish(at, text, typed.get("reason")).await
    }
}

/// The step of the address; `None` where a new one is asked for.
fn step<'a>(at: &At, view: &'a PlaybookView) -> Result<Option<&'a Step>, AppError> {
    let code = at.part("id");
    if code.is_empty() {
        return Ok(None);
    }
    let found = view.item.playbook.steps.iter().find(|step| step.code == code);
    found.map(Some).ok_or_else(|| AppError::NotFound(format!("{} has no step {code}.", view.item.playbook.name)))
}

impl Action for EditStep {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = at.app.playbook(at.reference(), None).await?;
        let known = step(at, &view)?;
        let text = written(&view.item.playbook, known, &at.query).map(|playbook| playbook.to_toml());
        let removal = known.map(|known| format!("{}/steps/{}/removal", playbook_url(&view.item.playbook.code), known.code));
        let lede = html! {
            p { (FOLLOWS) }
            @if let Some(removal) = removal { p { a class="link" href=(removal) { "Take the step out" } } }
        };
        let lede = asked(at, text, lede).await?;
        let title = known.map_or_else(|| "Add a step".to_string(), |known| format!("Change {}", known.title));
        let form = FormPage::new(Nav::Playbooks, places(&view), title, "Publish").lede(lede);
        Ok(form.fields(fields(&view.item.playbook, known), values(known)).preview_of_long("Show what would move"))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let view = at.app.playbook(at.reference(), None).await?;
        let playbook = written(&view.item.playbook, step(at, &view)?, typed)?;
        publish(at, playbook.to_toml(), typed.get("reason")).await
    }
}

impl Action for RemoveStep {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = at.app.playbook(at.reference(), None).await?;
        let known = step(at, &view)?.ok_or_else(|| AppError::NotFound("There is no such step.".into()))?;
        let told = at.app.plan_playbook(&at.actor, &publication(at, without(&view.item.playbook, &known.code), "")).await;
        let lede = match told {
            Ok(told) => plan(&told),
            Err(AppError::Refused(refusals)) => {
                html! { @for refusal in &refusals { p class="error" role="alert" { (refusal.to_string()) } } }
            }
            Err(error) => return Err(error),
        };
        let form = FormPage::new(Nav::Playbooks, places(&view), format!("Take out {}", known.title), "Take out and publish");
        Ok(form.lede(lede).fields(vec![reason()], Typed::default()).danger())
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let view = at.app.playbook(at.reference(), None).await?;
        let known = step(at, &view)?.ok_or_else(|| AppError::NotFound("There is no such step.".into()))?;
        publish(at, without(&view.item.playbook, &known.code), typed.get("reason")).await
    }
}

fn without(playbook: &Playbook, code: &str) -> String {
    let steps = playbook.steps.iter().filter(|step| step.code != code).cloned().collect();
    Playbook { steps, ..playbook.clone() }.to_toml()
}

fn fields(playbook: &Playbook, known: Option<&Step>) -> Vec<Field> {
    let others = playbook.steps.iter().filter(|step| known.is_none_or(|known| known.code != step.code));
    let others = others.map(|step| (step.code.clone(), step.title.clone())).collect();
    let tiers = (1..=3).map(|tier| (tier.to_string(), format!("Tier {tier}"))).collect();
    let any = "None chosen takes any.";
    vec![
        Field::new("title", "What to do", Kind::Text),
        Field::new("code", "Code", Kind::Text).hint("Small letters, digits and hyphens; ties what was done to its step."),
        Field::new("phase", "Phase", Kind::Text).hint("Named above the ownership strip."),
        Field::new("days", "Days", Kind::Number),
        Field::new("counted", "Counted as", Kind::Choice(words!(Counted))),
        Field::new("lead", "Leads", Kind::Choice(words!(Responsibility))).hint("Whoever holds it does the step."),
        Field::new("goal", "Goal", Kind::Text),
        Field::new("evidence", "To write down", Kind::Text).hint("What completes it."),
        Field::new("attends", "Attend", Kind::Checks(words!(Responsibility))),
        Field::new("attends_silently", "Attend silently", Kind::Checks(words!(Responsibility))),
        Field::new("manner", "Manner", Kind::Checks(manners())),
        Field::new("depends_on", "After", Kind::Checks(others)).hint("It cannot be completed before these are settled."),
        Field::new("repeat_every", "Again every", Kind::Number).optional().hint("Days; empty comes once."),
        Field::new("repeat_until", "Until", Kind::Number).optional().hint("Days before; the last one lies no later."),
        Field::new("when_risk", "Only for colours", Kind::Checks(words!(Risk))).hint(any),
        Field::new("when_tier", "Only for tiers", Kind::Checks(tiers)).hint(any),
        Field::new("when_motion", "Only for motions", Kind::Checks(words!(Motion))).hint(any),
        reason(),
    ]
}

fn manners() -> Vec<(String, String)> {
    let pairs = [
        ("optional", "May be completed as not needed"),
        ("outreach", "Approaches the customer: held by the gate"),
        ("with_customer", "The customer takes part: due on their business days"),
    ];
    pairs.into_iter().map(|(value, label)| (value.to_string(), label.to_string())).collect()
}

fn values(known: Option<&Step>) -> Typed {
    let mut typed = Typed::default();
    let Some(step) = known else { return typed };
    for (name, value) in [
        ("title", step.title.clone()),
        ("code", step.code.clone()),
        ("phase", step.phase.clone()),
        ("days", step.days.to_string()),
        ("counted", step.counted.code().into()),
        ("lead", step.lead.code().into()),
        ("goal", step.goal.clone()),
        ("evidence", step.evidence.clone()),
    ] {
        typed.push(name, value);
    }
    step.attends.iter().for_each(|word| typed.push("attends", word.code()));
    step.attends_silently.iter().for_each(|word| typed.push("attends_silently", word.code()));
    [("optional", step.optional), ("outreach", step.outreach), ("with_customer", step.with_customer)]
        .iter()
        .filter(|(_, set)| *set)
        .for_each(|(word, _)| typed.push("manner", *word));
    step.depends_on.iter().for_each(|code| typed.push("depends_on", code.clone()));
    if let Some(repeat) = step.repeat {
        typed.push("repeat_every", repeat.every_days.to_string());
        typed.push("repeat_until", repeat.until_days.to_string());
    }
    step.when.risk.iter().for_each(|word| typed.push("when_risk", word.code()));
    step.when.tier.iter().for_each(|tier| typed.push("when_tier", tier.to_string()));
    step.when.motion.iter().for_each(|word| typed.push("when_motion", word.code()));
    typed
}

fn chosen<T: std::str::FromStr>(typed: &Typed, name: &str) -> Vec<T> {
    typed.all(name).filter_map(|word| word.parse().ok()).collect()
}

/// The playbook with the step that was typed, in place of the known one or added; steps stand from the earliest on.
fn written(playbook: &Playbook, known: Option<&Step>, typed: &Typed) -> Result<Playbook, AppError> {
    let mut reader = Reader::new(typed);
    let every: Option<u16> = reader.number("repeat_every");
    let until: Option<u16> = reader.number("repeat_until");
    let step = Step {
        code: reader.text("code"),
        counted: reader.required_word("counted", Counted::BeforeAnchor),
        days: reader.required_number("days"),
        phase: reader.text("phase"),
        title: reader.text("title"),
        goal: reader.text("goal"),
        evidence: reader.text("evidence"),
        lead: reader.required_word("lead", Responsibility::Value),
        attends: chosen(typed, "attends"),
        attends_silently: chosen(typed, "attends_silently"),
        optional: typed.has("manner", "optional"),
        outreach: typed.has("manner", "outreach"),
        with_customer: typed.has("manner", "with_customer"),
        depends_on: typed.all("depends_on").map(str::to_string).collect(),
        repeat: every.map(|every_days| Repeat { every_days, until_days: until.unwrap_or(0) }),
        when: When { risk: chosen(typed, "when_risk"), tier: chosen(typed, "when_tier"), motion: chosen(typed, "when_motion") },
    };
    reader.done()?;
    let mut steps = playbook.steps.clone();
    match known.and_then(|known| steps.iter_mut().find(|step| step.code == known.code)) {
        Some(place) => *place = step,
        None => steps.push(step),
    }
    steps.sort_by_key(|step| match step.counted {
        Counted::AfterSignature => (1, i32::from(step.days)),
        _ => (0, -i32::from(step.days)),
    });
    Ok(Playbook { steps, ..playbook.clone() })
}
