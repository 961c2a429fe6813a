//! Verbs on the lists of the organisation: products, holidays, plan rates, exchange rates of single days.

use super::{check_text, field};
use crate::facts::{Facts, ListKey, Listed, PolicyVersion, Write};
use crate::ownership::input::Input;
use crate::primitives::{Country, Currency, Decimal6, HOLIDAY_YEARS, closed_words, public_holidays};
use crate::refusal::Refusal;
use jiff::civil::Date;

/// Years that a plan rate may be of, as in the book.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Adds an entry, or brings the one of its key to what it says. An entry that is there as it is needs nothing.
///
/// # Errors
/// A name that is none, a rate that is not above zero or is one of the reporting currency, a day that has no rate yet.
pub fn set_listed(facts: &Facts, entry: Listed, today: Date) -> Result<Vec<Write>, Refusal> {
    let same = match &entry {
        Listed::Product(product) => {
            check_text("name", &product.name)?;
            facts.products.get(&product.name) == Some(product)
        }
        Listed::Field(entry) => {
            check_text("label", &entry.label)?;
            if let Some(known) = facts.fields.get(&entry.name).filter(|known| known.kind != entry.kind) {
                let problem = format!("is a field of kind {}; its values would not fit another", known.kind);
                let remedy = "Take the field away and add it anew, or add another one.".into();
                return Err(Refusal { remedy, ..field("kind", entry.kind.code(), problem) });
            }
            facts.fields.get(&entry.name) == Some(entry)
        }
        Listed::Holiday(country, day, name) => {
            check_text("name", name)?;
            facts.calendar.listed(*country, *day) == Some(name)
        }
        Listed::PlanRate(year, currency, rate) => {
            check_rate(facts, *currency, *rate)?;
            if !YEARS.contains(year) {
                return Err(field("year", &year.to_string(), "lies outside the years 1990 to 2100".into()));
            }
            facts.plan_rates.get(&(*year, currency.code().to_string())) == Some(rate)
        }
        Listed::ExchangeRate(day, currency, rate) => {
            check_rate(facts, *currency, *rate)?;
            if *day > today {
                return Err(field("day", &day.to_string(), format!("lies after today, {today}: its rate is not known yet")));
            }
            facts.dated_rates.get(&(*day, currency.code().to_string())) == Some(rate)
        }
    };
    Ok(if same { Vec::new() } else { vec![Write::of(entry)] })
}

/// Public holidays to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicHolidays {
    /// Of which country.
    pub country: Country,
    /// Of which year.
    pub year: i16,
    /// Whether they count in the country alone, or for the whole organisation.
    pub within: Within,
}

closed_words! {
    /// Where public holidays of a country count.
    Within {
        Organisation = "organisation", "For the whole organisation";
        Country = "country", "In the country alone";
    }
}

/// Adds the public holidays of a country and year from today on. A day that is a holiday already keeps its name.
///
/// # Errors
/// A country or a year whose holidays are not known.
pub fn take_public_holidays(facts: &Facts, of: PublicHolidays, today: Date) -> Result<Vec<Write>, Refusal> {
    let PublicHolidays { country, year, within } = of;
    let listed_for = (within == Within::Country).then_some(country);
    if !Country::WITH_HOLIDAYS.contains(&country) {
        let known: Vec<&str> = Country::WITH_HOLIDAYS.iter().map(|country| country.code()).collect();
        let problem = format!("is not one of {}, whose public holidays are known", known.join(", "));
        let remedy = "Set the days one by one, or import holidays.csv.".to_string();
        return Err(Refusal { remedy, ..field("country", country.code(), problem) });
    }
    if !HOLIDAY_YEARS.contains(&year) {
        let problem = format!("lies outside the years {} to {}", HOLIDAY_YEARS.start(), HOLIDAY_YEARS.end());
        let remedy = "Set the days one by one, or import holidays.csv.".to_string();
        return Err(Refusal { remedy, ..field("year", &year.to_string(), problem) });
    }
    let is_new = |day: &Date| *day >= today && facts.calendar.listed(listed_for, *day).is_none();
    let new = public_holidays(country, year).into_iter().filter(|(day, _)| is_new(day));
    Ok(new.map(|(day, name)| Write::of(Listed::Holiday(listed_for, day, name))).collect())
}

/// Takes an entry off its list. What needs it refuses that: the planner misses a plan rate by itself.
///
/// # Errors
/// An entry that is not there, a product that lines name, a holiday that is over.
pub fn remove_listed(facts: &Facts, key: &ListKey, today: Date) -> Result<Vec<Write>, Refusal> {
    let known = match key {
        ListKey::Product(name) => {
            let lines = facts.lines.values().filter(|line| line.product == *name).count();
            if lines > 0 {
                let problem = format!("is on {lines} lines of contracts");
                return Err(Refusal { remedy: "It stays; change it instead.".into(), ..field("name", name, problem) });
            }
            facts.products.contains_key(name)
        }
        ListKey::Field(name) => {
            let accounts = facts.accounts.values().filter(|account| account.fields.contains_key(name)).count();
            let asks = |version: &&PolicyVersion| {
                version.policy.inputs().iter().any(|input| matches!(input, Input::Field(asked) if asked.name == *name))
            };
            let asked_by = facts.policies.iter().filter(|version| version.effective_on > today).chain(facts.policy_on(today)).find(asks);
            if let Some(version) = asked_by {
                let problem = format!("is asked for by {}", version.title());
                return Err(Refusal { remedy: "Activate a policy that does not ask for it first.".into(), ..field("name", name, problem) });
            }
            if accounts > 0 {
                let problem = format!("has a value on {accounts} accounts");
                return Err(Refusal { remedy: "Empty it there first.".into(), ..field("name", name, problem) });
            }
            facts.fields.contains_key(name)
        }
        ListKey::Holiday(country, day) => {
            if *day < today {
                return Err(field("day", &day.to_string(), "is over: what was planned around it stays as it was".into()));
            }
            facts.calendar.listed(*country, *day).is_some()
        }
        ListKey::PlanRate(year, code) => facts.plan_rates.contains_key(&(*year, code.clone())),
        ListKey::ExchangeRate(day, code) => facts.dated_rates.contains_key(&(*day, code.clone())),
    };
    if known { Ok(vec![Write::Unlisted(key.clone())]) } else { Err(Refusal::general(format!("there is no {key}"), "")) }
}

fn check_rate(facts: &Facts, currency: Currency, rate: Decimal6) -> Result<(), Refusal> {
    if currency == facts.reporting() {
        return Err(field("currency", currency.code(), "is the reporting currency, which needs no rate".into()));
    }
    if rate.millionths() <= 0 {
        return Err(field("rate", &rate.to_string(), "is not above zero".into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::contract::Product;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    fn rate(text: &str) -> Decimal6 {
        text.parse().unwrap_or(Decimal6::ONE)
    }

    fn refused(result: Result<Vec<Write>, Refusal>) -> String {
        result.map_or_else(|refusal| refusal.to_string(), |writes| format!("accepted: {writes:?}"))
    }

    #[test]
    fn an_entry_is_written_once_and_the_same_again_is_nothing() {
        let mut facts = Company::with_one_contract().facts;
        let product = Product { name: "Ore ledger".into(), easy_setup: true, low_effort: false };
        for entry in [
            Listed::Product(product),
            Listed::Holiday(None, TODAY, "Founders' day".into()),
            Listed::PlanRate(2027, Currency::CHF, rate("1.12")),
            Listed::ExchangeRate(TODAY, Currency::CHF, rate("1.118")),
        ] {
            let writes = set_listed(&facts, entry.clone(), TODAY).unwrap_or_default();
            assert_eq!(writes, [Write::of(entry.clone())]);
            facts.apply_all(&writes);
            assert_eq!(set_listed(&facts, entry.clone(), TODAY), Ok(vec![]));
            let removal = remove_listed(&facts, &entry.key(), TODAY).unwrap_or_default();
            assert_eq!(removal.len(), 1);
            facts.apply_all(&removal);
            assert!(refused(remove_listed(&facts, &entry.key(), TODAY)).starts_with("there is no "));
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_its_field() {
        let facts = Company::with_one_contract().facts;
        let tomorrow = date(2026, 11, 24);
        let reporting = facts.reporting();
        for (entry, says) in [
            (Listed::PlanRate(2027, Currency::CHF, rate("0")), "column rate: \"0\" is not above zero."),
            (Listed::PlanRate(2027, Currency::CHF, rate("-1.1")), "column rate: \"-1.1\" is not above zero."),
            (Listed::PlanRate(1989, Currency::CHF, rate("1")), "column year: \"1989\" lies outside the years 1990 to 2100."),
            (Listed::ExchangeRate(tomorrow, Currency::CHF, rate("1")), "column day: \"2026-11-24\" lies after today"),
            (Listed::PlanRate(2027, reporting, rate("1")), "is the reporting currency"),
            (Listed::Holiday(None, TODAY, " ".into()), "column name"),
        ] {
            let said = refused(set_listed(&facts, entry, TODAY));
            assert!(said.contains(says), "{says}: {said}");
        }
        let product = facts.lines.values().next().map(|line| line.product.clone()).unwrap_or_default();
        assert!(refused(remove_listed(&facts, &ListKey::Product(product), TODAY)).contains("is on 1 lines of contracts"));
        assert!(refused(remove_listed(&facts, &ListKey::Holiday(None, date(2026, 11, 22)), TODAY)).contains("is over"));
    }
}
