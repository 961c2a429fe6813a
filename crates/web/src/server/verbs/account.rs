//! Accounts: add, edit, judge the risk, change the team, the people there, merge.

use super::listed::would_follow;
use super::reading::{Reader, accounts, countries, last_day, months, or_none, people, words};
use super::{Action, At, Done, require_administrator, require_work};
use crate::pages::form::{Field, FormPage, Kind, Places, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, many};
use maud::html;
use tenure_app::{AccountDetails, AccountView, AppError, NewAccount, NewStakeholder};
use tenure_core::account::{Field as AccountField, FieldKind, Risk, Stakeholder, StakeholderRole};
use tenure_core::commands::Judgement;
use tenure_core::identity::{Role, joined, skills};
use tenure_core::primitives::display_date;
use tenure_core::refusal::Refusal;

/// Places above a page of an account.
pub(crate) fn places(view: &AccountView) -> Places {
    let account = &view.account;
    let names = vec![("Accounts".into(), "/accounts".into()), (account.name.clone(), account_url(&account.reference))];
    Places::of_account(names, &account.reference, view.revision)
}

async fn view(at: &At) -> Result<AccountView, AppError> {
    at.app.account(&at.actor, at.reference()).await
}

fn not_known_or_month() -> Kind {
    Kind::Choice(or_none("Not known", months()))
}

async fn account_fields(at: &At) -> Result<Vec<Field>, AppError> {
    let choices = accounts(&at.app.account_choices().await?);
    Ok(vec![
        Field::new("name", "Name", Kind::Text),
        Field::new("tier", "Tier", Kind::Choice([1, 2, 3].map(|tier| (tier.to_string(), tier.to_string())).into()))
            .hint("1 is the largest. The policy may read it."),
        Field::new("segment", "Segment", Kind::Text).optional(),
        Field::new("region", "Region", Kind::Text).optional().hint("Compared with the regions of people when nobody is named."),
        Field::new("country", "Country", Kind::Choice(or_none("Not known", countries())))
            .optional()
            .hint("Its business days count for steps that the customer takes part in."),
        Field::new("parent", "Belongs to", Kind::Suggested(choices)).optional().hint("Reference of the company above it."),
        Field::new("fiscal_year_start", "Their fiscal year begins in", not_known_or_month()).optional(),
    ])
}

fn read_account(reference: String, reader: &mut Reader<'_>) -> NewAccount {
    NewAccount {
        reference,
        name: reader.text("name"),
        tier: reader.required_number("tier"),
        segment: reader.text("segment"),
        region: reader.text("region"),
        country: reader.word("country"),
        parent: reader.some("parent"),
        fiscal_year_start: reader.number("fiscal_year_start"),
    }
}

/// Adds an account.
pub(crate) struct Add;

impl Action for Add {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let mut fields = vec![Field::new("reference", "Reference", Kind::Text).hint("Short and unique, such as A-31. It stays.")];
        fields.extend(account_fields(at).await?);
        let asked = FormPage::new(Nav::Accounts, vec![("Accounts".into(), "/accounts".into())], "Add an account", "Add account");
        let lede =
            html! { p { "Its risk is unknown until somebody judges it, and nothing is up for renewal until a contract is signed." } };
        Ok(asked.lede(lede).fields(fields, Typed::of([("tier", "3".into())])))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = read_account(reader.text("reference"), &mut reader);
        reader.done()?;
        let name = new.name.clone();
        let judgement = Judgement { risk: Risk::Unknown, reason: String::new(), expires_on: None };
        let reference = at.app.add_account(&at.actor, new, judgement).await?;
        Ok(Done::at(account_url(&reference), format!("{name} was added.")))
    }
}

/// Changes what an account is.
pub(crate) struct Edit;

impl Action for Edit {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = view(at).await?;
        let account = &view.account;
        let values = Typed::of([
            ("name", account.name.clone()),
            ("tier", account.tier.to_string()),
            ("segment", account.segment.clone()),
            ("region", account.region.clone()),
            ("country", account.country.map(|country| country.code().to_string()).unwrap_or_default()),
            ("parent", view.relations.parent.as_ref().map(|parent| parent.reference.clone()).unwrap_or_default()),
            ("fiscal_year_start", account.fiscal_year_start.map(|month| month.to_string()).unwrap_or_default()),
        ]);
        let asked = FormPage::new(Nav::Accounts, places(&view), format!("Edit {}", account.name), "Save changes");
        let lede = html! { p { "The policy decides its open renewals again with what you save. A renewal whose playbook has begun keeps the tier it began with." } };
        if at.query.get("preview").is_empty() {
            return Ok(asked.lede(lede).fields(account_fields(at).await?, values).preview("Show what would change"));
        }
        let mut reader = Reader::new(&at.query);
        let new = read_account(at.reference().into(), &mut reader);
        let seen = match reader.done() {
            Ok(()) => at.app.preview_edit(&at.actor, new).await,
            Err(error) => Err(error),
        };
        Ok(asked
            .lede(html! { (lede) (would_follow(seen)?) })
            .fields(account_fields(at).await?, at.query.clone())
            .preview("Show what would change"))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = read_account(at.reference().into(), &mut reader);
        reader.done()?;
        let name = new.name.clone();
        at.app.edit_account(&at.actor, new).await?;
        Ok(Done::at(account_url(at.reference()), format!("{name} was saved.")))
    }
}

/// Says which skills an account needs, and what its own fields say.
pub(crate) struct Describe;

fn own_field(field: &AccountField) -> String {
    format!("field_{}", field.name)
}

impl Action for Describe {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        require_work(view.rights, &view.account.name)?;
        let mut fields = vec![
            Field::new("needs", "Needs", Kind::Text)
                .optional()
                .hint("Skills that whoever looks after it should have, between commas: german, procurement. Who is chosen for a role may change with them."),
        ];
        let mut values = Typed::of([("needs", joined(&view.account.needs))]);
        for field in &view.fields {
            let name = own_field(field);
            values.push(&name, view.account.fields.get(&field.name).cloned().unwrap_or_default());
            let kind = match field.kind {
                FieldKind::Word => Kind::Text,
                FieldKind::Number | FieldKind::Money => Kind::Number,
                FieldKind::Date => Kind::Day,
                FieldKind::Flag => {
                    Kind::Choice(vec![(String::new(), "Not known".into()), ("true".into(), "Yes".into()), ("false".into(), "No".into())])
                }
            };
            fields.push(Field::new(name, &field.label, kind).optional());
        }
        let lede = html! { p { "What you want to know of it besides the rest. " @if view.fields.is_empty() { "Your organisation has no fields of its own yet; administrators add them under Settings, Account fields." } @else { "The policy may ask for it, and then decides its open renewals again." } } };
        let asked = FormPage::new(Nav::Accounts, places(&view), format!("Needs and fields of {}", view.account.name), "Save fields");
        Ok(asked.lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let view = view(at).await?;
        let values = view.fields.iter().map(|field| (field.name, typed.get(&own_field(field)).to_string()));
        let fields = values.filter(|(_, value)| !value.is_empty()).collect();
        let details = AccountDetails { needs: skills(typed.get("needs")), fields };
        at.app.describe_account(&at.actor, at.reference(), details).await.map_err(in_own_fields)?;
        Ok(Done::at(account_url(at.reference()), "Needs and fields were saved."))
    }
}

/// A refusal of a value is told beside the field that holds it.
fn in_own_fields(error: AppError) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let placed = refusals.into_iter().map(|refusal| {
        let column = refusal.column.map(|column| if column == "needs" { column } else { format!("field_{column}") });
        Refusal { column, ..refusal }
    });
    AppError::Refused(placed.collect())
}

/// Judges the risk of an account.
pub(crate) struct SetRisk;

impl Action for SetRisk {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        require_work(view.rights, &view.account.name)?;
        let asked = FormPage::new(Nav::Accounts, places(&view), format!("Judge the risk of {}", view.account.name), "Set risk");
        let fields = vec![
            Field::new("risk", "Risk", Kind::Choice(words!(Risk))),
            Field::new("reason", "Why", Kind::Text).optional().hint("What you saw or heard. Only Unknown needs no reason."),
            Field::new("expires_on", "Counts until", Kind::Day)
                .optional()
                .hint("Last day on which it counts; afterwards the risk is unknown. Leave it empty to count until somebody judges again."),
        ];
        let lede = html! { p { "It is " b { (view.account.risk.label()) } " now. The policy reads the risk: owners of its open renewals may change with it." } };
        Ok(asked.lede(lede).fields(fields, Typed::of([("risk", view.account.risk.code().into())])))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let risk = reader.required_word("risk", Risk::Unknown);
        let judgement = Judgement { risk, reason: reader.text("reason"), expires_on: reader.after_last_day("expires_on") };
        reader.done()?;
        at.app.set_risk(&at.actor, at.reference(), judgement).await?;
        Ok(Done::at(account_url(at.reference()), format!("Risk is {} from today.", risk.label())))
    }
}

/// Puts somebody on the team of an account.
pub(crate) struct SetTeam;

impl Action for SetTeam {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = view(at).await?;
        let fields = vec![
            Field::new("role", "Role on this account", Kind::Choice(words!(Role))),
            Field::new("teammate", "Person", Kind::Choice(people(&at.app.people_choices().await?))),
        ];
        let asked = FormPage::new(Nav::Accounts, places(&view), format!("Change the team of {}", view.account.name), "Change team");
        let lede = html! { p { "Whoever has the role there now leaves it today. What the policy gives to the role is designated to the new person; on running renewals the giver stays accountable until the handoff is accepted." } };
        Ok(asked.lede(lede).fields(fields, Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let role = reader.required_word("role", Role::Csm);
        let person = reader.text("teammate");
        reader.done()?;
        at.app.set_team(&at.actor, at.reference(), role, &person).await?;
        Ok(Done::at(account_url(at.reference()), format!("The team has another {}.", role.label())))
    }
}

/// Adds somebody at the customer, or changes who they are there.
pub(crate) struct SetStakeholder;

fn stakeholder_values(person: &Stakeholder) -> Typed {
    let mut values = Typed::of([
        ("name", person.name.clone()),
        ("title", person.title.clone()),
        ("email", person.email.clone()),
        ("business_unit", person.business_unit.clone()),
        ("left_on", person.left_on.map(last_day).unwrap_or_default()),
    ]);
    person.roles.iter().for_each(|role| values.push("roles", role.code()));
    values
}

impl Action for SetStakeholder {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        require_work(view.rights, &view.account.name)?;
        let known = view.stakeholders.iter().find(|person| person.reference == at.part("id"));
        if known.is_none() && !at.part("id").is_empty() {
            return Err(AppError::NotFound(format!("There is no stakeholder {}.", at.part("id"))));
        }
        let (title, button) = match known {
            Some(person) => (format!("Edit {}", person.name), "Save changes"),
            None => (format!("Add somebody at {}", view.account.name), "Add stakeholder"),
        };
        let fields = vec![
            Field::new("name", "Name", Kind::Text),
            Field::new("title", "Job title", Kind::Text).optional(),
            Field::new("email", "E-mail", Kind::Text).optional(),
            Field::new("business_unit", "Business unit", Kind::Text).optional(),
            Field::new("roles", "What they are to the decision", Kind::Checks(words!(StakeholderRole))).optional(),
            Field::new("left_on", "Last day there", Kind::Day).optional().hint("Only for somebody who has left, or will."),
        ];
        let values = known.map(stakeholder_values).unwrap_or_default();
        Ok(FormPage::new(Nav::Accounts, places(&view), title, button).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let left_on = reader.after_last_day("left_on");
        let name = reader.text("name");
        let new = NewStakeholder {
            reference: at.part("id").into(),
            account: at.reference().into(),
            name: name.clone(),
            title: reader.text("title"),
            email: reader.text("email"),
            business_unit: reader.text("business_unit"),
            roles: typed.all("roles").filter_map(|code| code.parse().ok()).collect(),
            left_on,
        };
        reader.done()?;
        at.app.set_stakeholder(&at.actor, new).await?;
        Ok(Done::at(account_url(at.reference()), format!("{name} was saved.")))
    }
}

/// Merges an account into another one.
pub(crate) struct Merge;

impl Action for Merge {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = view(at).await?;
        let choices = accounts(&at.app.account_choices().await?);
        let fields = vec![
            Field::new("into", "Into", Kind::Suggested(choices)).hint("Reference of the account that stays."),
            Field::new("reason", "Why", Kind::Text).hint("Such as: bought by the other company in October."),
        ];
        let name = &view.account.name;
        let lede = html! {
            p {
                "From " (display_date(view.today)) " on, " (many(&view.contracts, "contract")) " and " (many(&view.stakeholders, "stakeholder")) " of "
                b { (name) } " belong to the other account, whose team holds. Its own team places end. Revenue that moves is neither churn nor growth."
            }
            p { b { "A merger cannot be taken back." } " " (name) " stays readable and says where it went." }
        };
        let asked = FormPage::new(Nav::Accounts, places(&view), format!("Merge {name} into another account"), "Merge accounts");
        Ok(asked.lede(lede).fields(fields, Typed::default()).danger())
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let into = typed.get("into").to_string();
        at.app.merge_accounts(&at.actor, at.reference(), &into, typed.get("reason")).await?;
        Ok(Done::at(account_url(&into), format!("{} was merged into this account.", at.reference())))
    }
}
