//! People of ours: add, move, mark as away, and leave after a look at the plan.

use super::listed::would_follow;
use super::reading::{Reader, countries, or_none, people, words};
use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::leaving;
use crate::pages::shell::Nav;
use crate::pages::words::person_url;
use jiff::ToSpan;
use maud::html;
use tenure_app::{AppError, NewAbsence, NewPlace, NewProfile, NewTeammate, PersonView};
use tenure_core::identity::{Brings, Role, joined, listed, skills};
use tenure_core::primitives::{AbsenceId, display_date, last_day_of_service};

fn places(view: &PersonView) -> Vec<(String, String)> {
    vec![("People".into(), "/people".into()), (view.person.name.clone(), person_url(&view.person.reference))]
}

async fn view(at: &At) -> Result<PersonView, AppError> {
    at.app.person(&at.actor, at.reference()).await
}

/// Adds a teammate.
pub(crate) struct Add;

impl Action for Add {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let managers = or_none("Nobody", people(&at.app.people_choices().await?));
        let fields = vec![
            Field::new("reference", "Reference", Kind::Text).hint("Short and unique, such as priya. It stays."),
            Field::new("name", "Name", Kind::Text),
            Field::new("email", "E-mail", Kind::Text).hint("Whoever signs in with it becomes this person."),
            Field::new("role", "Role", Kind::Choice(words!(Role))),
            Field::new("manager", "Reports to", Kind::Choice(managers)).optional().hint("Overdue steps escalate there."),
            Field::new("region", "Region", Kind::Text).hint("Compared with the regions of accounts."),
            country(),
            Field::new("active_from", "First day", Kind::Day),
        ];
        let today = at.app.day().await?.map(|day| day.to_string()).unwrap_or_default();
        let lede = html! { p { "Renewals that nobody fitted may find their person by this." } };
        let asked = FormPage::new(Nav::People, vec![("People".into(), "/people".into())], "Add a teammate", "Add teammate");
        Ok(asked.lede(lede).fields(fields, Typed::of([("active_from", today)])))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewTeammate {
            reference: reader.text("reference"),
            name: reader.text("name"),
            email: reader.text("email"),
            role: reader.required_word("role", Role::Csm),
            manager: reader.some("manager"),
            region: reader.text("region"),
            country: reader.word("country"),
            active_from: reader.required_day("active_from"),
        };
        reader.done()?;
        let name = new.name.clone();
        let reference = at.app.add_teammate(&at.actor, new).await?;
        Ok(Done::at(person_url(&reference), format!("{name} was added.")))
    }
}

fn country() -> Field {
    let hint = "Whose holidays and weekend count for their steps.";
    Field::new("country", "Works in", Kind::Choice(or_none("Where the organisation does", countries()))).optional().hint(hint)
}

fn place(typed: &Typed) -> Result<NewPlace, AppError> {
    let mut reader = Reader::new(typed);
    let to = NewPlace {
        role: reader.word("role"),
        manager: Some(reader.text("manager")),
        region: Some(reader.text("region")),
        country: Some(reader.word("country")),
    };
    reader.done()?;
    Ok(to)
}

/// Puts a teammate elsewhere.
pub(crate) struct Move;

impl Action for Move {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = view(at).await?;
        let others: Vec<_> =
            at.app.people_choices().await?.into_iter().filter(|person| person.reference != view.person.reference).collect();
        let fields = vec![
            Field::new("role", "Role", Kind::Choice(words!(Role))),
            Field::new("manager", "Reports to", Kind::Choice(or_none("Nobody", people(&others)))).optional(),
            Field::new("region", "Region", Kind::Text),
            country(),
        ];
        let values = Typed::of([
            ("role", view.person.role.code().into()),
            ("manager", view.manager.as_ref().map(|manager| manager.reference.clone()).unwrap_or_default()),
            ("region", view.teammate.region.clone()),
            ("country", view.teammate.country.map(|country| country.code().to_string()).unwrap_or_default()),
        ]);
        let lede = html! { p { "From " (display_date(view.today)) " on. What the policy gives to the old role or region moves to others, and what it gives to the new one may come. Steps follow the business days of the country." } };
        let asked =
            FormPage::new(Nav::People, places(&view), format!("Move {}", view.person.name), "Move").preview("Show what would change");
        if at.query.get("preview").is_empty() {
            return Ok(asked.lede(lede).fields(fields, values));
        }
        let seen = match place(&at.query) {
            Ok(to) => at.app.preview_move(&at.actor, at.reference(), to).await,
            Err(error) => Err(error),
        };
        Ok(asked.lede(html! { (lede) (would_follow(seen)?) }).fields(fields, at.query.clone()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.move_teammate(&at.actor, at.reference(), place(typed)?).await?;
        Ok(Done::at(person_url(at.reference()), "The move was saved; what it changes has moved."))
    }
}

/// Says what a teammate brings.
pub(crate) struct Describe;

impl Action for Describe {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = view(at).await?;
        let leads = vec![(String::new(), "Not known".into()), ("true".into(), "Yes".into()), ("false".into(), "No".into())];
        let fields = vec![
            Field::new("from_on", "From", Kind::Day).hint("It counts from this day until the next entry."),
            Field::new("skills", "Skills", Kind::Text)
                .optional()
                .hint("In your own words, between commas: german, procurement. Accounts and rules ask for them."),
            Field::new("commercial", "Leads negotiations", Kind::Choice(leads))
                .optional()
                .hint("Policies may ask whether the CSM negotiates."),
            Field::new("pod", "Pod", Kind::Text).optional().hint("Whoever shares a pod with an account team is chosen first."),
            Field::new("territories", "Territories", Kind::Text).optional().hint("Regions covered besides their own, between commas."),
            Field::new("capacity", "Capacity", Kind::Number)
                .optional()
                .hint("Renewals decided within 90 days that they can carry at once."),
        ];
        let brings = view.brings.clone().unwrap_or_default();
        let values = Typed::of([
            ("from_on", view.today.to_string()),
            ("skills", joined(&brings.skills)),
            ("commercial", brings.commercial.map(|leads| leads.to_string()).unwrap_or_default()),
            ("pod", brings.pod),
            ("territories", joined(&brings.territories)),
            ("capacity", brings.capacity.map(|capacity| capacity.to_string()).unwrap_or_default()),
        ]);
        let lede = html! { p { "Where an account team names nobody, this decides who is chosen among those who have the role: skills, then region and territories, the pod, and the lightest load for the capacity. Who was chosen already stays while they fit." } };
        let asked = FormPage::new(Nav::People, places(&view), format!("What {} brings", view.person.name), "Save profile");
        Ok(asked.lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let from_on = Some(reader.required_day("from_on"));
        let brings = Brings {
            skills: skills(typed.get("skills")),
            commercial: typed.get("commercial").parse().ok(),
            pod: reader.text("pod"),
            territories: listed(typed.get("territories")),
            capacity: reader.number("capacity"),
        };
        reader.done()?;
        at.app.set_profile(&at.actor, NewProfile { teammate: at.reference().into(), from_on, brings }).await?;
        Ok(Done::at(person_url(at.reference()), "The profile was saved; who it chooses has moved."))
    }
}

/// Marks a teammate as gone, after a look at the plan.
pub(crate) struct Leave;

impl Action for Leave {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = view(at).await?;
        let mut reader = Reader::new(&at.query);
        let asked_for = reader.after_last_day("last_day");
        reader.done()?;
        let left_on = asked_for.unwrap_or_else(|| view.today.saturating_add(1.day()));
        let plan = at.app.plan_leaving(&at.actor, at.reference(), Some(left_on)).await?;
        let last_day = last_day_of_service(left_on);
        let button = format!("{} leaves after {}", plan.person.name, display_date(last_day));
        let asked = FormPage::new(Nav::People, places(&view), format!("{} leaves", plan.person.name), &button);
        let fields = vec![Field::new("last_day", "Last day", Kind::Hidden).about("left_on")];
        Ok(asked.lede(leaving::plan(&plan)).fields(fields, Typed::of([("last_day", last_day.to_string())])).danger())
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let left_on = reader.required_after_last_day("last_day");
        reader.done()?;
        at.app.mark_left(&at.actor, at.reference(), Some(left_on)).await?;
        let last = display_date(last_day_of_service(left_on));
        Ok(Done::at(person_url(at.reference()), format!("Last day {last}. What they held has other owners from then on.")))
    }
}

/// Writes down that somebody is away.
pub(crate) struct SetAbsence;

impl Action for SetAbsence {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        if !view.may_set_absence {
            return Err(AppError::Forbidden(format!("Only {}, their managers and administrators may write this down.", view.person.name)));
        }
        let others: Vec<_> =
            at.app.people_choices().await?.into_iter().filter(|person| person.reference != view.person.reference).collect();
        let fields = vec![
            Field::new("from_on", "First day away", Kind::Day),
            Field::new("last_day", "Last day away", Kind::Day).about("to_on"),
            Field::new("delegate", "Who may act meanwhile", Kind::Choice(or_none("Nobody", people(&others)))).optional(),
            Field::new("note", "Why", Kind::Text).optional().hint("A few words that colleagues may read."),
        ];
        let lede = html! {
            p { "Up to " (view.moves_after_days) " days, " (view.person.name) " keeps what they hold, and whoever you name may act for them. A longer absence moves it to others until they are back." }
        };
        let values = Typed::of([("from_on", view.today.to_string())]);
        let asked = FormPage::new(Nav::People, places(&view), format!("{} is away", view.person.name), "Save absence");
        Ok(asked.lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewAbsence {
            teammate: at.reference().into(),
            from_on: reader.required_day("from_on"),
            to_on: reader.required_after_last_day("last_day"),
            delegate: reader.some("delegate"),
            note: reader.text("note"),
        };
        reader.done()?;
        let from_on = new.from_on;
        at.app.set_absence(&at.actor, new).await?;
        let made = view(at).await?.absences.into_iter().find(|absence| absence.from_on == from_on);
        let done = Done::at(person_url(at.reference()), "The absence was saved.");
        Ok(match made {
            Some(absence) => done.undo(format!("/absences/{}/ending", absence.id)),
            None => done,
        })
    }
}

/// Ends an absence today.
pub(crate) struct EndAbsence;

impl Action for EndAbsence {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let id: AbsenceId = at.id("absence")?;
        let view = at.app.person(&at.actor, &at.app.absent_person(id).await?).await?;
        let name = &view.person.name;
        let lede = html! { p { (name) " is there from today. What moved to others because of it goes back as the policy says. An absence that has not begun is taken back." } };
        Ok(FormPage::new(Nav::People, places(&view), format!("{name} is back"), "End absence").lede(lede))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        let reference = at.app.end_absence(&at.actor, at.id("absence")?).await?;
        Ok(Done::at(person_url(&reference), "The absence ended."))
    }
}
