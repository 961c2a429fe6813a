//! The organisation's lists by hand: each entry is set or removed on a page that shows what would follow before it does.

use super::reading::{Reader, countries, or_none, words, yes_no};
use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::listed::consequences;
use crate::pages::shell::Nav;
use maud::{Markup, html};
use std::marker::PhantomData;
use tenure_app::{AppError, Consequences};
use tenure_core::account::{Field as AccountField, FieldKind, FieldName};
use tenure_core::commands::{PublicHolidays, Within};
use tenure_core::contract::Product;
use tenure_core::facts::{ListKey, Listed};
use tenure_core::primitives::{Country, Currency, Decimal6, HOLIDAY_YEARS, parse_currency, parse_date};

/// One of the lists.
pub(crate) trait List: Send + Sync + 'static {
    /// Its page: name and address.
    const PLACE: (&'static str, &'static str);
    /// What one entry is called.
    const NOUN: &'static str;
    /// What an entry asks.
    fn fields() -> Vec<Field>;
    /// The entry that was typed.
    fn entry(reader: &mut Reader<'_>) -> Listed;
    /// The entry of an address.
    fn key(at: &At) -> Option<ListKey>;
}

/// Plan rates.
pub(crate) struct PlanRates;
/// Rates of single days.
pub(crate) struct ExchangeRates;
/// Holidays.
pub(crate) struct Holidays;
/// Products.
pub(crate) struct Products;
/// Fields of accounts.
pub(crate) struct Fields;

fn currency(reader: &mut Reader<'_>) -> Currency {
    reader.required_parsed("currency", |text| parse_currency(&text.to_uppercase()), Currency::XXX)
}

fn rate_fields() -> [Field; 2] {
    [
        Field::new("currency", "Currency", Kind::Text).hint("Its code, such as EUR."),
        Field::new("rate", "Rate", Kind::Number).hint("What one of it is worth in the reporting currency; up to six places."),
    ]
}

fn rate(reader: &mut Reader<'_>) -> Decimal6 {
    reader.decimal("rate", "rate", "the rate")
}

fn code(at: &At) -> Option<String> {
    parse_currency(at.part("currency")).ok().map(|currency| currency.code().to_string())
}

impl List for PlanRates {
    const PLACE: (&'static str, &'static str) = ("Rates", "/settings/rates");
    const NOUN: &'static str = "plan rate";

    fn fields() -> Vec<Field> {
        let year =
            Field::new("year", "Year", Kind::Number).hint("It counts for terms that end in this year, and later ones until the next rate.");
        [year].into_iter().chain(rate_fields()).collect()
    }

    fn entry(reader: &mut Reader<'_>) -> Listed {
        Listed::PlanRate(reader.required_number("year"), currency(reader), rate(reader))
    }

    fn key(at: &At) -> Option<ListKey> {
        Some(ListKey::PlanRate(at.part("year").parse().ok()?, code(at)?))
    }
}

impl List for ExchangeRates {
    const PLACE: (&'static str, &'static str) = ("Rates", "/settings/rates");
    const NOUN: &'static str = "rate of a day";

    fn fields() -> Vec<Field> {
        [Field::new("day", "Day", Kind::Day)].into_iter().chain(rate_fields()).collect()
    }

    fn entry(reader: &mut Reader<'_>) -> Listed {
        Listed::ExchangeRate(reader.required_day("day"), currency(reader), rate(reader))
    }

    fn key(at: &At) -> Option<ListKey> {
        Some(ListKey::ExchangeRate(parse_date(at.part("day")).ok()?, code(at)?))
    }
}

impl List for Holidays {
    const PLACE: (&'static str, &'static str) = ("Holidays", "/settings/holidays");
    const NOUN: &'static str = "holiday";

    fn fields() -> Vec<Field> {
        vec![
            Field::new("day", "Day", Kind::Day),
            Field::new("name", "Name", Kind::Text),
            Field::new("country", "Where", Kind::Choice(or_none("The whole organisation", countries())))
                .optional()
                .hint("A holiday of a country counts for those who work there, and for steps that customers there take part in."),
        ]
    }

    fn entry(reader: &mut Reader<'_>) -> Listed {
        Listed::Holiday(reader.word("country"), reader.required_day("day"), reader.text("name"))
    }

    fn key(at: &At) -> Option<ListKey> {
        // A country's stands behind the day: 2026-12-25.DE.
        let (day, country) = at.part("day").split_once('.').map_or((at.part("day"), None), |(day, code)| (day, Some(code)));
        Some(ListKey::Holiday(country.map(str::parse).transpose().ok()?, parse_date(day).ok()?))
    }
}

impl List for Products {
    const PLACE: (&'static str, &'static str) = ("Products", "/settings/products");
    const NOUN: &'static str = "product";

    fn fields() -> Vec<Field> {
        vec![
            Field::new("name", "Name", Kind::Text).hint("As lines of contracts name it."),
            Field::new("easy_setup", "Easy to set up", yes_no("Yes", "No, it takes a project")),
            Field::new("low_effort", "Value with little effort of ours", yes_no("Yes", "No, we have to help")),
        ]
    }

    fn entry(reader: &mut Reader<'_>) -> Listed {
        let says = |name: &str| reader.text(name) == "yes";
        Listed::Product(Product { name: reader.text("name"), easy_setup: says("easy_setup"), low_effort: says("low_effort") })
    }

    fn key(at: &At) -> Option<ListKey> {
        Some(ListKey::Product(at.part("name").to_string()))
    }
}

impl List for Fields {
    const PLACE: (&'static str, &'static str) = ("Account fields", "/settings/fields");
    const NOUN: &'static str = "field";

    fn fields() -> Vec<Field> {
        vec![
            Field::new("name", "Name", Kind::Text).hint("What files and policies call it: small letters, digits and underscores."),
            Field::new("label", "Label", Kind::Text).hint("What pages call it."),
            Field::new("kind", "What its values are", Kind::Choice(words!(FieldKind)))
                .hint("It does not change once accounts have values."),
        ]
    }

    fn entry(reader: &mut Reader<'_>) -> Listed {
        let name = reader.required_parsed("name", str::parse, FieldName::default());
        Listed::Field(AccountField { name, label: reader.text("label"), kind: reader.required_word("kind", FieldKind::Word) })
    }

    fn key(at: &At) -> Option<ListKey> {
        at.part("name").parse().ok().map(ListKey::Field)
    }
}

fn places<L: List>() -> Vec<(String, String)> {
    let (name, url) = L::PLACE;
    vec![("Settings".into(), "/settings".into()), (name.into(), url.into())]
}

/// Adds or changes an entry.
pub(crate) struct Set<L>(PhantomData<L>);

fn read<L: List>(typed: &Typed) -> Result<Listed, AppError> {
    let mut reader = Reader::new(typed);
    let entry = L::entry(&mut reader);
    reader.done()?;
    Ok(entry)
}

/// What would follow from what was typed, where it was asked for.
async fn asked<L: List>(at: &At) -> Result<Markup, AppError> {
    if at.query.get("preview").is_empty() {
        return Ok(
            html! { p { "Saved, it counts at once; renewals, steps and owners follow in the same moment. Look first at what would change." } },
        );
    }
    let seen = match read::<L>(&at.query) {
        Ok(entry) => at.app.preview_listed(&at.actor, entry).await,
        Err(error) => Err(error),
    };
    would_follow(seen)
}

/// What would follow from a change that was looked at, or why it would be refused.
pub(crate) fn would_follow(seen: Result<Consequences, AppError>) -> Result<Markup, AppError> {
    match seen {
        Ok(seen) => Ok(html! { (consequences(&seen)) p { "Nothing is saved yet." } }),
        Err(AppError::Refused(refusals)) => {
            Ok(html! { @for refusal in &refusals { p class="error" role="alert" { (refusal.to_string()) } } })
        }
        Err(error) => Err(error),
    }
}

impl<L: List> Action for Set<L> {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let known = L::fields().iter().filter(|field| !field.required || !at.query.get(&field.name).is_empty()).count();
        let verb = if known == L::fields().len() && at.query.get("preview").is_empty() { "Change the" } else { "Set a" };
        let asked = asked::<L>(at).await?;
        let form = FormPage::new(Nav::Settings, places::<L>(), format!("{verb} {}", L::NOUN), "Save");
        Ok(form.lede(asked).fields(L::fields(), at.query.clone()).preview("Show what would change"))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let entry = read::<L>(typed)?;
        let key = entry.key();
        at.app.set_listed(&at.actor, entry).await?;
        Ok(Done::at(L::PLACE.1.into(), format!("The {} {} is saved.", L::NOUN, key.reference())))
    }
}

/// Takes an entry off its list.
pub(crate) struct Remove<L>(PhantomData<L>);

fn key<L: List>(at: &At) -> Result<ListKey, AppError> {
    L::key(at).ok_or_else(|| AppError::NotFound(format!("There is no such {}.", L::NOUN)))
}

impl<L: List> Action for Remove<L> {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let key = key::<L>(at)?;
        let lede = match at.app.preview_unlisted(&at.actor, key.clone()).await {
            Ok(seen) => consequences(&seen),
            Err(AppError::Refused(refusals)) => {
                html! { @for refusal in &refusals { p class="error" role="alert" { (refusal.to_string()) } } }
            }
            Err(error) => return Err(error),
        };
        let title = format!("Remove the {} {}", L::NOUN, key.reference());
        Ok(FormPage::new(Nav::Settings, places::<L>(), title, "Remove").lede(lede).danger())
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        let key = key::<L>(at)?;
        at.app.remove_listed(&at.actor, key.clone()).await?;
        Ok(Done::at(L::PLACE.1.into(), format!("The {} {} was removed.", L::NOUN, key.reference())))
    }
}

/// Adds the public holidays of a country and year.
pub(crate) struct TakePublic;

fn public(typed: &Typed) -> Result<PublicHolidays, AppError> {
    let mut reader = Reader::new(typed);
    let of = PublicHolidays {
        country: reader.required_word("country", Country::UNITED_STATES),
        year: reader.number("year").unwrap_or_default(),
        within: reader.required_word("within", Within::Organisation),
    };
    reader.done()?;
    Ok(of)
}

impl Action for TakePublic {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let years = HOLIDAY_YEARS.map(|year| (year.to_string(), year.to_string())).collect();
        let known = Country::WITH_HOLIDAYS.iter().map(|country| (country.code().to_string(), country.holidays_label().to_string()));
        let fields = vec![
            Field::new("country", "Country", Kind::Choice(known.collect())),
            Field::new("year", "Year", Kind::Choice(years)),
            Field::new("within", "They count", Kind::Choice(words!(Within))),
        ];
        let seen = match public(&at.query).ok().filter(|_| !at.query.get("preview").is_empty()) {
            Some(of) => html! { (consequences(&at.app.preview_public_holidays(&at.actor, of).await?)) p { "Nothing is saved yet." } },
            None => {
                html! { p { "Days that are still to come become holidays, of everybody or of those who work there and of customers there; those that are there keep their names. Look first at what would change." } }
            }
        };
        let form = FormPage::new(Nav::Settings, places::<Holidays>(), "Add public holidays", "Add holidays");
        Ok(form.lede(seen).fields(fields, at.query.clone()).preview("Show what would change"))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let of = public(typed)?;
        at.app.take_public_holidays(&at.actor, of).await?;
        Ok(Done::at(
            Holidays::PLACE.1.into(),
            format!("The public holidays of {} in {} are holidays here.", of.country.holidays_label(), of.year),
        ))
    }
}
