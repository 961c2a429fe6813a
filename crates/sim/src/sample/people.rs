//! Who works at Halden Systems, and the book with which the company begins.

use super::table::Person;
use jiff::civil::{Date, date};
use tenure_core::book::{Book, POLICY_FILE, Row, Table};
use tenure_core::catalog::STARTER_POLICY;
use tenure_core::identity::Role;

/// The day on which Halden Systems begins to work with Tenure.
pub const FOUNDED_ON: Date = date(2025, 2, 3);

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
    let organisation = [["Halden Systems", "USD", "Europe/London", DESK_LEAD].map(String::from).to_vec()];
    let rates = ["2025", "2026", "2027"].into_iter().flat_map(|year| [[year, "EUR", "1.14"], [year, "GBP", "1.31"]]);
    let people = PEOPLE.iter().filter(|person| person.active_from <= FOUNDED_ON);
    Book {
        tables: vec![
            table("organisation.csv", &["name", "currency", "time_zone", "desk_lead"], organisation),
            table("plan_rates.csv", &["year", "currency", "rate"], rates.map(|row| row.map(String::from).to_vec())),
            table("teammates.csv", &["id", "name", "email", "role", "manager", "region", "active_from"], people.map(row)),
        ],
        policy: Some((POLICY_FILE.into(), STARTER_POLICY.1.into())),
    }
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
