//! What was learnt from a decided renewal.

use super::reading::{Reader, or_none, people, words};
use super::{Action, At, Done, require_work};
use crate::pages::form::{Field, FormPage, Kind, Places, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, renewal_url};
use jiff::civil::Date;
use maud::html;
use std::collections::BTreeSet;
use tenure_app::{AppError, NewReview};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::{Strength, Theme};

/// Writes it down.
pub(crate) struct Write;

impl Action for Write {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = at.app.renewal(&at.actor, at.reference()).await?;
        require_work(view.standing.rights, &view.item.account)?;
        let Some(item) = at.app.outcome(at.reference()).await? else {
            return Err(AppError::NotFound(format!("Nobody has decided {} yet.", at.reference())));
        };
        let fields = vec![
            Field::new("themes", "Themes", Kind::Text).optional().hint("Area and word, between commas: product: reporting, pricing: seats. Areas: product, service, pricing, relationship, market. Three alike within 90 days are a finding."),
            Field::new("lessons", "What to do otherwise next time", Kind::Long).optional(),
            Field::new("strength", "How firmly the customer is held", Kind::Choice(or_none("As the facts say", words!(Strength)))).optional().hint("Your judgement is the final word; the facts stay beside it."),
            Field::new("plan", "Plan into the next term", Kind::Long).optional(),
            Field::new("plan_owner", "Who carries it", Kind::Choice(or_none("Choose who", people(&at.app.people_choices().await?)))).optional(),
            Field::new("plan_due_on", "By when", Kind::Day).optional(),
        ];
        let review = item.review.as_ref();
        let plan = review.and_then(|review| review.plan.as_ref());
        let themes: Vec<String> = review.iter().flat_map(|review| &review.themes).map(ToString::to_string).collect();
        let values = Typed::of([
            ("themes", themes.join(", ")),
            ("lessons", review.map(|review| review.lessons.clone()).unwrap_or_default()),
            ("strength", review.and_then(|review| review.strength).map(|strength| strength.code().to_string()).unwrap_or_default()),
            ("plan", plan.map(|plan| plan.text.clone()).unwrap_or_default()),
            ("plan_owner", item.plan_owner.as_ref().map(|owner| owner.reference.clone()).unwrap_or_default()),
            ("plan_due_on", plan.map(|plan| plan.due_on.to_string()).unwrap_or_default()),
        ]);
        let names = vec![
            ("Renewals".to_string(), "/renewals".to_string()),
            (item.account.name.clone(), account_url(&item.account.reference)),
            (item.renewal.clone(), renewal_url(&item.renewal)),
        ];
        let places = Places::of_account(names, &item.account.reference, view.item.revision);
        let lede = html! { p { (item.account.name) ": " b { (item.outcome.label()) } ". " (item.judged.quadrant.label()) "." } };
        Ok(FormPage::new(Nav::Renewals, places, format!("What {} teaches", item.renewal), "Write it down")
            .lede(lede)
            .fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewReview {
            themes: themes(typed.get("themes"))?,
            lessons: reader.text("lessons"),
            strength: reader.word("strength"),
            plan: reader.some("plan").map(|plan| (plan, reader.text("plan_owner"), due(&mut reader))),
        };
        reader.done()?;
        at.app.review_outcome(&at.actor, at.reference(), new).await?;
        Ok(Done::at(renewal_url(at.reference()), format!("What {} teaches is written down.", at.reference())))
    }
}

fn due(reader: &mut Reader<'_>) -> Date {
    reader.required_day("plan_due_on")
}

pub(super) fn themes(text: &str) -> Result<BTreeSet<Theme>, AppError> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let read = parts.map(|part| {
        part.parse().map_err(|problem| {
            let (column, value) = (Some("themes".to_string()), Some(part.to_string()));
            AppError::refused(Refusal { column, value, problem, ..Refusal::default() })
        })
    });
    read.collect()
}
