//! Who works at Halden Systems, and the book with which the company begins.

use super::table::Person;
use jiff::civil::{Date, date};
use tenure_app::AppError;
use tenure_core::book::{Book, POLICY_FILE, Row, Table};
use tenure_core::catalog::STARTER_POLICY;
use tenure_core::contract::Product;
use tenure_core::facts::Write;
use tenure_core::identity::Role;
use tenure_core::primitives::{Country, public_holidays};
use tenure_core::refusal::Refusal;

/// The day on which Halden Systems begins to work with Tenure.
pub const FOUNDED_ON: Date = date(2023, 11, 27);

/// The last resort of every fallback.
pub const DESK_LEAD: &str = "ingrid";

/// Everybody, managers before those who report to them. Who starts after [`FOUNDED_ON`] is hired on that day.
pub const PEOPLE: &[Person] = &[
    person(("elena", "Elena Petrova"), Role::CsLeader, "", "EMEA", date(2021, 3, 1)),
    person(("victor", "Victor Amadi"), Role::SalesLeader, "", "EMEA", date(2021, 9, 6)),
    person(("grace", "Grace Lin"), Role::Finance, "", "EMEA", date(2022, 1, 10)),
    person(("ingrid", "Ingrid Solberg"), Role::RenewalsManager, "elena", "EMEA", date(2021, 11, 1)),
    person(("priya", "Priya Raman"), Role::Csm, "elena", "EMEA", date(2022, 4, 4)),
    person(("rafael", "Rafael Costa"), Role::Csm, "elena", "EMEA", date(2022, 9, 12)),
    person(("aisha", "Aisha Khan"), Role::Csm, "elena", "EMEA", date(2023, 1, 16)),
    person(("tomas", "Tomas Lind"), Role::Csm, "elena", "AMER", date(2022, 6, 13)),
    person(("daniel", "Daniel Osei"), Role::AccountExecutive, "victor", "EMEA", date(2022, 2, 7)),
    person(("theo", "Theo Hartmann"), Role::AccountExecutive, "victor", "AMER", date(2023, 5, 2)),
    person(("hannah", "Hannah Lindqvist"), Role::ExpansionAe, "victor", "EMEA", date(2023, 8, 14)),
    person(("jonas", "Jonas Weber"), Role::AccountManager, "ingrid", "EMEA", date(2023, 3, 6)),
    person(("noor", "Noor Haddad"), Role::RenewalsCoordinator, "ingrid", "EMEA", date(2024, 2, 5)),
    person(("marcus", "Marcus Bell"), Role::Ops, "grace", "EMEA", date(2022, 10, 3)),
    person(("samir", "Samir Nasser"), Role::SolutionsEngineer, "victor", "EMEA", date(2023, 11, 20)),
    person(("ben", "Ben Okafor"), Role::AccountManager, "ingrid", "AMER", date(2025, 9, 15)),
    person(("lucia", "Lucia Ferrer"), Role::Csm, "elena", "EMEA", date(2026, 9, 1)),
    // Those who serve the far regions. Their references come after those of the same role elsewhere, so that nothing falls to them by name.
    person(("wren", "Wren Callahan"), Role::Csm, "elena", "AMER", date(2023, 10, 2)),
    person(("yuki", "Yuki Tanaka"), Role::Csm, "elena", "APAC", date(2022, 11, 7)),
    person(("zoe", "Zoe Alvarez"), Role::Csm, "elena", "LATAM", date(2023, 2, 13)),
    person(("wei", "Wei Chen"), Role::AccountExecutive, "victor", "APAC", date(2022, 5, 16)),
    person(("mateo", "Mateo Rojas"), Role::ExpansionAe, "victor", "LATAM", date(2023, 4, 3)),
    person(("kenta", "Kenta Mori"), Role::AccountManager, "ingrid", "APAC", date(2024, 6, 3)),
    person(("rina", "Rina Sato"), Role::Ops, "grace", "APAC", date(2023, 7, 10)),
    person(("uma", "Uma Reddy"), Role::SolutionsEngineer, "victor", "AMER", date(2022, 8, 1)),
];

/// What we sell: whether it is easy to set up, and whether customers reach value with little effort of ours.
const PRODUCTS: &[(&str, bool, bool)] = &[
    ("Analytics", true, true),
    ("Branch desk", false, true),
    ("Care platform", false, false),
    ("Claims platform", false, false),
    ("Dispatch", true, true),
    ("Fleet scheduling", true, false),
    ("Fraud analytics", false, false),
    ("Grid desk", false, true),
    ("Guest desk", true, true),
    ("Network care", false, false),
    ("Newsroom desk", true, true),
    ("Quality desk", true, false),
    ("Robot fleet care", false, false),
    ("Scheduling", true, true),
    ("Store care", true, true),
    ("Timetable", true, true),
    ("Trial operations", false, false),
];

/// Who leaves, and the first day without them.
pub const LEAVER: (&str, Date) = ("rafael", date(2026, 8, 19));

const fn person(
    (reference, name): (&'static str, &'static str),
    role: Role,
    manager: &'static str,
    region: &'static str,
    active_from: Date,
) -> Person {
    Person { reference, name, role, manager, region, active_from }
}

/// The book of the first day: the organisation, its plan rates, the people of that day, and the policy to start with.
pub fn founding_book() -> Book {
    book_of(FOUNDED_ON)
}

/// As [`founding_book`], with everybody who starts by a day.
pub(crate) fn book_of(day: Date) -> Book {
    let organisation = [["Halden Systems", "USD", "Europe/London", DESK_LEAD].map(String::from).to_vec()];
    let early = ["2023", "2024"].into_iter().flat_map(|year| [[year, "EUR", "1.09"], [year, "GBP", "1.26"], [year, "JPY", "0.0071"]]);
    let late =
        ["2025", "2026", "2027"].into_iter().flat_map(|year| [[year, "EUR", "1.14"], [year, "GBP", "1.31"], [year, "JPY", "0.0067"]]);
    let rates = early.chain(late);
    let people = PEOPLE.iter().filter(|person| person.active_from <= day);
    Book {
        tables: vec![
            table("organisation.csv", &["name", "currency", "time_zone", "desk_lead"], organisation),
            table("plan_rates.csv", &["year", "currency", "rate"], rates.map(|row| row.map(String::from).to_vec())),
            table("teammates.csv", &["id", "name", "email", "role", "manager", "region", "active_from"], people.map(row)),
        ],
        policy: Some((POLICY_FILE.into(), STARTER_POLICY.1.into())),
    }
}

/// What we sell, how complex each product is, and the days on which nobody works: the book has no file for them.
///
/// # Errors
/// A day that does not exist.
pub(crate) fn products_and_holidays() -> Result<Vec<Write>, AppError> {
    let product = |(name, easy_setup, low_effort): &(&str, bool, bool)| {
        Write::Product(Product { name: (*name).into(), easy_setup: *easy_setup, low_effort: *low_effort })
    };
    let mut writes: Vec<Write> = PRODUCTS.iter().map(product).collect();
    for year in 2023..=2027 {
        for (month, day, name) in [(1, 1, "New Year's Day"), (12, 25, "Christmas Day"), (12, 26, "Boxing Day")] {
            let held_on = Date::new(year, month, day).map_err(|fault| Refusal::general(fault.to_string(), ""))?;
            writes.push(Write::Holiday(None, held_on, name.into()));
        }
    }
    let german = (2023..=2027).flat_map(|year| public_holidays(Country::GERMANY, year));
    writes.extend(german.map(|(held_on, name)| Write::Holiday(Some(Country::GERMANY), held_on, name)));
    Ok(writes)
}

fn row(person: &Person) -> Vec<String> {
    let email = person.email();
    let role = person.role.code();
    let from = person.active_from.to_string();
    [person.reference, person.name, &email, role, person.manager, person.region, &from].map(String::from).to_vec()
}

fn table(file: &str, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let rows = rows.into_iter().zip(2..).map(|(cells, line)| Row { line, cells });
    Table { file: file.into(), header: header.iter().map(ToString::to_string).collect(), rows: rows.collect() }
}
