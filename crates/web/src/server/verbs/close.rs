//! Closing a renewal, step by step: how it was decided, on which terms, why, what it teaches, what was promised, the plan into the next
//! term, and a look at all of it before anything is written. One transaction at the end.

use super::reading::{Reader, last_day, or_none, people, reason_field, words, words_field};
use super::review::themes;
use super::{Action, At, Done, require_work};
use crate::pages::close::{looked_over, to_close};
use crate::pages::form::{Field, FormPage, Kind, Places, Steps, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, renewal_url};
use maud::{Markup, html};
use tenure_app::{AppError, ClosingView, NewClosing, NewDecision, NewReview, RenewalView};
use tenure_core::deal::Way;
use tenure_core::primitives::{display_date, last_day_of_service};
use tenure_core::renewal::{State, Strength};

/// Rows for promises.
const PROMISES: usize = 4;

/// What is asked, step by step.
const STEPS: &[&str] =
    &["How it was decided", "Terms", "Why", "What it teaches", "What we promised", "Plan into the next term", "Look over"];

/// Closes a renewal.
pub(crate) struct Close;

impl Action for Close {
    const STEPS: usize = STEPS.len();

    fn step_of(column: &str) -> Option<usize> {
        let stem = column.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
        Some(match stem {
            "way" => 0,
            "option" | "last_day" | "end_on" | "signed_on" | "uplift" | "cancelled_last_day" => 1,
            "reason" | "words" => 2,
            "themes" | "lessons" | "strength" => 3,
            "promise" | "promises" | "owner" | "due_on" => 4,
            "plan" | "plan_owner" | "plan_due_on" => 5,
            _ => return None,
        })
    }

    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = at.app.renewal(&at.actor, at.reference()).await?;
        require_work(view.standing.rights, &view.item.account)?;
        if view.item.state != State::Open {
            return Err(AppError::NotFound(format!("{} is decided already. Reopen it as a correction first.", at.reference())));
        }
        let closing = at.app.closing(at.reference()).await?;
        let steps = Steps::of(STEPS, &at.query);
        let values = if at.query.0.is_empty() { first_values(&view, &closing) } else { at.query.clone() };
        let way = values.get("way").parse().ok();
        let lede = match steps.at() {
            0 => to_close(&view, &closing),
            6 => looked_over(&values, &foreseen(at, &values).await?),
            step => note(step, way, &view),
        };
        let people = people(&at.app.people_choices().await?);
        let fields = fields(&closing, &people).into_iter().map(|(step, field)| {
            let shown = step == steps.at() && (step != 1 || way.is_some_and(|way| of_way(way, &field.name)));
            if shown { field } else { Field { kind: Kind::Hidden, ..field } }
        });
        let names = vec![
            ("Renewals".to_string(), "/renewals".to_string()),
            (view.item.account.clone(), account_url(&view.item.account_reference)),
            (view.item.reference.clone(), renewal_url(&view.item.reference)),
        ];
        let places = Places::of_account(names, &view.item.account_reference, view.item.revision);
        let title = format!("Close {}", view.item.reference);
        Ok(FormPage::new(Nav::Renewals, places, title, "Close renewal").lede(lede).fields(fields.collect(), values).steps(steps))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.close_renewal(&at.actor, at.reference(), read(typed)?).await?;
        let url = renewal_url(at.reference());
        let done = Done::at(url.clone(), format!("{} was closed.", at.reference()));
        Ok(if at.actor.is_administrator() { done.undo(format!("{url}/reopening")) } else { done })
    }
}

/// What the close would bring, or why it cannot be done yet.
async fn foreseen(at: &At, values: &Typed) -> Result<Result<tenure_app::CloseForeseen, Vec<String>>, AppError> {
    let seen = match read(values) {
        Ok(new) => at.app.foresee_close(&at.actor, at.reference(), new).await,
        Err(refused) => Err(refused),
    };
    match seen {
        Ok(seen) => Ok(Ok(seen)),
        Err(AppError::Refused(refusals)) => Ok(Err(refusals.iter().map(ToString::to_string).collect())),
        Err(AppError::NotFound(says)) => Ok(Err(vec![says])),
        Err(other) => Err(other),
    }
}

fn first_values(view: &RenewalView, closing: &ClosingView) -> Typed {
    let way = closing.suggested.as_ref().map(|(way, _)| way.code().to_string()).unwrap_or_default();
    let option = closing.options.first().map(|(version, number, _, _)| format!("{version}.{number}")).unwrap_or_default();
    Typed::of([
        ("way", way),
        ("option", option),
        ("last_day", last_day(closing.next_end_on)),
        ("signed_on", view.today.to_string()),
        ("cancelled_last_day", last_day(view.item.end_on)),
    ])
}

/// Whether a field of the terms belongs to a way.
fn of_way(way: Way, field: &str) -> bool {
    match way {
        Way::Accepted => matches!(field, "option" | "signed_on"),
        Way::Renewed => matches!(field, "last_day" | "uplift" | "signed_on"),
        Way::Lost => false,
        Way::Cancelled => field == "cancelled_last_day",
    }
}

/// Every field with its step.
fn fields(closing: &ClosingView, people: &[(String, String)]) -> Vec<(usize, Field)> {
    let options = closing.options.iter().map(|(version, number, name, end_on)| {
        let says = format!("Proposal {version}, option {number}: {name}, until {}", display_date(last_day_of_service(*end_on)));
        (format!("{version}.{number}"), says)
    });
    let ways = words!(Way).into_iter().filter(|(code, _)| code != "accepted" || !closing.options.is_empty());
    let mut fields = vec![
        (0, Field::new("way", "How was it decided?", Kind::Choice(or_none("Choose how", ways.collect())))),
        (1, Field::new("option", "Which option they took", Kind::Choice(options.collect()))),
        (1, Field::new("last_day", "Last day of the next term", Kind::Day)),
        (1, Field::new("uplift", "Price rise on every line, %", Kind::Number).optional().hint("Lines that change otherwise: leave this page and renew the contract with lines of its own, or make a proposal.")),
        (1, Field::new("signed_on", "Signed on", Kind::Day)),
        (1, Field::new("cancelled_last_day", "Last day of service", Kind::Day)),
        (2, reason_field("Why, as we class it", false).hint("A loss needs one.")),
        (2, words_field()),
        (3, Field::new("themes", "Themes", Kind::Text).optional().hint("Area and word, between commas: product: reporting, pricing: seats. Areas: product, service, pricing, relationship, market. Three alike within 90 days are a finding.")),
        (3, Field::new("lessons", "What to do otherwise next time", Kind::Long).optional()),
        (3, Field::new("strength", "How firmly the customer is held", Kind::Choice(or_none("As the facts say", words!(Strength)))).optional().hint("Your judgement is the final word; the facts stay beside it.")),
        (5, Field::new("plan", "Plan into the next term", Kind::Long).optional()),
        (5, Field::new("plan_owner", "Who carries it", Kind::Choice(or_none("Choose who", people.to_vec()))).optional()),
        (5, Field::new("plan_due_on", "By when", Kind::Day).optional()),
    ];
    for row in 1..=PROMISES {
        fields.push((4, Field::new(format!("promise_{row}"), &format!("Promise {row}"), Kind::Text).optional()));
        fields.push((
            4,
            Field::new(format!("owner_{row}"), "Who sees to it", Kind::Choice(or_none("Choose who", people.to_vec()))).optional(),
        ));
        fields.push((4, Field::new(format!("due_on_{row}"), "By when", Kind::Day).optional()));
    }
    fields
}

/// What a step is about.
fn note(step: usize, way: Option<Way>, view: &RenewalView) -> Markup {
    let end = display_date(last_day_of_service(view.item.end_on));
    html! {
        @match (step, way) {
            (1, None) => p { "Go back and say first how it was decided." },
            (1, Some(Way::Lost)) => p { "The customer leaves after " b { (end) } " with " b { (view.item.atr) } ". There are no terms to write down."
                @if view.item.auto_renew { " The contract renews by itself: without a notice it cannot be lost; record the notice, or cancel the contract." } },
            (1, Some(Way::Cancelled)) => p { "Both sides end the contract before " b { (end) } "." },
            (1, Some(Way::Renewed)) => p { "The lines that are live at the end of the term go on; those that were temporary fall away." },
            (1, Some(Way::Accepted)) => p { "The next term is signed with the lines of the option." },
            (2, _) => p { "The class is counted; the words are read. Write what they said, not what we think." },
            (3, _) => p { "What would help the next one who renews such a customer? Leave it empty where there is nothing to learn." },
            (4, _) => p { "What did we promise on the way? Each promise has one who sees to it and a day; it stays with the customer and in that person's Today." },
            _ => p { "What has to change so that the next renewal rests on more than this one? Needed where a customer stays although little holds it; the last step says whether it is so here." },
        }
    }
}

fn read(typed: &Typed) -> Result<NewClosing, AppError> {
    let mut reader = Reader::new(typed);
    let decision = match reader.required_word("way", Way::Lost) {
        Way::Accepted => {
            let pair = |text: &str| {
                let (version, option) = text.split_once('.').ok_or("is no option: choose one")?;
                Ok((version.parse().map_err(|_| "is no option")?, option.parse().map_err(|_| "is no option")?))
            };
            let (version, option) = reader.required_parsed("option", pair, (0, 0));
            NewDecision::Accepted { version, option, signed_on: reader.day("signed_on") }
        }
        Way::Renewed => NewDecision::Renewed {
            end_on: reader.required_after_last_day("last_day"),
            uplift_bps: reader.per_cent("uplift").unwrap_or(0),
            signed_on: reader.day("signed_on"),
        },
        Way::Lost => NewDecision::Lost,
        Way::Cancelled => NewDecision::Cancelled { end_on: reader.required_after_last_day("cancelled_last_day") },
    };
    let review = NewReview {
        themes: themes(typed.get("themes"))?,
        lessons: reader.text("lessons"),
        strength: reader.word("strength"),
        plan: reader.some("plan").map(|plan| (plan, reader.text("plan_owner"), reader.required_day("plan_due_on"))),
    };
    let said = !review.themes.is_empty() || !review.lessons.is_empty() || review.strength.is_some() || review.plan.is_some();
    let (reason, words) = (reader.word("reason"), reader.text("words"));
    let promises = (1..=PROMISES).filter_map(|row| {
        let promise = reader.some(&format!("promise_{row}"))?;
        Some((promise, reader.text(&format!("owner_{row}")), reader.required_day(&format!("due_on_{row}"))))
    });
    let promises = promises.collect();
    reader.done()?;
    Ok(NewClosing { decision, reason, words, review: said.then_some(review), promises })
}
