//! One rule of a draft as a form: a cell for each input, roles for each responsibility.

use super::draft_url;
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use crate::server::verbs::reading::words;
use crate::server::verbs::{Action, At, Done, require_administrator};
use maud::html;
use std::fmt::Write;
use tenure_app::{AppError, DraftItem};
use tenure_core::account::Field as AccountField;
use tenure_core::identity::Role;
use tenure_core::ledger::Class;
use tenure_core::ownership::input::{Domain, FieldInput, Input, subject};
use tenure_core::ownership::policy::{Outcome, Policy, Rule, Support, quoted, typed_phases, typed_roles};
use tenure_core::ownership::{Model, Motion, Responsibility};
use tenure_core::refusal::Refusal;

/// Adds a rule to a draft, or changes one.
pub(crate) struct EditRule;

async fn read(at: &At) -> Result<(DraftItem, Policy), AppError> {
    require_administrator(&at.actor)?;
    let item = at.app.draft(at.reference()).await?;
    let policy = at.app.read_policy(at.reference(), &item.draft.text).await?;
    Ok((item, policy))
}

/// The rule of the address; `None` where a new one is asked for.
fn rule<'a>(at: &At, policy: &'a Policy) -> Result<Option<&'a Rule>, AppError> {
    if at.part("id").is_empty() {
        return Ok(None);
    }
    let found = policy.rules.iter().find(|rule| rule.id == at.part("id"));
    found.map(Some).ok_or_else(|| AppError::NotFound(format!("Draft {} has no rule {}.", at.reference(), at.part("id"))))
}

impl Action for EditRule {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let (_, policy) = read(at).await?;
        let rule = rule(at, &policy)?;
        let places = vec![("Policy".into(), "/policy".into()), (format!("Draft {}", at.reference()), draft_url(at.reference()))];
        let title = rule.map_or_else(|| "Add a rule".to_string(), |rule| format!("Change rule {}", rule.id));
        let button = if rule.is_some() { "Save rule" } else { "Add rule" };
        let lede = html! {
            p { "An empty condition takes anything. Tests: " code { "> 100000" } ", " code { "[25000..100000)" } ", " code { "\"red\",\"yellow\"" } ", " code { "not(\"SMB\")" } ", " code { "null" } " for what is not known." }
            p { "Roles are codes in order of preference, such as " code { "ae, renewals_manager" } ". Codes: " (Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>().join(", ")) "." }
        };
        let asked = FormPage::new(Nav::Policy, places, title, button).lede(lede);
        let shown = rule.or(policy.rules.last()).map_or_else(Typed::default, |shown| values(shown, rule.is_none()));
        let inputs = all_inputs(&at.app.account_fields().await?, &policy);
        Ok(asked.fields(fields(at.app.playbook_names().await?, (&policy, &inputs)), shown))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let (item, policy) = read(at).await?;
        let known = rule(at, &policy)?;
        let inputs = all_inputs(&at.app.account_fields().await?, &policy);
        let written = written(typed, &inputs)?;
        let mut rules: Vec<String> = policy.rules.iter().map(Rule::to_toml).collect();
        match known.and_then(|known| policy.rules.iter().position(|rule| rule.id == known.id)) {
            Some(index) => rules[index] = written,
            // A new rule stands before the last one, which is often the one that takes the rest.
            None => rules.insert(rules.len().saturating_sub(1), written),
        }
        let text = policy.to_toml_of(&inputs, rules.into_iter());
        let read = at.app.read_policy(at.reference(), &text).await.map_err(in_fields)?;
        let text = at.app.policy_over(at.reference(), &item.draft.text, &read).await?;
        at.app.change_draft(&at.actor, at.reference(), text, item.draft.note).await?;
        Ok(Done::at(draft_url(at.reference()), "The rule was saved."))
    }
}

/// Refusals of a rule's keys are told beside the fields that hold them.
fn in_fields(error: AppError) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let placed = refusals.into_iter().map(|refusal| {
        let column =
            refusal.column.as_deref().map(|column| if column.starts_with("phase") { "phases".to_string() } else { column.to_string() });
        Refusal { column, ..refusal }
    });
    AppError::Refused(placed.collect())
}

fn when_field(input: Input) -> String {
    format!("when.{input}")
}

fn support_field(manner: Support) -> String {
    format!("support.{manner}")
}

fn expansion_field(class: Class) -> String {
    format!("expansion_types.{class}")
}

/// What a rule may ask: the inputs of every organisation, and its own fields.
fn all_inputs(own: &[AccountField], policy: &Policy) -> Vec<Input> {
    let own = own.iter().map(|field| Input::Field(FieldInput { name: field.name, kind: field.kind }));
    let mut all: Vec<Input> = Input::ALL.iter().copied().chain(own).collect();
    all.extend(policy.inputs().into_iter().filter(|input| !Input::ALL.contains(input)));
    all.sort_unstable();
    all.dedup();
    all
}

fn expansions() -> impl Iterator<Item = Class> {
    Class::ALL.iter().copied().filter(|class| class.is_expansion())
}

fn fields(playbooks: Vec<(String, String)>, (policy, inputs): (&Policy, &[Input])) -> Vec<Field> {
    let mut fields = vec![
        Field::new("id", "Name", Kind::Text).hint("Short and unique; reasons cite it."),
        Field::new("note", "Note", Kind::Text).optional().hint("What people should know of the rule."),
    ];
    // What the policy asks already comes first.
    let (asked, others): (Vec<Input>, Vec<Input>) = inputs.iter().partition(|input| policy.asks(**input));
    for input in asked.iter().chain(&others) {
        let hint = match input.domain() {
            Domain::OneOf(all) => format!("{}. Words: {}.", input.meaning(), all.join(", ")),
            _ => format!("{}.", input.meaning()),
        };
        fields.push(Field::new(when_field(*input), &format!("When {}", subject(*input)), Kind::Text).optional().hint(hint));
    }
    fields.push(Field::new("model", "Model", Kind::Choice(words!(Model))));
    fields.push(Field::new("motion", "Motion", Kind::Choice(words!(Motion))));
    fields.push(Field::new("playbook", "Playbook", Kind::Choice(playbooks)));
    fields.extend(
        Responsibility::ALL
            .iter()
            .map(|responsibility| Field::new(responsibility.code(), &format!("{}: roles", responsibility.label()), Kind::Text)),
    );
    let skills = Field::new("skills", "Skills", Kind::Text).optional();
    fields.push(skills.hint("What whoever is chosen should have, besides what the account needs; between commas."));
    let phases = Field::new("phases", "Changes as the end comes nearer", Kind::Long).optional();
    fields.push(phases.hint("A line each: days before the day the playbook counts from, responsibility, roles. Such as: 90 commercial ae"));
    fields.extend(Support::ALL.iter().map(|manner| {
        Field::new(support_field(*manner), manner.label(), Kind::Text)
            .optional()
            .hint("Roles that take part without answering for anything.")
    }));
    fields.extend(expansions().map(|class| {
        Field::new(expansion_field(class), &format!("{}: roles", class.label()), Kind::Text)
            .optional()
            .hint("Empty: the roles for expansion.")
    }));
    fields
}

fn codes(roles: &[Role]) -> String {
    roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(", ")
}

/// What the fields hold: a rule, or for a new one the outcome of the last rule to change.
fn values(rule: &Rule, new: bool) -> Typed {
    let mut typed = Typed::default();
    if !new {
        typed.push("id", rule.id.clone());
        typed.push("note", rule.note.clone());
        rule.when.iter().for_each(|(input, cell)| typed.push(&when_field(*input), cell.text.clone()));
    }
    let Outcome { model, motion, playbook, roles, phases, support, expansion_types, skills } = &rule.then;
    typed.push("model", model.code());
    typed.push("motion", motion.code());
    typed.push("playbook", playbook.clone());
    roles.iter().for_each(|(responsibility, roles)| typed.push(responsibility.code(), codes(roles)));
    let lines = phases.iter().flat_map(|phase| {
        phase.roles.iter().map(|(responsibility, roles)| format!("{} {responsibility} {}", phase.days_before_anchor, codes(roles)))
    });
    typed.push("phases", lines.collect::<Vec<_>>().join("\n"));
    support.iter().for_each(|(manner, roles)| typed.push(&support_field(*manner), codes(roles)));
    expansion_types.iter().for_each(|(class, roles)| typed.push(&expansion_field(*class), codes(roles)));
    typed.push("skills", tenure_core::identity::joined(skills));
    typed
}

/// The rule as TOML, from what was typed; reading it says what is wrong.
fn written(typed: &Typed, inputs: &[Input]) -> Result<String, AppError> {
    let mut text = String::from("\n[[rule]]\n");
    let mut line = |key: &str, value: String| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{key} = {value}");
    };
    let given = |name: String| Some(typed.get(&name).to_string()).filter(|value| !value.is_empty());
    line("id", quoted(typed.get("id")));
    line("note", quoted(typed.get("note")));
    let cells = inputs.iter().filter_map(|input| Some(format!("{input} = {}", quoted(&given(when_field(*input))?))));
    line("when", format!("{{ {} }}", cells.collect::<Vec<_>>().join(", ")));
    for key in ["model", "motion", "playbook"] {
        line(key, quoted(typed.get(key)));
    }
    for responsibility in Responsibility::ALL {
        line(responsibility.code(), typed_roles(typed.get(responsibility.code())));
    }
    let support = Support::ALL.iter().filter_map(|manner| Some(format!("{manner} = {}", typed_roles(&given(support_field(*manner))?))));
    line("support", format!("{{ {} }}", support.collect::<Vec<_>>().join(", ")));
    let routed = expansions().filter_map(|class| Some(format!("{class} = {}", typed_roles(&given(expansion_field(class))?))));
    line("expansion_types", format!("{{ {} }}", routed.collect::<Vec<_>>().join(", ")));
    line("skills", typed_roles(typed.get("skills")));
    line("phase", phases(typed.get("phases"))?);
    Ok(text)
}

/// Lines such as `90 commercial ae, renewals_manager` as TOML.
fn phases(typed: &str) -> Result<String, AppError> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let phases = lines.map(|line| {
        let mut parts = line.splitn(3, char::is_whitespace);
        let read = parts.next().zip(parts.next()).zip(parts.next());
        let phase = read.and_then(|((day, responsibility), roles)| Some((day.parse().ok()?, responsibility.parse().ok()?, roles)));
        phase.ok_or_else(|| {
            let refusal = Refusal::general("is not a number of days, a responsibility and roles", "Write it as: 90 commercial ae");
            AppError::refused(Refusal { column: Some("phases".into()), value: Some(line.into()), ..refusal })
        })
    });
    Ok(typed_phases(phases.collect::<Result<Vec<_>, AppError>>()?))
}
